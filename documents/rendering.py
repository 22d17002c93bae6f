"""HTML to PDF with WeasyPrint: tagged (PDF/UA-1), Danish, with the portal's own type and nothing from the network."""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

BASE_URL = "portal:///"
FONTS = Path("dkfds", "dist", "fonts", "IBMPlexSans", "complete", "ttf")

Report = Callable[[int, str], None]


class OwnFiles(URLFetcher):
    """Fetches `portal:///css/NAME` and `portal:///fonts/NAME` from the project, and nothing else."""

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """The file's bytes. Raises ValueError for any other address."""
        parts = urlsplit(url)
        folder, _, name = parts.path.lstrip("/").partition("/")
        folders = {"css": settings.BASE_DIR / "static" / "css", "fonts": settings.NODE_MODULES / FONTS}
        if parts.scheme != "portal" or folder not in folders or Path(name).name != name:
            raise ValueError(f"documents are made from the portal's own files only, not from {url}")
        media_type = "text/css" if folder == "css" else "font/ttf"
        return URLFetcherResponse(url, (folders[folder] / name).read_bytes(), {"Content-Type": media_type})


def to_html(template: str, context: Mapping[str, Any]) -> str:
    """The document's HTML, from a template under `templates/`."""
    return render_to_string(template, dict(context))


def to_pdf(html: str) -> bytes:
    """The HTML as a tagged PDF. Document language and title come from the HTML."""
    page = HTML(string=html, base_url=BASE_URL, url_fetcher=OwnFiles())
    content: bytes = page.write_pdf(font_config=FontConfiguration(), pdf_variant="pdf/ua-1")
    return content


def render_pdf(template: str, context: Mapping[str, Any], report: Report, *, expected_pages: int = 0) -> bytes:
    """Template to PDF, telling `report(percent, words)` along the way.

    With `expected_pages`, about how many there will be, it also tells of each page: "5 af 14 sider".
    """
    report(15, "Skriver teksten.")
    html = to_html(template, context)
    report(40, "Sætter siderne op.")
    with _pages_told(report, expected_pages):
        content = to_pdf(html)
    report(95, "Gemmer filen.")
    return content


class _PageCounter(logging.Handler):
    """Hears which page WeasyPrint is at. Pages are set twice when they tell of each other's numbers."""

    def __init__(self, report: Report, expected: int) -> None:
        super().__init__()
        self.report, self.expected = report, expected
        self.round, self.last, self.told = 1, 0, 0
        self.thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        """Called for each of WeasyPrint's own lines of progress."""
        words = record.getMessage()
        if threading.get_ident() != self.thread or " Page " not in words or not isinstance(record.args, tuple):
            return
        page = int(str(record.args[0]))
        if page < self.last:
            self.expected, self.round = self.last, self.round + 1
        self.last = page
        total = max(self.expected, page)
        percent = min(90, 40 + 25 * min(self.round - 1, 1) + round(25 * page / total))
        if percent > self.told:
            self.told = percent
            self.report(
                percent, f"{page} af {total} sider" if self.round == 1 else f"Sidetal på {page} af {total} sider"
            )


@contextmanager
def _pages_told(report: Report, expected: int) -> Iterator[None]:
    """While it lasts, `report` is told of each page; not at all without an expected number."""
    if not expected:
        yield
        return
    progress = logging.getLogger("weasyprint.progress")
    counter = _PageCounter(report, expected)
    level, propagates = progress.level, progress.propagate
    progress.setLevel(logging.INFO)
    progress.propagate = False
    progress.addHandler(counter)
    try:
        yield
    finally:
        progress.removeHandler(counter)
        progress.setLevel(level)
        progress.propagate = propagates

"""HTML to PDF with WeasyPrint: tagged (PDF/UA-1), Danish, with the portal's own type and nothing from the network."""

from collections.abc import Callable, Mapping
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


def render_pdf(template: str, context: Mapping[str, Any], report: Report) -> bytes:
    """Template to PDF, telling `report(percent, words)` along the way."""
    report(15, "Skriver teksten.")
    html = to_html(template, context)
    report(40, "Sætter siderne op.")
    content = to_pdf(html)
    report(95, "Gemmer filen.")
    return content

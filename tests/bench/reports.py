"""A screening's report: PDF and presentation beside the bare libraries, and a whole programme's through two workers."""

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import weasyprint
from django.conf import settings
from django.db import connection
from django.utils import timezone
from pptx import Presentation
from pptx.util import Inches

from documents import jobs, rendering
from documents.models import Document
from screening import deck, report_contents, report_pdf, reports
from tests.bench.timing import Pair, alternate
from tests.factories import snapshots

MUNICIPALITIES = 98
ALONE = 24  # enough to know what one worker makes a second
CODE = "9f3c 41d7 0ab2"


def pdf() -> Iterator[Pair]:
    """The report as PDF, with its pictures and progress. Floor: bare WeasyPrint of the same HTML."""
    snapshot = snapshots.normal()
    html = rendering.to_html(report_pdf.TEMPLATE, report_contents.contents(snapshot, code=CODE))

    def floor() -> object:
        page = weasyprint.HTML(string=html, base_url=rendering.BASE_URL, url_fetcher=rendering.OwnFiles())
        return page.write_pdf(pdf_variant="pdf/ua-1")

    def ours() -> object:
        return report_pdf.render(snapshot, CODE, lambda _percent, _words: None)

    yield Pair("report PDF", "14 pages", *alternate(ours, floor, rounds=5), "ms", "≤ 1.15")


def presentation() -> Iterator[Pair]:
    """The report as PowerPoint. Floor: bare python-pptx saving as many slides with the same texts in plain boxes."""
    snapshot = snapshots.normal()
    made = Presentation(io.BytesIO(deck.render(snapshot, lambda _percent, _words: None)))
    slides = [
        [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame and shape.text_frame.text]
        for slide in made.slides
    ]

    def floor() -> bytes:
        bare = Presentation()
        for texts in slides:
            slide = bare.slides.add_slide(bare.slide_layouts[6])
            for words in texts:
                box = slide.shapes.add_textbox(Inches(1), Inches(1), Inches(6), Inches(1))
                box.text_frame.text = words
        content = io.BytesIO()
        bare.save(content)
        return content.getvalue()

    def ours() -> bytes:
        return deck.render(snapshot, lambda _percent, _words: None)

    yield Pair("report PowerPoint", f"{len(slides)} slides", *alternate(ours, floor, rounds=9), "ms", "–")


def many() -> Iterator[Pair]:
    """Reports a second when every municipality's is made at once: two workers beside one."""
    two = reports_a_second(MUNICIPALITIES, workers=2)
    one = reports_a_second(ALONE, workers=1)
    yield Pair("reports by 2 workers beside 1", f"{MUNICIPALITIES} reports", two, one, "per second", "≤ 0.6")


def reports_a_second(count: int, *, workers: int) -> float:
    """Order `count` reports, start the workers, and wait for the last file; from the first file made to the last."""
    frozen = {"report": snapshots.normal(), "hash": CODE}
    at = timezone.now()
    ordered = [
        jobs.order(kind=reports.PDF, title="Rapport", filename="r.pdf", snapshot=frozen, by=None, at=at).pk
        for _ in range(count)
    ]
    processes = [_worker(number) for number in range(workers)]
    try:
        _until(ordered, 1)
        started = time.perf_counter()
        _until(ordered, count)
        return (count - 1) / (time.perf_counter() - started)
    finally:
        for process in processes:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(60)


def _until(ordered: list[object], count: int) -> None:
    while Document.objects.filter(pk__in=ordered, state=Document.State.READY).count() < count:
        time.sleep(0.05)


def _worker(number: int) -> "subprocess.Popen[bytes]":
    """A Celery worker of one process, on this database and broker."""
    database = connection.settings_dict
    address = f"{database['USER']}:{database['PASSWORD'] or ''}@{database['HOST']}:{database['PORT']}"
    command = [sys.executable, "-m", "celery", "-A", "config", "worker", "-c", "1", "-l", "ERROR", "--without-gossip"]
    return subprocess.Popen(
        [*command, "-n", f"bench{number}@%h"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": f"postgres://{address}/{database['NAME']}", "C_FORCE_ROOT": "1"},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )

"""A worker is killed while it renders a report: the next one makes it, once, of the same content."""

import io
import subprocess
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from pypdf import PdfReader

from accounts.models import User
from documents import jobs
from documents.models import Document
from partnerships.models import Enrolment
from screening import reports
from screening.models import Report
from tests.factories import screenings
from tests.faults.conftest import eventually, kill

Start = Callable[..., "subprocess.Popen[bytes]"]


def is_ready(document: Document) -> bool:
    document.refresh_from_db()
    return document.is_ready


def test_a_worker_killed_while_rendering_a_report(binding: Enrolment, jonas: User, start_worker: Start) -> None:
    row = screenings.assessed(binding, jonas, kind="short")
    doomed = start_worker(FAULTS_SLOW="60", FAULTS_KIND=reports.PDF)
    report = reports.make(screening=row, by=jonas, at=timezone.now())
    eventually(lambda: Document.objects.filter(pk=report.pdf.pk, progress=50).exists(), seconds=60)
    kill(doomed)
    report.pdf.refresh_from_db()
    assert (report.pdf.state, report.pdf.file.name) == ("rendering", "")

    Document.objects.filter(state="rendering").update(lease_until=timezone.now() - timedelta(seconds=1))
    start_worker()
    jobs.pick_up(at=timezone.now() + jobs.LEASE + timedelta(seconds=1))
    eventually(lambda: is_ready(report.pdf), seconds=90)
    eventually(lambda: is_ready(report.deck), seconds=90)

    assert report.pdf.attempts == 2
    assert Report.objects.count() == 1
    with report.pdf.file.open("rb") as file:
        pages = PdfReader(io.BytesIO(file.read())).pages
    assert report.short_hash in " ".join(pages[-1].extract_text().split())
    kept = report.pdf.file.name.rpartition("/")[0]
    assert [name for name in report.pdf.file.storage.listdir(kept)[1] if str(report.pdf.pk) in name] == [
        report.pdf.file.name.rpartition("/")[2]
    ]

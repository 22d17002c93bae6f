"""Reports: versions of what a screening says, each with the two documents made from one snapshot (rapport)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import User
from documents import jobs, kinds
from documents.models import Document
from partnerships.models import Municipality
from screening import comparison, report_pdf, screenings, snapshot
from screening.models import Assignment, Report, Screening

PDF, DECK = "screening_pdf", "screening_deck"
DECK_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


class ReportRefused(screenings.ScreeningRefused):
    """A report cannot be made now; the message is for the person."""


@dataclass(frozen=True)
class Draft:
    """What a report would say now, and the version that says the same, if there is one."""

    content: snapshot.Snapshot
    same: Report | None


def draft(screening: Screening, *, at: datetime) -> Draft:
    """What a report would say if it were made now. Needs an analysis model; the number of queries is always the same.

    What a delivered version says has changed is since the municipality's last one, and it is that one again when
    nothing has; a draft's, since the one before.
    """
    made = Report.objects.filter(screening=screening)
    latest = made.first()
    base = made.filter(delivered_at__isnull=False).first() if screening.state in snapshot.DELIVERED else latest
    content = snapshot.build(screening, version=latest.version + 1 if latest else 1, at=at)
    for row in (latest, base):
        if row is not None and snapshot.says_the_same(row.snapshot, content):
            return Draft(row.snapshot, row)
    content["changes"] = comparison.changes(base.snapshot, content) if base else []
    return Draft(content, None)


@transaction.atomic
def make(*, screening: Screening, by: User, at: datetime) -> Report:
    """A new version of what stands now, with both documents ordered; an earlier one when it says the same.

    Raises:
        ReportRefused: the screening has not been planned.
    """
    row = screenings.lock(screening)
    if row.analysis_model is None:
        raise ReportRefused("Screeningen er ikke planlagt endnu, så der er ingen rapport at lave.")
    found = draft(row, at=at)
    if found.same is not None:
        return found.same
    report = _save(row, found.content, by=by, at=at)
    screenings.record("report_made", f"lavede rapporten, version {report.version}", row, by, at)
    return report


def _save(row: Screening, content: snapshot.Snapshot, *, by: User, at: datetime) -> Report:
    version = int(content["version"])
    report = Report(
        screening=row,
        version=version,
        snapshot=content,
        sha256=snapshot.sha256(content),
        changes=content["changes"],
        created_at=at,
        created_by=by,
    )
    name = f"screening-{row.municipality.code}-{row.area}-version-{version}"
    frozen = {"report": content, "hash": report.short_hash}
    words = f"{content['municipality']}, {content['area'].lower()}, version {version}"
    report.pdf = jobs.order(kind=PDF, title=f"Rapport: {words}", filename=f"{name}.pdf", snapshot=frozen, by=by, at=at)
    report.deck = jobs.order(
        kind=DECK,
        title=f"Præsentation: {words}",
        filename=f"{name}.pptx",
        snapshot=frozen,
        by=by,
        at=at,
        media_type=DECK_TYPE,
    )
    report.save()
    return report


def of(screening: Screening) -> QuerySet[Report]:
    """The versions with their documents, newest first."""
    return Report.objects.filter(screening=screening).select_related("pdf", "deck", "created_by")


def readable(user: Any) -> QuerySet[Report]:
    """The reports the person may read: consultants those they work on or review, administrators all; the
    municipality's members those delivered to it.
    """
    if not user.is_authenticated:
        return Report.objects.none()
    if user.is_administrator:
        return Report.objects.all()
    own = Municipality.objects.filter(memberships__user=user, memberships__state="active")
    mine = Q(delivered_at__isnull=False, screening__participation__enrolment__municipality__in=own)
    if user.is_consultant:
        assigned = Assignment.objects.filter(consultant=user).values("screening")
        mine |= Q(screening__in=assigned) | Q(screening__reviewer=user)
    return Report.objects.filter(mine)


def render_pdf(document: Document, report: Callable[[int, str], None]) -> bytes:
    """The report as PDF."""
    return report_pdf.render(document.snapshot["report"], document.snapshot["hash"], report)


def render_deck(document: Document, report: Callable[[int, str], None]) -> bytes:
    """The report as PowerPoint."""
    from screening import deck  # python-pptx is slow to load, and only workers need it

    return deck.render(document.snapshot["report"], report, hash=document.snapshot["hash"])


def register() -> None:
    """Make the reports known to the documents."""
    kinds.register(
        kinds.DocumentKind(
            key=PDF,
            label="Screeningsrapport",
            render=render_pdf,
            visible_documents=lambda user: readable(user).values("pdf"),
        )
    )
    kinds.register(
        kinds.DocumentKind(
            key=DECK,
            label="Præsentation af screening",
            render=render_deck,
            visible_documents=lambda user: readable(user).values("deck"),
        )
    )

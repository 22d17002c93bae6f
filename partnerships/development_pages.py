"""The one page of a development process: on the screen, on paper, and as PDF (udviklingsprocessens ene side)."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts.danish import long_date, weekday_date
from accounts.models import User
from documents import jobs, kinds, rendering
from documents.models import Document
from partnerships import development_overview, scoped_documents
from partnerships.models import Milestone, Participation

KIND = "development_page"


def snapshot(state: development_overview.ProcessState, *, at: datetime) -> dict[str, Any]:
    """Everything the page says, as JSON of ready Danish text. Needs a process."""
    process, latest, brought, coming = state.process, state.latest, state.brought, state.coming
    if process is None:
        raise ValueError("a page is made of a process that has begun")
    return {
        "participation": state.participation.pk,
        "scope": state.municipality.code,
        "municipality": state.municipality.official_name,
        "programme": state.participation.enrolment.programme.title,
        "area": state.label,
        "area_key": state.area,
        "title": process.title,
        "phase": process.get_phase_display(),
        "stages": [{"label": s.label, "is_done": s.is_done, "is_current": s.is_current} for s in state.stages],
        "focus": process.focus,
        "aim": process.aim,
        "organisation": process.organisation,
        "responsible": process.responsible,
        "milestones": [_milestone(row, state.today) for row in state.milestones],
        "latest": {
            "status": latest.get_status_display(),
            "date": long_date(latest.at),
            "text": latest.text,
            "learning": latest.learning,
        }
        if latest
        else None,
        "day": coming.title if coming else "",
        "day_date": weekday_date(coming.starts_at) if coming else "",
        "brings": brought.brings if brought else "",
        "date": long_date(at),
    }


def _milestone(row: Milestone, today: date) -> dict[str, Any]:
    is_late = row.done_date is None and row.due_date < today
    state = f"Nået {long_date(row.done_date)}" if row.done_date else "Forsinket" if is_late else ""
    return {"date": long_date(row.due_date), "text": row.text, "state": state, "is_late": is_late}


@transaction.atomic
def order(*, participation: Participation, by: User, at: datetime, today: date) -> Document:
    """Order the page as PDF, or find the one from today that says the same; one that failed is tried again.

    Raises:
        ValueError: the process has not begun.
    """
    Participation.objects.select_for_update(no_key=True).get(pk=participation.pk)
    content = snapshot(development_overview.states_of([participation], at=at, today=today)[0], at=at)
    found = of(participation).first()
    if found is not None and found.snapshot == content:
        return jobs.retry(document=found, by=by, at=at) if found.is_failed else found
    return jobs.order(
        kind=KIND,
        title=f"Udviklingsproces, {content['municipality']}, {content['area'].lower()}",
        filename=f"udviklingsproces-{content['scope']}-{content['area_key']}.pdf",
        snapshot=content,
        by=by,
        at=at,
    )


def of(participation: Participation) -> QuerySet[Document]:
    """The pages made of a participation's process, newest first."""
    return Document.objects.filter(kind=KIND, snapshot__participation=participation.pk).order_by("-created_at", "pk")


def render(document: Document, report: Callable[[int, str], None]) -> bytes:
    """The page as PDF."""
    return rendering.render_pdf("documents/development_page.html", {"page": document.snapshot}, report)


def visible_documents(user: Any) -> QuerySet[Document, Any]:
    """The pages the person may see."""
    return scoped_documents.visible(KIND, user)


def register() -> None:
    """Make the pages known to the documents."""
    kinds.register(
        kinds.DocumentKind(key=KIND, label="Udviklingsproces", render=render, visible_documents=visible_documents)
    )

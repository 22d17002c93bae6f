"""What screenings put in a municipality's room, and which of their steps its log tells (kommunens rum)."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from accounts.danish import in_danish_time
from partnerships import log_subjects, room_cards
from partnerships.models import Municipality
from partnerships.room_cards import Card
from partnerships.todo_items import todo_item
from screening import progress, releases, rules
from screening.models import Screening

State = Screening.State
# The consultants' own steps are theirs until the report is delivered.
TOLD = (
    "screening.ordered",
    "screening.plan_sent",
    "screening.document_sent",
    "screening.document_taken_back",
    "screening.document_not_available",
    "screening.delivered",
    "screening.commented",
    "screening.comment_answered",
    "screening.accepted",
    "screening.acceptance_lapsed",
    "screening.released",
    "screening.withdrawn",
)


def register() -> None:
    """Make the card and the log known to the rooms below."""
    room_cards.register("screening", card)
    room_cards.register("screening_network", network_card)
    log_subjects.register("screening", _logs, told=TOLD)


def _logs(user: Any) -> QuerySet[Screening]:
    """A screening's log is for those who read its workspace."""
    return Screening.objects.worked_on_by(user).select_related("participation__enrolment__municipality")


def card(municipality: Municipality, user: Any, at: datetime) -> Card | None:
    """The municipality's screenings that it may know of, and what it is asked for. Two queries."""
    own = Screening.objects.visible_to(user).live().filter(participation__enrolment__municipality=municipality)
    rows = list(progress.with_counts(own).distinct().order_by("-created_at", "-pk"))
    if not rows:
        return None
    context = {"screenings": rows, "municipality": municipality}
    return Card("screening/_room_card.html", context, [item for row in rows for item in _todo(row, municipality, at)])


def network_card(municipality: Municipality, user: Any, at: datetime) -> Card | None:
    """The levels that others in the municipality's networks show it, also when it has no screening. Two queries."""
    if not rules.can_read_network(user, municipality):
        return None
    context = {"shown": releases.shown_by_others(municipality), "municipality": municipality}
    return Card("screening/result/_network_card.html", context) if context["shown"] else None


def _todo(screening: Any, municipality: Municipality, at: datetime) -> list[dict[str, Any]]:
    """What the municipality is asked for, as `components/todo.html` takes it."""
    url = reverse("municipality_screening", args=[municipality.code, screening.pk])
    missing, today = screening.asked_count - screening.answered_count, in_danish_time(at).date()
    if screening.is_told_of and screening.is_being_worked_on and missing:
        title = f"Send {'1 dokument' if missing == 1 else f'{missing} dokumenter'} til foranalysen"
        text = f"Foranalyse af {screening.area_words}. Findes et dokument ikke, så skriv det."
        return [todo_item(title, text, f"{url}#dokumenter", "Send", screening.documents_due, today)]
    if screening.state == State.DELIVERED:
        text = "Kommentér den, hvis noget ikke passer."
        return [todo_item(f"Læs rapporten om {screening.area_words}", text, url, "Læs", None, today)]
    return []

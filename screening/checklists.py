"""The documents a municipality is asked for, and what it answers (tjeklister).

The screening's row is locked first. Items are known by their key; one that has been answered stays on the list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from screening import screenings
from screening.models import DocumentRequest, Screening
from screening.screenings import ScreeningRefused

MOST = 30


class ChecklistRefused(ScreeningRefused):
    """What was asked for cannot be done; the message is for the person."""


@dataclass(frozen=True)
class Item:
    """One item as the consultants want it; `pk` is 0 for a new one."""

    title: str
    why: str = ""
    pk: int = 0


def _lock_open(screening: Screening) -> Screening:
    row = screenings.lock(screening)
    if not row.is_being_worked_on:
        raise ChecklistRefused("Tjeklisten kan kun ændres, mens screeningen er i gang.")
    return row


@transaction.atomic
def set_items(*, screening: Screening, items: Sequence[Item], seen: str, by: User, at: datetime) -> None:
    """Make these the checklist, in this order. `seen` is `mark_of` the list as the person read it.

    Raises:
        ChecklistRefused: a colleague changed it meanwhile, an answered item would go, or it is too long.
    """
    row = _lock_open(screening)
    known = {request.pk: request for request in row.requests.all()}
    if len(items) > MOST:
        raise ChecklistRefused(f"Tjeklisten kan højst have {MOST} punkter.")
    wanted = [(item.pk, item.title, item.why) for item in items]
    if wanted == [(request.pk, request.title, request.why) for request in known.values()]:
        return
    if mark_of(row) != seen:
        raise ChecklistRefused("En kollega har ændret tjeklisten imens. Se den igen, før du ændrer den.")
    for request in known.values():
        if request.pk not in {item.pk for item in items}:
            _drop(request)
    for position, item in enumerate(items, 1):
        request = known.get(item.pk) or DocumentRequest(screening=row)
        request.position, request.title, request.why = position, item.title, item.why
        request.save()
    count = len(items)
    screenings.record(
        "checklist_changed", f"ændrede tjeklisten til {count} {'punkt' if count == 1 else 'punkter'}", row, by, at
    )


def _drop(request: DocumentRequest) -> None:
    if request.not_available or request.sources.exists():
        raise ChecklistRefused(f"Kommunen har svaret på “{request.title}”, så punktet bliver på listen.")
    request.delete()


def mark_of(screening: Screening) -> str:
    """Stands for the list as it is."""
    rows = screening.requests.values_list("pk", "position", "title", "why")
    return screenings.mark_of_rows(rows)


@transaction.atomic
def say_not_available(*, request: DocumentRequest, reason: str, by: User, at: datetime) -> None:
    """The municipality says that the document does not exist, and why; no reason takes it back. Twice is once.

    Raises:
        ChecklistRefused: the item is gone or has been answered, or the screening is not being worked on.
    """
    row = _lock_open(request.screening)
    kept = DocumentRequest.objects.filter(screening=row, pk=request.pk).first()
    if kept is None:
        raise ChecklistRefused("Konsulenterne har taget punktet af listen imens.")
    if kept.not_available == reason:
        return
    if reason and kept.sources.exists():
        raise ChecklistRefused("En kollega har sendt dokumentet imens.")
    kept.not_available = reason
    kept.save(update_fields=["not_available"])
    words = f"skrev, at “{kept.title}” ikke findes" if reason else f"fortrød, at “{kept.title}” ikke findes"
    screenings.record("document_not_available", words, row, by, at)

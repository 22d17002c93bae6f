"""The plan for who is told what of the strategy, when and how (kommunikationsplan).

The strategy's row is locked first; it owns its plan.
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from accounts import audit
from accounts.danish import long_date
from accounts.models import User
from strategy import strategies
from strategy.marks import digest
from strategy.models import Communication, Strategy


class CommunicationRefused(Exception):
    """What was asked for cannot be done; the message is for the person."""


@dataclass(frozen=True)
class Message:
    """What is to be told to whom, when, how and by whom."""

    due_on: date
    audience: str
    message: str
    channel: str
    responsible: str = ""


def mark_of(row: Communication) -> str:
    """Stands for what an entry of the plan says."""
    return digest(_content(row))


@transaction.atomic
def add(*, strategy: Strategy, message: Message, by: User, at: datetime) -> Communication:
    """Put something in the plan. The same twice is one."""
    owner = strategies.lock(strategy)
    same = Communication.objects.filter(strategy=owner, **asdict(message)).first()
    if same is not None:
        return same
    row = Communication.objects.create(strategy=owner, **asdict(message))
    _record("added", f"lagde i kommunikationsplanen: {_words(row)}", owner, by, at)
    return row


@transaction.atomic
def change(*, communication: Communication, message: Message, seen: str, by: User, at: datetime) -> Communication:
    """Change an entry; `seen` is `mark_of` the entry as the person read it.

    Raises:
        CommunicationRefused: a colleague changed or removed it meanwhile.
    """
    owner = strategies.lock(communication.strategy)
    row = Communication.objects.filter(pk=communication.pk).first()
    if row is None:
        raise CommunicationRefused("En kollega har slettet punktet imens. Skriv det som et nyt, hvis det skal med.")
    if _content(row) == message:
        return row
    if mark_of(row) != seen:
        raise CommunicationRefused(
            f"En kollega har rettet punktet imens. Nu står der: {_words(row)}: {row.message} "
            "Gem igen, hvis dit skal erstatte det."
        )
    for name, value in asdict(message).items():
        setattr(row, name, value)
    row.save()
    _record("changed", f"rettede i kommunikationsplanen: {_words(row)}", owner, by, at)
    return row


@transaction.atomic
def mark_done(*, communication: Communication, is_done: bool, by: User, at: datetime) -> None:
    """Say that it has been told, or not after all. Doing it twice changes nothing."""
    owner = strategies.lock(communication.strategy)
    row = Communication.objects.filter(pk=communication.pk).first()
    if row is None or (row.done_at is not None) == is_done:
        return
    row.done_at, row.done_by = (at, by) if is_done else (None, None)
    row.save(update_fields=["done_at", "done_by"])
    action, words = ("done", "gav besked til") if is_done else ("undone", "satte tilbage i kommunikationsplanen")
    _record(action, f"{words} {_words(row)}", owner, by, at)


@transaction.atomic
def remove(*, communication: Communication, by: User, at: datetime) -> None:
    """Take something out of the plan. Doing it twice changes nothing."""
    owner = strategies.lock(communication.strategy)
    row = Communication.objects.filter(pk=communication.pk).first()
    if row is None:
        return
    _record("removed", f"slettede i kommunikationsplanen: {_words(row)}", owner, by, at)
    row.delete()


def _content(row: Communication) -> Message:
    return Message(row.due_on, row.audience, row.message, row.channel, row.responsible)


def _words(row: Communication) -> str:
    return f"{row.audience}, {long_date(row.due_on)}"


def _record(action: str, summary: str, strategy: Strategy, by: User, at: datetime) -> None:
    code = strategy.municipality.code
    audit.record(action=f"communication.{action}", summary=summary, subject=strategy, at=at, by=by, scope=code)

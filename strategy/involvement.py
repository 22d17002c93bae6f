"""Who has had a say in a strategy: workshops, theme meetings, interviews (inddragelse).

The strategy's row is locked first; it owns its log of involvement.
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Sum

from accounts import audit
from accounts.danish import long_date
from accounts.models import User
from strategy import strategies
from strategy.marks import digest
from strategy.models import Involvement, Strategy


class InvolvementRefused(Exception):
    """What was asked for cannot be done; the message is for the person."""


@dataclass(frozen=True)
class Occasion:
    """An occasion at which people had a say: how many, who they were, and what came of it."""

    held_on: date
    kind: str
    group: str
    people: int
    text: str = ""


@dataclass(frozen=True)
class Total:
    """How often, and how many people in all (somebody at two meetings counts twice)."""

    occasions: int
    people: int


def total_of(strategy: Strategy) -> Total:
    """What the log adds up to. One query."""
    found = strategy.involvements.aggregate(occasions=Count("pk"), people=Sum("people"))
    return Total(found["occasions"], found["people"] or 0)


def mark_of(row: Involvement) -> str:
    """Stands for what a row of the log says."""
    return digest(_content(row))


@transaction.atomic
def add(*, strategy: Strategy, occasion: Occasion, by: User, at: datetime) -> Involvement:
    """Write an occasion in the log. The same occasion twice is one."""
    owner = strategies.lock(strategy)
    same = Involvement.objects.filter(strategy=owner, **asdict(occasion)).first()
    if same is not None:
        return same
    row = Involvement.objects.create(strategy=owner, **asdict(occasion))
    _record("added", f"skrev en inddragelse: {_log_words(row)}", owner, by, at)
    return row


@transaction.atomic
def change(*, involvement: Involvement, occasion: Occasion, seen: str, by: User, at: datetime) -> Involvement:
    """Change a row of the log; `seen` is `mark_of` the row as the person read it.

    Raises:
        InvolvementRefused: a colleague changed or removed it meanwhile.
    """
    owner = strategies.lock(involvement.strategy)
    row = Involvement.objects.filter(pk=involvement.pk).first()
    if row is None:
        raise InvolvementRefused("En kollega har slettet den imens. Skriv den som en ny, hvis den skal med.")
    if _content(row) == occasion:
        return row
    if mark_of(row) != seen:
        raise InvolvementRefused(
            f"En kollega har rettet den imens. Nu står der: {_words(row)}. Gem igen, hvis din skal erstatte den."
        )
    for name, value in asdict(occasion).items():
        setattr(row, name, value)
    row.save()
    _record("changed", f"rettede en inddragelse: {_log_words(row)}", owner, by, at)
    return row


@transaction.atomic
def remove(*, involvement: Involvement, by: User, at: datetime) -> None:
    """Remove a row of the log. Doing it twice changes nothing; the audit log keeps what it said."""
    owner = strategies.lock(involvement.strategy)
    row = Involvement.objects.filter(pk=involvement.pk).first()
    if row is None:
        return
    _record("removed", f"slettede en inddragelse: {_log_words(row)}", owner, by, at)
    row.delete()


def _content(row: Involvement) -> Occasion:
    return Occasion(row.held_on, row.kind, row.group, row.people, row.text)


def _words(row: Involvement) -> str:
    people = "1 person" if row.people == 1 else f"{row.people} personer"
    return f"{row.get_kind_display().lower()} {long_date(row.held_on)}, {row.group}, {people}"


def _log_words(row: Involvement) -> str:
    """The same for the log, which nobody can change: without who they were."""
    return f"{row.get_kind_display().lower()} {long_date(row.held_on)}"


def _record(action: str, summary: str, strategy: Strategy, by: User, at: datetime) -> None:
    code = strategy.municipality.code
    audit.record(action=f"involvement.{action}", summary=summary, subject=strategy, at=at, by=by, scope=code)

"""The life of a network day: planned, changed, confirmed, moved, held, cancelled (netværksdage).

The day's row is locked first; `revision` is the one the person saw, so that two who change at once are told of each
other. Every change that people must know of is a DayChange; telling them is the work of day_notices.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, time
from typing import Any

from django.db import transaction

from accounts import audit
from accounts.danish import clock, in_danish_time, long_date
from accounts.models import User
from documents import worker
from partnerships.models import DayChange, DayItem, Network, NetworkDay

DAYS = 4
NOTIFY_TASK = "partnerships.tasks.notify_participants"
State = NetworkDay.State


class DayRefused(Exception):
    """What was asked for cannot be done; the message is for the person."""


class ChangedMeanwhile(DayRefused):
    """Somebody changed the day after this person read it; `day` is as it stands now."""

    def __init__(self, day: NetworkDay) -> None:
        done = day.changes.order_by("-sequence").first()
        last = done.kind if done is not None and done.at == day.updated_at else ""
        now = f"{when(day)}{f', {day.place}' if day.place else ''}"
        if day.is_cancelled:
            what = "aflyst dagen"
        elif last == DayChange.Kind.MOVED:
            what = f"flyttet den til {now}"
        elif last == DayChange.Kind.CONFIRMED:
            what = "bekræftet dagen, siden du læste den"
        else:
            what = f"ændret dagen, siden du læste den. Nu er det {now}"
        super().__init__(f"{day.updated_by.display_name} har {what}. Se den igen, før du ændrer den.")
        self.day = day


@dataclass(frozen=True)
class Plan:
    """When and where a day is. Times are aware."""

    title: str
    starts_at: datetime
    ends_at: datetime
    is_virtual: bool = False
    venue: str = ""
    address: str = ""
    room: str = ""
    link: str = ""


@dataclass(frozen=True)
class Item:
    """One item of a day's programme; `levers` are numbers from 1 to 7."""

    starts: time
    ends: time
    kind: str
    title: str
    speaker: str = ""
    levers: Sequence[int] = ()


TOLD = ("starts_at", "ends_at", "is_virtual", "venue", "address", "room", "link")


def plan_of(day: NetworkDay) -> Plan:
    """The day's plan as it stands."""
    return Plan(**{field.name: getattr(day, field.name) for field in fields(Plan)})


def when(day: NetworkDay | Plan) -> str:
    """ "3. marts 2027 kl. 9.30–15.30", in Danish time."""
    return f"{long_date(in_danish_time(day.starts_at))} kl. {clock(day.starts_at)}–{clock(day.ends_at)}"


def moves(day: NetworkDay, plan: Plan) -> bool:
    """Whether the plan is another time or place than the day's: something people must be told."""
    return any(getattr(day, name) != getattr(plan, name) for name in TOLD)


def is_over(day: NetworkDay | Plan, *, at: datetime) -> bool:
    """Whether it has ended, so that nobody is told of it any more."""
    return day.ends_at <= at


def facts(day: NetworkDay | Plan) -> dict[str, Any]:
    """When and where as JSON, for what is frozen in a change."""
    where = {name: getattr(day, name) for name in ("title", "is_virtual", "venue", "address", "room", "link")}
    return where | {"starts_at": day.starts_at.isoformat(), "ends_at": day.ends_at.isoformat()}


def lock(day: NetworkDay, revision: int | None) -> NetworkDay:
    """The day's row, locked and fresh.

    It is locked alone: PostgreSQL forgets a row whose `updated_by` changed while a join with it waited.

    Raises:
        ChangedMeanwhile: it is not the revision the person saw.
    """
    NetworkDay.objects.select_for_update(no_key=True).get(pk=day.pk)
    row = NetworkDay.objects.select_related("updated_by", "network__partnership__programme").get(pk=day.pk)
    if revision is not None and row.revision != revision:
        raise ChangedMeanwhile(row)
    return row


def _check(plan: Plan) -> None:
    if plan.ends_at <= plan.starts_at:
        raise DayRefused("Dagen skal slutte efter, at den begynder.")
    if in_danish_time(plan.starts_at).date() != in_danish_time(plan.ends_at).date():
        raise DayRefused("Dagen skal begynde og slutte på samme dato.")


@transaction.atomic
def plan_days(*, network: Network, plans: Sequence[tuple[int, Plan]], by: User, at: datetime) -> list[NetworkDay]:
    """Plan days that are not there yet, each with its number, as tentative.

    Raises:
        DayRefused: a number is taken (a colleague planned it meanwhile), or a day ends before it begins.
    """
    Network.objects.select_for_update(no_key=True).get(pk=network.pk)
    taken = set(network.days.values_list("number", flat=True))
    days = []
    for number, plan in plans:
        _check(plan)
        if number in taken:
            raise DayRefused(f"Netværksdag {number} er allerede planlagt.")
        values = {field.name: getattr(plan, field.name) for field in fields(Plan)}
        day = NetworkDay.objects.create(network=network, number=number, updated_at=at, updated_by=by, **values)
        _record("network_day.planned", f"planlagde {day} foreløbigt til {when(day)}", day, by, at)
        days.append(day)
    return days


@transaction.atomic
def change(
    *, day: NetworkDay, plan: Plan, revision: int, by: User, at: datetime, reason: str = ""
) -> tuple[NetworkDay, DayChange | None]:
    """Change when and where a day is. When people expect it, it is moved, and they are told again.

    Raises:
        ChangedMeanwhile, DayRefused: nothing is changed.
    """
    row = lock(day, revision)
    if not row.is_ahead:
        raise DayRefused("Dagen er holdt eller aflyst, så den kan ikke flyttes.")
    _check(plan)
    before, was, expected = facts(row), when(row), not is_over(row, at=at)
    moved = moves(row, plan)
    if not moved and row.title == plan.title:
        return row, None
    for field in fields(Plan):
        setattr(row, field.name, getattr(plan, field.name))
    if row.state == State.CONFIRMED and not row.is_virtual and not row.venue:
        raise DayRefused("En bekræftet dag skal have et sted.")
    told = row.state == State.CONFIRMED and moved and not is_over(plan, at=at)
    if row.state == State.CONFIRMED and moved and not told and expected:
        raise DayRefused("Det tidspunkt er gået, så ingen kan få besked. Vælg et, der kommer, eller aflys dagen.")
    _save(row, by, at, raises_sequence=moved)
    words = f"flyttede {row} fra {was} til {when(row)}" if was != when(row) else f"ændrede {row}"
    _record("network_day.moved" if moved else "network_day.changed", words, row, by, at, reason=reason)
    return row, _tell(row, DayChange.Kind.MOVED, before, by, at, reason) if told else None


@transaction.atomic
def confirm(*, day: NetworkDay, revision: int, by: User, at: datetime) -> NetworkDay:
    """Confirm a tentative day: everybody on a seat gets an invitation for the calendar, unless it is over.

    Raises:
        ChangedMeanwhile, DayRefused: nothing is changed.
    """
    row = lock(day, revision)
    if row.state != State.TENTATIVE:
        raise DayRefused(f"Dagen er {row.get_state_display().lower()}, så den kan ikke bekræftes.")
    if not row.is_virtual and not row.venue:
        raise DayRefused("Skriv, hvor dagen er, før I bekræfter den.")
    before = facts(row)
    row.state = State.CONFIRMED
    _save(row, by, at, raises_sequence=True)
    _record("network_day.confirmed", f"bekræftede {row} {when(row)}", row, by, at)
    _tell(row, DayChange.Kind.CONFIRMED, before, by, at, "")
    return row


@transaction.atomic
def cancel(*, day: NetworkDay, revision: int, reason: str, by: User, at: datetime) -> NetworkDay:
    """Cancel a day that has not been held. Those who expect it are told, and it leaves their calendars.

    Raises:
        ChangedMeanwhile, DayRefused: nothing is changed.
    """
    row = lock(day, revision)
    if not row.is_ahead:
        raise DayRefused(f"Dagen er {row.get_state_display().lower()}, så den kan ikke aflyses.")
    before, were_told = facts(row), row.state == State.CONFIRMED
    row.state, row.cancel_reason = State.CANCELLED, reason
    _save(row, by, at, raises_sequence=True)
    _record("network_day.cancelled", f"aflyste {row} {when(row)}: {reason}", row, by, at, reason=reason)
    if were_told:
        _tell(row, DayChange.Kind.CANCELLED, before, by, at, reason)
    return row


@transaction.atomic
def hold(*, day: NetworkDay, by: User, at: datetime) -> NetworkDay:
    """The day has been held: attendance stands, evaluation and certificates open. Doing it twice changes nothing.

    Raises:
        DayRefused: it is not confirmed, or has not begun.
    """
    row = lock(day, None)
    if row.is_held:
        return row
    if row.state != State.CONFIRMED or at < row.starts_at:
        raise DayRefused("Kun en bekræftet dag, der er begyndt, kan afholdes.")
    row.state = State.HELD
    _save(row, by, at, raises_sequence=False)
    _record("network_day.held", f"satte {row} til afholdt", row, by, at)
    return row


@transaction.atomic
def set_items(*, day: NetworkDay, items: Sequence[Item], revision: int | None, by: User, at: datetime) -> NetworkDay:
    """Write the day's programme anew.

    Raises:
        ChangedMeanwhile, DayRefused: nothing is changed.
    """
    row = lock(day, revision)
    if row.is_cancelled:
        raise DayRefused("Dagen er aflyst.")
    for item in items:
        if item.ends <= item.starts:
            raise DayRefused(f"“{item.title}” skal slutte, efter at det begynder.")
    row.items.all().delete()
    DayItem.objects.bulk_create(
        DayItem(
            day=row,
            starts=item.starts,
            ends=item.ends,
            kind=item.kind,
            title=item.title,
            speaker=item.speaker,
            levers=sorted(set(item.levers)),
        )
        for item in items
    )
    _save(row, by, at, raises_sequence=False)
    _record("network_day.programme", f"skrev programmet for {row} ({len(items)} punkter)", row, by, at)
    return row


def reuse_items(*, day: NetworkDay, source: NetworkDay, revision: int, by: User, at: datetime) -> NetworkDay:
    """Take over another day's programme, moved by the difference between when the two days begin.

    Raises:
        ChangedMeanwhile, DayRefused: the day has a programme already, or the other has none.
    """
    if day.items.exists():
        raise DayRefused("Dagen har allerede et program. Slet det først, hvis I vil hente et andet.")
    rows = list(source.items.all())
    if not rows:
        raise DayRefused(f"{source} har ikke noget program endnu.")
    shift = _minutes(in_danish_time(day.starts_at).time()) - _minutes(in_danish_time(source.starts_at).time())
    items = [
        Item(_moved(row.starts, shift), _moved(row.ends, shift), row.kind, row.title, row.speaker, row.levers)
        for row in rows
    ]
    return set_items(day=day, items=items, revision=revision, by=by, at=at)


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _moved(moment: time, minutes: int) -> time:
    total = min(max(_minutes(moment) + minutes, 0), 24 * 60 - 1)
    return time(total // 60, total % 60)


def _save(row: NetworkDay, by: User, at: datetime, *, raises_sequence: bool) -> None:
    row.revision += 1
    row.sequence += raises_sequence
    row.updated_at, row.updated_by = at, by
    row.save()


def _tell(
    row: NetworkDay, kind: DayChange.Kind, before: dict[str, Any], by: User, at: datetime, reason: str
) -> DayChange:
    change = DayChange.objects.create(
        day=row, kind=kind, sequence=row.sequence, before=before, after=facts(row), reason=reason, at=at, by=by
    )
    worker.tell(NOTIFY_TASK)
    return change


def _record(action: str, summary: str, day: NetworkDay, by: User, at: datetime, **data: str) -> None:
    audit.record(action=action, summary=summary, subject=day, at=at, by=by, data=data)

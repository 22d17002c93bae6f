"""Who came to a network day: checked in with the room's code, or marked by staff (fremmøde).

The day's row is locked, so that a code and a mark at the same moment come one after the other. Only a day that is
confirmed or held has attendance, from its own date on.
"""

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from django.core.cache import cache
from django.db import transaction
from django.db.models import F, QuerySet

from accounts import audit
from accounts.danish import danish_key, in_danish_time, long_date
from accounts.models import User
from partnerships import network_days
from partnerships.models import Attendance, NetworkDay, Participant, Seat, SeatHolding

TRIES, TRIES_SECONDS = 10, 60 * 60
State = NetworkDay.State
CHECKED_IN, MARKED, SUBSTITUTED, UNDONE = ACTIONS = (
    "network_day.checked_in",
    "network_day.attendance",
    "network_day.substitute",
    "network_day.attendance_undone",
)


class AttendanceRefused(Exception):
    """The attendance cannot be written; the message is for the person."""


class TooManyTries(AttendanceRefused):
    """The participant has tried codes too often."""


def date_of(day: NetworkDay) -> date:
    """The day's date in Denmark."""
    return in_danish_time(day.starts_at).date()


def is_open(day: NetworkDay, *, at: datetime) -> bool:
    """Whether staff can write attendance."""
    return day.state in (State.CONFIRMED, State.HELD) and in_danish_time(at).date() >= date_of(day)


def is_under_way(day: NetworkDay, *, at: datetime) -> bool:
    """Whether it is the day itself, when a code can be shown."""
    return is_open(day, at=at) and in_danish_time(at).date() == date_of(day)


def takes_codes(day: NetworkDay, *, at: datetime) -> bool:
    """Whether participants can check in themselves: on the date, once staff have shown a code."""
    return is_under_way(day, at=at) and bool(day.check_in_code)


def _lock_open(day: NetworkDay, at: datetime) -> NetworkDay:
    row = network_days.lock(day, None)
    if row.state not in (State.CONFIRMED, State.HELD):
        raise AttendanceRefused(f"Dagen er {row.get_state_display().lower()}, så der kan ikke registreres fremmøde.")
    if not is_open(row, at=at):
        raise AttendanceRefused(f"Fremmødet kan registreres fra dagen selv, {long_date(row.starts_at)}.")
    return row


@transaction.atomic
def new_code(*, day: NetworkDay, by: User, at: datetime) -> str:
    """Make a check-in code of six digits to show in the room; an earlier one stops working.

    Raises:
        AttendanceRefused: the day is not confirmed, or lies ahead.
    """
    row = _lock_open(day, at)
    row.check_in_code = f"{secrets.randbelow(1_000_000):06d}"
    row.save(update_fields=["check_in_code"])
    audit.record(action="network_day.code_made", summary=f"lavede en ny kode til {row}", subject=row, at=at, by=by)
    return row.check_in_code


def holdings(day: NetworkDay, address: str) -> list[SeatHolding]:
    """The person's own seats on the day."""
    rows = SeatHolding.objects.on(date_of(day)).filter(
        email=address,
        seat__participation__network_member__network=day.network_id,
        seat__participation__enrolment__state="binding",
    )
    return list(rows.order_by("seat"))


def check_in(*, day: NetworkDay, participant: Participant, code: str, at: datetime) -> None:
    """The participant is here, and proves it with the code that is shown in the room. Twice is once.

    Raises:
        TooManyTries: more than TRIES codes in an hour.
        AttendanceRefused: the code is wrong, or it is not the day.
    """
    key = f"check-in:{participant.pk}"
    cache.add(key, 0, TRIES_SECONDS)
    if cache.incr(key) > TRIES:
        raise TooManyTries("Du har prøvet for mange koder. Vent en time, eller sig til ved indgangen, at du er kommet.")
    with transaction.atomic():
        row = _lock_open(day, at)
        if not takes_codes(row, at=at):
            raise AttendanceRefused("Man kan ikke melde sig ankommet med en kode lige nu. Sig til ved indgangen.")
        if not secrets.compare_digest(_digits(code).encode(), row.check_in_code.encode()):
            raise AttendanceRefused("Koden passer ikke. Skriv de seks cifre, der står på skærmen i lokalet.")
        for holding in holdings(row, participant.address):
            if _as_written(row, holding, is_present=True) is None:
                _write(row, holding.seat, holding=holding, is_present=True, at=at, by=None)
                _record(row, CHECKED_IN, f"{holding.name} meldte sig ankommet til {row}", at, None)


def _digits(code: str) -> str:
    return "".join(code.split())


@transaction.atomic
def mark(*, day: NetworkDay, seat: Seat, is_present: bool, by: User, at: datetime) -> Attendance:
    """Staff say whether the person on the seat came. The same again changes nothing.

    Raises:
        AttendanceRefused: it is not the day, or nobody sits on the seat.
    """
    row = _lock_open(day, at)
    holding = _holding_of(row, seat)
    if holding is None:
        raise AttendanceRefused("Der er ingen på pladsen. Skriv, hvem der kom, som stedfortræder.")
    if (old := _as_written(row, holding, is_present=is_present)) is not None:
        return old
    words = "mødt" if is_present else "ikke mødt"
    _record(row, MARKED, f"satte {holding.name} til {words} på {row}", at, by)
    return _write(row, seat, holding=holding, is_present=is_present, at=at, by=by)


@transaction.atomic
def substitute(*, day: NetworkDay, seat: Seat, name: str, by: User, at: datetime) -> Attendance:
    """Somebody else came on the seat, for this day only.

    Raises:
        AttendanceRefused: it is not the day, or the seat is not in its network.
    """
    row = _lock_open(day, at)
    holding = _holding_of(row, seat)
    instead = f" i stedet for {holding.name}" if holding else " på en ledig plads"
    _record(row, SUBSTITUTED, f"lod {name} deltage i {row}{instead}", at, by)
    return _write(row, seat, holding=holding, is_present=True, at=at, by=by, name=name)


@transaction.atomic
def undo(*, day: NetworkDay, seat: Seat, by: User, at: datetime) -> None:
    """What was written about the seat is forgotten. Twice is once.

    Raises:
        AttendanceRefused: it is not the day.
    """
    row = _lock_open(day, at)
    old = row.attendance.filter(seat=seat).select_related("holding").first()
    if old is None:
        return
    who = old.substitute or (old.holding.name if old.holding else "pladsen")
    _record(row, UNDONE, f"fortrød registreringen af {who} på {row}", at, by)
    old.delete()


def _holding_of(day: NetworkDay, seat: Seat) -> SeatHolding | None:
    if not _seats(day).filter(pk=seat.pk).exists():
        raise AttendanceRefused("Pladsen er ikke længere med i netværket.")
    return SeatHolding.objects.on(date_of(day)).filter(seat=seat).first()


def _as_written(day: NetworkDay, holding: SeatHolding, *, is_present: bool) -> Attendance | None:
    """The row that says just this already."""
    rows = day.attendance.filter(seat=holding.seat_id, holding=holding, is_present=is_present, substitute="")
    return rows.first()


def _write(
    day: NetworkDay,
    seat: Seat,
    *,
    holding: SeatHolding | None,
    is_present: bool,
    at: datetime,
    by: User | None,
    name: str = "",
) -> Attendance:
    row, _ = Attendance.objects.update_or_create(
        day=day,
        seat=seat,
        defaults={"holding": holding, "is_present": is_present, "substitute": name, "at": at, "by": by},
    )
    return row


def _record(day: NetworkDay, action: str, summary: str, at: datetime, by: User | None) -> None:
    audit.record(action=action, summary=summary, subject=day, at=at, by=by)


# --- the list at the door -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """A seat on the day: who should sit there, and what is known of it."""

    seat: Seat
    municipality: str
    holding: SeatHolding | None
    attendance: Attendance | None

    @property
    def name(self) -> str:
        return self.holding.name if self.holding else "Ledig plads"

    @property
    def state(self) -> str:
        """present, absent, substitute, or nothing yet."""
        if self.attendance is None:
            return ""
        if self.attendance.substitute:
            return "substitute"
        return "present" if self.attendance.is_present else "absent"


def _seats(day: NetworkDay) -> QuerySet[Seat]:
    return Seat.objects.filter(
        participation__network_member__network=day.network_id, participation__enrolment__state="binding"
    )


def places(day: NetworkDay) -> list[Place]:
    """All seats of the network on the day, by municipality and number. Three queries."""
    rows = _seats(day).annotate(municipality=F("participation__enrolment__municipality__name"))
    sitting = SeatHolding.objects.on(date_of(day)).filter(seat__participation__network_member__network=day.network_id)
    by_seat = {holding.seat_id: holding for holding in sitting}
    marks = {row.seat_id: row for row in Attendance.objects.filter(day=day)}
    found = [Place(row, row.municipality, by_seat.get(row.pk), marks.get(row.pk)) for row in rows]
    return sorted(found, key=lambda place: (danish_key(place.municipality), place.seat.number, place.seat.pk))

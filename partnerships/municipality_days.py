"""What one municipality sees of its network days: when, who comes, what it has answered (kommunens netværksdage)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count

from accounts.danish import calendar_days, days_left, in_danish_time
from partnerships import continuity
from partnerships.continuity import Continuity
from partnerships.models import (
    Attendance,
    Municipality,
    NetworkDay,
    Participation,
    Programme,
    SeatHolding,
    SteeringAnswer,
    SteeringMeeting,
)


@dataclass
class OwnDay:
    """A network day as one municipality sees it. `came` is None until attendance has been taken for it.

    `relative` ("om 22 dage"), `awaits_meeting` and `siblings` are said of the next day only.
    """

    day: NetworkDay
    participation: Participation
    seats: int
    people: list[SeatHolding]
    answer: SteeringAnswer | None = None
    came: int | None = None
    relative: str = ""
    awaits_meeting: bool = False
    siblings: list["OwnDay"] = field(default_factory=list)

    @property
    def area(self) -> str:
        return str(self.participation.partnership.area)

    @property
    def label(self) -> str:
        return str(self.participation.partnership.get_area_display())

    @property
    def meeting(self) -> SteeringMeeting | None:
        """The steering group's meeting before the day, if one is set; no query."""
        return getattr(self.day, "steering_meeting", None)

    @property
    def missing(self) -> int:
        """How many of the seats nobody has a name on that day."""
        return self.seats - len(self.people)

    @property
    def representative(self) -> SeatHolding | None:
        return next((person for person in self.people if person.is_steering_representative), None)


@dataclass
class Part:
    """The municipality's days in one partnership."""

    participation: Participation
    days: list[OwnDay]
    continuity: Continuity | None = None
    held: int = 0

    @property
    def programme(self) -> Programme:
        return self.participation.enrolment.programme


def parts_of(municipality: Municipality, *, with_attendance: bool = False) -> list[Part]:
    """The municipality's binding participations with their days, newest programme first; four queries, or five."""
    participations = list(
        Participation.objects.filter(enrolment__municipality=municipality, enrolment__state="binding")
        .select_related("enrolment__programme", "partnership", "network_member")
        .annotate(seat_count=Count("seats"))
        .order_by("-enrolment__programme__year", "-enrolment__programme__pk", "-partnership__area")
    )
    networks = [row.network_member.network_id for row in participations if hasattr(row, "network_member")]
    days = list(
        NetworkDay.objects.filter(network__in=networks)
        .select_related("network__partnership__programme", "steering_meeting")
        .order_by("number")
    )
    for day in days:
        if (meeting := getattr(day, "steering_meeting", None)) is not None:
            meeting.day = day
    holdings = _holdings(participations)
    answers = {
        (row.meeting.day_id, row.participation_id): row
        for row in SteeringAnswer.objects.filter(participation__in=participations).select_related("meeting", "by")
    }
    parts = []
    for row in participations:
        network = row.network_member.network_id if hasattr(row, "network_member") else None
        own = [
            OwnDay(day, row, row.seat_count, _on(holdings[row.pk], day), answers.get((day.pk, row.pk)))
            for day in days
            if day.network_id == network
        ]
        parts.append(Part(row, own))
    if with_attendance:
        _add_attendance(parts)
    return parts


def _holdings(participations: Iterable[Participation]) -> dict[int, list[SeatHolding]]:
    found: dict[int, list[SeatHolding]] = {row.pk: [] for row in participations}
    rows = SeatHolding.objects.filter(seat__participation__in=list(found)).select_related("seat")
    for holding in rows.order_by("seat__number", "start_date"):
        found[holding.seat.participation_id].append(holding)
    return found


def _on(holdings: Iterable[SeatHolding], day: NetworkDay) -> list[SeatHolding]:
    date_ = in_danish_time(day.starts_at).date()
    return [row for row in holdings if row.start_date <= date_ and (row.end_date is None or row.end_date >= date_)]


def _add_attendance(parts: list[Part]) -> None:
    """How many came to each held day, and whether it is the same people; one query."""
    rows = Attendance.objects.filter(seat__participation__in=[part.participation.pk for part in parts])
    taken = list(rows.select_related("holding", "seat"))
    for part in parts:
        mine = [row for row in taken if row.seat.participation_id == part.participation.pk]
        held = sorted((own for own in part.days if own.day.is_held), key=lambda own: own.day.starts_at)
        for own in held:
            of_day = [row for row in mine if row.day_id == own.day.pk]
            own.came = sum(row.is_present for row in of_day) if of_day else None
        present = [
            ("", row.holding.email.lower(), row.day_id)
            for row in mine
            if row.is_present and not row.substitute and row.holding is not None
        ]
        part.held = len(held)
        part.continuity = next(iter(continuity.figures(present, [own.day.pk for own in held])), None)


def next_day(parts: Iterable[Part], *, at: datetime) -> OwnDay | None:
    """The municipality's nearest day to come, with the days of its other partnerships that have the same number."""
    ahead = [own for part in parts for own in part.days if own.day.is_ahead and own.day.ends_at > at]
    if not ahead:
        return None
    first = min(ahead, key=lambda own: (own.day.starts_at, own.day.pk))
    days = calendar_days(at, first.day.starts_at)
    first.relative = f"om {days_left(days)}" if days > 0 else "i dag"
    first.awaits_meeting = first.meeting is not None and at < first.meeting.ends_at
    first.siblings = [
        own
        for own in ahead
        if own is not first
        and own.day.number == first.day.number
        and own.participation.enrolment_id == first.participation.enrolment_id
    ]
    return first


def waiting_answers(parts: Iterable[Part], *, at: datetime) -> list[OwnDay]:
    """The days whose steering group waits for the municipality's answer, nearest first."""
    waiting = [
        own
        for part in parts
        for own in part.days
        if own.meeting is not None
        and own.meeting.is_open
        and own.answer is None
        and own.day.is_ahead
        and at < own.meeting.starts_at
    ]
    return sorted(waiting, key=lambda own: own.meeting.starts_at if own.meeting else own.day.starts_at)


def days_in(parts: Iterable[Part], start: date, end: date) -> list[OwnDay]:
    """The days to come that lie from `start` to `end`, both included."""
    return [
        own
        for part in parts
        for own in part.days
        if own.day.is_ahead and start <= in_danish_time(own.day.starts_at).date() <= end
    ]

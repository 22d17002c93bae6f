"""A network day with its draft, its steering group and its meeting, through the use cases."""

from datetime import date, datetime, timedelta
from typing import Any

from accounts.models import User
from partnerships import network_days, seats, steering
from partnerships.models import Enrolment, Network, NetworkDay, Participation, Seat, SteeringAnswer, SteeringMeeting
from tests.factories import world

AT = world.NOW
START = datetime(2027, 3, 3, 9, 30, tzinfo=world.COPENHAGEN)
MEETS = datetime(2027, 2, 25, 13, 0, tzinfo=world.COPENHAGEN)
LINK = "https://video.example/1"


def day(
    by: User, *, area: str = "school", number: int = 1, start: datetime = START, items: bool = True, at: datetime = AT
) -> NetworkDay:
    """A tentative day of the area's first network, with two items on its programme unless `items` is False."""
    network = Network.objects.get(partnership__area=area)
    ends = start + timedelta(hours=6)
    plan = network_days.Plan(f"Netværksdag {number}", start, ends, venue="Huset", address="Gade 1, Odense")
    row = network_days.plan_days(network=network, plans=[(number, plan)], by=by, at=at)[0]
    if not items:
        return row
    clocks = [(start + timedelta(hours=hours)).astimezone(world.COPENHAGEN).time() for hours in range(3)]
    draft = [
        network_days.Item(clocks[0], clocks[1], "expert", "Hvad virker?", "Ida Lund", (1, 4)),
        network_days.Item(clocks[1], clocks[2], "leadership", "At lede forandring"),
    ]
    return network_days.set_items(day=row, items=draft, revision=row.revision, by=by, at=at)


def represent(
    enrolment: Enrolment,
    name: str,
    by: User,
    *,
    area: str = "school",
    number: int = 1,
    day: date = date(2026, 11, 24),
    email: str = "",
    steering: bool = True,
) -> Seat:
    """`name` sits on the seat, as representative in the steering group unless told."""
    seat = Seat.objects.get(participation__enrolment=enrolment, participation__partnership__area=area, number=number)
    seats.name_person(
        seat=seat,
        name=name,
        title="Leder",
        email=email or f"{name.lower()}@{enrolment.municipality.name.lower()}.example",
        is_relevant_manager=False,
        is_steering_representative=steering,
        by=by,
        at=AT,
        day=day,
    )
    return seat


def meeting(
    day: NetworkDay, by: User, *, starts_at: datetime = MEETS, revision: int = 0, at: datetime = AT, **values: Any
) -> SteeringMeeting:
    """The steering group's meeting, three quarters of an hour unless told."""
    times = {"starts_at": starts_at, "ends_at": starts_at + timedelta(minutes=45), "link": LINK}
    return steering.set_meeting(day=day, **(times | values), revision=revision, by=by, at=at)


def sent(day: NetworkDay, by: User, *, at: datetime = AT, **values: Any) -> SteeringMeeting:
    """A meeting whose draft has been sent out."""
    row = meeting(day, by, at=at, **values)
    return steering.send_draft(meeting=row, revision=row.revision, by=by, at=at)


def answer(
    meeting: SteeringMeeting,
    by: User,
    weights: dict[int, int],
    *,
    code: str = "0336",
    text: str = "",
    revision: int = 0,
    at: datetime = AT,
) -> SteeringAnswer:
    """What the municipality says before the meeting."""
    participation = Participation.objects.get(
        enrolment__municipality__code=code, network_member__network=meeting.day.network_id
    )
    return steering.answer(
        meeting=meeting, participation=participation, weights=weights, text=text, revision=revision, by=by, at=at
    )

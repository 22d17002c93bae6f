"""Network days as staff plan them, made through the use cases, and many people on seats."""

from datetime import date, datetime, time

from accounts.models import User
from partnerships import network_days
from partnerships.models import Network, NetworkDay, Seat, SeatHolding
from tests.factories import world

DAY = date(2027, 3, 3)  # a Wednesday nothing speaks against


def plan(day: date = DAY, title: str = "Netværksdag 1", **facts: object) -> network_days.Plan:
    """From 9.30 to 15.30 in Huset, unless told."""
    start, end = (datetime.combine(day, moment, world.COPENHAGEN) for moment in (time(9, 30), time(15, 30)))
    where = {"venue": "Huset", "address": "Gade 1, Odense"} if not facts.get("is_virtual") else {}
    return network_days.Plan(title, start, end, **(where | facts))  # type: ignore[arg-type]


def planned(network: Network, by: User, number: int = 1, day: date = DAY, **facts: object) -> NetworkDay:
    """A tentative day."""
    title = str(facts.pop("title", f"Netværksdag {number}"))
    plans = [(number, plan(day, title, **facts))]
    return network_days.plan_days(network=network, plans=plans, by=by, at=world.NOW)[0]


def confirmed(network: Network, by: User, number: int = 1, day: date = DAY, **facts: object) -> NetworkDay:
    """A confirmed day; nobody has been told before `day_notices` runs."""
    row = planned(network, by, number, day, **facts)
    return network_days.confirm(day=row, revision=row.revision, by=by, at=world.NOW)


def seat_people(network: Network, count: int) -> list[SeatHolding]:
    """Put `count` people on the network's seats, with seats enough: Person 1, person1@stevns.example, and so on."""
    seats = list(Seat.objects.filter(participation__network_member__network=network).order_by("pk"))
    participation = seats[0].participation
    highest = max(seat.number for seat in participation.seats.all())
    seats += Seat.objects.bulk_create(
        Seat(participation=participation, number=highest + 1 + n) for n in range(count - len(seats))
    )
    return SeatHolding.objects.bulk_create(
        SeatHolding(
            seat=seat,
            name=f"Person {n}",
            title="Leder",
            email=f"person{n}@stevns.example",
            start_date=world.NOW.date(),
        )
        for n, seat in enumerate(seats[:count], start=1)
    )

"""People with personal links, and network days around the present moment, for pages that read the clock."""

from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from partnerships import network_days, participants
from partnerships.models import Network, NetworkDay, Participant
from tests.factories import world

LONG_AGO = date(2020, 1, 1)


def person(address: str = "lone@stevns.example") -> Participant:
    """The participant with the address."""
    return participants.of_addresses([address], at=timezone.now())[address]


def url(name: str, participant: Participant, **arguments: object) -> str:
    """An address behind the participant's personal link."""
    return reverse(name, kwargs={"token": participants.token(participant), **arguments})


def day_on(offset: int, by: User, *, number: int = 1, area: str = "school", confirmed: bool = True) -> NetworkDay:
    """A day `offset` days from today, from first minute to last, confirmed unless told."""
    on = timezone.localdate() + timedelta(days=offset)
    starts, ends = (datetime.combine(on, moment, tzinfo=world.COPENHAGEN) for moment in (time(0, 1), time(23, 58)))
    plan = network_days.Plan(f"Netværksdag {number}", starts, ends, venue="Huset", address="Gade 1, Odense")
    network = Network.objects.get(partnership__area=area)
    at = starts - timedelta(days=10)
    day = network_days.plan_days(network=network, plans=[(number, plan)], by=by, at=at)[0]
    return network_days.confirm(day=day, revision=day.revision, by=by, at=at) if confirmed else day


def held(day: NetworkDay, by: User) -> NetworkDay:
    """The day, afterwards."""
    return network_days.hold(day=day, by=by, at=day.ends_at)

"""Networks of municipalities (netværk) and the days they cannot meet (spærrede dage)."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from accounts import audit
from accounts.danish import in_danish_time, long_date
from accounts.models import User
from partnerships.models import BlockedDay, Municipality, Network, NetworkMember, Participation, Partnership


class NetworkRefused(Exception):
    """What was asked for cannot be done; the message is for the person."""


def first_network(partnership: Partnership) -> Network:
    """The partnership's first network, made when it is not there. Call inside a transaction."""
    network, _ = Network.objects.get_or_create(
        partnership=partnership, number=1, defaults={"name": f"Netværk {partnership.get_area_display().lower()}"}
    )
    return network


def place(participations: Iterable[Participation]) -> None:
    """Let bound participations stand in a network: the partnership's first, until staff choose another.

    Those that stand in one already stay where they are. Two queries, whatever their number.
    """
    waiting = list(participations)
    rows = Network.objects.filter(number=1, partnership__in=[row.partnership_id for row in waiting])
    first = {network.partnership_id: network for network in rows}
    NetworkMember.objects.bulk_create(
        [
            NetworkMember(participation=row, network=first.get(row.partnership_id) or first_network(row.partnership))
            for row in waiting
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def block_days(
    *, municipality: Municipality, start: date, end: date, reason: str, by: User, at: datetime
) -> BlockedDay:
    """Say that the municipality cannot meet from `start` to `end`, both included. Sending it twice is once.

    Raises:
        NetworkRefused: the end is before the start, or has passed.
    """
    if end < start:
        raise NetworkRefused("Den sidste dag ligger før den første.")
    if end < in_danish_time(at).date():
        raise NetworkRefused("Dagene er gået. Spær kun dage, der kommer.")
    Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)
    days = {"start_date": start, "end_date": end, "reason": reason}
    if (same := municipality.blocked_days.filter(**days).first()) is not None:
        return same
    row = BlockedDay.objects.create(municipality=municipality, **days)
    audit.record(
        action="municipality.days_blocked",
        summary=f"spærrede {_period(row)}: {reason}",
        subject=municipality,
        at=at,
        by=by,
        scope=municipality.code,
    )
    return row


@transaction.atomic
def unblock_days(*, blocked: BlockedDay, by: User, at: datetime) -> None:
    """Take blocked days back. Doing it twice changes nothing."""
    row = (
        BlockedDay.objects.select_for_update(of=("self",)).select_related("municipality").filter(pk=blocked.pk).first()
    )
    if row is None:
        return
    audit.record(
        action="municipality.days_unblocked",
        summary=f"fjernede spærringen af {_period(row)}",
        subject=row.municipality,
        at=at,
        by=by,
        scope=row.municipality.code,
    )
    row.delete()


def _period(row: BlockedDay) -> str:
    if row.start_date == row.end_date:
        return long_date(row.start_date)
    return f"{long_date(row.start_date)} til {long_date(row.end_date)}"

"""Showing one's levels to one's network, and taking them back (vis for netværket).

Only the seven levels are shown, never reasons, findings, recommendations or comments. They are shown to those who have
access to a municipality that takes part in the same network, and to nobody outside it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.danish import DanishOrder, danish_key
from accounts.models import User
from partnerships.models import Municipality, Network, NetworkMember
from screening import delivered_levels, result_emails, screenings
from screening.models import Screening
from screening.screenings import ScreeningRefused

State = Screening.State


class ReleaseRefused(ScreeningRefused):
    """What was asked for cannot be done now; the message is for the person."""


@dataclass(frozen=True)
class Profile:
    """What a municipality shows its network: its level on each of the seven levers."""

    screening: int
    municipality: Municipality
    levels: tuple[int | None, ...]


@dataclass(frozen=True)
class Shown:
    """A network, and the profiles that those in it are shown, one's own among them."""

    network: Network
    profiles: list[Profile]
    titles: dict[int, str]  # of the levers, short, by number

    @property
    def area(self) -> str:
        return self.network.partnership.area


@transaction.atomic
def release(*, screening: Screening, by: User, at: datetime) -> Screening:
    """Show the seven levels to the municipality's network, whose coordinators are mailed. Twice is once.

    Raises:
        ReleaseRefused: the report is not accepted, or the municipality is in no network.
    """
    row = screenings.lock(screening)
    if row.released_at is not None:
        return row
    if row.state != State.ACCEPTED:
        raise ReleaseRefused("Godkend rapporten, før I viser niveauerne for andre.")
    network = network_of(row)
    if network is None:
        raise ReleaseRefused("I er ikke i et netværk endnu, så der er ingen at vise niveauerne for.")
    row.released_at, row.released_by = at, by
    screenings.save(row, by=by, at=at)
    screenings.record("released", f"viste de syv niveauer for {network}", row, by, at)
    result_emails.released(row, network=network, others=others_in(network, but=row.municipality), by=by)
    return row


@transaction.atomic
def take_back(*, screening: Screening, by: User, at: datetime) -> Screening:
    """Show them to nobody from now on. Twice is once.

    Raises:
        ReleaseRefused: the enrolment has been cancelled, and nobody sees them anyway.
    """
    row = screenings.lock(screening)
    if row.released_at is None:
        return row
    row.released_at, row.released_by = None, None
    screenings.save(row, by=by, at=at)
    screenings.record("withdrawn", "holdt op med at vise de syv niveauer for netværket", row, by, at)
    return row


# --- who sees what --------------------------------------------------------------------------------------------------


def network_of(screening: Screening) -> Network | None:
    """The network that the screened municipality takes part in with this participation."""
    return Network.objects.filter(members__participation=screening.participation_id).first()


def others_in(network: Network, *, but: Municipality) -> list[Municipality]:
    """The other municipalities of a network, in Danish order: those that would see what one shows."""
    rows = Municipality.objects.filter(
        enrolments__state="binding", enrolments__participations__network_member__network=network
    )
    return list(rows.exclude(pk=but.pk).order_by(DanishOrder("name")))


def networks_of(municipalities: Collection[int]) -> QuerySet[Network]:
    """The networks that the municipalities take part in, newest programme first."""
    mine = NetworkMember.objects.filter(
        participation__enrolment__municipality__in=municipalities, participation__enrolment__state="binding"
    )
    rows = Network.objects.filter(pk__in=mine.values("network")).select_related("partnership__programme")
    return rows.order_by("-partnership__programme__year", "-partnership__area", "number")


def released_in(networks: Collection[Network]) -> QuerySet[Screening]:
    """The screenings whose levels are shown in the networks."""
    return Screening.objects.live().filter(
        released_at__isnull=False, participation__network_member__network__in=networks
    )


def shown_to(municipality: Municipality) -> list[Shown]:
    """The profiles that those with access to the municipality are shown, network by network: first those where somebody
    shows anything. Four queries.
    """
    networks = list(networks_of([municipality.pk]))
    rows = list(
        released_in(networks).select_related("participation__enrolment__municipality", "participation__network_member")
    )
    levels = delivered_levels.delivered(rows)
    found: dict[int, list[Profile]] = {network.pk: [] for network in networks}
    for row in rows:
        if row.pk in levels:
            profile = Profile(row.pk, row.municipality, levels[row.pk].levels)
            found[row.participation.network_member.network_id].append(profile)
    for profiles in found.values():
        profiles.sort(key=lambda profile: danish_key(profile.municipality.name))
    titles = delivered_levels.short_titles()
    shown = [Shown(network, found[network.pk], titles.get(network.partnership.area, {})) for network in networks]
    return sorted(shown, key=lambda one: not one.profiles)


def shown_by_others(municipality: Municipality) -> int:
    """How many of the other municipalities in its networks show their levels. One query."""
    networks = networks_of([municipality.pk]).order_by().values("pk")
    others = Screening.objects.live().filter(
        released_at__isnull=False, participation__network_member__network__in=networks
    )
    return others.exclude(participation__enrolment__municipality=municipality).count()


def known_to(municipalities: Collection[int], *, area: str) -> set[int]:
    """The municipalities whose levels in the area somebody of `municipalities` knows: their own, and those shown."""
    networks = networks_of(municipalities).filter(partnership__area=area)
    shown = released_in(list(networks)).values_list("participation__enrolment__municipality", flat=True)
    return {*municipalities, *shown}

"""What staff need to know of networks and their days: what is planned, what is missing, and what speaks against a date.

The questions take whole networks at a time, so that a page asks a constant number of times.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, F, Prefetch, QuerySet

from accounts.danish import DANISH_TIME, DanishOrder, danish_key, in_danish_time
from partnerships import coverage, day_planning, lever_profiles
from partnerships.day_planning import Blocked, Occasion, Slot, objections
from partnerships.models import (
    BlockedDay,
    DayItem,
    Network,
    NetworkDay,
    NetworkMember,
    Partnership,
    Programme,
    SteeringMeeting,
    SteeringVote,
)
from partnerships.network_days import DAYS, Plan


@dataclass(frozen=True)
class Facts:
    """What other people have planned on some dates: by network, the municipalities' blocked days and other days."""

    blocked: dict[int, list[Blocked]] = field(default_factory=dict)
    days: list[tuple[NetworkDay, Occasion]] = field(default_factory=list)

    def against(self, network: int, occasion: Occasion, *, today: date, own: int | None = None) -> list[str]:
        """What speaks against the network's meeting then, as sentences. `own` is the day itself, when it is planned."""
        others = [other for day, other in self.days if day.network_id != network]
        found = objections(occasion, blocked=self.blocked.get(network, ()), others=others, today=today)
        return [objection.text for objection in found] + [
            f"{day.title} ligger på samme dato."
            for day, other in self.days
            if day.network_id == network and day.pk != own and other.starts_at.date() == occasion.starts_at.date()
        ]

    def speakers(self, day: NetworkDay) -> list[str]:
        """Who speaks on the day, when it lies on one of the dates."""
        return [speaker for one, occasion in self.days if one.pk == day.pk for speaker in occasion.speakers]


@dataclass(frozen=True)
class DayRow:
    """A day of a network with what is still to do about it."""

    day: NetworkDay
    items: int
    meeting: SteeringMeeting | None
    warnings: list[str]

    @property
    def missing(self) -> list[str]:
        """What the day lacks, in words; nothing for a day that is held or cancelled."""
        if not self.day.is_ahead:
            return []
        found = [] if self.day.is_virtual or self.day.venue else ["sted"]
        found += ["link"] if self.day.is_virtual and not self.day.link else []
        found += [] if self.items else ["program"]
        return found + ([] if self.meeting else ["styregruppemøde"])


@dataclass(frozen=True)
class NetworkRow:
    """A network with its municipalities, in Danish order, and its days."""

    network: Network
    municipalities: list[str]
    days: list[DayRow]

    @property
    def free_numbers(self) -> list[int]:
        return free_numbers(row.day for row in self.days)

    @property
    def unconfirmed(self) -> int:
        return sum(row.day.state == NetworkDay.State.TENTATIVE for row in self.days)

    @property
    def is_ready(self) -> bool:
        """All four days stand, are confirmed or held, and lack nothing."""
        return not (self.free_numbers or self.unconfirmed or any(row.missing for row in self.days))


def free_numbers(days: Iterable[NetworkDay]) -> list[int]:
    """The numbers of the days still to be planned; a cancelled day gets a new number instead of its own."""
    taken = {day.number: day for day in days}
    standing = sum(not day.is_cancelled for day in taken.values())
    fresh = [number for number in range(1, 2 * DAYS + len(taken)) if number not in taken]
    return fresh[: max(0, DAYS - standing)]


def with_counts(days: QuerySet[NetworkDay]) -> QuerySet[NetworkDay]:
    """The days with the number of their programme's items, and their steering meetings."""
    return days.annotate(item_count=Count("items")).select_related("steering_meeting").order_by("number")


def partnerships_of(programme: Programme) -> list[Partnership]:
    """The programme's partnerships with their networks and days. Three queries."""
    networks = Network.objects.prefetch_related(Prefetch("days", with_counts(NetworkDay.objects.all())))
    return list(programme.partnerships.prefetch_related(Prefetch("networks", networks.order_by("number"))))


def network_rows(networks: Sequence[Network], *, today: date) -> list[NetworkRow]:
    """The networks, whose days have been fetched with `with_counts`, as staff see them. At most four queries."""
    days = [day for network in networks for day in network.days.all()]
    names = municipalities_of([network.pk for network in networks])
    known = facts([network.pk for network in networks], [_date(day) for day in days if day.is_ahead])
    return [
        NetworkRow(
            network=network,
            municipalities=sorted(names.get(network.pk, {}).values(), key=danish_key),
            days=[_day_row(day, known, today) for day in network.days.all()],
        )
        for network in networks
    ]


def day_row(day: NetworkDay, *, today: date) -> DayRow:
    """One day, fetched with `with_counts`, as staff see it."""
    return _day_row(day, facts([day.network_id], [_date(day)] if day.is_ahead else []), today)


def _day_row(day: NetworkDay, known: Facts, today: date) -> DayRow:
    warnings: list[str] = []
    if day.is_ahead:
        occasion = occasion_of(day, title=day.title, speakers=known.speakers(day))
        warnings = known.against(day.network_id, occasion, today=today, own=day.pk)
    return DayRow(
        day=day,
        items=getattr(day, "item_count"),  # noqa: B009  # with_counts gave it
        meeting=getattr(day, "steering_meeting", None),
        warnings=warnings,
    )


def municipalities_of(networks: Collection[int]) -> dict[int, dict[int, str]]:
    """The binding municipalities of each network, as key and name. One query."""
    rows = NetworkMember.objects.filter(network__in=networks, participation__enrolment__state="binding").values_list(
        "network", "participation__enrolment__municipality", "participation__enrolment__municipality__name"
    )
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for network, municipality, name in rows:
        found[network][municipality] = name
    return found


def facts(networks: Collection[int], dates: Collection[date]) -> Facts:
    """What may speak against the networks' meeting on the dates. At most four queries, none without dates."""
    if not dates:
        return Facts()
    first, last = min(dates), max(dates)
    members = municipalities_of(networks)
    places = {pk for names in members.values() for pk in names}
    rows = BlockedDay.objects.filter(municipality__in=places, start_date__lte=last, end_date__gte=first)
    by_place: dict[int, list[BlockedDay]] = defaultdict(list)
    for row in rows.order_by("start_date", "pk"):
        by_place[row.municipality_id].append(row)
    blocked = {
        network: [
            Blocked(name, row.start_date, row.end_date, row.reason)
            for pk, name in sorted(names.items(), key=lambda item: danish_key(item[1]))
            for row in by_place.get(pk, ())
        ]
        for network, names in members.items()
    }
    return Facts(blocked, _occasions(first, last))


def _occasions(first: date, last: date) -> list[tuple[NetworkDay, Occasion]]:
    """The days of all networks between the dates, with their speakers. Two queries."""
    start = datetime.combine(first, time.min, DANISH_TIME)
    end = datetime.combine(last, time.min, DANISH_TIME) + timedelta(days=1)
    days = list(
        NetworkDay.objects.standing()
        .filter(starts_at__lt=end, ends_at__gt=start)
        .select_related("network")
        .order_by("pk")
    )
    speakers: dict[int, list[str]] = defaultdict(list)
    rows = DayItem.objects.filter(day__in=days).exclude(speaker="").values_list("day", "speaker").distinct()
    for day, speaker in rows.order_by("day", "speaker"):
        speakers[day].append(speaker)
    return [(day, occasion_of(day, title=f"{day.network}, {day}", speakers=speakers[day.pk])) for day in days]


def occasion_of(day: NetworkDay | Plan, *, title: str, speakers: Sequence[str] = ()) -> Occasion:
    """When and where, for the planner. A room is known by its venue; without a room nothing clashes."""
    return Occasion(
        title=title,
        starts_at=in_danish_time(day.starts_at),
        ends_at=in_danish_time(day.ends_at),
        room=", ".join((day.venue, day.room)) if day.room and not day.is_virtual else "",
        speakers=speakers,
    )


def misfits(day: NetworkDay | Plan, items: Iterable[DayItem]) -> list[str]:
    """What in the programme does not fit the day's hours, or overlaps, as sentences."""
    slots = [Slot(item.title, item.starts, item.ends) for item in items]
    starts, ends = in_danish_time(day.starts_at).time(), in_danish_time(day.ends_at).time()
    return day_planning.misfits(starts, ends, slots)


def _date(day: NetworkDay) -> date:
    return in_danish_time(day.starts_at).date()


def speakers_of(day: NetworkDay) -> list[str]:
    """Who speaks on the day."""
    rows = day.items.exclude(speaker="").order_by("speaker").values_list("speaker", flat=True)
    return list(rows.distinct())


def known_speakers(limit: int = 200) -> list[str]:
    """Speakers of all days, for people to choose from, in Danish order."""
    rows = DayItem.objects.exclude(speaker="").values_list("speaker", flat=True)
    return list(rows.order_by(DanishOrder("speaker")).distinct()[:limit])


def coverage_of(network: Network, days: Sequence[NetworkDay]) -> list[coverage.Theme]:
    """The matrix of the network's days against its municipalities' votes and pre-analyses.

    Three queries, and those that the pre-analyses need.
    """
    touches = []
    for day, kind, levers in DayItem.objects.filter(day__in=days).values_list("day", "kind", "levers"):
        touches += [(day, lever) for lever in levers]
        if kind == DayItem.Kind.LEADERSHIP:
            touches.append((day, coverage.LEADERSHIP))
    votes = SteeringVote.objects.filter(
        answer__meeting__day__network=network, answer__participation__enrolment__state="binding"
    ).values_list("theme", "weight")
    members = network.members.filter(participation__enrolment__state="binding").values_list("participation", flat=True)
    profiles = lever_profiles.of(list(members))
    return coverage.coverage(
        [day.pk for day in days],
        touches=touches,
        votes=votes,
        challenges=[profile.challenged for profile in profiles.values()],
    )


def suggestions(network: Network, numbers: Sequence[int], days: Iterable[NetworkDay]) -> dict[int, dict[str, Any]]:
    """What the programme's timeline says of the days still to be planned, by number."""
    area = network.partnership.area
    entries = list(
        network.partnership.programme.timeline.filter(is_network_day=True, area__in=(area, "")).order_by(
            "start_date", "pk"
        )
    )
    cancelled = sorted((day for day in days if day.is_cancelled), key=lambda day: day.number)
    replaced = dict(zip([number for number in numbers if number > DAYS], cancelled, strict=False))
    found: dict[int, dict[str, Any]] = {}
    for number in numbers:
        values: dict[str, Any] = {"title": f"Netværksdag {number}"}
        if number in replaced:
            values["title"] = replaced[number].title
        elif number <= len(entries):
            entry = entries[number - 1]
            where = "virtual" if entry.is_virtual else "physical"
            values = {"title": entry.title, "date": entry.start_date, "where": where, "venue": entry.place}
        found[number] = values
    return found


def reusable(day: NetworkDay, days: QuerySet[NetworkDay]) -> QuerySet[NetworkDay]:
    """The other days with a programme to copy from: same area first, then the newest."""
    rows = days.exclude(pk=day.pk).annotate(item_count=Count("items")).filter(item_count__gt=0)
    same_area = F("network__partnership__area")
    rows = rows.select_related("network__partnership__programme").prefetch_related("items").alias(area=same_area)
    ascending = day.network.partnership.area == "daycare"
    return rows.order_by("area" if ascending else "-area", "-starts_at", "pk")

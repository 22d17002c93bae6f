"""The levels across a programme's municipalities, and which levers to build the network days on (niveauer på tværs)."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from accounts.danish import danish_key, in_words
from partnerships import coverage
from partnerships.levers import LEVERS
from partnerships.models import Participation, Programme
from partnerships.models.areas import AREA_ORDER
from screening import delivered_levels
from screening.delivered_levels import CHALLENGED, STRONG
from screening.distributions import in_danish
from screening.models import Screening

SUGGESTED = 3  # levers at most: a day holds one or two


@dataclass(frozen=True)
class Row:
    """A municipality's level on each lever; None where the report says nothing."""

    screening: Screening
    levels: tuple[int | None, ...]

    @property
    def name(self) -> str:
        return str(self.screening.municipality)


@dataclass(frozen=True)
class Lever:
    """How a lever stands across the municipalities whose report is delivered."""

    number: int
    title: str
    levels: tuple[int, ...]
    potential: int
    most_potential: int
    strong: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        return len(self.levels)

    @property
    def median(self) -> str:
        return in_danish(median(self.levels)) if self.levels else ""

    @property
    def challenged(self) -> int:
        return sum(level <= CHALLENGED for level in self.levels)

    @property
    def is_for_a_day(self) -> bool:
        """Many are challenged on it, as the networks' own pages count many."""
        return self.challenged >= coverage.MANY and 3 * self.challenged >= self.count

    @property
    def reason(self) -> str:
        """Why a day should be built on it."""
        words = f"{self.challenged} af {self.count} kommuner er på niveau 1 eller 2, og medianen er {self.median}."
        if self.potential:
            top = "det største: " if self.potential == self.most_potential else ""
            words += f" Det samlede potentiale er {top}{self.potential} point."
        if self.strong:
            words += f" {in_words(self.strong)} er på niveau {STRONG} eller 5 og kan vise vejen."
        return words


@dataclass(frozen=True)
class Across:
    """One area of a programme: the municipalities' rows, the levers, and how many reports are still to come."""

    area: str
    label: str
    rows: list[Row]
    levers: list[Lever]
    ordered: int

    @property
    def suggestions(self) -> list[Lever]:
        """The levers to build the days on: most challenged first, then the most to win."""
        wanted = [lever for lever in self.levers if lever.is_for_a_day]
        return sorted(wanted, key=lambda lever: (-lever.challenged, -lever.potential, lever.number))[:SUGGESTED]


def across(programme: Programme, *, sort: str = "") -> list[Across]:
    """The areas with delivered reports or ordered screenings. Four queries.

    `sort` is "greb-3" for the lowest level on lever 3 first, "-greb-3" for the highest; else by name.
    """
    screenings = list(
        Screening.objects.live()
        .filter(participation__partnership__programme=programme)
        .select_related("participation__enrolment__municipality", "participation__partnership")
    )
    ordered = Participation.objects.filter(
        partnership__programme=programme, has_screening=True, enrolment__state="binding"
    ).values_list("partnership__area", flat=True)
    areas = [str(area) for area in ordered]
    found = delivered_levels.delivered(screenings)
    names = delivered_levels.short_titles()
    result = []
    for area in AREA_ORDER:
        of_area = [row for row in screenings if row.area == area]
        rows = [Row(row, found[row.pk].levels) for row in of_area if row.pk in found]
        count = max(len(of_area), areas.count(area))
        if count:
            delivered = [found[row.screening.pk] for row in rows]
            label = of_area[0].participation.partnership.get_area_display() if of_area else area.label
            levers = _levers(rows, [one.potentials for one in delivered], names.get(area, {}))
            result.append(Across(area, label, _sorted(rows, sort), levers, count))
    return result


def _levers(rows: Sequence[Row], potentials: Sequence[tuple[int | None, ...]], names: dict[int, str]) -> list[Lever]:
    sums = [sum(row[place] or 0 for row in potentials) for place in range(len(LEVERS))]
    return [
        Lever(
            number=place + 1,
            title=names.get(place + 1, title),
            levels=tuple(level for row in rows if (level := row.levels[place]) is not None),
            potential=sums[place],
            most_potential=max(sums),
            strong=tuple(sorted((row.name for row in rows if (row.levels[place] or 0) >= STRONG), key=danish_key)),
        )
        for place, title in enumerate(LEVERS)
    ]


def _sorted(rows: Sequence[Row], sort: str) -> list[Row]:
    by_name = sorted(rows, key=lambda row: danish_key(row.name))
    is_down, number = sort.startswith("-"), sort.removeprefix("-").removeprefix("greb-")
    if number not in {str(place) for place in range(1, len(LEVERS) + 1)}:
        return by_name[::-1] if sort == "-navn" else by_name
    place = int(number) - 1
    # Without a level comes last, whichever way.
    return sorted(
        by_name,
        key=lambda row: ((level := row.levels[place]) is None, (-1 if is_down else 1) * (level or 0)),
    )

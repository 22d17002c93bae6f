"""How a committee's points rank applications, where it disagrees, and what a selection covers (udvælgelse).

No Django in here: numbers and names in, frozen rows out. Points are weighted means from 1 to 5, as decimals.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import median
from typing import Literal, TypeVar

LOWEST, HIGHEST = 1, 5
# From this distance between the lowest and the highest, members have seen two different applications.
DISAGREEMENT = Decimal(2)
HUNDREDTH = Decimal("0.01")
KINDS: tuple["Kind", ...] = ("units", "ages", "elements", "parts")

Kind = Literal["units", "ages", "elements", "parts"]
Key = TypeVar("Key", bound=Hashable)


class SelectionError(ValueError):
    """Points or weights that are none."""


def weighted_mean(points: Mapping[Key, int], weights: Mapping[Key, int]) -> Decimal:
    """The mean of the points by the criteria's weights, to hundredths, halves up.

    Raises:
        SelectionError: a criterion has no points, or points it does not have; points are not 1 to 5.
    """
    if not weights or set(points) != set(weights):
        raise SelectionError("every criterion needs points, and only they")
    if any(not LOWEST <= value <= HIGHEST for value in points.values()) or any(w < 1 for w in weights.values()):
        raise SelectionError("points are 1 to 5, and weights at least 1")
    total = sum(points[key] * weight for key, weight in weights.items())
    return (Decimal(total) / Decimal(sum(weights.values()))).quantize(HUNDREDTH, ROUND_HALF_UP)


@dataclass(frozen=True)
class Standing:
    """What the committee's points say of one application."""

    totals: tuple[Decimal, ...]
    median: Decimal
    mean: Decimal

    @property
    def lowest(self) -> Decimal:
        return self.totals[0]

    @property
    def highest(self) -> Decimal:
        return self.totals[-1]

    @property
    def spread(self) -> Decimal:
        """From the lowest to the highest."""
        return self.highest - self.lowest

    @property
    def disagrees(self) -> bool:
        """Two members or more are two points or more apart."""
        return self.spread >= DISAGREEMENT


def standing(totals: Iterable[Decimal]) -> Standing | None:
    """The standing of an application with these members' points; None when nobody has given any."""
    given = tuple(sorted(totals))
    if not given:
        return None
    mean = (sum(given, Decimal(0)) / len(given)).quantize(HUNDREDTH, ROUND_HALF_UP)
    return Standing(given, median(given), mean)


def ranked(standings: Mapping[Key, Standing | None], numbers: Mapping[Key, int]) -> list[Key]:
    """The highest median first; of equal medians the higher mean, then the lower number. Those without points last."""

    def place(key: Key) -> tuple[bool, Decimal, Decimal, int]:
        found = standings[key]
        if found is None:
            return True, Decimal(0), Decimal(0), numbers[key]
        return False, -found.median, -found.mean, numbers[key]

    return sorted(standings, key=place)


@dataclass(frozen=True)
class Traits:
    """What one application adds to a selection: its units and actors, age group, leading elements, parts of town."""

    units: frozenset[str] = frozenset()
    ages: frozenset[str] = frozenset()
    elements: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()

    def of(self, kind: Kind) -> frozenset[str]:
        found: frozenset[str] = getattr(self, kind)
        return found


@dataclass(frozen=True)
class Covered:
    """How many of the chosen touch one thing."""

    name: str
    count: int
    # Of the fullest of its kind, 0 to 1; for drawing.
    share: float
    # Fewer than half of what it would have, were the chosen evenly spread.
    is_thin: bool

    @property
    def percent(self) -> int:
        """`share` as a whole number, 0 to 100."""
        return round(self.share * 100)


@dataclass(frozen=True)
class Coverage:
    """How a selection spreads, kind by kind, in the order the names were given."""

    size: int
    units: tuple[Covered, ...]
    ages: tuple[Covered, ...]
    elements: tuple[Covered, ...]
    parts: tuple[Covered, ...]

    def of(self, kind: Kind) -> tuple[Covered, ...]:
        found: tuple[Covered, ...] = getattr(self, kind)
        return found


def coverage(chosen: Collection[Traits], names: Mapping[Kind, Sequence[str]]) -> Coverage:
    """How the chosen spread over `names`, all of which are shown, also those nobody touches.

    Nothing is thin while fewer are chosen than there are names: then some must be empty.
    """
    return Coverage(len(chosen), **{kind: _covered([one.of(kind) for one in chosen], names[kind]) for kind in KINDS})


def _covered(touched: Sequence[frozenset[str]], names: Sequence[str]) -> tuple[Covered, ...]:
    counts = Counter(name for one in touched for name in one)
    found = [counts[name] for name in names]
    total, fullest = sum(found), max(found, default=0)
    return tuple(
        Covered(
            name,
            count,
            count / fullest if fullest else 0.0,
            len(touched) >= len(names) and 2 * count * len(names) < total,
        )
        for name, count in zip(names, found, strict=True)
    )


def dot_places(totals: Sequence[Decimal], *, nearness: Decimal = Decimal("0.12")) -> list[tuple[Decimal, int]]:
    """Each total with its lane, so that dots near each other do not hide each other: 0 the middle, 1 above, -1 below…

    Totals nearer than `nearness` share no lane. In the order of the totals, lowest first.
    """
    places: list[tuple[Decimal, int]] = []
    last: dict[int, Decimal] = {}
    for total in sorted(totals):
        step = 0
        while (lane := _lane(step)) in last and total - last[lane] < nearness:
            step += 1
        last[lane] = total
        places.append((total, lane))
    return places


def _lane(step: int) -> int:
    """0, 1, -1, 2, -2, …"""
    return (step + 1) // 2 if step % 2 else -(step // 2)

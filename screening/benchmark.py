"""The anonymous benchmark: how levels lie across municipalities, in frozen editions (benchmark).

Plain Python: members in, figures out. What keeps a municipality from being told apart:

- an edition stands on at least FEWEST municipalities with a level on all seven levers, so that no lever has fewer;
- it differs from every earlier edition by at least FEWEST municipalities that are new to it or screened again, so that
  what lies between two editions is never the levels of a few;
- there are no filters, and a reader is shown the newest edition of which they do not know at least FEWEST: behind it,
  and among those new to it since each earlier one. Their own levels, and those they have been shown by name, taken
  away from an edition or from what lies between two, say nothing of the rest;
- the figures are quartiles rounded to half levels, which the highest and the lowest level never change. Counts, means
  and extremes, which single out or add up, are not kept.

The quartiles are those of `screening.distributions`. Then each is rounded to the nearest half level, and up when it
lies midway.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from math import floor

from screening.distributions import LEVELS, quantile

FEWEST = 5
LEVERS = range(1, 8)


@dataclass(frozen=True)
class Member:
    """A municipality's newest accepted screening, by their keys, with its level on each of the seven levers."""

    municipality: int
    screening: int
    levels: tuple[int, ...]

    def __post_init__(self) -> None:
        """Raises ValueError when a lever has no level from 1 to 5."""
        if len(self.levels) != len(LEVERS) or any(level not in LEVELS for level in self.levels):
            raise ValueError("a member has a level from 1 to 5 on each of the seven levers")


@dataclass(frozen=True)
class Quartiles:
    """Where the levels of one lever lie: a quarter at or below `lower`, half at or below `median`. Half levels."""

    lower: float
    median: float
    upper: float


def quartiles(levels: Collection[int]) -> Quartiles:
    """The quartiles of at least FEWEST levels, in any order.

    Raises:
        ValueError: there are fewer.
    """
    if len(levels) < FEWEST:
        raise ValueError(f"a benchmark needs at least {FEWEST} levels")
    return Quartiles(*(_half_level(quantile(list(levels), quarter)) for quarter in (1, 2, 3)))


def _half_level(figure: float) -> float:
    return floor(figure * 2 + 0.5) / 2  # exact: quantiles come in quarters


def figures(members: Collection[Member]) -> dict[int, Quartiles]:
    """The quartiles of each lever.

    Raises:
        ValueError: fewer than FEWEST municipalities stand behind them.
    """
    if len({member.municipality for member in members}) != len(members):
        raise ValueError("a municipality counts once")
    return {lever: quartiles([member.levels[lever - 1] for member in members]) for lever in LEVERS}


def may_publish(members: Collection[Member], *, earlier: Iterable[Mapping[int, int]]) -> bool:
    """Whether a new edition of `members` can be made beside the earlier ones, each a screening by its municipality."""
    now = {member.municipality: member.screening for member in members}
    return len(now) >= FEWEST and all(new_since(now, edition) >= FEWEST for edition in earlier)


def new_since(now: Mapping[int, int], edition: Mapping[int, int]) -> int:
    """How many municipalities have come since the edition, or been screened again; screenings by municipality."""
    return sum(edition.get(municipality) != screening for municipality, screening in now.items())


def may_see(edition: Mapping[int, int], *, earlier: Iterable[Mapping[int, int]], known: Collection[int]) -> bool:
    """Whether a reader who knows the levels of the municipalities `known` may see an edition, a screening by its
    municipality, when they may have seen the earlier ones.
    """
    unknown = {municipality: screening for municipality, screening in edition.items() if municipality not in known}
    return len(unknown) >= FEWEST and all(new_since(unknown, one) >= FEWEST for one in earlier)

"""How answers on the five levels lie: counts, mean, median and quartiles (fordeling).

Quartiles are found by straight lines between the ordered answers, the first at 0 and the last at 1 (Hyndman and Fan's
type 7; KVARTIL.INKL in a spreadsheet): of 1, 2, 3, 4 the lower is 1.75, the median 2.5 and the upper 3.25. They come
in quarters of a level and are exact. The mean is rounded to one decimal, halves up, here and nowhere else, so that a
page, the report and the deck say the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

LEVELS = range(1, 6)
# Fewer answers could be told apart by those who were in the room, so they are not shown.
FEWEST_SHOWN = 3


def quantile(values: Sequence[float], quarter: int) -> float:
    """The value that `quarter` quarters of the values lie under: 1 lower quartile, 2 median, 3 upper quartile.

    Raises:
        ValueError: there are no values, or `quarter` is not 0 to 4.
    """
    if not values or not 0 <= quarter <= 4:
        raise ValueError("a quantile needs values, and a quarter from 0 to 4")
    ordered = sorted(values)
    whole, quarters = divmod(quarter * (len(ordered) - 1), 4)
    if not quarters:
        return float(ordered[whole])
    return ordered[whole] + (ordered[whole + 1] - ordered[whole]) * quarters / 4


def in_danish(value: float) -> str:
    """A quartile with the decimals it has: "3", "2,5", "1,75"."""
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")


@dataclass(frozen=True)
class Distribution:
    """How many gave each level, from 1 to 5."""

    counts: tuple[int, int, int, int, int]

    def __post_init__(self) -> None:
        if len(self.counts) != len(LEVELS) or min(self.counts) < 0:
            raise ValueError("a distribution has five counts of none or more")

    @property
    def count(self) -> int:
        """How many answered."""
        return sum(self.counts)

    @property
    def is_shown(self) -> bool:
        """Enough answered that nobody can be told from it."""
        return self.count >= FEWEST_SHOWN

    @property
    def levels(self) -> list[int]:
        """The answers in order, as 1, 1, 3."""
        return [level for level, count in zip(LEVELS, self.counts, strict=True) for _ in range(count)]

    @property
    def mean(self) -> float | None:
        """One decimal, halves up; None without answers."""
        if not self.count:
            return None
        total = sum(level * count for level, count in zip(LEVELS, self.counts, strict=True))
        return (20 * total + self.count) // (2 * self.count) / 10

    @property
    def median(self) -> float | None:
        """The answer in the middle; None without answers."""
        return quantile(self.levels, 2) if self.count else None

    @property
    def q1(self) -> float | None:
        """The lower quartile; None without answers."""
        return quantile(self.levels, 1) if self.count else None

    @property
    def q3(self) -> float | None:
        """The upper quartile; None without answers."""
        return quantile(self.levels, 3) if self.count else None

    @property
    def middle_half(self) -> str:
        """Where the half in the middle lies: "3–4", or "3" where both quartiles are."""
        if self.q1 is None or self.q3 is None:
            return ""
        return in_danish(self.q1) if self.q1 == self.q3 else f"{in_danish(self.q1)}–{in_danish(self.q3)}"

    @property
    def median_in_danish(self) -> str:
        """ "3,5"."""
        return "" if self.median is None else in_danish(self.median)

    def as_dict(self) -> dict[str, object]:
        """As the report's snapshot keeps it: count, mean, median, q1, q3 and counts."""
        return {
            "count": self.count,
            "mean": self.mean,
            "median": self.median,
            "q1": self.q1,
            "q3": self.q3,
            "counts": list(self.counts),
        }


def of_counts(counts: Mapping[int, int]) -> Distribution:
    """From how many gave each level; levels that nobody gave may be left out.

    Raises:
        ValueError: there is a level outside 1 to 5.
    """
    if any(level not in LEVELS for level in counts):
        raise ValueError("levels go from 1 to 5")
    one, two, three, four, five = (counts.get(level, 0) for level in LEVELS)
    return Distribution((one, two, three, four, five))


def of(levels: Iterable[int]) -> Distribution:
    """From the answers themselves, in any order.

    Raises:
        ValueError: there is a level outside 1 to 5.
    """
    counts: dict[int, int] = {}
    for level in levels:
        counts[level] = counts.get(level, 0) + 1
    return of_counts(counts)

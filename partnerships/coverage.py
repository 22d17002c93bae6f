"""What a network's days touch, beside what its municipalities want: the seven levers and leadership (dækning).

No Django in here: numbers in, rows and Danish sentences out. A theme is a number: 1-7 are the levers, 8 is leadership.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from partnerships.levers import LEVERS

LEADERSHIP = 8
# Pre-analyses that point at a lever from which it is many: this many of them, and a third of those there are.
MANY = 2
TITLES = dict(enumerate(LEVERS, start=1)) | {LEADERSHIP: "Ledelse"}


class Level(StrEnum):
    """How much the municipalities want a theme, measured against the one they want most."""

    HIGH = "high"
    MIDDLE = "middle"
    LOW = "low"
    NONE = "none"


@dataclass(frozen=True)
class Theme:
    """A row of the matrix: how many items touch the theme on each day, and how much it is wanted."""

    number: int
    items: tuple[int, ...]
    weight: int
    level: Level
    # How many pre-analyses call the municipality challenged on it, of how many; nobody asks them of leadership.
    challenged: int = 0
    screened: int = 0

    @property
    def title(self) -> str:
        return TITLES[self.number]

    @property
    def name(self) -> str:
        """ "Greb 5", or "Ledelse"."""
        return "Ledelse" if self.number == LEADERSHIP else f"Greb {self.number}"

    @property
    def total(self) -> int:
        return sum(self.items)

    @property
    def is_gap(self) -> bool:
        """Wanted much, and on none of the days."""
        return self.level == Level.HIGH and self.total == 0

    @property
    def is_pointed_at(self) -> bool:
        """Many pre-analyses point at it."""
        return self.challenged >= MANY and 3 * self.challenged >= self.screened

    @property
    def is_overlooked(self) -> bool:
        """Many pre-analyses point at it, and it is on none of the days."""
        return self.is_pointed_at and self.total == 0


def coverage(
    days: Sequence[int],
    *,
    touches: Iterable[tuple[int, int]],
    votes: Iterable[tuple[int, int]],
    challenges: Sequence[Collection[int]] = (),
) -> list[Theme]:
    """The eight rows of the matrix, in order.

    `days` are the days' keys in the order of the columns; `touches` are pairs of day and theme, one for each item that
    touches the theme; `votes` are pairs of theme and weight; `challenges` are the levers that each pre-analysis points
    at. What belongs to no column is left out.
    """
    touched = Counter(touches)
    pointed = Counter(lever for levers in challenges for lever in set(levers))
    weights: Counter[int] = Counter()
    for theme, weight in votes:
        weights[theme] += weight
    top = max((weights[theme] for theme in TITLES), default=0)
    return [
        Theme(
            number=theme,
            items=tuple(touched[day, theme] for day in days),
            weight=weights[theme],
            level=level(weights[theme], top),
            challenged=0 if theme == LEADERSHIP else pointed[theme],
            screened=0 if theme == LEADERSHIP else len(challenges),
        )
        for theme in TITLES
    ]


def level(weight: int, top: int) -> Level:
    """High from two thirds of the most wanted theme's weight, middle from one third, low above nothing."""
    if weight <= 0:
        return Level.NONE
    if 3 * weight >= 2 * top:
        return Level.HIGH
    return Level.MIDDLE if 3 * weight >= top else Level.LOW


def gaps(themes: Iterable[Theme]) -> list[str]:
    """What is wanted much or what many are challenged on, but on no day, as sentences; the most wanted first."""
    missing = [theme for theme in themes if theme.is_gap or theme.is_overlooked]
    missing.sort(key=lambda theme: (not theme.is_gap, -theme.weight, -theme.challenged, theme.number))
    return [_gap(theme) for theme in missing]


def _gap(theme: Theme) -> str:
    if not theme.is_overlooked:
        return f"{theme.name} er prioriteret højt, men ikke på programmet."
    pointed = f"{theme.challenged} af {theme.screened} foranalyser peger på det som en udfordring"
    if theme.is_gap:
        return f"{theme.name} er prioriteret højt, og {pointed}, men det er ikke på programmet."
    return f"{theme.name} er ikke på programmet, men {pointed}."

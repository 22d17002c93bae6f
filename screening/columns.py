"""Where a workshop's columns stand in a small chart (søjler). Plain Python: a distribution in, coordinates out."""

from dataclasses import dataclass

from screening.distributions import Distribution

WIDTH, BASE, HIGHEST = 38.0, 110.0, 84.0  # units of the chart: 272 wide, its floor at 110
FIRST, STEP = 14.0, 52.0


@dataclass(frozen=True)
class Column:
    """One level: how many, and the rectangle."""

    level: int
    count: int
    x: float
    y: float
    height: float

    @property
    def middle(self) -> float:
        return self.x + WIDTH / 2

    @property
    def label_y(self) -> float:
        """Where the number stands, above the column."""
        return self.y - 8


def columns(workshop: Distribution) -> list[Column]:
    """The five columns; the highest fills the chart."""
    most = max(workshop.counts) or 1
    found = []
    for level, count in enumerate(workshop.counts, 1):
        height = round(HIGHEST * count / most, 1)
        found.append(Column(level, count, FIRST + STEP * (level - 1), BASE - height, height))
    return found


def middle_of(level: float) -> float:
    """Where a level, or a figure between two, lies along the floor."""
    return round(FIRST + WIDTH / 2 + STEP * (level - 1), 1)

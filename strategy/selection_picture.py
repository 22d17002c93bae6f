"""Where the dots, the range and the median of one application stand on the board's little axis (prikkerne)."""

from dataclasses import dataclass
from decimal import Decimal

from strategy.selection import HIGHEST, LOWEST, Standing, dot_places

LEFT, RIGHT, MIDDLE, LANE, ROOM = 8.0, 140.0, 14.0, 5.0, 10.0


@dataclass(frozen=True)
class Dots:
    """Coordinates as SVG takes them, in a box of 148 × 28."""

    circles: list[tuple[str, str]]
    median: str
    low: str
    high: str


def dots(found: Standing) -> Dots:
    """A dot for each member, those with nearly the same points above and below each other."""
    places = dot_places(found.totals, nearness=Decimal("0.20"))
    most = max(abs(lane) for _, lane in places)
    step = min(LANE, ROOM / most) if most else LANE
    return Dots(
        circles=[(_x(total), f"{MIDDLE - lane * step:.1f}") for total, lane in places],
        median=_x(found.median),
        low=_x(found.lowest),
        high=_x(found.highest),
    )


def _x(points: Decimal) -> str:
    return f"{LEFT + (RIGHT - LEFT) * float(points - LOWEST) / (HIGHEST - LOWEST):.1f}"

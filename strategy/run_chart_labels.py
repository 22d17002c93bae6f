"""Where words on a run chart can stand without being written over points, lines and each other (etiketter).

No Django in here: boxes and lines in, a place out.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

Point = tuple[float, float]
# How bad it is to stand on something. A thin line of the scale is hidden by the edge around the letters.
ON_A_LABEL, ON_A_POINT, ON_THE_LINE, ON_A_LEVEL, ON_THE_SCALE = 50.0, 20.0, 10.0, 10.0, 0.5
TOO_MUCH = 10.0


@dataclass(frozen=True)
class Box:
    """A rectangle, from its upper left to its lower right corner."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """They have something in common."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def is_crossed(self, start: Point, end: Point) -> bool:
        """A straight line goes through it."""
        from_, to = 0.0, 1.0
        for at, along, low, high in (
            (start[0], end[0] - start[0], self.left, self.right),
            (start[1], end[1] - start[1], self.top, self.bottom),
        ):
            if along == 0:
                if not low < at < high:
                    return False
                continue
            one, other = sorted(((low - at) / along, (high - at) / along))
            from_, to = max(from_, one), min(to, other)
        return from_ < to


@dataclass(frozen=True)
class Sheet:
    """What stands on the sheet already: points from left to right and the line through them, and levels and words."""

    points: Sequence[Point]
    radius: float
    levels: Sequence[float] = ()
    scale: Sequence[float] = ()
    boxes: Sequence[Box] = ()

    def cost(self, box: Box) -> float:
        """How bad it is to write there; not more exact than that it is too bad."""
        near = self.points[max(0, self._first(box.left) - 1) : self._last(box.right) + 1]
        around = Box(box.left - self.radius, box.top - self.radius, box.right + self.radius, box.bottom + self.radius)
        on_words = ON_A_LABEL * sum(box.meets(other) for other in self.boxes)
        on_points = ON_A_POINT * sum(around.left < x < around.right and around.top < y < around.bottom for x, y in near)
        if on_words + on_points >= TOO_MUCH:  # no place for words, whatever else there is
            return on_words + on_points
        if any(box.is_crossed(one, other) for one, other in pairwise(near)):
            return ON_THE_LINE
        on_levels = ON_A_LEVEL * sum(box.top < y < box.bottom for y in self.levels)
        return on_levels + ON_THE_SCALE * sum(box.top < y < box.bottom for y in self.scale)

    def _first(self, x: float) -> int:
        return bisect_left(self.points, x - self.radius, key=lambda point: point[0])

    def _last(self, x: float) -> int:
        return bisect_right(self.points, x + self.radius, key=lambda point: point[0])

    def best(self, boxes: Iterable[Box]) -> Box | None:
        """The best of the boxes, the first of equals; None when all of them are written over something."""
        rated = [(self.cost(box), place, box) for place, box in enumerate(boxes)]
        if not rated or min(rated)[0] >= TOO_MUCH:
            return None
        return min(rated)[2]

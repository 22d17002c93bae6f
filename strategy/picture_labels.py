"""How a label stands whole in a piece of a ring or in a disc: its rows, the size of its letters, and where (etiketter).

No Django in here. What fits as it is wanted is left so; a longer one gets smaller letters, another place, or both.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from documents.charts import Point, rows

# What a letter is wide, as a share of the size of the type: a cautious mean of the face in bold.
LETTER = 0.57
STEP = 1.22  # from one row to the next, as a share of the size
SMALLEST = 9
WIDTHS = range(30, 7, -2)  # letters in a row; the fewer rows, the fewer words are divided
SEAM = 9.0  # kept free along the straight edges
CLOSE = 16.0  # between the points of a row that are looked at


@dataclass(frozen=True)
class Field:
    """A piece of a ring between two angles, 0 at the top, clockwise; a disc when there is nothing within."""

    centre: Point
    inner: float
    outer: float
    start: float = 0
    end: float = 360

    def holds(self, x: float, y: float) -> bool:
        """The point is in it, and not too near its straight edges."""
        across, down = x - self.centre[0], y - self.centre[1]
        far = math.hypot(across, down)
        if not self.inner <= far <= self.outer:
            return False
        if self.end - self.start > 359 or far == 0:
            return True
        angle = (math.degrees(math.atan2(across, -down)) - self.start) % 360
        edge = math.degrees(math.asin(min(1.0, SEAM / far)))
        return edge <= angle <= self.end - self.start - edge

    @property
    def anchors(self) -> list[Point]:
        """Where the middle of a label may be: along its middle, and a little above and below."""
        if self.inner == 0:
            return [self.centre]
        angle = math.radians((self.start + self.end) / 2)
        return [
            (self.centre[0] + far * math.sin(angle), self.centre[1] - far * math.cos(angle) + shift)
            for far in (self.inner + (self.outer - self.inner) * share for share in (0.5, 0.6, 0.4, 0.7, 0.3, 0.8))
            for shift in (0, 20, -20, 40, -40)
        ]


@dataclass(frozen=True)
class Label:
    """Rows of a size, with the middle of all of it, and what stands above the rows, at a point."""

    rows: tuple[str, ...]
    size: float
    at: Point
    head: float

    @property
    def top(self) -> float:
        """Where it begins."""
        return self.at[1] - (len(self.rows) * self.size * STEP + self.head) / 2

    def is_in(self, field: Field) -> bool:
        """All of it is in the field."""
        x, y = self.at[0], self.top
        if self.head and not all(field.holds(x + side, y) for side in (-self.head / 2, self.head / 2)):
            return False
        for place, row in enumerate(self.rows):
            half = LETTER * self.size * len(row) / 2
            points = max(math.ceil(2 * half / CLOSE), 1)
            above = y + self.head + place * self.size * STEP
            for down in (above, above + self.size * STEP):
                if not all(field.holds(x - half + 2 * half * point / points, down) for point in range(points + 1)):
                    return False
        return True


@lru_cache(maxsize=512)
def fitted(words: str, field: Field, *, width: int, size: int, at: Point | None = None, head: float = 0) -> Label:
    """The label: at `at`, in rows of about `width` letters of `size`, when that has room; else as big as it can be."""
    wanted = Label(tuple(rows(words, width)), size, at or field.centre, head)
    if wanted.is_in(field):
        return wanted
    divided = _divided(words, (width, *WIDTHS))
    whole = [one for one in divided if " ".join(one) == " ".join(words.split())]
    anchors = [wanted.at, *field.anchors]
    # Somewhat smaller letters are better than a word that is divided.
    sizes = [(small, whole) for small in range(size, size * 2 // 3, -1)]
    sizes += [(small, divided) for small in range(size, SMALLEST - 1, -1)]
    for small, ways in sizes:
        for anchor in anchors:
            for one in ways:
                label = Label(one, small, anchor, head)
                if label.is_in(field):
                    return label
    return Label(min(divided, key=lambda one: max(map(len, one), default=0)), SMALLEST, wanted.at, head)


def _divided(words: str, widths: Sequence[int]) -> list[tuple[str, ...]]:
    """The ways to divide it in rows, each once."""
    return list(dict.fromkeys(tuple(rows(words, width)) for width in widths))

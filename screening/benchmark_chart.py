"""The picture of the benchmark: the middle half of the municipalities on each lever, and one's own level beside it.

Plain Python, from figures to SVG text. Each picture has the same figures in a table beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from documents.charts import COLOURS, WHITE, box, disc, line, lines, picture, rows, text
from screening.benchmark import Quartiles
from screening.distributions import LEVELS, in_danish

SOFT, INK, FJORD, AMBER = COLOURS["ink-soft"], COLOURS["ink"], COLOURS["fjord"], COLOURS["amber"]
BOX = COLOURS["level-3"]


@dataclass(frozen=True)
class Place:
    """A lever with the benchmark's quartiles, and one's own level on it."""

    number: int
    name: str
    quartiles: Quartiles
    own: int | None

    @property
    def lower(self) -> str:
        return in_danish(self.quartiles.lower)

    @property
    def median(self) -> str:
        return in_danish(self.quartiles.median)

    @property
    def upper(self) -> str:
        return in_danish(self.quartiles.upper)

    @property
    def middle(self) -> str:
        """The middle half: "2,5–4", or "3" when it is one level."""
        return self.lower if self.lower == self.upper else f"{self.lower}–{self.upper}"

    @property
    def where(self) -> str:
        """Where one's own level lies beside the middle half, in a word."""
        if self.own is None:
            return "–"
        if self.own < self.quartiles.lower:
            return "Under"
        return "Over" if self.own > self.quartiles.upper else "I"


def in_words(places: Sequence[Place]) -> str:
    """What the picture says, to those who do not see it."""
    told = [
        f"greb {place.number} {place.name}: jeres niveau {place.own or 'ikke sat'}, median {place.median}, "
        f"midterste halvdel {place.lower} til {place.upper}"
        for place in places
    ]
    return f"Jeres niveau og benchmark på de syv greb, fra 1 til 5: {'; '.join(told)}."


def boxes(places: Sequence[Place]) -> str:
    """A row for each lever: the middle half as a bar, the median as a stroke, one's own level as a dot."""
    left, unit, tall, top = 158.0, 66.0, 42.0, 30.0
    foot = top + tall * len(places)

    def across(level: float) -> float:
        return left + (level - 1) * unit

    body = ""
    for level in LEVELS:
        body += line((across(level), top - 4), (across(level), foot - 6), width=0.8)
        body += text(across(level), top - 14, level, size=13, fill=SOFT, anchor="middle")
    for number, place in enumerate(places):
        y = top + tall * number + 18
        words = rows(f"{place.number} {place.name}", 21)
        body += lines(0, y + 5 - 8 * (len(words) - 1), words, step=16, size=13.5, fill=INK)
        start, end = across(place.quartiles.lower), across(place.quartiles.upper)
        body += box(start - 5, y - 9, end - start + 10, 18, fill=BOX, radius=5)
        middle = across(place.quartiles.median)
        body += line((middle, y - 13), (middle, y + 13), stroke=AMBER, width=3, cap="round")
        if place.own is not None:
            body += disc((across(place.own), y), 7.5, fill=FJORD, stroke=WHITE, width=2)
    return picture(left + 4 * unit + 16, foot + 2, title=in_words(places), key="benchmark-billede", body=body)

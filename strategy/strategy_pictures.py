"""A strategy's pictures as SVG text: the annual cycle as a wheel, the model, and the improvement model (figurer).

All of them show what also stands as a list beside them; the title says it in words. Nothing here knows Django.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from documents.charts import COLOURS, FONT, WHITE, Point, disc, line, lines, number, picture, rows, text
from strategy.picture_labels import LETTER, STEP, Field, Label, fitted

INK, SOFT, LINE, FJORD = COLOURS["ink"], COLOURS["ink-soft"], COLOURS["line"], COLOURS["fjord"]
MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
MONTH_NAMES = "januar februar marts april maj juni juli august september oktober november december".split()
# Fill and the text on it, at least 4.5:1; a number stands with each, so that colour alone says nothing.
FILLS = (
    (FJORD, WHITE),
    (COLOURS["level-3"], INK),
    (COLOURS["level-1"], INK),
    (COLOURS["fjord-dark"], WHITE),
    (COLOURS["level-2"], INK),
    (COLOURS["fjord-tint"], INK),
)
STEPS = ("Planlæg", "Afprøv", "Reflektér", "Justér")


@dataclass(frozen=True)
class Phase:
    """A phase of the annual cycle, from one month to another, 1 to 12; it may run over New Year."""

    title: str
    from_month: int
    to_month: int

    @property
    def months(self) -> int:
        """How many months it lasts."""
        return (self.to_month - self.from_month) % 12 + 1

    @property
    def covers(self) -> frozenset[int]:
        """Its months."""
        return frozenset((self.from_month - 1 + place) % 12 + 1 for place in range(self.months))

    @property
    def words(self) -> str:
        """ "august til oktober"."""
        first, last = MONTH_NAMES[self.from_month - 1], MONTH_NAMES[self.to_month - 1]
        return first if self.months == 1 else f"{first} til {last}"


def on_circle(centre: Point, radius: float, degrees: float) -> Point:
    """The point at an angle, 0 at the top, clockwise."""
    angle = math.radians(degrees - 90)
    return centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)


def _at(point: Point) -> str:
    return f"{number(point[0])} {number(point[1])}"


def _arc(radius: float, degrees: float, end: Point, *, clockwise: bool = True) -> str:
    return f"A{number(radius)} {number(radius)} 0 {int(degrees > 180)} {int(clockwise)} {_at(end)}"


def _sector(centre: Point, inner: float, outer: float, start: float, end: float, gap: float = 0) -> str:
    """The path of a piece of a ring, drawn in by half of `gap` pixels at both ends."""
    out, inn = (math.degrees(math.asin(min(1.0, gap / 2 / radius))) for radius in (outer, inner))
    return (
        f"M{_at(on_circle(centre, outer, start + out))}"
        f"{_arc(outer, end - start - 2 * out, on_circle(centre, outer, end - out))}"
        f"L{_at(on_circle(centre, inner, end - inn))}"
        f"{_arc(inner, end - start - 2 * inn, on_circle(centre, inner, start + inn), clockwise=False)}Z"
    )


def _path(shape: str, *, fill: str, stroke: str = "", width: float = 0) -> str:
    edge = f' stroke="{stroke}" stroke-width="{number(width)}" stroke-linejoin="round"' if stroke else ""
    return f'<path d="{shape}" fill="{fill}"{edge}/>'


def _curved(
    centre: Point, radius: float, start: float, end: float, words: str, *, key: str, size: float, fill: str
) -> str:
    """A line of text along a circle, in the middle between two angles, and never upside down."""
    middle = ((start + end) / 2) % 360
    is_low = 95 < middle < 265
    if is_low:
        radius += size * 0.36
        way = f"M{_at(on_circle(centre, radius, end))}" + _arc(
            radius, end - start, on_circle(centre, radius, start), clockwise=False
        )
    else:
        radius -= size * 0.36
        way = f"M{_at(on_circle(centre, radius, start))}" + _arc(radius, end - start, on_circle(centre, radius, end))
    return (
        f'<path id="{key}" d="{way}" fill="none"/><text font-family="{FONT}" font-size="{number(size)}" '
        f'font-weight="600" fill="{fill}" text-anchor="middle"><textPath href="#{key}" startOffset="50%">'
        f"{escape(words)}</textPath></text>"
    )


def _middle(centre: Point, words: str, *, radius: float, width: int, size: int, fill: str) -> str:
    """Words in the middle of a circle."""
    label = fitted(words, Field(centre, 0, radius), width=width, size=size)
    return _rows_of(label, fill=fill)


def _rows_of(label: Label, *, fill: str) -> str:
    step = label.size * STEP
    top = label.top + label.head + step * 0.8
    return lines(label.at[0], top, label.rows, step=step, size=label.size, fill=fill, anchor="middle", is_strong=True)


def tracks(phases: Sequence[Phase]) -> list[int]:
    """Which ring each phase lies in, outermost 0, so that none covers another."""
    taken: list[set[int]] = []
    found = []
    for phase in phases:
        place = next((ring for ring, months in enumerate(taken) if not months & phase.covers), len(taken))
        if place == len(taken):
            taken.append(set())
        taken[place] |= phase.covers
        found.append(place)
    return found


def wheel(phases: Sequence[Phase], *, name: str, month: int | None = None) -> str:
    """The annual cycle: months around, phases within, `name` in the middle; `month` (1 to 12) is the one it is now."""
    centre, months_at, outer, hub = (320.0, 320.0), 300.0, 262.0, 92.0
    body = f"<desc>{escape('Et hjul med årets tolv måneder yderst og faserne som buer inden for.')}</desc>"
    for place, words in enumerate(MONTHS):
        is_now = place + 1 == month
        ring = _sector(centre, outer + 8, months_at + 14, place * 30, place * 30 + 30, 3)
        body += _path(ring, fill=FJORD if is_now else WHITE)
        body += _curved(
            centre,
            (outer + 8 + months_at + 14) / 2,
            place * 30,
            place * 30 + 30,
            words,
            key=f"hjul-m{place}",
            size=17,
            fill=WHITE if is_now else SOFT,
        )
        body += line(on_circle(centre, hub + 6, place * 30), on_circle(centre, outer, place * 30), stroke=LINE)
    places = tracks(phases)
    deep = min(74.0, (outer - hub - 14) / (max(places, default=0) + 1))
    for position, (phase, place) in enumerate(zip(phases, places, strict=True)):
        body += _phase(centre, outer - place * deep, deep, position, phase)
    body += disc(centre, hub, fill=WHITE, stroke=LINE, width=1.5)
    body += _middle(centre, name, radius=hub - 4, width=15, size=19, fill=COLOURS["fjord-dark"])
    said = "; ".join(f"{position}. {phase.title}, {phase.words}" for position, phase in enumerate(phases, start=1))
    now = f" Nu er det {MONTH_NAMES[month - 1]}." if month else ""
    return picture(640, 640, title=f"Årshjul. {said}.{now}", key="aarshjul-figur", body=body)


def _phase(centre: Point, outer: float, deep: float, position: int, phase: Phase) -> str:
    """One phase as an arc with its number and, where there is room, its title on one or two lines."""
    fill, ink = FILLS[position % len(FILLS)]
    start = (phase.from_month - 1) * 30.0
    end = start + phase.months * 30.0
    inner = outer - deep + 4
    # A whole year is drawn as a ring with a seam.
    shape = _sector(centre, inner + 3, outer - 3, start, min(end, start + 359.5), 10)
    body = _path(shape, fill=fill, stroke=fill, width=6)
    size = 17.0 if deep > 42 else 14.0
    middle = (inner + outer) / 2
    room = int(math.radians(end - start) * (middle - size / 2) * 0.9 / (LETTER * size))
    label = rows(f"{position + 1}. {phase.title}", max(room, 1))
    most = 2 if deep > 42 else 1
    if len(label) > most or any(len(row) > room for row in label):
        label = [str(position + 1)]
    is_low = 95 < ((start + end) / 2) % 360 < 265
    for place, words in enumerate(label):
        step = (place - (len(label) - 1) / 2) * size * 1.25
        radius = middle + step if is_low else middle - step
        key = f"hjul-f{position}-{place}"
        body += _curved(centre, radius, start, end, words, key=key, size=size, fill=ink)
    return body


def model(elements: Sequence[str], *, centre_element: str, name: str) -> str:
    """The model: the elements around the one in the centre, each with its number. Two to eight elements."""
    centre, inner, outer = (320.0, 320.0), 122.0, 306.0
    count = max(len(elements), 1)
    share = 360 / count
    body = f"<desc>{escape('Elementerne ligger som felter i en cirkel rundt om det, der står i midten.')}</desc>"
    size, width = (21, 17) if count <= 4 else (17, 13)
    for place, title in enumerate(elements):
        start = (place - 1) * share if count > 1 else 0.0
        end = start + min(share, 359.5)
        gap = 14 if count > 1 else 0
        body += _path(
            _sector(centre, inner + 6, outer - 6, start, end, gap + 10),
            fill=COLOURS["fjord-tint"],
            stroke=COLOURS["fjord-tint"],
            width=10,
        )
        body += _path(_sector(centre, outer - 9, outer, start, end, gap + 4), fill=COLOURS["level-4"])
        x, y = on_circle(centre, (inner + outer) / 2 + 12, (start + end) / 2)
        # Nearer to the middle's height, where a ring is widest across; below, the words come under the number.
        at = (x, y + (centre[1] - y) * (0.3 if y > centre[1] else 0.14))
        field = Field(centre, inner + 2, outer - 12, start, end)
        label = fitted(title, field, width=width, size=size, at=at, head=36)
        x, top = label.at[0], label.top + 16
        body += disc((x, top), 16, fill=WHITE, stroke=FJORD, width=2)
        body += text(x, top + 6, place + 1, size=17, fill=FJORD, anchor="middle", is_strong=True)
        body += _rows_of(label, fill=INK)
    body += disc(centre, inner - 12, fill=FJORD, stroke=WHITE, width=4)
    body += _middle(centre, centre_element or name, radius=inner - 16, width=14, size=21, fill=WHITE)
    around = "; ".join(f"{position}. {title}" for position, title in enumerate(elements, start=1))
    middle = f"I midten: {centre_element}. " if centre_element else ""
    return picture(640, 640, title=f"{name}. {middle}Rundt om: {around}.", key="model-figur", body=body)


def improvement(*, name: str) -> str:
    """Plan, try, reflect, adjust: four arrows that follow each other around."""
    centre, inner, outer = (180.0, 180.0), 96.0, 164.0
    body = f"<desc>{escape('Fire pile, der følger hinanden rundt i en cirkel.')}</desc>"
    middle, point = (inner + outer) / 2, 12.0
    for place, words in enumerate(STEPS):
        start, end = place * 90 + 3.0, place * 90 + 87.0
        fill, ink = FILLS[place if place < 3 else 4]
        shape = (
            f"M{_at(on_circle(centre, outer, start))}{_arc(outer, end - start, on_circle(centre, outer, end))}"
            f"L{_at(on_circle(centre, middle, end + point))}L{_at(on_circle(centre, inner, end))}"
            f"{_arc(inner, end - start, on_circle(centre, inner, start), clockwise=False)}"
            f"L{_at(on_circle(centre, middle, start + point))}Z"
        )
        body += _path(shape, fill=fill)
        body += _curved(
            centre, middle, start + point, end + point / 2, words, key=f"forbedring-{place}", size=18, fill=ink
        )
    body += _middle(centre, name, radius=inner - 4, width=13, size=17, fill=COLOURS["fjord-dark"])
    said = ", ".join(step.lower() for step in STEPS)
    return picture(360, 360, title=f"Forbedringsmodellen: {said}, og så forfra.", key="forbedring-figur", body=body)

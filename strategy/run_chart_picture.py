"""The run chart as SVG, wide for a page and narrow for a phone (seriediagram som tegning).

The same picture goes into pages and printed documents, so it has presentation attributes only. Filled points belong to
the run that is too long for chance; numbered discs are improvement cycles; a broken circle is a missing measurement.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from itertools import pairwise

from documents.charts import COLOURS, WHITE, box, disc, line, number, text
from strategy.run_chart import Run
from strategy.run_chart_labels import Box, Sheet
from strategy.run_chart_series import Mark, Series, ticks, whole

INK, SOFT, LINE, FJORD = COLOURS["ink"], COLOURS["ink-soft"], COLOURS["line"], COLOURS["fjord"]
AMBER, GOOD, GROUND, EDGE = COLOURS["amber"], COLOURS["good"], COLOURS["ground"], COLOURS["edge"]
# Letters are about so wide, as a share of their size.
LETTER, LETTER_STRONG = 0.54, 0.6


@dataclass(frozen=True)
class Frame:
    """Where things go on the sheet."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    edge: float  # from the frame to the first and last point
    size: float  # of letters
    dot: float
    marks: float  # the height of the numbered discs
    is_wide: bool


WIDE = Frame(744, 372, 46, 736, 82, 318, 18, 13, 5, 46, True)
NARROW = Frame(327, 318, 30, 322, 74, 262, 9, 13, 3.6, 38, False)


def draw(series: Series, *, key: str, is_wide: bool = True) -> str:
    """The picture. `key` is unlike any other picture's on the page."""
    return _Drawing(series, WIDE if is_wide else NARROW).svg(key)


def both(series: Series, *, key: str) -> str:
    """The wide and the narrow picture; the style sheet shows the one that fits."""
    return (
        f'<div class="run-chart run-chart--wide">{draw(series, key=f"{key}-w")}</div>'
        f'<div class="run-chart run-chart--narrow">{draw(series, key=f"{key}-n", is_wide=False)}</div>'
    )


class _Drawing:
    """One picture of one row of measurements."""

    def __init__(self, series: Series, frame: Frame) -> None:
        self.series, self.frame, self.chart = series, frame, series.chart
        self.run = self.chart.last_long_run
        # Free space over the highest point and under the lowest, for what is written there.
        self.above = 40.0 if self.run and self.run.side > 0 else 30.0
        self.below = 34.0 if self.run and self.run.side < 0 else 18.0
        self.place = series.places()
        steps = max(self.place.values()) or 1
        self.slot = (frame.right - frame.left - 2 * frame.edge) / steps
        self.low, self.high = self._scale()
        self.points = [
            (self._x(self.place[reading.on]), self._y(point))
            for reading, point in zip(series.readings, self.chart.points, strict=True)
        ]
        self.scale = self._ticks()
        self.written: list[Box] = []
        self.is_written_over = False
        self.zone_label = ""

    def svg(self, key: str) -> str:
        body = "".join(
            (
                self._zone(),
                self._grid(),
                self.zone_label,
                self._marks(),
                self._aim(),
                self._centre(),
                self._line(),
                self._dots(),
                self._missing(),
                self._run(),
                self._missing_label(),
                self._centre_label(),
                self._aim_label(),
                self._labels(),
            )
        )
        # Nothing stands over the frame when there are no cycles and all words found room in it.
        spare = 0.0 if self.series.marks else self.frame.top - (26 if self.is_written_over else 10)
        width, height = number(self.frame.width), number(self.frame.height - spare)
        sheet = f'viewBox="0 {number(spare)} {width} {height}" width="{width}" height="{height}"'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" {sheet} '
            f'role="img" aria-labelledby="{key}" aria-describedby="{key}-d"><title id="{key}">'
            f'{escape(self.series.heading())}</title><desc id="{key}-d">{escape(self.series.description())}</desc>'
            f"{body}</svg>"
        )

    # --- the scale ------------------------------------------------------------------------------------------------

    def _scale(self) -> tuple[float, float]:
        """The lowest and highest value there is room for."""
        values = [*self.chart.points, self.chart.centre, *([self.series.aim] if self.series.aim is not None else [])]
        low, high = min(values), max(values)
        if high - low < 1e-9:
            away = 0.1 if self.series.is_share else max(1.0, abs(high) * 0.1)
            return low - away, high + away
        return low, high

    def _x(self, place: float) -> float:
        return self.frame.left + self.frame.edge + place * self.slot

    def _y(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        floor = self.frame.bottom - self.below
        return floor - share * (floor - self.frame.top - self.above)

    def _value_at(self, y: float) -> float:
        bottom, top = self._y(self.low), self._y(self.high)
        return self.low + (bottom - y) / (bottom - top) * (self.high - self.low)

    # --- the parts ------------------------------------------------------------------------------------------------

    def _zone(self) -> str:
        """The ground under the points that froze the line."""
        if not self.chart.is_frozen:
            return ""
        frame = self.frame
        words = f"Udgangspunkt: {self.chart.baseline} målinger" if frame.is_wide else "Udgangspunkt"
        ground = box(frame.left, frame.top, self._frozen_to() - frame.left, frame.bottom - frame.top, fill=GROUND)
        size = frame.size - 1
        x, y = frame.left + 8, frame.top + 18
        self.written.append(_box(x, y, words, size))
        # Drawn when the lines of the scale have been, so that none of them goes through it.
        under = text(x, y, words, size=size, fill=GROUND)
        edge = f' stroke="{GROUND}" stroke-width="4" stroke-linejoin="round">'
        self.zone_label = under.replace(">", edge, 1) + text(x, y, words, size=size, fill=SOFT)
        return ground

    def _frozen_to(self) -> float:
        return self.points[self.chart.baseline - 1][0] + self.slot / 2

    def _ticks(self) -> dict[float, float]:
        """The values of the scale with their heights."""
        low, high = self._value_at(self.frame.bottom), self._value_at(self.frame.top)
        if self.series.is_share:
            low, high = max(low, 0.0), min(high, 1.0)
        return {value: self._y(value) for value in ticks(low, high, at_most=6)}

    def _grid(self) -> str:
        frame = self.frame
        drawn = []
        for value, y in self.scale.items():
            drawn.append(line((frame.left, y), (frame.right, y), stroke=COLOURS["line-soft"]))
            drawn.append(text(frame.left - 6, y + 4, self._tick(value), size=frame.size, fill=SOFT, anchor="end"))
        return "".join(drawn) + line((frame.left, frame.bottom), (frame.right, frame.bottom), stroke=EDGE)

    def _tick(self, value: float) -> str:
        if self.series.is_share:
            return f"{whole(100 * value)} %" if self.frame.is_wide else whole(100 * value)
        return self.series.told(value).removesuffix(f" {self.series.unit}")

    def _marks(self) -> str:
        """Numbered discs over dotted lines where a cycle began; those too near each other take turns in height."""
        frame, drawn = self.frame, []
        taken = float("-inf")
        places = [self._mark_x(mark) for mark in self.series.marks]
        for index, (mark, x) in enumerate(zip(self.series.marks, places, strict=True)):
            y = frame.marks - (26 if x - taken < 24 else 0)
            taken = x if y == frame.marks else taken
            room = (places[index + 1] if index + 1 < len(places) else frame.right) - x
            drawn.append(line((x, y + 11), (x, frame.bottom), stroke=EDGE, dashes="2 3"))
            drawn.append(disc((x, y), 11, fill=WHITE if mark.is_open else FJORD, stroke=FJORD, width=1.8))
            fill = INK if mark.is_open else WHITE
            drawn.append(text(x, y + 4.5, mark.number, size=13, fill=fill, anchor="middle", is_strong=True))
            if frame.is_wide and len(mark.title) * 12 * LETTER + 30 <= room:
                drawn.append(text(x + 16, y + 4.5, mark.title, size=12, fill=SOFT))
        return "".join(drawn)

    def _mark_x(self, mark: Mark) -> float:
        """Before the first point of the cycle's own, after all points when there is none yet."""
        later = [place for day, place in self.place.items() if day >= mark.on]
        x = self._x(min(later) - 0.5 if later else max(self.place.values()) + 0.5)
        return min(max(x, self.frame.left), self.frame.right)

    def _aim(self) -> str:
        if self.series.aim is None:
            return ""
        y = self._y(self.series.aim)
        return line((self.frame.left, y), (self.frame.right, y), stroke=GOOD, dashes="1 4", width=1.5, cap="round")

    def _aim_label(self) -> str:
        if self.series.aim is None:
            return ""
        words = f"mål {self._told(self.series.aim)}"
        return self._label(words, self._y(self.series.aim), fill=GOOD, from_left=True, over_first=True)

    def _told(self, value: float) -> str:
        """The value; on a phone without its unit, which stands under the picture."""
        told = self.series.told(value)
        return told if self.frame.is_wide else told.removesuffix(f" {self.series.unit}")

    def _label(self, words: str, level: float, *, fill: str, from_left: bool, over_first: bool) -> str:
        """Words at a level, where nothing is written over; over the frame when there is no such place."""
        frame = self.frame
        width = len(words) * frame.size * LETTER_STRONG
        room = frame.right - frame.left - 8 - width
        levels = [self._y(value) for value in (self.chart.centre, self.series.aim) if value is not None]
        seen = Sheet(self.points, frame.dot + 2, levels, tuple(self.scale.values()), self.written)
        heights = (level - 6, level + frame.size + 3) if over_first else (level + frame.size + 3, level - 6)
        steps = [min(step * 12.0, room) for step in range(int(room // 12) + 2)] if room > 0 else [0.0]
        tried = [
            _box(frame.left + 8 + (step if from_left else room - step), y, words, frame.size, is_strong=True)
            for step in steps
            for y in heights
            if frame.top + frame.size <= y <= frame.bottom - 4
        ]
        box = seen.best(tried)
        if box is None:
            self.is_written_over = True
            x = frame.left if from_left else frame.right - width
            box = _box(max(x, 4.0), frame.top - 8, words, frame.size, is_strong=True)
        self.written.append(box)
        # Held at the side it was placed from, so that wider letters than reckoned with do not leave the sheet.
        x, anchor = (box.left, "start") if from_left else (box.right, "end")
        return _haloed(x, box.bottom - 3, words, size=frame.size, fill=fill, anchor=anchor)

    def _centre(self) -> str:
        """The median: full where it was found, broken where it is only carried on."""
        frame, y = self.frame, self._y(self.chart.centre)
        turn = self._frozen_to() if self.chart.is_frozen else frame.right
        drawn = line((frame.left, y), (turn, y), stroke=AMBER, width=2)
        if self.chart.is_frozen:
            drawn += line((turn, y), (frame.right, y), stroke=AMBER, width=2, dashes="6 4")
        return drawn

    def _centre_label(self) -> str:
        words = f"median {self._told(self.chart.centre)}"
        if self.chart.is_frozen and self.frame.is_wide:
            words = f"fastlåst {words}"
        # On the side where the long run is not.
        over_first = bool(self.run and self.run.side < 0)
        return self._label(words, self._y(self.chart.centre), fill=AMBER, from_left=False, over_first=over_first)

    def _line(self) -> str:
        """The line through the points, broken at a pause."""
        path = []
        for index, (x, y) in enumerate(self.points):
            readings = self.series.readings
            starts = index == 0 or self.series.is_pause(readings[index - 1].on, readings[index].on)
            path.append(f"{'M' if starts else 'L'}{number(x)} {number(y)}")
        return f'<path d="{" ".join(path)}" fill="none" stroke="{EDGE}" stroke-width="1.5" stroke-linejoin="round"/>'

    def _run(self) -> str:
        """A bracket over the points in a row, with how many they are."""
        run = self.run
        if run is None:
            return ""
        members = self._members(run)
        side = -1 if run.side > 0 else 1
        edge = (min if run.side > 0 else max)(self.points[index][1] for index in members)
        y = edge + side * 14
        first, last = self.points[members[0]][0] - 7, self.points[members[-1]][0] + 7
        path = f"M{number(first)} {number(y - side * 6)}V{number(y)}H{number(last)}V{number(y - side * 6)}"
        words = f"{run.length} i træk {'over' if run.side > 0 else 'under'} medianen"
        if not self.frame.is_wide:
            words = f"{run.length} i træk"
        x, base = (first + last) / 2, y - 6 if side < 0 else y + 15
        label = _haloed(x, base, words, size=self.frame.size, fill=FJORD, anchor="middle")
        half = len(words) * self.frame.size * LETTER_STRONG / 2
        self.written.append(_box(x - half, base, words, self.frame.size, is_strong=True))
        self.written.append(Box(first, min(y, y - side * 6) - 2, last, max(y, y - side * 6) + 2))
        return f'<path d="{path}" fill="none" stroke="{FJORD}" stroke-width="1.8"/>{label}'

    def _members(self, run: Run) -> Sequence[int]:
        return [index for index in range(run.first, run.last + 1) if self.chart.sides[index] == run.side]

    def _dots(self) -> str:
        """The points, filled in the run; smaller when there are many, and none when they would touch."""
        size = min(self.frame.dot, self.slot * 0.36)
        if size < 1.4:
            return ""
        filled = set(self._members(self.run)) if self.run else set()
        return "".join(
            disc(point, size, fill=FJORD if index in filled else WHITE, stroke=FJORD, width=1.8 if size > 2 else 1)
            for index, point in enumerate(self.points)
        )

    def _missing(self) -> str:
        if not self.series.missing:
            return ""
        drawn, radius = [], self.frame.dot + 1
        for day in self.series.missing:
            x, y = self._missing_at(day)
            self.written.append(Box(x - radius, y - radius, x + radius, y + radius))
            drawn.append(
                f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" '
                f'fill="{WHITE}" stroke="{AMBER}" stroke-width="1.8" stroke-dasharray="3 2"/>'
            )
        return "".join(drawn)

    def _missing_at(self, day: date) -> tuple[float, float]:
        """As high as the measurement before it."""
        earlier = [index for index, reading in enumerate(self.series.readings) if reading.on < day]
        return self._x(self.place[day]), self.points[earlier[-1] if earlier else 0][1]

    def _missing_label(self) -> str:
        """What the broken circle is, beside the last one when it is the latest; not where it would be written over."""
        frame = self.frame
        if not (frame.is_wide and self.series.missing and self.series.missing[-1] == self.series.days[-1]):
            return ""
        y = self._missing_at(self.series.missing[-1])[1]
        left = frame.right - len("mangler") * frame.size * LETTER_STRONG
        heights = [
            base for base in (y + 24, y - 12, y + 38, y - 26) if frame.top + frame.size <= base <= frame.bottom - 4
        ]
        levels = [self._y(value) for value in (self.chart.centre, self.series.aim) if value is not None]
        seen = Sheet(self.points, frame.dot + 2, levels, tuple(self.scale.values()), self.written)
        box = seen.best(_box(left, base, "mangler", frame.size, is_strong=True) for base in heights)
        if box is None:
            return ""
        self.written.append(box)
        return _haloed(box.right, box.bottom - 3, "mangler", size=frame.size, fill=AMBER, anchor="end")

    def _labels(self) -> str:
        """Weeks or months along the edge, as many as there is room for, and where there was a pause."""
        frame, drawn = self.frame, []
        days, taken, written = self.series.days, float("-inf"), ""
        pauses = [pair for pair in pairwise(days) if self.series.is_pause(*pair)]
        # Only where a pause leaves room for the word beside its neighbours' labels.
        if frame.is_wide and self.slot > 24:
            for pair in pauses:
                middle = (self._x(self.place[pair[0]]) + self._x(self.place[pair[1]])) / 2
                drawn.append(text(middle, frame.bottom + 20, "pause", size=frame.size - 1, fill=SOFT, anchor="middle"))
        for day in days:
            x, words = self._x(self.place[day]), self.series.label(day)
            half = len(words) * frame.size * LETTER / 2
            if x - half < taken + 7 or (self.series.is_by_year and words == written):
                continue
            taken, written = x + half, words
            drawn.append(text(x, frame.bottom + 20, words, size=frame.size, fill=SOFT, anchor="middle"))
        caption = self.series.axis()
        if not frame.is_wide and self.series.is_share:
            caption += ", andel i procent"
        elif self.series.unit and not self.series.is_share:
            caption += f", {self.series.unit}"
        drawn.append(text(frame.left, frame.bottom + 42, caption, size=frame.size, fill=SOFT))
        return "".join(drawn)


def _box(x: float, y: float, words: str, size: float, *, is_strong: bool = False) -> Box:
    """About the room that words take whose line begins at a place."""
    width = len(words) * size * (LETTER_STRONG if is_strong else LETTER)
    return Box(x, y - size + 2, x + width, y + 3)


def _haloed(x: float, y: float, words: str, *, size: float, fill: str, anchor: str = "start") -> str:
    """Strong text that can be read across lines: a white edge under it."""
    under = text(x, y, words, size=size, fill=WHITE, anchor=anchor, is_strong=True)
    edge = f' stroke="{WHITE}" stroke-width="4" stroke-linejoin="round">'
    return under.replace(">", edge, 1) + text(x, y, words, size=size, fill=fill, anchor=anchor, is_strong=True)

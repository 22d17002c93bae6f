"""A row of measurements with what belongs on its picture: days, cycles, missing ones, the aim (måleserie).

Plain values in; from here come the picture's words and the table beside it. `strategy/run_chart_picture.py` draws it.
"""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise

from strategy.run_chart import RunChart, analyse

MINUS = "\N{MINUS SIGN}"
MONTHS = "jan feb mar apr maj jun jul aug sep okt nov dec".split()
# Days between measurements up to which a week's number says more than a month's name.
WEEKLY = 20
# Over so many days only the years are named along the picture.
MANY_YEARS = 1100
# Measurements further apart than so many of the usual steps have a pause between them.
PAUSE = 2.5


@dataclass(frozen=True)
class Reading:
    """One measurement: a value, or so many (`value`) out of so many."""

    on: date
    value: float
    out_of: float | None = None
    note: str = ""


@dataclass(frozen=True)
class Mark:
    """An improvement cycle that began on a day; open while it is being tried."""

    number: int
    on: date
    title: str
    is_open: bool = False


@dataclass(frozen=True)
class Row:
    """A line of the table beside the picture."""

    label: str
    on: date
    count: str
    out_of: str
    value: str
    note: str


@dataclass(frozen=True)
class Series:
    """Measurements in the order of their days, at least one; all are shares or none is. `baseline` freezes the line.

    `missing` are days on which one was due and did not come.
    """

    title: str
    readings: tuple[Reading, ...]
    baseline: int | None = None
    unit: str = ""
    marks: tuple[Mark, ...] = ()
    missing: tuple[date, ...] = ()
    aim: float | None = None

    @property
    def is_share(self) -> bool:
        """So many out of so many, shown in per cent."""
        return self.readings[0].out_of is not None

    @cached_property
    def chart(self) -> RunChart:
        """What the measurements show."""
        values = [reading.value for reading in self.readings]
        sizes = [reading.out_of for reading in self.readings if reading.out_of is not None]
        return analyse(values, denominators=sizes if self.is_share else None, baseline=self.baseline)

    @cached_property
    def step(self) -> int:
        """The usual number of days from one measurement to the next; 7 when there is only one."""
        days = self.days
        return max(1, round(statistics.median((later - day).days for day, later in pairwise(days)))) if days[1:] else 7

    @cached_property
    def days(self) -> list[date]:
        """The days of all measurements and of the missing ones, in order."""
        return sorted({reading.on for reading in self.readings} | set(self.missing))

    @property
    def is_by_week(self) -> bool:
        """Weeks are named, and not months."""
        return self.step <= WEEKLY

    def places(self) -> dict[date, float]:
        """Where each day lies along the picture: a step for each, two over a pause."""
        place, found = 0.0, {}
        days = self.days
        for earlier, day in zip([days[0], *days], days, strict=False):
            if day != earlier:
                place += 2 if self.is_pause(earlier, day) else 1
            found[day] = place
        return found

    @property
    def is_by_year(self) -> bool:
        """So many years that neither weeks nor months can be told apart."""
        return (self.days[-1] - self.days[0]).days > MANY_YEARS

    def is_pause(self, earlier: date, later: date) -> bool:
        """So long between two days that the line is not drawn across, as in a holiday."""
        return (later - earlier).days > PAUSE * self.step

    def told(self, value: float) -> str:
        """A value as it is shown: "67 %", "3,5", "12 minutter"."""
        if self.is_share:
            return f"{whole(100 * value)} %"
        return f"{plain(value)} {self.unit}".rstrip()

    def label(self, day: date) -> str:
        """A short name of the day for the picture's edge: a week's number, a month or a year."""
        if self.is_by_year:
            return str(day.year)
        return str(day.isocalendar().week) if self.is_by_week else MONTHS[day.month - 1]

    def long_label(self, day: date) -> str:
        """The day in the table: "Uge 18", "maj 2026"."""
        return f"Uge {day.isocalendar().week}" if self.is_by_week else f"{MONTHS[day.month - 1]} {day.year}"

    def period(self) -> str:
        """From when to when, in words: "uge 18–46 2026", "uge 40 2025 – uge 12 2026", "maj–nov 2026"."""
        first, last = self.days[0], self.days[-1]
        if self.is_by_week:
            (year, week, _), (other, end, _) = first.isocalendar(), last.isocalendar()
            weeks = f"uge {week}" if (year, week) == (other, end) else f"uge {week}–{end}"
            return f"{weeks} {year}" if year == other else f"uge {week} {year} – uge {end} {other}"
        one, two = MONTHS[first.month - 1], MONTHS[last.month - 1]
        if first.year != last.year:
            return f"{one} {first.year} – {two} {last.year}"
        return f"{one} {first.year}" if one == two else f"{one}–{two} {first.year}"

    def axis(self) -> str:
        """What the labels along the edge are: "uge i 2026"."""
        years = sorted({(day.isocalendar().year if self.is_by_week else day.year) for day in self.days})
        if self.is_by_year:
            return "år"
        when = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
        return f"uge i {when}" if self.is_by_week else when

    def heading(self) -> str:
        """The picture in one sentence, with its numbers."""
        points = self.chart.points
        count = f"{len(points)} måling{'er' if len(points) != 1 else ''}"
        low, high = self.told(min(points)), self.told(max(points))
        span = low if low == high else f"{low.removesuffix(f' {self.unit}')} til {high}"
        return f"{self.title}, {self.period()}: {count} på {span}, median {self.told(self.chart.centre)}"

    def description(self) -> str:
        """What there is to see beside the numbers."""
        chart = self.chart
        told = []
        if chart.is_frozen:
            told.append(f"Medianen er fastlåst ud fra de første {chart.baseline} målinger.")
        if run := chart.last_long_run:
            side = "over" if run.side > 0 else "under"
            first, last = self.readings[run.first].on, self.readings[run.last].on
            told.append(
                f"{run.length} målinger i træk, fra {self.long_label(first).lower()} til "
                f"{self.long_label(last).lower()}, ligger {side} medianen."
            )
        told += [
            f"Cyklus {mark.number} begynder {self.long_label(mark.on).lower()}: {mark.title}." for mark in self.marks
        ]
        if self.missing:
            told.append(f"Mangler: {', '.join(self.long_label(day).lower() for day in self.missing)}.")
        return " ".join(told)

    def table(self, *, latest: int | None = None) -> list[Row]:
        """The numbers behind the picture, or only the `latest` of them."""
        shown = list(zip(self.readings, self.chart.points, strict=True))[-latest if latest else None :]
        return [
            Row(
                label=self.long_label(reading.on),
                on=reading.on,
                count=plain(reading.value) if self.is_share else "",
                out_of=plain(reading.out_of) if reading.out_of is not None else "",
                value=self.told(point),
                note=reading.note,
            )
            for reading, point in shown
        ]


def whole(value: float) -> str:
    """A whole number, halves up."""
    rounded = math.floor(value + 0.5)
    return f"{MINUS if rounded < 0 else ''}{abs(rounded)}"


def plain(value: float) -> str:
    """A number with the decimals it needs, two at most: "3", "3,5", "−0,25", "1.250"."""
    text = f"{abs(value):,.2f}".rstrip("0").rstrip(".").translate(str.maketrans(",.", ".,"))
    return f"{MINUS if value < 0 and text != '0' else ''}{text}"


def ticks(low: float, high: float, *, at_most: int = 5) -> Sequence[float]:
    """Round values between `low` and `high` for the lines of a scale: steps of 1, 2 or 5 times a power of ten.

    Raises:
        ValueError: `high` is not above `low`.
    """
    if high <= low:
        raise ValueError("a scale goes from low to high")
    size = 10.0 ** math.floor(math.log10((high - low) / at_most))
    step = next(size * factor for factor in (1, 2, 5, 10, 20) if (high - low) / (size * factor) <= at_most)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [place * step for place in range(first, last + 1)]

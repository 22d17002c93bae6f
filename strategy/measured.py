"""What has been measured of a trial action, as its page, its print and its list show it (målt)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Prefetch

from accounts.danish import in_danish_time
from strategy import run_chart_picture, run_chart_words
from strategy.models import Collection, Evaluation, ImprovementCycle, Measure, Measurement, SuccessTarget, TrialAction
from strategy.run_chart_series import Mark, Reading, Row, Series
from strategy.run_chart_words import Signal

SHOWN_ROWS = 60
SHOWN_WORDS = 10
SHOWN_MISSING = 12  # of the latest days that were missed, on the picture


@dataclass
class Measured:
    """One measure with its measurements in order of days, and its plan."""

    measure: Measure
    measurements: list[Measurement]
    collections: list[Collection]
    cycles: Sequence[ImprovementCycle]
    today: date
    ended_on: date | None = None  # the day from which nothing was due any more
    key: str = field(init=False)

    def __post_init__(self) -> None:
        self.key = f"maal-{self.measure.pk}"

    @property
    def overdue(self) -> list[Collection]:
        """Planned days up to today, or to the end, that nobody has answered, the latest first."""
        until = self.today if self.ended_on is None else self.ended_on - timedelta(days=1)
        late = [row for row in self._open if row.due_on <= until]
        return sorted(late, key=lambda row: row.due_on, reverse=True)

    @property
    def coming(self) -> Collection | None:
        """The next planned day."""
        if self.ended_on is not None:
            return None
        return min((row for row in self._open if row.due_on > self.today), key=lambda row: row.due_on, default=None)

    @property
    def _open(self) -> list[Collection]:
        answered = {row.collection_id for row in self.measurements}
        return [row for row in self.collections if not row.skipped_because and row.pk not in answered]

    @property
    def latest(self) -> Measurement | None:
        return self.measurements[-1] if self.measurements else None

    @property
    def target(self) -> SuccessTarget | None:
        """The first measurable aim that this measure shows."""
        return next((row for row in self.measure.targets.all() if row.to_value is not None), None)

    @cached_property
    def series(self) -> Series | None:
        """The run chart's numbers; None before there are any, and for what is told in words."""
        readings = [_reading(row) for row in self.measurements if row.value is not None or row.numerator is not None]
        if not readings:
            return None
        agreed = getattr(self.measure, "agreed", None)
        started = [row for row in self.cycles if row.tried_from is not None]
        marks = [Mark(row.number, row.tried_from, row.title, row.step != "done") for row in started if row.tried_from]
        missing = sorted(row.due_on for row in self.overdue if row.due_on < self.today)[-SHOWN_MISSING:]
        taken = {reading.on for reading in readings}
        points = agreed.baseline_points if agreed else None
        return Series(
            title=self.measure.title,
            readings=tuple(readings),
            baseline=points if points and len(readings) > points else None,
            unit=self.measure.unit if self.measure.kind == Measure.Kind.VALUE else "",
            marks=tuple(sorted(marks, key=lambda mark: mark.on)),
            missing=tuple(day for day in missing if day > readings[0].on and day not in taken),
            aim=self._aim,
        )

    @property
    def _aim(self) -> float | None:
        target = self.target
        if target is None or target.to_value is None:
            return None
        if self.measure.kind != Measure.Kind.RATE:
            return float(target.to_value)
        share = float(target.to_value) / 100
        return share if 0 <= share <= 1 else None

    @cached_property
    def signal(self) -> Signal | None:
        """What the numbers show, in words; None for what is told in words."""
        if not self.measure.is_counted:
            return None
        if self.series is None:
            return run_chart_words.none_yet(is_over=self.ended_on is not None)
        is_over = self.ended_on is not None
        return run_chart_words.explain(self.series.chart, direction=self.measure.direction, is_over=is_over)

    @cached_property
    def picture(self) -> str:
        """The run chart, wide and narrow, as SVG made here from numbers and escaped titles."""
        return run_chart_picture.both(self.series, key=self.key) if self.series else ""

    @property
    def shown_rows(self) -> list[Row]:
        """The numbers behind the picture, the latest first; all of them stand on a page of their own."""
        return self.series.table(latest=SHOWN_ROWS)[::-1] if self.series else []

    @property
    def latest_words(self) -> list[Measurement]:
        """The latest of what is told in words."""
        return self.measurements[::-1][:SHOWN_WORDS]

    @property
    def wide_picture(self) -> str:
        """The wide run chart alone, for paper."""
        return run_chart_picture.draw(self.series, key=f"{self.key}-p") if self.series else ""


def _reading(row: Measurement) -> Reading:
    if row.numerator is not None and row.denominator is not None:
        return Reading(row.on, float(row.numerator), float(row.denominator), row.note)
    return Reading(row.on, float(row.value or 0), None, row.note)


def ended_on_of(trial_action: TrialAction) -> date | None:
    """The day it was stopped or evaluated; None while it goes on. A query when it was evaluated."""
    if trial_action.stopped_at is not None:
        return in_danish_time(trial_action.stopped_at).date()
    if trial_action.state not in (TrialAction.State.EVALUATED, TrialAction.State.IN_CATALOGUE):
        return None
    handed_in = Evaluation.objects.filter(trial_action=trial_action).values_list("handed_in_at", flat=True).first()
    return in_danish_time(handed_in or trial_action.updated_at).date()


def of(trial_action: TrialAction, *, cycles: Sequence[ImprovementCycle], today: date) -> list[Measured]:
    """All measures of a trial action. Five queries, or six, however much has been measured."""
    ended_on = ended_on_of(trial_action)
    rows = Measure.objects.filter(trial_action=trial_action).select_related("agreed")
    rows = rows.prefetch_related(
        "targets",
        Prefetch("measurements", Measurement.objects.select_related("by").order_by("on", "pk")),
        Prefetch("collections", Collection.objects.order_by("due_on", "pk")),
    )
    return [
        Measured(
            measure=row,
            measurements=list(row.measurements.all()),
            collections=list(row.collections.all()),
            cycles=cycles,
            today=today,
            ended_on=ended_on,
        )
        for row in rows.order_by("position", "pk")
    ]

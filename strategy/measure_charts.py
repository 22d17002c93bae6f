"""From a measure with its measurements to the row that a run chart is drawn of (måleserie)."""

from collections.abc import Iterable
from datetime import date

from strategy.models import Collection, ImprovementCycle, Measure, Measurement
from strategy.run_chart_series import Mark, Reading, Series


def series_of(
    measure: Measure,
    *,
    measurements: Iterable[Measurement],
    baseline: int | None = None,
    cycles: Iterable[ImprovementCycle] = (),
    missing: Iterable[Collection] = (),
    aim: float | None = None,
) -> Series | None:
    """The row, or None while nothing has been counted. No queries: everything is handed in, in any order.

    `aim` is a share from 0 to 1 for rates. `missing` are collections that came to nothing.
    """
    readings = sorted(
        (reading for row in measurements if (reading := _reading(measure, row)) is not None),
        key=lambda reading: reading.on,
    )
    if not readings:
        return None
    marks = sorted(
        (mark for row in cycles if (mark := _mark(row)) is not None), key=lambda mark: (mark.on, mark.number)
    )
    measured = {reading.on for reading in readings}
    days: list[date] = [row.due_on for row in missing if row.due_on not in measured]
    return Series(
        title=measure.title,
        readings=tuple(readings),
        baseline=baseline,
        unit=measure.unit,
        marks=tuple(marks),
        missing=tuple(sorted(days)),
        aim=aim,
    )


def _reading(measure: Measure, row: Measurement) -> Reading | None:
    """What was counted, or None for words only."""
    if measure.kind == Measure.Kind.RATE:
        if row.numerator is None or not row.denominator:
            return None
        return Reading(row.on, row.numerator, row.denominator, row.note)
    return None if row.value is None else Reading(row.on, float(row.value), None, row.note)


def _mark(row: ImprovementCycle) -> Mark | None:
    """A cycle from the day it was tried."""
    if row.tried_from is None:
        return None
    return Mark(row.number, row.tried_from, row.title, is_open=row.step != ImprovementCycle.Step.DONE)

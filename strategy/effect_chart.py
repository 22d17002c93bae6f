"""The run chart behind what a trial action led to, from the figures frozen with its evaluation (virkningen).

Only levels are passed on, never how many children answered: an entry may be read by everybody.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from strategy import run_chart_picture
from strategy.run_chart_series import Mark, Reading, Row, Series
from strategy.run_chart_words import explain

# The measures of a trial action in the order in which they say most.
BY_FINDING = ("better", "worse", "changed", "chance", "few")
FEWEST = 3  # measurements that are a row at all

Chart = dict[str, Any]


@dataclass(frozen=True)
class Effect:
    """A picture, and the words and numbers that go with it."""

    title: str
    signal: str
    words: str
    picture: str
    narrow: str
    rows: tuple[Row, ...]


def frozen(standing: Mapping[str, Any]) -> Chart | None:
    """What is needed to draw the measure that says most, as JSON; None when none has been measured three times."""
    measures = [row for row in standing.get("measures", []) if len(row["values"]) >= FEWEST]
    if not measures:
        return None
    best = min(measures, key=lambda row: (BY_FINDING.index(row["finding"]), -len(row["values"])))
    sizes = best["denominators"]
    points = (
        [round(value / size, 6) for value, size in zip(best["values"], sizes, strict=True)] if sizes else best["values"]
    )
    return {
        "title": best["title"],
        "direction": best["direction"],
        "unit": "" if sizes else best["unit"],
        "is_share": bool(sizes),
        "baseline": best["baseline_points"],
        "days": best["days"],
        "points": points,
        "marks": [
            {"number": row["number"], "on": row["from"], "title": row["title"]}
            for row in standing.get("cycles", [])
            if row["from"]
        ],
    }


def effect(chart: Chart | None, *, key: str) -> Effect | None:
    """The picture of a frozen chart. `key` is unlike any other picture's on the page."""
    if chart is None:
        return None
    series = _series(chart)
    signal = explain(series.chart, direction=chart["direction"], is_over=True)
    return Effect(
        title=chart["title"],
        signal=signal.title,
        words=signal.text,
        picture=run_chart_picture.draw(series, key=key),
        narrow=run_chart_picture.draw(series, key=f"{key}-n", is_wide=False),
        rows=tuple(series.table()),
    )


def _series(chart: Chart) -> Series:
    out_of = 1.0 if chart["is_share"] else None
    return Series(
        title=chart["title"],
        readings=tuple(
            Reading(date.fromisoformat(day), point, out_of)
            for day, point in zip(chart["days"], chart["points"], strict=True)
        ),
        baseline=chart["baseline"],
        unit=chart["unit"],
        marks=tuple(Mark(row["number"], date.fromisoformat(row["on"]), row["title"]) for row in chart["marks"]),
    )

"""What a trial action's measurements and cycles show on a day, as values that can be kept (hvor prøvehandlingen står).

The half-year status is prefilled from it, and the strength of evidence is computed from it. Everything is JSON.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Prefetch

from accounts.danish import long_date
from strategy import evidence, run_chart, run_chart_words
from strategy.models import ChildVoice, Collection, ImprovementCycle, Measure, Measurement, TrialAction

Standing = dict[str, Any]
MAX_QUOTES = 6


def of(trial_action: TrialAction, *, today: date) -> Standing:
    """How it stands on `today`. Seven queries, however much has been measured."""
    measures = Measure.objects.filter(trial_action=trial_action).select_related("agreed")
    rows = list(measures.prefetch_related("targets", Prefetch("measurements", Measurement.objects.order_by("on"))))
    cycles = [_cycle(row) for row in trial_action.cycles.all()]
    voices = list(trial_action.child_voices.all())
    tried = min((row["from"] for row in cycles if row["from"]), default="")
    shown = [_measure(row, tried) for row in rows]
    return {
        "date": today.isoformat(),
        "date_words": long_date(today),
        "measures": shown,
        "cycles": cycles,
        "voices": [voice_of(row) for row in voices[:MAX_QUOTES]],
        "counts": {
            "measurements": sum(row["count"] for row in shown),
            "missing": _missing(trial_action, today),
            "cycles": len(cycles),
            "done": sum(row["step"] == ImprovementCycle.Step.DONE for row in cycles),
            "voices": len(voices),
            "notes": trial_action.leader_notes.count(),
        },
    }


def voice_of(row: ChildVoice) -> dict[str, str]:
    """What a child said, as it is kept."""
    return {"quote": row.quote.strip(" “”\"'"), "said_by": row.said_by, "on": long_date(row.on)}


def voice_words(kept: Mapping[str, str]) -> str:
    """The same in a line, which the team writes on from."""
    return f"“{kept['quote']}” ({kept['said_by']}, {kept['on']})"


def _missing(trial_action: TrialAction, today: date) -> int:
    """How many of the agreed days have passed without a measurement or a reason."""
    due = Collection.objects.filter(measure__trial_action=trial_action, due_on__lt=today, skipped_because="")
    return due.filter(measurement__isnull=True).count()


def _measure(row: Measure, tried: str) -> dict[str, Any]:
    """A measure; `tried` is the first day something was tried (ISO), or nothing."""
    found = list(row.measurements.all())
    agreed = getattr(row, "agreed", None)
    numbers = _numbers(row, found) if row.is_counted else {"values": [], "denominators": None, "days": []}
    frozen = agreed.baseline_points if agreed else None
    before = len([day for day in numbers["days"] if not tried or day < tried])
    return {
        "title": row.title,
        "theme": row.theme,
        "theme_label": row.get_theme_display(),
        "kind": row.kind,
        "unit": row.unit,
        "direction": row.direction,
        "baseline": row.baseline,
        "baseline_points": frozen,
        "before": min(before, frozen) if frozen is not None else 0,
        "count": len(found),
        "first_on": long_date(found[0].on) if found else "",
        "last_on": long_date(found[-1].on) if found else "",
        **numbers,
        **_shown(row, numbers, frozen),
        "targets": [_target(target) for target in row.targets.all()],
        "notes": sum(bool(one.note) for one in found),
    }


def _shown(row: Measure, numbers: dict[str, Any], frozen: int | None) -> dict[str, str]:
    """What the run chart says of the numbers: usual and latest level, and the signal in words."""
    if not numbers["values"]:
        signal = run_chart_words.none_yet()
        said = {"centre": "", "latest": ""}
    else:
        chart = run_chart.analyse(numbers["values"], denominators=numbers["denominators"], baseline=frozen)
        signal = run_chart_words.explain(chart, direction=row.direction)
        said = {"centre": _level(row, chart.centre), "latest": _level(row, chart.points[-1])}
    return {**said, "finding": str(signal.finding), "signal": signal.title, "words": signal.text}


def _level(row: Measure, value: float) -> str:
    """A level with its unit: "67 %", "3,5 point"."""
    if row.kind == Measure.Kind.RATE:
        return f"{round(100 * value)} %"
    return f"{plain(value)} {row.unit}".strip()


def strength_of(found: Standing) -> dict[str, Any]:
    """The strength of the evidence with its reasons, as it is kept."""
    measures = [
        evidence.MeasureFacts(row["title"], row["before"], len(row["values"]), run_chart_words.Finding(row["finding"]))
        for row in found["measures"]
        if row["kind"] != Measure.Kind.QUALITATIVE
    ]
    counts = found["counts"]
    told = evidence.Sources(
        child_voices=counts["voices"],
        notes=sum(row["notes"] for row in found["measures"]),
        leader_notes=counts["notes"],
        cycles=counts["done"],
    )
    return evidence.assess(measures, told).as_dict()


def _numbers(row: Measure, counted: Sequence[Measurement]) -> dict[str, Any]:
    """The values to draw; a rate's are its numerators, with the denominators beside them."""
    if row.kind == Measure.Kind.RATE:
        both = [one for one in counted if one.denominator]
        return {
            "values": [one.numerator for one in both],
            "denominators": [one.denominator for one in both],
            "days": [one.on.isoformat() for one in both],
        }
    plain = [one for one in counted if one.value is not None]
    return {
        "values": [float(one.value) for one in plain if one.value is not None],
        "denominators": None,
        "days": [one.on.isoformat() for one in plain],
    }


def _target(row: Any) -> dict[str, str]:
    """A success criterion in words: "Fra 67 til 80 % senest 11. december 2026"."""
    parts = []
    if row.from_value is not None:
        parts.append(f"fra {plain(row.from_value)}")
    if row.to_value is not None:
        parts.append(f"til {plain(row.to_value)}")
    words = f"{' '.join(parts)} {row.unit}".strip()
    if row.by_date:
        words = f"{words} senest {long_date(row.by_date)}".strip()
    return {"what": row.what, "words": words[:1].upper() + words[1:]}


def plain(value: Any) -> str:
    """A number as people write it: "67", "3,5"."""
    return f"{float(value):.2f}".rstrip("0").rstrip(".").replace(".", ",").replace("-", "−")


def _cycle(row: ImprovementCycle) -> dict[str, Any]:
    return {
        "number": row.number,
        "title": row.title,
        "step": row.step,
        "step_label": row.get_step_display(),
        "decision": row.decision,
        "decision_label": row.get_decision_display() if row.decision else "",
        "from": row.tried_from.isoformat() if row.tried_from else "",
        "question": row.question,
        "result": row.result,
        "against": row.against_prediction,
        "adjustment": row.adjustment,
    }

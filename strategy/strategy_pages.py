"""What the public page of a strategy shows: its version with pictures, lists and totals (strategiens side)."""

from datetime import date
from typing import Any

from strategy import involvement, strategy_pictures
from strategy.models import StrategyVersion


def with_parts(rows: Any) -> Any:
    """Versions with everything their page needs, in a constant number of queries."""
    return rows.select_related("strategy__municipality", "updated_by").prefetch_related(
        "guiding_marks", "timeline", "cycle", "elements__bearings", "improvement_questions"
    )


def page_of(version: StrategyVersion, *, today: date) -> dict[str, Any]:
    """The context of a version's page; needs `with_parts`. One query."""
    elements = list(version.elements.all())
    around = [row for row in elements if not row.is_centre]
    centre = next((row for row in elements if row.is_centre), None)
    phases = [strategy_pictures.Phase(row.title, row.from_month, row.to_month) for row in version.cycle.all()]
    name = version.model_name or "Modellen"
    month = today.month if _is_current(version, today) else None
    return {
        "version": version,
        "around": around,
        "centre": centre,
        "phases": [
            {"row": row, "months": phase.words, "is_now": month in phase.covers}
            for row, phase in zip(version.cycle.all(), phases, strict=True)
        ],
        "wheel_svg": strategy_pictures.wheel(phases, name=version.title, month=month) if phases else "",
        "model_svg": strategy_pictures.model(
            [row.title for row in around], centre_element=centre.title if centre else "", name=name
        )
        if len(around) > 1
        else "",
        "improvement_svg": strategy_pictures.improvement(name=centre.title if centre else "Prøvehandling"),
        "sources": [line.strip() for line in version.sources.splitlines() if line.strip()],
        "heard": involvement.total_of(version.strategy),
    }


def _is_current(version: StrategyVersion, today: date) -> bool:
    """Its period has begun and is not over, so that its year has a now."""
    if version.state == StrategyVersion.State.REPLACED or version.starts_on is None or version.ends_on is None:
        return False
    return version.starts_on <= today <= version.ends_on

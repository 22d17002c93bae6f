"""An application as it reads, from first to last: for the page, the print, the committee, and frozen when handed in."""

import hashlib
import json
from typing import Any

from accounts.danish import long_date
from strategy.models import TrialAction

ACTOR = "Anden aktør"
# Label and field, under the heading they stand below.
PARTS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("Idéen", (("Hvad vi vil gøre", "intervention"), ("Hvor", "place"), ("For hvem", "group"))),
    ("Mål og metoder", (("Mål", "goal"), ("Metoder", "methods"), ("Forventet effekt", "expected_effect"))),
    ("Børnene", (("Børnenes perspektiv", "child_perspective"), ("Sådan hører vi børnene", "child_voice"))),
    ("Ressourcer og risici", (("Ressourcer", "resources"), ("Det, der kan gå galt", "risks"))),
)


def content_of(row: TrialAction) -> dict[str, Any]:
    """The whole application as JSON, with words ready to be shown. Six queries."""
    return {
        "number": row.number,
        "title": row.title,
        "version": row.version,
        "age_group": row.get_age_group_display() if row.age_group else "",
        "period": _period(row),
        "parts": [
            {"title": title, "rows": [{"label": label, "text": getattr(row, name)} for label, name in rows]}
            for title, rows in PARTS
        ],
        "elements": [
            {"title": answer.element.title, "text": answer.text, "is_leading": answer.is_leading}
            for answer in row.element_answers.select_related("element")
        ],
        "measures": [
            {
                "title": one.title,
                "theme": one.get_theme_display(),
                "kind": one.get_kind_display(),
                "direction": one.get_direction_display(),
                "unit": one.unit,
                "counted": [one.numerator_label, one.denominator_label] if one.numerator_label else [],
                "baseline": one.baseline,
                "source": one.source,
                "frequency": one.get_frequency_display(),
                "collector": one.collector,
            }
            for one in row.measures.all()
        ],
        "targets": [
            {
                "what": one.what,
                "from": _number(one.from_value),
                "to": _number(one.to_value),
                "unit": one.unit,
                "by": long_date(one.by_date) if one.by_date else "",
                "measure": one.measure.title if one.measure else "",
            }
            for one in row.targets.select_related("measure")
        ],
        "partners": [
            {
                "name": one.name,
                "kind": one.unit.get_kind_display() if one.unit else ACTOR,
                "part": one.part,
                "contact": one.contact_name or (one.unit.leader_name if one.unit else ""),
            }
            for one in row.partners.select_related("unit")
        ],
        "team": [
            {"name": one.user.display_name, "title": one.user.title, "is_responsible": one.is_responsible}
            for one in row.team.select_related("user")
        ],
    }


def digest(content: dict[str, Any]) -> str:
    """The SHA-256 of the content, whatever order its keys came in."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _period(row: TrialAction) -> str:
    if row.starts_on and row.ends_on:
        return f"{long_date(row.starts_on)} til {long_date(row.ends_on)}"
    return f"fra {long_date(row.starts_on)}" if row.starts_on else ""


def _number(value: Any) -> str:
    """ "67", "67,5"; empty for none."""
    return "" if value is None else f"{value.normalize():f}".replace(".", ",")

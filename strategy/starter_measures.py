"""Measures a team can begin from: well-being, absence, friendships, learning (startliste over mål)."""

import json
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from strategy.models import Measure

FILE = Path(__file__).parent / "data" / "starter_measures.json"


@dataclass(frozen=True)
class Starter:
    """A measure that others use, with how it is collected; the baseline is the team's own."""

    key: str
    theme: str
    title: str
    kind: str
    direction: str
    frequency: str
    source: str
    why: str
    unit: str = ""
    numerator_label: str = ""
    denominator_label: str = ""


@cache
def starters() -> tuple[Starter, ...]:
    """All of them, as they stand in the file."""
    return tuple(Starter(**row) for row in json.loads(FILE.read_text(encoding="utf-8")))


def by_theme() -> list[tuple[str, list[Starter]]]:
    """The themes' names with their measures."""
    return [
        (label, [one for one in starters() if one.theme == theme])
        for theme, label in Measure.Theme.choices
        if any(one.theme == theme for one in starters())
    ]


def initial(key: str) -> dict[str, Any]:
    """What the form begins with; nothing for an unknown key."""
    found = next((one for one in starters() if one.key == key), None)
    return {name: value for name, value in asdict(found).items() if name not in ("key", "why")} if found else {}

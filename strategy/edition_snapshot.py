"""What a yearly edition of the catalogue says, as it is frozen: plain JSON, with a hash (årgangens indhold)."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Prefetch

from accounts.danish import danish_key, in_danish_time, long_date
from partnerships.levers import LEVERS
from strategy import effect_chart
from strategy.models import CatalogueEntry, Element, Measure, Partner, Strategy, StrategyVersion

Snapshot = dict[str, Any]
THEMES = [str(label) for _, label in Measure.Theme.choices]
TEXTS = ("lead", "what", "for_whom", "how", "conditions", "effect", "did_not_work", "contacts", "sources")


def entries_of(strategy: Strategy) -> list[CatalogueEntry]:
    """What the catalogue holds now, in Danish order, with elements and units. Three queries."""
    partners = Prefetch("trial_action__partners", Partner.objects.select_related("unit"))
    rows = strategy.entries.filter(state=CatalogueEntry.State.PUBLISHED).select_related("trial_action")
    rows = rows.prefetch_related(Prefetch("elements", Element.objects.order_by("is_centre", "position")), partners)
    return sorted(rows, key=lambda row: (danish_key(row.title), row.pk))


def build(
    strategy: Strategy,
    entries: Iterable[CatalogueEntry],
    *,
    version: StrategyVersion | None,
    year: int,
    foreword: str,
    at: datetime,
) -> Snapshot:
    """The edition as it reads with these entries."""
    told = [_entry(row) for row in entries]
    elements = (
        list(version.elements.order_by("is_centre", "position").values_list("title", flat=True)) if version else []
    )
    # An element of an earlier version of the strategy that an entry still stands by.
    elements += sorted({title for row in told for title in row["elements"]} - set(elements), key=danish_key)
    return {
        "municipality": strategy.municipality.official_name,
        "strategy": version.title if version else "Inklusionsstrategi",
        "model": version.model_name if version else "",
        "year": year,
        "date": long_date(in_danish_time(at)),
        "foreword": foreword,
        "elements": elements,
        "themes": THEMES,
        "entries": told,
    }


def _entry(row: CatalogueEntry) -> dict[str, Any]:
    action = row.trial_action
    return {
        "slug": row.slug,
        "revision": row.revision,
        "title": row.title,
        "age_group": row.get_age_group_display() if row.age_group else "",
        "theme": row.get_theme_display(),
        "elements": [element.title for element in row.elements.all()],
        "levers": [f"{number}. {LEVERS[number - 1]}" for number in sorted(row.levers) if 1 <= number <= len(LEVERS)],
        "units": [partner.name for partner in action.partners.all()],
        "tried": _tried(action.running_since, row.evidence),
        "strength": row.strength,
        "strength_label": row.get_strength_display(),
        "reasons": row.evidence.get("reasons", []),
        "chart": effect_chart.frozen(row.evidence.get("standing", {})),
        **{name: getattr(row, name) for name in TEXTS},
    }


def _tried(since: Any, evidence: dict[str, Any]) -> str:
    """When it was tried: "Februar 2026 til december 2026"."""
    words = evidence.get("standing", {}).get("date_words", "")
    return f"{long_date(since)} – {words}" if since and words else long_date(since) if since else ""


def sha256(snapshot: Snapshot) -> str:
    """The fingerprint of what an edition says."""
    text = json.dumps(snapshot, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def short(sha: str) -> str:
    """The beginning of a fingerprint, as people compare it: "9f3c 41d7 0ab2"."""
    return " ".join(sha[place : place + 4] for place in range(0, 12, 4))

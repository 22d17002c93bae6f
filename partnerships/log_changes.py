"""What an event in the log changed, from what to what, as people read it (før og nu)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from accounts.danish import long_date
from accounts.models import AuditEvent
from partnerships.meanwhile import LABELS
from partnerships.models.areas import Area

NOTHING = "tomt"
MORE = {"success_criteria": "succeskriterier"}
APPS = {"enrolment": "partnerships", "programme": "partnerships", "municipality": "partnerships", "user": "accounts"}


@dataclass(frozen=True)
class Change:
    """One thing that was changed: its Danish name, what it was, and what it became."""

    label: str
    before: str
    after: str


def changes_of(event: AuditEvent) -> list[Change]:
    """What the event says it changed; empty for most events. No queries."""
    changed = event.data.get("changed") if isinstance(event.data, dict) else None
    if not isinstance(changed, dict):
        return []
    found = []
    for name, values in changed.items():
        field = _field(event.subject_type, name)
        before, after = (_in_words(value, field) for value in values)
        found.append(Change(_label(name, field), before, after))
    return found


def _field(subject_type: str, name: str) -> "models.Field[Any, Any] | None":
    if subject_type not in APPS:
        return None
    try:
        found = apps.get_model(APPS[subject_type], subject_type)._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return found if isinstance(found, models.Field) else None


def _label(name: str, field: "models.Field[Any, Any] | None") -> str:
    if known := (LABELS | MORE).get(name):
        return known
    return str(field.verbose_name).partition(",")[0] if field is not None else name


def _in_words(value: Any, field: "models.Field[Any, Any] | None") -> str:
    """A value as it stands in the log's JSON, in words."""
    if value in (None, "", [], {}):
        return NOTHING
    if isinstance(value, dict):
        ordered = sorted(value.items(), key=lambda item: item[0] != Area.SCHOOL)  # JSON forgets the order
        return ", ".join(f"{_area(key)} {_in_words(kept, None)}" for key, kept in ordered)
    if isinstance(value, list):
        return ", ".join(_area(item) for item in value)
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        try:
            return long_date(date.fromisoformat(str(value)))
        except ValueError:
            return str(value)
    return str(value)


def _area(text: Any) -> str:
    return str(Area(text).label).lower() if text in Area.values else str(text)

"""The rows of an application: partners, measures and success criteria, one at a time (ansøgningens rækker).

A row is compared by the mark of what the person saw, so that nobody's words are replaced unseen. The trial action's
row is locked first.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max, Model

from accounts.models import User
from strategy import applications, confirmations
from strategy.applications import ApplicationRefused
from strategy.models import Measure, Partner, SuccessTarget, TrialAction

Row = Partner | Measure | SuccessTarget
MOST = {Partner: 12, Measure: 12, SuccessTarget: 12}
ADDRESS = "contact_email"
NAMES = {Partner: "parten", Measure: "målet", SuccessTarget: "succeskriteriet"}
FIELDS: dict[type[Model], tuple[str, ...]] = {
    Partner: ("unit_id", "actor", "part", "contact_name", "contact_email"),
    Measure: (
        "theme",
        "title",
        "kind",
        "direction",
        "unit",
        "numerator_label",
        "denominator_label",
        "baseline",
        "source",
        "frequency",
        "collector",
    ),
    SuccessTarget: ("measure_id", "what", "from_value", "to_value", "unit", "by_date"),
}


class RowChanged(ApplicationRefused):
    """A colleague changed the row after this person read it; `row` is as it stands now."""

    def __init__(self, row: Row) -> None:
        super().__init__(
            "En kollega har rettet det samme, mens du skrev. Det, der er gemt, står herunder. "
            "Din tekst er ikke gemt: gem igen, hvis den skal erstatte det."
        )
        self.row = row


def mark_of(row: Row) -> str:
    """A short mark of what a row says, for the page to send back."""
    said = [_plain(getattr(row, name)) for name in FIELDS[type(row)]]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]


def _plain(value: Any) -> str:
    """A value as text, whatever zeros the database puts after it."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)


@transaction.atomic
def add(*, trial_action: TrialAction, kind: type[Row], said: Mapping[str, Any], by: User, at: datetime) -> Row:
    """Add a row as the last. The same twice is one.

    Raises:
        ApplicationRefused: there are too many, the partner is there already, or it cannot be written in now.
    """
    owner = applications.lock_to_write(trial_action)
    rows = kind.objects.filter(trial_action=owner)
    same = rows.filter(**said).first()
    if same is not None:
        return same
    if rows.count() >= MOST[kind]:
        raise ApplicationRefused(f"Der er {MOST[kind]} i forvejen. Fjern en, før I tilføjer en ny.")
    _check(owner, kind, said, None)
    position = (rows.aggregate(last=Max("position"))["last"] or 0) + 1
    made: Row = kind.objects.create(trial_action=owner, position=position, **said)
    applications.touch(owner, by=by, at=at)
    applications.record("row_added", f"tilføjede “{made}” i ansøgningen “{owner}”", owner, by=by, at=at)
    return made


@transaction.atomic
def change(*, row: Row, said: Mapping[str, Any], seen: str, by: User, at: datetime) -> Row:
    """Change what a row says. The same again changes nothing.

    A contact's mail address is no part of what is applied for: only that contact is asked anew.

    Raises:
        RowChanged: a colleague changed it meanwhile.
        ApplicationRefused: a colleague removed it, or the partner is there already.
    """
    kind = type(row)
    owner = applications.lock_to_write(row.trial_action)
    now = kind.objects.filter(trial_action=owner, pk=row.pk).first()
    if now is None:
        raise ApplicationRefused(f"En kollega har fjernet {NAMES[kind]} imens. Tilføj det igen, hvis det skal med.")
    before = mark_of(now)
    saw_it = before == seen
    was = {name: getattr(now, name) for name in FIELDS[kind]}
    for name, value in said.items():
        setattr(now, name, value)
    if mark_of(now) == before:
        return now
    if not saw_it:
        now.refresh_from_db()
        raise RowChanged(now)
    _check(owner, kind, said, now)
    now.save()
    if isinstance(now, Partner) and [name for name in FIELDS[kind] if getattr(now, name) != was[name]] == [ADDRESS]:
        confirmations.forget_contact(now)
        applications.note(owner, by=by, at=at)
    else:
        applications.touch(owner, by=by, at=at)
    applications.record("row_changed", f"rettede “{now}” i ansøgningen “{owner}”", owner, by=by, at=at)
    return now


@transaction.atomic
def remove(*, row: Row, by: User, at: datetime) -> None:
    """Remove a row. Doing it twice changes nothing.

    Raises:
        ApplicationRefused: the application cannot be written in now.
    """
    owner = applications.lock_to_write(row.trial_action)
    now = type(row).objects.filter(trial_action=owner, pk=row.pk).first()
    if now is None:
        return
    name = str(now)
    # The version rises while the partner's confirmations still stand, so that the others are asked of what is left.
    applications.touch(owner, by=by, at=at)
    now.delete()
    applications.record("row_removed", f"fjernede “{name}” fra ansøgningen “{owner}”", owner, by=by, at=at)


def _check(owner: TrialAction, kind: type[Row], said: Mapping[str, Any], row: Row | None) -> None:
    """What the database would refuse, in words."""
    if kind is SuccessTarget:
        measure = said.get("measure")
        if measure is not None and measure.trial_action_id != owner.pk:
            raise ApplicationRefused("Målet hører til en anden ansøgning.")
        return
    if kind is not Partner:
        return
    others = Partner.objects.filter(trial_action=owner).exclude(pk=row.pk if row else 0)
    unit, actor = said.get("unit"), said.get("actor", "")
    if unit is not None and unit.municipality_id != owner.municipality.pk:
        raise ApplicationRefused("Enheden hører til en anden kommune.")
    if (unit is not None and others.filter(unit=unit).exists()) or (
        actor and others.filter(actor__iexact=actor).exists()
    ):
        raise ApplicationRefused(f"{unit or actor} er med i forvejen. To parter skal være to forskellige.")

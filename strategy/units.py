"""A municipality's units and who leads them: added, changed, taken out of use (enheder).

The municipality's row is locked first; it owns its units. A unit is never deleted, because trial actions point at it.
"""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.models import User
from partnerships.models import Municipality
from strategy.marks import digest
from strategy.models import Unit


class UnitRefused(Exception):
    """What was asked for cannot be done; the message is for the person."""


@dataclass(frozen=True)
class Details:
    """What is said of a unit. The address decides who is its leader in the portal."""

    name: str
    kind: str
    leader_name: str
    leader_email: str
    leader_title: str = ""
    part: str = ""


def mark_of(unit: Unit) -> str:
    """Stands for what is said of the unit."""
    return digest(details_of(unit))


def details_of(unit: Unit) -> Details:
    """What is said of the unit. No query."""
    return Details(unit.name, unit.kind, unit.leader_name, unit.leader_email, unit.leader_title, unit.part)


@transaction.atomic
def add(*, municipality: Municipality, details: Details, by: User, at: datetime) -> Unit:
    """Add a unit. The same again is one.

    Raises:
        UnitRefused: another unit has that name.
    """
    owner = _lock(municipality)
    details = _tidy(details)
    same = Unit.objects.filter(municipality=owner, name__iexact=details.name).first()
    if same is not None and details_of(same) == details and same.is_active:
        return same
    if same is not None:
        raise _name_taken(same)
    row = Unit.objects.create(municipality=owner, **asdict(details))
    _record("added", f"tilføjede enheden {row.name}, leder {row.leader_name}", owner, by, at)
    return row


@transaction.atomic
def change(*, unit: Unit, details: Details, seen: str, by: User, at: datetime) -> Unit:
    """Change what is said of a unit; `seen` is `mark_of` the unit as the person read it.

    Raises:
        UnitRefused: a colleague changed it meanwhile, or another unit has that name.
    """
    owner = _lock(unit.municipality)
    details = _tidy(details)
    row = Unit.objects.get(pk=unit.pk)
    if details_of(row) == details:
        return row
    if mark_of(row) != seen:
        raise UnitRefused(
            f"En kollega har rettet enheden imens. Nu står der: {row.name}, {row.leader_name}, {row.leader_email}. "
            "Gem igen, hvis dit skal erstatte det."
        )
    other = Unit.objects.filter(municipality=owner, name__iexact=details.name).exclude(pk=row.pk).first()
    if other is not None:
        raise _name_taken(other)
    before = row.leader_email
    for name, value in asdict(details).items():
        setattr(row, name, value)
    row.save()
    led = f", ny leder {row.leader_name}" if row.leader_email != before else ""
    _record("changed", f"rettede enheden {row.name}{led}", owner, by, at)
    return row


@transaction.atomic
def set_active(*, unit: Unit, is_active: bool, by: User, at: datetime) -> None:
    """Take a unit out of use, or into use again. Doing it twice changes nothing."""
    owner = _lock(unit.municipality)
    row = Unit.objects.get(pk=unit.pk)
    if row.is_active == is_active:
        return
    row.is_active = is_active
    row.save(update_fields=["is_active"])
    action, words = ("activated", "i brug igen") if is_active else ("deactivated", "ud af brug")
    _record(action, f"tog enheden {row.name} {words}", owner, by, at)


def _tidy(details: Details) -> Details:
    values = {name: " ".join(value.split()) for name, value in asdict(details).items()}
    return Details(**values | {"leader_email": values["leader_email"].lower()})


def _name_taken(unit: Unit) -> UnitRefused:
    if unit.is_active:
        return UnitRefused(f"I har allerede en enhed, der hedder {unit.name}.")
    return UnitRefused(f"{unit.name} er taget ud af brug. Tag den i brug igen i stedet.")


def _lock(municipality: Municipality) -> Municipality:
    return Municipality.objects.select_for_update(no_key=True, of=("self",)).get(pk=municipality.pk)


def _record(action: str, summary: str, municipality: Municipality, by: User, at: datetime) -> None:
    audit.record(action=f"unit.{action}", summary=summary, subject=municipality, at=at, by=by, scope=municipality.code)

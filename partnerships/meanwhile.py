"""What somebody else changed in an enrolment while a person was reading it (samtidige ændringer).

Each saved step and each correction writes in the log which fields it changed, from what to what, and the revision it
made. Whoever comes with an older revision is told of those fields, and of nothing else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from accounts.models import AuditEvent
from partnerships.models import Enrolment

LABELS = {
    "contact_name": "kontaktens navn",
    "contact_title": "kontaktens titel",
    "contact_email": "kontaktens mailadresse",
    "contact_phone": "kontaktens telefon",
    "ean_number": "EAN-nummer",
    "person_reference": "personreference",
    "requisition_number": "rekvisitionsnummer",
    "case_id": "sags-id",
    "note": "bemærkninger",
    "participants": "antal deltagere",
    "screenings": "foranalyse",
}


@dataclass(frozen=True)
class Meanwhile:
    """Who changed what since a revision: field names, each with the value before and the value now."""

    people: tuple[str, ...]
    changed: dict[str, tuple[Any, Any]]

    @property
    def labels(self) -> str:
        return in_words([LABELS.get(name, name) for name in self.changed])

    @property
    def values(self) -> str:
        """ "EAN-nummer (nu 5798000000001) og sags-id (nu tomt)"."""
        return in_words([f"{LABELS.get(name, name)} (nu {new or 'tomt'})" for name, (_, new) in self.changed.items()])


def in_words(parts: Iterable[str]) -> str:
    """ "a, b og c"."""
    *most, last = list(dict.fromkeys(parts)) or [""]
    return f"{', '.join(most)} og {last}" if most else last


def since(enrolment: Enrolment, revision: int) -> Meanwhile:
    """What the log says has changed after `revision`. One query."""
    events = AuditEvent.objects.filter(
        subject_type="enrolment", subject_id=str(enrolment.pk), data__revision__gt=revision
    )
    people: list[str] = []
    changed: dict[str, tuple[Any, Any]] = {}
    for event in events.select_related("actor").order_by("pk"):
        if event.actor is not None:
            people.append(event.actor.display_name)
        for name, (old, new) in event.data.get("changed", {}).items():
            changed[name] = (changed[name][0] if name in changed else old, new)
    order = [*LABELS, *changed]  # the database does not keep the order of the log's fields
    still = {name: changed[name] for name in sorted(changed, key=order.index) if changed[name][0] != changed[name][1]}
    return Meanwhile(tuple(dict.fromkeys(people)), still)

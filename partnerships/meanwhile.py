"""What somebody else changed in an enrolment while a person was reading it (samtidige ændringer).

Each saved step and each correction writes in the log which fields it changed, from what to what, and the revision it
made. Whoever comes with an older revision is told of those fields, and of nothing else.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from accounts.models import AuditEvent, User
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


class Conflict(Exception):
    """Somebody changed what this person read; `changed` has fields with their old and new values."""

    def __init__(
        self, message: str, *, changed: Mapping[str, tuple[Any, Any]] | None = None, revision: int = 0
    ) -> None:
        super().__init__(message)
        self.changed = dict(changed or {})
        self.revision = revision

    def merged(self, typed: Mapping[str, Any]) -> dict[str, Any]:
        """What to show again: what was typed, the other's words where it was not touched, and the new revision."""
        news = {name: new for name, (old, new) in self.changed.items() if typed.get(name, old) == old}
        return {**typed, **news, "revision": self.revision}


@dataclass(frozen=True)
class Meanwhile:
    """Who changed what since a revision: field names, each with the value before and the value now.

    `programme` is what KL and Komponent changed for every draft: "priserne", "vilkårene".
    """

    actors: tuple[User, ...]
    changed: dict[str, tuple[Any, Any]]
    programme: tuple[str, ...] = ()

    def who(self, reader: User, last: User) -> str:
        """ "Du", or the names; `last` is who saved it last, for what the log does not tell."""
        actors = self.actors or (last,)
        own = all(actor.pk == reader.pk for actor in actors)
        return "Du" if own else in_words(actor.display_name for actor in actors)

    @property
    def labels(self) -> str:
        return in_words([LABELS.get(name, name) for name in self.changed])

    @property
    def values(self) -> str:
        """ "EAN-nummer (nu 5798000000001) og sags-id (nu tomt)"."""
        return values_in_words(self.changed)

    def told_before_binding(self, reader: User, last: User) -> str:
        """Everything that makes the reader read the draft again, in sentences."""
        words = []
        if self.programme:
            words.append(f"KL og Komponent har ændret {in_words(self.programme)}, siden du læste kladden.")
        if self.actors or not self.programme:
            what = f"{self.labels} i kladden" if self.changed else "kladden"
            who = self.who(reader, last)
            words.append(
                f"Du har selv ændret {what} i et andet vindue."
                if who == "Du"
                else f"{who} har ændret {what}, siden du læste den."
            )
        return f"{' '.join(words)} Læs den igen, før du binder jer."


def values_in_words(changed: Mapping[str, tuple[Any, Any]]) -> str:
    """The fields with what they are now."""
    return in_words([f"{LABELS.get(name, name)} (nu {new or 'tomt'})" for name, (_, new) in changed.items()])


def in_words(parts: Iterable[str]) -> str:
    """ "a, b og c"."""
    *most, last = list(dict.fromkeys(parts)) or [""]
    return f"{', '.join(most)} og {last}" if most else last


def since(enrolment: Enrolment, revision: int, *, but: User | None = None) -> Meanwhile:
    """What the log says has changed after `revision`, leaving out what one person did. One query."""
    events = AuditEvent.objects.filter(
        subject_type="enrolment", subject_id=str(enrolment.pk), data__revision__gt=revision
    )
    if but is not None:
        events = events.exclude(actor=but)
    actors: dict[int, User] = {}
    changed: dict[str, tuple[Any, Any]] = {}
    programme: list[str] = []
    for event in events.select_related("actor").order_by("pk"):
        if "programme" in event.data:
            programme.append(event.data["programme"])
        elif event.actor is not None:
            actors[event.actor.pk] = event.actor
        for name, (old, new) in event.data.get("changed", {}).items():
            changed[name] = (changed[name][0] if name in changed else old, new)
    order = [*LABELS, *changed]  # the database does not keep the order of the log's fields
    still = {name: changed[name] for name in sorted(changed, key=order.index) if changed[name][0] != changed[name][1]}
    return Meanwhile(tuple(actors.values()), still, tuple(dict.fromkeys(programme)))

"""Events that a municipality's own log does not tell, although they concern it: rooms above say which (loggen)."""

from collections.abc import Collection

from django.db.models import Q

# Of these kinds of subject only the actions named here are told.
_told: dict[str, Collection[str]] = {}


def keep_all_but(kind: str, told: Collection[str]) -> None:
    """Of `kind`, tell the municipality these actions only. Saying it again replaces it."""
    _told[kind] = told


def untold() -> Q:
    """The events that are no business of the municipality they concern."""
    hidden = Q(pk__in=[])
    for kind, actions in _told.items():
        hidden |= Q(subject_type=kind) & ~Q(action__in=list(actions))
    return hidden

"""What a person who may read a log must not read in it, because of a conflict of interest. Rooms above say which."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q

Subjects = Callable[[Any, str], Q]

_kept: dict[str, Subjects] = {}


def register(name: str, subjects: Subjects) -> None:
    """Make known which rows with a subject are kept from a person; `subjects(user, prefix)` needs no query.

    `prefix` stands before `subject_type` and `subject_id`. Saying it again replaces it.
    """
    _kept[name] = subjects


def kept_from(user: Any, prefix: str = "") -> Q:
    """The events, or with a prefix the mails, that are kept from the person; for `exclude`."""
    hidden = Q(pk__in=[])
    for subjects in _kept.values():
        hidden |= subjects(user, prefix)
    return hidden

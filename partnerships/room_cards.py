"""What rooms above show in a municipality's room. They register theirs when Django starts (kort i kommunens rum)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from partnerships.models import Municipality


@dataclass(frozen=True)
class Card:
    """A template with its context, and what the municipality is asked for: items of `todo.html` with `due`."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)
    todo: list[dict[str, Any]] = field(default_factory=list)


# Of the municipality for a person at a moment; None when there is nothing to show.
Builder = Callable[[Municipality, Any, datetime], Card | None]
_builders: dict[str, Builder] = {}


def register(key: str, builder: Builder) -> None:
    """Make a card known. Registering the same key again replaces it."""
    _builders[key] = builder


def cards_of(municipality: Municipality, user: Any, *, at: datetime) -> list[Card]:
    """The cards of rooms above, in the order they were made known."""
    built = (builder(municipality, user, at) for builder in _builders.values())
    return [card for card in built if card is not None]

"""Where people without a membership belong, told by rooms above when Django starts (hvor man lander)."""

from collections.abc import Callable
from typing import Any

# The address of the person's own page in that room; empty for those who have nothing there.
Landing = Callable[[Any], str]
_landings: dict[str, Landing] = {}


def register(key: str, landing: Landing) -> None:
    """Make a room known. Registering the same key again replaces it."""
    _landings[key] = landing


def of(user: Any) -> str:
    """The first room's address that has something for the person, or nothing."""
    return next((url for landing in _landings.values() if (url := landing(user))), "")

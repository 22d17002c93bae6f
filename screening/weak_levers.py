"""Methods others have tried, for the levers where a delivered report finds the municipality challenged (svage greb)."""

from collections.abc import Sequence
from dataclasses import dataclass

from partnerships import lever_methods
from partnerships.lever_methods import LeverMethod
from screening.delivered_levels import CHALLENGED
from screening.result_pages import Result


@dataclass(frozen=True)
class WeakLever:
    """A lever the report calls weak, and what can be read of methods for it."""

    number: int
    name: str
    level: int
    methods: Sequence[LeverMethod]


def methods_for(result: Result | None) -> list[WeakLever]:
    """The weak levers that anybody has released a method for, in order. One query, none when no lever is weak."""
    rows = result.snapshot["levers"] if result else []
    weak = {row["number"]: row for row in rows if row["level"] is not None and row["level"] <= CHALLENGED}
    found = lever_methods.of(list(weak)) if weak else {}
    return [WeakLever(number, weak[number]["short"], weak[number]["level"], found[number]) for number in found]

"""What the routes of strategies and trial actions answer every role; the roles stand in access_rows.py.

All rows are Stevns'. The contributor is on the team of all trial actions; nobody else is, and no consultant has a seat.
Ids: "strategy_slug" (published), "strategy" (its pk), "round" (announced and open), "application" (the contributor's
draft), "trial_action" (running), "agreement", "measure", "evaluated", "entry" (published), "entry_slug", "unit".
"""

from collections.abc import Callable
from typing import Any

Row = tuple[Callable[[Any], dict[str, Any]], str]


def room(world: Any) -> dict[str, Any]:
    """The published strategy."""
    return {"slug": world.ids["strategy_slug"]}


def one_round(world: Any) -> dict[str, Any]:
    """The open round."""
    return {"pk": world.ids["round"]}


def application(world: Any) -> dict[str, Any]:
    """The contributor's draft."""
    return {"pk": world.ids["application"]}


def trial_action(world: Any) -> dict[str, Any]:
    """The one that is under way."""
    return {"pk": world.ids["trial_action"]}


def evaluated(world: Any) -> dict[str, Any]:
    """The one that has been evaluated."""
    return {"pk": world.ids["evaluated"]}


def entry(world: Any) -> dict[str, Any]:
    """The published entry of the catalogue."""
    return {"slug": world.ids["entry_slug"]}


ROWS: dict[str, Row] = {}

"""What the routes of strategies and trial actions answer every role; the roles stand in access_rows.py.

All rows are Stevns'. The contributor is on the team of all trial actions; nobody else is, and no consultant has a seat.
Ids: "strategy_slug" (published), "strategy" (its pk), "round" (announced and open), "application" (the contributor's
draft), "trial_action" (running), "agreement", "measure", "evaluated", "entry" (published), "entry_slug", "unit".
"""

from collections.abc import Callable
from typing import Any

from strategy import confirmations
from strategy.models import CommitteeQuestion, Partner
from tests.factories.trial_actions import confirm
from tests.factories.world import NOW

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


def question(world: Any) -> dict[str, Any]:
    """What the committee asked of the draft, written for the occasion: the trial is rolled back."""
    asked = CommitteeQuestion.objects.create(
        trial_action_id=world.ids["application"], text="Hvorfor?", asked_at=NOW, asked_by=world.people["coordinator"]
    )
    return application(world) | {"question": asked.pk}


def partner(world: Any) -> dict[str, Any]:
    """A part of the draft, written for the occasion."""
    row = Partner.objects.create(trial_action_id=world.ids["application"], position=1, unit_id=world.ids["unit"])
    return application(world) | {"kind": "part", "row": row.pk}


def measure_kind(world: Any) -> dict[str, Any]:
    """A measure still to be added to the draft."""
    return application(world) | {"kind": "maal"}


def confirmation(world: Any) -> dict[str, Any]:
    """The personal link of a leader, asked for the occasion."""
    row = Partner.objects.get(pk=partner(world)["row"])
    return {"token": confirmations.token(confirm(row))}


ROWS: dict[str, Row] = {
    "rounds": (room, "302 200 200 200 404 404 200 404 404"),
    "round_new": (room, "302 200 403 403 404 404 403 404 404"),
    "round": (one_round, "302 200 200 200 404 404 200 404 404"),
    "round_edit": (one_round, "302 200 403 403 404 404 403 404 404"),
    "round_criteria": (one_round, "302 200 403 403 404 404 403 404 404"),
    "round_committee": (one_round, "302 200 403 403 404 404 403 404 404"),
    "round_announce": (one_round, "302 405 405 405 405 405 405 405 405"),
    "round_discard": (one_round, "302 405 405 405 405 405 405 405 405"),
    "application_new": (one_round, "302 200 200 403 404 404 403 404 404"),
    "application": (application, "302 200 200 404 404 404 200 404 404"),
    "application_presence": (application, "302 403 200 404 404 404 403 404 404"),
    "application_check": (application, "302 403 200 404 404 404 403 404 404"),
    "application_submit": (application, "302 405 405 405 405 405 405 405 405"),
    "application_withdraw": (application, "302 405 405 405 405 405 405 405 405"),
    "application_print": (application, "302 200 200 404 404 404 200 404 404"),
    "application_team": (application, "302 405 405 405 405 405 405 405 405"),
    "application_ask": (application, "302 405 405 405 405 405 405 405 405"),
    "application_question": (question, "302 403 200 404 404 404 403 404 404"),
    "application_starters": (application, "302 403 200 404 404 404 403 404 404"),
    "application_row_new": (measure_kind, "302 403 200 404 404 404 403 404 404"),
    "application_row": (partner, "302 403 200 404 404 404 403 404 404"),
    "confirmation": (confirmation, "200 200 200 200 200 200 200 200 200"),
}

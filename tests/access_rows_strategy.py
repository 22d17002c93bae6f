"""What the routes of strategies and trial actions answer every role; the roles stand in access_rows.py.

All rows are Stevns'. The contributor is on the team of all trial actions; nobody else is, and no consultant has a seat.
Ids: "strategy_slug" (published), "strategy" (its pk), "round" (announced and open), "application" (the contributor's
draft), "trial_action" (running), "agreement", "measure", "evaluated", "entry" (published), "entry_slug", "unit".
"""

from collections.abc import Callable
from typing import Any

from strategy import confirmations
from strategy.models import CommitteeQuestion, Communication, Involvement, OnboardingStep, Partner
from tests import access_rows_catalogue, access_rows_committee
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


def home(world: Any) -> dict[str, Any]:
    """The municipality."""
    return {"code": world.municipality.code}


def unit(world: Any) -> dict[str, Any]:
    """One of its units."""
    return home(world) | {"pk": world.ids["unit"]}


def occasion(world: Any) -> dict[str, Any]:
    """An occasion at which people were heard, written for the trial."""
    said = {"held_on": NOW.date(), "kind": "workshop", "group": "forældre", "people": 12}
    return room(world) | {"pk": Involvement.objects.create(strategy_id=world.ids["strategy"], **said).pk}


def message(world: Any) -> dict[str, Any]:
    """Something in the communication plan, written for the trial."""
    said = {"due_on": NOW.date(), "audience": "forældre", "message": "Vi er i gang."}
    return room(world) | {"pk": Communication.objects.create(strategy_id=world.ids["strategy"], **said).pk}


def step(world: Any) -> dict[str, Any]:
    """A step of the path for somebody new, written for the trial."""
    said = {"position": 1, "title": "Velkommen", "text": "Læs visionen."}
    return room(world) | {"pk": OnboardingStep.objects.create(strategy_id=world.ids["strategy"], **said).pk}


def year(world: Any) -> dict[str, Any]:
    """The year's review, which only those who keep the strategy may begin; nobody has."""
    return room(world) | {"year": 2026}


ROWS: dict[str, Row] = {
    "municipality_strategies": (home, "302 302 302 302 404 404 302 200 404"),
    "strategy_new": (home, "302 200 403 403 404 404 403 403 404"),
    "units": (home, "302 200 200 200 404 404 200 200 404"),
    "unit_new": (home, "302 200 403 403 404 404 403 403 404"),
    "unit_edit": (unit, "302 200 403 403 404 404 403 403 404"),
    "POST unit_active": (unit, "302 302 403 403 404 404 403 403 404"),
    "strategies": (lambda _: {}, "200 200 200 200 200 200 200 200 200"),
    "strategy": (room, "200 200 200 200 200 200 200 200 200"),
    "strategy_version": (lambda w: room(w) | {"number": 1}, "200 200 200 200 200 200 200 200 200"),
    "strategy_edit": (room, "302 302 403 403 404 404 403 404 404"),
    "strategy_part": (lambda w: room(w) | {"part": "elementer"}, "302 302 403 403 404 404 403 404 404"),
    "POST strategy_publish": (room, "302 302 403 403 404 404 403 404 404"),
    "POST strategy_next": (room, "302 302 403 403 404 404 403 404 404"),
    "POST strategy_discard": (room, "302 302 403 403 404 404 403 404 404"),
    "strategy_work": (room, "302 200 200 200 404 404 200 404 404"),
    "involvement": (room, "302 200 200 200 404 404 200 404 404"),
    "POST involvement": (room, "302 422 403 403 404 404 403 404 404"),
    "involvement_edit": (occasion, "302 200 403 403 404 404 403 404 404"),
    "communications": (room, "302 200 200 200 404 404 200 404 404"),
    "POST communications": (room, "302 422 403 403 404 404 403 404 404"),
    "communication_edit": (message, "302 200 403 403 404 404 403 404 404"),
    "POST communication_done": (message, "302 302 403 403 404 404 403 404 404"),
    "onboarding": (room, "302 200 200 200 404 404 200 404 404"),
    "POST onboarding_take": (step, "302 302 302 302 404 404 302 404 404"),
    "onboarding_edit": (room, "302 200 403 403 404 404 403 404 404"),
    "strategy_review": (year, "302 200 404 404 404 404 404 404 404"),
    "POST strategy_review": (year, "302 422 403 403 404 404 403 404 404"),
    "POST strategy_review_decide": (year, "302 404 403 403 404 404 403 404 404"),
    "rounds": (room, "302 200 200 200 404 404 200 404 404"),
    "round_new": (room, "302 200 403 403 404 404 403 404 404"),
    "round": (one_round, "302 200 200 200 404 404 200 404 404"),
    "round_edit": (one_round, "302 200 403 403 404 404 403 404 404"),
    "round_criteria": (one_round, "302 200 403 403 404 404 403 404 404"),
    "round_committee": (one_round, "302 200 403 403 404 404 403 404 404"),
    "round_announce": (one_round, "302 405 405 405 405 405 405 405 405"),
    "round_discard": (one_round, "302 405 405 405 405 405 405 405 405"),
    "application_new": (one_round, "302 200 200 403 404 404 403 404 404"),
    "application": (application, "302 200 200 404 404 404 404 404 404"),
    "application_presence": (application, "302 403 200 404 404 404 404 404 404"),
    "application_check": (application, "302 403 200 404 404 404 404 404 404"),
    "application_submit": (application, "302 405 405 405 405 405 405 405 405"),
    "application_withdraw": (application, "302 405 405 405 405 405 405 405 405"),
    "application_reopen": (application, "302 405 405 405 405 405 405 405 405"),
    "POST application_reopen": (application, "302 403 302 404 404 404 404 404 404"),
    "application_print": (application, "302 200 200 404 404 404 404 404 404"),
    "POST application_submit": (application, "302 403 302 404 404 404 404 404 404"),
    "POST application_withdraw": (application, "302 403 302 404 404 404 404 404 404"),
    "POST application_ask": (application, "302 403 302 404 404 404 404 404 404"),
    "POST application": (application, "302 403 200 404 404 404 404 404 404"),
    "POST round_announce": (one_round, "302 302 403 403 404 404 403 404 404"),
    "POST round_discard": (one_round, "302 302 403 403 404 404 403 404 404"),
    "application_team": (application, "302 405 405 405 405 405 405 405 405"),
    "application_ask": (application, "302 405 405 405 405 405 405 405 405"),
    "application_question": (question, "302 403 200 404 404 404 404 404 404"),
    "application_starters": (application, "302 403 200 404 404 404 404 404 404"),
    "application_row_new": (measure_kind, "302 403 200 404 404 404 404 404 404"),
    "application_row": (partner, "302 403 200 404 404 404 404 404 404"),
    "confirmation": (confirmation, "200 200 200 200 200 200 200 200 200"),
    **access_rows_catalogue.ROWS,
    **access_rows_committee.ROWS,
}

"""What the routes of the committee answer every role; nobody here has a seat, and the coordinator decides.

Members with a seat, and with a conflict of interest, are tested with the pages.
"""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from strategy.models import CommitteeSeat, TrialAction
from tests.factories import world as make

Row = tuple[Callable[[Any], dict[str, Any]], str]


def one_round(world: Any) -> dict[str, Any]:
    """The open round."""
    return {"pk": world.ids["round"]}


def handed_in(world: Any) -> dict[str, Any]:
    """The one that is under way, as the committee read it."""
    return one_round(world) | {"number": TrialAction.objects.get(pk=world.ids["trial_action"]).number}


def selected(world: Any) -> dict[str, Any]:
    """The one that is under way, selected only for the occasion: the trial is rolled back."""
    TrialAction.objects.filter(pk=world.ids["trial_action"]).update(state="selected")
    return {"pk": world.ids["trial_action"]}


def seated(world: Any) -> dict[str, Any]:
    """A seat in it, given only for the occasion."""
    seat = CommitteeSeat.objects.create(
        round_id=world.ids["round"], user=make.user("plads@udvalg.example"), kind="other", given_at=timezone.now()
    )
    return one_round(world) | {"seat": seat.pk}


ROWS: dict[str, Row] = {
    "committee": (one_round, "302 200 403 403 404 404 403 404 404"),
    "committee_read": (handed_in, "302 200 403 403 404 404 403 404 404"),
    "POST committee_read": (handed_in, "302 403 403 403 404 404 403 404 404"),
    "POST committee_abstain": (handed_in, "302 403 403 403 404 404 403 404 404"),
    "POST committee_ask": (handed_in, "302 200 403 403 404 404 403 404 404"),
    "POST committee_take_back": (handed_in, "302 302 403 403 404 404 403 404 404"),
    "committee_conflict": (handed_in, "302 403 403 403 404 404 403 404 404"),
    "POST committee_conflict": (handed_in, "302 403 403 403 404 404 403 404 404"),
    "committee_seat_left": (seated, "302 200 403 403 404 404 403 404 404"),
    "board": (one_round, "302 200 403 403 404 404 403 404 404"),
    "POST board": (one_round, "302 302 403 403 404 404 403 404 404"),
    "board_export": (one_round, "302 200 403 403 404 404 403 404 404"),
    "board_decide": (one_round, "302 200 403 403 404 404 403 404 404"),
    "trial_action_withdraw": (selected, "302 403 200 403 404 404 403 404 404"),
}

"""What strategies put in a municipality's room, and which of their steps its log tells (kommunens rum)."""

from typing import Any

from django.db.models import QuerySet

from partnerships import log_subjects
from strategy.models import Round, Strategy, TrialAction

# What the committee does is its own until the round is decided; drafts are the team's.
TOLD_STRATEGY = (
    "strategy.begun",
    "strategy.published",
    "strategy.next_version",
    "strategy.review_decided",
    "involvement.added",
    "involvement.removed",
    "communication.done",
)
TOLD_ROUNDS = ("round.announced", "round.decided")
TOLD_TRIAL_ACTIONS: tuple[str, ...] = (
    "trial_action.agreement_signed",
    "trial_action.started",
    "trial_action.stopped",
    "trial_action.status_handed_in",
    "trial_action.evaluated",
    "trial_action.in_catalogue",
)


def register() -> None:
    """Make the logs known to the rooms below."""
    log_subjects.register("strategy", _strategies, told=TOLD_STRATEGY)
    log_subjects.register("round", _rounds, told=TOLD_ROUNDS)
    log_subjects.register("trialaction", _trial_actions, told=TOLD_TRIAL_ACTIONS)


def _strategies(user: Any) -> QuerySet[Strategy]:
    return Strategy.objects.visible_to(user).select_related("municipality")


def _rounds(user: Any) -> QuerySet[Round]:
    return Round.objects.visible_to(user).select_related("strategy__municipality")


def _trial_actions(user: Any) -> QuerySet[TrialAction]:
    """Who has declared a conflict of interest does not read its log either."""
    return TrialAction.objects.visible_to(user).select_related("round__strategy__municipality")

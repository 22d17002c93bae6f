"""What strategies put in a municipality's room, and which of their steps its log tells (kommunens rum)."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from partnerships import log_subjects, room_cards
from partnerships.models import Municipality
from partnerships.room_cards import Card
from strategy.models import CatalogueEntry, Round, Strategy, StrategyVersion, TrialAction

# What the committee does is its own until the round is decided; drafts are the team's.
TOLD_STRATEGY = (
    "strategy.begun",
    "strategy.published",
    "strategy.next_version",
    "strategy.review_decided",
    "involvement.added",
    "involvement.removed",
    "communication.done",
    "strategy.edition_published",
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
TOLD_ENTRIES = ("catalogue_entry.retired", "catalogue_entry.released", "catalogue_entry.taken_back")


def register() -> None:
    """Make the card and the logs known to the rooms below."""
    room_cards.register("strategy", card)
    log_subjects.register("strategy", _strategies, told=TOLD_STRATEGY)
    log_subjects.register("round", _rounds, told=TOLD_ROUNDS)
    log_subjects.register("trialaction", _trial_actions, told=TOLD_TRIAL_ACTIONS)
    log_subjects.register("catalogueentry", _entries, told=TOLD_ENTRIES)


def _strategies(user: Any) -> QuerySet[Strategy]:
    return Strategy.objects.visible_to(user).select_related("municipality")


def _rounds(user: Any) -> QuerySet[Round]:
    return Round.objects.visible_to(user).select_related("strategy__municipality")


def _trial_actions(user: Any) -> QuerySet[TrialAction]:
    """Who has declared a conflict of interest does not read its log either."""
    return TrialAction.objects.visible_to(user).select_related("round__strategy__municipality")


def card(municipality: Municipality, user: Any, at: datetime) -> Card | None:
    """The municipality's strategies, each by the version that holds or else its draft. One query."""
    versions = StrategyVersion.objects.exclude(state=StrategyVersion.State.REPLACED)
    own = versions.filter(strategy__municipality=municipality, strategy__in=Strategy.objects.visible_to(user))
    rows: dict[int, StrategyVersion] = {}
    for version in own.select_related("strategy").order_by("strategy", "number"):
        if version.strategy_id not in rows or version.state == StrategyVersion.State.PUBLISHED:
            rows[version.strategy_id] = version
    if not rows:
        return None
    return Card("strategy/_room_card.html", {"versions": list(rows.values()), "municipality": municipality})


def _entries(user: Any) -> QuerySet[CatalogueEntry]:
    """An entry's log is its municipality's, also when everybody may read the entry."""
    own = Strategy.objects.visible_to(user).values("pk")
    return CatalogueEntry.objects.visible_to(user).filter(strategy__in=own).select_related("strategy__municipality")

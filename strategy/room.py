"""What strategies put in a municipality's room, and which of their steps its log tells (kommunens rum)."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from accounts.danish import in_danish_time
from partnerships import landings, log_subjects, room_cards
from partnerships.models import Municipality
from partnerships.room_cards import Card
from strategy import rules, trial_action_pages, waiting
from strategy.models import CatalogueEntry, CommitteeSeat, Round, Strategy, StrategyVersion, TrialAction, Unit

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
UNDER_WAY = (TrialAction.State.SELECTED, TrialAction.State.AGREED, TrialAction.State.RUNNING)
TOLD_ENTRIES = ("catalogue_entry.retired", "catalogue_entry.released", "catalogue_entry.taken_back")


def register() -> None:
    """Make the card and the logs known to the rooms below."""
    room_cards.register("strategy", card)
    landings.register("strategy", landing)
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


@dataclass
class GoingOn:
    """A strategy by the version that holds, or else its draft, with what goes on in it.

    `unsigned` of those that are `chosen` lack the agreement, and `late` of them lack measurements.
    """

    version: StrategyVersion
    rounds: list[Round] = field(default_factory=list)
    chosen: int = 0
    unsigned: int = 0
    late: int = 0
    entries: int = 0


def landing(user: Any) -> str:
    """The person's own page, for those who sit in a committee, lead a unit or are on a team."""
    own = CommitteeSeat.objects.present().filter(user=user, round__announced_at__isnull=False).exists()
    if own or Unit.objects.led_by(user).exists() or TrialAction.objects.of_team(user).exists():
        return reverse("own_work")
    return ""


def card(municipality: Municipality, user: Any, at: datetime) -> Card | None:
    """The municipality's strategies with what goes on in them and what waits for the person. At most ten queries.

    Without a strategy only those see it who can begin one.
    """
    shown = going_on(municipality, user, at)
    may_lead = rules.can_lead(user, municipality)
    if not shown and not may_lead:
        return None
    context = {
        "shown": list(shown.values()),
        "waiting": waiting.of(user, municipality, at) if shown else [],
        "municipality": municipality,
        "may_lead": may_lead,
        "at": at,
    }
    return Card("strategy/_room_card.html", context)


def going_on(municipality: Municipality, user: Any, at: datetime) -> dict[int, GoingOn]:
    """What goes on in each strategy, by its id, as far as the person may know. Four queries, one when there is none."""
    versions = StrategyVersion.objects.exclude(state=StrategyVersion.State.REPLACED)
    own = versions.filter(strategy__municipality=municipality, strategy__in=Strategy.objects.visible_to(user))
    found: dict[int, GoingOn] = {}
    for version in own.select_related("strategy").order_by("strategy", "number"):
        if version.strategy_id not in found or version.state == StrategyVersion.State.PUBLISHED:
            found[version.strategy_id] = GoingOn(version)
    if not found:
        return found
    rounds = Round.objects.filter(strategy__in=found, announced_at__isnull=False, decided_at=None)
    for row in rounds.order_by("closes_at", "pk"):
        found[row.strategy_id].rounds.append(row)
    actions = TrialAction.objects.visible_to(user).filter(round__strategy__in=found, state__in=UNDER_WAY)
    late = Count("pk", filter=trial_action_pages.lacks_measurements(today=in_danish_time(at).date()))
    unsigned = Count("pk", filter=Q(state=TrialAction.State.SELECTED))
    counted = actions.order_by().values("round__strategy").annotate(chosen=Count("pk"), unsigned=unsigned, late=late)
    for count in counted:
        one = found[count["round__strategy"]]
        one.chosen, one.unsigned, one.late = count["chosen"], count["unsigned"], count["late"]
    entries = CatalogueEntry.objects.visible_to(user).filter(strategy__in=found, state=CatalogueEntry.State.PUBLISHED)
    for owner, many in entries.order_by().values_list("strategy").annotate(count=Count("pk", distinct=True)):
        found[owner].entries = many
    return found


def _entries(user: Any) -> QuerySet[CatalogueEntry]:
    """An entry's log is its municipality's, also when everybody may read the entry."""
    own = Strategy.objects.visible_to(user).values("pk")
    return CatalogueEntry.objects.visible_to(user).filter(strategy__in=own).select_related("strategy__municipality")

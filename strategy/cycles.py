"""Improvement cycles: plan, try, reflect, adjust, each with its date (forbedringscyklusser).

The trial action's row is locked first. A part can be written when the one before it has been; writing it takes the
cycle there. `revision` is the one the person saw, so that two who write at once are told of each other.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db import transaction

from accounts.danish import in_danish_time
from accounts.models import User
from strategy import doing
from strategy.doing import DoingRefused, State
from strategy.models import ImprovementCycle, TrialAction

Step = ImprovementCycle.Step
MOST = 40
NOT_YET = "Dagen er ikke kommet endnu."


class Part(StrEnum):
    """The four parts of a cycle, in order."""

    PLAN = "plan"
    TRY = "try"
    REFLECT = "reflect"
    ADJUST = "adjust"


PARTS = tuple(Part)
# Which step a cycle is at when the part has been written.
LEADS_TO = {Part.PLAN: Step.PLAN, Part.TRY: Step.TRY, Part.REFLECT: Step.REFLECT, Part.ADJUST: Step.DONE}
STEPS = tuple(LEADS_TO.values())


class CycleChanged(DoingRefused):
    """A colleague wrote in it meanwhile; `cycle` is as it stands now."""

    def __init__(self, cycle: ImprovementCycle) -> None:
        super().__init__(
            "En kollega har skrevet i cyklussen imens. Det, der er anderledes, står herunder. Din tekst er ikke gemt: "
            "gem igen, hvis den skal erstatte det."
        )
        self.cycle = cycle


@dataclass(frozen=True)
class Plan:
    """What is tried, what one wants to know, and what one thinks will happen."""

    title: str
    planned_on: date
    question: str
    prediction: str


@dataclass(frozen=True)
class Try:
    """When it was tried, and what was done."""

    tried_from: date
    tried_to: date | None
    tried: str


@dataclass(frozen=True)
class Reflect:
    """What happened, held against what was predicted."""

    reflected_on: date
    result: str
    against_prediction: str


@dataclass(frozen=True)
class Adjust:
    """What was decided: to adopt it, to adapt it, or to abandon it."""

    adjusted_on: date
    decision: str
    adjustment: str


Content = Plan | Try | Reflect | Adjust
PART_OF: Mapping[type[Any], Part] = {Plan: Part.PLAN, Try: Part.TRY, Reflect: Part.REFLECT, Adjust: Part.ADJUST}


@transaction.atomic
def begin(*, trial_action: TrialAction, plan: Plan, by: User, at: datetime) -> ImprovementCycle:
    """Plan a new cycle. The same plan as the latest is that one.

    Raises:
        DoingRefused: the trial action is not under way, or there are too many.
    """
    return _begin(trial_action, plan, by, at, action="cycle_begun", words="planlagde cyklus {}")


def _begin(
    trial_action: TrialAction, plan: Plan, by: User, at: datetime, *, action: str, words: str
) -> ImprovementCycle:
    owner = _lock(trial_action)
    latest = owner.cycles.order_by("-number").first()
    if latest is not None and _says(latest, plan):
        return latest
    number = latest.number + 1 if latest else 1
    if number > MOST:
        raise DoingRefused(f"Der er {MOST} cyklusser. Flere kan der ikke være.")
    row = ImprovementCycle.objects.create(trial_action=owner, number=number, **asdict(plan))
    doing.record(action, words.format(number), owner, by=by, at=at)
    return row


@transaction.atomic
def discard(*, cycle: ImprovementCycle, revision: int, by: User, at: datetime) -> dict[str, Any] | None:
    """Delete a cycle that is only planned; what is returned can bring it back. None when it was gone already.

    Raises:
        CycleChanged, DoingRefused: a colleague changed the plan, or it is being tried.
    """
    owner = _lock(cycle.trial_action)
    row = ImprovementCycle.objects.filter(pk=cycle.pk, trial_action=owner).first()
    if row is None:
        return None
    if row.step != Step.PLAN:
        raise DoingRefused("Cyklussen er prøvet af og bliver stående, så andre kan lære af den. Afslut den i stedet.")
    if row.revision != revision:
        raise CycleChanged(row)
    plan = Plan(row.title, row.planned_on, row.question, row.prediction)
    row.delete()
    doing.record("cycle_removed", f"slettede cyklus {row.number}", owner, by=by, at=at)
    return {**asdict(plan), "planned_on": plan.planned_on.isoformat()}


@transaction.atomic
def bring_back(*, trial_action: TrialAction, removed: Mapping[str, Any], by: User, at: datetime) -> ImprovementCycle:
    """Undo a deletion, after those begun meanwhile; `removed` is what `discard` returned. Twice is once.

    Raises:
        DoingRefused: the trial action is not under way, or there are too many.
    """
    plan = Plan(**{**removed, "planned_on": date.fromisoformat(removed["planned_on"])})
    return _begin(trial_action, plan, by, at, action="cycle_restored", words="bragte cyklus {} tilbage")


@transaction.atomic
def write(*, cycle: ImprovementCycle, content: Content, revision: int, by: User, at: datetime) -> ImprovementCycle:
    """Write a part of a cycle, which takes it there. The same again changes nothing.

    Raises:
        CycleChanged, DoingRefused: nothing is saved.
    """
    owner = _lock(cycle.trial_action)
    row = ImprovementCycle.objects.filter(pk=cycle.pk, trial_action=owner).first()
    if row is None:
        raise DoingRefused("En kollega har slettet cyklussen imens. Planlæg den igen, hvis I vil prøve den.")
    part = PART_OF[type(content)]
    reached, leads_to = STEPS.index(Step(row.step)), PARTS.index(part)
    if leads_to <= reached and _says(row, content):
        return row
    if row.revision != revision:
        raise CycleChanged(row)
    if leads_to > reached + 1:
        raise DoingRefused("Skriv det, der kommer før, først: planlæg, afprøv, reflektér, justér.")
    for name, value in asdict(content).items():
        setattr(row, name, value)
    row.step = STEPS[max(reached, leads_to)]
    row.revision += 1
    _check_dates(row, in_danish_time(at).date())
    row.save()
    words = {
        Part.PLAN: "rettede planen for",
        Part.TRY: "skrev afprøvningen i",
        Part.REFLECT: "skrev refleksionen i",
        Part.ADJUST: f"afgjorde ({row.get_decision_display().lower()})",
    }
    doing.record(f"cycle_{part}", f"{words[part]} cyklus {row.number}", owner, by=by, at=at)
    return row


def _lock(trial_action: TrialAction) -> TrialAction:
    return doing.lock(
        trial_action, states=(State.RUNNING,), refusal="Cyklusser skrives, mens prøvehandlingen er i gang."
    )


def _says(row: ImprovementCycle, content: Content) -> bool:
    return all(getattr(row, name) == value for name, value in asdict(content).items())


def _check_dates(row: ImprovementCycle, today: date) -> None:
    if any(day and day > today for day in (row.tried_from, row.reflected_on, row.adjusted_on)):
        raise DoingRefused(NOT_YET)
    if row.tried_from and row.tried_to and row.tried_to < row.tried_from:
        raise DoingRefused("Afprøvningen kan ikke slutte, før den begyndte.")
    if row.tried_from and row.reflected_on and row.reflected_on < row.tried_from:
        raise DoingRefused("I kan ikke reflektere over noget, I ikke er begyndt at prøve.")
    if row.reflected_on and row.adjusted_on and row.adjusted_on < row.reflected_on:
        raise DoingRefused("Beslutningen kan ikke ligge før refleksionen.")

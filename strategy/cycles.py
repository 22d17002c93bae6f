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

from accounts.models import User
from strategy import doing
from strategy.doing import DoingRefused, State
from strategy.models import ImprovementCycle, TrialAction

Step = ImprovementCycle.Step
MOST = 40


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
    owner = _lock(trial_action)
    latest = owner.cycles.order_by("-number").first()
    if latest is not None and _says(latest, plan):
        return latest
    number = latest.number + 1 if latest else 1
    if number > MOST:
        raise DoingRefused(f"Der er {MOST} cyklusser. Flere kan der ikke være.")
    row = ImprovementCycle.objects.create(trial_action=owner, number=number, **asdict(plan))
    doing.record("cycle_begun", f"planlagde cyklus {number}: {doing.short(row.title)}", owner, by=by, at=at)
    return row


@transaction.atomic
def write(*, cycle: ImprovementCycle, content: Content, revision: int, by: User, at: datetime) -> ImprovementCycle:
    """Write a part of a cycle, which takes it there. The same again changes nothing.

    Raises:
        CycleChanged, DoingRefused: nothing is saved.
    """
    owner = _lock(cycle.trial_action)
    row = ImprovementCycle.objects.get(pk=cycle.pk, trial_action=owner)
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
    _check_dates(row)
    row.save()
    words = {
        Part.PLAN: "rettede planen for",
        Part.TRY: "skrev afprøvningen i",
        Part.REFLECT: "skrev refleksionen i",
        Part.ADJUST: f"afgjorde ({row.get_decision_display().lower()})",
    }
    text = f"{words[part]} cyklus {row.number}: {doing.short(row.title)}"
    doing.record(f"cycle_{part}", text, owner, by=by, at=at)
    return row


def _lock(trial_action: TrialAction) -> TrialAction:
    return doing.lock(
        trial_action, states=(State.RUNNING,), refusal="Cyklusser skrives, mens prøvehandlingen er i gang."
    )


def _says(row: ImprovementCycle, content: Content) -> bool:
    return all(getattr(row, name) == value for name, value in asdict(content).items())


def _check_dates(row: ImprovementCycle) -> None:
    if row.tried_from and row.tried_to and row.tried_to < row.tried_from:
        raise DoingRefused("Afprøvningen kan ikke slutte, før den begyndte.")
    if row.tried_from and row.reflected_on and row.reflected_on < row.tried_from:
        raise DoingRefused("I kan ikke reflektere over noget, I ikke er begyndt at prøve.")
    if row.reflected_on and row.adjusted_on and row.adjusted_on < row.reflected_on:
        raise DoingRefused("Beslutningen kan ikke ligge før refleksionen.")

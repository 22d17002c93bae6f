"""The short path through a strategy for somebody new, and how far each person is on it (introduktion).

The strategy's row is locked first; it owns the steps. A step keeps its identity when it is rewritten or moved, so that
those who have been through it still have.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.danish import in_words
from accounts.models import User
from strategy import strategies
from strategy.marks import digest
from strategy.models import OnboardingProgress, OnboardingStep, Strategy

MAX_STEPS = 12


class OnboardingRefused(Exception):
    """What was asked for cannot be done; the message is for the person."""


@dataclass(frozen=True)
class Step:
    """A step of the path. `key` is the row it is already kept in, 0 for a new one; `minutes` is what it takes."""

    title: str
    text: str
    link: str = ""
    minutes: int = 5
    key: int = 0


class StepsChanged(OnboardingRefused):
    """A colleague saved the path after this person read it; `saved` is as it stands now."""

    def __init__(self, saved: list[Step]) -> None:
        super().__init__(
            "En kollega har rettet introduktionen, mens du skrev. Det, der er gemt, står herunder. "
            "Din tekst er ikke gemt: gem igen, hvis den skal erstatte det."
        )
        self.saved = saved


def steps_of(strategy: Strategy) -> list[Step]:
    """The path as it is kept. One query."""
    return [Step(row.title, row.text, row.link, row.minutes, row.pk) for row in strategy.onboarding.all()]


def mark_of(steps: Sequence[Step]) -> str:
    """Stands for what the path says, in its order."""
    return digest(steps)


@transaction.atomic
def save(*, strategy: Strategy, steps: Sequence[Step], seen: str, by: User, at: datetime) -> None:
    """Save the whole path in its order. The same again changes nothing.

    Raises:
        StepsChanged, OnboardingRefused: nothing is saved.
    """
    owner = strategies.lock(strategy)
    saved = steps_of(owner)
    if list(steps) == saved:
        return
    if mark_of(saved) != seen:
        raise StepsChanged(saved)
    if len(steps) > MAX_STEPS:
        raise OnboardingRefused(f"Introduktionen kan højst have {MAX_STEPS} trin. Så bliver den læst.")
    kept = {step.key for step in steps if step.key}
    OnboardingStep.objects.filter(strategy=owner).exclude(pk__in=kept).delete()
    known = {row.pk: row for row in OnboardingStep.objects.filter(strategy=owner)}
    for position, step in enumerate(steps, start=1):
        row = known.get(step.key) or OnboardingStep(strategy=owner)
        row.position, row.title, row.text = position, step.title, step.text
        row.link, row.minutes = step.link, step.minutes
        row.save()
    titles = in_words([f"“{step.title}”" for step in steps]) or "ingen trin"
    code = owner.municipality.code
    audit.record(
        action="onboarding.saved", summary=f"rettede introduktionen: {titles}", subject=owner, at=at, by=by, scope=code
    )


@transaction.atomic
def take(*, step: OnboardingStep, is_done: bool, by: User, at: datetime) -> None:
    """Say that one has been through a step, or not after all. Doing it twice changes nothing."""
    strategies.lock(step.strategy)
    if not is_done:
        OnboardingProgress.objects.filter(step=step, user=by).delete()
    elif OnboardingStep.objects.filter(pk=step.pk).exists():
        OnboardingProgress.objects.get_or_create(step=step, user=by, defaults={"at": at})

"""The overall assessment: three headlines at most, what cannot be said, and the next steps (samlet vurdering).

It is saved as one. `seen` stands for what the person read, so that a colleague's words are never replaced unseen.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from screening import assessments, screenings
from screening.assessments import WorkRefused
from screening.models import Headline, NextStep, Screening

MAX_HEADLINES = 3
MAX_STEPS = 6


@dataclass(frozen=True)
class Statement:
    """A headline and what stands behind it."""

    heading: str
    text: str


@dataclass(frozen=True)
class Step:
    """What happens after the report, and when."""

    when: str
    title: str
    text: str = ""


@dataclass(frozen=True)
class Overall:
    """The whole of it, in order."""

    headlines: tuple[Statement, ...] = ()
    limits: str = ""
    next_steps: tuple[Step, ...] = ()

    @property
    def mark(self) -> str:
        """Stands for what it says."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:32]


class OverallChanged(WorkRefused):
    """A colleague saved something else after this person read; `overall` is as it stands now."""

    def __init__(self, overall: Overall) -> None:
        super().__init__(
            "En kollega har gemt en anden samlet vurdering, mens du skrev. Den står herunder. Din tekst er ikke gemt: "
            "gem igen, hvis den skal erstatte den."
        )
        self.overall = overall


def of(screening: Screening) -> Overall:
    """What stands now. `screening` must be fresh: its limits are read from it."""
    return Overall(
        tuple(Statement(row.heading, row.text) for row in screening.headlines.all()),
        screening.limits,
        tuple(Step(row.when, row.title, row.text) for row in screening.next_steps.all()),
    )


@transaction.atomic
def save(*, screening: Screening, overall: Overall, seen: str, by: User, at: datetime) -> Overall:
    """Save the overall assessment; `seen` is the `mark` of what the person read. The same again changes nothing.

    Raises:
        OverallChanged: a colleague saved something else meanwhile.
        WorkRefused: the screening is not being worked on, or it says too much.
    """
    owner = assessments.lock(screening)
    before = of(owner)
    if before == overall:
        return before
    if before.mark != seen:
        raise OverallChanged(before)
    if len(overall.headlines) > MAX_HEADLINES or len(overall.next_steps) > MAX_STEPS:
        raise WorkRefused(f"Skriv højst {MAX_HEADLINES} overskrifter og {MAX_STEPS} næste skridt.")
    owner.headlines.all().delete()
    owner.next_steps.all().delete()
    Headline.objects.bulk_create(
        Headline(screening=owner, position=position, **asdict(one)) for position, one in enumerate(overall.headlines, 1)
    )
    NextStep.objects.bulk_create(
        NextStep(screening=owner, position=position, **asdict(one))
        for position, one in enumerate(overall.next_steps, 1)
    )
    owner.limits = overall.limits
    owner.save(update_fields=["limits"])
    screenings.touch_assessing(owner, by=by, at=at)
    screenings.record("overall_changed", "skrev den samlede vurdering", owner, by, at)
    return overall

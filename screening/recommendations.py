"""Recommendations on a lever: adjust practice, or look deeper (anbefalinger).

The screening's row is locked first. A recommendation has a revision of its own.
"""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from screening import assessments, positions, screenings
from screening.assessments import WorkRefused
from screening.models import Recommendation, Screening

MAX_RECOMMENDATIONS = 6


class RecommendationChanged(WorkRefused):
    """A colleague changed it after this person read it; `recommendation` is as it stands now."""

    def __init__(self, recommendation: Recommendation) -> None:
        super().__init__(
            f"{recommendation.updated_by.display_name} har ændret anbefalingen, mens du skrev. Det, der er gemt, står "
            "herunder. Din tekst er ikke gemt: gem igen, hvis den skal erstatte det."
        )
        self.recommendation = recommendation


@dataclass(frozen=True)
class Words:
    """What is recommended, by whom and when it could be done. `owner` is a role."""

    kind: str
    title: str
    text: str
    owner: str = ""
    when: str = ""


@transaction.atomic
def add(*, screening: Screening, number: int, words: Words, by: User, at: datetime) -> Recommendation:
    """Add a recommendation to lever `number`, as the last. The same twice is one.

    Raises:
        WorkRefused: the screening is not being worked on, or there are too many.
    """
    owner = assessments.lock(screening)
    assessment = assessments.begun(owner, number, by=by, at=at)
    same = assessment.recommendations.filter(**asdict(words)).first()
    if same is not None:
        return same
    if assessment.recommendations.count() >= MAX_RECOMMENDATIONS:
        raise WorkRefused(f"Der er {MAX_RECOMMENDATIONS} anbefalinger på grebet. Vælg de vigtigste.")
    row = Recommendation.objects.create(
        assessment=assessment,
        position=positions.last(assessment.recommendations.all()) + 1,
        updated_at=at,
        updated_by=by,
        **asdict(words),
    )
    screenings.record("recommendation_added", f"anbefalede på greb {number}: “{words.title}”", owner, by, at)
    return row


@transaction.atomic
def change(*, recommendation: Recommendation, words: Words, revision: int, by: User, at: datetime) -> Recommendation:
    """Change a recommendation. The same again changes nothing.

    Raises:
        RecommendationChanged: a colleague changed it meanwhile.
        WorkRefused: a colleague removed it, or the screening is not being worked on.
    """
    owner = assessments.lock(recommendation.assessment.screening)
    row = _own(owner, recommendation)
    if row is None:
        raise WorkRefused("En kollega har slettet anbefalingen imens. Skriv den som en ny, hvis den stadig gælder.")
    if words_of(row) == words:
        return row
    if row.revision != revision:
        raise RecommendationChanged(row)
    for name, value in asdict(words).items():
        setattr(row, name, value)
    row.revision, row.updated_at, row.updated_by = row.revision + 1, at, by
    row.save()
    summary = f"ændrede en anbefaling på greb {row.assessment.lever.number}: “{words.title}”"
    screenings.record("recommendation_changed", summary, owner, by, at)
    return row


@transaction.atomic
def remove(*, recommendation: Recommendation, by: User, at: datetime) -> None:
    """Remove a recommendation. Doing it twice changes nothing; the log tells its title and keeps the rest."""
    owner = assessments.lock(recommendation.assessment.screening)
    row = _own(owner, recommendation)
    if row is None:
        return
    summary = f"slettede en anbefaling på greb {row.assessment.lever.number}: “{row.title}”"
    said = asdict(words_of(row))
    row.delete()
    screenings.record("recommendation_removed", summary, owner, by, at, **said)


@transaction.atomic
def move(*, recommendation: Recommendation, up: bool, by: User, at: datetime) -> None:
    """Move a recommendation one place up or down on its lever. The order is the report's."""
    owner = assessments.lock(recommendation.assessment.screening)
    row = _own(owner, recommendation)
    if row is not None:
        positions.move(row, row.assessment.recommendations.all(), up=up)


def words_of(row: Recommendation) -> Words:
    """What a recommendation says."""
    return Words(row.kind, row.title, row.text, row.owner, row.when)


def _own(owner: Screening, recommendation: Recommendation) -> Recommendation | None:
    rows = Recommendation.objects.select_related("assessment__lever", "updated_by")
    return rows.filter(pk=recommendation.pk, assessment__screening=owner).first()

"""The yearly look at the strategy itself: what is kept, adjusted and dropped, and then the next version (evaluering).

The strategy's row is locked first. `revision` is the one the person saw (0 when nothing was written yet).
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.models import User
from strategy import strategies
from strategy.models import ReviewPoint, Strategy, StrategyReview, StrategyVersion

MAX_POINTS = 40


class ReviewRefused(Exception):
    """What was asked for cannot be done; the message is for the person."""


@dataclass(frozen=True)
class Point:
    """Something to keep, adjust or drop."""

    kind: str
    text: str


@dataclass(frozen=True)
class Content:
    """What a year's review says."""

    summary: str
    points: tuple[Point, ...] = ()


class ReviewChanged(ReviewRefused):
    """A colleague saved after this person read; `review` and `saved` are as they stand now."""

    def __init__(self, review: StrategyReview, saved: Content) -> None:
        super().__init__(
            "En kollega gemte evalueringen, mens du skrev. Det, der er gemt, står herunder. "
            "Din tekst er ikke gemt: gem igen, hvis den skal erstatte det."
        )
        self.review, self.saved = review, saved


def content_of(review: StrategyReview | None) -> Content:
    """What has been written. One query."""
    if review is None:
        return Content("")
    return Content(review.summary, tuple(Point(row.kind, row.text) for row in review.points.all()))


@transaction.atomic
def save(*, strategy: Strategy, year: int, content: Content, revision: int, by: User, at: datetime) -> StrategyReview:
    """Save a year's review; the first save begins it. The same again changes nothing.

    Raises:
        ReviewChanged, ReviewRefused: nothing is saved.
    """
    owner = strategies.lock(strategy)
    row = StrategyReview.objects.filter(strategy=owner, year=year).first()
    saved = content_of(row)
    if row is not None and row.decided_at is not None:
        raise ReviewRefused(f"Evalueringen for {year} er afsluttet og kan ikke rettes.")
    if row is not None and saved == content:
        return row
    if (row.revision if row else 0) != revision:
        if row is None:
            raise ReviewRefused("Evalueringen er væk. Genindlæs siden.")
        raise ReviewChanged(row, saved)
    if len(content.points) > MAX_POINTS:
        raise ReviewRefused(f"Evalueringen kan højst have {MAX_POINTS} punkter.")
    if row is None and content == Content(""):
        raise ReviewRefused("Skriv en vurdering eller et punkt, før I gemmer.")
    if row is None:
        row = StrategyReview(strategy=owner, year=year, reviewed=_published(owner), revision=0)
    row.summary, row.revision = content.summary, row.revision + 1
    row.save()
    row.points.all().delete()
    ReviewPoint.objects.bulk_create(
        ReviewPoint(review=row, position=position, kind=point.kind, text=point.text)
        for position, point in enumerate(content.points, start=1)
    )
    return row


@transaction.atomic
def decide(*, review: StrategyReview, revision: int, by: User, at: datetime) -> StrategyVersion:
    """Close a year's review; the next version of the strategy begins as a draft. Doing it twice begins one.

    Raises:
        ReviewChanged, ReviewRefused: nothing has been written, or it is not what the person read.
    """
    owner = strategies.lock(review.strategy)
    row = StrategyReview.objects.select_related("next_version").get(pk=review.pk)
    if row.decided_at is not None:
        return row.next_version or strategies.next_version(strategy=owner, by=by, at=at)
    if row.revision != revision:
        raise ReviewChanged(row, content_of(row))
    if not row.summary or not row.points.exists():
        raise ReviewRefused("Skriv en samlet vurdering og mindst ét punkt, før I afslutter.")
    draft = strategies.next_version(strategy=owner, by=by, at=at)
    row.decided_at, row.decided_by, row.next_version = at, by, draft
    row.save(update_fields=["decided_at", "decided_by", "next_version"])
    audit.record(
        action="strategy.review_decided",
        summary=f"afsluttede evalueringen af strategien for {row.year}; udgave {draft.number} er begyndt",
        subject=owner,
        at=at,
        by=by,
        scope=owner.municipality.code,
    )
    return draft


def by_kind(content: Content) -> list[dict[str, object]]:
    """The points as pages show them: {kind, label, texts} for what is kept, adjusted and dropped."""
    return [
        {"kind": kind, "label": label, "texts": [point.text for point in content.points if point.kind == kind]}
        for kind, label in ReviewPoint.Kind.choices
    ]


def leading_to(draft: StrategyVersion) -> list[dict[str, object]]:
    """What the review that the draft comes from decided; nothing when it was begun without one. At most two queries."""
    row = StrategyReview.objects.filter(next_version=draft).order_by("-year").first()
    return by_kind(content_of(row)) if row is not None else []


def _published(strategy: Strategy) -> StrategyVersion:
    row = strategy.versions.filter(state=StrategyVersion.State.PUBLISHED).first()
    if row is None:
        raise ReviewRefused("Strategien er ikke offentliggjort endnu, så der er intet at evaluere.")
    return row

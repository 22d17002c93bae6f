"""The levels of delivered reports: what the municipality holds in its hands, never what is still being written.

They are read from the newest delivered report's frozen snapshot, so that they are the ones printed.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from partnerships.lever_profiles import LeverProfile
from screening.models import AnalysisModel, Report, Screening
from screening.models.analysis import LEVERS

STRONG, CHALLENGED = 4, 2  # from this level up, and from this level down


@dataclass(frozen=True)
class Delivered:
    """What the newest delivered report says of each lever, in order; None where it says nothing."""

    screening: int
    municipality: int
    participation: int
    version: int
    delivered_at: datetime
    levels: tuple[int | None, ...]
    potentials: tuple[int | None, ...] = (None,) * len(LEVERS)
    feasibilities: tuple[int | None, ...] = (None,) * len(LEVERS)

    @property
    def is_complete(self) -> bool:
        """Every lever has a level."""
        return None not in self.levels

    @property
    def profile(self) -> LeverProfile:
        numbered = [(number, level) for number, level in enumerate(self.levels, 1) if level is not None]
        return LeverProfile(
            strong=frozenset(number for number, level in numbered if level >= STRONG),
            challenged=frozenset(number for number, level in numbered if level <= CHALLENGED),
        )


def delivered(screenings: QuerySet[Screening] | Iterable[Screening]) -> dict[int, Delivered]:
    """The levels of those of the screenings that are delivered, by screening. One query, and small rows."""
    said = ("level", "potential", "feasibility")
    paths = [f"snapshot__levers__{place}__{what}" for what in said for place in range(len(LEVERS))]
    rows = (
        Report.objects.filter(screening__in=screenings, delivered_at__isnull=False)
        .order_by("screening", "-version")
        .distinct("screening")
        .values_list(
            "screening",
            "screening__participation__enrolment__municipality",
            "screening__participation",
            "version",
            "delivered_at",
            *paths,
        )
    )
    return {row[0]: Delivered(*row[:5], *_thirds(row[5:])) for row in rows}


def _thirds(values: Sequence[Any]) -> tuple[tuple[int | None, ...], ...]:
    count = len(LEVERS)
    return tuple(tuple(values[start : start + count]) for start in range(0, len(values), count))


def profiles(participation_ids: Collection[int]) -> Mapping[int, LeverProfile]:
    """The profiles of the participations whose pre-analysis is delivered. One query."""
    screenings = Screening.objects.live().filter(participation__in=participation_ids)
    return {row.participation: row.profile for row in delivered(screenings).values()}


def short_titles() -> dict[str, dict[int, str]]:
    """The levers' short titles in each area's model in use, by area and number. One query."""
    found: dict[str, dict[int, str]] = {}
    rows = AnalysisModel.objects.published().order_by("version")
    for area, number, title in rows.values_list("area", "levers__number", "levers__short_title"):
        found.setdefault(area, {})[number] = title
    return found

"""Publishing the benchmark's editions from accepted screenings, and who is shown them (benchmark).

`screening.benchmark` says when an edition may be made and seen. Once a day it is tried; an edition is never changed.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from partnerships.models.areas import AREA_ORDER
from screening import benchmark, delivered_levels
from screening.benchmark import Member, Quartiles
from screening.models import BenchmarkEdition, BenchmarkMember, Screening

EDITION_LOCK = 7_007_001  # of PostgreSQL's advisory locks: one process makes editions at a time


@dataclass(frozen=True)
class Edition:
    """An edition as it is shown, the same figures to all who may see it."""

    number: int
    created_at: datetime
    figures: dict[int, Quartiles]


def publish_due(*, at: datetime) -> int:
    """Make an edition in each area where one may be made; how many were. Running it twice changes nothing."""
    return sum(publish(area=area, at=at) is not None for area in AREA_ORDER)


@transaction.atomic
def publish(*, area: str, at: datetime) -> BenchmarkEdition | None:
    """Make an edition of what is accepted in the area now, or None when too few are new since the earlier ones."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [EDITION_LOCK])
    members = members_of(area)
    earlier = _editions(area)
    if not benchmark.may_publish(members, earlier=earlier.values()):
        return None
    edition = BenchmarkEdition.objects.create(
        area=area,
        number=max(earlier, default=0) + 1,
        created_at=at,
        figures={str(lever): [row.lower, row.median, row.upper] for lever, row in benchmark.figures(members).items()},
    )
    BenchmarkMember.objects.bulk_create(
        BenchmarkMember(edition=edition, municipality_id=member.municipality, screening_id=member.screening)
        for member in members
    )
    return edition


def members_of(area: str) -> list[Member]:
    """Each municipality's newest accepted screening in the area that has a level on all seven levers. Two queries."""
    accepted = Screening.objects.live().filter(
        state=Screening.State.ACCEPTED, participation__partnership__area=area, accepted_at__isnull=False
    )
    newest: dict[int, Member] = {}
    found = delivered_levels.delivered(accepted)
    for screening in accepted.order_by("accepted_at", "pk").values_list("pk", flat=True):
        row = found.get(screening)
        if row is not None and row.is_complete:
            levels = tuple(level for level in row.levels if level is not None)
            newest[row.municipality] = Member(row.municipality, screening, levels)
    return list(newest.values())


def _editions(area: str) -> dict[int, dict[int, int]]:
    """The editions there are: number, and the screening of each municipality behind it."""
    found: dict[int, dict[int, int]] = {}
    rows = BenchmarkMember.objects.filter(edition__area=area)
    for number, municipality, screening in rows.values_list("edition__number", "municipality", "screening"):
        found.setdefault(number, {})[municipality] = screening
    return found


def shown_to(*, area: str, known: Collection[int]) -> Edition | None:
    """The newest edition that a reader who knows the levels of the municipalities `known` may see. Two queries."""
    behind = _editions(area)
    for row in BenchmarkEdition.objects.filter(area=area).order_by("-number"):
        before = [members for number, members in behind.items() if number < row.number]
        if benchmark.may_see(behind[row.number], earlier=before, known=known):
            figures = {int(lever): Quartiles(*quartiles) for lever, quartiles in row.figures.items()}
            return Edition(row.number, row.created_at, dict(sorted(figures.items())))
    return None

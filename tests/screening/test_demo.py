"""The demo holds screenings at every step, a benchmark and something to compare with."""

from collections import Counter

import pytest
from django.utils import timezone

from partnerships.demo import build
from screening.models import Assessment, BenchmarkEdition, Finding, Report, Screening, WorkshopAnswer


@pytest.fixture
def built(db: None) -> None:
    build.build(at=timezone.localtime())


def of(code: str, area: str = "school") -> list[Screening]:
    rows = Screening.objects.filter(
        participation__enrolment__municipality__code=code, participation__partnership__area=area
    )
    return list(rows.order_by("pk"))


@pytest.mark.usefixtures("built")
def test_the_demo_tells_of_screenings_at_every_step() -> None:
    states = Counter(Screening.objects.values_list("state", flat=True))
    assert states == {"accepted": 12, "ordered": 1, "collecting": 1, "assessing": 1, "in_review": 1}
    assert [(row.state, row.reports.get().version) for row in of("0336")] == [("accepted", 1)] * 2
    assert of("0336")[-1].released_at is not None
    assert WorkshopAnswer.objects.filter(workshop__screening=of("0336")[-1]).count() == 126
    assert [row.state for row in of("0101")] == ["assessing"]
    assert Assessment.objects.filter(screening=of("0101")[0], level__isnull=False).count() == 4
    assert Finding.objects.filter(assessment__screening=of("0101")[0]).count() > 12
    assert [row.state for row in of("0101", "daycare")] == ["collecting"]
    assert [row.state for row in of("0461")] == ["ordered"]
    editions = BenchmarkEdition.objects.filter(area="school").order_by("number")
    assert [row.members.count() for row in editions] == [6, 9]
    now = timezone.now()
    assert not Screening.objects.filter(updated_at__gt=now).exists()
    assert not Report.objects.filter(created_at__gt=now).exists()

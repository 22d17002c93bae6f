"""The demo's screenings: one told at length, history to compare with, and one at each step of the way."""

from datetime import datetime, timedelta

import pytest

from accounts.models import User
from partnerships.models import Participation, Programme
from screening.demo import build, tell
from screening.models import Assessment, BenchmarkEdition, Comment, Finding, Report, Screening, WorkshopAnswer
from tests.factories import world

State = Screening.State
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def consultants(db: None) -> None:
    world.user(build.CONSULTANT, "Jonas Krog", is_consultant=True)
    world.user(build.COLLEAGUE, "Helle Juul", is_consultant=True)


def order(programme: Programme, *wishes: tuple[str, str, str]) -> None:
    """Each municipality binds itself to a pre-analysis in an area: code, name, area."""
    for code, name, area in wishes:
        row = world.municipality(code, name)
        by = world.member(row, f"koordinator@{code}.example")
        enrolment = world.binding(row, programme, by, **{area: 5})
        Participation.objects.filter(enrolment=enrolment).update(has_screening=True)


def states() -> dict[str, str]:
    rows = Screening.objects.select_related("participation__enrolment__municipality")
    return {row.municipality.name: row.state for row in rows}


def nothing_is_ahead_of(today: datetime) -> bool:
    """No row of the demo may say that it happened after the day it was made."""
    late = [Screening.objects.filter(updated_at__gt=today), Report.objects.filter(created_at__gt=today)]
    late += [Comment.objects.filter(at__gt=today), Assessment.objects.filter(updated_at__gt=today)]
    return not any(rows.exists() for rows in late)


def test_stevns_is_told_at_length_in_the_running_programme(programme: Programme, signe: User) -> None:
    order(programme, ("0336", "Stevns", "school"))
    today = world.DEADLINE + 200 * DAY
    tell(programme, by=signe, today=today)
    row = Screening.objects.get()
    assert (row.state, row.released_by, row.reports.get().version) == (State.ACCEPTED, row.accepted_by, 1)
    assert WorkshopAnswer.objects.filter(workshop__screening=row).count() == 7 * 18
    assert Finding.objects.filter(assessment__screening=row).count() == 32
    assert [(comment.side, bool(comment.reply)) for comment in row.comments.all()] == [
        ("review", True),
        ("municipality", True),
    ]
    assert nothing_is_ahead_of(today)


def test_five_accepted_screenings_of_the_past_make_a_benchmark(programme: Programme, signe: User) -> None:
    names = {"0336": "Stevns", "0390": "Vordingborg", "0410": "Middelfart", "0479": "Svendborg", "0580": "Aabenraa"}
    order(programme, *((code, name, "school") for code, name in names.items()))
    tell(programme, by=signe, today=world.DEADLINE + 400 * DAY)
    assert states() == dict.fromkeys(names.values(), State.ACCEPTED)
    assert BenchmarkEdition.objects.get().members.count() == 5


def test_one_stands_at_each_step_in_the_open_programme(programme: Programme, signe: User) -> None:
    order(
        programme,
        ("0101", "København", "school"),
        ("0461", "Odense", "school"),
        ("0580", "Aabenraa", "daycare"),
    )
    today = world.NOW + 21 * DAY
    tell(programme, by=signe, today=today)
    assert states() == {"København": State.ASSESSING, "Odense": State.ORDERED, "Aabenraa": State.IN_REVIEW}
    begun = Assessment.objects.filter(screening__state=State.ASSESSING).order_by("lever__number")
    assert [row.level for row in begun] == [4, 3, 2, None, 3, None]
    assert nothing_is_ahead_of(today)


@pytest.mark.parametrize("weekday", range(7))
def test_what_is_planned_now_is_planned_on_workdays(programme: Programme, signe: User, weekday: int) -> None:
    order(programme, ("0101", "København", "daycare"))
    today = world.NOW + (14 + weekday) * DAY
    tell(programme, by=signe, today=today)
    row = Screening.objects.get()
    assert row.state == State.COLLECTING
    assert all(day.isoweekday() <= 5 for day in (row.starts_on, row.documents_due, row.workshop_on, row.report_due))


def test_a_programme_without_pre_analyses_has_no_chapter(programme: Programme, signe: User) -> None:
    tell(programme, by=signe, today=world.NOW)
    assert not Screening.objects.exists()

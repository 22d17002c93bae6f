"""The days on which a measure is due: by example, and what always holds."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategy import schedule

FRIDAY = date(2026, 8, 14)
DAYS = st.dates(date(2024, 1, 1), date(2031, 12, 31))
OFTEN = st.sampled_from([*schedule.WEEKS, *schedule.MONTHS])
SPANS = st.integers(0, 800).map(lambda days: timedelta(days=days))


def test_an_autumn_of_fridays_without_week_42() -> None:
    days = schedule.due_days(first_on=FRIDAY, frequency="weekly", until=date(2026, 12, 31))
    assert [day.isocalendar().week for day in days] == [*range(33, 42), *range(43, 52)]
    assert schedule.left_out(first_on=FRIDAY, frequency="weekly", until=date(2026, 12, 31)) == (
        (date(2026, 10, 16), "efterårsferie"),
        (date(2026, 12, 25), "juledag"),
    )


def test_a_monthly_day_is_moved_out_of_weekends_and_breaks() -> None:
    days = schedule.due_days(first_on=date(2026, 2, 1), frequency="monthly", until=date(2026, 9, 30))
    assert days == (
        date(2026, 2, 2),  # from a Sunday
        date(2026, 3, 2),
        date(2026, 4, 7),  # the day after Easter
        date(2026, 5, 1),
        date(2026, 6, 1),
        date(2026, 8, 10),  # July's, after the summer; August's falls on the same day
        date(2026, 9, 1),
    )


def test_the_last_of_the_month_stays_the_last() -> None:
    days = schedule.due_days(first_on=date(2026, 8, 31), frequency="quarterly", until=date(2027, 9, 1))
    assert days == (date(2026, 8, 31), date(2026, 11, 30), date(2027, 3, 1), date(2027, 5, 31), date(2027, 8, 31))


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 2, 9), "vinterferie"),
        (date(2027, 2, 19), "vinterferie"),
        (date(2026, 3, 30), "påskeferie"),
        (date(2026, 4, 2), "skærtorsdag"),
        (date(2026, 5, 25), "anden pinsedag"),
        (date(2026, 6, 26), ""),
        (date(2026, 6, 29), "sommerferie"),
        (date(2026, 8, 7), "sommerferie"),
        (date(2026, 8, 10), ""),
        (date(2027, 10, 22), "efterårsferie"),
        (date(2026, 12, 23), "juleferie"),
        (date(2027, 1, 2), "weekend"),
        (date(2028, 1, 3), ""),
        (date(2026, 11, 21), "weekend"),
    ],
)
def test_days_without_school(day: date, why: str) -> None:
    assert schedule.free(day) == why


@given(DAYS, OFTEN, SPANS)
def test_what_always_holds(first: date, often: str, span: timedelta) -> None:
    until = first + span
    days = schedule.due_days(first_on=first, frequency=often, until=until)
    assert list(days) == sorted(set(days))
    assert all(first <= day <= until and not schedule.free(day) for day in days)
    if often in schedule.WEEKS:
        step = 7 * schedule.WEEKS[often]
        assert len({day.weekday() for day in days}) <= 1
        assert all((after - before).days % step == 0 for before, after in pairwise(days))
        assert days[:1] == ((schedule.next_open(first),) if schedule.next_open(first) <= until else ())
    else:
        assert len(days) <= span.days // 28 + 1


@given(DAYS, SPANS)
def test_a_week_that_is_left_out_is_accounted_for(first: date, span: timedelta) -> None:
    made = {"first_on": first, "frequency": "weekly", "until": first + span}
    days, gone = schedule.due_days(**made), [day for day, _ in schedule.left_out(**made)]
    every = sorted([*days, *gone])
    assert all((after - before).days == 7 for before, after in pairwise(every))


@given(DAYS, st.lists(DAYS, max_size=20), OFTEN)
def test_the_nearest_is_the_nearest(day: date, planned: list[date], often: str) -> None:
    found = schedule.nearest(day, planned, frequency=often)
    near = [one for one in planned if abs((one - day).days) <= schedule.NEAR[often]]
    assert (found is None) == (not near)
    if found is not None:
        assert abs((found - day).days) == min(abs((one - day).days) for one in near)


def test_what_cannot_be_planned() -> None:
    with pytest.raises(ValueError, match="tre år"):
        schedule.due_days(first_on=FRIDAY, frequency="weekly", until=FRIDAY + timedelta(days=1200))
    with pytest.raises(ValueError, match="daily"):
        schedule.due_days(first_on=FRIDAY, frequency="daily", until=FRIDAY)

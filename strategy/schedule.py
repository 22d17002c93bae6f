"""The days on which a measure is due, from how often it was agreed (måleplan).

No Django in here: days in, days out. Nothing is due at weekends, on public holidays or in school breaks. Breaks are the
habit in most municipalities, because the local plan decides: a team passes over the days that do not fit its own.
Sources: public holidays as in partnerships.day_planning; the summer break begins on the last Saturday of June
(folkeskoleloven § 14 a); the rest, and its end before the first Monday from 8 August, are most local plans'.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta

from partnerships.day_planning import public_holidays

DAY, WEEK = timedelta(days=1), timedelta(days=7)
WEEKS = {"weekly": 1, "fortnightly": 2}
MONTHS = {"monthly": 1, "quarterly": 3, "half_yearly": 6}
# How many days from a planned day a measurement still counts as that one's.
NEAR = {"weekly": 3, "fortnightly": 6, "monthly": 14, "quarterly": 30, "half_yearly": 60}
LONGEST = timedelta(days=3 * 366)


@dataclass(frozen=True)
class Break:
    """A school break, with its first and its last day."""

    name: str
    first: date
    last: date


@lru_cache(maxsize=32)
def breaks(year: int) -> tuple[Break, ...]:
    """The school breaks that begin in the year, as most municipalities have them."""
    end_of_june = date(year, 6, 30)
    summer = end_of_june - timedelta(days=(end_of_june.weekday() - 5) % 7)
    back = date(year, 8, 8) + timedelta(days=-date(year, 8, 8).weekday() % 7)
    sunday = easter(year)
    return (
        Break("vinterferie", date.fromisocalendar(year, 7, 1), date.fromisocalendar(year, 7, 5)),
        Break("påskeferie", sunday - 6 * DAY, sunday + DAY),
        Break("sommerferie", summer, back - DAY),
        Break("efterårsferie", date.fromisocalendar(year, 42, 1), date.fromisocalendar(year, 42, 5)),
        Break("juleferie", date(year, 12, 22), date(year + 1, 1, 2)),
    )


def free(day: date) -> str:
    """Why nothing is due on the day; "" for a day like any other."""
    if day.weekday() >= 5:
        return "weekend"
    if name := public_holidays(day.year).get(day):
        return name
    around = (one for year in (day.year - 1, day.year) for one in breaks(year))
    return next((one.name for one in around if one.first <= day <= one.last), "")


def next_open(day: date) -> date:
    """The day, or the first one after it on which something can be due."""
    while free(day):
        day += DAY
    return day


def due_days(*, first_on: date, frequency: str, until: date) -> tuple[date, ...]:
    """The days on which it is due, from `first_on` to `until`, both included, in order and each once.

    Every week and every other week keep the weekday, and a day without school is left out. Rarer ones keep the day of
    the month, and are moved to the next open day.

    Raises:
        ValueError: the frequency is unknown, or the time is longer than three years.
    """
    if until - first_on > LONGEST:
        raise ValueError("Planen kan højst dække tre år.")
    if frequency in WEEKS:
        days = _by_weeks(next_open(first_on), WEEKS[frequency], until)
        return tuple(day for day in days if not free(day))
    if frequency in MONTHS:
        moved = (next_open(day) for day in _by_months(first_on, MONTHS[frequency], until))
        return tuple(sorted({day for day in moved if day <= until}))
    raise ValueError(f"Ukendt hyppighed: {frequency}")


def _by_weeks(first: date, weeks: int, until: date) -> Iterator[date]:
    while first <= until:
        yield first
        first += weeks * WEEK


def _by_months(first: date, months: int, until: date) -> Iterator[date]:
    turn = 0
    while (day := first + relativedelta(months=turn * months)) <= until:
        yield day
        turn += 1


def left_out(*, first_on: date, frequency: str, until: date) -> tuple[tuple[date, str], ...]:
    """The days of a weekly or fortnightly plan that are left out, with why. Rarer ones are moved instead."""
    if frequency not in WEEKS:
        return ()
    days = _by_weeks(next_open(first_on), WEEKS[frequency], until)
    return tuple((day, why) for day in days if (why := free(day)))


def nearest(day: date, planned: Collection[date], *, frequency: str) -> date | None:
    """The planned day that a measurement made on `day` belongs to; None when all are too far away.

    The earlier of two that are equally near.
    """
    close = [one for one in planned if abs((one - day).days) <= NEAR[frequency]]
    return min(close, key=lambda one: (abs((one - day).days), one), default=None)

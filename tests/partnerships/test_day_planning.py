"""What speaks against a date. The public holidays are read off the calendar of the Danish parliament's law 214/2023
and the almanac for 2026-2028, not off the code."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnerships.day_planning import Against, Blocked, Occasion, Slot, misfits, objections, public_holidays

ZONE = ZoneInfo("Europe/Copenhagen")
HOLIDAYS = {
    2026: "01-01 04-02 04-03 04-05 04-06 05-14 05-24 05-25 12-25 12-26",
    2027: "01-01 03-25 03-26 03-28 03-29 05-06 05-16 05-17 12-25 12-26",
    2028: "01-01 04-13 04-14 04-16 04-17 05-25 06-04 06-05 12-25 12-26",
}


def occasion(day: date, hours: tuple[int, int] = (9, 15), title: str = "Netværksdag 1", **facts) -> Occasion:
    start, end = (datetime(day.year, day.month, day.day, hour, tzinfo=ZONE) for hour in hours)
    return Occasion(title, start, end, **facts)


def texts(day: date, **facts) -> list[str]:
    return [objection.text for objection in objections(occasion(day), **facts)]


@pytest.mark.parametrize("year", HOLIDAYS)
def test_public_holidays(year: int) -> None:
    expected = [date.fromisoformat(f"{year}-{day}") for day in HOLIDAYS[year].split()]
    assert sorted(public_holidays(year)) == expected


def test_names_of_holidays() -> None:
    assert texts(date(2027, 5, 6)) == ["Det er Kristi himmelfartsdag, som er en helligdag."]
    assert texts(date(2028, 6, 5)) == ["Det er anden pinsedag, som er en helligdag."]
    assert texts(date(2027, 12, 24)) == ["Det er juleaftensdag, hvor mange har fri."]
    assert texts(date(2027, 5, 7)) == ["Det er dagen efter Kristi himmelfartsdag, hvor mange har fri."]
    assert texts(date(2027, 4, 23)) == []  # store bededag is an ordinary Friday since 2024


def test_school_breaks_are_weeks_7_and_42() -> None:
    for first, week in ((date(2027, 2, 15), "uge 7"), (date(2027, 10, 18), "uge 42")):
        assert [week in texts(first + timedelta(days=day))[0] for day in range(5)] == [True] * 5
        assert texts(first - timedelta(days=3)) == []
        assert texts(first + timedelta(days=7)) == []


def test_weekends() -> None:
    assert texts(date(2027, 3, 6)) == ["Det er en lørdag."]
    assert texts(date(2027, 3, 7)) == ["Det er en søndag."]


def test_a_date_that_has_passed_is_said_when_today_is_known() -> None:
    day = date(2027, 3, 3)
    assert texts(day, today=date(2027, 3, 4)) == ["Datoen er gået."]
    assert texts(day, today=day) == texts(day) == []


def test_blocked_days_count_both_ends() -> None:
    blocked = [Blocked("Stevns", date(2027, 3, 2), date(2027, 3, 4), "Byrådsseminar")]
    said = "Stevns har spærret dagen: Byrådsseminar."
    found = {day: texts(date(2027, 3, day), blocked=blocked) for day in range(1, 6)}
    assert found == {1: [], 2: [said], 3: [said], 4: [said], 5: []}


def test_clashes_need_the_same_hours() -> None:
    day = date(2027, 3, 3)
    ours = occasion(day, speakers=["Ida  Lund"], room="Huset, Sal 1")
    theirs = {"title": "Netværk dagtilbud, Netværksdag 2", "speakers": ["ida lund"], "room": "huset, sal 1"}
    found = objections(ours, others=[occasion(day, (14, 17), **theirs)])
    assert [(objection.kind, objection.text) for objection in found] == [
        (Against.SPEAKER, "Ida  Lund er på samme tid oplægsholder på Netværk dagtilbud, Netværksdag 2."),
        (Against.ROOM, "Huset, Sal 1 bruges på samme tid til Netværk dagtilbud, Netværksdag 2."),
    ]
    assert objections(ours, others=[occasion(day, (15, 17), **theirs)]) == []
    assert objections(ours, others=[occasion(day + timedelta(days=1), **theirs)]) == []


def test_no_room_clashes_with_no_room() -> None:
    assert objections(occasion(date(2027, 3, 3)), others=[occasion(date(2027, 3, 3))]) == []


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_date_gets_an_answer(day: date) -> None:
    found = objections(occasion(day))
    assert [objection.text for objection in found] == texts(day)
    assert (Against.WEEKEND in {objection.kind for objection in found}) == (day.weekday() >= 5)


def slot(title: str, starts: str, ends: str) -> Slot:
    return Slot(title, time.fromisoformat(starts), time.fromisoformat(ends))


def test_a_programme_that_fits_its_day_has_no_misfits() -> None:
    slots = [slot("Frokost", "12:00", "13:00"), slot("Kaffe", "09:30", "10:00"), slot("Oplæg", "10:00", "12:00")]
    assert misfits(time(9, 30), time(13), slots) == []


def test_what_lies_outside_the_day_or_overlaps_is_said_in_order_of_time() -> None:
    slots = [
        slot("Afrunding", "15:00", "15:45"),
        slot("Sparring", "10:15", "10:45"),
        slot("Oplæg", "09:00", "11:00"),
        slot("Pause", "10:50", "11:15"),
    ]
    assert misfits(time(9, 30), time(15, 30), slots) == [
        "“Oplæg” begynder kl. 9.00, men dagen begynder kl. 9.30.",
        "“Sparring” begynder, før “Oplæg” er slut kl. 11.00.",
        "“Pause” begynder, før “Oplæg” er slut kl. 11.00.",
        "“Afrunding” slutter kl. 15.45, men dagen slutter kl. 15.30.",
    ]

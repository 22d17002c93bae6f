"""Calendars are read as they were meant: by `icalendar` here, by ical.js in the browser's tests."""

from dataclasses import replace
from datetime import UTC, datetime

import icalendar
import pytest

from partnerships.calendar import ZONE, Event, Method, Person, Status, feed, invitation

START = datetime(2027, 3, 3, 9, 30, tzinfo=ZONE)
EVENT = Event(
    uid="dag-1@partnerskaber.example",
    sequence=3,
    title="Netværksdag 1: Æbler; og, \\ andet",
    starts_at=START,
    ends_at=START.replace(hour=15),
    updated_at=datetime(2027, 1, 4, 8, 0, tzinfo=UTC),
    place="Huset, Sal A",
    description="Første linje\nAnden linje " + "med mange ord " * 10,
    url="https://partnerskaber.example/deltager/xyz/",
)
KL = Person("KL og Komponent", "portal@partnerskaber.example")
LONE = Person('Lone "Vind", Æ', "lone@stevns.example")


def read(text: str) -> tuple[icalendar.Calendar, icalendar.Event]:
    calendar = icalendar.Calendar.from_ical(text)
    (event,) = calendar.events
    return calendar, event


@pytest.mark.parametrize(("method", "status"), [(Method.REQUEST, "CONFIRMED"), (Method.CANCEL, "CANCELLED")])
def test_an_invitation_says_everything_to_one_person(method: Method, status: str) -> None:
    calendar, event = read(invitation(EVENT, organiser=KL, attendee=LONE, method=method))
    assert (calendar["method"], event["uid"], event["sequence"]) == (method.value, EVENT.uid, 3)
    assert (event["status"], event["summary"], event["location"]) == (status, EVENT.title, EVENT.place)
    assert (event.start, event.end) == (EVENT.starts_at, EVENT.ends_at)
    assert event["dtstart"].params["TZID"] == "Europe/Copenhagen"
    assert (event["description"], event["url"]) == (EVENT.description.strip() + " ", EVENT.url)
    assert (event["organizer"], event["attendee"]) == ("mailto:portal@partnerskaber.example", f"mailto:{LONE.address}")
    assert event["attendee"].params["CN"] == "Lone 'Vind', Æ"
    assert event["attendee"].params["RSVP"] == "FALSE"


def test_two_people_get_one_name_each() -> None:
    other = Person("Peter", "peter@stevns.example")
    texts = [invitation(EVENT, organiser=KL, attendee=person, method=Method.REQUEST) for person in (LONE, other)]
    assert [read(text)[1]["attendee"] for text in texts] == [
        "mailto:lone@stevns.example",
        "mailto:peter@stevns.example",
    ]


@pytest.mark.parametrize("letter", ["\n", "\r\n", "\x07", "\x7f", "\u2028"])
def test_what_no_calendar_can_read_becomes_spaces(letter: str) -> None:
    strange = replace(EVENT, title=f"Dag{letter}1", place=f"Sal{letter}A")
    person = Person(f"Lone{letter}Vind", LONE.address)
    _, event = read(invitation(strange, organiser=KL, attendee=person, method=Method.REQUEST))
    found = (event["attendee"].params["CN"], event["summary"], event["location"])
    assert [" ".join(text.split()) for text in found] == ["Lone Vind", "Dag 1", "Sal A"]


def test_summer_time_travels_along() -> None:
    (zone,) = read(feed([EVENT], name="Dage"))[0].timezones
    assert zone["tzid"] == "Europe/Copenhagen"
    rules = zone.to_tz()
    assert [datetime(2027, month, 1, 12, tzinfo=rules).utcoffset().seconds for month in (1, 7)] == [3600, 7200]


def test_a_feed_holds_cancelled_and_tentative_events_too() -> None:
    rows = [EVENT, replace(EVENT, uid="2", status=Status.CANCELLED), replace(EVENT, uid="3", status=Status.TENTATIVE)]
    calendar = icalendar.Calendar.from_ical(feed(rows, name="Netværksdage"))
    assert (calendar["method"], calendar["x-wr-calname"]) == ("PUBLISH", "Netværksdage")
    assert [(str(event["uid"]), event["status"]) for event in calendar.events] == [
        (EVENT.uid, "CONFIRMED"),
        ("2", "CANCELLED"),
        ("3", "TENTATIVE"),
    ]


def test_lines_are_no_longer_than_75_octets() -> None:
    text = invitation(EVENT, organiser=KL, attendee=LONE, method=Method.REQUEST)
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75

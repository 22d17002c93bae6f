"""Days as calendars read them: iCalendar (RFC 5545) feeds and mailed invitations (RFC 5546).

No Django in here: values in, text out. Times are aware; they leave as local time in Europe/Copenhagen, whose rules for
summer time travel along as VTIMEZONE.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import (
    Calendar,
    Parameters,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vCalAddress,
    vDuration,
    vRecur,
    vText,
    vUri,
)
from icalendar import Event as Component
from icalendar.parser import Contentline

ZONE = ZoneInfo("Europe/Copenhagen")
PRODUCT = "-//KL og Komponent//Partnerskabsportalen//DA"
REFRESH = timedelta(hours=4)


class Status(StrEnum):
    """How sure an event is (STATUS)."""

    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


class Method(StrEnum):
    """What a mailed calendar part wants of the receiver's calendar (METHOD)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True)
class Person:
    """Who invites, or who is invited."""

    name: str
    address: str


@dataclass(frozen=True)
class Event:
    """One event. `uid` never changes; `sequence` rises with every change people are told of; `updated_at` is aware."""

    uid: str
    sequence: int
    title: str
    starts_at: datetime
    ends_at: datetime
    updated_at: datetime
    status: Status = Status.CONFIRMED
    place: str = ""
    description: str = ""
    url: str = ""


def feed(events: Iterable[Event], *, name: str) -> str:
    """A calendar to subscribe to, with everything in it now. Cancelled events are in it too, so that they go away."""
    calendar = _calendar()
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("name", name)
    calendar["refresh-interval"] = vDuration(REFRESH, {"VALUE": "DURATION"})
    calendar["x-published-ttl"] = vDuration(REFRESH)
    for event in events:
        calendar.add_component(_component(event))
    return _text(calendar)


def invitation(event: Event, *, organiser: Person, attendee: Person, method: Method) -> str:
    """The calendar part of a mail to one person: puts the event in the calendar, moves it, or takes it out again.

    Answers are not asked for by mail (RSVP=FALSE): the portal has a link to say that one has seen it.
    """
    before, after = _frame(replace(event, description="", url=""), organiser, method)
    invited = _address(attendee)
    invited.params |= {"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "FALSE"}
    lines = [Contentline.from_parts("ATTENDEE", invited.params, invited)]
    if event.description:
        lines.append(Contentline.from_parts("DESCRIPTION", Parameters(), vText(event.description)))
    if event.url:
        lines.append(Contentline.from_parts("URL", Parameters(), vUri(event.url)))
    return before + "".join(line.to_ical().decode() + "\r\n" for line in lines) + after


@lru_cache(maxsize=64)
def _frame(event: Event, organiser: Person, method: Method) -> tuple[str, str]:
    """What all who are invited to the event have in common, in two halves around what is their own."""
    calendar = _calendar()
    calendar.add("method", method.value)
    component = _component(event, status=Status.CANCELLED if method is Method.CANCEL else event.status)
    component["organizer"] = _address(organiser)
    calendar.add_component(component)
    before, end, after = _text(calendar).rpartition("END:VEVENT")
    return before, end + after


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    calendar.add_component(_copenhagen())
    return calendar


def _component(event: Event, *, status: Status | None = None) -> Component:
    component = Component()
    component.add("uid", event.uid)
    component.add("sequence", event.sequence)
    component.add("dtstamp", event.updated_at.astimezone(ZoneInfo("UTC")))
    component.add("last-modified", event.updated_at.astimezone(ZoneInfo("UTC")))
    component.add("dtstart", event.starts_at.astimezone(ZONE))
    component.add("dtend", event.ends_at.astimezone(ZONE))
    component.add("summary", _printable(event.title))
    component.add("status", (status or event.status).value)
    component.add("transp", "OPAQUE")
    for key, value in (("location", _printable(event.place)), ("description", event.description), ("url", event.url)):
        if value:
            component.add(key, value)
    return component


def _address(person: Person) -> vCalAddress:
    address = vCalAddress(f"mailto:{person.address}")
    address.params["CN"] = _printable(person.name).replace('"', "'")
    return address


def _printable(text: str) -> str:
    """The text on one line: what no calendar can read becomes spaces."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _copenhagen() -> Timezone:
    """Central European time with the European Union's rule for summer time, in force since 1996."""
    zone = Timezone()
    zone.add("tzid", ZONE.key)
    for part, name, start, before, after, month in (
        (TimezoneDaylight(), "CEST", datetime(1996, 3, 31, 2), 1, 2, 3),  # noqa: DTZ001 - local by definition
        (TimezoneStandard(), "CET", datetime(1996, 10, 27, 3), 2, 1, 10),  # noqa: DTZ001
    ):
        part.add("tzname", name)
        part.add("dtstart", start)
        part.add("tzoffsetfrom", timedelta(hours=before))
        part.add("tzoffsetto", timedelta(hours=after))
        part.add("rrule", vRecur({"FREQ": "YEARLY", "BYMONTH": month, "BYDAY": "-1SU"}))
        zone.add_component(part)
    return zone


def _text(calendar: Calendar) -> str:
    return calendar.to_ical().decode("utf-8")

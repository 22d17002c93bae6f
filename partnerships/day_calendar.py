"""Network days and steering meetings as calendar events (kalender)."""

from collections.abc import Iterable
from datetime import datetime
from email.utils import parseaddr
from enum import StrEnum
from typing import Any

from django.conf import settings

from accounts.danish import clock, in_danish_time, weekday_date
from partnerships.calendar import Event, Method, Person, Status, feed
from partnerships.calendar import invitation as mailed
from partnerships.models import DayNotice, NetworkDay, SteeringMeeting

STATUS = {
    NetworkDay.State.TENTATIVE: Status.TENTATIVE,
    NetworkDay.State.CONFIRMED: Status.CONFIRMED,
    NetworkDay.State.HELD: Status.CONFIRMED,
    NetworkDay.State.CANCELLED: Status.CANCELLED,
}


PREFIXES = {NetworkDay.State.TENTATIVE: "Foreløbig: ", NetworkDay.State.CANCELLED: "Aflyst: "}  # few show STATUS


def event(day: NetworkDay, *, link: str = "", sequence: int | None = None) -> Event:
    """The day as an event. Needs network__partnership__programme."""
    partnership = day.network.partnership
    lines = [f"{partnership.programme.title}, {partnership.get_area_display().lower()}."]
    if day.is_virtual and day.link:
        lines.append(f"Link til mødet: {day.link}")
    if link:
        lines.append(f"Program, materialer og fremmøde: {link}")
    return Event(
        uid=uid(day),
        sequence=day.sequence if sequence is None else sequence,
        title=f"{PREFIXES.get(NetworkDay.State(day.state), '')}{day.title}",
        starts_at=day.starts_at,
        ends_at=day.ends_at,
        updated_at=day.updated_at,
        status=STATUS[NetworkDay.State(day.state)],
        place=day.link if day.is_virtual and day.link else day.place,
        description="\n".join(lines),
        url=link,
    )


def meeting_event(meeting: SteeringMeeting, *, link: str = "") -> Event:
    """The steering group's meeting as an event. Needs its day with network__partnership__programme."""
    partnership = meeting.day.network.partnership
    return Event(
        uid=uid(meeting),
        sequence=meeting_sequence(meeting),
        title=f"{'Aflyst: ' if meeting.day.is_cancelled else ''}Styregruppemøde før {meeting.day.title}",
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        updated_at=meeting.day.updated_at,
        status=Status.CANCELLED if meeting.day.is_cancelled else Status.CONFIRMED,
        place=meeting.link or "Virtuelt",
        description=f"{partnership.programme.title}, {partnership.get_area_display().lower()}.",
        url=link,
    )


def meeting_sequence(meeting: SteeringMeeting) -> int:
    """The number calendars get with the meeting as it stands; one more when its day is cancelled. Needs its day."""
    return meeting.sequence + (1 if meeting.day.is_cancelled else 0)


def uid(row: NetworkDay | SteeringMeeting) -> str:
    """The event's name in all calendars, for ever."""
    return f"{row.uid}@{settings.MAIL_DOMAIN}"


def invitation(day: NetworkDay, notice: DayNotice, *, method: Method, link: str) -> str:
    """The calendar part of the mail to one person."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return mailed(
        event(day, link=link, sequence=notice.sequence),
        organiser=Person(name or "Partnerskabsportalen", address),
        attendee=Person(notice.name, notice.address),
        method=method,
    )


def subscription(days: Iterable[NetworkDay], meetings: Iterable[SteeringMeeting], *, name: str, link: str) -> str:
    """A person's calendar: all days and meetings, with the link to their own page."""
    events = [event(day, link=link) for day in days] + [meeting_event(meeting, link=link) for meeting in meetings]
    return feed(events, name=name)


def meeting_invitation(meeting: SteeringMeeting, *, name: str, address: str, method: Method, link: str) -> str:
    """The calendar part of the mail about a steering-group meeting to one representative."""
    sender, sender_address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return mailed(
        meeting_event(meeting, link=link),
        organiser=Person(sender or "Partnerskabsportalen", sender_address),
        attendee=Person(name, address),
        method=method,
    )


def single(day: NetworkDay, *, link: str) -> str:
    """One day as a file for a calendar."""
    return feed([event(day, link=link)], name=day.title)


class News(StrEnum):
    """What is new to somebody who knew a day as it was."""

    TIME = "time"
    PLACE = "place"
    LINK = "link"
    NOTHING = "nothing"


def news(before: dict[str, Any], after: dict[str, Any]) -> News:
    """What is most new between two of a day's frozen facts; NOTHING for one who knew none."""
    if not before:
        return News.NOTHING
    if _times(before) != _times(after):
        return News.TIME
    if any(before[name] != after[name] for name in ("is_virtual", "venue", "address", "room")):
        return News.PLACE
    return News.LINK if before["link"] != after["link"] else News.NOTHING


def _times(facts: dict[str, Any]) -> tuple[datetime, datetime]:
    return datetime.fromisoformat(facts["starts_at"]), datetime.fromisoformat(facts["ends_at"])


def words(facts: dict[str, Any]) -> str:
    """When and where in a change's frozen facts, as a sentence: "onsdag 3. marts 2027 kl. 9.30–15.30, Odense"."""
    if not facts:
        return ""
    start, end = _times(facts)
    parts = (facts["venue"], facts["room"])
    where = "virtuelt" if facts["is_virtual"] else ", ".join(part for part in parts if part)
    when = f"{weekday_date(in_danish_time(start))} kl. {clock(start)}–{clock(end)}"
    return f"{when}, {where}" if where else when

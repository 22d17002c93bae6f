"""What speaks against a date: public holidays, school breaks, a municipality's own days, and clashes.

No Django in here: values in, Danish sentences out. Public holidays by law 214/2023 (store bededag is none since 2024);
Easter by the Gregorian computus. School breaks are the habit in most municipalities: weeks 7 and 42.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cache

from dateutil.easter import easter

WINTER_BREAK, AUTUMN_BREAK = 7, 42
FIXED = ((1, 1, "nytårsdag"), (12, 25, "juledag"), (12, 26, "anden juledag"))
FIXED_HABIT = (
    (5, 1, "arbejdernes kampdag"),
    (6, 5, "grundlovsdag"),
    (12, 24, "juleaftensdag"),
    (12, 31, "nytårsaftensdag"),
)
MOVABLE = (
    (-3, "skærtorsdag"),
    (-2, "langfredag"),
    (0, "påskedag"),
    (1, "anden påskedag"),
    (39, "Kristi himmelfartsdag"),
    (49, "pinsedag"),
    (50, "anden pinsedag"),
)
MOVABLE_HABIT = ((40, "dagen efter Kristi himmelfartsdag"),)


class Against(StrEnum):
    """What kind of thing speaks against a date."""

    HOLIDAY = "holiday"
    SCHOOL_BREAK = "school_break"
    WEEKEND = "weekend"
    BLOCKED = "blocked"
    SPEAKER = "speaker"
    ROOM = "room"
    PAST = "past"


@dataclass(frozen=True)
class Objection:
    """One thing that speaks against a date, as a sentence."""

    kind: Against
    text: str


@dataclass(frozen=True)
class Blocked:
    """Days a municipality cannot meet, both included."""

    municipality: str
    start: date
    end: date
    reason: str


@dataclass(frozen=True)
class Occasion:
    """A day as it is planned, here or in another network. Times are local to Denmark."""

    title: str
    starts_at: datetime
    ends_at: datetime
    room: str = ""
    speakers: Sequence[str] = field(default=())


@dataclass(frozen=True)
class Slot:
    """An item of a day's programme. Times are local to Denmark."""

    title: str
    starts: time
    ends: time


@cache
def public_holidays(year: int) -> dict[date, str]:
    """The year's public holidays, by date."""
    sunday = easter(year)
    found = {date(year, month, day): name for month, day, name in FIXED}
    return found | {sunday + timedelta(days=offset): name for offset, name in MOVABLE}


@cache
def free_by_habit(year: int) -> dict[date, str]:
    """Days that are no public holidays, but on which many are free."""
    sunday = easter(year)
    found = {date(year, month, day): name for month, day, name in FIXED_HABIT}
    return found | {sunday + timedelta(days=offset): name for offset, name in MOVABLE_HABIT}


def objections(
    occasion: Occasion,
    *,
    blocked: Iterable[Blocked] = (),
    others: Iterable[Occasion] = (),
    today: date | None = None,
) -> list[Objection]:
    """Everything that speaks against the occasion, worst first; empty when nothing does.

    `blocked` are days of the municipalities that come; `others` are days of other networks, on any date.
    With `today`, a date that has passed is said too.
    """
    day = occasion.starts_at.date()
    found = [Objection(Against.PAST, "Datoen er gået.")] if today is not None and day < today else []
    found += [*_calendar(day), *_blocked(day, blocked)]
    for other in others:
        if occasion.starts_at < other.ends_at and other.starts_at < occasion.ends_at:
            found += _clashes(occasion, other)
    return found


def misfits(starts: time, ends: time, slots: Iterable[Slot]) -> list[str]:
    """What in the programme of a day does not fit its hours, or overlaps, as sentences in order of time."""
    found: list[str] = []
    latest: Slot | None = None  # of those before, the one that ends last
    for slot in sorted(slots, key=lambda slot: (slot.starts, slot.ends)):
        if slot.starts < starts:
            found.append(f"“{slot.title}” begynder kl. {_clock(slot.starts)}, men dagen begynder kl. {_clock(starts)}.")
        if slot.ends > ends:
            found.append(f"“{slot.title}” slutter kl. {_clock(slot.ends)}, men dagen slutter kl. {_clock(ends)}.")
        if latest and slot.starts < latest.ends:
            found.append(f"“{slot.title}” begynder, før “{latest.title}” er slut kl. {_clock(latest.ends)}.")
        if latest is None or slot.ends > latest.ends:
            latest = slot
    return found


def _clock(moment: time) -> str:
    return f"{moment.hour}.{moment.minute:02}"


def _calendar(day: date) -> Iterable[Objection]:
    if name := public_holidays(day.year).get(day):
        yield Objection(Against.HOLIDAY, f"Det er {name}, som er en helligdag.")
    elif name := free_by_habit(day.year).get(day):
        yield Objection(Against.HOLIDAY, f"Det er {name}, hvor mange har fri.")
    if day.isoweekday() > 5:
        yield Objection(Against.WEEKEND, f"Det er en {'lørdag' if day.isoweekday() == 6 else 'søndag'}.")
    week = day.isocalendar().week
    if week == WINTER_BREAK:
        yield Objection(Against.SCHOOL_BREAK, "Det er uge 7, hvor de fleste kommuner har vinterferie.")
    if week == AUTUMN_BREAK:
        yield Objection(Against.SCHOOL_BREAK, "Det er uge 42, hvor skolerne har efterårsferie.")


def _blocked(day: date, blocked: Iterable[Blocked]) -> Iterable[Objection]:
    for row in blocked:
        if row.start <= day <= row.end:
            yield Objection(Against.BLOCKED, f"{row.municipality} har spærret dagen: {row.reason}.")


def _clashes(occasion: Occasion, other: Occasion) -> Iterable[Objection]:
    theirs = {_key(speaker) for speaker in other.speakers}
    for speaker in occasion.speakers:
        if _key(speaker) in theirs:
            yield Objection(Against.SPEAKER, f"{speaker} er på samme tid oplægsholder på {other.title}.")
    if occasion.room and _key(occasion.room) == _key(other.room):
        yield Objection(Against.ROOM, f"{occasion.room} bruges på samme tid til {other.title}.")


def _key(text: str) -> str:
    return " ".join(text.casefold().split())

"""A programme's tentative dates as people read them (tidsplan)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from accounts.danish import long_date, week, weekday_date
from partnerships.models import TimelineEntry
from partnerships.models.areas import AREA_ORDER, Area

_NUMBERS = ("Ingen", "Én", "To", "Tre", "Fire", "Fem", "Seks", "Syv", "Otte", "Ni", "Ti", "Elleve", "Tolv")


@dataclass(frozen=True)
class AreaDay:
    """When an area meets; `area` is empty when all do."""

    area: str
    text: str


@dataclass(frozen=True)
class NetworkDay:
    """A network day in every area that holds it."""

    title: str
    where: str
    is_virtual: bool
    areas: tuple[AreaDay, ...]


def network_days(entries: Iterable[TimelineEntry]) -> list[NetworkDay]:
    """The network days in order of date; areas that share a title share a day. A year is said when years differ."""
    days = sorted((entry for entry in entries if entry.is_network_day), key=lambda entry: entry.start_date)
    one_year = len({entry.start_date.year for entry in days}) <= 1
    titles: dict[str, list[TimelineEntry]] = {}
    for entry in days:
        titles.setdefault(entry.title, []).append(entry)
    return [_day(title, group, with_year=not one_year) for title, group in titles.items()]


def first_days(entries: Iterable[TimelineEntry], areas: Collection[str]) -> list[tuple[TimelineEntry, str]]:
    """The first network day in each of `areas`, in order of date, with the areas in words where the days differ."""
    days = sorted((entry for entry in entries if entry.is_network_day), key=lambda entry: entry.start_date)
    found: dict[tuple[object, ...], tuple[TimelineEntry, list[str]]] = {}
    for area in (area for area in AREA_ORDER if area in areas):
        if first := next((entry for entry in days if entry.area in ("", area)), None):
            same = (first.start_date, first.title, first.place)
            found.setdefault(same, (first, []))[1].append(str(Area(area).label).lower())
    rows = sorted(found.values(), key=lambda row: row[0].start_date)
    return [(entry, " og ".join(names) if len(rows) > 1 or len(names) < len(areas) else "") for entry, names in rows]


def other_dates(entries: Iterable[TimelineEntry]) -> list[tuple[str, str]]:
    """The dates that are not network days, as pairs of when and what."""
    return [(_when(entry, with_year=True), entry.title) for entry in entries if not entry.is_network_day]


def span(entries: Iterable[TimelineEntry]) -> str:
    """From month to month: "marts–december 2027", "september 2021–marts 2022"; empty without network days."""
    days = sorted(entry.start_date for entry in entries if entry.is_network_day)
    if not days:
        return ""
    first, last = (long_date(day).split(" ", 1)[1] for day in (days[0], days[-1]))
    if first == last:
        return first
    return f"{first.rsplit(' ', 1)[0] if days[0].year == days[-1].year else first}–{last}"


def count_words(days: Sequence[NetworkDay]) -> str:
    """ "Fire netværksdage"; the word comes from the days' own titles."""
    noun = "møde" if days and all("møde" in day.title.lower() for day in days) else "netværksdag"
    if len(days) == 1:
        return f"{'Ét' if noun == 'møde' else 'Én'} {noun}"
    return f"{number_word(len(days))} {noun}{'r' if noun == 'møde' else 'e'}"


def number_word(count: int) -> str:
    """ "Fire" for 4; figures beyond twelve."""
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def _day(title: str, group: list[TimelineEntry], *, with_year: bool) -> NetworkDay:
    first = group[0]
    how = "Virtuelt" if first.is_virtual else f"{first.place}, fysisk" if first.place else "Fysisk"
    areas = tuple(AreaDay(entry.area, _when(entry, with_year=with_year)) for entry in group)
    return NetworkDay(title, f"{how} · {week(first.start_date)}", first.is_virtual, areas)


def _when(entry: TimelineEntry, *, with_year: bool) -> str:
    text = weekday_date(entry.start_date)
    if entry.end_date and entry.end_date != entry.start_date:
        text = f"{text} til {weekday_date(entry.end_date)}"
    return text if with_year else text.replace(f" {entry.start_date.year}", "")

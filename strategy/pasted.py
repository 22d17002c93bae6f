"""Reads measurements out of what people paste: a spreadsheet's cells, a CSV file, or lines typed in a mail.

No Django in here: text in, a line for each row out, with what it says or why it cannot be read. Nothing is guessed at:
a number that could mean two things is refused with the two things.
"""

import csv
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

MOST_LINES = 2000
NOTE = 1000
LARGEST = 2_000_000_000
VALUE_LIMIT = Decimal("99999999.999")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
_DANISH = re.compile(r"(\d{1,2})[./-]\s?(\d{1,2})[./-]\s?(\d{4}|\d{2})")
_WEEK = re.compile(r"(?:uge|u\.?)\s*(\d{1,2})[\s,./-]+(\d{4})|(\d{4})[\s,./-]*(?:uge|w)\s*(\d{1,2})", re.IGNORECASE)
_VALUE = re.compile(r"[-−–]?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d{1,3})?")
_POINT = re.compile(r"[-−–]?\d+\.\d{1,2}")
_COUNT = re.compile(r"\d{1,3}(?:\.\d{3})+|\d+(?:,0+)?")
DATE_WORDS = "Skriv datoen som 20.11.2026, eller ugen som “uge 47 2026”."


class Unreadable(ValueError):
    """What is written cannot be read; the message is for the person."""


@dataclass(frozen=True)
class Line:
    """One row: its number from 1, what was written, and what it says, or why not."""

    number: int
    cells: tuple[str, ...]
    on: date | None = None
    value: Decimal | None = None
    numerator: int | None = None
    denominator: int | None = None
    note: str = ""
    error: str = ""


def cells_of(text: str) -> list[tuple[int, list[str]]]:
    """The rows that are not empty, with their numbers, cut at tabs, semicolons, commas or, when there are none, spaces.

    Raises:
        Unreadable: there are too many rows, or a quotation mark that is never closed.
    """
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    filled = [(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    if len(filled) > MOST_LINES + 1:
        raise Unreadable(f"Der er mere end {MOST_LINES} linjer. Indsæt dem i flere omgange.")
    mark = _separator([line for _, line in filled])
    if not mark:
        return [(number, line.split(maxsplit=3)) for number, line in filled]
    try:
        return [
            (number, [cell.strip() for cell in next(csv.reader([line], delimiter=mark, strict=True))])
            for number, line in filled
        ]
    except csv.Error as error:
        raise Unreadable("Et citationstegn bliver ikke lukket. Fjern citationstegnene, og prøv igen.") from error


def _separator(lines: Sequence[str]) -> str:
    """What most rows are cut at."""
    for mark in "\t;":
        if sum(mark in line for line in lines) * 2 > len(lines):
            return mark
    # A comma is a decimal comma unless it stands right after the date.
    after_date = [line for line in lines if re.match(r"\s*[\d./-]+\s*,", line)]
    return "," if len(after_date) * 2 > len(lines) else ""


def read(rows: Iterable[tuple[int, Sequence[str]]], *, kind: str, weekday: int = 4) -> list[Line]:
    """What each row says: a date, then a value ("value"), two counts ("rate") or words ("qualitative"), then a note.

    A week stands for its `weekday` (Monday is 0). A heading is left out. The second row of the same day is an error.
    """
    found: list[Line] = []
    seen: dict[date, int] = {}
    for place, (number, cells) in enumerate(rows):
        plain = [cell.strip() for cell in cells]
        while plain and not plain[-1]:
            plain.pop()
        if not plain or (place == 0 and _is_heading(plain)):
            continue
        line = _line(number, tuple(plain), kind, weekday)
        if line.on is not None and line.on in seen and not line.error:
            line = Line(number, line.cells, line.on, error=f"Samme dag som linje {seen[line.on]}.")
        elif line.on is not None:
            seen.setdefault(line.on, number)
        found.append(line)
    return found


def _is_heading(cells: Sequence[str]) -> bool:
    return not any(char.isdigit() for char in cells[0])


def _line(number: int, cells: tuple[str, ...], kind: str, weekday: int) -> Line:
    try:
        day = date_in(cells[0], weekday=weekday)
    except Unreadable as error:
        return Line(number, cells, error=str(error))
    try:
        return READERS[kind](number, cells, day)
    except Unreadable as error:
        return Line(number, cells, day, error=str(error))


def _value(number: int, cells: tuple[str, ...], day: date) -> Line:
    if len(cells) < 2:
        raise Unreadable("Der mangler et tal efter datoen.")
    if len(cells) == 3 and cells[2].isdigit():
        raise Unreadable(
            "Der er to tal efter datoen. Er der brugt komma både i og mellem tal, så brug semikolon imellem."
        )
    return Line(number, cells, day, value=number_in(cells[1]), note=_note(cells[2:]))


def _rate(number: int, cells: tuple[str, ...], day: date) -> Line:
    if len(cells) < 3:
        raise Unreadable("Der skal være to tal efter datoen: antal, og hvor mange det er ud af.")
    part, whole = count_in(cells[1]), count_in(cells[2])
    if whole < 1:
        raise Unreadable("Det andet tal skal være mindst 1.")
    if part > whole:
        raise Unreadable(f"{part} kan ikke være ud af {whole}. Er tallene byttet om?")
    return Line(number, cells, day, numerator=part, denominator=whole, note=_note(cells[3:]))


def _words(number: int, cells: tuple[str, ...], day: date) -> Line:
    note = _note(cells[1:])
    if not note:
        raise Unreadable("Der mangler ord efter datoen.")
    return Line(number, cells, day, note=note)


READERS: dict[str, Callable[[int, tuple[str, ...], date], Line]] = {
    "value": _value,
    "rate": _rate,
    "qualitative": _words,
}


def _note(cells: Sequence[str]) -> str:
    text = " ".join(cell for cell in cells if cell)
    if len(text) > NOTE:
        raise Unreadable(f"Bemærkningen er for lang. Skriv højst {NOTE} tegn.")
    return text


def date_in(text: str, *, weekday: int = 4) -> date:
    """A day as Danes write it, ISO 8601, or a week's `weekday`.

    Raises:
        Unreadable: it is none of these, or there is no such day.
    """
    plain = text.strip()[:40]
    try:
        if match := _ISO.fullmatch(plain):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := _DANISH.fullmatch(plain):
            year = int(match[3])
            return date(year + 2000 if year < 100 else year, int(match[2]), int(match[1]))
        if match := _WEEK.fullmatch(plain):
            week, year = int(match[1] or match[4]), int(match[2] or match[3])
            return date.fromisocalendar(year, week, weekday + 1)
    except ValueError as error:
        raise Unreadable(f"“{plain}” er ikke en dag, der findes. {DATE_WORDS}") from error
    raise Unreadable(f"“{plain}” er ikke en dato. {DATE_WORDS}")


def number_in(text: str) -> Decimal:
    """A number with a decimal comma; dots group thousands, but "12.5" can only be a decimal point.

    Raises:
        Unreadable: it is no number, could be two, or is too large.
    """
    plain = text.strip().replace("\u00a0", "").replace(" ", "").removesuffix("%")[:40]
    if re.fullmatch(r"[-−–]?\d{1,3}\.\d{3}", plain):
        raise Unreadable(
            f"“{plain}” kan være både {plain.replace('.', '')} og {plain.replace('.', ',')}. Skriv et af dem."
        )
    if not (_VALUE.fullmatch(plain) or _POINT.fullmatch(plain)):
        raise Unreadable(f"“{plain}” er ikke et tal. Skriv fx 12 eller 12,5.")
    plain = plain.replace("−", "-").replace("–", "-")
    value = Decimal(plain if _POINT.fullmatch(plain) else plain.replace(".", "").replace(",", "."))
    if abs(value) > VALUE_LIMIT:
        raise Unreadable("Tallet er for stort.")
    return value


def count_in(text: str) -> int:
    """A whole number of people or things.

    Raises:
        Unreadable: it is no whole number, is negative, or is too large.
    """
    plain = text.strip().replace("\u00a0", "").replace(" ", "")[:40]
    if not _COUNT.fullmatch(plain) or not plain.isascii():
        raise Unreadable(f"“{plain}” er ikke et helt antal. Skriv fx 37.")
    count = int(plain.split(",")[0].replace(".", ""))
    if count > LARGEST:
        raise Unreadable("Antallet er for stort.")
    return count

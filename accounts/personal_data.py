"""Find Danish civil registration numbers (CPR-numre) in free text.

A CPR number is DDMMYY and four digits, of which the first gives the century together with the year (cpr.dk). Whether a
number is one is decided by its date alone: numbers that fail the old modulus 11 test have been issued since 2007.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

MASK = "•"

# People paste typographic spaces and dashes, and the invisible characters that word processors put in.
_SPACE = "[ \\t\u00a0\u2000-\u200a\u202f\u3000]"
_DASH = "[-\u00ad\u2010-\u2015\u2212\ufe58\ufe63\uff0d\u200b-\u200d\u2060\ufeff]"
_LETTER = r"[^\W\d_⁰¹²³⁴-⁹]"

# Bounded in length everywhere, so the time is linear in the text.
_CANDIDATE = re.compile(
    rf"(?:(?<!{_LETTER})|(?<=cpr)|(?<=nr))(?<!\d)"
    rf"(?P<date>\d{{6}})(?P<gap>{_SPACE}?{_DASH}?{_SPACE}?)(?P<serial>\d{{4}})(?!\d)(?!{_LETTER})",
    re.IGNORECASE,
)
# The ten digits are one part of a decimal number or a dotted id. A neighbour of ten digits is another CPR number.
_DECIMAL_BEFORE = re.compile(r"(?<!\d)\d{1,9}[.,]\Z")
_DECIMAL_AFTER = re.compile(r"[.,]\d{1,9}(?!\d)")
_CONTEXT = 11


@dataclass(frozen=True)
class CprHit:
    """A place in a text that reads as a CPR number: `text` is what stands from `start` to `end`."""

    start: int
    end: int
    text: str

    @property
    def masked(self) -> str:
        """The number with all but day and month hidden, so that it can be shown: 0101••-••••."""
        hidden = re.sub(r"\d", MASK, self.text[4:])
        return self.text[:4] + hidden


def find_cpr_numbers(text: str) -> list[CprHit]:
    """All CPR numbers in the text, from the left; with a hyphen, a space or nothing between date and serial.

    Longer runs of digits (EAN, GLN), phone numbers, decimal numbers and digits inside words are not hits.
    """
    return [
        CprHit(start=match.start(), end=match.end(), text=match.group())
        for match in _CANDIDATE.finditer(text)
        if _is_birth_date(match["date"], match["serial"]) and not _is_decimal(text, match)
    ]


def _is_birth_date(digits: str, serial: str) -> bool:
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    try:
        date(_century(year, int(serial[0])) + year, month, day)
    except ValueError:
        return False
    return True


def _century(year: int, seventh: int) -> int:
    """The century by the year's two digits and the seventh digit of the number."""
    if seventh <= 3:
        return 1900
    if seventh in (4, 9):
        return 2000 if year <= 36 else 1900
    return 2000 if year <= 57 else 1800


def _is_decimal(text: str, match: re.Match[str]) -> bool:
    if match["gap"]:
        return False
    before = text[max(0, match.start() - _CONTEXT) : match.start()]
    return bool(_DECIMAL_BEFORE.search(before) or _DECIMAL_AFTER.match(text, match.end()))

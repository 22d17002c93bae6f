"""Find Danish civil registration numbers (CPR-numre) in free text.

A CPR number is DDMMYY and four digits, of which the first gives the century together with the year (cpr.dk). Whether a
number is one is decided by its date alone: numbers that fail the old modulus 11 test have been issued since 2007.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from datetime import date

MASK = "•"

# People paste typographic spaces and dashes, and the invisible characters that word processors put in.
_SPACE = "[ \\t\u00a0\u2000-\u200a\u202f\u3000]"
_DOT = "[.\u00b7\u2024\uff0e]"
_DASH = "[-\u00ad\u2010-\u2015\u2212\ufe58\ufe63\uff0d\u200b-\u200d\u2060\ufeff]"
_LETTER = r"[^\W\d_⁰¹²³⁴-⁹]"
_BEFORE = rf"(?:(?<!{_LETTER})|(?<=cpr)|(?<=nr))(?<!\d)"

# Bounded in length everywhere, so the time is linear in the text.
_CANDIDATE = re.compile(
    rf"{_BEFORE}\d{{6}}(?P<gap>{_SPACE}?{_DASH}?{_SPACE}?|{_DOT})\d{{4}}(?!\d)(?!{_LETTER})", re.IGNORECASE
)
# Digit by digit: ten that stand alone and no more, with one space between.
_SPELT_OUT = re.compile(
    rf"{_BEFORE}(?<!(?<!\d)\d{_SPACE})\d(?:{_SPACE}\d){{5}}(?:{_SPACE}{_DASH})?(?:{_SPACE}\d){{4}}"
    rf"(?!\d)(?!{_SPACE}\d(?!\d))(?!{_LETTER})",
    re.IGNORECASE,
)
# The ten digits are one part of a decimal number or a dotted id. A neighbour of ten digits is another CPR number.
_DECIMAL_BEFORE = re.compile(r"(?<!\d)\d{1,9}[.,]\Z")
_DECIMAL_AFTER = re.compile(r"[.,]\d{1,9}(?!\d)")
_CONTEXT = 11
_SHOWN = 4


@dataclass(frozen=True)
class CprHit:
    """A place in a text that reads as a CPR number: `text` is what stands from `start` to `end`."""

    start: int
    end: int
    text: str

    @property
    def masked(self) -> str:
        """The number with all but day and month hidden, so that it can be shown: 0101••-••••."""
        seen = itertools.count()
        return re.sub(r"\d", lambda digit: digit[0] if next(seen) < _SHOWN else MASK, self.text)


def find_cpr_numbers(text: str) -> list[CprHit]:
    """All CPR numbers in the text, from the left.

    Between date and serial stands a hyphen, a space, a dot or nothing; or every digit stands alone, with one space
    between: "0 1 0 1 9 0 1 2 3 4". Longer runs of digits (EAN, GLN), also digit by digit, phone numbers, decimal
    numbers, dotted ids of more than two parts and digits inside words are not hits.
    """
    found = [match for match in _CANDIDATE.finditer(text) if not _is_decimal(text, match)]
    found += _SPELT_OUT.finditer(text)
    return [
        CprHit(start=match.start(), end=match.end(), text=match.group())
        for match in sorted(found, key=lambda match: match.start())
        if _is_birth_date(re.sub(r"\D", "", match.group()))
    ]


def _is_birth_date(digits: str) -> bool:
    day, month, year, seventh = int(digits[:2]), int(digits[2:4]), int(digits[4:6]), int(digits[6])
    try:
        date(_century(year, seventh) + year, month, day)
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
    if match["gap"] and not re.fullmatch(_DOT, match["gap"]):
        return False
    before = text[max(0, match.start() - _CONTEXT) : match.start()]
    return bool(_DECIMAL_BEFORE.search(before) or _DECIMAL_AFTER.match(text, match.end()))

"""Danish wording of money, dates and names, and Danish alphabetical order.

Formats come from Django's own Danish month and weekday names, never from the locale of the process,
so that a worker, a web process and a laptop write the same text. All aware times are shown in Danish time.
"""

import datetime as dt
import unicodedata
import zoneinfo
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

from django.db.models import Func, TextField
from django.utils import dateformat, translation

DANISH_TIME = zoneinfo.ZoneInfo("Europe/Copenhagen")
MINUS = "\N{MINUS SIGN}"
Moment = TypeVar("Moment", bound=dt.date)

# --- alphabetical order -------------------------------------------------------------------------------------------
# æ, ø and å come after z, in that order: they become {, | and }, the three characters after z in ASCII. Two accented
# letters are letters of their own in neighbouring languages (ä = æ, ö = ø, ü = y); other accents are ignored.
# One table for Python and PostgreSQL, without lower(): its result would depend on the database's locale.
_FOLDED = (
    ("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz"),
    ("æÆäÄ", "{{{{"),
    ("øØöÖ", "||||"),
    ("åÅ", "}}"),
    ("üÜýÝ", "yyyy"),
    ("áÁàÀâÂãÃ", "aaaaaaaa"),
    ("éÉèÈêÊëË", "eeeeeeee"),
    ("íÍìÌîÎïÏ", "iiiiiiii"),
    ("óÓòÒôÔõÕ", "oooooooo"),
    ("úÚùÙûÛ", "uuuuuu"),
    ("çÇñÑðÐ", "ccnndd"),
)
_FROM = "".join(source for source, _ in _FOLDED)
_TO = "".join(target for _, target in _FOLDED)
_TABLE = str.maketrans(_FROM, _TO)
_TYPED = str.maketrans({"å": "aa", "æ": "ae", "ä": "ae", "ö": "ø"})


def danish_key(text: str) -> str:
    """Sort key for Danish order: a–z, æ, ø, å; upper and lower case alike; "aa" is å, so Aalborg comes last."""
    return text.translate(_TABLE).replace("aa", "}")


def spellings(text: str) -> tuple[str, str]:
    """How a name may be typed without Danish letters, ø as "oe" and as "o"; å is "aa", æ is "ae", case and accents go.

    What somebody types has a name in it when one of its spellings has the same one of the name's.
    """
    plain = text.casefold().translate(_TYPED)
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(letter))
    return plain.replace("ø", "oe"), plain.replace("ø", "o")


class DanishOrder(Func):
    """`danish_key` in SQL: `queryset.order_by(DanishOrder("name"))`. Immutable, so it can also stand in an index."""

    template = f"(REPLACE(TRANSLATE(%(expressions)s, '{_FROM}', '{_TO}'), 'aa', '}}') COLLATE \"C\")"
    arity = 1
    output_field = TextField()


# --- money and numbers --------------------------------------------------------------------------------------------


def thousands(value: Decimal | int) -> str:
    """A whole number with dots: 4.349.840."""
    whole = int(Decimal(value).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    return (MINUS if whole < 0 else "") + f"{abs(whole):,}".replace(",", ".")


def kr_exact(value: Decimal | int) -> str:
    """An amount with two decimals and no unit, for columns that add up: 110.000,00."""
    amount = Decimal(value).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    sign = MINUS if amount < 0 else ""
    return sign + f"{abs(amount):,.2f}".translate(str.maketrans(",.", ".,"))


def kr(value: Decimal | int) -> str:
    """An amount in kroner: 60.000 kr.; øre only when there are any: 57.497,50 kr."""
    return kr_exact(value).removesuffix(",00") + " kr."


def file_size(size: int) -> str:
    """A size in bytes as people read it: 148 kB, 1,2 MB."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} kB"
    return f"{size / 1_000_000:.1f} MB".replace(".", ",")


# --- dates and times ----------------------------------------------------------------------------------------------


def in_danish_time(value: Moment) -> Moment:
    """An aware datetime moved to Danish time; dates and naive datetimes as they are."""
    if isinstance(value, dt.datetime) and value.tzinfo is not None:
        return value.astimezone(DANISH_TIME)
    return value


def _formatted(value: dt.date, pattern: str) -> str:
    with translation.override("da"):
        return dateformat.format(in_danish_time(value), pattern)


def long_date(value: dt.date) -> str:
    """19. september 2022."""
    return _formatted(value, "j. F Y")


def weekday_date(value: dt.date) -> str:
    """mandag 19. september 2022."""
    return _formatted(value, "l j. F Y")


def clock(value: dt.datetime) -> str:
    """12.00."""
    return _formatted(value, "G.i")


def date_time(value: dt.datetime) -> str:
    """19. september 2022 kl. 12.00."""
    return f"{long_date(value)} kl. {clock(value)}"


def weekday_date_time(value: dt.datetime) -> str:
    """mandag 19. september 2022 kl. 12.00."""
    return f"{weekday_date(value)} kl. {clock(value)}"


def short_date(value: dt.date, today: dt.date) -> str:
    """19. sep.; of another year than today's 19. sep. 2022; "maj" is a whole word and has no full stop."""
    month, day = _formatted(value, "F")[:3], _day(value)
    year = "" if day.year == _day(today).year else f" {day.year}"
    return f"{day.day}. {month}{'' if month == 'maj' else '.'}{year}"


def short_date_time(value: dt.datetime, today: dt.date) -> str:
    """19. sep. 12.00, with the year when it is not today's."""
    return f"{short_date(value, today)} {clock(value)}"


def week(value: dt.date) -> str:
    """uge 38 (ISO week)."""
    return f"uge {in_danish_time(value).isocalendar().week}"


def calendar_days(start: dt.date, end: dt.date) -> int:
    """Midnights in Denmark between two moments; negative when `end` is first."""
    return (_day(end) - _day(start)).days


def _day(value: dt.date) -> dt.date:
    local = in_danish_time(value)
    return local.date() if isinstance(local, dt.datetime) else local


def days_left(days: int) -> str:
    """53 dage, 1 dag, i dag; 2 dage over tid when the day has passed."""
    if days == 0:
        return "i dag"
    text = "1 dag" if abs(days) == 1 else f"{thousands(abs(days))} dage"
    return text if days > 0 else f"{text} over tid"


# --- people -------------------------------------------------------------------------------------------------------


def in_words(names: Sequence[str]) -> str:
    """ "Mette, Anders og Rikke"."""
    return " og ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def initials(name: str) -> str:
    """First letters of the first and the last name: Mette Kirk Holm is MH."""
    words = [word for word in name.split() if word[0].isalnum()]
    return "".join(word[0].upper() for word in (words[:1] + words[1:][-1:]))

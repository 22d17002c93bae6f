"""Validators for what people type. Messages are Danish: what was found, why it stops, what to write instead."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from accounts.personal_data import CprHit, find_cpr_numbers

_SHOWN = 3
_PHONE = re.compile(r"\+?[0-9 ()/.-]*")
DANISH_DIGITS = 8
MOST_DIGITS = 15  # E.164


def validate_no_cpr(value: str) -> None:
    """Refuse free text with anything that reads as a CPR number; the message shows it masked, and where."""
    text = str(value or "")
    hits = find_cpr_numbers(text)
    if hits:
        raise ValidationError(_message(text, hits), code="cpr")


@dataclass(frozen=True)
class NoCprIn:
    """`validate_no_cpr` for a short field, called by its name: "Navnet", where no other number belongs either."""

    what: str

    def __call__(self, value: str) -> None:
        if find_cpr_numbers(str(value or "")):
            raise ValidationError(f"{self.what} må ikke indeholde et CPR-nummer. Slet nummeret.", code="cpr")


no_cpr_in_name = NoCprIn("Navnet")
no_cpr_in_title = NoCprIn("Titlen")


def validate_phone(value: str) -> None:
    """Refuse what nobody can call: fewer than the eight digits of a Danish number, or other signs than belong in one.

    A number from abroad begins with + and its country code.
    """
    digits = re.sub(r"[^0-9]", "", value)
    if not _PHONE.fullmatch(value):
        raise ValidationError("Skriv telefonnummeret med cifre, fx 00 00 00 00.", code="phone")
    if len(digits) < DANISH_DIGITS:
        raise ValidationError(
            "Et dansk telefonnummer har 8 cifre. Skriv dem alle, eller begynd med + og landekoden.", code="phone"
        )
    if len(digits) > MOST_DIGITS:
        raise ValidationError("Telefonnummeret har for mange cifre. Skriv kun ét nummer.", code="phone")


def _message(text: str, hits: list[CprHit]) -> str:
    places = _and([_place(text, hit) for hit in hits[:_SHOWN]], more=len(hits) - _SHOWN)
    one = len(hits) == 1
    return (
        f"Teksten ser ud til at indeholde {'et CPR-nummer' if one else 'CPR-numre'}: {places}. "
        "Portalen må ikke rumme CPR-numre, for her er de hverken nødvendige eller tilladte. "
        f"Slet {'nummeret' if one else 'numrene'}, og beskriv i stedet personen uden navn og nummer, "
        "fx “en elev i 3. klasse”, eller henvis til jeres eget sagsnummer. "
        "Er det et andet slags nummer, så skriv det på en anden måde eller udelad det."
    )


def _place(text: str, hit: CprHit) -> str:
    if "\n" not in text:
        return hit.masked
    return f"{hit.masked} i linje {text.count(chr(10), 0, hit.start) + 1}"


def _and(places: list[str], *, more: int) -> str:
    if more > 0:
        places = [*places, f"{more} til"]
    return places[0] if len(places) == 1 else f"{', '.join(places[:-1])} og {places[-1]}"

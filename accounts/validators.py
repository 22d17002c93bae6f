"""Validators for what people type. Messages are Danish: what was found, why it stops, what to write instead."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from accounts.personal_data import CprHit, find_cpr_numbers

_SHOWN = 3


def validate_no_cpr(value: str) -> None:
    """Refuse free text with anything that reads as a CPR number; the message shows it masked, and where."""
    text = str(value or "")
    hits = find_cpr_numbers(text)
    if hits:
        raise ValidationError(_message(text, hits), code="cpr")


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

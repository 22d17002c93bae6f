"""Validators for what municipalities type. Messages are Danish: what is wrong and what to do."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from stdnum import ean

GLN_LENGTH = 13
_BLANK = re.compile("[\\s\u200b-\u200d\u2060\ufeff]+")


def compact_gln(value: str) -> str:
    """An EAN/GLN number (EAN-nummer) without the spaces that people write or paste in it."""
    return _BLANK.sub("", value)


def validate_gln(value: str) -> None:
    """Refuse what is not an EAN/GLN number: 13 digits with a right check digit. Spaces are ignored.

    Codes: letters, length, check_digit. Store the number as `compact_gln` gives it.
    """
    number = compact_gln(value)
    if not re.fullmatch(r"[0-9]*", number):
        raise ValidationError(
            "Et EAN-nummer består kun af cifre. Fjern bogstaver og tegn, så der står 13 cifre.", code="letters"
        )
    if len(number) != GLN_LENGTH:
        digits = "1 ciffer" if len(number) == 1 else f"{len(number)} cifre"
        raise ValidationError(f"Et EAN-nummer har 13 cifre. I har skrevet {digits}.", code="length")
    if not ean.is_valid(number):
        raise ValidationError(
            "EAN-nummeret kan ikke passe: det sidste ciffer (kontrolcifret) stemmer ikke med resten. "
            "Se efter, om to cifre er byttet om.",
            code="check_digit",
        )

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from accounts.validators import no_cpr_in_name, validate_no_cpr, validate_phone


def refused(text: str) -> str:
    with pytest.raises(ValidationError) as refusal:
        validate_no_cpr(text)
    assert refusal.value.code == "cpr"
    (message,) = refusal.value.messages
    return str(message)


def test_ordinary_text_passes() -> None:
    for text in ("", "Vi vil øve os i co-teaching i 3. klasse.", "EAN 5798009876543, tlf. 8779 6307"):
        assert validate_no_cpr(text) is None


def test_says_what_why_and_what_to_write_instead() -> None:
    assert refused("Eleven 010190-1234 trives.") == (
        "Teksten ser ud til at indeholde et CPR-nummer: 0101••-••••. "
        "Portalen må ikke rumme CPR-numre, for her er de hverken nødvendige eller tilladte. "
        "Slet nummeret, og beskriv i stedet personen uden navn og nummer, fx “en elev i 3. klasse”, "
        "eller henvis til jeres eget sagsnummer. "
        "Er det et andet slags nummer, så skriv det på en anden måde eller udelad det."
    )


def test_says_where_and_how_many() -> None:
    two = refused("Først\n010190-1234\nog 100 %\nsiden 0202901234")
    assert "CPR-numre: 0101••-•••• i linje 2 og 0202•••••• i linje 4." in two
    assert "Slet numrene" in two
    many = refused(" ".join(f"{day:02}0190-1234" for day in range(1, 8)))
    assert ": 0101••-••••, 0201••-••••, 0301••-•••• og 4 til." in many


def test_never_repeats_the_number() -> None:
    assert "1234" not in refused("010190-1234")
    assert "90" not in refused("010190-1234")


def test_a_name_is_told_in_few_words() -> None:
    with pytest.raises(ValidationError) as refusal:
        no_cpr_in_name("Mette 010190-1234")
    assert refusal.value.messages == ["Navnet må ikke indeholde et CPR-nummer. Slet nummeret."]
    assert no_cpr_in_name("Mette Holm") is None


@pytest.mark.parametrize(
    "number",
    ["00 00 00 00", "12345678", "8779 6307", "(33) 70-33 70", "+45 00 00 00 00", "+298 12 34 56", "040-12 34 56"],
)
def test_a_phone_number(number: str) -> None:
    assert validate_phone(number) is None


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("12 34 56", "Et dansk telefonnummer har 8 cifre. Skriv dem alle, eller begynd med + og landekoden."),
        ("+45", "Et dansk telefonnummer har 8 cifre. Skriv dem alle, eller begynd med + og landekoden."),
        ("-", "Et dansk telefonnummer har 8 cifre. Skriv dem alle, eller begynd med + og landekoden."),
        ("ring til mig", "Skriv telefonnummeret med cifre, fx 00 00 00 00."),
        ("00 00 00 00 lok. 12", "Skriv telefonnummeret med cifre, fx 00 00 00 00."),
        ("٠٠٠٠٠٠٠٠", "Skriv telefonnummeret med cifre, fx 00 00 00 00."),
        ("0000000000000000", "Telefonnummeret har for mange cifre. Skriv kun ét nummer."),
    ],
)
def test_what_is_no_phone_number(typed: str, message: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        validate_phone(typed)
    assert refusal.value.messages == [message]

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from stdnum import ean

from partnerships.validators import compact_gln, validate_gln

LETTERS = "Et EAN-nummer består kun af cifre. Fjern bogstaver og tegn, så der står 13 cifre."
CHECK_DIGIT = (
    "EAN-nummeret kan ikke passe: det sidste ciffer (kontrolcifret) stemmer ikke med resten. "
    "Se efter, om to cifre er byttet om."
)

digits = st.from_regex(r"[0-9]{12}", fullmatch=True)


def refused(value: str) -> tuple[str, str]:
    with pytest.raises(ValidationError) as refusal:
        validate_gln(value)
    (message,) = refusal.value.messages
    return str(refusal.value.code), str(message)


@given(digits)
def test_thirteen_digits_with_the_right_check_digit_pass(body: str) -> None:
    assert validate_gln(body + ean.calc_check_digit(body)) is None


@given(digits, st.integers(1, 9))
def test_any_other_check_digit_is_refused(body: str, off: int) -> None:
    wrong = str((int(ean.calc_check_digit(body)) + off) % 10)
    assert refused(body + wrong)[0] == "check_digit"


@pytest.mark.parametrize("value", ["5798009876546", "5798 0098 7654 6", "\u00a05 798009\u2009876546\n"])
def test_spaces_are_ignored(value: str) -> None:
    assert compact_gln(value) == "5798009876546"
    assert validate_gln(value) is None


@pytest.mark.parametrize(
    ("value", "code", "message"),
    [
        ("579800987654", "length", "Et EAN-nummer har 13 cifre. I har skrevet 12 cifre."),
        ("57980098765461", "length", "Et EAN-nummer har 13 cifre. I har skrevet 14 cifre."),
        ("5", "length", "Et EAN-nummer har 13 cifre. I har skrevet 1 ciffer."),
        ("", "length", "Et EAN-nummer har 13 cifre. I har skrevet 0 cifre."),
        ("579800987654O", "letters", LETTERS),
        (
            "5798-009876546",
            "letters",
            LETTERS,
        ),
        (
            "５７９８００９８７６５４６",
            "letters",
            LETTERS,
        ),
        ("5798009876543", "check_digit", CHECK_DIGIT),
    ],
)
def test_what_is_wrong_is_said(value: str, code: str, message: str) -> None:
    assert refused(value) == (code, message)

"""What is read out of pasted rows: by example, and that nothing is guessed at."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategy import pasted
from strategy.pasted import Line, Unreadable

FRIDAY = date(2026, 11, 20)


def lines(text: str, kind: str = "rate") -> list[Line]:
    return pasted.read(pasted.cells_of(text), kind=kind)


@pytest.mark.parametrize(
    "text",
    [
        "20.11.2026\t37\t46\tRegn",
        "20.11.2026;37;46;Regn",
        "2026-11-20,37,46,Regn",
        "20/11-2026 37 46 Regn",
        "uge 47 2026\t37\t46\tRegn",
        "2026-W47\t37\t46\tRegn",
        '20-11-26;37;46;"Regn"',
        "Dato\tJa\tSpurgt\tNote\n20.11.2026\t37\t46\tRegn\n\n",
        "\ufeff20.11.2026\t37,0\t46,00\tRegn\r\n",
    ],
)
def test_the_same_row_in_many_ways(text: str) -> None:
    (line,) = lines(text)
    assert (line.on, line.numerator, line.denominator, line.note, line.error) == (FRIDAY, 37, 46, "Regn", "")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", "12"),
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        ("-3,25", "-3.25"),
        ("\N{MINUS SIGN}3", "-3"),
        ("1.250.000", "1250000"),
        ("1.250,5", "1250.5"),
        ("67 %", "67"),
    ],
)
def test_numbers_as_danes_write_them(text: str, value: str) -> None:
    assert pasted.number_in(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("20.11.2026\t46\t37", "rate", "46 kan ikke være ud af 37"),
        ("20.11.2026\t37", "rate", "to tal efter datoen"),
        ("20.11.2026\t0\t0", "rate", "mindst 1"),
        ("20.11.2026\t3,5\t46", "rate", "ikke et helt antal"),
        ("20.11.2026\t-1\t46", "rate", "ikke et helt antal"),
        ("31.11.2026\t1\t2", "rate", "ikke en dag, der findes"),
        ("uge 60 2026\t1\t2", "rate", "ikke en dag, der findes"),
        ("20.11.2026\t1.250", "value", "kan være både 1250 og 1,250"),
        ("20.11.2026\ttolv", "value", "ikke et tal"),
        ("20.11.2026,12,5", "value", "brug semikolon"),
        ("20.11.2026\t999999999999", "value", "for stort"),
        ("20.11.2026", "qualitative", "mangler ord"),
        (f"20.11.2026\t{'x' * 1001}", "qualitative", "for lang"),
    ],
)
def test_what_cannot_be_read_is_said(text: str, kind: str, words: str) -> None:
    (line,) = lines(text, kind)
    assert words in line.error


def test_the_same_day_twice_and_line_numbers() -> None:
    read = lines("Dato;Ja;Alle\n\n20.11.2026;1;2\nuge 47 2026;2;2\n5 børn;1;2")
    assert [(line.number, line.error.split(".")[0]) for line in read] == [
        (3, ""),
        (4, "Samme dag som linje 3"),
        (5, "“5 børn” er ikke en dato"),
    ]


def test_a_week_is_the_weekday_that_was_agreed() -> None:
    (line,) = pasted.read(pasted.cells_of("uge 47 2026\t1\t2"), kind="rate", weekday=0)
    assert line.on == date(2026, 11, 16)


def test_too_much_and_unclosed() -> None:
    with pytest.raises(Unreadable, match="mere end 2000 linjer"):
        pasted.cells_of("20.11.2026\t1\t2\n" * 2002)
    with pytest.raises(Unreadable, match="citationstegn"):
        pasted.cells_of('20.11.2026;"1;2')


@given(st.text(max_size=300), st.sampled_from(sorted(pasted.READERS)))
def test_whatever_is_pasted_is_read_or_refused(text: str, kind: str) -> None:
    try:
        cells = pasted.cells_of(text)
    except Unreadable:
        return
    for line in pasted.read(cells, kind=kind):
        assert line.error or line.on
        if not line.error and kind == "rate":
            assert 0 <= (line.numerator or 0) <= (line.denominator or 0)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.integers(0, 10**6), st.integers(1, 10**6))
def test_what_is_written_is_read_back(day: date, part: int, more: int) -> None:
    for written in (f"{day:%d.%m.%Y}", day.isoformat(), f"{day.day}/{day.month}-{day.year}"):
        (line,) = lines(f"{written}\t{part}\t{part + more}")
        assert (line.on, line.numerator, line.denominator) == (day, part, part + more)


@given(st.decimals(-(10**7), 10**7, places=2))
def test_decimals_are_read_back(value: Decimal) -> None:
    assert pasted.number_in(f"{value:f}".replace(".", ",")) == value

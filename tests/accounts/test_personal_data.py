"""The CPR detector. Every number here is made up."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from accounts.personal_data import CprHit, find_cpr_numbers


def texts(text: str) -> list[str]:
    return [hit.text for hit in find_cpr_numbers(text)]


class TestHits:
    @pytest.mark.parametrize(
        "number",
        [
            "0101901234",
            "010190-1234",
            "010190 1234",
            "010190\u00a01234",  # no-break space
            "010190\u202f1234",  # narrow no-break space
            "010190\u20131234",  # en dash
            "010190\u20111234",  # no-break hyphen
            "010190\u22121234",  # minus
            "010190\u00ad1234",  # soft hyphen
            "010190\u200b1234",  # zero width space
            "010190 - 1234",
            "010190- 1234",
            "010190\t1234",
            "010190.1234",
            "010190·1234",
            "0 1 0 1 9 0 1 2 3 4",
            "0 1 0 1 9 0 - 1 2 3 4",
            "0\u00a01\u00a00\u00a01\u00a09\u00a00\u00a01\u00a02\u00a03\u00a04",
            "０１０１９０-１２３４",  # full width digits
            "٠١٠١٩٠-١٢٣٤",  # Arabic digits
        ],
    )
    def test_forms(self, number: str) -> None:
        text = f"Barnet ({number}) går i 3. klasse."
        assert find_cpr_numbers(text) == [CprHit(start=8, end=8 + len(number), text=number)]
        assert texts(number) == [number]

    @pytest.mark.parametrize(
        "text",
        [
            "cpr010190-1234",
            "CPR-nr.010190-1234",
            "cprnr010190-1234",
            "CPR:010190-1234",
            "referat_010190-1234_endelig.pdf",
            "<td>0101901234</td>",
            "(010190-1234)",
            "“0101901234”",
            "Født 010190-1234.",
            "0101901234.\n",
            "2021/010190-1234",
            "3.010190-1234",
            "010190-1234¹",
            "linje\n010190-1234\nlinje",
            "Se 010190.1234.",
        ],
    )
    def test_neighbours(self, text: str) -> None:
        assert [hit.masked for hit in find_cpr_numbers(text)] in (["0101••-••••"], ["0101••.••••"], ["0101••••••"])

    def test_several(self) -> None:
        text = "010190-1234,020290-1234 0303904321;0404904321,0505904321"
        assert texts(text) == ["010190-1234", "020290-1234", "0303904321", "0404904321", "0505904321"]
        assert all(text[hit.start : hit.end] == hit.text for hit in find_cpr_numbers(text))

    @pytest.mark.parametrize("text", ["12 0 1 0 1 9 0 1 2 3 4 12", "cpr 0 1 0 1 9 0 1 2 3 4.", "(0 1 0 1 9 0 1 2 3 4)"])
    def test_neighbours_of_one_spelt_out(self, text: str) -> None:
        assert texts(text) == ["0 1 0 1 9 0 1 2 3 4"]

    def test_modulus_11_decides_nothing(self) -> None:
        """Exactly one of eleven serial numbers would pass it; all are hits."""
        assert len(texts(" ".join(f"010165-{serial:04}" for serial in range(1000)))) == 1000

    def test_date_like_numbers_are_hits(self) -> None:
        """A date and four digits may be something else, but we would rather ask."""
        assert texts("010122-1234") == ["010122-1234"]


class TestDates:
    @pytest.mark.parametrize(
        ("number", "year"),
        [
            ("290200-0000", None),  # 1900 was no leap year
            ("290200-3999", None),
            ("290200-4000", 2000),
            ("290200-5000", 2000),
            ("290200-9000", 2000),
            ("290204-0000", 1904),
            ("290236-4000", 2036),
            ("290236-9999", 2036),
            ("290240-4000", 1940),
            ("290256-8999", 2056),
            ("290257-5000", None),
            ("290260-5000", 1860),
            ("290258-5000", None),
            ("290201-1234", None),
            ("310490-1234", None),
            ("300290-1234", None),
            ("000190-1234", None),
            ("010090-1234", None),
            ("011390-1234", None),
            ("320190-1234", None),
            ("610190-1234", None),
        ],
    )
    def test_real_dates_only(self, number: str, year: int | None) -> None:
        assert texts(number) == ([number] if year else [])

    @given(
        born=st.dates(date(1858, 1, 1), date(2057, 12, 31)),
        serial=st.integers(0, 999),
        gap=st.sampled_from(["", "-", " ", "."]),
    )
    def test_everyone_is_found(self, born: date, serial: int, gap: str) -> None:
        if born.year < 1900:
            sevenths = "5678"
        elif born.year < 1937:
            sevenths = "0123"
        elif born.year < 2000:
            sevenths = "012349"
        elif born.year < 2037:
            sevenths = "456789"
        else:
            sevenths = "5678"
        for seventh in sevenths:
            number = f"{born:%d%m%y}{gap}{seventh}{serial:03}"
            assert texts(f"Se {number}.") == [number]
            spelt_out = " ".join(f"{born:%d%m%y}{seventh}{serial:03}")
            assert texts(f"Se {spelt_out}.") == [spelt_out]

    @given(day=st.integers(0, 99), month=st.integers(0, 99), year=st.integers(0, 99), serial=st.integers(0, 9999))
    def test_no_date_no_hit(self, day: int, month: int, year: int, serial: int) -> None:
        assume(month > 12 or month == 0 or day > 31 or day == 0)
        number = f"{day:02}{month:02}{year:02}{serial:04}"
        assert [texts(f"{number[:6]}{gap}{number[6:]}") for gap in ("", "-", " ", ".")] == [[]] * 4
        assert texts(" ".join(number)) == []


class TestOtherNumbers:
    @pytest.mark.parametrize(
        "text",
        [
            "5798009876543",  # GLN
            "5790101901234",
            "0101901234567",
            "5 790101 901234",
            "5790 1019 0123 4",
            "87796307",
            "8779 6307",
            "+45 87 79 63 07",
            "01019012345",
            "10101901234",
            "010190-12345",
            "1010190-1234",
            "0.0101901234",
            "12,0101901234",
            "1012901234,50 kr.",
            "1.010.190.123",
            "SAG-2021-00945",
            "Dok. ID 3069036",
            "15.17.12-A53-1-22",
            "a0101901234",
            "0101901234b",
            "3f0101901234ab",
            "01-01-90",
            "1. januar 1990, kl. 12.34",
            "010190\n1234",
            "010190--1234",
            "010190   1234",
            "010190/1234",
            "01019-01234",
            "01019.01234",
            "010190..1234",
            "010190. 1234 elever",
            "010190 .1234",
            "2.010190.1234",
            "010190.1234.5",
            "010190.1234,50",
            "310490.1234",
            "0 1 0 1 9 0 1 2 3",
            "0 1 0 1 9 0 1 2 3 4 5",
            "5 0 1 0 1 9 0 1 2 3 4",
            "0 1 0 1 9 0  1 2 3 4",
            "0 1 0 1 9 0 1 2 3 4b",
            "0 1 0 1 9 0 1 2 3 45",
            "a0 1 0 1 9 0 1 2 3 4",
            "3 1 0 4 9 0 1 2 3 4",
            "0 1 0 1 9 0\n1 2 3 4",
            "5 7 9 0 1 0 1 9 0 1 2 3 4",
            "",
        ],
    )
    def test_are_left_alone(self, text: str) -> None:
        assert find_cpr_numbers(text) == []

    @given(st.from_regex(r"[0-9]{11,30}", fullmatch=True))
    def test_longer_runs_are_left_alone(self, digits: str) -> None:
        assert find_cpr_numbers(digits) == []

    @given(st.from_regex(r"[0-9]{11,30}", fullmatch=True))
    def test_longer_runs_are_left_alone_digit_by_digit(self, digits: str) -> None:
        assert find_cpr_numbers(" ".join(digits)) == []

    @given(st.from_regex(r"[0-9]{13}", fullmatch=True), st.sampled_from(["EAN {}", "{}.", "({})", "gln:{}", "{},"]))
    def test_ean_numbers_are_left_alone(self, number: str, words: str) -> None:
        assert find_cpr_numbers(words.format(number)) == []

    @given(st.text())
    def test_hits_are_where_they_say(self, text: str) -> None:
        for hit in find_cpr_numbers(text):
            assert text[hit.start : hit.end] == hit.text
            assert sum(character.isdecimal() for character in hit.text) == 10


@pytest.mark.parametrize(
    "piece",
    [
        "0",
        "010190",
        "010190-",
        "010190-123 ",
        "0101901234",
        "0101901234.",
        "0101901234,1",
        "010190.",
        "010190.1234.",
        "0 1 0 1 9 0 1 2 3 4 ",
        "0 1 0 1 9 0 1 2 3 4, ",
        " ",
        "-",
        "cpr",
        "3102901234 ",
    ],
)
def test_a_megabyte_is_read_to_its_end(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    assert find_cpr_numbers(f"{text} og 010190-1234")[-1].start == len(text) + 4


def test_masked_keeps_day_month_and_shape() -> None:
    assert [hit.masked for hit in find_cpr_numbers("010190-1234 0101901234 010190 - 1234 0 1 0 1 9 0 1 2 3 4.")] == [
        "0101••-••••",
        "0101••••••",
        "0101•• - ••••",
        "0 1 0 1 • • • • • •",
    ]

"""The workshop's pictures: how answers lie, and the code for phones; both are whole and say what they show."""

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening import distribution_chart, distributions, qr, workshop_pages

SVG = "{http://www.w3.org/2000/svg}"


def texts(drawn: ET.Element) -> list[str]:
    return [row.text or "" for row in drawn.iter(f"{SVG}text")]


def test_the_picture_says_its_numbers() -> None:
    shown = distributions.of([2, 4, 4, 5])
    drawn = ET.fromstring(distribution_chart.svg(shown, key="a"))
    title = drawn.find(f"{SVG}title")
    assert title is not None
    assert title.text == (
        "Niveau 1: 0 svar, niveau 2: 1 svar, niveau 3: 0 svar, niveau 4: 2 svar, niveau 5: 1 svar. Gennemsnit 3,8."
    )
    assert (drawn.get("role"), drawn.get("aria-labelledby"), title.get("id")) == ("img", "a", "a")
    assert texts(drawn) == ["0", "1", "1", "2", "0", "3", "2", "4", "1", "5", "gennemsnit 3,8"]
    wide = ET.fromstring(distribution_chart.svg(shown, key="a", is_over_columns=True))
    assert texts(wide) == ["0", "1", "0", "2", "1", "gennemsnit 3,8"]
    assert len(list(wide.iter(f"{SVG}rect"))) == 3


@given(st.lists(st.integers(1, 5), max_size=70), st.booleans())
def test_nothing_lies_outside_the_picture(levels: list[int], is_over_columns: bool) -> None:
    shown = distributions.of(levels)
    drawn = ET.fromstring(distribution_chart.svg(shown, key="a", is_over_columns=is_over_columns))
    width, height = (float(part) for part in drawn.get("viewBox", "").split()[2:])
    for row in drawn.iter(f"{SVG}rect"):
        x, y, w, h = (float(row.get(name, "")) for name in ("x", "y", "width", "height"))
        assert 0 <= x <= x + w <= width
        assert distribution_chart.TOP - 0.1 <= y <= y + h <= distribution_chart.FLOOR + 0.1
    for row in drawn.iter(f"{SVG}text"):
        assert 100 <= float(row.get("x", "")) <= width - 100 or (row.text or "").isdigit()
        assert float(row.get("font-size", "")) * 0.7 <= float(row.get("y", "")) <= height - 5


def test_a_code_for_phones_is_a_square_with_its_three_corners() -> None:
    drawn = qr.svg("https://portal.example/workshop/CDFHJK/", label='Kode "x" & <y>')
    assert 'aria-label="Kode &quot;x&quot; &amp; &lt;y&gt;"' in drawn
    size = int(re.findall(r'viewBox="0 0 (\d+) \1"', drawn)[0])
    dark = [[False] * size for _ in range(size)]
    for x, y, run in (map(int, found) for found in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", drawn)):
        dark[y][x : x + run] = [True] * run
    edge = qr.QUIET
    for top, left in ((edge, edge), (edge, size - edge - 7), (size - edge - 7, edge)):
        assert [dark[top][left + n] for n in range(7)] == [True] * 7
        assert [dark[top + n][left] for n in range(7)] == [True] * 7
        assert [dark[top + 1][left + n] for n in range(1, 6)] == [False] * 5
    assert not any(any(row) for row in dark[:edge] + dark[-edge:])


@pytest.mark.parametrize(("code", "words"), [("CDFHJK", "CDF HJK"), ("347943", "347 943")])
def test_a_code_is_read_aloud_in_two_parts(code: str, words: str) -> None:
    assert workshop_pages.spaced(code) == words

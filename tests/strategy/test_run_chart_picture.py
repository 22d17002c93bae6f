"""The run chart's row and picture: places, labels, words, the table, and that what is drawn stays on the sheet."""

import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategy.run_chart_picture import NARROW, WIDE, both, draw
from strategy.run_chart_series import Mark, Reading, Row, Series, plain, ticks, whole
from tests.strategy.test_run_chart import ASKED, YES

WEEKS = [*range(18, 27), *range(33, 42), 43, 44, 45, 46]


def friday(week: int) -> date:
    return date.fromisocalendar(2026, week, 5)


SERIES = Series(
    "Havde nogen at være sammen med",
    tuple(Reading(friday(week), yes, asked) for week, yes, asked in zip(WEEKS, YES, ASKED, strict=True)),
    baseline=9,
    marks=(
        Mark(1, date.fromisocalendar(2026, 33, 1), "legepatrulje"),
        Mark(2, date.fromisocalendar(2026, 43, 1), "børnene vælger", is_open=True),
    ),
    missing=(friday(47),),
    aim=0.8,
)


def drawn(series: Series, *, is_wide: bool = True) -> ElementTree.Element:
    return ElementTree.fromstring(draw(series, key="k", is_wide=is_wide))


def words(svg: ElementTree.Element) -> list[str]:
    return [element.text or "" for element in svg.iter() if element.tag.endswith("}text")]


def test_the_picture_says_itself_in_words() -> None:
    svg = drawn(SERIES)
    title, description = list(svg)[:2]
    assert title.text == "Havde nogen at være sammen med, uge 18–47 2026: 22 målinger på 62 % til 83 %, median 67 %"
    assert description.text == (
        "Medianen er fastlåst ud fra de første 9 målinger. 9 målinger i træk, fra uge 37 til uge 46, ligger over "
        "medianen. Cyklus 1 begynder uge 33: legepatrulje. Cyklus 2 begynder uge 43: børnene vælger. Mangler: uge 47."
    )
    assert (svg.get("role"), svg.get("aria-labelledby"), svg.get("aria-describedby")) == ("img", "k", "k-d")


def test_what_is_written_on_the_wide_one() -> None:
    found = words(drawn(SERIES))
    for label in ("Udgangspunkt: 9 målinger", "fastlåst median 67 %", "9 i træk over medianen", "mål 80 %", "mangler"):
        assert label in found
    assert [label for label in found if label.isdigit()] == ["1", "2", *map(str, WEEKS), "47"]
    assert found[-1] == "uge i 2026"


def test_what_is_written_on_the_narrow_one() -> None:
    found = words(drawn(SERIES, is_wide=False))
    assert {"Udgangspunkt", "median 67 %", "9 i træk"} <= set(found)
    assert found[-1] == "uge i 2026, andel i procent"


def test_the_line_is_broken_at_a_pause_and_not_at_a_week_left_out() -> None:
    path = next(element for element in drawn(SERIES).iter() if element.tag.endswith("}path"))
    assert re.findall("[ML]", path.get("d") or "") == ["M", *["L"] * 8, "M", *["L"] * 12]
    places = SERIES.places()
    assert (places[friday(33)] - places[friday(26)], places[friday(43)] - places[friday(41)]) == (2, 1)


def test_nine_points_are_filled() -> None:
    filled = [
        element
        for element in drawn(SERIES).iter()
        if element.tag.endswith("}circle") and element.get("r") == "5" and element.get("fill") != "#ffffff"
    ]
    assert len(filled) == 9


def test_both_have_keys_of_their_own() -> None:
    pictures = both(SERIES, key="m7")
    assert re.findall(r'<title id="([^"]+)"', pictures) == ["m7-w", "m7-n"]


def test_no_style_and_no_script() -> None:
    assert not re.search(r"style=|class=|<style|<script|on[a-z]+=", draw(SERIES, key="k"))


def test_a_title_is_text_and_not_markup() -> None:
    series = Series("Flere end <3> & færre", SERIES.readings, marks=(Mark(1, friday(20), "<b>"),))
    title = next(iter(drawn(series))).text or ""
    assert title.startswith("Flere end <3> & færre, uge 18–46 2026")


def test_the_table() -> None:
    assert SERIES.table()[0] == Row("Uge 18", friday(18), "31", "47", "66 %", "")
    values = Series("Ro", (Reading(date(2026, 3, 3), 12.5, note="Stille dag"),), unit="minutter")
    assert values.table() == [Row("Uge 10", date(2026, 3, 3), "", "", "12,5 minutter", "Stille dag")]


@pytest.mark.parametrize(
    ("days", "period", "axis", "labels"),
    [
        (
            [date(2025, 12, 19), date(2026, 1, 2), date(2026, 1, 9)],
            "uge 51 2025 – uge 2 2026",
            "uge i 2025–2026",
            "51 1 2",
        ),
        ([date(2026, 1, 5), date(2026, 2, 5)], "jan–feb 2026", "2026", "jan feb"),
        ([date(2025, 11, 5), date(2026, 2, 5)], "nov 2025 – feb 2026", "2025–2026", "nov feb"),
        ([date(2026, 5, 5)], "uge 19 2026", "uge i 2026", "19"),
        ([date(2020, 5, 5), date(2026, 5, 5)], "maj 2020 – maj 2026", "år", "2020 2026"),
    ],
)
def test_days_are_named_by_how_often_it_is_measured(days: list[date], period: str, axis: str, labels: str) -> None:
    series = Series("Fravær", tuple(Reading(day, 1) for day in days))
    assert (series.period(), series.axis()) == (period, axis)
    assert [series.label(day) for day in days] == labels.split()


@pytest.mark.parametrize(
    ("value", "told"), [(3, "3"), (3.5, "3,5"), (-0.25, "−0,25"), (1250, "1.250"), (-0.001, "0"), (2.999, "3")]
)
def test_numbers_in_danish(value: float, told: str) -> None:
    assert plain(value) == told


def test_per_cent_are_rounded_halves_up() -> None:
    assert [whole(value) for value in (66.5, 67.49, -0.4, -3)] == ["67", "67", "0", "−3"]


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.integers(2, 8))
def test_a_scale_has_a_few_round_values_within(low: float, span: float, at_most: int) -> None:
    found = list(ticks(low, low + span, at_most=at_most))
    assert len(found) <= at_most + 1
    assert all(low - span * 1e-6 <= value <= low + span * (1 + 1e-6) for value in found)
    assert found == sorted(found)


@given(
    st.lists(st.tuples(st.integers(1, 40), st.integers(-500, 500)), min_size=1, max_size=70),
    st.integers(1, 20),
    st.booleans(),
)
def test_every_point_is_on_the_sheet(steps: list[tuple[int, int]], baseline: int, is_wide: bool) -> None:
    day, readings = date(2024, 1, 1), []
    for gap, value in steps:
        day += timedelta(days=gap)
        readings.append(Reading(day, value))
    svg = drawn(Series("Trivsel", tuple(readings), baseline=baseline), is_wide=is_wide)
    frame = WIDE if is_wide else NARROW
    for element in svg.iter():
        if element.tag.endswith("}circle"):
            assert frame.left <= float(element.get("cx", "")) <= frame.right
            assert frame.top <= float(element.get("cy", "")) <= frame.bottom


def test_two_thousand_measurements_are_one_line_without_points() -> None:
    readings = tuple(Reading(date(1990, 1, 1) + timedelta(days=7 * n), n % 7) for n in range(2000))
    svg = drawn(Series("Trivsel", readings))
    assert not [element for element in svg.iter() if element.tag.endswith("}circle")]
    assert len(draw(Series("Trivsel", readings), key="k")) < 60_000

"""Where words stand on a run chart: never over points, the line, a level or each other."""

import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategy.run_chart_labels import Box, Sheet
from strategy.run_chart_picture import NARROW, WIDE, draw
from strategy.run_chart_series import Reading, Series

BOX = Box(10, 10, 50, 20)


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        ((0, 15), (60, 15), True),
        ((0, 0), (60, 30), True),
        ((20, 0), (20, 40), True),
        ((0, 5), (60, 5), False),
        ((0, 30), (60, 25), False),
        ((60, 0), (60, 40), False),
        ((0, 15), (5, 15), False),
    ],
)
def test_a_line_through_a_box(start: tuple[float, float], end: tuple[float, float], found: bool) -> None:
    assert (BOX.is_crossed(start, end), BOX.is_crossed(end, start)) == (found, found)


def test_the_first_free_place_and_none_when_all_are_taken() -> None:
    sheet = Sheet(
        points=((0, 15), (30, 15), (90, 90)), radius=4, levels=(40,), scale=(75,), boxes=(Box(100, 0, 140, 9),)
    )
    taken = [BOX, Box(95, 2, 120, 8), Box(5, 35, 25, 45)]
    assert sheet.best(taken) is None
    free, on_the_scale = Box(100, 20, 140, 30), Box(100, 70, 140, 80)
    assert sheet.best([*taken, on_the_scale, free]) == free
    assert sheet.best([*taken, on_the_scale]) == on_the_scale
    assert sheet.best([]) is None


def series(values: list[float], **more: object) -> Series:
    first = date(2026, 5, 1)
    readings = tuple(Reading(first + timedelta(days=7 * place), value) for place, value in enumerate(values))
    return Series("Ro", readings, baseline=8, unit="minutter", **more)


def placed(drawn: str, words: str) -> tuple[float, float]:
    """Where words are written: the nearest edge and the baseline."""
    texts = [one for one in ElementTree.fromstring(drawn).iter() if one.tag.endswith("}text")]
    found = next(one for one in texts if (one.text or "").startswith(words))
    return float(found.get("x", "")), float(found.get("y", ""))


CROWDED = [14.2, 12, 13, 11.8, 12.2, 11, 12.4, 11.7, 11.9, 11.95, 12.3, 11.8, 12, 11.6, 11.9, 12.8]


def test_a_median_among_the_points_is_written_over_the_frame() -> None:
    drawn = draw(series(CROWDED), key="k")
    assert placed(drawn, "fastlåst median 12,1 minutter")[1] == WIDE.top - 8
    assert 'viewBox="0 56 744 316"' in drawn
    calm = draw(series([5, 6, 5, 6, 5, 6, 5, 6, *[9] * 9]), key="k")
    assert WIDE.top < placed(calm, "fastlåst median 5,5 minutter")[1] < WIDE.bottom
    assert 'viewBox="0 72 744 300"' in calm


def test_the_narrow_one_has_its_unit_under_the_picture() -> None:
    drawn = draw(series(CROWDED, aim=11.0), key="k", is_wide=False)
    found = set(re.findall(r">((?:median|mål|uge i)[^<]*)<", drawn))
    assert found == {"median 12,1", "mål 11", "uge i 2026, minutter"}


def test_the_baseline_is_named_over_the_lines_of_the_scale() -> None:
    drawn = draw(series(CROWDED), key="k")
    lines = [found.start() for found in re.finditer("<line ", drawn)]
    named = drawn.index("Udgangspunkt")
    assert [at for at in lines if at > named] == lines[-2:]  # the median's own two


@given(
    st.lists(st.integers(-50, 50), min_size=1, max_size=60),
    st.integers(-50, 50),
    st.booleans(),
)
def test_words_never_stand_on_points(values: list[int], aim: int, is_wide: bool) -> None:
    row = series([float(value) for value in values], aim=float(aim))
    drawn = draw(row, key="k", is_wide=is_wide)
    frame = WIDE if is_wide else NARROW
    circles = [one for one in ElementTree.fromstring(drawn).iter() if one.tag.endswith("}circle")]
    for words, anchored_left in (("median", False), ("fastlåst", False), ("mål", True)):
        texts = [one for one in ElementTree.fromstring(drawn).iter() if one.tag.endswith("}text")]
        for one in texts:
            if not (one.text or "").startswith(words):
                continue
            x, y, width = float(one.get("x", "")), float(one.get("y", "")), len(one.text or "") * frame.size * 0.6
            left = x if anchored_left else x - width
            inside = Box(left, y - frame.size + 2, left + width, y + 3)
            for circle in circles:
                assert not inside.meets(_around(circle))


def _around(circle: ElementTree.Element) -> Box:
    x, y, radius = (float(circle.get(name, "")) for name in ("cx", "cy", "r"))
    return Box(x - radius, y - radius, x + radius, y + radius)

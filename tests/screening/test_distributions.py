"""Counts, mean, median and quartiles of answers, against cases worked out by hand and against the standard library."""

import statistics
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening import distributions

# Quartiles as KVARTIL.INKL in a spreadsheet gives them.
KNOWN: list[tuple[list[int], dict[str, Any]]] = [
    ([], {"count": 0, "mean": None, "median": None, "q1": None, "q3": None, "counts": [0, 0, 0, 0, 0]}),
    ([4], {"count": 1, "mean": 4.0, "median": 4, "q1": 4, "q3": 4, "counts": [0, 0, 0, 1, 0]}),
    ([2, 5], {"count": 2, "mean": 3.5, "median": 3.5, "q1": 2.75, "q3": 4.25, "counts": [0, 1, 0, 0, 1]}),
    ([3, 1, 2], {"count": 3, "mean": 2.0, "median": 2, "q1": 1.5, "q3": 2.5, "counts": [1, 1, 1, 0, 0]}),
    ([4, 3, 2, 1], {"count": 4, "mean": 2.5, "median": 2.5, "q1": 1.75, "q3": 3.25, "counts": [1, 1, 1, 1, 0]}),
    ([1, 2, 3, 4, 5], {"count": 5, "mean": 3.0, "median": 3, "q1": 2, "q3": 4, "counts": [1, 1, 1, 1, 1]}),
    (
        [2] * 2 + [3] * 5 + [4] * 8 + [5] * 3,
        {"count": 18, "mean": 3.7, "median": 4, "q1": 3, "q3": 4, "counts": [0, 2, 5, 8, 3]},
    ),
]


@pytest.mark.parametrize(("levels", "wanted"), KNOWN)
def test_known_cases(levels: list[int], wanted: dict[str, Any]) -> None:
    assert distributions.of(levels).as_dict() == wanted


@pytest.mark.parametrize(
    ("levels", "mean"),
    [([3, 3, 3, 4], 3.3), ([2, 3] * 2, 2.5), ([1] * 19 + [2], 1.1), ([4] * 19 + [5], 4.1), ([3, 3, 4], 3.3)],
)
def test_the_mean_is_rounded_halves_up(levels: list[int], mean: float) -> None:
    assert distributions.of(levels).mean == mean


@given(st.lists(st.integers(1, 5), min_size=2, max_size=70))
def test_agrees_with_the_standard_library(levels: list[int]) -> None:
    found = distributions.of(levels)
    assert [found.q1, found.median, found.q3] == statistics.quantiles(levels, n=4, method="inclusive")
    assert found.levels == sorted(levels)
    assert found.mean is not None
    assert abs(found.mean - statistics.fmean(levels)) <= 0.05 + 1e-9


@given(st.lists(st.integers(1, 5), max_size=70))
def test_is_shown_from_three_answers(levels: list[int]) -> None:
    assert distributions.of(levels).is_shown == (len(levels) >= 3)


@pytest.mark.parametrize("levels", [[0], [6], [1, 2, -1]])
def test_no_level_outside_the_scale(levels: list[int]) -> None:
    with pytest.raises(ValueError, match="1 to 5"):
        distributions.of(levels)


def test_a_distribution_is_five_counts() -> None:
    with pytest.raises(ValueError, match="five counts"):
        distributions.Distribution((1, 2, 3))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="five counts"):
        distributions.Distribution((0, 0, -1, 0, 0))


def test_a_quantile_needs_values_and_a_quarter() -> None:
    assert [distributions.quantile([1.0, 2.5], quarter) for quarter in range(5)] == [1.0, 1.375, 1.75, 2.125, 2.5]
    for values, quarter in (([], 2), ([1], 5), ([1], -1)):
        with pytest.raises(ValueError, match="a quantile needs"):
            distributions.quantile(values, quarter)


@pytest.mark.parametrize(("value", "words"), [(3, "3"), (2.5, "2,5"), (1.75, "1,75"), (10, "10")])
def test_a_quartile_is_written_with_the_decimals_it_has(value: float, words: str) -> None:
    assert distributions.in_danish(value) == words


def test_the_middle_half_in_words() -> None:
    told = [distributions.of(levels) for levels in ([], [3, 3, 3], [1, 2, 3, 4])]
    assert [(row.median_in_danish, row.middle_half) for row in told] == [("", ""), ("3", "3"), ("2,5", "1,75–3,25")]

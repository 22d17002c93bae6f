"""Figures of a workshop's answers."""

import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.distributions import Distribution, in_danish

LEVELS = st.lists(st.integers(1, 5), min_size=2, max_size=60)


def test_the_workshop_of_the_sketch() -> None:
    found = Distribution((1, 3, 5, 7, 2))
    assert (found.count, found.median, found.q1, found.q3, round(found.mean, 2)) == (18, 3.5, 3, 4, 3.33)
    assert (found.above(2), found.below(2), in_danish(found.median), in_danish(4.0)) == (14, 1, "3,5", "4")


@given(LEVELS)
def test_the_figures_are_the_library_s(levels: list[int]) -> None:
    found = Distribution.of(levels)
    quartiles = statistics.quantiles(levels, n=4, method="inclusive")
    assert (found.count, [found.q1, found.median, found.q3]) == (len(levels), pytest.approx(quartiles))
    assert found.mean == pytest.approx(statistics.fmean(levels))
    assert found.q1 <= found.median <= found.q3


def test_nobody_has_no_figures() -> None:
    with pytest.raises(ValueError, match="no answers"):
        _ = Distribution.of([]).mean
    with pytest.raises(ValueError, match="no answers"):
        _ = Distribution.of([]).median

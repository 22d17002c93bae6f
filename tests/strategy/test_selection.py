"""The kernel of the selection: examples by hand, and what holds for any points."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategy.selection import (
    DISAGREEMENT,
    KINDS,
    SelectionError,
    Traits,
    coverage,
    dot_places,
    ranked,
    standing,
    weighted_mean,
)

totals = st.lists(st.integers(100, 500).map(lambda cents: Decimal(cents) / 100), min_size=1, max_size=12)
names = st.sampled_from(["Klintskolen", "Åskolen", "PPR", "SFO Klinten", "Dagplejen"])
traits = st.builds(Traits, units=st.frozensets(names, max_size=3), ages=st.frozensets(names, max_size=1))
NAMES = {kind: ["Klintskolen", "Åskolen", "PPR", "SFO Klinten", "Dagplejen"] for kind in KINDS}


def decimals(*texts: str) -> list[Decimal]:
    return [Decimal(text) for text in texts]


def test_the_weighted_mean_by_hand() -> None:
    assert weighted_mean({"a": 5, "b": 4, "c": 2}, {"a": 3, "b": 2, "c": 1}) == Decimal("4.17")  # 25 / 6
    assert weighted_mean({"a": 3}, {"a": 10}) == Decimal("3.00")
    assert weighted_mean({"a": 4, "b": 5}, {"a": 7, "b": 1}) == Decimal("4.13")  # 4.125, halves up


@pytest.mark.parametrize(
    ("points", "weights"),
    [({}, {}), ({"a": 3}, {"a": 1, "b": 1}), ({"a": 3, "b": 3}, {"a": 1}), ({"a": 6}, {"a": 1}), ({"a": 3}, {"a": 0})],
)
def test_points_that_are_none(points: dict[str, int], weights: dict[str, int]) -> None:
    with pytest.raises(SelectionError):
        weighted_mean(points, weights)


@given(st.dictionaries(st.integers(), st.tuples(st.integers(1, 5), st.integers(1, 10)), min_size=1))
def test_a_weighted_mean_lies_among_the_points(criteria: dict[int, tuple[int, int]]) -> None:
    points = {key: value for key, (value, _) in criteria.items()}
    mean = weighted_mean(points, {key: weight for key, (_, weight) in criteria.items()})
    assert min(points.values()) <= mean <= max(points.values())


def test_a_standing_by_hand() -> None:
    found = standing(decimals("4.40", "1.80", "4.40", "2.60", "5.00"))
    assert found is not None
    assert (found.median, found.mean, found.lowest, found.highest) == tuple(decimals("4.40", "3.64", "1.80", "5.00"))
    assert (found.spread, found.disagrees) == (Decimal("3.20"), True)
    even = standing(decimals("4.00", "4.50"))
    assert even is not None
    assert (even.median, even.disagrees) == (Decimal("4.25"), False)
    assert standing([]) is None


@given(totals)
def test_a_median_has_half_on_each_side(given_totals: list[Decimal]) -> None:
    found = standing(given_totals)
    assert found is not None
    below = sum(1 for total in given_totals if total < found.median)
    above = sum(1 for total in given_totals if total > found.median)
    assert max(below, above) <= len(given_totals) // 2
    assert found.lowest <= found.median <= found.highest
    assert found.disagrees == (max(given_totals) - min(given_totals) >= DISAGREEMENT)


@given(totals, st.randoms())
def test_the_order_points_are_given_in_says_nothing(given_totals: list[Decimal], chance: object) -> None:
    other = list(given_totals)
    chance.shuffle(other)  # type: ignore[attr-defined]
    assert standing(other) == standing(given_totals)


def test_ranked_by_median_then_mean_then_number() -> None:
    standings = {
        "a": standing(decimals("4.00", "4.00", "4.00")),
        "b": standing(decimals("3.00", "4.00", "5.00")),
        "c": standing(decimals("1.00", "4.00", "4.00")),
        "d": None,
        "e": standing(decimals("4.10")),
        "f": None,
    }
    numbers = {"a": 6, "b": 5, "c": 4, "d": 3, "e": 2, "f": 1}
    assert ranked(standings, numbers) == ["e", "b", "a", "c", "f", "d"]


@given(st.lists(st.one_of(st.just([]), totals), max_size=12))
def test_a_rank_never_goes_against_the_median(given_totals: list[list[Decimal]]) -> None:
    standings = {number: standing(one) for number, one in enumerate(given_totals)}
    order = ranked(standings, {number: number for number in standings})
    assert sorted(order) == sorted(standings)
    medians = [found.median if (found := standings[key]) else Decimal(0) for key in order]
    assert medians == sorted(medians, reverse=True)


def test_coverage_by_hand() -> None:
    chosen = [Traits(units=frozenset({"A", "B"}))] * 3 + [Traits(units=frozenset({"A"}))] * 2
    found = coverage(chosen, {"units": ["A", "B", "C"], "ages": [], "elements": [], "parts": []})
    assert [(row.name, row.count, row.share, row.is_thin) for row in found.units] == [
        ("A", 5, 1.0, False),
        ("B", 3, 0.6, False),
        ("C", 0, 0.0, True),
    ]
    assert (found.size, found.ages) == (5, ())


def test_nothing_is_thin_before_there_are_enough() -> None:
    found = coverage([Traits(ages=frozenset({"A"}))], {"units": [], "ages": ["A", "B"], "elements": [], "parts": []})
    assert [row.is_thin for row in found.ages] == [False, False]


@given(st.lists(traits, max_size=30))
def test_coverage_counts_each_chosen_once(chosen: list[Traits]) -> None:
    found = coverage(chosen, NAMES)
    for kind in KINDS:
        assert sum(row.count for row in found.of(kind)) == sum(len(one.of(kind)) for one in chosen)
        assert all(row.count <= found.size and 0 <= row.share <= 1 for row in found.of(kind))
        assert not any(row.is_thin for row in found.of(kind) if row.count == max(r.count for r in found.of(kind)))


@given(st.lists(traits, max_size=20), traits)
def test_choosing_one_more_never_lowers_a_count(chosen: list[Traits], one: Traits) -> None:
    before, after = coverage(chosen, NAMES), coverage([*chosen, one], NAMES)
    for kind in KINDS:
        assert all(new.count >= old.count for old, new in zip(before.of(kind), after.of(kind), strict=True))


def test_dots_by_hand() -> None:
    found = dot_places(decimals("4.00", "4.00", "3.95", "4.50", "4.05"))
    assert [(str(total), lane) for total, lane in found] == [
        ("3.95", 0),
        ("4.00", 1),
        ("4.00", -1),
        ("4.05", 2),
        ("4.50", 0),
    ]


@given(totals)
def test_no_dot_hides_another(given_totals: list[Decimal]) -> None:
    places = dot_places(given_totals)
    assert [total for total, _ in places] == sorted(given_totals)
    for index, (total, lane) in enumerate(places):
        same = [other for other, where in places[:index] if where == lane]
        assert all(total - other >= Decimal("0.12") for other in same)

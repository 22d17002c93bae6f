"""The benchmark tells nothing of a single municipality, however editions and own levels are put together."""

from collections.abc import Mapping
from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.benchmark import FEWEST, LEVERS, Member, Quartiles, figures, may_publish, may_see, quartiles

LEVEL = st.integers(1, 5)
LEVELS = st.tuples(*[LEVEL] * 7)
# A municipality is screened (again), or leaves: what happens over the years, one thing at a time.
EVENTS = st.lists(st.tuples(st.integers(1, 14), st.one_of(LEVELS, st.none())), max_size=80)


def members(*rows: tuple[int, ...]) -> list[Member]:
    return [Member(number, 100 + number, row) for number, row in enumerate(rows, 1)]


def edition(*municipalities: int) -> dict[int, int]:
    """Each with its first screening."""
    return {number: 100 + number for number in municipalities}


def published(events: list[tuple[int, tuple[int, ...] | None]]) -> list[dict[int, int]]:
    """The editions that come of trying after each event, as screening by municipality."""
    now: dict[int, Member] = {}
    editions: list[dict[int, int]] = []
    for screening, (municipality, levels) in enumerate(events):
        if levels is None:
            now.pop(municipality, None)
        else:
            now[municipality] = Member(municipality, screening, levels)
        if may_publish(now.values(), earlier=editions):
            editions.append({member.municipality: member.screening for member in now.values()})
    return editions


def test_quartiles_are_the_usual_ones_rounded_to_half_levels() -> None:
    assert quartiles([1, 2, 3, 4, 5]) == Quartiles(2, 3, 4)
    assert quartiles([2, 2, 3, 3, 4, 5]) == Quartiles(2.5, 3, 4)  # 2.25, 3 and 3.75, each rounded up
    assert quartiles([1, 1, 2, 2, 2, 4, 5, 5]) == Quartiles(2, 2, 4.5)  # 1.75 and 4.25


@pytest.mark.parametrize("levels", [[], [3], [1, 2, 3, 4]])
def test_four_are_too_few(levels: list[int]) -> None:
    with pytest.raises(ValueError, match="at least 5"):
        quartiles(levels)


@pytest.mark.parametrize("levels", [(1,) * 6, (1, 2, 3, 4, 5, 6, 1), (0,) * 7, ()])
def test_a_member_has_a_level_on_every_lever(levels: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="each of the seven"):
        Member(1, 1, levels)


def test_a_municipality_counts_once() -> None:
    with pytest.raises(ValueError, match="counts once"):
        figures([Member(1, screening, (3,) * 7) for screening in range(5)])


def test_the_first_edition_waits_for_five_and_the_next_for_five_more() -> None:
    rows = members(*[(3,) * 7] * 10)
    first = {row.municipality: row.screening for row in rows[:5]}
    assert [may_publish(rows[:n], earlier=[]) for n in (0, 4, 5, 6)] == [False, False, True, True]
    assert [may_publish(rows[:n], earlier=[first]) for n in (5, 9, 10)] == [False, False, True]


def test_a_municipality_screened_again_counts_as_new() -> None:
    rows = members(*[(3,) * 7] * 5)
    first = {row.municipality: row.screening for row in rows}
    again = [Member(row.municipality, row.screening + 100, (4,) * 7) for row in rows]
    assert may_publish([*again[:4], rows[4]], earlier=[first]) is False
    assert may_publish(again, earlier=[first]) is True


def test_who_left_and_came_back_is_not_new_to_the_edition_they_were_in() -> None:
    rows = members(*[(3,) * 7] * 10)
    first = {row.municipality: row.screening for row in rows[:5]}
    second = {row.municipality: row.screening for row in rows[5:]}
    assert may_publish(rows[:6], earlier=[second]) is True
    assert may_publish(rows[:6], earlier=[first, second]) is False


def test_a_reader_needs_five_whose_levels_they_do_not_know() -> None:
    five, six = edition(1, 2, 3, 4, 5), edition(1, 2, 3, 4, 5, 6)
    assert may_see(five, earlier=[], known={9}) is True
    assert may_see(five, earlier=[], known={1}) is False
    assert may_see(six, earlier=[], known={1}) is True
    assert may_see(six, earlier=[], known={1, 2}) is False  # 2 has been shown by name in a network


def test_what_a_reader_knows_is_taken_from_what_is_new_too() -> None:
    first, second = edition(1, 2, 3, 4, 5), edition(*range(1, 11))
    assert may_see(second, earlier=[first], known={1}) is True
    assert may_see(second, earlier=[first], known={6}) is False  # four would lie between the two
    assert may_see(second | {1: 900}, earlier=[first], known={6}) is True  # 1 has been screened again


@given(EVENTS)
def test_every_two_editions_differ_by_five_and_none_is_smaller_than_five(
    events: list[tuple[int, tuple[int, ...] | None]],
) -> None:
    editions = published(events)
    assert all(len(edition) >= FEWEST for edition in editions)
    for one, two in combinations(editions, 2):
        assert len(two.items() - one.items()) >= FEWEST


@given(EVENTS, st.sets(st.integers(1, 14), max_size=6))
def test_with_what_a_reader_knows_taken_out_five_lie_between_any_two_editions_they_may_see(
    events: list[tuple[int, tuple[int, ...] | None]], known: set[int]
) -> None:
    def others(edition: Mapping[int, int]) -> set[tuple[int, int]]:
        return {row for row in edition.items() if row[0] not in known}

    editions = published(events)
    seen = [one for place, one in enumerate(editions) if may_see(one, earlier=editions[:place], known=known)]
    assert all(len(others(one)) >= FEWEST for one in seen)
    for one, two in combinations(seen, 2):
        assert len(others(two) - others(one)) >= FEWEST


@given(st.lists(LEVELS, min_size=FEWEST, max_size=30), st.randoms(use_true_random=False))
def test_figures_depend_on_the_levels_alone(rows: list[tuple[int, ...]], chance: Random) -> None:
    shuffled = chance.sample(rows, len(rows))
    others = [Member(500 + number, 900 - number, row) for number, row in enumerate(shuffled)]
    assert figures(members(*rows)) == figures(others)


@given(st.lists(LEVEL, min_size=FEWEST, max_size=98))
def test_quartiles_are_half_levels_in_order_on_the_scale(levels: list[int]) -> None:
    found = quartiles(levels)
    assert 1 <= min(levels) <= found.lower <= found.median <= found.upper <= max(levels) <= 5
    assert all((figure * 2).is_integer() for figure in (found.lower, found.median, found.upper))


@given(st.lists(LEVEL, min_size=FEWEST, max_size=98))
def test_the_highest_and_the_lowest_level_cannot_be_read_from_the_figures(levels: list[int]) -> None:
    ordered = sorted(levels)
    assert quartiles([1, *ordered[1:-1], 5]) == quartiles(ordered)


@given(st.sets(st.integers(1, 20)), st.sets(st.integers(1, 20)))
def test_what_is_seen_always_has_five_unknown_behind_it(behind: set[int], known: set[int]) -> None:
    assert may_see(edition(*behind), earlier=[], known=known) is (len(behind - known) >= FEWEST)


def test_every_lever_has_figures() -> None:
    rows = members((1, 2, 3, 4, 5, 1, 1), (1, 2, 3, 4, 5, 2, 1), *[(1, 2, 3, 4, 5, 3, 5)] * 3)
    found = figures(rows)
    assert list(found) == list(LEVERS)
    assert (found[1], found[6], found[7]) == (Quartiles(1, 1, 1), Quartiles(2, 3, 3), Quartiles(1, 5, 5))

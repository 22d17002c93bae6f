"""The matrix of levers and leadership against what the municipalities want."""

from hypothesis import given
from hypothesis import strategies as st

from partnerships.coverage import LEADERSHIP, TITLES, Level, coverage, gaps, level

THEME = st.integers(1, 8)


def test_items_are_counted_by_day_and_theme() -> None:
    rows = coverage([10, 20], touches=[(10, 5), (10, 5), (20, 5), (20, LEADERSHIP), (99, 1)], votes=[])
    assert [(row.number, row.items, row.total) for row in rows if row.total] == [(5, (2, 1), 3), (8, (0, 1), 1)]
    assert [row.number for row in rows] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert (rows[4].name, rows[4].title, rows[7].name) == ("Greb 5", "Visitationsprocessen", "Ledelse")


def test_votes_are_added_and_measured_against_the_most_wanted() -> None:
    rows = coverage([], touches=[], votes=[(5, 3), (5, 3), (2, 3), (2, 1), (3, 2), (8, 1), (9, 3)])
    assert [(row.number, row.weight, row.level) for row in rows if row.weight] == [
        (2, 4, Level.HIGH),
        (3, 2, Level.MIDDLE),
        (5, 6, Level.HIGH),
        (8, 1, Level.LOW),
    ]


def test_what_is_wanted_much_and_on_no_day_is_a_gap() -> None:
    rows = coverage([10], touches=[(10, 2)], votes=[(5, 3), (2, 3), (8, 2), (3, 1)])
    assert gaps(rows) == [
        "Greb 5 er prioriteret højt, men ikke på programmet.",
        "Ledelse er prioriteret højt, men ikke på programmet.",
    ]


def test_nobody_asked_means_no_gaps() -> None:
    assert gaps(coverage([10], touches=[], votes=[])) == []


def test_what_many_are_challenged_on_and_is_on_no_day_is_a_gap() -> None:
    challenges = [{3, 5, 6}, {5, 6}, {6, 2}, {6}, {6, 8}, set()]
    rows = coverage([10], touches=[(10, 6)], votes=[(5, 3), (2, 3)], challenges=challenges)
    assert [(row.number, row.challenged, row.screened, row.is_pointed_at) for row in rows if row.challenged] == [
        (2, 1, 6, False),
        (3, 1, 6, False),
        (5, 2, 6, True),
        (6, 5, 6, True),
    ]
    assert (rows[7].challenged, rows[7].screened) == (0, 0)
    assert gaps(rows) == [
        (
            "Greb 5 er prioriteret højt, og 2 af 6 foranalyser peger på det som en udfordring, "
            "men det er ikke på programmet."
        ),
        "Greb 2 er prioriteret højt, men ikke på programmet.",
    ]
    assert gaps(coverage([10], touches=[], votes=[], challenges=[{5}, {5}, {4}])) == [
        "Greb 5 er ikke på programmet, men 2 af 3 foranalyser peger på det som en udfordring."
    ]


def test_one_in_two_or_two_in_seven_are_not_many() -> None:
    assert gaps(coverage([10], touches=[], votes=[], challenges=[{5}, set()])) == []
    assert gaps(coverage([10], touches=[], votes=[], challenges=[{5}, {5}, *[set()] * 5])) == []
    assert len(gaps(coverage([10], touches=[], votes=[], challenges=[{5}, {5}, *[set()] * 4]))) == 1


def test_the_levels() -> None:
    assert [level(weight, 9) for weight in (0, 1, 2, 3, 5, 6, 9)] == [
        Level.NONE,
        Level.LOW,
        Level.LOW,
        Level.MIDDLE,
        Level.MIDDLE,
        Level.HIGH,
        Level.HIGH,
    ]


@given(
    touches=st.lists(st.tuples(st.integers(1, 4), THEME), max_size=40),
    votes=st.lists(st.tuples(THEME, st.integers(1, 3)), max_size=40),
)
def test_nothing_is_lost_and_gaps_are_just_what_is_wanted_and_missing(
    touches: list[tuple[int, int]], votes: list[tuple[int, int]]
) -> None:
    rows = coverage([1, 2, 3, 4], touches=touches, votes=votes)
    assert sum(row.total for row in rows) == len(touches)
    assert sum(row.weight for row in rows) == sum(weight for _, weight in votes)
    assert len(rows) == len(TITLES)
    for row in rows:
        assert row.is_gap == (row.total == 0 and row.level == Level.HIGH)
    if votes:
        assert max(row.weight for row in rows) in [row.weight for row in rows if row.level == Level.HIGH]

"""What is said of a run chart, by whole sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategy.run_chart import analyse
from strategy.run_chart_words import CAUSE, Finding, explain, none_yet
from tests.strategy.test_run_chart import ASKED, YES


def test_the_sentence_of_a_long_run() -> None:
    signal = explain(analyse(YES, denominators=ASKED, baseline=9), direction="higher")
    assert (signal.finding, signal.title) == (Finding.BETTER, "Forbedringen er ikke tilfældig")
    assert signal.text == (
        "9 målinger i træk ligger over medianen. Med 21 målinger, der tæller, er mere end 7 i træk ikke tilfældigt. "
        + CAUSE
    )


@pytest.mark.parametrize(
    ("direction", "finding"),
    [("higher", Finding.BETTER), ("lower", Finding.WORSE), ("neutral", Finding.CHANGED)],
)
def test_what_is_better_depends_on_what_is_wanted(direction: str, finding: Finding) -> None:
    assert explain(analyse([1, 3] * 4 + [4] * 9, baseline=8), direction=direction).finding is finding


def test_few_measurements_are_said_to_be_few() -> None:
    signal = explain(analyse([1, 1, 1, 1, 9, 9, 9, 9, 9, 9, 9], baseline=4))
    assert (signal.finding, signal.title) == (Finding.FEW, "For få målinger til at sige noget")
    assert signal.text == (
        "I har 11 målinger. Der skal 12 målinger til, før man kan skelne en ændring fra tilfældige udsving. "
        "I mangler 1."
    )


def test_measurements_on_the_line_are_said_not_to_count() -> None:
    signal = explain(analyse([2] * 8 + [3] * 5, baseline=8), direction="higher")
    assert signal.finding is Finding.FEW
    assert signal.text == (
        "8 af jeres 13 målinger ligger præcis på medianen og tæller ikke med. "
        "Der skal mindst 10 til, som ligger over eller under."
    )


def test_chance_is_called_chance() -> None:
    signal = explain(analyse([1, 2] * 7), direction="higher")
    assert (signal.finding, signal.title) == (Finding.CHANCE, "Ingen sikker ændring endnu")
    assert signal.text == (
        "Målingerne svinger om medianen, som de ville gøre tilfældigt. Højst 1 i træk ligger på samme side. "
        "Med 14 målinger, der tæller, skal det være mere end 7, før det er et tegn."
    )


def test_a_run_that_is_over_is_no_improvement() -> None:
    signal = explain(analyse([1, 3] * 4 + [4] * 9 + [1, 3] * 3, baseline=8), direction="higher")
    assert signal.finding is Finding.CHANGED
    assert "Det er ikke de seneste målinger, så spørg, om ændringen holdt." in signal.text


def test_one_stray_measurement_does_not_end_an_improvement() -> None:
    assert explain(analyse([1, 3] * 4 + [4] * 9 + [1], baseline=8), direction="higher").finding is Finding.BETTER


def test_the_latest_of_two_long_runs_decides() -> None:
    """Without a frozen line a shift gives two long runs, and the first is no setback."""
    assert explain(analyse([1] * 11 + [9] * 11), direction="higher").finding is Finding.BETTER


def test_few_crossings_alone() -> None:
    values = [1] * 6 + [9] * 6 + [1] * 6 + [9] * 6
    signal = explain(analyse(values), direction="higher")
    assert signal.finding is Finding.CHANGED
    assert signal.text == (
        "Målingerne krydser kun medianen 3 gange; tilfældige udsving gør det mindst 8 gange. " + CAUSE
    )


def test_before_the_first_measurement() -> None:
    assert none_yet().title == "Ingen målinger endnu"


@given(st.lists(st.integers(0, 50), min_size=1, max_size=40), st.sampled_from(["higher", "lower", "neutral"]))
def test_nothing_is_claimed_under_twelve_and_never_without_a_signal(values: list[int], direction: str) -> None:
    chart = analyse(values)
    finding = explain(chart, direction=direction).finding
    assert (finding is Finding.FEW) == (len(values) < 12 or chart.useful < 10)
    assert finding in (Finding.FEW, Finding.CHANCE) or chart.signal


@given(st.lists(st.integers(0, 50), min_size=12, max_size=40))
def test_upside_down_the_better_is_worse(values: list[int]) -> None:
    found = explain(analyse(values), direction="higher").finding
    turned = explain(analyse([-value for value in values]), direction="lower").finding
    assert found is turned

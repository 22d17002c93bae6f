"""What does not hang together in an assessment, said in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening import distributions, warnings
from screening.distributions import Distribution
from screening.warnings import Kind, LeverFacts, Missing

WHOLE = LeverFacts(3, 2, True, strengths=2, challenges=2, sources=frozenset({"D1", "I2"}))
WORKSHOP = Distribution((1, 3, 5, 7, 2))

FACTS = st.builds(
    LeverFacts,
    number=st.integers(1, 7),
    level=st.none() | st.integers(1, 5),
    has_reasons=st.booleans(),
    strengths=st.integers(0, 4),
    challenges=st.integers(0, 4),
    sources=st.frozensets(st.sampled_from(["D1", "D2", "I1"])),
    workshop=st.none() | st.lists(st.integers(1, 5), max_size=60).map(distributions.of),
)


def kinds(facts: LeverFacts) -> list[str]:
    return [caution.kind.value for caution in warnings.of_lever(facts)]


@pytest.mark.parametrize(
    ("facts", "wanted"),
    [
        (WHOLE, []),
        (LeverFacts(1), []),
        (LeverFacts(1, 2), ["no_finding", "no_reasons"]),
        (LeverFacts(1, None, True), ["no_level", "no_finding"]),
        (LeverFacts(4, None, False, 1, 1, frozenset({"D1", "D2"})), ["no_level"]),
        (LeverFacts(6, 3, True, 1, 1, frozenset({"D1"})), ["single_source"]),
        (LeverFacts(6, 3, True, 0, 2, frozenset({"D1", "I1"})), ["one_kind"]),
    ],
)
def test_what_is_wrong_with_a_lever(facts: LeverFacts, wanted: list[str]) -> None:
    assert kinds(facts) == wanted


def test_a_gap_is_said_in_words() -> None:
    (caution,) = warnings.of_lever(LeverFacts(3, 2, True, 2, 2, frozenset({"D1", "I2"}), WORKSHOP))
    assert caution.text == (
        "har stort spænd: jeres niveau er 2. 14 af 18 i workshoppen valgte et højere niveau; medianen er 3,5 og "
        "gennemsnittet 3,3. Skriv i begrundelsen, hvorfor I vurderer lavere."
    )
    assert caution.note == (
        "Konsulenternes niveau er 2. 14 af 18 i workshoppen valgte et højere niveau; medianen er 3,5 og "
        "gennemsnittet 3,3."
    )
    assert caution.short == "stort spænd"


@pytest.mark.parametrize(
    ("level", "answers", "is_wide"),
    [(2, [3], True), (2, [2, 3], False), (3, [3, 3, 2], False), (5, [4] * 18, True), (1, [1, 1, 1, 5, 5], True)],
)
def test_a_gap_is_a_whole_level(level: int, answers: list[int], is_wide: bool) -> None:
    assert warnings.has_gap(level, distributions.of(answers)) is is_wide


@pytest.mark.parametrize(
    ("level", "answers", "words"),
    [(2, [3], "Den eneste"), (2, [4, 4, 4], "Alle"), (2, [2, 2, 4, 4], "Halvdelen"), (5, [1, 1, 5], "2 af 3")],
)
def test_shares_are_said_as_people_say_them(level: int, answers: list[int], words: str) -> None:
    facts = LeverFacts(1, level, True, 1, 1, frozenset({"D1", "D2"}), distributions.of(answers))
    assert warnings.of_lever(facts)[0].note.startswith(
        f"Konsulenternes niveau er {level}. {words} i workshoppen valgte"
    )


def test_what_is_missing_before_a_colleague_reads() -> None:
    found = warnings.missing([WHOLE, LeverFacts(1), LeverFacts(2, 3), LeverFacts(4, 3, True, 0, 1)])
    assert found == [Missing(1, ("niveau", "begrundelse", "fund")), Missing(2, ("begrundelse", "fund"))]
    assert warnings.missing_in_words(found) == "niveau på 1 greb"
    assert warnings.missing_in_words(found[1:]) == "begrundelse på 1 greb"
    assert warnings.missing_in_words([]) == ""


@given(FACTS)
def test_no_caution_comes_twice(facts: LeverFacts) -> None:
    assert len(set(kinds(facts))) == len(kinds(facts))
    assert {one.number for one in warnings.of_lever(facts)} <= {facts.number}


@given(FACTS)
def test_what_is_whole_has_nothing_missing_and_what_is_not_begun_is_left_in_peace(facts: LeverFacts) -> None:
    is_whole = facts.level is not None and facts.has_reasons and facts.findings > 0
    assert (warnings.missing([facts]) == []) is is_whole
    if not facts.has_begun:
        assert set(kinds(facts)) <= {Kind.SINGLE_SOURCE}
    assert not facts.level or "ingen niveau" not in str(warnings.of_lever(facts))


@given(FACTS)
def test_every_caution_can_be_read_in_all_three_places(facts: LeverFacts) -> None:
    for caution in warnings.of_lever(facts):
        assert caution.text.endswith(".")
        assert len(caution.short) <= 20
        assert caution.note == "" or caution.note.endswith(".")

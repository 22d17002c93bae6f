"""The strength of evidence: each step, its reasons, and that more evidence never counts for less."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategy.evidence import Evidence, MeasureFacts, Sources, assess
from strategy.run_chart_words import Finding

SURE = MeasureFacts("Havde nogen at være sammen med", before=9, count=22, finding=Finding.BETTER)
TOLD = Sources(child_voices=3, leader_notes=2)


def met(evidence: Evidence) -> list[str]:
    return [reason.key for reason in evidence.reasons if reason.is_met]


@pytest.mark.parametrize(
    ("measures", "sources", "strength", "name", "keys"),
    [
        ([], Sources(), 1, "Erfaring", []),
        ([], Sources(child_voices=5, notes=9, leader_notes=2), 1, "Erfaring", ["sources"]),
        ([replace(SURE, finding=Finding.CHANCE)], Sources(), 2, "Lovende", ["baseline", "measurements"]),
        ([replace(SURE, before=0, finding=Finding.BETTER)], TOLD, 2, "Lovende", ["measurements", "sources"]),
        ([replace(SURE, count=11, finding=Finding.FEW)], Sources(), 1, "Erfaring", ["baseline"]),
        ([SURE], Sources(notes=4), 3, "Sandsynlig virkning", ["baseline", "measurements", "signal"]),
        ([SURE], TOLD, 4, "Tydelig virkning", ["baseline", "measurements", "signal", "sources"]),
    ],
)
def test_the_steps(measures: list[MeasureFacts], sources: Sources, strength: int, name: str, keys: list[str]) -> None:
    evidence = assess(measures, sources)
    assert (evidence.strength, evidence.name, met(evidence)) == (strength, name, keys)


def test_a_setback_takes_a_step_off_and_is_told() -> None:
    worse = MeasureFacts("Fravær", before=8, count=20, finding=Finding.WORSE)
    evidence = assess([SURE, worse], TOLD)
    assert evidence.strength == 3
    assert evidence.reasons[-1].text == "Der er en sikker tilbagegang, som trækker et trin fra: Fravær."


def test_the_reasons_have_their_figures() -> None:
    assert [reason.text for reason in assess([SURE], TOLD).reasons] == [
        "9 målinger før start. Mindst 6 viser, hvordan det plejede at være.",
        "22 målinger af det, der er målt oftest. Der skal mindst 12 til.",
        "Forbedringen er ikke tilfældig: Havde nogen at være sammen med.",
        "Målinger, børnenes stemmer og ledelsens opfølgning. Mindst 3 slags kilder skal fortælle om det.",
    ]


def test_what_is_kept() -> None:
    kept = assess([SURE], Sources()).as_dict()
    assert (kept["strength"], kept["name"]) == (3, "Sandsynlig virkning")
    assert kept["reasons"][3] == {
        "key": "sources",
        "title": "Flere slags kilder",
        "is_met": False,
        "text": "Målinger. Mindst 3 slags kilder skal fortælle om det.",
    }


facts = st.builds(
    MeasureFacts,
    title=st.just("Trivsel"),
    before=st.integers(0, 20),
    count=st.integers(0, 60),
    finding=st.sampled_from(Finding),
)
told = st.builds(
    Sources,
    child_voices=st.integers(0, 3),
    notes=st.integers(0, 3),
    leader_notes=st.integers(0, 3),
    cycles=st.integers(0, 3),
)


@given(st.lists(facts, max_size=4), told)
def test_from_one_to_four_with_four_reasons_at_least(measures: list[MeasureFacts], sources: Sources) -> None:
    evidence = assess(measures, sources)
    assert 1 <= evidence.strength <= 4
    assert [reason.key for reason in evidence.reasons[:4]] == ["baseline", "measurements", "signal", "sources"]


@given(st.lists(facts, max_size=4), told, facts, told)
def test_more_evidence_never_counts_for_less(
    measures: list[MeasureFacts], sources: Sources, other: MeasureFacts, more: Sources
) -> None:
    richer = Sources(
        child_voices=sources.child_voices + more.child_voices,
        notes=sources.notes + more.notes,
        leader_notes=sources.leader_notes + more.leader_notes,
        cycles=sources.cycles + more.cycles,
    )
    before = assess(measures, sources).strength
    assert assess(measures, richer).strength >= before
    if other.finding is not Finding.WORSE:
        assert assess([*measures, other], sources).strength >= before


@given(st.lists(facts, max_size=4), told)
def test_the_order_of_measures_does_not_matter(measures: list[MeasureFacts], sources: Sources) -> None:
    assert assess(measures, sources).strength == assess(measures[::-1], sources).strength

"""What an application must have to be handed in, requirement by requirement."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategy.eligibility import Facts, MeasureFacts, PartnerFacts, TargetFacts, check

PARTS = "hvad I tæller, og ud af hvor mange"
BUT, MEND = "men for det mål, I følger, er", "Ret tallene eller målets retning."
DAY = "Vælg en dag, mens I prøver af."
TEXT = "Tekst, der er lang nok."
NAMES = (
    "title intervention place group goal methods child_perspective child_voice expected_effect resources risks".split()
)
SCHOOL = PartnerFacts("Klintskolen", True, True, accepted=True, is_unit=True, backed=True, asked=True)
CLUB = PartnerFacts("Idrætsforeningen", True, True, accepted=True, is_unit=False, asked=True)
MEASURE = MeasureFacts("Trivsel", True, True, True)
TARGET = TargetFacts("Børn, der trives", Decimal(30), Decimal(40), date(2027, 11, 1), "higher", is_share=True)
FULL = Facts(
    texts=dict.fromkeys(NAMES, TEXT),
    has_age_group=True,
    starts_on=date(2027, 2, 1),
    ends_on=date(2027, 12, 1),
    elements=[("Fællesskab", TEXT), ("Metoder", TEXT)],
    has_leading=True,
    partners=[SCHOOL, CLUB],
    measures=[MEASURE],
    targets=[TARGET],
)


def lacking(**changes: Any) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.key, one.missing) for one in check(replace(FULL, **changes)).missing]


def test_all_there_may_be_handed_in() -> None:
    found = check(FULL)
    assert (found.may_submit, found.met, len(found.checks), found.missing) == (True, 11, 11, [])


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"has_age_group": False}, [("where", ("Vælg en aldersgruppe.",))]),
        ({"starts_on": None}, [("where", ("Vælg, hvornår I begynder og slutter.",))]),
        ({"ends_on": date(2026, 1, 1)}, [("where", ("Slut efter, at I er begyndt.",))]),
        ({"elements": [("Fællesskab", " ")]}, [("elements", ("Skriv, hvordan I arbejder med “Fællesskab”.",))]),
        ({"has_leading": False}, [("elements", ("Vælg det element, der bærer prøvehandlingen.",))]),
        (
            {"partners": [SCHOOL]},
            [("partners", ("I er kun én part. Tilføj mindst én enhed eller aktør mere.",))],
        ),
        (
            {"partners": [SCHOOL, replace(CLUB, name="  klintskolen ")]},
            [("partners", ("I er kun én part. Tilføj mindst én enhed eller aktør mere.",))],
        ),
        (
            {"partners": []},
            [
                ("partners", ("Tilføj to parter.",)),
                ("accepted", ("Der er ingen parter endnu.",)),
                ("backing", ("Der er ingen enheder endnu.",)),
            ],
        ),
        (
            {"partners": [CLUB, replace(CLUB, name="Forældrene")]},
            [
                ("partners", ("Mindst én af parterne skal være en af kommunens enheder.",)),
                ("backing", ("Der er ingen enheder endnu.",)),
            ],
        ),
        (
            {"partners": [replace(SCHOOL, has_part=False), replace(CLUB, has_contact=False)]},
            [("partners", ("Skriv, hvad Klintskolen gør.", "Skriv en kontakt hos Idrætsforeningen."))],
        ),
        (
            {"partners": [replace(SCHOOL, accepted=None), CLUB]},
            [("accepted", ("Klintskolen har ikke sagt ja til sin del endnu. Der er spurgt.",))],
        ),
        (
            {"partners": [replace(SCHOOL, backed=None, asked=False), CLUB]},
            [
                (
                    "backing",
                    ("Klintskolen har ikke fået lederens opbakning. Spørg, når I er færdige med at skrive.",),
                )
            ],
        ),
        (
            {"partners": [replace(SCHOOL, backed=None, asked=False, lapsed=True), CLUB]},
            [("backing", ("Klintskolen svarede på en tidligere udgave. Spørg igen.",))],
        ),
        (
            {"partners": [replace(SCHOOL, backed=False), CLUB]},
            [("backing", ("Klintskolen har sagt nej. Tal sammen, ret ansøgningen, og spørg igen.",))],
        ),
        ({"measures": []}, [("measures", ("Vælg mindst ét mål at følge.",))]),
        (
            {"measures": [replace(MEASURE, has_baseline=False)]},
            [("measures", ("“Trivsel” mangler udgangspunkt.",))],
        ),
        (
            {"measures": [replace(MEASURE, has_source=False, has_collector=False, has_parts=False)]},
            [
                (
                    "measures",
                    (f"“Trivsel” mangler hvor tallene kommer fra, hvem der samler ind og {PARTS}.",),
                )
            ],
        ),
        ({"targets": []}, [("targets", ("Skriv mindst ét succeskriterium.",))]),
        (
            {"targets": [replace(TARGET, from_value=None, by_date=None)]},
            [("targets", ("“Børn, der trives” mangler fra hvad og hvornår.",))],
        ),
        (
            {"targets": [replace(TARGET, to_value=Decimal("30.00"))]},
            [("targets", ("“Børn, der trives” flytter sig ikke: fra og til er det samme.",))],
        ),
        (
            {"targets": [replace(TARGET, to_value=Decimal("20.50"))]},
            [("targets", (f"“Børn, der trives” går ned, fra 30 til 20,5, {BUT} højere bedre. {MEND}",))],
        ),
        (
            {"targets": [replace(TARGET, direction="lower", to_value=Decimal(180), by_date=date(2020, 1, 1))]},
            [
                (
                    "targets",
                    (
                        f"“Børn, der trives” går op, fra 30 til 180, {BUT} lavere bedre. {MEND}",
                        "“Børn, der trives” er en andel, og en andel er mellem 0 og 100 %.",
                        f"“Børn, der trives” skal være nået, før I begynder. {DAY}",
                    ),
                )
            ],
        ),
        (
            {"targets": [replace(TARGET, by_date=date(2027, 12, 2))]},
            [("targets", (f"“Børn, der trives” skal først være nået, når prøvehandlingen er slut. {DAY}",))],
        ),
        ({"questions": 3, "open_questions": 2}, [("questions", ("Svar på 2 spørgsmål.",))]),
    ],
)
def test_each_requirement_says_what_is_missing(
    changes: dict[str, Any], missing: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert lacking(**changes) == missing


@pytest.mark.parametrize(
    "target",
    [
        replace(TARGET, from_value=Decimal(0), to_value=Decimal(100)),
        replace(TARGET, direction="lower", from_value=Decimal(100), to_value=Decimal(0)),
        replace(TARGET, is_share=False, to_value=Decimal(180)),
        replace(TARGET, is_share=False, from_value=Decimal(-5)),
        replace(TARGET, direction="neutral", to_value=Decimal(20)),
        replace(TARGET, direction="", to_value=Decimal(20)),
        replace(TARGET, by_date=FULL.starts_on),
        replace(TARGET, by_date=FULL.ends_on),
    ],
)
def test_what_a_criterion_may_say(target: TargetFacts) -> None:
    assert lacking(targets=[target]) == []


def test_the_criterions_day_is_not_judged_before_the_period_is_chosen() -> None:
    found = lacking(starts_on=None, ends_on=None, targets=[replace(TARGET, by_date=date(2020, 1, 1))])
    assert [key for key, _ in found] == ["where"]


def test_the_committees_questions_are_a_requirement_only_when_it_has_asked() -> None:
    asked = check(replace(FULL, questions=1))
    assert (len(asked.checks), asked.get("questions").is_met) == (12, True)
    assert "questions" not in [one.key for one in check(FULL).checks]


@given(
    st.decimals(-50, 150, places=2),
    st.decimals(-50, 150, places=2),
    st.integers(-400, 700),
    st.sampled_from(("higher", "lower", "neutral", "")),
    st.booleans(),
)
def test_a_criterion_is_met_exactly_when_it_moves_the_right_way_in_time(
    first: Decimal, last: Decimal, days: int, direction: str, is_share: bool
) -> None:
    day = date(2027, 2, 1) + timedelta(days=days)
    better = {"higher": last > first, "lower": last < first}.get(direction, last != first)
    holds = not is_share or (min(first, last) >= 0 and max(first, last) <= 100)
    wanted = better and holds and date(2027, 2, 1) <= day <= date(2027, 12, 1)
    assert (lacking(targets=[TargetFacts("Trivsel", first, last, day, direction, is_share)]) == []) == wanted


@pytest.mark.parametrize("name", NAMES)
def test_every_text_is_asked_for(name: str) -> None:
    assert len(lacking(texts={**FULL.texts, name: "  "})) == 1


@given(
    st.dictionaries(st.sampled_from(NAMES), st.text()),
    st.lists(st.builds(PartnerFacts, st.text(), st.booleans(), st.booleans(), st.none() | st.booleans())),
)
def test_it_may_be_handed_in_exactly_when_nothing_is_missing(
    texts: dict[str, str], partners: list[PartnerFacts]
) -> None:
    found = check(replace(FULL, texts={**FULL.texts, **texts}, partners=partners))
    assert found.may_submit == (not found.missing)
    assert found.met + len(found.missing) == len(found.checks)

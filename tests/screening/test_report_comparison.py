"""What changed between two snapshots, in sentences."""

from copy import deepcopy

from hypothesis import given
from hypothesis import strategies as st

from screening import comparison
from tests.factories import snapshots
from tests.factories.snapshot_pieces import finding, recommendation, source


def test_the_same_says_nothing() -> None:
    assert comparison.changes(snapshots.normal(), snapshots.normal()) == []


def test_version_and_date_are_no_change() -> None:
    assert comparison.changes(snapshots.normal(), snapshots.normal() | {"version": "2", "date": "1. maj 2027"}) == []


def test_a_level_moves_comes_and_goes() -> None:
    before, after = snapshots.short(), snapshots.short()
    after["levers"][0]["level"], after["levers"][1]["level"], after["levers"][3]["level"] = 4, None, 2
    assert comparison.changes(before, after) == [
        "Greb 1, Ambition og retning: Niveauet er ændret fra 3 til 4.",
        "Greb 2, Inklusionspraksis: Niveauet er taget ud. Det var 2.",
        "Greb 4, Tilbudsvifte: Niveauet er 2.",
    ]


def test_findings_are_counted() -> None:
    before, after = snapshots.normal(), snapshots.normal()
    after["levers"][0]["strengths"].append(finding("Nyt ét.", "D1"))
    after["levers"][1]["challenges"] = after["levers"][1]["challenges"][:1]
    after["levers"][2]["challenges"][0] = finding("Skrevet om.", "D2")
    after["levers"][3]["strengths"][0]["marks"] = []
    assert comparison.changes(before, after) == [
        "Greb 1, Ambition og retning: 1 styrke er ny.",
        "Greb 2, Inklusionspraksis: 2 udfordringer er taget ud.",
        "Greb 3, Aktiv brug af data: 1 udfordring er ny eller skrevet om, og 1 udfordring er taget ud.",
        "Greb 4, Tilbudsvifte: Kilderne til 1 styrke er ændret.",
    ]


def test_recommendations_and_sources_are_named() -> None:
    before, after = snapshots.normal(), snapshots.normal()
    after["levers"][0]["recommendations"] = [recommendation("investigate", "Spørg skolerne", "Alle sammen.")]
    after["levers"][1]["recommendations"][0] |= {"kind": "investigate", "kind_label": "Undersøg nærmere"}
    after["levers"][2]["recommendations"][0]["text"] = "Andre ord."
    after["sources"] = [*after["sources"][1:], source("D7", "Årsplan", "2027")]
    assert comparison.changes(before, after) == [
        "Greb 1, Ambition og retning: Anbefalingen »Spørg skolerne« er ny.",
        "Greb 1, Ambition og retning: Anbefalingen »Sæt tal på pejlemærkerne« er taget ud.",
        "Greb 2, Inklusionspraksis: Anbefalingen »Aftal tre fælles metoder« er flyttet til »Undersøg nærmere«.",
        "Greb 3, Aktiv brug af data: Anbefalingen »Saml otte nøgletal hvert kvartal« er ændret.",
        "Kilden D7, Årsplan, er ny.",
        "Kilden D1, Strategi for børn og unge 0–18 år, er taget ud.",
    ]


def test_another_order_is_told() -> None:
    before, after = snapshots.normal(), snapshots.normal()
    after["levers"][1]["challenges"].reverse()
    one, two = recommendation("adjust", "Én", "Først."), recommendation("adjust", "To", "Sidst.")
    before["levers"][2]["recommendations"], after["levers"][2]["recommendations"] = [one, two], [two, one]
    assert comparison.changes(before, after) == [
        "Greb 2, Inklusionspraksis: Udfordringerne står i en anden rækkefølge.",
        "Greb 3, Aktiv brug af data: Anbefalingerne står i en anden rækkefølge.",
    ]


def test_what_is_neither_assessed_nor_written_is_told_too() -> None:
    before = snapshots.normal()
    assert comparison.changes(before, before | {"notice": "Kladde, ikke leveret"}) == []
    assert comparison.changes(before, before | {"consultants": ["Chefkonsulent, KL/Komponent"]}) == [
        "Det er ændret, hvem der har skrevet rapporten."
    ]
    for key, value in (("programme", "Et nyt navn"), ("level_names", ["En", "To", "Tre", "Fire", "Fem"])):
        assert comparison.changes(before, before | {key: value}) == ["Der er mindre rettelser."]


def test_the_whole_of_it() -> None:
    before, after = snapshots.normal(), snapshots.normal()
    after |= {"overall": [], "limits": [], "next_steps": [], "model": "7 greb, skole, version 2"}
    assert comparison.changes(before, after) == [
        "Analysemodellen er nu 7 greb, skole, version 2. Før var den 7 greb, skole, version 1.",
        "Den samlede vurdering er skrevet om.",
        "Det, screeningen ikke kan sige, er skrevet om.",
        "De næste skridt er ændret.",
    ]


TOUCHED = st.sampled_from(
    ["level", "reasons", "potential", "feasibility", "strengths", "challenges", "recommendations", "workshop", "title"]
)


@given(number=st.integers(0, 6), key=TOUCHED)
def test_nothing_that_changed_goes_untold(number: int, key: str) -> None:
    before = snapshots.normal()
    after = deepcopy(before)
    old = after["levers"][number][key]
    new = {"int": 1 if old != 1 else 2, "str": "Andet", "list": [], "dict": None}[type(old).__name__]
    after["levers"][number][key] = new
    told = comparison.changes(before, after)
    assert told
    assert all(words.startswith(f"Greb {number + 1}, ") and words.endswith(".") for words in told)

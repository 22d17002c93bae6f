"""The wheel, the model and the improvement model as pictures: what they say, and that nothing is hidden in them."""

import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from strategy.picture_labels import Field, fitted
from strategy.strategy_pictures import Phase, improvement, model, tracks, wheel

PHASES = (Phase("Søg", 10, 12), Phase("Prøv af & mål", 11, 2), Phase("Udbred", 8, 9))
months = st.integers(1, 12)
phases = st.lists(st.builds(Phase, st.text(min_size=1, max_size=80), months, months), max_size=12)


@pytest.mark.parametrize(
    ("start", "end", "count", "words"),
    [
        (10, 12, 3, "oktober til december"),
        (11, 2, 4, "november til februar"),
        (5, 5, 1, "maj"),
        (3, 2, 12, "marts til februar"),
    ],
)
def test_a_phase_may_run_over_new_year(start: int, end: int, count: int, words: str) -> None:
    phase = Phase("Fase", start, end)
    assert (phase.months, len(phase.covers), phase.words) == (count, count, words)


def test_the_wheel_says_its_phases_and_the_month_it_is() -> None:
    picture = BeautifulSoup(wheel(PHASES, name="Sammen", month=11), "xml")
    assert picture.title.get_text() == (
        "Årshjul. 1. Søg, oktober til december; 2. Prøv af & mål, november til februar; "
        "3. Udbred, august til september. Nu er det november."
    )
    drawn = {one.get_text() for one in picture.find_all("textPath")}
    assert {"1. Søg", "3. Udbred", "jan", "dec"} <= drawn


@given(phases)
def test_no_phase_covers_another(given_phases: list[Phase]) -> None:
    places = tracks(given_phases)
    for ring in set(places):
        taken = [
            month for phase, place in zip(given_phases, places, strict=True) if place == ring for month in phase.covers
        ]
        assert len(taken) == len(set(taken))


@given(phases)
def test_every_wheel_is_well_formed_without_styles_and_each_phase_has_its_number(given_phases: list[Phase]) -> None:
    clean = [Phase(re.sub(r"[^\w &<>]", "", phase.title), phase.from_month, phase.to_month) for phase in given_phases]
    drawn = wheel(clean, name="<Navn>")
    picture = BeautifulSoup(drawn, "xml")
    assert picture.svg is not None
    assert "style=" not in drawn
    words = " ".join(one.get_text() for one in picture.find_all("textPath"))
    assert [number for number in range(1, len(clean) + 1) if str(number) not in words] == []


def test_the_model_says_what_is_around_and_in_the_middle() -> None:
    drawn = model(["Sammen", "Metoder"], centre_element="Prøvehandlinger", name="Kvintetmodellen")
    picture = BeautifulSoup(drawn, "xml")
    assert picture.title.get_text() == "Kvintetmodellen. I midten: Prøvehandlinger. Rundt om: 1. Sammen; 2. Metoder."


MIDDLE = (320.0, 320.0)
LONG = (
    "Et meget langt navn på et element som nok ikke kan stå i en cirkel uden at brydes over flere linjer, end der er",
    "Specialpædagogiske læringsmiljøer og børnehaveklasselederfællesskaber på tværs af forældrebestyrelserne",
    "Børnefællesskabsudviklingskonsulenternes mangfoldighedsinklusionsstrategi",
    "Mellemrumslæringsfællesskabsunderstøttelsesforanstaltninger",
)


def _drawn(picture: str) -> str:
    """The words of a picture, as one reads them across rows."""
    found = BeautifulSoup(picture, "xml").find_all(["text", "tspan"])
    return re.sub(r"-?\s", "", " ".join(one.get_text() for one in found if not one.find("tspan")))


@pytest.mark.parametrize("count", [2, 4, 8])
@pytest.mark.parametrize("title", LONG)
def test_a_long_name_stands_whole_in_the_model(title: str, count: int) -> None:
    drawn = model([title] * count, centre_element=title, name="Modellen")
    whole = title.replace(" ", "")
    assert _drawn(drawn).count(whole) == count + 1
    assert min(float(size) for size in re.findall(r'font-size="([\d.]+)"', drawn)) >= 9
    for picture in (wheel(PHASES, name=title), improvement(name=title)):
        assert _drawn(picture).count(whole) == 1


@pytest.mark.parametrize("title", LONG)
def test_a_long_name_stays_inside_its_field(title: str) -> None:
    quarter, eighth, disc = Field(MIDDLE, 124, 294, 90, 180), Field(MIDDLE, 124, 294, -45, 0), Field(MIDDLE, 0, 106)
    for field, head in ((quarter, 36), (eighth, 36), (disc, 0)):
        label = fitted(title, field, width=17, size=21, head=head)
        assert (label.is_in(field), label.size >= 9) == (True, True)


def test_a_short_name_keeps_its_size_and_place() -> None:
    at = (480.0, 182.0)
    field = Field(MIDDLE, 124, 294, 0, 90)
    found = [fitted(words, field, width=17, size=21, at=at, head=36) for words in ("Metoder", "Sammen om børnene")]
    assert [label.rows for label in found] == [("Metoder",), ("Sammen om", "børnene")]
    assert [(label.size, label.at) for label in found] == [(21, at)] * 2
    label = fitted("Vi arbejder fællesskabende", field, width=17, size=21, at=at, head=36)
    assert (" ".join(label.rows), label.size > 14) == ("Vi arbejder fællesskabende", True)


def test_a_field_holds_what_is_between_its_edges() -> None:
    field = Field(MIDDLE, 100, 300, 0, 90)
    held = [field.holds(320 + x, 320 + y) for x, y in ((150, -150), (-150, -150), (50, -50), (300, -300), (4, -200))]
    assert held == [True, False, False, False, False]


def test_the_improvement_model_is_four_arrows() -> None:
    picture = BeautifulSoup(improvement(name="Prøvehandling"), "xml")
    assert [one.get_text() for one in picture.find_all("textPath")] == ["Planlæg", "Afprøv", "Reflektér", "Justér"]

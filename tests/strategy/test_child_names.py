"""Likely names of children: what stops a text, what does not, and that no text is too much."""

import time

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from strategy.child_names import find_child_names, find_names_of_those_who_speak
from strategy.validators import validate_free_text, validate_words_of_children


def names(text: str) -> list[str]:
    return [hit.text for hit in find_child_names(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Noah står ofte alene i frikvarteret.", ["Noah"]),
        ("Vi så, at Emma og Malthe fandt sammen.", ["Emma", "Malthe"]),
        ("Noahs yndlingsleg er ståtrold.", ["Noahs"]),
        ("Eleven Karla har brug for en pause.", ["Karla"]),
        ("eleven Jens har brug for en pause", ["Jens"]),
        ("Drengen, der hedder Bo, leger alene.", ["Bo"]),
        ("En pige ved navn Xenia fortalte det.", ["Xenia"]),
        ("Jens på 8 år sagde det.", ["Jens"]),
        ("Mads (9 år) og Ida, 7 år, var med.", ["Mads", "Ida"]),
        ("Peter fra 3.b vil gerne være legevært.", ["Peter"]),
        ("Amirs mor ringede.", ["Amir"]),
        ("Jens' far ringede.", ["Jens"]),
        ("Emma-Louise er ny i klassen.", ["Emma-Louise"]),
        ("Mohammed Ali Hassan i 2. klasse", ["Mohammed"]),
        ("Sofie, 3.b", ["Sofie"]),
        ("Sofie 3b", ["Sofie"]),
        ("Maja M. fra 3.b", ["Maja"]),
        ("Jonas på 3. årgang vil ikke være med.", ["Jonas"]),
        ("Det gik godt. Da Noah kom, blev der ro.", ["Noah"]),
        ("Måske Emma vil.", ["Emma"]),
    ],
)
def test_a_childs_name_is_found(text: str, found: list[str]) -> None:
    assert names(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "To voksne åbner legen i hvert frikvarter.",
        "Børnene på 3. årgang siger, at frikvarteret er svært.",
        "Mette og Anders fra PPR holder oplægget.",
        "Pædagog Noah åbner zonen.",
        "Noah Krog, psykolog i PPR, holder oplægget.",
        "Emma er klassens lærer og tovholder.",
        "Hanne Emil Jensen holder oplægget.",
        "Sankt Annas Skole og Clara Skolen er med.",
        "Vi bruger Alma-metoden og Emil@aktoer.example.",
        "Liv og glade dage i august. August er travl.",
        "Storm og regn holder ingen inde. Et liv i fællesskab.",
        "Eleven har brug for en pause. Drengen sagde: Vi vil gerne være med.",
        "Elever, Dansk og Matematik.",
        "De kloge siger, at line og maj er ord. Line, mål og midtbane.",
        "Klintskolen, SFO Klinten og Stevns Kommune.",
    ],
)
def test_what_is_no_childs_name_is_left_alone(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Sofie", ["Sofie"]),
        ("Sofie, formand for elevrådet", ["Sofie"]),
        ("Jeg leger med Maja hver dag.", ["Maja"]),
        ("jeg leger med oliver", ["oliver"]),
        ("“Emma og Ida spørger altid.”", ["Emma", "Ida"]),
        ("JEG LEGER MED EMMA", ["EMMA"]),
        ("Jeg leger med Storm og Liv.", ["Storm", "Liv"]),
        ("Liv, 8 år", ["Liv"]),
        ("Liv", ["Liv"]),
        ("Storm og regn holder os ikke inde. Max tre må være med. Vi ved, hvor vi bor.", []),
        ("Barn i 3. årgang", []),
        ("Børnerådet på Sankt Annas Skole", []),
        ("Det er en line. Det er rart at være i live.", []),
        ("Klassens pædagog Sofie spørger os.", []),
        ("Vi kan godt lide Alma-metoden.", []),
    ],
)
def test_any_name_is_found_in_what_children_say(text: str, found: list[str]) -> None:
    assert [hit.text for hit in find_names_of_those_who_speak(text)] == found


def test_who_speaks_is_stopped_with_the_same_message() -> None:
    with pytest.raises(ValidationError) as refused:
        validate_words_of_children("Jeg leger med Maja.")
    with pytest.raises(ValidationError) as before:
        validate_free_text("Jeg leger med Noah.")
    assert refused.value.messages == [before.value.messages[0].replace("Noah", "Maja")]
    validate_free_text("Jeg leger med Maja.")


def test_places_are_where_the_name_stands() -> None:
    text = "I går legede\nNoah med de andre."
    hits = find_child_names(text)
    assert [(text[hit.start : hit.end], hit.text) for hit in hits] == [("Noah", "Noah")]


def test_the_message_says_what_was_found_and_what_to_write() -> None:
    with pytest.raises(ValidationError) as refused:
        validate_free_text("Noah leger alene.\nDet gør Malthe også.")
    said = (
        "Teksten ser ud til at nævne børn ved navn: “Noah” i linje 1 og “Malthe” i linje 2. Børn må ikke kunne "
        "genkendes her, for mange læser med. Skriv i stedet om gruppen eller uden navn, fx “en dreng på 3. årgang”. "
        "Er det en voksen, så skriv rollen, fx “klassens pædagog”, eller sæt rollen foran navnet."
    )
    assert refused.value.messages == [said]


@given(st.text())
def test_any_text_can_be_read_and_every_hit_stands_there(text: str) -> None:
    hits = find_child_names(text)
    for found in (hits, find_names_of_those_who_speak(text)):
        assert [text[hit.start : hit.end] for hit in found] == [hit.text for hit in found]
        assert [hit.start for hit in found] == sorted({hit.start for hit in found})
        assert {hit.start for hit in hits} <= {hit.start for hit in found}


@pytest.mark.parametrize(
    "piece", ["Noah ", "Aa ", "eleven ", "1. a ", "Aaaaa-", "Emma Emma Emma, ", "lærer Noah ", "A ", "aaaaa", "Ida M "]
)
def test_long_texts_take_no_time(piece: str) -> None:
    began = time.perf_counter()
    find_names_of_those_who_speak(piece * (20_000 // len(piece)))
    assert time.perf_counter() - began < 2

"""The levels across a programme, and which levers to build the network days on, for administrators."""

from collections.abc import Callable
from datetime import time
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from partnerships import network_days
from partnerships.models import Network, Programme
from screening import programme_levels
from screening.models import Screening
from tests.factories import planning, results, world

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
# Three municipalities: lever 6 challenges all, levers 3 and 5 two of them, and lever 1 one.
LEVELS = {
    "Faxe": (4, 3, 2, 3, 3, 1, 3),
    "Køge": (5, 3, 1, 3, 2, 2, 3),
    "Aabenraa": (1, 3, 4, 3, 2, 2, 3),
}


@pytest.fixture
def delivered(programme: Programme, jonas: User) -> list[Screening]:
    return [
        results.delivered(results.enrolled(name, f"9{number:02}", programme)[0], jonas, levels=levels)
        for number, (name, levels) in enumerate(LEVELS.items())
    ]


def page_of(programme: Programme, query: str = "") -> str:
    return f"/administration/programmer/{programme.slug}/foranalyser/niveauer/{query}"


def text_of(response: Any) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def names(programme: Programme, sort: str) -> list[str]:
    return [row.screening.municipality.name for row in programme_levels.across(programme, sort=sort)[0].rows]


def test_levers_are_summed_up_and_suggested_with_the_reason(programme: Programme, delivered: list[Screening]) -> None:
    school = programme_levels.across(programme)[0]
    assert [(lever.number, lever.median, lever.challenged) for lever in school.levers] == [
        (1, "4", 1),
        (2, "3", 0),
        (3, "2", 2),
        (4, "3", 0),
        (5, "2", 2),
        (6, "2", 3),
        (7, "3", 0),
    ]
    assert [lever.potential for lever in school.levers] == [6, 12, 12, 15, 9, 15, 9]
    assert [lever.number for lever in school.suggestions] == [6, 3, 5]
    assert [lever.reason for lever in school.suggestions[:2]] == [
        ("3 af 3 kommuner er på niveau 1 eller 2, og medianen er 2. Det samlede potentiale er det største: 15 point."),
        (
            "2 af 3 kommuner er på niveau 1 eller 2, og medianen er 2. Det samlede potentiale er 12 point. "
            "Aabenraa Kommune er på niveau 4 eller 5 og kan vise vejen."
        ),
    ]


def test_the_table_is_sorted_by_lever_in_danish_order(programme: Programme, delivered: list[Screening]) -> None:
    assert names(programme, "navn") == ["Faxe", "Køge", "Aabenraa"]
    assert names(programme, "-navn") == ["Aabenraa", "Køge", "Faxe"]
    assert names(programme, "greb-1") == ["Aabenraa", "Faxe", "Køge"]
    assert names(programme, "-greb-1") == ["Køge", "Faxe", "Aabenraa"]
    assert names(programme, "greb-99") == names(programme, "") == names(programme, "navn")


def test_a_missing_level_comes_last_and_is_counted_nowhere(
    programme: Programme, delivered: list[Screening], jonas: User
) -> None:
    enrolment, _ = results.enrolled("Greve", "253", programme)
    results.delivered(enrolment, jonas, levels=(None, 3, 3, 3, 3, 3, 3))
    assert [names(programme, sort)[-1] for sort in ("greb-1", "-greb-1")] == ["Greve", "Greve"]
    assert programme_levels.across(programme)[0].levers[0].count == 3


def test_administrators_read_it_and_follow_the_municipality(
    as_user: As, programme: Programme, delivered: list[Screening], signe: User
) -> None:
    text = text_of(as_user(signe).get(page_of(programme, "?sort=-greb-6")))
    assert "3 af 3 foranalyser er leveret" in text
    assert text.count('class="lvl lvl--') == 21
    assert 'aria-sort="descending"><a class="sort" href="?sort=greb-6">6. Tildelingsmodel' in text
    assert f'href="/screeninger/{delivered[0].pk}/"' in text


def test_nothing_ordered_and_nothing_delivered_are_said(as_user: As, programme: Programme, signe: User) -> None:
    client = as_user(signe)
    assert "Ingen har bestilt en foranalyse" in text_of(client.get(page_of(programme)))
    enrolment, _ = results.enrolled("Faxe", "320", programme)
    enrolment.participations.update(has_screening=True)
    text = text_of(client.get(page_of(programme)))
    assert ("0 af 1 foranalyse er leveret" in text, "Ingen rapporter er leveret endnu" in text) == (True, True)


@pytest.mark.parametrize("person", ["mette", "finn", "jonas"])
def test_only_administrators(as_user: As, programme: Programme, request: Any, person: str) -> None:
    assert as_user(request.getfixturevalue(person)).get(page_of(programme)).status_code == 403


@pytest.mark.parametrize("count", [1, 6])
def test_the_page_asks_as_often_however_many(
    as_user: As, programme: Programme, jonas: User, signe: User, django_assert_num_queries: Any, count: int
) -> None:
    for number in range(count):
        results.delivered(results.enrolled(f"By{number}", f"9{number:02}", programme)[0], jonas)
    client = as_user(signe)
    with django_assert_num_queries(7):
        text = text_of(client.get(page_of(programme)))
    assert text.count('<th scope="row"><a href="/screeninger/') == count


def test_the_networks_page_counts_the_preanalyses_and_warns(
    as_user: As, programme: Programme, delivered: list[Screening], signe: User
) -> None:
    network = Network.objects.get(partnership__area="school", partnership__programme=programme)
    day = planning.planned(network, signe)
    item = network_days.Item(time(9, 30), time(10), "expert", "Oplæg", "Ida Lund", [6])
    network_days.set_items(day=day, items=[item], revision=None, by=signe, at=world.NOW)
    text = text_of(as_user(signe).get(f"/administration/netvaerk/{network.pk}/"))
    assert "<strong>3 af 3</strong>" in text
    assert "Greb 3 er ikke på programmet, men 2 af 3 foranalyser peger på det som en udfordring." in text
    assert "Greb 6 er ikke på programmet" not in text
    assert "3 kommuner har en" in text

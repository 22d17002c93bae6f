"""Whatever stands in a field of status, evaluation and catalogue: never a 500, and no nonsense is saved."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from partnerships.models import Municipality
from strategy import catalogue
from strategy.models import CatalogueEdition, CatalogueEntry, CatalogueVote, HalfYearStatus, TrialAction
from tests.factories import catalogue as after
from tests.factories import trial_actions as make
from tests.partnerships.views.test_fuzz_people import NASTY

pytestmark = pytest.mark.django_db
ANSWERED = {200, 302, 404, 422}
ROOM = "/strategi/sammen-om-boernene"
FILTERS = ("q", "tema", "alder", "element", "styrke", "greb", "kommune", "side")


@pytest.fixture
def room(stevns: Municipality, mette: User) -> make.Room:
    return make.room(stevns, mette)


@pytest.fixture
def running(room: make.Room, anders: User) -> TrialAction:
    return after.measured(make.running(room.round, anders, units=room.units), anders)


@pytest.fixture
def entry(room: make.Room, anders: User, mette: User) -> CatalogueEntry:
    return after.released(make.running(room.round, anders, units=room.units, title="Legepatruljen"), anders, mette)


def fixed(entry: CatalogueEntry) -> list[Any]:
    """What can only be one of a few."""
    entry.refresh_from_db()
    chosen = [entry.theme, entry.age_group, entry.levers, entry.state, entry.strength, entry.slug]
    return [*chosen, list(entry.elements.values_list("pk", flat=True)), CatalogueEdition.objects.count()]


@pytest.mark.parametrize("value", NASTY)
def test_status_and_evaluation(as_user, running: TrialAction, anders: User, value: str) -> None:
    client: Client = as_user(anders)
    fields = "works hard children_say course next_text what for_whom how conditions effect did_not_work".split()
    for page in ("status", "evaluering"):
        for extra in ({}, {"hand_in": "1"}):
            posted = dict.fromkeys([*fields, "revision"], value) | extra
            assert client.post(f"/strategi/proevehandlinger/{running.pk}/{page}/", posted).status_code in ANSWERED
        assert client.get(f"/strategi/proevehandlinger/{running.pk}/{page}/").status_code == 200
    kept = HalfYearStatus.objects.first()
    assert kept is None or (kept.course == "" and len(kept.works) <= 2000)


@pytest.mark.parametrize("value", NASTY)
def test_search_takes_anything(as_user, client: Client, entry: CatalogueEntry, mette: User, value: str) -> None:
    for name in FILTERS:
        assert client.get("/vidensportal/", {name: value}).status_code == 200
        assert as_user(mette).get(f"{ROOM}/katalog/", {name: value}).status_code == 200


@pytest.mark.parametrize("value", NASTY)
def test_entries_and_editions(as_user, entry: CatalogueEntry, mette: User, value: str) -> None:
    client: Client = as_user(mette)
    before = fixed(entry)
    names = [*catalogue.TEXTS, "levers", "elements", "why", "seen"]
    url = entry.get_absolute_url()
    for seen in (value, catalogue.mark_of(entry)):
        posted = dict.fromkeys(names, value) | {"seen": seen}
        assert client.post(f"{url}rediger/", posted).status_code in ANSWERED
        posted |= {"theme": "friendships", "age_group": "", "levers": [value], "elements": [value]}
        assert client.post(f"{url}rediger/", posted).status_code in ANSWERED
    assert client.post(f"{url}status/", {"act": value}).status_code == 404
    assert client.post(f"{ROOM}/katalog/aargange/", {"year": value}).status_code == 422
    assert fixed(entry) == before
    client.post(f"{ROOM}/katalog/aargange/", {"year": "2026"})
    for seen in (value, ""):
        posted = {"foreword": value, "seen": seen}
        assert client.post(f"{ROOM}/katalog/aargange/2026/", posted).status_code in ANSWERED
    assert [client.get(page).status_code for page in (url, f"{url}historik/", f"{ROOM}/katalog/aargange/2026/")] == [
        200,
        200,
        200,
    ]


@pytest.mark.parametrize("value", NASTY)
def test_advice(as_user, running: TrialAction, room: make.Room, anders: User, rikke: User, value: str) -> None:
    make.seat(room.round, rikke)
    row = after.evaluated(running, anders)
    client: Client = as_user(rikke)
    prefix = f"raad-{row.pk}"
    posted = {"evaluation": row.pk, f"{prefix}-recommends": value, f"{prefix}-comment": value}
    assert client.post(f"{ROOM}/katalogvalg/", posted).status_code == 422
    assert client.post(f"{ROOM}/katalogvalg/", posted | {"evaluation": value}).status_code == 404
    assert CatalogueVote.objects.count() == 0

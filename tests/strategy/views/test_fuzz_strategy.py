"""Whatever stands in an address or a field of a strategy's pages: never a 500, and nothing of it is saved."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from partnerships.models import Municipality
from strategy import strategies
from strategy.models import (
    Communication,
    CyclePhase,
    Element,
    GuidingMark,
    ImprovementQuestion,
    Involvement,
    OnboardingStep,
    Strategy,
    StrategyPeriod,
    StrategyReview,
    StrategyVersion,
    Unit,
)
from tests.factories import trial_actions as make
from tests.partnerships.views.test_fuzz_people import NASTY

pytestmark = pytest.mark.django_db
LINES = ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")
ROW = ("title", "text", "period", "question", "from_month", "to_month", "bearings", "kind", "link", "minutes", "key")
PARTS = ("tekster", "pejlemaerker", "elementer", "aarshjul", "tidsplan", "spoergsmaal")
FIELDS = (
    *("title", "subtitle", "starts_on", "ends_on", "vision", "seen", "revision", "summary", "held_on", "kind", "group"),
    *("people", "audience", "message", "due_on", "channel", "responsible", "name", "part", "leader_name"),
    *("leader_email", "then", "aktiv"),
)


@pytest.fixture
def strategy(stevns: Municipality, mette: User) -> Strategy:
    row = make.strategy(stevns, mette)
    strategies.next_version(strategy=row, by=mette, at=make.AT)
    make.unit(stevns, "Klintskolen")
    Involvement.objects.create(strategy=row, held_on="2026-09-01", group="forældre", people=3)
    Communication.objects.create(strategy=row, due_on="2026-09-01", audience="forældre", message="Nyt")
    OnboardingStep.objects.create(strategy=row, position=1, title="Velkommen", text="Læs")
    return row


def saved() -> list[Any]:
    """Everything a strategy says."""
    models = (
        *(StrategyVersion, GuidingMark, StrategyPeriod, CyclePhase, Element, ImprovementQuestion, Involvement),
        *(Communication, OnboardingStep, StrategyReview, Unit),
    )
    return [list(model.objects.order_by("pk").values()) for model in models]


def fields(value: str) -> dict[str, str]:
    names = [*FIELDS, *(f"r-{name}" for name in LINES), *(f"r-0-{name}" for name in (*ROW, "ORDER"))]
    return dict.fromkeys(names, value) | {"revision": "9"}  # "-1" is a good summary, but of another revision


def pages(strategy: Strategy) -> list[str]:
    """Every page of it that takes a form."""
    root, units = f"/strategi/{strategy.slug}/", f"/kommune/{strategy.municipality.code}/enheder/"
    return [
        *(f"{root}rediger/{part}/" for part in PARTS),
        *(f"{root}{page}/" for page in ("inddragelse", "kommunikation", "evaluering/2026", "ny-her/rediger")),
        f"{root}inddragelse/{Involvement.objects.get().pk}/",
        f"{root}kommunikation/{Communication.objects.get().pk}/",
        f"{units}ny/",
        f"{units}{Unit.objects.get().pk}/",
    ]


@pytest.mark.parametrize("value", NASTY)
def test_what_a_coordinator_writes(as_user: Any, strategy: Strategy, mette: User, value: str) -> None:
    client: Client = as_user(mette)
    before = saved()
    counts = {"r-TOTAL_FORMS": "1", "r-INITIAL_FORMS": "0"}
    for path in pages(strategy):
        assert client.post(path, fields(value)).status_code in (302, 422), path
        assert client.post(path, fields(value) | counts).status_code in (302, 422), path
        assert client.post(path, fields(value) | {"remove-row": value}).status_code in (200, 422), path
    assert saved() == before


@pytest.mark.parametrize("query", ["side=0", "side=x", "side=999999999999999999999", "vis=\x00", "vis=%00&side=-1"])
def test_what_stands_in_an_address(as_user: Any, strategy: Strategy, mette: User, query: str) -> None:
    client: Client = as_user(mette)
    root = f"/strategi/{strategy.slug}/"
    for path in ("/strategi/", f"{root}inddragelse/", f"{root}kommunikation/", "/kommune/0336/enheder/"):
        assert client.get(f"{path}?{query}").status_code == 200, path
    for path in (
        "udgave/99999999999999999999/",
        "evaluering/99999999999999999999/",
        "inddragelse/99999999999999999999/",
    ):
        assert client.get(root + path).status_code == 404, path

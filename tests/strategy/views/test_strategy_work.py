"""The pages behind a strategy: involvement, communication plan, onboarding, yearly review, units."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from accounts.models import User
from partnerships.models import Municipality
from strategy.models import Communication, Involvement, OnboardingProgress, Strategy, StrategyReview, Unit
from tests.factories import trial_actions as make
from tests.strategy.views.test_strategies import rows

As = Callable[[User], Client]
OCCASION = {
    "held_on": "2026-09-01",
    "kind": "workshop",
    "group": "forældre",
    "people": "38",
    "text": "Færre overgange.",
}
MESSAGE = {"audience": "Forældre", "message": "Vi er i gang.", "due_on": "2026-09-01", "channel": "aula"}
UNIT = {"name": "Klintskolen", "kind": "school", "leader_name": "Karen Toft", "leader_email": "Karen@Stevns.example"}


@pytest.fixture
def strategy(stevns: Municipality, mette: User) -> Strategy:
    return make.strategy(stevns, mette)


def soup(answer: Any) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser")


def url(name: str, strategy: Strategy, **more: Any) -> str:
    return reverse(name, kwargs={"slug": strategy.slug, **more})


def test_the_log_of_involvement_adds_up_and_is_mended(as_user: As, strategy: Strategy, mette: User) -> None:
    as_ = as_user(mette)
    as_.post(url("involvement", strategy), OCCASION)
    refused = as_.post(url("involvement", strategy), OCCASION | {"people": "0"})
    assert (refused.status_code, soup(refused).select_one("#id_people")["value"]) == (422, "0")
    page = soup(as_.get(url("involvement", strategy)))
    assert page.select_one(".page-head p").get_text().startswith("38 personer ved 1 lejlighed.")
    row = Involvement.objects.get()
    edit = url("involvement_edit", strategy, pk=row.pk)
    seen = soup(as_.get(edit)).select_one("input[name=seen]")["value"]
    as_.post(edit, OCCASION | {"people": "40", "seen": seen})
    late = as_.post(edit, OCCASION | {"people": "41", "seen": seen})
    assert (late.status_code, Involvement.objects.get().people) == (422, 40)
    asked = soup(as_.get(edit))
    assert asked.select_one(f"#{asked.select_one('button[name=remove]')['data-confirm']} h2").get_text() == (
        "Slet inddragelsen?"
    )
    as_.post(edit, {"remove": "1"})
    assert Involvement.objects.count() == 0


def test_what_has_been_told_moves_to_done_and_back(as_user: As, strategy: Strategy, mette: User) -> None:
    as_ = as_user(mette)
    as_.post(url("communications", strategy), MESSAGE)
    row = Communication.objects.get()
    done = url("communication_done", strategy, pk=row.pk)
    as_.post(done)
    row.refresh_from_db()
    assert row.done_by == mette
    page = soup(as_.get(url("communications", strategy) + "?vis=gjort"))
    assert [cell.get_text() for cell in page.select("tbody strong")] == ["Forældre"]
    as_.post(done, {"undo": "1"})
    row.refresh_from_db()
    assert row.done_at is None
    edit = url("communication_edit", strategy, pk=row.pk)
    asked = soup(as_.get(edit))
    assert asked.select_one(f"#{asked.select_one('button[name=remove]')['data-confirm']} h2").get_text() == (
        "Slet punktet?"
    )
    as_.post(edit, {"remove": "1"})
    assert Communication.objects.count() == 0


def test_somebody_new_takes_the_steps_one_by_one(as_user: As, strategy: Strategy, mette: User, rikke: User) -> None:
    steps = rows(
        "r",
        {"title": "Velkommen", "text": "Læs visionen.", "minutes": "5", "ORDER": 1},
        {"title": "Modellen", "text": "Se elementerne.", "minutes": "10", "ORDER": 2},
    )
    seen = soup(as_user(mette).get(url("onboarding_edit", strategy))).select_one("input[name=seen]")["value"]
    as_user(mette).post(url("onboarding_edit", strategy), steps | {"seen": seen})
    first, second = strategy.onboarding.all()
    page = soup(as_user(rikke).get(url("onboarding", strategy)))
    assert "Den tager cirka 15 minutter" in page.select_one(".page-head p").get_text()
    as_user(rikke).post(url("onboarding_take", strategy, pk=first.pk))
    page = soup(as_user(rikke).get(url("onboarding", strategy)))
    assert [step["class"][-1] for step in page.select(".path__step")] == ["is-done", "is-here"]
    assert "Du har taget 1 af 2 trin" in page.select_one(".page-head p").get_text()
    as_user(rikke).post(url("onboarding_take", strategy, pk=second.pk))
    as_user(rikke).post(url("onboarding_take", strategy, pk=first.pk), {"undo": "1"})
    assert list(OnboardingProgress.objects.values_list("step", "user")) == [(second.pk, rikke.pk)]


def test_the_year_is_reviewed_and_the_next_version_begins(
    as_user: As, strategy: Strategy, mette: User, rikke: User
) -> None:
    page = url("strategy_review", strategy, year=2026)
    points = rows("r", {"kind": "keep", "text": "To enheder"}, {"kind": "drop", "text": "Det lange skema"})
    as_user(mette).post(page, points | {"summary": "Retningen holder.", "revision": "0"})
    late = as_user(mette).post(page, points | {"summary": "Noget andet.", "revision": "0"})
    told = soup(late)
    assert (late.status_code, told.select_one("#id_summary").get_text().strip()) == (422, "Noget andet.")
    assert "Retningen holder." in told.select_one("[aria-labelledby=kollega]").get_text()
    read = soup(as_user(rikke).get(page))
    assert [one.get_text() for one in read.select(".verdict-column li")] == ["To enheder", "Det lange skema"]
    finished = as_user(mette).post(page, points | {"summary": "Skrevet til sidst.", "revision": "1", "finish": "1"})
    through = soup(as_user(mette).get(finished["Location"]))
    assert "Skrevet til sidst." in through.select_one("[aria-labelledby=vurdering]").get_text()
    revision = through.select_one("main input[name=revision]")["value"]
    closed = as_user(mette).post(url("strategy_review_decide", strategy, year=2026), {"revision": revision})
    assert closed["Location"] == url("strategy_edit", strategy)
    beside = soup(as_user(mette).get(closed["Location"])).select_one("[aria-labelledby=besluttet]")
    assert [one.get_text() for one in beside.select(".verdict-column li")] == ["To enheder", "Det lange skema"]
    assert StrategyReview.objects.get().next_version == strategy.versions.get(state="draft")
    assert as_user(mette).post(page, points | {"summary": "Nyt", "revision": "1"}).status_code == 403
    assert as_user(mette).get(url("strategy_review", strategy, year=1999)).status_code == 404


def test_a_unit_is_added_changed_and_taken_out_of_use(
    as_user: As, stevns: Municipality, mette: User, faxe: Municipality, stranger: User
) -> None:
    as_, base = as_user(mette), f"/kommune/{stevns.code}/enheder/"
    as_.post(f"{base}ny/", UNIT)
    again = as_.post(f"{base}ny/", UNIT | {"leader_name": "En anden"})
    assert "I har allerede en enhed, der hedder Klintskolen." in again.content.decode()
    row = Unit.objects.get()
    assert row.leader_email == "karen@stevns.example"
    seen = soup(as_.get(f"{base}{row.pk}/")).select_one("input[name=seen]")["value"]
    as_.post(f"{base}{row.pk}/", UNIT | {"part": "Nord", "seen": seen})
    as_.post(f"{base}{row.pk}/brug/", {"aktiv": "nej"})
    row.refresh_from_db()
    assert (row.part, row.is_active) == ("Nord", False)
    assert as_user(stranger).get(f"/kommune/{faxe.code}/enheder/{row.pk}/").status_code == 404

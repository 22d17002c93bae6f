"""The pages everybody may read."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from accounts.danish import weekday_date_time
from accounts.models import User
from partnerships import programmes
from partnerships.models import Municipality, Programme
from tests.factories import world
from tests.factories.world import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def open_now(programme: Programme) -> Programme:
    """Open whatever the test computer's clock says."""
    programme.deadline_at = timezone.now() + timedelta(days=10)
    programme.save()
    return programme


def test_the_front_page_without_programmes(client: Client) -> None:
    page = client.get("/").content.decode()
    assert "Ingen programmer er åbne lige nu" in page
    assert page.count("<h1") == 1


def test_the_front_page_counts_down(client: Client, open_now: Programme) -> None:
    page = client.get("/").content.decode()
    assert "10 <span>dage tilbage</span>" in page
    assert f'href="/programmer/{open_now.slug}/tilmelding/"' in page
    assert "Tidligere programmer" not in page


def test_the_invitation_says_what_when_and_how_much(client: Client, open_now: Programme) -> None:
    response = client.get(open_now.get_absolute_url())
    page = response.content.decode()
    assert [
        word in page
        for word in (
            "110.000 kr.",
            "10.000 kr. mindre",
            "Ét succeskriterium",
            "praktisk@kl.example",
            "Tilmeld jeres kommune",
        )
    ] == [True] * 5
    assert 'href="mailto:?subject=Inkluderende%20b%C3%B8rnef%C3%A6llesskaber%202027&amp;body=' in page
    assert page.count("<h1") == 1


def test_a_closed_invitation_says_when_and_who_to_ask(client: Client, programme: Programme, signe: User) -> None:
    moved = programmes.move_deadline(
        programme=programme, deadline_at=timezone.now() - timedelta(days=1), reason="Fuldt", by=signe, at=NOW
    )
    page = client.get(moved.get_absolute_url()).content.decode()
    assert f"Fristen var <strong>{weekday_date_time(moved.deadline_at)}</strong>" in page
    assert "Lukket for tilmelding" in page
    assert "/tilmelding/" not in page
    assert "praktisk@kl.example" in page


def test_a_draft_is_for_administrators_only(client: Client, as_user, mette: User, finn: User, signe: User) -> None:
    draft = world.programme("hemmelig-2028", state="draft")
    url = draft.get_absolute_url()
    assert [c.get(url).status_code for c in (client, as_user(mette), as_user(finn))] == [404, 404, 404]
    assert as_user(signe).get(url).url == f"/administration/programmer/{draft.slug}/forhaandsvisning/"
    assert "hemmelig" not in client.get("/").content.decode()


def test_a_coordinator_sees_the_own_municipality(as_user, open_now: Programme, mette: User) -> None:
    page = as_user(mette).get(open_now.get_absolute_url()).content.decode()
    assert f'href="/programmer/{open_now.slug}/tilmelding/?kommune=0336"' in page
    assert "Tilmeld Stevns Kommune" in page


def test_two_open_programmes_each_count_down_with_price_and_button(client: Client, open_now: Programme) -> None:
    other = world.programme("et-andet-2027")
    other.deadline_at = timezone.now() + timedelta(days=3)
    other.save()
    cards = BeautifulSoup(client.get("/").content, "html.parser").select("article.open-card")
    assert [
        (
            card.select_one(".deadline__days").get_text(),
            card.select_one(".deadline a")["href"],
            "110.000 kr. for begge (uden moms)" in card.get_text(" ", strip=True),
        )
        for card in cards
    ] == [
        ("3 dage tilbage", f"/programmer/{other.slug}/tilmelding/", True),
        ("10 dage tilbage", f"/programmer/{open_now.slug}/tilmelding/", True),
    ]


def test_the_price_in_the_head_says_that_vat_comes_on_top(client: Client, open_now: Programme) -> None:
    for path in ("/", open_now.get_absolute_url()):
        facts = BeautifulSoup(client.get(path).content, "html.parser").select_one(".hero__facts").get_text()
        assert "110.000 kr. for begge, uden moms" in facts


@pytest.mark.parametrize(
    ("more", "who"),
    [([], "koordinator, Mette Holm,"), (["Åse Lund", "Ib Bo"], "koordinatorer, Ib Bo, Mette Holm og Åse Lund,")],
)
def test_a_reader_is_told_who_can(
    as_user, open_now: Programme, mette: User, rikke: User, stevns: Municipality, more: list[str], who: str
) -> None:
    for number, name in enumerate(more):
        world.member(stevns, f"k{number}@stevns.example", "coordinator", name)
    for path in ("/", open_now.get_absolute_url()):
        card = BeautifulSoup(as_user(rikke).get(path).content, "html.parser").select_one(".hero .deadline")
        words = f"Du kan læse med for Stevns Kommune. Kommunens {who} kan tilmelde jer."
        assert words in [text.get_text() for text in card.select("p")]


def test_a_reader_without_coordinators_is_told_to_write(as_user, open_now: Programme, rikke: User) -> None:
    page = as_user(rikke).get(open_now.get_absolute_url()).content.decode()
    assert "Kommunen har ingen koordinator endnu. Skriv til os." in page


@pytest.mark.parametrize("more", [0, 3])
def test_constant_queries(client: Client, open_now: Programme, more: int, django_assert_num_queries) -> None:
    for number in range(more):
        world.programme(f"tidligere-{number}", state="finished")
    with django_assert_num_queries(5):
        assert client.get("/").status_code == 200
    with django_assert_num_queries(10):
        assert client.get(open_now.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("path", ["/tilgaengelighed/", "/personoplysninger/"])
def test_pages_the_law_asks_for(client: Client, path: str) -> None:
    page = client.get(path).content.decode()
    assert page.count("<h1") == 1
    assert ".example" in page

"""The pages people meet when something is wrong: what happened, what to do, and the number to name."""

import logging
import re
from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse

from accounts.models import User
from config import views
from partnerships.models import Municipality
from tests.factories import trial_actions, world


def heading(html: str) -> str:
    return html.split("<h1>")[1].split("</h1>", maxsplit=1)[0]


def test_unknown_address(db):
    response = Client().get("/findes-ikke/")

    html = response.content.decode()
    assert (response.status_code, heading(html)) == (404, "Vi kan ikke finde siden")
    assert 'href="/konto/login/?next=/findes-ikke/"' in html


def test_the_number_can_be_read_aloud_and_found_in_the_log(db, caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.INFO):
        html = Client().get("/findes-ikke/").content.decode()
    number = html.split("nævn nummeret <code>")[1].split("</code>", maxsplit=1)[0]
    assert re.fullmatch("[0-9a-f]{8}", number)
    finished = [record.msg for record in caplog.records if record.name.startswith("django_structlog")]
    assert [line["request_id"].startswith(number) for line in finished] == [True, True]


def test_an_address_that_only_takes_a_button_says_so(as_user, mette: User):
    response = as_user(mette).get(reverse("committee_abstain", args=[1, 1]))
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert heading(response.content.decode()) == "Siden kan ikke åbnes på den måde"


def menu(html: bytes) -> list[str]:
    return [link.get_text(strip=True) for link in BeautifulSoup(html, "html.parser").select(".site-nav a")]


def test_nobody_is_offered_the_menu_of_another_municipality(as_user, mette: User, stevns: Municipality):
    room = trial_actions.room(stevns, mette)
    parent = world.user("foraelder@stevns.example", "Mikkel Rand")
    trial_actions.seat(room.round, parent, "parent")
    missing = reverse("committee_read", args=[room.round.pk, 99])
    shut = reverse("strategy_work", args=[room.strategy.slug])
    pages = [as_user(parent).get(url) for url in (missing, shut)]
    assert [(page.status_code, "Medlemmer" in menu(page.content)) for page in pages] == [(404, False), (403, False)]
    own = as_user(mette).get(reverse("round", args=[room.round.pk + 1]))
    assert (own.status_code, "Min kommune" in menu(own.content)) == (404, True)


def test_form_that_stood_open_too_long(db):
    response = Client(enforce_csrf_checks=True).post("/konto/login/", {"login": "x@stevns.example"})

    assert (response.status_code, heading(response.content.decode())) == (403, "Vi gemte ikke det, du sendte")


def test_server_error_asks_nothing_of_the_database():
    """No `db` fixture: a query would fail the test."""
    response = views.server_error(RequestFactory().get("/"))

    assert (response.status_code, heading(response.content.decode())) == (500, "Noget gik galt hos os")


def lines(html: str) -> list[str]:
    """What the page says, paragraph by paragraph."""
    return [text.get_text(" ", strip=True) for text in BeautifulSoup(html, "html.parser").select("main p")][:2]


def test_a_refusal_says_why_and_whom_to_ask(as_user, finn: User, rikke: User, mette: User):
    staff = as_user(finn).get(reverse("staff_people"))
    assert (staff.status_code, heading(staff.content.decode())) == (403, "Det har du ikke adgang til")
    assert lines(staff.content.decode()) == [
        "Kun administratorer styrer personer. Intet er ændret.",
        "Skal du kunne det, så spørg en administrator hos KL og Komponent.",
    ]
    municipal = as_user(rikke).post(reverse("member_hand_over", args=["0336"]))
    assert municipal.status_code == 403
    assert lines(municipal.content.decode()) == [
        "Kun en koordinator kan gøre en kollega til koordinator. Intet er ændret.",
        "Skal du kunne det, så spørg Mette Holm, som er koordinator i Stevns Kommune.",
    ]
    world.member(mette.memberships.get().municipality, "aase@stevns.example", "coordinator", "Åse Lund")
    several = as_user(rikke).post(reverse("member_hand_over", args=["0336"])).content.decode()
    assert lines(several)[1] == (
        "Skal du kunne det, så spørg Mette Holm og Åse Lund, som er koordinatorer i Stevns Kommune."
    )


def test_who_could_ask_nobody_else_is_told_where_to_write(as_user, mette: User, rikke: User):
    write = f"Mener du, at du skal kunne det, så skriv til {settings.CONTACT_EMAIL} ."
    staff = as_user(mette).get(reverse("staff_overview")).content.decode()
    assert lines(staff) == ["Siden er for medarbejdere hos KL og Komponent. Intet er ændret.", write]
    mette.memberships.all().delete()
    alone = as_user(rikke).post(reverse("member_hand_over", args=["0336"])).content.decode()
    assert lines(alone)[1] == write


def test_a_refusal_without_our_words_is_in_danish_too(as_user, mette: User, finn: User):
    """django-allauth's own says "Reauthentication not available"."""
    for person in (mette, finn):
        person.set_unusable_password()
        person.save()
    said = [
        lines(as_user(person).get(reverse(address)).content.decode())[0]
        for person, address in (
            (mette, "account_reauthenticate"),
            (finn, "staff_log"),
            (finn, "account_reauthenticate"),
        )
    ]
    assert said == [
        "Du er koordinator i Stevns Kommune, og det giver ikke adgang til siden. Intet er ændret.",
        "Siden er for administratorer hos KL og Komponent. Intet er ændret.",
        "Siden kan ikke bruges med din konto. Intet er ændret.",
    ]


@pytest.fixture
def redis_away() -> Iterator[None]:
    """A cache that nobody answers for."""
    away = settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}
    with override_settings(CACHES=settings.CACHES | {"default": away}):
        yield


def test_without_redis_nobody_signs_in_and_is_told_to_try_again(client: Client, mette: User, redis_away: None):
    """Attempts are counted in Redis, so it fails closed."""
    form = {"login": mette.email, "password": world.PASSWORD}
    response = client.post(reverse("account_login"), form)
    html = response.content.decode()
    assert (response.status_code, response["Retry-After"], heading(html)) == (503, "30", "Prøv igen om lidt")
    assert settings.CONTACT_EMAIL in html
    assert client.get(reverse("account")).status_code == 302  # not signed in
    assert client.get(reverse("home")).status_code == 200  # and the rest of the portal works


@pytest.mark.parametrize("name", ["home", "accessibility", "privacy"])
def test_every_page_says_where_to_write_and_call(client: Client, db: None, name: str):
    with override_settings(CONTACT_EMAIL="os@kl.example", CONTACT_PHONE="11 22 33 44"):
        page = BeautifulSoup(client.get(reverse(name)).content, "html.parser")
    assert {link["href"] for link in page.select("footer a")} >= {"mailto:os@kl.example", "tel:11223344"}
    assert "partnerskaber.example" not in page.main.get_text()
    if name != "home":
        assert "os@kl.example eller ring på 11 22 33 44" in page.main.get_text()


def test_server_error_says_where_to_write():
    with override_settings(CONTACT_EMAIL="os@kl.example"):
        html = views.server_error(RequestFactory().get("/")).content.decode()
    assert "så skriv til" in html
    assert html.count('href="mailto:os@kl.example"') == 2

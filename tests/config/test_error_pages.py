"""The pages people meet when something is wrong: what happened, what to do, and the number to name."""

import uuid

from bs4 import BeautifulSoup
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.models import User
from config import views


def heading(html: str) -> str:
    return html.split("<h1>")[1].split("</h1>", maxsplit=1)[0]


def test_unknown_address(db):
    response = Client().get("/findes-ikke/")

    html = response.content.decode()
    assert (response.status_code, heading(html)) == (404, "Vi kan ikke finde siden")
    assert uuid.UUID(html.split("nævn nummeret <code>")[1].split("</code>", maxsplit=1)[0]).version == 4
    assert 'href="/konto/login/?next=/findes-ikke/"' in html


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


def test_a_refusal_says_why_and_whom_to_ask(as_user, finn: User, rikke: User):
    staff = as_user(finn).get(reverse("staff_people"))
    assert (staff.status_code, heading(staff.content.decode())) == (403, "Det har du ikke adgang til")
    assert lines(staff.content.decode()) == [
        "Kun administratorer styrer personer. Intet er ændret.",
        "Skal du kunne det, så spørg en administrator hos KL og Komponent.",
    ]
    municipal = as_user(rikke).post(reverse("member_hand_over", args=["0336"]))
    assert municipal.status_code == 403
    assert lines(municipal.content.decode()) == [
        "Kun en koordinator kan overdrage opgaven. Intet er ændret.",
        "Skal du kunne det, så spørg en koordinator i din kommune. Er I uenige om roller, kan KL og Komponent hjælpe.",
    ]


def test_a_refusal_without_our_words_is_in_danish_too(as_user, mette: User, finn: User):
    """django-allauth's own says "Reauthentication not available"."""
    mette.set_unusable_password()
    mette.save()
    for person, address in ((mette, "account_reauthenticate"), (finn, "staff_log")):
        html = as_user(person).get(reverse(address)).content.decode()
        assert lines(html)[0] == "Din rolle giver ikke lov til det, du ville. Intet er ændret."

"""The pages people meet when something is wrong: what happened, what to do, and the number to name."""

import uuid

from django.template.loader import render_to_string
from django.test import Client, RequestFactory

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


def test_refusal_says_why(rf, db):
    html = render_to_string(
        "403.html", {"exception": PermissionError("Kun en koordinator må binde kommunen.")}, rf.get("/")
    )

    assert heading(html) == "Det har du ikke adgang til"
    assert "Kun en koordinator må binde kommunen." in html

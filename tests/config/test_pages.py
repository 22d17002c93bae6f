"""Health, readiness, headers and the pages for when something went wrong."""

import pytest
from django.test import Client
from django.urls import reverse

from config import views


def test_healthz_answers_without_database(client: Client) -> None:
    response = client.get("/healthz", headers={"host": "whatever.invalid"})
    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
@pytest.mark.parametrize(("worker", "status"), [(True, 200), (False, 503)])
def test_readyz_says_which_engine_is_missing(
    client: Client, monkeypatch: pytest.MonkeyPatch, worker: bool, status: int
) -> None:
    monkeypatch.setattr(views, "_worker_answers", lambda: worker)
    response = client.get(reverse("readyz"))
    assert response.status_code == status
    assert response.json() == {"database": True, "redis": True, "worker": worker}


@pytest.mark.django_db
def test_every_page_has_the_strict_headers(client: Client) -> None:
    response = client.get(reverse("home"))
    assert response["Content-Security-Policy"].count("'unsafe") == 0
    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "camera=()" in response["Permissions-Policy"]


@pytest.mark.django_db
def test_an_unknown_page_is_said_in_danish(client: Client) -> None:
    response = client.get("/findes-ikke/")
    assert response.status_code == 404
    assert "Siden findes ikke" in response.content.decode()


def test_a_form_that_ran_out_is_said_in_danish(db: None) -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(reverse("account_login"), {"login": "mette.holm@stevns.example"})
    assert response.status_code == 403
    assert "Vi gemte ikke det, du sendte" in response.content.decode()


@pytest.mark.django_db
def test_a_crash_is_said_in_danish_without_a_trace(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*args: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(views, "_database_answers", crash)
    client.raise_request_exception = False
    response = client.get(reverse("readyz"))
    assert response.status_code == 500
    assert "secret detail" not in response.content.decode()
    assert 'lang="da"' in response.content.decode()

"""Phones in a workshop: the code, the anonymous mark, answering, following the screen, and what that costs."""

from collections import Counter
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import AuditEvent, User
from partnerships.models import Enrolment
from screening import workshops
from screening.models import Screening, Workshop, WorkshopAnswer
from tests.factories import workshops as make


@pytest.fixture(autouse=True)
def _no_tries(db: None) -> None:
    cache.clear()


@pytest.fixture
def screening(binding: Enrolment, jonas: User) -> Screening:
    return make.screening(binding, jonas)


@pytest.fixture
def workshop(screening: Screening, jonas: User) -> Workshop:
    return make.opened(screening, jonas)


@pytest.fixture
def lead(screening: Screening, jonas: User) -> Callable[..., Any]:
    return lambda use_case, **facts: use_case(screening=screening, by=jonas, at=make.AT, **facts)


def words(response: HttpResponse, selector: str = "main") -> str:
    found = BeautifulSoup(response.content, "html.parser").select_one(selector)
    return " ".join(found.get_text(" ").split()) if found else ""


def page(workshop: Workshop) -> str:
    return f"/workshop/{workshop.code}/"


def phone(workshop: Workshop) -> Client:
    """A phone that has opened the workshop."""
    client = Client()
    client.get(page(workshop))
    return client


def given_levels() -> dict[int, int]:
    return dict(Counter(WorkshopAnswer.objects.values_list("level", flat=True)))


def test_the_code_is_typed_however(workshop: Workshop) -> None:
    client, code = Client(), workshop.code
    assert "Er du med i en workshop?" in words(client.get("/workshop/"))
    for typed in (code, code.lower(), f" {code[:3]} {code[3:]}", f"{code[:3]}-{code[3:]}"):
        assert client.get("/workshop/", {"kode": typed})["Location"] == page(workshop)
    assert client.get(f"/workshop/{code.lower()}/")["Location"] == page(workshop)


@pytest.mark.parametrize("typed", ["", "   "])
def test_nothing_typed(typed: str, workshop: Workshop) -> None:
    response = Client().get("/workshop/", {"kode": typed})
    assert "Skriv koden, som står på skærmen" in words(response)


def test_a_wrong_code_is_told_and_kept(workshop: Workshop) -> None:
    for address, query in (("/workshop/", {"kode": "xxx"}), ("/workshop/xxx/", {})):
        response = Client().get(address, query)
        assert response.status_code == 404
        assert "Koden passer ikke til en workshop." in words(response)
        field = BeautifulSoup(response.content, "html.parser").select_one("#id_kode")
        assert field is not None
        assert field["value"] == "xxx"
    assert Client().post("/workshop/xxx/", {"level": "3"}).status_code == 404
    assert Client().get("/workshop/xxx/nu/").status_code == 404


def test_codes_cannot_be_guessed_at_length(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workshops, "TRIES", 3)
    inside = phone(workshop)
    guesses = [Client().get(f"/workshop/{guess}/") for guess in ("CCCCCC", "DDDDDD")]
    guesses += [Client().get("/workshop/FFFFFF/nu/"), Client().get("/workshop/", {"kode": "HHHHHH"})]
    assert [answer.status_code for answer in guesses] == [404, 404, 404, 429]
    late = Client().get(page(workshop))
    assert (late.status_code, WorkshopAnswer.objects.count()) == (429, 0)
    assert "for mange forkerte koder" in words(late)
    # The phones that are in stay in, and one from elsewhere gets in.
    assert inside.post(page(workshop), {"lever": "3", "level": "4"}).status_code == 302
    assert inside.get(f"{page(workshop)}nu/").status_code == 200
    assert Client(REMOTE_ADDR="192.0.2.7").get(page(workshop)).status_code == 200


def test_one_tap_answers_and_another_changes_it(workshop: Workshop) -> None:
    client = phone(workshop)
    response = client.get(page(workshop))
    shown = words(response)
    for part in ("Greb 3 af 7", "Greb nummer 3", "Hvor langt er I med greb 3?", "Sådan ser greb 3 ud på niveau 2."):
        assert part in shown
    assert "Dine svar er anonyme" in shown
    assert client.post(page(workshop), {"lever": "3", "level": "2"})["Location"] == page(workshop)
    assert "Du har valgt 2 Begyndende ." in words(client.get(page(workshop)), "#dit-svar")
    changed = client.post(page(workshop), {"lever": "3", "level": "4"}, headers={"HX-Request": "true"})
    assert "Du har valgt 4 Etableret ." in words(changed, "#dit-svar")
    assert BeautifulSoup(changed.content, "html.parser").select("html") == []
    pressed = BeautifulSoup(changed.content, "html.parser").select("[aria-pressed=true]")
    assert [button["value"] for button in pressed] == ["4"]
    assert given_levels() == {4: 1}


def test_two_phones_are_two_and_nobody_is_known(workshop: Workshop) -> None:
    logged = AuditEvent.objects.count()
    one, two = phone(workshop), phone(workshop)
    for client, level in ((one, 2), (two, 5)):
        client.post(page(workshop), {"lever": "3", "level": str(level)})
    assert given_levels() == {2: 1, 5: 1}
    cookie = one.cookies["workshop"]
    assert (cookie["path"], bool(cookie["httponly"]), cookie["samesite"], cookie["max-age"]) == (
        page(workshop),
        True,
        "Lax",
        43200,
    )
    assert one.cookies.keys() <= {"workshop", "csrftoken"}
    mark = cookie.value.split(":")[0]
    kept = set(WorkshopAnswer.objects.values_list("respondent", flat=True))
    assert kept == {
        workshops.respondent(workshop, mark),
        workshops.respondent(workshop, two.cookies["workshop"].value.split(":")[0]),
    }
    assert mark not in kept
    assert AuditEvent.objects.count() == logged


@pytest.mark.parametrize("cookie", [None, "", "x", "forged:1abc:sig", "a:b"])
def test_without_a_mark_of_ours_nothing_is_counted(workshop: Workshop, cookie: str | None) -> None:
    client = Client()
    if cookie is not None:
        client.cookies["workshop"] = cookie
    refused = client.post(page(workshop), {"lever": "3", "level": "4"})
    assert refused.status_code == 422
    assert "Tillad cookies" in words(refused)
    assert WorkshopAnswer.objects.count() == 0
    client.post(page(workshop), {"lever": "3", "level": "4"})  # now it has one
    assert given_levels() == {4: 1}


def test_a_mark_is_for_one_workshop(workshop: Workshop, lead: Callable[..., Any]) -> None:
    client = phone(workshop)
    Workshop.objects.update(code="CDFHJK")
    assert client.post("/workshop/CDFHJK/", {"lever": "3", "level": "4"}).status_code == 422
    assert WorkshopAnswer.objects.count() == 0


def test_the_phone_follows_the_screen(workshop: Workshop, lead: Callable[..., Any]) -> None:
    client = phone(workshop)
    client.post(page(workshop), {"lever": "3", "level": "2"})

    def poll(revision: object) -> HttpResponse:
        return client.get(f"{page(workshop)}nu/", {"revision": revision})

    assert (poll(2).status_code, poll(2).content) == (204, b"")
    lead(workshops.choose_lever, lever_number=4)
    new = poll(2)
    assert "Greb 4 af 7" in words(new, "#workshop")
    assert words(new, "[hx-swap-oob]") == "Nyt greb på skærmen: 4. Greb nummer 4"
    assert poll(3).status_code == 204
    for nonsense in ("", "x", "-1", "3 ", "9" * 30, "²", "3\x00"):
        assert poll(nonsense).status_code == 200
    late = client.post(page(workshop), {"lever": "3", "level": "5"}, headers={"HX-Request": "true"})
    assert late.status_code == 422
    assert "Skærmen er gået videre til et andet greb. Dit svar er ikke gemt." in words(late, "#workshop")
    assert given_levels() == {2: 1}
    lead(workshops.choose_lever, lever_number=0)
    assert "Der er ikke et greb på skærmen lige nu." in words(poll(3), "#workshop")
    lead(workshops.close)
    closed = poll(4)
    assert "Workshoppen er slut" in words(closed, "#workshop")
    assert b"hx-get" not in closed.content
    assert "Workshoppen er slut" in words(client.get(page(workshop)))
    assert client.post(page(workshop), {"lever": "3", "level": "5"}).status_code == 422


def test_who_comes_late_sees_the_lever_of_now(workshop: Workshop, lead: Callable[..., Any]) -> None:
    lead(workshops.choose_lever, lever_number=0)
    assert "Du kan svare fra det greb, der er på skærmen nu." in words(Client().get(page(workshop)))
    lead(workshops.choose_lever, lever_number=6)
    late = phone(workshop)
    assert "Greb 6 af 7" in words(late.get(page(workshop)))
    assert late.post(page(workshop), {"lever": "5", "level": "4"}).status_code == 422
    assert WorkshopAnswer.objects.count() == 0


def test_what_it_costs(workshop: Workshop, django_assert_num_queries: Any) -> None:
    make.answers(workshop, *[3] * 60)
    client = phone(workshop)
    client.post(page(workshop), {"lever": "3", "level": "2"})
    with django_assert_num_queries(1):
        assert client.get(f"{page(workshop)}nu/", {"revision": 2}).status_code == 204
    with django_assert_num_queries(6):
        client.get(f"{page(workshop)}nu/", {"revision": 1})
    with django_assert_num_queries(5):
        client.get(page(workshop))
    with django_assert_num_queries(3):
        assert client.post(page(workshop), {"lever": "3", "level": "4"}).status_code == 302


def test_no_cache_and_no_search_engine_keeps_it(workshop: Workshop) -> None:
    for address in (page(workshop), f"{page(workshop)}nu/", "/workshop/xxx/"):
        response = Client().get(address)
        assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("private, no-store", "noindex, nofollow")


def test_answering_needs_the_forms_own_token(workshop: Workshop) -> None:
    client = Client(enforce_csrf_checks=True)
    client.get(page(workshop))
    assert client.post(page(workshop), {"lever": "3", "level": "4"}).status_code == 403
    assert WorkshopAnswer.objects.count() == 0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(code=st.text(max_size=30), typed=st.text(max_size=60))
def test_fuzz_of_codes(workshop: Workshop, code: str, typed: str) -> None:
    cache.clear()
    client = Client()
    assert client.get("/workshop/", {"kode": typed}).status_code in (200, 302, 404)
    for tail in ("", "nu/"):
        status = client.get(f"/workshop/{quote(code, safe='', errors='replace')}/{tail}").status_code
        assert status in (200, 302, 404)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    level=st.one_of(st.integers().map(str), st.text(max_size=30)),
    lever=st.one_of(st.just("3"), st.integers().map(str), st.text(max_size=30)),
)
def test_fuzz_of_answers(workshop: Workshop, level: str, lever: str) -> None:
    client = phone(workshop)
    status = client.post(page(workshop), {"lever": lever, "level": level}).status_code
    ok = lever.isascii() and lever.isdigit() and int(lever) == 3
    ok = ok and level.isascii() and level.isdigit() and 1 <= int(level) <= 5
    assert status == (302 if ok else 422)

"""The page a workshop is led from, and the big screen: what they show, to whom, and at what cost."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client

from accounts.models import AuditEvent, User
from partnerships.models import Enrolment
from screening import distributions, workshop_pages, workshops
from screening.models import Screening, Source, Workshop
from tests.factories import workshops as make
from tests.factories import world

AsUser = Callable[[User], Client]


@pytest.fixture
def screening(binding: Enrolment, jonas: User) -> Screening:
    return make.screening(binding, jonas)


@pytest.fixture
def page(screening: Screening) -> str:
    return f"/screeninger/{screening.pk}/workshop/"


def words(response: HttpResponse, selector: str = "main") -> str:
    found = BeautifulSoup(response.content, "html.parser").select_one(selector)
    return " ".join(found.get_text(" ").split()) if found else ""


def test_opening_gives_a_code_and_leads_to_the_screen(
    as_user: AsUser, jonas: User, screening: Screening, page: str
) -> None:
    client = as_user(jonas)
    assert "Sådan foregår det" in words(client.get(page))
    assert client.get(f"{page}skaerm/")["Location"] == page
    assert client.post(page, {"action": "open"})["Location"] == page
    code = Workshop.objects.get().code
    spaced = f"{code[:3]} {code[3:]}"
    assert words(client.get(page), ".workshop-code") == spaced
    screen = client.get(f"{page}skaerm/")
    assert words(screen, ".workshop-invite__code") == spaced
    assert f"Gå til {workshop_pages.address()} Skriv koden" in words(screen)
    label = BeautifulSoup(screen.content, "html.parser").select_one("svg.qr")
    assert label is not None
    assert str(label["aria-label"]).endswith(f"med koden {spaced}")


def test_the_screen_shows_the_lever_and_the_count_and_answers_only_when_shown(
    as_user: AsUser, jonas: User, screening: Screening, page: str
) -> None:
    client, row = as_user(jonas), make.opened(screening, jonas)
    make.answers(row, 2, 4, 4, 5)
    screen = client.get(f"{page}skaerm/")
    shown = words(screen)
    for part in ("Greb 3 af 7", "Greb nummer 3", "Hvor langt er I med greb 3?", "På vej", "4 svar"):
        assert part in shown
    assert [words(screen, f".workshop-column--{n}") for n in (1, 5)] == [
        "1 Ikke i gang Sådan ser greb 3 ud på niveau 1.",
        "5 Forankret Sådan ser greb 3 ud på niveau 5.",
    ]
    assert b"<table" not in screen.content
    assert b'role="img" aria-labelledby="fordeling"' not in screen.content

    sent = client.post(page, {"action": "show", "lever": "3", "page": "screen"})
    assert sent["Location"] == f"{page}skaerm/"
    screen = client.get(f"{page}skaerm/")
    assert words(screen, "#fordeling") == (
        "Niveau 1: 0 svar, niveau 2: 1 svar, niveau 3: 0 svar, niveau 4: 2 svar, niveau 5: 1 svar. Gennemsnit 3,8."
    )
    assert words(screen, "table") == (
        "Sådan fordeler svarene sig Niveau Svar 1 0 2 1 3 0 4 2 5 1 "
        "Gennemsnit 3,8 Median 4 Den midterste halvdel 3,5–4,25"
    )
    client.post(page, {"action": "hide", "lever": "3"})
    assert b"<table" not in client.get(f"{page}skaerm/").content


def test_fewer_than_three_answers_are_never_shown(
    as_user: AsUser, jonas: User, screening: Screening, page: str
) -> None:
    client, row = as_user(jonas), make.opened(screening, jonas)
    make.answers(row, 2, 4)
    client.post(page, {"action": "show", "lever": "3"})
    for address in (page, f"{page}skaerm/", f"{page}svar/?revision=3"):
        response = client.get(address)
        assert "Fordelingen vises, når mindst 3 har svaret." in response.content.decode()
        assert b"<table" not in response.content
        assert b'id="fordeling"' not in response.content
    client.post(page, {"action": "close"})
    result = words(client.get(page))
    assert "For få svar til at vise" in result
    assert "Gennemsnit" not in words(client.get(page), "tbody")


def test_polling_is_empty_until_something_is_new(as_user: AsUser, jonas: User, screening: Screening, page: str) -> None:
    client, row = as_user(jonas), make.opened(screening, jonas)

    def poll(mark: str = "", revision: int = 2) -> HttpResponse:
        return client.get(f"{page}svar/", {"revision": revision, "mark": mark, "page": "screen"})

    def mark(response: HttpResponse) -> str:
        found = BeautifulSoup(response.content, "html.parser").select_one("#svar")
        assert found is not None
        return str(found["hx-get"]).split("mark=")[1].split("&")[0]

    first = mark(poll())
    assert (poll(first).status_code, poll(first).content) == (204, b"")
    make.answers(row, 3, 3, 3)
    second = poll(first)
    assert words(second, ".workshop-count") == "3 svar"
    make.answers(row, 1)  # an answer that changes unseen tells nothing new, and the mark does not give it away
    assert poll(mark(second)).status_code == 204
    client.post(page, {"action": "show", "lever": "3"})
    assert poll(mark(second))["HX-Refresh"] == "true"
    third = poll("", 3)
    make.answers(row, 5)
    assert poll(mark(third), 3).status_code == 200
    for nonsense in ("", "x", "-1", "9" * 400):
        assert client.get(f"{page}svar/", {"revision": nonsense})["HX-Refresh"] == "true"
    # Somebody signed out in another window: the screen stays as it is, and no sign-in page lands in the middle of it.
    assert Client(headers={"HX-Request": "true"}).get(f"{page}svar/").status_code == 401


def test_what_it_costs(
    as_user: AsUser, jonas: User, screening: Screening, page: str, django_assert_num_queries: Any
) -> None:
    client, row = as_user(jonas), make.opened(screening, jonas)
    make.answers(row, 1)
    mark = "x"
    for levels in ([3] * 3, [4] * 60):
        make.answers(row, *levels)
        for address, queries in ((page, 12), (f"{page}skaerm/", 12), (f"{page}svar/?revision=2&mark={mark}", 6)):
            client.get(address)
            with django_assert_num_queries(queries):
                answer = client.get(address)
            assert answer.status_code == 200, address


def test_closing_suggests_the_source(as_user: AsUser, jonas: User, screening: Screening, page: str) -> None:
    client, row = as_user(jonas), make.opened(screening, jonas)
    make.answers(row, 2, 3, 4)
    client.post(page, {"action": "close"})
    shown = words(client.get(page))
    assert "Skriv workshoppen som kilde" in shown
    assert "med 3 deltagere" in shown
    assert words(client.get(page), "tbody tr:nth-of-type(3)") == "3. Greb nummer 3 3 3,0 3 2,5–3,5"
    for _ in range(2):
        client.post(page, {"action": "source"})
    source = Source.objects.get()
    assert (source.code, source.title, source.people) == ("W1", "Workshop med 3 deltagere", 3)
    assert source.held_on == workshops.in_danish_time(Workshop.objects.get().opened_at).date()
    assert "Workshoppen er kilde W1" in words(client.get(page))
    client.post(page, {"action": "reopen"})
    assert Workshop.objects.get().is_open


def test_a_refusal_is_told_and_nothing_changes(as_user: AsUser, jonas: User, screening: Screening, page: str) -> None:
    client = as_user(jonas)
    make.opened(screening, jonas, 4)
    answer = client.post(page, {"action": "show", "lever": "3"}, follow=True)
    assert "Der er kommet et andet greb på skærmen imens." in answer.content.decode()
    client.post(page, {"action": "source"})
    assert (Source.objects.count(), Workshop.objects.get().shows_answers) == (0, False)


def test_whatever_is_sent(as_user: AsUser, jonas: User, screening: Screening, page: str) -> None:
    client = as_user(jonas)
    make.opened(screening, jonas)
    for action in (
        "",
        "x",
        "open\x00",
        "open",
        "lever",
        "show",
        "hide",
        "clear",
        "source",
        "close",
        "source",
        "reopen",
    ):
        for lever in ("", "0", "8", "-1", "x", "9" * 500, "²"):
            sent = {"action": action, "lever": lever}
            assert (sent, client.post(page, sent).status_code) == (sent, 302)
    assert client.get(page).status_code == 200


def test_only_those_who_do_the_screening_lead_it(
    as_user: AsUser, jonas: User, mette: User, signe: User, screening: Screening, page: str
) -> None:
    helle = world.user("helle.lind@komponent.example", "Helle Lind", is_consultant=True)
    Screening.objects.update(reviewer=helle)
    make.opened(screening, jonas)
    before = AuditEvent.objects.count()
    for person in (helle, signe):
        client = as_user(person)
        assert client.get(page).status_code == client.get(f"{page}skaerm/").status_code == 200
        assert b'name="action"' not in client.get(page).content + client.get(f"{page}skaerm/").content
        assert client.post(page, {"action": "close"}).status_code == 403
    for person in (mette, world.user("ny@komponent.example", "Ny", is_consultant=True)):
        client = as_user(person)
        for address in (page, f"{page}skaerm/", f"{page}svar/"):
            assert client.get(address).status_code == 404
        assert client.post(page, {"action": "close"}).status_code == 404
    Screening.objects.update(state="in_review")
    assert as_user(jonas).post(page, {"action": "close"}).status_code == 403
    assert AuditEvent.objects.count() == before
    assert workshops.results(screening) == {}
    assert Workshop.objects.get().lever_number in distributions.LEVELS

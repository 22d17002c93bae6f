"""The workspace: who may read and write, saving while it is written, and both versions when two write at once."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from accounts.models import User
from partnerships.models import Enrolment
from screening import assessments
from screening.assessments import Content
from screening.models import Assessment, Assignment, Screening
from tests.factories import screenings, world

As = Callable[[User], Client]
AT = world.NOW
HTMX = {"HX-Request": "true"}
TYPED = {"level": "2", "reasons": "Tallene findes, men spredt.", "potential": "4", "feasibility": ""}


def url(screening: Screening, number: int = 3, rest: str = "") -> str:
    return f"/screeninger/{screening.pk}/greb/{number}/{rest}"


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def soup_of(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def now(number: int = 3) -> Content:
    return assessments.content_of(Assessment.objects.filter(lever__number=number).first())


def theirs(screening: Screening, by: User, revision: int = 0, **changes: Any) -> None:
    content = Content(**({"level": 4, "reasons": "Kollegaens tekst."} | changes))
    assessments.save(screening=screening, number=3, content=content, revision=revision, by=by, at=AT)


@pytest.mark.parametrize(
    ("rest", "name"),
    [("greb/3/", "De syv greb"), ("samlet/", "Samlet vurdering"), ("kollegalaesning/", "Kollegalæsning")],
)
def test_the_screening_s_pages_stand_above_the_workspace_too(
    as_user: As, assessed: Screening, jonas: User, rest: str, name: str
) -> None:
    page = soup_of(as_user(jonas).get(f"/screeninger/{assessed.pk}/{rest}"))
    pages = page.select_one('nav[aria-label="Screeningens sider"]')
    assert [link.get_text() for link in pages.select('[aria-current="page"]')] == [name]
    assert [link["href"].rsplit("/", 2)[1] for link in pages.select("a")][2] == "kilder"


def test_the_consultant_sees_the_lever_with_all_that_is_said_of_it(
    as_user: As, assessed: Screening, jonas: User
) -> None:
    text = text_of(as_user(jonas).get(url(assessed)))
    for words in (
        "Stevns: foranalyse af skoleområdet",
        "7 af 7 greb vurderet",
        "Greb 3 af 7",
        "Alle syv greb er klar til kollegalæsning",
        'aria-current="page"',
        "Kilder til dette greb",
        "Workshoppens niveau",
        "Ingen andre er her nu",
        "Videre til greb 4",
    ):
        assert words in text, words


def test_who_may_read_and_who_may_write(
    as_user: As,
    assessed: Screening,
    jonas: User,
    helle: User,
    signe: User,
    mette: User,
    rikke: User,
    stranger: User,
    finn: User,
) -> None:
    for person in (helle, mette, rikke, stranger, finn):
        assert as_user(person).get(url(assessed)).status_code == 404
        assert as_user(person).post(url(assessed), TYPED).status_code == 404
    Screening.objects.update(reviewer=helle)
    Assessment.objects.filter(lever__number=3).update(potential=4, feasibility=5)
    assert "<dd>Stort</dd><dt>Kan gøres</dt><dd>Inden for et halvt år</dd>" in text_of(
        as_user(helle).get(url(assessed))
    )
    for person in (helle, signe):
        page = as_user(person).get(url(assessed))
        assert ("Du læser med" in text_of(page), 'id="vurdering"' in text_of(page)) == (True, False)
        assert as_user(person).post(url(assessed), TYPED).status_code == 403
    assert 'id="vurdering"' in text_of(as_user(jonas).get(url(assessed)))
    assert as_user(jonas).get(url(assessed, 8)).status_code == 404


def test_it_is_saved_without_javascript(as_user: As, planned: Screening, jonas: User) -> None:
    response = as_user(jonas).post(url(planned), TYPED | {"revision": "0"})
    assert (response.status_code, response["Location"]) == (302, url(planned))
    assert now() == Content(2, "Tallene findes, men spredt.", 4, None)
    text = text_of(as_user(jonas).get(url(planned)))
    for words in ("Alt er gemt kl.", 'value="2" checked', "Tallene findes, men spredt."):
        assert words in text, words
    assert 'name="revision" value="1"' in text


def test_it_is_saved_while_it_is_written(as_user: As, planned: Screening, jonas: User) -> None:
    response = as_user(jonas).post(url(planned), TYPED | {"revision": "0"}, headers=HTMX)
    parts = soup_of(response)
    assert response.status_code == 200
    assert "Alt er gemt kl." in parts.select_one("#gemt").text
    assert parts.select_one("#set [name=revision]")["value"] == "1"
    assert "1 af 7 greb vurderet" in parts.select_one("#greb-liste").text
    assert parts.select_one("#konflikt").text.strip() == ""
    assert "Ingen fund" in parts.select_one("#advarsler").text
    assert [part["hx-swap-oob"] for part in parts.find_all(recursive=False)] == ["innerHTML"] * 6
    assert now().level == 2


def test_two_at_once_are_shown_both_versions_and_choose_by_field(
    as_user: As, planned: Screening, jonas: User, helle: User
) -> None:
    theirs(planned, helle, potential=4)
    client = as_user(jonas)
    mine = TYPED | {"revision": "0", "initial-level": "", "initial-reasons": "", "initial-potential": ""}
    response = client.post(url(planned), mine)
    page = soup_of(response)
    assert response.status_code == 200
    assert "Helle Lind gemte 24. november 2026 kl. 10.00, mens du skrev" in page.text
    sides = [" ".join(side.get_text(" ").split()) for side in page.select(".conflict__side")]
    assert sides == [
        "Dit Niveau 2",
        "Helle Lind Niveau 4",
        "Dit Tallene findes, men spredt.",
        "Helle Lind Kollegaens tekst.",
    ]
    assert page.select_one("#id_reasons").text.strip() == TYPED["reasons"]
    assert page.select_one("[name=pick-level][checked]")["value"] == "mine"
    assert now() == Content(4, "Kollegaens tekst.", 4, None)
    chosen = mine | {"choose": "1", "theirs": "1", "pick-level": "theirs", "pick-reasons": "both"}
    assert client.post(url(planned), chosen).status_code == 302
    assert now() == Content(4, "Tallene findes, men spredt.\r\n\r\nKollegaens tekst.".replace("\r", ""), 4, None)


def test_a_field_nobody_touched_here_is_offered_as_the_colleague_wrote_it(
    as_user: As, planned: Screening, jonas: User, helle: User
) -> None:
    theirs(planned, helle, level=3)
    theirs(planned, helle, revision=1, level=5)
    typed = TYPED | {"level": "3", "revision": "1", "initial-level": "3", "initial-reasons": "Kollegaens tekst."}
    page = soup_of(as_user(jonas).post(url(planned), typed))
    picked = {one["name"]: one["value"] for one in page.select(".conflict [checked]")}
    assert picked == {"pick-level": "theirs", "pick-reasons": "mine", "pick-potential": "mine"}


def test_a_conflict_while_writing_is_shown_once_and_a_newer_one_again(
    as_user: As, planned: Screening, jonas: User, helle: User
) -> None:
    theirs(planned, helle)
    client, typed = as_user(jonas), TYPED | {"revision": "0"}
    first = client.post(url(planned), typed, headers=HTMX)
    parts = soup_of(first)
    assert (first.status_code, parts.select_one("#set")) == (422, None)
    assert parts.select_one("#konflikt [name=theirs]")["value"] == "1"
    assert "Ikke gemt." in parts.select_one("#gemt").text
    again = client.post(url(planned), typed | {"theirs": "1"}, headers=HTMX)
    assert (again.status_code, again.content) == (204, b"")
    theirs(planned, helle, revision=1, reasons="Endnu en gang")
    newer = client.post(url(planned), typed | {"theirs": "1", "choose": "1"})
    assert "Endnu en gang" in text_of(newer)
    assert now().reasons == "Endnu en gang"


def test_both_texts_together_can_be_too_long_and_are_kept(
    as_user: As, planned: Screening, jonas: User, helle: User
) -> None:
    theirs(planned, helle, reasons="K" * 800)
    chosen = TYPED | {"reasons": "J" * 800, "choose": "1", "theirs": "1", "pick-reasons": "both", "revision": "0"}
    response = as_user(jonas).post(url(planned), chosen)
    text = soup_of(response).select_one("#id_reasons").text
    assert ("J" * 800 in text, "K" * 800 in text, response.status_code) == (True, True, 200)
    assert "Skriv højst 1.200 tegn" in text_of(response)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("reasons", "x" * 1201, "Skriv højst 1.200 tegn"),
        ("reasons", "Eleven 010100-1239 fik tilbud", "CPR"),
        ("level", "6", "Vælg et trin fra 1 til 5"),
        ("potential", "x", "Vælg et trin fra 1 til 5"),
    ],
)
def test_what_cannot_be_saved_is_said_and_kept(
    as_user: As, planned: Screening, jonas: User, field: str, value: str, words: str
) -> None:
    client, typed = as_user(jonas), TYPED | {"revision": "0", field: value}
    page = client.post(url(planned), typed)
    assert words in text_of(page)
    assert soup_of(page).select_one("#id_reasons").text.strip() == typed["reasons"]
    parts = client.post(url(planned), typed, headers=HTMX)
    assert (parts.status_code, words in text_of(parts)) == (422, True)
    assert Assessment.objects.count() == 0


def test_what_was_written_while_it_was_sent_stays_on_the_page(as_user: As, assessed: Screening, jonas: User) -> None:
    Screening.objects.update(state="in_review")
    parts = as_user(jonas).post(url(assessed), TYPED | {"revision": "1"}, headers=HTMX)
    assert (parts.status_code, "Din tekst er ikke gemt" in text_of(parts)) == (422, True)
    page = as_user(jonas).post(url(assessed), TYPED | {"revision": "1"})
    assert "Din tekst er ikke gemt" in text_of(page)
    assert TYPED["reasons"] in text_of(page)


def test_who_is_signed_out_gets_the_text_back(client: Client, planned: Screening) -> None:
    page = client.post(url(planned), TYPED | {"revision": "0", "initial-reasons": "To ord"})
    assert (page.status_code, "Du er logget ud" in text_of(page)) == (401, True)
    assert [area.text.strip() for area in soup_of(page).select("textarea")] == [TYPED["reasons"]]
    assert client.post(url(planned), TYPED, headers=HTMX).status_code == 401
    assert client.get(url(planned)).status_code == 302
    assert client.get(url(planned, rest="tilstede/"), headers=HTMX).status_code == 401


def test_colleagues_see_where_each_other_write(as_user: As, planned: Screening, jonas: User, helle: User) -> None:
    Assignment.objects.create(screening=planned, consultant=helle, at=AT)
    as_user(helle).get(url(planned, 5))
    assert "Helle Lind skriver i greb 5" in text_of(as_user(jonas).get(url(planned)))
    as_user(helle).post(url(planned), TYPED | {"revision": "0"}, headers=HTMX)
    text = text_of(as_user(jonas).get(url(planned, rest="tilstede/")))
    assert "Helle Lind er også i dette greb" in text


def test_an_ordered_screening_has_no_workspace(as_user: As, binding: Enrolment, signe: User) -> None:
    row = screenings.ordered(binding)
    assert as_user(signe).get(url(row, 1)).status_code == 404


@pytest.mark.parametrize("kind", ["short", "overlong"])
def test_the_page_asks_as_many_questions_however_much_is_written(
    as_user: As, binding: Enrolment, jonas: User, kind: str, django_assert_num_queries: Any
) -> None:
    row = screenings.assessed(binding, jonas, kind=kind)
    client = as_user(jonas)
    client.get(url(row))
    with django_assert_num_queries(QUERIES[kind]):
        assert client.get(url(row)).status_code == 200


# A workshop's own source is one more.
QUERIES = {"short": 19, "overlong": 20}

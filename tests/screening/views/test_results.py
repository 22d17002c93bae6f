"""The municipality's result: who reads it, comments, acceptance, release, and levels beside others'."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from partnerships.models import Enrolment, Municipality, Programme
from screening import benchmarks, releases
from screening.models import Comment, Screening
from tests.factories import results, screenings, world

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
AT = results.AT


@pytest.fixture
def delivered(binding: Enrolment, jonas: User) -> Screening:
    return results.delivered(binding, jonas)


@pytest.fixture
def accepted(binding: Enrolment, mette: User, jonas: User) -> Screening:
    return results.delivered(binding, jonas, accepted_by=mette)


def address(row: Screening, page: str = "") -> str:
    return f"/kommune/{row.municipality.code}/foranalyser/{row.pk}/{page}"


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def read(client: Client, row: Screening, page: str = "") -> str:
    response = client.get(address(row, page))
    assert response.status_code == 200
    return text_of(response)


# --- the result -----------------------------------------------------------------------------------------------------


def test_the_coordinator_reads_the_result_and_what_to_do(as_user: As, delivered: Screening, mette: User) -> None:
    text = read(as_user(mette), delivered)
    assert "Version 1, leveret 24. november 2026" in text
    assert 'aria-labelledby="radar"' in text
    assert "Niveau 4, Systematisk · workshoppen: 3,7 i gennemsnit af 18 svar" in text
    assert "Lov svar inden for seks uger" in text
    assert "Der går fra tre til elleve uger fra indstilling til afgørelse." in text
    assert [link in text for link in ("/godkend/", "/kommentar/?greb=5", "/sammenlign/")] == [True, True, True]
    assert text.count('class="panel panel--tight document"') == 2


@pytest.mark.parametrize(("person", "links"), [("anders", (True, False)), ("rikke", (False, False))])
def test_others_get_only_the_links_they_may_follow(
    as_user: As, delivered: Screening, request: Any, person: str, links: tuple[bool, bool]
) -> None:
    text = read(as_user(request.getfixturevalue(person)), delivered)
    assert "Tydelig politisk ambition" in text
    assert (">Skriv en kommentar<" in text, ">Godkend rapporten<" in text) == links


def test_before_delivery_nobody_in_the_municipality_sees_the_result(
    as_user: As, binding: Enrolment, jonas: User, mette: User
) -> None:
    row = screenings.assessed(binding, jonas)
    results.report(row, by=jonas)
    assert "Jeres rapport" not in read(as_user(mette), row)
    client = as_user(mette)
    pages = ("kommentar/", "godkend/", "netvaerk/", "sammenlign/")
    assert [client.get(address(row, page)).status_code for page in pages] == [403] * 4


@pytest.mark.parametrize("page", ["", "kommentar/", "godkend/", "netvaerk/", "sammenlign/"])
def test_strangers_and_unassigned_consultants_know_of_nothing(
    as_user: As, delivered: Screening, stranger: User, page: str
) -> None:
    unassigned = world.user("anden@komponent.example", is_consultant=True)
    found = [as_user(person).get(address(delivered, page)).status_code for person in (stranger, unassigned)]
    assert found == [404, 404]
    inbox = f"/screeninger/{delivered.pk}/kommentarer/"
    assert [as_user(person).get(inbox).status_code for person in (stranger, unassigned)] == [404, 404]


@pytest.mark.parametrize("comments", [0, 3])
def test_the_page_asks_as_often_however_many_comments(
    as_user: As, delivered: Screening, mette: User, django_assert_num_queries: Any, comments: int
) -> None:
    for number in range(comments):
        Comment.objects.create(
            screening=delivered, side="municipality", lever_number=number, text=f"Nr. {number}", at=AT, by=mette
        )
    client = as_user(mette)
    with django_assert_num_queries(12):
        text = read(client, delivered)
    assert text.count('class="said"') == comments


# --- comments -------------------------------------------------------------------------------------------------------


def test_a_comment_on_a_lever_is_written_and_read_where_it_belongs(
    as_user: As, delivered: Screening, anders: User, rikke: User
) -> None:
    client = as_user(anders)
    assert '<option value="5" selected>' in read(client, delivered, "kommentar/?greb=5")
    answer = client.post(address(delivered, "kommentar/"), {"lever_number": "5", "text": "Fristen er ændret."})
    assert answer["Location"] == address(delivered, "#greb-5")
    assert "Fristen er ændret." in read(as_user(rikke), delivered)
    comment = Comment.objects.get()
    assert (comment.lever_number, comment.text, comment.by, comment.side) == (
        5,
        "Fristen er ændret.",
        anders,
        "municipality",
    )


@pytest.mark.parametrize("greb", ["0", "8", "x", "9" * 5000, ""])
def test_a_lever_that_is_not_there_is_not_chosen(as_user: As, delivered: Screening, mette: User, greb: str) -> None:
    assert '<option value="0" selected>' in read(as_user(mette), delivered, f"kommentar/?greb={greb}")


@pytest.mark.parametrize(
    ("text", "said"), [("", "Skriv kommentaren"), ("Barn 010190-1234 er glemt", "CPR"), ("x" * 2001, "højst 2.000")]
)
def test_what_cannot_be_sent_is_kept_and_said(
    as_user: As, delivered: Screening, mette: User, text: str, said: str
) -> None:
    page = text_of(as_user(mette).post(address(delivered, "kommentar/"), {"lever_number": "1", "text": text}))
    assert (said in page, text in page, Comment.objects.count()) == (True, True, 0)


def test_readers_do_not_comment(as_user: As, delivered: Screening, rikke: User) -> None:
    answer = as_user(rikke).post(address(delivered, "kommentar/"), {"lever_number": "1", "text": "Hej"})
    assert (answer.status_code, Comment.objects.count()) == (403, 0)


def test_consultants_answer_where_they_read(
    as_user: As, delivered: Screening, jonas: User, anders: User, signe: User
) -> None:
    as_user(anders).post(address(delivered, "kommentar/"), {"lever_number": "0", "text": "Vi savner eleverne."})
    comment = Comment.objects.get()
    inbox, name = f"/screeninger/{delivered.pk}/kommentarer/", f"svar-{comment.pk}-reply"
    client = as_user(jonas)
    assert "Vi savner eleverne." in text_of(client.get(inbox))
    empty = client.post(inbox, {"comment": comment.pk, name: ""})
    assert (empty.status_code, "Skriv et svar" in text_of(empty)) == (422, True)
    assert as_user(signe).post(inbox, {"comment": comment.pk, name: "Nej"}).status_code == 403
    sent = client.post(inbox, {"comment": comment.pk, name: "Det står under metoden."}, follow=True)
    assert "Svaret er sendt til Anders Friis." in text_of(sent)
    assert "Det står under metoden." in read(as_user(anders), delivered)
    assert client.post(inbox, {"comment": "9" * 400, name: "x"}).status_code == 404


# --- acceptance and release -----------------------------------------------------------------------------------------


def test_the_coordinator_accepts_the_version_that_was_read(as_user: As, delivered: Screening, mette: User) -> None:
    client = as_user(mette)
    page = read(client, delivered, "godkend/")
    assert "I godkender version 1, leveret 24. november 2026" in page
    assert '<input type="hidden" name="version" value="1">' in page
    text = text_of(client.post(address(delivered, "godkend/"), {"version": "1"}, follow=True))
    assert "Rapporten er godkendt. Konsulenterne har fået besked." in text
    assert "Mette Holm godkendte den" in text
    delivered.refresh_from_db()
    assert (delivered.state, delivered.accepted_by) == ("accepted", mette)
    assert client.get(address(delivered, "godkend/")).status_code == 302


def test_a_newer_version_must_be_read_first(as_user: As, delivered: Screening, mette: User, jonas: User) -> None:
    results.report(delivered, by=jonas, version=2, changes=["Greb 5, Visitation: Niveauet er hævet fra 2 til 3."])
    client = as_user(mette)
    text = text_of(client.post(address(delivered, "godkend/"), {"version": "1"}, follow=True))
    assert "Der er kommet en ny udgave af rapporten, version 2." in text
    assert "Niveauet er hævet fra 2 til 3." in text
    assert client.post(address(delivered, "godkend/"), {"version": "9" * 5000}).status_code == 302
    assert Screening.objects.get().state == "delivered"


def test_waiting_comments_are_told_before_acceptance(as_user: As, delivered: Screening, mette: User) -> None:
    for count, heading in ((1, "1 kommentar venter på svar"), (2, "2 kommentarer venter på svar")):
        Comment.objects.create(screening=delivered, side="municipality", text=f"Nr. {count}", at=AT, by=mette)
        assert heading in read(as_user(mette), delivered, "godkend/")


@pytest.mark.parametrize("person", ["anders", "rikke", "signe", "jonas"])
def test_only_coordinators_accept_and_release(
    as_user: As, delivered: Screening, mette: User, request: Any, person: str
) -> None:
    client = as_user(request.getfixturevalue(person))
    assert client.post(address(delivered, "godkend/"), {"version": "1"}).status_code == 403
    Screening.objects.update(state="accepted", accepted_at=AT, accepted_by=mette)
    assert client.post(address(delivered, "netvaerk/")).status_code == 403
    assert Screening.objects.get().released_at is None


def test_release_says_who_sees_what_and_can_be_taken_back(
    as_user: As, accepted: Screening, programme: Programme, mette: User
) -> None:
    _, frede = results.enrolled("Faxe", "0320", programme)
    client, other = as_user(mette), as_user(frede)
    profiles = "/kommune/0320/netvaerkets-niveauer/"
    page = read(client, accepted, "netvaerk/")
    assert "<li>Faxe Kommune</li>" in page
    assert "ingen begrundelser, styrker, udfordringer, anbefalinger, kilder" in page
    assert "Ingen har valgt at vise deres niveauer endnu." in text_of(other.get(profiles))
    shown = text_of(client.post(address(accepted, "netvaerk/"), follow=True))
    assert "Jeres netværk kan se niveauerne nu." in shown
    seen = text_of(other.get(profiles))
    assert ("Stevns" in seen, seen.count('class="lvl lvl--')) == (True, 7)
    assert '<th scope="col">4. Tilbudsvifte</th>' in seen
    assert "Fristerne skrider" not in seen
    assert other.get(address(accepted)).status_code == 404
    back = text_of(client.post(address(accepted, "netvaerk/"), {"take_back": "1"}, follow=True))
    assert "Ingen andre kommuner kan se niveauerne nu." in back
    assert "Stevns" not in text_of(other.get(profiles))


def test_nothing_is_released_before_it_is_accepted(as_user: As, delivered: Screening, mette: User) -> None:
    text = text_of(as_user(mette).post(address(delivered, "netvaerk/"), follow=True))
    assert "Godkend rapporten, før I viser niveauerne for andre." in text
    assert Screening.objects.get().released_at is None


# --- beside others --------------------------------------------------------------------------------------------------


def behind(programme: Programme, jonas: User, count: int, *, code: str = "9") -> list[Screening]:
    """Municipalities in the programme's network that have accepted: their first lever on 1, 2, 3, 4, 5, 1, …"""
    rows = []
    for number in range(count):
        enrolment, by = results.enrolled(f"By{number}", f"{code}{number:02}", programme)
        levels = (number % 5 + 1, *results.LEVELS[1:])
        rows.append(results.delivered(enrolment, jonas, levels=levels, accepted_by=by))
    return rows


def test_the_benchmark_is_shown_from_five_unknown_others(
    as_user: As, delivered: Screening, programme: Programme, jonas: User, rikke: User
) -> None:
    rows = behind(programme, jonas, 5)
    client = as_user(rikke)
    assert "når mindst fem kommuner, hvis niveauer I ikke kender" in read(client, delivered, "sammenlign/")
    benchmarks.publish_due(at=AT)
    text = read(client, delivered, "sammenlign/")
    assert "greb 1 Ambition og retning: jeres niveau 4, median 3, midterste halvdel 2 til 4" in text
    assert '<td>3</td><td>2–4</td><td class="small"><span class="soft">Midt i</span></td>' in text
    assert "By0" not in text
    releases.release(screening=rows[0], by=rows[0].accepted_by, at=AT)
    text = read(client, delivered, "sammenlign/")
    assert ("By0" in text, "når mindst fem kommuner, hvis niveauer I ikke kender" in text) == (True, True)


def test_a_municipality_behind_the_edition_needs_five_besides_itself(
    as_user: As, accepted: Screening, programme: Programme, jonas: User, mette: User
) -> None:
    behind(programme, jonas, 4)
    benchmarks.publish_due(at=AT)
    assert "Midterste halvdel" not in read(as_user(mette), accepted, "sammenlign/")


def test_the_last_screening_of_the_same_area_stands_beside(
    as_user: As, delivered: Screening, stevns: Municipality, mette: User, jonas: User
) -> None:
    later = world.binding(stevns, world.programme("senere"), mette, school=5)
    now = results.delivered(later, jonas, levels=(4, 4, 1, 2, None, 2, 3), at=AT + timedelta(days=700))
    text = read(as_user(mette), now, "sammenlign/")
    assert "Siden jeres sidste screening" in text
    assert [word in text for word in ("<strong>+1</strong>", "<td>−1</td>", "Uændret", "Kan ikke sammenlignes")] == [
        True
    ] * 4
    assert f'href="{address(delivered)}"' in text
    assert "Siden jeres sidste screening" not in read(as_user(mette), delivered, "sammenlign/")


def test_a_consultant_of_one_municipality_is_not_shown_the_others(
    as_user: As, delivered: Screening, programme: Programme, mette: User, jonas: User, signe: User
) -> None:
    ida = world.user("ida.bech@komponent.example", "Ida Bech", is_consultant=True)
    enrolment, by = results.enrolled("Faxe", "0320", programme)
    results.delivered(enrolment, ida, accepted_by=by, released=True)
    pages = {person.name: read(as_user(person), delivered, "sammenlign/") for person in (mette, signe, jonas)}
    assert {name: "Faxe" in page for name, page in pages.items()} == {
        mette.name: True,
        signe.name: True,
        jonas.name: False,
    }
    assert "Ingen i netværket" not in pages[jonas.name]


@pytest.mark.parametrize("count", [6, 12])
def test_comparing_asks_as_often_however_many_municipalities(
    as_user: As,
    delivered: Screening,
    programme: Programme,
    jonas: User,
    mette: User,
    django_assert_num_queries: Any,
    count: int,
) -> None:
    for row in behind(programme, jonas, count)[5:]:
        releases.release(screening=row, by=row.accepted_by, at=AT)
    benchmarks.publish_due(at=AT)
    client = as_user(mette)
    with django_assert_num_queries(18):
        text = read(client, delivered, "sammenlign/")
    assert ("Midterste halvdel" in text, text.count('<th scope="row">By')) == (True, count - 5)


def test_the_room_tells_of_what_others_in_the_network_show(
    as_user: As, stevns: Municipality, programme: Programme, mette: User, jonas: User, finn: User
) -> None:
    world.binding(stevns, programme, mette, school=5)
    rows = behind(programme, jonas, 2)
    client = as_user(mette)
    assert "Netværkets niveauer" not in text_of(client.get("/kommune/0336/"))
    for row, words in zip(
        rows, ("1 kommune i jeres netværk viser sine", "2 kommuner i jeres netværk viser deres"), strict=True
    ):
        releases.release(screening=row, by=row.accepted_by, at=AT)
        assert words in text_of(client.get("/kommune/0336/"))
    assert "Netværkets niveauer" not in text_of(as_user(finn).get("/kommune/0336/"))

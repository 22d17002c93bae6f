"""The page of the colleague's reading and the delivery."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from screening import reviews
from screening.models import Assessment, Comment, Headline, Report, Screening
from tests.factories import world

As = Callable[[User], Client]
AT = world.NOW


@pytest.fixture
def read(assessed: Screening, jonas: User, helle: User) -> Screening:
    """Sent to Helle."""
    return reviews.submit(screening=assessed, reviewer=helle, by=jonas, at=AT)


def url(screening: Screening, rest: str = "kollegalaesning/") -> str:
    return f"/screeninger/{screening.pk}/{rest}"


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def state(screening: Screening) -> str:
    return Screening.objects.get(pk=screening.pk).state


def test_what_is_missing_stands_there_with_links(as_user: As, assessed: Screening, jonas: User, helle: User) -> None:
    Assessment.objects.filter(lever__number=2).update(level=None)
    client = as_user(jonas)
    text = text_of(client.get(url(assessed)))
    assert "Det mangler, før en kollega kan læse" in text
    assert f'href="/screeninger/{assessed.pk}/greb/2/"' in text
    told = text_of(client.post(url(assessed, "kollegalaesning/send/"), {"reviewer": helle.pk}))
    assert "Skriv det, der mangler, før en kollega kan læse." in told
    assert state(assessed) == "assessing"


def test_colleagues_stand_in_danish_order(as_user: As, assessed: Screening, jonas: User) -> None:
    for name in ("Åse Lund", "Ægir Holm", "Zita Krag", "Aase Bech"):
        world.user(f"{len(name)}.{ord(name[0])}@komponent.example", name, is_consultant=True)
    page = as_user(jonas).get(url(assessed))
    names = [label for value, label in page.context["submit_form"].fields["reviewer"].choices if value]
    assert names == ["Zita Krag", "Ægir Holm", "Aase Bech", "Åse Lund"]


def test_without_an_overall_assessment_it_is_not_sent(
    as_user: As, assessed: Screening, jonas: User, helle: User
) -> None:
    Headline.objects.all().delete()
    client = as_user(jonas)
    text = text_of(client.get(url(assessed)))
    assert f'<a href="/screeninger/{assessed.pk}/samlet/">Samlet vurdering</a>: mindst én overskrift' in text
    assert "Hvem skal læse med?" not in text
    told = text_of(client.post(url(assessed, "kollegalaesning/send/"), {"reviewer": helle.pk}))
    assert "Skriv den samlede vurdering først, mindst én overskrift." in told
    assert state(assessed) == "assessing"


def test_from_sending_to_delivery_and_open_again(
    as_user: As, assessed: Screening, jonas: User, helle: User, mette: User
) -> None:
    author, reader = as_user(jonas), as_user(helle)
    assert reader.get(url(assessed)).status_code == 404
    assert "Helle Lind" in text_of(author.get(url(assessed)))
    author.post(url(assessed, "kollegalaesning/send/"), {"reviewer": helle.pk})
    text = text_of(reader.get(f"{url(assessed)}?greb=3"))
    assert ("Skriv en kommentar" in text, '<option value="3" selected>' in text) == (True, True)
    assert "Skriv en kommentar til grebet" in text_of(reader.get(url(assessed, "greb/3/")))
    reader.post(url(assessed, "kollegalaesning/kommentar/"), {"lever_number": "3", "text": "Hvorfor 2?"})
    reader.post(url(assessed, "kollegalaesning/tilbage/"))
    assert state(assessed) == "assessing"
    assert "Hvorfor 2?" in text_of(author.get(url(assessed, "greb/3/")))
    assert "1 kommentar fra kollegaen er åben" in text_of(author.get(url(assessed)))
    row = Comment.objects.get()
    own = url(assessed, f"kollegalaesning/kommentar/{row.pk}/")
    author.post(own, {"reply": "Se D1"})
    assert Comment.objects.get().settled_at is None
    author.post(own, {"reply": "Se D1", "settle": "1"})
    author.post(own, {"reply": "Se D1 og D2"})
    row.refresh_from_db()
    assert (row.reply, row.settled_by) == ("Se D1 og D2", jonas)
    assert "Hvorfor 2?" not in text_of(author.get(url(assessed, "greb/3/")))
    author.post(own, {"reply": "Se D1", "reopen": "1"})
    assert Comment.objects.get().settled_at is None
    author.post(url(assessed, "kollegalaesning/send/"), {"reviewer": helle.pk})
    reader.post(url(assessed, "kollegalaesning/godkend/"))
    assessed.refresh_from_db()
    page = text_of(author.get(url(assessed)))
    assert "Lever rapporten til Stevns Kommune" in page
    assert f'name="revision" value="{assessed.revision}"' in page
    author.post(url(assessed, "lever/"), {"revision": "1"})
    assert state(assessed) == "in_review"
    author.post(url(assessed, "lever/"), {"revision": str(assessed.revision)})
    assert (state(assessed), Report.objects.get().version) == ("delivered", 1)
    assert "Rapporten, version 1, er leveret. Kommunen har fået en mail." in text_of(author.get(url(assessed)))
    assert as_user(mette).get(url(assessed)).status_code == 404
    assert "Skriv hvorfor" in text_of(author.post(url(assessed, "aabn-igen/"), {"reason": ""}))
    author.post(url(assessed, "aabn-igen/"), {"reason": "Et tal var forkert."})
    assert state(assessed) == "assessing"
    assert "Kommunen har den, der blev leveret" in text_of(author.get(url(assessed)))
    author.post(url(assessed, "kollegalaesning/send/"), {"reviewer": helle.pk})
    reader.post(url(assessed, "kollegalaesning/godkend/"))
    assessed.refresh_from_db()
    author.post(url(assessed, "lever/"), {"revision": str(assessed.revision)})
    assert "Rapporten, version 1, gælder stadig, for intet er ændret i den." in text_of(author.get(url(assessed)))


def test_who_may_do_what(
    as_user: As, read: Screening, jonas: User, helle: User, signe: User, mette: User, stranger: User
) -> None:
    actions = ("send/", "kommentar/", "tilbage/", "godkend/")
    for person in (mette, stranger):
        for rest in ("", *actions):
            assert as_user(person).post(url(read, f"kollegalaesning/{rest}")).status_code in (404, 405)
        for rest in ("lever/", "aabn-igen/"):
            assert as_user(person).post(url(read, rest)).status_code == 404
    answered = {
        (person.name, rest): as_user(person).post(url(read, f"kollegalaesning/{rest}")).status_code
        for person in (jonas, signe)
        for rest in ("kommentar/", "tilbage/", "godkend/")
    }
    assert set(answered.values()) == {403}
    assert as_user(signe).post(url(read, "kollegalaesning/send/")).status_code == 403
    for rest in ("lever/", "aabn-igen/", "kollegalaesning/send/"):
        assert as_user(helle).post(url(read, rest)).status_code == 403
    assert state(read) == "in_review"


@pytest.mark.parametrize(
    ("text", "words"), [("", "Skriv kommentaren"), ("x" * 2001, "Skriv højst 2.000 tegn"), ("010100-1239", "CPR")]
)
def test_a_comment_that_cannot_be_saved_is_kept(
    as_user: As, read: Screening, helle: User, text: str, words: str
) -> None:
    sent = {"lever_number": "0", "text": text}
    response = as_user(helle).post(url(read, "kollegalaesning/kommentar/"), sent)
    assert (words in text_of(response), text in text_of(response)) == (True, True)
    assert Comment.objects.count() == 0


def test_a_refused_action_says_why(as_user: As, read: Screening, jonas: User, helle: User) -> None:
    reader = as_user(helle)
    page = reader.post(url(read, "kollegalaesning/tilbage/"), follow=True)
    assert "Skriv mindst én kommentar" in text_of(page)
    page = as_user(jonas).post(url(read, "lever/"), {"revision": str(read.revision)}, follow=True)
    assert "En kollega skal læse og godkende" in text_of(page)
    row = reviews.comment(screening=read, number=1, text="Se her", by=helle, at=AT)
    sent = {"reply": "010100-1239"}
    assert "CPR" in text_of(as_user(jonas).post(url(read, f"kollegalaesning/kommentar/{row.pk}/"), sent))


@pytest.mark.parametrize("count", [1, 5])
def test_the_page_asks_as_many_questions_however_many_comments(
    as_user: As, read: Screening, jonas: User, helle: User, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        reviews.comment(screening=read, number=number, text=f"Nr. {number}", by=helle, at=AT)
    client = as_user(jonas)
    client.get(url(read))
    with django_assert_num_queries(16):
        assert client.get(url(read)).status_code == 200

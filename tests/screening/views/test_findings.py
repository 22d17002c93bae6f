"""The pages of findings, recommendations and the overall assessment."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from accounts.models import User
from partnerships.models import Enrolment
from screening import findings, overall, recommendations
from screening.models import Citation, Finding, Headline, NextStep, Recommendation, Screening, Source
from tests.factories import screenings, world

As = Callable[[User], Client]
AT = world.NOW
ADVICE = {"kind": "adjust", "title": "Saml tallene", "text": "Brug ét sted.", "owner": "Skolechefen", "when": "2027"}


@pytest.fixture
def paper(planned: Screening, jonas: User) -> Source:
    return planned.sources.create(
        kind="document", number=1, title="Rapport", url="https://stevns.example/r", added_at=AT, added_by=jonas
    )


@pytest.fixture
def finding(planned: Screening, paper: Source, jonas: User) -> Finding:
    words = findings.Words("strength", "Tallene er pålidelige.", (findings.Cited(paper, "s. 6", "Vi ved det."),))
    return findings.add(screening=planned, number=3, words=words, by=jonas, at=AT)


def url(screening: Screening, rest: str = "", number: int = 3) -> str:
    return f"/screeninger/{screening.pk}/greb/{number}/{rest}"


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def lines(*given: tuple[object, str, str]) -> dict[str, str]:
    """The citations as the form sends them: source, place, quote."""
    sent = {"kilde-TOTAL_FORMS": str(len(given)), "kilde-INITIAL_FORMS": "0"}
    for number, (source, place, quote) in enumerate(given):
        pk = str(source.pk) if isinstance(source, Source) else str(source)
        sent |= {f"kilde-{number}-source": pk, f"kilde-{number}-place": place, f"kilde-{number}-quote": quote}
    return sent


def test_a_finding_is_written_with_its_places(as_user: As, planned: Screening, paper: Source, jonas: User) -> None:
    client = as_user(jonas)
    assert "D1 Rapport" in text_of(client.get(url(planned, "fund/nyt/")))
    typed = {"kind": "challenge", "text": "Tallene kommer for sent."}
    sent = typed | lines((paper, "s. 8", ""), ("", "", ""), (paper, "s. 9", "I marts."))
    response = client.post(url(planned, "fund/nyt/"), sent)
    row = Finding.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"{url(planned)}#fund-{row.pk}")
    page = text_of(client.get(url(planned)))
    for words in ("Udfordring", "Tallene kommer for sent.", "D1 s. 8", "“I marts.”", "Rapport", "s. 8, s. 9"):
        assert words in page, words


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"text": ""}, "Skriv, hvad I har fundet"),
        ({"kind": ""}, "Vælg styrke eller udfordring"),
        ({"text": "x" * 601}, "Skriv højst 600 tegn"),
        ({"text": "Barnet 010100-1239"}, "CPR"),
        ({"kilde-0-source": ""}, "Vælg kilden til stedet eller citatet"),
        ({"kilde-0-source": "", "kilde-0-place": "", "kilde-0-quote": ""}, "Henvis til mindst én kilde."),
        ({"kilde-0-source": "999999"}, "Vælg en af screeningens kilder"),
        ({"kilde-0-quote": "Se 010100-1239"}, "CPR"),
    ],
)
def test_what_cannot_be_saved_is_said_and_kept(
    as_user: As, planned: Screening, paper: Source, jonas: User, changes: dict[str, str], words: str
) -> None:
    typed = {"kind": "strength", "text": "Et fund"} | lines((paper, "s. 8", "Ordret")) | changes
    response = as_user(jonas).post(url(planned, "fund/nyt/"), typed)
    assert (response.status_code, words in text_of(response)) == (200, True)
    assert typed["text"] in text_of(response)
    assert Finding.objects.count() == 0


def test_more_lines_keep_what_was_typed(as_user: As, planned: Screening, paper: Source, jonas: User) -> None:
    sent = {"text": "Halvt", "more": "1"} | lines((paper, "s. 8", "Ordret"))
    page = BeautifulSoup(as_user(jonas).post(url(planned, "fund/nyt/"), sent).content, "html.parser")
    assert page.select_one("[name=kilde-TOTAL_FORMS]")["value"] == "3"
    assert page.select_one("[name=kilde-0-place]")["value"] == "s. 8"
    assert page.select_one("#id_text").text.strip() == "Halvt"
    assert page.select(".error-summary") == []
    assert [one["name"] for one in page.select("[autofocus]")] == ["kilde-1-source"]  # the keyboard goes on there


def test_a_finding_is_changed_moved_and_removed(
    as_user: As, planned: Screening, finding: Finding, paper: Source, jonas: User
) -> None:
    client, own = as_user(jonas), f"fund/{finding.pk}/"
    assert "Vi ved det." in text_of(client.get(url(planned, own)))
    sent = {"kind": "strength", "text": "Nyt", "revision": "1"} | lines((paper, "s. 7", ""))
    assert client.post(url(planned, own), sent).status_code == 302
    assert [str(row) for row in Citation.objects.all()] == ["D1 s. 7"]
    client.post(url(planned, "fund/nyt/"), {"kind": "challenge", "text": "To"} | lines((paper, "", "")))
    client.post(url(planned, f"{own}flyt/"), {"direction": "down"})
    assert list(Finding.objects.values_list("text", flat=True)) == ["To", "Nyt"]
    assert client.get(url(planned, f"{own}slet/")).status_code == 405
    client.post(url(planned, f"{own}slet/"))
    client.post(url(planned, f"{own}slet/"))
    assert list(Finding.objects.values_list("text", flat=True)) == ["To"]
    assert client.get(url(planned, own)).status_code == 404


def test_a_colleague_s_change_of_a_finding_is_shown_beside(
    as_user: As, planned: Screening, finding: Finding, paper: Source, jonas: User, helle: User
) -> None:
    words = findings.Words("challenge", "Helles ord", (findings.Cited(paper, "s. 12"),))
    findings.change(finding=finding, words=words, revision=1, by=helle, at=AT)
    sent = {"kind": "strength", "text": "Mine ord", "revision": "1"} | lines((paper, "s. 7", ""))
    response = as_user(jonas).post(url(planned, f"fund/{finding.pk}/"), sent)
    for words_ in ("Helle Lind har ændret fundet", "Helles ord", "D1 s. 12", "Mine ord", 'name="revision" value="2"'):
        assert words_ in text_of(response), words_
    as_user(jonas).post(url(planned, f"fund/{finding.pk}/"), sent | {"revision": "2"})
    assert Finding.objects.get().text == "Mine ord"


def test_another_lever_s_or_screening_s_rows_are_not_there(
    as_user: As, planned: Screening, finding: Finding, binding: Enrolment, jonas: User
) -> None:
    words = recommendations.Words(**ADVICE)
    advice = recommendations.add(screening=planned, number=3, words=words, by=jonas, at=AT)
    other = screenings.planned(binding, jonas, area="daycare")
    client = as_user(jonas)
    for kind, pk in (("fund", finding.pk), ("anbefalinger", advice.pk)):
        for screening, number in ((planned, 4), (other, 3), (planned, 8)):
            own = url(screening, f"{kind}/{pk}/", number)
            assert client.get(own).status_code == 404
            assert client.post(f"{own}flyt/").status_code == 404
            client.post(f"{own}slet/")
    assert (Finding.objects.count(), Recommendation.objects.count()) == (1, 1)


def test_recommendations_on_their_pages(as_user: As, planned: Screening, jonas: User, helle: User) -> None:
    client = as_user(jonas)
    assert client.post(url(planned, "anbefalinger/ny/"), ADVICE).status_code == 302
    row = Recommendation.objects.get()
    page = text_of(client.get(url(planned)))
    for words in ("Justér praksis", "Saml tallene", "Brug ét sted.", "Skolechefen, 2027"):
        assert words in page, words
    own = url(planned, f"anbefalinger/{row.pk}/")
    recommendations.change(
        recommendation=row, words=recommendations.Words(**ADVICE | {"title": "Helles"}), revision=1, by=helle, at=AT
    )
    told = text_of(client.post(own, ADVICE | {"title": "Mit", "revision": "1"}))
    for words in ("Helle Lind har ændret anbefalingen", "Helles", 'value="Mit"', 'name="revision" value="2"'):
        assert words in told, words
    client.post(own, ADVICE | {"title": "Mit", "revision": "2"})
    assert Recommendation.objects.get().title == "Mit"
    assert "Giv anbefalingen en overskrift" in text_of(client.post(own, ADVICE | {"title": ""}))
    client.post(f"{own}flyt/", {"direction": "up"})
    client.post(f"{own}slet/")
    assert Recommendation.objects.count() == 0


WHOLE = {
    "limits": "Vi har ikke talt med forældre.",
    "overskrift-TOTAL_FORMS": "3",
    "overskrift-INITIAL_FORMS": "0",
    "overskrift-0-heading": "Begynd to steder.",
    "overskrift-0-text": "Mest at vinde der.",
    "skridt-TOTAL_FORMS": "6",
    "skridt-INITIAL_FORMS": "0",
    "skridt-1-when": "Marts",
    "skridt-1-title": "Dialogmøde",
}


def test_the_whole_is_written_and_a_colleague_s_is_shown(
    as_user: As, planned: Screening, jonas: User, helle: User
) -> None:
    client, own = as_user(jonas), f"/screeninger/{planned.pk}/samlet/"
    seen = overall.Overall().mark
    assert f'value="{seen}"' in text_of(client.get(own))
    assert client.post(own, WHOLE | {"seen": seen}).status_code == 302
    assert (Headline.objects.get().heading, NextStep.objects.get().title) == ("Begynd to steder.", "Dialogmøde")
    told = text_of(client.post(own, WHOLE | {"limits": "Mit", "seen": seen}))
    for words in ("En kollega har gemt en anden samlet vurdering", "Vi har ikke talt med forældre.", ">\nMit"):
        assert words.replace("\n", " ") in told.replace("\n", " "), words
    planned.refresh_from_db()
    assert planned.limits == "Vi har ikke talt med forældre."


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"overskrift-0-heading": ""}, "Giv teksten en overskrift"),
        ({"overskrift-0-text": ""}, "Skriv, hvad der står bag overskriften"),
        ({"overskrift-0-heading": "x" * 61}, "Skriv højst 60 tegn"),
        ({"skridt-1-when": ""}, "Skriv, hvornår det sker"),
        ({"skridt-1-title": "Mød 010100-1239"}, "CPR"),
        ({"limits": "x" * 1501}, "Skriv højst 1.500 tegn"),
    ],
)
def test_what_is_wrong_with_the_whole_is_said(
    as_user: As, planned: Screening, jonas: User, changes: dict[str, str], words: str
) -> None:
    sent = WHOLE | {"seen": overall.Overall().mark} | changes
    response = as_user(jonas).post(f"/screeninger/{planned.pk}/samlet/", sent)
    assert (response.status_code, words in text_of(response)) == (200, True)
    assert Headline.objects.count() == 0

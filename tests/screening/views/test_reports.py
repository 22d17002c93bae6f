"""The report's page: what it will say, its versions, and its files."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from partnerships.models import Enrolment
from screening import reports
from screening.models import Assessment, Report, Screening
from tests.factories import screenings, world

AsUser = Callable[[User], Client]
AT = world.NOW


@pytest.fixture
def helle(db: None) -> User:
    """The colleague who reviews."""
    return world.user("helle.lind@komponent.example", "Helle Lind", is_consultant=True)


@pytest.fixture
def assessed(binding: Enrolment, jonas: User, helle: User) -> Screening:
    return screenings.assessed(binding, jonas, reviewer=helle)


def url(row: Screening) -> str:
    return reverse("screening_report", args=[row.pk])


def make_url(row: Screening) -> str:
    return reverse("screening_report_make", args=[row.pk])


def test_the_preview_says_what_the_report_will(as_user: AsUser, assessed: Screening, jonas: User) -> None:
    page = as_user(jonas).get(url(assessed)).text
    content = reports.draft(assessed, at=AT).content
    assert "Sådan bliver rapporten" in page
    told = [lever["title"] for lever in content["levers"]] + [row["title"] for row in content["sources"]]
    told += [found["text"] for lever in content["levers"] for found in (*lever["strengths"], *lever["challenges"])]
    assert [words for words in told if words not in page] == []
    assert page.count("<svg") >= 10  # radar, dots, seven scales, matrix
    assert "Der er ikke lavet filer endnu." in page


def test_making_a_version_orders_both_files(as_user: AsUser, assessed: Screening, jonas: User) -> None:
    client = as_user(jonas)
    page = client.post(make_url(assessed), follow=True)
    report = Report.objects.get()
    assert page.redirect_chain == [(url(assessed), 302)]
    assert "Version 1 er på vej." in page.text
    assert "Det, der står nu, er version 1." in page.text
    assert page.text.count("Venter på at komme til.") == 2
    assert reverse("document_status", args=[report.pdf.pk]) in page.text
    assert reverse("document_status", args=[report.deck.pk]) in page.text
    assert "Lav PDF og PowerPoint" not in page.text


def test_making_it_again_says_that_nothing_has_changed(as_user: AsUser, assessed: Screening, jonas: User) -> None:
    client = as_user(jonas)
    client.post(make_url(assessed))
    page = client.post(make_url(assessed), follow=True)
    assert "Intet er ændret siden version 1, så den gælder stadig." in page.text
    assert Report.objects.count() == 1


def test_a_failed_file_can_be_tried_again(as_user: AsUser, assessed: Screening, jonas: User) -> None:
    report = reports.make(screening=assessed, by=jonas, at=AT)
    type(report.pdf).objects.filter(pk=report.pdf.pk).update(state="failed", failure="Det lykkedes ikke.")
    client = as_user(jonas)
    assert reverse("document_retry", args=[report.pdf.pk]) in client.get(url(assessed)).text
    client.post(reverse("document_retry", args=[report.pdf.pk]))
    report.pdf.refresh_from_db()
    assert report.pdf.state == "queued"


def test_the_files_say_what_they_are(as_user: AsUser, assessed: Screening, jonas: User) -> None:
    report = reports.make(screening=assessed, by=jonas, at=AT)
    for document in (report.pdf, report.deck):
        facts = {"state": "ready", "file": "x", "size": 98_000, "sha256": "0" * 64, "ready_at": AT}
        type(document).objects.filter(pk=document.pk).update(**facts)
    page = as_user(jonas).get(url(assessed)).text
    assert ("PDF, 98 kB" in page, "PowerPoint, 98 kB" in page) == (True, True)


def test_versions_say_what_changed(as_user: AsUser, assessed: Screening, jonas: User) -> None:
    first = reports.make(screening=assessed, by=jonas, at=AT)
    was = first.snapshot["levers"][0]["level"]
    Assessment.objects.filter(screening=assessed, lever__number=1).update(level=5)
    client = as_user(jonas)
    words = f"Niveauet er ændret fra {was} til 5."
    page = client.get(url(assessed)).text
    assert words in page
    assert "Lav PDF og PowerPoint" in page
    reports.make(screening=assessed, by=jonas, at=AT)
    page = client.get(url(assessed)).text
    assert words in page
    assert "1 ændring" in page
    old = client.get(url(assessed), {"version": 1})
    assert old.context["report"] == first.snapshot
    assert first.short_hash in old.text


@pytest.mark.parametrize("given", ["2", "0", "-1", "x", "", "9" * 400, "1\x00"])
def test_a_version_that_is_not_there(as_user: AsUser, assessed: Screening, jonas: User, given: str) -> None:
    reports.make(screening=assessed, by=jonas, at=AT)
    assert as_user(jonas).get(url(assessed), {"version": given}).status_code == 404


def test_before_the_plan_there_is_nothing(as_user: AsUser, binding: Enrolment, signe: User) -> None:
    row = screenings.ordered(binding)
    client = as_user(signe)
    assert "Der er ingen rapport at vise endnu" in client.get(url(row)).text
    assert client.post(make_url(row)).status_code == 403
    assert Report.objects.count() == 0


def test_a_planned_one_with_nothing_written_can_be_shown(as_user: AsUser, binding: Enrolment, jonas: User) -> None:
    row = screenings.planned(binding, jonas)
    page = as_user(jonas).get(url(row)).text
    assert page.count("Uden niveau.") == 7
    assert "Ingen greb har fået potentiale og gennemførlighed endnu." in page


def test_a_delivered_one_is_not_made_again(as_user: AsUser, binding: Enrolment, jonas: User) -> None:
    row = screenings.delivered(binding, jonas)
    client = as_user(jonas)
    assert "Lav PDF og PowerPoint" not in client.get(url(row)).text
    assert client.post(make_url(row)).status_code == 403
    assert Report.objects.count() == 1


def test_the_reviewer_reads_and_does_not_make(as_user: AsUser, assessed: Screening, helle: User) -> None:
    client = as_user(helle)
    assert "Lav PDF og PowerPoint" not in client.get(url(assessed)).text
    assert client.post(make_url(assessed)).status_code == 403


def test_strangers_do_not_know_of_it(
    as_user: AsUser, assessed: Screening, mette: User, stranger: User, finn: User
) -> None:
    other = world.user("en.anden@komponent.example", "En Anden", is_consultant=True)
    answers = [as_user(person).get(url(assessed)).status_code for person in (mette, stranger, finn, other)]
    assert answers == [404, 404, 404, 404]


def test_the_page_costs_the_same_however_many_versions(
    as_user: AsUser, assessed: Screening, jonas: User, django_assert_num_queries: Any
) -> None:
    client = as_user(jonas)
    for level in (1, 2, 3):
        Assessment.objects.filter(screening=assessed, lever__number=1).update(level=level)
        reports.make(screening=assessed, by=jonas, at=AT)
        if level in (1, 3):
            with django_assert_num_queries(20):
                page = client.get(url(assessed))
            assert len(page.context["versions"]) == level

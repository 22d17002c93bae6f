"""Buttons that go back: taken back from the reader, and an accepted report opened again."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import AuditEvent, User
from partnerships.models import Enrolment
from screening import reviews
from screening.models import Screening
from tests.factories import screenings as make
from tests.factories import world

As = Callable[[User], Client]
AT = world.NOW


@pytest.fixture
def read(assessed: Screening, jonas: User, helle: User) -> Screening:
    """Sent to Helle."""
    return reviews.submit(screening=assessed, reviewer=helle, by=jonas, at=AT)


@pytest.fixture
def accepted(binding: Enrolment, jonas: User, helle: User, mette: User) -> Screening:
    """Stevns has accepted it."""
    return make.delivered(binding, jonas, reviewer=helle, accepted_by=mette)


def url(screening: Screening, rest: str = "kollegalaesning/") -> str:
    return f"/screeninger/{screening.pk}/{rest}"


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def state(screening: Screening) -> str:
    return Screening.objects.get(pk=screening.pk).state


def test_those_assigned_take_it_back_and_the_reader_does_not(
    as_user: As, read: Screening, jonas: User, helle: User
) -> None:
    author, reader = as_user(jonas), as_user(helle)
    assert "Tag den tilbage og ret" in text_of(author.get(url(read)))
    assert "Tag den tilbage og ret" not in text_of(reader.get(url(read)))
    assert reader.post(url(read, "kollegalaesning/tag-tilbage/")).status_code == 403
    assert state(read) == "in_review"
    author.post(url(read, "kollegalaesning/tag-tilbage/"))
    assert state(read) == "assessing"
    text = text_of(author.get(url(read)))
    assert "Taget tilbage. I kan skrive i den igen" in text
    assert "Tag den tilbage og ret" not in text
    author.post(url(read, "kollegalaesning/tag-tilbage/"))
    assert "så den kan ikke tages tilbage" in text_of(author.get(url(read)))


def test_only_an_administrator_opens_an_accepted_report(
    as_user: As, accepted: Screening, jonas: User, signe: User
) -> None:
    author, staff = as_user(jonas), as_user(signe)
    assert "Åbn den godkendte rapport igen" not in text_of(author.get(url(accepted)))
    assert author.post(url(accepted, "aabn-igen/"), {"reason": "Forkert."}).status_code == 403
    assert state(accepted) == "accepted"
    assert "Dens godkendelse gælder ikke mere" in text_of(staff.get(url(accepted)))
    assert "Skriv hvorfor" in text_of(staff.post(url(accepted, "aabn-igen/"), {"reason": ""}))
    assert state(accepted) == "accepted"
    staff.post(url(accepted, "aabn-igen/"), {"reason": "Et tal var forkert."})
    assert state(accepted) == "assessing"
    assert "Kommunen og konsulenterne har fået en mail." in text_of(staff.get(url(accepted)))


def test_the_municipality_reads_in_its_log_that_it_was_opened(
    as_user: As, accepted: Screening, signe: User, mette: User
) -> None:
    as_user(signe).post(url(accepted, "aabn-igen/"), {"reason": "Et tal var forkert."})
    assert AuditEvent.objects.filter(action="screening.acceptance_lapsed").count() == 1
    text = text_of(as_user(mette).get("/kommune/0336/log/"))
    assert "Åbnede den godkendte rapport igen: Et tal var forkert." in text
    page = text_of(as_user(mette).get(f"/kommune/0336/foranalyser/{accepted.pk}/"))
    assert ("Konsulenterne er i gang med en ny udgave" in page, "Godkend rapporten</a>" in page) == (True, False)


def test_an_address_that_is_sent_to_shows_the_page_when_it_is_only_read(
    as_user: As, read: Screening, jonas: User
) -> None:
    client = as_user(jonas)
    posted = ("send/", "kommentar/", "kommentar/1/", "tilbage/", "tag-tilbage/", "godkend/")
    for rest in (*(f"kollegalaesning/{one}" for one in posted), "lever/", "aabn-igen/"):
        response = client.get(url(read, rest))
        assert (response.status_code, response.headers["Location"]) == (302, url(read)), rest
    assert state(read) == "in_review"

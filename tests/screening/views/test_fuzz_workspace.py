"""Whatever stands in an address or a field of the workspace: never a 500, and nothing of it is saved."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from partnerships.models import Enrolment
from screening import reviews
from screening.models import (
    Assessment,
    Citation,
    Comment,
    Finding,
    Headline,
    NextStep,
    Recommendation,
    Report,
    Screening,
)
from tests.factories import screenings, world
from tests.partnerships.views.test_fuzz_people import NASTY

pytestmark = pytest.mark.django_db
AT = world.NOW
LINES = ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")


@pytest.fixture
def root(binding: Enrolment, jonas: User) -> str:
    return f"/screeninger/{screenings.assessed(binding, jonas, kind='short').pk}/"


@pytest.fixture
def rows(root: str) -> tuple[int, int, int]:
    """A finding with its lever's number, and a recommendation."""
    finding = Finding.objects.select_related("assessment__lever")[0]
    return finding.assessment.lever.number, finding.pk, Recommendation.objects.all()[0].pk


def saved() -> list[Any]:
    """Everything the screening says."""
    models = (Assessment, Finding, Citation, Recommendation, Headline, NextStep, Comment, Report, Screening)
    return [list(model.objects.order_by("pk").values()) for model in models]


def fields(value: str) -> dict[str, str]:
    names = [
        "level",
        "reasons",
        "potential",
        "feasibility",
        "revision",
        "theirs",
        "kind",
        "text",
        "title",
        "owner",
        "when",
    ]
    names += ["seen", "limits", "reviewer", "lever_number", "reply", "reason", "direction"]
    names += [f"pick-{name}" for name in ("level", "reasons", "potential", "feasibility")]
    names += [f"initial-{name}" for name in ("level", "reasons", "potential", "feasibility")]
    names += [f"{prefix}-{name}" for prefix in ("kilde", "overskrift", "skridt") for name in LINES]
    names += [f"kilde-0-{name}" for name in ("source", "place", "quote")]
    names += [f"overskrift-0-{name}" for name in ("heading", "text")]
    names += [f"skridt-0-{name}" for name in ("when", "title", "text")]
    return dict.fromkeys(names, value)


@pytest.mark.parametrize("value", NASTY)
def test_what_a_consultant_writes(as_user: Any, root: str, rows: tuple[int, int, int], jonas: User, value: str) -> None:
    client: Client = as_user(jonas)
    number, finding, advice = rows
    before = saved()
    lever = f"{root}greb/{number}/"
    for path in (
        lever,
        f"{lever}fund/nyt/",
        f"{lever}fund/{finding}/",
        f"{lever}anbefalinger/ny/",
        f"{root}samlet/",
        f"{root}kollegalaesning/send/",
    ):
        for more in ({}, {"choose": "1"}, {"more": "1"}):
            assert client.post(path, fields(value) | more).status_code == 200, path
    assert client.post(lever, fields(value), headers={"HX-Request": "true"}).status_code in (204, 422)
    for path in (
        f"{lever}anbefalinger/{advice}/",
        f"{lever}fund/{finding}/flyt/",
        f"{root}lever/",
        f"{root}aabn-igen/",
    ):
        assert client.post(path, fields(value)).status_code in (200, 302, 404), path
    assert client.get(f"{root}kollegalaesning/", {"greb": value}).status_code == 200
    assert saved() == before


@pytest.mark.parametrize("value", NASTY)
def test_what_a_colleague_and_a_consultant_write_to_each_other(
    as_user: Any, root: str, jonas: User, helle: User, value: str
) -> None:
    screening = Screening.objects.get()
    Screening.objects.update(state="in_review", reviewer=helle)
    row = reviews.comment(screening=screening, number=1, text="Se her", by=helle, at=AT)
    before = saved()
    sent = fields(value)
    assert as_user(helle).post(f"{root}kollegalaesning/kommentar/", sent).status_code == 200
    assert as_user(helle).post(f"{root}kollegalaesning/kommentar/{row.pk}/", sent).status_code == 403
    too_long = sent | {"reply": (value * 3_000)[:50_000]}
    assert as_user(jonas).post(f"{root}kollegalaesning/kommentar/{row.pk}/", too_long).status_code in (200, 302)
    assert as_user(jonas).post(f"{root}lever/", sent).status_code == 302
    assert as_user(jonas).post(f"{root}lever/", {"revision": value}).status_code == 302
    after = saved()
    after[6] = before[6]  # a reply may be whatever a person wants to write
    assert after == before


@pytest.mark.parametrize("value", NASTY)
def test_who_is_signed_out_is_never_answered_with_a_500(client: Client, root: str, value: str) -> None:
    for path in ("greb/1/", "samlet/", "kollegalaesning/kommentar/", "greb/1/fund/nyt/"):
        assert client.post(f"{root}{path}", fields(value)).status_code in (302, 401)


def test_rows_that_cannot_be(as_user: Any, root: str, jonas: User) -> None:
    client = as_user(jonas)
    for pk in (0, 10**18, 10**40):
        for path in ("greb/1/", "greb/1/fund/nyt/", "samlet/", "kollegalaesning/", "greb/1/tilstede/"):
            assert client.get(f"/screeninger/{pk}/{path}").status_code == 404, path
        for path in (f"greb/{pk}/", f"greb/{pk}/fund/nyt/", f"greb/1/fund/{pk}/", f"greb/1/anbefalinger/{pk}/"):
            assert client.get(f"{root}{path}").status_code == 404, path
        for path in (f"kollegalaesning/kommentar/{pk}/", f"greb/1/fund/{pk}/flyt/"):
            assert client.post(f"{root}{path}").status_code == 404, path
        for path in (f"greb/1/fund/{pk}/slet/", f"greb/1/anbefalinger/{pk}/slet/"):
            assert client.post(f"{root}{path}").status_code == 302, path

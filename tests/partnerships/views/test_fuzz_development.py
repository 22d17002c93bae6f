"""Whatever stands in an address or a field of a development process: never a 500, and nothing of it is saved."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from documents.models import Document
from partnerships import development
from partnerships.models import DevelopmentProcess, Enrolment, Milestone, Municipality, Participation, ProcessNote
from tests.factories import days, world
from tests.partnerships.views.test_fuzz_people import NASTY

pytestmark = pytest.mark.django_db


@pytest.fixture
def school(binding: Enrolment) -> Participation:
    return Participation.objects.get(enrolment=binding, partnership__area="school")


@pytest.fixture
def milestone(school: Participation, mette: User) -> Milestone:
    content, at = development.Content(title="Flere veje"), timezone.now()
    development.save(participation=school, content=content, revision=0, by=mette, at=at)
    return development.add_milestone(participation=school, text="Møde", due_date=timezone.localdate(), by=mette, at=at)


def saved() -> list[Any]:
    """Everything the processes say."""
    models = (DevelopmentProcess, Milestone, ProcessNote)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_what_a_municipality_writes(
    as_user: Any, milestone: Milestone, school: Participation, mette: User, signe: User
) -> None:
    days.day(signe)
    client: Client = as_user(mette)
    root, before = f"/udviklingsproces/{school.pk}/", saved()
    names = ("title", "focus", "aim", "phase", "organisation", "responsible", "revision", "text", "due_date", "seen")
    for value in NASTY:
        fields = dict.fromkeys((*names, "status", "learning", "brings", "day"), value)
        for path in ("rediger/", "milepaele/", f"milepaele/{milestone.pk}/", "note/"):
            assert client.post(f"{root}{path}", fields).status_code == 200, path
        for what in ("reached", "reopened"):
            assert client.post(f"{root}milepaele/", {what: value}).status_code == 404
        assert saved() == before


def test_a_broken_revision_or_mark_overwrites_nothing(
    as_user: Any, milestone: Milestone, school: Participation, mette: User
) -> None:
    client, before = as_user(mette), saved()
    for value in NASTY:
        typed = {"title": "Anden", "phase": "plan", "revision": value}
        assert client.post(f"/udviklingsproces/{school.pk}/rediger/", typed).status_code == 200
        changed = {"text": "Andet", "due_date": "2027-05-01", "seen": value}
        assert client.post(f"/udviklingsproces/{school.pk}/milepaele/{milestone.pk}/", changed).status_code == 200
        assert saved() == before


def test_what_staff_ask_for(as_user: Any, milestone: Milestone, school: Participation, signe: User) -> None:
    staff: Client = as_user(signe)
    day = days.day(signe)
    programme = school.enrolment.programme.slug
    for value in NASTY:
        asked = dict.fromkeys(("side", "q", "vis", "omraade", "fase", "status", "sort"), value)
        for path in (f"programmer/{programme}/udviklingsprocesser/", f"netvaerksdage/{day.pk}/medbringer/"):
            assert staff.get(f"/administration/{path}", asked).status_code == 200
        root, before = f"/udviklingsproces/{school.pk}/", saved()
        for path in ("rediger/", "milepaele/", f"milepaele/{milestone.pk}/", "note/"):
            assert staff.post(f"{root}{path}", {"title": value, "text": value}).status_code == 403, path
        assert saved() == before


def test_rows_that_cannot_be(as_user: Any, milestone: Milestone, school: Participation, mette: User) -> None:
    client = as_user(mette)
    for pk in (0, 10**18, 10**40):
        for path in ("", "rediger/", "milepaele/", "note/", "side/"):
            assert client.get(f"/udviklingsproces/{pk}/{path}").status_code == 404
        assert client.get(f"/udviklingsproces/{school.pk}/milepaele/{pk}/").status_code == 404


def test_a_milestone_of_another_municipality_is_not_there(
    as_user: Any, milestone: Milestone, school: Participation, faxe: Municipality, stranger: User
) -> None:
    theirs = world.binding(faxe, school.enrolment.programme, stranger, school=5).participations.get(
        partnership__area="school"
    )
    development.save(
        participation=theirs, content=development.Content(title="Faxe"), revision=0, by=stranger, at=timezone.now()
    )
    client, before = as_user(stranger), saved()
    root = f"/udviklingsproces/{theirs.pk}/milepaele/"
    assert client.post(root, {"reached": milestone.pk}).status_code == 404
    assert client.post(f"{root}{milestone.pk}/", {"remove": "1"}).status_code == 404
    for path in ("rediger/", "milepaele/", "note/", "side/"):
        assert client.post(f"/udviklingsproces/{school.pk}/{path}", {"title": "Vores"}).status_code == 404
    assert (saved(), Document.objects.filter(kind="development_page").count()) == (before, 0)

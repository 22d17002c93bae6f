"""The log of an object is for those who may see the object."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts import audit
from accounts.models import User
from partnerships import drafts, seats
from partnerships.models import Enrolment, Municipality, Programme, Seat
from tests.factories import world
from tests.factories.world import NOW

pytestmark = pytest.mark.django_db


def page_of(client: Client, *args: object) -> str:
    return client.get(reverse("log", args=args)).content.decode()


def test_the_municipality_reads_its_enrolments_log(as_user, binding: Enrolment, rikke: User) -> None:
    page = page_of(as_user(rikke), "enrolment", binding.pk)
    assert "Tilmeldte Stevns Kommune bindende til Inkluderende børnefællesskaber 2027 for 110.000 kr." in page
    assert "Mette Holm" in page


def test_strangers_find_no_log(as_user, client: Client, binding: Enrolment, stranger: User, mette: User) -> None:
    for args in (
        ("enrolment", binding.pk),
        ("municipality", binding.municipality.pk),
        ("user", mette.pk),
        ("programme", binding.programme.pk),
    ):
        assert as_user(stranger).get(reverse("log", args=args)).status_code == 404
        assert client.get(reverse("log", args=args)).status_code == 302
    assert as_user(stranger).get(reverse("municipality_log", args=["0336"])).status_code == 404


@pytest.mark.parametrize(
    "args",
    [
        ("session", "1"),
        ("enrolment", "x"),
        ("enrolment", "99999999999999999999999"),
        ("document", "ikke-en-uuid"),
        ("user", "0"),
    ],
)
def test_nonsense_is_not_found(as_user, signe: User, args: tuple[str, str]) -> None:
    assert as_user(signe).get(reverse("log", args=args)).status_code == 404


def test_a_programmes_log_is_the_administrations(as_user, programme: Programme, signe: User, mette: User) -> None:
    audit.record(action="programme.opened", summary="åbnede for tilmelding", subject=programme, at=NOW, by=signe)
    assert "Åbnede for tilmelding" in page_of(as_user(signe), "programme", programme.pk)
    assert as_user(mette).get(reverse("log", args=["programme", programme.pk])).status_code == 404


def test_one_may_read_about_oneself(as_user, mette: User) -> None:
    assert as_user(mette).get(reverse("log", args=["user", mette.pk])).status_code == 200


def test_all_about_a_municipality_newest_first(as_user, binding: Enrolment, mette: User) -> None:
    page = as_user(mette).get(reverse("municipality_log", args=["0336"]))
    assert [event.action for event in page.context["page"]] == ["enrolment.submitted", "enrolment.begun"]


def test_finance_reads_nothing_about_drafts(
    as_user, draft: Enrolment, mette: User, anders: User, finn: User, signe: User
) -> None:
    code, seat = draft.municipality.code, Seat.objects.filter(participation__enrolment=draft).latest("pk")
    person = {"name": "Ida Lund", "title": "Chef", "email": "ida@stevns.example"}
    flags = {"is_relevant_manager": True, "is_steering_representative": False}
    seats.name_person(seat=seat, **person, **flags, by=anders, at=NOW, day=NOW.date())
    audit.record(action="x", summary="rettede registeret", subject=draft.municipality, at=NOW, by=signe, scope=code)

    def texts(who: User) -> tuple[list[str], list[str]]:
        client = as_user(who)
        log = client.get(reverse("municipality_log", args=[code])).context["page"]
        home = client.get(reverse("municipality", args=[code])).context["events"]
        return [event.action for event in log], [event.action for event in home]

    assert texts(finn) == (["x"], ["x"])
    for who in (mette, signe):
        assert texts(who)[0][:2] == ["x", "seat.named"]
    mette_too = User.objects.get(pk=mette.pk)
    mette_too.is_finance = True
    mette_too.save()
    assert texts(mette_too) == texts(anders)
    drafts.discard(enrolment=Enrolment.objects.get(pk=draft.pk), by=mette, at=NOW)
    assert texts(finn) == (["x"], ["x"])
    assert texts(mette)[0][0] == "enrolment.discarded"
    world.binding(draft.municipality, draft.programme, mette)
    assert texts(finn)[0][0] == "enrolment.submitted"


def test_searching_the_whole_log(as_user, binding: Enrolment, signe: User) -> None:
    page = as_user(signe).get(f"{reverse('staff_log')}?soeg=bindende")
    assert [event.action for event in page.context["page"]] == ["enrolment.submitted"]


@pytest.mark.parametrize("count", [1, 3])
def test_constant_queries(
    as_user, stevns: Municipality, mette: User, signe: User, django_assert_num_queries, count: int
) -> None:
    for number in range(count):
        audit.record(action="x", summary=f"gjorde {number}", subject=stevns, at=NOW, by=signe, scope="0336")
    client = as_user(mette)
    with django_assert_num_queries(5):
        page = client.get(reverse("municipality_log", args=["0336"]))
    assert page.context["page"].paginator.count == count

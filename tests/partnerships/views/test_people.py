"""People, for administrators."""

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent, User
from partnerships import memberships
from partnerships.models import MembershipInvitation, Municipality
from tests.factories import world
from tests.factories.world import NOW

pytestmark = pytest.mark.django_db
LIST = "staff_people"


def test_only_administrators(as_user, client: Client, signe: User, finn: User, jonas: User, mette: User) -> None:
    for name, args in ((LIST, []), ("staff_people_invite", []), ("staff_person", [mette.pk]), ("staff_log", [])):
        address = reverse(name, args=args)
        assert as_user(signe).get(address).status_code == 200
        for person in (finn, jonas, mette):
            assert as_user(person).get(address).status_code == 403
        assert client.get(address).status_code == 302


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("soeg=holm", ["Mette Holm"]),
        ("soeg=STEVNS.example", ["Anders Friis", "Mette Holm"]),
        ("vis=koordinatorer", ["Mette Holm"]),
        ("vis=stab", ["Finn Borg", "Signe Dam"]),
        ("vis=lukkede", []),
        ("vis=findesikke", ["Anders Friis", "Finn Borg", "Mette Holm", "Signe Dam"]),
    ],
)
def test_search_and_filter(
    as_user, signe: User, finn: User, mette: User, anders: User, query: str, found: list[str]
) -> None:
    page = as_user(signe).get(f"{reverse(LIST)}?{query}")
    assert [row.name for row in page.context["page"]] == found


def test_who_waits_stands_first(as_user, signe: User, mette: User, stevns: Municipality) -> None:
    memberships.request(user=world.user("ny@stevns.example", "Nynne Ny"), municipality=stevns, at=NOW)
    assert "Nynne Ny til Stevns Kommune" in as_user(signe).get(reverse(LIST)).content.decode()


def test_giving_and_taking_roles(as_user, signe: User, jonas: User) -> None:
    address = reverse("staff_person_roles", args=[jonas.pk])
    as_user(signe).post(address, {"roles": ["administrator", "finance"]})
    jonas.refresh_from_db()
    assert (jonas.is_administrator, jonas.is_finance, jonas.is_consultant) == (True, True, False)
    event = AuditEvent.objects.get()
    assert event.summary == "ændrede roller for Jonas Krog fra konsulent til administrator, økonomi"
    assert (event.actor, event.subject_type, event.subject_id) == (signe, "user", str(jonas.pk))


def test_nobody_takes_the_role_from_oneself(as_user, signe: User) -> None:
    world.user("bo.lund@kl.example", is_administrator=True)
    page = as_user(signe).post(reverse("staff_person_roles", args=[signe.pk]), {"roles": []})
    assert "Du kan ikke tage administratorrollen fra dig selv." in page.content.decode()
    signe.refresh_from_db()
    assert signe.is_administrator


def test_nobody_closes_oneself_out(as_user, signe: User) -> None:
    world.user("bo.lund@kl.example", is_administrator=True)
    page = as_user(signe).post(reverse("staff_person_access", args=[signe.pk]), {"active": "0"})
    assert "Du kan ikke lukke din egen konto." in page.content.decode()
    signe.refresh_from_db()
    assert signe.is_active


def test_closing_and_opening_an_account(as_user, signe: User, mette: User) -> None:
    inside, address = as_user(mette), reverse("staff_person_access", args=[mette.pk])
    client = as_user(signe)
    page = client.get(address).content.decode()
    assert "er koordinator for" in page
    assert '<input type="hidden" name="active" value="0">' in page
    client.post(address)  # no wish, no change
    for _ in range(2):  # the second click of two
        client.post(address, {"active": "0"})
        mette.refresh_from_db()
        assert not mette.is_active
    assert inside.get(reverse("account")).status_code == 302
    assert '<input type="hidden" name="active" value="1">' in client.get(address).content.decode()
    client.post(address, {"active": "1"})
    mette.refresh_from_db()
    assert mette.is_active
    assert list(AuditEvent.objects.order_by("pk").values_list("action", flat=True)) == ["user.closed", "user.opened"]


def test_making_an_account_for_a_colleague(as_user, signe: User) -> None:
    data = {"name": "Bo Lund", "email": "Bo.Lund@kl.example", "roles": ["finance"]}
    client = as_user(signe)
    client.post(reverse("staff_people_invite"), data)
    bo = User.objects.get(email="bo.lund@kl.example")
    assert (bo.name, bo.is_finance, bo.is_administrator, bo.has_usable_password()) == ("Bo Lund", True, False, False)
    assert (mail.outbox[0].to, mail.outbox[0].subject) == ([bo.email], "Din konto på Partnerskabsportalen")
    again = client.post(reverse("staff_people_invite"), data).content.decode()
    assert "Der er allerede en konto med den adresse." in again
    assert 'value="Bo Lund"' in again


def test_inviting_a_first_coordinator(as_user, signe: User, stevns: Municipality) -> None:
    data = {"municipality": stevns.pk, "name": "", "email": "chef@stevns.example"}
    answer = as_user(signe).post(reverse("staff_invite_coordinator"), data)
    assert answer.url == reverse("members", args=["0336"])
    row = MembershipInvitation.objects.get()
    assert (row.municipality, row.email, row.role) == (stevns, "chef@stevns.example", "coordinator")


def test_a_first_coordinator_with_a_foreign_address_is_asked_about(as_user, signe: User, stevns: Municipality) -> None:
    client, data = as_user(signe), {"municipality": stevns.pk, "name": "", "email": "chef@post.example"}
    form = client.post(reverse("staff_invite_coordinator"), data).context["form"]
    assert [field.name for field in form] == ["municipality", "name", "email", "anyway"]
    assert not MembershipInvitation.objects.exists()
    client.post(reverse("staff_invite_coordinator"), data | {"anyway": "on"})
    assert MembershipInvitation.objects.get().email == "chef@post.example"


def test_a_lost_phone_is_forgotten_and_the_person_told(as_user, signe: User, jonas: User) -> None:
    address, client = reverse("staff_person_second_factor", args=[jonas.pk]), as_user(signe)
    assert "Personen har ikke slået totrinslogin til." in client.post(address).content.decode()
    for kind in ("totp", "recovery_codes"):
        Authenticator.objects.create(user=jonas, type=kind, data={})
    assert client.get(address).status_code == 200
    assert client.post(address).url == reverse("staff_person", args=[jonas.pk])
    assert not Authenticator.objects.filter(user=jonas).exists()
    assert (mail.outbox[0].to, mail.outbox[0].subject) == ([jonas.email], "Dit totrinslogin er nulstillet")
    own = client.post(reverse("staff_person_second_factor", args=[signe.pk])).content.decode()
    assert "Ret dit eget totrinslogin under Min konto." in own
    jonas.refresh_from_db()
    assert as_user(jonas).post(address).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_queries_for_three_as_for_one(
    as_user, signe: User, stevns: Municipality, django_assert_num_queries, count: int
) -> None:
    for number in range(count):
        world.member(stevns, f"en{number}@stevns.example")
    client = as_user(signe)
    with django_assert_num_queries(6):
        page = client.get(reverse(LIST))
    assert page.context["page"].paginator.count == count + 1

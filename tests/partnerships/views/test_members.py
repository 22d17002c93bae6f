"""The list of members and what may be done there: coordinator, colleague, stranger, staff."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from partnerships import memberships
from partnerships.models import Membership, Municipality
from tests.factories import world
from tests.factories.world import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def asking(stevns: Municipality) -> Membership:
    """Somebody who waits for an answer."""
    newcomer = world.user("ny@stevns.example", "Nynne Ny")
    return memberships.request(user=newcomer, municipality=stevns, at=NOW)


def url(name: str, *args: object) -> str:
    return reverse(name, args=["0336", *args])


def test_everyone_in_the_municipality_sees_the_list(as_user, mette: User, anders: User, rikke: User) -> None:
    for person in (mette, anders, rikke):
        page = as_user(person).get(url("members")).content.decode()
        assert all(name in page for name in ("Mette Holm", "Anders Friis", "Rikke Sand"))
        assert ("Inviter en kollega" in page) is (person == mette)


def test_strangers_find_nothing(as_user, client: Client, mette: User, stranger: User, jonas: User) -> None:
    assert as_user(stranger).get(url("members")).status_code == 404
    assert as_user(jonas).get(url("members")).status_code == 404
    assert client.get(url("members")).url == f"{reverse('account_login')}?next={url('members')}"


def test_only_who_may_answer_sees_who_asks(as_user, mette: User, anders: User, signe: User, asking) -> None:
    assert "Nynne Ny" in as_user(mette).get(url("members")).content.decode()
    assert "Nynne Ny" in as_user(signe).get(url("members")).content.decode()
    assert "Nynne Ny" not in as_user(anders).get(url("members")).content.decode()


def test_approving_on_its_page(as_user, mette: User, asking: Membership) -> None:
    client = as_user(mette)
    page = client.get(url("member_approve", asking.pk)).content.decode()
    assert "Godkend Nynne Ny" in page
    empty = client.post(url("member_approve", asking.pk), {"role": ""})
    assert "Vælg en rolle" in empty.content.decode()
    done = client.post(url("member_approve", asking.pk), {"role": "reader"}, follow=True)
    asking.refresh_from_db()
    assert (asking.state, asking.role) == ("active", "reader")
    assert "Nynne Ny har fået adgang og en mail om det." in done.content.decode()
    again = client.post(url("member_approve", asking.pk), {"role": "reader"})
    assert "Nynne Ny er allerede godkendt." in again.content.decode()


def test_refusing_on_its_page(as_user, mette: User, asking: Membership) -> None:
    assert as_user(mette).post(url("member_refuse", asking.pk)).url == url("members")
    assert not Membership.objects.filter(pk=asking.pk).exists()


def test_a_get_changes_nothing(as_user, mette: User, anders: User, asking: Membership) -> None:
    before = list(Membership.objects.order_by("pk").values())
    row = Membership.objects.get(user=anders)
    for name in ("member_approve", "member_refuse"):
        assert as_user(mette).get(url(name, asking.pk)).status_code == 200
    for name in ("member_role", "member_remove"):
        assert as_user(mette).get(url(name, row.pk)).status_code == 200
    for name in ("member_hand_over", "member_leave"):
        assert as_user(mette).get(url(name)).status_code == 200
    assert list(Membership.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("name", ["member_approve", "member_refuse", "member_role", "member_remove"])
def test_colleagues_may_not_and_strangers_see_nothing(
    as_user, mette: User, anders: User, stranger: User, asking: Membership, name: str
) -> None:
    address = url(name, asking.pk)
    assert as_user(anders).post(address, {"role": "coordinator"}).status_code == 403
    assert as_user(stranger).post(address, {"role": "coordinator"}).status_code == 404
    other = reverse(name, args=["0320", asking.pk])
    assert as_user(stranger).post(other, {"role": "coordinator"}).status_code == 404
    asking.refresh_from_db()
    assert asking.state == "pending"


def test_the_last_coordinator_is_told_why(as_user, mette: User, anders: User) -> None:
    row = Membership.objects.get(user=mette)
    for address, data in (
        (url("member_role", row.pk), {"role": "reader"}),
        (url("member_remove", row.pk), {}),
        (url("member_leave"), {}),
    ):
        page = as_user(mette).post(address, data)
        assert page.status_code == 200
        assert "Stevns Kommune skal altid have en koordinator." in page.content.decode()
    row.refresh_from_db()
    assert row.is_coordinator


def test_handing_over_on_its_page(as_user, mette: User, anders: User) -> None:
    to = Membership.objects.get(user=anders)
    assert as_user(anders).get(url("member_hand_over")).status_code == 403
    assert as_user(mette).post(url("member_hand_over"), {"to": to.pk}).url == url("members")
    to.refresh_from_db()
    assert to.is_coordinator
    assert Membership.objects.get(user=mette).role == "contributor"


def test_inviting_keeps_what_was_typed_when_it_is_wrong(as_user, mette: User, anders: User) -> None:
    client = as_user(mette)
    wrong = client.post(url("members"), {"name": "Lone Vind", "email": "lone", "role": "reader"}).content.decode()
    assert "Skriv en hel mailadresse" in wrong
    assert 'value="Lone Vind"' in wrong
    taken = client.post(url("members"), {"name": "", "email": anders.email, "role": "reader"}).content.decode()
    assert "Personen er allerede medlem" in taken


def test_a_foreign_address_is_asked_about_once(as_user, mette: User, stevns: Municipality) -> None:
    stevns.email_domains.create(domain="stevnsskoler.example")
    client, data = as_user(mette), {"name": "", "email": "lone@post.example", "role": "reader"}
    assert 'name="anyway"' not in client.get(url("members")).content.decode()

    asked = client.post(url("members"), data)
    question = (
        "Adressen hører ikke til Stevns Kommunes domæner (stevns.example, stevnsskoler.example). Inviter alligevel?"
    )
    assert asked.context["form"].errors == {"email": [question]}
    assert [field.name for field in asked.context["form"]] == ["name", "email", "anyway", "role"]
    assert 'name="anyway"' in asked.content.decode()
    assert not stevns.membership_invitations.exists()

    assert client.post(url("members"), data | {"anyway": "on"}).url == url("members")
    assert stevns.membership_invitations.get().email == "lone@post.example"


@pytest.mark.parametrize("email", ["lone@stevns.example", "lone@skole.stevns.example"])
def test_an_address_of_the_municipality_is_not_asked_about(as_user, mette: User, stevns, email: str) -> None:
    data = {"name": "", "email": email, "role": "reader"}
    assert as_user(mette).post(url("members"), data).url == url("members")
    assert stevns.membership_invitations.get().email == email


def test_without_known_domains_nothing_is_asked(as_user, mette: User, stevns: Municipality) -> None:
    stevns.email_domains.all().delete()
    data = {"name": "", "email": "lone@post.example", "role": "reader"}
    assert as_user(mette).post(url("members"), data).url == url("members")


def test_inviting_sending_again_and_withdrawing(as_user, mette: User, anders: User, stevns: Municipality) -> None:
    client = as_user(mette)
    data = {"name": "Lone Vind", "email": "lone@stevns.example", "role": "contributor"}
    assert as_user(anders).post(url("members"), data).status_code == 403
    assert client.post(url("members"), data).url == url("members")
    row = stevns.membership_invitations.get()
    assert "lone@stevns.example" in client.get(url("members")).content.decode()

    assert client.post(url("member_invitation_resend", row.pk)).url == url("members")
    assert stevns.membership_invitations.get().token_hash != row.token_hash
    assert as_user(anders).post(url("member_invitation_revoke", row.pk)).status_code == 403
    assert client.post(url("member_invitation_revoke", row.pk)).url == url("members")
    assert stevns.membership_invitations.get().revoked_at is not None


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_queries_for_three_as_for_one(
    as_user, mette: User, stevns: Municipality, django_assert_num_queries, count: int
) -> None:
    for number in range(count):
        world.member(stevns, f"en{number}@stevns.example", "reader")
        newcomer = world.user(f"ny{number}@stevns.example")
        memberships.request(user=newcomer, municipality=stevns, at=NOW)
    client = as_user(mette)
    with django_assert_num_queries(9):
        page = client.get(url("members"))
    assert (page.context["page"].paginator.count, len(page.context["pending"])) == (count + 1, count)

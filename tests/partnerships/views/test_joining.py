"""From a confirmed address or a personal link to the municipality's room."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from post_office.models import Email

from accounts.models import User
from partnerships import membership_invitations
from partnerships.models import Membership, MembershipInvitation, Municipality
from tests.factories import world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def link(stevns: Municipality, mette: User) -> str:
    """A personal link to ny@stevns.example."""
    membership_invitations.invite(
        municipality=stevns,
        email="ny@stevns.example",
        name="Nynne Ny",
        role="contributor",
        by=mette,
        at=timezone.now(),
    )
    found = re.search(r"/invitation/[\w-]+/", Email.objects.get().message)
    assert found
    return found[0]


def test_where_people_land(as_user, mette: User, signe: User, finn: User, jonas: User) -> None:
    lands = [
        as_user(person).get(reverse("start"), follow=True).request["PATH_INFO"]
        for person in (mette, signe, finn, jonas, world.user("ny@stevns.example"))
    ]
    assert lands == [
        reverse("municipality", args=["0336"]),
        reverse("staff_overview"),
        reverse("staff_overview"),
        reverse("screenings"),
        reverse("join"),
    ]


def test_asking_for_access(as_user, mette: User) -> None:
    newcomer = world.user("ny@stevns.example", "Nynne Ny")
    client = as_user(newcomer)
    assert "Bed om adgang til Stevns Kommune" in client.get(reverse("join")).content.decode()
    assert not Membership.objects.filter(user=newcomer).exists()

    page = client.post(reverse("join"), follow=True).content.decode()
    assert "Vi har bedt jeres koordinator godkende dig" in page
    assert Membership.objects.get(user=newcomer).state == "pending"
    client.post(reverse("join"))
    assert Membership.objects.filter(user=newcomer).count() == 1


def test_an_unknown_domain_is_told_what_to_do(as_user, programme) -> None:
    client = as_user(world.user("ny@andetsted.example"))
    page = client.get(reverse("join")).content.decode()
    assert "Vi kan ikke se, hvilken kommune du arbejder i" in page
    assert "praktisk@kl.example" in page
    client.post(reverse("join"))
    assert not Membership.objects.exists()


def test_the_link_says_who_invites_to_what(client: Client, link: str) -> None:
    page = client.get(link).content.decode()
    assert "Mette Holm inviterer" in page
    assert "Kom med i Stevns Kommune" in page
    assert "Opret din konto" in page


def test_signing_up_through_the_link_needs_no_code(client: Client, link: str) -> None:
    signup = client.post(link).url
    assert signup.startswith(reverse("account_signup"))
    data = {"name": "Nynne Ny", "title": "Konsulent", "email": "ny@stevns.example", "next": link}
    assert client.post(signup, data).url == link
    person = User.objects.get(email="ny@stevns.example")
    assert EmailAddress.objects.get(user=person).verified

    assert client.post(link).url == reverse("municipality", args=["0336"])
    assert Membership.objects.get(user=person).role == "contributor"
    assert client.get(link).status_code == 410


def test_the_link_proves_only_its_own_address(client: Client, link: str) -> None:
    signup = client.post(link).url
    data = {"name": "Fup", "title": "Fidus", "email": "mette.falsk@stevns.example", "next": link}
    assert client.post(signup, data).url == reverse("account_email_verification_sent")
    assert not EmailAddress.objects.get(email="mette.falsk@stevns.example").verified


def test_who_has_an_account_logs_in(client: Client, as_user, link: str) -> None:
    person = world.user("ny@stevns.example", "Nynne Ny")
    assert "Du har allerede en konto" in client.get(link).content.decode()
    assert client.post(link).url.startswith(reverse("account_request_login_code"))
    assert as_user(person).post(link).url == reverse("municipality", args=["0336"])


def test_somebody_else_cannot_use_the_link(as_user, link: str, stranger: User) -> None:
    client = as_user(stranger)
    assert "Du er logget ind som" in client.get(link).content.decode()
    page = client.post(link).content.decode()
    assert "Invitationen er sendt til ny@stevns.example" in page
    assert MembershipInvitation.objects.get().accepted_at is None


@pytest.mark.parametrize("path", ["/invitation/findes-ikke/", "/invitation/%00/"])
def test_a_link_that_is_no_longer_good(client: Client, db: None, path: str) -> None:
    page = client.get(path)
    assert page.status_code == 410
    assert "Invitationen virker ikke længere" in page.content.decode()


def test_an_expired_link(client: Client, link: str) -> None:
    MembershipInvitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(link).status_code == 410
    assert client.post(link).status_code == 410

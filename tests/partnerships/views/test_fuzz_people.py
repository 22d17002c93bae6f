"""Whatever stands in an address or a field: never a 500, never a foreign row."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import User
from partnerships.models import Membership, MembershipInvitation

pytestmark = pytest.mark.django_db
NASTY = [
    "",
    "\x00",
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "{{ 7|add:7 }}",
    "æøå\u202eedolpu",
    "9" * 40,
    "9" * 5_000,
    "-1",
    "x" * 10_000,
    "a@b@c.example",
    "\r\nBcc: ond@faxe.example",
]


@pytest.fixture(autouse=True)
def fresh_limits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def test_signing_up_and_in(client: Client, db: None) -> None:
    for value in NASTY:
        cache.clear()
        fields = {"name": value, "title": value, "email": value, "login": value, "password": value, "code": value}
        for name in ("account_signup", "account_login", "account_request_login_code", "account_reset_password"):
            assert client.post(reverse(name), {**fields, "next": value}).status_code == 200
        assert not User.objects.exists()


def test_members_and_people(as_user, mette: User, signe: User) -> None:
    members = reverse("members", args=["0336"])
    for value in NASTY:
        cache.clear()
        assert as_user(mette).post(members, {"name": value, "email": value, "role": value}).status_code == 200
        assert as_user(mette).get(members, {"side": value}).status_code == 200
        mine = Membership.objects.get(user=mette)
        role = reverse("member_role", args=["0336", mine.pk])
        assert as_user(mette).post(role, {"role": value}).status_code == 200
        hand_over = reverse("member_hand_over", args=["0336"])
        assert as_user(mette).post(hand_over, {"to": value}).status_code == 200
        staff = as_user(signe)
        for name in ("staff_people", "staff_log"):
            assert staff.get(reverse(name), {"soeg": value, "vis": value, "side": value}).status_code == 200
        fields = {"name": value, "email": value, "roles": value, "municipality": value}
        for name in ("staff_people_invite", "staff_invite_coordinator"):
            assert staff.post(reverse(name), fields).status_code == 200
        assert staff.get(reverse("staff_invite_coordinator"), {"kommune": value}).status_code == 200
        assert not MembershipInvitation.objects.exists()
        assert Membership.objects.get() == mine


@pytest.mark.parametrize("name", ["member_approve", "member_role", "member_invitation_resend"])
def test_rows_that_cannot_be(as_user, mette: User, name: str) -> None:
    for pk in (0, 10**18, 10**40):
        assert as_user(mette).get(reverse(name, args=["0336", pk])).status_code == 404


def test_people_that_cannot_be(as_user, signe: User) -> None:
    for pk in (0, 10**18, 10**40):
        assert as_user(signe).get(reverse("staff_person", args=[pk])).status_code == 404

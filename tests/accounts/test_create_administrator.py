"""The first administrator of a new portal."""

from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import CommandError, call_command

from accounts.models import AuditEvent, User

pytestmark = pytest.mark.django_db


def create(email: str) -> str:
    out = StringIO()
    call_command("create_administrator", email=email, name="Bo Lund", stdout=out)
    return out.getvalue()


def test_a_new_administrator_signs_in_by_code() -> None:
    said = create("Bo@kl.example")
    bo = User.objects.get(email="bo@kl.example")
    assert (bo.name, bo.is_administrator, bo.has_usable_password()) == ("Bo Lund", True, False)
    assert not EmailAddress.objects.get(user=bo).verified
    assert "bo@kl.example er oprettet som administrator." in said
    assert "/konto/login/kode/" in said
    assert mail.outbox[0].to == ["bo@kl.example"]


def test_an_existing_person_gets_the_role_and_an_open_account(mette: User) -> None:
    User.objects.filter(pk=mette.pk).update(is_active=False)
    create(mette.email)
    mette.refresh_from_db()
    assert (mette.is_administrator, mette.is_active, mette.name) == (True, True, "Mette Holm")
    assert AuditEvent.objects.get().action == "user.made_administrator"


def test_a_lost_phone_is_forgotten_from_the_command_line(signe: User) -> None:
    Authenticator.objects.create(user=signe, type="totp", data={})
    call_command("create_administrator", email=signe.email, name="", reset_second_factor=True, stdout=StringIO())
    assert not Authenticator.objects.exists()
    assert mail.outbox[0].subject == "Dit totrinslogin er nulstillet"


def test_nonsense_is_refused() -> None:
    with pytest.raises(CommandError):
        create("ikke en adresse")

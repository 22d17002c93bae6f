"""The first administrator of an empty portal."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import AuditEvent, User

pytestmark = pytest.mark.django_db


def appoint(email: str, **options: str) -> str:
    out = StringIO()
    call_command("make_administrator", email, stdout=out, **options)
    return out.getvalue()


def test_makes_a_person_administrator_and_writes_it_in_the_log() -> None:
    said = appoint("Signe.Dam@kl.example", name="Signe Dam")
    assert said == "Signe Dam er administrator og kan logge ind med en engangskode.\n"
    user = User.objects.get()
    assert (user.email, user.name, user.is_administrator) == ("signe.dam@kl.example", "Signe Dam", True)
    assert not user.has_usable_password()
    event = AuditEvent.objects.get()
    assert (event.action, event.actor, event.subject_id) == ("user.appointed_administrator", None, str(user.pk))


def test_again_changes_nothing() -> None:
    appoint("signe.dam@kl.example", name="Signe Dam")
    appoint("signe.dam@kl.example", name="En anden")
    assert list(User.objects.values_list("name", "is_administrator")) == [("Signe Dam", True)]
    assert AuditEvent.objects.count() == 1


def test_appoints_a_user_who_is_there_already() -> None:
    User.objects.create_user(email="konsulent@komponent.example", name="Karen Kvist", is_consultant=True)
    appoint("konsulent@komponent.example")
    user = User.objects.get()
    assert (user.name, user.is_consultant, user.is_administrator) == ("Karen Kvist", True, True)


def test_refuses_what_is_no_address() -> None:
    with pytest.raises(CommandError, match=r"signe er ikke en mailadresse\."):
        appoint("signe")
    assert not User.objects.exists()

"""One's own account."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent, User

pytestmark = pytest.mark.django_db


def test_correcting_ones_details(as_user, mette: User) -> None:
    data = {"name": "Mette Holm Friis", "title": "Centerchef", "phone": "00 00 00 01"}
    assert as_user(mette).post(reverse("account"), data).url == reverse("account")
    mette.refresh_from_db()
    assert (mette.name, mette.title, mette.phone) == ("Mette Holm Friis", "Centerchef", "00 00 00 01")
    assert AuditEvent.objects.get().summary == "rettede sine egne oplysninger"


def test_mistakes_keep_what_was_typed(as_user, mette: User) -> None:
    page = as_user(mette).post(reverse("account"), {"name": "", "title": "Centerchef", "phone": "1" * 21})
    text = page.content.decode()
    assert "Skriv dit navn" in text
    assert "Nummeret er for langt. Skriv højst 20 tegn" in text
    assert 'value="Centerchef"' in text
    mette.refresh_from_db()
    assert (mette.name, mette.title) == ("Mette Holm", "")


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("name", "Mette 010190-1234", "Navnet må ikke indeholde et CPR-nummer. Slet nummeret."),
        ("title", "Centerchef 010190-1234", "Titlen må ikke indeholde et CPR-nummer. Slet nummeret."),
        ("phone", "12 34 56", "Et dansk telefonnummer har 8 cifre. Skriv dem alle, eller begynd med + og landekoden."),
        ("phone", "0101901234", "Teksten ser ud til at indeholde et CPR-nummer: 0101••••••."),
    ],
)
def test_what_a_field_refuses_is_said_once(as_user, mette: User, field: str, typed: str, message: str) -> None:
    data = {"name": "Mette Holm", "title": "", "phone": ""} | {field: typed}
    form = as_user(mette).post(reverse("account"), data).context["form"]
    assert list(form.errors) == [field]
    assert [error.startswith(message) for error in form.errors[field]] == [True]
    mette.refresh_from_db()
    assert (mette.name, mette.title, mette.phone) == ("Mette Holm", "", "")


def test_roles_and_address_cannot_be_posted(as_user, mette: User) -> None:
    data = {"name": "Mette", "title": "", "phone": "", "is_administrator": "on", "email": "ny@faxe.example"}
    as_user(mette).post(reverse("account"), data)
    mette.refresh_from_db()
    assert (mette.is_administrator, mette.email) == (False, "mette.holm@stevns.example")


def test_the_public_is_sent_to_sign_in(client: Client, db: None) -> None:
    assert client.get(reverse("account")).url == f"{reverse('account_login')}?next=/konto/"

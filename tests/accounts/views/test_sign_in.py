"""Signing up and in: by code or password, without telling strangers who has an account."""

import re
from collections.abc import Iterator

import pytest
from allauth.account.models import EmailAddress
from bs4 import BeautifulSoup
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories import world

pytestmark = pytest.mark.django_db
NEW = {"name": "Nynne Ny", "title": "Konsulent", "email": "ny@stevns.example"}


@pytest.fixture(autouse=True)
def no_limits_left_over() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def code() -> str:
    """The code in the last mail."""
    found = re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found, mail.outbox[-1].body
    return found[0]


def test_a_newcomer_s_choice_comes_first(client: Client) -> None:
    page = BeautifulSoup(client.get(reverse("account_login"), {"next": "/kommune/"}).content, "html.parser")
    first = page.main.select_one("a.button")
    assert (first.get_text(), first["href"]) == ("Opret en konto", f"{reverse('account_signup')}?next=%2Fkommune%2F")


def test_signing_up_confirms_the_address_and_asks_for_access(client: Client, stevns: object) -> None:
    sent = client.post(reverse("account_signup"), NEW)
    assert sent.url == reverse("account_email_verification_sent")
    person = User.objects.get(email=NEW["email"])
    assert (person.name, person.title, person.has_usable_password()) == ("Nynne Ny", "Konsulent", False)
    assert not EmailAddress.objects.get(user=person).verified
    assert mail.outbox[-1].subject == "Bekræft din mailadresse"

    done = client.post(sent.url, {"code": code()})
    assert done.url == reverse("join")
    assert EmailAddress.objects.get(user=person).verified
    page = client.get(done.url).content.decode()
    assert "Bed om adgang til Stevns Kommune" in page


def test_an_address_is_not_trusted_before_its_code(client: Client, stevns: object) -> None:
    client.post(reverse("account_signup"), NEW)
    client.post(reverse("account_email_verification_sent"), {"code": "AAAA-AAAA"})
    assert client.get(reverse("join")).status_code == 302
    assert not EmailAddress.objects.get(email=NEW["email"]).verified


def test_every_mistake_is_said_in_danish(client: Client, db: None) -> None:
    page = client.post(reverse("account_signup"), {"name": "", "title": "x" * 121, "email": "ny@"}).content.decode()
    assert "Skriv dit navn" in page
    assert "Titlen er for lang. Skriv højst 120 tegn" in page
    assert "Skriv en hel mailadresse, med @ og det, der står efter" in page
    assert 'value="ny@"' in page


def test_a_known_address_gets_a_mail_and_the_same_page(client: Client, mette: User) -> None:
    unknown = client.post(reverse("account_signup"), NEW)
    client.logout()
    known = Client().post(reverse("account_signup"), NEW | {"email": mette.email})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert mail.outbox[-1].subject == "Du har allerede en konto"
    assert User.objects.filter(email=mette.email).count() == 1


def test_signing_in_by_code(client: Client, mette: User) -> None:
    client.post(reverse("account_request_login_code"), {"email": mette.email})
    assert mail.outbox[-1].subject == "Din engangskode til Partnerskabsportalen"
    done = client.post(reverse("account_confirm_login_code"), {"code": code().lower()})
    assert done.url == reverse("start")
    assert client.get(reverse("start")).url == reverse("my_municipality")


def test_an_unknown_address_sees_the_same_page_as_a_known(client: Client, mette: User) -> None:
    known = client.post(reverse("account_request_login_code"), {"email": mette.email}, follow=True)
    unknown = Client().post(reverse("account_request_login_code"), {"email": "ukendt@faxe.example"}, follow=True)
    assert known.redirect_chain == unknown.redirect_chain
    assert mail.outbox[-1].subject == "Der er ingen konto med adressen"
    clean = [
        re.sub(r"csrf\w+\" value=\"\w+", "", response.content.decode()).replace(address, "ADRESSE")
        for response, address in ((known, mette.email), (unknown, "ukendt@faxe.example"))
    ]
    assert clean[0] == clean[1]


def test_signing_in_with_a_password(client: Client, mette: User) -> None:
    wrong = client.post(reverse("account_login"), {"login": mette.email, "password": "forkert"})
    assert "Adressen og adgangskoden passer ikke sammen" in wrong.content.decode()
    right = client.post(reverse("account_login"), {"login": mette.email, "password": world.PASSWORD})
    assert right.url == reverse("start")


def test_a_closed_account_stays_out_everywhere(client: Client, mette: User, as_user: object) -> None:
    inside = as_user(mette)
    User.objects.filter(pk=mette.pk).update(is_active=False)
    assert inside.get(reverse("account")).status_code == 302
    client.post(reverse("account_login"), {"login": mette.email, "password": world.PASSWORD})
    assert "_auth_user_id" not in client.session


def test_too_many_tries_get_a_danish_pause(client: Client, db: None) -> None:
    answers = [client.post(reverse("account_signup"), {"email": "nej"}) for _ in range(21)]
    assert [answer.status_code for answer in answers] == [200] * 20 + [429]
    assert "Det gik lidt for hurtigt" in answers[-1].content.decode()


def test_three_codes_a_minute_for_one_address(mette: User) -> None:
    answers = [Client().post(reverse("account_request_login_code"), {"email": mette.email}) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 200]
    assert "Der er for mange forsøg på kort tid" in answers[-1].content.decode()
    assert len(mail.outbox) == 3


def test_five_wrong_passwords_lock_the_address_for_a_while(client: Client, mette: User) -> None:
    for _ in range(5):
        client.post(reverse("account_login"), {"login": mette.email, "password": "forkert"})
    page = client.post(reverse("account_login"), {"login": mette.email, "password": world.PASSWORD})
    assert "Der er for mange forsøg på kort tid" in page.content.decode()


def test_a_forgotten_password_is_replaced_by_a_code(client: Client, mette: User) -> None:
    client.post(reverse("account_reset_password"), {"email": mette.email})
    assert mail.outbox[-1].subject == "Kode til en ny adgangskode"
    step = client.post(reverse("account_confirm_password_reset_code"), {"code": code()})
    assert step.url == reverse("account_complete_password_reset")
    differ = client.post(step.url, {"password1": "ny-lang-adgangskode", "password2": "en-anden-lang-kode"})
    assert "De to adgangskoder er ikke ens" in differ.content.decode()
    client.post(step.url, {"password1": "ny-lang-adgangskode", "password2": "ny-lang-adgangskode"})
    mette.refresh_from_db()
    assert mette.check_password("ny-lang-adgangskode")


@pytest.mark.parametrize("path", ["https://ond.example/", "//ond.example/"])
def test_nobody_is_sent_to_another_site(client: Client, mette: User, path: str) -> None:
    answer = client.post(
        f"{reverse('account_login')}?next={path}", {"login": mette.email, "password": world.PASSWORD, "next": path}
    )
    assert answer.url == reverse("start")


ENGLISH = re.compile(
    r"\b(the|your|you|password|sign|please|email address|code below|account|enter|verify|security|key|submit)\b",
    re.IGNORECASE,
)
PAGES = (
    "account_login",
    "account_signup",
    "account_request_login_code",
    "account_reset_password",
    "account_inactive",
    "account_password_reset_completed",
)
OWN_PAGES = (
    "account",
    "account_email",
    "account_change_password",
    "account_logout",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
    "join",
)


def words(html: str) -> str:
    """What a person reads on a page: no tags, no attributes, no addresses."""
    body = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return re.sub(r"\S+@\S+", " ", re.sub(r"<[^>]+>", " ", body))


@pytest.mark.parametrize("name", PAGES)
def test_public_pages_speak_danish(client: Client, db: None, name: str) -> None:
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert ENGLISH.findall(words(response.content.decode())) == []


@pytest.mark.parametrize("name", OWN_PAGES)
def test_own_pages_speak_danish(client: Client, mette: User, name: str) -> None:
    client.post(reverse("account_login"), {"login": mette.email, "password": world.PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": world.PASSWORD})
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert ENGLISH.findall(words(response.content.decode())) == []
    assert response.content.decode().count("<h1") == 1

"""KL/Komponent's people need a second factor outside the demo."""

import re
from urllib.parse import unquote

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from accounts import people
from accounts.models import User
from tests.factories import world

pytestmark = pytest.mark.django_db
LIVE = override_settings(DEMO=False, SECURE_SSL_REDIRECT=False)


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


def passkey() -> dict[str, object]:
    """A key as a browser hands it over when it is added."""
    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    flags = AuthenticatorData.FLAG.USER_PRESENT | AuthenticatorData.FLAG.ATTESTED
    made = AttestedCredentialData.create(bytes(16), b"noegle", public)
    data = AuthenticatorData.create(sha256(b"testserver"), flags, 0, made)
    client = CollectedClientData.create(CollectedClientData.TYPE.CREATE, b"", "https://testserver")
    response = {
        "clientDataJSON": websafe_encode(client),
        "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
    }
    name = websafe_encode(b"noegle")
    return {"name": "Nøgle", "credential": {"id": name, "rawId": name, "type": "public-key", "response": response}}


def signed_in(person: User) -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": person.email, "password": world.PASSWORD})
    return client


def confirmed(client: Client) -> Client:
    """The password once more, as what touches security asks for."""
    client.post(reverse("account_reauthenticate"), {"password": world.PASSWORD})
    return client


def now(secret: str) -> str:
    """What the app shows now."""
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def set_up(client: Client) -> str:
    page = confirmed(client).get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r'<code class="break">([A-Z2-7]+)</code>', page)
    assert secret
    answer = client.post(reverse("mfa_activate_totp"), {"code": now(secret[1])})
    assert answer.url == reverse("mfa_view_recovery_codes")
    return secret[1]


@LIVE
@pytest.mark.parametrize("role", ["is_administrator", "is_finance", "is_consultant"])
def test_global_roles_are_sent_to_set_it_up(role: str) -> None:
    client = signed_in(world.user("en@kl.example", **{role: True}))
    for name in ("home", "start", "account", "join"):
        assert client.get(reverse(name)).url == reverse("mfa_index")
    page = client.get(reverse("mfa_index")).content.decode()
    assert "Slå totrinslogin til for at komme videre" in page
    assert client.get(reverse("mfa_activate_totp")).url.startswith(reverse("account_reauthenticate"))
    assert confirmed(client).get(reverse("mfa_activate_totp")).status_code == 200
    assert client.post(reverse("account_logout")).url == reverse("home")


@LIVE
def test_with_an_app_the_door_opens_and_the_next_sign_in_asks_for_it(signe: User) -> None:
    client = signed_in(signe)
    secret = set_up(client)
    assert client.get(reverse("account")).status_code == 200

    again = Client()
    first = again.post(reverse("account_login"), {"login": signe.email, "password": world.PASSWORD})
    assert first.url == reverse("mfa_authenticate")
    assert again.get(reverse("account")).status_code == 302
    assert "Brug en adgangsnøgle" not in again.get(reverse("mfa_authenticate")).content.decode()
    Authenticator.objects.create(user=signe, type="webauthn", data=passkey())
    assert "Brug en adgangsnøgle i stedet" in again.get(reverse("mfa_authenticate")).content.decode()
    wrong = again.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "Koden er ikke rigtig" in wrong.content.decode()
    cache.clear()  # a code works once; the test cannot wait for the next
    assert again.post(reverse("mfa_authenticate"), {"code": now(secret)}).url == reverse("start")


@LIVE
def test_a_session_opened_before_the_app_was_set_up_must_show_it_too(signe: User) -> None:
    """The password alone, or a code in the mail, is no second factor, whatever the owner does meanwhile."""
    owner, other = signed_in(signe), confirmed(signed_in(signe))
    secret = set_up(owner)
    ask = f"{reverse('account_reauthenticate')}?next="
    for name in ("account", "mfa_index", "mfa_view_recovery_codes", "mfa_add_webauthn"):
        assert unquote(other.get(reverse(name)).url) == ask + reverse(name)
    assert unquote(other.post(reverse("mfa_activate_totp"), {"code": "1"}).url) == ask + reverse("start")
    password = other.post(reverse("account_reauthenticate"), {"password": world.PASSWORD})
    assert password.url == reverse("mfa_reauthenticate")
    assert "Brug adgangskoden" not in other.get(reverse("mfa_reauthenticate")).content.decode()

    cache.clear()  # a code works once; the test cannot wait for the next
    shown = other.post(reverse("mfa_reauthenticate"), {"code": now(secret), "next": reverse("account")})
    assert shown.url == reverse("account")
    assert [client.get(reverse("account")).status_code for client in (owner, other)] == [200, 200]


@LIVE
def test_a_reset_ends_every_session_of_the_person(signe: User, jonas: User) -> None:
    """Who took the laptop cannot set up an app of one's own on its session."""
    laptop, phone = signed_in(jonas), signed_in(jonas)
    set_up(laptop)
    people.reset_second_factor(person=jonas, by=signe, at=timezone.now())

    for client in (laptop, phone):
        for name in ("mfa_index", "mfa_activate_totp"):
            assert unquote(client.get(reverse(name)).url) == f"{reverse('account_login')}?next={reverse(name)}"
    assert signed_in(jonas).get(reverse("mfa_index")).status_code == 200


@LIVE
def test_the_only_factor_of_a_global_role_cannot_be_removed(signe: User) -> None:
    client = signed_in(signe)
    set_up(client)
    page = client.post(reverse("mfa_deactivate_totp")).content.decode()
    assert "Din rolle kræver totrinslogin" in page
    assert Authenticator.objects.filter(user=signe, type="totp").exists()


@LIVE
def test_secrets_are_not_readable_in_the_database(signe: User) -> None:
    secret = set_up(signed_in(signe))
    stored = Authenticator.objects.get(user=signe, type="totp").data["secret"]
    assert secret not in stored


@LIVE
def test_municipalities_choose_themselves(mette: User) -> None:
    assert signed_in(mette).get(reverse("account")).status_code == 200


def test_the_demo_does_not_ask(signe: User) -> None:
    assert signed_in(signe).get(reverse("account")).status_code == 200

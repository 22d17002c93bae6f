"""How django-allauth is fitted to the portal."""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from accounts import demo, second_factor
from accounts.second_factor import has_second_factor

WRONG_CODE = "Koden er ikke rigtig. Se efter, og skriv den igen"
TOO_MANY = "Der er for mange forsøg på kort tid. Vent nogle minutter, og prøv igen"

WAYS = {
    "reauthenticate": "Brug adgangskoden",
    "mfa_reauthenticate": "Brug godkendelsesappen eller en nødkode",
    "mfa_reauthenticate:webauthn": "Brug en adgangsnøgle",
}


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in and sign-up in the portal's words."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": f"Kontoen er lukket. Skriv til {settings.CONTACT_EMAIL}, hvis det er en fejl",
        "duplicate_email": "Det er allerede din adresse",
        "email_password_mismatch": "Adressen og adgangskoden passer ikke sammen. Ret dem, eller få en engangskode",
        "email_taken": "Adressen kan ikke bruges. Prøv en anden",
        "enter_current_password": "Adgangskoden er ikke den, du bruger nu",
        "incorrect_code": WRONG_CODE,
        "incorrect_password": "Adgangskoden er ikke rigtig",
        "invalid_login": "Det lykkedes ikke at logge ind. Ret oplysningerne, og prøv igen",
        "rate_limited": TOO_MANY,
        "same_as_current": "Det er allerede din adresse",
        "too_many_login_attempts": TOO_MANY,
        "unverified_primary_email": "Bekræft adressen, før du bruger den til at logge ind",
    }

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Sign-in with a password; the demo's opens nothing outside the demo, whatever a database may hold."""
        if not settings.DEMO and credentials.get("password") == demo.PASSWORD:
            return None
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        return user

    def unstash_verified_email(self, request: HttpRequest) -> str | None:
        """No address but the one that signs up: a link to one address says nothing about another.

        `is_email_verified` then compares the two.
        """
        return None

    def save_user(
        self, request: HttpRequest, user: AbstractBaseUser, form: Any, commit: bool = True
    ) -> AbstractBaseUser:
        """A new person with name and title, without a password: only who can read the mail gets in."""
        user.name = form.cleaned_data.get("name", "")  # type: ignore[attr-defined]
        user.title = form.cleaned_data.get("title", "")  # type: ignore[attr-defined]
        return super().save_user(request, user, form, commit)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The ways to show that it is still the same person, in our words.

        Not the password alone, where the session has yet to show the second factor.
        """
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if self.request is not None and second_factor.is_missing(self.request) and has_second_factor(user):
            methods = [method for method in methods if method["id"] != "reauthenticate"]
        return [method | {"description": WAYS.get(method["id"], method["description"])} for method in methods]


class MFAAdapter(DefaultMFAAdapter):
    """Second factors in the portal's words; their secrets are encrypted with the portal's key."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": "Din rolle kræver totrinslogin. Tilføj en anden metode, før du fjerner denne",
        "cannot_generate_recovery_codes": "Slå totrinslogin til, før du laver nødkoder",
        "incorrect_code": WRONG_CODE,
        "unverified_email": "Bekræft din mailadresse, før du slår totrinslogin til",
    }

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """KL/Komponent's people keep one second factor, so that they are never locked out by taking the last."""
        if settings.DEMO or not authenticator.user.has_global_role:
            return True
        return has_second_factor(authenticator.user, besides=authenticator.pk)

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:  # noqa: A002
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return f"Min adgangsnøgle {number}" if number > 1 else "Min adgangsnøgle"

    def _get_site_name(self) -> str:
        return "Partnerskabsportalen"


def _cipher() -> MultiFernet:
    """Encrypts with SECRET_KEY, and also reads what its SECRET_KEY_FALLBACKS encrypted."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(f"second factor:{key!s}".encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def trust_address(request: HttpRequest, email: str) -> None:
    """Count `email` as confirmed when it signs up in this session: a personal link to it was followed."""
    get_adapter(request).stash_verified_email(request, email)

"""Setting up a second factor: allauth's pages, and a session that has the factor at hand afterwards."""

from typing import Any

from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.http import HttpResponse

from accounts import second_factor


class ActivateApp(ActivateTOTPView):
    """An authenticator app (godkendelsesapp)."""

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        second_factor.remember_set_up(self.request)
        return response


class AddPasskey(AddWebAuthnView):
    """A passkey (adgangsnøgle)."""

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        second_factor.remember_set_up(self.request)
        return response

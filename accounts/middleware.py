"""Keeps KL/Komponent's people out until they have shown a second factor."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts import second_factor

# What it takes to leave, and the pages the law wants open.
OPEN_TO_ALL = {"account_logout", "accessibility", "privacy", "readyz"}
# Where one shows that it is still the same person.
SHOWING = {"account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"}


class SecondFactorMiddleware:
    """Sends a person with a global role away until this session has a second factor (not in demo mode).

    Who has none is sent to set one up. Who has one must show it: at sign-in django-allauth itself asks for it, but a
    session opened before it was set up has not been asked.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """A redirect to the page that sets it up or asks for it, or nothing."""
        name = request.resolver_match.url_name or "" if request.resolver_match else ""
        if name in OPEN_TO_ALL or not second_factor.is_missing(request):
            return None
        if second_factor.has_second_factor(request.user):  # type: ignore[arg-type]
            return None if name in SHOWING else redirect(_ask_for_it(request))
        return None if name in SHOWING or name.startswith("mfa_") else redirect("mfa_index")


def _ask_for_it(request: HttpRequest) -> str:
    back = request.get_full_path() if request.method == "GET" else reverse("start")
    return f"{reverse('account_reauthenticate')}?{urlencode({'next': back})}"

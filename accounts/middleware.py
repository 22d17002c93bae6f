"""Keeps KL/Komponent's people out until they have a second factor."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.adapter import has_second_factor

# What it takes to set one up, to leave, and the pages the law wants open.
OPEN_TO_ALL = {"account_logout", "account_reauthenticate", "accessibility", "privacy", "readyz"}


class SecondFactorMiddleware:
    """Sends a person with a global role to the second-factor page until one is set up (not in demo mode).

    At sign-in django-allauth itself asks for the second factor of those who have one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """A redirect to the set-up page, or nothing."""
        user = request.user
        if settings.DEMO or not user.is_authenticated or not user.has_global_role:
            return None
        name = request.resolver_match.url_name or "" if request.resolver_match else ""
        if name in OPEN_TO_ALL or name.startswith("mfa_") or has_second_factor(user):
            return None
        return redirect("mfa_index")

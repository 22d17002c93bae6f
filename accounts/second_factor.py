"""Second factors (totrinslogin): who needs one, who has one, and whether a session has shown it.

That a person has one is not enough: a session opened before it was set up has never been asked.
"""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

SET_UP_HERE = "second_factor_set_up_here"
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_factor(user: AbstractBaseUser, *, besides: int | None = None) -> bool:
    """Whether the person has an authenticator app or a passkey (other than authenticator number `besides`)."""
    return Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exclude(pk=besides).exists()


def is_missing(request: HttpRequest) -> bool:
    """Whether the one who is signed in needs a second factor that this session has neither shown nor set up."""
    user = request.user
    if settings.DEMO or not user.is_authenticated or not user.has_global_role:
        return False
    shown = any(record.get("method") == "mfa" for record in get_authentication_records(request, user))
    return not shown and request.session.get(SET_UP_HERE) != user.pk


def remember_set_up(request: HttpRequest) -> None:
    """The session in which a factor was set up has it at hand."""
    request.session[SET_UP_HERE] = request.user.pk

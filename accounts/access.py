"""The one way a view says that a person may not do this."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from accounts.models import User


class NotAllowed(PermissionDenied):
    """The person may not do this; the message, if any, is for the person, on the 403 page."""


def require(allowed: bool, message: str = "") -> None:
    """Raise NotAllowed (a Danish 403 page) unless `allowed`."""
    if not allowed:
        raise NotAllowed(message)


def signed_in(request: HttpRequest) -> User:
    """The person behind the request, for views that only signed-in people reach."""
    if not isinstance(request.user, User):
        raise NotAllowed("Log ind for at gøre det.")
    return request.user

"""The one way a view says that a person may not do this."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from accounts.models import User


def require(allowed: bool, message: str = "") -> None:
    """Raise PermissionDenied (a Danish 403 page) unless `allowed`."""
    if not allowed:
        raise PermissionDenied(message)


def signed_in(request: HttpRequest) -> User:
    """The person behind the request, for views that only signed-in people reach."""
    if not isinstance(request.user, User):
        raise PermissionDenied("Log ind for at gøre det.")
    return request.user

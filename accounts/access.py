"""The one way a view says that a person may not do this."""

from django.core.exceptions import PermissionDenied


def require(allowed: bool, message: str = "") -> None:
    """Raise PermissionDenied (a Danish 403 page) unless `allowed`."""
    if not allowed:
        raise PermissionDenied(message)

"""Use case: the first administrator, appointed by whoever runs the server."""

from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.models import User


@transaction.atomic
def appoint(*, email: str, name: str, at: datetime) -> User:
    """Make the person an administrator, and a user first if need be. Doing it again changes nothing.

    No password is set: the person signs in with a one-time code sent to the address, which proves that it is theirs,
    and is then asked for a second factor.
    """
    try:
        user = User.objects.select_for_update().get(email=email.strip().lower())
    except User.DoesNotExist:
        user = User.objects.create_user(email=email, name=name)
    if not user.is_administrator:
        user.is_administrator = True
        user.save(update_fields=["is_administrator"])
        audit.record(
            action="user.appointed_administrator",
            summary=f"gjorde {user.display_name} til administrator fra serveren",
            subject=user,
            at=at,
            by=None,
        )
    return user

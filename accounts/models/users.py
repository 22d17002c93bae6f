"""People who log in (brugere)."""

import hashlib
import uuid
from collections.abc import Iterator
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from accounts.validators import validate_no_cpr


class UserManager(BaseUserManager["User"]):
    """Makes users; an address is kept in lower case, so that a person is one row."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A new user; without a password the person signs in with a one-time code."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person who logs in with an e-mail address (bruger).

    The three global roles belong to KL/Komponent; what a person may do in a municipality is a membership.
    """

    email = models.EmailField("e-mail", max_length=254, unique=True)
    name = models.CharField("navn", max_length=120, blank=True, validators=[validate_no_cpr])
    title = models.CharField("titel", max_length=120, blank=True, validators=[validate_no_cpr])
    phone = models.CharField("telefon", max_length=20, blank=True)
    is_active = models.BooleanField("aktiv", default=True)
    is_administrator = models.BooleanField("administrator", default=False)
    is_finance = models.BooleanField("økonomi", default=False)
    is_consultant = models.BooleanField("konsulent", default=False)
    created_at = models.DateTimeField("oprettet", auto_now_add=True)
    session_stamp = models.UUIDField("mærke for åbne sessioner", default=uuid.uuid4, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "bruger"
        verbose_name_plural = "brugere"
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_lower_case"),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The name, or the address until the person has given a name."""
        return self.name or self.email

    @property
    def has_global_role(self) -> bool:
        """Whether the person works for KL/Komponent in the portal, and so needs a second factor."""
        return self.is_administrator or self.is_finance or self.is_consultant

    def get_session_auth_hash(self) -> str:
        """What every session of the person carries; a new password or session stamp ends them all."""
        return self._stamped(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """The same by the portal's former keys."""
        return (self._stamped(value) for value in super().get_session_auth_fallback_hash())

    def _stamped(self, value: str) -> str:
        return hashlib.sha256(f"{value}:{self.session_stamp}".encode()).hexdigest()

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name

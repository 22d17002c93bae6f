"""People who log in."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users, global roles, sign-in and audit events."""

    name = "accounts"
    verbose_name = "Konti"

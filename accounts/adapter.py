"""How django-allauth is fitted to the portal."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in and sign-up in the portal's words."""


class MFAAdapter(DefaultMFAAdapter):
    """Second factors in the portal's words."""

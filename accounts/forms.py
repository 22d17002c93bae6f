"""Forms of sign-up and of one's own account."""

from allauth.account.forms import SignupForm as AllauthSignupForm


class SignupForm(AllauthSignupForm):
    """Sign-up with a work e-mail."""

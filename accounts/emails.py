"""The mails about accounts that django-allauth does not send itself. Queued in the caller's transaction."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User


def second_factor_reset(person: User, *, by: User | None) -> None:
    """Tell a person that the second factor is gone, so that an unwanted reset is noticed."""
    context = {"person": person, "by": by, "url": settings.PORTAL_URL + reverse("mfa_index")}
    context["contact_email"] = settings.CONTACT_EMAIL
    text = render_to_string("emails/second_factor_reset.txt", context)
    EmailMessage("Dit totrinslogin er nulstillet", text.strip() + "\n", to=[person.email]).send()


def staff_invited(person: User, *, by: User | None) -> None:
    """Tell a new colleague how to sign in."""
    context = {
        "person": person,
        "by": by,
        "url": settings.PORTAL_URL + reverse("account_request_login_code"),
    }
    text = render_to_string("emails/staff_invited.txt", context)
    EmailMessage("Din konto på Partnerskabsportalen", text.strip() + "\n", to=[person.email]).send()

"""Codes and notices from accounts are queued like all other mail, and logged as private."""

import pytest
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from post_office.models import Email

from documents.models import MailRecord

pytestmark = pytest.mark.django_db
BACKEND = "documents.account_mail.EmailBackend"


def message() -> EmailMessage:
    return EmailMessage("Din engangskode", "ABCD-EFGH", to=["ny@stevns.example"], connection=get_connection(BACKEND))


def test_a_code_is_queued_and_private() -> None:
    assert message().send() == 1

    email = Email.objects.get()
    assert (email.to, email.subject, email.message) == (["ny@stevns.example"], "Din engangskode", "ABCD-EFGH\n")
    assert email.from_email == settings.DEFAULT_FROM_EMAIL
    record = MailRecord.objects.get()
    assert (record.email, record.kind, record.is_private) == (email, "account", True)


def test_what_is_rolled_back_sends_nothing() -> None:
    with transaction.atomic():
        message().send()
        transaction.set_rollback(True)
    assert (Email.objects.count(), MailRecord.objects.count()) == (0, 0)

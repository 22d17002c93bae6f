"""Django's mail backend of the portal: what accounts send (codes, notices) is queued, and logged as private."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from documents import mail, worker
from documents.models import MailRecord

KIND = "account"


class EmailBackend(BaseEmailBackend):
    """Queues in the caller's transaction; the worker sends. The mail log never shows these mails' text."""

    @transaction.atomic
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            email = mail.write_row(
                to=list(message.to),
                subject=str(message.subject),
                text=str(message.body).strip() + "\n",
                sender=message.from_email,
            )
            MailRecord.objects.create(email=email, kind=KIND, is_private=True)
        worker.tell(mail.SEND_TASK)
        return len(email_messages)

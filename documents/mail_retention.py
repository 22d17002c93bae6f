"""Forgetting what old mails said (slettefrist for mails)."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from post_office.models import Attachment, Email

from documents.outbox import WAITING


def forget_old(*, at: datetime) -> int:
    """Delete text and attachments of mails older than MAIL_RETENTION_DAYS. Returns how many mails were emptied.

    That they were sent, to whom and about what stays in the mail log. A file goes with the last mail that holds it, and
    before its row: dying in between, the next round finds the row again.
    """
    old = Email.objects.filter(created__lt=at - timedelta(days=settings.MAIL_RETENTION_DAYS)).exclude(
        status__in=WAITING
    )
    with transaction.atomic():
        full = list(old.filter(~Q(message="") | ~Q(html_message="") | Q(attachments__isnull=False)).distinct())
        Attachment.emails.through.objects.filter(email__in=full).delete()
        Email.objects.filter(pk__in=[email.pk for email in full]).update(message="", html_message="")
    for attachment in Attachment.objects.filter(emails=None):
        attachment.file.delete(save=False)
        attachment.delete()
    return len(full)

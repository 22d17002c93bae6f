"""Queueing mail in the transaction of its cause (mails).

Rows are written directly instead of through post_office's `send`, which would read a person's own words as a template.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.utils import make_msgid
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Model
from django.template.loader import render_to_string
from post_office.models import PRIORITY, STATUS, Email
from post_office.utils import create_attachments

from documents import worker
from documents.models import MailRecord

SEND_TASK = "documents.tasks.send_waiting_mail"


def queue(
    *,
    to: Sequence[str],
    subject: str,
    template: str,
    context: Mapping[str, Any],
    kind: str,
    about: Model | None = None,
    scope: str = "",
    attachments: Mapping[str, bytes] | None = None,
    is_private: bool = False,
) -> list[Email]:
    """Queue one mail to each address in `to` (doubles removed), rendered from `templates/<template>.txt`.

    `kind` is a stable code for the mail log; `about` is the row the mail concerns and `scope` its municipality's code.
    `is_private` mails hold a personal link or code: the mail log does not show their text, and does not keep it
    once they are sent.
    Sending happens in the worker after the transaction; a rolled-back cause sends nothing.
    """
    text = render_to_string(f"{template}.txt", {**context, "portal_url": settings.PORTAL_URL}).strip() + "\n"
    addresses = list(dict.fromkeys(address.strip().lower() for address in to if address.strip()))
    if not addresses:
        return []
    files = {name: ContentFile(content, name=name) for name, content in (attachments or {}).items()}
    with transaction.atomic():
        kept = create_attachments(files) if files else []
        queued = [write_row(to=[address], subject=subject, text=text) for address in addresses]
        for email in queued:
            email.attachments.add(*kept)
        MailRecord.objects.bulk_create(
            MailRecord(
                email=email,
                kind=kind,
                subject_type=(about._meta.model_name or "") if about is not None else "",
                subject_id=str(about.pk) if about is not None else "",
                scope=scope,
                is_private=is_private,
            )
            for email in queued
        )
        worker.tell(SEND_TASK)
    return queued


@dataclass(frozen=True)
class Letter:
    """One mail of many: its own text, a calendar part (text/calendar with its METHOD), and what it alone is about."""

    to: str
    subject: str
    text: str
    scope: str = ""
    calendar: str = ""
    calendar_method: str = ""
    about: Model | None = None


def queue_letters(letters: Sequence[Letter], *, kind: str, about: Model, is_private: bool = False) -> list[Email]:
    """Queue many mails about one thing at once, in the order given: two inserts, however many they are.

    `is_private` as in `queue`: they hold personal links.
    """
    with transaction.atomic():
        emails = Email.objects.bulk_create(
            _row(to=[letter.to.strip().lower()], subject=letter.subject, text=letter.text) for letter in letters
        )
        MailRecord.objects.bulk_create(
            MailRecord(
                email=email,
                kind=kind,
                subject_type=(letter.about or about)._meta.model_name or "",
                subject_id=str((letter.about or about).pk),
                scope=letter.scope,
                calendar=letter.calendar,
                calendar_method=letter.calendar_method,
                is_private=is_private,
            )
            for email, letter in zip(emails, letters, strict=True)
        )
        worker.tell(SEND_TASK)
    return emails


def queue_again(record: MailRecord) -> MailRecord:
    """Queue a copy of a mail with its attachments; the new row points back at the old one."""
    old = record.email
    with transaction.atomic():
        email = write_row(to=list(old.to), subject=old.subject, text=old.message, html=old.html_message)
        email.attachments.add(*old.attachments.all())
        copy = MailRecord.objects.create(
            email=email,
            kind=record.kind,
            subject_type=record.subject_type,
            subject_id=record.subject_id,
            scope=record.scope,
            is_private=record.is_private,
            calendar=record.calendar,
            calendar_method=record.calendar_method,
            resent_from=record,
        )
        worker.tell(SEND_TASK)
    return copy


def write_row(*, to: list[str], subject: str, text: str, html: str = "", sender: str = "") -> Email:
    """One waiting mail."""
    email = _row(to=to, subject=subject, text=text, html=html, sender=sender)
    email.save()
    return email


def _row(*, to: list[str], subject: str, text: str, html: str = "", sender: str = "") -> Email:
    """A waiting mail, not written yet. The Message-ID is settled now, so that a repetition can be told."""
    return Email(
        from_email=sender or settings.DEFAULT_FROM_EMAIL,
        to=to,
        subject=" ".join(subject.split())[:989],
        message=text,
        html_message=html,
        priority=PRIORITY.medium,
        status=STATUS.queued,
        message_id=make_msgid(domain=settings.MAIL_DOMAIN),
    )

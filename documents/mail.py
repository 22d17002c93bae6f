"""Queueing mail in the transaction of its cause (mails)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db.models import Model
from django.template.loader import render_to_string
from post_office import mail as post_office
from post_office.models import Email

from documents.models import MailRecord


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
    `is_private` mails hold a personal link or code: the mail log does not show their text.
    Sending happens in the worker after the transaction; a rolled-back cause sends nothing.
    """
    text = render_to_string(f"{template}.txt", {**context, "portal_url": settings.PORTAL_URL})
    files = {name: ContentFile(content, name=name) for name, content in (attachments or {}).items()}
    queued = []
    for address in dict.fromkeys(address.strip().lower() for address in to if address.strip()):
        email = post_office.send(
            recipients=[address],
            sender=settings.DEFAULT_FROM_EMAIL,
            subject=subject,
            message=text.strip() + "\n",
            attachments=files or None,
            priority="medium",
        )
        MailRecord.objects.create(
            email=email,
            kind=kind,
            subject_type=(about._meta.model_name or "") if about is not None else "",
            subject_id=str(about.pk) if about is not None else "",
            scope=scope,
            is_private=is_private,
        )
        queued.append(email)
    return queued

"""The mails about a programme, called inside the use case's transaction."""

from datetime import datetime
from typing import Any

from django.db.models import Model

from accounts.danish import weekday_date_time
from documents import mail
from partnerships import recipients
from partnerships.models import Programme


def opened(programme: Programme) -> None:
    """Invite: one mail to each contact and coordinator of every invited municipality."""
    _send(
        recipients.of_invitation(programme),
        subject=f"Invitation: {programme.title}",
        template="emails/programme_opened",
        kind="programme_opened",
        about=programme,
        context={"contacts": list(programme.contacts.filter(area=""))},
    )


def deadline_moved(programme: Programme, *, old: datetime, reason: str) -> None:
    """Tell everyone invited or drafting that the deadline is another, and why."""
    if programme.is_open:
        subject = f"Ny frist {weekday_date_time(programme.deadline_at)}: {programme.title}"
    else:
        subject = f"Lukket for tilmelding: {programme.title}"
    _send(
        recipients.of_deadline(programme),
        subject=subject,
        template="emails/deadline_moved",
        kind="deadline_moved",
        about=programme,
        context={"old": old, "reason": reason, "contacts": list(programme.contacts.filter(area=""))},
    )


def _send(
    to: recipients.Recipients, *, subject: str, template: str, kind: str, about: Model, context: dict[str, Any]
) -> None:
    """One mail for each municipality's addresses, so that each is found under its municipality in the mail log."""
    by_code: dict[str, list[str]] = {}
    for address, code in to.items():
        by_code.setdefault(code, []).append(address)
    for code, addresses in by_code.items():
        mail.queue(
            to=addresses,
            subject=subject,
            template=template,
            context=context | {"programme": about},
            kind=kind,
            about=about,
            scope=code,
        )

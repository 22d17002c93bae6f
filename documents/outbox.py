"""Sending queued mail (udbakken).

One sender is at it at a time, whoever has the lock; the others leave it be. Each mail is taken under a row lock of its
own: a worker that dies in the middle gives both locks back, and the mail is sent by the next. The Message-ID is made
when the mail is queued, so a receiver can tell a repetition.
"""

import contextlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from smtplib import SMTPServerDisconnected

import structlog
from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from post_office.models import STATUS, Email
from post_office.settings import get_backend

from documents.models import MailRecord

log = structlog.get_logger(__name__)

MAX_RETRIES = 30
WAITING = (STATUS.queued, STATUS.requeued)
SENDER_LOCK = 0x75646261  # "udba"


class Server:
    """The mail server, as post_office uses a connection; remembers when it went away."""

    def __init__(self, backend: BaseEmailBackend) -> None:
        self.backend = backend
        self.away: OSError | None = None

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        """Send over a connection of their own. What the server says about a mail itself does not make it away."""
        try:
            self.backend.open()
        except OSError as error:  # refused, timed out, no such host, no TLS, wrong password
            self.away = error
            raise
        try:
            return self.backend.send_messages(messages) or 0
        except (SMTPServerDisconnected, ConnectionError, TimeoutError) as error:
            self.away = error
            raise
        finally:
            with contextlib.suppress(OSError):
                self.backend.close()


def due(at: datetime) -> Q:
    """Mails to be sent at `at`."""
    return Q(status__in=WAITING) & (Q(scheduled_time__isnull=True) | Q(scheduled_time__lte=at))


def send_due(*, limit: int = 1000) -> int:
    """Send the mails that are due, oldest first, up to `limit`. Returns how many were accepted by the mail server.

    Stops the first time the mail server is away and puts off all that were due, with the reason: each try may last as
    long as EMAIL_TIMEOUT, and a worker has documents to make. A receiver the server refuses stops nothing.
    """
    server = Server(get_connection(get_backend("default")))
    accepted = 0
    for _ in range(limit):
        status = _send_next(server)
        if status is None:
            break
        accepted += status == STATUS.sent
        if server.away is not None:
            log.warning("mail_server_away", error=type(server.away).__name__)
            _put_off(server.away)
            break
    return accepted


@transaction.atomic
def _send_next(server: Server) -> int | None:
    """Send one mail and return its new status; None when none is due or another sender is at it."""
    if not _is_only_sender():
        return None
    at = timezone.now()
    email = Email.objects.select_for_update(skip_locked=True).filter(due(at)).order_by("pk").first()
    if email is None:
        return None
    _add_calendar(email)
    status: int = email.dispatch(log_level=2, connection=server)
    if status != STATUS.sent:
        return _try_again(email, at=at)
    _forget_secrets(email)
    return status


def _add_calendar(email: Email) -> None:
    """Give the mail its calendar part, beside the text for calendars and as a file for everybody else."""
    record = MailRecord.objects.filter(email=email).exclude(calendar="").first()
    if record is None:
        return
    plain = email.email_message()
    message = EmailMultiAlternatives(
        plain.subject,
        plain.body,
        plain.from_email,
        plain.to,
        headers=plain.extra_headers,
        attachments=plain.attachments,
    )
    message.attach_alternative(record.calendar, f"text/calendar; method={record.calendar_method}")
    message.attach("netvaerksdag.ics", record.calendar, "application/ics")
    email._cached_email_message = message  # where post_office keeps what it sends


def _is_only_sender() -> bool:
    """Take the sender's lock until the transaction ends; False when somebody else has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SENDER_LOCK])
        return bool(cursor.fetchone()[0])


@transaction.atomic
def _put_off(reason: OSError) -> None:
    at = timezone.now()
    for email in Email.objects.select_for_update(skip_locked=True).filter(due(at)).order_by("pk"):
        email.logs.create(status=STATUS.failed, message=str(reason), exception_type=type(reason).__name__)
        _try_again(email, at=at)


def _try_again(email: Email, *, at: datetime) -> int:
    """Put a mail off after a failure, longer each time, or give it up after MAX_RETRIES. Returns its new status."""
    retries = (email.number_of_retries or 0) + 1
    email.number_of_retries = retries
    email.status = STATUS.failed if retries > MAX_RETRIES else STATUS.requeued
    email.scheduled_time = at + min(timedelta(seconds=15 * 2 ** min(retries, 10)), timedelta(hours=2))
    email.save(update_fields=["number_of_retries", "status", "scheduled_time"])
    if email.status == STATUS.failed:
        _forget_secrets(email)
    return email.status


def _forget_secrets(email: Email) -> None:
    """Blank a mail with a code or a personal link, sent or given up: a copy of the database opens no door.

    In demo mode no mail leaves, and the mail log is where it is read.
    """
    if settings.DEMO or MailRecord.objects.filter(email=email, is_private=False).exists():
        return
    email.message = email.html_message = ""
    email.save(update_fields=["message", "html_message"])
    MailRecord.objects.filter(email=email).exclude(calendar="").update(calendar="", calendar_method="")

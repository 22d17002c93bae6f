"""Sending queued mail (udbakken).

Each mail is taken under a row lock that other workers skip, so several workers on several hosts never send the same
one twice. A worker that dies in the middle gives the lock back, and the mail is sent by the next. The Message-ID is
made when the mail is queued, so a receiver can tell a repetition.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from post_office.models import STATUS, Email

MAX_RETRIES = 30
FAILURES_IN_A_ROW = 3
WAITING = (STATUS.queued, STATUS.requeued)


def due(at: datetime) -> Q:
    """Mails to be sent at `at`."""
    return Q(status__in=WAITING) & (Q(scheduled_time__isnull=True) | Q(scheduled_time__lte=at))


def send_due(*, limit: int = 1000) -> int:
    """Send the mails that are due, oldest first, up to `limit`. Returns how many were accepted by the mail server.

    Stops when FAILURES_IN_A_ROW show that the mail server is away: the rest waits for the next time, untouched.
    """
    accepted = failures = 0
    for _ in range(limit):
        status = _send_next()
        if status is None:
            break
        accepted += status == STATUS.sent
        failures = 0 if status == STATUS.sent else failures + 1
        if failures == FAILURES_IN_A_ROW:
            break
    return accepted


@transaction.atomic
def _send_next() -> int | None:
    """Send one mail and return its new status; None when none is due. Every attempt leaves a line in its log."""
    at = timezone.now()
    email = Email.objects.select_for_update(skip_locked=True).filter(due(at)).order_by("pk").first()
    if email is None:
        return None
    status: int = email.dispatch(log_level=2)
    if status == STATUS.sent:
        return status
    retries = (email.number_of_retries or 0) + 1
    if retries > MAX_RETRIES:
        return status
    email.number_of_retries = retries
    email.status = STATUS.requeued
    email.scheduled_time = at + min(timedelta(seconds=15 * 2 ** min(retries, 10)), timedelta(hours=2))
    email.save(update_fields=["number_of_retries", "status", "scheduled_time"])
    return STATUS.requeued

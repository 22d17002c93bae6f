"""What the clock does to partnerships."""

from celery import shared_task
from django.utils import timezone

from partnerships import day_notices, programmes, steering_notices


@shared_task
def close_due_programmes() -> int:
    """Close programmes whose deadline is over. Running it twice changes nothing."""
    return programmes.close_due(at=timezone.now())


@shared_task
def notify_participants() -> int:
    """Tell participants what they should know of their days: new changes, new seats, seats that ended."""
    at = timezone.now()
    day_notices.prepare(at=at)
    steering_notices.prepare(at=at)
    return day_notices.queue_mails(at=at)

"""What the clock does to partnerships."""

from celery import shared_task
from django.utils import timezone

from partnerships import programmes


@shared_task
def close_due_programmes() -> int:
    """Close programmes whose deadline is over. Running it twice changes nothing."""
    return programmes.close_due(at=timezone.now())

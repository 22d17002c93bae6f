"""What the clock does to trial actions."""

from celery import shared_task
from django.utils import timezone

from strategy import due_collections


@shared_task
def remind_due() -> int:
    """Remind teams of measurements that are due, each once. Running it twice changes nothing."""
    return due_collections.remind_due(at=timezone.now())

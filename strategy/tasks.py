"""What the clock does to trial actions."""

from celery import shared_task
from django.utils import timezone

from strategy import committee, due_collections


@shared_task
def remind_due() -> int:
    """Remind teams of measurements that are due, each once. Running it twice changes nothing."""
    return due_collections.remind_due(at=timezone.now())


@shared_task
def close_due_rounds() -> int:
    """Give the committees what was submitted before their rounds closed. Running it twice changes nothing."""
    return committee.take_over(at=timezone.now())

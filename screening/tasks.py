"""What the clock does to screenings."""

from celery import shared_task
from django.utils import timezone

from screening import benchmarks, screenings


@shared_task
def take_orders() -> int:
    """Make a screening of each ordered pre-analysis. Running it twice changes nothing."""
    return screenings.take_orders(at=timezone.now())


@shared_task
def publish_benchmarks() -> int:
    """Make the editions of the benchmark that may be made now. Running it twice changes nothing."""
    return benchmarks.publish_due(at=timezone.now())

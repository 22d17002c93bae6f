"""Telling the worker that there is something to do."""

from typing import Any

import structlog
from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)


def tell(task: str, *args: Any) -> None:
    """Ask for `task` to be run once the present transaction is committed.

    When the broker is away nothing is lost: what is to be done stands in the database, and the clock picks it up.
    """

    def send() -> None:
        try:
            current_app.send_task(task, args=args, retry=False)
        except (OperationalError, RedisError) as error:
            log.warning("worker_not_told", task=task, error=str(error))

    transaction.on_commit(send)

"""Telling the worker that there is something to do."""

from dataclasses import dataclass
from typing import Any

import structlog
from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Message:
    """A task to ask for; calling it asks."""

    task: str
    args: tuple[Any, ...]

    def __call__(self) -> None:
        try:
            current_app.send_task(self.task, args=self.args, retry=False)
        except (OperationalError, RedisError) as error:
            log.warning("worker_not_told", task=self.task, error=str(error))


def tell(task: str, *args: Any) -> None:
    """Ask for `task` to be run once the present transaction is committed; asking twice in it is asking once.

    When the broker is away nothing is lost: what is to be done stands in the database, and the clock picks it up.
    """
    send = Message(task, args)
    waiting = (function for _, function, *_ in transaction.get_connection().run_on_commit)
    if send not in waiting:
        transaction.on_commit(send)

"""Real processes to break: a Celery worker, a mail server, a Redis of one's own numbering."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.message import Message

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings
from django.db import connection
from redis import Redis

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _committed(transactional_db: None) -> None:
    """Other processes see only what is committed."""


@pytest.fixture(autouse=True)
def _empty_broker() -> Iterator[None]:
    """No message of an earlier test is left for a worker to find."""
    Redis.from_url(settings.REDIS_URL).flushdb()
    yield
    Redis.from_url(settings.REDIS_URL).flushdb()


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def eventually(holds: Callable[[], object], *, seconds: float = 30) -> None:
    """Wait until `holds()` is true; fail when it does not become so."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)


class Inbox:
    """A mail server that keeps what it is sent, and counts."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.messages: list[Message] = []
        self.controller = Controller(self, hostname="127.0.0.1", port=port)

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:  # noqa: N802
        self.messages.append(message_from_bytes(envelope.content))  # type: ignore[attr-defined]
        return "250 OK"

    def start(self) -> None:
        self.controller.start()

    def stop(self) -> None:
        self.controller.stop()

    @property
    def receivers(self) -> list[str]:
        """Who got mail, in alphabetical order, one for each mail."""
        return sorted(str(message["To"]) for message in self.messages)


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    """A running mail server."""
    server = Inbox(free_port())
    server.start()
    yield server
    server.stop()


@pytest.fixture
def start_worker() -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """`start_worker(**environment)`: a Celery worker process on the test's database and broker."""
    started: list[subprocess.Popen[bytes]] = []

    def start(**environment: str) -> subprocess.Popen[bytes]:
        database = connection.settings_dict
        address = f"{database['USER']}:{database['PASSWORD'] or ''}@{database['HOST']}:{database['PORT']}"
        process = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "config", "worker", "-c", "1", "-l", "WARNING", "--without-gossip"],
            cwd=settings.BASE_DIR,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
                "DATABASE_URL": f"postgres://{address}/{database['NAME']}",
                "MEDIA_ROOT": str(settings.MEDIA_ROOT),
                "C_FORCE_ROOT": "1",
                **environment,
            },
            start_new_session=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        kill(process)


def kill(process: "subprocess.Popen[bytes]") -> None:
    """kill -9, the worker and its children."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)

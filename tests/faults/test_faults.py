"""What is committed is never lost and never done twice, whatever dies."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta

import pytest
from celery import Celery
from django.conf import settings
from django.db import connection
from django.utils import timezone
from post_office.models import STATUS, Email
from redis import Redis

from accounts.models import User
from documents import jobs, outbox, worker
from documents.models import Document
from partnerships import enrolments
from partnerships.models import Enrolment
from tests.factories.world import NOW
from tests.faults.conftest import Inbox, eventually, free_port, kill

RECEIVERS = ["mette.holm@stevns.example", "praktisk@kl.example"]
Start = Callable[..., "subprocess.Popen[bytes]"]


def submit(draft: Enrolment, by: User) -> Document:
    """Bind, and return the receipt that was ordered."""
    signature = enrolments.Signature("Mette Holm", "Centerchef", "Efter bemyndigelse")
    return enrolments.submit(enrolment=draft, by=by, at=NOW, signature=signature).receipt


def is_ready(document: Document) -> bool:
    document.refresh_from_db()
    return document.is_ready


def test_a_worker_killed_while_rendering(
    draft: Enrolment, mette: User, start_worker: Start, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = str(inbox.port)
    doomed = start_worker(FAULTS_SLOW="60", FAULTS_SMTP_PORT=port)
    receipt = submit(draft, mette)
    eventually(lambda: Document.objects.filter(pk=receipt.pk, progress=50).exists())
    kill(doomed)
    receipt.refresh_from_db()
    assert (receipt.state, Email.objects.count()) == ("rendering", 0)

    later = timezone.now() + jobs.LEASE + timedelta(seconds=1)
    Document.objects.filter(pk=receipt.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    start_worker(FAULTS_SMTP_PORT=port)
    jobs.pick_up(at=later)
    eventually(lambda: is_ready(receipt))
    eventually(lambda: len(inbox.messages) == 2)

    assert inbox.receivers == RECEIVERS
    assert receipt.attempts == 2
    eventually(lambda: Email.objects.filter(status=STATUS.sent).count() == 2)  # written after the server took them


def test_redis_emptied_after_the_commit(draft: Enrolment, mette: User, start_worker: Start, inbox: Inbox) -> None:
    receipt = submit(draft, mette)
    Redis.from_url(settings.REDIS_URL).flushdb()
    start_worker(FAULTS_SMTP_PORT=str(inbox.port))

    assert jobs.pick_up(at=NOW) == 1
    eventually(lambda: is_ready(receipt))
    eventually(lambda: len(inbox.messages) == 2)
    assert inbox.receivers == RECEIVERS


def test_redis_away_at_the_commit(draft: Enrolment, mette: User, monkeypatch: pytest.MonkeyPatch) -> None:
    away = Celery("away", broker="redis://127.0.0.1:1/0", set_as_current=False)
    away.conf.broker_transport_options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    monkeypatch.setattr(worker, "current_app", away)
    receipt = submit(draft, mette)
    receipt.refresh_from_db()
    assert (receipt.state, Enrolment.objects.get(pk=draft.pk).state) == ("queued", "binding")
    assert list(Document.objects.left_behind(NOW)) == [receipt]


def test_the_mail_server_away_for_a_while(draft: Enrolment, mette: User, start_worker: Start) -> None:
    back = Inbox(free_port())  # nobody listens yet
    start_worker(FAULTS_SMTP_PORT=str(back.port))
    receipt = submit(draft, mette)
    eventually(lambda: is_ready(receipt))
    eventually(lambda: Email.objects.filter(status=STATUS.requeued).count() == 2)

    back.start()
    Email.objects.update(scheduled_time=timezone.now() - timedelta(seconds=1))
    worker.tell("documents.tasks.send_waiting_mail")
    eventually(lambda: len(back.messages) == 2)
    back.stop()

    assert back.receivers == RECEIVERS
    assert sorted(email.number_of_retries for email in Email.objects.all()) == [1, 1]
    assert Email.objects.filter(logs__status=STATUS.failed).distinct().count() == 2


def test_a_mail_is_given_up_after_a_day_and_says_why(draft: Enrolment, mette: User) -> None:
    waits = [min(15 * 2 ** min(n, 10), 7200) for n in range(1, outbox.MAX_RETRIES + 1)]
    assert sum(waits) > 24 * 60 * 60


def test_the_web_process_killed_between_commit_and_response(draft: Enrolment, mette: User) -> None:
    """A process that dies right after the commit: the person tries again and is told the truth."""
    script = f"""
import os, django
django.setup()
from accounts.models import User
from partnerships import enrolments
from partnerships.models import Enrolment
from tests.factories.world import NOW
enrolments.submit(enrolment=Enrolment.objects.get(pk={draft.pk}), by=User.objects.get(pk={mette.pk}), at=NOW,
    signature=enrolments.Signature("Mette Holm", "Centerchef", "Efter bemyndigelse"))
os.kill(os.getpid(), 9)
"""
    database = connection.settings_dict
    address = f"{database['USER']}:{database['PASSWORD'] or ''}@{database['HOST']}:{database['PORT']}"
    process = subprocess.run(
        [sys.executable, "-c", script],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DATABASE_URL": f"postgres://{address}/{database['NAME']}",
        },
        check=False,
    )
    assert process.returncode == -9

    with pytest.raises(enrolments.AlreadyBinding) as told:
        submit(draft, mette)
    assert told.value.change.by == mette
    assert (Document.objects.count(), draft.changes.count()) == (1, 1)
    assert list(Document.objects.left_behind(NOW)) == [told.value.change.receipt]

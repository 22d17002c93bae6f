"""The life of a document: claimed once, made once, tried again, given up with a reason."""

import hashlib
from collections.abc import Callable
from datetime import timedelta

import pytest
from celery import current_app
from django.core.files.storage import default_storage
from django.utils import timezone
from kombu.exceptions import OperationalError
from redis.exceptions import ConnectionError as RedisAway

from accounts.models import User
from documents import jobs, kinds, tasks, worker
from documents.models import Document

pytestmark = pytest.mark.django_db


class Kind:
    """A kind whose rendering a test decides, and which counts."""

    def __init__(self) -> None:
        self.rendered, self.finished = 0, 0
        self.during: Callable[[Document], None] = lambda _: None

    def render(self, document: Document, report: Callable[[int, str], None]) -> bytes:
        self.rendered += 1
        report(50, "Halvvejs.")
        self.during(document)
        return f"{document.snapshot['text']}".encode()

    def when_ready(self, document: Document, at: object) -> None:
        self.finished += 1


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> Kind:
    kind = Kind()
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    kinds.register(
        kinds.DocumentKind(
            key="prøve",
            label="Prøve",
            render=kind.render,
            visible_documents=lambda _: Document.objects.values("pk"),
            when_ready=kind.when_ready,
        )
    )
    return kind


@pytest.fixture
def document(kind: Kind) -> Document:
    return jobs.order(
        kind="prøve", title="Prøve", filename="prøve.txt", snapshot={"text": "æøå"}, by=None, at=timezone.now()
    )


def test_a_document_is_made_once_however_often_it_is_asked_for(kind: Kind, document: Document) -> None:
    for _ in range(3):
        tasks.render(str(document.pk))
    document.refresh_from_db()
    assert (kind.rendered, kind.finished) == (1, 1)
    assert (document.state, document.progress, document.attempts) == ("ready", 100, 1)
    assert (document.size, document.sha256) == (6, hashlib.sha256("æøå".encode()).hexdigest())
    with document.file.open("rb") as file:
        assert file.read() == "æøå".encode()
    assert document.claim is None


def test_a_worker_that_lost_its_claim_throws_its_file_away(kind: Kind, document: Document) -> None:
    def another_worker_takes_it(row: Document) -> None:
        if kind.rendered > 1:
            return
        Document.objects.filter(pk=row.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
        tasks.render(str(row.pk))

    kind.during = another_worker_takes_it
    tasks.render(str(document.pk))

    document.refresh_from_db()
    assert (kind.rendered, kind.finished, document.attempts) == (2, 1, 2)
    folder = f"documents/{document.created_at:%Y/%m}"
    assert [name for name in default_storage.listdir(folder)[1] if name.startswith(str(document.pk))] == [
        document.file.name.split("/")[-1]
    ]


def test_nobody_takes_a_document_somebody_is_making(document: Document) -> None:
    assert jobs.claim(document.pk, at=timezone.now()) is not None
    assert jobs.claim(document.pk, at=timezone.now()) is None
    assert jobs.claim(document.pk, at=timezone.now() + jobs.LEASE + timedelta(seconds=1)) is not None


def test_progress_is_seen_and_renews_the_lease(kind: Kind, document: Document) -> None:
    seen = []
    kind.during = lambda row: seen.append(Document.objects.values_list("progress", "progress_text").get(pk=row.pk))
    tasks.render(str(document.pk))
    assert seen == [(50, "Halvvejs.")]


def test_failures_wait_longer_and_longer_and_then_say_so(kind: Kind, document: Document, signe: User) -> None:
    def fail(row: Document) -> None:
        raise OSError("disken er fuld")

    kind.during = fail
    waits = []
    for attempt in range(1, jobs.MAX_ATTEMPTS + 1):
        before = timezone.now()
        with pytest.raises(OSError, match="disken er fuld"):
            tasks.render(str(document.pk))
        document.refresh_from_db()
        if attempt < jobs.MAX_ATTEMPTS:
            assert document.state == "queued"
            waits.append(round((document.next_attempt_at - before).total_seconds()))
            tasks.render(str(document.pk))  # told again too early: left alone
            assert kind.rendered == attempt
            Document.objects.update(next_attempt_at=timezone.now())
    assert waits == [20, 40, 80, 160]
    assert (document.state, document.failure) == ("failed", jobs.GAVE_UP)

    kind.during = lambda _: None
    jobs.retry(document=document, by=signe, at=timezone.now())
    tasks.render(str(document.pk))
    document.refresh_from_db()
    assert (document.state, document.failure, kind.finished) == ("ready", "", 1)
    with pytest.raises(jobs.DocumentRefused):
        jobs.retry(document=document, by=signe, at=timezone.now())


def test_a_worker_that_keeps_dying_does_not_go_on_for_ever(kind: Kind, document: Document) -> None:
    at = timezone.now()
    for _ in range(jobs.MAX_ATTEMPTS):
        assert jobs.claim(document.pk, at=at) is not None  # and dies
        at += jobs.LEASE + timedelta(seconds=1)
    assert jobs.claim(document.pk, at=at) is None
    document.refresh_from_db()
    assert (document.state, document.failure) == ("failed", jobs.GAVE_UP)


def test_the_clock_finds_what_was_left_behind(document: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(worker, "tell", lambda _, *args: told.append(args[0]))
    at = timezone.now()
    assert jobs.pick_up(at=at) == 1
    jobs.claim(document.pk, at=at)
    assert jobs.pick_up(at=at) == 0
    assert jobs.pick_up(at=at + jobs.LEASE + timedelta(seconds=1)) == 1
    assert told == [str(document.pk)] * 2


@pytest.mark.parametrize("error", [OperationalError("væk"), RedisAway("væk")])
def test_a_broker_that_is_away_is_not_the_persons_problem(
    error: Exception, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks
) -> None:
    asked = []

    def away(task: str, **arguments: object) -> None:
        asked.append(task)
        raise error

    monkeypatch.setattr(current_app._get_current_object(), "send_task", away)
    with django_capture_on_commit_callbacks(execute=True):
        worker.tell("documents.tasks.render", "1")
        worker.tell("documents.tasks.render", "1")
        worker.tell("documents.tasks.render", "2")
    assert asked == ["documents.tasks.render"] * 2

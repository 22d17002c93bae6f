"""The life of a document: queued, rendering, ready or failed (dokumenter i baggrunden).

A worker claims a row by a conditional update and holds it on a lease. Whoever holds the claim when the file is done
makes it ready; a worker that lost its claim throws its file away. So a document is made once, whoever dies.
"""

import hashlib
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from accounts import audit
from accounts.models import User
from documents import kinds, worker
from documents.models import Document

LEASE = timedelta(minutes=2)
MAX_ATTEMPTS = 5
RENDER_TASK = "documents.tasks.render"
GAVE_UP = "Det lykkedes ikke efter flere forsøg."


class DocumentRefused(Exception):
    """What was asked for cannot be done with the document; the message is for the person."""


def order(
    *,
    kind: str,
    title: str,
    filename: str,
    snapshot: dict[str, Any],
    by: User | None,
    at: datetime,
    media_type: str = "application/pdf",
) -> Document:
    """Order a document from a frozen snapshot (JSON). It is made after the transaction has been committed."""
    document = Document.objects.create(
        kind=kind,
        title=title,
        filename=filename,
        snapshot=snapshot,
        media_type=media_type,
        created_at=at,
        created_by=by,
        next_attempt_at=at,
    )
    worker.tell(RENDER_TASK, str(document.pk))
    return document


def claim(document_id: uuid.UUID | str, *, at: datetime) -> Document | None:
    """Take the document for LEASE, or None when it is not waiting or somebody else has it.

    After a failure it is left alone until its next attempt is due, however often workers are told of it.
    """
    mark = uuid.uuid4()
    rested = Q(attempts=0) | Q(next_attempt_at__lte=at)
    free = Q(rested, state=Document.State.QUEUED) | Q(state=Document.State.RENDERING, lease_until__lt=at)
    taken = (
        Document.objects.filter(free, pk=document_id)
        .filter(attempts__lt=MAX_ATTEMPTS)
        .update(
            state=Document.State.RENDERING,
            claim=mark,
            lease_until=at + LEASE,
            attempts=F("attempts") + 1,
            progress=0,
            progress_text="",
        )
    )
    if taken:
        return Document.objects.get(pk=document_id)
    Document.objects.filter(free, pk=document_id, attempts__gte=MAX_ATTEMPTS).update(
        state=Document.State.FAILED, failure=GAVE_UP, claim=None, lease_until=None
    )
    return None


def run(document: Document) -> bool:
    """Render a claimed document and make it ready. False when the claim was lost on the way."""
    kind = kinds.get(document.kind)
    held = Document.objects.filter(pk=document.pk, claim=document.claim)

    def report(percent: int, text: str) -> None:
        held.update(progress=percent, progress_text=text, lease_until=timezone.now() + LEASE)

    content = kind.render(document, report)
    path = f"documents/{document.created_at:%Y/%m}/{document.pk}-{str(document.claim)[:8]}"
    name = default_storage.save(path, ContentFile(content))
    if _make_ready(document, name=name, content=content, at=timezone.now()):
        return True
    default_storage.delete(name)
    return False


@transaction.atomic
def _make_ready(document: Document, *, name: str, content: bytes, at: datetime) -> bool:
    row = Document.objects.select_for_update().get(pk=document.pk)
    if row.state != Document.State.RENDERING or row.claim != document.claim:
        return False
    row.state, row.file, row.size = Document.State.READY, name, len(content)
    row.sha256 = hashlib.sha256(content).hexdigest()
    row.progress, row.progress_text, row.failure = 100, "", ""
    row.claim, row.lease_until, row.ready_at = None, None, at
    row.save()
    kinds.get(row.kind).when_ready(row, at)
    return True


def put_back(document: Document, *, at: datetime) -> None:
    """Rendering failed: try again later, or give up after MAX_ATTEMPTS with a reason the person can act on."""
    held = Document.objects.filter(pk=document.pk, claim=document.claim)
    if document.attempts >= MAX_ATTEMPTS:
        held.update(state=Document.State.FAILED, failure=GAVE_UP, claim=None, lease_until=None)
        return
    wait = timedelta(seconds=10 * 2**document.attempts)
    held.update(
        state=Document.State.QUEUED,
        next_attempt_at=at + wait,
        progress_text="Det gik galt. Vi prøver igen om lidt.",
        claim=None,
        lease_until=None,
    )


@transaction.atomic
def retry(*, document: Document, by: User | None, at: datetime) -> Document:
    """Try a failed document again, on a person's wish; `by` is None for one who came by a personal link.

    Raises:
        DocumentRefused: it has not failed.
    """
    row = Document.objects.select_for_update().get(pk=document.pk)
    if not row.is_failed:
        raise DocumentRefused("Dokumentet fejlede ikke, så det skal ikke laves igen.")
    row.state, row.failure, row.attempts = Document.State.QUEUED, "", 0
    row.progress, row.progress_text, row.next_attempt_at = 0, "", at
    row.save()
    audit.record(action="document.retried", summary=f"bad om at få lavet »{row.title}« igen", subject=row, at=at, by=by)
    worker.tell(RENDER_TASK, str(row.pk))
    return row


@transaction.atomic
def make_again(*, document: Document, snapshot: dict[str, Any], at: datetime) -> Document:
    """Make a document again from another snapshot, at the same address; the file there was is deleted."""
    row = Document.objects.select_for_update().get(pk=document.pk)
    row.snapshot, row.state, row.failure, row.attempts = snapshot, Document.State.QUEUED, "", 0
    row.progress, row.progress_text, row.next_attempt_at = 0, "", at
    # A worker that is at it loses its claim, and throws its file away.
    row.claim, row.lease_until, row.ready_at, row.size, row.sha256 = None, None, None, None, ""
    if before := row.file.name:
        transaction.on_commit(lambda: default_storage.delete(before))
    row.file = ""
    row.save()
    worker.tell(RENDER_TASK, str(row.pk))
    return row


def pick_up(*, at: datetime) -> int:
    """Tell the worker again about what a dead worker or an emptied broker left behind. Returns how many."""
    found = list(Document.objects.left_behind(at).order_by("created_at").values_list("pk", flat=True)[:200])
    for pk in found:
        worker.tell(RENDER_TASK, str(pk))
    return len(found)

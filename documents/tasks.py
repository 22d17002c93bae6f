"""The worker's jobs on documents and mail. Running one twice changes nothing."""

import structlog
from celery import shared_task
from django.utils import timezone

from documents import jobs, mail_retention, outbox

log = structlog.get_logger(__name__)


@shared_task
def render(document_id: str) -> None:
    """Make one document, when it is waiting and nobody else is at it."""
    document = jobs.claim(document_id, at=timezone.now())
    if document is None:
        return
    try:
        jobs.run(document)
    except Exception:
        jobs.put_back(document, at=timezone.now())
        raise
    log.info("document_ready", document=document_id, kind=document.kind)


@shared_task
def pick_up_left_behind() -> None:
    """The clock: documents nobody is working on any more."""
    jobs.pick_up(at=timezone.now())


@shared_task
def send_waiting_mail() -> None:
    """Send every mail that is due."""
    sent = outbox.send_due()
    if sent:
        log.info("mail_sent", count=sent)


@shared_task
def forget_old_mail() -> None:
    """The clock: what old mails said."""
    emptied = mail_retention.forget_old(at=timezone.now())
    if emptied:
        log.info("old_mail_emptied", count=emptied)

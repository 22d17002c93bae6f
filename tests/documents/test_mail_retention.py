"""What old mails said is forgotten; that they were sent is not."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from post_office.models import STATUS, Attachment, Email

from documents import mail, mail_retention, tasks

pytestmark = pytest.mark.django_db


def letter(*addresses: str) -> list[Email]:
    return mail.queue(
        to=addresses,
        subject="Kvittering",
        template="emails/receipt_ready",
        context={},
        kind="receipt",
        attachments={"kvittering.pdf": b"%PDF-"},
    )


def sent(email: Email, days: int) -> None:
    Email.objects.filter(pk=email.pk).update(status=STATUS.sent, created=timezone.now() - timedelta(days=days))


def kept() -> list[tuple[str, bool, int]]:
    """Each mail's receiver, whether its text is there, and how many files."""
    rows = Email.objects.order_by("pk")
    return [(email.to[0], bool(email.message), email.attachments.count()) for email in rows]


def test_text_and_files_go_after_a_year() -> None:
    (old,), (young,) = letter("gammel@kl.example"), letter("ny@kl.example")
    file = old.attachments.get().file.name
    sent(old, days=366)
    sent(young, days=364)

    tasks.forget_old_mail()
    assert kept() == [("gammel@kl.example", False, 0), ("ny@kl.example", True, 1)]
    assert not default_storage.exists(file)
    assert Attachment.objects.count() == 1
    assert Email.objects.get(pk=old.pk).subject == "Kvittering"
    assert mail_retention.forget_old(at=timezone.now()) == 0


def test_a_file_stays_until_the_last_mail_that_holds_it_goes() -> None:
    first, second = letter("1@kl.example", "2@kl.example")
    sent(first, days=366)
    sent(second, days=1)
    assert mail_retention.forget_old(at=timezone.now()) == 1
    assert kept() == [("1@kl.example", False, 0), ("2@kl.example", True, 1)]
    assert default_storage.exists(second.attachments.get().file.name)


def test_a_mail_that_still_waits_is_not_emptied() -> None:
    (waiting,) = letter("venter@kl.example")
    Email.objects.filter(pk=waiting.pk).update(created=timezone.now() - timedelta(days=400))
    assert mail_retention.forget_old(at=timezone.now()) == 0
    assert kept() == [("venter@kl.example", True, 1)]


def test_people_are_told_how_long(client: Client) -> None:
    page = client.get(reverse("privacy")).content.decode()
    assert f"Tekst og bilag slettes efter {settings.MAIL_RETENTION_DAYS} dage." in page

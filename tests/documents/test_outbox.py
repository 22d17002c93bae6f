"""Sending queued mail: once, later when the server is away, and never by two at the same time."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.core.mail.backends.locmem import EmailBackend as Locmem
from django.db import connection, transaction
from django.utils import timezone
from post_office.connections import connections
from post_office.models import STATUS, Email

from documents import mail, outbox
from documents.models import MailRecord

pytestmark = pytest.mark.django_db


class Server(Locmem):
    """Keeps mail in memory; refuses it while `away`."""

    away = False

    def send_messages(self, messages):
        if Server.away:
            raise ConnectionRefusedError("mailserveren svarer ikke")
        return super().send_messages(messages)


@pytest.fixture(autouse=True)
def server(settings) -> Iterator[type[Server]]:
    settings.POST_OFFICE = {"BACKENDS": {"default": f"{__name__}.Server"}, "CELERY_ENABLED": False}
    connections.close()
    Server.away = False
    yield Server
    connections.close()


def queue(*addresses: str, subject: str = "Blåbærgrød på øen") -> list[Email]:
    return mail.queue(
        to=addresses,
        subject=subject,
        template="emails/programme_opened",
        context={"programme": {"lead": "Kære {{ ven }} {% now 'Y' %} & <alle>", "deadline_at": timezone.now()}},
        kind="prøve",
        attachments={"bilag æøå.txt": "æøå".encode()},
    )


def test_mail_is_queued_and_then_sent_once() -> None:
    email, *others = queue("Mette@Stevns.example", "mette@stevns.example ", "")
    assert others == []
    assert (email.status, django_mail.outbox) == (STATUS.queued, [])

    assert (outbox.send_due(), outbox.send_due()) == (1, 0)
    sent = django_mail.outbox[0]
    assert (sent.to, sent.subject) == (["mette@stevns.example"], "Blåbærgrød på øen")
    assert "Kære {{ ven }} {% now 'Y' %} & <alle>" in sent.body
    assert sent.extra_headers["Message-ID"] == email.message_id
    assert [attachment[0] for attachment in sent.attachments] == ["bilag æøå.txt"]
    email.refresh_from_db()
    assert email.status == STATUS.sent
    assert list(email.logs.values_list("status", flat=True)) == [STATUS.sent]


def test_a_subject_cannot_carry_a_second_header() -> None:
    queue("a@kl.example", subject="Hej\r\nBcc: alle@kl.example")
    outbox.send_due()
    assert django_mail.outbox[0].subject == "Hej Bcc: alle@kl.example"


def test_a_rolled_back_cause_sends_nothing() -> None:
    with transaction.atomic():
        queue("a@kl.example")
        transaction.set_rollback(True)
    assert (Email.objects.count(), MailRecord.objects.count(), outbox.send_due()) == (0, 0, 0)


def test_mail_waits_for_a_server_that_is_away() -> None:
    queue(*(f"{number}@kl.example" for number in range(5)))
    Server.away = True
    assert outbox.send_due() == 0
    assert list(Email.objects.order_by("pk").values_list("number_of_retries", flat=True)) == [1, 1, 1, None, None]
    first = Email.objects.earliest("pk")
    assert first.status == STATUS.requeued
    assert first.logs.get().message == "mailserveren svarer ikke"

    Server.away = False
    assert outbox.send_due() == 2  # the others rest until their time
    Email.objects.filter(status=STATUS.requeued).update(scheduled_time=timezone.now() - timedelta(seconds=1))
    assert outbox.send_due() == 3
    assert sorted(message.to[0] for message in django_mail.outbox) == [f"{number}@kl.example" for number in range(5)]


def test_a_mail_is_tried_for_more_than_a_day_and_then_given_up_with_the_reason() -> None:
    (email,) = queue("a@kl.example")
    Server.away = True
    waited = timedelta()
    while True:
        assert outbox.send_due() == 0
        email.refresh_from_db()
        if email.status == STATUS.failed:
            break
        waited += email.scheduled_time - timezone.now()
        Email.objects.update(scheduled_time=timezone.now() - timedelta(seconds=1))
    assert waited > timedelta(days=1)
    assert email.logs.count() == outbox.MAX_RETRIES + 1
    assert email.logs.latest("pk").message == "mailserveren svarer ikke"


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_send_the_same_mail() -> None:
    queue(*(f"{number}@kl.example" for number in range(20)))
    ready = threading.Barrier(2)

    def work() -> None:
        ready.wait(10)
        try:
            outbox.send_due()
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join(30)
    receivers = sorted(message.to[0] for message in django_mail.outbox)
    assert receivers == sorted(f"{number}@kl.example" for number in range(20))


@pytest.mark.django_db(transaction=True)
def test_a_mail_another_worker_has_in_hand_is_passed_over() -> None:
    first, second = queue("1@kl.example", "2@kl.example")
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            Email.objects.select_for_update().get(pk=first.pk)
            held.set()
            done.wait(10)
        connection.close()

    other = threading.Thread(target=hold)
    other.start()
    held.wait(10)
    assert outbox.send_due() == 1
    assert django_mail.outbox[0].to == second.to
    done.set()
    other.join(10)
    assert outbox.send_due() == 1

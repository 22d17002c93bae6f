"""Sending queued mail: once, later when the server is away, and never by two at the same time."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import ClassVar

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
    """Keeps mail in memory; fails while `away`, and refuses the receivers in `refused`. Counts who asks."""

    away: ClassVar[OSError | None] = None
    refused: ClassVar[set[str]] = set()
    asked = 0

    def send_messages(self, messages):
        Server.asked += 1
        if Server.away:
            raise Server.away
        if refused := Server.refused.intersection(messages[0].to):
            raise SMTPRecipientsRefused(dict.fromkeys(refused, (550, b"findes ikke")))
        return super().send_messages(messages)


AWAY = ConnectionRefusedError("mailserveren svarer ikke")


@pytest.fixture(autouse=True)
def server(settings) -> Iterator[type[Server]]:
    settings.POST_OFFICE = {"BACKENDS": {"default": f"{__name__}.Server"}, "CELERY_ENABLED": False}
    connections.close()
    Server.away, Server.refused, Server.asked = None, set(), 0
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
    Server.away = AWAY
    assert outbox.send_due() == 0
    assert list(Email.objects.order_by("pk").values_list("number_of_retries", flat=True)) == [1, 1, 1, 1, 1]
    for email in Email.objects.all():
        assert (email.status, email.logs.get().message) == (STATUS.requeued, "mailserveren svarer ikke")

    Server.away = None
    assert outbox.send_due() == 0  # all rest until their time
    Email.objects.update(scheduled_time=timezone.now() - timedelta(seconds=1))
    assert outbox.send_due() == 5
    assert sorted(message.to[0] for message in django_mail.outbox) == [f"{number}@kl.example" for number in range(5)]


@pytest.mark.parametrize(
    "fault", [TimeoutError("timed out"), SMTPServerDisconnected("timed out"), ConnectionResetError("reset by peer")]
)
def test_a_server_that_swallows_mail_costs_one_timeout_a_round(fault: OSError) -> None:
    queue(*(f"{number}@kl.example" for number in range(5)))
    Server.away = fault
    assert (outbox.send_due(), outbox.send_due(), Server.asked) == (0, 0, 1)


def test_receivers_the_server_refuses_stop_nobody_else() -> None:
    addresses = [f"{number}@kl.example" for number in range(5)]
    queue(*addresses)
    Server.refused = set(addresses[:4])
    assert outbox.send_due() == 1
    assert [message.to for message in django_mail.outbox] == [[addresses[4]]]
    assert [email.number_of_retries for email in Email.objects.order_by("pk")] == [1, 1, 1, 1, None]
    assert Email.objects.earliest("pk").logs.get().exception_type == "SMTPRecipientsRefused"


def test_a_mail_is_tried_for_more_than_a_day_and_then_given_up_with_the_reason() -> None:
    (email,) = queue("a@kl.example")
    Server.away = AWAY
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
def test_one_sender_at_a_time() -> None:
    """Who comes while another waits for the mail server goes back to its documents."""
    queue("1@kl.example")
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            assert outbox._is_only_sender()
            held.set()
            done.wait(10)
        connection.close()

    other = threading.Thread(target=hold)
    other.start()
    held.wait(10)
    assert (outbox.send_due(), Server.asked) == (0, 0)
    done.set()
    other.join(10)
    assert (outbox.send_due(), Server.asked) == (1, 1)


def private(text: str = "ABCD-EFGH") -> Email:
    email = mail.write_row(to=["ny@stevns.example"], subject="Din kode", text=text)
    MailRecord.objects.create(email=email, kind="account", is_private=True)
    return email


def test_a_code_is_forgotten_when_it_is_sent(settings) -> None:
    settings.DEMO = False
    code, (letter,) = private(), queue("a@kl.example")
    assert outbox.send_due() == 2
    assert min(message.body for message in django_mail.outbox).strip() == "ABCD-EFGH"
    code.refresh_from_db()
    assert (code.status, code.message) == (STATUS.sent, "")
    assert Email.objects.get(pk=letter.pk).message == letter.message


def test_a_code_is_kept_while_it_waits_and_forgotten_when_it_is_given_up(settings) -> None:
    settings.DEMO = False
    code = private()
    Server.away = AWAY
    assert outbox.send_due() == 0
    assert Email.objects.get(pk=code.pk).message == "ABCD-EFGH"
    Email.objects.update(number_of_retries=outbox.MAX_RETRIES, scheduled_time=None)
    assert outbox.send_due() == 0
    code.refresh_from_db()
    assert (code.status, code.message) == (STATUS.failed, "")


def test_in_the_demo_codes_are_read_in_the_mail_log() -> None:
    code = private()
    assert outbox.send_due() == 1
    assert Email.objects.get(pk=code.pk).message == "ABCD-EFGH"


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

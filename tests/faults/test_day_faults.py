"""A worker killed in the middle of telling 400 people of a network day: each gets one mail."""

import subprocess
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta

from post_office.models import STATUS, Email

from accounts.models import User
from partnerships import network_days
from partnerships.models import DayNotice, Enrolment, Network, Programme, Seat, SeatHolding
from tests.factories import world
from tests.faults.conftest import Inbox, eventually, kill

PEOPLE = 400
START = datetime(2027, 3, 3, 9, 30, tzinfo=world.COPENHAGEN)
Start = Callable[..., "subprocess.Popen[bytes]"]


def test_a_worker_killed_while_telling_400_people(
    draft: Enrolment, programme: Programme, mette: User, signe: User, start_worker: Start, inbox: Inbox
) -> None:
    day = confirmed_day(draft, mette, signe)
    doomed = start_worker(FAULTS_SMTP_PORT=str(inbox.port))
    eventually(lambda: len(inbox.messages) >= PEOPLE // 4, seconds=120)
    kill(doomed)
    assert len(inbox.messages) < PEOPLE

    start_worker(FAULTS_SMTP_PORT=str(inbox.port))
    tell_again()
    eventually(
        lambda: Email.objects.filter(record__kind="network_day", status=STATUS.sent).count() == PEOPLE, seconds=120
    )

    ours = [message for message in inbox.messages if "Netværksdag 1" in decoded(message["Subject"])]
    assert DayNotice.objects.filter(change__day=day).count() == PEOPLE
    received = Counter(str(message["To"]) for message in ours)
    # Between the server's yes and our note of it there is one mail a kill can hit; its Message-ID tells the repetition.
    assert len({message["Message-ID"] for message in ours}) == PEOPLE
    assert len(received) == PEOPLE
    assert sum(received.values()) <= PEOPLE + 1


def confirmed_day(draft: Enrolment, mette: User, signe: User) -> network_days.NetworkDay:
    """A confirmed day with 400 people on the seats of one municipality; the broker knows of it."""
    from partnerships import enrolments

    seats = Seat.objects.filter(participation__enrolment=draft, participation__partnership__area="school")
    participation = seats[0].participation
    Seat.objects.bulk_create(Seat(participation=participation, number=n) for n in range(6, PEOPLE + 1))
    SeatHolding.objects.bulk_create(
        SeatHolding(
            seat=seat,
            name=f"Person {seat.number}",
            title="Leder",
            email=f"person{seat.number}@stevns.example",
            start_date=date(2026, 11, 24),
        )
        for seat in Seat.objects.filter(participation=participation)
    )
    signature = enrolments.Signature("Mette Holm", "Centerchef", "Efter bemyndigelse")
    enrolments.submit(enrolment=draft, by=mette, at=world.NOW, signature=signature)
    plan = network_days.Plan("Netværksdag 1", START, START + timedelta(hours=6), venue="Huset")
    network = Network.objects.get(partnership__area="school")
    day = network_days.plan_days(network=network, plans=[(1, plan)], by=signe, at=world.NOW)[0]
    return network_days.confirm(day=day, revision=day.revision, by=signe, at=world.NOW)


def tell_again() -> None:
    """What the clock does every minute."""
    from documents import worker

    worker.tell(network_days.NOTIFY_TASK)
    worker.tell("documents.tasks.send_waiting_mail")


def decoded(header: str) -> str:
    from email.header import decode_header, make_header

    return str(make_header(decode_header(header)))

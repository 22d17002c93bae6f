"""The feed, the day page and telling participants, each beside its floor."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from post_office.models import Email

from accounts.models import User
from documents.models import MailRecord
from partnerships import calendar, day_calendar, day_notices, network_days, participant_days, participants
from partnerships.models import (
    DayChange,
    DayNotice,
    Network,
    NetworkDay,
    NetworkMember,
    Participation,
    Seat,
    SeatHolding,
)
from tests.bench import floors, world
from tests.bench.jobs import analyse
from tests.bench.timing import Pair, alternate, call_ms
from tests.factories import world as make

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
START = datetime(2027, 3, 3, 9, 30, tzinfo=make.COPENHAGEN)


def network(slug: str, *, people: int, first: int, by: User) -> Network:
    """A network of municipalities with five named people each, `people` in all."""
    programme = world.programme(slug)
    rows = world.municipalities(max(people // 5, 1), first=first)
    world.bindings(programme, rows, by)
    partnership = programme.partnerships.get(area="school")
    made = Network.objects.create(partnership=partnership, number=1, name="Netværk skole")
    participations = Participation.objects.filter(partnership=partnership)
    NetworkMember.objects.bulk_create(
        (NetworkMember(network=made, participation=row) for row in participations), batch_size=5000
    )
    seats = Seat.objects.filter(participation__partnership=partnership)
    SeatHolding.objects.bulk_create(
        (
            SeatHolding(
                seat=seat,
                name=f"Person {seat.pk}",
                title="Leder",
                email=f"person{seat.pk}@proeveby.example",
                start_date=date(2026, 11, 24),
            )
            for seat in seats.iterator()
        ),
        batch_size=5000,
    )
    analyse()
    return made


def plan(made: Network, number: int, by: User) -> NetworkDay:
    """A planned day, a day after the one before it."""
    start = START + timedelta(days=number)
    what = network_days.Plan(f"Netværksdag {number}", start, start + timedelta(hours=6), venue="Huset")
    return network_days.plan_days(network=made, plans=[(number, what)], by=by, at=make.NOW)[0]


def feed(sizes: tuple[int, ...] = (4, 200)) -> Iterator[Pair]:
    """A participant's calendar. Floor: the same events, already read, written by the same kernel."""
    by = make.user("bench-feed@kl.example", "Signe Dam", is_administrator=True)
    client = Client()
    for nth, size in enumerate(sizes):
        made = network(f"feed-{size}", people=5, first=300_000 + nth, by=by)
        for number in range(1, size + 1):
            plan(made, number, by)
        address = SeatHolding.objects.filter(seat__participation__network_member__network=made)[0].email
        person = participants.of_addresses([address], at=make.NOW)[address]
        events = [day_calendar.event(day, link=participants.link(person)) for day in participant_days.days(person)]
        url = reverse("calendar_feed", args=[participants.token(person)])
        ours, floor = alternate(
            lambda url=url: client.get(url),
            lambda events=events: calendar.feed(events, name="Netværksdage").encode(),
            rounds=15,
        )
        yield Pair("calendar feed", f"{size} days", ours, floor, "ms", "–")


def day_page(sizes: tuple[int, ...] = (100, 400, 10_000)) -> Iterator[Pair]:
    """Staff's page of a day. Floor: the same template with the same content, read already."""
    by = make.user("bench-day@kl.example", "Signe Dam", is_administrator=True)
    client = Client()
    client.force_login(by, backend=BACKEND)
    for nth, size in enumerate(sizes):
        made = network(f"dag-{size}", people=size, first=310_000 + nth * 2500, by=by)
        day = plan(made, 1, by)
        network_days.confirm(day=day, revision=day.revision, by=by, at=make.NOW)
        day_notices.prepare(at=timezone.now())
        url = reverse("staff_day", args=[day.pk])
        response = client.get(url)
        assert response.status_code == 200
        context: dict[str, object] = {}
        for layer in response.context:
            context |= layer.flatten() if hasattr(layer, "flatten") else dict(layer)
        context.pop("csrf_token", None)
        floors.captured |= {"template": response.templates[0].name, "context": context, "programme": 0}
        ours, floor = alternate(lambda url=url: client.get(url), lambda: client.get(reverse("floor_list")), rounds=9)
        yield Pair("day page", f"{size:,} participants", ours, floor, "ms", "–")


def notifying(people: int = 10_000) -> Iterator[Pair]:
    """Telling everybody of a confirmed day. Floor: the same rows, ready made, inserted in the same batches."""
    by = make.user("bench-notify@kl.example", "Signe Dam", is_administrator=True)
    made = network("besked", people=people, first=340_000, by=by)
    day = plan(made, 1, by)
    network_days.confirm(day=day, revision=day.revision, by=by, at=make.NOW)
    at = timezone.now()
    DayNotice.objects.filter(queued_at__isnull=True).update(queued_at=at)  # those of the days before

    def ours() -> None:
        day_notices.prepare(at=at)
        day_notices.queue_mails(at=at)
        assert DayNotice.objects.filter(change__day=day, queued_at=at).count() == people

    spent = call_ms(ours)
    copies = _copies(day)
    yield Pair("notifying", f"{people:,} participants", spent, call_ms(lambda: _insert(copies)), "ms", "–")


Copies = tuple[DayChange, list[DayNotice], list[Email], list[MailRecord]]


def _copies(day: NetworkDay) -> Copies:
    notices = list(DayNotice.objects.filter(change__day=day).order_by("pk"))
    emails = list(Email.objects.filter(record__kind=day_notices.KIND, record__subject_id=str(day.pk)).order_by("pk"))
    records = list(MailRecord.objects.filter(email__in=emails).order_by("email_id"))
    change = day.changes.get()
    DayNotice.objects.filter(change=change).delete()
    return change, notices, emails, records


def _insert(copies: Copies) -> None:
    _, notices, emails, records = copies
    for row in (*notices, *emails, *records):
        row.pk = None
    for start in range(0, len(notices), day_notices.BATCH):
        part = slice(start, start + day_notices.BATCH)
        with transaction.atomic():
            made = Email.objects.bulk_create(emails[part])
            for email, record, notice in zip(made, records[part], notices[part], strict=True):
                record.email, notice.email = email, email
            MailRecord.objects.bulk_create(records[part])
            DayNotice.objects.bulk_create(notices[part])
    assert connection.in_atomic_block is False

"""Telling participants of network days, each person once for each change (beskeder).

Who should know is worked out from who sits on the seats; who knows is in the notices. `prepare` makes the two meet:
it is run by the clock and after every change, and running it again changes nothing. `queue_mails` hands the notices to
the outbox in small transactions, so a worker killed in the middle tells nobody twice and forgets nobody.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.template.loader import render_to_string

from accounts import audit
from accounts.danish import DanishOrder, in_danish_time
from accounts.models import User
from documents import mail
from documents.mail import Letter
from documents.outbox import WAITING
from partnerships import day_calendar, network_days, participants
from partnerships.calendar import Method
from partnerships.day_calendar import News
from partnerships.models import DayChange, DayNotice, Network, NetworkDay, SeatHolding

BATCH = 100
KIND = "network_day"
SUBJECTS = {News.PLACE: "Nyt sted", News.LINK: "Nyt link", News.NOTHING: "Bekræftet"}
LABELS = SUBJECTS | {News.TIME: "Flyttet", News.NOTHING: "Invitation"}


@dataclass(frozen=True)
class Recipient:
    """A person on a seat of the network on the day."""

    name: str
    address: str
    scope: str


def holdings_on(network: Network | int, day: date) -> QuerySet[SeatHolding]:
    """Who sits on the network's seats on the date; only municipalities that are bound."""
    return SeatHolding.objects.on(day).filter(
        seat__participation__network_member__network=network, seat__participation__enrolment__state="binding"
    )


def recipients(day: NetworkDay) -> list[Recipient]:
    """Who is told of the day, each address once, by municipality and seat."""
    return _seated(day.network_id, in_danish_time(day.starts_at).date())


def _seated(network: int, on: date) -> list[Recipient]:
    rows = holdings_on(network, on).order_by("seat_id", "start_date")
    found: dict[str, Recipient] = {}
    for name, address, code in rows.values_list("name", "email", "seat__participation__enrolment__municipality__code"):
        found.setdefault(address.lower(), Recipient(name, address.lower(), code))
    return list(found.values())


def told_if_moved(day: NetworkDay, on: date) -> list[Recipient]:
    """Who would be told if the day were moved to `on`: those on a seat then, and those who expect the day now."""
    found = {person.address: person for person in _seated(day.network_id, on)}
    return list(
        (found | {person.address: person for person in told_if_cancelled(day) if person.address not in found}).values()
    )


def told_if_cancelled(day: NetworkDay) -> list[Recipient]:
    """Who would be told if the day were cancelled: those who expect it."""
    rows = DayNotice.objects.filter(change__day=day).order_by("sequence", "pk")
    latest = {notice.address: notice for notice in rows}
    return [Recipient(row.name, row.address, row.scope) for row in latest.values() if not row.is_cancellation]


def prepare(*, at: datetime) -> int:
    """Write the notices that are missing for days still to come. Returns how many were written."""
    days = NetworkDay.objects.filter(changes__isnull=False, ends_at__gt=at).exclude(state="held").distinct()
    return sum(_prepare_day(pk) for pk in days.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _prepare_day(pk: int) -> int:
    day = NetworkDay.objects.select_for_update(no_key=True).get(pk=pk)
    last = day.changes.order_by("-sequence").first()
    if last is None or day.is_held:
        return 0
    wanted = {} if day.is_cancelled else {recipient.address: recipient for recipient in recipients(day)}
    known = _what_people_know(day)
    to_tell = [
        person
        for address, person in wanted.items()
        if (notice := known.get(address)) is None or notice.is_cancellation or notice.change_id != last.pk
    ]
    to_excuse = [
        Recipient(notice.name, address, notice.scope)
        for address, notice in known.items()
        if address not in wanted and not notice.is_cancellation
    ]
    is_back = any(known[person.address].sequence >= day.sequence for person in to_tell if person.address in known)
    if not day.is_cancelled and (to_excuse or is_back):  # calendars need a higher number to let go, or take up again
        NetworkDay.objects.filter(pk=day.pk).update(sequence=F("sequence") + 1)
        day.refresh_from_db(fields=["sequence"])
    _write(last, to_tell, known, sequence=day.sequence, is_cancellation=False)
    _write(last, to_excuse, known, sequence=day.sequence, is_cancellation=True)
    _forget_unsent(last, [*to_tell, *to_excuse])
    return len(to_tell) + len(to_excuse)


def _what_people_know(day: NetworkDay) -> dict[str, DayNotice]:
    """The latest notice each address has got, or is about to get, of the day."""
    rows = DayNotice.objects.filter(change__day=day).select_for_update(of=("self",)).select_related("change")
    return {notice.address: notice for notice in rows.order_by("sequence", "pk")}


def _before(notice: DayNotice | None) -> dict[str, Any]:
    """When and where one who has this notice thinks the day is; empty for one who does not expect it."""
    if notice is None or notice.is_cancellation:
        return {}
    facts: dict[str, Any] = notice.before if notice.queued_at is None else notice.change.after
    return facts


def _write(
    change: DayChange,
    people: Iterable[Recipient],
    known: Mapping[str, DayNotice],
    *,
    sequence: int,
    is_cancellation: bool,
) -> None:
    DayNotice.objects.bulk_create(
        [
            DayNotice(
                change=change,
                name=person.name,
                address=person.address,
                scope=person.scope,
                sequence=sequence,
                is_cancellation=is_cancellation,
                before=_before(known.get(person.address)),
            )
            for person in people
        ],
        update_conflicts=True,
        unique_fields=["change", "address"],
        update_fields=[
            "name",
            "scope",
            "sequence",
            "is_cancellation",
            "before",
            "email",
            "queued_at",
            "acknowledged_at",
        ],
    )


def _forget_unsent(change: DayChange, people: Collection[Recipient]) -> None:
    """What these people were about to be told of earlier changes is old: they are told of this one instead."""
    if people:
        unsent = DayNotice.objects.filter(change__day=change.day_id, queued_at__isnull=True).exclude(change=change)
        unsent.filter(address__in=[person.address for person in people]).delete()


def queue_mails(*, at: datetime, batch: int = BATCH) -> int:
    """Hand every waiting notice to the outbox, `batch` at a time. Returns how many."""
    total = 0
    while done := _queue_batch(at=at, batch=batch):
        total += done
    return total


@transaction.atomic
def _queue_batch(*, at: datetime, batch: int) -> int:
    rows = DayNotice.objects.filter(queued_at__isnull=True).select_for_update(skip_locked=True, of=("self",))
    rows = rows.select_related("change__day__network__partnership__programme").order_by("change", "pk")[:batch]
    notices = list(rows)
    for change, of_change in _by_change(notices):
        people = participants.of_addresses([notice.address for notice in of_change], at=at)
        letters = [_letter(change, notice, participants.link(people[notice.address])) for notice in of_change]
        emails = mail.queue_letters(letters, kind=KIND, about=change.day, is_private=True)
        for notice, email in zip(of_change, emails, strict=True):
            notice.email, notice.queued_at = email, at
    DayNotice.objects.bulk_create(
        notices, update_conflicts=True, unique_fields=["pk"], update_fields=["email", "queued_at"]
    )
    return len(notices)


def _by_change(notices: Collection[DayNotice]) -> list[tuple[DayChange, list[DayNotice]]]:
    changes = {notice.change_id: notice.change for notice in notices}
    return [(change, [n for n in notices if n.change_id == pk]) for pk, change in changes.items()]


def _letter(change: DayChange, notice: DayNotice, link: str) -> Letter:
    day = change.day
    method = Method.CANCEL if notice.is_cancellation else Method.REQUEST
    news = day_calendar.news(notice.before, change.after)
    context: dict[str, Any] = {
        "day": day,
        "programme": day.network.partnership.programme,
        "area": day.network.partnership.get_area_display(),
        "change": change,
        "before": day_calendar.words(notice.before or change.before),
        "news": news.value,
        "notice": notice,
        "link": link,
        "is_day_cancelled": day.is_cancelled,
    }
    return Letter(
        to=notice.address,
        subject=_subject(day, notice, news),
        text=render_to_string("emails/network_day.txt", context).strip() + "\n",
        scope=notice.scope,
        calendar=day_calendar.invitation(day, notice, method=method, link=link),
        calendar_method=method.value,
    )


def _subject(day: NetworkDay, notice: DayNotice, news: News) -> str:
    if day.is_cancelled:
        return f"Aflyst: {day.title} {network_days.when(day)}"
    if notice.is_cancellation:
        return f"Du deltager ikke længere: {day.title}"
    if news == News.TIME:
        return f"Flyttet: {day.title} er nu {network_days.when(day)}"
    return f"{SUBJECTS[news]}: {day.title} {network_days.when(day)}"


def label_of(notice: DayNotice) -> str:
    """What the notice tells its person, in a word or two. Needs its change."""
    if notice.is_cancellation:
        return "Afbud"
    return LABELS[day_calendar.news(notice.before, notice.change.after)]


class NoticeRefused(Exception):
    """The notice cannot be sent again; the message is for the person."""


def mark_of(notice: DayNotice) -> str:
    """Stands for the notice's latest mail."""
    return notice.queued_at.isoformat() if notice.queued_at else ""


def may_send_again(day: NetworkDay, *, at: datetime) -> bool:
    """Whether what people were told of the day is still worth telling."""
    return not day.is_held and day.ends_at > at


@transaction.atomic
def send_again(*, notice: DayNotice, seen: str, by: User, at: datetime) -> bool:
    """Mail one person again what they were last told of the day. What they have acknowledged stays so.

    `seen` is `mark_of` the notice as the person who asks read it, so that asking twice is asking once (then False).

    Raises:
        NoticeRefused: the day is over or has changed since, or the mail still waits.
    """
    day = network_days.lock(NetworkDay(pk=notice.change.day_id), None)
    rows = DayNotice.objects.select_for_update(of=("self",))
    row = rows.select_related("change__day__network__partnership__programme", "email").filter(pk=notice.pk).first()
    if row is None or day.changes.filter(sequence__gt=row.change.sequence).exists():
        raise NoticeRefused("Dagen er ændret imens. De, der skal vide det, får besked om ændringen af sig selv.")
    if not may_send_again(day, at=at):
        raise NoticeRefused("Dagen er slut, så der er ikke noget at sende igen.")
    if row.queued_at is not None and mark_of(row) != seen:
        return False
    if row.queued_at is None or (row.email is not None and row.email.status in WAITING):
        raise NoticeRefused("Mailen venter allerede på at blive sendt.")
    person = participants.of_addresses([row.address], at=at)[row.address]
    letter = _letter(row.change, row, participants.link(person))
    row.email, row.queued_at = mail.queue_letters([letter], kind=KIND, about=day, is_private=True)[0], at
    row.save(update_fields=["email", "queued_at"])
    audit.record(
        action="network_day.notice_sent_again",
        summary=f"sendte beskeden om {day} igen til {row.name} ({row.address})",
        subject=day,
        at=at,
        by=by,
    )
    return True


@transaction.atomic
def acknowledge(*, day: NetworkDay, address: str, at: datetime, sequence: int | None = None) -> bool:
    """The person has seen the latest notice of the day. Twice is once.

    False when there is none to see, or it is newer than the one with the `sequence` that the person read.
    """
    notice = (
        DayNotice.objects.select_for_update(of=("self",))
        .filter(change__day=day, address=address.lower())
        .order_by("-sequence", "-pk")
        .first()
    )
    if notice is None or (sequence is not None and notice.sequence != sequence):
        return False
    if notice.acknowledged_at is None:
        notice.acknowledged_at = at
        notice.save(update_fields=["acknowledged_at"])
    return True


def latest_notices(day: NetworkDay) -> list[DayNotice]:
    """The notices of the day's latest change in order of name, with the state of their mails; two queries."""
    last = day.changes.order_by("-sequence").values("pk")[:1]
    notices = DayNotice.objects.filter(change__in=last).select_related("email").prefetch_related("change")
    texts = ("email__message", "email__html_message", "email__context", "email__headers")
    return list(notices.defer(*texts).order_by(DanishOrder("name"), "pk"))

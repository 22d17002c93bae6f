"""Telling the steering group's representatives of a meeting, each once for each version of it (beskeder).

Who should know is worked out from the seats on the day; who knows, and what, is in the notices. `tell` makes the two
meet under the meeting's lock; `prepare` does it for all meetings that are sent out, run by the clock.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string

from accounts.danish import date_time, in_danish_time
from documents import mail
from documents.mail import Letter
from partnerships import day_calendar, participants
from partnerships.calendar import Method
from partnerships.day_notices import Recipient, holdings_on
from partnerships.models import DayItem, SeatHolding, SteeringMeeting, SteeringNotice

KIND = "steering_meeting"


def representatives(network: int, day: date) -> dict[int, SeatHolding]:
    """Who represents each participation of the network in the steering group on the date. One query."""
    rows = holdings_on(network, day).filter(is_steering_representative=True).order_by("start_date", "pk")
    rows = rows.select_related("seat__participation__enrolment__municipality")
    return {holding.seat.participation_id: holding for holding in rows}


def recipients(meeting: SteeringMeeting) -> list[Recipient]:
    """Who is told of the meeting: one for each participation, each address once. Needs its day."""
    day = in_danish_time(meeting.day.starts_at).date()
    found: dict[str, Recipient] = {}
    for _, row in sorted(representatives(meeting.day.network_id, day).items()):
        code = row.seat.participation.enrolment.municipality.code
        found.setdefault(row.email.lower(), Recipient(row.name, row.email.lower(), code))
    return list(found.values())


def prepare(*, at: datetime) -> int:
    """Tell those who should know of a meeting still to come: new representatives, a cancelled day. Returns how many."""
    waiting = SteeringMeeting.objects.filter(opened_at__isnull=False, starts_at__gt=at)
    return sum(_prepare(pk, at) for pk in waiting.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _prepare(pk: int, at: datetime) -> int:
    rows = SteeringMeeting.objects.select_for_update(no_key=True, of=("self",))
    return tell(rows.select_related("day__network__partnership__programme").get(pk=pk), at=at)


def tell(meeting: SteeringMeeting, *, at: datetime) -> int:
    """Mail those who do not know the meeting as it stands, and those who no longer come. Returns how many.

    The meeting's row must be locked, with its day's network__partnership__programme.
    """
    is_off = meeting.day.is_cancelled
    wanted = {} if is_off else {person.address: person for person in recipients(meeting)}
    known = {notice.address: notice for notice in meeting.notices.all()}
    to_tell = [person for address, person in wanted.items() if not _knows(known.get(address), meeting)]
    to_excuse = [
        Recipient(notice.name, address, notice.scope)
        for address, notice in known.items()
        if address not in wanted and not notice.is_cancellation
    ]
    comes_back = any(person.address in known and known[person.address].is_cancellation for person in to_tell)
    if not is_off and (to_excuse or comes_back):  # calendars need a higher number to let go, or to take it up again
        meeting.sequence += 1
        meeting.save(update_fields=["sequence"])
    for people, is_cancellation in ((to_tell, False), (to_excuse, True)):
        if people:
            _send(meeting, people, known=known, is_cancellation=is_cancellation, at=at)
    return len(to_tell) + len(to_excuse)


def _knows(notice: SteeringNotice | None, meeting: SteeringMeeting) -> bool:
    return notice is not None and not notice.is_cancellation and notice.revision == meeting.revision


def _send(
    meeting: SteeringMeeting,
    people: list[Recipient],
    *,
    known: dict[str, SteeringNotice],
    is_cancellation: bool,
    at: datetime,
) -> None:
    persons = participants.of_addresses([person.address for person in people], at=at)
    items = [] if is_cancellation else list(meeting.day.items.all())
    letters = [
        _letter(
            meeting,
            person,
            items,
            link=participants.steering_link(persons[person.address], meeting.day_id),
            is_cancellation=is_cancellation,
            is_moved=_has_an_older(known.get(person.address)),
        )
        for person in people
    ]
    emails = mail.queue_letters(letters, kind=KIND, about=meeting, is_private=True)
    SteeringNotice.objects.bulk_create(
        [
            SteeringNotice(
                meeting=meeting,
                name=person.name,
                address=person.address,
                scope=person.scope,
                revision=meeting.revision,
                sequence=day_calendar.meeting_sequence(meeting),
                is_cancellation=is_cancellation,
                email=email,
                at=at,
            )
            for person, email in zip(people, emails, strict=True)
        ],
        update_conflicts=True,
        unique_fields=["meeting", "address"],
        update_fields=["name", "scope", "revision", "sequence", "is_cancellation", "email", "at"],
    )


def _has_an_older(notice: SteeringNotice | None) -> bool:
    return notice is not None and not notice.is_cancellation


def _letter(
    meeting: SteeringMeeting,
    person: Recipient,
    items: Sequence[DayItem],
    *,
    link: str,
    is_cancellation: bool,
    is_moved: bool,
) -> Letter:
    day = meeting.day
    method = Method.CANCEL if is_cancellation else Method.REQUEST
    context: dict[str, Any] = {
        "meeting": meeting,
        "day": day,
        "programme": day.network.partnership.programme,
        "area": day.network.partnership.get_area_display(),
        "items": items,
        "name": person.name,
        "link": link,
        "is_cancellation": is_cancellation,
        "is_moved": is_moved,
    }
    return Letter(
        to=person.address,
        subject=_subject(meeting, is_cancellation=is_cancellation, is_moved=is_moved),
        text=render_to_string("emails/steering_meeting.txt", context).strip() + "\n",
        scope=person.scope,
        calendar=day_calendar.meeting_invitation(
            meeting, name=person.name, address=person.address, method=method, link=link
        ),
        calendar_method=method.value,
    )


def _subject(meeting: SteeringMeeting, *, is_cancellation: bool, is_moved: bool) -> str:
    if meeting.day.is_cancelled:
        return f"Aflyst: styregruppemøde {date_time(meeting.starts_at)}"
    if is_cancellation:
        return f"Du skal ikke med til styregruppemødet {date_time(meeting.starts_at)}"
    if is_moved:
        return f"Flyttet: styregruppemødet er nu {date_time(meeting.starts_at)}"
    return f"Kladde til {meeting.day}, og styregruppemøde {date_time(meeting.starts_at)}"

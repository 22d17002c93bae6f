"""The steering group before a day: who is told of its meeting, what municipalities may answer, and what staff read."""

from datetime import date, timedelta
from typing import Any

import icalendar
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from post_office.models import Email

from accounts.models import AuditEvent, User
from partnerships import network_days, seats, steering, steering_notices, steering_results
from partnerships.models import (
    Enrolment,
    Municipality,
    NetworkDay,
    Programme,
    Seat,
    SteeringMeeting,
    SteeringNotice,
)
from tests.factories import days, world

AT, MEETS = days.AT, days.MEETS
LATER = AT + timedelta(hours=1)


@pytest.fixture
def day(binding: Enrolment, signe: User) -> NetworkDay:
    return days.day(signe)


@pytest.fixture
def lone(binding: Enrolment, mette: User) -> Seat:
    """Stevns' representative in the school's steering group."""
    return days.represent(binding, "Lone", mette)


@pytest.fixture
def meeting(day: NetworkDay, signe: User) -> SteeringMeeting:
    return days.meeting(day, signe)


@pytest.fixture
def sent(meeting: SteeringMeeting, lone: Seat, signe: User) -> SteeringMeeting:
    return steering.send_draft(meeting=meeting, revision=meeting.revision, by=signe, at=AT)


@pytest.fixture
def faxe_binding(faxe: Municipality, programme: Programme, stranger: User) -> Enrolment:
    return world.binding(faxe, programme, stranger, school=5)


def mails() -> list[tuple[str, str, int]]:
    """The steering group's mails so far, as (address, METHOD, SEQUENCE)."""
    found = []
    for email in Email.objects.filter(record__kind="steering_meeting").order_by("pk"):
        calendar = icalendar.Calendar.from_ical(email.record.calendar)
        found.append((email.to[0], str(calendar["method"]), int(calendar.events[0]["sequence"])))
    return found


def test_the_meeting_lies_before_the_day(day: NetworkDay, signe: User) -> None:
    for starts_at, said in (
        (days.START, "Mødet skal ligge før dagen, som er 3. marts 2027 kl. 9.30–15.30."),
        (AT, "Mødet skal ligge i fremtiden."),
    ):
        with pytest.raises(steering.SteeringRefused) as refused:
            days.meeting(day, signe, starts_at=starts_at)
        assert (str(refused.value), refused.value.field) == (said, "date")
    with pytest.raises(steering.SteeringRefused, match="slutte, efter at det begynder"):
        days.meeting(day, signe, ends_at=MEETS)
    assert SteeringMeeting.objects.count() == 0
    meeting = days.meeting(day, signe)
    assert (steering.when(meeting), meeting.revision, meeting.sequence) == ("25. februar 2027 kl. 13.00–13.45", 1, 0)
    assert AuditEvent.objects.latest("pk").summary == (
        "satte styregruppemødet før Netværksdag 1 til 25. februar 2027 kl. 13.00–13.45"
    )


def test_the_draft_is_sent_once_with_an_invitation(sent: SteeringMeeting, signe: User) -> None:
    assert mails() == [("lone@stevns.example", "REQUEST", 0)]
    steering.send_draft(meeting=sent, revision=sent.revision, by=signe, at=LATER)
    assert steering_notices.prepare(at=LATER) == 0
    assert mails() == [("lone@stevns.example", "REQUEST", 0)]
    email = Email.objects.get(record__kind="steering_meeting")
    assert email.subject == "Kladde til Netværksdag 1, og styregruppemøde 25. februar 2027 kl. 13.00"
    assert "torsdag 25. februar 2027 kl. 13.00–13.45, virtuelt\nhttps://video.example/1" in email.message
    assert "9.30–10.30  Hvad virker? (Ida Lund)\n10.30–11.30  At lede forandring\n" in email.message
    event = icalendar.Calendar.from_ical(email.record.calendar).events[0]
    assert str(event["uid"]).startswith(str(sent.uid))
    assert (event.start, str(event["location"])) == (MEETS, "https://video.example/1")


def test_the_draft_is_read_once_however_many_get_it(
    meeting: SteeringMeeting, lone: Seat, faxe_binding: Enrolment, stranger: User, signe: User
) -> None:
    days.represent(faxe_binding, "Per", stranger)
    with CaptureQueriesContext(connection) as asked:
        steering.send_draft(meeting=meeting, revision=meeting.revision, by=signe, at=AT)
    assert sorted(address for address, _, _ in mails()) == ["lone@stevns.example", "per@faxe.example"]
    items = [row for row in asked if 'FROM "partnerships_dayitem"' in row["sql"] and "LIMIT 1" not in row["sql"]]
    assert len(items) == 1


def test_an_empty_draft_is_not_sent(day: NetworkDay, meeting: SteeringMeeting, signe: User) -> None:
    network_days.set_items(day=day, items=[], revision=None, by=signe, at=AT)
    with pytest.raises(steering.SteeringRefused, match="Skriv dagens program"):
        steering.send_draft(meeting=meeting, revision=meeting.revision, by=signe, at=AT)
    assert mails() == []


def test_a_moved_meeting_moves_in_the_calendars(sent: SteeringMeeting, signe: User) -> None:
    moved = days.meeting(sent.day, signe, starts_at=MEETS - timedelta(days=1), revision=sent.revision)
    assert mails() == [("lone@stevns.example", "REQUEST", 0), ("lone@stevns.example", "REQUEST", 1)]
    assert Email.objects.latest("pk").subject == "Flyttet: styregruppemødet er nu 24. februar 2027 kl. 13.00"
    same = days.meeting(sent.day, signe, starts_at=MEETS - timedelta(days=1), revision=moved.revision)
    assert (same.revision, len(mails())) == (moved.revision, 2)


def test_a_cancelled_day_takes_the_meeting_out(sent: SteeringMeeting, signe: User) -> None:
    network_days.cancel(day=sent.day, revision=sent.day.revision, reason="Ingen lokaler.", by=signe, at=LATER)
    assert (steering_notices.prepare(at=LATER), steering_notices.prepare(at=LATER)) == (1, 0)
    assert mails()[1:] == [("lone@stevns.example", "CANCEL", 1)]
    assert Email.objects.latest("pk").subject == "Aflyst: styregruppemøde 25. februar 2027 kl. 13.00"


def test_a_new_representative_is_told_and_the_old_one_excused(
    sent: SteeringMeeting, binding: Enrolment, mette: User
) -> None:
    days.represent(binding, "Peter", mette, number=2)
    assert steering_notices.prepare(at=LATER) == 2
    assert mails()[1:] == [("peter@stevns.example", "REQUEST", 1), ("lone@stevns.example", "CANCEL", 1)]
    seats.clear(seat=Seat.objects.get(holdings__name="Lone"), by=mette, at=LATER, day=date(2026, 11, 25))
    days.represent(binding, "Lone", mette, day=date(2026, 11, 26))
    assert steering_notices.prepare(at=LATER) == 2
    assert mails()[3:] == [("lone@stevns.example", "REQUEST", 2), ("peter@stevns.example", "CANCEL", 2)]
    assert SteeringNotice.objects.count() == 2


def test_a_municipality_answers_and_corrects_its_answer(sent: SteeringMeeting, mette: User, anders: User) -> None:
    first = days.answer(sent, anders, {1: 3, 4: 2, 8: 0}, text=" Vi vil høre om mellemformer. ")
    assert (steering.weights_of(first), first.input) == ({1: 3, 4: 2}, "Vi vil høre om mellemformer.")
    assert days.answer(sent, anders, {1: 3, 4: 2}, text=first.input, revision=1).revision == 1
    second = days.answer(sent, mette, {8: 3}, revision=1)
    assert (steering.weights_of(second), second.input, second.revision, second.by) == ({8: 3}, "", 2, mette)
    said = AuditEvent.objects.filter(action="steering.answered").order_by("pk")
    assert [(row.summary, row.scope) for row in said] == [
        ("svarede styregruppen før Netværksdag 1, skole: 5 point", "0336"),
        ("svarede styregruppen før Netværksdag 1, skole: 3 point", "0336"),
    ]


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ({1: 3, 2: 3, 3: 3}, "I har givet 9 point. Tag 1 fra igen, så I har givet højst 8."),
        ({1: 4}, "Giv hvert tema fra 0 til 3 point."),
        ({9: 1}, "Giv hvert tema fra 0 til 3 point."),
        ({}, "Giv mindst ét point, eller skriv, hvad I vil have med."),
    ],
)
def test_points_that_do_not_add_up(sent: SteeringMeeting, mette: User, weights: dict[int, int], said: str) -> None:
    with pytest.raises(steering.SteeringRefused) as refused:
        days.answer(sent, mette, weights)
    assert str(refused.value) == said
    assert sent.answers.count() == 0


def test_answers_are_taken_from_the_draft_to_the_meeting(meeting: SteeringMeeting, lone: Seat, mette: User) -> None:
    with pytest.raises(steering.SteeringRefused):
        days.answer(meeting, mette, {1: 1})
    sent = steering.send_draft(meeting=meeting, revision=meeting.revision, by=mette, at=AT)
    days.answer(sent, mette, {1: 1}, at=MEETS - timedelta(seconds=1))
    with pytest.raises(steering.SteeringRefused, match="Der kan ikke svares længere"):
        days.answer(sent, mette, {1: 2}, at=MEETS, revision=1)


def test_a_colleagues_answer_is_not_overwritten(sent: SteeringMeeting, mette: User, anders: User) -> None:
    theirs = days.answer(sent, anders, {1: 3})
    with pytest.raises(steering.AnswerChanged) as changed:
        days.answer(sent, mette, {2: 3})
    assert changed.value.answer == theirs
    assert str(changed.value) == (
        "Anders Friis gemte et svar 24. november 2026 kl. 10.00, mens du skrev. "
        "Det står herunder. Dit eget er ikke gemt: gem igen, hvis det skal erstatte det."
    )


def test_two_staff_set_the_meeting_at_once(day: NetworkDay, meeting: SteeringMeeting) -> None:
    anna = world.user("anna@kl.example", "Anna Bro", is_administrator=True)
    with pytest.raises(steering.MeetingChanged) as changed:
        days.meeting(day, anna, starts_at=MEETS + timedelta(hours=1))
    assert str(changed.value) == (
        "Signe Dam har ændret mødet, siden du læste det. Nu er det 25. februar 2027 kl. 13.00–13.45. "
        "Se det igen, før du gemmer."
    )


def test_an_answer_is_not_taken_for_a_change_of_the_meeting(sent: SteeringMeeting, mette: User, signe: User) -> None:
    days.answer(sent, mette, {2: 3})
    with pytest.raises(steering.MeetingChanged, match="Signe Dam har ændret mødet"):
        days.meeting(sent.day, signe, starts_at=MEETS + timedelta(hours=1))


def test_minutes_are_written_when_the_meeting_has_begun(sent: SteeringMeeting, signe: User) -> None:
    facts = {"minutes": "Alle var med.", "decisions": "Mere sparring", "revision": sent.revision, "by": signe}
    with pytest.raises(steering.SteeringRefused, match="når mødet er begyndt"):
        steering.write_minutes(meeting=sent, **facts, at=MEETS - timedelta(minutes=1))
    done = steering.write_minutes(meeting=sent, **facts, at=MEETS)
    assert (done.decisions, done.minutes_at, done.revision) == ("Mere sparring", MEETS, sent.revision + 1)
    with pytest.raises(steering.MeetingChanged):
        steering.write_minutes(meeting=sent, **facts, at=MEETS)
    assert len(mails()) == 1


def test_staff_read_the_sums_and_who_is_missing(
    sent: SteeringMeeting,
    faxe_binding: Enrolment,
    mette: User,
    stranger: User,
    django_assert_num_queries: Any,
) -> None:
    days.answer(sent, mette, {1: 3, 4: 2}, text="Mere sparring")
    days.answer(sent, stranger, {4: 3, 8: 1}, code=faxe_binding.municipality.code)
    with django_assert_num_queries(4):
        results = steering_results.of(sent.day, sent)
        found = [(row.number, row.points, row.municipalities, row.share) for row in results.themes[:4]]
        rows = [(row.municipality.name, [(p[0], p[2]) for p in row.points]) for row in results.municipalities]
    assert found == [(4, 5, 2, 100.0), (1, 3, 1, 60.0), (8, 1, 1, 20.0), (2, 0, 0, 0.0)]
    assert rows == [("Faxe", [(4, 3), (8, 1)]), ("Stevns", [(1, 3), (4, 2)])]
    assert (results.answered, [row.municipality.name for row in results.with_input]) == (2, ["Stevns"])
    assert [row.municipality.name for row in results.without_representative] == ["Faxe"]

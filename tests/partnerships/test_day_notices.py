"""Who is told of a network day, what their calendars are asked to do, and that nobody is told twice."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import icalendar
import pytest
from post_office.models import Email

from accounts.models import User
from documents import outbox
from partnerships import day_notices, network_days, networks, participant_days, seats
from partnerships.models import DayChange, DayNotice, Enrolment, Network, NetworkDay, Participant, Seat
from tests.factories import world

AT = world.NOW
LATER = AT + timedelta(hours=1)
START = datetime(2027, 3, 3, 9, 30, tzinfo=world.COPENHAGEN)
PLAN = network_days.Plan("Netværksdag 1", START, START + timedelta(hours=6), venue="Huset", address="Gade 1, Odense")
A_WEEK_LATER = replace(PLAN, starts_at=PLAN.starts_at + timedelta(days=7), ends_at=PLAN.ends_at + timedelta(days=7))


@pytest.fixture
def network(binding: Enrolment) -> Network:
    return Network.objects.get(partnership__area="school")


@pytest.fixture
def day(network: Network, signe: User) -> NetworkDay:
    return network_days.plan_days(network=network, plans=[(1, PLAN)], by=signe, at=AT)[0]


@pytest.fixture
def people(binding: Enrolment, mette: User) -> list[Seat]:
    """Two people on the school's seats."""
    rows = list(Seat.objects.filter(participation__enrolment=binding, participation__partnership__area="school"))[:2]
    for seat, name in zip(rows, ("Lone", "Peter"), strict=True):
        name_person(seat, name, mette)
    return rows


def name_person(seat: Seat, name: str, by: User, day: date = date(2026, 11, 24)) -> None:
    seats.name_person(
        seat=seat,
        name=name,
        title="Leder",
        email=f"{name.lower()}@stevns.example",
        is_relevant_manager=False,
        is_steering_representative=False,
        by=by,
        at=AT,
        day=day,
    )


def tell(at: datetime = AT) -> list[tuple[str, str, int]]:
    """Run the clock once; what was put in the outbox, as (address, METHOD, SEQUENCE)."""
    before = Email.objects.count()
    day_notices.prepare(at=at)
    day_notices.queue_mails(at=at)
    found = []
    for email in Email.objects.order_by("pk")[before:]:
        calendar = icalendar.Calendar.from_ical(email.record.calendar)
        event = calendar.events[0]
        found.append((email.to[0], str(calendar["method"]), int(event["sequence"])))
    return found


def test_a_binding_municipality_stands_in_the_first_network(binding: Enrolment) -> None:
    assert [(n.name, n.members.count()) for n in Network.objects.order_by("name")] == [
        ("Netværk dagtilbud", 1),
        ("Netværk skole", 1),
    ]
    networks.place(binding.participations.all())
    assert [(n.name, n.members.count()) for n in Network.objects.order_by("name")] == [
        ("Netværk dagtilbud", 1),
        ("Netværk skole", 1),
    ]


def test_a_tentative_day_is_told_to_nobody(day: NetworkDay, people: list[Seat]) -> None:
    assert tell() == []


def test_confirming_invites_everybody_once(day: NetworkDay, people: list[Seat], signe: User) -> None:
    network_days.confirm(day=day, revision=day.revision, by=signe, at=AT)
    assert tell() == [("lone@stevns.example", "REQUEST", 1), ("peter@stevns.example", "REQUEST", 1)]
    assert tell() == []


def test_a_moved_day_tells_the_old_time_beside_the_new(day: NetworkDay, people: list[Seat], signe: User) -> None:
    day = network_days.confirm(day=day, revision=day.revision, by=signe, at=AT)
    tell()
    network_days.change(
        day=day, plan=A_WEEK_LATER, revision=day.revision, by=signe, at=LATER, reason="Huset er optaget."
    )
    assert tell(LATER) == [("lone@stevns.example", "REQUEST", 2), ("peter@stevns.example", "REQUEST", 2)]
    mail = Email.objects.latest("pk")
    assert mail.subject == "Flyttet: Netværksdag 1 er nu 10. marts 2027 kl. 9.30–15.30"
    assert "Før: onsdag 3. marts 2027 kl. 9.30–15.30, Huset\nNu: onsdag 10. marts 2027 kl. 9.30–15.30" in mail.message
    assert "Huset er optaget." in mail.message


def test_who_is_named_after_a_move_is_told_of_no_other_time(
    day: NetworkDay, people: list[Seat], signe: User, mette: User
) -> None:
    day = network_days.confirm(day=day, revision=day.revision, by=signe, at=AT)
    tell()
    network_days.change(day=day, plan=A_WEEK_LATER, revision=day.revision, by=signe, at=LATER, reason="Optaget.")
    tell(LATER)
    seats.clear(seat=people[0], by=mette, at=LATER, day=date(2026, 11, 25))
    name_person(people[0], "Ida", mette, date(2026, 11, 25))
    tell(LATER)
    mail = Email.objects.get(to="ida@stevns.example")
    assert mail.subject == "Bekræftet: Netværksdag 1 10. marts 2027 kl. 9.30–15.30"
    assert [word for word in ("flyttet", "Før:", "Optaget.") if word in mail.message] == []
    ida, peter = (Participant.objects.get(address=f"{name}@stevns.example") for name in ("ida", "peter"))
    assert [participant_days.rows(person, at=LATER)[0].old_time for person in (ida, peter)] == [
        "",
        "onsdag 3. marts 2027 kl. 9.30–15.30, Huset",
    ]


def test_two_moves_before_the_mail_are_told_as_one(day: NetworkDay, people: list[Seat], signe: User) -> None:
    day = network_days.confirm(day=day, revision=day.revision, by=signe, at=AT)
    tell()
    for days in (7, 14):
        moved = {name: getattr(PLAN, name) + timedelta(days=days) for name in ("starts_at", "ends_at")}
        day, _ = network_days.change(day=day, plan=replace(PLAN, **moved), revision=day.revision, by=signe, at=LATER)
        day_notices.prepare(at=LATER)  # and the worker dies before the mails are queued
    assert tell(LATER) == [("lone@stevns.example", "REQUEST", 3), ("peter@stevns.example", "REQUEST", 3)]
    assert (
        "Før: onsdag 3. marts 2027 kl. 9.30–15.30, Huset\nNu: onsdag 17. marts 2027"
        in Email.objects.latest("pk").message
    )


def test_a_day_that_is_cancelled_before_the_invitations_leave_is_told_once(
    day: NetworkDay, people: list[Seat], signe: User
) -> None:
    day = network_days.confirm(day=day, revision=day.revision, by=signe, at=AT)
    day_notices.prepare(at=AT)
    network_days.cancel(day=day, revision=day.revision, reason="Syg.", by=signe, at=LATER)
    assert tell(LATER) == [("lone@stevns.example", "CANCEL", 2), ("peter@stevns.example", "CANCEL", 2)]
    assert "Dagen skulle have været onsdag 3. marts 2027 kl. 9.30–15.30, Huset." in Email.objects.latest("pk").message


@pytest.mark.parametrize(
    ("facts", "subject", "words"),
    [
        ({"room": "Sal 2"}, "Nyt sted", "Netværksdag 1 har fået et nyt sted.\n\nFør: onsdag 3. marts 2027"),
        ({"link": "https://moede.example/2"}, "Nyt link", "Netværksdag 1 har fået et nyt link til mødet."),
    ],
)
def test_a_new_place_is_not_called_a_new_time(
    network: Network, people: list[Seat], signe: User, facts: dict[str, str], subject: str, words: str
) -> None:
    plan = replace(PLAN, is_virtual="link" in facts)
    day = network_days.plan_days(network=network, plans=[(1, plan)], by=signe, at=AT)[0]
    day = network_days.confirm(day=day, revision=day.revision, by=signe, at=AT)
    tell()
    network_days.change(day=day, plan=replace(plan, **facts), revision=day.revision, by=signe, at=LATER)
    tell(LATER)
    mail = Email.objects.latest("pk")
    assert mail.subject == f"{subject}: Netværksdag 1 3. marts 2027 kl. 9.30–15.30"
    assert words in mail.message
    assert "flyttet" not in mail.message


def test_a_cancelled_day_leaves_the_calendars(day: NetworkDay, people: list[Seat], signe: User) -> None:
    day = network_days.confirm(day=day, revision=day.revision, by=signe, at=AT)
    tell()
    network_days.cancel(day=day, revision=day.revision, reason="Oplægsholderen er syg.", by=signe, at=LATER)
    assert tell(LATER) == [("lone@stevns.example", "CANCEL", 2), ("peter@stevns.example", "CANCEL", 2)]
    assert tell(LATER) == []


def test_a_seat_that_changes_hands_is_told_to_both(
    day: NetworkDay, people: list[Seat], signe: User, mette: User
) -> None:
    day = network_days.confirm(day=day, revision=day.revision, by=signe, at=AT)
    tell()
    seats.clear(seat=people[0], by=mette, at=LATER, day=date(2026, 11, 25))
    assert tell(LATER) == [("lone@stevns.example", "CANCEL", 2)]
    name_person(people[0], "Ida", mette, date(2026, 11, 25))
    assert tell(LATER) == [("ida@stevns.example", "REQUEST", 2)]
    seats.clear(seat=people[0], by=mette, at=LATER, day=date(2026, 11, 26))
    name_person(people[0], "Lone", mette, date(2026, 11, 26))
    assert sorted(tell(LATER)) == [("ida@stevns.example", "CANCEL", 3), ("lone@stevns.example", "REQUEST", 3)]


def test_who_leaves_and_comes_back_is_invited_with_a_higher_number(
    day: NetworkDay, people: list[Seat], signe: User, mette: User
) -> None:
    day = network_days.confirm(day=day, revision=day.revision, by=signe, at=AT)
    tell()
    seats.clear(seat=people[0], by=mette, at=LATER, day=date(2026, 11, 25))
    assert tell(LATER) == [("lone@stevns.example", "CANCEL", 2)]
    name_person(people[0], "Lone", mette, date(2026, 11, 25))
    assert tell(LATER) == [("lone@stevns.example", "REQUEST", 3)]
    assert tell(LATER) == []


def test_a_cancelled_enrolment_takes_its_people_out(
    day: NetworkDay, people: list[Seat], binding: Enrolment, signe: User
) -> None:
    from partnerships import enrolments

    network_days.confirm(day=day, revision=day.revision, by=signe, at=AT)
    tell()
    enrolments.cancel(enrolment=binding, by=signe, at=LATER, reason="Aftalt")
    assert {method for _, method, _ in tell(LATER)} >= {"CANCEL"}


def test_who_changed_the_day_first_is_told_to_the_second(day: NetworkDay, signe: User) -> None:
    other = world.user("anna@kl.example", "Anna Bro", is_administrator=True)
    network_days.change(day=day, plan=A_WEEK_LATER, revision=1, by=other, at=AT)
    with pytest.raises(network_days.ChangedMeanwhile) as told:
        network_days.change(day=day, plan=PLAN, revision=1, by=signe, at=AT)
    assert str(told.value) == (
        "Anna Bro har ændret dagen, siden du læste den. "
        "Nu er det 10. marts 2027 kl. 9.30–15.30, Huset, Gade 1, Odense. "
        "Se den igen, før du ændrer den."
    )
    assert DayChange.objects.count() == 0


def test_the_mail_carries_its_calendar_part(
    day: NetworkDay, people: list[Seat], signe: User, mailoutbox: list, settings: Any
) -> None:
    settings.POST_OFFICE = {**settings.POST_OFFICE, "BACKENDS": {"default": settings.EMAIL_BACKEND}}
    network_days.confirm(day=day, revision=day.revision, by=signe, at=AT)
    tell()
    outbox.send_due()
    message = mailoutbox[-1].message()
    parts = {part.get_content_type(): part for part in message.walk()}
    assert parts["text/calendar"].get_param("method") == "REQUEST"
    assert DayNotice.objects.filter(email__status=0).count() == 2


def test_the_personal_link_is_forgotten_when_the_mail_is_sent(
    day: NetworkDay, people: list[Seat], signe: User, settings: Any
) -> None:
    network_days.confirm(day=day, revision=day.revision, by=signe, at=AT)
    tell()
    waiting = Email.objects.filter(record__kind="network_day")
    assert ["/deltager/" in mail.message and "/deltager/" in mail.record.calendar for mail in waiting] == [True, True]
    settings.DEMO = False
    outbox.send_due()
    assert {(mail.message, mail.record.calendar) for mail in waiting.all()} == {("", "")}

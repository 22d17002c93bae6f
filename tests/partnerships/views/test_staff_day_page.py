"""The page of a network day for staff: who knows what, whether the programme fits, and a history one can read."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from partnerships import attendance, day_notices, network_days
from partnerships.models import Enrolment, Network, NetworkDay, SeatHolding
from tests.factories import planning, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(as_user, signe: User) -> Client:
    return as_user(signe)


@pytest.fixture
def told_day(binding: Enrolment, signe: User) -> NetworkDay:
    """A confirmed day that two people know of."""
    network = Network.objects.get(partnership__area="school")
    planning.seat_people(network, 2)
    row = planning.confirmed(network, signe)
    tell()
    return row


def tell() -> None:
    day_notices.prepare(at=world.NOW)
    day_notices.queue_mails(at=world.NOW)


def address(day: NetworkDay, action: str = "") -> str:
    return f"/administration/netvaerksdage/{day.pk}/{action}"


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def programme(day: NetworkDay, title: str, starts: str, ends: str) -> dict[str, Any]:
    """A programme of one item, as it is posted."""
    facts = {"starts": starts, "ends": ends, "kind": "expert", "title": title}
    sizes = {"punkter-TOTAL_FORMS": 1, "punkter-INITIAL_FORMS": 0, "revision": day.revision}
    return sizes | {f"punkter-0-{name}": value for name, value in facts.items()}


def notice_rows(page: str) -> list[list[str]]:
    """Name, municipality and news of each row under "Hvem ved det?"."""
    rows = re.findall(r'<th scope="row">(Person \d+)<.*?data-label="Kommune">(.*?)<.*?data-label="Besked">(.*?)<', page)
    return [list(row) for row in rows]


def test_the_notices_say_what_is_new_and_to_whom(staff: Client, told_day: NetworkDay, signe: User) -> None:
    assert notice_rows(text(staff.get(address(told_day)))) == [
        ["Person 1", "Stevns", "Invitation"],
        ["Person 2", "Stevns", "Invitation"],
    ]
    plan = planning.plan(date(2027, 3, 10))
    moved, _ = network_days.change(day=told_day, plan=plan, revision=told_day.revision, by=signe, at=world.NOW)
    assert "2 beskeder er på vej" in text(staff.get(address(moved)))
    tell()
    assert [row[2] for row in notice_rows(text(staff.get(address(moved))))] == ["Flyttet", "Flyttet"]


def test_only_those_who_have_not_seen_it(staff: Client, told_day: NetworkDay) -> None:
    day_notices.acknowledge(day=told_day, address="person1@stevns.example", at=world.NOW)
    page = text(staff.get(address(told_day), {"vis": "usete"}))
    assert [row[0] for row in notice_rows(page)] == ["Person 2"]
    assert ("Alle (2)" in page, "Har ikke set den (1)" in page) == (True, True)
    day_notices.acknowledge(day=told_day, address="person2@stevns.example", at=world.NOW)
    page = text(staff.get(address(told_day), {"vis": "usete"}))
    assert (notice_rows(page), "Alle har set den." in page) == ([], True)


def test_attendance_does_not_drown_the_history(staff: Client, told_day: NetworkDay, signe: User) -> None:
    seat = SeatHolding.objects.get(name="Person 1").seat
    at = told_day.starts_at
    attendance.mark(day=told_day, seat=seat, is_present=True, by=signe, at=at)
    attendance.substitute(day=told_day, seat=seat, name="Vikar Holm", by=signe, at=at)
    attendance.undo(day=told_day, seat=seat, by=signe, at=at)
    page = text(staff.get(address(told_day)))
    found = ["satte Person 1" in page, "Vikar Holm" in page, "fortrød" in page, "bekræftede Netværksdag 1" in page]
    assert found == [False, False, False, True]


@pytest.mark.parametrize("action", ["", "bekraeft/"])
def test_a_programme_outside_the_day_is_said(staff: Client, binding: Enrolment, signe: User, action: str) -> None:
    day = planning.planned(Network.objects.get(partnership__area="school"), signe)
    staff.post(address(day, "program/"), programme(day, "Afrunding", "15:00", "17:00"))
    words = "“Afrunding” slutter kl. 17.00, men dagen slutter kl. 15.30."
    assert words in text(staff.get(address(day, action)))


def test_a_programme_that_a_move_leaves_behind_is_said_before_the_move(staff: Client, told_day: NetworkDay) -> None:
    staff.post(address(told_day, "program/"), programme(told_day, "Velkomst", "9:30", "10:15"))
    moved = {
        "title": told_day.title,
        "date": "2027-03-03",
        "starts": "10:00",
        "ends": "15:30",
        "where": "physical",
        "venue": "Huset",
        "address": "Gade 1, Odense",
        "revision": NetworkDay.objects.get(pk=told_day.pk).revision,
    }
    words = "“Velkomst” begynder kl. 9.30, men dagen begynder kl. 10.00."
    assert words in text(staff.post(address(told_day, "rediger/"), moved))

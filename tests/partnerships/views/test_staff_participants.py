"""Staff give a participant a new personal link: what it ends, who is told, and that asking twice is asking once."""

import pytest
from django.test import Client
from django.urls import reverse
from post_office.models import Email

from accounts.models import AuditEvent, User
from partnerships import participants
from partnerships.models import Enrolment, Participant, Seat
from tests.factories import days
from tests.factories.participants import LONG_AGO, person, url


@pytest.fixture
def seat(binding: Enrolment, mette: User) -> Seat:
    return days.represent(binding, "Lone", mette, steering=False, day=LONG_AGO)


@pytest.fixture
def lone(seat: Seat) -> Participant:
    return person()


@pytest.fixture
def staff(as_user, signe: User) -> Client:
    return as_user(signe)


def address(binding: Enrolment, seat: Seat) -> str:
    return reverse("seat_link", args=[binding.pk, seat.pk])


def test_a_new_link_ends_the_old_and_is_mailed(
    staff: Client, client: Client, binding: Enrolment, seat: Seat, lone: Participant, signe: User
) -> None:
    old, feed = url("participant", lone), url("calendar_feed", lone)
    page = staff.get(address(binding, seat))
    assert ("Skal Lone have et nyt link?" in page.text, lone.address in page.text, lone.key in page.text) == (
        True,
        True,
        False,
    )
    answer = staff.post(address(binding, seat), {"seen": page.context["seen"]}, follow=True)
    assert "Lone får en mail med et nyt link." in answer.text
    fresh = person()
    assert [client.get(path).status_code for path in (old, feed, url("participant", fresh))] == [404, 404, 200]
    mail = Email.objects.get()
    assert (mail.to, mail.record.kind, mail.record.scope, mail.record.is_private) == (
        [lone.address],
        "participant_link",
        "0336",
        True,
    )
    assert mail.message.startswith("Kære Lone\n")
    assert participants.link(fresh) in mail.message
    event = AuditEvent.objects.get(action="participant.link_renewed")
    assert (event.actor, event.summary) == (signe, "gav lone@stevns.example et nyt personligt link")


def test_a_double_click_gives_one_link(staff: Client, binding: Enrolment, seat: Seat, lone: Participant) -> None:
    seen = staff.get(address(binding, seat)).context["seen"]
    keys = set()
    for _ in range(2):
        staff.post(address(binding, seat), {"seen": seen})
        keys.add(person().key)
    assert (len(keys - {lone.key}), Email.objects.count()) == (1, 1)


@pytest.mark.parametrize("seen", ["", "x", "9" * 4000, "\0"])
def test_what_nobody_was_shown_changes_nothing(
    staff: Client, binding: Enrolment, seat: Seat, lone: Participant, seen: str
) -> None:
    staff.post(address(binding, seat), {"seen": seen})
    assert (person().key, Email.objects.count()) == (lone.key, 0)


def test_only_staff_see_the_button_and_only_for_who_has_a_link(
    staff: Client, as_user, binding: Enrolment, seat: Seat, mette: User
) -> None:
    page, link = reverse("participants", args=[binding.pk]), address(binding, seat)
    assert (link in staff.get(page).text, staff.get(link).status_code) == (False, 404)
    person()
    assert (link in staff.get(page).text, link in as_user(mette).get(page).text) == (True, False)
    assert as_user(mette).post(link, {"seen": "x"}).status_code == 403
    other = Seat.objects.filter(participation__enrolment=binding).exclude(pk=seat.pk)[0]
    assert staff.get(address(binding, other)).status_code == 404

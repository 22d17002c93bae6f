"""Staff send one person a day's notice again: the same invitation, once for each time they ask, and in the log."""

from datetime import timedelta
from typing import Any

import icalendar
import pytest
from django.test import Client
from django.utils import timezone
from post_office.models import STATUS, Email

from accounts.models import AuditEvent, User
from partnerships import day_notices, network_days, participants
from partnerships.models import DayNotice, Enrolment, Network, NetworkDay
from tests.factories import planning, world
from tests.factories.participants import person

pytestmark = pytest.mark.django_db
AFTER = "sendte beskeden om Netværksdag 1 igen til Person 1 (person1@stevns.example)"


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: world.NOW + timedelta(days=1))


@pytest.fixture
def staff(as_user, signe: User) -> Client:
    return as_user(signe)


@pytest.fixture
def day(binding: Enrolment, signe: User) -> NetworkDay:
    """A confirmed day that two people have been mailed of."""
    network = Network.objects.get(partnership__area="school")
    planning.seat_people(network, 2)
    row = planning.confirmed(network, signe)
    day_notices.prepare(at=world.NOW)
    day_notices.queue_mails(at=world.NOW)
    Email.objects.update(status=STATUS.sent)
    return row


def notice() -> DayNotice:
    return DayNotice.objects.get(address="person1@stevns.example", change__kind="confirmed")


def address(day: NetworkDay) -> str:
    return f"/administration/netvaerksdage/{day.pk}/beskeder/{notice().pk}/"


def sent() -> list[tuple[str, int]]:
    """Every mail so far: to whom, and the number calendars get."""
    rows = Email.objects.order_by("pk").select_related("record")
    return [
        (row.to[0].partition("@")[0], int(icalendar.Calendar.from_ical(row.record.calendar).events[0]["sequence"]))
        for row in rows
    ]


def test_one_person_gets_the_same_notice_again(staff: Client, day: NetworkDay, signe: User) -> None:
    day_notices.acknowledge(day=day, address="person1@stevns.example", at=world.NOW)
    link = address(day)
    assert link in staff.get(f"/administration/netvaerksdage/{day.pk}/").text
    page = staff.get(link)
    assert [item["label"] for item in page.context["nav"] if item["current"]] == ["Netværk"]
    for words in ("Skal Person 1 have beskeden igen?", "person1@stevns.example", "har set den 24. nov. 10.00"):
        assert words in page.text, words
    answer = staff.post(link, {"seen": page.context["seen"]}, follow=True)
    assert ("Person 1 får beskeden igen." in answer.text, AFTER in answer.text) == (True, True)
    assert sent() == [("person1", 1), ("person2", 1), ("person1", 1)]
    mail, row = Email.objects.latest("pk"), notice()
    assert (row.email, row.acknowledged_at, mail.record.is_private) == (mail, world.NOW, True)
    assert participants.link(person("person1@stevns.example")) in mail.message
    event = AuditEvent.objects.get(action="network_day.notice_sent_again")
    assert (event.actor, event.summary, event.subject_id) == (signe, AFTER, str(day.pk))
    assert day_notices.prepare(at=timezone.now()) + day_notices.queue_mails(at=timezone.now()) == 0


def test_a_double_click_sends_it_once(staff: Client, day: NetworkDay) -> None:
    seen = staff.get(address(day)).context["seen"]
    for _ in range(3):
        assert "Person 1 får beskeden igen." in staff.post(address(day), {"seen": seen}, follow=True).text
    assert len(sent()) == 3
    assert AuditEvent.objects.filter(action="network_day.notice_sent_again").count() == 1


@pytest.mark.parametrize("seen", ["", "x", "\0", "9" * 4000])
def test_what_nobody_was_shown_sends_nothing(staff: Client, day: NetworkDay, seen: str) -> None:
    staff.post(address(day), {"seen": seen})
    assert len(sent()) == 2


def test_the_mail_log_says_where_it_is_sent_again(staff: Client, day: NetworkDay) -> None:
    page = staff.get(f"/administration/mails/{notice().email_id}/").text
    assert "Send beskeden igen fra netværksdagens side, under “Hvem ved det?”." in page


def refusal(staff: Client, day: NetworkDay, seen: str) -> str:
    answer = staff.post(address(day), {"seen": seen}, follow=True)
    return str(next(iter(answer.context["messages"])))


def test_a_mail_that_waits_is_not_sent_twice(staff: Client, day: NetworkDay) -> None:
    Email.objects.update(status=STATUS.queued)
    assert "Send igen" not in staff.get(f"/administration/netvaerksdage/{day.pk}/").text.partition("<tbody>")[2]
    assert refusal(staff, day, day_notices.mark_of(notice())) == "Mailen venter allerede på at blive sendt."
    assert len(sent()) == 2


def test_a_notice_that_is_old_is_not_sent(staff: Client, day: NetworkDay, signe: User) -> None:
    seen = day_notices.mark_of(notice())
    fresh = NetworkDay.objects.get(pk=day.pk)
    network_days.cancel(day=fresh, revision=fresh.revision, reason="Sygdom", by=signe, at=timezone.now())
    assert refusal(staff, day, seen).startswith("Dagen er ændret imens.")
    assert len(sent()) == 2


def test_after_the_day_there_is_nothing_to_send(staff: Client, day: NetworkDay, monkeypatch: Any) -> None:
    seen = day_notices.mark_of(notice())
    monkeypatch.setattr(timezone, "now", lambda: day.ends_at)
    staff.logout()
    staff.force_login(
        User.objects.get(email="signe.dam@kl.example"), "allauth.account.auth_backends.AuthenticationBackend"
    )
    assert "Send igen" not in staff.get(f"/administration/netvaerksdage/{day.pk}/").text
    assert refusal(staff, day, seen) == "Dagen er slut, så der er ikke noget at sende igen."
    assert len(sent()) == 2


def test_a_notice_of_another_day_is_not_there(staff: Client, day: NetworkDay, signe: User) -> None:
    other = planning.planned(day.network, signe, 2, planning.DAY + timedelta(days=28))
    for pk in (0, 10**18, notice().pk):
        assert staff.get(f"/administration/netvaerksdage/{other.pk}/beskeder/{pk}/").status_code == 404

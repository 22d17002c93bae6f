"""Two workers tell the same people at once: each person gets one mail, whichever comes first."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from post_office.models import Email

from accounts.models import User
from partnerships import day_notices, steering_notices
from partnerships.models import DayNotice, Enrolment, Network, NetworkDay, SteeringMeeting
from tests.factories import days, planning
from tests.factories.world import NOW
from tests.races.two import WAIT, Held, run_both

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = [f"person{n}@stevns.example" for n in (1, 2, 3)]


@pytest.fixture
def day(binding: Enrolment, signe: User) -> NetworkDay:
    """A confirmed day with three people on its seats, who have not been told."""
    network = Network.objects.get(partnership__area="school")
    planning.seat_people(network, 3)
    return planning.confirmed(network, signe)


def receivers(kind: str) -> list[str]:
    return sorted(mail.to[0] for mail in Email.objects.filter(record__kind=kind))


def test_two_workers_find_out_who_must_be_told(day: NetworkDay, monkeypatch: pytest.MonkeyPatch) -> None:
    held = Held()
    monkeypatch.setattr(day_notices, "_write", held.around(day_notices._write))

    def tell() -> int:
        return day_notices.prepare(at=NOW)

    one, two = run_both(held, tell, tell)

    assert (one.result, two.result) == (3, 0)
    assert sorted(DayNotice.objects.values_list("address", flat=True)) == PEOPLE


def test_two_workers_hand_the_mails_over(day: NetworkDay, monkeypatch: pytest.MonkeyPatch) -> None:
    day_notices.prepare(at=NOW)
    held = Held()
    monkeypatch.setattr(day_notices.mail, "queue_letters", held.around(day_notices.mail.queue_letters))

    def hand_over() -> int:
        try:
            return day_notices.queue_mails(at=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=2) as pool:
        one = pool.submit(hand_over)
        assert held.reached.wait(WAIT)
        second = pool.submit(hand_over).result(WAIT)
        held.released.set()
        first = one.result(WAIT)

    assert (first, second) == (3, 0)
    assert receivers("network_day") == PEOPLE


def test_two_workers_tell_a_new_representative(
    binding: Enrolment, mette: User, signe: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting: SteeringMeeting = days.sent(days.day(signe), signe)
    days.represent(binding, "Lone", mette)
    held = Held()
    monkeypatch.setattr(steering_notices, "_send", held.around(steering_notices._send))

    def tell() -> int:
        return steering_notices.prepare(at=NOW)

    one, two = run_both(held, tell, tell)

    assert (one.result, two.result) == (1, 0)
    assert receivers("steering_meeting") == ["lone@stevns.example"]
    assert meeting.notices.count() == 1

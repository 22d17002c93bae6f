"""Staff click twice in the same second: one new link, one mail more. Without the lock there would be two."""

from collections.abc import Callable
from typing import Any

import pytest
from post_office.models import STATUS, Email

from accounts.models import User
from partnerships import day_notices, participants
from partnerships.models import DayNotice, Enrolment, Network
from tests.factories import days, planning, world
from tests.factories.participants import person
from tests.races.two import Held, run_both

pytestmark = pytest.mark.django_db(transaction=True)
HoldAt = Callable[[Any], Held]


@pytest.fixture
def hold_at(monkeypatch: pytest.MonkeyPatch) -> HoldAt:
    """The first transaction stops where the module writes the log, with everything before it done."""

    def hold(module: Any) -> Held:
        held = Held()
        monkeypatch.setattr(module.audit, "record", held.around(module.audit.record))
        return held

    return hold


def test_a_link_is_renewed_once(hold_at: HoldAt, binding: Enrolment, mette: User, signe: User) -> None:
    days.represent(binding, "Lone", mette, steering=False)
    lone = person()
    seen = participants.mark_of(lone)

    def renew() -> str:
        return participants.renew_link(participant=lone, seen=seen, by=signe, at=world.NOW).key

    one, two = run_both(hold_at(participants), renew, renew)
    assert (one.result, one.result != lone.key, Email.objects.count()) == (two.result, True, 1)


def test_a_notice_is_sent_again_once(hold_at: HoldAt, binding: Enrolment, signe: User) -> None:
    network = Network.objects.get(partnership__area="school")
    planning.seat_people(network, 1)
    planning.confirmed(network, signe)
    day_notices.prepare(at=world.NOW)
    day_notices.queue_mails(at=world.NOW)
    Email.objects.update(status=STATUS.sent)
    notice = DayNotice.objects.select_related("change").get()
    seen = day_notices.mark_of(notice)

    def send() -> bool:
        at = world.NOW.replace(hour=12)
        return day_notices.send_again(notice=notice, seen=seen, by=signe, at=at)

    one, two = run_both(hold_at(day_notices), send, send)
    assert (one.result, two.result, Email.objects.count()) == (True, False, 2)

"""Two colleagues answer the steering group at the same second. Without the lock the second would be lost, or fail."""

import pytest

from accounts.models import User
from partnerships import network_days, steering
from partnerships.models import Enrolment, SteeringAnswer
from tests.factories import days
from tests.races.two import Held, run_both

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Held:
    """The first transaction stops where it writes the log, with everything before it done."""
    held = Held()
    held.armed = False
    monkeypatch.setattr(steering.audit, "record", held.around(steering.audit.record))
    return held


def test_the_second_is_told_of_the_firsts_answer(
    held: Held, binding: Enrolment, mette: User, anders: User, signe: User
) -> None:
    meeting = days.sent(days.day(signe), signe)
    held.armed = True
    one, two = run_both(held, lambda: days.answer(meeting, anders, {1: 3}), lambda: days.answer(meeting, mette, {2: 3}))
    assert (one.name, two.name) == ("done", "AnswerChanged")
    assert two.refusal.answer == one.result
    assert steering.weights_of(SteeringAnswer.objects.get()) == {1: 3}


def test_the_meeting_is_set_once(held: Held, binding: Enrolment, signe: User) -> None:
    day = days.day(signe)
    held.armed = True
    one, two = run_both(held, lambda: days.meeting(day, signe), lambda: days.meeting(day, signe))
    assert (one.name, two.name) == ("done", "MeetingChanged")
    assert two.refusal.meeting == one.result


def test_the_draft_is_sent_once(held: Held, binding: Enrolment, mette: User, signe: User) -> None:
    days.represent(binding, "Lone", mette)
    meeting = days.meeting(days.day(signe), signe)
    held.armed = True

    def send():
        return steering.send_draft(meeting=meeting, revision=meeting.revision, by=signe, at=days.AT)

    one, two = run_both(held, send, send)
    assert (one.name, two.name) == ("done", "done")
    assert [notice.email.to for notice in meeting.notices.all()] == [["lone@stevns.example"]]


def test_a_day_is_cancelled_while_its_meeting_is_moved(held: Held, binding: Enrolment, signe: User) -> None:
    day = days.day(signe)
    meeting = days.meeting(day, signe)
    held.armed = True
    one, two = run_both(
        held,
        lambda: network_days.cancel(day=day, revision=day.revision, reason="Sygdom", by=signe, at=days.AT),
        lambda: days.meeting(day, signe, revision=meeting.revision, link="https://video.example/2"),
    )
    assert (one.name, two.name) == ("done", "SteeringRefused")

"""Two in the same trial action at the same second. Without the lock on its row these tests fail."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from post_office.models import Email

from accounts.models import AuditEvent, User
from partnerships.models import Municipality
from strategy import agreements, cycles, doing, due_collections, measurements, schedule
from strategy.cycles import Plan
from strategy.measurements import Said
from strategy.models import Collection, ImprovementCycle, Measurement, TrialAction
from tests.factories import measuring
from tests.factories import trial_actions as make
from tests.factories.world import NOW
from tests.races.two import Held, run_both

pytestmark = pytest.mark.django_db(transaction=True)
MONDAY = measuring.MONDAY


@pytest.fixture
def room(stevns: Municipality, mette: User) -> make.Room:
    return make.room(stevns, mette)


@pytest.fixture
def held_log(monkeypatch: pytest.MonkeyPatch) -> Callable[[], Held]:
    """The first stops where it writes the log, with the trial action locked."""

    def hold() -> Held:
        held = Held()
        monkeypatch.setattr(doing.audit, "record", held.around(doing.audit.record))
        return held

    return hold


def events(action: str) -> int:
    return AuditEvent.objects.filter(action=f"trial_action.{action}").count()


def test_both_sign_at_once(held_log: Any, room: make.Room, anders: User, mette: User) -> None:
    row = make.submitted(room.round, anders, units=room.units, state="selected")
    agreements.save(trial_action=row, content=measuring.content(row), version=0, by=anders, at=NOW)
    one, two = run_both(
        held_log(),
        lambda: agreements.sign(trial_action=row, party="team", version=1, by=anders, at=NOW),
        lambda: agreements.sign(trial_action=row, party="municipality", version=1, by=mette, at=NOW),
    )
    row.refresh_from_db()
    days = schedule.due_days(first_on=MONDAY, frequency="weekly", until=measuring.ENDS)
    assert (one.name, two.name, row.state) == ("done", "done", "agreed")
    assert tuple(Collection.objects.values_list("due_on", flat=True)) == days
    assert sorted(mail.to[0] for mail in Email.objects.all()) == [anders.email, mette.email]


def test_one_signs_while_the_other_changes_the_agreement(
    held_log: Any, room: make.Room, anders: User, mette: User
) -> None:
    row = make.submitted(room.round, anders, units=room.units, state="selected")
    agreements.save(trial_action=row, content=measuring.content(row), version=0, by=anders, at=NOW)
    other = measuring.content(row, handling="Et andet sted.")
    one, two = run_both(
        held_log(),
        lambda: agreements.save(trial_action=row, content=other, version=1, by=anders, at=NOW),
        lambda: agreements.sign(trial_action=row, party="municipality", version=1, by=mette, at=NOW),
    )
    assert (one.name, two.name) == ("done", "DoingRefused")
    row.agreement.refresh_from_db()
    assert (row.agreement.version, row.agreement.municipality_signed_at) == (2, None)


def test_begun_twice_at_once(held_log: Any, room: make.Room, anders: User, mette: User) -> None:
    row = make.submitted(room.round, anders, units=room.units, state="selected")
    measuring.agreed(row, anders, mette)

    def start() -> TrialAction:
        return agreements.start(trial_action=row, by=anders, at=NOW)

    one, two = run_both(held_log(), start, start)
    assert (one.name, two.name, events("started")) == ("done", "done", 1)


def test_the_same_collection_measured_twice_at_once(held_log: Any, room: make.Room, anders: User, mette: User) -> None:
    measure = measuring.measure_of(measuring.running(room, anders, mette))

    def type_in(part: int, by: User) -> Callable[[], Measurement]:
        return lambda: measurements.add(measure=measure, said=Said(MONDAY, None, part, 46), by=by, at=NOW)

    one, two = run_both(held_log(), type_in(31, anders), type_in(37, mette))
    assert (one.name, two.name) == ("done", "MeasuredAlready")
    assert str(two.refusal).startswith("Anders Friis har allerede tastet 31 ud af 46")
    assert list(Measurement.objects.values_list("numerator", "by")) == [(31, anders.pk)]


def test_sent_twice_by_an_impatient_thumb(held_log: Any, room: make.Room, anders: User, mette: User) -> None:
    measure = measuring.measure_of(measuring.running(room, anders, mette))

    def type_in() -> Measurement:
        return measurements.add(measure=measure, said=Said(MONDAY, None, 31, 46), by=anders, at=NOW)

    one, two = run_both(held_log(), type_in, type_in)
    assert (one.result.pk, Measurement.objects.count(), events("measured")) == (two.result.pk, 1, 1)


def test_two_plan_a_cycle_at_once(held_log: Any, room: make.Room, anders: User, mette: User) -> None:
    row = measuring.running(room, anders, mette)

    def plan(title: str) -> Callable[[], ImprovementCycle]:
        said = Plan(title, MONDAY, "Hjælper det?", "Ja.")
        return lambda: cycles.begin(trial_action=row, plan=said, by=anders, at=NOW)

    run_both(held_log(), plan("Legepatrulje"), plan("Fast voksen"))
    assert list(ImprovementCycle.objects.values_list("number", "title")) == [(1, "Legepatrulje"), (2, "Fast voksen")]


def test_two_clocks_remind_once(monkeypatch: pytest.MonkeyPatch, room: make.Room, anders: User, mette: User) -> None:
    measuring.running(room, anders, mette)
    Email.objects.all().delete()
    at = measuring.SIGNED_AT + timedelta(days=21, hours=-2)  # Monday at seven
    held = Held()
    monkeypatch.setattr(due_collections.doing_emails, "due", held.around(due_collections.doing_emails.due))
    one, two = run_both(held, lambda: due_collections.remind_due(at=at), lambda: due_collections.remind_due(at=at))
    assert (one.result, two.result, Email.objects.count()) == (1, 0, 1)

"""Two staff change the same day at once: one is told what the other did. Without the day's lock both would win."""

from datetime import date, datetime, timedelta

import pytest

from accounts.models import AuditEvent, User
from partnerships import network_days, networks
from partnerships.models import DayChange, Enrolment, Municipality, Network, NetworkDay
from tests.factories import planning, world
from tests.factories.world import NOW
from tests.races.two import Held, run_both

pytestmark = pytest.mark.django_db(transaction=True)
NEXT_WEEK, THE_WEEK_AFTER = date(2027, 3, 10), date(2027, 3, 17)


@pytest.fixture
def network(binding: Enrolment) -> Network:
    return Network.objects.get(partnership__area="school")


@pytest.fixture
def day(network: Network, signe: User) -> NetworkDay:
    return planning.confirmed(network, signe)


@pytest.fixture
def anna(db: None) -> User:
    return world.user("anna.bro@kl.example", "Anna Bro", is_administrator=True)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch, day: NetworkDay) -> Held:
    """The first transaction stops where it writes the log, with the day changed and locked."""
    held = Held()
    monkeypatch.setattr(network_days.audit, "record", held.around(network_days.audit.record))
    return held


def move(day: NetworkDay, to: date, by: User):
    return lambda: network_days.change(day=day, plan=planning.plan(to), revision=day.revision, by=by, at=NOW)


def test_two_staff_move_the_same_day(held: Held, day: NetworkDay, anna: User, signe: User) -> None:
    one, two = run_both(held, move(day, NEXT_WEEK, anna), move(day, THE_WEEK_AFTER, signe))

    assert (one.name, two.name) == ("done", "ChangedMeanwhile")
    assert str(two.refusal) == (
        "Anna Bro har flyttet den til 10. marts 2027 kl. 9.30–15.30, Huset, Gade 1, Odense. "
        "Se den igen, før du ændrer den."
    )
    assert [change.by for change in DayChange.objects.filter(day=day, kind="moved")] == [anna]
    day.refresh_from_db()
    assert network_days.when(day) == "10. marts 2027 kl. 9.30–15.30"


def test_one_cancels_while_the_other_moves(held: Held, day: NetworkDay, anna: User, signe: User) -> None:
    one, two = run_both(
        held,
        lambda: network_days.cancel(day=day, revision=day.revision, reason="Syg", by=anna, at=NOW),
        move(day, NEXT_WEEK, signe),
    )

    assert (one.name, two.name) == ("done", "ChangedMeanwhile")
    assert str(two.refusal) == "Anna Bro har aflyst dagen. Se den igen, før du ændrer den."
    day.refresh_from_db()
    assert (day.state, network_days.when(day)) == ("cancelled", "3. marts 2027 kl. 9.30–15.30")
    assert list(DayChange.objects.filter(day=day).values_list("kind", flat=True)) == ["confirmed", "cancelled"]


def test_two_staff_confirm_at_once_and_all_are_invited_once(
    network: Network, anna: User, signe: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = planning.planned(network, signe, 2, NEXT_WEEK)
    held = Held()
    monkeypatch.setattr(network_days.audit, "record", held.around(network_days.audit.record))

    def confirm(by: User):
        return lambda: network_days.confirm(day=day, revision=day.revision, by=by, at=NOW)

    one, two = run_both(held, confirm(anna), confirm(signe))

    assert (one.name, two.name) == ("done", "ChangedMeanwhile")
    assert DayChange.objects.filter(day=day).count() == 1


def test_two_colleagues_block_the_same_days(
    stevns: Municipality, mette: User, anders: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Held()
    monkeypatch.setattr(networks.audit, "record", held.around(networks.audit.record))

    def block(by: User):
        dates = {"start": NEXT_WEEK, "end": THE_WEEK_AFTER}
        return lambda: networks.block_days(municipality=stevns, reason="Ferie", by=by, at=NOW, **dates)

    one, two = run_both(held, block(mette), block(anders))

    assert (one.name, two.name) == ("done", "done")
    assert stevns.blocked_days.count() == 1
    assert AuditEvent.objects.filter(action="municipality.days_blocked").count() == 1


def test_two_staff_plan_the_same_days(
    network: Network, anna: User, signe: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Held()
    monkeypatch.setattr(network_days.audit, "record", held.around(network_days.audit.record))

    def plan(by: User, first: date):
        plans = [(number, planning.plan(first + timedelta(days=7 * number))) for number in (1, 2, 3, 4)]
        return lambda: network_days.plan_days(network=network, plans=plans, by=by, at=NOW)

    one, two = run_both(held, plan(anna, NEXT_WEEK), plan(signe, THE_WEEK_AFTER))

    assert (one.name, two.name) == ("done", "DayRefused")
    assert str(two.refusal) == "Netværksdag 1 er allerede planlagt."
    assert {day.updated_by for day in network.days.all()} == {anna}
    first: datetime = network.days.get(number=1).starts_at
    assert first.astimezone(world.COPENHAGEN).date() == NEXT_WEEK + timedelta(days=7)

"""Two colleagues in one strategy at the same second. Without the locks one would be lost, or there would be two."""

from datetime import date

import pytest

from accounts.models import User
from partnerships.models import Municipality
from strategy import involvement, strategies, strategy_reviews, units
from strategy.models import Involvement, Strategy, Unit
from strategy.strategy_reviews import Content, Point
from strategy.strategy_texts import MarkText, mark_of
from strategy.units import Details
from tests.factories import trial_actions as make
from tests.factories import world
from tests.races.two import Held, run_both

pytestmark = pytest.mark.django_db(transaction=True)
AT = world.NOW


def held_in(monkeypatch: pytest.MonkeyPatch, module: object, name: str) -> Held:
    """The first transaction stops before `name` of the module; everything before it is done."""
    held = Held()
    monkeypatch.setattr(module, name, held.around(getattr(module, name)))
    return held


@pytest.fixture
def strategy(stevns: Municipality, mette: User) -> Strategy:
    return make.strategy(stevns, mette)


def mark(strategy: Strategy, title: str, by: User) -> None:
    strategies.save_part(
        strategy=strategy, part="guiding_marks", rows=[MarkText(title)], seen=mark_of([]), by=by, at=AT
    )


def test_two_begin_the_next_version_and_there_is_one(
    monkeypatch: pytest.MonkeyPatch, strategy: Strategy, mette: User, anders: User
) -> None:
    held = held_in(monkeypatch, strategies, "_record")
    one, two = run_both(
        held,
        lambda: strategies.next_version(strategy=strategy, by=mette, at=AT),
        lambda: strategies.next_version(strategy=strategy, by=anders, at=AT),
    )
    assert (one.name, two.name, one.result) == ("done", "done", two.result)
    assert strategy.versions.count() == 2


def test_two_write_the_same_part_and_one_is_told(
    monkeypatch: pytest.MonkeyPatch, strategy: Strategy, mette: User, anders: User
) -> None:
    strategies.next_version(strategy=strategy, by=mette, at=AT)
    held = held_in(monkeypatch, strategies, "_touch")
    one, two = run_both(held, lambda: mark(strategy, "Mettes", mette), lambda: mark(strategy, "Anders'", anders))
    assert (one.name, two.name) == ("done", "TextChanged")
    assert [row.title for row in strategy.versions.get(state="draft").guiding_marks.all()] == ["Mettes"]


def test_two_publish_and_one_version_holds(
    monkeypatch: pytest.MonkeyPatch, stevns: Municipality, strategy: Strategy, mette: User, anders: User
) -> None:
    draft = strategies.next_version(strategy=strategy, by=mette, at=AT)
    draft.goal = "Flere venner."
    draft.save()
    draft.cycle.create(position=1, title="Søg", from_month=10, to_month=12)
    held = held_in(monkeypatch, strategies, "_touch")
    one, two = run_both(
        held,
        lambda: strategies.publish(strategy=strategy, by=mette, at=AT),
        lambda: strategies.publish(strategy=strategy, by=anders, at=AT),
    )
    assert (one.name, two.name) == ("done", "StrategyRefused")
    assert list(strategy.versions.order_by("number").values_list("state", flat=True)) == ["replaced", "published"]


def test_two_close_the_year_and_one_version_begins(
    monkeypatch: pytest.MonkeyPatch, strategy: Strategy, mette: User, anders: User
) -> None:
    content = Content("Retningen holder.", (Point("keep", "To enheder"),))
    row = strategy_reviews.save(strategy=strategy, year=2026, content=content, revision=0, by=mette, at=AT)
    held = held_in(monkeypatch, strategy_reviews.audit, "record")
    one, two = run_both(
        held,
        lambda: strategy_reviews.decide(review=row, revision=1, by=mette, at=AT),
        lambda: strategy_reviews.decide(review=row, revision=1, by=anders, at=AT),
    )
    assert (one.name, two.name, one.result) == ("done", "done", two.result)
    row.refresh_from_db()
    assert (row.decided_by, strategy.versions.count()) == (mette, 2)


def test_the_same_occasion_and_the_same_unit_sent_twice_are_one(
    monkeypatch: pytest.MonkeyPatch, stevns: Municipality, strategy: Strategy, mette: User
) -> None:
    occasion = involvement.Occasion(date(2026, 9, 1), "workshop", "forældre", 12)
    held = held_in(monkeypatch, involvement, "_record")
    run_both(
        held,
        lambda: involvement.add(strategy=strategy, occasion=occasion, by=mette, at=AT),
        lambda: involvement.add(strategy=strategy, occasion=occasion, by=mette, at=AT),
    )
    details = Details("Klintskolen", "school", "Karen Toft", "karen@stevns.example")
    held = held_in(monkeypatch, units, "_record")
    one, two = run_both(
        held,
        lambda: units.add(municipality=stevns, details=details, by=mette, at=AT),
        lambda: units.add(municipality=stevns, details=details, by=mette, at=AT),
    )
    assert (one.result, Involvement.objects.count(), Unit.objects.count()) == (two.result, 1, 1)

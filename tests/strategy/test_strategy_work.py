"""Who was heard, who is told, who is new, what the year showed, and the units."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from accounts.models import AuditEvent, User
from partnerships.models import Municipality
from strategy import communications, involvement, onboarding, strategy_reviews, units
from strategy.communications import Message
from strategy.involvement import Occasion, Total
from strategy.models import Communication, Involvement, OnboardingProgress, Strategy, StrategyReview, Unit
from strategy.onboarding import Step
from strategy.strategy_reviews import Content, Point
from strategy.units import Details
from tests.factories import trial_actions as make
from tests.factories import world

AT = world.NOW
DAY = date(2026, 9, 1)
OCCASION = Occasion(DAY, "workshop", "forældre", 38, "Færre overgange.")
MESSAGE = Message(DAY, "Forældre", "Vi er i gang.", "aula", "Lederne")
CONTENT = Content("Retningen holder.", (Point("keep", "To enheder"), Point("drop", "Det lange skema")))
DETAILS = Details("Klintskolen", "school", "Karen Toft", "Leder@Stevns.example ", "Skoleleder", "Nord")


@pytest.fixture
def strategy(stevns: Municipality, mette: User) -> Strategy:
    return make.strategy(stevns, mette)


def test_an_occasion_is_written_once_changed_and_removed(strategy: Strategy, mette: User, anders: User) -> None:
    row = involvement.add(strategy=strategy, occasion=OCCASION, by=mette, at=AT)
    assert involvement.add(strategy=strategy, occasion=OCCASION, by=mette, at=AT) == row
    involvement.add(strategy=strategy, occasion=replace(OCCASION, people=1, kind="interview"), by=mette, at=AT)
    assert involvement.total_of(strategy) == Total(2, 39)
    seen = involvement.mark_of(row)
    involvement.change(involvement=row, occasion=replace(OCCASION, people=40), seen=seen, by=mette, at=AT)
    with pytest.raises(involvement.InvolvementRefused, match=r"Nu står der: workshop 1\. september 2026, forældre, 40"):
        involvement.change(involvement=row, occasion=replace(OCCASION, people=41), seen=seen, by=anders, at=AT)
    involvement.remove(involvement=row, by=mette, at=AT)
    involvement.remove(involvement=row, by=mette, at=AT)
    with pytest.raises(involvement.InvolvementRefused, match="slettet den imens"):
        involvement.change(involvement=row, occasion=replace(OCCASION, people=41), seen=seen, by=anders, at=AT)
    assert Involvement.objects.count() == 1


def test_what_is_told_is_marked_by_whom_and_can_be_taken_back(strategy: Strategy, mette: User, anders: User) -> None:
    row = communications.add(strategy=strategy, message=MESSAGE, by=mette, at=AT)
    assert communications.add(strategy=strategy, message=MESSAGE, by=mette, at=AT) == row
    communications.mark_done(communication=row, is_done=True, by=anders, at=AT)
    communications.mark_done(communication=row, is_done=True, by=mette, at=AT + timedelta(days=1))
    row.refresh_from_db()
    assert (row.done_at, row.done_by) == (AT, anders)
    communications.mark_done(communication=row, is_done=False, by=mette, at=AT)
    row.refresh_from_db()
    assert (row.done_at, row.done_by) == (None, None)
    seen = communications.mark_of(row)
    communications.change(communication=row, message=replace(MESSAGE, channel="mail"), seen=seen, by=mette, at=AT)
    with pytest.raises(communications.CommunicationRefused, match="En kollega har rettet punktet imens"):
        communications.change(communication=row, message=replace(MESSAGE, channel="web"), seen=seen, by=anders, at=AT)
    communications.remove(communication=row, by=mette, at=AT)
    communications.remove(communication=row, by=mette, at=AT)
    assert Communication.objects.count() == 0


def test_a_step_rewritten_and_moved_is_still_taken(strategy: Strategy, mette: User, rikke: User) -> None:
    steps = [Step("Velkommen", "Læs visionen."), Step("Modellen", "Se elementerne.", minutes=10)]
    onboarding.save(strategy=strategy, steps=steps, seen=onboarding.mark_of([]), by=mette, at=AT)
    first, second = strategy.onboarding.all()
    onboarding.take(step=first, is_done=True, by=rikke, at=AT)
    onboarding.take(step=first, is_done=True, by=rikke, at=AT + timedelta(days=1))
    saved = onboarding.steps_of(strategy)
    turned = [saved[1], replace(saved[0], text="Læs visionen højt.")]
    onboarding.save(strategy=strategy, steps=turned, seen=onboarding.mark_of(saved), by=mette, at=AT)
    assert onboarding.steps_of(strategy) == turned
    assert list(OnboardingProgress.objects.values_list("step", "user", "at")) == [(first.pk, rikke.pk, AT)]
    with pytest.raises(onboarding.StepsChanged) as told:
        onboarding.save(strategy=strategy, steps=steps, seen=onboarding.mark_of(saved), by=mette, at=AT)
    assert told.value.saved == turned
    onboarding.take(step=first, is_done=False, by=rikke, at=AT)
    assert OnboardingProgress.objects.count() == 0
    onboarding.save(strategy=strategy, steps=turned[:1], seen=onboarding.mark_of(turned), by=mette, at=AT)
    assert [row.pk for row in strategy.onboarding.all()] == [second.pk]


def test_a_step_of_another_strategy_is_never_taken_over(
    strategy: Strategy, faxe: Municipality, stranger: User, mette: User
) -> None:
    other = make.strategy(faxe, stranger, slug="faxes")
    onboarding.save(strategy=other, steps=[Step("Faxes", "Deres.")], seen=onboarding.mark_of([]), by=stranger, at=AT)
    theirs = onboarding.steps_of(other)
    stolen = [replace(theirs[0], title="Vores")]
    onboarding.save(strategy=strategy, steps=stolen, seen=onboarding.mark_of([]), by=mette, at=AT)
    assert onboarding.steps_of(other) == theirs
    assert [row.title for row in strategy.onboarding.all()] == ["Vores"]


def test_the_years_review_is_written_by_colleagues_and_yields_one_next_version(
    strategy: Strategy, mette: User, anders: User
) -> None:
    row = strategy_reviews.save(strategy=strategy, year=2026, content=CONTENT, revision=0, by=mette, at=AT)
    same = strategy_reviews.save(strategy=strategy, year=2026, content=CONTENT, revision=0, by=anders, at=AT)
    assert (same.pk, same.revision, strategy_reviews.content_of(same)) == (row.pk, 1, CONTENT)
    with pytest.raises(strategy_reviews.ReviewChanged) as told:
        strategy_reviews.save(strategy=strategy, year=2026, content=Content("Andet"), revision=0, by=anders, at=AT)
    assert told.value.saved == CONTENT
    with pytest.raises(strategy_reviews.ReviewChanged):
        strategy_reviews.decide(review=row, revision=7, by=mette, at=AT)
    version = strategy_reviews.decide(review=row, revision=1, by=mette, at=AT)
    assert strategy_reviews.decide(review=row, revision=1, by=anders, at=AT) == version
    assert (version.number, version.state) == (2, "draft")
    closed = StrategyReview.objects.get()
    assert (closed.next_version, closed.decided_by, closed.reviewed.number) == (version, mette, 1)
    with pytest.raises(strategy_reviews.ReviewRefused, match="afsluttet og kan ikke rettes"):
        strategy_reviews.save(strategy=strategy, year=2026, content=Content("Nyt"), revision=1, by=mette, at=AT)


def test_an_empty_review_is_not_closed(strategy: Strategy, mette: User) -> None:
    row = strategy_reviews.save(strategy=strategy, year=2026, content=Content("Kun ord"), revision=0, by=mette, at=AT)
    with pytest.raises(strategy_reviews.ReviewRefused, match="mindst ét punkt"):
        strategy_reviews.decide(review=row, revision=1, by=mette, at=AT)
    assert strategy.versions.count() == 1


def test_a_unit_is_known_by_its_name_and_its_leader_by_address(
    stevns: Municipality, faxe: Municipality, mette: User, anders: User, stranger: User
) -> None:
    row = units.add(municipality=stevns, details=DETAILS, by=mette, at=AT)
    assert units.add(municipality=stevns, details=DETAILS, by=mette, at=AT) == row
    assert row.leader_email == "leder@stevns.example"
    units.add(municipality=faxe, details=DETAILS, by=stranger, at=AT)
    with pytest.raises(units.UnitRefused, match="I har allerede en enhed, der hedder Klintskolen"):
        units.add(municipality=stevns, details=replace(DETAILS, name="KLINTSKOLEN"), by=mette, at=AT)
    seen = units.mark_of(row)
    units.change(unit=row, details=replace(DETAILS, part="Syd"), seen=seen, by=mette, at=AT)
    with pytest.raises(units.UnitRefused, match="En kollega har rettet enheden imens"):
        units.change(unit=row, details=replace(DETAILS, part="Midt"), seen=seen, by=anders, at=AT)
    units.set_active(unit=row, is_active=False, by=mette, at=AT)
    units.set_active(unit=row, is_active=False, by=mette, at=AT)
    with pytest.raises(units.UnitRefused, match="taget ud af brug"):
        units.add(municipality=stevns, details=DETAILS, by=mette, at=AT)
    assert Unit.objects.filter(municipality=stevns, is_active=False).count() == 1
    told = AuditEvent.objects.filter(action__startswith="unit.", scope="0336").order_by("pk")
    assert [event.action for event in told] == ["unit.added", "unit.changed", "unit.deactivated"]

"""A strategy from draft to published to the next version, and colleagues who write at once."""

from datetime import date

import pytest

from accounts.models import AuditEvent, User
from partnerships.models import Municipality
from strategy import editions, strategies
from strategy.models import Bearing, Strategy, StrategyVersion
from strategy.strategy_texts import (
    ElementText,
    MarkText,
    PhaseText,
    Texts,
    mark_of,
    rows_of,
    texts_of,
)
from tests.factories import trial_actions as make
from tests.factories import world

AT = world.NOW
TEXTS = Texts(
    title="Flere med",
    starts_on=date(2027, 1, 1),
    ends_on=date(2029, 12, 31),
    vision="Alle er med.",
    goal="Flere venner.",
)
ELEMENTS = (
    ElementText("I midten", is_centre=True),
    ElementText("Sammen", "Om det.", "Hvordan?", bearings=("Vi spørger", "Vi hører efter")),
    ElementText("Metoder"),
)
CYCLE = (PhaseText("Søg", 10, 12), PhaseText("Prøv", 11, 2))


@pytest.fixture
def strategy(stevns: Municipality, mette: User) -> Strategy:
    return strategies.begin(municipality=stevns, title="Flere med", by=mette, at=AT)


def draft(strategy: Strategy) -> StrategyVersion:
    return strategy.versions.get(state="draft")


def save(strategy: Strategy, texts: Texts, by: User, seen: str | None = None) -> StrategyVersion:
    seen = mark_of(texts_of(draft(strategy))) if seen is None else seen
    return strategies.save_texts(strategy=strategy, texts=texts, seen=seen, by=by, at=AT)


def save_part(strategy: Strategy, part: str, rows: tuple, by: User, seen: str | None = None) -> StrategyVersion:
    seen = mark_of(rows_of(draft(strategy), part)) if seen is None else seen
    return strategies.save_part(strategy=strategy, part=part, rows=rows, seen=seen, by=by, at=AT)


def write(strategy: Strategy, by: User) -> None:
    save(strategy, TEXTS, by)
    save_part(strategy, "elements", ELEMENTS, by)
    save_part(strategy, "cycle", CYCLE, by)


def test_the_same_title_begins_one_strategy_and_gives_it_an_address(
    strategy: Strategy, stevns: Municipality, faxe: Municipality, mette: User, stranger: User
) -> None:
    assert strategies.begin(municipality=stevns, title="Flere MED", by=mette, at=AT) == strategy
    other = strategies.begin(municipality=faxe, title="Flere med", by=stranger, at=AT)
    third = strategies.begin(municipality=faxe, title="Runder", by=stranger, at=AT)
    assert [row.slug for row in (strategy, other, third)] == ["flere-med", "flere-med-faxe", "runder-faxe"]
    assert (draft(strategy).number, draft(strategy).title) == (1, "Flere med")
    with pytest.raises(strategies.StrategyRefused, match="Titlen skal have bogstaver"):
        strategies.begin(municipality=stevns, title="!!!", by=mette, at=AT)


def test_who_saved_first_is_told_to_the_second_and_nothing_is_lost(
    strategy: Strategy, mette: User, anders: User
) -> None:
    seen = mark_of(texts_of(draft(strategy)))
    save(strategy, Texts(title="Flere med", vision="Mettes"), mette, seen)
    with pytest.raises(strategies.TextChanged, match="Mette Holm gemte") as told:
        save(strategy, Texts(title="Flere med", vision="Anders’"), anders, seen)
    assert (told.value.saved.vision, draft(strategy).vision) == ("Mettes", "Mettes")


def test_one_part_does_not_disturb_another(strategy: Strategy, mette: User, anders: User) -> None:
    seen = mark_of([])
    save_part(strategy, "guiding_marks", (MarkText("Tidlig indsats"),), mette, seen)
    save_part(strategy, "cycle", CYCLE, anders, seen)
    with pytest.raises(strategies.TextChanged):
        save_part(strategy, "guiding_marks", (MarkText("Andet"),), anders, seen)
    assert [row.title for row in rows_of(draft(strategy), "guiding_marks")] == ["Tidlig indsats"]
    assert draft(strategy).revision == 3


def test_elements_keep_their_bearings_and_the_centre_stands_last(strategy: Strategy, mette: User) -> None:
    save_part(strategy, "elements", ELEMENTS, mette)
    assert rows_of(draft(strategy), "elements") == [*ELEMENTS[1:], ELEMENTS[0]]
    revision = draft(strategy).revision
    save_part(strategy, "elements", ELEMENTS, mette, seen="")
    assert draft(strategy).revision == revision
    two = (ElementText("A", is_centre=True), ElementText("B", is_centre=True))
    with pytest.raises(strategies.StrategyRefused, match="Kun ét element"):
        save_part(strategy, "elements", two, mette)


def test_it_is_published_when_it_says_enough(strategy: Strategy, mette: User) -> None:
    with pytest.raises(strategies.NotReady) as told:
        strategies.publish(strategy=strategy, by=mette, at=AT)
    assert told.value.missing == ["en periode", "en vision", "et mål", "et årshjul", "mindst to elementer i modellen"]
    write(strategy, mette)
    version = strategies.publish(strategy=strategy, by=mette, at=AT)
    assert (version.state, version.published_at) == ("published", AT)
    with pytest.raises(strategies.StrategyRefused, match="Udgaven er offentliggjort imens"):
        strategies.save_texts(strategy=strategy, texts=TEXTS, seen="", by=mette, at=AT)
    told_of = AuditEvent.objects.filter(subject_type="strategy").order_by("pk").values_list("summary", flat=True)
    assert list(told_of) == ["begyndte strategien “Flere med”", "offentliggjorde “Flere med”, udgave 1"]


def test_the_next_version_is_a_copy_and_replaces_when_published(strategy: Strategy, mette: User) -> None:
    assert strategies.next_version(strategy=strategy, by=mette, at=AT) == draft(strategy)
    write(strategy, mette)
    first = strategies.publish(strategy=strategy, by=mette, at=AT)
    second = strategies.next_version(strategy=strategy, by=mette, at=AT)
    assert strategies.next_version(strategy=strategy, by=mette, at=AT) == second
    assert (second.number, texts_of(second)) == (2, texts_of(first))
    assert [rows_of(second, part) for part in ("elements", "cycle")] == [
        rows_of(first, part) for part in ("elements", "cycle")
    ]
    save(strategy, Texts(**{**vars(TEXTS), "vision": "Alle er med, også i pausen."}), mette)
    strategies.publish(strategy=strategy, by=mette, at=AT)
    first.refresh_from_db()
    assert (first.state, first.vision) == ("replaced", "Alle er med.")
    assert Bearing.objects.filter(element__version=first).count() == 2


def test_with_the_first_draft_goes_the_strategy_unless_something_belongs_to_it(strategy: Strategy, mette: User) -> None:
    write(strategy, mette)
    row = strategy.involvements.create(held_on=AT.date(), kind="workshop", group="Forældre", people=3)
    strategy.onboarding.create(position=1, title="Læs", text="Den")
    with pytest.raises(strategies.StrategyRefused, match="for den har inddragelse og en introduktion"):
        strategies.discard(strategy=strategy, by=mette, at=AT)
    row.delete()
    strategy.onboarding.all().delete()
    edition = editions.begin(strategy=strategy, year=2026, by=mette, at=AT)
    with pytest.raises(strategies.StrategyRefused, match="for den har kataloger"):
        strategies.discard(strategy=strategy, by=mette, at=AT)
    edition.delete()
    meanwhile = Strategy.objects.get()
    for seen in (strategy, meanwhile):
        strategies.discard(strategy=seen, by=mette, at=AT)
    assert (Strategy.objects.count(), Bearing.objects.count()) == (0, 0)
    with pytest.raises(strategies.StrategyRefused, match="En kollega har slettet strategien imens"):
        strategies.next_version(strategy=meanwhile, by=mette, at=AT)
    told = AuditEvent.objects.get(action="strategy.draft_discarded").summary
    assert told == "slettede kladden til udgave 1 af “Flere med”, og dermed strategien"


def test_a_draft_of_the_next_version_can_be_thrown_away(strategy: Strategy, mette: User) -> None:
    write(strategy, mette)
    strategies.publish(strategy=strategy, by=mette, at=AT)
    strategies.next_version(strategy=strategy, by=mette, at=AT)
    strategies.discard(strategy=strategy, by=mette, at=AT)
    strategies.discard(strategy=strategy, by=mette, at=AT)
    assert [row.number for row in strategy.versions.all()] == [1]


def test_a_published_strategy_s_elements_stay_for_the_applications(stevns: Municipality, mette: User) -> None:
    room = make.room(stevns, mette)
    before = list(room.round.version.elements.values_list("pk", flat=True))
    strategies.next_version(strategy=room.strategy, by=mette, at=AT)
    save_part(room.strategy, "elements", ELEMENTS, mette)
    assert list(room.round.version.elements.values_list("pk", flat=True)) == before

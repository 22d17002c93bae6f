"""Two at the same report, entry or edition at the same second. Without the locks one would be lost, or doubled."""

from dataclasses import replace

import pytest

from accounts.models import User
from documents.models import Document
from partnerships.models import Municipality
from strategy import catalogue, catalogue_votes, editions, evaluations, statuses, words_taken_out
from strategy.models import (
    CatalogueEdition,
    CatalogueEntry,
    CatalogueRevision,
    CatalogueVote,
    HalfYearStatus,
    TrialAction,
)
from tests.factories import catalogue as after
from tests.factories import trial_actions as make
from tests.races.two import Held, run_both

pytestmark = pytest.mark.django_db(transaction=True)
AT = after.AT


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Held:
    """The first transaction stops where it writes the log, with everything before it done."""
    held = Held()
    held.armed = False
    monkeypatch.setattr(catalogue.audit, "record", held.around(catalogue.audit.record))
    return held


@pytest.fixture
def room(stevns: Municipality, mette: User) -> make.Room:
    return make.room(stevns, mette)


@pytest.fixture
def running(room: make.Room, anders: User) -> TrialAction:
    return make.running(room.round, anders, units=room.units)


@pytest.fixture
def entry(running: TrialAction, anders: User, mette: User) -> CatalogueEntry:
    return after.published(running, anders, mette)


def test_two_hand_in_a_status_and_the_second_is_told(
    held: Held, running: TrialAction, anders: User, mette: User
) -> None:
    held.armed = True

    def hand_in(by: User, works: str) -> HalfYearStatus:
        content = replace(after.STATUS, works=works)
        return statuses.hand_in(trial_action=running, content=content, revision=0, by=by, at=AT, today=after.TODAY)

    one, two = run_both(held, lambda: hand_in(anders, "Hans"), lambda: hand_in(mette, "Hendes"))
    assert (one.name, two.name) == ("done", "ReportRefused")
    assert HalfYearStatus.objects.get().works == "Hans"


def test_an_evaluation_is_handed_in_while_a_status_is_saved(
    held: Held, running: TrialAction, anders: User, mette: User
) -> None:
    held.armed = True
    one, two = run_both(
        held,
        lambda: evaluations.hand_in(
            trial_action=running, content=after.EVALUATION, revision=0, by=anders, at=AT, today=after.TODAY
        ),
        lambda: statuses.save(trial_action=running, content=after.STATUS, revision=0, by=mette, at=AT),
    )
    assert (one.name, two.name, HalfYearStatus.objects.count()) == ("done", "ReportRefused", 0)


def test_a_name_is_taken_out_of_what_a_colleague_is_saving(held: Held, entry: CatalogueEntry, mette: User) -> None:
    held.armed = True
    content = replace(catalogue.content_of(entry), what="Spørg Sofie.")
    one, two = run_both(
        held,
        lambda: catalogue.save(
            entry=entry, content=content, seen=catalogue.mark_of(entry), why="Nyt", by=mette, at=after.AT
        ),
        lambda: words_taken_out.take_out(trial_action=entry.trial_action, words="Sofie", by=mette, at=after.AT),
    )
    assert (one.name, two.name) == ("done", "done")
    assert CatalogueEntry.objects.get().what == "Spørg [fjernet]."


def test_two_begin_an_entry_and_it_is_one(held: Held, running: TrialAction, anders: User, mette: User) -> None:
    after.evaluated(running, anders)
    held.armed = True

    def begin() -> CatalogueEntry:
        return catalogue.begin(trial_action=running, by=mette, at=AT)

    one, two = run_both(held, begin, begin)
    assert (one.result, CatalogueEntry.objects.count()) == (two.result, 1)


def test_two_entries_of_one_title_get_addresses_of_their_own(
    held: Held, room: make.Room, running: TrialAction, anders: User, mette: User
) -> None:
    rows = [running, make.running(room.round, anders, units=room.units)]
    for row in rows:
        after.evaluated(row, anders)
    held.armed = True
    one, two = run_both(
        held,
        lambda: catalogue.begin(trial_action=rows[0], by=mette, at=AT).slug,
        lambda: catalogue.begin(trial_action=rows[1], by=mette, at=AT).slug,
    )
    assert (one.result, two.result) == ("sammen-om-frikvarteret", "sammen-om-frikvarteret-2")


def test_two_edit_an_entry_and_one_is_told(held: Held, entry: CatalogueEntry, anders: User, mette: User) -> None:
    seen = catalogue.mark_of(entry)
    before = catalogue.content_of(entry)
    held.armed = True

    def save(by: User, effect: str) -> CatalogueEntry:
        content = replace(before, effect=effect)
        return catalogue.save(entry=entry, content=content, seen=seen, why="Nyt", by=by, at=AT)

    one, two = run_both(held, lambda: save(anders, "Hans"), lambda: save(mette, "Hendes"))
    assert (one.name, two.name) == ("done", "EntryChanged")
    entry.refresh_from_db()
    assert (entry.effect, entry.revision, CatalogueRevision.objects.count()) == ("Hans", 2, 1)


def test_an_entry_is_taken_out_while_it_is_released(held: Held, entry: CatalogueEntry, mette: User) -> None:
    held.armed = True
    one, two = run_both(
        held,
        lambda: catalogue.retire(entry=entry, by=mette, at=AT),
        lambda: catalogue.release(entry=entry, by=mette, at=AT),
    )
    entry.refresh_from_db()
    assert (one.name, two.name, entry.state, entry.released_at) == ("done", "EntryRefused", "retired", None)


def test_an_entry_is_published_while_a_member_advises(
    held: Held, room: make.Room, running: TrialAction, anders: User, mette: User, rikke: User
) -> None:
    seat = make.seat(room.round, rikke)
    row = after.draft(running, anders, mette)
    held.armed = True
    one, two = run_both(
        held,
        lambda: catalogue.publish(entry=row, by=mette, at=AT),
        lambda: catalogue_votes.vote(
            evaluation=running.evaluation, seat=seat, recommends=False, comment="", by=rikke, at=AT
        ),
    )
    assert (one.name, two.name, CatalogueVote.objects.count()) == ("done", "VoteRefused", 0)


def test_two_begin_a_years_edition_and_it_is_one(held: Held, entry: CatalogueEntry, mette: User) -> None:
    held.armed = True

    def begin() -> CatalogueEdition:
        return editions.begin(strategy=entry.strategy, year=2026, by=mette, at=AT)

    one, two = run_both(held, begin, begin)
    assert (one.result, CatalogueEdition.objects.count()) == (two.result, 1)


def test_an_edition_published_twice_is_printed_once(held: Held, entry: CatalogueEntry, mette: User) -> None:
    row = editions.begin(strategy=entry.strategy, year=2026, by=mette, at=AT)
    held.armed = True

    def publish() -> str:
        return editions.publish(edition=row, by=mette, at=AT).sha256

    one, two = run_both(held, publish, publish)
    assert (one.result, Document.objects.count()) == (two.result, 1)


def test_an_entry_is_not_changed_while_it_is_written_into_an_edition(
    held: Held, entry: CatalogueEntry, mette: User
) -> None:
    row = editions.begin(strategy=entry.strategy, year=2026, by=mette, at=AT)
    content, before = replace(catalogue.content_of(entry), effect="Ny"), entry.effect
    seen = catalogue.mark_of(entry)
    held.armed = True
    one, two = run_both(
        held,
        lambda: editions.publish(edition=row, by=mette, at=AT).content["entries"][0]["effect"],
        lambda: catalogue.save(entry=entry, content=content, seen=seen, why="Nyt", by=mette, at=AT).revision,
    )
    assert (one.result, two.result) == (before, 2)


def test_a_foreword_is_written_while_the_edition_is_published(held: Held, entry: CatalogueEntry, mette: User) -> None:
    row = editions.begin(strategy=entry.strategy, year=2026, by=mette, at=AT)
    held.armed = True
    one, two = run_both(
        held,
        lambda: editions.publish(edition=row, by=mette, at=AT),
        lambda: editions.save(edition=row, foreword="For sent", seen="", by=mette, at=AT),
    )
    row.refresh_from_db()
    assert (one.name, two.name, row.foreword) == ("done", "EditionRefused", "")

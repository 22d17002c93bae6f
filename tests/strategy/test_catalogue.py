"""The catalogue: advice, entries with their history, who sees them, search, and what screenings are told."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from post_office.models import Email

from accounts.models import AuditEvent, User
from partnerships import lever_methods
from partnerships.models import Municipality
from strategy import catalogue, catalogue_pages, catalogue_search, catalogue_votes
from strategy.catalogue import EntryChanged, EntryRefused
from strategy.catalogue_search import Wish
from strategy.catalogue_votes import VoteRefused
from strategy.models import CatalogueEntry, CatalogueVote, ConflictOfInterest, TrialAction
from tests.factories import catalogue as after
from tests.factories import trial_actions as make
from tests.factories import world

pytestmark = pytest.mark.django_db
AT = after.AT
LATER = AT + timedelta(days=1)


@pytest.fixture
def room(stevns: Municipality, mette: User) -> make.Room:
    return make.room(stevns, mette)


@pytest.fixture
def running(room: make.Room, anders: User) -> TrialAction:
    return after.measured(make.running(room.round, anders, units=room.units), anders)


@pytest.fixture
def entry(running: TrialAction, anders: User, mette: User) -> CatalogueEntry:
    return after.published(running, anders, mette)


def rewritten(entry: CatalogueEntry, **said: Any) -> catalogue.Content:
    return replace(catalogue.content_of(entry), **said)


def save(
    entry: CatalogueEntry, by: User, *, why: str = "Vi ved mere nu", seen: str = "", **said: Any
) -> CatalogueEntry:
    seen = seen or catalogue.mark_of(entry)
    return catalogue.save(entry=entry, content=rewritten(entry, **said), seen=seen, why=why, by=by, at=LATER)


# --- the committee's advice -----------------------------------------------------------------------------------------


def test_a_member_advises_and_may_say_it_anew(running: TrialAction, room: make.Room, anders: User, rikke: User) -> None:
    seat = make.seat(room.round, rikke)
    row = after.evaluated(running, anders)
    for recommends, comment in ((False, "For få tal"), (True, "Nu er jeg overbevist")):
        catalogue_votes.vote(evaluation=row, seat=seat, recommends=recommends, comment=comment, by=rikke, at=AT)
    assert list(CatalogueVote.objects.values_list("recommends", "comment")) == [(True, "Nu er jeg overbevist")]


def test_others_advice_is_hidden_until_the_own_is_in(
    running: TrialAction, room: make.Room, anders: User, rikke: User, mette: User
) -> None:
    first = make.seat(room.round, rikke)
    make.seat(room.round, mette, "leader")
    row = after.evaluated(running, anders)
    catalogue_votes.vote(evaluation=row, seat=first, recommends=True, comment="", by=rikke, at=AT)
    seen = {person: catalogue_votes.of_strategy(room.strategy, person)[0] for person in (rikke, mette)}
    assert [seen[person].may_see_others for person in (rikke, mette)] == [True, False]
    assert (seen[rikke].recommending, len(seen[rikke].votes), seen[rikke].seats) == (1, 1, 2)


def test_who_has_a_conflict_neither_sees_nor_advises(
    running: TrialAction, room: make.Room, anders: User, faxe: Municipality, stranger: User
) -> None:
    seat = make.seat(room.round, stranger, "parent")
    row = after.evaluated(running, anders)
    assert [one.evaluation for one in catalogue_votes.of_strategy(room.strategy, stranger)] == [row]
    ConflictOfInterest.objects.create(seat=seat, trial_action=running, reason="Nabo", declared_at=AT)
    assert catalogue_votes.of_strategy(room.strategy, stranger) == []
    with pytest.raises(VoteRefused, match="inhabil"):
        catalogue_votes.vote(evaluation=row, seat=seat, recommends=True, comment="", by=stranger, at=AT)


@pytest.mark.parametrize("nearness", ["team", "leader"])
def test_nobody_advises_on_ones_own(
    nearness: str, running: TrialAction, room: make.Room, anders: User, rikke: User
) -> None:
    person = anders if nearness == "team" else world.user(room.units[0].leader_email, "Leder")
    seat, other = make.seat(room.round, person, "leader"), make.seat(room.round, rikke)
    row = after.evaluated(running, anders)
    assert person.email not in {mail.to[0] for mail in Email.objects.filter(message__contains="giv jeres råd her")}
    catalogue_votes.vote(evaluation=row, seat=other, recommends=False, comment="For få tal", by=rikke, at=AT)
    (seen,) = catalogue_votes.of_strategy(room.strategy, person)
    assert (seen.seat, seen.is_own, seen.may_see_others, seen.votes) == (None, True, False, [])
    with pytest.raises(VoteRefused, match=r"^Du er selv med i prøvehandlingen\.$"):
        catalogue_votes.vote(evaluation=row, seat=seat, recommends=True, comment="", by=person, at=AT)
    assert CatalogueVote.objects.count() == 1


def test_advice_is_over_when_it_is_in_the_catalogue(entry: CatalogueEntry, room: make.Room, rikke: User) -> None:
    seat = make.seat(room.round, rikke)
    with pytest.raises(VoteRefused, match="truffet en beslutning"):
        catalogue_votes.vote(
            evaluation=entry.trial_action.evaluation, seat=seat, recommends=True, comment="", by=rikke, at=AT
        )


def test_advice_is_listed_at_one_price(
    running: TrialAction, room: make.Room, anders: User, mette: User, django_assert_num_queries
) -> None:
    after.evaluated(running, anders)
    with django_assert_num_queries(4):
        assert len(catalogue_votes.of_strategy(room.strategy, mette)) == 1
    for number in range(2):
        after.evaluated(make.running(room.round, anders, units=room.units, title=f"Nr. {number}"), anders)
    with django_assert_num_queries(4):
        assert len(catalogue_votes.of_strategy(room.strategy, mette)) == 3


# --- an entry -------------------------------------------------------------------------------------------------------


def test_an_entry_begins_with_what_the_evaluation_says(running: TrialAction, anders: User, mette: User) -> None:
    row = after.draft(running, anders, mette)
    assert (row.slug, row.state, row.theme, row.age_group) == (
        "sammen-om-frikvarteret",
        "draft",
        "friendships",
        "lower_primary",
    )
    assert (row.what, row.did_not_work) == (after.EVALUATION.what, after.EVALUATION.did_not_work)
    assert row.contacts == "Leder, Klintskolen\nLeder, SFO Klinten"
    assert (row.strength, row.evidence["name"]) == (4, "Tydelig virkning")
    assert [element.title for element in row.elements.all()] == [make.ELEMENTS[0]]
    assert catalogue.begin(trial_action=running, by=mette, at=AT) == row


def test_nothing_comes_in_that_was_not_evaluated(running: TrialAction, mette: User) -> None:
    with pytest.raises(EntryRefused, match="skal være evalueret"):
        catalogue.begin(trial_action=running, by=mette, at=AT)


def test_two_of_one_title_have_addresses_of_their_own(
    room: make.Room, running: TrialAction, anders: User, mette: User
) -> None:
    second = make.running(room.round, anders, units=room.units)
    slugs = [after.draft(row, anders, mette).slug for row in (running, second)]
    assert slugs == ["sammen-om-frikvarteret", "sammen-om-frikvarteret-2"]


def test_a_draft_is_written_without_history(running: TrialAction, anders: User, mette: User) -> None:
    row = save(after.draft(running, anders, mette), mette, why="", lead="Kort.", levers=(2, 7))
    assert (row.lead, row.levers, row.revision, row.revisions.count()) == ("Kort.", [2, 7], 1, 0)


def test_publishing_moves_the_trial_action_and_tells_the_team(entry: CatalogueEntry, anders: User, mette: User) -> None:
    entry.trial_action.refresh_from_db()
    assert (entry.state, entry.published_at, entry.trial_action.state) == ("published", AT, "in_catalogue")
    assert catalogue.publish(entry=entry, by=mette, at=LATER).published_at == AT
    assert [mail.to for mail in Email.objects.filter(subject="I kataloget: Sammen om frikvarteret")] == [[anders.email]]
    assert AuditEvent.objects.filter(action="trial_action.in_catalogue").count() == 1


def test_an_entry_that_leaves_something_out_is_not_published(running: TrialAction, anders: User, mette: User) -> None:
    row = save(after.draft(running, anders, mette), mette, did_not_work="", contacts=" ")
    with pytest.raises(EntryRefused, match=r"Skriv først: hvad der ikke virkede, kontakt, efter rolle\."):
        catalogue.publish(entry=row, by=mette, at=AT)
    assert catalogue.missing_in(row) == ["hvad der ikke virkede", "kontakt, efter rolle"]


def test_a_change_keeps_what_stood_there_and_why(entry: CatalogueEntry, mette: User) -> None:
    said = "Flere børn har nogen at være sammen med.\n\nBørnene siger:\nDer kommer altid nogen hen til en nu."
    row = save(entry, mette, effect="Færre står alene.", elements=frozenset())
    kept = row.revisions.get()
    assert (row.revision, kept.number, kept.why, kept.by) == (2, 1, "Vi ved mere nu", mette)
    assert kept.content["effect"] == said
    assert catalogue_pages.changes(row) == [
        {
            "revision": kept,
            "became": 2,
            "fields": [
                ("Virkning", said, "Færre står alene."),
                ("Elementer", make.ELEMENTS[0], "Ingen"),
            ],
        }
    ]


def test_the_same_again_is_no_revision(entry: CatalogueEntry, mette: User) -> None:
    assert (save(entry, mette).revision, entry.revisions.count()) == (1, 0)


@pytest.mark.parametrize(
    ("why", "said", "words"), [("", {"effect": "X"}, "hvad der er nyt"), ("X", {"what": ""}, "Skriv først: hvad")]
)
def test_a_published_entry_says_why_and_stays_whole(
    entry: CatalogueEntry, mette: User, why: str, said: dict[str, str], words: str
) -> None:
    with pytest.raises(EntryRefused, match=words):
        save(entry, mette, why=why, **said)
    entry.refresh_from_db()
    assert entry.revision == 1


def test_a_colleagues_change_is_not_overwritten(entry: CatalogueEntry, mette: User) -> None:
    seen = catalogue.mark_of(entry)
    save(entry, mette, effect="Hendes")
    with pytest.raises(EntryChanged) as refused:
        save(entry, mette, seen=seen, effect="Hans")
    assert refused.value.entry.effect == "Hendes"


def test_an_entry_is_released_taken_back_and_taken_out(entry: CatalogueEntry, anders: User, mette: User) -> None:
    row = catalogue.release(entry=entry, by=mette, at=LATER)
    assert (row.released_at, row.released_by) == (LATER, mette)
    assert Email.objects.filter(subject__startswith="Delt med alle").count() == 1
    assert catalogue.take_back(entry=row, by=mette, at=LATER).released_at is None
    catalogue.release(entry=row, by=mette, at=LATER)
    row = catalogue.retire(entry=row, by=mette, at=LATER)
    row.trial_action.refresh_from_db()
    assert (row.state, row.released_at, row.trial_action.state) == ("retired", None, "evaluated")
    with pytest.raises(EntryRefused, match="taget ud"):
        save(row, mette, effect="X")
    assert catalogue.publish(entry=row, by=mette, at=LATER).state == "published"


def test_a_draft_is_not_released(running: TrialAction, anders: User, mette: User) -> None:
    with pytest.raises(EntryRefused, match="jeres eget katalog"):
        catalogue.release(entry=after.draft(running, anders, mette), by=mette, at=AT)


# --- who sees it ----------------------------------------------------------------------------------------------------


def test_drafts_are_the_coordinators_published_the_members_released_everybodys(
    running: TrialAction, anders: User, mette: User, rikke: User, stranger: User
) -> None:
    everybody: dict[str, Any] = {
        "coordinator": mette,
        "reader": rikke,
        "stranger": stranger,
        "anonymous": AnonymousUser(),
    }

    def who() -> list[str]:
        return [name for name, person in everybody.items() if CatalogueEntry.objects.visible_to(person).exists()]

    row = after.draft(running, anders, mette)
    assert who() == ["coordinator"]
    catalogue.publish(entry=row, by=mette, at=AT)
    assert who() == ["coordinator", "reader"]
    catalogue.release(entry=row, by=mette, at=AT)
    assert who() == ["coordinator", "reader", "stranger", "anonymous"]


def test_the_committee_reads_what_it_advised_on_and_no_draft_against_a_conflict(
    running: TrialAction, room: make.Room, anders: User, mette: User, stranger: User
) -> None:
    make.seat(room.round, stranger, "parent")
    near = make.seat(room.round, mette, "leader")
    row = after.draft(running, anders, mette)
    ConflictOfInterest.objects.create(seat=near, trial_action=running, reason="Min egen", declared_at=AT)
    seen = CatalogueEntry.objects.visible_to
    assert [seen(person).exists() for person in (stranger, mette)] == [False, False]
    catalogue.publish(entry=row, by=mette, at=AT)
    assert [seen(person).exists() for person in (stranger, mette)] == [True, True]


# --- search and levers ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wish", "is_found"),
    [
        (Wish(), True),
        (Wish(words="frikvarter"), True),
        (Wish(words="patruljerne alene"), True),
        (Wish(words="patruljerne matematik"), False),
        (Wish(words="patrulje fast"), True),
        (Wish(words="100 %"), False),
        (Wish(words='"fast voksen" -skole'), True),
        (Wish(words="matematik"), False),
        (Wish(words="!!!"), False),
        (Wish(theme="friendships", age_group="lower_primary", strength=4), True),
        (Wish(theme="absence"), False),
        (Wish(element=make.ELEMENTS[0]), True),
        (Wish(element=make.ELEMENTS[1]), False),
        (Wish(lever=2), True),
        (Wish(lever=3), False),
        (Wish(municipality="0336"), True),
        (Wish(municipality="0320"), False),
    ],
)
def test_search_finds_by_every_part_of_the_wish(entry: CatalogueEntry, mette: User, wish: Wish, is_found: bool) -> None:
    save(entry, mette, levers=(2,))
    assert catalogue_search.search(CatalogueEntry.objects.all(), wish).exists() is is_found


def test_screenings_are_told_of_released_methods_by_lever(entry: CatalogueEntry, mette: User) -> None:
    row = save(entry, mette, levers=(2, 7))
    assert lever_methods.of([2, 3]) == {}
    catalogue.release(entry=row, by=mette, at=AT)
    found = lever_methods.of([2, 3])
    assert list(found) == [2]
    assert found[2] == [
        lever_methods.LeverMethod(
            title="Sammen om frikvarteret",
            lead="Flere børn har nogen at være sammen med.",
            whose="Stevns Kommune",
            strength=4,
            strength_words="Tydelig virkning",
            url="/katalog/sammen-om-frikvarteret/",
            all_url="/vidensportal/?greb=2",
        )
    ]

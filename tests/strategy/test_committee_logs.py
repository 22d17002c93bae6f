"""A conflict of interest reaches the logs and the mail log too, also an administrator's."""

import pytest
from django.urls import reverse
from post_office.models import Email

from accounts.models import User
from documents import maillog
from partnerships import queries
from partnerships.models import Municipality
from strategy import boards, catalogue, committee_reviews, conflicts, returns
from strategy.committee_reviews import Judgement
from strategy.models import BoardChoice, CommitteeReview, ConflictOfInterest, TrialAction
from tests.factories import catalogue as after
from tests.factories import committee as make
from tests.factories import trial_actions

AT = make.LATER


@pytest.fixture
def rows(stevns: Municipality, mette: User, anders: User) -> list[TrialAction]:
    """Two applications, each sent back with a question and with a choice in the draft."""
    room = trial_actions.room(stevns, mette)
    rows = make.applications(room.round, anders, room.units, 2)
    for row in rows:
        returns.ask(trial_action=row, questions=[f"Om {row}?"], by=mette, at=AT)
        boards.choose(round_=room.round, wanted=[boards.Wanted(row.number, "reserve", "")], by=mette, at=AT)
    return rows


def test_an_administrator_with_a_seat(rows: list[TrialAction], stevns: Municipality, signe: User, as_user) -> None:
    seat = trial_actions.seat(rows[0].round, signe)
    everything = queries.events_of(stevns, signe)
    assert everything.count() == 4
    conflicts.declare(seat=seat, trial_action=rows[0], reason="", by=signe, at=AT)
    kept = [event.summary for event in queries.events_of(stevns, signe) if event.action != "conflict.declared"]
    assert len(kept) == 2
    assert all("nr. 2" in summary for summary in kept)
    assert [mail.subject.endswith(str(rows[1])) for mail in maillog.search("", "", reader=signe)] == [True]
    client = as_user(signe)
    log = client.get(reverse("staff_log"), {"soeg": "tilbage med"}).content.decode()
    assert ("nr. 2 i" in log, "nr. 1 i" in log) == (True, False)
    hidden = Email.objects.get(subject__endswith=str(rows[0]))
    assert client.get(reverse("staff_mail", args=[hidden.pk])).status_code == 404
    assert client.get(reverse("log", args=["trialaction", rows[0].pk])).status_code == 404
    assert client.get(reverse("log", args=["boardchoice", BoardChoice.objects.earliest("pk").pk])).status_code == 404


def test_a_coordinator_with_a_seat(rows: list[TrialAction], stevns: Municipality, mette: User) -> None:
    seat = trial_actions.seat(rows[0].round, mette)
    before = queries.events_of(stevns, mette).filter(subject_type="trialaction").count()
    conflicts.declare(seat=seat, trial_action=rows[0], reason="", by=mette, at=AT)
    told = queries.events_of(stevns, mette)
    assert before == told.filter(subject_type="trialaction").count() == 0
    assert told.filter(action__startswith="conflict").count() == 0


def test_ones_own_review_has_a_log_and_the_others_do_not(
    rows: list[TrialAction], mette: User, signe: User, as_user
) -> None:
    for person in (mette, signe):
        seat = trial_actions.seat(rows[0].round, person)
        TrialAction.objects.update(state="submitted")
        committee_reviews.give(
            seat=seat,
            trial_action=rows[0],
            judgement=Judgement(make.same_points(rows[0].round, 4)),
            by=person,
            at=AT,
        )
    pages = [
        as_user(mette).get(reverse("log", args=["committeereview", review.pk])).status_code
        for review in CommitteeReview.objects.order_by("pk")
    ]
    assert pages == [200, 404]


def test_a_choice_in_the_draft_has_a_log_when_ones_own_points_are_in(
    rows: list[TrialAction], mette: User, as_user
) -> None:
    """As on the board, which shows no choice before that."""
    seat = make.members(rows[0].round, 1)[0]
    TrialAction.objects.update(state="submitted")
    choice = BoardChoice.objects.get(trial_action=rows[0])
    address = reverse("log", args=["boardchoice", choice.pk])
    before = as_user(seat.user).get(address).status_code
    judgement = Judgement(make.same_points(rows[0].round, 4))
    committee_reviews.give(seat=seat, trial_action=rows[0], judgement=judgement, by=seat.user, at=AT)
    assert [before, as_user(seat.user).get(address).status_code] == [404, 200]


def test_an_entry_that_is_no_more_or_not_yet_in_the_catalogue(
    stevns: Municipality, mette: User, anders: User, signe: User
) -> None:
    room = trial_actions.room(stevns, mette)
    running = after.measured(trial_actions.running(room.round, anders, units=room.units), anders)
    entry = after.draft(running, anders, mette)
    for person in (mette, signe):
        seat = trial_actions.seat(room.round, person)
        ConflictOfInterest.objects.create(seat=seat, trial_action=running, declared_at=AT)

    def told(person: User) -> list[str]:
        events = queries.events_of(stevns, person).filter(subject_type="catalogueentry").order_by("pk")
        return [event.action for event in events]

    assert told(signe) == []
    catalogue.publish(entry=entry, by=anders, at=after.AT)
    assert told(signe) == ["catalogue_entry.begun"]
    catalogue.retire(entry=entry, by=anders, at=after.AT)
    assert (told(signe), told(mette)) == ([], [])

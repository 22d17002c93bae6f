"""A member who has left the committee: points stay, nothing is waited for, and nothing is read any more."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from post_office.models import Email

from accounts.models import AuditEvent, User
from partnerships.models import Municipality
from strategy import (
    board_rows,
    committee,
    committee_emails,
    committee_reviews,
    committee_seats,
    conflicts,
    reading,
    rules,
)
from strategy.committee import CommitteeRefused
from strategy.committee_reviews import Judgement
from strategy.models import CommitteeSeat, Round, TrialAction
from strategy.rounds import RoundRefused
from tests.factories import committee as make
from tests.factories import trial_actions, world

AT = make.LATER


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: AT)


@pytest.fixture
def room(stevns: Municipality, mette: User) -> trial_actions.Room:
    return trial_actions.room(stevns, mette)


@pytest.fixture
def seats(room: trial_actions.Room) -> list[CommitteeSeat]:
    return make.members(room.round, 3)


@pytest.fixture
def rows(room: trial_actions.Room, seats: list[CommitteeSeat], anders: User) -> list[TrialAction]:
    """Two applications; the third member has judged the first one only."""
    rows = make.applications(room.round, anders, room.units, 2)
    make.totals(seats, rows[0], "3.00", "4.00", "5.00")
    make.totals(seats[:2], rows[1], "3.00", "4.00")
    return rows


def leave(seat: CommitteeSeat, by: User) -> CommitteeSeat:
    return committee_seats.leave(seat=seat, by=by, at=AT)


def test_points_stay_and_nothing_is_waited_for(
    room: trial_actions.Room, seats: list[CommitteeSeat], rows: list[TrialAction], mette: User
) -> None:
    before = board_rows.board(mette, room.round, None)
    assert (before.missing_reviews, len(before.seats)) == (1, 3)
    for _ in range(2):
        assert leave(seats[2], mette).left_at == AT
    found = board_rows.board(mette, room.round, None)
    standing = reading.standing_on(rows[0])
    assert standing is not None
    assert (standing.totals[-1], found.missing_reviews, len(found.seats)) == (Decimal("5.00"), 0, 2)
    assert [event.summary for event in AuditEvent.objects.all()] == [
        f"skrev, at {seats[2].user.display_name} har forladt udvalget for Runde 2026"
    ]


def test_one_who_has_left_reads_judges_and_is_told_nothing(
    as_user: Any, room: trial_actions.Room, seats: list[CommitteeSeat], rows: list[TrialAction], mette: User
) -> None:
    person = seats[2].user
    leave(seats[2], mette)
    pages = [
        reverse("committee", args=[room.round.pk]),
        reverse("committee_read", args=[room.round.pk, 1]),
        reverse("board", args=[room.round.pk]),
        reverse("round", args=[room.round.pk]),
        reverse("log", args=["round", room.round.pk]),
    ]
    assert [as_user(person).get(page).status_code for page in pages] == [404] * len(pages)
    assert list(TrialAction.objects.visible_to(person)) == []
    assert rules.seat_of(person, room.round) is None
    assert seats[2] not in committee.judges(rows[0])
    with pytest.raises(CommitteeRefused):
        committee_reviews.give(
            seat=seats[2],
            trial_action=rows[1],
            judgement=Judgement(make.same_points(room.round, 3)),
            by=person,
            at=AT,
        )
    with pytest.raises(CommitteeRefused):
        conflicts.declare(seat=seats[2], trial_action=rows[1], reason="", by=person, at=AT)
    Round.objects.update(closes_at=AT)
    room.round.refresh_from_db()
    room.round.decided_at, room.round.decided_by = AT, mette
    committee_emails.decided(room.round, [])
    told = {to for mail in Email.objects.filter(subject__startswith="Afgørelsen") for to in mail.to}
    assert told == {mette.email, seats[0].user.email, seats[1].user.email}


def test_one_who_comes_back_goes_on(
    room: trial_actions.Room, seats: list[CommitteeSeat], rows: list[TrialAction], mette: User
) -> None:
    leave(seats[2], mette)
    for _ in range(2):
        assert committee_seats.come_back(seat=seats[2], by=mette, at=AT).left_at is None
    assert board_rows.board(mette, room.round, None).missing_reviews == 1
    assert AuditEvent.objects.filter(action="round.seat_again").count() == 1


def test_a_chair_who_has_left_leads_no_more(
    room: trial_actions.Room, seats: list[CommitteeSeat], rows: list[TrialAction], mette: User
) -> None:
    with pytest.raises(RoundRefused, match="En anden må skrive"):
        leave(seats[0], seats[0].user)
    leave(seats[0], mette)
    assert committee_seats.chair_of(room.round) is None
    with pytest.raises(RoundRefused, match="ikke længere"):
        committee_seats.make_chair(seat=seats[0], by=mette, at=AT)
    with pytest.raises(RoundRefused, match="har forladt udvalget"):
        committee_seats.give(
            round_=room.round,
            email=seats[0].user.email,
            name="Lone",
            kind="staff",
            is_chair=True,
            by=mette,
            at=AT,
        )


def test_a_conflict_of_interest_holds_on(
    stevns: Municipality, room: trial_actions.Room, seats: list[CommitteeSeat], rows: list[TrialAction], mette: User
) -> None:
    leader = world.member(stevns, "lis.dam@stevns.example", "coordinator", "Lis Dam")
    own = trial_actions.seat(room.round, leader)
    conflicts.declare(seat=own, trial_action=rows[0], reason="", by=leader, at=AT)
    leave(own, mette)
    assert list(TrialAction.objects.visible_to(leader)) == [rows[1]]


def test_who_left_after_the_decision_sat_there_when_it_was_taken(
    room: trial_actions.Room, seats: list[CommitteeSeat], rows: list[TrialAction], mette: User
) -> None:
    Round.objects.update(decided_at=AT - timedelta(hours=1), decided_by=mette)
    room.round.refresh_from_db()
    leave(seats[2], mette)
    assert len(board_rows.board(mette, room.round, None).seats) == 3
    assert rules.seat_of(seats[2].user, room.round) is None


def test_the_chair_notes_it_from_the_list(as_user: Any, seats: list[CommitteeSeat], rows: list[TrialAction]) -> None:
    client = as_user(seats[0].user)
    listed = reverse("committee", args=[rows[0].round_id])
    way = reverse("committee_seat_left", args=[rows[0].round_id, seats[2].pk])
    assert way in client.get(listed).content.decode()
    assert way not in as_user(seats[1].user).get(listed).content.decode()
    assert as_user(seats[1].user).post(way).status_code == 403
    asked = client.get(way).content.decode()
    assert ("bliver stående og tæller med: 1 ansøgning." in asked, "formand" in asked) == (True, False)
    assert (f'href="{listed}">Fortryd</a>' in asked, 'href=""' in asked) == (True, False)
    page = client.post(way, follow=True).content.decode()
    assert f"{seats[2].user.name} har forladt udvalget." in page
    assert "har forladt udvalget, nåede 1" in page
    assert f'href="{listed}">Fortryd</a>' in client.get(way).content.decode()
    assert (
        f"{seats[2].user.name} sidder i udvalget igen." in client.post(way, {"back": "1"}, follow=True).content.decode()
    )

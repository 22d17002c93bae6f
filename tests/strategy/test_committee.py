"""The committee's use cases: conflicts of interest, points, abstaining, returning."""

from datetime import timedelta
from decimal import Decimal

import pytest
from post_office.models import Email

from accounts.danish import weekday_date
from accounts.models import AuditEvent, User
from partnerships.models import Municipality
from strategy import (
    applications,
    committee,
    committee_reviews,
    committee_seats,
    conflicts,
    questions,
    reading,
    returns,
    teams,
)
from strategy.committee import CommitteeRefused
from strategy.committee_reviews import Judgement, ReviewStands
from strategy.models import (
    ApplicationVersion,
    CommitteeReview,
    CommitteeSeat,
    ConflictOfInterest,
    CriterionScore,
    Round,
    TrialAction,
)
from strategy.rounds import RoundRefused
from tests.factories import committee as make
from tests.factories import trial_actions, world

AT = make.LATER


@pytest.fixture
def room(stevns: Municipality, mette: User) -> trial_actions.Room:
    return trial_actions.room(stevns, mette)


@pytest.fixture
def seats(room: trial_actions.Room) -> list[CommitteeSeat]:
    return make.members(room.round, 3)


@pytest.fixture
def row(room: trial_actions.Room, anders: User) -> TrialAction:
    return trial_actions.submitted(room.round, anders, units=room.units)


def give(seat: CommitteeSeat, row: TrialAction, points: int = 4, comment: str = "") -> CommitteeReview:
    judgement = Judgement(make.same_points(row.round, points), comment)
    return committee_reviews.give(seat=seat, trial_action=row, judgement=judgement, by=seat.user, at=AT)


def declare(seat: CommitteeSeat, row: TrialAction) -> ConflictOfInterest:
    return conflicts.declare(seat=seat, trial_action=row, reason="Mit barn", by=seat.user, at=AT)


def actions() -> list[str]:
    return list(AuditEvent.objects.order_by("id").values_list("action", flat=True))


def test_the_first_judgement_makes_it_the_committees(seats: list[CommitteeSeat], row: TrialAction) -> None:
    review = give(seats[0], row, 4, "Godt tænkt.")
    row.refresh_from_db()
    assert (row.state, review.state, review.total, review.comment) == (
        "in_review",
        "given",
        Decimal("4.00"),
        "Godt tænkt.",
    )
    assert actions() == ["committee_review.given"]


def test_the_committee_goes_on_without_an_answer(row: TrialAction, anders: User, mette: User) -> None:
    row.handed_in.create(version=row.version, content={}, sha256="0" * 64, at=AT, by=anders)
    returns.ask(trial_action=row, questions=["Hvem måler?"], by=mette, at=AT)
    for _ in range(2):
        assert returns.take_back(trial_action=row, by=mette, at=AT).state == "in_review"
    assert (row.questions.count(), actions().count("trial_action.taken_back")) == (0, 1)
    assert Email.objects.get(subject__startswith="I skal ikke svare alligevel").to == [anders.email]


def test_what_the_team_has_begun_to_change_is_waited_for(row: TrialAction, mette: User) -> None:
    returns.ask(trial_action=row, questions=["Hvem måler?"], by=mette, at=AT)
    TrialAction.objects.filter(pk=row.pk).update(version=row.version + 1)
    with pytest.raises(CommitteeRefused, match="begyndt at rette"):
        returns.take_back(trial_action=row, by=mette, at=AT)
    row.refresh_from_db()
    assert (row.state, row.questions.count()) == ("returned", 1)


def test_nobody_takes_the_chair_when_the_round_is_decided(
    room: trial_actions.Room, seats: list[CommitteeSeat], mette: User
) -> None:
    Round.objects.filter(pk=room.round.pk).update(decided_at=AT, decided_by=mette)
    with pytest.raises(RoundRefused, match="kan ikke ændres"):
        committee_seats.make_chair(seat=seats[1], by=mette, at=AT)
    assert list(room.round.seats.filter(is_chair=True)) == [seat for seat in seats if seat.is_chair]


def test_a_coordinator_s_conflict_of_interest_is_not_lost_with_the_seat(
    room: trial_actions.Room, row: TrialAction, mette: User, seats: list[CommitteeSeat]
) -> None:
    own = trial_actions.seat(room.round, mette)
    for seat in (own, seats[0]):
        declare(seat, row)
    with pytest.raises(RoundRefused, match="har meldt sig inhabil"):
        committee_seats.take(seat=own, by=mette, at=AT)
    committee_seats.take(seat=seats[0], by=mette, at=AT)  # has no other way to the application
    assert not TrialAction.objects.visible_to(mette).exists()
    assert sorted(room.round.seats.values_list("pk", flat=True)) == sorted([own.pk, seats[1].pk, seats[2].pk])


def test_the_total_is_weighted(seats: list[CommitteeSeat], row: TrialAction) -> None:
    weights = {3: 5, 2: 4, 1: 2}
    points = {one.pk: weights[one.weight] for one in row.round.criteria.all()}
    judgement = Judgement(points, "")
    review = committee_reviews.give(seat=seats[0], trial_action=row, judgement=judgement, by=seats[0].user, at=AT)
    assert review.total == Decimal("4.17")


def test_the_same_judgement_twice_is_once_and_another_is_refused(seats: list[CommitteeSeat], row: TrialAction) -> None:
    first = give(seats[0], row)
    assert give(seats[0], row) == first
    with pytest.raises(ReviewStands):
        give(seats[0], row, 5)
    with pytest.raises(ReviewStands):
        committee_reviews.abstain(seat=seats[0], trial_action=row, because="Ved ikke", by=seats[0].user, at=AT)
    first.refresh_from_db()
    assert (first.total, actions()) == (Decimal("4.00"), ["committee_review.given"])


def test_a_draft_may_be_incomplete_and_is_not_given(seats: list[CommitteeSeat], row: TrialAction) -> None:
    one = row.round.criteria.first()
    assert one is not None
    half = Judgement({one.pk: 3}, "Kladde")
    review = committee_reviews.save(seat=seats[0], trial_action=row, judgement=half, by=seats[0].user, at=AT)
    assert (review.state, review.total, CriterionScore.objects.count()) == ("draft", None, 1)
    with pytest.raises(CommitteeRefused, match="Giv point på alle kriterier"):
        committee_reviews.give(seat=seats[0], trial_action=row, judgement=half, by=seats[0].user, at=AT)
    row.refresh_from_db()
    assert row.state == "submitted"


def test_abstaining_keeps_no_points(seats: list[CommitteeSeat], row: TrialAction) -> None:
    draft = Judgement(make.same_points(row.round, 2), "")
    committee_reviews.save(seat=seats[0], trial_action=row, judgement=draft, by=seats[0].user, at=AT)
    for _ in range(2):
        committee_reviews.abstain(seat=seats[0], trial_action=row, because="Fagligt fremmed", by=seats[0].user, at=AT)
    review = CommitteeReview.objects.get()
    assert (review.state, review.total, review.abstained_because) == ("abstained", None, "Fagligt fremmed")
    assert (CriterionScore.objects.count(), actions()) == (0, ["committee_review.abstained"])


def test_the_others_are_hidden_until_ones_own_is_in(seats: list[CommitteeSeat], row: TrialAction) -> None:
    give(seats[1], row, 5, "Ja!")
    assert reading.others_on(seats[0].user, row, seats[0]) is None
    draft = Judgement(make.same_points(row.round, 2), "")
    committee_reviews.save(seat=seats[0], trial_action=row, judgement=draft, by=seats[0].user, at=AT)
    assert reading.others_on(seats[0].user, row, seats[0]) is None
    give(seats[0], row, 2)
    heard = reading.others_on(seats[0].user, row, seats[0])
    assert heard is not None
    assert [(one.name, one.review.total, one.review.comment) for one in heard] == [("Karen Lund", Decimal(5), "Ja!")]


def test_after_handing_in_again_ones_own_may_change_and_the_others_hide(
    seats: list[CommitteeSeat], row: TrialAction
) -> None:
    give(seats[0], row)
    give(seats[1], row)
    row.submitted_at, row.state = AT + timedelta(days=1), "in_review"
    row.save()
    assert reading.others_on(seats[0].user, row, seats[0]) is None
    later = AT + timedelta(days=2)
    judgement = Judgement(make.same_points(row.round, 5), "Bedre nu.")
    committee_reviews.give(seat=seats[0], trial_action=row, judgement=judgement, by=seats[0].user, at=later)
    assert CommitteeReview.objects.get(seat=seats[0]).total == Decimal(5)
    heard = reading.others_on(seats[0].user, row, seats[0])
    assert [one.name for one in heard or []] == ["Karen Lund"]


def test_points_that_count_are_not_put_away_for_a_draft(seats: list[CommitteeSeat], row: TrialAction) -> None:
    give(seats[0], row)
    TrialAction.objects.update(submitted_at=AT + timedelta(days=1), state="in_review")
    half = Judgement({}, "Kladde")
    with pytest.raises(CommitteeRefused, match="gælder, indtil du afgiver igen"):
        committee_reviews.save(seat=seats[0], trial_action=row, judgement=half, by=seats[0].user, at=AT)
    own = CommitteeReview.objects.get()
    assert (own.state, own.total, own.scores.count()) == ("given", Decimal("4.00"), 3)


def test_points_on_what_was_read_before_the_answers_came_are_refused(
    seats: list[CommitteeSeat], row: TrialAction
) -> None:
    seen = committee.read_mark(row)
    TrialAction.objects.update(submitted_at=AT + timedelta(hours=1), state="in_review")
    late = Judgement(make.same_points(row.round, 4), "", seen)
    at = AT + timedelta(hours=2)
    with pytest.raises(CommitteeRefused, match="mens du læste"):
        committee_reviews.give(seat=seats[0], trial_action=row, judgement=late, by=seats[0].user, at=at)
    with pytest.raises(CommitteeRefused, match="mens du læste"):
        committee_reviews.abstain(
            seat=seats[0], trial_action=row, because="Ved ikke", by=seats[0].user, at=at, seen=seen
        )
    assert not CommitteeReview.objects.exists()


@pytest.mark.parametrize("case", ["conflict", "team", "leader", "other seat", "decided", "returned", "withdrawn"])
def test_who_may_not_judge(
    case: str, room: trial_actions.Room, seats: list[CommitteeSeat], row: TrialAction, anders: User, mette: User
) -> None:
    seat, by = seats[0], seats[0].user
    match case:
        case "conflict":
            declare(seat, row)
        case "team":
            seat = trial_actions.seat(room.round, anders)
            by = anders
        case "leader":
            by = world.user(room.units[0].leader_email, "Leder")
            seat = trial_actions.seat(room.round, by, "leader")
        case "other seat":
            by = seats[1].user
        case "decided":
            Round.objects.filter(pk=room.round.pk).update(decided_at=AT, decided_by=mette)
        case _:
            TrialAction.objects.filter(pk=row.pk).update(state=case)
    with pytest.raises(CommitteeRefused):
        committee_reviews.give(
            seat=seat, trial_action=row, judgement=Judgement(make.same_points(row.round, 3)), by=by, at=AT
        )
    assert CommitteeReview.objects.count() == 0


def test_the_leader_of_a_unit_that_went_out_of_use_does_not_judge_either(
    room: trial_actions.Room, row: TrialAction
) -> None:
    leader = world.user(room.units[0].leader_email, "Leder")
    seat = trial_actions.seat(room.round, leader, "leader")
    room.units[0].is_active = False
    room.units[0].save()
    assert list(TrialAction.objects.for_committee(leader)) == list(committee.judges(row)) == []
    assert [(one.done, one.of) for one in reading.progress_of([seat], [row], [])] == [(0, 0)]
    assert committee.hidden_from(leader, room.round) == committee.Hidden(own=1)


def test_one_who_has_judged_does_not_join_the_team_before_the_decision(
    room: trial_actions.Room, row: TrialAction, stevns: Municipality, mette: User
) -> None:
    person = world.member(stevns, "karen.lund@stevns.example", "contributor", "Karen Lund")
    give(trial_actions.seat(room.round, person), row)
    with pytest.raises(applications.ApplicationRefused, match=r"^Personen har bedømt ansøgningen i udvalget"):
        teams.add(trial_action=row, person=person, by=mette, at=AT)
    assert row.team.filter(user=person).count() == 0
    Round.objects.update(decided_at=AT, decided_by=mette)
    assert teams.add(trial_action=row, person=person, by=mette, at=AT).user == person


def test_a_conflict_takes_the_application_and_the_points_away(seats: list[CommitteeSeat], row: TrialAction) -> None:
    give(seats[0], row)
    declare(seats[0], row)
    declare(seats[0], row)
    person = seats[0].user
    assert (CriterionScore.objects.count(), ConflictOfInterest.objects.count()) == (0, 1)
    assert reading.standing_on(row) is None
    assert list(TrialAction.objects.visible_to(person)) == list(committee.shown_to(person, row.round)) == []
    assert committee.hidden_from(person, row.round) == committee.Hidden(conflicts=1)
    assert [seat.user.name for seat in committee.judges(row)] == ["Peter Bæk", "Karen Lund"]
    event = AuditEvent.objects.get(action="conflict.declared")
    assert event.summary == "meldte sig inhabil i ansøgning nr. 1 i Runde 2026"


def test_a_conflict_taken_back(seats: list[CommitteeSeat], row: TrialAction) -> None:
    declare(seats[0], row)
    for _ in range(2):
        conflicts.take_back(seat=seats[0], number=1, by=seats[0].user, at=AT)
    assert list(committee.shown_to(seats[0].user, row.round)) == [row]
    assert actions() == ["conflict.declared", "conflict.taken_back"]


def test_points_kept_but_not_given_are_gone_when_a_conflict_is_taken_back(
    seats: list[CommitteeSeat], row: TrialAction
) -> None:
    judgement = Judgement(make.same_points(row.round, 2), "Nej")
    committee_reviews.save(seat=seats[0], trial_action=row, judgement=judgement, by=seats[0].user, at=AT)
    declare(seats[0], row)
    conflicts.take_back(seat=seats[0], number=1, by=seats[0].user, at=AT)
    assert CommitteeReview.objects.count() == 0
    assert give(seats[0], row).total == Decimal("4.00")


def test_nobody_sees_the_others_points_and_gives_new_ones_by_way_of_a_conflict(
    seats: list[CommitteeSeat], row: TrialAction
) -> None:
    give(seats[0], row, 2, "Nej")
    give(seats[1], row, 5)
    declare(seats[0], row)
    conflicts.take_back(seat=seats[0], number=1, by=seats[0].user, at=AT)
    with pytest.raises(ReviewStands):
        give(seats[0], row, 5)
    own = CommitteeReview.objects.get(seat=seats[0])
    assert (own.state, own.total, own.comment, own.abstained_because) == (
        "abstained",
        None,
        "",
        "Inhabil, meldt efter at have set de andres point.",
    )
    standing = reading.standing_on(row)
    assert standing is not None
    assert standing.totals == (Decimal("5.00"),)


def test_nobody_declares_for_another_or_after_the_decision(
    seats: list[CommitteeSeat], row: TrialAction, mette: User
) -> None:
    with pytest.raises(CommitteeRefused):
        conflicts.declare(seat=seats[0], trial_action=row, reason="", by=seats[1].user, at=AT)
    Round.objects.filter(pk=row.round_id).update(decided_at=AT, decided_by=mette)
    with pytest.raises(CommitteeRefused, match="Mette Holm har truffet afgørelsen"):
        declare(seats[0], row)
    assert ConflictOfInterest.objects.count() == 0


def test_questions_go_to_the_team_once(seats: list[CommitteeSeat], row: TrialAction, anders: User) -> None:
    meets_at = AT + timedelta(days=9)
    Round.objects.update(meets_at=meets_at)
    for _ in range(2):
        returns.ask(trial_action=row, questions=["Hvem måler?", " ", "Hvor ofte?"], by=seats[0].user, at=AT)
    row.refresh_from_db()
    assert (row.state, [question.text for question in row.questions.all()]) == (
        "returned",
        ["Hvem måler?", "Hvor ofte?"],
    )
    mail = Email.objects.get()
    assert (mail.to, "- Hvem måler?\n- Hvor ofte?" in mail.message) == ([anders.email], True)
    assert f"indsend den igen inden udvalgets møde {weekday_date(meets_at)}:" in mail.message
    assert actions() == ["trial_action.returned"]


@pytest.mark.parametrize("state", ["selected", "withdrawn", "draft"])
def test_what_cannot_be_sent_back(seats: list[CommitteeSeat], row: TrialAction, state: str) -> None:
    TrialAction.objects.filter(pk=row.pk).update(state=state)
    with pytest.raises(CommitteeRefused):
        returns.ask(trial_action=row, questions=["Hvem?"], by=seats[0].user, at=AT)
    with pytest.raises(CommitteeRefused):
        returns.ask(trial_action=row, questions=[" "], by=seats[0].user, at=AT)
    assert (row.questions.count(), Email.objects.count()) == (0, 0)


def test_progress_counts_only_what_is_ones_own_to_judge(
    room: trial_actions.Room, seats: list[CommitteeSeat], anders: User, mette: User
) -> None:
    rows = make.applications(room.round, anders, room.units, 3)
    leader = trial_actions.seat(room.round, world.user(room.units[0].leader_email, "Leder"), "leader")
    declare(seats[0], rows[0])
    give(seats[0], rows[1])
    found = {
        one.seat.pk: (one.done, one.of) for one in reading.progress_of([*seats, leader], rows, committee.judged(rows))
    }
    assert found == {seats[0].pk: (1, 2), seats[1].pk: (0, 3), seats[2].pk: (0, 3), leader.pk: (0, 0)}


def test_search(room: trial_actions.Room, seats: list[CommitteeSeat], row: TrialAction, anders: User) -> None:
    make.applications(room.round, anders, room.units, 4)
    everything = committee.shown_to(seats[0].user, room.round)
    assert [one.number for one in reading.searched(everything, "frikvarter")] == [1]
    assert [one.number for one in reading.searched(everything, "klinten skolegården")] == [1]
    assert [one.number for one in reading.searched(everything, "3")] == [3]
    declare(seats[0], row)
    assert list(reading.searched(committee.shown_to(seats[0].user, room.round), "frikvarter")) == []


def test_answered_and_handed_in_again_the_judges_are_told_and_may_judge_anew(
    room: trial_actions.Room, seats: list[CommitteeSeat], row: TrialAction, anders: User
) -> None:
    ApplicationVersion.objects.create(trial_action=row, version=1, content={}, sha256="x", at=AT, by=anders)
    give(seats[0], row)
    declare(seats[1], row)
    returns.ask(trial_action=row, questions=["Hvem måler?"], by=seats[0].user, at=AT)
    row.refresh_from_db()
    (question,) = row.questions.all()
    questions.answer(question=question, text="Pædagogen.", seen="", by=anders, at=AT + timedelta(hours=1))
    row = applications.submit(trial_action=row, by=anders, at=AT + timedelta(hours=2))
    told = Email.objects.filter(subject=f"Indsendt igen: {row}")
    assert {mail.to[0] for mail in told} == {seats[0].user.email, seats[2].user.email}
    # An answer is enough: what was given counts until it is given anew, and the others are hidden meanwhile.
    review = CommitteeReview.objects.get()
    assert (reading.status_of(review, row), review.total) == (reading.CHANGED, Decimal("4.00"))
    standing = reading.standing_on(row)
    assert standing is not None
    assert standing.totals == (Decimal("4.00"),)
    assert reading.others_on(seats[0].user, row, seats[0]) is None
    anew = Judgement(make.same_points(row.round, 2), "Nu er det klart.", committee.read_mark(row))
    at = AT + timedelta(hours=3)
    committee_reviews.give(seat=seats[0], trial_action=row, judgement=anew, by=seats[0].user, at=at)
    assert reading.status_of(CommitteeReview.objects.get(), row) == reading.GIVEN
    with pytest.raises(ReviewStands):
        give(seats[0], row, 5)
    returns.ask(trial_action=row, questions=["Hvor?"], by=seats[0].user, at=AT + timedelta(hours=3))
    row.questions.update(answer="Ude.", answered_at=AT, answered_by=anders)
    TrialAction.objects.filter(pk=row.pk).update(version=2)
    for partner in row.partners.all():
        for kind in ("part", "backing"):
            partner.trial_action.version = 2
            trial_actions.confirm(partner, kind)
    row = applications.submit(trial_action=row, by=anders, at=AT + timedelta(hours=4))
    assert (row.submitted_at, row.state) == (AT + timedelta(hours=4), "in_review")
    assert reading.status_of(CommitteeReview.objects.get(), row) == reading.CHANGED


def test_what_was_submitted_is_the_committees_when_the_round_closes(
    room: trial_actions.Room, row: TrialAction, anders: User
) -> None:
    draft = trial_actions.draft(room.round, anders)
    closes_at = room.round.closes_at
    assert committee.take_over(at=closes_at - timedelta(seconds=1)) == 0
    assert [committee.take_over(at=closes_at), committee.take_over(at=closes_at)] == [1, 0]
    assert [TrialAction.objects.get(pk=one.pk).state for one in (row, draft)] == ["in_review", "draft"]

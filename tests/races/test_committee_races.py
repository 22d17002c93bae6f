"""Two in a committee at the same second. Without the round's lock one would be lost, told twice or placed twice."""

import pytest
from post_office.models import Email

from accounts.models import AuditEvent, User
from partnerships.models import Municipality
from strategy import applications, boards, committee, committee_reviews, committee_seats, conflicts, decisions, teams
from strategy.boards import Text, Wanted, Words
from strategy.committee_reviews import Judgement
from strategy.models import BoardChoice, CommitteeReview, CommitteeSeat, ConflictOfInterest, Round, TrialAction
from tests.factories import committee as make
from tests.factories import trial_actions, world
from tests.races.two import Held, run_both

pytestmark = pytest.mark.django_db(transaction=True)
AT = make.LATER


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Held:
    """The first transaction stops where it writes the log, with everything before it done."""
    held = Held()
    held.armed = False
    monkeypatch.setattr(committee.audit, "record", held.around(committee.audit.record))
    return held


@pytest.fixture
def rows(stevns: Municipality, mette: User, anders: User) -> list[TrialAction]:
    room = trial_actions.room(stevns, mette)
    room.round.closes_at = AT
    room.round.save()
    return make.applications(room.round, anders, room.units, 4)


@pytest.fixture
def seat(rows: list[TrialAction]) -> CommitteeSeat:
    """The chair's."""
    return make.members(rows[0].round, 1)[0]


def wanted(row: TrialAction, choice: str, by: User) -> list[boards.Clash]:
    return boards.choose(round_=row.round, wanted=[Wanted(row.number, choice, "")], by=by, at=AT)


def drafted(rows: list[TrialAction], by: User) -> str:
    """1 and 2 selected, 3 and 4 on reserve; what somebody who sees it has seen."""
    choices = ("selected", "selected", "reserve", "reserve")
    BoardChoice.objects.bulk_create(
        BoardChoice(
            trial_action=row,
            choice=choice,
            grounds="Derfor.",
            reserve_rank=row.number if choice == "reserve" else None,
            changed_at=AT,
            changed_by=by,
        )
        for row, choice in zip(rows, choices, strict=True)
    )
    return decisions.draft_of(decisions.applications_of(rows[0].round))


def decide(rows: list[TrialAction], seen: str, by: User) -> Round:
    words = Words(Text("", "Alle var med."))
    return decisions.decide(round_=rows[0].round, words=words, seen=seen, by=by, at=AT)


def test_two_decide_and_everybody_is_told_once(
    held: Held, rows: list[TrialAction], seat: CommitteeSeat, mette: User
) -> None:
    seen = drafted(rows, mette)
    held.armed = True
    one, two = run_both(held, lambda: decide(rows, seen, seat.user), lambda: decide(rows, seen, mette))
    assert (one.name, two.name) == ("done", "CommitteeRefused")
    assert "Lone Vind har truffet afgørelsen" in str(two.refusal)
    assert Email.objects.exclude(subject__startswith="Afgørelsen er sendt").count() == 4
    assert AuditEvent.objects.filter(action="round.decided").count() == 1


def test_two_set_the_same_choice_and_one_is_told(
    held: Held, rows: list[TrialAction], seat: CommitteeSeat, mette: User
) -> None:
    held.armed = True
    one, two = run_both(
        held, lambda: wanted(rows[0], "selected", seat.user), lambda: wanted(rows[0], "declined", mette)
    )
    assert (one.result, [clash.by for clash in two.result]) == ([], ["Lone Vind"])
    assert BoardChoice.objects.get().choice == "selected"


def test_two_put_on_reserve_and_the_ranks_differ(
    held: Held, rows: list[TrialAction], seat: CommitteeSeat, mette: User
) -> None:
    held.armed = True
    run_both(held, lambda: wanted(rows[0], "reserve", seat.user), lambda: wanted(rows[1], "reserve", mette))
    assert sorted(BoardChoice.objects.values_list("reserve_rank", flat=True)) == [1, 2]


def test_a_choice_is_made_while_it_is_decided(
    held: Held, rows: list[TrialAction], seat: CommitteeSeat, mette: User
) -> None:
    seen = drafted(rows, mette)
    held.armed = True
    one, two = run_both(held, lambda: decide(rows, seen, mette), lambda: wanted(rows[0], "declined", seat.user))
    assert (one.name, two.name) == ("done", "CommitteeRefused")
    assert BoardChoice.objects.get(trial_action=rows[0]).choice == "selected"


def test_a_withdrawal_sent_twice_moves_one_reserve_up(
    held: Held, rows: list[TrialAction], mette: User, anders: User
) -> None:
    decide(rows, drafted(rows, mette), mette)

    def withdraw() -> TrialAction | None:
        return decisions.withdraw_selected(trial_action=rows[0], because="Vi mangler tid.", by=anders, at=AT)

    held.armed = True
    one, two = run_both(held, withdraw, withdraw)
    assert (one.result, two.result) == (rows[2], None)
    states = list(TrialAction.objects.order_by("number").values_list("state", flat=True))
    assert states == ["withdrawn", "selected", "selected", "reserve"]


def test_two_withdraw_and_two_reserves_move_up(held: Held, rows: list[TrialAction], mette: User, anders: User) -> None:
    decide(rows, drafted(rows, mette), mette)
    held.armed = True
    one, two = run_both(
        held,
        lambda: decisions.withdraw_selected(trial_action=rows[0], because="Vi mangler tid.", by=anders, at=AT),
        lambda: decisions.withdraw_selected(trial_action=rows[1], because="Vi mangler tid.", by=anders, at=AT),
    )
    assert (one.result, two.result) == (rows[2], rows[3])


def test_points_are_sent_twice(held: Held, rows: list[TrialAction], seat: CommitteeSeat) -> None:
    judgement = Judgement(make.same_points(rows[0].round, 4), "Godt.")

    def give() -> CommitteeReview:
        return committee_reviews.give(seat=seat, trial_action=rows[0], judgement=judgement, by=seat.user, at=AT)

    held.armed = True
    one, two = run_both(held, give, give)
    assert (one.result, two.result) == (two.result, CommitteeReview.objects.get())
    assert AuditEvent.objects.count() == 1


def test_points_are_given_while_a_conflict_is_declared(
    held: Held, rows: list[TrialAction], seat: CommitteeSeat
) -> None:
    judgement = Judgement(make.same_points(rows[0].round, 4))
    held.armed = True
    one, two = run_both(
        held,
        lambda: conflicts.declare(seat=seat, trial_action=rows[0], reason="", by=seat.user, at=AT),
        lambda: committee_reviews.give(seat=seat, trial_action=rows[0], judgement=judgement, by=seat.user, at=AT),
    )
    assert (one.name, two.name) == ("done", "CommitteeRefused")
    assert (CommitteeReview.objects.count(), ConflictOfInterest.objects.count()) == (0, 1)


def test_points_are_given_by_one_who_is_marked_as_having_left(
    held: Held, rows: list[TrialAction], seat: CommitteeSeat, mette: User
) -> None:
    judgement = Judgement(make.same_points(rows[0].round, 5))
    held.armed = True
    one, two = run_both(
        held,
        lambda: committee_seats.leave(seat=seat, by=mette, at=AT),
        lambda: committee_reviews.give(seat=seat, trial_action=rows[0], judgement=judgement, by=seat.user, at=AT),
    )
    assert (one.name, two.name) == ("done", "CommitteeRefused")
    assert CommitteeReview.objects.count() == 0


def test_points_are_given_by_one_who_is_put_on_the_team(
    held: Held, rows: list[TrialAction], stevns: Municipality, anders: User
) -> None:
    person = world.member(stevns, "karen.lund@stevns.example", "contributor", "Karen Lund")
    seat = trial_actions.seat(rows[0].round, person)
    judgement = Judgement(make.same_points(rows[0].round, 4))
    held.armed = True
    one, two = run_both(
        held,
        lambda: teams.add(trial_action=rows[0], person=person, by=anders, at=AT),
        lambda: committee_reviews.give(seat=seat, trial_action=rows[0], judgement=judgement, by=person, at=AT),
    )
    assert (one.name, two.name) == ("done", "CommitteeRefused")
    assert CommitteeReview.objects.count() == 0


def test_points_wait_for_answers_that_are_being_handed_in_and_are_given_on_what_came(
    held: Held, rows: list[TrialAction], seat: CommitteeSeat, anders: User
) -> None:
    in_round = rows[0].round
    units = [partner.unit for partner in rows[0].partners.select_related("unit") if partner.unit is not None]
    row = trial_actions.submitted(in_round, anders, units=units, state="returned")
    judgement = Judgement(make.same_points(in_round, 5), "", committee.read_mark(row))
    later = AT + make.DAY
    held.armed = True
    one, two = run_both(
        held,
        lambda: applications.submit(trial_action=row, by=anders, at=later),
        lambda: committee_reviews.give(
            seat=seat, trial_action=row, judgement=judgement, by=seat.user, at=later + make.DAY
        ),
    )
    assert (one.name, two.name) == ("done", "CommitteeRefused")
    assert "mens du læste" in str(two.refusal)
    assert CommitteeReview.objects.count() == 0

"""The board's draft, the decision, and reserves that move up."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from post_office.models import Email

from accounts.models import AuditEvent, User
from documents.models import MailRecord
from partnerships.models import Municipality
from strategy import board_rows, boards, conflicts, decisions, stopping
from strategy.boards import Text, Wanted, Words, WordsChanged
from strategy.committee import CommitteeRefused
from strategy.decisions import DecisionIncomplete
from strategy.models import BoardChoice, CommitteeSeat, Round, TrialAction
from tests.factories import committee as make
from tests.factories import trial_actions, world

AT = make.LATER


@pytest.fixture
def room(stevns: Municipality, mette: User) -> trial_actions.Room:
    made = trial_actions.room(stevns, mette)
    Round.objects.filter(pk=made.round.pk).update(target=2, closes_at=AT)
    made.round.refresh_from_db()
    return made


@pytest.fixture
def rows(room: trial_actions.Room, anders: User) -> list[TrialAction]:
    return make.applications(room.round, anders, room.units, 4)


@pytest.fixture
def seats(room: trial_actions.Room) -> list[CommitteeSeat]:
    return make.members(room.round, 3)


def choose(round_: Round, by: User, *wanted: tuple[int, str], seen: str = "") -> list[boards.Clash]:
    return boards.choose(
        round_=round_, wanted=[Wanted(number, choice, seen) for number, choice in wanted], by=by, at=AT
    )


def drafted(round_: Round, by: User) -> None:
    """1 and 3 selected, 4 then 2 on reserve."""
    choose(round_, by, (1, "selected"), (3, "selected"), (4, "reserve"))
    choose(round_, by, (2, "reserve"))


def words(*numbers: int, minutes: str = "Alle var med.") -> Words:
    return Words(Text("", minutes), {number: Text("", f"Grund {number}") for number in numbers})


def decide(round_: Round, by: User, said: Words | None = None, seen: str | None = None) -> Round:
    seen = decisions.draft_of(decisions.applications_of(round_)) if seen is None else seen
    return decisions.decide(round_=round_, words=said or words(1, 2, 3, 4), seen=seen, by=by, at=AT)


def states(rows: Sequence[TrialAction]) -> list[tuple[str, int | None]]:
    found = TrialAction.objects.filter(pk__in=[row.pk for row in rows]).order_by("number")
    return [(row.state, row.reserve_rank) for row in found]


def test_a_choice_and_another_one(room: trial_actions.Room, rows: list[TrialAction], mette: User) -> None:
    assert choose(room.round, mette, (1, "selected"), (2, "reserve")) == []
    assert choose(room.round, mette, (1, "declined"), seen="selected") == []
    found = list(BoardChoice.objects.order_by("trial_action__number").values_list("choice", "reserve_rank"))
    assert found == [("declined", None), ("reserve", 1)]
    assert [event.summary for event in AuditEvent.objects.order_by("id")] == [
        "satte ansøgning nr. 1 i Runde 2026 til udvalgt i kladden",
        "satte ansøgning nr. 2 i Runde 2026 til reserve i kladden",
        "satte ansøgning nr. 1 i Runde 2026 til afslag i kladden",
    ]


def test_what_is_as_it_was_seen_stays(room: trial_actions.Room, rows: list[TrialAction], mette: User) -> None:
    choose(room.round, mette, (1, "selected"))
    assert choose(room.round, mette, (1, "selected"), seen="selected") == []
    assert choose(room.round, mette, (2, "nonsense"), (99, "selected")) == []
    assert AuditEvent.objects.count() == 1


def test_a_colleagues_choice_is_not_overwritten(
    room: trial_actions.Room, seats: list[CommitteeSeat], rows: list[TrialAction], mette: User
) -> None:
    choose(room.round, seats[0].user, (1, "reserve"))
    (clash,) = choose(room.round, mette, (1, "selected"), (2, "selected"))
    assert (clash.number, clash.current, clash.by) == (1, "reserve", "Lone Vind")
    assert str(clash).startswith("Lone Vind satte nr. 1 til “Reserve” kl. ")
    assert list(BoardChoice.objects.order_by("trial_action__number").values_list("choice", flat=True)) == [
        "reserve",
        "selected",
    ]
    assert choose(room.round, mette, (1, "selected"), seen="reserve") == []


def test_ones_own_last_choice_is_no_clash(room: trial_actions.Room, rows: list[TrialAction], mette: User) -> None:
    choose(room.round, mette, (1, "selected"))
    assert choose(room.round, mette, (1, "reserve"), seen="") == []
    assert BoardChoice.objects.get().choice == "reserve"


def test_nothing_is_chosen_for_what_one_is_too_close_to(
    room: trial_actions.Room, seats: list[CommitteeSeat], rows: list[TrialAction]
) -> None:
    conflicts.declare(seat=seats[0], trial_action=rows[0], reason="", by=seats[0].user, at=AT)
    assert choose(room.round, seats[0].user, (1, "selected"), (2, "selected")) == []
    assert [draft.trial_action for draft in BoardChoice.objects.all()] == [rows[1]]


def test_words_are_kept_and_not_overwritten(
    room: trial_actions.Room, seats: list[CommitteeSeat], rows: list[TrialAction], mette: User
) -> None:
    drafted(room.round, mette)
    boards.write(round_=room.round, words=words(1, 2), by=mette, at=AT)
    other = Words(Text("", "Et andet referat"), {1: Text("", "En anden grund"), 3: Text("", "Grund 3")})
    with pytest.raises(WordsChanged) as told:
        boards.write(round_=room.round, words=other, by=seats[0].user, at=AT)
    assert told.value.theirs == {"Referat": "Alle var med.", "Begrundelse, nr. 1": "Grund 1"}
    assert list(BoardChoice.objects.order_by("trial_action__number").values_list("grounds", flat=True)) == [
        "Grund 1",
        "Grund 2",
        "",
        "",
    ]


def test_the_decision_is_taken_and_everybody_told_at_once(
    room: trial_actions.Room, seats: list[CommitteeSeat], rows: list[TrialAction], mette: User, anders: User
) -> None:
    choose(room.round, mette, (1, "selected"), (2, "declined"), (3, "selected"), (4, "reserve"))
    row = decide(room.round, mette)
    assert (row.decided_at, row.decided_by, row.minutes) == (AT, mette, "Alle var med.")
    assert states(rows) == [("selected", None), ("declined", None), ("selected", None), ("reserve", 1)]
    assert list(TrialAction.objects.order_by("number").values_list("grounds", flat=True)) == [
        "Grund 1",
        "Grund 2",
        "Grund 3",
        "Grund 4",
    ]
    letters = Email.objects.filter(subject__contains=":").order_by("pk")
    assert [letter.subject for letter in letters] == [
        f"Jeres prøvehandling er udvalgt: {rows[0]}",
        f"Svar på jeres ansøgning: {rows[1]}",
        f"Jeres prøvehandling er udvalgt: {rows[2]}",
        f"Jeres prøvehandling er på reserve: {rows[3]}",
        *["Afgørelsen er sendt: Runde 2026"] * 4,  # the committee, and the coordinator
    ]
    assert [letter.to for letter in letters][:4] == [[anders.email]] * 4
    assert "Udvalgets begrundelse:\nGrund 2\n" in letters[1].message
    assert "nr. 1 på reservelisten" in letters[3].message
    assert {record.kind for record in MailRecord.objects.all()} == {"trial_action_decided", "round_decided"}
    assert AuditEvent.objects.get(action="round.decided").summary == "traf afgørelsen i Runde 2026"


def test_the_committees_mail_names_no_application(
    room: trial_actions.Room, seats: list[CommitteeSeat], rows: list[TrialAction], mette: User
) -> None:
    conflicts.declare(seat=seats[1], trial_action=rows[0], reason="", by=seats[1].user, at=AT)
    drafted(room.round, mette)
    decide(room.round, mette)
    for letter in Email.objects.filter(to=[seats[1].user.email]):
        assert not any(str(row) in letter.message + letter.subject for row in rows)


def test_reserves_are_ranked_in_the_drafts_order(
    room: trial_actions.Room, rows: list[TrialAction], mette: User
) -> None:
    drafted(room.round, mette)
    decide(room.round, mette)
    assert states(rows) == [("selected", None), ("reserve", 2), ("selected", None), ("reserve", 1)]


def test_a_decided_round_is_not_decided_again(room: trial_actions.Room, rows: list[TrialAction], mette: User) -> None:
    drafted(room.round, mette)
    decide(room.round, mette)
    sent = Email.objects.count()
    with pytest.raises(CommitteeRefused, match="Mette Holm har truffet afgørelsen"):
        decide(room.round, mette)
    with pytest.raises(CommitteeRefused):
        choose(room.round, mette, (1, "declined"), seen="selected")
    assert Email.objects.count() == sent


def test_what_is_missing(room: trial_actions.Room, rows: list[TrialAction], mette: User) -> None:
    choose(room.round, mette, (1, "selected"), (2, "selected"), (3, "selected"))
    with pytest.raises(DecisionIncomplete) as told:
        decide(room.round, mette, Words(Text("", "")))
    assert [one.text for one in told.value.missing] == [
        "Nr. 4 mangler udvalgt, reserve eller afslag.",
        "3 er udvalgt, og der er plads til 2. Flyt 1.",
        "Referatet mangler.",
    ]
    choose(room.round, mette, (3, "declined"), seen="selected")
    choose(room.round, mette, (4, "declined"))
    with pytest.raises(DecisionIncomplete) as told:
        decide(room.round, mette, words(1, 2))
    assert [one.text for one in told.value.missing] == [
        "Nr. 3 og 4 mangler en begrundelse. Den, der får nej, skal kunne se hvorfor."
    ]
    assert {state for state, _ in states(rows)} == {"submitted"}
    assert BoardChoice.objects.exclude(grounds="").count() == 0  # nothing of a refused decision is kept


def test_one_that_is_with_its_team_is_not_selected(
    room: trial_actions.Room, rows: list[TrialAction], mette: User
) -> None:
    drafted(room.round, mette)
    TrialAction.objects.filter(pk=rows[0].pk).update(state="returned")
    with pytest.raises(DecisionIncomplete, match=r"Nr. 1 er hos ansøgerne med spørgsmål"):
        decide(room.round, mette)
    choose(room.round, mette, (1, "declined"), seen="selected")
    decide(room.round, mette)
    assert states(rows)[0] == ("declined", None)


def test_the_draft_was_changed_meanwhile(room: trial_actions.Room, rows: list[TrialAction], mette: User) -> None:
    drafted(room.round, mette)
    seen = decisions.draft_of(decisions.applications_of(room.round))
    choose(room.round, mette, (3, "declined"), seen="selected")
    with pytest.raises(CommitteeRefused, match="Kladden er ændret"):
        decide(room.round, mette, seen=seen)


def test_one_in_conflict_does_not_decide(
    room: trial_actions.Room, seats: list[CommitteeSeat], rows: list[TrialAction], mette: User
) -> None:
    drafted(room.round, mette)
    conflicts.declare(seat=seats[0], trial_action=rows[3], reason="", by=seats[0].user, at=AT)
    with pytest.raises(CommitteeRefused, match="for tæt på"):
        decide(room.round, seats[0].user)
    decide(room.round, mette)
    assert states(rows)[3] == ("reserve", 1)
    # Nor can one work out from the numbers what became of it.
    told = {to: mail.message for mail in Email.objects.filter(subject__startswith="Afgørelsen") for to in mail.to}
    assert sorted(told) == sorted([mette.email, *(seat.user.email for seat in seats)])
    assert [("Udvalgt: 2" in told[one.user.email]) for one in seats] == [False, True, True]


def test_the_first_reserve_moves_up_once(
    room: trial_actions.Room, rows: list[TrialAction], mette: User, anders: User
) -> None:
    drafted(room.round, mette)
    decide(room.round, mette)
    later = AT + timedelta(days=3)
    assert decisions.withdraw_selected(trial_action=rows[0], because="Vi mangler tid.", by=anders, at=later) == rows[3]
    assert decisions.withdraw_selected(trial_action=rows[0], because="Vi mangler tid.", by=anders, at=later) is None
    assert states(rows) == [("withdrawn", None), ("reserve", 1), ("selected", None), ("selected", None)]
    told = Email.objects.get(subject__startswith="Trukket tilbage")
    assert (told.to, "Vi mangler tid." in told.message) == ([mette.email], True)
    room.round.refresh_from_db()
    assert board_rows.since_decided(mette, room.round) == [rows[0], rows[3]]
    mail = Email.objects.get(subject__startswith="I har fået en plads")
    assert (mail.to, "stod først på reservelisten" in mail.message) == ([anders.email], True)
    told = AuditEvent.objects.get(action="trial_action.moved_up")
    assert told.actor is None
    assert told.summary == f"gav den ledige plads til “{rows[3]}” fra reservelisten i Runde 2026"
    assert decisions.withdraw_selected(trial_action=rows[2], because="Vi mangler tid.", by=anders, at=later) == rows[1]
    assert decisions.withdraw_selected(trial_action=rows[3], because="Vi mangler tid.", by=anders, at=later) is None
    assert states(rows) == [("withdrawn", None), ("selected", None), ("withdrawn", None), ("withdrawn", None)]


def test_the_reserves_behind_are_told_their_new_place_once(
    room: trial_actions.Room, rows: list[TrialAction], mette: User, anders: User
) -> None:
    choose(room.round, mette, (1, "selected"), (2, "reserve"))
    choose(room.round, mette, (3, "reserve"))
    choose(room.round, mette, (4, "reserve"))
    decide(room.round, mette)
    for _ in range(2):
        decisions.withdraw_selected(trial_action=rows[0], because="Vi mangler tid.", by=anders, at=AT)
    assert states(rows) == [("withdrawn", None), ("selected", None), ("reserve", 1), ("reserve", 2)]
    told = [(mail.subject, mail.to) for mail in Email.objects.filter(subject__startswith="Nu nr.").order_by("pk")]
    assert told == [
        (f"Nu nr. 1 på reservelisten: {rows[2]}", [anders.email]),
        (f"Nu nr. 2 på reservelisten: {rows[3]}", [anders.email]),
    ]
    board_ranks = BoardChoice.objects.order_by("trial_action__number").values_list("reserve_rank", flat=True)
    assert list(board_ranks) == [None, 1, 2, 3]  # as it was decided


@pytest.mark.parametrize(("before", "after"), [("selected", "selected"), ("agreed", "reserve"), ("running", "reserve")])
def test_a_reserve_moves_up_when_one_is_stopped_before_anything_is_agreed(
    before: str, after: str, room: trial_actions.Room, rows: list[TrialAction], mette: User, anders: User
) -> None:
    drafted(room.round, mette)
    decide(room.round, mette)
    TrialAction.objects.filter(pk=rows[0].pk).update(state=before)
    for _ in range(2):
        stopping.stop(trial_action=rows[0], learnt="Vi er for få til at gøre det.", by=mette, at=AT + timedelta(days=3))
    assert [state for state, _ in states(rows)] == ["stopped", "reserve", "selected", after]
    moved = Email.objects.filter(subject__startswith="I har fået en plads")
    assert [mail.to for mail in moved] == ([[anders.email]] if after == "selected" else [])


@pytest.mark.parametrize("state", ["submitted", "agreed", "running", "declined"])
def test_only_a_selected_one_is_withdrawn_here(room: trial_actions.Room, anders: User, state: str) -> None:
    row = trial_actions.submitted(room.round, anders, units=room.units, state=state)
    with pytest.raises(CommitteeRefused):
        decisions.withdraw_selected(trial_action=row, because="Vi mangler tid.", by=anders, at=AT)
    assert states([row]) == [(state, None)]


def test_a_team_member_who_leads_decides_nothing(room: trial_actions.Room, stevns: Municipality) -> None:
    leader = world.member(stevns, room.units[0].leader_email, "coordinator", "Lederen")
    row = make.applications(room.round, leader, room.units, 1)[0]
    assert choose(room.round, leader, (row.number, "selected")) == []
    assert BoardChoice.objects.count() == 0
    with pytest.raises(CommitteeRefused, match="for tæt på"):
        decide(room.round, leader)


def test_a_round_is_not_decided_while_somebody_may_still_apply(
    room: trial_actions.Room, rows: list[TrialAction], mette: User
) -> None:
    drafted(room.round, mette)
    Round.objects.update(closes_at=AT + timedelta(seconds=1))
    with pytest.raises(CommitteeRefused, match=r"^Runden tager imod ansøgninger til 25\. november 2026 kl\. 11\."):
        decide(room.round, mette)
    assert states(rows) == [("submitted", None)] * 4
    Round.objects.update(closes_at=AT)
    assert decide(room.round, mette).decided_at == AT

"""Partners and leaders who have said yes are told what became of it, once, and without what is the team's."""

from datetime import timedelta

import pytest
from post_office.models import Email

from accounts.models import User
from partnerships.models import Municipality
from strategy import applications, boards, decisions, stopping
from strategy.models import ConflictOfInterest, Partner, PartnerConfirmation, Round, TrialAction
from tests.factories import committee as make
from tests.factories import trial_actions, world

AT = make.LATER


@pytest.fixture
def room(stevns: Municipality, mette: User) -> trial_actions.Room:
    made = trial_actions.room(stevns, mette)
    Round.objects.filter(pk=made.round.pk).update(closes_at=AT)
    made.round.refresh_from_db()
    return made


@pytest.fixture
def rows(room: trial_actions.Room, anders: User) -> list[TrialAction]:
    """Three applications of two schools, each school with a leader who has said yes to part and backing."""
    return [
        trial_actions.submitted(room.round, anders, units=room.units, title=title)
        for title in ("Den første", "Den anden", "Den tredje")
    ]


def leaders(room: trial_actions.Room) -> list[str]:
    return [unit.leader_email for unit in room.units]


def told(subject: str) -> list[str]:
    return [to for mail in Email.objects.filter(subject=subject).order_by("pk") for to in mail.to]


def decide(room: trial_actions.Room, by: User, *choices: str) -> None:
    wanted = [boards.Wanted(number, choice, "") for number, choice in enumerate(choices, start=1)]
    boards.choose(round_=room.round, wanted=wanted, by=by, at=AT)
    words = boards.Words(
        boards.Text("", "Alle var med."), {number: boards.Text("", f"Grund {number}") for number in (1, 2, 3)}
    )
    seen = decisions.draft_of(decisions.applications_of(room.round))
    decisions.decide(round_=room.round, words=words, seen=seen, by=by, at=AT)


def test_the_decision_is_told_to_those_who_said_yes(
    room: trial_actions.Room, rows: list[TrialAction], mette: User, anders: User
) -> None:
    decide(room, mette, "selected", "reserve", "declined")
    assert told("Udvalgt: Den første") == leaders(room)
    assert told("På reserve: Den anden") == leaders(room)
    assert told("Ikke udvalgt: Den tredje") == leaders(room)
    letters = Email.objects.filter(to=[room.units[0].leader_email]).order_by("pk")
    assert not any("Grund" in letter.message for letter in letters)
    assert f"{room.units[0].name}.\n\nUdvalget har udvalgt den." in letters[0].message
    assert f"så spørg Anders Friis, {anders.email}." in letters[0].message


def test_who_said_no_is_on_the_team_or_in_conflict_is_not_told(
    room: trial_actions.Room, rows: list[TrialAction], mette: User, anders: User
) -> None:
    one, two = Partner.objects.filter(trial_action=rows[0]).order_by("position")
    one.confirmations.update(email=anders.email)
    two.confirmations.update(is_given=False)
    for number, email in enumerate(("naer@udvalg.example", "aktoer@aktoer.example")):
        partner = Partner.objects.create(
            trial_action=rows[0], position=3 + number, actor=f"Aktør {number}", part="x", contact_email=email
        )
        trial_actions.confirm(partner, PartnerConfirmation.Kind.PART)
    near = trial_actions.seat(room.round, world.user("naer@udvalg.example"))
    ConflictOfInterest.objects.create(seat=near, trial_action=rows[0], declared_at=AT)
    decide(room, mette, "selected", "declined", "declined")
    assert told("Udvalgt: Den første") == ["aktoer@aktoer.example"]


def test_what_a_partner_answered_last_counts(room: trial_actions.Room, rows: list[TrialAction], mette: User) -> None:
    first = Partner.objects.filter(trial_action=rows[0]).order_by("position")[0]
    for kind in PartnerConfirmation.Kind.values:
        PartnerConfirmation.objects.create(
            partner=first,
            kind=kind,
            version=2,
            email="ny@klintskolen.example",
            asked_at=AT,
            answered_at=AT,
            is_given=True,
        )
    decide(room, mette, "selected", "declined", "declined")
    assert told("Udvalgt: Den første") == ["ny@klintskolen.example", leaders(room)[1]]


def test_a_withdrawal_and_the_reserve_that_moves_up(
    room: trial_actions.Room, rows: list[TrialAction], mette: User, anders: User
) -> None:
    decide(room, mette, "selected", "reserve", "declined")
    for _ in range(2):
        decisions.withdraw_selected(
            trial_action=rows[0], because="Vi får ny ledelse.", by=anders, at=AT + timedelta(days=1)
        )
    assert told("Trukket tilbage: Den første") == [mette.email, *leaders(room)]  # the coordinator is told why
    assert told("Udvalgt: Den anden") == leaders(room)
    letter = Email.objects.get(subject="Udvalgt: Den anden", to=[leaders(room)[0]])
    assert "Den stod på reserve og er nu udvalgt." in letter.message
    withdrawn = Email.objects.get(subject="Trukket tilbage: Den første", to=[leaders(room)[0]])
    assert "ny ledelse" not in withdrawn.message


def test_a_stop_and_a_withdrawal_before_the_decision(
    room: trial_actions.Room, rows: list[TrialAction], mette: User, anders: User
) -> None:
    applications.withdraw(trial_action=rows[2], by=anders, at=AT - timedelta(days=1))
    assert told("Trukket tilbage: Den tredje") == leaders(room)
    TrialAction.objects.filter(pk=rows[0].pk).update(state="running", running_since=AT.date())
    for _ in range(2):
        stopping.stop(trial_action=rows[0], learnt="Vi er for få til at gøre det.", by=anders, at=AT)
    assert [to for to in told("Stoppet: Den første") if to != mette.email] == leaders(room)

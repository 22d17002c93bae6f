"""Two people in one application at the same second. Without the locks one is lost, or a yes given to other words."""

from typing import Any

import pytest

from accounts.models import User
from partnerships.models import Municipality
from strategy import application_rows, applications, committee_reviews, committee_seats, confirmations, rounds, teams
from strategy.applications import Change, mark
from strategy.models import (
    ApplicationVersion,
    CommitteeReview,
    CommitteeSeat,
    Partner,
    PartnerConfirmation,
    Round,
    TrialAction,
)
from tests.factories import trial_actions as make
from tests.factories.trial_actions import AT, DAY, Room
from tests.races.two import Held, run_both

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Held:
    """The first transaction stops where it writes the log, with everything before it done."""
    held = Held()
    held.armed = False
    monkeypatch.setattr(applications.audit, "record", held.around(applications.audit.record))
    return held


@pytest.fixture
def room(stevns: Municipality, mette: User) -> Room:
    return make.room(stevns, mette)


@pytest.fixture
def row(room: Room, anders: User, mette: User) -> TrialAction:
    return make.draft(room.round, anders, mette)


def write(row: TrialAction, by: User, name: str, value: str) -> Any:
    return applications.write(trial_action=row, changes={name: Change(value, mark(""))}, by=by, at=AT)


def test_two_write_in_one_field_and_the_second_is_shown_the_first(
    held: Held, row: TrialAction, anders: User, mette: User
) -> None:
    held.armed = True
    one, two = run_both(held, lambda: write(row, anders, "place", "A"), lambda: write(row, mette, "place", "B"))
    row.refresh_from_db()
    assert (one.result.saved, two.result.conflicts, row.place) == (["place"], {"place": "A"}, "A")


def test_two_write_in_two_fields_and_both_stand(held: Held, row: TrialAction, anders: User, mette: User) -> None:
    held.armed = True
    run_both(held, lambda: write(row, anders, "place", "A"), lambda: write(row, mette, "goal", "B"))
    row.refresh_from_db()
    assert (row.place, row.goal) == ("A", "B")


def test_two_begin_and_get_a_number_each(held: Held, room: Room, anders: User, mette: User) -> None:
    def begin(by: User) -> TrialAction:
        return applications.begin(round_=room.round, title="En idé", by=by, at=AT)

    held.armed = True
    one, two = run_both(held, lambda: begin(anders), lambda: begin(mette))
    assert [one.result.number, two.result.number] == [1, 2]


def test_one_who_begins_twice_has_one(held: Held, room: Room, anders: User) -> None:
    def begin() -> TrialAction:
        return applications.begin(round_=room.round, title="En idé", by=anders, at=AT)

    held.armed = True
    one, two = run_both(held, begin, begin)
    assert (one.result, TrialAction.objects.count()) == (two.result, 1)


def test_a_yes_is_not_given_to_words_that_were_changed_meanwhile(held: Held, room: Room, anders: User) -> None:
    row = make.complete(room.round, anders, units=room.units)
    PartnerConfirmation.objects.all().delete()
    confirmations.ask(trial_action=row, by=anders, at=AT)
    asked = PartnerConfirmation.objects.order_by("pk")[0]
    change = {"place": Change("Hallen", mark("Skolegården"))}
    held.armed = True
    one, two = run_both(
        held,
        lambda: applications.write(trial_action=row, changes=change, by=anders, at=AT),
        lambda: confirmations.answer(confirmation=asked, is_given=True, comment="", by=None, at=AT),
    )
    asked.refresh_from_db()
    assert (one.name, two.name, asked.is_given) == ("done", "ConfirmationLapsed", None)


def test_it_is_not_handed_in_while_a_colleague_changes_it(held: Held, room: Room, anders: User, mette: User) -> None:
    row = make.complete(room.round, anders, mette, units=room.units)
    change = {"place": Change("Hallen", mark("Skolegården"))}
    held.armed = True
    one, two = run_both(
        held,
        lambda: applications.write(trial_action=row, changes=change, by=mette, at=AT),
        lambda: applications.submit(trial_action=row, by=anders, at=AT),
    )
    row.refresh_from_db()
    assert (one.name, two.name, row.state) == ("done", "NotEligible", "draft")


def test_handed_in_twice_is_once(held: Held, room: Room, anders: User, mette: User) -> None:
    row = make.complete(room.round, anders, mette, units=room.units)
    held.armed = True
    one, two = run_both(
        held,
        lambda: applications.submit(trial_action=row, by=anders, at=AT),
        lambda: applications.submit(trial_action=row, by=mette, at=AT),
    )
    assert (one.result.submitted_by, two.result.submitted_by, ApplicationVersion.objects.count()) == (anders, anders, 1)


def test_it_is_not_judged_while_the_team_takes_it_back(held: Held, room: Room, anders: User, mette: User) -> None:
    row, seat = make.submitted(room.round, anders, units=room.units), make.seat(room.round, mette)
    held.armed = True
    one, two = run_both(
        held,
        lambda: applications.reopen(trial_action=row, by=anders, at=AT),
        lambda: committee_reviews.abstain(seat=seat, trial_action=row, because="Kender dem.", by=mette, at=AT),
    )
    row.refresh_from_db()
    assert (one.name, two.name, row.state) == ("done", "CommitteeRefused", "draft")
    assert CommitteeReview.objects.count() == 0


def test_it_is_not_taken_back_while_a_member_judges_it(held: Held, room: Room, anders: User, mette: User) -> None:
    row, seat = make.submitted(room.round, anders, units=room.units), make.seat(room.round, mette)
    held.armed = True
    one, two = run_both(
        held,
        lambda: committee_reviews.abstain(seat=seat, trial_action=row, because="Kender dem.", by=mette, at=AT),
        lambda: applications.reopen(trial_action=row, by=anders, at=AT),
    )
    row.refresh_from_db()
    assert (one.name, two.name, row.state) == ("done", "ApplicationRefused", "in_review")


def test_it_is_not_taken_back_while_the_deadline_is_moved(held: Held, room: Room, anders: User, mette: User) -> None:
    row = make.submitted(room.round, anders, units=room.units)
    plan = rounds.plan_of(room.round)
    sooner = rounds.Plan(plan.title, plan.text, plan.opens_at, AT + DAY, None, plan.target)
    held.armed = True
    one, two = run_both(
        held,
        lambda: rounds.change(round_=room.round, plan=sooner, revision=1, by=mette, at=AT),
        lambda: applications.reopen(trial_action=row, by=anders, at=AT + DAY),
    )
    row.refresh_from_db()
    assert (one.name, two.name, row.state) == ("done", "ApplicationRefused", "submitted")


def test_it_is_not_handed_in_while_the_deadline_is_moved(held: Held, room: Room, anders: User, mette: User) -> None:
    row = make.complete(room.round, anders, units=room.units)
    plan = rounds.plan_of(room.round)
    sooner = rounds.Plan(plan.title, plan.text, plan.opens_at, AT + DAY, None, plan.target)
    held.armed = True
    one, two = run_both(
        held,
        lambda: rounds.change(round_=room.round, plan=sooner, revision=1, by=mette, at=AT),
        lambda: applications.submit(trial_action=row, by=anders, at=AT + DAY),
    )
    row.refresh_from_db()
    assert (one.name, two.name, row.state) == ("done", "ApplicationRefused", "draft")


def test_the_same_partner_twice_is_one(held: Held, room: Room, row: TrialAction, anders: User, mette: User) -> None:
    def add(by: User, part: str) -> Any:
        said = {"unit": room.units[0], "actor": "", "part": part, "contact_name": "", "contact_email": ""}
        return application_rows.add(trial_action=row, kind=Partner, said=said, by=by, at=AT)

    held.armed = True
    one, two = run_both(held, lambda: add(anders, "A"), lambda: add(mette, "B"))
    assert (one.name, two.name, Partner.objects.count()) == ("done", "ApplicationRefused", 1)


def test_two_change_one_row_and_the_second_is_told(
    held: Held, room: Room, row: TrialAction, anders: User, mette: User
) -> None:
    partner = Partner.objects.create(trial_action=row, position=1, unit=room.units[0], part="Før")
    seen = application_rows.mark_of(partner)

    def change(by: User, part: str) -> Any:
        return application_rows.change(row=partner, said={"part": part}, seen=seen, by=by, at=AT)

    held.armed = True
    one, two = run_both(held, lambda: change(anders, "A"), lambda: change(mette, "B"))
    partner.refresh_from_db()
    assert (one.name, two.name, partner.part) == ("done", "RowChanged", "A")


def test_two_add_one_colleague(held: Held, row: TrialAction, room: Room, stevns: Municipality, anders: User) -> None:
    from tests.factories import world

    karen = world.member(stevns, "karen@stevns.example", "contributor", "Karen")
    held.armed = True
    run_both(
        held,
        lambda: teams.add(trial_action=row, person=karen, by=anders, at=AT),
        lambda: teams.add(trial_action=row, person=karen, by=anders, at=AT),
    )
    assert row.team.filter(user=karen).count() == 1


def test_two_chairs_are_one(held: Held, room: Room, mette: User) -> None:
    def give(name: str) -> CommitteeSeat:
        email = f"{name}@udvalg.example"
        return committee_seats.give(
            round_=room.round, email=email, name=name, kind="parent", is_chair=True, by=mette, at=AT
        )

    held.armed = True
    run_both(held, lambda: give("en"), lambda: give("to"))
    assert [seat.user.name for seat in CommitteeSeat.objects.filter(is_chair=True)] == ["to"]
    assert CommitteeSeat.objects.count() == 2


def test_a_round_announced_twice_is_told_once(held: Held, room: Room, mette: User) -> None:
    from documents.models import MailRecord

    Round.objects.update(announced_at=None)
    held.armed = True
    run_both(
        held,
        lambda: rounds.announce(round_=room.round, by=mette, at=AT),
        lambda: rounds.announce(round_=room.round, by=mette, at=AT),
    )
    assert MailRecord.objects.filter(kind="round_announced").count() == 1


def test_two_change_a_round_and_the_second_is_told(held: Held, room: Room, mette: User, anders: User) -> None:
    plan = rounds.plan_of(room.round)

    def change(target: int) -> Round:
        moved = rounds.Plan(plan.title, plan.text, plan.opens_at, plan.closes_at, None, target)
        return rounds.change(round_=room.round, plan=moved, revision=1, by=mette, at=AT)

    held.armed = True
    one, two = run_both(held, lambda: change(5), lambda: change(9))
    assert (one.name, two.name, Round.objects.get().target) == ("done", "RoundChanged", 5)

"""Who has declared a conflict of interest gets no mail about the trial action, as a coordinator either."""

import pytest
from post_office.models import Email

from accounts.models import User
from partnerships.models import Municipality
from strategy import agreements, stopping
from strategy.models import ConflictOfInterest, TrialAction
from tests.factories import catalogue as after
from tests.factories import measuring, world
from tests.factories import trial_actions as make
from tests.factories.world import NOW


@pytest.fixture
def lis(stevns: Municipality) -> User:
    """Another coordinator of Stevns."""
    return world.member(stevns, "lis.dam@stevns.example", "coordinator", "Lis Dam")


@pytest.fixture
def room(stevns: Municipality, mette: User, lis: User) -> make.Room:
    return make.room(stevns, mette)


def close(person: User, row: TrialAction) -> None:
    """The person sits in the committee, too close to the application."""
    seat = make.seat(row.round, person)
    ConflictOfInterest.objects.create(seat=seat, trial_action=row, declared_at=NOW)


def told() -> list[list[str]]:
    return [mail.to for mail in Email.objects.order_by("pk")]


def test_the_agreement_and_the_stop(room: make.Room, mette: User, lis: User, anders: User) -> None:
    row = make.submitted(room.round, anders, units=room.units, state="selected")
    close(mette, row)
    agreements.save(trial_action=row, content=measuring.content(row), version=0, by=anders, at=NOW)
    agreements.sign(trial_action=row, party="team", version=1, by=anders, at=NOW)
    stopping.stop(trial_action=row, learnt="Vi er for få til at gøre det.", by=anders, at=NOW)
    leaders = [[unit.leader_email] for unit in room.units]
    assert told() == [[lis.email], [lis.email], *leaders]


def test_the_status_and_the_evaluation(room: make.Room, mette: User, lis: User, anders: User) -> None:
    row = after.measured(make.running(room.round, anders, units=room.units), anders)
    close(mette, row)
    after.status(row, anders)
    after.evaluated(row, anders)
    assert told() == [[lis.email], [lis.email]]

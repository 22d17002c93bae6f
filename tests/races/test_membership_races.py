"""Two coordinators who demote each other at the same second leave one. Without the lock there would be none."""

import pytest

from accounts import people
from accounts.models import User
from partnerships import member_emails, memberships
from partnerships.models import Membership, Municipality
from tests.factories import world
from tests.factories.world import NOW
from tests.races.two import Held, run_both

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_coordinators_demote_each_other(stevns: Municipality, mette: User, monkeypatch: pytest.MonkeyPatch) -> None:
    lone = world.member(stevns, "lone.vind@stevns.example", "coordinator", "Lone Vind")
    held = Held()
    monkeypatch.setattr(member_emails, "membership_role_changed", held.around(member_emails.membership_role_changed))

    def demote(whom: User, by: User):
        row = Membership.objects.select_related("municipality").get(user=whom)
        return lambda: memberships.change_role(membership=row, role="reader", by=by, at=NOW)

    one, two = run_both(held, demote(lone, mette), demote(mette, lone))

    assert (one.name, two.name) == ("done", "LastCoordinator")
    assert [row.user for row in Membership.objects.coordinators()] == [mette]


def test_two_administrators_take_the_role_from_each_other(signe: User, monkeypatch: pytest.MonkeyPatch) -> None:
    bo = world.user("bo.lund@kl.example", "Bo Lund", is_administrator=True)
    held = Held()
    monkeypatch.setattr(people.audit, "record", held.around(people.audit.record))

    one, two = run_both(
        held,
        lambda: people.set_roles(person=bo, roles=[], by=signe, at=NOW),
        lambda: people.set_roles(person=signe, roles=[], by=bo, at=NOW),
    )

    assert (one.name, two.name) == ("done", "PersonRefused")
    assert list(User.objects.filter(is_administrator=True)) == [signe]

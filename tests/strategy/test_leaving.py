"""Who has left the municipality is on no team there: sees nothing, writes nothing, is told nothing."""

import pytest
from django.urls import reverse
from post_office.models import Email

from accounts.models import User
from partnerships.models import Membership, Municipality
from strategy import rules, stopping
from strategy.models import TrialAction
from tests.factories import trial_actions as make
from tests.factories import world
from tests.factories.world import NOW


@pytest.fixture
def bodil(stevns: Municipality) -> User:
    """Another contributor, on the team."""
    return world.member(stevns, "bodil.krogh@stevns.example", "contributor", "Bodil Krogh")


@pytest.fixture
def row(stevns: Municipality, mette: User, anders: User, bodil: User) -> TrialAction:
    room = make.room(stevns, mette)
    return make.running(room.round, anders, bodil, units=room.units)


def knows(person: User, row: TrialAction) -> list[bool]:
    return [
        TrialAction.objects.visible_to(person).filter(pk=row.pk).exists(),
        TrialAction.objects.of_team(person).exists(),
        rules.is_on_team(person, row),
    ]


def test_one_who_has_left(row: TrialAction, anders: User, bodil: User, mette: User, as_user) -> None:
    assert [knows(anders, row), knows(bodil, row)] == [[True] * 3, [True] * 3]
    Membership.objects.filter(user=bodil).delete()
    assert [knows(anders, row), knows(bodil, row)] == [[True] * 3, [False] * 3]
    measure = reverse("measurement_new", args=[row.pk, row.measures.get().pk])
    pages = (reverse("trial_action", args=[row.pk]), reverse("application", args=[row.pk]), measure)
    assert [as_user(bodil).get(page).status_code for page in pages] == [404, 404, 404]
    assert [as_user(anders).get(page).status_code for page in pages] == [200, 200, 200]
    stopping.stop(trial_action=row, learnt="Det krævede flere voksne.", by=mette, at=NOW)
    leaders = row.partners.order_by("pk").values_list("unit__leader_email", flat=True)  # who said yes
    assert [mail.to for mail in Email.objects.order_by("pk")] == [[anders.email], *[[one] for one in leaders]]


def test_a_draft_that_one_who_has_left_wrote(stevns: Municipality, mette: User, bodil: User, as_user) -> None:
    draft = make.draft(make.room(stevns, mette).round, bodil)
    Membership.objects.filter(user=bodil).delete()
    assert knows(bodil, draft) == [False] * 3
    # The coordinators still see it, and can put somebody else on the team.
    assert TrialAction.objects.visible_to(mette).get() == draft

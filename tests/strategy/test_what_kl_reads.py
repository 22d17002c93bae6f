"""KL and Komponent's staff read of a municipality's applications what its own members read, and no more."""

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from partnerships.models import Municipality
from strategy.models import Round, TrialAction
from tests.factories import trial_actions as make


@pytest.mark.parametrize("state", TrialAction.State.values)
def test_an_administrator_and_a_member_know_of_the_same_applications(
    state: str, stevns: Municipality, mette: User, anders: User, rikke: User, signe: User, as_user: Any
) -> None:
    room = make.room(stevns, mette)
    row = make.submitted(room.round, anders, units=room.units, state=state)
    known = [TrialAction.objects.visible_to(person).filter(pk=row.pk).exists() for person in (rikke, signe)]
    assert known == [state in TrialAction.CHOSEN] * 2
    wanted = 200 if state in TrialAction.CHOSEN else 404
    assert as_user(signe).get(reverse("application", args=[row.pk])).status_code == wanted


def test_an_administrator_does_not_read_a_round_that_is_not_announced(
    stevns: Municipality, mette: User, rikke: User, signe: User
) -> None:
    make.room(stevns, mette)
    people = (mette, rikke, signe)
    assert [Round.objects.visible_to(person).count() for person in people] == [1, 1, 1]
    Round.objects.update(announced_at=None)
    assert [Round.objects.visible_to(person).count() for person in people] == [1, 0, 0]

"""Whatever stands in a field of the committee's pages: never a 500, and no nonsense is saved."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from partnerships.models import Municipality
from strategy.models import BoardChoice, CommitteeReview, CommitteeSeat, CriterionScore, Round, TrialAction
from tests.factories import committee as make
from tests.factories import trial_actions
from tests.partnerships.views.test_fuzz_people import NASTY

ANSWERED = {200, 302, 404, 422}


@pytest.fixture
def room(stevns: Municipality, mette: User) -> trial_actions.Room:
    return trial_actions.room(stevns, mette)


@pytest.fixture
def chair(room: trial_actions.Room) -> CommitteeSeat:
    return make.members(room.round, 1)[0]


@pytest.fixture
def row(room: trial_actions.Room, anders: User) -> TrialAction:
    return make.applications(room.round, anders, room.units, 1)[0]


@pytest.mark.parametrize("value", NASTY)
def test_points_reasons_and_questions(as_user, chair: CommitteeSeat, row: TrialAction, value: str) -> None:
    client: Client = as_user(chair.user)
    points = {f"p{one.pk}": value for one in row.round.criteria.all()} | {"comment": value}
    for more in ({}, {"give": value}, {"save": value}):
        address = reverse("committee_read", args=[row.round_id, row.number])
        assert client.post(address, points | more).status_code in ANSWERED
    kept = set(CriterionScore.objects.values_list("points", flat=True))
    assert kept <= {1, 2, 3, 4, 5}
    for name, field in (("abstain", "abstained_because"), ("ask", "questions"), ("conflict", "reason")):
        address = reverse(f"committee_{name}", args=[row.round_id, row.number])
        assert client.post(address, {field: value}).status_code in ANSWERED
    for page in ("committee", "board"):
        assert client.get(reverse(page, args=[row.round_id])).status_code == 200


@pytest.mark.parametrize("value", NASTY)
def test_the_draft_the_trial_and_the_words(as_user, row: TrialAction, mette: User, value: str) -> None:
    client: Client = as_user(mette)
    board = reverse("board", args=[row.round_id])
    for name in ("soeg", "vis", "side", "proev", "v1", value[:30]):
        assert client.get(board, {"proev": "1", name: value}).status_code == 200
        assert client.get(reverse("committee", args=[row.round_id]), {name: value}).status_code == 200
    for headers in ({}, {"HX-Request": "true"}):
        sent = {"v1": value, "s1": value, f"v{value[:30]}": "selected", "v9999": "selected"}
        assert client.post(board, sent, headers=headers).status_code in ANSWERED
    assert BoardChoice.objects.exclude(choice__in=["", "selected", "reserve", "declined"]).count() == 0
    client.post(board, {"v1": "reserve", "s1": ""})
    decide = reverse("board_decide", args=[row.round_id])
    names = ("minutes", "sminutes", "g1", "sg1", "r1", "draft", "confirmed")
    for more in ({"save": "1"}, {"decide": "1"}):
        assert client.post(decide, dict.fromkeys(names, value) | more).status_code in ANSWERED
    assert Round.objects.get().decided_at is None
    assert (CommitteeReview.objects.count(), client.get(decide).status_code) == (0, 200)

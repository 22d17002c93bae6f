"""Whatever stands in an address or a field of rounds and applications: never a 500, and no nonsense is saved."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from partnerships.models import Municipality
from strategy import confirmations
from strategy.models import (
    CommitteeQuestion,
    CommitteeSeat,
    Criterion,
    ElementAnswer,
    Measure,
    Partner,
    PartnerConfirmation,
    Round,
    SuccessTarget,
    TeamMember,
    TrialAction,
)
from tests.factories import trial_actions as make
from tests.factories.trial_actions import AT
from tests.partnerships.views.test_fuzz_people import NASTY

pytestmark = pytest.mark.django_db
REFUSED = {200, 302, 403, 404, 409, 422}
HARMLESS = ("<script>alert(1)</script>", "' OR 1=1 --", "{{ 7|add:7 }}")
SECTIONS = ("ide", "maal", "boern", "elementer", "maalinger", "ressourcer", "parter", "hold")


@pytest.fixture
def row(stevns: Municipality, mette: User, anders: User) -> TrialAction:
    room = make.room(stevns, mette)
    Round.objects.update(closes_at=timezone.now() + timedelta(days=9))
    made = make.complete(room.round, anders, mette, units=room.units)
    CommitteeQuestion.objects.create(trial_action=made, text="Hvordan?", asked_at=AT, asked_by=mette)
    return made


def url(row: TrialAction, tail: str = "") -> str:
    return f"/strategi/proevehandlinger/{row.pk}/ansoegning/{tail}"


def choices(row: TrialAction) -> list[Any]:
    """What can only be one of a few, or a number or a day: none of it may become what was not offered."""
    return [
        list(TrialAction.objects.values_list("age_group", "starts_on", "ends_on", "state", "number")),
        list(ElementAnswer.objects.order_by("pk").values_list("element", "is_leading")),
        list(Measure.objects.order_by("pk").values_list("kind", "theme", "direction", "frequency")),
        list(SuccessTarget.objects.order_by("pk").values_list("from_value", "to_value", "by_date", "measure")),
        list(Partner.objects.order_by("pk").values_list("unit", "contact_email")),
        list(TeamMember.objects.order_by("pk").values_list("user", "is_responsible")),
        list(PartnerConfirmation.objects.order_by("pk").values_list("is_given", "version")),
        list(Criterion.objects.order_by("pk").values_list("weight")),
        list(CommitteeSeat.objects.values_list("kind")),
    ]


@pytest.mark.parametrize("value", NASTY)
def test_every_field_of_every_section(as_user, row: TrialAction, anders: User, value: str) -> None:
    client: Client = as_user(anders)
    elements = [f"element-{one.pk}" for one in row.round.version.elements.all()]
    names = (
        "title intervention place group goal methods child_perspective child_voice expected_effect resources risks "
        "age_group starts_on ends_on leading pick"
    ).split()
    before = choices(row)
    posted = {**dict.fromkeys((*names, *elements), value), **{f"seen-{name}": value for name in names}}
    for place, section in enumerate(SECTIONS):
        headers = {"HX-Request": "true"} if place % 2 else {}
        answer = client.post(url(row, f"?afsnit={section}"), posted, headers=headers)
        assert answer.status_code in REFUSED
    for name in ("group", "age_group", "starts_on"):
        pick = {"pick": f"{name}:both", name: value, f"theirs-{name}": value}
        assert client.post(url(row), pick).status_code in REFUSED
    assert client.get(url(row), {"afsnit": value}).status_code in {200, 404}
    assert client.get(url(row, "her/"), {"afsnit": value}).status_code == 200
    now = choices(row)
    assert [one[1:] for one in now[0]] == [one[1:] for one in before[0]]
    assert now[2:] == before[2:]
    assert all(client.get(url(row, tail)).status_code == 200 for tail in ("", "krav/", "print/", "?afsnit=elementer"))


@pytest.mark.parametrize("value", NASTY)
def test_every_row_and_question(as_user, row: TrialAction, anders: User, value: str) -> None:
    client: Client = as_user(anders)
    fields = (
        "unit actor part contact_name contact_email title theme kind direction numerator_label denominator_label "
        "baseline source frequency collector what measure from_value to_value by_date seen"
    ).split()
    posted = dict.fromkeys(fields, value)
    before = choices(row)
    for kind, pk in (("part", row.partners.all()[0].pk), ("maal", row.measures.get().pk), ("andet", 1)):
        for tail in (f"{kind}/ny/", f"{kind}/{pk}/", f"{kind}/99999999/"):
            assert client.post(url(row, tail), posted).status_code in REFUSED
        assert client.get(url(row, f"{kind}/ny/"), {"efter": value}).status_code in {200, 404}
    question = row.questions.get().pk
    assert client.post(url(row, f"spoergsmaal/{question}/"), {"answer": value, "seen": value}).status_code in REFUSED
    for name in ("add", "remove", "responsible"):
        assert client.post(url(row, "hold/"), {name: value}).status_code in REFUSED
    assert client.post(url(row, "hold/"), {}).status_code == 404
    assert choices(row) == before


@pytest.mark.parametrize("value", NASTY)
def test_rounds_seats_and_answers(as_user, row: TrialAction, mette: User, client: Client, value: str) -> None:
    leading: Client = as_user(mette)
    root = f"/strategi/runder/{row.round_id}/"
    moments = {f"{name}_{part}": value for name in ("opens_at", "closes_at", "meets_at") for part in (0, 1)}
    posted = {**dict.fromkeys(("title", "text", "target", "revision"), value), **moments}
    before = choices(row)
    for address in (f"{root}rediger/", f"/strategi/{row.round.strategy.slug}/runder/ny/"):
        assert leading.post(address, posted).status_code == 200
    rows = {f"kriterium-{n}-{name}": value for n in range(2) for name in ("title", "text", "weight")}
    for total in ("2", value):
        sent = {**rows, "kriterium-TOTAL_FORMS": total, "kriterium-INITIAL_FORMS": value, "revision": value}
        for extra in ({}, {"add-row": value}, {"remove-row": value}):
            assert leading.post(f"{root}kriterier/", {**sent, **extra}).status_code == 200
    seat = {"name": value, "email": value, "kind": value, "is_chair": value}
    for sent in (seat, {"take": value}, {"chair": value}):
        assert leading.post(f"{root}pladser/", sent).status_code in REFUSED
    assert leading.get(root, {"efter": value}).status_code == 200
    assert leading.get(f"/strategi/{row.round.strategy.slug}/runder/", {"side": value}).status_code == 200
    path = confirmations.path(PartnerConfirmation.objects.order_by("pk")[0])
    assert client.post(path, {"is_given": value, "comment": value}).status_code == 200
    assert choices(row) == before


@pytest.mark.parametrize("value", NASTY)
def test_a_title_to_begin_with(as_user, row: TrialAction, anders: User, value: str) -> None:
    client: Client = as_user(anders)
    answer = client.post(f"/strategi/runder/{row.round_id}/ansoegning/", {"title": value, "efter": value})
    assert answer.status_code in REFUSED
    made = TrialAction.objects.exclude(pk=row.pk).first()
    assert made is None or (len(made.title) <= 120 and client.get(url(made)).status_code == 200)


def test_what_looks_like_code_is_shown_as_written(as_user, row: TrialAction, anders: User) -> None:
    client: Client = as_user(anders)
    for value in HARMLESS:
        TrialAction.objects.filter(pk=row.pk).update(title=value, goal=value)
        for tail in ("", "?afsnit=maal", "krav/", "print/"):
            html = client.get(url(row, tail)).content.decode()
            assert "<script>alert" not in html
            assert "14" not in html.partition("<h1")[2].partition("</h1>")[0]

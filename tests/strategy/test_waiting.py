"""What waits for each person in the trial actions, and where those without a membership land."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from partnerships.models import Municipality
from strategy import waiting
from strategy.models import Measurement, TrialAction
from tests.factories import measuring, world
from tests.factories import trial_actions as make
from tests.factories.trial_actions import AT, DAY, Room

As = Callable[[User], Client]


@pytest.fixture
def room(stevns: Municipality, mette: User) -> Room:
    return make.room(stevns, mette)


def texts(person: User, room: Room, at: datetime = AT) -> list[str]:
    return [one.text for one in waiting.of(person, room.strategy.municipality, at)]


def test_a_draft_waits_until_the_round_closes(room: Room, anders: User, mette: User) -> None:
    row = make.draft(room.round, anders)
    closes = room.round.closes_at
    text = "Gør ansøgningen “Sammen om frikvarteret” færdig"
    expected = waiting.Waiting(text, reverse("application", args=[row.pk]), closes.date())
    assert waiting.of(anders, room.strategy.municipality, AT) == [expected]
    assert (texts(mette, room), texts(anders, room, closes + DAY)) == ([], [])


def test_questions_wait_for_the_team(room: Room, anders: User) -> None:
    make.submitted(room.round, anders, units=room.units, state="returned")
    assert texts(anders, room, room.round.closes_at + DAY) == [
        "Svar på udvalgets spørgsmål til “Sammen om frikvarteret”"
    ]


def test_applications_wait_for_those_with_a_seat_and_no_conflict(room: Room, anders: User, mette: User) -> None:
    parent = world.user("foraelder@stevns.example", "Mikkel Rand")
    seat = make.seat(room.round, parent, "parent")
    close, other = (make.submitted(room.round, anders, units=room.units, title=title) for title in ("En", "To"))
    assert texts(parent, room) == ["Giv point til 2 ansøgninger i Runde 2026"]
    seat.conflicts.create(trial_action=close, reason="Min datter går der.", declared_at=AT)
    assert texts(parent, room) == ["Giv point til 1 ansøgning i Runde 2026"]
    seat.reviews.create(trial_action=other, state="given", total=4, given_at=AT, updated_at=AT)
    assert texts(parent, room) == []


def test_the_agreement_waits_for_the_team_and_then_for_the_municipality(room: Room, anders: User, mette: User) -> None:
    row = make.submitted(room.round, anders, units=room.units, state="selected")
    assert (texts(anders, room), texts(mette, room)) == (["Skriv dataaftalen for “Sammen om frikvarteret”"], [])
    made = make.agreement(row, anders, is_signed=False)
    assert texts(anders, room) == ["Skriv under på dataaftalen for “Sammen om frikvarteret”"]
    made.team_signed_at, made.team_signed_by = AT, anders
    made.save()
    signing = ["Skriv under for kommunen på dataaftalen for “Sammen om frikvarteret”"]
    assert (texts(anders, room), texts(mette, room)) == ([], signing)


def test_measurements_wait_from_the_day_after(room: Room, anders: User, mette: User) -> None:
    row = measuring.running(room, anders, mette)
    first = datetime(2026, 2, 2, 12, tzinfo=world.COPENHAGEN)
    assert (texts(anders, room, first), texts(anders, room, first + DAY)) == ([], [f"Tast 1 måling i “{row}”"])
    measure = measuring.measure_of(row)
    planned = measure.collections.order_by("due_on")[0]
    Measurement.objects.create(
        measure=measure, collection=planned, on=first.date(), numerator=1, denominator=2, at=AT, by=anders
    )
    assert texts(anders, room, first + DAY) == []


def test_nothing_of_another_municipality_waits(room: Room, anders: User, faxe: Municipality) -> None:
    make.draft(room.round, anders)
    assert (waiting.of(anders, faxe, AT), len(waiting.of(anders, None, AT))) == ([], 1)


def test_a_member_of_the_committee_lands_on_what_waits(room: Room, anders: User, as_user: As) -> None:
    parent = world.user("foraelder@stevns.example", "Mikkel Rand")
    client = as_user(parent)
    assert client.get(reverse("start")).url == reverse("join")
    make.seat(room.round, parent, "parent")
    make.submitted(room.round, anders, units=room.units)
    assert client.get(reverse("start")).url == reverse("own_work")
    page = client.get(reverse("own_work")).content.decode()
    assert "Giv point til 1 ansøgning i Runde 2026" in page
    assert reverse("committee", args=[room.round.pk]) in page


def test_the_own_page_asks_as_often_for_one_as_for_many(
    room: Room, anders: User, as_user: As, django_assert_num_queries: Callable[[int], object]
) -> None:
    client = as_user(anders)
    make.draft(room.round, anders)
    client.get(reverse("own_work"))
    with django_assert_num_queries(10):  # type: ignore[attr-defined]
        assert client.get(reverse("own_work")).status_code == 200
    for number in range(3):
        make.draft(room.round, anders, title=f"Idé {number}")
        make.submitted(room.round, anders, units=room.units, state="selected", title=f"Valgt {number}")
    with django_assert_num_queries(10):  # type: ignore[attr-defined]
        assert client.get(reverse("own_work")).status_code == 200


def test_the_room_tells_of_rounds_trial_actions_and_what_lacks(
    room: Room, anders: User, mette: User, as_user: As
) -> None:
    make.submitted(room.round, anders, units=room.units, state="selected")
    measuring.running(room, anders, mette, title="Morgenro")
    card = as_user(mette).get(reverse("municipality", args=["0336"])).content.decode()
    assert "2 prøvehandlinger</a>" not in card
    assert "2 prøvehandlinger i gang" in " ".join(card.split())
    assert "1 mangler målinger. 1 mangler dataaftale." in " ".join(card.split())


def test_only_those_who_may_are_told_that_a_strategy_can_be_begun(
    stevns: Municipality, mette: User, rikke: User, as_user: As
) -> None:
    url = reverse("strategy_new", args=["0336"])
    pages = [as_user(person).get(reverse("municipality", args=["0336"])).content.decode() for person in (mette, rikke)]
    assert [url in page for page in pages] == [True, False]


def test_the_list_can_be_narrowed_to_one_s_own(room: Room, anders: User, mette: User, as_user: As) -> None:
    make.submitted(room.round, anders, units=room.units, state="selected", title="Anders' egen")
    make.submitted(room.round, mette, units=room.units, state="selected", title="En andens")
    url = reverse("trial_actions", args=[room.strategy.slug])
    page = as_user(anders).get(url, {"vis": "mine"}).context["page"]
    assert [str(row) for row in page] == ["Anders' egen"]
    assert TrialAction.objects.count() == 2

"""The steering group's pages: a municipality's answer, and the staff's meeting, sums and minutes."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from partnerships import steering
from partnerships.models import (
    Enrolment,
    Membership,
    Municipality,
    NetworkDay,
    Programme,
    SteeringAnswer,
    SteeringMeeting,
    SteeringVote,
)
from tests.factories import days, world

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
TODAY = datetime(2027, 2, 9, 10, 0, tzinfo=world.COPENHAGEN)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """It is 9 February 2027, or what the test says."""

    def set_to(at: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: at)

    set_to(TODAY)
    return set_to


@pytest.fixture
def day(binding: Enrolment, signe: User, mette: User) -> NetworkDay:
    days.represent(binding, "Lone", mette)
    return days.day(signe)


@pytest.fixture
def sent(day: NetworkDay, signe: User) -> SteeringMeeting:
    return days.sent(day, signe)


@pytest.fixture
def faxe_binding(faxe: Municipality, programme: Programme, stranger: User) -> Enrolment:
    return world.binding(faxe, programme, stranger, school=5)


def own(day: NetworkDay) -> str:
    return f"/netvaerksdage/{day.pk}/styregruppe/"


def staff(day: NetworkDay) -> str:
    return f"/administration/netvaerksdage/{day.pk}/styregruppe/"


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def votes() -> list[tuple[int, int]]:
    return list(SteeringVote.objects.order_by("theme").values_list("theme", "weight"))


# --- a municipality's answer --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "read", "write"),
    [("mette", 200, 302), ("anders", 200, 302), ("rikke", 200, 403), ("stranger", 404, 404), ("finn", 404, 404)],
)
def test_who_reads_and_who_answers(
    as_user: As, sent: SteeringMeeting, request: Any, person: str, read: int, write: int
) -> None:
    client = as_user(request.getfixturevalue(person))
    assert client.get(own(sent.day)).status_code == read
    assert client.post(own(sent.day), {"theme_1": "2"}).status_code == write
    assert votes() == ([(1, 2)] if write == 302 else [])


def test_the_representative_answers_even_as_a_reader(
    as_user: As, binding: Enrolment, mette: User, rikke: User, signe: User
) -> None:
    days.represent(binding, "Rikke", mette, email=rikke.email)
    day = days.day(signe)
    days.sent(day, signe)
    client = as_user(rikke)
    assert "Du repræsenterer Stevns Kommune." in text_of(client.get(own(day)))
    assert client.post(own(day), {"theme_4": "3", "theme_8": "1", "input": "Mere sparring"}).status_code == 302
    assert (votes(), SteeringAnswer.objects.get().by) == ([(4, 3), (8, 1)], rikke)


def test_staff_without_a_municipality_go_to_their_own_page(as_user: As, sent: SteeringMeeting, signe: User) -> None:
    assert as_user(signe).get(own(sent.day)).url == staff(sent.day)


def test_before_the_draft_is_sent_there_is_nothing_to_answer(
    as_user: As, day: NetworkDay, mette: User, signe: User
) -> None:
    client = as_user(mette)
    assert "Kladden er ikke sendt ud endnu" in text_of(client.get(own(day)))
    days.meeting(day, signe)
    assert "Kladden er ikke sendt ud endnu" in text_of(client.get(own(day)))
    assert client.post(own(day), {"theme_1": "1"}).status_code == 403


def test_the_answer_is_shown_again_and_can_be_corrected(as_user: As, sent: SteeringMeeting, mette: User) -> None:
    client = as_user(mette)
    assert "I kladden: Hvad virker?" in text_of(client.get(own(sent.day)))
    client.post(own(sent.day), {"theme_1": "3", "input": "Mere sparring"})
    text = text_of(client.get(own(sent.day)))
    assert 'name="theme_1" value="3" checked' in text
    assert 'name="revision" value="1"' in text
    assert "Mette Holm svarede 9. februar 2027 kl. 10.00" in text
    client.post(own(sent.day), {"theme_2": "1", "revision": "1"})
    assert (votes(), SteeringAnswer.objects.get().revision) == ([(2, 1)], 2)


@pytest.mark.parametrize(
    ("posted", "said"),
    [
        ({"theme_1": "3", "theme_2": "3", "theme_3": "3"}, "I har givet 9 point. Tag 1 fra igen"),
        ({"theme_1": "4"}, "Giv fra 0 til 3 point"),
        ({"theme_1": "x"}, "Giv fra 0 til 3 point"),
        ({}, "Giv mindst ét point, eller skriv, hvad I vil have med."),
        ({"theme_1": "1", "input": "Om eleven 010203-1234"}, "CPR"),
        ({"theme_1": "1", "input": "x" * 2001}, "Skriv højst 2.000 tegn"),
    ],
)
def test_answers_that_are_refused_keep_what_was_typed(
    as_user: As, sent: SteeringMeeting, mette: User, posted: dict, said: str
) -> None:
    response = as_user(mette).post(own(sent.day), posted)
    assert (response.status_code, said in text_of(response)) == (200, True)
    if posted.get("theme_2"):
        assert 'name="theme_2" value="3" checked' in text_of(response)
    assert SteeringAnswer.objects.count() == 0


def test_a_colleagues_answer_is_shown_beside_ones_own(
    as_user: As, sent: SteeringMeeting, mette: User, anders: User
) -> None:
    days.answer(sent, anders, {7: 3}, text="Fra Anders")
    client = as_user(mette)
    response = client.post(own(sent.day), {"theme_2": "2", "input": "Fra Mette", "revision": "0"})
    text = text_of(response)
    assert "Anders Friis gemte et svar 24. november 2026 kl. 10.00, mens du skrev." in text
    assert "<p>Fra Anders</p>" in text
    assert 'name="theme_2" value="2" checked' in text
    assert 'name="revision" value="1"' in text
    assert votes() == [(7, 3)]
    client.post(own(sent.day), {"theme_2": "2", "input": "Fra Mette", "revision": "1"})
    assert (votes(), SteeringAnswer.objects.get().input) == ([(2, 2)], "Fra Mette")


@pytest.mark.parametrize("revision", ["", "x", "-1", "²", "9" * 40])
def test_a_broken_revision_is_no_revision(as_user: As, sent: SteeringMeeting, mette: User, revision: str) -> None:
    as_user(mette).post(own(sent.day), {"theme_1": "1", "revision": revision})
    assert votes() == [(1, 1)]


def test_from_the_meeting_begins_the_answer_is_read_only(
    as_user: As, sent: SteeringMeeting, mette: User, clock: Callable[[datetime], None]
) -> None:
    days.answer(sent, mette, {1: 3}, text="Mere sparring")
    clock(days.MEETS)
    client = as_user(mette)
    text = text_of(client.get(own(sent.day)))
    assert ("3 point" in text, "<form method" in text.partition("<main")[2]) == (True, False)
    client.post(own(sent.day), {"theme_2": "1", "revision": "1"})
    assert votes() == [(1, 3)]


def test_who_works_for_two_municipalities_chooses(
    as_user: As, sent: SteeringMeeting, faxe_binding: Enrolment, faxe: Municipality, mette: User
) -> None:
    Membership.objects.create(
        user=mette,
        municipality=faxe,
        role="coordinator",
        state="active",
        requested_at=world.NOW,
        approved_at=world.NOW,
    )
    client = as_user(mette)
    assert "Send svaret fra Faxe" in text_of(client.get(own(sent.day)))
    assert "Send svaret fra Stevns" in text_of(client.get(f"{own(sent.day)}?kommune=0336"))
    client.post(f"{own(sent.day)}?kommune=0336", {"theme_1": "1"})
    assert SteeringAnswer.objects.get().participation.enrolment.municipality.name == "Stevns"


def test_the_page_runs_the_same_queries_however_much_is_answered(
    as_user: As, sent: SteeringMeeting, mette: User, django_assert_num_queries: Any
) -> None:
    days.answer(sent, mette, {1: 3, 2: 2, 3: 1})
    client = as_user(mette)
    with django_assert_num_queries(10):
        assert client.get(own(sent.day)).status_code == 200


# --- the staff's page ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "answers"),
    [("mette", 403), ("rikke", 403), ("stranger", 404), ("signe", 200), ("finn", 404), ("jonas", 404)],
)
def test_who_reads_the_staffs_page(as_user: As, sent: SteeringMeeting, request: Any, person: str, answers: int) -> None:
    client = as_user(request.getfixturevalue(person))
    assert client.get(staff(sent.day)).status_code == answers
    assert client.post(staff(sent.day), {"hvad": "andet"}).status_code == answers


def test_staff_set_the_meeting_and_send_the_draft(as_user: As, day: NetworkDay, signe: User) -> None:
    client = as_user(signe)
    posted = {"hvad": "moede", "revision": "0", "date": "2027-02-25", "starts": "13:00", "ends": "13.45"}
    assert client.post(staff(day), posted).url == staff(day)
    meeting = SteeringMeeting.objects.get()
    assert (meeting.starts_at, meeting.ends_at, meeting.is_open) == (
        days.MEETS,
        days.MEETS + timedelta(minutes=45),
        False,
    )
    client.post(staff(day), {"hvad": "kladde", "revision": "1"})
    assert list(meeting.notices.values_list("address", flat=True)) == ["lone@stevns.example"]
    text = text_of(client.get(staff(day)))
    assert ("0 af 1 har svaret" in text, "Fik besked 9. feb. 10.00" in text) == (True, True)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"date": ""}, "Vælg mødets dato"),
        ({"date": "2027-03-03"}, "Mødet skal ligge før dagen, som er 3. marts 2027 kl. 9.30–15.30."),
        ({"ends": "12:00"}, "Mødet skal slutte, efter at det begynder."),
        ({"starts": "et"}, "Skriv et klokkeslæt som 13.00"),
        ({"link": "javascript:alert(1)"}, "Skriv hele linket"),
    ],
)
def test_meetings_that_cannot_be_set(as_user: As, day: NetworkDay, signe: User, changed: dict, said: str) -> None:
    posted = {"hvad": "moede", "revision": "0", "date": "2027-02-25", "starts": "13:00", "ends": "13:45"} | changed
    response = as_user(signe).post(staff(day), posted)
    assert (response.status_code, said in text_of(response)) == (200, True)
    assert SteeringMeeting.objects.count() == 0


def test_two_staff_at_once(as_user: As, day: NetworkDay, signe: User) -> None:
    days.meeting(day, signe)
    anna = world.user("anna@kl.example", "Anna Bro", is_administrator=True)
    posted = {"hvad": "moede", "revision": "0", "date": "2027-02-24", "starts": "09:00", "ends": "09:45"}
    text = text_of(as_user(anna).post(staff(day), posted))
    assert "Signe Dam har ændret mødet, siden du læste det. Nu er det 25. februar 2027 kl. 13.00–13.45." in text
    assert 'value="2027-02-24"' in text
    assert SteeringMeeting.objects.get().starts_at == days.MEETS


def test_staff_write_minutes_when_the_meeting_has_begun(
    as_user: As, sent: SteeringMeeting, signe: User, clock: Callable[[datetime], None]
) -> None:
    client = as_user(signe)
    posted = {"hvad": "referat", "revision": sent.revision, "decisions": "Mere sparring", "minutes": ""}
    assert "Referatet kan skrives, når mødet er begyndt." in text_of(client.post(staff(sent.day), posted))
    clock(days.MEETS)
    client = as_user(signe)
    assert "Skriv mindst en beslutning" in text_of(client.post(staff(sent.day), posted | {"decisions": ""}))
    assert "CPR" in text_of(client.post(staff(sent.day), posted | {"minutes": "Om 010203-1234"}))
    assert client.post(staff(sent.day), posted).url == staff(sent.day)
    sent.refresh_from_db()
    assert (sent.decisions, sent.minutes_at) == ("Mere sparring", days.MEETS)


@pytest.mark.parametrize("count", [1, 2])
def test_the_staffs_page_runs_the_same_queries_however_many_answer(
    as_user: As,
    sent: SteeringMeeting,
    faxe_binding: Enrolment,
    mette: User,
    stranger: User,
    signe: User,
    django_assert_num_queries: Any,
    count: int,
) -> None:
    days.answer(sent, mette, {1: 3, 2: 2}, text="Mere sparring")
    if count == 2:
        days.answer(sent, stranger, {1: 1, 8: 2}, code="0320")
    client = as_user(signe)
    with django_assert_num_queries(9):
        text = text_of(client.get(staff(sent.day)))
    assert f"{count} af 2 har svaret" in text
    assert steering.THEMES[1] in text


def test_staff_read_the_meetings_log(as_user: As, sent: SteeringMeeting, mette: User, signe: User) -> None:
    path = f"/log/steeringmeeting/{sent.pk}/"
    assert "Sendte kladden til Netværksdag 1 ud til 1 i styregruppen" in text_of(as_user(signe).get(path))
    assert as_user(mette).get(path).status_code == 404

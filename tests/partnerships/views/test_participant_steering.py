"""A representative without a login answers the steering group by personal link; nobody else gets in."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from post_office.models import Email

from accounts.models import AuditEvent, User
from partnerships import network_days, participants, steering
from partnerships.models import Enrolment, Municipality, NetworkDay, Programme, SteeringAnswer, SteeringMeeting
from tests.factories import days, world
from tests.factories.participants import person, url

pytestmark = pytest.mark.django_db
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
    """Lone represents Stevns; Per only takes part, Ole represents it in the other area."""
    days.represent(binding, "Lone", mette)
    days.represent(binding, "Per", mette, number=2, steering=False)
    days.represent(binding, "Ole", mette, area="daycare")
    return days.day(signe)


@pytest.fixture
def sent(day: NetworkDay, signe: User) -> SteeringMeeting:
    return days.sent(day, signe)


def address(name: str, day: NetworkDay) -> str:
    return url("participant_steering", person(f"{name}@stevns.example"), pk=day.pk)


def votes() -> dict[int, int]:
    return steering.weights_of(SteeringAnswer.objects.get())


def test_the_mail_s_link_leads_to_the_draft_and_the_points(client: Client, sent: SteeringMeeting) -> None:
    mail = Email.objects.get(record__kind="steering_meeting")
    link = participants.steering_link(person(), sent.day_id)
    assert (link in mail.message, "Log ind med din arbejdsmail" in mail.message, mail.record.is_private) == (
        True,
        False,
        True,
    )
    response = client.get(link)
    assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("private, no-store", "noindex, nofollow")
    for words in (
        "Du repræsenterer Stevns Kommune.",
        "Hvad virker?",
        "I kladden: Hvad virker?",
        "Send svaret fra Stevns",
    ):
        assert words in response.text, words


def test_the_representative_votes_adds_input_and_corrects_it(
    client: Client, as_user: Any, sent: SteeringMeeting, mette: User, signe: User
) -> None:
    lone = address("lone", sent.day)
    assert client.post(lone, {"theme_4": "3", "theme_8": "1", "input": "Mere sparring"}).url == lone
    answer = SteeringAnswer.objects.get()
    assert (votes(), answer.input, answer.by, answer.who) == ({4: 3, 8: 1}, "Mere sparring", None, "Lone")
    event = AuditEvent.objects.latest("pk")
    assert (event.actor, event.scope, event.summary) == (
        None,
        "0336",
        "Lone svarede styregruppen før Netværksdag 1, skole: 4 point",
    )
    assert client.post(lone, {"theme_1": "2", "revision": "1"}).url == lone
    assert votes() == {1: 2}
    for who, page in (
        (mette, "/netvaerksdage/{}/styregruppe/"),
        (signe, "/administration/netvaerksdage/{}/styregruppe/"),
    ):
        assert "Lone" in as_user(who).get(page.format(sent.day_id)).text
    as_user(mette).post(f"/netvaerksdage/{sent.day_id}/styregruppe/", {"theme_2": "1", "revision": "2"})
    assert (votes(), SteeringAnswer.objects.get().who) == ({2: 1}, "Mette Holm")
    assert "Mette Holm svarede 9. februar 2027 kl. 10.00" in client.get(lone).text


def test_an_answer_from_the_municipality_meanwhile_is_shown(
    client: Client, sent: SteeringMeeting, anders: User
) -> None:
    days.answer(sent, anders, {7: 3}, text="Fra Anders")
    page = client.post(address("lone", sent.day), {"theme_2": "2", "revision": "0"})
    assert ("Anders Friis gemte et svar" in page.text, votes()) == (True, {7: 3})


@pytest.mark.parametrize("name", ["per", "ole", "fremmed"])
def test_who_represents_nobody_in_the_network_finds_nothing(client: Client, sent: SteeringMeeting, name: str) -> None:
    found = [method(address(name, sent.day), {"theme_1": "1"}).status_code for method in (client.get, client.post)]
    assert (found, SteeringAnswer.objects.count()) == ([404, 404], 0)


def test_a_forged_or_replaced_link_opens_nothing(client: Client, sent: SteeringMeeting, signe: User) -> None:
    old = address("lone", sent.day)
    lone = person()
    participants.renew_link(participant=lone, seen=participants.mark_of(lone), by=signe, at=TODAY)
    for link in (old, f"/deltager/abc~abc/styregruppe/{sent.day_id}/"):
        assert [client.get(link).status_code, client.post(link, {"theme_1": "1"}).status_code] == [404, 404]


def test_before_the_draft_is_sent_there_is_nothing(client: Client, day: NetworkDay, signe: User) -> None:
    days.meeting(day, signe)
    assert client.get(address("lone", day)).status_code == 404
    assert "Møder i styregruppen" not in client.get(url("participant", person())).text


def test_a_meeting_that_is_off_is_not_on_the_person_s_page(client: Client, sent: SteeringMeeting, signe: User) -> None:
    home = url("participant", person())
    assert "Møder i styregruppen" in client.get(home).text
    network_days.cancel(day=sent.day, revision=sent.day.revision, reason="Syg.", by=signe, at=TODAY)
    assert "Møder i styregruppen" not in client.get(home).text


def test_another_representative_takes_over(
    client: Client, binding: Enrolment, sent: SteeringMeeting, mette: User
) -> None:
    days.represent(binding, "Ida", mette, number=3)
    assert [client.get(address(name, sent.day)).status_code for name in ("lone", "ida")] == [404, 200]


def test_once_the_meeting_has_begun_or_the_day_is_cancelled_it_is_read_only(
    client: Client, sent: SteeringMeeting, signe: User, clock: Callable[[datetime], None]
) -> None:
    lone = address("lone", sent.day)
    client.post(lone, {"theme_1": "2"})
    clock(days.MEETS + timedelta(minutes=1))
    page = client.get(lone).text
    assert ("Svaret fra Stevns Kommune" in page, "Gem det nye svar" in page) == (True, False)
    client.post(lone, {"theme_2": "1", "revision": "1"})
    clock(TODAY)
    day = NetworkDay.objects.get(pk=sent.day_id)
    network_days.cancel(day=day, revision=day.revision, reason="Sygdom", by=signe, at=TODAY)
    assert "Styregruppen mødes ikke." in client.get(lone).text
    client.post(lone, {"theme_2": "1", "revision": "1"})
    assert votes() == {1: 2}


def test_the_participant_s_page_leads_there(client: Client, sent: SteeringMeeting) -> None:
    assert address("lone", sent.day) in client.get(url("participant", person())).text
    assert "styregruppe" not in client.get(url("participant", person("per@stevns.example"))).text


def test_one_person_for_two_municipalities_answers_for_each(
    client: Client, sent: SteeringMeeting, faxe: Municipality, programme: Programme, stranger: User
) -> None:
    enrolment = world.binding(faxe, programme, stranger, school=5)
    days.represent(enrolment, "Lone", stranger, email="lone@stevns.example", day=date(2026, 12, 1))
    link = f"{address('lone', sent.day)}?kommune=0320"
    assert "Send svaret fra Faxe Kommune" in client.get(link).text
    client.post(link, {"theme_3": "1"})
    assert SteeringAnswer.objects.get().participation.enrolment == enrolment


def test_the_page_costs_the_same_however_much_is_answered(
    client: Client, sent: SteeringMeeting, mette: User, django_assert_num_queries: Any
) -> None:
    lone = address("lone", sent.day)
    for revision, given in enumerate(({1: 1}, {1: 3, 2: 2, 3: 1})):
        days.answer(sent, mette, given, revision=revision)
        with django_assert_num_queries(6):
            assert client.get(lone).status_code == 200

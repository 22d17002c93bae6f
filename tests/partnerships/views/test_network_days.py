"""A municipality's network days: the list, one day, its card in the room, and the days it cannot meet."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import icalendar
import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEvent, User
from partnerships import network_days, networks, steering
from partnerships.models import Attendance, BlockedDay, DayMaterial, Enrolment, Municipality, NetworkDay, Programme
from tests.factories import days, world

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
TODAY = datetime(2027, 2, 9, 10, 0, tzinfo=world.COPENHAGEN)
LIST = "/kommune/0336/netvaerksdage/"
BLOCKED = "/kommune/0336/spaerrede-dage/"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is 9 February 2027, and stays so."""
    monkeypatch.setattr(timezone, "now", lambda: TODAY)


@pytest.fixture
def day(binding: Enrolment, signe: User, mette: User) -> NetworkDay:
    """The school's first day, 3 March, with Lone from Stevns on a seat."""
    days.represent(binding, "Lone", mette)
    return days.day(signe)


@pytest.fixture
def faxe_binding(faxe: Municipality, programme: Programme, stranger: User) -> Enrolment:
    enrolment = world.binding(faxe, programme, stranger, school=5)
    days.represent(enrolment, "Frede", stranger)
    return enrolment


def text_of(client: Client, path: str) -> str:
    return " ".join(client.get(path).content.decode().split())


def confirm(day: NetworkDay, by: User) -> NetworkDay:
    return network_days.confirm(day=day, revision=day.revision, by=by, at=days.AT)


def held(day: NetworkDay, by: User) -> NetworkDay:
    return network_days.hold(day=confirm(day, by), by=by, at=day.starts_at + timedelta(hours=6))


# --- the list -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "answers"),
    [("mette", 200), ("anders", 200), ("rikke", 200), ("stranger", 404), ("signe", 200), ("finn", 200)],
)
def test_who_reads_the_list(as_user: As, day: NetworkDay, request: Any, person: str, answers: int) -> None:
    client = as_user(request.getfixturevalue(person))
    assert [client.get(path).status_code for path in (LIST, BLOCKED)] == [answers, answers]


def test_before_days_are_planned_the_tentative_dates_are_shown(
    as_user: As, binding: Enrolment, programme: Programme, mette: User
) -> None:
    programme.timeline.create(title="Netværksdag 1", area="school", start_date=date(2027, 3, 3), place="Odense")
    text = text_of(as_user(mette), LIST)
    assert "Foreløbig tidsplan for Inkluderende børnefællesskaber 2027" in text
    assert "Onsdag 3. marts" in text
    assert "Odense, fysisk · uge 9" in text


def test_the_list_says_when_where_who_and_what_is_missing(
    as_user: As, day: NetworkDay, mette: User, signe: User
) -> None:
    days.sent(day, signe)
    text = text_of(as_user(mette), LIST)
    assert "Næste netværksdag · om 22 dage" in text
    assert "Onsdag 3. marts 2027 kl. 9.30–15.30. Huset, Gade 1, Odense." in text
    assert "Styregruppemøde torsdag 25. februar 2027 kl. 13.00–13.45, virtuelt. Lone repræsenterer jer." in text
    assert "Prioritér temaerne for netværksdag 1, skole" in text
    assert "Navngiv 4 deltagere fra skole" in text
    assert 'data-label="Jeres deltagere">1 af 5 navngivet</td>' in text


def test_the_list_says_who_came(as_user: As, day: NetworkDay, mette: User, signe: User) -> None:
    held(day, signe)
    holding = day.network.members.get().participation.seats.get(number=1).holdings.get()
    Attendance.objects.create(day=day, seat=holding.seat, holding=holding, is_present=True, at=days.START)
    assert "1 af 5 kom" in text_of(as_user(mette), LIST)
    later = days.day(signe, number=2, start=days.START + timedelta(days=30))
    held(later, signe)
    Attendance.objects.create(day=later, seat=holding.seat, holding=holding, is_present=True, at=days.START)
    assert "1 af de 1, der var med første gang, har været med alle 2 dage" in text_of(as_user(mette), LIST)


def test_readers_get_no_links_to_what_they_may_not_do(as_user: As, day: NetworkDay, rikke: User, finn: User) -> None:
    text = text_of(as_user(rikke), LIST)
    assert ("deltagere/" in text, day.get_absolute_url() in text) == (False, True)
    assert day.get_absolute_url() not in text_of(as_user(finn), LIST)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_runs_the_same_queries_however_many_days(
    as_user: As, day: NetworkDay, mette: User, signe: User, django_assert_num_queries: Any, count: int
) -> None:
    days.sent(day, signe)
    for number in range(2, count + 1):
        extra = days.day(signe, number=number, start=days.START + timedelta(days=30 * number))
        days.sent(extra, signe)
    client = as_user(mette)
    with django_assert_num_queries(14):
        assert client.get(LIST).status_code == 200


# --- the card in the room -----------------------------------------------------------------------------------------


def test_the_room_shows_the_next_day_of_both_areas(as_user: As, day: NetworkDay, mette: User, signe: User) -> None:
    days.day(signe, area="daycare", start=days.START + timedelta(days=1))
    days.sent(day, signe)
    text = text_of(as_user(mette), "/kommune/0336/")
    assert "<b>marts</b><strong>3</strong><span>onsdag<br>uge 9</span>" in text
    assert "Torsdag 4. marts 2027</a> kl. 9.30–15.30." in text
    assert "Prioritér temaerne for netværksdag 1, skole" in text
    assert ">Læs kladden<" in text
    assert f'href="/netvaerksdage/{day.pk}/kalender.ics"' in text


def test_the_room_asks_no_more_when_the_municipality_has_answered(
    as_user: As, day: NetworkDay, mette: User, signe: User
) -> None:
    days.answer(days.sent(day, signe), mette, {1: 1})
    assert "Prioritér temaerne" not in text_of(as_user(mette), "/kommune/0336/")


def test_a_reader_who_represents_the_municipality_is_let_in(
    as_user: As, binding: Enrolment, rikke: User, mette: User, signe: User
) -> None:
    days.represent(binding, "Rikke", mette, email=rikke.email)
    day = days.day(signe)
    days.sent(day, signe)
    assert f'href="/netvaerksdage/{day.pk}/styregruppe/"' in text_of(as_user(rikke), "/kommune/0336/")


@pytest.mark.parametrize("count", [1, 3])
def test_the_room_runs_the_same_queries_however_many_days(
    as_user: As, day: NetworkDay, mette: User, signe: User, django_assert_num_queries: Any, count: int
) -> None:
    for number in range(2, count + 1):
        days.sent(days.day(signe, number=number, start=days.START + timedelta(days=30 * number)), signe)
    client = as_user(mette)
    with django_assert_num_queries(22):
        assert client.get("/kommune/0336/").status_code == 200


# --- one day ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "answers"),
    [("mette", 200), ("anders", 200), ("rikke", 200), ("stranger", 404), ("signe", 200), ("finn", 404), ("jonas", 404)],
)
def test_who_reads_a_day(as_user: As, day: NetworkDay, request: Any, person: str, answers: int) -> None:
    client = as_user(request.getfixturevalue(person))
    paths = (day.get_absolute_url(), f"{day.get_absolute_url()}kalender.ics")
    assert [client.get(path).status_code for path in paths] == [answers, answers]


def test_the_day_names_ones_own_people_and_counts_the_others(
    as_user: As, day: NetworkDay, faxe_binding: Enrolment, mette: User, stranger: User, signe: User
) -> None:
    own = text_of(as_user(mette), day.get_absolute_url())
    assert ("Lone" in own, "Frede<" in own) == (True, False)
    assert '<li><span>Faxe</span><span class="num">1 deltager</span></li>' in own
    assert f"/tilmeldinger/{day.network.members.first().participation.enrolment_id}/deltagere/" in own
    theirs = text_of(as_user(stranger), day.get_absolute_url())
    assert ("Frede" in theirs, "Lone<" in theirs) == (True, False)
    staff = text_of(as_user(signe), day.get_absolute_url())
    assert ("Lone<" in staff, "Frede<" in staff, "<span>Stevns</span>" in staff) == (False, False, True)


def test_the_day_shows_its_programme_with_levers(as_user: As, day: NetworkDay, rikke: User) -> None:
    text = text_of(as_user(rikke), day.get_absolute_url())
    assert "Hvad virker?" in text
    assert "Greb 4: Nuanceret tilbudsvifte inkl. mellemformer" in text
    assert "Find en afløser" not in text


def test_a_moved_day_says_the_old_time_beside_the_new(as_user: As, day: NetworkDay, rikke: User, signe: User) -> None:
    day = confirm(day, signe)
    plan = network_days.plan_of(day)
    later = replace(plan, starts_at=plan.starts_at + timedelta(days=7), ends_at=plan.ends_at + timedelta(days=7))
    network_days.change(day=day, plan=later, revision=day.revision, by=signe, at=days.AT)
    text = text_of(as_user(rikke), day.get_absolute_url())
    assert "Før: <s>onsdag 3. marts 2027 kl. 9.30–15.30, Huset</s>" in text
    assert "Nu: onsdag 10. marts 2027 kl. 9.30–15.30" in text
    network_days.hold(day=day, by=signe, at=later.ends_at)
    assert "Dagen er flyttet" not in text_of(as_user(rikke), day.get_absolute_url())


def test_a_new_link_is_no_move(as_user: As, day: NetworkDay, rikke: User, signe: User) -> None:
    day = confirm(day, signe)
    plan = replace(network_days.plan_of(day), link="https://moede.example/2")
    network_days.change(day=day, plan=plan, revision=day.revision, by=signe, at=days.AT)
    assert "Dagen er flyttet" not in text_of(as_user(rikke), day.get_absolute_url())


def test_a_cancelled_day_says_why(as_user: As, day: NetworkDay, rikke: User, signe: User) -> None:
    network_days.cancel(day=day, revision=day.revision, reason="Oplægsholderen er syg.", by=signe, at=days.AT)
    text = text_of(as_user(rikke), day.get_absolute_url())
    assert ("Dagen er aflyst" in text, "Oplægsholderen er syg." in text, "Læg i kalender" in text) == (
        True,
        True,
        False,
    )


def test_decisions_and_materials_stand_on_the_day(as_user: As, day: NetworkDay, rikke: User, signe: User) -> None:
    meeting = days.sent(day, signe)
    steering.write_minutes(
        meeting=meeting,
        minutes="Alle var med.",
        decisions="- Mere sparring\n- Kortere oplæg",
        revision=meeting.revision,
        by=signe,
        at=days.MEETS,
    )
    DayMaterial.objects.create(day=day, title="Bogen", url="https://bog.example/", at=days.AT, by=signe)
    text = text_of(as_user(rikke), day.get_absolute_url())
    assert "<li>Mere sparring</li><li>Kortere oplæg</li>" in text
    assert "<p>Alle var med.</p>" in text
    assert 'href="https://bog.example/"' in text


def test_the_calendar_file_holds_the_day(as_user: As, day: NetworkDay, rikke: User, signe: User) -> None:
    response = as_user(rikke).get(f"{day.get_absolute_url()}kalender.ics")
    event = icalendar.Calendar.from_ical(response.content).events[0]
    assert (response["Content-Type"], str(event["summary"])) == (
        "text/calendar; charset=utf-8",
        "Foreløbig: Netværksdag 1",
    )
    assert event.start == days.START
    network_days.cancel(day=day, revision=day.revision, reason="Sygdom", by=signe, at=TODAY)
    response = as_user(rikke).get(f"{day.get_absolute_url()}kalender.ics")
    assert str(icalendar.Calendar.from_ical(response.content).events[0]["summary"]) == "Aflyst: Netværksdag 1"


def test_the_steering_link_says_what_the_person_can_do(
    as_user: As, day: NetworkDay, mette: User, rikke: User, signe: User
) -> None:
    meeting = days.sent(day, signe)

    def link(person: User) -> str:
        page = text_of(as_user(person), day.get_absolute_url())
        return page.split(f'href="/netvaerksdage/{day.pk}/styregruppe/">')[1].split("<")[0]

    assert (link(mette), link(rikke)) == ("Læs kladden, og svar", "Læs kladden")
    days.answer(meeting, mette, {1: 1})
    assert (link(mette), link(rikke)) == ("Se eller ret jeres svar", "Læs kladden")


def test_only_those_who_may_replace_are_asked_whether_somebody_cannot_come(
    as_user: As, day: NetworkDay, mette: User, rikke: User
) -> None:
    words = "Kan en af jer ikke deltage?"
    assert [words in text_of(as_user(person), LIST) for person in (mette, rikke)] == [True, False]


@pytest.mark.parametrize("count", [1, 3])
def test_the_day_runs_the_same_queries_however_many_people(
    as_user: As,
    day: NetworkDay,
    binding: Enrolment,
    faxe_binding: Enrolment,
    mette: User,
    stranger: User,
    django_assert_num_queries: Any,
    count: int,
) -> None:
    for number in range(2, count + 1):
        days.represent(binding, f"Person{number}", mette, number=number, steering=False)
        days.represent(faxe_binding, f"Anden{number}", stranger, number=number, steering=False)
    client = as_user(mette)
    with django_assert_num_queries(12):
        assert client.get(day.get_absolute_url()).status_code == 200


# --- days they cannot meet ----------------------------------------------------------------------------------------


def test_days_are_blocked_and_taken_back(as_user: As, day: NetworkDay, stevns: Municipality, anders: User) -> None:
    client = as_user(anders)
    posted = {"start": "2027-03-01", "end": "2027-03-05", "reason": "Skoleferie"}
    assert client.post(BLOCKED, posted).url == BLOCKED
    row = BlockedDay.objects.get()
    assert (row.municipality, row.start_date, row.end_date, row.reason) == (
        stevns,
        date(2027, 3, 1),
        date(2027, 3, 5),
        "Skoleferie",
    )
    assert "Netværksdag 1, skole, 3. mar." in text_of(client, BLOCKED)
    assert client.post(BLOCKED, {"fjern": row.pk}).url == BLOCKED
    assert client.post(BLOCKED, {"fjern": row.pk}).url == BLOCKED
    assert BlockedDay.objects.count() == 0
    assert list(AuditEvent.objects.filter(action__startswith="municipality.days").values_list("action", flat=True)) == [
        "municipality.days_blocked",
        "municipality.days_unblocked",
    ]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"end": "2027-02-01"}, "Den sidste dag ligger før den første."),
        ({"start": "2027-02-01"}, "Dagene er gået. Spær kun dage, der kommer."),
        ({"start": "2027-01-31", "end": "2027-02-08"}, "Dagene er gået. Spær kun dage, der kommer."),
        ({"start": ""}, "Vælg den første dag, I ikke kan"),
        ({"start": "0001-01-01"}, "Skriv et år mellem 2020 og 2100."),
        ({"reason": ""}, "Skriv, hvorfor I ikke kan"),
        ({"reason": "Møde om 010203-1234"}, "CPR"),
    ],
)
def test_what_cannot_be_blocked(as_user: As, binding: Enrolment, mette: User, changed: dict, said: str) -> None:
    posted = {"start": "2027-03-01", "end": "", "reason": "Ferie"} | changed
    response = as_user(mette).post(BLOCKED, posted)
    assert (response.status_code, said in response.content.decode()) == (200, True)
    assert BlockedDay.objects.count() == 0


@pytest.mark.parametrize("person", ["rikke", "signe", "finn"])
def test_only_those_who_write_for_the_municipality_block_days(
    as_user: As, binding: Enrolment, stevns: Municipality, mette: User, request: Any, person: str
) -> None:
    row = networks.block_days(
        municipality=stevns, start=date(2027, 3, 1), end=date(2027, 3, 1), reason="Ferie", by=mette, at=days.AT
    )
    client = as_user(request.getfixturevalue(person))
    assert client.post(BLOCKED, {"fjern": row.pk}).status_code == 403
    assert client.post(BLOCKED, {"start": "2027-03-01", "reason": "Ferie"}).status_code == 403
    assert BlockedDay.objects.count() == 1


@pytest.mark.parametrize("given", ["", "x", "-1", "9" * 30, "²", "0"])
def test_taking_back_what_is_not_there(as_user: As, binding: Enrolment, mette: User, given: str) -> None:
    assert as_user(mette).post(BLOCKED, {"fjern": given}).url == BLOCKED


def test_another_municipalitys_days_are_left_alone(
    as_user: As, binding: Enrolment, faxe: Municipality, stranger: User, mette: User
) -> None:
    row = networks.block_days(
        municipality=faxe, start=date(2027, 3, 1), end=date(2027, 3, 1), reason="Ferie", by=stranger, at=days.AT
    )
    as_user(mette).post(BLOCKED, {"fjern": row.pk})
    assert BlockedDay.objects.get() == row

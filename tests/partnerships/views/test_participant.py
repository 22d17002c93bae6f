"""A participant's pages by personal link: the right person sees the right days, and nobody else anything."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import icalendar
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import User
from documents import jobs, uploads
from documents.models import Document
from partnerships import attendance, day_notices, materials, network_days, participants
from partnerships.models import (
    Attendance,
    DayEvaluation,
    DayMaterial,
    DayNotice,
    Enrolment,
    Municipality,
    NetworkDay,
    Participant,
    Seat,
)
from tests.documents.test_uploads import PDF
from tests.factories import days, world
from tests.factories.participants import LONG_AGO, day_on, held, person, url


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    cache.clear()


@pytest.fixture
def seat(binding: Enrolment, mette: User) -> Seat:
    """Lone's seat in the school network."""
    return days.represent(binding, "Lone", mette, steering=False, day=LONG_AGO)


@pytest.fixture
def lone(seat: Seat) -> Participant:
    return person()


@pytest.fixture
def other(binding: Enrolment, mette: User) -> Participant:
    """Somebody with a seat in the other network only."""
    days.represent(binding, "Ole", mette, area="daycare", steering=False, day=LONG_AGO)
    return person("ole@stevns.example")


@pytest.fixture
def today(lone: Participant, signe: User) -> NetworkDay:
    return day_on(0, signe)


def tell() -> None:
    day_notices.prepare(at=timezone.now() - timedelta(days=8))
    day_notices.queue_mails(at=timezone.now())


def test_the_next_day_stands_first(client: Client, lone: Participant, signe: User) -> None:
    day_on(-30, signe)
    day_on(22, signe, number=2)
    day_on(60, signe, number=3, confirmed=False)
    response = client.get(url("participant", lone))
    page = response.text
    assert (response.context["next"].day.number, [row.day.number for row in response.context["rows"]]) == (2, [1, 2, 3])
    assert "Næste netværksdag · om 22 dage" in page
    assert (page.count("Foreløbig"), page.count("Slut</span>")) == (1, 1)
    assert f"webcal://127.0.0.1:8000{url('calendar_feed', lone)}" in page


def test_a_personal_page_stays_private(client: Client, today: NetworkDay, lone: Participant) -> None:
    for name, arguments in (("participant", {}), ("participant_day", {"pk": today.pk}), ("calendar_feed", {})):
        response = client.get(url(name, lone, **arguments))
        assert (
            response.status_code,
            response["Cache-Control"],
            response["X-Robots-Tag"],
            response["Referrer-Policy"],
        ) == (200, "private, no-store", "noindex, nofollow", "same-origin")


@pytest.mark.parametrize("token", ["forkert", "abcdefghijklmnopqrstuvwx~abc"])
def test_a_forged_link_opens_nothing(client: Client, token: str, today: NetworkDay, lone: Participant) -> None:
    for path in ("", f"dage/{today.pk}/", "bevis/"):
        assert client.get(f"/deltager/{token}/{path}").status_code == 404
    assert client.get(f"/kalender/{token}.ics").status_code == 404


def test_a_replaced_link_opens_nothing(client: Client, lone: Participant, signe: User) -> None:
    old = url("participant", lone)
    participants.renew_link(participant=lone, seen=participants.mark_of(lone), by=signe, at=timezone.now())
    assert client.get(old).status_code == 404


def test_another_participant_finds_none_of_it(
    client: Client, today: NetworkDay, other: Participant, signe: User
) -> None:
    file = material(today, signe)
    assert "Netværksdag 1" not in client.get(url("participant", other)).text
    for name, method in (
        ("participant_day", client.get),
        ("participant_acknowledge", client.post),
        ("participant_check_in", client.post),
        ("participant_evaluate", client.get),
    ):
        assert method(url(name, other, pk=today.pk)).status_code == 404
    assert client.get(url("participant_material", other, pk=today.pk, material_pk=file.pk)).status_code == 404


def test_who_has_left_the_seat_has_left_the_days(client: Client, lone: Participant, seat: Seat, mette: User) -> None:
    day = NetworkDay.objects.filter(pk=day_on(20, world.user("a@kl.example", is_administrator=True)).pk).get()
    from partnerships import seats

    seats.clear(seat=seat, by=mette, at=timezone.now(), day=timezone.localdate())
    assert client.get(url("participant_day", lone, pk=day.pk)).status_code == 404
    assert "Du har ingen netværksdage" in client.get(url("participant", lone)).text


def test_a_moved_day_says_the_old_time_until_it_is_seen(client: Client, lone: Participant, signe: User) -> None:
    day = day_on(20, signe)
    tell()
    plan = network_days.plan_of(day)
    later = replace(plan, starts_at=plan.starts_at + timedelta(days=7), ends_at=plan.ends_at + timedelta(days=7))
    network_days.change(day=day, plan=later, revision=day.revision, by=signe, at=timezone.now(), reason="Optaget.")
    tell()
    page = client.get(url("participant", lone)).text
    assert page.count("<del>") == 1
    assert ("Optaget." in page, "Jeg har set det" in page) == (True, True)
    notice = DayNotice.objects.latest("pk")
    stale = client.post(url("participant_acknowledge", lone, pk=day.pk), {"notice": notice.sequence - 1}, follow=True)
    assert "er ændret, siden du åbnede siden" in stale.text
    page = client.post(url("participant_acknowledge", lone, pk=day.pk), {"notice": notice.sequence}, follow=True).text
    assert ("Du har set det" in page, "Jeg har set det" in page) == (True, False)
    notice.refresh_from_db()
    assert notice.acknowledged_at is not None


def test_a_cancelled_day_says_why(client: Client, lone: Participant, signe: User) -> None:
    day = day_on(20, signe)
    tell()
    network_days.cancel(day=day, revision=day.revision, reason="Oplægsholderen er syg.", by=signe, at=timezone.now())
    tell()
    page = client.get(url("participant_day", lone, pk=day.pk)).text
    assert ("Oplægsholderen er syg." in page, "Aflyst" in page, "Jeg har set det" in page) == (True, True, True)


# --- arriving -------------------------------------------------------------------------------------------------------


def test_arriving_with_the_code(client: Client, today: NetworkDay, lone: Participant, signe: User) -> None:
    address = url("participant_check_in", lone, pk=today.pk)
    assert "Er du kommet?" not in client.get(url("participant_day", lone, pk=today.pk)).text
    code = attendance.new_code(day=today, by=signe, at=timezone.now())
    assert "Er du kommet?" in client.get(url("participant_day", lone, pk=today.pk)).text
    wrong = client.post(address, {"code": "12345"})
    assert (wrong.status_code, "Koden passer ikke." in wrong.text, 'value="12345"' in wrong.text) == (422, True, True)
    assert (client.post(address).status_code, client.get(address).status_code) == (422, 302)
    page = client.post(address, {"code": code}, follow=True).text
    assert ("Du er registreret som mødt" in page, "Er du kommet?" in page) == (True, False)
    assert Attendance.objects.get().by is None


def test_guessing_is_stopped_in_words(client: Client, today: NetworkDay, lone: Participant, signe: User) -> None:
    code = attendance.new_code(day=today, by=signe, at=timezone.now())
    address = url("participant_check_in", lone, pk=today.pk)
    for _ in range(attendance.TRIES):
        client.post(address, {"code": "x"})
    assert "Du har prøvet for mange koder." in client.post(address, {"code": code}).text
    assert Attendance.objects.count() == 0


# --- materials ------------------------------------------------------------------------------------------------------


def material(day: NetworkDay, by: User) -> DayMaterial:
    file = SimpleUploadedFile("Oplæg æøå.pdf", PDF)
    return materials.add_file(day=day, title="Oplæg", file=file, checked=uploads.check(file), by=by, at=timezone.now())


def test_a_material_is_fetched_and_never_shown_in_the_portal(
    client: Client, today: NetworkDay, lone: Participant, signe: User
) -> None:
    row = material(today, signe)
    materials.add_link(day=today, title="Video", url="https://video.example/1", by=signe, at=timezone.now())
    page = client.get(url("participant_day", lone, pk=today.pk)).text
    address = url("participant_material", lone, pk=today.pk, material_pk=row.pk)
    assert (address in page, 'href="https://video.example/1" rel="noreferrer"' in page) == (True, True)
    response = client.get(address)
    assert (b"".join(response), response["X-Content-Type-Options"], response["Cache-Control"]) == (
        PDF,
        "nosniff",
        "private, no-store",
    )
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''Opl%C3%A6g%20%C3%A6%C3%B8%C3%A5.pdf"


def test_members_fetch_it_signed_in_and_strangers_do_not(
    as_user: Callable[[User], Client], today: NetworkDay, signe: User, rikke: User, stranger: User, jonas: User
) -> None:
    address = f"/materialer/{material(today, signe).pk}/"
    found = {}
    for who in (rikke, signe, stranger, jonas):
        response = as_user(who).get(address)
        found[who.name] = response.status_code
        if response.streaming:
            assert b"".join(response) == PDF
    assert found == {"Rikke Sand": 200, "Signe Dam": 200, "Frede Faxe": 404, "Jonas Krog": 404}
    assert Client().get(address).status_code == 302


# --- evaluation -----------------------------------------------------------------------------------------------------


def test_three_questions_once(client: Client, lone: Participant, signe: User) -> None:
    day = day_on(-1, signe)
    address = url("participant_evaluate", lone, pk=day.pk)
    assert "Evaluér dagen" in client.get(url("participant_day", lone, pk=day.pk)).text
    assert "Vælg et tal fra 1 til 5." in client.post(address, {"takeaway": "x"}).text
    response = client.post(address, {"usefulness": "4", "takeaway": "CPR 010190-1237", "suggestion": ""})
    assert (response.status_code, "CPR-nummer" in response.text) == (422, True)
    page = client.post(address, {"usefulness": "4", "takeaway": "Mod", "suggestion": ""}, follow=True).text
    assert ("Tak for dit svar" in page, "Evaluér dagen" in page) == (True, False)
    assert client.post(address, {"usefulness": "1"}, follow=True).redirect_chain != []
    assert list(DayEvaluation.objects.values_list("usefulness", "takeaway")) == [(4, "Mod")]


def test_a_day_that_is_not_over_is_not_evaluated(client: Client, lone: Participant, signe: User) -> None:
    day = day_on(5, signe)
    assert client.get(url("participant_evaluate", lone, pk=day.pk)).status_code == 302


# --- certificate ----------------------------------------------------------------------------------------------------


def test_a_certificate_is_ordered_followed_and_fetched(
    client: Client, lone: Participant, other: Participant, seat: Seat, signe: User
) -> None:
    day = day_on(-1, signe)
    page = url("participant_certificate", lone)
    assert "Der er ikke noget at bevise endnu" in client.get(page).text
    assert client.post(page, {"network": day.network_id}).status_code == 404
    attendance.mark(day=day, seat=seat, is_present=True, by=signe, at=day.starts_at)
    held(day, signe)
    for _ in range(2):
        client.post(page, {"network": day.network_id})
    document = Document.objects.get(kind="certificate")
    status, file = (
        url(name, lone, document=document.pk)
        for name in ("participant_certificate_status", "participant_certificate_file")
    )
    assert (status in client.get(page).text, client.get(file).status_code) == (True, 404)
    claimed = jobs.claim(document.pk, at=timezone.now())
    assert claimed is not None
    jobs.run(claimed)
    assert file in client.get(status).text
    response = client.get(file)
    assert b"".join(response)[:5] == b"%PDF-"
    assert response["Content-Disposition"].startswith('attachment; filename="deltagerbevis-')
    assert client.get(url("participant_certificate_file", other, document=document.pk)).status_code == 404
    assert client.get(f"/dokumenter/{document.pk}/").status_code == 302


# --- the feed -------------------------------------------------------------------------------------------------------


def many_days(signe: User, count: int) -> None:
    first = day_on(20, signe)
    plan = network_days.plan_of(first)
    starts, ends = (moment.astimezone(world.COPENHAGEN) for moment in (plan.starts_at, plan.ends_at))
    plans = []
    for number in range(2, count + 1):
        later = timedelta(days=number)  # on the clock, also across the change to summer time
        plans.append((number, replace(plan, title=f"Dag {number}", starts_at=starts + later, ends_at=ends + later)))
    network_days.plan_days(network=first.network, plans=plans, by=signe, at=timezone.now())


@pytest.mark.parametrize("count", [1, 200])
def test_the_feed_costs_the_same_however_many_days(
    client: Client, lone: Participant, signe: User, count: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    many_days(signe, count)
    with django_assert_num_queries(3):
        response = client.get(url("calendar_feed", lone))
    calendar = icalendar.Calendar.from_ical(response.content)
    assert (len(calendar.events), len(calendar.timezones), response["Content-Type"]) == (
        count,
        1,
        "text/calendar; charset=utf-8",
    )
    event = next(event for event in calendar.events if str(event["summary"]) == "Netværksdag 1")
    assert (event.start.tzinfo is not None, str(event["status"]), participants.link(lone) in str(event["url"])) == (
        True,
        "CONFIRMED",
        True,
    )


@pytest.mark.parametrize("count", [1, 40])
def test_the_pages_cost_the_same_however_many_days(
    client: Client, lone: Participant, signe: User, count: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    many_days(signe, count)
    with django_assert_num_queries(6):
        assert client.get(url("participant", lone)).status_code == 200


def test_the_feed_of_another_municipality_s_person_is_empty(
    client: Client, lone: Participant, faxe: Municipality
) -> None:
    stranger = person("fremmed@faxe.example")
    assert len(icalendar.Calendar.from_ical(client.get(url("calendar_feed", stranger)).content).events) == 0

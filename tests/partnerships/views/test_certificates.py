"""Certificates in a list: who has earned one, who has fetched it, and whose people one may see."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEvent, User
from documents import jobs
from documents.models import Document
from partnerships import attendance, certificates
from partnerships.models import Attendance, Enrolment, Municipality, Network, NetworkDay, Programme, Seat, SeatHolding
from tests.factories import days, planning, world
from tests.factories.participants import LONG_AGO, day_on, held, person, url

As = Callable[[User], Client]
OWN = "/kommune/0336/beviser/"


@pytest.fixture
def lone(binding: Enrolment, mette: User) -> Seat:
    return days.represent(binding, "Lone", mette, steering=False, day=LONG_AGO)


@pytest.fixture
def frida(faxe: Municipality, programme: Programme, stranger: User) -> Seat:
    """Somebody from Faxe in the same network."""
    enrolment = world.binding(faxe, programme, stranger, school=5)
    return days.represent(enrolment, "Frida", stranger, steering=False, day=LONG_AGO)


def held_day(signe: User, *seats: Seat, number: int = 1) -> NetworkDay:
    """A day `number` weeks ago that the people on `seats` came to."""
    day = day_on(-7 * (5 - number), signe, number=number)
    for seat in seats:
        attendance.mark(day=day, seat=seat, is_present=True, by=signe, at=day.starts_at)
    return held(day, signe)


def staff_page(day: NetworkDay) -> str:
    return f"/administration/netvaerk/{day.network_id}/beviser/"


def shown(response: Any) -> list[tuple[str, str, bool]]:
    return [(row.holding.name, row.titles, row.is_current) for row in response.context["page"]]


def made(document: Document) -> Document:
    claimed = jobs.claim(document.pk, at=timezone.now())
    assert claimed is not None
    jobs.run(claimed)
    return Document.objects.get(pk=document.pk)


def test_nobody_has_earned_one_before_a_day_is_held(as_user: As, lone: Seat, signe: User, mette: User) -> None:
    day = day_on(-1, signe)
    attendance.mark(day=day, seat=lone, is_present=True, by=signe, at=day.starts_at)
    for who, page in ((signe, staff_page(day)), (mette, OWN)):
        assert "Ingen har været med endnu" in as_user(who).get(page).text


def test_only_who_came_themselves_has_earned_one(
    as_user: As, lone: Seat, binding: Enrolment, mette: User, signe: User
) -> None:
    ole = days.represent(binding, "Ole", mette, number=2, steering=False, day=LONG_AGO)
    day = day_on(-1, signe)
    attendance.substitute(day=day, seat=ole, name="Ida Holm", by=signe, at=day.starts_at)
    attendance.mark(day=day, seat=lone, is_present=True, by=signe, at=day.starts_at)
    held(day, signe)
    assert shown(as_user(signe).get(staff_page(day))) == [("Lone", "Netværksdag 1", False)]


def test_a_municipality_sees_its_own_people_only(
    as_user: As, lone: Seat, frida: Seat, signe: User, mette: User, rikke: User, stranger: User
) -> None:
    day = held_day(signe, lone, frida)
    names = {
        who.name: [name for name, _, _ in shown(as_user(who).get(page))]
        for who, page in ((signe, staff_page(day)), (mette, OWN), (rikke, OWN), (stranger, "/kommune/0320/beviser/"))
    }
    assert names == {
        "Signe Dam": ["Frida", "Lone"],
        "Mette Holm": ["Lone"],
        "Rikke Sand": ["Lone"],
        "Frede Faxe": ["Frida"],
    }
    assert as_user(stranger).get(OWN).status_code == 404
    for who, page, label in ((signe, staff_page(day), "Netværk"), (mette, OWN, "Netværksdage")):
        assert [item["label"] for item in as_user(who).get(page).context["nav"] if item["current"]] == [label]


def test_staff_make_one_and_fetch_it_and_the_person_has_not(
    as_user: As, lone: Seat, signe: User, mette: User, stranger: User
) -> None:
    day = held_day(signe, lone)
    staff, page = as_user(signe), staff_page(day)
    row = staff.get(page).context["page"][0]
    for _ in range(2):
        staff.post(page, {"person": row.holding.pk})
    document = made(Document.objects.get(kind="certificate"))
    assert (document.created_by, AuditEvent.objects.get(action="certificate.ordered").summary) == (
        signe,
        "lavede et deltagerbevis til Lone",
    )
    fetch = f"/dokumenter/{document.pk}/hent/"
    for who, address in ((signe, page), (mette, OWN)):
        text = as_user(who).get(address).text
        assert (fetch in text, "Ikke endnu" in text, "Lav beviset" in text) == (True, True, False)
        assert b"".join(as_user(who).get(fetch))[:5] == b"%PDF-"
    assert as_user(stranger).get(fetch).status_code == 404
    assert Document.objects.get(pk=document.pk).fetched_at is None


def test_attendance_undone_in_the_same_moment_is_said(
    as_user: As, lone: Seat, signe: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = held_day(signe, lone)
    holding = lone.holdings.get()
    snapshot = certificates.snapshot

    def undone_first(*args: Any, **kwargs: Any) -> Any:
        Attendance.objects.all().delete()
        return snapshot(*args, **kwargs)

    monkeypatch.setattr(certificates, "snapshot", undone_first)
    response = as_user(signe).post(staff_page(day), {"person": holding.pk}, follow=True)
    assert [str(message) for message in response.context["messages"]] == [
        "Beviset kan laves, når du har været med på en dag, der er holdt."
    ]
    assert not Document.objects.filter(kind=certificates.KIND).exists()


def test_what_the_person_fetched_is_seen_and_a_new_day_makes_it_old(
    as_user: As, client: Client, lone: Seat, signe: User
) -> None:
    day = held_day(signe, lone)
    client.post(url("participant_certificate", person()), {"network": day.network_id})
    document = made(Document.objects.get(kind="certificate"))
    fetch = url("participant_certificate_file", person(), document=document.pk)
    assert b"".join(client.get(fetch))[:5] == b"%PDF-"
    first = Document.objects.get(pk=document.pk).fetched_at
    assert b"".join(client.get(fetch))[:5] == b"%PDF-"
    assert Document.objects.get(pk=document.pk).fetched_at == first
    response = as_user(signe).get(staff_page(day))
    row = response.context["page"][0]
    assert (row.is_current, row.fetched.fetched_at, response.context["fetched"]) == (True, first, 1)
    held_day(signe, lone, number=2)
    response = as_user(signe).get(staff_page(day))
    assert shown(response) == [("Lone", "Netværksdag 1, Netværksdag 2", False)]
    assert ("Mangler de nyeste dage" in response.text, "Lav det igen" in response.text) == (True, True)


def test_a_coordinator_makes_one_a_reader_does_not(
    as_user: As, lone: Seat, signe: User, mette: User, rikke: User
) -> None:
    held_day(signe, lone)
    pk = as_user(mette).get(OWN).context["page"][0].holding.pk
    assert "Lav beviset" not in as_user(rikke).get(OWN).text
    answers = [as_user(who).post(OWN, {"person": pk}).status_code for who in (rikke, mette)]
    assert (answers, Document.objects.get(kind="certificate").created_by) == ([403, 302], mette)


def test_a_foreign_person_is_not_on_the_list(as_user: As, lone: Seat, frida: Seat, signe: User, mette: User) -> None:
    held_day(signe, lone, frida)
    foreign = frida.holdings.get().pk
    assert {as_user(mette).post(OWN, {"person": value}).status_code for value in (foreign, "", "x", "\0")} == {404}
    assert Document.objects.filter(kind="certificate").count() == 0


@pytest.mark.parametrize("people", [3, 120])
def test_the_lists_cost_the_same_however_many_came(
    as_user: As, binding: Enrolment, signe: User, mette: User, django_assert_num_queries: Any, people: int
) -> None:
    network = Network.objects.get(partnership__area="school")
    seats = [holding.seat for holding in planning.seat_people(network, people)]
    SeatHolding.objects.update(start_date=LONG_AGO)
    day = held_day(signe, *seats)
    for who, page, queries in ((signe, staff_page(day), 6), (mette, OWN, 7)):
        client = as_user(who)
        client.get(page)
        with django_assert_num_queries(queries):
            response = client.get(page)
        assert (response.context["earned"], len(response.context["page"])) == (people, min(people, 50))

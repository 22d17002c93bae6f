"""Staff at the door, at the materials and at the answers: who may, what is said, and what it costs."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from partnerships import attendance, evaluations, participants
from partnerships.models import Attendance, DayMaterial, Enrolment, NetworkDay, Seat, SeatHolding
from tests.documents.test_uploads import EXE, PDF
from tests.factories import days
from tests.factories.participants import LONG_AGO, day_on, held

HTMX = {"HX-Request": "true"}


@pytest.fixture
def lone(binding: Enrolment, mette: User) -> Seat:
    return days.represent(binding, "Lone", mette, steering=False, day=LONG_AGO)


@pytest.fixture
def today(lone: Seat, signe: User) -> NetworkDay:
    return day_on(0, signe)


@pytest.fixture
def staff(as_user: Callable[[User], Client], signe: User) -> Client:
    return as_user(signe)


def row(day: NetworkDay, seat: Seat) -> str:
    return reverse("staff_attendance_seat", args=[day.pk, seat.pk])


PAGES = ("staff_attendance", "staff_attendance_code", "staff_materials", "staff_evaluations")


def test_only_administrators_come_in(
    as_user: Callable[[User], Client],
    today: NetworkDay,
    mette: User,
    stranger: User,
    finn: User,
    jonas: User,
    signe: User,
) -> None:
    for name in PAGES:
        address = reverse(name, args=[today.pk])
        found = [as_user(who).get(address).status_code for who in (mette, stranger, finn, jonas, signe)]
        assert (name, found) == (name, [403, 404, 404, 404, 200])
        assert Client().get(address).status_code == 302


def test_marking_without_javascript_comes_back_to_the_row(staff: Client, today: NetworkDay, lone: Seat) -> None:
    response = staff.post(row(today, lone), {"mark": "present", "q": "lo ne"})
    assert response["Location"] == f"/administration/netvaerksdage/{today.pk}/fremmoede/?q=lo+ne#plads-{lone.pk}"
    page = staff.get(reverse("staff_attendance", args=[today.pk])).text
    assert "<strong>1</strong> af 1 er mødt" in page
    staff.post(row(today, lone), {"mark": "undo"})
    assert Attendance.objects.count() == 0


def test_marking_with_htmx_swaps_the_row_and_the_count(staff: Client, today: NetworkDay, lone: Seat) -> None:
    page = staff.post(row(today, lone), {"mark": "absent"}, headers=HTMX).text
    assert (page.strip().startswith("<li"), "Ikke mødt</span>" in page, 'hx-swap-oob="true"' in page) == (
        True,
        True,
        True,
    )
    page = staff.post(row(today, lone), {"mark": "substitute", "name": "Ida Holm"}, headers=HTMX).text
    assert ("<h3>Ida Holm</h3>" in page, "i stedet for Lone" in page) == (True, True)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"mark": "substitute", "name": ""}, "Skriv, hvem der kom i stedet."),
        ({"mark": "substitute", "name": "010190-1237"}, "CPR-nummer"),
        ({"mark": "substitute", "name": "x" * 121}, "Skriv højst 120 tegn."),
        ({"mark": "hvad"}, "Vælg, om personen er mødt"),
        ({}, "Vælg, om personen er mødt"),
    ],
)
def test_what_is_wrong_is_said_at_the_row(
    staff: Client, today: NetworkDay, lone: Seat, data: dict[str, str], words: str
) -> None:
    for headers in ({}, HTMX):
        response = staff.post(row(today, lone), data, headers=headers)
        assert (response.status_code, words in response.text) == (422, True)
    assert Attendance.objects.count() == 0


def test_another_network_s_seat_is_not_there(staff: Client, today: NetworkDay) -> None:
    other = Seat.objects.filter(participation__partnership__area="daycare")[0]
    assert staff.post(row(today, other), {"mark": "present"}).status_code == 404


def test_the_list_is_searched(staff: Client, today: NetworkDay, binding: Enrolment, mette: User) -> None:
    days.represent(binding, "Åse", mette, number=2, steering=False, day=LONG_AGO)
    page = reverse("staff_attendance", args=[today.pk])

    def names(query: str) -> list[str]:
        groups = staff.get(page, {"q": query}).context["groups"]
        return [place.name for _, places in groups for place in places if place.holding]

    assert [names(query) for query in ("åse", "stevns", "lone stevns", "ingen")] == [
        ["Åse"],
        ["Lone", "Åse"],
        ["Lone"],
        [],
    ]


def test_before_the_day_nothing_can_be_marked(staff: Client, lone: Seat, signe: User) -> None:
    day = day_on(3, signe)
    page = staff.get(reverse("staff_attendance", args=[day.pk])).text
    assert ("Fremmødet er ikke åbent" in page, 'name="mark"' in page) == (True, False)
    assert staff.post(row(day, lone), {"mark": "present"}).status_code == 422
    assert staff.post(reverse("staff_attendance_code", args=[day.pk])).status_code == 422


def test_the_same_people_are_counted_when_two_days_are_held(
    staff: Client, lone: Seat, binding: Enrolment, mette: User, signe: User
) -> None:
    peter = days.represent(binding, "Peter", mette, number=2, steering=False, day=LONG_AGO)
    first, second = day_on(-30, signe), day_on(-2, signe, number=2)
    for day in (first, second):
        for seat in (lone, peter):
            attendance.mark(day=day, seat=seat, is_present=seat == lone or day == first, by=signe, at=day.starts_at)
        held(day, signe)
    page = " ".join(staff.get(reverse("staff_attendance", args=[second.pk])).text.split())
    assert "de 2 dage, der er holdt" in page
    row = '<th scope="row">Stevns</th><td class="num">2</td><td class="num">1</td><td class="num">50 %</td>'
    assert row in page
    assert "til skærmen" not in page  # the code is for the day itself


def test_the_code_is_shown_large(staff: Client, today: NetworkDay) -> None:
    address = reverse("staff_attendance_code", args=[today.pk])
    assert "Lav en kode" in staff.get(address).text
    page = staff.post(address, follow=True).text
    today.refresh_from_db()
    code = today.check_in_code
    assert f"{code[:3]} {code[3:]}</p>" in page


@pytest.mark.parametrize("people", [5, 400])
def test_four_hundred_people_cost_the_same(
    staff: Client,
    today: NetworkDay,
    binding: Enrolment,
    people: int,
    django_assert_num_queries: Callable[..., Any],
) -> None:
    participation = binding.participations.get(partnership__area="school")
    seats = Seat.objects.bulk_create(
        Seat(participation=participation, number=number) for number in range(10, 10 + people)
    )
    holdings = SeatHolding.objects.bulk_create(
        SeatHolding(
            seat=seat,
            name=f"Person {seat.number}",
            title="Leder",
            email=f"p{seat.number}@x.example",
            start_date=LONG_AGO,
        )
        for seat in seats
    )
    Attendance.objects.bulk_create(
        Attendance(day=today, seat=holding.seat, holding=holding, is_present=True, at=timezone.now())
        for holding in holdings
    )
    with django_assert_num_queries(7):
        page = staff.get(reverse("staff_attendance", args=[today.pk])).text
    assert f"<strong>{people}</strong> af {people + 1} er mødt" in page


# --- materials ------------------------------------------------------------------------------------------------------


def upload(staff: Client, day: NetworkDay, name: str, content: bytes, **more: str) -> Any:
    file = SimpleUploadedFile(name, content, content_type="application/pdf")
    return staff.post(reverse("staff_materials", args=[day.pk]), {"what": "file", "file": file, **more})


def test_a_file_and_a_link_are_put_up_moved_and_deleted(staff: Client, today: NetworkDay) -> None:
    assert upload(staff, today, "Oplæg.pdf", PDF, title="Oplæg").status_code == 302
    link = {"what": "link", "link-url": "video.example/1", "link-title": "Video"}
    page = staff.post(reverse("staff_materials", args=[today.pk]), link, follow=True).text
    assert "“Video” er lagt op." in page
    first, second = DayMaterial.objects.all()
    assert (first.title, second.url) == ("Oplæg", "https://video.example/1")
    staff.post(reverse("staff_material_move", args=[second.pk]), {"up": ""})
    assert [row.title for row in today.materials.all()] == ["Video", "Oplæg"]
    delete = reverse("staff_material_delete", args=[first.pk])
    assert "Slet “Oplæg”?" in staff.get(delete).text
    assert "“Oplæg” er slettet." in staff.post(delete, follow=True).text
    assert [row.title for row in today.materials.all()] == ["Video"]


def test_a_refused_file_keeps_the_title(staff: Client, today: NetworkDay) -> None:
    response = upload(staff, today, "Oplæg.pdf", EXE, title="Det jeg skrev")
    assert (response.status_code, "Indholdet er et program" in response.text, "Det jeg skrev" in response.text) == (
        422,
        True,
        True,
    )
    assert DayMaterial.objects.count() == 0


@pytest.mark.parametrize("title", ["", "Oplæg"])
def test_a_file_named_with_a_cpr_number_is_refused(staff: Client, today: NetworkDay, title: str) -> None:
    response = upload(staff, today, "Barn 010190-1234.pdf", PDF, title=title)
    assert (response.status_code, "Filens navn må ikke indeholde et CPR-nummer." in response.text) == (422, True)
    assert DayMaterial.objects.count() == 0


def test_a_file_that_is_too_large_is_refused_on_the_same_page(staff: Client, today: NetworkDay, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 1_000_000
    response = upload(staff, today, "Stor.pdf", PDF + b"\x00" * 1_100_000, title="Det jeg skrev")
    assert (response.status_code, "Filen er for stor." in response.text, "Det jeg skrev" in response.text) == (
        422,
        True,
        True,
    )
    assert "Vælg en fil." not in response.text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"what": "file"}, "Vælg en fil."),
        ({"what": "link"}, "Skriv adressen"),
        ({"what": "link", "link-url": "javascript:alert(1)", "link-title": "x"}, "adresse"),
        ({"what": "link", "link-url": "ftp://x.example/", "link-title": "x"}, "begynder med https://"),
        ({"what": "link", "link-url": "https://x.example/"}, "Skriv, hvad linket fører til."),
    ],
)
def test_what_is_missing_is_said(staff: Client, today: NetworkDay, data: dict[str, str], words: str) -> None:
    response = staff.post(reverse("staff_materials", args=[today.pk]), data)
    assert (response.status_code, words in response.text) == (422, True)
    assert DayMaterial.objects.count() == 0


def test_a_bad_address_is_said_once_above_and_once_at_the_field(staff: Client, today: NetworkDay) -> None:
    data = {"what": "link", "link-url": "javascript:alert(1)", "link-title": "x"}
    response = staff.post(reverse("staff_materials", args=[today.pk]), data)
    assert response.text.count("Skriv en hel adresse, der begynder med https://") == 2


def test_members_and_strangers_change_nothing(
    as_user: Callable[[User], Client], staff: Client, today: NetworkDay, mette: User, stranger: User
) -> None:
    upload(staff, today, "Oplæg.pdf", PDF)
    pk = DayMaterial.objects.get().pk
    for who, answer in ((mette, 403), (stranger, 404)):
        client = as_user(who)
        assert upload(client, today, "Andet.pdf", PDF).status_code == answer
        assert client.post(reverse("staff_material_delete", args=[pk])).status_code == answer
        assert client.post(reverse("staff_material_move", args=[pk])).status_code == answer
    assert DayMaterial.objects.count() == 1


# --- answers --------------------------------------------------------------------------------------------------------


def test_answers_wait_until_there_are_enough(staff: Client, today: NetworkDay, lone: Seat, signe: User) -> None:
    attendance.mark(day=today, seat=lone, is_present=True, by=signe, at=today.starts_at)
    day = held(today, signe)
    address = reverse("staff_evaluations", args=[day.pk])
    assert "Ingen har svaret endnu" in staff.get(address).text
    for number, name in enumerate(("a", "b", "c"), 3):
        people = participants.of_addresses([f"{name}@stevns.example"], at=timezone.now())
        evaluations.answer(
            day=day,
            participant=people[f"{name}@stevns.example"],
            usefulness=number,
            takeaway=f"Mod {name}",
            suggestion="Mere pause",
            at=day.ends_at,
        )
        if number < 5:
            page = staff.get(address).text
            assert ("For få svar til at være anonyme" in page, "Mod" in page) == (True, False)
    page = staff.get(address).text
    assert ("4,0 <small>af 5" in page, page.count("Mere pause"), "Mod b" in page) == (True, 3, True)

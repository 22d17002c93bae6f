"""A participant on a phone: a moved day, the code, material, three questions; and staff at the door."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from documents.models import Document
from partnerships import attendance, day_notices, network_days
from partnerships.models import (
    Attendance,
    DayEvaluation,
    DayMaterial,
    DayNotice,
    Enrolment,
    NetworkDay,
    Participant,
    Seat,
)
from tests.documents.test_uploads import EXE, PDF
from tests.factories import days
from tests.factories.participants import LONG_AGO, day_on, held, person, url

pytestmark = pytest.mark.browser
PHONE = {"width": 375, "height": 800}


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    cache.clear()


@pytest.fixture
def seat(binding: Enrolment, mette: User) -> Seat:
    days.represent(binding, "Peter", mette, number=2, steering=False, day=LONG_AGO)
    return days.represent(binding, "Lone", mette, steering=False, day=LONG_AGO)


@pytest.fixture
def lone(seat: Seat) -> Participant:
    return person()


@pytest.fixture
def today(lone: Participant, signe: User) -> NetworkDay:
    day = day_on(0, signe)
    items = [
        network_days.Item(
            day.starts_at.time().replace(hour=9), day.starts_at.time().replace(hour=10), "expert", "Hvad virker?"
        ),
        network_days.Item(
            day.starts_at.time().replace(hour=10), day.starts_at.time().replace(hour=12), "sparring", "Sparring"
        ),
    ]
    return network_days.set_items(day=day, items=items, revision=day.revision, by=signe, at=timezone.now())


def tell() -> None:
    day_notices.prepare(at=timezone.now())
    day_notices.queue_mails(at=timezone.now())


def phone(page: Page) -> Page:
    page.set_viewport_size(PHONE)
    return page


def test_a_moved_day_is_seen(
    new_person: Callable[..., Page], look: Callable[[Page, str], None], lone: Participant, signe: User
) -> None:
    day = day_on(20, signe)
    day_on(60, signe, number=2, confirmed=False)
    tell()
    plan = network_days.plan_of(day)
    later = replace(plan, starts_at=plan.starts_at + timedelta(days=7), ends_at=plan.ends_at + timedelta(days=7))
    network_days.change(
        day=day, plan=later, revision=day.revision, by=signe, at=timezone.now(), reason="Huset er optaget."
    )
    tell()
    page = phone(new_person())
    page.goto(url("participant", lone))
    expect(page.get_by_text("Huset er optaget.")).to_be_visible()
    expect(page.locator("del").first).to_be_visible()
    look(page, "participant-home-moved")
    phone(page).get_by_role("button", name="Jeg har set det").click()
    expect(page.get_by_text("Nu kan KL og Komponent se, at du har set beskeden")).to_be_visible()
    assert DayNotice.objects.filter(address="lone@stevns.example").latest("pk").acknowledged_at is not None
    assert page.get_by_label("Adressen, hvis din kalender selv spørger").input_value().endswith(".ics")


@pytest.mark.parametrize("javascript", [True, False])
def test_arriving_with_the_code_of_the_room(
    new_person: Callable[..., Page],
    look: Callable[[Page, str], None],
    lone: Participant,
    today: NetworkDay,
    signe: User,
    javascript: bool,
) -> None:
    staff, page = new_person(signe, javascript=javascript), phone(new_person(javascript=javascript))
    staff.goto(f"/administration/netvaerksdage/{today.pk}/fremmoede/")
    staff.get_by_role("link", name="Lav en kode til skærmen").click()
    staff.get_by_role("button", name="Lav en kode").click()
    shown = staff.locator(".projector__code")
    expect(shown).to_have_text(re.compile(r"\d{3} \d{3}"))
    if javascript:
        look(staff, "staff-code")
    page.goto(url("participant_day", lone, pk=today.pk))
    page.get_by_label("Koden fra skærmen").fill("12")
    page.get_by_role("button", name="Meld mig ankommet").click()
    expect(page.get_by_text("Koden passer ikke.").first).to_be_visible()
    if javascript:
        look(page, "participant-wrong-code")
    phone(page).get_by_label("Koden fra skærmen").fill(shown.inner_text())
    page.get_by_role("button", name="Meld mig ankommet").click()
    expect(page.get_by_text("Velkommen. Du er registreret som mødt.")).to_be_visible()
    if javascript:
        look(page, "participant-day")
    assert Attendance.objects.get().is_present


@pytest.mark.parametrize("javascript", [True, False])
def test_staff_at_the_door_with_a_phone(
    new_person: Callable[..., Page],
    look: Callable[[Page, str], None],
    today: NetworkDay,
    signe: User,
    javascript: bool,
) -> None:
    page = phone(new_person(signe, javascript=javascript))
    page.goto(f"/administration/netvaerksdage/{today.pk}/fremmoede/")
    if javascript:
        look(page, "staff-attendance")
    row = page.locator("li.attendee", has_text="Lone")
    phone(page)
    row.get_by_role("button", name="Mødt Lone", exact=True).click()
    expect(page.locator("#antal")).to_contain_text("1 af 2 er mødt")
    absent = page.locator("li.attendee", has_text="Peter")
    absent.get_by_text("Stedfortræder").click()
    absent.get_by_label("Navn på den, der kom").fill("")
    absent.get_by_role("button", name="Registrér").click()
    expect(page.get_by_text("Skriv, hvem der kom i stedet.")).to_be_visible()
    absent.get_by_label("Navn på den, der kom").fill("Ida Holm")
    absent.get_by_role("button", name="Registrér").click()
    expect(page.get_by_role("heading", name="Ida Holm")).to_be_visible()
    expect(page.locator("#antal")).to_contain_text("2 af 2 er mødt")
    if javascript:
        look(page, "staff-attendance-marked")
    rows = Attendance.objects.order_by("seat__number").values_list("is_present", "substitute")
    assert list(rows) == [(True, ""), (True, "Ida Holm")]


def test_material_goes_up_and_is_fetched(
    new_person: Callable[..., Page],
    look: Callable[[Page, str], None],
    tmp_path: Path,
    lone: Participant,
    today: NetworkDay,
    signe: User,
    stranger: User,
) -> None:
    renamed, slides, large = (tmp_path / name for name in ("Oplæg.pdf", "Rigtigt oplæg.pdf", "Stor.pdf"))
    renamed.write_bytes(EXE)
    slides.write_bytes(PDF)
    with large.open("wb") as file:
        file.truncate(26_000_000)
    page = new_person(signe)
    page.goto(f"/administration/netvaerksdage/{today.pk}/materialer/")
    page.locator("#id_title").fill("Ida Lunds oplæg")
    page.locator("#id_file").set_input_files(large)
    expect(page.get_by_role("alert").filter(has_text="Filen er for stor.")).to_be_visible()
    page.locator("#id_file").set_input_files(renamed)
    page.get_by_role("button", name="Læg filen op").click()
    expect(page.get_by_text("Indholdet er et program").first).to_be_visible()
    expect(page.locator("#id_title")).to_have_value("Ida Lunds oplæg")
    look(page, "staff-materials-refused")
    page.locator("#id_file").set_input_files(slides)
    page.get_by_role("button", name="Læg filen op").click()
    expect(page.get_by_text("“Ida Lunds oplæg” er lagt op.")).to_be_visible()
    look(page, "staff-materials")

    own = phone(new_person())
    own.goto(url("participant_day", lone, pk=today.pk))
    with own.expect_download() as download:
        own.get_by_role("link", name="Ida Lunds oplæg").click()
    assert download.value.suggested_filename == "Rigtigt oplæg.pdf"
    assert Path(download.value.path()).read_bytes() == PDF

    theirs = new_person(stranger)
    answer = theirs.goto(f"/materialer/{DayMaterial.objects.get().pk}/")
    assert answer is not None
    assert answer.status == 404
    answer = theirs.goto(f"/deltager/forkert-noegle~forkert/dage/{today.pk}/")
    assert answer is not None
    assert answer.status == 404


def test_afterwards_three_questions_and_a_certificate(
    new_person: Callable[..., Page],
    look: Callable[[Page, str], None],
    lone: Participant,
    seat: Seat,
    signe: User,
) -> None:
    day = day_on(-1, signe)
    attendance.mark(day=day, seat=seat, is_present=True, by=signe, at=day.starts_at)
    held(day, signe)
    page = phone(new_person())
    page.goto(url("participant", lone))
    page.get_by_role("link", name="Netværksdag 1").click()
    page.get_by_role("link", name="Evaluér dagen").click()
    page.get_by_role("button", name="Send svaret").click()
    expect(page.get_by_text("Vælg et tal fra 1 til 5.").first).to_be_visible()
    look(page, "participant-evaluate")
    page.get_by_label("4 – Stort").check()
    page.get_by_label("Hvad tager du med dig hjem?").fill("Mod til at prøve")
    page.get_by_role("button", name="Send svaret").click()
    expect(page.get_by_text("Tak for dit svar. Det er gemt uden dit navn.")).to_be_visible()
    assert list(DayEvaluation.objects.values_list("usefulness", "takeaway")) == [(4, "Mod til at prøve")]
    page.get_by_role("link", name="Hent dit deltagerbevis").click()
    page.get_by_role("button", name="Lav deltagerbevis").click()
    expect(page.get_by_role("heading", name=re.compile("Deltagerbevis, Inkluderende"))).to_be_visible()
    look(page, "participant-certificate")
    assert Document.objects.get(kind="certificate").snapshot["name"] == "Lone"
    staff = new_person(signe)
    staff.goto(f"/administration/netvaerksdage/{day.pk}/evaluering/")
    expect(staff.get_by_text("For få svar til at være anonyme")).to_be_visible()
    look(staff, "staff-evaluations-few")

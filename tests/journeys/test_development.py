"""A municipality's development process in a real browser: begun, followed up, printed; and what staff see of it."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from accounts.models import User
from documents import jobs
from documents.models import Document
from partnerships import network_days
from partnerships.models import Enrolment, Network, Participation, ProcessNote, Programme

pytestmark = pytest.mark.browser


def plan_day(by: User) -> None:
    """The school network's first day, three weeks from now."""
    start = (timezone.now() + timedelta(days=21)).replace(hour=9, minute=0)
    wanted = network_days.Plan("Netværksdag 1", start, start + timedelta(hours=6), venue="Huset")
    network = Network.objects.get(partnership__area="school")
    network_days.plan_days(network=network, plans=[(1, wanted)], by=by, at=timezone.now())


def test_from_the_first_focus_to_the_page_that_is_brought(
    new_person: Callable[..., Page],
    look: Callable[[Page, str], None],
    programme: Programme,
    binding: Enrolment,
    anders: User,
    signe: User,
) -> None:
    plan_day(signe)
    school = Participation.objects.get(enrolment=binding, partnership__area="school")
    page = new_person(anders)
    page.goto("/kommune/0336/")
    page.get_by_role("link", name="Udviklingsproces", exact=True).click()
    look(page, "development-1-both-areas")
    page.goto(f"/udviklingsproces/{school.pk}/")
    look(page, "development-2-not-begun")
    page.get_by_role("link", name="Begynd processen").click()
    page.get_by_role("button", name="Begynd processen").click()
    expect(page.get_by_text("Giv processen en titel").first).to_be_visible()
    look(page, "development-3-no-title")
    page.get_by_label("Hvad kalder I processen?").fill("Flere veje i det almene: mellemformer på mellemtrinnet")
    page.get_by_label("Fokus: hvad vil I udvikle?").fill("Lærere og PPR finder fælles former for undervisningen.")
    page.get_by_label("Mål: hvad er anderledes").fill("Inden 2028 har alle skoler mindst én mellemform.")
    page.get_by_label("Plan", exact=True).check()
    page.get_by_label("Lokal organisering").fill("En gruppe med tre skoleledere og PPR mødes hver måned.")
    page.get_by_label("Ansvarlig").fill("Anders Friis")
    page.get_by_role("button", name="Begynd processen").click()
    page.get_by_role("link", name="Skriv milepæle").click()
    for text, days in (("Alle skoler er besøgt", -3), ("Første mellemform er begyndt", 40)):
        page.get_by_label("Hvad skal være nået?").fill(text)
        page.get_by_label("Senest").fill((timezone.localdate() + timedelta(days=days)).isoformat())
        page.get_by_role("button", name="Skriv milepælen").click()
        expect(page.get_by_text(text).first).to_be_visible()
    look(page, "development-4-milestones")
    page.get_by_role("button", name="Nået").first.click()
    expect(page.get_by_role("button", name="Ikke nået alligevel")).to_be_visible()
    page.get_by_role("link", name="Tilbage til processen").click()
    page.get_by_role("link", name="Skriv status").first.click()
    page.get_by_label("Vi sidder fast").check()
    page.get_by_label("Hvad er der sket siden sidst?").fill("To skoler er i gang. Vi mangler lokaler til den tredje.")
    page.get_by_label("Hvad har I lært?").fill("Begynd med lederne.")
    page.get_by_label("Det tager I med til").fill("Hvordan har I andre fundet lokaler?")
    look(page, "development-5-note")
    page.get_by_role("button", name="Gem statusnoten").dblclick()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Flere veje i det almene")
    look(page, "development-6-process")
    assert ProcessNote.objects.count() == 1
    page.get_by_role("link", name="Se den på én side").click()
    page.get_by_role("button", name="Lav siden som PDF").click()
    document = Document.objects.get(kind="development_page")
    claimed = jobs.claim(document.pk, at=timezone.now())
    if claimed is not None:  # else the worker was faster
        jobs.run(claimed)
    page.reload()
    look(page, "development-7-page")
    printed = PdfReader(io.BytesIO(page.pdf(format="A4")))
    text = " ".join(" ".join(sheet.extract_text() for sheet in printed.pages).split())
    assert (len(printed.pages), "Hvordan har I andre fundet lokaler?" in text) == (1, True)
    page.goto("/kommune/0336/")
    look(page, "development-8-room")

    staff = new_person(signe)
    staff.goto(f"/administration/programmer/{programme.slug}/udviklingsprocesser/")
    expect(staff.locator("tbody tr").first).to_contain_text("Vi sidder fast")
    look(staff, "development-9-staff")
    staff.get_by_role("link", name="Netværksdag 1").click()
    expect(staff.get_by_text("Hvordan har I andre fundet lokaler?")).to_be_visible()
    look(staff, "development-10-brought")

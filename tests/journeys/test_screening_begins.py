"""From an order to its first sources in a real browser: planned, sent, answered by the municipality, added to."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from partnerships.models import Enrolment, Participation
from screening import screenings as life
from screening.models import Screening
from tests.factories import screenings, world
from tests.screening import files

pytestmark = pytest.mark.browser

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def sent(name: str, *texts: str) -> dict[str, object]:
    return {"name": name, "mimeType": WORD, "buffer": files.docx(*texts)}


@pytest.fixture
def ordered(binding: Enrolment) -> Screening:
    screenings.model()
    Participation.objects.filter(enrolment=binding, partnership__area="school").update(has_screening=True)
    life.take_orders(at=timezone.now())
    return Screening.objects.get()


def test_from_an_order_to_its_first_sources(
    new_person: Callable[..., Page],
    look: Callable[[Page, str], None],
    ordered: Screening,
    signe: User,
    jonas: User,
    mette: User,
) -> None:
    helle = world.user("helle.lind@komponent.example", "Helle Lind", is_consultant=True)
    staff = new_person(signe)
    staff.goto("/administration/")
    staff.get_by_role("link", name="Screeninger").click()
    look(staff, "screening-begins-0-list")
    staff.get_by_role("link", name="Stevns").click()
    staff.get_by_role("link", name="Læg en plan").first.click()
    staff.get_by_role("button", name="Gem planen").click()
    expect(staff.get_by_text("Vælg mindst én konsulent").first).to_be_visible()
    look(staff, "screening-begins-1-plan-refused")
    staff.get_by_label("Jonas Krog").check()
    staff.get_by_label("Kollegalæser").select_option(label=helle.name)
    year = timezone.localdate().year + 1
    days = {"Begynder": "02-01", "Dokumenter senest": "02-15", "Rapport senest": "04-01"}
    for label, day in days.items():
        staff.get_by_label(label).fill(f"{year}-{day}")
    staff.get_by_role("button", name="Gem planen").click()
    expect(staff.get_by_text("Planen er gemt.")).to_be_visible()
    look(staff, "screening-begins-2-planned")

    consultant = new_person(jonas)
    consultant.goto("/start/")
    consultant.get_by_role("link", name="Stevns").click()
    consultant.get_by_role("link", name="Tjekliste", exact=True).click()
    consultant.get_by_role("button", name="Tilføj et punkt").click()
    expect(consultant.get_by_label("Dokument", exact=True)).to_have_count(9)
    consultant.get_by_label("Dokument", exact=True).last.fill("Notat om mellemformer")
    look(consultant, "screening-begins-3-checklist")
    consultant.get_by_role("button", name="Gem tjeklisten").click()
    expect(consultant.get_by_text("Tjeklisten er gemt.")).to_be_visible()
    consultant.get_by_role("button", name="Send planen til kommunen").click()
    consultant.get_by_role("button", name="Send planen", exact=True).click()
    expect(consultant.get_by_text("Planen er sendt til Stevns Kommune.")).to_be_visible()

    municipality = new_person(mette)
    municipality.goto("/kommune/0336/")
    municipality.get_by_role("link", name="Send 9 dokumenter til foranalysen").first.click()
    expect(municipality.get_by_text("0 af 9")).to_be_visible()
    first = municipality.locator(".asked > li").first
    first.get_by_label("Fil").set_input_files([sent("Elever.docx", f"Elev {files.CPR}")])  # type: ignore[list-item]
    first.get_by_role("button", name="Send").click()
    expect(municipality.get_by_role("alert")).to_contain_text(f"{files.MASKED} i afsnit 1")
    look(municipality, "screening-begins-4-refused")
    first.get_by_label("Fil").set_input_files([sent("Politik.docx", "Vores politik")])  # type: ignore[list-item]
    first.get_by_role("button", name="Send").click()
    expect(municipality.get_by_text("“Politik.docx” er sendt.")).to_be_visible()
    second = municipality.locator(".asked > li").nth(1)
    second.get_by_text("Findes det ikke hos jer?").click()
    second.get_by_label("Hvorfor findes det ikke?").fill("Regnskabet er ikke lukket")
    second.get_by_role("button", name="Skriv, at det ikke findes").click()
    expect(municipality.get_by_text("2 af 9")).to_be_visible()
    look(municipality, "screening-begins-5-answered")

    consultant.get_by_role("link", name="Kilder", exact=True).click()
    expect(consultant.get_by_role("row", name="D1")).to_contain_text("Politik.docx")
    consultant.get_by_role("link", name="Tilføj interview").click()
    consultant.get_by_label("Rolle").fill("Skoleledere")
    consultant.get_by_label("Dato").fill(f"{year}-02-03")
    consultant.get_by_label("Antal personer").fill("3")
    look(consultant, "screening-begins-6-interview")
    consultant.get_by_role("button", name="Tilføj interviewet").dblclick()
    expect(consultant.get_by_text("I1 er tilføjet.")).to_be_visible()
    look(consultant, "screening-begins-7-sources")
    assert ordered.sources.count() == 2
    consultant.get_by_role("link", name="Overblik", exact=True).click()
    look(consultant, "screening-begins-8-overview")

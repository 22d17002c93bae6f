"""Staff enrol a municipality late, take the list out, and cancel."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from partnerships.models import Enrolment, Municipality, Programme
from tests.factories import world

pytestmark = pytest.mark.browser


@pytest.fixture
def busy(programme: Programme, stevns: Municipality, signe: User) -> Programme:
    """A programme whose deadline has passed, with two bound municipalities and a draft."""
    cache.clear()
    world.programme("boernefaellesskaber-2026", state=Programme.State.FINISHED)
    world.binding(world.municipality("0580", "Aabenraa", region_name="Region Syddanmark"), programme, signe)
    world.binding(world.municipality("0492", "Ærø", region_name="Region Syddanmark"), programme, signe, daycare=7)
    world.draft(world.municipality("0779", "Skive", region_name="Region Midtjylland"), programme, signe, school=5)
    Programme.objects.filter(pk=programme.pk).update(deadline_at=timezone.now() - timedelta(days=2))
    return programme


def test_late_enrolment_export_and_cancel(
    busy: Programme, signe: User, new_person: Callable[..., Page], look: Callable[[Page, str], None]
) -> None:
    page = new_person(signe)
    page.goto("/administration/tilmeldinger/")
    expect(page.locator("tbody th")).to_have_text(["Skivetrin 5 af 5", "Ærø", "Aabenraa"])
    look(page, "staff-enrolments")

    page.get_by_role("link", name="Tilmeld en kommune").click()
    page.get_by_role("button", name="Tilmeld kommunen bindende").click()
    expect(page.get_by_role("link", name="Vælg den kommune, der skal tilmeldes.")).to_be_visible()
    look(page, "staff-late-errors")
    page.get_by_label("Kommune", exact=True).select_option("0336")
    page.get_by_label("Deltagere fra skole").fill("5")
    page.get_by_label("Deltagere fra dagtilbud").fill("6")
    page.get_by_label("Kontaktens navn").fill("Mette Holm")
    page.get_by_label("Kontaktens mailadresse").fill("mette.holm@stevns.example")
    expect(page.locator("#pris tfoot")).to_contain_text("119.995 kr.")
    page.get_by_label("Navn", exact=True).fill("Inge Lund")
    page.get_by_label("Titel", exact=True).fill("Direktør")
    page.get_by_label("Hvordan er det sket?").fill("Mail af 18. januar 2027")
    page.get_by_label("Hvorfor gør vi det for kommunen?").fill("Kommunen sad i snestorm.")
    look(page, "staff-late")
    page.get_by_role("button", name="Tilmeld kommunen bindende").click()
    expect(page.get_by_role("status").first).to_contain_text("Stevns Kommune er tilmeldt for 119.995 kr.")
    look(page, "staff-enrolment")

    page.goto("/administration/tilmeldinger/")
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    assert "Stevns" in download.value.path().read_text("utf-8-sig")
    with page.expect_download() as download:
        page.get_by_role("button", name="Hent som Excel").click()
    assert download.value.suggested_filename.endswith(".xlsx")

    page.get_by_role("link", name="Stevns").click()
    page.get_by_role("link", name="Annullér tilmeldingen").click()
    look(page, "staff-cancel")
    page.get_by_label("Hvorfor annulleres tilmeldingen?").fill("Byrådet sagde nej.")
    page.get_by_role("button", name="Annullér tilmeldingen").click()
    expect(page.get_by_role("heading", name="Tilmeldingen er annulleret")).to_be_visible()
    assert Enrolment.objects.get(municipality__code="0336").is_cancelled

    page.goto("/administration/tilmeldinger/")
    page.get_by_role("link", name="Annullerede").click()
    expect(page.locator("tbody th a")).to_have_text(["Stevns"])


def test_corrections_additions_and_the_overview(
    busy: Programme, signe: User, new_person: Callable[..., Page], look: Callable[[Page, str], None]
) -> None:
    page = new_person(signe)
    enrolment = Enrolment.objects.get(municipality__code="0492")
    page.goto(f"/administration/tilmeldinger/{enrolment.pk}/ret/")
    look(page, "staff-correct")
    page.get_by_label("Kontaktens navn").fill("Ida Lund")
    page.get_by_role("button", name="Gem rettelserne").click()
    expect(page.get_by_role("status").first).to_contain_text("Oplysningerne er rettet.")
    page.get_by_role("link", name="Lav en tilføjelse").click()
    page.get_by_label("Hvor mange deltagere i alt fra skole?").fill("5")
    page.get_by_role("button", name="Se, hvad det koster").click()
    expect(page.locator(".sum tfoot")).to_contain_text("50.000 kr.")
    look(page, "staff-extend")
    page.goto("/administration/")
    look(page, "staff-overview")

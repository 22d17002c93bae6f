"""A screening in a real browser: read by a colleague, delivered, commented on, accepted, and shown to the network."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from partnerships.models import Enrolment, Programme
from screening import benchmarks
from screening.models import Screening
from tests.factories import results, screenings, world

pytestmark = pytest.mark.browser
Look = Callable[[Page, str], None]


def press(page: Page, button: str, confirm: str) -> None:
    """Press a button, and the one in the dialog that asks whether it is meant."""
    page.get_by_role("button", name=button).first.click()
    page.get_by_role("dialog").get_by_role("button", name=confirm, exact=True).click()


def deliver(new_person: Callable[..., Page], screening: Screening, jonas: User, helle: User) -> None:
    """Jonas sends it to Helle, who approves, and delivers it."""
    page, reader = new_person(jonas), new_person(helle)
    address = f"/screeninger/{screening.pk}/kollegalaesning/"
    page.goto(address)
    page.get_by_label("Hvem skal læse med?").select_option(label="Helle Lind")
    page.get_by_role("button", name="Send til kollegalæsning").click()
    expect(page.get_by_role("heading", name="Hos en kollega")).to_be_visible()
    reader.goto(address)
    press(reader, "Godkend til levering", "Godkend")
    expect(reader.get_by_role("heading", name="Læst og godkendt")).to_be_visible()
    page.goto(address)
    press(page, "Lever rapporten til Stevns Kommune", "Lever rapporten")
    expect(page.get_by_role("heading", name="Leveret")).to_be_visible()


def test_from_delivery_to_the_network(
    new_person: Callable[..., Page],
    look: Look,
    programme: Programme,
    binding: Enrolment,
    jonas: User,
    mette: User,
    anders: User,
    signe: User,
) -> None:
    helle = world.user("helle.lind@komponent.example", "Helle Lind", is_consultant=True)
    screening = screenings.assessed(binding, jonas)
    deliver(new_person, screening, jonas, helle)
    home = f"/kommune/0336/foranalyser/{screening.pk}/"

    colleague = new_person(anders)
    colleague.goto("/kommune/0336/")
    colleague.get_by_role("link", name="Læs rapporten om skoleområdet").first.click()
    expect(colleague.get_by_role("heading", name="Jeres rapport")).to_be_visible()
    look(colleague, "screening-1-delivered")
    colleague.get_by_role("link", name="Kommentér greb 5").click()
    colleague.get_by_role("button", name="Send kommentaren").click()
    expect(colleague.get_by_text("Skriv kommentaren").first).to_be_visible()
    look(colleague, "screening-2-comment")
    colleague.get_by_label("Kommentar", exact=True).fill("Vi er enige, men fristen blev ændret i foråret.")
    colleague.get_by_role("button", name="Send kommentaren").dblclick()
    expect(colleague.locator("#greb-5").get_by_text("venter på svar")).to_be_visible()
    assert screening.comments.count() == 1

    consultant = new_person(jonas)
    consultant.goto(f"/screeninger/{screening.pk}/")
    consultant.get_by_role("link", name="Kommunens kommentarer").click()
    look(consultant, "screening-3-comments")
    consultant.get_by_label("Svar").fill("Tak. Det står nu i planen for næste skridt.")
    consultant.get_by_role("button", name="Send svaret").click()
    expect(consultant.get_by_text("Svaret er sendt til Anders Friis.")).to_be_visible()

    page = new_person(mette)
    page.goto(home)
    expect(page.get_by_text("Det står nu i planen for næste skridt.")).to_be_visible()
    page.get_by_role("link", name="Godkend rapporten").click()
    look(page, "screening-4-accept")
    page.get_by_role("button", name="Godkend rapporten").dblclick()
    expect(page.get_by_text("Rapporten er godkendt. Konsulenterne har fået besked.")).to_be_visible()
    page.get_by_role("link", name="Vis niveauerne for netværket").click()

    faxe, frede = results.enrolled("Faxe", "0320", programme)
    results.delivered(faxe, jonas, accepted_by=frede)
    page.reload()
    expect(page.get_by_text("Faxe Kommune")).to_be_visible()
    look(page, "screening-5-release")
    page.get_by_role("button", name="Vis niveauerne for").click()
    expect(page.get_by_role("heading", name="Jeres netværk kan se niveauerne")).to_be_visible()

    other = new_person(frede)
    other.goto("/kommune/0320/")
    other.get_by_role("link", name="Se niveauerne").click()
    expect(other.get_by_role("row", name="Stevns Kommune")).to_be_visible()
    look(other, "screening-6-network")

    for number in range(5):
        enrolment, by = results.enrolled(f"By{number}", f"9{number:02}", programme)
        results.delivered(enrolment, jonas, accepted_by=by)
    benchmarks.publish_due(at=world.NOW)
    page.goto(f"{home}sammenlign/")
    expect(page.get_by_role("img", name="Jeres niveau og benchmark på de syv greb")).to_be_visible()
    look(page, "screening-7-compare")

    staff = new_person(signe)
    staff.goto(f"/administration/programmer/{programme.slug}/foranalyser/")
    staff.get_by_role("link", name="Niveauer på tværs").click()
    staff.get_by_role("link", name="6. Tildelingsmodel").click()
    expect(staff.get_by_role("heading", name="Byg dagene på")).to_be_visible()
    look(staff, "screening-8-levels")

"""A municipality enrols, in a real browser: to the receipt, with colleagues, deadlines and double clicks."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from partnerships.models import Enrolment, EnrolmentChange, Programme, TimelineEntry
from tests.factories import world

pytestmark = pytest.mark.browser
START = "/programmer/boernefaellesskaber-2027/tilmelding/"
STEP = START + "0336/"


@pytest.fixture
def open_programme(programme: Programme) -> Programme:
    """The programme with its deadline eight weeks from today, and a first network day in each area."""
    now = timezone.now()
    programme.deadline_at = now + timedelta(weeks=8)
    programme.names_due_date = (now + timedelta(weeks=10)).date()
    programme.screening_text = "En screening af jeres praksis på de 7 greb, før partnerskabet begynder."
    programme.save()
    for area, weeks in (("school", 15), ("daycare", 16)):
        day = (now + timedelta(weeks=weeks)).date()
        TimelineEntry.objects.create(
            programme=programme, area=area, title="1. netværksdag", start_date=day, place="Odense"
        )
    return programme


def fill_contact(page: Page) -> None:
    page.get_by_label("Titel").fill("Centerchef")
    page.get_by_role("button", name="Gem og vælg, hvad I køber").click()


def sign(page: Page) -> None:
    page.get_by_label("Din titel").fill("Centerchef")
    page.get_by_label("Bemyndigelse").fill("Efter bemyndigelse fra direktøren for børn og unge")
    page.get_by_label("Jeg har læst vilkårene og må binde kommunen").check()


def test_both_areas_from_nothing_to_the_receipt(
    new_person: Callable[..., Page], look: Callable[[Page, str], None], mette: User, open_programme: Programme
) -> None:
    page = new_person(mette)
    page.goto(START)
    look(page, "enrolling-0-start")
    page.get_by_role("button", name="Begynd tilmeldingen").click()
    expect(page.get_by_label("Navn")).to_have_value("Mette Holm")
    look(page, "enrolling-1-contact")
    fill_contact(page)

    page.get_by_role("checkbox", name="Skole", exact=True).check()
    expect(page.locator("#pris-total strong")).to_have_text("60.000 kr.")
    page.get_by_role("checkbox", name="Dagtilbud", exact=True).check()
    expect(page.locator("#pris")).to_contain_text("I sparer 10.000 kr.")
    page.get_by_role("button", name="Én mere, deltagere fra skole").click()
    expect(page.locator("#pris-total strong")).to_have_text("119.995 kr.")
    page.get_by_role("button", name="Én mere, deltagere fra skole").click()
    page.get_by_role("checkbox", name="Foranalyse af skoleområdet").check()
    expect(page.locator("#pris-total strong")).to_have_text("229.990 kr.")
    expect(page.locator("#pris-status")).to_contain_text("I alt 229.990 kr.")
    expect(page.locator("#valg")).to_contain_text("+ 70.000 kr.")
    look(page, "enrolling-2-choice")
    page.get_by_role("checkbox", name="Foranalyse af skoleområdet").uncheck()
    page.get_by_label("Deltagere fra skole", exact=True).fill("5")
    page.get_by_label("Deltagere fra skole", exact=True).blur()
    expect(page.locator("#pris-total strong")).to_have_text("110.000 kr.")
    page.get_by_role("button", name="Gem og vælg deltagere").click()

    look(page, "enrolling-3-participants")
    page.get_by_role("link", name="Skriv navn på plads 1, skole").click()
    look(page, "enrolling-3-seat")
    page.get_by_label("Navn").fill("Åse Lund")
    page.get_by_label("Titel").fill("Skolechef")
    page.get_by_label("Arbejdsmail").fill("aase.lund@stevns.example")
    page.get_by_label("Er chef for området").check()
    page.get_by_role("button", name="Gem deltageren").click()
    expect(page.get_by_text("1 af 5 navngivet")).to_be_visible()
    page.get_by_role("button", name="Gå videre til regning").click()

    expect(page.get_by_label(world.GLN)).to_be_checked()
    look(page, "enrolling-4-invoicing")
    page.get_by_label("Personreference").fill("Mette Holm")
    page.get_by_role("button", name="Gem og læs det hele").click()

    sign(page)
    look(page, "enrolling-5-bind")
    page.get_by_role("button", name="Tilmeld Stevns Kommune bindende").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Stevns Kommune er tilmeldt")
    look(page, "enrolling-6-receipt")
    change = EnrolmentChange.objects.get()
    assert (change.net, change.by, change.enrolment.is_binding) == (Decimal(110_000), mette, True)


def test_a_colleague_goes_on_with_the_draft(
    new_person: Callable[..., Page], mette: User, anders: User, open_programme: Programme
) -> None:
    page = new_person(mette)
    page.goto(START)
    page.get_by_role("button", name="Begynd tilmeldingen").click()
    fill_contact(page)
    colleague = new_person(anders)
    colleague.goto(START)
    expect(colleague.get_by_text("Mette Holm gemte kladden kl.")).to_be_visible()
    colleague.get_by_role("checkbox", name="Dagtilbud", exact=True).check()
    expect(colleague.locator("#pris-total strong")).to_have_text("60.000 kr.")
    colleague.get_by_role("button", name="Gem og vælg deltagere").click()
    colleague.goto(STEP + "bekraeft/")
    expect(colleague.get_by_role("heading", name="En koordinator skal binde kommunen")).to_be_visible()
    page.goto(STEP + "bekraeft/")
    expect(page.get_by_text("Anders Friis gemte kladden kl.")).to_be_visible()
    row = Enrolment.objects.get()
    assert (row.created_by, row.updated_by, row.net_amount) == (mette, anders, Decimal(60_000))


def test_the_deadline_passes_while_the_last_step_is_read(
    new_person: Callable[..., Page],
    look: Callable[[Page, str], None],
    mette: User,
    draft: Enrolment,
    open_programme: Programme,
) -> None:
    page = new_person(mette)
    page.goto(STEP + "bekraeft/")
    sign(page)
    Programme.objects.update(deadline_at=timezone.now() - timedelta(seconds=1))
    page.get_by_role("button", name="Tilmeld Stevns Kommune bindende").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tilmeldingsfristen er overskredet")
    expect(page.get_by_role("link", name="praktisk@kl.example")).to_be_visible()
    look(page, "enrolling-deadline-passed")
    assert (Enrolment.objects.get().state, EnrolmentChange.objects.count()) == ("draft", 0)


def test_a_double_click_binds_once(
    new_person: Callable[..., Page], mette: User, draft: Enrolment, open_programme: Programme
) -> None:
    page = new_person(mette)
    page.goto(STEP + "bekraeft/")
    sign(page)
    page.get_by_role("button", name="Tilmeld Stevns Kommune bindende").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text("Stevns Kommune er tilmeldt")
    assert EnrolmentChange.objects.count() == 1


def test_a_form_sent_twice_without_javascript_binds_once(
    new_person: Callable[..., Page], mette: User, draft: Enrolment, open_programme: Programme
) -> None:
    first, second = new_person(mette, javascript=False), new_person(mette, javascript=False)
    for page in (first, second):
        page.goto(STEP + "bekraeft/")
        sign(page)
    for page in (first, second):
        page.get_by_role("button", name="Tilmeld Stevns Kommune bindende").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Stevns Kommune er tilmeldt")
    expect(second.get_by_text("I er kun tilmeldt én gang.")).to_be_visible()
    assert EnrolmentChange.objects.count() == 1


def test_the_whole_way_without_javascript(
    new_person: Callable[..., Page], mette: User, open_programme: Programme
) -> None:
    page = new_person(mette, javascript=False)
    page.goto(START)
    page.get_by_role("button", name="Begynd tilmeldingen").click()
    fill_contact(page)
    page.get_by_role("checkbox", name="Skole", exact=True).check()
    page.get_by_role("button", name="Beregn prisen").click()
    expect(page.locator("#pris-total strong")).to_have_text("60.000 kr.")
    page.get_by_role("button", name="Én mere, deltagere fra skole").click()
    expect(page.get_by_label("Deltagere fra skole", exact=True)).to_have_value("6")
    page.get_by_label("Deltagere fra skole", exact=True).fill("7")
    page.get_by_label("Deltagere fra skole", exact=True).press("Enter")
    page.get_by_role("button", name="Gå videre til regning").click()
    page.get_by_label("Vi skriver det senere").check()
    page.get_by_role("button", name="Gem og læs det hele").click()
    sign(page)
    page.get_by_role("button", name="Tilmeld Stevns Kommune bindende").click()
    expect(page.get_by_text("Til regningen mangler EAN-nummer")).to_be_visible()
    assert EnrolmentChange.objects.get().net == Decimal(79_990)

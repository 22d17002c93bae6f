"""A workshop in a real browser: the consultant leads from one page, a big screen shows, three phones answer."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from accounts.models import User
from partnerships.models import Enrolment
from screening import distributions, workshops
from screening.models import Screening, Workshop, WorkshopAnswer
from tests.factories import screenings

pytestmark = pytest.mark.browser
Look = Callable[[Page, str], None]


@pytest.fixture
def screening(binding: Enrolment, jonas: User) -> Screening:
    cache.clear()
    return screenings.planned(binding, jonas, state=Screening.State.COLLECTING)


def choose(phone: Page, level: int) -> None:
    phone.locator(f"#niveau-{level}").click()
    expect(phone.locator(f"#niveau-{level}")).to_have_attribute("aria-pressed", "true")


def test_a_room_answers(new_person: Callable[..., Page], look: Look, screening: Screening, jonas: User) -> None:
    lead = new_person(jonas)
    lead.goto(f"/screeninger/{screening.pk}/workshop/")
    look(lead, "workshop-1-before")
    lead.get_by_role("button", name="Åbn workshoppen").click()
    code = lead.locator(".workshop-code").inner_text()
    look(lead, "workshop-2-open")
    with lead.context.expect_page() as opened:
        lead.get_by_role("link", name="Åbn den store skærm").click()
    screen = opened.value
    expect(screen.locator(".workshop-invite__code")).to_have_text(code)
    look(screen, "workshop-3-invitation")

    phones = [new_person() for _ in range(3)]
    phones[0].goto("/workshop/")
    look(phones[0], "workshop-4-join")
    phones[0].get_by_label("Kode").fill("xxx xxx")
    phones[0].get_by_role("button", name="Gå til workshoppen").click()
    expect(phones[0].get_by_text("Koden passer ikke til en workshop.").first).to_be_visible()
    look(phones[0], "workshop-5-wrong-code")
    for phone in phones:
        phone.goto("/workshop/")
        phone.get_by_label("Kode").fill(code.lower())
        phone.get_by_role("button", name="Gå til workshoppen").click()
        expect(phone.get_by_role("heading", name="Du er med")).to_be_visible()
    look(phones[0], "workshop-6-waiting")

    lead.get_by_role("button", name="Sæt greb 1 på skærmen").click()
    lever = screening.analysis_model.levers.get(number=1)
    for page in (screen, *phones):
        expect(page.get_by_role("heading", name=lever.title)).to_be_visible()  # without anybody loading it again
    look(screen, "workshop-7-lever")
    look(phones[0], "workshop-8-levels")
    choose(phones[0], 2)
    choose(phones[1], 4)
    expect(screen.locator(".workshop-count")).to_have_text("2 svar")
    lead.get_by_role("button", name="Vis svarene på skærmen").click()
    expect(screen.get_by_text("Fordelingen vises, når mindst 3 har svaret.")).to_be_visible()
    look(screen, "workshop-9-few")
    choose(phones[2], 4)
    expect(screen.locator("#fordeling")).to_have_text(
        "Niveau 1: 0 svar, niveau 2: 1 svar, niveau 3: 0 svar, niveau 4: 2 svar, niveau 5: 0 svar. Gennemsnit 3,3."
    )
    choose(phones[0], 5)
    expect(phones[0].locator("#dit-svar")).to_contain_text("Du har valgt 5")
    expect(screen.locator("#fordeling")).to_contain_text("niveau 5: 1 svar. Gennemsnit 4,3.")
    look(screen, "workshop-10-shown")
    look(lead, "workshop-11-leading")
    look(phones[0], "workshop-12-answered")

    screen.get_by_role("button", name="Næste greb").click()
    second = screening.analysis_model.levers.get(number=2)
    for page in (lead, screen, *phones):
        expect(page.get_by_role("heading", name=second.title)).to_be_visible()
    lead.get_by_role("button", name="Luk workshoppen").click()
    lead.get_by_role("dialog").get_by_role("button", name="Luk workshoppen").click()
    expect(lead.get_by_text("For få svar til at vise")).to_have_count(0)
    for phone in phones:
        expect(phone.get_by_role("heading", name="Workshoppen er slut")).to_be_visible()
    look(lead, "workshop-13-result")
    look(phones[0], "workshop-14-over")
    expect(screen.get_by_role("heading", name="Tak for jeres svar")).to_be_visible()
    look(screen, "workshop-15-thanks")
    lead.get_by_role("button", name="Skriv som kilde").click()
    expect(lead.get_by_text("Workshoppen er kilde W1.")).to_be_visible()
    assert workshops.results(screening) == {1: distributions.of([5, 4, 4])}


def test_a_phone_without_javascript(
    new_person: Callable[..., Page], look: Look, screening: Screening, jonas: User
) -> None:
    lead = new_person(jonas, javascript=False)
    lead.goto(f"/screeninger/{screening.pk}/workshop/")
    lead.get_by_role("button", name="Åbn workshoppen").click()
    phone = new_person(javascript=False)
    phone.goto(f"/workshop/{Workshop.objects.get().code}/")
    expect(phone.get_by_role("heading", name="Du er med")).to_be_visible()
    lead.get_by_role("button", name="Sæt greb 1 på skærmen").click()
    phone.get_by_role("link", name="Hent siden igen").click()
    phone.locator("#niveau-3").click()
    expect(phone.locator("#dit-svar")).to_contain_text("Du har valgt 3")
    phone.locator("#niveau-4").click()
    expect(phone.locator("#dit-svar")).to_contain_text("Du har valgt 4")
    lead.get_by_role("button", name="Luk workshoppen").click()  # nothing can ask first, and it can be opened again
    phone.locator("#niveau-1").click()
    expect(phone.get_by_text("Der kan ikke svares lige nu.")).to_be_visible()
    assert list(WorkshopAnswer.objects.values_list("level", flat=True)) == [4]

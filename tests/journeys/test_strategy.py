"""A coordinator sets up the strategy, everybody reads it, somebody new is led in, and a year later comes the next."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from strategy.models import Strategy
from tests.factories import trial_actions as make

pytestmark = pytest.mark.browser
NewPerson = Callable[..., Page]
Look = Callable[[Page, str], None]


def row(page: Page, number: int, name: str, text: str) -> None:
    page.locator(f"[name=r-{number}-{name}]").fill(text)


def open_part(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()


def save(page: Page) -> None:
    page.get_by_role("button", name="Gem", exact=True).click()


def test_from_a_title_to_the_next_version(new_person: NewPerson, look: Look, mette: User, rikke: User) -> None:
    page = new_person(mette)
    page.goto("/kommune/0336/")
    page.get_by_role("link", name="Strategi", exact=True).click()
    look(page, "strategy-1-none")
    page.get_by_role("link", name="Begynd strategien").click()
    page.get_by_label("Hvad hedder strategien?").fill("Flere med")
    page.get_by_role("button", name="Begynd strategien").click()
    expect(page.get_by_text("Mangler, før den kan offentliggøres")).to_be_visible()
    look(page, "strategy-2-empty-draft")

    open_part(page, "Tekster")
    page.get_by_label("Gælder fra").fill("2027-01-01")
    page.get_by_label("Gælder til og med").fill("2029-12-31")
    page.get_by_label("Vision").fill("Alle børn hører til.")
    page.get_by_label("Mål", exact=False).first.fill("Flere venskaber.")
    look(page, "strategy-3-texts")
    page.get_by_role("button", name="Gem teksterne").click()

    open_part(page, "Modellens elementer")
    for number, title in enumerate(("Sammen", "Metoder", "Prøvehandlinger")):
        if number:
            page.get_by_role("button", name="Tilføj et element").click()
            expect(page.locator(f"[name=r-{number}-title]")).to_be_focused()
        row(page, number, "title", title)
    row(page, 0, "bearings", "Vi spørger børnene\nVi øver os sammen")
    page.locator("[name=r-2-is_centre]").check()
    look(page, "strategy-4-elements")
    save(page)

    open_part(page, "Årshjul")
    row(page, 0, "title", "Ansøg og udvælg")
    page.locator("[name=r-0-from_month]").select_option("10")
    page.locator("[name=r-0-to_month]").select_option("1")
    save(page)

    page.get_by_role("button", name="Offentliggør udgave 1").click()
    page.get_by_role("button", name="Offentliggør strategien").click()
    expect(page.get_by_text("Strategien er offentliggjort.")).to_be_visible()

    anybody = new_person()
    anybody.goto("/strategi/")
    anybody.get_by_role("link", name="Flere med").click()
    expect(anybody.get_by_role("img", name="Årshjul. 1. Ansøg og udvælg, oktober til januar")).to_be_visible()
    expect(anybody.get_by_text("Vi øver os sammen")).to_be_visible()
    look(anybody, "strategy-5-public")
    anybody.emulate_media(media="print")
    expect(anybody.get_by_role("link", name="Log ind")).to_be_hidden()
    expect(anybody.locator(".centre-element")).to_have_css("break-inside", "avoid")
    for heading in (".centre-element h3", ".centre-element .eyebrow", ".bearings h4"):
        expect(anybody.locator(heading)).to_have_css("break-after", "avoid")

    look(page, "strategy-6-hub")
    page.get_by_role("link", name="Ret introduktionen").click()
    row(page, 0, "title", "Hvad vil vi?")
    row(page, 0, "text", "Læs visionen.")
    page.get_by_role("button", name="Gem introduktionen").click()

    new = new_person(rikke)
    new.goto(page.url)
    new.get_by_role("button", name="Det har jeg gjort").click()
    expect(new.get_by_text("Du har været igennem alle trin.")).to_be_visible()
    look(new, "strategy-7-onboarding")

    page.goto(Strategy.objects.get().get_absolute_url() + "arbejdet/")
    page.get_by_role("link", name="Evaluér strategien").first.click()
    page.get_by_label("Samlet vurdering").fill("Retningen holder.")
    row(page, 0, "text", "To enheder er altid sammen.")
    page.get_by_role("button", name="Gem evalueringen").click()
    look(page, "strategy-8-review")
    page.get_by_role("button", name="Gem, og læs igennem").click()
    page.get_by_role("button", name="Afslut evalueringen").click()
    expect(page.get_by_text("Udgave 2 er begyndt som kladde")).to_be_visible()
    assert [row.state for row in Strategy.objects.get().versions.order_by("number")] == ["published", "draft"]


def test_units_involvement_and_the_plan(new_person: NewPerson, look: Look, mette: User) -> None:
    strategy = make.strategy(mette.memberships.get().municipality, mette)
    page = new_person(mette)
    page.goto("/kommune/0336/enheder/")
    page.get_by_role("link", name="Tilføj en enhed").first.click()
    page.get_by_label("Enhedens navn").fill("Klintskolen")
    page.get_by_label("Lederens navn").fill("Karen Toft")
    page.get_by_label("Lederens e-mail").fill("karen@stevns.example")
    look(page, "strategy-unit")
    page.get_by_role("button", name="Tilføj enheden").click()
    look(page, "strategy-units")

    page.goto(f"/strategi/{strategy.slug}/inddragelse/")
    page.get_by_label("Dato").fill("2026-09-01")
    page.get_by_label("Hvem deltog?").fill("forældre")
    page.get_by_label("Antal personer").fill("38")
    page.get_by_role("button", name="Skriv den").click()
    expect(page.get_by_text("38 personer ved 1")).to_be_visible()
    look(page, "strategy-involvement")

    page.goto(f"/strategi/{strategy.slug}/kommunikation/")
    page.get_by_label("Til hvem?").fill("Forældre")
    page.get_by_label("Hvad skal de vide?").fill("Vi er i gang.")
    page.get_by_label("Senest").fill("2026-12-01")
    page.get_by_role("button", name="Læg i planen").click()
    look(page, "strategy-plan")
    page.get_by_role("row", name="Forældre").get_by_role("button", name="Gjort").click()
    expect(page.get_by_text("Skrevet som gjort.")).to_be_visible()

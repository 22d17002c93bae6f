"""Two consultants in one workspace in real browsers: saved while it is written, both versions shown, nothing lost."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Dialog, Page, expect

from accounts.models import User
from partnerships.models import Enrolment
from screening.models import Assessment, Assignment, Screening
from tests.factories import screenings, world

pytestmark = pytest.mark.browser
NewPerson = Callable[..., Page]
Look = Callable[[Page, str], None]


@pytest.fixture
def helle(db: None) -> User:
    return world.user("helle.lind@komponent.example", "Helle Lind", is_consultant=True)


@pytest.fixture
def assessed(binding: Enrolment, jonas: User, helle: User) -> Screening:
    """Jonas has assessed it; Helle joins him."""
    row = screenings.assessed(binding, jonas)
    Assignment.objects.create(screening=row, consultant=helle, at=world.NOW)
    return row


def lever(screening: Screening, number: int = 3) -> str:
    return f"/screeninger/{screening.pk}/greb/{number}/"


def saved(number: int = 3) -> Assessment:
    return Assessment.objects.get(lever__number=number)


def test_it_is_saved_while_it_is_written_and_two_at_once_choose(
    new_person: NewPerson, look: Look, assessed: Screening, jonas: User, helle: User
) -> None:
    one, two = new_person(jonas), new_person(helle)
    one.goto(lever(assessed))
    two.goto(lever(assessed))
    look(one, "workspace-1-lever")
    one.locator("#niveau-5").check()
    one.get_by_label("Begrundelse").fill("Jonas har skrevet.")
    one.get_by_label("Hvor meget er der at vinde?").select_option("1")
    expect(one.locator("#gemt-status")).to_contain_text("Alt er gemt kl.")
    expect(one.locator("#greb-liste a[aria-current] .lvl--5")).to_be_visible()
    expect(one.locator("#set [name=initial-potential]")).to_have_value("1")
    two.get_by_label("Begrundelse").fill("Helle har også skrevet.")
    expect(two.get_by_role("heading", name="I har skrevet samtidig")).to_be_visible()
    expect(two.locator("#gemt-status")).to_contain_text("Jonas Krog gemte")
    look(two, "workspace-2-both-versions")
    two.get_by_label("Behold begge, dit først").check()
    two.get_by_label("Begrundelse").press_sequentially(" Og mere.")
    two.wait_for_timeout(1_200)  # a pause in which it would save by itself: what is chosen stays chosen
    expect(two.get_by_label("Behold begge, dit først")).to_be_checked()
    two.get_by_role("button", name="Gem det valgte").click()
    expect(two.get_by_role("heading", name="I har skrevet samtidig")).to_be_hidden()
    row = saved()
    assert (row.level, row.potential, row.updated_by) == (5, 1, helle)
    assert row.reasons.split() == ["Helle", "har", "også", "skrevet.", "Og", "mere.", "Jonas", "har", "skrevet."]
    one.goto(lever(assessed, 4))
    expect(one.get_by_text("Helle Lind skriver i greb 3")).to_be_visible()


def test_what_was_written_after_the_session_ended_comes_back(
    new_person: NewPerson, assessed: Screening, jonas: User
) -> None:
    page = new_person(jonas)
    page.goto(lever(assessed))
    page.context.clear_cookies(name="sessionid")
    page.get_by_label("Begrundelse").fill("Skrevet, efter at jeg blev logget ud.")
    expect(page.locator("#gemt")).to_contain_text("Du er logget ud")
    page.get_by_role("link", name="Log ind igen").click()
    page.locator("input[name=login]").fill(jonas.email)
    page.locator("input[name=password]").fill(world.PASSWORD)
    page.get_by_role("button", name="Log ind", exact=True).click()
    expect(page.get_by_label("Begrundelse")).to_have_value("Skrevet, efter at jeg blev logget ud.")
    expect(page.locator("#gemt-status")).to_contain_text("Alt er gemt kl.")
    assert saved().reasons == "Skrevet, efter at jeg blev logget ud."


def test_it_works_without_javascript(new_person: NewPerson, assessed: Screening, jonas: User) -> None:
    page = new_person(jonas, javascript=False)
    page.goto(lever(assessed))
    page.get_by_label("Begrundelse").fill("Uden JavaScript.")
    page.get_by_role("button", name="Gem", exact=True).click()
    expect(page.get_by_text("Alt er gemt kl.")).to_be_visible()
    assert saved().reasons == "Uden JavaScript."


def test_who_leaves_what_is_not_saved_is_asked_first(new_person: NewPerson, assessed: Screening, jonas: User) -> None:
    page = new_person(jonas)
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.goto(f"/screeninger/{assessed.pk}/samlet/")
    headline = page.get_by_label("Overskrift", exact=True).first
    headline.click()
    headline.press_sequentially("Nyt: ")
    page.get_by_role("link", name="Kilder", exact=True).click(no_wait_after=True)
    expect(headline).to_have_value(re.compile("Nyt: "))
    page.get_by_role("button", name="Gem den samlede vurdering").click()
    expect(page.get_by_text("Den samlede vurdering er gemt.")).to_be_visible()
    page.get_by_role("link", name="Kilder", exact=True).click()
    expect(page.get_by_role("heading", name="Kilder", level=1)).to_be_visible()
    assert asked == ["beforeunload"]

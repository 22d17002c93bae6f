"""A municipality in its room, in a real browser: what is missing, who sits where, and adding an area later."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from partnerships.models import Enrolment, EnrolmentChange, Municipality, Programme, SeatHolding
from tests.factories import world

pytestmark = pytest.mark.browser


@pytest.fixture
def open_programme(programme: Programme) -> Programme:
    """The programme with its deadline eight weeks from today."""
    now = timezone.now()
    programme.deadline_at = now + timedelta(weeks=8)
    programme.names_due_date = (now + timedelta(days=6)).date()
    programme.save()
    return programme


@pytest.fixture
def school(stevns: Municipality, open_programme: Programme, mette: User) -> Enrolment:
    """Stevns bound in the school area for 60.000."""
    return world.binding(stevns, open_programme, mette, school=5)


def test_the_second_area_is_added_for_the_difference(
    new_person: Callable[..., Page], look: Callable[[Page, str], None], mette: User, school: Enrolment
) -> None:
    page = new_person(mette)
    page.goto(school.get_absolute_url())
    page.get_by_role("link", name="Lav en tilføjelse").click()
    look(page, "room-extend-1-choose")
    page.get_by_label("Hvor mange deltagere i alt fra dagtilbud?").fill("5")
    page.get_by_role("button", name="Se, hvad det koster").click()
    expect(page.locator(".sum tfoot td")).to_have_text("50.000 kr.")
    page.get_by_label("Titel").fill("Centerchef")
    page.get_by_label("Bemyndigelse").fill("Efter bemyndigelse fra direktøren for børn og unge")
    page.get_by_label("Jeg har læst, hvad tilføjelsen koster, og binder kommunen").check()
    look(page, "room-extend-2-preview")
    page.get_by_role("button", name="Bind Stevns Kommune for 50.000 kr. mere").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tilføjelsen er bindende")
    look(page, "room-extend-3-receipt")
    page.goto(school.get_absolute_url())
    look(page, "room-enrolment")
    assert list(EnrolmentChange.objects.values_list("number", "net")) == [(1, Decimal(60_000)), (2, Decimal(50_000))]
    school.refresh_from_db()
    assert (school.net_amount, school.seat_count) == (Decimal(110_000), 10)


def test_what_is_missing_is_found_named_and_gone(
    new_person: Callable[..., Page], look: Callable[[Page, str], None], anders: User, school: Enrolment
) -> None:
    page = new_person(anders)
    page.goto("/kommune/")
    expect(page.get_by_role("heading", name="Navngiv 5 deltagere fra skole")).to_be_visible()
    look(page, "room-home")
    page.locator(".todo").get_by_role("link").first.click()
    look(page, "room-participants-none")
    page.get_by_role("link", name="Navngiv plads 1 på skole").click()
    page.get_by_label("Navn", exact=True).fill("Åse Lund")
    page.get_by_label("Titel").fill("Skolechef")
    page.get_by_label("Arbejdsmail").fill("aase.lund@stevns.example")
    page.get_by_label("Chef for området").check()
    look(page, "room-seat")
    page.get_by_role("button", name="Gem deltageren").click()
    expect(page.get_by_text("1 af 5 navngivet")).to_be_visible()
    look(page, "room-participants-one")
    page.get_by_role("link", name="Fjern Åse Lund").click()
    look(page, "room-seat-clear")
    page.get_by_role("button", name="Fjern Åse Lund").click()
    expect(page.get_by_text("0 af 5 navngivet")).to_be_visible()
    assert SeatHolding.objects.count() == 0

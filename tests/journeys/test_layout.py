"""What only a browser can tell: what is in reach on a phone, and what stands beside and below what."""

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from partnerships.models import Enrolment, Municipality, Programme, Seat, SeatHolding
from tests.factories import world

pytestmark = pytest.mark.browser
NewPerson = Callable[..., Page]
Look = Callable[[Page, str], None]


@pytest.fixture
def open_programme(programme: Programme) -> Programme:
    """The programme with its deadline eight weeks from today."""
    programme.deadline_at = timezone.now() + timedelta(weeks=8)
    programme.save()
    return programme


@pytest.fixture
def school(stevns: Municipality, open_programme: Programme, mette: User) -> Enrolment:
    """Stevns bound in the school area, with a person on one seat."""
    enrolment = world.binding(stevns, open_programme, mette, school=5)
    seat = Seat.objects.filter(participation__enrolment=enrolment).order_by("number")[0]
    SeatHolding.objects.create(
        seat=seat, name="Åse Lund", title="Skolechef", email="aase@stevns.example", start_date=timezone.localdate()
    )
    return enrolment


def box(place: Locator) -> dict[str, float]:
    found = place.bounding_box()
    assert found is not None
    return dict(found)


@pytest.mark.parametrize("width", [320, 375, 1280])
def test_ones_account_is_in_reach(new_person: NewPerson, mette: User, open_programme: Programme, width: int) -> None:
    page = new_person(mette)
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(reverse("home"))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("link", name="Mette Holm" if width > 860 else "Min konto").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Min konto")


def test_what_can_be_done_with_a_participant_stands_apart(
    new_person: NewPerson, look: Look, mette: User, school: Enrolment
) -> None:
    page = new_person(mette)
    page.goto(reverse("participants", args=[school.pk]))
    look(page, "layout-participants")
    links = [box(page.get_by_role("link", name=f"{word} Åse Lund")) for word in ("Ret", "Afløs", "Fjern")]
    gaps = [after["x"] - before["x"] - before["width"] for before, after in pairwise(links)]
    assert [gap >= 8 for gap in gaps] == [True, True]


def test_fields_of_the_invoice_stand_apart(new_person: NewPerson, mette: User, stevns, open_programme) -> None:
    world.draft(stevns, open_programme, mette)
    page = new_person(mette)
    page.goto(reverse("enrol_step", args=[open_programme.slug, "0336", "regning"]))
    parts = ["#div_id_ean_typed", "fieldset.form-section", "#div_id_note"]
    boxes = [box(page.locator(part)) for part in parts]
    gaps = [after["y"] - before["y"] - before["height"] for before, after in pairwise(boxes)]
    assert [gap >= 24 for gap in gaps] == [True, True]


def test_the_head_begins_where_a_wide_page_begins(new_person: NewPerson, signe: User, school: Enrolment) -> None:
    page = new_person(signe)
    page.set_viewport_size({"width": 1600, "height": 900})
    page.goto(reverse("staff_programme_enrolments", args=[school.programme.slug]))
    assert box(page.locator(".brand"))["x"] == box(page.get_by_role("heading", level=1))["x"]


def test_the_overview_s_tables_fit_a_phone(
    new_person: NewPerson, look: Look, signe: User, open_programme: Programme, stevns: Municipality
) -> None:
    open_programme.invitations.create(municipality=stevns, invited_at=world.NOW)
    copenhagen = world.municipality("0101", "København", region_name="Region Hovedstaden")
    open_programme.invitations.create(municipality=copenhagen, invited_at=world.NOW)
    page = new_person(signe)
    page.goto(reverse("staff_programme_overview", args=[open_programme.slug]))
    look(page, "layout-overview")
    page.set_viewport_size({"width": 375, "height": 700})
    wide = "tables => tables.filter(table => table.scrollWidth > table.clientWidth).length"
    assert page.locator(".table-scroll").evaluate_all(wide) == 0
    page.locator("[data-inset] a").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("København")


def test_two_open_programmes_side_by_side(page: Page, look: Look, open_programme: Programme) -> None:
    other = world.programme("et-andet-2027")
    other.title, other.deadline_at = "Tidlig indsats 2027", timezone.now() + timedelta(days=3)
    other.save()
    page.goto(reverse("home"))
    look(page, "layout-two-programmes")
    assert page.locator(".open-card .deadline .button").count() == 2

"""Where the keyboard stands after a piece of a page has been replaced."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from partnerships.models import Enrolment, Network, NetworkDay, SeatHolding
from tests.factories import planning

pytestmark = pytest.mark.browser


@pytest.fixture
def network(binding: Enrolment) -> Network:
    return Network.objects.get(partnership__area="school")


def test_rows_of_a_programme(network: Network, signe: User, new_person: Callable[..., Page]) -> None:
    day = planning.planned(network, signe)
    page = new_person(signe)
    page.goto(f"/administration/netvaerksdage/{day.pk}/program/")
    page.get_by_role("button", name="Tilføj et punkt").press("Enter")
    second = page.get_by_role("group", name="Punkt 2")
    expect(second.get_by_label("Fra")).to_be_focused()
    second.get_by_role("button", name="Fjern rækken 2").press("Enter")
    expect(second).to_have_count(0)
    expect(page.get_by_role("button", name="Tilføj et punkt")).to_be_focused()


def test_attendance_at_the_door(network: Network, signe: User, new_person: Callable[..., Page]) -> None:
    planning.seat_people(network, 2)
    day = planning.confirmed(network, signe)
    now = timezone.now()  # the day is today, whatever the hour
    SeatHolding.objects.update(start_date=timezone.localdate())
    NetworkDay.objects.filter(pk=day.pk).update(starts_at=now, ends_at=now + timedelta(hours=1))
    page = new_person(signe)
    page.goto(f"/administration/netvaerksdage/{day.pk}/fremmoede/")
    page.get_by_role("button", name="Mødt Person 1", exact=True).press("Enter")
    undo = page.get_by_role("button", name="Fortryd Person 1")
    expect(undo).to_be_focused()
    undo.press("Enter")
    expect(page.get_by_role("button", name="Mødt Person 1", exact=True)).to_be_focused()

"""The steering group shapes a day, in a real browser: the draft is sent, two municipalities answer, staff decide."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from post_office.models import Email

from accounts.models import User
from partnerships import network_days
from partnerships.models import Enrolment, Municipality, NetworkDay, Programme, SteeringMeeting
from tests.factories import days, world

pytestmark = pytest.mark.browser
Look = Callable[[Page, str], None]


@pytest.fixture
def day(stevns: Municipality, faxe: Municipality, programme: Programme, mette: User, stranger: User, signe: User):
    """A day in seven weeks with its draft; Stevns and Faxe have each chosen a representative."""
    now = timezone.now()
    today = timezone.localdate()
    for municipality, person in ((stevns, mette), (faxe, stranger)):
        bound: Enrolment = world.binding(municipality, programme, person, school=5)
        days.represent(bound, person.name, person, day=today, email=person.email)
    start = (now + timedelta(weeks=7)).astimezone(world.COPENHAGEN).replace(hour=9, minute=30, second=0, microsecond=0)
    return days.day(signe, start=start, at=now)


def answer(page: Page, points: dict[str, int], said: str) -> None:
    for theme, weight in points.items():
        group = page.get_by_role("group", name=theme)
        group.get_by_label(f"{weight} point").check()
    page.get_by_label("Hvad vil I have med på dagen?").fill(said)


def test_the_steering_group_shapes_a_day(
    new_person: Callable[..., Page], look: Look, day: NetworkDay, mette: User, stranger: User, rikke: User, signe: User
) -> None:
    staff = new_person(signe)
    meets = (day.starts_at - timedelta(days=6)).astimezone(world.COPENHAGEN).date()
    staff.goto(f"/administration/netvaerksdage/{day.pk}/styregruppe/")
    look(staff, "steering-1-set")
    staff.get_by_label("Dato").fill(meets.isoformat())
    staff.get_by_label("Fra").fill("13:00")
    staff.get_by_label("Til", exact=True).fill("13:45")
    staff.get_by_label("Link til mødet").fill("https://video.example/1")
    staff.get_by_role("button", name="Gem mødet").click()
    look(staff, "steering-2-send")
    staff.get_by_role("button", name="Send kladden ud").dblclick()
    expect(staff.get_by_text("0 af 2 har svaret")).to_be_visible()
    told = Email.objects.filter(record__kind="steering_meeting")
    assert sorted(email.to[0] for email in told) == [stranger.email, mette.email]

    stevns = new_person(mette)
    stevns.goto("/kommune/0336/")
    look(stevns, "steering-3-room")
    stevns.get_by_role("link", name="Læs kladden").click()
    answer(stevns, {"Visitationsprocessen": 3, "Ledelse": 3, "Tildelingsmodellen": 3}, "Mere tid til sparring.")
    expect(stevns.get_by_text("I har givet 1 point for meget.")).to_be_visible()
    stevns.get_by_role("button", name="Send svaret fra Stevns Kommune").click()
    expect(stevns.get_by_text("I har givet 9 point. Tag 1 fra igen").first).to_be_visible()
    look(stevns, "steering-4-too-many")
    answer(stevns, {"Tildelingsmodellen": 2}, "Mere tid til sparring.")
    stevns.get_by_role("button", name="Send svaret fra Stevns Kommune").click()
    expect(stevns.get_by_text("Jeres svar er gemt.")).to_be_visible()
    look(stevns, "steering-5-answered")

    faxe = new_person(stranger, javascript=False)
    faxe.goto(f"/netvaerksdage/{day.pk}/styregruppe/")
    answer(faxe, {"Visitationsprocessen": 2, "Nuanceret tilbudsvifte": 1}, "")
    faxe.get_by_role("button", name="Send svaret fra Faxe Kommune").click()
    expect(faxe.get_by_text("Jeres svar er gemt.")).to_be_visible()

    SteeringMeeting.objects.update(  # the time of the meeting comes
        starts_at=timezone.now() - timedelta(hours=1), ends_at=timezone.now() - timedelta(minutes=15)
    )
    staff.reload()
    expect(staff.get_by_role("row", name="Visitationsprocessen")).to_contain_text("5")
    staff.get_by_role("textbox", name="Beslutninger").fill("Mere tid til sparring om visitation\nEt kortere oplæg")
    staff.get_by_role("textbox", name="Referat").fill("Begge kommuner var med.")
    look(staff, "steering-6-sums")
    staff.get_by_role("button", name="Gem referatet").click()
    expect(staff.get_by_text("Referatet er gemt.")).to_be_visible()

    reader = new_person(rikke)
    reader.goto("/kommune/0336/netvaerksdage/")
    expect(reader.get_by_text("I har svaret")).to_be_visible()
    look(reader, "steering-7-days")
    reader.get_by_role("link", name="Netværksdag 1", exact=True).click()
    expect(reader.get_by_text("Mere tid til sparring om visitation")).to_be_visible()
    look(reader, "steering-8-day")
    reader.get_by_role("link", name="Se jeres svar").click()
    expect(reader.get_by_role("heading", name="Svaret fra Stevns Kommune")).to_be_visible()
    look(reader, "steering-9-answer")


def test_days_a_municipality_cannot_meet(
    new_person: Callable[..., Page], look: Look, day: NetworkDay, mette: User
) -> None:
    page = new_person(mette)
    page.goto("/kommune/0336/netvaerksdage/")
    page.get_by_role("link", name="Dage, I ikke kan").click()
    look(page, "blocked-1-none")
    date = day.starts_at.astimezone(world.COPENHAGEN).date()
    page.get_by_label("Fra").fill(date.isoformat())
    page.get_by_label("Til og med").fill((date - timedelta(days=1)).isoformat())
    page.get_by_label("Hvorfor").fill("Fælles pædagogisk dag")
    page.get_by_role("button", name="Spær dagene").click()
    expect(page.get_by_text("Den sidste dag ligger før den første.").first).to_be_visible()
    look(page, "blocked-2-refused")
    page.get_by_label("Til og med").fill("")
    page.get_by_role("button", name="Spær dagene").click()
    expect(page.get_by_text("Rammer en netværksdag")).to_be_visible()
    look(page, "blocked-3-hit")
    page.get_by_role("button", name="Fjern spærringen").click()
    expect(page.get_by_text("I har ikke spærret nogen dage")).to_be_visible()


def test_a_day_is_read_before_it_is_planned_when_it_moves_and_when_it_is_cancelled(
    new_person: Callable[..., Page], look: Look, day: NetworkDay, rikke: User, signe: User, programme: Programme
) -> None:
    now = timezone.now()
    other = world.programme("et-andet-program")
    other.timeline.create(title="Netværksdag 1", area="school", start_date=now.date() + timedelta(weeks=30))
    world.binding(Municipality.objects.get(code="0336"), other, rikke, school=5)
    page = new_person(rikke)
    page.goto("/kommune/0336/netvaerksdage/")
    expect(page.get_by_text("Foreløbig tidsplan for")).to_be_visible()
    look(page, "days-1-tentative")
    day = network_days.confirm(day=day, revision=day.revision, by=signe, at=now)
    plan = network_days.plan_of(day)
    week = timedelta(days=7)
    moved = replace(plan, starts_at=plan.starts_at + week, ends_at=plan.ends_at + week)
    day, _ = network_days.change(day=day, plan=moved, revision=day.revision, by=signe, at=now)
    page.get_by_role("link", name="Netværksdag 1", exact=True).click()
    expect(page.get_by_role("heading", name="Dagen er flyttet")).to_be_visible()
    look(page, "days-2-moved")
    network_days.cancel(day=day, revision=day.revision, reason="Oplægsholderen er syg.", by=signe, at=now)
    page.reload()
    expect(page.get_by_text("Oplægsholderen er syg.")).to_be_visible()
    look(page, "days-3-cancelled")

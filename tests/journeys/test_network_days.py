"""Staff plan four days with a holiday and a blocked day in the way, move a confirmed day, and cancel one."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from partnerships import day_notices, networks
from partnerships.models import DayNotice, Enrolment, Network
from tests.factories import planning

pytestmark = pytest.mark.browser
YEAR = 2027


@pytest.fixture
def network(binding: Enrolment, mette: User) -> Network:
    """The school network, with two people on its seats and a day that Stevns cannot meet."""
    cache.clear()
    row = Network.objects.get(partnership__area="school")
    planning.seat_people(row, 2)
    networks.block_days(
        municipality=binding.municipality,
        start=date(YEAR, 6, 9),
        end=date(YEAR, 6, 10),
        reason="Byrådsseminar",
        by=mette,
        at=timezone.now(),
    )
    return row


def tell() -> None:
    """What the clock does once a minute."""
    day_notices.prepare(at=timezone.now())
    day_notices.queue_mails(at=timezone.now())


def test_planning_four_days(
    network: Network, signe: User, new_person: Callable[..., Page], look: Callable[[Page, str], None]
) -> None:
    page = new_person(signe)
    page.goto("/administration/netvaerk/")
    expect(page.get_by_role("heading", name="Netværk", exact=True)).to_be_visible()
    look(page, "networks-empty")
    page.get_by_role("link", name="Planlæg dagene i Netværk skole").click()

    days = {n: page.get_by_role("group", name=f"Dag {n}", exact=True) for n in (1, 2, 3, 4)}
    for number, day in enumerate(("2027-05-06", "2027-06-09", "2027-09-08", "2027-11-10"), start=1):
        days[number].get_by_label("Dato").fill(day)
        days[number].get_by_label("Sted", exact=True).fill("Huset")
    expect(page.locator("#advarsler-dag1")).to_contain_text("Det er Kristi himmelfartsdag, som er en helligdag.")
    expect(page.locator("#advarsler-dag2")).to_contain_text("Stevns har spærret dagen: Byrådsseminar.")
    expect(page.locator("#advarsler-dag3")).to_contain_text("Hverken helligdage")
    days[4].get_by_label("Virtuelt").check()
    expect(days[4].get_by_label("Sted", exact=True)).to_be_hidden()
    days[4].get_by_label("Link til mødet").fill("https://moede.example/4")
    look(page, "network-plan-warnings")

    page.get_by_role("button", name="Planlæg dagene").click()
    expect(page.get_by_role("alert").first).to_contain_text("Noget taler imod.")
    assert network.days.count() == 0
    days[1].get_by_label("Dato").fill("2027-05-12")
    expect(page.locator("#advarsler-dag1")).to_contain_text("Hverken helligdage")
    days[2].get_by_label("Planlæg alligevel").check()
    page.get_by_role("button", name="Planlæg dagene").click()
    expect(page.get_by_role("status").first).to_contain_text("4 dage er planlagt foreløbigt.")
    expect(page.get_by_role("article")).to_have_count(4)
    expect(page.get_by_role("article", name="Netværksdag 2")).to_contain_text("Byrådsseminar")
    look(page, "network-planned")

    page.get_by_role("link", name="Skriv det til Netværksdag 1").click()
    first = page.get_by_role("group", name="Punkt 1", exact=True)
    first.get_by_label("Fra", exact=True).fill("09:30")
    first.get_by_label("Til", exact=True).fill("10:30")
    first.get_by_label("Hvad", exact=True).fill("Hvad virker?")
    first.get_by_label("Oplægsholder").fill("Ida Lund")
    first.get_by_label("5 Visitation").check()
    page.get_by_role("button", name="Tilføj et punkt").click()
    expect(page.locator("#raekker fieldset.form-section")).to_have_count(2)
    page.get_by_role("button", name="Fjern rækken 2").click()
    expect(page.locator("#raekker fieldset.form-section")).to_have_count(1)
    look(page, "day-programme")
    page.get_by_role("button", name="Gem programmet").click()
    expect(page.get_by_role("region", name="Dagens program")).to_contain_text("Hvad virker?")
    page.goto(f"/administration/netvaerk/{network.pk}/")
    expect(page.get_by_role("row", name="5. Visitationsprocessen")).to_contain_text("1")
    page.goto("/administration/netvaerk/")
    look(page, "networks")


def test_moving_and_cancelling_a_confirmed_day(
    network: Network, signe: User, new_person: Callable[..., Page], look: Callable[[Page, str], None]
) -> None:
    day = planning.planned(network, signe)
    page = new_person(signe)
    page.goto(f"/administration/netvaerksdage/{day.pk}/")
    look(page, "day-tentative")
    page.get_by_role("link", name="Bekræft dagen").click()
    expect(page.get_by_role("main")).to_contain_text("2 personer i 1 kommune får besked")
    look(page, "day-confirm")
    page.get_by_role("button", name="Bekræft, og invitér 2").click()
    expect(page.get_by_role("status").first).to_contain_text("Dagen er bekræftet.")
    tell()

    page.reload()
    expect(page.get_by_role("region", name="Beskeder om dagen")).to_contain_text("Person 1")
    look(page, "day-confirmed")
    page.get_by_role("link", name="Flyt eller ret").click()
    page.get_by_label("Dato").fill("2027-03-10")
    page.get_by_label("Hvorfor?").fill("Huset er optaget.")
    look(page, "day-edit")
    page.get_by_role("button", name="Fortsæt").click()
    expect(page.get_by_role("heading", name="Flyt Netværksdag 1?")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("onsdag 3. marts 2027 kl. 9.30–15.30, Huset")
    expect(page.get_by_role("main")).to_contain_text("onsdag 10. marts 2027 kl. 9.30–15.30, Huset")
    look(page, "day-move")
    page.get_by_role("button", name="Flyt dagen, og giv 2 besked").click()
    expect(page.get_by_role("status").first).to_contain_text("Dagen er flyttet.")
    tell()
    notices = DayNotice.objects.filter(change__kind="moved").select_related("email__record").order_by("address")
    assert [(notice.address, notice.email.subject) for notice in notices] == [
        (f"person{n}@stevns.example", "Flyttet: Netværksdag 1 er nu 10. marts 2027 kl. 9.30–15.30") for n in (1, 2)
    ]
    assert all("METHOD:REQUEST" in notice.email.record.calendar for notice in notices)
    assert all("SEQUENCE:2" in notice.email.record.calendar for notice in notices)

    page.get_by_role("link", name="Aflys dagen").click()
    look(page, "day-cancel")
    page.get_by_role("button", name="Aflys dagen, og giv 2 besked").click()
    expect(page.get_by_role("alert").first).to_contain_text("Skriv, hvorfor dagen aflyses.")
    page.get_by_label("Hvorfor aflyses dagen?").fill("Oplægsholderen er syg.")
    page.get_by_role("button", name="Aflys dagen, og giv 2 besked").click()
    expect(page.get_by_role("heading", name="Dagen er aflyst")).to_be_visible()
    tell()
    page.reload()
    expect(page.get_by_role("region", name="Beskeder om dagen")).to_contain_text("Afbud")
    look(page, "day-cancelled")


def test_without_javascript(network: Network, signe: User, new_person: Callable[..., Page]) -> None:
    page = new_person(signe, javascript=False)
    page.goto(f"/administration/netvaerk/{network.pk}/planlaeg/")
    first = page.get_by_role("group", name="Dag 1", exact=True)
    first.get_by_label("Dato").fill("2027-05-06")
    page.get_by_role("button", name="Planlæg dagene").click()
    first.get_by_label("Planlæg alligevel").check()
    page.get_by_role("button", name="Planlæg dagene").click()
    expect(page.get_by_role("status").first).to_contain_text("1 dag er planlagt foreløbigt.")
    page.get_by_role("link", name="Skriv det til Netværksdag 1").click()
    page.get_by_role("button", name="Tilføj et punkt").click()
    expect(page.locator("#raekker fieldset.form-section")).to_have_count(2)
    page.get_by_role("button", name="Fjern rækken 1").click()
    expect(page.locator("#raekker fieldset.form-section")).to_have_count(1)

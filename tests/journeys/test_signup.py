"""A newcomer signs up, asks for access and is let in; an invited colleague follows a link; security is set up."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import Page, expect
from post_office.models import Email

from accounts.models import User
from partnerships import memberships
from partnerships.models import Membership, Municipality, Programme
from tests.factories import world
from tests.factories.world import NOW

pytestmark = pytest.mark.browser
Look = Callable[[Page, str], None]
NewPerson = Callable[..., Page]


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


def code() -> str:
    """The code in the last mail."""
    found = re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found
    return found[0]


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_signing_up_and_being_approved(
    page: Page, new_person: NewPerson, look: Look, mette: User, programme: Programme
) -> None:
    page.goto(reverse("account_login"))
    look(page, "log-ind")
    page.get_by_role("link", name="Opret en konto").click()
    look(page, "opret-konto")
    press(page, "Opret konto")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    look(page, "opret-konto-fejl")
    page.get_by_label("Navn").fill("Nynne Ny")
    page.get_by_label("Titel").fill("Konsulent")
    page.get_by_label("Arbejdsmail").fill("ny@stevns.example")
    press(page, "Opret konto")

    expect(page.get_by_role("heading", level=1)).to_have_text("Bekræft din mailadresse")
    look(page, "bekraeft-adresse")
    page.get_by_label("Kode").fill("AAAA-AAAA")
    press(page, "Bekræft adressen")
    expect(page.locator("main")).to_contain_text("Koden er ikke rigtig")
    page.get_by_label("Kode").fill(code())
    press(page, "Bekræft adressen")

    expect(page.get_by_role("heading", level=1)).to_have_text("Bed om adgang til Stevns Kommune")
    look(page, "bed-om-adgang")
    press(page, "Bed om adgang til Stevns Kommune")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vi har bedt jeres koordinator godkende dig")
    look(page, "venter-paa-godkendelse")

    coordinator = new_person(mette)
    coordinator.goto(reverse("members", args=["0336"]))
    look(coordinator, "medlemmer-en-venter")
    coordinator.get_by_role("link", name="Godkend Nynne Ny").click()
    coordinator.get_by_label("Medarbejder").check()
    look(coordinator, "godkend-medlem")
    press(coordinator, "Godkend Nynne Ny")
    expect(coordinator.locator("main")).to_contain_text("Nynne Ny har fået adgang og en mail om det.")
    look(coordinator, "medlemmer")

    row = Membership.objects.get(user__email="ny@stevns.example")
    assert (row.state, row.role, row.approved_by) == ("active", "contributor", mette)
    page.goto(reverse("members", args=["0336"]))
    expect(page.get_by_role("row", name="Nynne Ny")).to_be_visible()
    page.goto(reverse("municipality_log", args=["0336"]))
    expect(page.locator("main")).to_contain_text("Godkendte Nynne Ny som medarbejder")
    look(page, "kommunens-log")


def test_signing_up_without_javascript(new_person: NewPerson, stevns: Municipality) -> None:
    page = new_person(javascript=False)
    page.goto(reverse("account_signup"))
    page.get_by_label("Navn").fill("Nynne Ny")
    page.get_by_label("Titel").fill("Konsulent")
    page.get_by_label("Arbejdsmail").fill("ny@stevns.example")
    press(page, "Opret konto")
    page.get_by_label("Kode").fill(code())
    press(page, "Bekræft adressen")
    press(page, "Bed om adgang til Stevns Kommune")
    assert Membership.objects.get(user__email="ny@stevns.example").state == "pending"


def test_an_invited_colleague(page: Page, new_person: NewPerson, look: Look, mette: User) -> None:
    coordinator = new_person(mette)
    coordinator.goto(reverse("members", args=["0336"]))
    coordinator.get_by_label("Arbejdsmail").fill("lone@stevns.example")
    press(coordinator, "Send invitationen")
    expect(coordinator.locator("main")).to_contain_text("Invitationen er sendt til lone@stevns.example.")
    look(coordinator, "medlemmer-inviteret")

    link = re.search(r"/invitation/[\w-]+/", Email.objects.get().message)
    assert link
    page.goto(link[0])
    look(page, "invitation")
    press(page, "Opret din konto")
    page.get_by_label("Navn").fill("Lone Vind")
    page.get_by_label("Titel").fill("Skolechef")
    press(page, "Opret konto")
    press(page, "Tag imod, og gå til Stevns Kommune")
    page.wait_for_url("**" + reverse("municipality", args=["0336"]))
    assert Membership.objects.get(user__email="lone@stevns.example").role == "contributor"
    page.goto(link[0])
    look(page, "invitation-brugt")


def test_a_passkey_from_adding_to_signing_in(page: Page, look: Look, mette: User) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    page.goto(reverse("account_login"))
    page.get_by_label("Mailadresse").fill(mette.email)
    page.get_by_role("textbox", name="Adgangskode").fill(world.PASSWORD)
    press(page, "Log ind")
    page.goto(reverse("mfa_index"))
    look(page, "totrinslogin")
    page.get_by_role("link", name="Tilføj en adgangsnøgle").click()
    look(page, "bekraeft-adgang")
    page.get_by_role("textbox", name="Adgangskode").fill(world.PASSWORD)
    press(page, "Fortsæt")
    page.get_by_label("Log ind kun med nøglen").check()
    look(page, "tilfoej-noegle")
    press(page, "Tilføj nøglen")
    expect(page.get_by_role("heading", level=1)).to_have_text("Dine nødkoder")
    look(page, "noedkoder")
    page.goto(reverse("mfa_list_webauthn"))
    look(page, "adgangsnoegler")

    press(page, "Log ud")
    page.goto(reverse("account_login"))
    press(page, "Log ind med en adgangsnøgle")
    page.wait_for_url(lambda url: "/konto/login" not in url)
    page.goto(reverse("account"))
    expect(page.get_by_label("Navn")).to_have_value("Mette Holm")
    look(page, "min-konto")


def test_every_other_page_of_people(new_person: NewPerson, look: Look, mette: User, anders: User, signe: User) -> None:
    stevns = mette.memberships.get().municipality
    memberships.request(user=world.user("ny@stevns.example", "Nynne Ny"), municipality=stevns, at=NOW)
    staff = new_person(signe)
    for name, address in (
        ("personer", reverse("staff_people")),
        ("person", reverse("staff_person", args=[mette.pk])),
        ("luk-konto", reverse("staff_person_access", args=[mette.pk])),
        ("opret-kollega", reverse("staff_people_invite")),
        ("inviter-koordinator", reverse("staff_invite_coordinator")),
        ("portalens-log", reverse("staff_log")),
    ):
        staff.goto(address)
        expect(staff.get_by_role("heading", level=1)).to_have_count(1)
        look(staff, name)
    coordinator = new_person(mette)
    for name, address in (
        ("overdrag", reverse("member_hand_over", args=["0336"])),
        ("forlad", reverse("member_leave", args=["0336"])),
        ("skift-adresse", reverse("account_email")),
        ("skift-adgangskode", reverse("account_change_password")),
        ("glemt-adgangskode", reverse("account_reset_password")),
        ("engangskode", reverse("account_request_login_code")),
    ):
        coordinator.goto(address)
        assert coordinator.title().endswith("– Partnerskabsportalen")
        look(coordinator, name)

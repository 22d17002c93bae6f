"""The main menu: nobody is offered a page that is shut."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from accounts.models import User
from partnerships.models import Municipality
from tests.factories import world
from tests.factories.world import NOW

STARTS = ["home", "my_municipality", "staff_overview"]
ADMINISTRATION = ["Overblik", "Tilmeldinger", "Programmer", "Kommuner"]


def menu(client: Client, url: str) -> dict[str, str]:
    """The labels and addresses of the menu on a page."""
    page = BeautifulSoup(client.get(url, follow=True).content, "html.parser")
    return {link.get_text(strip=True): link["href"] for link in page.select(".site-nav a")}


@pytest.fixture
def people(mette: User, anders: User, rikke: User, stranger: User, signe: User, finn: User, jonas: User) -> list[User]:
    """One of each role."""
    return [mette, anders, rikke, stranger, signe, finn, jonas, world.user("ny@andet.example", "Ny Person")]


def test_every_item_of_everybody_s_menu_opens(people: list[User], as_user, binding) -> None:
    shut = []
    for person in people:
        client = as_user(person)
        offered: dict[str, str] = {}
        for start in STARTS:
            offered |= {url: label for label, url in menu(client, reverse(start)).items()}
        for url in list(offered):
            offered |= {url: label for label, url in menu(client, url).items()}
        statuses = {label: client.get(url, follow=True).status_code for url, label in offered.items()}
        assert len(statuses) > 1
        shut += [f"{person}: {label}" for label, status in statuses.items() if status != 200]
    assert shut == []


def test_kl_and_komponent_s_people_are_offered_no_municipality_of_their_own(
    jonas: User, signe: User, stevns: Municipality, as_user, programme
) -> None:
    menus = [list(menu(as_user(person), reverse("home"))) for person in (jonas, signe)]
    assert menus == [["Programmer", "Mine opgaver"], ["Programmer", "Administration"]]
    membership = {"municipality": stevns, "role": "reader", "state": "active", "requested_at": NOW, "approved_at": NOW}
    jonas.memberships.create(**membership)
    own = ["Min kommune", "Det venter på dig", "Strategier", "Vidensportal"]
    assert list(menu(as_user(jonas), reverse("home"))) == ["Programmer", *own, "Mine opgaver"]


@pytest.mark.parametrize("path", ["start", "my_municipality", "join"])
def test_a_consultant_has_a_place_to_begin(jonas: User, as_user, programme, path: str) -> None:
    page = BeautifulSoup(as_user(jonas).get(reverse(path), follow=True).content, "html.parser")
    assert page.h1.get_text() == "Mine opgaver"
    links = [(link.get_text(), link["href"]) for link in page.select("main a")]
    assert links == [("Analysemodeller", reverse("analysis_models")), ("Se programmerne", "/")]


def test_one_s_account_is_one_link_away_on_every_screen(mette: User, as_user, db: None) -> None:
    page = BeautifulSoup(as_user(mette).get(reverse("home")).content, "html.parser")
    link = page.select_one(f'header a[href="{reverse("account")}"]')
    assert [part.get_text() for part in link.select("span")] == ["Mette Holm", "Min konto", "MH"]


def test_networks_mails_and_people_are_the_administrators(signe: User, finn: User, as_user, programme) -> None:
    start = reverse("staff_overview")
    assert list(menu(as_user(signe), start)) == [
        *ADMINISTRATION[:3],
        "Netværk",
        *ADMINISTRATION[3:],
        "Screeninger",
        "Mails",
        "Personer",
    ]
    assert list(menu(as_user(finn), start)) == ADMINISTRATION

"""The main menu: nobody is offered a page that is shut."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories import world

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


def test_networks_mails_and_people_are_the_administrators(signe: User, finn: User, as_user, programme) -> None:
    start = reverse("staff_overview")
    assert list(menu(as_user(signe), start)) == [
        *ADMINISTRATION[:3],
        "Netværk",
        *ADMINISTRATION[3:],
        "Mails",
        "Personer",
    ]
    assert list(menu(as_user(finn), start)) == ADMINISTRATION

"""The menu of a strategy's room: each sees what may be opened, and nobody is offered a page that is shut."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from accounts.models import User
from partnerships.models import Municipality
from strategy.models import Round
from tests.factories import trial_actions as make
from tests.factories import world
from tests.factories.trial_actions import Room

As = Callable[[User], Client]
OUTSIDE = ["Strategien", "Alle strategier", "Vidensportal"]
OWN = ["Det venter på dig", *OUTSIDE[1:]]


@pytest.fixture
def room(stevns: Municipality, mette: User) -> Room:
    made = make.room(stevns, mette)
    now = timezone.now()
    Round.objects.update(opens_at=now - timedelta(days=2), closes_at=now + timedelta(days=9))
    return made


def menu(client: Client, room: Room) -> list[str]:
    """The labels of the menu on the strategy's page; each has been opened."""
    page = BeautifulSoup(client.get(f"/strategi/{room.strategy.slug}/").content, "html.parser")
    links = page.select(".site-nav a")
    assert [client.get(link["href"], follow=True).status_code for link in links] == [200] * len(links)
    return [link.get_text() for link in links]


def test_members_go_everywhere_and_coordinators_to_the_selection(
    as_user: As, room: Room, mette: User, anders: User, rikke: User, signe: User
) -> None:
    everywhere = ["Strategien", "Runder", "Prøvehandlinger", "Katalog", "Arbejdet bag", "Kommunens rum"]
    assert menu(as_user(mette), room) == [*everywhere[:2], "Udvælgelse", *everywhere[2:]]
    assert [menu(as_user(who), room) for who in (anders, rikke, signe)] == [everywhere] * 3


def test_a_committee_member_from_outside_sees_what_the_seat_gives(as_user: As, room: Room) -> None:
    parent = world.user("foraelder@stevns.example", "Mikkel Rand")
    assert menu(as_user(parent), room) == ["Strategien", *OWN]
    make.seat(room.round, parent, "parent")
    expected = ["Strategien", "Runder", "Udvælgelse", "Prøvehandlinger", "Katalog", *OWN]
    assert menu(as_user(parent), room) == expected


def test_an_open_round_leads_only_those_in_who_may_read_it(
    as_user: As, room: Room, client: Client, anders: User, stranger: User
) -> None:
    def way_in(who: Client) -> list[tuple[str, int]]:
        page = BeautifulSoup(who.get(f"/strategi/{room.strategy.slug}/").content, "html.parser")
        assert "er åben." in page.select_one(".draft-banner--open").get_text()
        links = page.select(".draft-banner--open a")
        return [(link.get_text(), who.get(link["href"], follow=True).status_code) for link in links]

    parent = world.user("foraelder@stevns.example", "Mikkel Rand")
    assert [way_in(as_user(who)) for who in (anders, parent, stranger)] == [[("Se runden", 200)], [], []]
    make.seat(room.round, parent, "parent")
    assert [way_in(as_user(parent)), way_in(client)] == [[("Se runden", 200)], [("Log ind, og søg", 200)]]


def test_a_leader_finds_the_units(as_user: As, room: Room, client: Client, stranger: User) -> None:
    leader = world.user(room.units[0].leader_email, "Karen Toft")
    assert menu(as_user(leader), room) == ["Strategien", "Mine enheder", *OWN]
    assert [menu(client, room), menu(as_user(stranger), room)] == [OUTSIDE, ["Strategien", *OWN]]


def test_the_selection_is_of_the_round_that_is_before_the_committee(as_user: As, room: Room, mette: User) -> None:
    now, parent = timezone.now(), world.user("foraelder@stevns.example", "Mikkel Rand")
    earlier = room.round
    newer = Round.objects.get(pk=earlier.pk)
    newer.pk, newer.title, newer.opens_at = None, "Runde 2027", now - timedelta(days=1)
    newer.save(force_insert=True)
    for one in (earlier, newer):
        make.seat(one, parent, "parent")

    def leads_to(person: User) -> str:
        page = BeautifulSoup(as_user(person).get(f"/strategi/{room.strategy.slug}/").content, "html.parser")
        return next(str(link["href"]) for link in page.select(".site-nav a") if link.get_text() == "Udvælgelse")

    ways = (("udvaelgelse", mette), ("udvalg", parent))
    assert [leads_to(who) for _, who in ways] == [f"/strategi/runder/{newer.pk}/{way}/" for way, _ in ways]
    Round.objects.filter(pk=earlier.pk).update(closes_at=now - timedelta(hours=1))
    assert [leads_to(who) for _, who in ways] == [f"/strategi/runder/{earlier.pk}/{way}/" for way, _ in ways]
    Round.objects.filter(pk=earlier.pk).update(decided_at=now, decided_by=mette)
    assert [leads_to(who) for _, who in ways] == [f"/strategi/runder/{newer.pk}/{way}/" for way, _ in ways]

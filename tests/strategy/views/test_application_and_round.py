"""What the application's and the round's pages say of each other: closed, which edition is answered, who may apply."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from partnerships.models import Municipality
from strategy import strategies
from strategy.models import Round, StrategyVersion, TrialAction
from tests.factories import trial_actions as make
from tests.factories.trial_actions import DAY, Room

As = Callable[[User], Client]
CLOSED = "Runden er lukket, og ansøgningen blev ikke indsendt"
BUTTONS = ("Indsend ansøgningen", "Gå til indsendelse", "Spørg dem, der mangler at svare")


@pytest.fixture
def room(stevns: Municipality, mette: User) -> Room:
    made = make.room(stevns, mette)
    now = timezone.now()
    Round.objects.update(opens_at=now - 2 * DAY, closes_at=now + 9 * DAY)
    made.round.refresh_from_db()
    return made


@pytest.fixture
def row(room: Room, anders: User) -> TrialAction:
    made = make.complete(room.round, anders, units=room.units)
    made.partners.get(position=2).confirmations.all().delete()
    return made


def pages(client: Client, row: TrialAction) -> str:
    """The editor, its partners, the requirements and the round, after each other."""
    way = f"/strategi/proevehandlinger/{row.pk}/ansoegning/"
    found = (way, f"{way}?afsnit=hold", f"{way}?afsnit=parter", f"{way}krav/", f"/strategi/runder/{row.round_id}/")
    return "".join(client.get(one).content.decode() for one in found)


def test_after_the_deadline_the_editor_says_so_and_has_nothing_to_send(
    as_user: As, room: Room, row: TrialAction, anders: User
) -> None:
    ready = make.complete(room.round, anders, units=room.units, title="Alt er klar")
    client = as_user(anders)
    now = pages(client, row) + pages(client, ready)
    assert [words in now for words in (CLOSED, *BUTTONS)] == [False, True, True, True]
    Round.objects.update(closes_at=timezone.now() - timedelta(minutes=1))
    late = pages(client, row) + pages(client, ready)
    assert [words in late for words in (CLOSED, *BUTTONS)] == [True, False, False, False]
    assert [
        words in late for words in ("kan kommunens koordinator flytte den", "blev ikke indsendt inden fristen")
    ] == [True] * 2
    Round.objects.update(decided_at=timezone.now(), decided_by=anders)
    assert "Runden er afgjort, og ansøgningen blev ikke indsendt" in pages(client, row)


def test_one_that_was_sent_back_is_handed_in_after_the_deadline(as_user: As, room: Room, anders: User) -> None:
    row = make.submitted(room.round, anders, units=room.units, state="returned")
    Round.objects.update(closes_at=timezone.now() - DAY)
    html = pages(as_user(anders), row)
    assert (CLOSED in html, "Indsend ansøgningen" in html) == (False, True)


def test_before_the_round_opens_there_is_no_button_either(as_user: As, row: TrialAction, anders: User) -> None:
    Round.objects.update(opens_at=timezone.now() + DAY)
    html = as_user(anders).get(f"/strategi/proevehandlinger/{row.pk}/ansoegning/krav/").content.decode()
    assert ("Runden er ikke åbnet endnu." in html, "Indsend ansøgningen" in html) == (True, False)


def test_every_page_says_which_edition_of_the_strategy_is_answered(
    as_user: As, room: Room, row: TrialAction, anders: User, mette: User
) -> None:
    sent = make.submitted(room.round, anders, units=room.units)
    way = "/strategi/proevehandlinger/{}/ansoegning/{}"
    found = [
        way.format(row.pk, ""),
        way.format(row.pk, "print/"),
        way.format(sent.pk, ""),
        way.format(sent.pk, "print/"),
    ]
    html = [as_user(anders).get(one).content.decode() for one in found]
    assert ["svarer på strategiens udgave 1" in one for one in html] == [True] * 4
    page = as_user(anders).get(room.round.get_absolute_url()).content.decode()
    assert ("Strategiens udgave 1</a>" in page, "der er kommet en nyere" in page) == (True, False)
    strategies.next_version(strategy=room.strategy, by=mette, at=timezone.now())
    StrategyVersion.objects.filter(number=1).update(state="replaced")
    page = as_user(anders).get(room.round.get_absolute_url()).content.decode()
    assert ("Strategiens udgave 1</a>" in page, "der er kommet en nyere" in page) == (True, True)


def test_who_publishes_is_told_what_it_means_for_an_open_round(as_user: As, room: Room, mette: User) -> None:
    strategies.next_version(strategy=room.strategy, by=mette, at=timezone.now())
    draft = StrategyVersion.objects.get(number=2)
    draft.goal = "Alle er med."
    draft.save()
    draft.cycle.create(position=1, title="Ansøg", from_month=1, to_month=3)
    client, url = as_user(mette), f"/strategi/{room.strategy.slug}/rediger/"

    def said() -> list[bool]:
        html = client.get(url).content.decode()
        words = ("er åben til", "er hos udvalget", "Den bliver ved udgave 1", "De runder, der er i gang, bliver ved")
        return [one in html for one in words]

    assert said() == [True, False, True, True]
    Round.objects.update(closes_at=timezone.now() - timedelta(minutes=1))
    assert said() == [False, True, True, True]
    Round.objects.update(decided_at=timezone.now(), decided_by=mette)
    assert said() == [False] * 4


def test_a_reader_is_told_why_and_whom_to_ask(as_user: As, room: Room, rikke: User, anders: User) -> None:
    words = "Det kan jeres koordinator ordne: Mette Holm."

    def told(person: User) -> bool:
        return words in as_user(person).get(room.round.get_absolute_url()).content.decode()

    assert (told(rikke), told(anders)) == (True, False)
    row = make.submitted(room.round, anders, units=room.units, state="selected")
    html = [
        as_user(person).get(f"/strategi/proevehandlinger/{row.pk}/ansoegning/").content.decode()
        for person in (rikke, anders)
    ]
    assert ["Kun teamet (Anders Friis) kan rette i ansøgningen" in one for one in html] == [True, False]
    Round.objects.update(closes_at=timezone.now() - DAY)
    assert told(rikke) is False

"""The page and the mail that ask for a yes: whose answer it is, what has come since; and who has said yes, to read."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.danish import date_time
from accounts.models import User
from documents.models import MailRecord
from partnerships.models import Municipality
from strategy import applications, confirmations
from strategy.applications import Change, mark
from strategy.models import Partner, PartnerConfirmation, TrialAction
from tests.factories import trial_actions as make
from tests.factories.trial_actions import AT, DAY, Room

As = Callable[[User], Client]


@pytest.fixture
def room(stevns: Municipality, mette: User) -> Room:
    return make.room(stevns, mette)


@pytest.fixture
def row(room: Room, anders: User) -> TrialAction:
    """Complete, but nobody has been asked; the second partner has a contact of its own."""
    made = make.complete(room.round, anders, units=room.units)
    PartnerConfirmation.objects.all().delete()
    made.partners.filter(position=2).update(contact_name="Ole Bro", contact_email="ole@stevns.example")
    confirmations.ask(trial_action=made, by=anders, at=AT)
    return made


def plain(html: str) -> str:
    """The text of a page, on one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", html.split("<main", 1)[-1]).split())


def asked(kind: str, place: int) -> PartnerConfirmation:
    return PartnerConfirmation.objects.filter(kind=kind, partner__position=place).latest("pk")


def page(client: Client, kind: str, place: int) -> str:
    return plain(client.get(confirmations.path(asked(kind, place))).content.decode())


def answer(kind: str, place: int, *, yes: bool = True) -> None:
    confirmations.answer(confirmation=asked(kind, place), is_given=yes, comment="", by=None, at=AT)


def change(row: TrialAction, by: User) -> None:
    applications.write(trial_action=row, changes={"place": Change("Hallen", mark("Skolegården"))}, by=by, at=AT + DAY)
    confirmations.ask(trial_action=row, by=by, at=AT + DAY)


def test_the_page_says_whose_answer_it_is(row: TrialAction, client: Client) -> None:
    leader = "Du svarer som Leder af Klintskolen, leder , for Klintskolen (skole). "
    leader += "Linket er sendt til leder.klintskolen@stevns.example."
    contact = (
        "Du svarer som Ole Bro, kontakt , for SFO Klinten (sfo eller klub). Linket er sendt til ole@stevns.example."
    )
    assert [leader in page(client, "part", 1), contact in page(client, "part", 2)] == [True, True]
    assert "Du er logget ind som en anden" not in page(client, "part", 2)


def test_one_who_is_signed_in_as_somebody_else_is_told(row: TrialAction, as_user: As, rikke: User) -> None:
    words = "Du er logget ind som Rikke Sand. Svar kun, hvis linket også er til dig: svaret står som Ole Bro."
    assert words in page(as_user(rikke), "part", 2)
    rikke.email = "ole@stevns.example"
    rikke.save()
    assert words not in page(as_user(rikke), "part", 2)


def test_the_page_says_what_was_answered(row: TrialAction, client: Client) -> None:
    answer("part", 2, yes=False)
    assert f"Du svarede nej {date_time(AT)}." in page(client, "part", 2)


def test_who_is_asked_again_is_told_that_it_has_been_changed_since(
    row: TrialAction, anders: User, client: Client
) -> None:
    answer("part", 1)
    first = {one.email.to[0]: one.email.subject for one in MailRecord.objects.filter(kind="confirmation_asked")}
    change(row, anders)
    mails = MailRecord.objects.filter(kind="confirmation_asked").order_by("pk").select_related("email")
    again = {one.email.to[0]: (one.email.subject, plain(one.email.message)) for one in mails}
    leader, contact = "leder.klintskolen@stevns.example", "ole@stevns.example"
    assert [first[leader], again[leader][0]] == [
        "Siger I ja? Sammen om frikvarteret",
        "Rettet, siden du blev spurgt. Siger I ja? Sammen om frikvarteret",
    ]
    assert f"Du sagde ja til udgave 1 {date_time(AT)}. Ansøgningen er rettet siden" in again[leader][1]
    assert f"Du blev spurgt om udgave 1 {date_time(AT)}, og det link virker ikke mere." in again[contact][1]
    shown = [page(client, "part", place) for place in (1, 2)]
    assert (
        f"Ansøgningen er rettet, siden du svarede ja {date_time(AT)}. Det var udgave 1; nu er det udgave 2" in shown[0]
    )
    assert f"Ansøgningen er rettet, siden du blev spurgt {date_time(AT)}." in shown[1]


def test_nothing_of_an_earlier_edition_the_first_time(row: TrialAction, client: Client) -> None:
    assert "Ansøgningen er rettet" not in page(client, "part", 1)
    message = MailRecord.objects.filter(kind="confirmation_asked").earliest("pk").email.message
    assert "rettet siden" not in message


def test_the_application_and_its_print_show_who_has_said_yes_and_who_has_not(
    row: TrialAction, anders: User, mette: User, as_user: As
) -> None:
    answer("part", 1)
    answer("backing", 2, yes=False)
    Partner.objects.create(trial_action=row, position=3, actor="Idrætsforeningen", part="Kommer med bolde.")
    way = f"/strategi/proevehandlinger/{row.pk}/ansoegning/"
    wanted = [
        f"Accept af sin del Ja Leder af Klintskolen, leder, {date_time(AT)}",
        f"Ledelsens opbakning Ja Leder af Klintskolen, leder, {date_time(AT)}",
        f"Accept af sin del Har ikke sagt ja spurgt {date_time(AT)}",
        f"Ledelsens opbakning Nej Leder af SFO Klinten, leder, {date_time(AT)}",
        "Idrætsforeningen Anden aktør Accept af sin del Har ikke sagt ja ikke spurgt",
    ]
    for client, tail in ((as_user(mette), ""), (as_user(mette), "print/"), (as_user(anders), "print/")):
        text = plain(client.get(f"{way}{tail}").content.decode())
        assert [words in text for words in wanted] == [True] * 5
    change_ = {"place": Change("Hallen", mark("Skolegården"))}
    applications.write(trial_action=row, changes=change_, by=anders, at=AT)
    assert "Accept af sin del Skal spørges igen svarede på en tidligere udgave" in plain(
        as_user(mette).get(way).content.decode()
    )

"""Rounds' pages: who sees what, begun, changed, criteria, seats, announced."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from post_office.models import Email
from pytest_django import DjangoAssertNumQueries

from accounts.danish import date_time
from accounts.models import AuditEvent, User
from documents.models import MailRecord
from partnerships.models import Municipality
from strategy.models import CommitteeSeat, Round
from tests.factories import trial_actions as make
from tests.factories.trial_actions import Room

As = Callable[[User], Client]


def said(answer: Any) -> list[str]:
    return [str(one) for one in answer.context["messages"]]


LIST = 11
ROUND = 21
PLAN = {
    "title": "Runde 2027",
    "opens_at_0": "2026-12-01",
    "opens_at_1": "08:00",
    "closes_at_0": "2027-01-15",
    "closes_at_1": "12:00",
    "meets_at_0": "",
    "meets_at_1": "",
    "target": "20",
    "text": "Særligt om overgange.",
}


@pytest.fixture
def room(stevns: Municipality, mette: User) -> Room:
    made = make.room(stevns, mette)
    now = timezone.now()
    Round.objects.filter(pk=made.round.pk).update(opens_at=now - timedelta(days=2), closes_at=now + timedelta(days=9))
    made.round.refresh_from_db()
    return made


def test_a_coordinator_begins_a_round_with_criteria_to_begin_from(as_user: As, room: Room, mette: User) -> None:
    answer = as_user(mette).post(f"/strategi/{room.strategy.slug}/runder/ny/", PLAN)
    made = Round.objects.get(title="Runde 2027")
    assert (answer.status_code, answer["Location"]) == (302, f"/strategi/runder/{made.pk}/")
    assert next((one.title, one.weight) for one in made.criteria.all()) == ("Børnenes udbytte", 3)
    assert (made.announced_at, made.version) == (None, room.round.version)


def test_what_was_typed_stays_when_it_closes_before_it_opens(as_user: As, room: Room, mette: User) -> None:
    answer = as_user(mette).post(f"/strategi/{room.strategy.slug}/runder/ny/", {**PLAN, "closes_at_0": "2026-11-01"})
    page = answer.content.decode()
    assert "Runden skal lukke, efter at den er åbnet." in page
    assert 'value="Runde 2027"' in page


def test_a_draft_is_the_coordinators_own(as_user: As, room: Room, mette: User, anders: User) -> None:
    Round.objects.filter(pk=room.round.pk).update(announced_at=None)
    url = f"/strategi/runder/{room.round.pk}/"
    assert [as_user(mette).get(url).status_code, as_user(anders).get(url).status_code] == [200, 404]


def test_the_list_asks_the_same_of_one_and_many(
    as_user: As, room: Room, mette: User, anders: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client, url = as_user(mette), f"/strategi/{room.strategy.slug}/runder/"
    client.get(url)
    with django_assert_num_queries(LIST):
        client.get(url)
    for year in range(2027, 2031):
        row = make.round_(room.strategy, mette, title=f"Runde {year}")
        make.submitted(row, anders, units=room.units, title="En")
    with django_assert_num_queries(LIST):
        page = client.get(url).content.decode()
    assert [f"Runde {year}" in page for year in range(2026, 2031)] == [True] * 5


def test_a_round_asks_the_same_of_one_and_many_applications(
    as_user: As, room: Room, anders: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make.complete(room.round, anders, units=room.units, title="Den første")
    client, url = as_user(anders), f"/strategi/runder/{room.round.pk}/"
    client.get(url)
    with django_assert_num_queries(ROUND):
        client.get(url)
    for number in range(3):
        make.complete(room.round, anders, units=room.units, title=f"Nummer {number}")
    make.draft(room.round, anders, title="Kladden")
    with django_assert_num_queries(ROUND):
        page = client.get(url).content.decode()
    assert (page.count("klar til at indsende"), page.count("mangler 11 af 11 punkter")) == (4, 1)


def test_two_coordinators_are_told_of_each_other(as_user: As, room: Room, mette: User) -> None:
    client = as_user(mette)
    url = f"/strategi/runder/{room.round.pk}/rediger/"
    assert client.post(url, {**PLAN, "revision": "1"}).status_code == 302
    answer = client.post(url, {**PLAN, "title": "Min titel", "revision": "1"})
    page = answer.content.decode()
    assert ("Det har din kollega gemt" in page, 'value="Min titel"' in page) == (True, True)
    assert Round.objects.get(pk=room.round.pk).title == "Runde 2027"


def moved_to(round_: Round, at: datetime) -> dict[str, str]:
    """What a browser sends when the deadline alone is moved."""
    opens, closes = timezone.localtime(round_.opens_at), timezone.localtime(at)
    return {
        "revision": str(round_.revision),
        "title": round_.title,
        "target": str(round_.target),
        "text": round_.text,
        "opens_at_0": opens.strftime("%Y-%m-%d"),
        "opens_at_1": opens.strftime("%H:%M"),
        "closes_at_0": closes.strftime("%Y-%m-%d"),
        "closes_at_1": closes.strftime("%H:%M"),
    }


def test_the_deadline_of_an_announced_round_is_not_moved_into_the_past(as_user: As, room: Room, mette: User) -> None:
    url, now = f"/strategi/runder/{room.round.pk}/rediger/", timezone.now()
    page = as_user(mette).post(url, moved_to(room.round, now - timedelta(hours=9))).content.decode()
    field = BeautifulSoup(page, "html.parser").select_one("#div_id_closes_at")
    assert field is not None
    assert "Fristen er passeret, og runden ville lukke nu." in field.get_text()
    before = room.round.closes_at
    room.round.refresh_from_db()
    assert room.round.closes_at == before


@pytest.mark.parametrize("days", [2, 20])
def test_those_who_write_are_told_that_the_deadline_is_moved(
    as_user: As, room: Room, mette: User, anders: User, days: int
) -> None:
    make.draft(room.round, anders)
    url = f"/strategi/runder/{room.round.pk}/rediger/"
    client = as_user(mette)
    answer = client.post(url, moved_to(room.round, timezone.now() + timedelta(days=days)), follow=True)
    assert "de, der skriver på en ansøgning, får en mail" in answer.content.decode()
    told = MailRecord.objects.filter(kind="round_deadline_moved")
    assert [one.email.to for one in told.select_related("email")] == [[anders.email]]


def test_criteria_are_written_in_order_with_weights(as_user: As, room: Room, mette: User) -> None:
    rows = {
        "kriterium-TOTAL_FORMS": "2",
        "kriterium-INITIAL_FORMS": "0",
        "kriterium-0-title": "Børnenes stemme",
        "kriterium-0-text": "",
        "kriterium-0-weight": "5",
        "kriterium-1-title": "Til at måle",
        "kriterium-1-text": "Kan vi se det?",
        "kriterium-1-weight": "1",
        "revision": "1",
    }
    url = f"/strategi/runder/{room.round.pk}/kriterier/"
    client = as_user(mette)
    assert client.post(url, rows).status_code == 302
    found = [(one.title, one.weight) for one in room.round.criteria.all()]
    assert found == [("Børnenes stemme", 5), ("Til at måle", 1)]
    page = client.get(f"/strategi/runder/{room.round.pk}/").content.decode()
    assert ("83 % af pointene" in page, "17 % af pointene" in page) == (True, True)


def test_criteria_stand_once_points_have_been_given(as_user: As, room: Room, mette: User, anders: User) -> None:
    seat = make.seat(room.round, mette)
    row = make.submitted(room.round, anders, units=room.units)
    review = seat.reviews.create(trial_action=row, updated_at=make.AT)
    review.scores.create(criterion=room.round.criteria.first(), points=4)
    rows = {
        "kriterium-TOTAL_FORMS": "1",
        "kriterium-INITIAL_FORMS": "0",
        "kriterium-0-title": "Et nyt",
        "kriterium-0-weight": "1",
        "revision": "1",
    }
    page = as_user(mette).post(f"/strategi/runder/{room.round.pk}/kriterier/", rows).content.decode()
    assert "Udvalget har givet point efter kriterierne, så de kan ikke ændres." in page
    assert room.round.criteria.count() == 3


def test_a_seat_makes_an_account_and_a_mail_and_opens_the_round(as_user: As, room: Room, mette: User) -> None:
    url = f"/strategi/runder/{room.round.pk}/pladser/"
    data = {"name": "Karen Ø", "email": "Karen@Foraeldre.example", "kind": "parent", "is_chair": "on"}
    assert as_user(mette).post(url, data).status_code == 302
    seat = CommitteeSeat.objects.get()
    said = (seat.user.email, seat.user.name, seat.kind, seat.is_chair)
    assert said == ("karen@foraeldre.example", "Karen Ø", "parent", True)
    assert list(MailRecord.objects.values_list("kind", flat=True)) == ["committee_seat_given"]
    assert as_user(seat.user).get(f"/strategi/runder/{room.round.pk}/").status_code == 200
    again = as_user(mette).post(url, data).content.decode()
    assert "Personen sidder allerede i udvalget." in again


def test_the_account_of_another_municipality_is_not_told(
    as_user: As, room: Room, mette: User, anders: User, stranger: User
) -> None:
    client, url = as_user(mette), f"/strategi/runder/{room.round.pk}/pladser/"
    data = {"name": "Karen fra forældrerådet", "email": stranger.email.upper(), "kind": "parent", "is_chair": "on"}
    page = client.post(url, data, follow=True).content.decode()
    log = client.get(f"/log/round/{room.round.pk}/").content.decode()
    other = client.get(f"/strategi/runder/{room.round.pk}/").content.decode()
    reading = client.get(f"/strategi/runder/{room.round.pk}/udvalg/").content.decode()
    for one in (page, log, other, reading):
        assert ("Karen fra forældrerådet" in one, stranger.display_name in one) == (True, False)
    client.post(url, {"name": "Et kaldenavn", "email": anders.email, "kind": "staff"})  # is the municipality's own
    assert CommitteeSeat.objects.get(user=anders).display_name == anders.display_name


def test_what_sort_of_account_an_address_has_is_not_told(as_user: As, room: Room, mette: User, stranger: User) -> None:
    User.objects.filter(pk=stranger.pk).update(is_active=False)
    EmailAddress.objects.create(user=mette, email="anden@foraeldre.example", verified=True)
    client, url = as_user(mette), f"/strategi/runder/{room.round.pk}/pladser/"
    for email in (stranger.email, "anden@foraeldre.example"):
        page = client.post(url, {"name": "Karen", "email": email, "kind": "parent"}).content.decode()
        assert "Adressen kan ikke bruges. Spørg personen" in page
    assert room.round.seats.count() == 0


def test_a_new_chair_takes_over_and_a_seat_can_be_taken(as_user: As, room: Room, mette: User, rikke: User) -> None:
    old, new = make.seat(room.round, mette, is_chair=True), make.seat(room.round, rikke)
    client, url = as_user(mette), f"/strategi/runder/{room.round.pk}/pladser/"
    assert "Mette Holm er formand nu og bliver afløst." in client.get(url).content.decode()
    assert said(client.post(url, {"chair": str(new.pk)}, follow=True)) == [
        f"{rikke.display_name} er formand for udvalget i stedet for Mette Holm."
    ]
    assert list(room.round.seats.filter(is_chair=True)) == [new]
    page = client.get(url).content.decode()
    assert client.get(f"/log/round/{room.round.pk}/").status_code == 200
    assert f"/log/round/{room.round.pk}/" in page
    assert f'data-confirm="fjern-{old.pk}"' in page
    assert f'<dialog class="dialog" id="fjern-{old.pk}"' in page
    assert said(client.post(url, {"take": str(old.pk)}, follow=True)) == ["Mette Holm er fjernet fra udvalget."]
    assert list(room.round.seats.all()) == [new]
    data = {"name": "Karen Ø", "email": "karen@foraeldre.example", "kind": "other", "is_chair": "on"}
    assert said(client.post(url, data, follow=True)) == [
        "Karen Ø har fået en plads og en mail.",
        f"Karen Ø er formand for udvalget i stedet for {rikke.display_name}.",
    ]
    assert list(AuditEvent.objects.order_by("pk").values_list("summary", flat=True)) == [
        f"gjorde {rikke.display_name} til formand for udvalget i Runde 2026 i stedet for Mette Holm",
        "tog Mette Holm ud af udvalget for Runde 2026",
        f"gav Karen Ø en plads i udvalget for Runde 2026 (anden og formand i stedet for {rikke.display_name})",
    ]
    letter = Email.objects.get().message
    assert ("Du er formand." in letter, "som anden" in letter) == (True, False)
    assert "så spørg Mette Holm, mette.holm@stevns.example." in letter


def test_a_decided_committee_offers_no_seats(as_user: As, room: Room, mette: User, rikke: User) -> None:
    make.seat(room.round, rikke)
    Round.objects.update(decided_at=timezone.now(), decided_by=mette)
    client, url = as_user(mette), f"/strategi/runder/{room.round.pk}/pladser/"
    page = BeautifulSoup(client.get(url).content, "html.parser")
    assert page.select("main form") == []
    assert "Udvalget ligger fast Mette Holm traf afgørelsen" in " ".join(page.main.get_text(" ").split())
    data = {"name": "Karen Ø", "email": "karen@foraeldre.example", "kind": "other"}
    assert said(client.post(url, data, follow=True)) == ["Runden er afgjort. Udvalget kan ikke ændres."]
    assert room.round.seats.count() == 1


def test_a_committee_without_a_chair_is_told(as_user: As, room: Room, mette: User, rikke: User) -> None:
    seat = make.seat(room.round, rikke)
    client, url = as_user(mette), f"/strategi/runder/{room.round.pk}/pladser/"
    assert "Udvalget har ingen formand" in client.get(url).content.decode()
    client.post(url, {"chair": str(seat.pk)})
    page = BeautifulSoup(client.get(url).content, "html.parser")
    assert [one.get_text() for one in page.select("main .alert-heading")] == []


def test_a_seat_in_a_round_that_has_closed_leads_to_the_reading(as_user: As, room: Room, mette: User) -> None:
    now = timezone.now()
    Round.objects.update(closes_at=now - timedelta(days=1), meets_at=now + timedelta(days=3))
    data = {"name": "Karen Ø", "email": "karen@foraeldre.example", "kind": "parent"}
    as_user(mette).post(f"/strategi/runder/{room.round.pk}/pladser/", data)
    letter = Email.objects.get().message
    meets_at = date_time(now + timedelta(days=3))
    assert f"Ansøgningerne er klar: læs dem, og giv point, før udvalget mødes {meets_at}." in letter
    assert (f"/strategi/runder/{room.round.pk}/udvalg/\n" in letter, "lukker" in letter) == (True, False)


def test_announcing_mails_the_members_once(as_user: As, room: Room, mette: User, anders: User, rikke: User) -> None:
    Round.objects.filter(pk=room.round.pk).update(announced_at=None)
    client, url = as_user(mette), f"/strategi/runder/{room.round.pk}/udmelding/"
    client.post(url)
    client.post(url)
    to = sorted(record.email.to[0] for record in MailRecord.objects.filter(kind="round_announced"))
    assert to == sorted([mette.email, anders.email, rikke.email])


def test_a_round_that_was_never_announced_can_be_deleted(as_user: As, room: Room, mette: User) -> None:
    url = f"/strategi/runder/{room.round.pk}/slet/"
    client = as_user(mette)
    client.post(url)
    assert Round.objects.filter(pk=room.round.pk).exists()
    Round.objects.filter(pk=room.round.pk).update(announced_at=None)
    client.post(url)
    assert not Round.objects.filter(pk=room.round.pk).exists()


def test_nobody_on_its_committee_hears_of_a_round_that_was_never_announced(
    as_user: As, room: Room, mette: User
) -> None:
    Round.objects.filter(pk=room.round.pk).update(announced_at=None)
    client, url = as_user(mette), f"/strategi/runder/{room.round.pk}/"
    seat = {"name": "Ulla Vang", "email": "ulla@stevns.example", "kind": "parent"}
    client.post(f"{url}pladser/", seat)
    assert room.round.seats.get().user.email == seat["email"]
    assert "ingen på udvalgets pladser har fået besked" in client.get(url).content.decode()
    client.post(f"{url}slet/")
    assert (Round.objects.filter(pk=room.round.pk).exists(), MailRecord.objects.count()) == (False, 0)


def test_others_do_not_lead(as_user: As, room: Room, anders: User, rikke: User, stranger: User) -> None:
    for name in ("rediger/", "kriterier/", "pladser/"):
        url = f"/strategi/runder/{room.round.pk}/{name}"
        found = [as_user(person).get(url).status_code for person in (anders, rikke, stranger)]
        assert (name, found) == (name, [403, 403, 404])

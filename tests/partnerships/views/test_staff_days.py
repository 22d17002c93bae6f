"""A network day for staff: reading it, moving, confirming, cancelling, holding, and its programme."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from post_office.models import Email

from accounts.models import User
from partnerships import day_notices, network_days
from partnerships.models import DayItem, DayNotice, Enrolment, Network, NetworkDay, SeatHolding
from tests.factories import planning, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(as_user, signe: User) -> Client:
    return as_user(signe)


@pytest.fixture
def network(binding: Enrolment) -> Network:
    return Network.objects.get(partnership__area="school")


@pytest.fixture
def day(network: Network, signe: User) -> NetworkDay:
    return planning.planned(network, signe)


@pytest.fixture
def told_day(network: Network, signe: User) -> NetworkDay:
    """A confirmed day that two people know of."""
    planning.seat_people(network, 2)
    row = planning.confirmed(network, signe)
    tell()
    return row


def tell() -> None:
    day_notices.prepare(at=world.NOW)
    day_notices.queue_mails(at=world.NOW)


def address(day: NetworkDay, action: str = "") -> str:
    return f"/administration/netvaerksdage/{day.pk}/{action}"


def typed(day: NetworkDay, **values: Any) -> dict[str, Any]:
    """The edit form as it stands, with what a person changes."""
    plain = {
        "title": day.title,
        "date": "2027-03-03",
        "starts": "09:30",
        "ends": "15:30",
        "where": "physical",
        "venue": "Huset",
        "address": "Gade 1, Odense",
        "revision": day.revision,
    }
    return plain | values


def text(response) -> str:
    return " ".join(response.content.decode().split())


def fresh(day: NetworkDay) -> NetworkDay:
    return NetworkDay.objects.get(pk=day.pk)


def item(number: int = 0, **values: Any) -> dict[str, Any]:
    plain = {"starts": "9:30", "ends": "10.15", "kind": "expert", "title": "Velkomst", "speaker": "Ida Lund"}
    return {f"punkter-{number}-{name}": value for name, value in (plain | values).items()}


def items(day: NetworkDay, *rows: dict[str, Any], **extra: Any) -> dict[str, Any]:
    data = {"punkter-TOTAL_FORMS": len(rows), "punkter-INITIAL_FORMS": 0, "revision": day.revision, **extra}
    for row in rows:
        data |= row
    return data


# --- the page -----------------------------------------------------------------------------------------------------


def test_a_tentative_day_says_who_would_be_told(staff: Client, day: NetworkDay, network: Network) -> None:
    planning.seat_people(network, 3)
    page = text(staff.get(address(day)))
    for words in (
        "Onsdag 3. marts 2027 kl. 9.30–15.30 (uge 9)",
        "Foreløbig",
        "Når I bekræfter dagen, får 3 personer en mail",
        "Skriv programmet",
        "planlagde Netværksdag 1 foreløbigt",
        "Bekræft dagen",
    ):
        assert words in page, words
    for action in ("styregruppe/", "fremmoede/", "materialer/", "evaluering/"):
        assert f'href="{address(day, action)}"' in page


def test_a_confirmed_day_says_who_knows_and_who_has_seen_it(staff: Client, told_day: NetworkDay) -> None:
    day_notices.acknowledge(day=told_day, address="person1@stevns.example", at=world.NOW)
    page = text(staff.get(address(told_day)))
    mail = Email.objects.get(to="person1@stevns.example")
    for words in (
        "1 af 2 har set det",
        "person1@stevns.example",
        "24. nov. 10.00",
        "Ikke endnu",
        f"/administration/mails/{mail.pk}/",
        "Venter",
        "Bekræftet</strong>",
        "2 beskeder",
    ):
        assert words in page, words


@pytest.mark.parametrize("people", [3, 400])
def test_the_number_of_queries_does_not_grow_with_participants(
    staff: Client, network: Network, signe: User, django_assert_num_queries, people: int
) -> None:
    planning.seat_people(network, people)
    day = planning.confirmed(network, signe)
    tell()
    assert DayNotice.objects.count() == people
    staff.get(address(day))
    with django_assert_num_queries(13):
        page = text(staff.get(address(day)))
    assert f"0 af {people} har set det" in page
    assert page.count("@stevns.example") == min(people, 25)


def test_only_administrators_reach_the_pages(day: NetworkDay, mette: User, stranger: User, finn: User, as_user) -> None:
    actions = ("", "rediger/", "bekraeft/", "aflys/", "program/", "genbrug/")
    posts = (*actions[1:], "afholdt/")
    for person, expected in ((mette, 403), (stranger, 404), (finn, 404)):
        client = as_user(person)
        assert {client.get(address(day, action)).status_code for action in actions} == {expected}
        assert {client.post(address(day, action), typed(day)).status_code for action in posts} == {expected}
    assert {Client().get(address(day, action)).status_code for action in actions} == {302}
    assert fresh(day).revision == day.revision


# --- moving -------------------------------------------------------------------------------------------------------


def test_a_tentative_day_is_changed_at_once(staff: Client, day: NetworkDay) -> None:
    response = staff.post(address(day, "rediger/"), typed(day, date="2027-03-10", room="Sal 2"))
    assert response.url == address(day)
    row = fresh(day)
    assert (network_days.when(row), row.room, row.changes.count()) == ("10. marts 2027 kl. 9.30–15.30", "Sal 2", 0)


def test_a_confirmed_day_shows_who_will_be_told_before_it_moves(staff: Client, told_day: NetworkDay) -> None:
    data = typed(told_day, date="2027-03-10", reason="Huset er optaget.")
    response = staff.post(address(told_day, "rediger/"), data)
    page = text(response)
    for words in (
        "<dt>Nu</dt><dd>onsdag 3. marts 2027 kl. 9.30–15.30, Huset</dd>",
        "<strong>onsdag 10. marts 2027 kl. 9.30–15.30, Huset</strong>",
        "<strong>2 personer</strong> i 1 kommune",
        "<dt>Stevns</dt><dd>Person 1, Person 2</dd>",
        "Flyt dagen, og giv 2 besked",
    ):
        assert words in page, words
    assert fresh(told_day).revision == told_day.revision
    assert f'name="revision" value="{told_day.revision}"' in page

    mark = response.context["mark"]
    assert staff.post(address(told_day, "rediger/"), data | {"set": mark}).url == address(told_day)
    assert network_days.when(fresh(told_day)) == "10. marts 2027 kl. 9.30–15.30"
    tell()
    assert sorted(notice.name for notice in day_notices.latest_notices(told_day)) == ["Person 1", "Person 2"]
    page = text(staff.get(address(told_day)))
    assert "Fra onsdag 3. marts 2027 kl. 9.30–15.30, Huset<br>til onsdag 10. marts 2027" in page
    assert "Huset er optaget." in page


def test_other_values_or_other_people_than_those_shown_are_shown_again(
    staff: Client, told_day: NetworkDay, network: Network
) -> None:
    data = typed(told_day, date="2027-03-10")
    mark = staff.post(address(told_day, "rediger/"), data).context["mark"]
    other = staff.post(address(told_day, "rediger/"), data | {"set": mark, "date": "2027-03-11"})
    assert "torsdag 11. marts 2027" in text(other)
    last = network.members.get().participation.seats.order_by("pk")[3]
    last.holdings.create(name="Ny", title="Leder", email="ny@stevns.example", start_date=world.NOW.date())
    assert "<strong>3 personer</strong>" in text(staff.post(address(told_day, "rediger/"), data | {"set": mark}))
    assert fresh(told_day).revision == told_day.revision


def test_back_from_the_page_keeps_what_was_typed(staff: Client, told_day: NetworkDay) -> None:
    response = staff.post(address(told_day, "rediger/"), typed(told_day, date="2027-03-10", tilbage="1"))
    assert (response.status_code, 'value="2027-03-10"' in text(response)) == (200, True)
    assert fresh(told_day).revision == told_day.revision


def test_a_new_title_of_a_confirmed_day_is_saved_at_once(staff: Client, told_day: NetworkDay) -> None:
    assert staff.post(address(told_day, "rediger/"), typed(told_day, title="Første dag")).status_code == 302
    row = fresh(told_day)
    assert (row.title, row.changes.count()) == ("Første dag", 1)


def test_who_comes_second_is_told_and_keeps_what_was_typed(staff: Client, told_day: NetworkDay) -> None:
    anna = world.user("anna@kl.example", "Anna Bro", is_administrator=True)
    plan = planning.plan(date(2027, 3, 17))
    network_days.change(day=told_day, plan=plan, revision=told_day.revision, by=anna, at=world.NOW)
    data = typed(told_day, date="2027-03-10")
    response = staff.post(address(told_day, "rediger/"), data)
    page = text(response)
    assert response.status_code == 409
    assert "Anna Bro har flyttet den til 17. marts 2027 kl. 9.30–15.30" in page
    assert 'value="2027-03-10"' in page
    assert f'name="revision" value="{told_day.revision + 1}"' in page
    again = staff.post(address(told_day, "rediger/"), data | {"revision": told_day.revision + 1})
    assert "<dt>Nu</dt><dd>onsdag 17. marts 2027" in text(again)


def test_warnings_when_a_day_is_moved(staff: Client, day: NetworkDay) -> None:
    data = typed(day, date="2027-05-06")
    found = staff.post(address(day, "rediger/"), data | {"kontrol": "1"})
    assert "Det er Kristi himmelfartsdag" in text(found)
    assert 'hx-swap-oob="innerHTML:#advarsler-dag"' in text(found)
    response = staff.post(address(day, "rediger/"), data)
    assert response.status_code == 422
    assert fresh(day).revision == day.revision
    mark = response.context["form"].mark
    assert staff.post(address(day, "rediger/"), data | {"anyway": mark}).status_code == 302
    assert network_days.when(fresh(day)) == "6. maj 2027 kl. 9.30–15.30"


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"venue": ""}, "venue", "En bekræftet dag skal have et sted"),
        ({"ends": "09:00"}, "ends", "Dagen skal slutte, efter at den begynder"),
        ({"date": ""}, "date", "Vælg en dato"),
        ({"reason": "x" * 301}, "reason", "Skriv højst 300 tegn"),
        ({"revision": "x" * 5000, "title": ""}, "title", "Skriv, hvad dagen hedder"),
    ],
)
def test_bad_input_is_said_at_the_field(
    staff: Client, told_day: NetworkDay, values: dict[str, str], field: str, words: str
) -> None:
    response = staff.post(address(told_day, "rediger/"), typed(told_day, **values))
    assert response.status_code == 422
    assert response.context["form"].errors[field] == [words]
    assert words in text(response)
    assert fresh(told_day).revision == told_day.revision


def test_a_stale_or_senseless_revision_is_told(staff: Client, day: NetworkDay) -> None:
    for sent in ("0", "", "x", "9" * 400):
        assert staff.post(address(day, "rediger/"), typed(day, revision=sent)).status_code == 409


# --- confirming, cancelling, holding ------------------------------------------------------------------------------


def test_confirming_shows_who_is_invited_first(staff: Client, day: NetworkDay, network: Network) -> None:
    planning.seat_people(network, 2)
    response = staff.get(address(day, "bekraeft/"))
    assert "Bekræft, og invitér 2" in text(response)
    data = {"revision": day.revision, "set": response.context["mark"]}
    assert staff.post(address(day, "bekraeft/"), data).url == address(day)
    assert fresh(day).state == "confirmed"
    assert staff.get(address(day, "bekraeft/")).url == address(day)


def test_confirming_what_somebody_else_changed_is_refused(staff: Client, day: NetworkDay) -> None:
    mark = staff.get(address(day, "bekraeft/")).context["mark"]
    anna = world.user("anna@kl.example", "Anna Bro", is_administrator=True)
    network_days.change(day=day, plan=planning.plan(date(2027, 3, 17)), revision=day.revision, by=anna, at=world.NOW)
    response = staff.post(address(day, "bekraeft/"), {"revision": day.revision, "set": mark})
    assert response.status_code == 409
    assert "Anna Bro har ændret dagen, siden du læste den." in text(response)
    assert "onsdag 17. marts 2027" in text(response)
    assert fresh(day).state == "tentative"


def test_others_on_the_seats_than_those_shown_are_shown_first(staff: Client, day: NetworkDay, network: Network) -> None:
    mark = staff.get(address(day, "bekraeft/")).context["mark"]
    planning.seat_people(network, 2)
    response = staff.post(address(day, "bekraeft/"), {"revision": day.revision, "set": mark})
    assert response.status_code == 409
    assert "Der er kommet andre på pladserne." in text(response)
    assert fresh(day).state == "tentative"


def test_a_day_without_a_place_is_not_confirmed(staff: Client, network: Network, signe: User) -> None:
    day = planning.planned(network, signe, venue="", address="")
    response = staff.get(address(day, "bekraeft/"))
    assert "Stedet mangler." in text(response)
    data = {"revision": day.revision, "set": response.context["mark"]}
    assert "Skriv, hvor dagen er, før I bekræfter den." in text(staff.post(address(day, "bekraeft/"), data))


def test_cancelling_needs_a_reason_and_tells(staff: Client, told_day: NetworkDay) -> None:
    page = text(staff.get(address(told_day, "aflys/")))
    assert "Aflys dagen, og giv 2 besked" in page
    response = staff.post(address(told_day, "aflys/"), {"revision": told_day.revision})
    assert (response.status_code, "Skriv, hvorfor dagen aflyses" in text(response)) == (422, True)
    data = {"revision": told_day.revision, "reason": "Oplægsholderen er syg."}
    assert staff.post(address(told_day, "aflys/"), data).url == address(told_day)
    assert (fresh(told_day).state, fresh(told_day).cancel_reason) == ("cancelled", "Oplægsholderen er syg.")
    tell()
    page = text(staff.get(address(told_day)))
    assert page.count("Afbud") == 2
    assert "Dagen er aflyst" in page
    assert staff.get(address(told_day, "aflys/")).url == address(told_day)


def test_cancelling_what_somebody_else_changed_is_refused(staff: Client, told_day: NetworkDay) -> None:
    response = staff.post(address(told_day, "aflys/"), {"revision": 1, "reason": "Syg"})
    assert response.status_code == 409
    assert "Signe Dam har bekræftet dagen" in text(response)
    assert fresh(told_day).state == "confirmed"


@pytest.mark.parametrize("action", ["bekraeft/", "aflys/"])
def test_nobody_is_told_of_a_day_that_is_over(staff: Client, network: Network, signe: User, action: str) -> None:
    planning.seat_people(network, 2)
    make = planning.planned if action == "bekraeft/" else planning.confirmed
    day = make(network, signe, day=date(2026, 2, 4))
    SeatHolding.objects.update(start_date=date(2026, 1, 1))
    page = text(staff.get(address(day, action)))
    assert ("Ingen får besked: dagen er gået." in page, "får besked med mail" in page) == (True, False)
    mark = re.search(r'name="set" value="(\w+)"', page)
    sent = {"revision": day.revision, "reason": "Syg", "set": mark[1] if mark else ""}
    page = text(staff.post(address(day, action), sent, follow=True))
    tell()
    assert ("Deltagerne får en invitation" in page, Email.objects.filter(record__kind="network_day").count()) == (
        False,
        0,
    )
    assert fresh(day).state == ("confirmed" if action == "bekraeft/" else "cancelled")


def test_a_day_people_expect_is_not_moved_into_the_past(staff: Client, told_day: NetworkDay) -> None:
    form = typed(told_day, date="2026-02-04")
    page = staff.post(address(told_day, "rediger/"), form)
    mark = re.search(r'name="anyway"[^>]*value="(\w+)"', text(page))
    assert mark is not None
    page = staff.post(address(told_day, "rediger/"), form | {"anyway": mark[1]})
    assert (page.status_code, "Det tidspunkt er gået, så ingen kan få besked." in text(page)) == (422, True)
    assert fresh(told_day).starts_at == told_day.starts_at


def test_what_is_put_right_after_the_day_is_told_to_nobody(network: Network, signe: User) -> None:
    day = planning.confirmed(network, signe, day=date(2026, 2, 4))
    plan = planning.plan(date(2026, 2, 4), room="Sal 2")
    saved, change = network_days.change(day=day, plan=plan, revision=day.revision, by=signe, at=world.NOW)
    assert (saved.room, change) == ("Sal 2", None)


def test_a_day_is_held_when_it_has_begun(staff: Client, told_day: NetworkDay) -> None:
    assert "Sæt dagen til afholdt</button></form>" not in text(staff.get(address(told_day)))
    staff.post(address(told_day, "afholdt/"))
    assert fresh(told_day).state == "confirmed"
    now = timezone.now()
    NetworkDay.objects.filter(pk=told_day.pk).update(
        starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1)
    )
    assert "Sæt dagen til afholdt</button></form>" in text(staff.get(address(told_day)))
    staff.post(address(told_day, "afholdt/"))
    assert fresh(told_day).state == "held"
    assert staff.get(address(told_day, "rediger/")).url == address(told_day)
    assert staff.get(address(told_day, "afholdt/")).status_code == 405


# --- the programme ------------------------------------------------------------------------------------------------


def test_the_programme_is_saved_as_a_whole_in_order_of_time(staff: Client, day: NetworkDay) -> None:
    late = item(0, starts="13.00", ends="14.00", kind="leadership", title="Ledelse", speaker="")
    early = item(1) | {"punkter-1-levers": ["1", "5"]}
    assert staff.post(address(day, "program/"), items(day, late, early)).url == address(day)
    rows = [(str(row.starts)[:5], row.title, row.speaker, row.levers) for row in day.items.all()]
    assert rows == [("09:30", "Velkomst", "Ida Lund", [1, 5]), ("13:00", "Ledelse", "", [])]
    page = text(staff.get(address(day)))
    assert "Visitationsprocessen" in page
    page = text(staff.get(address(day, "program/")))
    assert '<option value="Ida Lund">' in page
    assert staff.post(address(day, "program/"), items(fresh(day), item(0, DELETE="on"))).status_code == 302
    assert DayItem.objects.count() == 0


def test_rows_come_and_go_without_saving(staff: Client, day: NetworkDay) -> None:
    two = items(day, item(0), item(1, title="Frokost", starts="12:00", ends=""))
    grown = staff.post(address(day, "program/"), two | {"add-row": "1"})
    assert (grown.status_code, grown.context["rows"].total_form_count()) == (200, 3)
    assert "Frokost" in text(grown)
    shrunk = staff.post(address(day, "program/"), two | {"remove-row": "0"})
    rows = shrunk.context["rows"]
    assert (shrunk.status_code, rows.total_form_count(), rows.forms[0]["title"].value()) == (200, 1, "Frokost")
    assert "Der er problemer" not in text(shrunk)
    assert DayItem.objects.count() == 0


@pytest.mark.parametrize("number", ["7", "-1", "x", "²", "9" * 5000])
def test_a_row_that_is_not_there_cannot_be_removed(staff: Client, day: NetworkDay, number: str) -> None:
    response = staff.post(address(day, "program/"), items(day, item()) | {"remove-row": number})
    assert (response.status_code, response.context["rows"].total_form_count()) == (200, 1)


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"starts": ""}, "starts", "Skriv, hvornår punktet begynder"),
        ({"ends": "9:30"}, "ends", "Punktet skal slutte, efter at det begynder"),
        ({"kind": "x"}, "kind", "Vælg en af dem på listen"),
        ({"title": ""}, "title", "Skriv, hvad der sker"),
        ({"title": "x" * 161}, "title", "Skriv højst 160 tegn"),
        ({"levers": "8"}, "levers", "Vælg blandt de 7 greb"),
    ],
)
def test_a_bad_item_is_said_at_its_field_and_kept(
    staff: Client, day: NetworkDay, values: dict[str, str], field: str, words: str
) -> None:
    response = staff.post(address(day, "program/"), items(day, item(0, **values)))
    assert response.status_code == 422
    assert response.context["rows"].forms[0].errors[field] == [words]
    assert words in text(response)
    assert 'value="Ida Lund"' in text(response)
    assert DayItem.objects.count() == 0


def test_two_who_write_the_programme_at_once(staff: Client, day: NetworkDay) -> None:
    staff.post(address(day, "program/"), items(day, item(0, title="Annas oplæg")))
    response = staff.post(address(day, "program/"), items(day, item(0, title="Mit oplæg")))
    page = text(response)
    assert response.status_code == 409
    assert "Signe Dam har ændret dagen" in page
    assert "<li>9.30–10.15 Annas oplæg, Ida Lund</li>" in page
    assert 'value="Mit oplæg"' in page
    assert staff.post(address(day, "program/"), items(fresh(day), item(0, title="Mit oplæg"))).status_code == 302
    assert [row.title for row in day.items.all()] == ["Mit oplæg"]


def test_a_programme_is_taken_over_from_another_network(
    staff: Client, day: NetworkDay, signe: User, network: Network
) -> None:
    other = Network.objects.exclude(pk=network.pk).get()
    source = planning.planned(other, signe, 2)
    assert "Ingen andre dage har et program endnu" in text(staff.get(address(day, "genbrug/")))
    staff.post(address(source, "program/"), items(source, item(0)))
    page = text(staff.get(address(day, "genbrug/")))
    assert "Netværk dagtilbud, Inkluderende børnefællesskaber 2027, 3. marts 2027" in page
    wrong = staff.post(address(day, "genbrug/"), {"fra": "x" * 40, "revision": day.revision})
    assert (wrong.status_code, "Vælg en af dagene på listen." in text(wrong)) == (422, True)
    stale = staff.post(address(day, "genbrug/"), {"fra": source.pk, "revision": 99})
    assert stale.status_code == 409
    taken = staff.post(address(day, "genbrug/"), {"fra": source.pk, "revision": day.revision})
    assert taken.url == address(day, "program/")
    assert [(row.title, str(row.starts)) for row in day.items.all()] == [("Velkomst", "09:30:00")]
    assert staff.get(address(day, "genbrug/")).url == address(day)


def test_the_log_of_a_day_is_for_administrators(staff: Client, day: NetworkDay, mette: User, as_user) -> None:
    page = text(staff.get(f"/log/networkday/{day.pk}/"))
    assert "Planlagde Netværksdag 1 foreløbigt" in page
    assert f'href="{address(day)}"' in page
    assert as_user(mette).get(f"/log/networkday/{day.pk}/").status_code == 404

"""Two kindnesses of the wizard: names are not lost unseen, and a coordinator can be asked to bind."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import AuditEvent, User
from documents.models import MailRecord
from partnerships import seats
from partnerships.models import Enrolment, Seat, SeatHolding
from tests.factories import world

STEP = "/programmer/boernefaellesskaber-2027/tilmelding/0336/"
BOTH = {"participants_school": "5", "participants_daycare": "5"}


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch):
    """Stands still at NOW; `clock(moment)` moves it."""

    def set_to(moment) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    set_to(world.NOW)
    return set_to


@pytest.fixture
def named(draft: Enrolment, mette: User) -> Enrolment:
    """A draft with two people named in the daycare area."""
    rows = Seat.objects.filter(participation__enrolment=draft, participation__partnership__area="daycare")
    for seat, who in zip(rows.order_by("number"), ("Lone Vind", "Per Nyborg"), strict=False):
        seats.name_person(
            seat=seat,
            name=who,
            title="Leder",
            email=f"{who.split()[0].lower()}@stevns.example",
            is_relevant_manager=False,
            is_steering_representative=False,
            by=mette,
            at=world.NOW,
            day=world.NOW.date(),
        )
    return draft


def test_an_area_with_names_is_not_taken_away_unseen(as_user, mette: User, named: Enrolment) -> None:
    person = as_user(mette)
    answer = person.post(f"{STEP}valg/", BOTH | {"areas": ["school"]})
    assert "Lone Vind, Per Nyborg mister sin plads" in answer.content.decode()
    assert (SeatHolding.objects.count(), Seat.objects.count()) == (2, 10)
    assert person.post(f"{STEP}valg/", BOTH | {"areas": ["school"], "slet_navne": "1"}).url == f"{STEP}deltagere/"
    assert (SeatHolding.objects.count(), Seat.objects.count()) == (0, 5)


@pytest.mark.parametrize(("count", "lost"), [("2", []), ("1", ["Per Nyborg"])])
def test_seats_without_names_go_first(count: str, lost: list[str], as_user, mette: User, named: Enrolment) -> None:
    data = BOTH | {"areas": ["school", "daycare"], "participants_daycare": count}
    answer = as_user(mette).post(f"{STEP}valg/", data)
    if lost:
        assert answer.context["names_lost"] == lost
        as_user(mette).post(f"{STEP}valg/", data | {"slet_navne": "1"})
    assert set(SeatHolding.objects.values_list("name", flat=True)) == {"Lone Vind", "Per Nyborg"} - set(lost)


def test_unusually_many_participants_are_asked_about(as_user, mette: User, draft: Enrolment) -> None:
    person, many = as_user(mette), BOTH | {"areas": ["school", "daycare"], "participants_school": "120"}
    answer = person.post(f"{STEP}valg/", many)
    text = answer.content.decode()
    assert "Er det rigtigt, at I vil have 120 deltagere fra skole?" in text
    assert "Det koster 1.259.425 kr. uden moms i alt." in text
    assert Seat.objects.count() == 10
    key = answer.context["many"]["key"]
    more = person.post(f"{STEP}valg/", many | {"participants_school": "130", "mange": key})
    assert (more.context["many"]["words"], Seat.objects.count()) == ("130 deltagere fra skole", 10)
    assert person.post(f"{STEP}valg/", many | {"mange": key}).url == f"{STEP}deltagere/"
    assert Seat.objects.count() == 125
    assert person.post(f"{STEP}valg/", many).url == f"{STEP}deltagere/"
    assert person.post(f"{STEP}valg/", many | {"participants_school": "20"}).url == f"{STEP}deltagere/"


def test_fewer_than_are_included_cost_the_same_and_the_page_says_so(as_user, mette: User, draft: Enrolment) -> None:
    page = as_user(mette).post(f"{STEP}valg/", BOTH | {"areas": ["school"], "participants_school": "4", "beregn": "1"})
    assert [card["hint"] for card in page.context["areas"]] == [
        "5 med i prisen. Prisen er den samme for 5",
        "5 med i prisen, derefter 9.995 kr. for hver",
    ]


def test_a_contributor_asks_the_coordinators_once_an_hour(
    as_user, clock, mette: User, anders: User, draft: Enrolment
) -> None:
    person = as_user(anders)
    assert "Send besked til Mette Holm" in person.get(f"{STEP}bekraeft/").content.decode()
    answer = person.post(f"{STEP}bekraeft/", {"besked": "1"}, follow=True)
    assert "Koordinatorerne har fået en mail med et link hertil." in answer.content.decode()
    record = MailRecord.objects.select_related("email").get(kind="please_bind")
    assert record.email.to == ["mette.holm@stevns.example"]
    assert f"{STEP}bekraeft/" in record.email.message
    again = person.post(f"{STEP}bekraeft/", {"besked": "1"}, follow=True)
    assert "inden for den seneste time" in again.content.decode()
    assert MailRecord.objects.filter(kind="please_bind").count() == 1
    clock(world.NOW + timedelta(hours=1))
    person.post(f"{STEP}bekraeft/", {"besked": "1"})
    assert AuditEvent.objects.filter(action="enrolment.binding_asked", actor=anders, scope="0336").count() == 2
    assert Enrolment.objects.get().is_draft


def test_readers_and_strangers_ask_nobody(as_user, rikke: User, stranger: User, draft: Enrolment) -> None:
    assert as_user(rikke).post(f"{STEP}bekraeft/", {"besked": "1"}).status_code == 403
    assert as_user(stranger).post(f"{STEP}bekraeft/", {"besked": "1"}).status_code == 404
    assert not MailRecord.objects.filter(kind="please_bind").exists()

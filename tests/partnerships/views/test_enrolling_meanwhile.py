"""What changes while somebody fills in the wizard, and what a step says of what is saved, missing and paid."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.models import User
from partnerships import price_lists
from partnerships.models import Enrolment, Programme, Seat
from tests.factories import world
from tests.partnerships.views.test_enrolling import PERSON, order_data, seat_url, sign, url


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stands still at NOW."""
    monkeypatch.setattr(timezone, "now", lambda: world.NOW)


def test_what_was_refused_is_not_called_saved(as_user, mette: User, draft: Enrolment) -> None:
    person = as_user(mette)
    assert "Kladden er gemt" in person.get(url("kontakt")).content.decode()
    for step, data in (("kontakt", {}), ("valg", order_data("fem")), ("regning", {"ean": "andet"})):
        text = person.post(url(step), data).content.decode()
        assert ("Ikke gemt: ret felterne" in text, "Kladden er gemt" in text) == (True, False)
    assert "Ikke gemt endnu" in person.post(url("valg"), order_data("6", beregn="1")).content.decode()


def test_a_colleagues_contact_is_not_written_over_unseen(as_user, mette: User, anders: User, draft: Enrolment) -> None:
    person = as_user(mette)
    read = person.get(url("kontakt")).context["form"].initial
    as_user(anders).post(url("kontakt"), read | {"phone": "00 00 00 02"})
    answer = person.post(url("kontakt"), read | {"title": "Direktør"})
    assert answer.status_code == 409
    words = "Anders Friis har ændret kontaktens telefon (nu 00 00 00 02), siden du åbnede siden. Intet er gemt."
    assert words in answer.content.decode()
    again = answer.context["form"].initial
    assert (again["title"], again["phone"]) == ("Direktør", "00 00 00 02")
    assert person.post(url("kontakt"), again).url == url("valg")
    row = Enrolment.objects.get()
    assert (row.contact_title, row.contact_phone) == ("Direktør", "00 00 00 02")


def test_a_colleagues_invoicing_is_not_written_over_unseen(
    as_user, mette: User, anders: User, draft: Enrolment
) -> None:
    person = as_user(mette)
    read = {"ean": world.GLN, "revision": draft.revision}
    assert person.get(url("regning")).context["form"].initial.items() >= read.items()
    as_user(anders).post(url("regning"), read | {"ean": "senere", "case_id": "SAG-2026-00001"})
    answer = person.post(url("regning"), read | {"case_id": "SAG-7"})
    assert answer.status_code == 409
    assert "Anders Friis har ændret EAN-nummer (nu tomt)" in answer.content.decode()
    form = answer.context["form"]
    assert (form["ean"].value(), form["case_id"].value()) == ("senere", "SAG-7")
    row = Enrolment.objects.get()
    assert (row.ean_number, row.case_id) == ("", "SAG-2026-00001")


def test_a_persons_own_other_window_is_no_colleague(as_user, mette: User, draft: Enrolment) -> None:
    person = as_user(mette)
    read = person.get(url("kontakt")).context["form"].initial
    person.post(url("kontakt"), read | {"phone": "00 00 00 02"})
    assert person.post(url("kontakt"), read | {"title": "Direktør"}).status_code == 302
    data = sign(draft)
    person.post(url("valg"), order_data("5"))
    answer = person.post(url("bekraeft"), data)
    assert answer.status_code == 409
    assert "Du har selv ændret antal deltagere i kladden i et andet vindue." in answer.content.decode()


def test_a_price_from_staff_is_read_before_it_is_bound_and_said_to_be_theirs(
    as_user, mette: User, signe: User, draft: Enrolment, programme: Programme
) -> None:
    person, data = as_user(mette), sign(draft)
    prices = price_lists.prices_of(programme)
    assert prices is not None
    dearer = replace(prices, extra_participant=Decimal(20_000))
    price_lists.set_prices(programme=programme, prices=dearer, by=signe, at=world.NOW)
    assert "Kladden er gemt kl. 10.00" in person.get(url("valg")).content.decode()
    answer = person.post(url("bekraeft"), data)
    words = "KL og Komponent har ændret priserne, siden du læste kladden. Læs den igen, før du binder jer."
    assert (answer.status_code, words in answer.content.decode()) == (409, True)
    assert Enrolment.objects.get(pk=draft.pk).is_draft


def test_a_missing_manager_is_warned_of_and_stops_nobody(as_user, mette: User, draft: Enrolment) -> None:
    person = as_user(mette)
    answer = person.get(url("bekraeft"))
    assert answer.context["without_manager"] == ["skole", "dagtilbud"]
    assert "I har ikke sat en chef for området på en plads i skole og dagtilbud." in answer.content.decode()
    seat = Seat.objects.filter(participation__enrolment=draft, participation__partnership__area="school").first()
    person.post(seat_url(seat), PERSON)
    assert person.get(url("bekraeft")).context["without_manager"] == ["dagtilbud"]
    assert person.post(url("bekraeft"), sign(draft)).status_code == 302


def test_vat_stands_by_the_price_from_the_beginning(as_user, mette: User, draft: Enrolment) -> None:
    text = as_user(mette).get(url("valg")).content.decode()
    assert "Moms 27.500 kr. I alt med moms" in text
    assert "137.500 kr." in text


def test_what_a_colleague_changed_meanwhile_is_read_again(as_user, mette: User, anders: User, draft: Enrolment) -> None:
    data = sign(draft)
    as_user(anders).post(url("valg"), order_data("5"))
    answer = as_user(mette).post(url("bekraeft"), data)
    assert answer.status_code == 409
    words = "Anders Friis har ændret antal deltagere i kladden, siden du læste den."
    assert words in answer.content.decode()
    assert answer.context["price"].net == Decimal(60_000)
    form = answer.context["form"]
    assert (form["authority"].value(), form["accepts"].value()) == ("Efter bemyndigelse fra direktøren", None)
    assert as_user(mette).post(url("bekraeft"), data | {"revision": form["revision"].value()}).status_code == 302


@pytest.mark.parametrize("typed", ["Efter bemyndigelse fra ", "efter bemyndigelse", "Efter  bemyndigelse af …", "–"])
def test_an_authority_names_who_gave_it(typed: str, as_user, mette: User, draft: Enrolment) -> None:
    person = as_user(mette)
    assert person.get(url("bekraeft")).context["form"]["authority"].value() is None
    answer = person.post(url("bekraeft"), sign(draft, authority=typed))
    words = "Skriv også, hvem der har bemyndiget dig, fx “Efter bemyndigelse fra direktøren for Børn og Læring”."
    assert dict(answer.context["form"].errors) == {"authority": [words]}
    assert Enrolment.objects.get(pk=draft.pk).is_draft

"""Adding to a binding enrolment: the difference, the signature, the deadline, and clicking twice."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from partnerships import enrolments, programme_contents
from partnerships.models import (
    Enrolment,
    EnrolmentChange,
    Municipality,
    PriceList,
    ProductPrice,
    Programme,
    Seat,
    SeatHolding,
)
from tests.factories import world
from tests.partnerships.views.test_fuzz_enrolling import VALUES, state_of

SIGNATURE = {
    "name": "Mette Holm",
    "title": "Centerchef",
    "authority": "Efter bemyndigelse fra direktøren",
    "accepts": "on",
    "bind": "1",
    "base_number": "1",
    "terms_version": "1",
}


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch):
    """Stands still at NOW; `clock(moment)` moves it."""

    def set_to(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    set_to(world.NOW)
    return set_to


@pytest.fixture
def school(stevns: Municipality, programme: Programme, mette: User) -> Enrolment:
    """Stevns bound in the school area for 60.000."""
    return world.binding(stevns, programme, mette, school=5)


def url(enrolment: Enrolment) -> str:
    return f"/tilmeldinger/{enrolment.pk}/udvid/"


def shown(person: Client, enrolment: Enrolment, **wish: str) -> dict[str, str]:
    """The wish, signed, with what the page showed of it."""
    return SIGNATURE | wish | {"shown": person.post(url(enrolment), wish).context["shown"]}


def test_the_second_area_is_shown_as_the_difference(as_user, mette: User, school: Enrolment) -> None:
    data = {"participants_school": "5", "participants_daycare": "5", "preview": "1"}
    answer = as_user(mette).post(url(school), data)
    text = answer.content.decode()
    assert (answer.context["difference"].net, answer.context["whole"].net) == (50_000, 110_000)
    assert [(line.quantity, line.amount) for _, line in answer.context["lines"]] == [(1, 110_000), (-1, -60_000)]
    assert "I har bundet jer for 60.000 kr. Med tilføjelsen bliver det 110.000 kr." in " ".join(text.split())
    assert "Bind Stevns Kommune for 50.000 kr. mere" in text
    assert EnrolmentChange.objects.count() == 1


def test_what_was_shown_is_what_is_bound_with_a_receipt_of_its_own(as_user, mette: User, school: Enrolment) -> None:
    data = shown(as_user(mette), school, participants_school="5", participants_daycare="5")
    answer = as_user(mette).post(url(school), data, follow=True)
    assert answer.redirect_chain == [(f"/tilmeldinger/{school.pk}/kvittering/?nr=2", 302)]
    assert "Tilføjelsen er bindende" in answer.content.decode()
    change = EnrolmentChange.objects.get(number=2)
    assert (change.net, change.by, change.signatory_title) == (50_000, mette, "Centerchef")
    school.refresh_from_db()
    assert (school.net_amount, school.seat_count) == (110_000, 10)


def test_nothing_else_is_bound_than_the_price_was_shown_for(as_user, mette: User, school: Enrolment) -> None:
    person = as_user(mette)
    data = shown(person, school, participants_school="6", participants_daycare="0")
    words = "Prisen på siden gjaldt ikke det, der står nu. Det koster 29.985 kr. mere."
    changed = data | {"participants_school": "8"}
    for posted, status in ((changed, 409), (changed | {"shown": ""}, 409), (changed | {"accepts": ""}, 200)):
        answer = person.post(url(school), posted)
        assert (answer.status_code, answer.context["difference"].net) == (status, 29_985)
        assert words in answer.content.decode()
        assert EnrolmentChange.objects.count() == 1
    person.post(url(school), changed | {"shown": answer.context["shown"]})
    assert EnrolmentChange.objects.get(number=2).net == 29_985


def test_another_area_at_the_same_price_is_not_what_was_shown(as_user, mette: User, binding: Enrolment) -> None:
    data = shown(as_user(mette), binding, participants_school="6", participants_daycare="5")
    answer = as_user(mette).post(url(binding), data | {"participants_school": "5", "participants_daycare": "6"})
    assert (answer.status_code, EnrolmentChange.objects.count()) == (409, 1)


def test_the_price_stands_between_the_choice_and_the_button_that_binds(as_user, mette: User, school: Enrolment) -> None:
    wish = {"participants_school": "6", "participants_daycare": "0"}
    text = as_user(mette).post(url(school), wish).content.decode()
    assert 'name="preview" value="1" formaction="#pris"' in text
    places = [text.index(part) for part in ('name="preview"', 'id="pris" tabindex="-1"', 'name="bind"')]
    assert places == sorted(places)


def test_a_second_click_leads_to_the_receipt_of_the_first(as_user, mette: User, school: Enrolment) -> None:
    person = as_user(mette)
    data = shown(person, school, participants_school="6", participants_daycare="0")
    person.post(url(school), data)
    answer = person.post(url(school), data, follow=True)
    assert answer.redirect_chain == [(f"/tilmeldinger/{school.pk}/kvittering/?nr=2", 302)]
    assert "Det er allerede tilføjet. Mette Holm gjorde det 24. november 2026 kl. 10.00." in answer.content.decode()
    assert EnrolmentChange.objects.count() == 2


def test_another_addition_meanwhile_is_shown_before_anything_is_bound(as_user, mette: User, school: Enrolment) -> None:
    person = as_user(mette)
    seen = shown(person, school, participants_school="7", participants_daycare="0")
    person.post(url(school), shown(person, school, participants_school="6", participants_daycare="0"))
    answer = person.post(url(school), seen)
    assert answer.status_code == 409
    assert "Tilmeldingen er ændret, siden du læste den" in answer.content.decode()
    assert (answer.context["base_number"], answer.context["difference"].net) == (2, 9995)
    form, signature = answer.context["form"], answer.context["signature"]
    assert (form["participants_school"].value(), signature["authority"].value(), signature["accepts"].value()) == (
        "7",
        "Efter bemyndigelse fra direktøren",
        None,
    )
    assert EnrolmentChange.objects.count() == 2


def test_terms_that_nobody_has_read_are_not_bound_to(
    as_user, mette: User, signe: User, school: Enrolment, programme: Programme
) -> None:
    data = shown(as_user(mette), school, participants_school="6", participants_daycare="0")
    assert as_user(mette).get(url(school)).context["terms"].version == 1
    programme_contents.publish_terms(programme=programme, text="Nye vilkår.", by=signe, at=world.NOW)
    answer = as_user(mette).post(url(school), data)
    assert answer.status_code == 409
    assert "Vilkårene er ændret. Læs version 2, før du binder jer." in answer.content.decode()
    assert "Nye vilkår." in answer.content.decode()
    assert EnrolmentChange.objects.count() == 1
    for missing in ({"terms_version": ""}, {"terms_version": "x"}):
        assert as_user(mette).post(url(school), data | missing).status_code == 409
    as_user(mette).post(url(school), data | {"terms_version": "2"})
    assert EnrolmentChange.objects.get(number=2).terms.text == "Nye vilkår."


def test_two_clicks_at_once_both_lead_to_the_receipt(
    as_user, mette: User, school: Enrolment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second request has read the page's state before the first is done."""
    real = enrolments.extend
    data = shown(as_user(mette), school, participants_school="6", participants_daycare="0")

    def first_done_meanwhile(**arguments: Any) -> EnrolmentChange:
        real(**arguments)
        return real(**arguments)

    monkeypatch.setattr(enrolments, "extend", first_done_meanwhile)
    answer = as_user(mette).post(url(school), data, follow=True)
    assert answer.redirect_chain == [(f"/tilmeldinger/{school.pk}/kvittering/?nr=2", 302)]
    assert "Det er allerede tilføjet. Mette Holm gjorde det" in answer.content.decode()
    assert EnrolmentChange.objects.count() == 2


def test_a_pre_analysis_sold_only_with_another_can_be_added(as_user, mette: User, binding: Enrolment) -> None:
    ProductPrice.objects.filter(key__startswith="screening:").delete()
    alone = {"participants_school": "5", "participants_daycare": "5", "screening_school": "on"}
    answer = as_user(mette).post(url(binding), alone)
    assert list(answer.context["form"].errors) == ["screening_school"]
    both = as_user(mette).post(url(binding), alone | {"screening_daycare": "on"})
    assert both.context["difference"].net == 170_000


def test_no_more_seats_are_offered_than_are_sold(as_user, mette: User, school: Enrolment) -> None:
    PriceList.objects.update(extra_participant=None)
    answer = as_user(mette).post(url(school), {"participants_school": "6", "participants_daycare": "0"})
    assert answer.context["form"].errors == {"participants_school": ["Skriv højst 5."]}


def test_a_pre_analysis_is_added_at_its_real_price(as_user, mette: User, binding: Enrolment) -> None:
    data = {"participants_school": "5", "participants_daycare": "5", "screening_school": "on"}
    assert as_user(mette).post(url(binding), data).context["difference"].net == 100_000
    as_user(mette).post(url(binding), shown(as_user(mette), binding, **data))
    both = data | {"screening_daycare": "on"}
    assert as_user(mette).post(url(binding), both).context["difference"].net == 70_000


def test_after_the_deadline_only_seats_are_sold_and_the_page_says_whom_to_write_to(
    as_user, clock, mette: User, school: Enrolment
) -> None:
    clock(world.DEADLINE + timedelta(seconds=1))
    answer = as_user(mette).get(url(school))
    assert list(answer.context["form"].fields) == ["participants_school"]
    assert "praktisk@kl.example" in answer.content.decode()
    data = shown(as_user(mette), school, participants_school="6", participants_daycare="5", screening_school="on")
    as_user(mette).post(url(school), data)
    assert EnrolmentChange.objects.get(number=2).net == 9995
    assert Seat.objects.filter(participation__enrolment=school).count() == 6


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("4", "I har bundet jer til 5 deltagere. Skriv 5 eller flere."),
        ("-1", "I har bundet jer til 5 deltagere. Skriv 5 eller flere."),
        ("syv", "Skriv antallet med tal, fx 6."),
        (str(10**9), "Skriv højst 999."),
        ("", "Skriv et antal."),
    ],
)
def test_numbers_are_told_by_their_field_and_kept(
    typed: str, message: str, as_user, mette: User, school: Enrolment
) -> None:
    answer = as_user(mette).post(url(school), {"participants_school": typed, "participants_daycare": "0"})
    assert message in answer.content.decode()
    assert answer.context["form"]["participants_school"].value() == typed


def test_nothing_more_is_not_an_addition(as_user, mette: User, school: Enrolment) -> None:
    answer = as_user(mette).post(url(school), SIGNATURE | {"participants_school": "5", "participants_daycare": "0"})
    assert "Vælg det, I vil have mere af." in answer.content.decode()
    assert EnrolmentChange.objects.count() == 1


@pytest.mark.parametrize("missing", ["name", "title", "authority", "accepts"])
def test_nothing_is_bound_without_the_whole_signature(missing: str, as_user, mette: User, school: Enrolment) -> None:
    data = SIGNATURE | {"participants_school": "6", "participants_daycare": "0"}
    del data[missing]
    answer = as_user(mette).post(url(school), data)
    assert list(answer.context["signature"].errors) == [missing]
    assert EnrolmentChange.objects.count() == 1


FIELDS = (
    *("participants_school", "participants_daycare", "screening_school", "screening_daycare", "base_number", "bind"),
    *("name", "title", "authority", "accepts", "preview", "email", "from_date", "ean_number", "person_reference"),
    *("shown", "requisition_number", "case_id", "is_relevant_manager", "is_steering_representative", "terms_version"),
    *("ean", "ean_typed", "revision"),
)
POSTS = st.dictionaries(st.sampled_from(FIELDS), st.one_of(VALUES, st.lists(VALUES, max_size=2)), max_size=10)
PAGES = st.sampled_from(
    ("udvid/", "regning/", "deltagere/{seat}/", "deltagere/{seat}/afloes/", "deltagere/{seat}/fjern/")
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(page=PAGES, data=POSTS, foreign_seat=st.booleans(), foreign_row=st.booleans())
def test_any_post_in_the_room_is_answered_and_touches_no_foreign_row(
    as_user,
    mette: User,
    binding: Enrolment,
    faxe: Municipality,
    stranger: User,
    page: str,
    data: dict[str, Any],
    foreign_seat: bool,
    foreign_row: bool,
) -> None:
    theirs = Enrolment.objects.filter(municipality=faxe).first() or world.binding(faxe, binding.programme, stranger)
    before = state_of(theirs)
    owner = theirs if foreign_seat else binding
    seat = Seat.objects.filter(participation__enrolment=owner).order_by("pk").first()
    row = theirs if foreign_row else binding
    answer = as_user(mette).post(f"/tilmeldinger/{row.pk}/{page.format(seat=seat.pk if seat else 0)}", data)
    hidden = foreign_row or (foreign_seat and "{seat}" in page)
    assert answer.status_code in ({404} if hidden else {200, 302, 409})
    assert state_of(theirs) == before
    assert not SeatHolding.objects.filter(seat__participation__enrolment=theirs).exists()


@pytest.mark.parametrize("number", [0, 2**31, 2**63, 10**30])
def test_impossible_numbers_are_no_enrolment(number: int, as_user, mette: User, binding: Enrolment) -> None:
    person = as_user(mette)
    for tail in ("", "regning/", "deltagere/", f"deltagere/{number}/", "udvid/", "kvittering/"):
        assert person.get(f"/tilmeldinger/{number}/{tail}").status_code == 404
    assert person.get(f"/tilmeldinger/{binding.pk}/deltagere/{number}/").status_code == 404

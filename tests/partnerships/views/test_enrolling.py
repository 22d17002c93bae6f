"""The enrolment wizard, step by step, for a coordinator, a contributor, a reader, a stranger and nobody."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import User
from partnerships import drafts, orders
from partnerships.models import Enrolment, Membership, Municipality, Programme, Seat, SeatHolding
from tests.factories import world

ROOT = "/programmer/boernefaellesskaber-2027/tilmelding/"
CONTACT = {"name": "Mette Holm", "title": "Centerchef", "email": "Mette@stevns.example", "phone": "00 00 00 01"}
SIGNATURE = {
    "name": "Mette Holm",
    "title": "Centerchef",
    "authority": "Efter bemyndigelse fra direktøren",
    "accepts": "on",
}


WHOLE = "Skriv antallet af deltagere som et helt tal, fx 5"
RANGE = "Antallet af deltagere på skoleområdet skal være et helt tal fra 1 til 999."
NEEDS_AREA = "Foranalysen kræver, at I også deltager i partnerskabet for dagtilbud."


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch):
    """Stands still at NOW; `clock(moment)` moves it."""

    def set_to(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    set_to(world.NOW)
    return set_to


def url(step: str, code: str = "0336") -> str:
    return f"{ROOT}{code}/{step}/"


def sign(draft: Enrolment, **changed: Any) -> dict[str, Any]:
    return SIGNATURE | {"revision": Enrolment.objects.get(pk=draft.pk).revision} | changed


def order_data(
    school: Any = None, daycare: Any = None, screenings: tuple[str, ...] = (), **more: Any
) -> dict[str, Any]:
    areas = [area for area, count in (("school", school), ("daycare", daycare)) if count is not None]
    return {
        "areas": areas,
        "screenings": list(screenings),
        "participants_school": "5" if school is None else school,
        "participants_daycare": "5" if daycare is None else daycare,
    } | more


# --- where it begins ----------------------------------------------------------------------------------------------


def test_nobody_is_asked_to_log_in_and_told_why(client: Client, programme: Programme) -> None:
    answer = client.get(ROOT, follow=True)
    assert answer.redirect_chain[0][0] == f"/konto/login/?next={ROOT}"
    assert "Log ind for at tilmelde jeres kommune" in answer.content.decode()


def test_a_page_creates_nothing_and_a_post_begins_once(as_user, mette: User, programme: Programme) -> None:
    person = as_user(mette)
    assert "Begynd tilmeldingen" in person.get(ROOT).content.decode()
    assert Enrolment.objects.count() == 0
    for _ in range(2):
        assert person.post(ROOT, {"kommune": "0336"}).url == url("kontakt")
    assert Enrolment.objects.get().created_by == mette
    assert person.get(f"{ROOT}?kommune=0336").url == url("kontakt")


def test_a_municipality_of_others_cannot_be_begun(
    as_user, stranger: User, stevns: Municipality, programme: Programme
) -> None:
    assert as_user(stranger).post(ROOT, {"kommune": "0336"}).status_code == 404
    assert as_user(stranger).post(ROOT, {"kommune": "\0"}).status_code == 404
    assert Enrolment.objects.count() == 0


def test_a_person_in_two_municipalities_chooses(as_user, mette: User, faxe: Municipality, programme: Programme) -> None:
    Membership.objects.create(
        user=mette, municipality=faxe, role="contributor", state="active", requested_at=world.NOW, approved_at=world.NOW
    )
    person = as_user(mette)
    text = person.get(ROOT).content.decode()
    assert "Hvilken kommune tilmelder du?" in text
    assert text.index("Faxe Kommune</button>") < text.index("Stevns Kommune</button>")
    assert "Tilmeld Faxe Kommune" in person.get(f"{ROOT}?kommune=0320").content.decode()
    assert person.post(ROOT, {"kommune": "0320"}).url == url("kontakt", "0320")


def test_readers_waiting_people_and_people_without_a_municipality_are_told_in_words(
    as_user, rikke: User, stevns: Municipality, programme: Programme, signe: User
) -> None:
    assert "En kollega udfylder tilmeldingen" in as_user(rikke).get(ROOT).content.decode()
    assert as_user(rikke).post(ROOT, {"kommune": "0336"}).status_code == 403
    newcomer = world.user("ny@stevns.example", "Ny Person")
    assert "Du mangler adgang til din kommune" in as_user(newcomer).get(ROOT).content.decode()
    Membership.objects.create(user=newcomer, municipality=stevns, role="contributor", requested_at=world.NOW)
    assert "Du venter på at blive godkendt" in as_user(newcomer).get(ROOT).content.decode()
    assert as_user(newcomer).post(ROOT, {"kommune": "0336"}).status_code == 404
    assert "Tilmeld på en kommunes vegne" in as_user(signe).get(ROOT).content.decode()
    assert Enrolment.objects.count() == 0


def test_what_is_bound_is_shown_where_it_lives(as_user, mette: User, binding: Enrolment) -> None:
    assert as_user(mette).get(ROOT).url == f"/tilmeldinger/{binding.pk}/"
    assert as_user(mette).get(url("valg")).url == f"/tilmeldinger/{binding.pk}/"


# --- whose draft it is --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", drafts.STEPS)
def test_each_step_is_for_those_who_fill_it_in(
    step: str,
    as_user,
    client: Client,
    draft: Enrolment,
    mette: User,
    anders: User,
    rikke: User,
    stranger: User,
    signe: User,
) -> None:
    found = [as_user(person).get(url(step)).status_code for person in (mette, anders, rikke, signe, stranger)]
    assert found == [200, 200, 403, 403, 404]
    assert client.get(url(step)).url == f"/konto/login/?next={url(step)}"
    posted = [as_user(person).post(url(step), {}).status_code for person in (rikke, signe, stranger)]
    assert posted == [403, 403, 404]


def test_an_unknown_step_is_no_page(as_user, mette: User, draft: Enrolment) -> None:
    assert as_user(mette).get(url("andet")).status_code == 404


def test_a_colleague_goes_on_where_it_was_left(as_user, mette: User, anders: User, programme: Programme) -> None:
    as_user(mette).post(ROOT, {"kommune": "0336"})
    as_user(mette).post(url("kontakt"), CONTACT)
    assert as_user(anders).get(ROOT).url == url("valg")
    text = as_user(anders).get(url("valg")).content.decode()
    assert "Mette Holm gemte kladden kl. 10.00" in text
    assert "Kladden er gemt kl. 10.00" in as_user(mette).get(url("valg")).content.decode()


# --- step 1 -------------------------------------------------------------------------------------------------------


def test_contact_is_suggested_and_saved(as_user, mette: User, programme: Programme) -> None:
    person = as_user(mette)
    person.post(ROOT, {"kommune": "0336"})
    form = person.get(url("kontakt")).context["form"]
    assert (form["name"].value(), form["email"].value()) == ("Mette Holm", "mette.holm@stevns.example")
    assert person.post(url("kontakt"), CONTACT).url == url("valg")
    row = Enrolment.objects.get()
    assert (row.contact_name, row.contact_email, row.furthest_step) == ("Mette Holm", "mette@stevns.example", 2)


def test_contact_mistakes_are_told_by_their_field(as_user, mette: User, draft: Enrolment) -> None:
    wrong = {"name": "", "title": "Kommer 010190-1234", "email": "uden snabel", "phone": "ring"}
    form = as_user(mette).post(url("kontakt"), wrong).context["form"]
    assert sorted(form.errors) == ["email", "name", "phone", "title"]
    assert form["email"].value() == "uden snabel"
    assert Enrolment.objects.get(pk=draft.pk).revision == draft.revision


# --- step 2 -------------------------------------------------------------------------------------------------------


def test_both_areas_cost_less_together_and_the_page_shows_the_sum(as_user, mette: User, draft: Enrolment) -> None:
    text = as_user(mette).get(url("valg")).content.decode()
    assert "Skole og dagtilbud<small>begge partnerskaber, 5 + 5 deltagere</small>" in text
    assert "110.000 kr." in text
    assert "Hver for sig koster de to partnerskaber 2 × 60.000 = 120.000 kr. Sammen koster de 110.000 kr." in text


def test_a_pre_analysis_shows_what_it_adds(as_user, mette: User, draft: Enrolment) -> None:
    answer = as_user(mette).post(url("valg"), order_data("5", "5", ("school",)), headers={"HX-Request": "true"})
    assert answer.templates[0].name == "enrolling/_outputs.html"
    cards = {card["key"]: (card["offer"].text, card["offer"].words) for card in answer.context["screenings"]}
    assert cards == {
        "school": ("100.000 kr.", ""),
        "daycare": ("+ 70.000 kr.", "Vælger I den også, betaler I 170.000 kr. for begge i stedet for 200.000 kr."),
    }
    assert answer.context["price"].net == Decimal(210_000)


def test_the_second_area_shows_what_it_adds(as_user, mette: User, draft: Enrolment) -> None:
    answer = as_user(mette).post(url("valg"), order_data("5"), headers={"HX-Request": "true"})
    assert [card["offer"].text for card in answer.context["areas"]] == ["60.000 kr.", "+ 50.000 kr."]


def test_asking_for_a_price_saves_nothing(as_user, mette: User, draft: Enrolment) -> None:
    person = as_user(mette)
    for more, headers in (({}, {"HX-Request": "true"}), ({"participants_school-plus": "1"}, {}), ({"beregn": "1"}, {})):
        answer = person.post(url("valg"), order_data("7", "5", **more), headers=headers)
        assert answer.status_code == 200
    row = Enrolment.objects.get(pk=draft.pk)
    assert (row.revision, row.net_amount) == (draft.revision, Decimal(110_000))


@pytest.mark.parametrize(
    ("typed", "button", "shown"),
    [
        ("5", "plus", "6"),
        ("5", "minus", "4"),
        ("1", "minus", "1"),
        ("-4", "plus", "1"),
        ("abc", "plus", "6"),
        ("999", "plus", "999"),
        ("9" * 400, "minus", "999"),
        ("", "minus", "4"),
    ],
)
def test_plus_and_minus_without_javascript(
    typed: str, button: str, shown: str, as_user, mette: User, draft: Enrolment
) -> None:
    data = order_data(typed, "5", **{f"participants_school-{button}": "1"})
    answer = as_user(mette).post(url("valg"), data)
    assert answer.context["areas"][0]["value"] == shown


def test_the_order_is_saved_and_priced_as_it_was_shown(as_user, mette: User, draft: Enrolment) -> None:
    answer = as_user(mette).post(url("valg"), order_data("7", "6", ("daycare",)))
    assert answer.url == url("deltagere")
    row = Enrolment.objects.get(pk=draft.pk)
    order = orders.order_of(row)
    assert (dict(order.participants), list(order.screenings)) == ({"school": 7, "daycare": 6}, ["daycare"])
    assert row.net_amount == Decimal(239_985)


@pytest.mark.parametrize(
    ("data", "field", "message"),
    [
        (order_data("fem"), "participants_school", WHOLE),
        (order_data("\0"), "participants_school", WHOLE),
        (order_data(""), "participants_school", "Skriv, hvor mange deltagere I har fra skole"),
        (order_data("0"), "participants_school", "I skal have mindst 1 deltager på skoleområdet. I har angivet 0."),
        (
            order_data("-3"),
            "participants_school",
            RANGE,
        ),
        (
            order_data(str(10**9)),
            "participants_school",
            RANGE,
        ),
        (order_data(), "areas", "Vælg mindst ét partnerskab."),
        (
            order_data(screenings=("daycare",)),
            "screenings",
            "Foranalysen kræver, at I også deltager i partnerskabet for dagtilbud.",
        ),
        (order_data("5", areas=["school", "rumfart"]), "areas", "Vælg blandt partnerskaberne på siden"),
        (
            order_data("5", screenings=("daycare",)),
            "screenings",
            "Foranalysen kræver, at I også deltager i partnerskabet for dagtilbud.",
        ),
    ],
)
def test_what_cannot_be_bought_is_told_by_its_field(
    data: dict[str, Any], field: str, message: str, as_user, mette: User, draft: Enrolment
) -> None:
    answer = as_user(mette).post(url("valg"), data)
    assert dict(answer.context["form"].errors) == {field: [message]}
    if data["areas"] and field.startswith("participants"):
        assert answer.context["areas"][0]["value"] == data["participants_school"]
    assert Enrolment.objects.get(pk=draft.pk).revision == draft.revision


def test_an_area_not_chosen_may_hold_anything(as_user, mette: User, draft: Enrolment) -> None:
    data = order_data("5") | {"participants_daycare": "vrøvl"}
    assert as_user(mette).post(url("valg"), data).url == url("deltagere")


# --- step 3 -------------------------------------------------------------------------------------------------------


def seat_url(seat: Seat, code: str = "0336") -> str:
    return f"{ROOT}{code}/deltagere/{seat.pk}/"


PERSON = {"name": "Åse Lund", "title": "Skolechef", "email": "aase@stevns.example", "is_relevant_manager": "on"}


def test_a_seat_is_named_corrected_and_cleared(as_user, anders: User, draft: Enrolment) -> None:
    seat = Seat.objects.filter(participation__enrolment=draft).order_by("pk").first()
    person = as_user(anders)
    assert person.post(seat_url(seat), PERSON).url == f"{url('deltagere')}#plads-{seat.pk}"
    assert person.post(seat_url(seat), PERSON | {"title": "Direktør"}).status_code == 302
    holding = SeatHolding.objects.get()
    assert (holding.name, holding.title, holding.is_relevant_manager, holding.seat_id) == (
        "Åse Lund",
        "Direktør",
        True,
        seat.pk,
    )
    assert "1 af 5 navngivet" in person.get(url("deltagere")).content.decode()
    person.post(seat_url(seat), {"ryd": "1"})
    assert SeatHolding.objects.count() == 0


def test_a_seat_is_found_again_however_large_its_number(as_user, mette: User, draft: Enrolment) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval('partnerships_seat_id_seq', 1000000 + max(id)) FROM partnerships_seat")
    as_user(mette).post(url("valg"), order_data("6", "5"))
    seat = Seat.objects.latest("pk")
    assert f'id="plads-{seat.pk}"' in as_user(mette).get(url("deltagere")).content.decode()
    assert as_user(mette).post(seat_url(seat), PERSON).url == f"{url('deltagere')}#plads-{seat.pk}"


def test_the_next_seat_without_a_name_comes_next(as_user, mette: User, draft: Enrolment) -> None:
    first, second = Seat.objects.filter(participation__enrolment=draft, participation__partnership__area="school")[:2]
    assert as_user(mette).post(seat_url(first), PERSON | {"naeste": "1"}).url == seat_url(second)


def test_the_same_address_twice_and_bad_fields_are_told(as_user, mette: User, draft: Enrolment) -> None:
    first, second = Seat.objects.filter(participation__enrolment=draft, participation__partnership__area="school")[:2]
    person = as_user(mette)
    person.post(seat_url(first), PERSON)
    form = person.post(seat_url(second), PERSON).context["form"]
    assert dict(form.errors) == {"email": ["Den mailadresse er allerede på en anden plads i partnerskabet."]}
    assert sorted(person.post(seat_url(second), {}).context["form"].errors) == ["email", "name", "title"]


def test_seats_of_others_do_not_exist(
    as_user, mette: User, rikke: User, stranger: User, faxe: Municipality, draft: Enrolment, programme: Programme
) -> None:
    foreign = world.draft(faxe, programme, stranger)
    theirs = Seat.objects.filter(participation__enrolment=foreign).first()
    own = Seat.objects.filter(participation__enrolment=draft).first()
    assert as_user(mette).post(seat_url(theirs), PERSON).status_code == 404
    assert as_user(mette).post(seat_url(theirs, "0320"), PERSON).status_code == 404
    assert as_user(stranger).post(seat_url(own), PERSON).status_code == 404
    assert as_user(rikke).post(seat_url(own), PERSON).status_code == 403
    assert SeatHolding.objects.count() == 0


def test_a_seat_that_a_colleague_removes_meanwhile_is_said_with_the_name(
    as_user, mette: User, anders: User, draft: Enrolment
) -> None:
    last = Seat.objects.filter(participation__enrolment=draft, participation__partnership__area="school").last()
    as_user(anders).post(url("valg"), order_data("4", "5"))
    answer = as_user(mette).post(seat_url(last), PERSON, follow=True)
    assert answer.redirect_chain == [(url("deltagere"), 302)]
    assert "Pladsen er fjernet imens." in answer.content.decode()
    assert "Åse Lund er ikke gemt." in answer.content.decode()
    assert as_user(mette).get(seat_url(last)).status_code == 404


def test_names_may_come_later(as_user, mette: User, draft: Enrolment) -> None:
    assert as_user(mette).post(url("deltagere")).url == url("regning")
    assert Enrolment.objects.get(pk=draft.pk).furthest_step == 5


# --- step 4 -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "saved"),
    [
        ({"ean": world.GLN}, world.GLN),
        ({"ean": "senere", "ean_typed": "vrøvl"}, ""),
        ({}, ""),
        ({"ean": "andet", "ean_typed": "5798 0000 00001"}, world.GLN),
        ({"ean_typed": "5798000000001"}, world.GLN),
    ],
)
def test_the_ean_number_is_chosen_typed_or_left_for_later(
    data: dict[str, str], saved: str, as_user, mette: User, draft: Enrolment
) -> None:
    assert as_user(mette).post(url("regning"), data | {"case_id": "SAG-7"}).url == url("bekraeft")
    row = Enrolment.objects.get(pk=draft.pk)
    assert (row.ean_number, row.case_id) == (saved, "SAG-7")


@pytest.mark.parametrize(
    ("data", "fields"),
    [
        ({"ean": "andet", "ean_typed": "579800000000A"}, ["ean_typed"]),
        ({"ean": "andet", "ean_typed": "123"}, ["ean_typed"]),
        ({"ean": "andet", "ean_typed": "5798000000002"}, ["ean_typed"]),
        ({"ean": "andet"}, ["ean_typed"]),
        ({"ean_typed": "123"}, ["ean_typed"]),
        ({"ean": "5790000000000"}, ["ean"]),
        ({"ean": "senere", "note": "Barnet 010190-1234", "person_reference": "x" * 81}, ["note", "person_reference"]),
    ],
)
def test_invoicing_mistakes_are_told_by_their_field(
    data: dict[str, str], fields: list[str], as_user, mette: User, draft: Enrolment
) -> None:
    assert sorted(as_user(mette).post(url("regning"), data).context["form"].errors) == fields
    assert Enrolment.objects.get(pk=draft.pk).revision == draft.revision


# --- step 5 -------------------------------------------------------------------------------------------------------


def test_a_coordinator_binds_and_gets_the_receipt(as_user, mette: User, draft: Enrolment) -> None:
    person = as_user(mette)
    text = person.get(url("bekraeft")).content.decode()
    assert "Tilmeld Stevns Kommune bindende" in text
    assert draft.programme.terms.get().short_hash in text
    assert person.post(url("bekraeft"), sign(draft)).url == f"/tilmeldinger/{draft.pk}/kvittering/"
    change = Enrolment.objects.get(pk=draft.pk).changes.get()
    assert (change.net, change.vat, change.total) == (Decimal(110_000), Decimal(27_500), Decimal(137_500))
    assert (change.by, change.at, change.signatory_name) == (mette, world.NOW, "Mette Holm")
    receipt = person.get(f"/tilmeldinger/{draft.pk}/kvittering/").content.decode()
    assert "Stevns Kommune er tilmeldt" in receipt
    assert f"T{draft.pk}-1" in receipt
    assert "137.500 kr." in receipt


def test_the_second_click_leads_to_the_same_receipt_and_says_who_did_it(as_user, mette: User, draft: Enrolment) -> None:
    person, data = as_user(mette), sign(draft)
    first = person.post(url("bekraeft"), data)
    second = person.post(url("bekraeft"), data, follow=True)
    assert second.redirect_chain == [(first.url, 302)]
    assert "Mette Holm gjorde det 24. november 2026 kl. 10.00. I er kun tilmeldt én gang." in second.content.decode()
    assert draft.changes.count() == 1


def test_a_contributor_cannot_bind_and_sees_who_can(as_user, mette: User, anders: User, draft: Enrolment) -> None:
    text = as_user(anders).get(url("bekraeft")).content.decode()
    assert "En koordinator skal binde kommunen" in text
    assert "<strong>Mette Holm</strong>" in text
    assert as_user(anders).post(url("bekraeft"), sign(draft)).status_code == 403
    assert Enrolment.objects.get(pk=draft.pk).is_draft


@pytest.mark.parametrize("missing", ["name", "title", "authority", "accepts", "revision"])
def test_nothing_is_bound_without_the_whole_signature(missing: str, as_user, mette: User, draft: Enrolment) -> None:
    answer = as_user(mette).post(url("bekraeft"), sign(draft, **{missing: ""}))
    assert sorted(answer.context["form"].errors) == [missing]
    assert Enrolment.objects.get(pk=draft.pk).is_draft


def test_what_is_missing_is_listed_with_links(as_user, mette: User, programme: Programme) -> None:
    person = as_user(mette)
    person.post(ROOT, {"kommune": "0336"})
    draft = Enrolment.objects.get()
    missing = [(row["text"], row["url"]) for row in person.get(url("bekraeft")).context["missing"]]
    assert missing == [
        ("Skriv, hvem vi kan kontakte.", url("kontakt")),
        ("Vælg mindst ét partnerskab.", url("valg")),
    ]
    assert person.post(url("bekraeft"), sign(draft)).status_code == 409
    assert Enrolment.objects.get().is_draft


# --- the deadline -------------------------------------------------------------------------------------------------


def test_the_deadline_counts_to_the_second(as_user, clock, mette: User, draft: Enrolment) -> None:
    clock(world.DEADLINE + timedelta(seconds=1))
    person = as_user(mette)
    answer = person.post(url("bekraeft"), sign(draft))
    assert answer.status_code == 409
    assert "praktisk@kl.example" in answer.content.decode()
    assert Enrolment.objects.get(pk=draft.pk).is_draft
    clock(world.DEADLINE)
    assert person.post(url("bekraeft"), sign(draft)).status_code == 302


def test_after_the_deadline_every_door_says_so(as_user, client: Client, clock, mette: User, draft: Enrolment) -> None:
    clock(world.DEADLINE + timedelta(seconds=1))
    person = as_user(mette)
    seat = Seat.objects.filter(participation__enrolment=draft).first()
    for address in (ROOT, url("valg"), seat_url(seat)):
        assert "Tilmeldingsfristen er overskredet" in person.get(address).content.decode()
    assert "Tilmeldingsfristen er overskredet" in client.get(ROOT).content.decode()
    assert person.post(url("valg"), order_data("5")).status_code == 409
    assert person.post(seat_url(seat), PERSON).status_code == 409
    assert Enrolment.objects.get(pk=draft.pk).revision == draft.revision


def test_nobody_begins_after_the_deadline(as_user, clock, mette: User, programme: Programme) -> None:
    clock(world.DEADLINE + timedelta(seconds=1))
    assert as_user(mette).post(ROOT, {"kommune": "0336"}).status_code == 409
    assert Enrolment.objects.count() == 0

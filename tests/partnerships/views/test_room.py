"""The municipality's room: overview, agreement, invoicing, participants; owner, colleague, reader, stranger, staff."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.html import escape

from accounts.models import AuditEvent, User
from partnerships import enrolments, seats
from partnerships.models import Enrolment, Membership, Municipality, Programme, Seat, SeatHolding
from tests.factories import world

LONE = {"name": "Lone Vind", "title": "Skolechef", "email": "lone.vind@stevns.example", "is_relevant_manager": "on"}
PER = {"name": "Per Nyborg", "title": "Konsulent", "email": "per.nyborg@stevns.example"}
TODAY = world.NOW.date()


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stands still at NOW."""
    monkeypatch.setattr(timezone, "now", lambda: world.NOW)


@pytest.fixture
def due(programme: Programme) -> Programme:
    """The programme with dates for names and the invoice."""
    programme.names_due_date = TODAY + timedelta(days=3)
    programme.invoice_date = TODAY + timedelta(days=30)
    programme.save()
    return programme


def first_seat(enrolment: Enrolment, area: str = "school") -> Seat:
    rows = Seat.objects.filter(participation__enrolment=enrolment, participation__partnership__area=area)
    return rows.order_by("number")[0]


def name(enrolment: Enrolment, by: User, **changed: Any) -> SeatHolding:
    values = {"name": "Lone Vind", "title": "Skolechef", "email": "lone.vind@stevns.example"}
    flags = {"is_relevant_manager": True, "is_steering_representative": True}
    day = TODAY - timedelta(days=10)
    seat = first_seat(enrolment)
    return seats.name_person(seat=seat, by=by, at=world.NOW, day=day, **values | flags | changed)


# --- the way in ---------------------------------------------------------------------------------------------------


def test_the_only_municipality_is_opened_at_once(as_user, mette: User, signe: User) -> None:
    assert as_user(mette).get("/kommune/").url == "/kommune/0336/"
    for person, place in ((signe, "/administration/"), (world.user("ny@stevns.example"), "/bliv-medlem/")):
        assert as_user(person).get("/kommune/", follow=True).request["PATH_INFO"] == place


def test_several_municipalities_are_chosen_among_in_danish_order(as_user, mette: User) -> None:
    for code, title in (("0751", "Aarhus"), ("0320", "Faxe")):
        other = world.municipality(code, title)
        Membership.objects.create(
            user=mette, municipality=other, role="reader", state="active", requested_at=world.NOW, approved_at=world.NOW
        )
    text = as_user(mette).get("/kommune/").content.decode()
    assert text.index("Faxe Kommune") < text.index("Stevns Kommune") < text.index("Aarhus Kommune")


@pytest.mark.parametrize(
    "path",
    [
        "/kommune/0336/",
        "/tilmeldinger/{pk}/",
        "/tilmeldinger/{pk}/regning/",
        "/tilmeldinger/{pk}/deltagere/",
        "/tilmeldinger/{pk}/deltagere/{seat}/",
        "/tilmeldinger/{pk}/deltagere/{seat}/afloes/",
        "/tilmeldinger/{pk}/deltagere/{seat}/fjern/",
        "/tilmeldinger/{pk}/udvid/",
    ],
)
def test_strangers_find_nothing_and_readers_change_nothing(
    path: str, as_user, client, mette: User, anders: User, rikke: User, stranger: User, binding: Enrolment
) -> None:
    name(binding, mette)
    url = path.format(pk=binding.pk, seat=first_seat(binding).pk)
    reads_only = path.endswith(("0336/", "{pk}/", "deltagere/"))
    binds = path.endswith("udvid/")
    answers = {person.email: as_user(person).get(url).status_code for person in (mette, anders, rikke, stranger)}
    assert answers == {
        mette.email: 200,
        anders.email: 403 if binds else 200,
        rikke.email: 200 if reads_only else 403,
        stranger.email: 404,
    }
    assert as_user(stranger).post(url, LONE).status_code == (405 if reads_only else 404)
    assert client.get(url).url == f"/konto/login/?next={url}"


# --- overview -----------------------------------------------------------------------------------------------------


def test_a_municipality_with_nothing_is_invited(as_user, mette: User, programme: Programme) -> None:
    text = as_user(mette).get("/kommune/0336/").content.decode()
    assert "I er ikke tilmeldt et program lige nu." in text
    assert f'href="/programmer/{programme.slug}/tilmelding/"' in text
    assert "Kvitteringen for jeres tilmelding kommer til at ligge her." in text


def test_a_draft_says_how_far_and_who(as_user, mette: User, anders: User, draft: Enrolment) -> None:
    Enrolment.objects.update(updated_by=anders)
    text = as_user(mette).get("/kommune/0336/").content.decode()
    assert "Anders Friis gemte den 24. november 2026 kl. 10.00" in text
    assert "Kladden er nået til trin 5 af 5" in text
    assert "om 52 dage" in text


def test_what_is_missing_stands_nearest_first(as_user, mette: User, due: Programme, binding: Enrolment) -> None:
    Enrolment.objects.update(ean_number="")
    name(binding, mette)
    answer = as_user(mette).get("/kommune/0336/")
    found = [(item["title"], item["when"], item["relative"], item["urgency"]) for item in answer.context["todo"]]
    assert found == [
        ("Navngiv 4 deltagere fra skole", "Fre. 27. nov.", "om 3 dage", "soon"),
        ("Navngiv 5 deltagere fra dagtilbud", "Fre. 27. nov.", "om 3 dage", "soon"),
        ("Skriv EAN-nummer til regningen", "Tor. 24. dec.", "om 30 dage", ""),
    ]


def test_a_late_name_says_so(as_user, mette: User, programme: Programme, binding: Enrolment) -> None:
    Programme.objects.update(names_due_date=TODAY - timedelta(days=1))
    item = as_user(mette).get("/kommune/0336/").context["todo"][0]
    assert (item["relative"], item["urgency"]) == ("1 dag over tid", "late")


def test_a_reader_sees_what_is_missing_without_buttons(as_user, rikke: User, binding: Enrolment) -> None:
    for path in ("/kommune/0336/", f"/tilmeldinger/{binding.pk}/"):
        answer = as_user(rikke).get(path)
        assert [item["url"] for item in answer.context["todo"]] == ["", ""]
        assert "Navngiv 5 deltagere fra skole" in answer.content.decode()


def test_earlier_years_stay_in_the_room(as_user, mette: User, stevns: Municipality, binding: Enrolment) -> None:
    Programme.objects.update(state="finished")
    newer = world.programme("boernefaellesskaber-2029")
    newer.title = "Børnefællesskaber 2029"
    newer.save()
    answer = as_user(mette).get("/kommune/0336/")
    assert [row.pk for row in answer.context["earlier"]] == [binding.pk]
    assert [row.title for row in answer.context["invitations"]] == ["Børnefællesskaber 2029"]
    assert answer.context["todo"] == []


def test_the_overview_asks_as_often_for_one_enrolment_as_for_three(
    as_user, mette: User, stevns: Municipality, binding: Enrolment, django_assert_num_queries
) -> None:
    person = as_user(mette)
    person.get("/kommune/0336/")
    with django_assert_num_queries(22):
        assert person.get("/kommune/0336/").status_code == 200
    for year in (2028, 2029):
        world.binding(stevns, world.programme(f"boernefaellesskaber-{year}"), mette)
    with django_assert_num_queries(22):
        assert person.get("/kommune/0336/").status_code == 200


# --- the agreement ------------------------------------------------------------------------------------------------


def test_the_agreement_shows_every_act_and_where_it_stands(
    as_user, mette: User, stevns: Municipality, programme: Programme
) -> None:
    enrolment = world.binding(stevns, programme, mette, school=5)
    enrolments.extend(
        enrolment=enrolment,
        after=enrolments.orders.Order(participants={"school": 5, "daycare": 5}),
        by=mette,
        at=world.NOW,
        signature=enrolments.Signature("Mette Holm", "Centerchef", "Efter bemyndigelse fra direktøren"),
        base_number=1,
    )
    answer = as_user(mette).get(f"/tilmeldinger/{enrolment.pk}/")
    lines = [(line.quantity, line.amount) for change in answer.context["changes"] for line in change.lines.all()]
    assert lines == [(1, 60_000), (1, 110_000), (-1, -60_000)]
    assert (answer.context["standing"].net, answer.context["standing"].total) == (110_000, 137_500)
    assert "erstattes af den nye pris" in answer.content.decode()


def test_a_draft_goes_on_where_drafts_are_written(as_user, mette: User, draft: Enrolment) -> None:
    assert as_user(mette).get(f"/tilmeldinger/{draft.pk}/").url == f"/programmer/{draft.programme.slug}/tilmelding/"


def test_a_cancelled_enrolment_can_be_read_and_not_changed(
    as_user, mette: User, signe: User, binding: Enrolment
) -> None:
    enrolments.cancel(enrolment=binding, by=signe, at=world.NOW, reason="Lagt i et andet forløb")
    person = as_user(mette)
    assert "Lagt i et andet forløb" in person.get(f"/tilmeldinger/{binding.pk}/").content.decode()
    assert person.get(f"/tilmeldinger/{binding.pk}/deltagere/{first_seat(binding).pk}/").status_code == 403
    assert person.get(f"/tilmeldinger/{binding.pk}/udvid/").url == f"/tilmeldinger/{binding.pk}/"


CONTACT = {
    "contact_name": "Mette Holm",
    "contact_title": "Centerchef",
    "contact_email": "mette.holm@stevns.example",
    "contact_phone": "00 00 00 01",
}


def test_the_municipality_changes_its_contact_after_the_binding(as_user, anders: User, binding: Enrolment) -> None:
    person, url = as_user(anders), f"/tilmeldinger/{binding.pk}/regning/"
    form = person.get(url).context["form"]
    assert {name: form[name].value() for name in CONTACT} == CONTACT
    assert list(form.fields)[:4] == list(CONTACT)
    data = CONTACT | {"ean": world.GLN, "person_reference": "Mette Holm", "case_id": "SAG-2026-00001"}
    data |= {"revision": binding.revision, "contact_name": "Anders Friis", "contact_email": "Anders@stevns.example"}
    assert person.post(url, data).url == f"/tilmeldinger/{binding.pk}/"
    binding.refresh_from_db()
    assert (binding.contact_name, binding.contact_email) == ("Anders Friis", "anders@stevns.example")
    assert (binding.ean_number, binding.person_reference) == (world.GLN, "Mette Holm")
    event = AuditEvent.objects.get(action="enrolment.corrected")
    assert sorted(event.data["changed"]) == ["contact_email", "contact_name"]


def test_a_number_that_is_required_when_chosen_is_not_called_optional(as_user, mette: User, binding: Enrolment) -> None:
    text = as_user(mette).get(f"/tilmeldinger/{binding.pk}/regning/").content.decode()
    marks = [
        f'{label} <span class="weight-normal">(frivilligt)' in text for label in ("Et andet EAN-nummer", "sags-id")
    ]
    assert marks == [False, True]


def test_the_next_seat_without_a_name_comes_next_after_the_binding_too(
    as_user, anders: User, binding: Enrolment
) -> None:
    person, seat = as_user(anders), first_seat(binding)
    url = f"/tilmeldinger/{binding.pk}/deltagere/"
    text = person.get(f"{url}{seat.pk}/").content.decode()
    for words in ("Hvem får plads 1?", "Gem deltageren", "Gem og tag den næste plads"):
        assert words in text
    second = Seat.objects.filter(participation=seat.participation).get(number=2)
    assert person.post(f"{url}{seat.pk}/", LONE | {"naeste": "1"}).url == f"{url}{second.pk}/"


def test_the_invoice_is_corrected_and_mistakes_are_kept_and_told(as_user, anders: User, binding: Enrolment) -> None:
    person, url = as_user(anders), f"/tilmeldinger/{binding.pk}/regning/"
    assert dict(person.get(url).context["form"].fields["ean"].choices)[world.GLN] == f"{world.GLN}, Børn og Læring"
    read = CONTACT | {"ean": "andet", "revision": binding.revision}
    wrong = person.post(url, read | {"ean_typed": "5798000000002", "person_reference": "Anders Friis"})
    assert "kontrolcifret" in wrong.content.decode()
    assert 'value="5798000000002"' in wrong.content.decode()
    cpr = person.post(url, read | {"ean": "senere", "person_reference": "010190-1234"})
    assert "CPR-nummer" in cpr.content.decode()
    data = read | {"ean_typed": "5798 0000 0000 1", "requisition_number": "R-7", "case_id": "SAG-2"}
    assert person.post(url, data).url == f"/tilmeldinger/{binding.pk}/"
    assert person.post(url, data).url == f"/tilmeldinger/{binding.pk}/"  # a second click
    binding.refresh_from_db()
    assert (binding.ean_number, binding.person_reference, binding.requisition_number) == (world.GLN, "", "R-7")


def test_what_a_colleague_wrote_meanwhile_is_shown_and_kept(
    as_user, mette: User, anders: User, binding: Enrolment
) -> None:
    url = f"/tilmeldinger/{binding.pk}/regning/"
    page = as_user(anders).get(url)
    read = page.context["form"].initial
    assert (read["ean"], read["revision"]) == (world.GLN, binding.revision)
    theirs = {"ean_number": "", "person_reference": "Lone Vind", "revision": binding.revision}
    enrolments.correct_details(enrolment=binding, by=mette, at=world.NOW, **theirs)

    mine = CONTACT | {name: read[name] for name in ("ean", "requisition_number", "case_id", "revision")}
    answer = as_user(anders).post(url, mine | {"person_reference": "Anders Friis"})
    assert answer.status_code == 409
    text = "Mette Holm har ændret EAN-nummer (nu tomt) og personreference (nu Lone Vind), siden du åbnede siden."
    assert text in answer.content.decode()
    form = answer.context["form"]
    shown = [form[name].value() for name in ("ean", "person_reference", "case_id", "revision")]
    assert shown == ["senere", "Anders Friis", "SAG-2026-00001", binding.revision + 1]
    again = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    assert as_user(anders).post(url, again).status_code == 302
    binding.refresh_from_db()
    assert (binding.ean_number, binding.person_reference) == ("", "Anders Friis")


# --- participants -------------------------------------------------------------------------------------------------


def test_a_person_is_named_corrected_replaced_and_removed(as_user, anders: User, binding: Enrolment) -> None:
    person, seat = as_user(anders), first_seat(binding)
    url = f"/tilmeldinger/{binding.pk}/deltagere/{seat.pk}/"
    assert person.post(url, LONE).url == f"/tilmeldinger/{binding.pk}/deltagere/"
    person.post(url, LONE | {"title": "Områdechef"})
    assert SeatHolding.objects.get().title == "Områdechef"
    SeatHolding.objects.update(start_date=TODAY - timedelta(days=5))

    early = person.post(f"{url}afloes/", PER | {"from_date": "1.1.2026"})
    assert "Afløsningen skal begynde efter den dag" in early.content.decode()
    assert person.post(f"{url}afloes/", PER | {"from_date": "1.2.2027"}).status_code == 302
    assert list(seat.holdings.values_list("name", "start_date", "end_date")) == [
        ("Lone Vind", TODAY - timedelta(days=5), date(2027, 1, 31)),
        ("Per Nyborg", date(2027, 2, 1), None),
    ]
    assert "Per Nyborg afløser fra 1. februar 2027." in person.get(url).content.decode()
    binding.refresh_from_db()
    assert (binding.net_amount, binding.seat_count, binding.named_count) == (110_000, 10, 1)

    assert "Skal Per Nyborg af pladsen?" in person.get(f"{url}fjern/").content.decode()
    person.post(f"{url}fjern/")
    assert list(seat.holdings.values_list("name", flat=True)) == ["Lone Vind"]


def test_one_person_holds_one_seat(as_user, mette: User, binding: Enrolment) -> None:
    name(binding, mette)
    second, third = Seat.objects.filter(participation=first_seat(binding).participation).order_by("number")[1:3]
    person, root = as_user(mette), f"/tilmeldinger/{binding.pk}/deltagere/"
    assert "allerede på en anden plads" in person.post(f"{root}{second.pk}/", LONE).content.decode()
    person.post(f"{root}{third.pk}/", PER)
    SeatHolding.objects.filter(seat=third).update(start_date=TODAY - timedelta(days=5))
    answer = person.post(f"{root}{third.pk}/afloes/", LONE | {"from_date": "1.2.2027"})
    assert list(answer.context["form"].errors) == ["email"]
    assert SeatHolding.objects.count() == 2


@pytest.mark.parametrize(
    ("data", "field", "message"),
    [
        (LONE | {"name": ""}, "name", "Skriv deltagerens navn."),
        (LONE | {"title": ""}, "title", "Skriv deltagerens titel"),
        (LONE | {"email": "lone"}, "email", "Skriv en hel mailadresse"),
        (LONE | {"name": "Lone 010190-1234"}, "name", "CPR-nummer"),
        (LONE | {"name": "Lone\0"}, "name", "tegn"),
        (LONE | {"name": "L" * 121}, "name", "120"),
    ],
)
def test_mistakes_about_a_person_are_told_by_the_field(
    data: dict[str, str], field: str, message: str, as_user, mette: User, binding: Enrolment
) -> None:
    answer = as_user(mette).post(f"/tilmeldinger/{binding.pk}/deltagere/{first_seat(binding).pk}/", data)
    assert list(answer.context["form"].errors) == [field]
    assert message in answer.content.decode()
    assert escape(data["email"]) in answer.content.decode()
    assert not SeatHolding.objects.exists()


def test_who_must_be_among_them_is_said_until_they_are(as_user, mette: User, binding: Enrolment) -> None:
    person, url = as_user(mette), f"/tilmeldinger/{binding.pk}/deltagere/"
    assert person.get(url).content.decode().count("Chefen for området skal være en af deltagerne.") == 2
    name(binding, mette)
    text = person.get(url).content.decode()
    assert text.count("Chefen for området skal være en af deltagerne.") == 1
    assert text.count("Vælg én, der deltager i styregruppen.") == 1
    assert "1 af 5 navngivet" in text


def test_a_seat_of_another_enrolment_does_not_exist(
    as_user, mette: User, faxe: Municipality, stranger: User, binding: Enrolment
) -> None:
    theirs = first_seat(world.binding(faxe, binding.programme, stranger))
    for tail in ("", "afloes/", "fjern/"):
        url = f"/tilmeldinger/{binding.pk}/deltagere/{theirs.pk}/{tail}"
        assert (as_user(mette).get(url).status_code, as_user(mette).post(url, LONE).status_code) == (404, 404)
    assert not SeatHolding.objects.exists()

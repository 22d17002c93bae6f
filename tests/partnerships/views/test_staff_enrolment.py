"""One enrolment for staff: reading it, correcting, cancelling, adding, and enrolling on a municipality's behalf."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone
from post_office.models import Email

from accounts.models import AuditEvent, User
from partnerships import enrolments, seats
from partnerships.models import Enrolment, Municipality, Programme, Seat
from tests.factories import world

pytestmark = pytest.mark.django_db
SIGNED = {
    "name": "Inge Lund",
    "title": "Direktør",
    "authority": "Mail af 18. januar 2027",
    "reason": "Kommunen sad i snestorm.",
}
DETAILS = {"contact_name": "Mette Holm", "contact_email": "Mette.Holm@stevns.example", "ean_number": world.GLN}


@pytest.fixture
def staff(as_user, signe: User) -> Client:
    return as_user(signe)


def address(enrolment: Enrolment, action: str = "") -> str:
    return f"/administration/tilmeldinger/{enrolment.pk}/{action}"


def late_address(programme: Programme) -> str:
    return f"/administration/programmer/{programme.slug}/tilmeld/"


def test_the_page_shows_lines_people_receipts_and_history(staff: Client, binding: Enrolment) -> None:
    page = staff.get(address(binding)).content.decode()
    for words in (
        "Deltagelse, skole og dagtilbud, samlet pris",
        "110.000 kr.",
        "137.500 kr.",
        f"T{binding.pk}-1",
        "5 pladser uden navn",
        "Mette Holm, Centerchef",
        "tilmeldte Stevns Kommune bindende",
        "Annullér tilmeldingen",
    ):
        assert words in page, words


def test_finance_reads_but_gets_no_buttons(binding: Enrolment, finn: User, as_user) -> None:
    client = as_user(finn)
    page = client.get(address(binding)).content.decode()
    assert "137.500 kr." in page
    assert not any(words in page for words in ("Annullér tilmeldingen", "Ret oplysninger", "Lav en tilføjelse"))
    for action in ("ret/", "annuller/", "udvid/"):
        assert [client.get(address(binding, action)).status_code] == [403]
        assert [client.post(address(binding, action), {"reason": "x"}).status_code] == [403]
    assert client.get(late_address(binding.programme)).status_code == 403
    binding.refresh_from_db()
    assert binding.is_binding


def test_drafts_are_not_for_finance_and_the_pages_not_for_municipalities(
    draft: Enrolment, finn: User, mette: User, stranger: User, as_user
) -> None:
    assert as_user(finn).get(address(draft)).status_code == 404
    assert [as_user(person).get(address(draft)).status_code for person in (mette, stranger)] == [403, 403]
    assert Client().get(address(draft)).status_code == 302


def test_a_draft_shows_how_far_it_is(staff: Client, draft: Enrolment) -> None:
    page = staff.get(address(draft)).content.decode()
    assert "trin 5 af 5" in page
    assert "Tilmeld for kommunen" in page
    assert staff.get(address(draft, "annuller/")).url == address(draft)


@pytest.mark.parametrize("acts", [1, 3])
def test_the_number_of_queries_does_not_grow_with_acts(
    staff: Client, binding: Enrolment, signe: User, django_assert_num_queries, acts: int
) -> None:
    from partnerships import orders

    for number in range(1, acts):
        enrolments.extend(
            enrolment=binding,
            after=orders.Order({"school": 5 + number, "daycare": 5}),
            by=signe,
            at=world.NOW,
            signature=enrolments.Signature("Inge Lund", "Direktør", "Mail"),
            base_number=number,
            reason="På kommunens ønske.",
        )
    with django_assert_num_queries(12):
        assert staff.get(address(binding)).status_code == 200


def test_correct_keeps_old_and_new_in_the_log(staff: Client, binding: Enrolment, signe: User) -> None:
    form = {
        **DETAILS,
        "contact_name": "Ida Lund",
        "contact_email": "IDA@stevns.example",
        "contact_phone": "00 00 00 02",
        "revision": str(binding.revision),
    }
    assert staff.post(address(binding, "ret/"), form).url == address(binding)
    binding.refresh_from_db()
    assert (binding.contact_name, binding.contact_email) == ("Ida Lund", "ida@stevns.example")
    assert binding.net_amount == Decimal(110_000)
    event = AuditEvent.objects.get(action="enrolment.corrected")
    assert event.actor == signe
    assert event.data["changed"]["contact_name"] == ["Mette Holm", "Ida Lund"]


def test_a_correction_never_undoes_what_the_municipality_wrote_meanwhile(
    staff: Client, binding: Enrolment, mette: User
) -> None:
    read = staff.get(address(binding, "ret/")).context["form"].initial
    enrolments.correct_details(
        enrolment=binding,
        by=mette,
        at=world.NOW,
        revision=binding.revision,
        case_id="SAG-7",
        contact_phone="00 00 00 07",
    )
    answer = staff.post(address(binding, "ret/"), read | {"contact_phone": "00 00 00 09", "contact_name": "Ida Lund"})
    assert answer.status_code == 409
    words = "Mette Holm har ændret kontaktens telefon (nu 00 00 00 07) og sags-id (nu SAG-7), siden du åbnede siden."
    assert words in answer.content.decode()
    form = answer.context["form"]
    shown = [form[name].value() for name in ("contact_name", "contact_phone", "case_id")]
    assert shown == ["Ida Lund", "00 00 00 09", "SAG-7"]
    assert staff.post(address(binding, "ret/"), form.initial).url == address(binding)
    binding.refresh_from_db()
    assert (binding.contact_name, binding.contact_phone, binding.case_id) == ("Ida Lund", "00 00 00 09", "SAG-7")


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("ean_number", "123", "Et EAN-nummer har 13 cifre"),
        ("contact_email", "mette", "Skriv en hel mailadresse"),
        ("contact_name", "", "Skriv, hvem kommunens kontakt er."),
        ("contact_phone", "ring", "Skriv telefonnummeret med cifre"),
        ("case_id", "x" * 65, "Skriv højst 64 tegn."),
    ],
)
def test_bad_details_are_explained_and_kept(
    staff: Client, binding: Enrolment, field: str, value: str, words: str
) -> None:
    page = staff.post(address(binding, "ret/"), {**DETAILS, field: value}).content.decode()
    assert words in page
    assert not value or value in page
    binding.refresh_from_db()
    assert binding.revision == Enrolment.objects.get(pk=binding.pk).revision
    assert not AuditEvent.objects.filter(action="enrolment.corrected").exists()


def test_cancel_says_who_is_told_and_tells_them(staff: Client, binding: Enrolment, signe: User) -> None:
    page = staff.get(address(binding, "annuller/")).content.decode()
    assert "mette.holm@stevns.example" in page
    assert "<dialog" not in page  # the page is the question; the reason is checked first
    assert "Skriv, hvorfor tilmeldingen annulleres." in staff.post(address(binding, "annuller/"), {}).content.decode()
    answer = staff.post(address(binding, "annuller/"), {"reason": "Kommunalbestyrelsen sagde nej."})
    assert answer.url == address(binding)
    binding.refresh_from_db()
    assert (binding.state, binding.cancelled_by, binding.cancel_reason) == (
        "cancelled",
        signe,
        "Kommunalbestyrelsen sagde nej.",
    )
    assert [mail.to for mail in Email.objects.filter(subject__startswith="Tilmeldingen er annulleret")] == [
        ["mette.holm@stevns.example"]
    ]
    assert staff.post(address(binding, "annuller/"), {"reason": "Igen"}).url == address(binding)


def test_extend_previews_the_difference_and_binds_it_with_a_reason(
    staff: Client, stevns: Municipality, programme: Programme, mette: User
) -> None:
    enrolment = world.binding(stevns, programme, mette, school=5)
    wish = {"participants_school": "5", "participants_daycare": "5", "base_number": "1"}
    preview = staff.post(address(enrolment, "udvid/"), {**wish, "preview": "1"})
    page, wish = preview.content.decode(), {**wish, "shown": preview.context["shown"]}
    assert "50.000 kr." in page
    assert "110.000 kr." in page
    missing = staff.post(address(enrolment, "udvid/"), {**wish, **SIGNED, "reason": "", "bind": "1"})
    assert "Skriv, hvorfor vi gør det for kommunen." in missing.content.decode()
    more = staff.post(address(enrolment, "udvid/"), {**wish, **SIGNED, "bind": "1", "participants_school": "8"})
    assert (more.status_code, more.context["difference"].net, enrolment.changes.count()) == (409, 79_985, 1)
    assert "Det koster 79.985 kr. mere. Læs den nye pris" in more.content.decode()
    assert staff.post(address(enrolment, "udvid/"), {**wish, **SIGNED, "bind": "1"}).url == address(enrolment)
    change = enrolment.changes.get(number=2)
    assert (change.net, change.signatory_name, change.reason) == (Decimal(50_000), "Inge Lund", SIGNED["reason"])
    again = staff.post(address(enrolment, "udvid/"), {**wish, **SIGNED, "bind": "1"}, follow=True).content.decode()
    assert "Det er allerede tilføjet. Signe Dam gjorde det" in again
    nothing = staff.post(address(enrolment, "udvid/"), {**wish, "base_number": "2", "preview": "1"}).content.decode()
    assert "Vælg det, kommunen vil have mere af." in nothing
    other = {**wish, **SIGNED, "bind": "1", "participants_school": "6"}
    answer = staff.post(address(enrolment, "udvid/"), other)
    assert (answer.status_code, answer.context["on_behalf"]["reason"].value()) == (409, SIGNED["reason"])
    assert "Tilmeldingen er ændret, siden du læste den." in answer.content.decode()
    assert enrolment.changes.count() == 2


def late(stevns: Municipality, **other: str) -> dict[str, str]:
    return {
        "kommune": stevns.code,
        "participants_school": "5",
        "participants_daycare": "7",
        **DETAILS,
        **SIGNED,
        **other,
    }


def test_enrol_late_after_the_deadline(staff: Client, stevns: Municipality, programme: Programme, signe: User) -> None:
    Programme.objects.filter(pk=programme.pk).update(deadline_at=timezone.now() - timedelta(days=3))
    assert "Kun vi kan tilmelde nu" in staff.get(late_address(programme)).content.decode()
    answer = staff.post(late_address(programme), late(stevns))
    enrolment = Enrolment.objects.get(municipality=stevns)
    assert answer.url == address(enrolment)
    assert enrolment.is_binding
    assert enrolment.net_amount == Decimal(110_000) + 2 * Decimal(9_995)
    assert enrolment.late_reason == SIGNED["reason"]
    change = enrolment.changes.get()
    assert (change.by, change.signatory_name, change.authority) == (signe, "Inge Lund", SIGNED["authority"])
    assert AuditEvent.objects.get(action="enrolment.submitted").data["late_reason"] == SIGNED["reason"]


def test_a_draft_is_taken_over(staff: Client, draft: Enrolment, stevns: Municipality, programme: Programme) -> None:
    page = staff.get(f"{late_address(programme)}?kommune={stevns.code}").content.decode()
    assert "Stevns (har en kladde)" in page
    assert "SAG-2026-00001" in page
    staff.post(late_address(programme), late(stevns))
    draft.refresh_from_db()
    assert draft.is_binding
    assert draft.seat_count == 12


def test_names_in_the_draft_are_not_deleted_unseen(
    staff: Client, draft: Enrolment, stevns: Municipality, programme: Programme, mette: User
) -> None:
    for number, name in ((1, "Lone Vind"), (2, "Per Nyborg")):
        seats.name_person(
            seat=Seat.objects.get(number=number, participation__partnership__area="daycare"),
            name=name,
            title="Leder",
            email=f"{number}@stevns.example",
            is_relevant_manager=False,
            is_steering_representative=False,
            by=mette,
            at=world.NOW,
            day=world.NOW.date(),
        )
    fewer = late(stevns, participants_daycare="1")
    answer = staff.post(late_address(programme), fewer)
    assert "Per Nyborg mister sin plads" in answer.content.decode()
    draft.refresh_from_db()
    assert (draft.state, draft.named_count, draft.late_reason) == ("draft", 2, "")
    assert staff.post(late_address(programme), fewer | {"slet_navne": "1"}).url == address(draft)
    draft.refresh_from_db()
    assert (draft.state, draft.seat_count, draft.named_count) == ("binding", 6, 1)
    event = AuditEvent.objects.get(action="enrolment.names_lost")
    assert event.summary == "valgte færre pladser, så Per Nyborg mistede deres"


def test_the_contact_may_come_from_the_draft(
    staff: Client, draft: Enrolment, stevns: Municipality, faxe: Municipality, programme: Programme
) -> None:
    empty = {"contact_name": "", "contact_email": ""}
    assert (
        "Skriv, hvem kommunens kontakt er." in staff.post(late_address(programme), late(faxe, **empty)).content.decode()
    )
    assert staff.post(late_address(programme), late(stevns, **empty)).url == address(draft)
    draft.refresh_from_db()
    assert (draft.contact_name, draft.contact_email) == ("Mette Holm", "mette.holm@stevns.example")
    assert not Enrolment.objects.filter(municipality=faxe).exists()


def test_what_the_page_did_not_show_is_not_emptied(
    staff: Client, draft: Enrolment, stevns: Municipality, faxe: Municipality, programme: Programme
) -> None:
    world.ean_number(faxe)
    for row in (stevns, faxe):
        staff.post(late_address(programme), late(row, ean_number=""))
    kept = Enrolment.objects.binding().order_by("municipality__name")
    assert list(kept.values_list("ean_number", "case_id")) == [(world.GLN, ""), (world.GLN, "SAG-2026-00001")]


def test_what_the_page_showed_can_be_emptied(
    staff: Client, draft: Enrolment, stevns: Municipality, programme: Programme
) -> None:
    staff.post(f"{late_address(programme)}?kommune={stevns.code}", late(stevns, ean_number=""))
    draft.refresh_from_db()
    assert (draft.is_binding, draft.ean_number, draft.case_id) == (True, "", "")


def test_the_price_is_asked_for_without_saving(staff: Client, stevns: Municipality, programme: Programme) -> None:
    live = staff.post(late_address(programme), late(stevns), headers={"HX-Request": "true"}).content.decode()
    assert "129.990 kr." in live
    assert "<html" not in live
    plain = staff.post(late_address(programme), {**late(stevns), "price": "1"}).content.decode()
    assert "129.990 kr." in plain
    assert "Inge Lund" in plain
    assert not Enrolment.objects.exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kommune": ""}, "Vælg den kommune, der skal tilmeldes."),
        ({"kommune": "9999"}, "Kommunen er allerede tilmeldt eller findes ikke."),
        ({"participants_school": "", "participants_daycare": ""}, "Skriv, hvor mange der deltager"),
        ({"participants_school": "-1"}, "Skriv 0 eller flere."),
        ({"participants_school": "mange"}, "Skriv antallet med tal"),
        ({"reason": ""}, "Skriv, hvorfor vi gør det for kommunen."),
        ({"name": ""}, "Skriv, hvem i kommunen der har givet lov."),
        ({"contact_email": "x"}, "Skriv en hel mailadresse"),
        ({"participants_daycare": "", "screening_daycare": "on"}, "Foranalysen kræver deltagere fra dagtilbud."),
    ],
)
def test_refusals_in_words(
    staff: Client, stevns: Municipality, programme: Programme, change: dict[str, str], words: str
) -> None:
    assert words in staff.post(late_address(programme), {**late(stevns), **change}).content.decode()
    assert not Enrolment.objects.exists()


def test_a_bound_municipality_cannot_be_enrolled_twice(
    staff: Client, binding: Enrolment, stevns: Municipality, programme: Programme
) -> None:
    page = staff.post(late_address(programme), late(stevns)).content.decode()
    assert "Kommunen er allerede tilmeldt eller findes ikke." in page
    assert Enrolment.objects.count() == 1

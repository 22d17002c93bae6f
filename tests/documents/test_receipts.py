"""The receipt: what it says, and that a screen reader can read it."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone
from post_office.models import STATUS, Email
from pypdf import PdfReader

from accounts.models import User
from documents import jobs
from documents.models import Document
from partnerships import enrolments, orders
from partnerships.models import Enrolment, EnrolmentChange, Municipality, Programme, TimelineEntry
from tests.factories import world
from tests.factories.world import NOW


def make(document: Document) -> PdfReader:
    """Render as the worker does."""
    claimed = jobs.claim(document.pk, at=timezone.now())
    assert claimed is not None
    assert jobs.run(claimed)
    document.refresh_from_db()
    with document.file.open("rb") as file:
        return PdfReader(io.BytesIO(file.read()))


def text_of(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


@pytest.mark.django_db
def test_the_receipt_says_what_was_bound(binding: Enrolment) -> None:
    text = text_of(make(binding.changes.get().receipt))
    for words in (
        "Stevns Kommune er tilmeldt",
        "Begge partnerskaber",
        "Deltagelse, skole og dagtilbud, samlet pris",
        "110.000,00",
        "27.500,00",
        "137.500,00",
        "Mette Holm, Centerchef",
        "24. november 2026",
        "kl. 10.00.00",
        "Tilmeldingen er bindende.",
        "SAG-2026-00001",
        "Chefen er med",
        "10 navne",
        "Hver for sig 120.000 kr.; I sparer 10.000 kr.",
    ):
        assert words in text


@pytest.mark.django_db
def test_the_receipt_names_buyer_and_seller_on_paper_and_page(as_user, binding: Enrolment, mette: User) -> None:
    receipt = binding.changes.get().receipt
    contact = [("Kontakt", "Mette Holm, Centerchef"), ("Mail", "mette.holm@stevns.example"), ("Telefon", "00 00 00 01")]
    buyer = [("Navn", "Stevns Kommune"), ("CVR", "29208654"), *contact]
    seller = [("Navn", "KL og Komponent"), ("Kontakt", "Praktisk kontakt, Projektkoordinator, KL")]
    seller.append(("Mail", "praktisk@kl.example"))
    frozen = [[(row["label"], row["value"]) for row in receipt.snapshot[who]] for who in ("buyer", "seller")]
    assert frozen == [buyer, seller]
    paper = text_of(make(receipt))
    page = as_user(mette).get(f"/tilmeldinger/{binding.pk}/kvittering/").content.decode()
    for value in ("29208654", "00 00 00 01", "KL og Komponent", "Praktisk kontakt, Projektkoordinator, KL"):
        assert value in paper
        assert f'<dd class="break">{value}</dd>' in page


@pytest.mark.django_db
def test_the_first_day_of_each_area_bought_is_told(
    as_user, stevns: Municipality, faxe: Municipality, programme: Programme, mette: User
) -> None:
    for area, day in (("school", date(2027, 3, 3)), ("daycare", date(2027, 3, 10)), ("daycare", date(2027, 5, 5))):
        TimelineEntry.objects.create(programme=programme, area=area, title="Netværksdag 1", start_date=day)
    both, one = world.binding(stevns, programme, mette), world.binding(faxe, programme, mette, daycare=5)
    told = [[(row["date"], row["text"]) for row in e.changes.get().receipt.snapshot["next"]] for e in (both, one)]
    assert told == [
        [
            ("3. marts 2027", "Netværksdag 1, skole (foreløbig dato)"),
            ("10. marts 2027", "Netværksdag 1, dagtilbud (foreløbig dato)"),
        ],
        [("10. marts 2027", "Netværksdag 1 (foreløbig dato)")],
    ]
    page = as_user(mette).get(f"/tilmeldinger/{both.pk}/kvittering/")
    assert [(day.start_date, areas) for day, areas in page.context["first_days"]] == [
        (date(2027, 3, 3), "skole"),
        (date(2027, 3, 10), "dagtilbud"),
    ]
    assert "Netværksdag 1 for dagtilbud er onsdag 10. marts 2027." in page.content.decode()


@pytest.mark.django_db
def test_the_page_says_whom_the_receipt_was_sent_to_once_it_was(as_user, binding: Enrolment, mette: User) -> None:
    address = f"/tilmeldinger/{binding.pk}/kvittering/"
    make(binding.changes.get().receipt)
    assert as_user(mette).get(address).context["sent_to"] == []
    Email.objects.filter(record__kind="receipt").update(status=STATUS.sent)
    words = "Kvitteringen er sendt til mette.holm@stevns.example og praktisk@kl.example."
    assert words in as_user(mette).get(address).content.decode()


@pytest.mark.django_db
def test_the_receipt_is_tagged_and_danish(binding: Enrolment) -> None:
    reader = make(binding.changes.get().receipt)
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "da"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Kvittering for bindende tilmelding: Stevns Kommune"
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    assert [item.title for item in reader.outline if not isinstance(item, list)] == ["Stevns Kommune er tilmeldt"]


@pytest.mark.django_db
def test_the_receipt_is_set_in_the_portals_own_type(binding: Enrolment) -> None:
    page = make(binding.changes.get().receipt).pages[0]
    fonts = {str(font.get_object()["/BaseFont"]).split("+")[-1] for font in page["/Resources"]["/Font"].values()}
    assert fonts == {"IBM-Plex-Sans", "IBM-Plex-Sans-Semi-Bold"}


@pytest.mark.django_db
def test_an_addition_has_a_receipt_of_its_own(stevns: Municipality, programme: Programme, mette: User) -> None:
    enrolment = world.binding(stevns, programme, mette, school=5)
    change = enrolments.extend(
        enrolment=enrolment,
        after=orders.Order(participants={"school": 5, "daycare": 5}),
        by=mette,
        at=NOW,
        signature=enrolments.Signature("Mette Holm", "Centerchef", "Efter bemyndigelse"),
        base_number=1,
    )
    assert change.net == Decimal(50_000)
    text = text_of(make(change.receipt))
    assert "har lavet en tilføjelse" in text
    assert "50.000 kr." in text
    assert "I har nu bundet jer for 110.000 kr. i alt" in text
    assert "−60.000,00" in text


def seats_more(enrolment: Enrolment, by: User, count: int) -> EnrolmentChange:
    """An addition of seats in school."""
    return enrolments.extend(
        enrolment=enrolment,
        after=orders.Order(participants={"school": count}),
        by=by,
        at=NOW,
        signature=enrolments.Signature("Mette Holm", "Centerchef", "Efter bemyndigelse"),
        base_number=enrolment.changes.latest("number").number,
    )


@pytest.mark.django_db
def test_seats_within_the_price_are_on_the_receipt_and_its_page(
    as_user, stevns: Municipality, programme: Programme, mette: User
) -> None:
    enrolment = world.binding(stevns, programme, mette, school=3)
    change = seats_more(enrolment, mette, 5)
    assert (change.net, change.receipt.snapshot["added"]) == (0, ["2 pladser, skole, inden for prisen"])
    assert "2 pladser, skole, inden for prisen" in text_of(make(change.receipt))
    for address in (f"/tilmeldinger/{enrolment.pk}/kvittering/", f"/tilmeldinger/{enrolment.pk}/"):
        assert "2 pladser, skole, inden for prisen" in as_user(mette).get(address).content.decode()


@pytest.mark.django_db
def test_the_mail_says_what_the_receipt_says_whatever_is_added_later(
    stevns: Municipality, programme: Programme, mette: User
) -> None:
    enrolment = world.binding(stevns, programme, mette, school=5)
    first, second = seats_more(enrolment, mette, 6), seats_more(enrolment, mette, 7)
    for change, total in ((first, "69.995 kr."), (second, "79.990 kr.")):
        make(change.receipt)
        mail = Email.objects.filter(record__kind="receipt").latest("pk")
        assert f"og I har nu bundet jer for {total} i alt." in mail.message


@pytest.mark.django_db
def test_a_cancelled_enrolment_gets_no_mail_that_it_is_enrolled(binding: Enrolment, signe: User) -> None:
    enrolments.cancel(enrolment=binding, by=signe, at=NOW, reason="Efter aftale")
    assert "Stevns Kommune er tilmeldt" in text_of(make(binding.changes.get().receipt))
    assert not Email.objects.filter(record__kind="receipt").exists()


@pytest.mark.django_db
def test_the_mail_with_the_pdf_goes_out_once_to_each(binding: Enrolment) -> None:
    receipt = binding.changes.get().receipt
    make(receipt)
    assert jobs.claim(receipt.pk, at=timezone.now()) is None
    mails = Email.objects.filter(record__kind="receipt").order_by("pk")
    assert [mail.to for mail in mails] == [["mette.holm@stevns.example"], ["praktisk@kl.example"]]
    assert {mail.subject for mail in mails} == {"Stevns Kommune er tilmeldt: Inkluderende børnefællesskaber 2027"}
    attachment = mails[0].attachments.get()
    with attachment.file.open("rb") as file:
        assert (attachment.name, file.read(5)) == (receipt.filename, b"%PDF-")

"""The small world most tests need: two municipalities, an open programme with 2022's prices, and named people."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from accounts.models import User
from partnerships.models import (
    Bundle,
    EanNumber,
    Enrolment,
    Membership,
    Municipality,
    Partnership,
    PriceList,
    ProductPrice,
    Programme,
    ProgrammeContact,
    Region,
    SuccessCriterion,
    Terms,
)

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=COPENHAGEN)
DEADLINE = datetime(2027, 1, 15, 12, 0, tzinfo=COPENHAGEN)
GLN = "5798000000001"
PASSWORD = "en-lang-adgangskode"


def municipality(code: str = "0336", name: str = "Stevns", *, region_name: str = "Region Sjælland") -> Municipality:
    """A municipality with a default EAN number and the domain <name>.example."""
    region, _ = Region.objects.get_or_create(name=region_name, defaults={"code": "1085"})
    ascii_name = name.lower().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    row = Municipality.objects.create(
        code=code,
        name=name,
        official_name=f"{name} Kommune",
        region=region,
        cvr="29208654",
        population=23_500,
        population_date=date(2026, 1, 1),
        area_km2=Decimal("250.0"),
        latitude=Decimal("55.30000"),
        longitude=Decimal("12.30000"),
        group=4,
        group_name="Oplandskommuner",
    )
    row.email_domains.create(domain=f"{ascii_name}.example")
    return row


def ean_number(row: Municipality, number: str = GLN) -> EanNumber:
    """A default EAN number of the municipality."""
    return EanNumber.objects.create(municipality=row, number=number, label="Børn og Læring", is_default=True)


def programme(slug: str = "boernefaellesskaber-2027", *, state: str = Programme.State.OPEN) -> Programme:
    """An open programme with both areas and the prices of 2022, VAT added on top."""
    row = Programme.objects.create(
        slug=slug,
        title="Inkluderende børnefællesskaber 2027",
        year=2027,
        state=state,
        lead="KL og Komponent inviterer jer til et eller to partnerskaber.",
        purpose="At udvikle fællesskaberne.",
        content="Fire netværksdage.",
        commitments="Chefen er med\nI giver og modtager sparring",
        deadline_at=DEADLINE,
        opened_at=None if state == Programme.State.DRAFT else datetime(2026, 11, 1, 9, 0, tzinfo=COPENHAGEN),
    )
    for area in ("school", "daycare"):
        Partnership.objects.create(programme=row, area=area, description="Fire netværksdage i 2027.")
    ProgrammeContact.objects.create(
        programme=row, name="Praktisk kontakt", title="Projektkoordinator, KL", email="praktisk@kl.example"
    )
    SuccessCriterion.objects.create(programme=row, position=1, text="I får indsigt i den nyeste forskning.")
    text = "Tilmeldingen er bindende."
    Terms.objects.create(programme=row, version=1, text=text, sha256=Terms.hash_of(text), created_at=NOW)
    prices(row)
    return row


def prices(row: Programme) -> PriceList:
    """2022's price list: 60,000 and 110,000; pre-analysis 100,000 and 170,000; extra participant 9,995."""
    price_list = PriceList.objects.create(
        programme=row, included_participants=5, min_participants=1, extra_participant=Decimal(9995)
    )
    for area in ("school", "daycare"):
        ProductPrice.objects.create(price_list=price_list, key=f"participation:{area}", price=Decimal(60_000))
        ProductPrice.objects.create(price_list=price_list, key=f"screening:{area}", price=Decimal(100_000))
    for kind, price in (("participation", 110_000), ("screening", 170_000)):
        keys = [f"{kind}:daycare", f"{kind}:school"]
        Bundle.objects.create(price_list=price_list, keys=keys, price=Decimal(price))
    return price_list


def user(email: str, name: str = "", **roles: bool) -> User:
    """A user with a confirmed address; `roles` are the global ones (is_administrator=True)."""
    from allauth.account.models import EmailAddress

    person = User.objects.create_user(email, PASSWORD, name=name or email.split("@", maxsplit=1)[0].title(), **roles)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def member(row: Municipality, email: str, role: str = "coordinator", name: str = "") -> User:
    """A user with an active membership of the municipality."""
    person = user(email, name)
    Membership.objects.create(
        user=person, municipality=row, role=role, state="active", requested_at=NOW, approved_at=NOW
    )
    return person


def draft(row: Municipality, in_programme: Programme, by: User, **participants: int) -> Enrolment:
    """A complete draft, ready to be submitted: both areas with five seats unless `participants` says otherwise."""
    from partnerships import drafts, orders

    enrolment = drafts.begin(programme=in_programme, municipality=row, by=by, at=NOW)
    enrolment = drafts.save_contact(
        enrolment=enrolment,
        name="Mette Holm",
        title="Centerchef",
        email="mette.holm@stevns.example",
        phone="00 00 00 01",
        by=by,
        at=NOW,
    )
    order = orders.Order(participants=participants or {"school": 5, "daycare": 5})
    enrolment = drafts.save_order(enrolment=enrolment, order=order, by=by, at=NOW)
    return drafts.save_invoicing(
        enrolment=enrolment,
        ean_number=GLN,
        person_reference="Mette Holm",
        requisition_number="",
        case_id="SAG-2026-00001",
        note="",
        by=by,
        at=NOW,
    )


def binding(row: Municipality, in_programme: Programme, by: User, **participants: int) -> Enrolment:
    """A binding enrolment, through the use cases."""
    from partnerships import enrolments

    enrolment = draft(row, in_programme, by, **participants)
    enrolments.submit(
        enrolment=enrolment,
        by=by,
        at=NOW,
        signature=enrolments.Signature("Mette Holm", "Centerchef", "Efter bemyndigelse fra direktøren"),
    )
    return Enrolment.objects.get(pk=enrolment.pk)

"""Receipts of binding acts (kvitteringer): what they say is frozen when the act is written."""

from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from accounts.danish import date_time, in_danish_time, kr, kr_exact, long_date, weekday_date_time
from documents import jobs, kinds, rendering
from documents.models import Document
from partnerships import enrolment_emails, pricing, programme_days
from partnerships.models import Enrolment, EnrolmentChange, OrderLine, Programme
from partnerships.models.areas import AREA_ORDER, Area
from partnerships.orders import Order

KIND = "receipt"


def order_receipt(
    change: EnrolmentChange, lines: Sequence[OrderLine], *, order: Order, before: Order | None = None, at: datetime
) -> Document:
    """Freeze what the receipt says and order it. Called in the binding transaction, before the act itself is saved.

    `lines` are the act's unsaved lines, `order` is the whole order as it stands with the act, `before` as it stood.
    """
    return jobs.order(
        kind=KIND,
        title=_title(change),
        filename=f"kvittering-{change.receipt_number.lower()}.pdf",
        snapshot=snapshot(change, lines, order=order, before=before),
        by=change.by,
        at=at,
    )


def _title(change: EnrolmentChange) -> str:
    """The receipt among others: its number, the programme and the year."""
    programme = change.enrolment.programme
    year = "" if str(programme.year) in programme.title else f" {programme.year}"
    return f"Kvittering {change.receipt_number}, {programme.title}{year}"


def snapshot(
    change: EnrolmentChange, lines: Sequence[OrderLine], *, order: Order, before: Order | None = None
) -> dict[str, Any]:
    """Everything the receipt says, as JSON of ready Danish text: prices and dates can never be computed anew."""
    enrolment, programme = change.enrolment, change.enrolment.programme
    price_list = programme.price_list
    is_addition = change.kind == EnrolmentChange.Kind.ADDITION
    areas = [area for area in AREA_ORDER if area in order.participants]
    seats = _seats(enrolment, order)
    return {
        "number": change.receipt_number,
        "is_addition": is_addition,
        "municipality": enrolment.municipality.official_name,
        "seller": _seller(programme),
        "buyer": _buyer(enrolment),
        "programme": programme.title,
        "areas": " og ".join(Area(area).label for area in areas),
        "both": len(areas) > 1,
        "screenings": [Area(area).label for area in AREA_ORDER if area in order.screenings],
        "added": added(before, order, included=price_list.included_participants) if before else [],
        "lines": [
            {
                "text": line.description,
                "note": _note(line, programme, order),
                "quantity": f"{line.quantity}".replace("-", "−"),
                "unit_price": kr_exact(line.unit_price),
                "amount": kr_exact(line.amount),
            }
            for line in lines
        ],
        "net": kr_exact(change.net),
        "net_kr": kr(change.net),
        "vat": kr_exact(change.vat) if change.vat_rate else "",
        "vat_percent": f"{change.vat_rate * 100:.0f} %" if change.vat_rate else "",
        "total": kr_exact(change.total),
        "vat_words": price_list.vat_words,
        "standing": kr(enrolment.net_amount + change.net) if is_addition else "",
        "seats": seats,
        "missing_names": sum(row["missing"] for row in seats),
        "names_due": long_date(programme.names_due_date) if programme.names_due_date else "",
        "missing_ean": not enrolment.ean_number,
        "seat_count": sum(row["seats"] for row in seats),
        "invoicing": _invoicing(enrolment),
        "commitments": programme.commitment_list,
        "terms": {
            "version": change.terms.version,
            "date": long_date(change.terms.created_at),
            "hash": change.terms.short_hash,
            "text": change.terms.text,
        },
        "signatory": f"{change.signatory_name}, {change.signatory_title}",
        "authority": change.authority.rstrip(". "),
        "on_behalf": change.by.has_global_role,
        "by": change.by.display_name,
        "at": f"{weekday_date_time(change.at)}{in_danish_time(change.at):.%S}",
        "received": f"{date_time(change.at)}{in_danish_time(change.at):.%S}",
        "date": long_date(change.at),
        "case_id": programme.case_id,
        "deadline": date_time(programme.deadline_at),
        "next": _next(programme, order),
        "contacts": [
            {"about": contact.subject, "name": contact.name, "email": contact.email, "phone": contact.phone}
            for contact in programme.contacts.all()
        ],
    }


def added(before: Order, after: Order, *, included: int) -> list[str]:
    """What an addition gives, also what has no price of its own: "2 pladser, skole, inden for prisen"."""
    words = []
    for area in (area for area in AREA_ORDER if area in after.participants):
        had, has = before.participants.get(area, 0), after.participants[area]
        if more := has - had:
            free = max(0, min(has, included) - had) if had else 0
            price = "" if not free else ", inden for prisen" if free == more else f", heraf {free} inden for prisen"
            words.append(f"{more} {'plads' if more == 1 else 'pladser'}, {Area(area).label.lower()}{price}")
    new = [area for area in AREA_ORDER if area in set(after.screenings) - set(before.screenings)]
    return words + [f"Foranalyse, {Area(area).label.lower()}" for area in new]


def _note(line: OrderLine, programme: Programme, order: Order) -> str:
    """What a line means, where its name does not say it."""
    included = programme.price_list.included_participants
    if line.quantity < 0:
        return "Erstattes af den nye pris."
    if line.key.startswith("extra_participant:"):
        area = line.key.split(":")[1]
        where = Area(area).label.lower()
        return f"I deltager med {order.participants[area]} på {where}området; {included} er med i prisen."
    words = f"{included} deltagere er med i prisen for hvert område." if "participation:" in line.key else ""
    return f"{words} {_saving(line, programme)}".strip()


def _saving(line: OrderLine, programme: Programme) -> str:
    """What a bundle saves, as arithmetic; nothing for other lines and when a product is not sold alone."""
    products = pricing.bundle_products(line.key)
    singles = [row.price for row in programme.price_list.products.all() if row.key in products]
    alone = sum(singles, Decimal(0))
    if not products or len(singles) != len(products) or alone <= line.unit_price:
        return ""
    return f"Hver for sig {kr(alone)}; I sparer {kr(alone - line.unit_price)}"


def _seats(enrolment: Enrolment, order: Order) -> list[dict[str, Any]]:
    """Seats and names in each area. What an addition adds has no names yet."""
    count = dict.fromkeys(order.participants, 0)
    for row in enrolment.participations.all():
        count[row.partnership.area] += sum(seat.is_named for seat in row.seats.all())
    return [
        {
            "area": area,
            "label": Area(area).label,
            "seats": order.participants[area],
            "named": count[area],
            "missing": order.participants[area] - count[area],
        }
        for area in AREA_ORDER
        if area in order.participants
    ]


def _invoicing(enrolment: Enrolment) -> list[dict[str, str]]:
    rows = [
        ("EAN", enrolment.ean_number or "Mangler"),
        ("Personreference", enrolment.person_reference),
        ("Rekvisition", enrolment.requisition_number),
        ("Jeres sag", enrolment.case_id),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


def _seller(programme: Programme) -> list[dict[str, str]]:
    """Who sells, and whom to ask at theirs."""
    contact = enrolment_emails.practical_contact(programme)
    rows = [("Navn", "KL og Komponent")]
    if contact is not None:
        rows += [("Kontakt", f"{contact.name}, {contact.title}"), ("Mail", contact.email), ("Telefon", contact.phone)]
    return [{"label": label, "value": value} for label, value in rows if value]


def _buyer(enrolment: Enrolment) -> list[dict[str, str]]:
    """Who buys: the municipality by its CVR number, and its contact."""
    contact = ", ".join(filter(None, (enrolment.contact_name, enrolment.contact_title)))
    rows = [
        ("Navn", enrolment.municipality.official_name),
        ("CVR", enrolment.municipality.cvr),
        ("Kontakt", contact),
        ("Mail", enrolment.contact_email),
        ("Telefon", enrolment.contact_phone),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


def _next(programme: Programme, order: Order) -> list[dict[str, str]]:
    dated = [
        (programme.names_due_date, "Frist for navne på alle deltagere"),
        (programme.invoice_date, "Regningen sendes"),
    ]
    for entry, areas in programme_days.first_days(programme.timeline.all(), order.participants):
        dated.append((entry.start_date, f"{entry.title}{f', {areas}' if areas else ''} (foreløbig dato)"))
    return [{"date": long_date(day), "text": text} for day, text in sorted((d, t) for d, t in dated if d is not None)]


def render(document: Document, report: Callable[[int, str], None]) -> bytes:
    """The receipt as PDF."""
    return rendering.render_pdf("documents/receipt.html", {"receipt": document.snapshot}, report)


def visible_documents(user: Any) -> QuerySet[EnrolmentChange, Any]:
    """The receipts of enrolments the person may see."""
    enrolments = Enrolment.objects.visible_to(user)
    return EnrolmentChange.objects.filter(enrolment__in=enrolments).values("receipt")


def when_ready(document: Document, at: datetime) -> None:
    """Mail the receipt, in the transaction that makes it ready; not when the enrolment is cancelled meanwhile."""
    change = EnrolmentChange.objects.select_related("enrolment__programme", "enrolment__municipality", "by").get(
        receipt=document
    )
    if change.enrolment.is_cancelled:
        return
    with document.file.open("rb") as file:
        enrolment_emails.receipt_ready(change, standing=document.snapshot["standing"], pdf=file.read())


def register() -> None:
    """Make receipts known to the documents."""
    kinds.register(
        kinds.DocumentKind(
            key=KIND,
            label="Kvittering",
            render=render,
            visible_documents=visible_documents,
            when_ready=when_ready,
        )
    )

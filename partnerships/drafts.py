"""Drafts of enrolments: begun, filled in step by step, discarded (kladder)."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from accounts import audit
from accounts.models import AuditEvent, User
from partnerships import enrolment_emails, orders, pricing, seats
from partnerships.models import Enrolment, Municipality, Participation, Programme, Seat

BETWEEN_REQUESTS = timedelta(hours=1)
STEPS = ("kontakt", "valg", "deltagere", "regning", "bekraeft")


class DraftRefused(Exception):
    """The draft cannot be begun or changed; the message is for the person."""


def begin(*, programme: Programme, municipality: Municipality, by: User, at: datetime) -> Enrolment:
    """The municipality's current enrolment in the programme: the draft or binding one there is, or a new draft.

    Raises:
        DraftRefused: when the programme does not take enrolments at `at` and there is none already.
    """
    existing = Enrolment.objects.current().filter(programme=programme, municipality=municipality).first()
    if existing is not None:
        return existing
    if not programme.accepts_enrolments_at(at) and not by.is_administrator:
        raise DraftRefused("Tilmeldingsfristen er overskredet. Skriv til os, hvis I alligevel vil være med.")
    try:
        with transaction.atomic():
            enrolment = Enrolment.objects.create(
                programme=programme,
                municipality=municipality,
                created_at=at,
                created_by=by,
                updated_at=at,
                updated_by=by,
            )
            default = municipality.ean_numbers.filter(is_default=True).first()
            if default is not None:
                enrolment.ean_number = default.number
                enrolment.save(update_fields=["ean_number"])
            audit.record(
                action="enrolment.begun",
                summary=f"begyndte en kladde til {programme.title}",
                subject=enrolment,
                at=at,
                by=by,
                scope=municipality.code,
            )
    except IntegrityError:  # a colleague began it in the same second; theirs is the one
        return Enrolment.objects.current().get(programme=programme, municipality=municipality)
    return enrolment


def locked_draft(enrolment: Enrolment) -> Enrolment:
    """The enrolment's row, locked for the rest of the transaction and still a draft; else DraftRefused."""
    row = Enrolment.objects.select_for_update(no_key=True).filter(pk=enrolment.pk).first()
    if row is None:
        raise DraftRefused("Kladden er slettet, så den kan ikke ændres mere.")
    if not row.is_draft:
        raise DraftRefused("Tilmeldingen er ikke længere en kladde, så den kan ikke ændres her.")
    return row


def _touch(row: Enrolment, *, by: User, at: datetime, step: int) -> None:
    row.revision += 1
    row.updated_by = by
    row.updated_at = at
    row.furthest_step = max(row.furthest_step, step)


@transaction.atomic
def save_contact(
    *, enrolment: Enrolment, name: str, title: str, email: str, phone: str, by: User, at: datetime
) -> Enrolment:
    """Step 1: who we write to about the enrolment."""
    row = locked_draft(enrolment)
    row.contact_name, row.contact_title, row.contact_email, row.contact_phone = name, title, email.lower(), phone
    _touch(row, by=by, at=at, step=2)
    row.save()
    return row


def names_lost(enrolment: Enrolment, order: orders.Order) -> list[str]:
    """The people whose seats go when the draft is saved with `order`. Uses prefetched seats when there are."""
    lost = []
    for participation in enrolment.participations.all():
        held = [
            holding.name
            for seat in participation.seats.all()
            for holding in seat.holdings.all()
            if holding.end_date is None
        ]
        lost += held[order.participants.get(participation.partnership.area, 0) :]
    return lost


@transaction.atomic
def save_order(*, enrolment: Enrolment, order: orders.Order, by: User, at: datetime) -> Enrolment:
    """Step 2: what the municipality buys, as participation and seat rows.

    Seats are taken from the end, unnamed ones first, so that names typed already are kept as long as they can be.

    Raises:
        pricing.PricingError: when the order cannot be bought; nothing is saved.
    """
    row = locked_draft(enrolment)
    quote = orders.quote(row.programme, order)
    partnerships = {partnership.area: partnership for partnership in row.programme.partnerships.all()}
    unknown = [area for area in order.participants if area not in partnerships]
    if unknown:
        raise pricing.PricingError("Området er ikke med i programmet.", code="unknown_area", area=unknown[0])
    row.participations.exclude(partnership__area__in=order.participants).delete()
    for area, count in order.participants.items():
        participation, _ = Participation.objects.update_or_create(
            enrolment=row, partnership=partnerships[area], defaults={"has_screening": area in order.screenings}
        )
        resize(participation, count)
    row.net_amount = quote.net
    _touch(row, by=by, at=at, step=3)
    row.save()
    seats.recount(row)
    return row


def resize(participation: Participation, count: int) -> None:
    """Make the participation of a draft have exactly `count` seats, numbered from 1."""
    present = list(participation.seats.prefetch_related("holdings").order_by("number"))
    surplus = len(present) - count
    if surplus > 0:
        by_value = sorted(present, key=lambda seat: (bool(seat.holdings.all()), -seat.number))
        gone = {seat.pk for seat in by_value[:surplus]}
        Seat.objects.filter(pk__in=gone).delete()
        present = [seat for seat in present if seat.pk not in gone]
        for number, seat in enumerate(present, start=1):
            if seat.number != number:
                Seat.objects.filter(pk=seat.pk).update(number=number)
    Seat.objects.bulk_create(
        Seat(participation=participation, number=number) for number in range(len(present) + 1, count + 1)
    )


@transaction.atomic
def save_participants_seen(*, enrolment: Enrolment, by: User, at: datetime) -> Enrolment:
    """Step 3 is done: names are in the seat rows already, or come later."""
    row = locked_draft(enrolment)
    _touch(row, by=by, at=at, step=4)
    row.save()
    return row


@transaction.atomic
def save_invoicing(
    *,
    enrolment: Enrolment,
    ean_number: str,
    person_reference: str,
    requisition_number: str,
    case_id: str,
    note: str,
    by: User,
    at: datetime,
) -> Enrolment:
    """Step 4: where the invoice goes, and the references it must carry."""
    row = locked_draft(enrolment)
    row.ean_number, row.person_reference, row.requisition_number = ean_number, person_reference, requisition_number
    row.case_id, row.note = case_id, note
    _touch(row, by=by, at=at, step=5)
    row.save()
    return row


@transaction.atomic
def ask_coordinators(*, enrolment: Enrolment, by: User, at: datetime) -> None:
    """Ask the municipality's coordinators by mail to read the draft and bind; at most once an hour.

    Raises:
        DraftRefused: they were asked within the hour, or there is nobody to ask.
    """
    row = locked_draft(enrolment)
    asked = AuditEvent.objects.filter(
        subject_type="enrolment", subject_id=str(row.pk), action="enrolment.binding_asked", at__gt=at - BETWEEN_REQUESTS
    )
    if asked.exists():
        raise DraftRefused("Koordinatorerne har fået en besked inden for den seneste time. Ring, hvis det haster.")
    if not enrolment_emails.please_bind(row, by=by):
        raise DraftRefused("Kommunen har ingen koordinator endnu. Skriv til os.")
    audit.record(
        action="enrolment.binding_asked",
        summary=f"bad koordinatorerne om at læse og binde tilmeldingen til {row.programme.title}",
        subject=row,
        at=at,
        by=by,
        scope=row.municipality.code,
    )


@transaction.atomic
def discard(*, enrolment: Enrolment, by: User, at: datetime) -> None:
    """Throw a draft away. What was typed is gone; the log keeps that it was there."""
    row = locked_draft(enrolment)
    audit.record(
        action="enrolment.discarded",
        summary=f"slettede kladden til {row.programme.title}",
        subject=row,
        at=at,
        by=by,
        scope=row.municipality.code,
    )
    row.delete()

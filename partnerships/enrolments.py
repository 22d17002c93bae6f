"""Binding enrolments: submit, extend, cancel, correct (bindende tilmeldinger).

Locks are always taken in the same order: the programme's row (its deadline and prices), then the enrolment's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Prefetch, prefetch_related_objects

from accounts import audit
from accounts.danish import kr
from accounts.models import User
from partnerships import drafts, enrolment_emails, meanwhile, networks, orders, pricing, receipts, rules, seats
from partnerships.models import (
    Enrolment,
    EnrolmentChange,
    OrderLine,
    Participation,
    Programme,
    Seat,
    Terms,
)


class EnrolmentRefused(Exception):
    """What was asked for cannot be done; the message is for the person."""


class DeadlinePassed(EnrolmentRefused):
    """The deadline had passed when the request arrived."""


class AlreadyBinding(EnrolmentRefused):
    """The municipality is enrolled already; `change` is the binding act."""

    def __init__(self, change: EnrolmentChange) -> None:
        super().__init__("Kommunen er allerede tilmeldt.")
        self.change = change


class ChangedMeanwhile(meanwhile.Conflict, EnrolmentRefused):
    """Somebody changed the enrolment after this person read it."""


class Incomplete(EnrolmentRefused):
    """Something is missing; `missing` pairs the step's slug with what it lacks."""

    def __init__(self, missing: Sequence[tuple[str, str]]) -> None:
        super().__init__("Tilmeldingen er ikke helt udfyldt.")
        self.missing = list(missing)


@dataclass(frozen=True)
class Signature:
    """Who binds the municipality: name, title, and where the authority comes from."""

    name: str
    title: str
    authority: str


ORDER = (
    Prefetch("participations", Participation.objects.select_related("partnership")),
    Prefetch("participations__seats", Seat.objects.with_named()),
    "programme__price_list__products",
    "programme__price_list__bundles",
    "programme__contacts",
    "programme__timeline",
)


BOUND = ("state", "submitted_at", "submitted_by", "late_reason", "net_amount", "updated_at", "updated_by")


def missing_for_submission(enrolment: Enrolment) -> list[tuple[str, str]]:
    """What a draft lacks before it can bind: pairs of step slug and a Danish sentence."""
    missing = []
    if not (enrolment.contact_name and enrolment.contact_email):
        missing.append(("kontakt", "Skriv, hvem vi kan kontakte."))
    if not enrolment.participations.all():
        missing.append(("valg", "Vælg mindst ét partnerskab."))
    return missing


def missing_for_invoice(enrolment: Enrolment) -> list[str]:
    """What the invoice still needs. It can be written after the binding; the deadline does not wait for it."""
    missing = []
    if not enrolment.ean_number:
        missing.append("EAN-nummer")
    if not (enrolment.person_reference or enrolment.requisition_number):
        missing.append("personreference eller rekvisitionsnummer")
    return missing


def lock(enrolment: Enrolment) -> tuple[Programme, Enrolment]:
    """Lock the programme's and the enrolment's rows, in that order, and return them fresh."""
    programme = lock_programme(enrolment.programme_id)
    rows = Enrolment.objects.select_for_update(no_key=True, of=("self",)).select_related("municipality")
    row = rows.filter(pk=enrolment.pk).first()
    if row is None:
        raise EnrolmentRefused("Kladden er slettet. Begynd en ny.")
    row.programme = programme
    return programme, row


def lock_programme(pk: int) -> Programme:
    """The programme's row, fresh, under a shared lock.

    Enrolments do not wait for each other, only for a change of deadline, terms or prices.
    """
    shared = f"SELECT * FROM {Programme._meta.db_table} WHERE id = %s FOR SHARE"  # noqa: S608 - a constant
    return Programme.objects.raw(shared, [pk])[0]


def read_order(row: Enrolment) -> None:
    """Fetch the locked enrolment's order, prices and dates once, for all that is computed from them."""
    prefetch_related_objects([row], *ORDER)


@transaction.atomic
def submit(
    *,
    enrolment: Enrolment,
    by: User,
    at: datetime,
    signature: Signature,
    revision: int | None = None,
    late_reason: str = "",
) -> EnrolmentChange:
    """Bind the municipality: freeze who, when, terms and price, and order the receipt.

    `revision` is the draft the person read; `late_reason` lets staff enrol after the deadline.

    Raises:
        AlreadyBinding: the same enrolment was submitted before; its first binding act is on the exception.
        DeadlinePassed, ChangedMeanwhile, Incomplete, EnrolmentRefused: nothing is changed.
    """
    programme, row = lock(enrolment)
    if row.is_binding:
        raise AlreadyBinding(row.changes.get(number=1))
    if row.is_cancelled:
        raise EnrolmentRefused("Tilmeldingen er annulleret. Begynd en ny.")
    if not late_reason and not programme.accepts_enrolments_at(at):
        raise DeadlinePassed("Tilmeldingsfristen er overskredet, så I kan ikke længere tilmelde jer selv.")
    if late_reason and programme.state in (Programme.State.DRAFT, Programme.State.FINISHED):
        raise EnrolmentRefused("Programmet tager ikke imod tilmeldinger.")
    if revision is not None and revision != row.revision:
        news = meanwhile.since(row, revision)
        raise ChangedMeanwhile(news.told_before_binding(by, row.updated_by))
    read_order(row)
    if missing := missing_for_submission(row):
        raise Incomplete(missing)
    try:
        quote = orders.quote(programme, orders.order_of(row))
    except pricing.PricingError as error:
        raise Incomplete([("valg", error.message)]) from error
    row.state = Enrolment.State.BINDING
    row.submitted_at, row.submitted_by, row.late_reason = at, by, late_reason
    row.net_amount, row.updated_at, row.updated_by = quote.net, at, by
    row.save(update_fields=BOUND)
    change = _append(
        row,
        kind=EnrolmentChange.Kind.SUBMISSION,
        number=1,
        priced=quote,
        by=by,
        at=at,
        signature=signature,
        reason=late_reason,
    )
    participations = row.participations.all()
    Seat.objects.filter(participation__in=[participation.pk for participation in participations]).update(
        bought_in=change
    )
    networks.place(participations)
    audit.record(
        action="enrolment.submitted",
        summary=f"tilmeldte {row.municipality} bindende til {programme.title} for {kr(quote.net)}",
        subject=row,
        at=at,
        by=by,
        scope=row.municipality.code,
        data={"receipt": change.receipt_number, "net": str(quote.net), "late_reason": late_reason},
    )
    return change


def extended_order(enrolment: Enrolment, *, participants: dict[str, int], screenings: Sequence[str]) -> orders.Order:
    """The whole order after an addition.

    Raises:
        EnrolmentRefused: when something bound would become less.
    """
    before = orders.order_of(enrolment)
    for area, count in before.participants.items():
        if participants.get(area, 0) < count:
            raise EnrolmentRefused("Tilmeldingen er bindende, så I kan tilføje, men ikke trække fra.")
    if set(before.screenings) - set(screenings):
        raise EnrolmentRefused("Foranalysen er bestilt bindende og kan ikke vælges fra.")
    return orders.Order(participants=participants, screenings=list(screenings))


def preview_extension(enrolment: Enrolment, after: orders.Order) -> tuple[pricing.Quote, pricing.Quote]:
    """The difference an addition makes, and the new whole, both as quotes.

    Raises:
        pricing.PricingError: when the wished order cannot be bought.
    """
    before = standing_quote(enrolment)
    whole = orders.quote(enrolment.programme, after)
    added = pricing.Quote.of(pricing.difference(before, whole))
    vat = whole.vat - before.vat
    return pricing.Quote(lines=added.lines, net=added.net, vat=vat, total=added.net + vat), whole


def not_as_shown(difference: pricing.Quote) -> str:
    """What to say when something else is asked for than the price on the page was for."""
    words = f"Prisen på siden gjaldt ikke det, der står nu. Det koster {kr(difference.net)} mere."
    return f"{words} Læs den nye pris, før du binder kommunen."


def standing_quote(enrolment: Enrolment) -> pricing.Quote:
    """What is bound now: the sum of all order lines."""
    lines = [
        pricing.QuoteLine(line.key, line.quantity, line.unit_price, line.amount)
        for line in OrderLine.objects.filter(change__enrolment=enrolment).order_by("change__number", "position")
    ]
    return pricing.standing(lines, vat_rate=enrolment.programme.price_list.vat_rate)


@transaction.atomic
def extend(
    *,
    enrolment: Enrolment,
    after: orders.Order,
    by: User,
    at: datetime,
    signature: Signature,
    base_number: int,
    terms_version: int | None = None,
    shown: str | None = None,
    reason: str = "",
) -> EnrolmentChange:
    """Append a binding addition: more seats, another area or a pre-analysis, priced as the difference.

    `base_number` is the number of the last binding act the person saw, `terms_version` the terms they could read and
    `shown` the fingerprint of the order and price they were shown; `reason` lets staff do it after the deadline.

    Raises:
        ChangedMeanwhile: another addition came first (also the second half of a double click), other terms, or it is
            not what was shown.
        EnrolmentRefused, pricing.PricingError: it cannot be bought; nothing is changed.
    """
    programme, row = lock(enrolment)
    if not row.is_binding:
        raise EnrolmentRefused("Der kan kun føjes til en bindende tilmelding.")
    last = row.changes.latest("number")
    if last.number != base_number:
        raise ChangedMeanwhile("Tilmeldingen er ændret, siden du læste den. Se den nye pris, før du binder jer.")
    if terms_version not in (None, (latest := latest_terms(programme)).version):
        raise ChangedMeanwhile(f"Vilkårene er ændret. Læs version {latest.version}, før du binder jer.")
    read_order(row)
    before = orders.order_of(row)
    after = extended_order(row, participants=dict(after.participants), screenings=list(after.screenings))
    more_products = set(after.products) - set(before.products)
    if after.participants == before.participants and not more_products:
        raise EnrolmentRefused("Vælg det, I vil have mere af.")
    if not reason and more_products and not rules.may_add_products(programme, at):
        raise DeadlinePassed("Tilmeldingsfristen er overskredet. Skriv til os, så kan vi tilføje det.")
    if not rules.may_add_seats(programme):
        raise EnrolmentRefused("Programmet er slut, så der kan ikke tilføjes mere.")
    difference, whole = preview_extension(row, after)
    if shown not in (None, orders.fingerprint(after, difference)):
        raise ChangedMeanwhile(not_as_shown(difference))
    change = _append(
        row,
        kind=EnrolmentChange.Kind.ADDITION,
        number=last.number + 1,
        priced=difference,
        by=by,
        at=at,
        signature=signature,
        reason=reason,
        order=after,
        before=before,
    )
    _add_rows(row, after, change)
    networks.place(Participation.objects.filter(enrolment=row).select_related("partnership"))
    row.net_amount, row.updated_at, row.updated_by = whole.net, at, by
    row.save()
    seats.recount(row)
    audit.record(
        action="enrolment.extended",
        summary=f"lavede en tilføjelse til {programme.title} for {kr(difference.net)}",
        subject=row,
        at=at,
        by=by,
        scope=row.municipality.code,
        data={"receipt": change.receipt_number, "net": str(difference.net), "reason": reason},
    )
    return change


def latest_terms(programme: Programme) -> Terms:
    """The terms that whoever binds a municipality now binds it to."""
    return Terms.objects.filter(programme=programme).latest("version")


def _add_rows(row: Enrolment, after: orders.Order, change: EnrolmentChange) -> None:
    partnerships = {partnership.area: partnership for partnership in row.programme.partnerships.all()}
    for area, count in after.participants.items():
        participation, _ = Participation.objects.get_or_create(enrolment=row, partnership=partnerships[area])
        if area in after.screenings and not participation.has_screening:
            participation.has_screening = True
            participation.save()
        have = participation.seats.count()
        Seat.objects.bulk_create(
            Seat(participation=participation, number=number, bought_in=change) for number in range(have + 1, count + 1)
        )


def _append(
    row: Enrolment,
    *,
    kind: EnrolmentChange.Kind,
    number: int,
    priced: pricing.Quote,
    by: User,
    at: datetime,
    signature: Signature,
    reason: str,
    order: orders.Order | None = None,
    before: orders.Order | None = None,
) -> EnrolmentChange:
    """Write a binding act with its lines and order its receipt."""
    change = EnrolmentChange(
        enrolment=row,
        number=number,
        kind=kind,
        at=at,
        by=by,
        signatory_name=signature.name,
        signatory_title=signature.title,
        authority=signature.authority,
        reason=reason,
        terms=latest_terms(row.programme),
        net=priced.net,
        vat_rate=row.programme.price_list.vat_rate,
        vat=priced.vat,
        total=priced.total,
    )
    rows = [
        OrderLine(
            change=change,
            position=position,
            key=line.key,
            description=orders.describe(line.key),
            quantity=line.quantity,
            unit_price=line.unit_price,
            amount=line.amount,
        )
        for position, line in enumerate(priced.lines, start=1)
    ]
    change.receipt = receipts.order_receipt(change, rows, order=order or orders.order_of(row), before=before, at=at)
    change.save()
    OrderLine.objects.bulk_create(rows)
    return change


@transaction.atomic
def cancel(*, enrolment: Enrolment, by: User, at: datetime, reason: str) -> Enrolment:
    """Cancel a binding enrolment, with a reason. Staff only; lines and seats stay as they were.

    Raises:
        EnrolmentRefused: it is not binding.
    """
    programme, row = lock(enrolment)
    if not row.is_binding:
        raise EnrolmentRefused("Kun en bindende tilmelding kan annulleres.")
    row.state = Enrolment.State.CANCELLED
    row.cancelled_at, row.cancelled_by, row.cancel_reason = at, by, reason
    row.updated_at, row.updated_by = at, by
    row.save()
    audit.record(
        action="enrolment.cancelled",
        summary=f"annullerede tilmeldingen til {programme.title}: {reason}",
        subject=row,
        at=at,
        by=by,
        scope=row.municipality.code,
        data={"reason": reason},
    )
    enrolment_emails.enrolment_cancelled(row)
    return row


@transaction.atomic
def correct_details(
    *, enrolment: Enrolment, by: User, at: datetime, revision: int | None = None, **fields: str
) -> Enrolment:
    """Correct contact and invoicing details of a binding enrolment. What is bought and for how much is never touched.

    `fields` are among CORRECTABLE; the log keeps the old and the new values. `revision` is what the person read.

    Raises:
        ChangedMeanwhile: somebody corrected the details after that.
        EnrolmentRefused: it is not binding.
    """
    _, row = lock(enrolment)
    if not row.is_binding:
        raise EnrolmentRefused("Kun en bindende tilmelding kan rettes her.")
    unknown = set(fields) - set(CORRECTABLE)
    if unknown:
        raise ValueError(f"not correctable: {sorted(unknown)}")
    changed = {name: [getattr(row, name), value] for name, value in fields.items() if getattr(row, name) != value}
    if not changed:
        return row
    if revision is not None and revision != row.revision:
        news = meanwhile.since(row, revision)
        who = news.who(by, row.updated_by)
        words = f"{who} har ændret {news.values or 'oplysningerne'}, siden du åbnede siden. Intet er gemt."
        raise ChangedMeanwhile(f"{words} Se efter, og gem igen.", changed=news.changed, revision=row.revision)
    for name, (_old, new) in changed.items():
        setattr(row, name, new)
    row.updated_at, row.updated_by = at, by
    row.revision += 1
    row.save()
    audit.record(
        action="enrolment.corrected",
        summary=f"rettede {meanwhile.in_words(meanwhile.LABELS[name] for name in changed)}",
        subject=row,
        at=at,
        by=by,
        scope=row.municipality.code,
        data={"changed": changed, "revision": row.revision},
    )
    return row


CORRECTABLE = (
    "contact_name",
    "contact_title",
    "contact_email",
    "contact_phone",
    "ean_number",
    "person_reference",
    "requisition_number",
    "case_id",
)


@transaction.atomic
def enrol_late(
    *,
    programme: Programme,
    municipality: "drafts.Municipality",
    details: dict[str, str],
    order: orders.Order,
    by: User,
    at: datetime,
    signature: Signature,
    reason: str,
    drop_names: bool = False,
) -> EnrolmentChange:
    """Enrol on behalf of a municipality, with a reason; after the deadline only staff can.

    `details` are CORRECTABLE fields. A draft the municipality has begun is taken over and filled in; people named in
    it lose their seats only with `drop_names`.

    Raises:
        drafts.NamesLost: the draft names more people than there will be seats, and `drop_names` is not said.
        AlreadyBinding, EnrolmentRefused, pricing.PricingError: nothing is changed.
    """
    programme = lock_programme(programme.pk)
    draft = drafts.begin(programme=programme, municipality=municipality, by=by, at=at)
    if draft.is_binding:
        raise AlreadyBinding(draft.changes.get(number=1))
    draft = drafts.save_order(enrolment=draft, order=order, by=by, at=at, drop_names=drop_names)
    for name in CORRECTABLE:
        setattr(draft, name, details.get(name, ""))
    draft.save()
    return submit(enrolment=draft, by=by, at=at, signature=signature, late_reason=reason)

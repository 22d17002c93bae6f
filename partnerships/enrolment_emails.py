"""The mails about enrolments: one function for each, called inside the use case's transaction."""

from accounts.models import User
from documents import mail
from partnerships.models import Enrolment, EnrolmentChange, Membership, Programme, ProgrammeContact


def practical_contact(programme: Programme) -> ProgrammeContact | None:
    """Whom to ask about enrolment and practical matters."""
    contacts = list(programme.contacts.all())
    return next((contact for contact in contacts if not contact.area), contacts[0] if contacts else None)


def receipt_ready(change: EnrolmentChange, *, standing: str, pdf: bytes) -> None:
    """The receipt to the one who bound, the contact and staff, when the PDF is ready.

    `standing` is what an addition brought the whole to, as the receipt has it.
    """
    enrolment = change.enrolment
    contact = practical_contact(enrolment.programme)
    is_addition = change.kind == EnrolmentChange.Kind.ADDITION
    what = "Kvittering for jeres tilføjelse" if is_addition else f"{enrolment.municipality} er tilmeldt"
    mail.queue(
        to=[change.by.email, enrolment.contact_email, contact.email if contact else ""],
        subject=f"{what}: {enrolment.programme.title}",
        template="emails/receipt_ready",
        context={
            "change": change,
            "enrolment": enrolment,
            "programme": enrolment.programme,
            "vat_words": enrolment.programme.price_list.vat_words,
            "contact": contact,
            "is_addition": is_addition,
            "standing": standing,
        },
        kind="receipt",
        about=enrolment,
        scope=enrolment.municipality.code,
        attachments={change.receipt.filename: pdf},
    )


def please_bind(enrolment: Enrolment, *, by: User) -> int:
    """Ask the coordinators to read the draft and bind the municipality; how many were asked."""
    coordinators = Membership.objects.coordinators().filter(municipality=enrolment.municipality, user__is_active=True)
    queued = mail.queue(
        to=list(coordinators.order_by("pk").values_list("user__email", flat=True)),
        subject=f"{by.display_name} beder dig læse og binde: {enrolment.programme.title}",
        template="emails/please_bind",
        context={"enrolment": enrolment, "programme": enrolment.programme, "by": by},
        kind="please_bind",
        about=enrolment,
        scope=enrolment.municipality.code,
    )
    return len(queued)


def enrolment_cancelled(enrolment: Enrolment) -> None:
    """Tell the contact, the one who bound and the coordinators that the enrolment is cancelled."""
    mail.queue(
        to=cancellation_recipients(enrolment),
        subject=f"Tilmeldingen er annulleret: {enrolment.programme.title}",
        template="emails/enrolment_cancelled",
        context={
            "enrolment": enrolment,
            "programme": enrolment.programme,
            "contact": practical_contact(enrolment.programme),
        },
        kind="cancelled",
        about=enrolment,
        scope=enrolment.municipality.code,
    )


def cancellation_recipients(enrolment: Enrolment) -> list[str]:
    """Who is told of a cancellation: the contact, the one who bound, and the municipality's coordinators."""
    coordinators = Membership.objects.coordinators().filter(municipality=enrolment.municipality, user__is_active=True)
    addresses = [enrolment.contact_email, *coordinators.order_by("pk").values_list("user__email", flat=True)]
    if enrolment.submitted_by is not None and not enrolment.submitted_by.has_global_role:
        addresses.append(enrolment.submitted_by.email)
    return list(dict.fromkeys(address.lower() for address in addresses if address))

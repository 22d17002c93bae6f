"""Reading the mail log, and sending a mail again (mailloggen)."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Model, Q, QuerySet
from post_office.models import STATUS, Email

from accounts import audit, kept_apart
from accounts.models import User
from documents import mail
from documents.models import MailRecord

KINDS = {
    "account": "Konto og koder",
    "receipt": "Kvittering",
    "cancelled": "Annullering",
    "please_bind": "Anmodning om at binde",
    "programme_opened": "Invitation",
    "deadline_moved": "Flyttet frist",
    "membership": "Adgang",
    "network_day": "Netværksdag",
    "participant_link": "Personligt link",
    "steering_meeting": "Styregruppemøde",
    "screening_assigned": "Foranalyse: sat på",
    "screening_plan": "Foranalyse: plan",
    "screening_document": "Foranalyse: dokument",
    "screening_submitted": "Foranalyse: til kollegalæsning",
    "screening_sent_back": "Foranalyse: sendt tilbage",
    "screening_approved": "Foranalyse: læst af kollega",
    "screening_taken_back": "Foranalyse: taget tilbage",
    "screening_delivered": "Foranalyse: rapport",
    "screening_commented": "Foranalyse: kommentar",
    "screening_comment_answered": "Foranalyse: svar på kommentar",
    "screening_accepted": "Foranalyse: godkendt",
    "screening_reopened": "Foranalyse: åbnet igen",
    "screening_released": "Foranalyse: vist for netværket",
    "trial_action_returned": "Prøvehandling: spørgsmål",
    "trial_action_back": "Prøvehandling: indsendt igen",
    "trial_action_decided": "Prøvehandling: afgørelse",
    "trial_action_taken_back": "Prøvehandling: udvalget går videre uden svar",
    "trial_action_moved_up": "Prøvehandling: rykket op",
    "trial_action_withdrawn": "Prøvehandling: trukket tilbage",
    "round_decided": "Runde: afgjort",
    "round_announced": "Runde: meldt ud",
    "round_deadline_moved": "Runde: fristen er flyttet",
    "committee_seat_given": "Udvalg: plads",
    "application_team": "Ansøgning: sat på holdet",
    "application_submitted": "Ansøgning: indsendt",
    "application_withdrawn": "Ansøgning: trukket tilbage",
    "application_reopened": "Ansøgning: taget tilbage for at blive rettet",
    "confirmation_asked": "Ansøgning: personligt link",
    "confirmation_answered": "Ansøgning: svar fra en part",
    "agreement_to_sign": "Dataaftale: mangler underskrift",
    "agreement_signed": "Dataaftale: underskrevet",
    "collection_due": "Prøvehandling: husk målingen",
    "trial_action_stopped": "Prøvehandling: stoppet",
    "status_handed_in": "Prøvehandling: halvårsstatus",
    "evaluated": "Prøvehandling: evaluering",
    "report_handed_back": "Prøvehandling: sendt tilbage",
    "entry_published": "Katalog: ny indsats",
    "entry_released": "Katalog: delt med alle",
    "edition_published": "Katalog: årgang udgivet",
}
INSTEAD = {  # of sending a mail with a personal link again
    "membership.invited": "Send en ny invitation fra kommunens side Medlemmer.",
    "network_day": "Send beskeden igen fra netværksdagens side, under “Hvem ved det?”.",
    "steering_meeting": "Giv personen et nyt link fra kommunens deltagere. Det fører også til styregruppen.",
    "confirmation_asked": "Holdet kan spørge igen fra ansøgningens afsnit “Parter og opbakning”.",
    "participant_link": "Giv personen et nyt link igen fra kommunens deltagere.",
}
SENT_WORDS = "Ikke sendt ud (demo)" if settings.DEMO else "Sendt"
STATES = {"sendt": (STATUS.sent,), "venter": (STATUS.queued, STATUS.requeued), "fejlet": (STATUS.failed,)}


class MailRefused(Exception):
    """The mail cannot be sent again; the message is for the person."""


def search(text: str, state: str, *, reader: User) -> QuerySet[Email]:
    """The mails that match, newest first, with what the list shows. One query for a page of them."""
    rows = readable(reader).order_by("-pk")
    for word in text.split()[:5]:
        rows = rows.filter(Q(to__icontains=word) | Q(subject__icontains=word))
    if state in STATES:
        rows = rows.filter(status__in=STATES[state])
    return rows


def readable(reader: User) -> QuerySet[Email]:
    """All mails but those about what the reader has a conflict of interest in."""
    return Email.objects.select_related("record").exclude(kept_apart.kept_from(reader, "record__"))


def state_of(email: Email) -> tuple[str, str]:
    """The mail's state as a kind of mark and a word."""
    if email.status == STATUS.sent:
        return "ok", SENT_WORDS
    if email.status == STATUS.failed:
        return "bad", "Kunne ikke sendes"
    if email.status == STATUS.requeued:
        return "warn", "Prøves igen"
    return "part", "Venter"


def sent_with(filename: str, *, kind: str, about: Model) -> list[str]:
    """The addresses that have been sent a mail of this kind about the row, with this file. One query."""
    rows = Email.objects.filter(status=STATUS.sent, attachments__name=filename, record__kind=kind)
    rows = rows.filter(record__subject_type=about._meta.model_name, record__subject_id=str(about.pk))
    return list(dict.fromkeys(address for row in rows.order_by("pk") for address in row.to))


def record_of(email: Email) -> MailRecord | None:
    """What the mail is about, when the portal knows."""
    return getattr(email, "record", None)


def kind_label(email: Email) -> str:
    """What sort of mail it is, in Danish."""
    record = record_of(email)
    return KINDS.get(record.kind.partition(".")[0], "Mail") if record is not None else "Mail"


def may_read_text(email: Email) -> bool:
    """Codes and personal links are for their receiver only; in the demo there is nowhere else to read them."""
    record = record_of(email)
    return settings.DEMO or (record is not None and not record.is_private)


def why_not_again(email: Email) -> str:
    """Why the mail cannot be sent again and what to do instead; empty when it can."""
    record = record_of(email)
    if record is None or record.is_private:
        if record is not None and record.kind in INSTEAD:
            return f"Linket er personligt, så mailen kan ikke sendes igen herfra. {INSTEAD[record.kind]}"
        return "Mails med koder og personlige links kan ikke sendes igen. Personen må bede om en ny."
    if not email.message:
        return "Mailens tekst er slettet, fordi mailen er gammel, så den kan ikke sendes igen."
    return ""


@transaction.atomic
def resend(*, email: Email, by: User, at: datetime) -> MailRecord:
    """Queue the mail again as a new one.

    Raises:
        MailRefused: it waits already, its text is gone, or it holds a code or a personal link.
    """
    row = Email.objects.select_for_update().get(pk=email.pk)
    if reason := why_not_again(row):
        raise MailRefused(reason)
    if row.status in STATES["venter"]:
        raise MailRefused("Mailen venter allerede på at blive sendt.")
    record = MailRecord.objects.get(email=row)
    copy = mail.queue_again(record)
    audit.record(
        action="mail.resent",
        # By number: the title may be kept from some who read the log.
        summary=f"sendte mail nr. {row.pk} igen til {', '.join(row.to)}",
        subject=record,
        at=at,
        by=by,
        scope=record.scope,
        data={"email": row.pk, "copy": copy.email_id},
    )
    return copy

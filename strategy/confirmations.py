"""Partners' yes to their part, and leaders' backing, each to one version of an application (bekræftelser).

Asked for by mail with a personal link. A confirmation is a yes to the application as it stood: once it has been
changed, the team asks again. The trial action's row is locked first.
"""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import F, QuerySet
from django.urls import reverse

from accounts.models import User
from strategy import application_emails, applications
from strategy.applications import ApplicationRefused
from strategy.models import Partner, PartnerConfirmation, TrialAction

Kind = PartnerConfirmation.Kind
# Whoever has not answered is asked again after this at the earliest.
ASK_AGAIN = timedelta(hours=12)
_signer = Signer(sep="~", salt="strategy.confirmations")


class ConfirmationLapsed(ApplicationRefused):
    """The application was changed after the person was asked."""

    def __init__(self) -> None:
        super().__init__(
            "Ansøgningen er rettet, siden du blev spurgt. Dit svar er ikke gemt. Du får en ny mail, når teamet spørger "
            "om den udgave, der gælder."
        )


def token(confirmation: PartnerConfirmation) -> str:
    """The part of the address that only the person asked knows."""
    return _signer.sign(str(confirmation.pk))


def path(confirmation: PartnerConfirmation) -> str:
    """Where the person asked answers."""
    return reverse("confirmation", args=[token(confirmation)])


def by_token(given: str) -> PartnerConfirmation | None:
    """The confirmation of a link, or None for a forged one and for a partner that was removed."""
    try:
        pk = _signer.unsign(given)
    except BadSignature:
        return None
    rows = PartnerConfirmation.objects.select_related(
        "partner__unit", "partner__trial_action__round__strategy__municipality", "partner__trial_action__round__version"
    )
    return rows.filter(pk=pk).first()


def waiting_for(user: Any) -> QuerySet[PartnerConfirmation]:
    """What a person has been asked, has not answered, and can still answer; known by the mail address."""
    rows = PartnerConfirmation.objects.filter(
        email=user.email,
        answered_at=None,
        version=F("partner__trial_action__version"),
        partner__trial_action__state__in=(TrialAction.State.DRAFT, TrialAction.State.RETURNED),
    )
    return rows.select_related("partner__unit", "partner__trial_action__round")


def together(confirmation: PartnerConfirmation) -> list[PartnerConfirmation]:
    """What one person is asked of one partner in one version: the part and the backing, answered at once."""
    rows = PartnerConfirmation.objects.filter(
        partner=confirmation.partner, version=confirmation.version, email=confirmation.email
    )
    return list(rows.order_by("pk"))


def before(confirmation: PartnerConfirmation) -> PartnerConfirmation | None:
    """What the same person was last asked of the partner, in an edition that has been changed since. One query."""
    rows = PartnerConfirmation.objects.filter(
        partner=confirmation.partner, email=confirmation.email, version__lt=confirmation.version
    )
    return rows.order_by("-version", F("answered_at").desc(nulls_last=True)).first()


@transaction.atomic
def ask(*, trial_action: TrialAction, by: User, at: datetime) -> int:
    """Ask every partner and leader who has not answered this version; gives how many mails that was.

    Each person gets one mail for each partner. Who was asked less than twelve hours ago is left in peace.

    Raises:
        ApplicationRefused: it cannot be written in now, or a partner has nobody to ask but the team.
    """
    row = applications.lock_to_write(trial_action)
    partners = list(row.partners.select_related("unit").prefetch_related("confirmations"))
    if not partners:
        raise ApplicationRefused("Tilføj parterne, før I spørger dem.")
    alone = [one.name for one in partners if not _contact(one)[1]]
    if alone:
        raise ApplicationRefused(f"Skriv en kontakt med e-mail hos {alone[0]}, før I spørger.")
    team = set(row.team.values_list("user__email", flat=True))
    own = [one.name for one in partners if one.unit is None and _contact(one)[1] in team]
    if own:
        raise ApplicationRefused(f"Skriv en kontakt hos {own[0]}, som ikke er på teamet: parten skal selv sige ja.")
    letters: dict[tuple[int, str], list[PartnerConfirmation]] = defaultdict(list)
    for partner in partners:
        for kind, (name, email) in _wanted(partner).items():
            asked = _asked(partner, kind, name, email, row.version, at)
            if asked is not None:
                letters[partner.pk, asked.email].append(asked)
    for (_, email), asked_of in letters.items():
        # Who is asked for both is known by the backing: it stands when somebody else becomes the partner's contact.
        link = settings.PORTAL_URL + path(asked_of[-1])
        application_emails.confirmation_asked(row, email, asked_of, link, before=before(asked_of[0]), by=by)
    if letters:
        summary = f"bad parter og ledere om at bekræfte “{row}”, udgave {row.version}"
        applications.record("confirmation_asked", summary, row, by=by, at=at, data={"mails": len(letters)})
    return len(letters)


def forget_contact(partner: Partner) -> None:
    """Somebody else answers for a partner's part from now on: what another address was asked or said is gone."""
    row = partner.trial_action
    asked = PartnerConfirmation.objects.filter(partner=partner, kind=Kind.PART, version=row.version)
    asked.exclude(email=_contact(partner)[1]).delete()


def _contact(partner: Partner) -> tuple[str, str]:
    if partner.contact_email:
        return partner.contact_name, partner.contact_email.lower()
    return (partner.unit.leader_name, partner.unit.leader_email) if partner.unit else ("", "")


def _wanted(partner: Partner) -> dict[str, tuple[str, str]]:
    """Who must answer what for a partner: its contact the part, its unit's leader the backing."""
    wanted: dict[str, tuple[str, str]] = {Kind.PART: _contact(partner)}
    if partner.unit is not None:
        wanted[Kind.BACKING] = (partner.unit.leader_name, partner.unit.leader_email)
    return wanted


def _asked(
    partner: Partner, kind: str, name: str, email: str, version: int, at: datetime
) -> PartnerConfirmation | None:
    """The question to put to a person now, or None when it is answered or was just put."""
    found = next((one for one in partner.confirmations.all() if one.version == version and one.kind == kind), None)
    if found is not None and found.answered_at is None and found.email != email:
        # Somebody else answers for the partner now; the link of whoever was asked before opens nothing any more.
        found.delete()
        found = None
    if found is None:
        return PartnerConfirmation.objects.create(
            partner=partner, kind=kind, version=version, name=name, email=email, asked_at=at
        )
    if found.answered_at is not None or at - found.asked_at < ASK_AGAIN:
        return None
    found.asked_at = at
    found.save()
    return found


@transaction.atomic
def answer(
    *, confirmation: PartnerConfirmation, is_given: bool, comment: str, by: User | None, at: datetime
) -> list[PartnerConfirmation]:
    """Say yes or no to the part, and to the backing when the person was asked for both. The same again changes nothing.

    Raises:
        ConfirmationLapsed: the application was changed after the person was asked.
        ApplicationRefused: the application has been handed in or withdrawn, or somebody else is asked now.
    """
    row = applications.lock(confirmation.partner.trial_action)
    if confirmation.version != row.version:
        raise ConfirmationLapsed
    if not row.may_be_written:
        raise ApplicationRefused(f"Ansøgningen er “{row.get_state_display().lower()}”, så svaret kan ikke ændres nu.")
    rows = together(confirmation)
    if not rows:
        raise ApplicationRefused("Teamet har bedt en anden om at svare imens, så dit svar er ikke gemt.")
    if all(one.is_given == is_given and one.comment == comment for one in rows):
        return rows
    for one in rows:
        one.is_given, one.comment, one.answered_at = is_given, comment, at
        one.save()
    who = rows[0].name or confirmation.partner.name
    words = f"{who} sagde {'ja' if is_given else 'nej'} for {confirmation.partner.name} til “{row}”"
    applications.record("confirmed" if is_given else "not_confirmed", words, row, by=by, at=at)
    application_emails.confirmation_answered(row, rows)
    return rows

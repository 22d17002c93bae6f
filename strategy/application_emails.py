"""The mails about applications. Queued in the caller's transaction."""

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from documents import mail
from strategy.models import PartnerConfirmation, TeamMember, TrialAction


def _url(row: TrialAction) -> str:
    return settings.PORTAL_URL + reverse("application", args=[row.pk])


def _team(row: TrialAction, *, but: User | None = None) -> list[str]:
    people = TeamMember.objects.present().filter(trial_action=row).exclude(user=but)
    return sorted(people.values_list("user__email", flat=True))


def submitted(row: TrialAction, *, again: bool) -> None:
    """Tell the team that the application has been handed in."""
    mail.queue(
        to=_team(row),
        subject=f"Indsendt: {row}",
        template="emails/application_submitted",
        context={"trial_action": row, "round": row.round, "again": again, "url": _url(row)},
        kind="application_submitted",
        about=row,
        scope=row.municipality.code,
    )


def withdrawn(row: TrialAction, *, by: User) -> None:
    """Tell the rest of the team that it was taken back."""
    mail.queue(
        to=_team(row, but=by),
        subject=f"Trukket tilbage: {row}",
        template="emails/application_withdrawn",
        context={"trial_action": row, "round": row.round, "by": by, "url": _url(row)},
        kind="application_withdrawn",
        about=row,
        scope=row.municipality.code,
    )


def reopened(row: TrialAction, *, by: User) -> None:
    """Tell the rest of the team that it is a draft again, and must be handed in anew."""
    mail.queue(
        to=_team(row, but=by),
        subject=f"Kladde igen: {row}",
        template="emails/application_reopened",
        context={"trial_action": row, "round": row.round, "by": by, "url": _url(row)},
        kind="application_reopened",
        about=row,
        scope=row.municipality.code,
    )


def added_to_team(row: TrialAction, person: User, *, by: User) -> None:
    """Tell a colleague that one has been put on the team."""
    mail.queue(
        to=[person.email],
        subject=f"Du er med på ansøgningen {row}",
        template="emails/application_team",
        context={"trial_action": row, "round": row.round, "person": person, "by": by, "url": _url(row)},
        kind="application_team",
        about=row,
        scope=row.municipality.code,
    )


def confirmation_asked(
    row: TrialAction,
    to: str,
    asked: list[PartnerConfirmation],
    link: str,
    *,
    before: PartnerConfirmation | None,
    by: User,
) -> None:
    """Ask a partner for its yes, or a leader for backing, by personal link; `before` is what the person was asked of
    an edition that has been changed since.
    """
    kinds = {one.kind for one in asked}
    mail.queue(
        to=[to],
        subject=f"Rettet, siden du blev spurgt. Siger I ja? {row}" if before else f"Siger I ja? {row}",
        template="emails/confirmation_asked",
        context={
            "trial_action": row,
            "round": row.round,
            "partner": asked[0].partner,
            "name": asked[0].name,
            "before": before,
            "version": row.version,
            "asks_part": PartnerConfirmation.Kind.PART in kinds,
            "asks_backing": PartnerConfirmation.Kind.BACKING in kinds,
            "link": link,
            "by": by,
        },
        kind="confirmation_asked",
        about=row,
        scope=row.municipality.code,
        is_private=True,
    )


def confirmation_answered(row: TrialAction, answered: list[PartnerConfirmation]) -> None:
    """Tell the team what a partner or a leader said."""
    one = answered[0]
    mail.queue(
        to=_team(row),
        subject=f"{one.partner.name} sagde {'ja' if one.is_given else 'nej'}: {row}",
        template="emails/confirmation_answered",
        context={"trial_action": row, "round": row.round, "answer": one, "partner": one.partner, "url": _url(row)},
        kind="confirmation_answered",
        about=row,
        scope=row.municipality.code,
    )

"""The mails about rounds and seats in the committee. Queued in the caller's transaction."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from documents import mail
from partnerships.models import Membership
from strategy.models import CommitteeSeat, Round, TeamMember, TrialAction


def announced(row: Round) -> None:
    """Tell the municipality's members, and those who sit in the committee, of a new round."""
    members = Membership.objects.active().filter(municipality=row.municipality, user__is_active=True)
    mail.queue(
        to=sorted(members.values_list("user__email", flat=True)),
        subject=f"{row.municipality.name}: søg om en prøvehandling",
        template="emails/round_announced",
        context={"round": row, "url": settings.PORTAL_URL + reverse("round", args=[row.pk])},
        kind="round_announced",
        about=row,
        scope=row.municipality.code,
    )


def deadline_moved(row: Round, *, before: datetime) -> None:
    """Tell those who are writing an application that the deadline is another."""
    writing = TeamMember.objects.present().filter(trial_action__round=row, trial_action__state=TrialAction.State.DRAFT)
    mail.queue(
        to=sorted(set(writing.values_list("user__email", flat=True))),
        subject=f"Fristen er flyttet: {row.title}",
        template="emails/round_deadline_moved",
        context={"round": row, "before": before, "url": settings.PORTAL_URL + reverse("round", args=[row.pk])},
        kind="round_deadline_moved",
        about=row,
        scope=row.municipality.code,
    )


def seat_given(seat: CommitteeSeat, *, by: User) -> None:
    """Tell a person of the seat, how to sign in the first time, and that `by` can be asked."""
    is_closed = seat.given_at >= seat.round.closes_at
    mail.queue(
        to=[seat.user.email],
        subject=f"Du sidder i udvalget: {seat.round.title}",
        template="emails/committee_seat_given",
        context={
            "seat": seat,
            "round": seat.round,
            "by": by,
            "is_closed": is_closed,
            "url": settings.PORTAL_URL + reverse("committee" if is_closed else "round", args=[seat.round_id]),
            "sign_in": settings.PORTAL_URL + reverse("account_request_login_code"),
        },
        kind="committee_seat_given",
        about=seat.round,
        scope=seat.round.municipality.code,
    )

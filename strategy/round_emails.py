"""The mails about rounds and seats in the committee. Queued in the caller's transaction."""

from django.conf import settings
from django.urls import reverse

from documents import mail
from partnerships.models import Membership
from strategy.models import CommitteeSeat, Round


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


def seat_given(seat: CommitteeSeat) -> None:
    """Tell a person of the seat, and how to sign in the first time."""
    mail.queue(
        to=[seat.user.email],
        subject=f"Du sidder i udvalget: {seat.round.title}",
        template="emails/committee_seat_given",
        context={
            "seat": seat,
            "round": seat.round,
            "url": settings.PORTAL_URL + reverse("round", args=[seat.round_id]),
            "sign_in": settings.PORTAL_URL + reverse("account_request_login_code"),
        },
        kind="committee_seat_given",
        about=seat.round,
        scope=seat.round.municipality.code,
    )

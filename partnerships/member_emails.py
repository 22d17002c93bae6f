"""The mails about membership of a municipality: one function for each, called inside the use case's transaction."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from documents import mail
from partnerships.models import Membership, MembershipInvitation, Municipality


def _address(name: str, *args: object) -> str:
    return settings.PORTAL_URL + reverse(name, args=args)


def _queue(
    template: str,
    *,
    to: Sequence[str],
    subject: str,
    municipality: Municipality,
    kind: str,
    is_private: bool = False,
    **context: object,
) -> None:
    mail.queue(
        to=to,
        subject=subject,
        template=f"emails/{template}",
        context={"municipality": municipality, **context},
        kind=kind,
        about=municipality,
        scope=municipality.code,
        is_private=is_private,
    )


def membership_requested(membership: Membership, *, to: Sequence[User]) -> None:
    """Ask those who may approve to look at a person who wants in."""
    _queue(
        "membership_requested",
        to=[user.email for user in to],
        subject=f"{membership.user} beder om adgang til {membership.municipality}",
        municipality=membership.municipality,
        kind="membership.requested",
        person=membership.user,
        url=_address("members", membership.municipality.code),
    )


def membership_approved(membership: Membership) -> None:
    """Tell the person that the door is open."""
    _queue(
        "membership_approved",
        to=[membership.user.email],
        subject=f"Du har fået adgang til {membership.municipality}",
        municipality=membership.municipality,
        kind="membership.approved",
        person=membership.user,
        membership=membership,
        url=_address("municipality", membership.municipality.code),
    )


def membership_refused(membership: Membership) -> None:
    """Tell the person that the answer is no, and whom to ask."""
    _queue(
        "membership_refused",
        to=[membership.user.email],
        subject=f"Svar på din anmodning om adgang til {membership.municipality}",
        municipality=membership.municipality,
        kind="membership.refused",
        person=membership.user,
        url=_address("join"),
    )


def membership_role_changed(membership: Membership, *, by: User) -> None:
    """Tell the member about the new role."""
    _queue(
        "membership_role_changed",
        to=[membership.user.email],
        subject=f"Du er nu {membership.get_role_display().lower()} i {membership.municipality}",
        municipality=membership.municipality,
        kind="membership.role_changed",
        person=membership.user,
        membership=membership,
        by=by,
        url=_address("municipality", membership.municipality.code),
    )


def membership_removed(membership: Membership) -> None:
    """Tell the person that the access has ended."""
    _queue(
        "membership_removed",
        to=[membership.user.email],
        subject=f"Du har ikke længere adgang til {membership.municipality}",
        municipality=membership.municipality,
        kind="membership.removed",
        person=membership.user,
    )


def membership_handed_over(membership: Membership, *, by: User) -> None:
    """Tell the new coordinator what has landed on the desk."""
    _queue(
        "membership_handed_over",
        to=[membership.user.email],
        subject=f"Du er nu koordinator for {membership.municipality}",
        municipality=membership.municipality,
        kind="membership.handed_over",
        person=membership.user,
        by=by,
        url=_address("municipality", membership.municipality.code),
    )


def membership_invited(invitation: MembershipInvitation, *, token: str) -> None:
    """Send the personal link."""
    _queue(
        "membership_invited",
        to=[invitation.email],
        subject=f"Invitation til {invitation.municipality} på Partnerskabsportalen",
        municipality=invitation.municipality,
        kind="membership.invited",
        is_private=True,
        invitation=invitation,
        url=_address("membership_invitation", token),
    )

"""Personal links that make their receivers members of a municipality (invitationer til medlemskab).

Only the SHA-256 of a link's token is stored, so a copy of the database opens no door.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts import audit
from accounts.models import User
from partnerships import member_emails as emails
from partnerships.memberships import MembershipRefused, lock
from partnerships.models import Membership, MembershipInvitation, Municipality
from partnerships.models.memberships import Role

LIFETIME = timedelta(days=14)
RANK = {Role.READER: 0, Role.CONTRIBUTOR: 1, Role.COORDINATOR: 2}


def token_hash(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_invitation(token: str, at: datetime) -> MembershipInvitation | None:
    """The invitation a link opens at `at`, or None when it was used, withdrawn or has run out."""
    return (
        MembershipInvitation.objects.select_related("municipality", "created_by")
        .filter(token_hash=token_hash(token), accepted_at=None, revoked_at=None, expires_at__gt=at)
        .first()
    )


@transaction.atomic
def invite(
    *, municipality: Municipality, email: str, name: str, role: str, by: User, at: datetime
) -> MembershipInvitation:
    """Mail a person a link that makes them a member in `role`.

    Raises:
        MembershipRefused: the person is a member already, or has an invitation that waits.
    """
    municipality = lock(municipality)
    email = email.strip().lower()
    if Membership.objects.active().filter(municipality=municipality, user__email=email).exists():
        raise MembershipRefused("Personen er allerede medlem. Ret i stedet rollen på listen.")
    waiting = municipality.membership_invitations.filter(email=email, accepted_at=None, revoked_at=None)
    if waiting.exists():
        raise MembershipRefused("Personen er allerede inviteret. Send i stedet invitationen igen.")
    token = secrets.token_urlsafe(32)
    invitation = MembershipInvitation.objects.create(
        municipality=municipality,
        email=email,
        name=name.strip(),
        role=Role(role),
        token_hash=token_hash(token),
        created_at=at,
        created_by=by,
        expires_at=at + LIFETIME,
    )
    _record(
        invitation,
        "membership.invited",
        f"inviterede {email} som {invitation.get_role_display().lower()}",
        by=by,
        at=at,
    )
    emails.membership_invited(invitation, token=token)
    return invitation


def _locked(invitation: MembershipInvitation) -> MembershipInvitation:
    municipality = lock(invitation.municipality)
    row = MembershipInvitation.objects.select_related("created_by").get(pk=invitation.pk)
    row.municipality = municipality
    if row.accepted_at is not None:
        raise MembershipRefused("Invitationen er allerede taget imod.")
    if row.revoked_at is not None:
        raise MembershipRefused("Invitationen er trukket tilbage.")
    return row


@transaction.atomic
def resend(*, invitation: MembershipInvitation, by: User, at: datetime) -> MembershipInvitation:
    """Mail a new link, good for another fourteen days; the old one stops working.

    Raises:
        MembershipRefused: it was accepted or withdrawn meanwhile.
    """
    row = _locked(invitation)
    token = secrets.token_urlsafe(32)
    row.token_hash, row.expires_at = token_hash(token), at + LIFETIME
    row.save()
    _record(row, "membership.invited_again", f"sendte invitationen til {row.email} igen", by=by, at=at)
    emails.membership_invited(row, token=token)
    return row


@transaction.atomic
def revoke(*, invitation: MembershipInvitation, by: User, at: datetime) -> MembershipInvitation:
    """Withdraw an invitation; its link stops working.

    Raises:
        MembershipRefused: it was accepted or withdrawn meanwhile.
    """
    row = _locked(invitation)
    row.revoked_at = at
    row.save()
    _record(row, "membership.invitation_revoked", f"trak invitationen til {row.email} tilbage", by=by, at=at)
    return row


@transaction.atomic
def accept_invitation(*, invitation: MembershipInvitation, by: User, at: datetime) -> Membership:
    """Become a member through a link. A role one has already is never lowered.

    Raises:
        MembershipRefused: the link is no longer good, or the person has not confirmed the address it was sent to.
    """
    row = _locked(invitation)
    if row.expires_at <= at:
        raise MembershipRefused("Invitationen er udløbet. Bed om at få den sendt igen.")
    if not EmailAddress.objects.filter(user=by, email__iexact=row.email, verified=True).exists():
        raise MembershipRefused(f"Invitationen er sendt til {row.email}. Log ind med den adresse for at tage imod.")
    membership = Membership.objects.filter(user=by, municipality=row.municipality).first() or Membership(
        user=by, municipality=row.municipality, role=row.role, requested_at=at
    )
    if not membership.is_active:
        membership.state, membership.role = Membership.State.ACTIVE, row.role
        membership.approved_at, membership.approved_by = at, row.created_by
    elif RANK[Role(row.role)] > RANK[Role(membership.role)]:
        membership.role = row.role
    membership.save()
    row.accepted_at, row.accepted_by = at, by
    row.save()
    role = membership.get_role_display().lower()
    _record(row, "membership.invitation_accepted", f"tog imod invitationen og blev {role}", by=by, at=at)
    return membership


def _record(invitation: MembershipInvitation, action: str, summary: str, *, by: User, at: datetime) -> None:
    audit.record(
        action=action,
        summary=summary,
        subject=invitation.municipality,
        at=at,
        by=by,
        scope=invitation.municipality.code,
        data={"email": invitation.email, "role": invitation.role},
    )

"""Who belongs to a municipality, and as what (medlemskaber).

Each use case locks the municipality's row first: it owns the invariant that a municipality with members who can bind it
keeps at least one coordinator.
"""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts import audit
from accounts.models import User
from partnerships import member_emails as emails
from partnerships.models import Membership, Municipality
from partnerships.models.memberships import Role
from partnerships.municipalities import lock


class MembershipRefused(Exception):
    """The membership cannot be changed like that; the message is for the person."""


class LastCoordinator(MembershipRefused):
    """A municipality is never without a coordinator."""

    def __init__(self, municipality: Municipality) -> None:
        super().__init__(
            f"{municipality} skal altid have en koordinator. Gør først en kollega til koordinator, så prøv igen."
        )


def _locked(membership: Membership) -> Membership:
    """The membership, fresh, with its municipality locked; MembershipRefused when it has gone meanwhile."""
    municipality = lock(membership.municipality)
    fresh = Membership.objects.select_related("user").filter(pk=membership.pk).first()
    if fresh is None:
        raise MembershipRefused("Personen er ikke længere på listen. En anden har ændret den imens.")
    fresh.municipality = municipality
    return fresh


def _keep_a_coordinator(membership: Membership) -> None:
    """Refuse when `membership` is the last active coordinator's. The municipality is locked."""
    if not membership.is_coordinator:
        return
    others = Membership.objects.coordinators().filter(municipality=membership.municipality, user__is_active=True)
    if not others.exclude(pk=membership.pk).exists():
        raise LastCoordinator(membership.municipality)


def municipality_by_domain(user: User) -> Municipality | None:
    """The municipality whose mail domain the person has a confirmed address in."""
    confirmed = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    domains = {address.rpartition("@")[2].lower() for address in confirmed}
    return Municipality.objects.filter(email_domains__domain__in=domains).order_by("code").first()


def approvers(municipality: Municipality) -> list[User]:
    """Those who are asked to approve a member: the coordinators, or the administrators where there are none."""
    coordinators = User.objects.filter(
        is_active=True,
        memberships__municipality=municipality,
        memberships__state=Membership.State.ACTIVE,
        memberships__role=Role.COORDINATOR,
    ).order_by("pk")
    return list(coordinators) or list(User.objects.filter(is_active=True, is_administrator=True).order_by("pk"))


@transaction.atomic
def request(*, user: User, municipality: Municipality, at: datetime) -> Membership:
    """Ask to become a member; a coordinator or an administrator answers. Asking twice is asking once.

    Raises:
        MembershipRefused: the person has no confirmed address in the municipality.
    """
    municipality = lock(municipality)
    existing = Membership.objects.filter(user=user, municipality=municipality).first()
    if existing is not None:
        return existing
    own = municipality_by_domain(user)
    if own is None or own.pk != municipality.pk:
        raise MembershipRefused("Du skal have bekræftet en mailadresse i kommunen, før du kan bede om adgang.")
    membership = Membership.objects.create(
        user=user, municipality=municipality, role=Role.CONTRIBUTOR, state=Membership.State.PENDING, requested_at=at
    )
    _record(membership, "membership.requested", f"bad om adgang til {municipality}", by=user, at=at)
    emails.membership_requested(membership, to=approvers(municipality))
    return membership


@transaction.atomic
def approve(*, membership: Membership, role: str, by: User, at: datetime) -> Membership:
    """Let a person in, in the role the approver chooses.

    Raises:
        MembershipRefused: somebody has answered already.
    """
    row = _locked(membership)
    if row.is_active:
        raise MembershipRefused(f"{row.user} er allerede godkendt.")
    row.role, row.state, row.approved_at, row.approved_by = Role(role), Membership.State.ACTIVE, at, by
    row.save()
    _record(row, "membership.approved", f"godkendte {row.user} som {_role(row)}", by=by, at=at)
    emails.membership_approved(row)
    return row


@transaction.atomic
def refuse(*, membership: Membership, by: User, at: datetime) -> None:
    """Say no to a person who asked for access. The person is told, and may ask again.

    Raises:
        MembershipRefused: somebody has answered already.
    """
    row = _locked(membership)
    if row.is_active:
        raise MembershipRefused(f"{row.user} er allerede godkendt. Fjern i stedet personen fra listen.")
    _record(row, "membership.refused", f"sagde nej til adgang for {row.user}", by=by, at=at)
    emails.membership_refused(row)
    row.delete()


@transaction.atomic
def change_role(*, membership: Membership, role: str, by: User, at: datetime) -> Membership:
    """Give a member another role.

    Raises:
        LastCoordinator: the municipality would be without a coordinator.
        MembershipRefused: the person is not a member yet.
    """
    row = _locked(membership)
    if not row.is_active:
        raise MembershipRefused(f"{row.user} er ikke godkendt endnu.")
    if row.role == Role(role):
        return row
    if Role(role) != Role.COORDINATOR:
        _keep_a_coordinator(row)
    before = _role(row)
    row.role = Role(role)
    row.save()
    _record(
        row, "membership.role_changed", f"ændrede rollen for {row.user} fra {before} til {_role(row)}", by=by, at=at
    )
    emails.membership_role_changed(row, by=by)
    return row


@transaction.atomic
def remove(*, membership: Membership, by: User, at: datetime) -> None:
    """Take a member off the list.

    Raises:
        LastCoordinator: the municipality would be without a coordinator.
    """
    row = _locked(membership)
    _keep_a_coordinator(row)
    _record(row, "membership.removed", f"fjernede {row.user} fra {row.municipality}", by=by, at=at)
    emails.membership_removed(row)
    row.delete()


@transaction.atomic
def leave(*, membership: Membership, at: datetime) -> None:
    """The member leaves the municipality.

    Raises:
        LastCoordinator: the municipality would be without a coordinator.
    """
    row = _locked(membership)
    _keep_a_coordinator(row)
    _record(row, "membership.left", f"forlod {row.municipality}", by=row.user, at=at)
    row.delete()


@transaction.atomic
def hand_over(*, membership: Membership, to: Membership, at: datetime) -> Membership:
    """The coordinator of `membership` makes `to` coordinator and becomes a contributor, in one act. Returns `to`.

    Raises:
        MembershipRefused: the first is no coordinator, or the second no member of the same municipality.
    """
    row = _locked(membership)
    successor = Membership.objects.select_related("user").filter(pk=to.pk, municipality=row.municipality).first()
    if not row.is_coordinator:
        raise MembershipRefused("Kun en koordinator kan gøre en kollega til koordinator.")
    if successor is None or not successor.is_active or not successor.user.is_active or successor.pk == row.pk:
        raise MembershipRefused("Vælg et medlem, der er godkendt i kommunen.")
    successor.municipality = row.municipality
    successor.role, row.role = Role.COORDINATOR, Role.CONTRIBUTOR
    successor.save()
    row.save()
    _record(row, "membership.handed_over", f"overdrog opgaven som koordinator til {successor.user}", by=row.user, at=at)
    emails.membership_handed_over(successor, by=row.user)
    return successor


def _role(membership: Membership) -> str:
    return membership.get_role_display().lower()


def _record(membership: Membership, action: str, summary: str, *, by: User, at: datetime) -> None:
    """Membership events are events of the municipality, so that they outlive the membership's row."""
    audit.record(
        action=action,
        summary=summary,
        subject=membership.municipality,
        at=at,
        by=by,
        scope=membership.municipality.code,
        data={"person": membership.user_id, "role": membership.role},
    )

"""Who may do what with municipalities, programmes and enrolments. Answers yes or no; changes nothing.

Rows have already been fetched through `visible_to`; a rule only tells roles apart.
"""

from datetime import datetime
from typing import Any

from partnerships.models import Enrolment, Membership, Municipality, Programme, SeatHolding
from partnerships.models.memberships import Role


def role_in(user: Any, municipality: Municipality) -> str | None:
    """The user's active role in the municipality, or None. One query."""
    if not user.is_authenticated:
        return None
    return (
        Membership.objects.filter(user=user, municipality=municipality).active().values_list("role", flat=True).first()
    )


def can_manage_programmes(user: Any) -> bool:
    """Programmes, prices, enrolments of all municipalities: administrators."""
    return bool(user.is_authenticated and user.is_administrator)


def can_read_administration(user: Any) -> bool:
    """The staff pages: administrators, and finance to read."""
    return bool(user.is_authenticated and (user.is_administrator or user.is_finance))


def can_edit_draft(user: Any, municipality: Municipality) -> bool:
    """Fill in a draft: coordinators and contributors of the municipality."""
    return role_in(user, municipality) in (Role.COORDINATOR, Role.CONTRIBUTOR)


def can_bind(user: Any, municipality: Municipality) -> bool:
    """Bind the municipality: its coordinators."""
    return role_in(user, municipality) == Role.COORDINATOR


def can_manage_members(user: Any, municipality: Municipality) -> bool:
    """Members of a municipality: its coordinators, and administrators."""
    return bool(user.is_authenticated and user.is_administrator) or can_bind(user, municipality)


def can_name_participants(user: Any, enrolment: Enrolment) -> bool:
    """Name people on seats: coordinators and contributors, and administrators for a municipality that asks."""
    if enrolment.is_cancelled:
        return False
    return bool(user.is_authenticated and user.is_administrator) or can_edit_draft(user, enrolment.municipality)


def may_add_seats(programme: Programme) -> bool:
    """Extra seats are sold until the programme is finished."""
    return programme.state in (Programme.State.OPEN, Programme.State.CLOSED, Programme.State.RUNNING)


def may_add_products(programme: Programme, at: datetime) -> bool:
    """An area or a pre-analysis can be added by the municipality itself until the deadline."""
    return programme.accepts_enrolments_at(at)


def is_representative(user: Any, representative: SeatHolding | None) -> bool:
    """Whether the user is the municipality's person in the steering group, known by the mail address."""
    return bool(
        representative is not None and user.is_authenticated and user.email.lower() == representative.email.lower()
    )


def can_answer_steering(user: Any, municipality: Municipality, representative: SeatHolding | None) -> bool:
    """Say what the municipality wants of a day: its coordinators and contributors, and its representative."""
    return is_representative(user, representative) or can_edit_draft(user, municipality)


def can_write_development(user: Any, enrolment: Enrolment) -> bool:
    """Write in the municipality's development process: its coordinators and contributors, while it is bound."""
    return enrolment.is_binding and can_edit_draft(user, enrolment.municipality)

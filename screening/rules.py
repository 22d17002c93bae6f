"""Who may do what with a screening. Its visibility is `Screening.objects.visible_to`; this is for the rest."""

from typing import Any

from partnerships import rules as partnership_rules
from partnerships.models import Municipality
from partnerships.models.memberships import Role
from screening.models import Assignment, Screening

EDITORS = (Role.COORDINATOR, Role.CONTRIBUTOR)


def can_manage(user: Any) -> bool:
    """Assign, plan, and keep the analysis models: administrators."""
    return bool(user.is_authenticated and user.is_administrator)


def can_read_models(user: Any) -> bool:
    """Read the analysis models in all their versions: administrators and consultants."""
    return can_manage(user) or bool(user.is_authenticated and user.is_consultant)


def is_assigned(user: Any, screening: Screening) -> bool:
    """The person works on it as consultant. One query."""
    return bool(
        user.is_authenticated
        and user.is_consultant
        and Assignment.objects.filter(screening=screening, consultant=user).exists()
    )


def can_read_work(user: Any, screening: Screening) -> bool:
    """Read the workspace: those assigned, the reviewer, and administrators. Never the municipality."""
    return can_manage(user) or is_reviewer(user, screening) or is_assigned(user, screening)


def can_assess(user: Any, screening: Screening) -> bool:
    """Write in the workspace: those assigned, while it is being worked on."""
    return screening.is_being_worked_on and is_assigned(user, screening)


def is_reviewer(user: Any, screening: Screening) -> bool:
    """The second consultant, who reads before it is delivered."""
    return bool(user.is_authenticated and user.is_consultant and screening.reviewer_id == user.pk)


def can_review(user: Any, screening: Screening) -> bool:
    """Comment, send back or approve: the second consultant, while it is theirs to read."""
    return screening.state == Screening.State.IN_REVIEW and is_reviewer(user, screening)


def can_answer_review(user: Any, screening: Screening) -> bool:
    """Reply to the colleague's comments and settle them: those assigned, until it is delivered."""
    return (screening.is_being_worked_on or screening.state == Screening.State.IN_REVIEW) and is_assigned(
        user, screening
    )


def can_deliver(user: Any, screening: Screening) -> bool:
    """Deliver the report, and open it again for a newer version: those assigned, and administrators."""
    return can_manage(user) or is_assigned(user, screening)


def can_take_back(user: Any, screening: Screening) -> bool:
    """Take it back from the colleague who reads it: those assigned, and administrators."""
    return screening.state == Screening.State.IN_REVIEW and can_deliver(user, screening)


def can_reopen(user: Any, screening: Screening) -> bool:
    """Open the report for a newer version: those assigned; once the municipality has accepted it, administrators."""
    if screening.state == Screening.State.ACCEPTED:
        return can_manage(user)
    return can_deliver(user, screening)


def is_of_municipality(user: Any, screening: Screening) -> bool:
    """An active member of the screened municipality, whatever the role. One query."""
    return partnership_rules.role_in(user, screening.municipality) is not None


def can_send_documents(user: Any, screening: Screening) -> bool:
    """Answer the checklist: the municipality's coordinators and contributors, once they have the plan."""
    is_open = screening.is_told_of and screening.is_being_worked_on
    return is_open and partnership_rules.role_in(user, screening.municipality) in EDITORS


def can_read_result(user: Any, screening: Screening) -> bool:
    """Read the delivered report: the municipality's members, and those who read the work."""
    if can_read_work(user, screening):
        return True
    return screening.is_delivered and is_of_municipality(user, screening)


def can_answer_report(user: Any, screening: Screening) -> bool:
    """Comment on the delivered report: coordinators and contributors."""
    return screening.is_delivered and partnership_rules.role_in(user, screening.municipality) in EDITORS


def can_accept(user: Any, screening: Screening) -> bool:
    """Accept the report and release it to the network: coordinators."""
    return screening.is_delivered and partnership_rules.can_bind(user, screening.municipality)


def can_read_network(user: Any, municipality: Municipality) -> bool:
    """See what a municipality's networks show it: its active members, and administrators. One query."""
    return can_manage(user) or partnership_rules.role_in(user, municipality) is not None

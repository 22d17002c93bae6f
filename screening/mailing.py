"""Who the mails about a screening go to, and how they are queued: what the modules of mails have in common (mails)."""

from collections.abc import Sequence
from typing import Any

from documents import mail
from partnerships.models import Membership
from partnerships.models.memberships import Role
from screening.models import Assignment, Screening


def consultants_of(screening: Screening) -> list[str]:
    """The addresses of those who work on it. One query."""
    rows = Assignment.objects.filter(screening=screening, consultant__is_active=True)
    return list(rows.order_by("pk").values_list("consultant__email", flat=True))


def municipality_of(screening: Screening) -> list[str]:
    """The addresses of those in the municipality who answer for it, and of the enrolment's contact. One query."""
    members = Membership.objects.active().filter(
        municipality=screening.municipality, role__in=(Role.COORDINATOR, Role.CONTRIBUTOR), user__is_active=True
    )
    contact = screening.participation.enrolment.contact_email
    return [*members.order_by("pk").values_list("user__email", flat=True), contact]


def queue(screening: Screening, name: str, to: Sequence[str], subject: str, **context: Any) -> int:
    """Queue the mail `name` of templates/emails, one for each address; how many there are."""
    queued = mail.queue(
        to=to,
        subject=subject,
        template=f"emails/{name}",
        context={"screening": screening, **context},
        kind=name,
        about=screening,
        scope=screening.municipality.code,
    )
    return len(queued)

"""The mails about screenings: one function for each, called inside the use case's transaction."""

from collections.abc import Iterable

from django.urls import reverse

from accounts.models import User
from documents import mail
from partnerships.models import Membership
from partnerships.models.memberships import Role
from screening.models import Assignment, Screening, Source


def assigned(screening: Screening, people: Iterable[User]) -> None:
    """Tell consultants, and the reviewing colleague, that they are on a screening."""
    for person in people:
        mail.queue(
            to=[person.email],
            subject=f"Du er sat på {screening}",
            template="emails/screening_assigned",
            context={
                "screening": screening,
                "person": person,
                "is_reviewer": person.pk == screening.reviewer_id,
                "url": screening.get_absolute_url(),
            },
            kind="screening_assigned",
            about=screening,
            scope=screening.municipality.code,
        )


def plan_sent(screening: Screening, *, is_changed: bool) -> int:
    """The plan to those who answer the checklist, and to the enrolment's contact; how many got it."""
    members = Membership.objects.active().filter(
        municipality=screening.municipality, role__in=(Role.COORDINATOR, Role.CONTRIBUTOR), user__is_active=True
    )
    addresses = [
        *members.order_by("pk").values_list("user__email", flat=True),
        screening.participation.enrolment.contact_email,
    ]
    queued = mail.queue(
        to=addresses,
        subject=f"{'Ændret plan' if is_changed else 'Plan'} for jeres foranalyse af {screening.area_words}",
        template="emails/screening_plan",
        context={
            "screening": screening,
            "is_changed": is_changed,
            "requests": screening.requests.all(),
            "consultants": [row.consultant for row in screening.assignments.select_related("consultant")],
            "url": reverse("municipality_screening", args=[screening.municipality.code, screening.pk]),
        },
        kind="screening_plan",
        about=screening,
        scope=screening.municipality.code,
    )
    return len(queued)


def document_arrived(source: Source, *, by: User) -> None:
    """Tell the consultants that the municipality has sent a document."""
    screening = source.screening
    assignments = Assignment.objects.filter(screening=screening, consultant__is_active=True)
    mail.queue(
        to=list(assignments.order_by("pk").values_list("consultant__email", flat=True)),
        subject=f"Nyt dokument fra {screening.municipality.official_name}: {source.title}",
        template="emails/screening_document",
        context={"source": source, "screening": screening, "by": by},
        kind="screening_document",
        about=screening,
        scope=screening.municipality.code,
    )

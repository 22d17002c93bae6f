"""The mails about screenings: one function for each, called inside the use case's transaction."""

from collections.abc import Iterable

from django.urls import reverse

from accounts.models import User
from screening.mailing import consultants_of, municipality_of, queue
from screening.models import Screening, Source


def assigned(screening: Screening, people: Iterable[User]) -> None:
    """Tell consultants, and the reviewing colleague, that they are on a screening."""
    for person in people:
        said = {"person": person, "is_reviewer": person.pk == screening.reviewer_id}
        url = screening.get_absolute_url()
        queue(screening, "screening_assigned", [person.email], f"Du er sat på {screening}", url=url, **said)


def plan_sent(screening: Screening, *, is_changed: bool) -> int:
    """The plan to those who answer the checklist, and to the enrolment's contact; how many got it."""
    return queue(
        screening,
        "screening_plan",
        municipality_of(screening),
        f"{'Ændret plan' if is_changed else 'Plan'} for jeres foranalyse af {screening.area_words}",
        is_changed=is_changed,
        requests=screening.requests.all(),
        consultants=[row.consultant for row in screening.assignments.select_related("consultant")],
        url=reverse("municipality_screening", args=[screening.municipality.code, screening.pk]),
    )


def document_arrived(source: Source, *, by: User) -> None:
    """Tell the consultants that the municipality has sent a document."""
    screening = source.screening
    subject = f"Nyt dokument fra {screening.municipality.official_name}: {source.title}"
    queue(screening, "screening_document", consultants_of(screening), subject, source=source, by=by)

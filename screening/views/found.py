"""How the pages about screenings find theirs: 404 for those who may not know of it."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.access import signed_in
from screening.models import Screening

WITH = (
    "participation__enrolment__municipality",
    "participation__partnership__programme",
    "analysis_model",
    "reviewer",
    "updated_by",
)


def worked_on(request: HttpRequest, pk: int) -> Screening:
    """The screening, for those who read its workspace: consultants on it, its reviewer, administrators."""
    rows = Screening.objects.worked_on_by(signed_in(request)).select_related(*WITH)
    return get_object_or_404(rows, pk=pk)


def of_municipality(request: HttpRequest, code: str, pk: int) -> Screening:
    """The municipality's own screening, also for those who work on it. Sets the room."""
    rows = Screening.objects.visible_to(signed_in(request)).filter(participation__enrolment__municipality__code=code)
    found = get_object_or_404(rows.select_related(*WITH).distinct(), pk=pk)
    request.municipality = found.municipality  # type: ignore[attr-defined]
    return found

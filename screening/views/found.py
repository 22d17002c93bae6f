"""How the pages about screenings find theirs: 404 for those who may not know of it."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.access import require, signed_in
from screening import rules
from screening.models import Lever, Screening

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


def lever_to_write(request: HttpRequest, pk: int, number: int) -> tuple[Screening, Lever]:
    """The screening and its lever, for those who write in it; 404 for those outside, 403 for those who only read."""
    screening = worked_on(request, pk)
    lever = get_object_or_404(Lever, analysis_model=screening.analysis_model_id, number=number)
    require(rules.is_assigned(request.user, screening))
    return screening, lever


def of_municipality(request: HttpRequest, code: str, pk: int) -> Screening:
    """The municipality's own screening, also for those who work on it. Sets the room."""
    rows = Screening.objects.visible_to(signed_in(request)).filter(participation__enrolment__municipality__code=code)
    found = get_object_or_404(rows.select_related(*WITH).distinct(), pk=pk)
    request.municipality = found.municipality  # type: ignore[attr-defined]
    return found

"""The log: who did what, and when, for an object, a municipality, or everything."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from accounts import kept_apart
from accounts.access import require
from accounts.models import AuditEvent, User
from partnerships import queries, rules
from partnerships.log_changes import changes_of
from partnerships.log_subjects import SUBJECTS
from partnerships.models import Enrolment, Municipality, NetworkDay

PAGE_SIZE = 50


EVENTS = AuditEvent.objects.select_related("actor").order_by("-id")


def _page(request: HttpRequest, events: QuerySet[AuditEvent], **context: Any) -> HttpResponse:
    page = Paginator(events, PAGE_SIZE).get_page(request.GET.get("side"))
    for event in page.object_list:
        event.changes = changes_of(event)  # type: ignore[attr-defined]
    return render(request, "partnerships/log.html", {"page": page, **context})


@login_required
def subject_log(request: HttpRequest, subject_type: str, subject_id: str) -> HttpResponse:
    """What happened to one object, for those who may see it; 404 for everybody else."""
    if subject_type not in SUBJECTS:
        raise Http404
    subject = _found(SUBJECTS[subject_type](request.user), subject_id)
    if isinstance(subject, Municipality | Enrolment) and not rules.can_read_administration(request.user):
        municipality = subject if isinstance(subject, Municipality) else subject.municipality
        request.municipality = municipality  # type: ignore[attr-defined]
    return _page(
        request,
        EVENTS.filter(subject_type=subject_type, subject_id=str(subject.pk)),
        title=_title(subject),
        back=_address(subject),
    )


def _found(rows: QuerySet[Any], subject_id: str) -> Any:
    try:
        return get_object_or_404(rows, pk=rows.model._meta.pk.to_python(subject_id))
    except (ValueError, OverflowError, ValidationError):
        raise Http404 from None


def _title(subject: Any) -> str:
    if isinstance(subject, Enrolment):
        return f"{subject.municipality}, {subject.programme}"
    return str(subject)


def _address(subject: Any) -> str:
    if isinstance(subject, User):
        return ""
    if isinstance(subject, NetworkDay):
        return reverse("staff_day", args=[subject.pk])
    return str(subject.get_absolute_url()) if hasattr(subject, "get_absolute_url") else ""


@login_required
def municipality_log(request: HttpRequest, code: str) -> HttpResponse:
    """Everything that concerns one municipality."""
    municipality = get_object_or_404(Municipality.objects.visible_to(request.user).distinct(), code=code)
    request.municipality = municipality  # type: ignore[attr-defined]
    return _page(
        request,
        queries.events_of(municipality, request.user),
        title=municipality.official_name,
        back=reverse("municipality", args=[municipality.code]),
    )


@login_required
def staff_log(request: HttpRequest) -> HttpResponse:
    """Everything, for administrators; `soeg` looks in the sentences."""
    require(rules.can_manage_programmes(request.user))
    query = request.GET.get("soeg", "").replace("\x00", "").strip()[:100]
    events = EVENTS.exclude(kept_apart.kept_from(request.user))
    if query:
        events = events.filter(summary__icontains=query)
    return _page(request, events, title="Hele portalen", query=query, searchable=True)

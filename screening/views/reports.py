"""The report: what it will say, its versions, and its two files."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.access import require, signed_in
from screening import report_contents, reports, rules, screenings
from screening.models import Report, Screening
from screening.views.found import worked_on


@login_required
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What the report would say now, or what a version says (`?version=2`), with all versions and their files."""
    screening = worked_on(request, pk)
    versions = list(reports.of(screening))
    context = {
        "screening": screening,
        "versions": versions,
        "may_make": _may_make(request, screening),
        "shown": None,
        "same": None,
    }
    if screening.analysis_model is None:
        return render(request, "screening/report/page.html", context)
    if "version" in request.GET:
        shown = _version(versions, request.GET["version"])
        context |= {"shown": shown, **report_contents.contents(shown.snapshot, code=shown.short_hash)}
    else:
        draft = reports.draft(screening, at=timezone.now())
        context |= {"same": draft.same, **report_contents.contents(draft.content)}
    return render(request, "screening/report/page.html", context)


def _version(versions: list[Report], given: str) -> Report:
    for row in versions:
        if str(row.version) == given:
            return row
    raise Http404


def _may_make(request: HttpRequest, screening: Screening) -> bool:
    """Those who deliver it make drafts of it, until it is delivered."""
    is_open = screening.analysis_model is not None and screening.state not in (
        Screening.State.DELIVERED,
        Screening.State.ACCEPTED,
    )
    return is_open and rules.can_deliver(request.user, screening)


@login_required
@require_POST
def make(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a version of what stands now; the latest one when it says the same already."""
    screening = worked_on(request, pk)
    require(_may_make(request, screening))
    at = timezone.now()
    try:
        report = reports.make(screening=screening, by=signed_in(request), at=at)
    except screenings.ScreeningRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("screening_report", pk=pk)
    if report.created_at == at:
        messages.success(request, f"Version {report.version} er på vej. Filerne er klar om lidt.")
    else:
        messages.info(request, f"Intet er ændret siden version {report.version}, så den gælder stadig.")
    return redirect("screening_report", pk=pk)

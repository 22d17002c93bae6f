"""The sources of a screening: listed, added, changed, removed, and their files fetched."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import require, signed_in
from documents import sending, uploads
from screening import rules, sources
from screening.forms.sources import DocumentForm, InterviewForm, WorkshopForm
from screening.models import Finding, Screening, Source
from screening.views.found import worked_on

KINDS = {"dokument": Source.Kind.DOCUMENT, "interview": Source.Kind.INTERVIEW, "workshop": Source.Kind.WORKSHOP}
MEETINGS: dict[str, type[InterviewForm] | type[WorkshopForm]] = {
    Source.Kind.INTERVIEW: InterviewForm,
    Source.Kind.WORKSHOP: WorkshopForm,
}
UNREAD = "Den er taget imod, men vi kunne ikke lede efter CPR-numre i den: {reason} Se den selv efter."


@login_required
@require_GET
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    """All sources, by kind and number, with how many findings rest on each."""
    screening = worked_on(request, pk)
    rows = screening.sources.select_related("request", "added_by").annotate(cited=Count("citations")).order_by("number")
    groups = [(kind, [row for row in rows if row.kind == kind]) for kind in Source.Kind]
    context = {"screening": screening, "groups": groups, "may_assess": rules.can_assess(request.user, screening)}
    return render(request, "screening/sources.html", context)


def _form(request: HttpRequest, kind: str, kept: Source | None = None) -> Any:
    """The form for a kind of source, posted or with what is kept."""
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    if kind == Source.Kind.DOCUMENT:
        initial = DocumentForm.facts(kept) if kept else {}
        return DocumentForm(*posted, initial=initial, kept=kept, too_large=uploads.too_large(request))
    form = MEETINGS[kind]
    return form(*posted[:1], initial=form.facts(kept) if kept else {})


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Add a source."""
    screening = worked_on(request, pk)
    require(rules.can_assess(request.user, screening))
    form = _form(request, KINDS[kind])
    if request.method == "POST" and form.is_valid():
        added = _added(request, screening, KINDS[kind], form)
        if added is not None:
            _tell(request, added, f"{added.code} er tilføjet.")
            return redirect("screening_sources", pk=pk)
    return _page(request, screening, form, KINDS[kind])


def _added(request: HttpRequest, screening: Screening, kind: str, form: Any) -> Source | None:
    by, at = signed_in(request), timezone.now()
    try:
        if kind == Source.Kind.DOCUMENT:
            return sources.add_document(screening=screening, said=form.said, upload=form.upload, by=by, at=at)
        return sources.add_meeting(screening=screening, kind=kind, said=form.said, by=by, at=at)
    except sources.ScreeningRefused as refusal:
        form.add_error(None, str(refusal))
        return None


def _tell(request: HttpRequest, source: Source, done: str) -> None:
    messages.success(request, done)
    if source.unread:
        messages.warning(request, UNREAD.format(reason=source.unread))


def _page(
    request: HttpRequest,
    screening: Screening,
    form: forms.Form,
    kind: str,
    source: Source | None = None,
    seen: str = "",
) -> HttpResponse:
    context = {
        "screening": screening,
        "form": form,
        "kind": kind,
        "kind_label": Source.Kind(kind).label,
        "source": source,
        "seen": seen,
    }
    return render(request, "screening/source.html", context, status=422 if form.errors else 200)


def _found(request: HttpRequest, pk: int, source: int) -> Source:
    screening = worked_on(request, pk)
    row = get_object_or_404(screening.sources.annotate(cited=Count("citations")), pk=source)
    row.screening = screening
    return row


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int, source: int) -> HttpResponse:
    """Change what is said of a source, or give it another file."""
    row = _found(request, pk, source)
    require(rules.can_assess(request.user, row.screening))
    form = _form(request, row.kind, row)
    seen = request.POST.get("seen", "") if request.method == "POST" else sources.mark_of(row)
    if request.method == "POST" and form.is_valid():
        upload = form.upload if row.kind == Source.Kind.DOCUMENT else None
        try:
            changed = sources.change(
                source=row, said=form.said, upload=upload, seen=seen, by=signed_in(request), at=timezone.now()
            )
        except sources.ScreeningRefused as refusal:
            form.add_error(None, str(refusal))
            now = Source.objects.filter(pk=row.pk).first()
            seen = sources.mark_of(now) if now else ""
        else:
            if upload is not None:
                _tell(request, changed, f"{changed.code} er gemt.")
            else:
                messages.success(request, f"{changed.code} er gemt.")
            return redirect("screening_sources", pk=pk)
    return _page(request, row.screening, form, row.kind, row, seen)


@login_required
@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, pk: int, source: int) -> HttpResponse:
    """Remove a source, after a question. One that findings rest on stays."""
    row = _found(request, pk, source)
    require(rules.can_assess(request.user, row.screening))
    if request.method == "POST":
        try:
            sources.remove(source=row, by=signed_in(request), at=timezone.now())
        except sources.ScreeningRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"{row.code} er fjernet.")
        return redirect("screening_sources", pk=pk)
    cited_by = Finding.objects.filter(citations__source=row).select_related("assessment__lever").distinct()
    context = {
        "screening": row.screening,
        "source": row,
        "cited_by": cited_by.order_by("assessment__lever__number", "position", "pk"),
    }
    return render(request, "screening/source_delete.html", context)


@login_required
@require_GET
def download(request: HttpRequest, pk: int, source: int) -> FileResponse:
    """A source's file: for those who read the workspace, and for the municipality what it sent itself."""
    visible = Screening.objects.visible_to(signed_in(request)).select_related("participation__enrolment__municipality")
    screening = get_object_or_404(visible.distinct(), pk=pk)
    row = get_object_or_404(screening.sources.exclude(file=""), pk=source)
    if not row.is_from_municipality and not rules.can_read_work(request.user, screening):
        raise Http404
    return sending.as_file(row.file.open("rb"), filename=row.filename, media_type=row.media_type)

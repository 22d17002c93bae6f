"""The municipality's side of a screening: the plan, who works on it, and the checklist it answers."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import require, signed_in
from documents import uploads
from partnerships.models import Municipality
from screening import checklists, result_pages, rules, sources, weak_levers
from screening.forms.sources import AnswerForm, NotAvailableForm, UnaskedForm
from screening.models import DocumentRequest, Screening, Source
from screening.overview import is_answered
from screening.views.found import WITH, of_municipality
from screening.views.sources import UNREAD
from screening.views.writing import posted_to

UNASKED = "andet"


@login_required
@require_GET
def screenings(request: HttpRequest, code: str) -> HttpResponse:
    """The municipality's screenings; its only one at once."""
    user = signed_in(request)
    municipality = get_object_or_404(Municipality.objects.visible_to(user).distinct(), code=code)
    request.municipality = municipality  # type: ignore[attr-defined]
    rows = Screening.objects.visible_to(user).filter(participation__enrolment__municipality=municipality)
    found = list(rows.select_related(*WITH).distinct().order_by("-created_at", "-pk"))
    if len(found) == 1:
        return redirect("municipality_screening", code=code, pk=found[0].pk)
    return render(request, "screening/municipality_list.html", {"municipality": municipality, "screenings": found})


@login_required
@require_GET
def detail(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The plan, who, when, and the checklist."""
    return page(request, of_municipality(request, code, pk))


def page(request: HttpRequest, screening: Screening, failed: dict[str, Any] | None = None) -> HttpResponse:
    """The municipality's page. `failed` are forms that were refused, by their prefix."""
    context: dict[str, Any] = {
        "screening": screening,
        "municipality": screening.municipality,
        "may_send": rules.can_send_documents(request.user, screening),
        "today": timezone.localdate(),
    }
    if screening.is_delivered:
        context["result"] = result_pages.result_of(screening, user=signed_in(request))
        context["methods"] = weak_levers.methods_for(context["result"])
    if screening.is_told_of:
        own = Prefetch("sources", Source.objects.select_related("added_by").order_by("number"))
        asked = list(screening.requests.prefetch_related(own))
        sent = list(screening.sources.filter(is_from_municipality=True).select_related("added_by").order_by("number"))
        requests = asked if screening.is_being_worked_on else [row for row in asked if is_answered(row)]
        context |= {
            "items": [_item(row, failed or {}) for row in requests],
            "sent": sent,
            "unasked": [row for row in sent if row.request_id is None],
            "unasked_form": (failed or {}).get(UNASKED) or UnaskedForm(prefix=UNASKED),
            "failed": next(iter((failed or {}).values()), None),
            "kinds": uploads.NAMES,
            "most": uploads.limit_words(),
            "answered": sum(is_answered(row) for row in requests),
            "consultants": [row.consultant for row in screening.assignments.select_related("consultant")],
        }
    return render(request, "screening/municipality.html", context, status=422 if failed else 200)


def _item(row: DocumentRequest, failed: dict[str, Any]) -> dict[str, Any]:
    """An item of the checklist with its two forms."""
    sent, missing = f"fil-{row.pk}", f"findes-ikke-{row.pk}"
    return {
        "request": row,
        "form": failed.get(sent) or AnswerForm(prefix=sent),
        "missing": failed.get(missing) or NotAvailableForm(prefix=missing),
        "is_missing_open": missing in failed,
    }


def _sendable(request: HttpRequest, code: str, pk: int, item: int) -> DocumentRequest:
    screening = of_municipality(request, code, pk)
    require(rules.can_send_documents(request.user, screening))
    row = get_object_or_404(screening.requests.all(), pk=item)
    row.screening = screening
    return row


@login_required
@posted_to("municipality_screening", "code", "pk")
def send_document(request: HttpRequest, code: str, pk: int, item: int) -> HttpResponse:
    """Answer an item of the checklist with a file."""
    row = _sendable(request, code, pk, item)
    prefix = f"fil-{row.pk}"
    form = AnswerForm(request.POST, request.FILES, prefix=prefix, too_large=uploads.too_large(request))
    if form.is_valid() and form.upload is not None:
        try:
            source = sources.answer_request(
                request=row, title="", upload=form.upload, by=signed_in(request), at=timezone.now()
            )
        except sources.ScreeningRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _sent(request, source)
    return page(request, row.screening, {prefix: form})


@login_required
@posted_to("municipality_screening", "code", "pk")
def send_unasked(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Send a document nobody asked for."""
    screening = of_municipality(request, code, pk)
    require(rules.can_send_documents(request.user, screening))
    form = UnaskedForm(request.POST, request.FILES, prefix=UNASKED, too_large=uploads.too_large(request))
    if form.is_valid() and form.upload is not None:
        try:
            source = sources.send_unasked(
                screening=screening,
                title=form.cleaned_data["title"],
                upload=form.upload,
                by=signed_in(request),
                at=timezone.now(),
            )
        except sources.ScreeningRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _sent(request, source)
    return page(request, screening, {UNASKED: form})


def _sent(request: HttpRequest, source: Source) -> HttpResponse:
    messages.success(request, f"“{source.filename}” er sendt. Konsulenterne har fået besked.")
    if source.unread:
        messages.warning(request, UNREAD.format(reason=source.unread))
    return redirect("municipality_screening", code=source.screening.municipality.code, pk=source.screening_id)


@login_required
@posted_to("municipality_screening", "code", "pk")
def say_missing(request: HttpRequest, code: str, pk: int, item: int) -> HttpResponse:
    """Say that a document does not exist, and why; "undo" takes it back."""
    row = _sendable(request, code, pk, item)
    prefix = f"findes-ikke-{row.pk}"
    is_undone = "undo" in request.POST
    form = NotAvailableForm(request.POST, prefix=prefix)
    if is_undone or form.is_valid():
        reason = "" if is_undone else form.cleaned_data["reason"]
        try:
            checklists.say_not_available(request=row, reason=reason, by=signed_in(request), at=timezone.now())
        except checklists.ScreeningRefused as refusal:
            messages.error(request, str(refusal))
        else:
            said = f"I har skrevet, at “{row.title}” ikke findes. Konsulenterne kan se det på tjeklisten."
            messages.success(request, "Det er fortrudt. Punktet er åbent igen." if is_undone else said)
        return redirect("municipality_screening", code=code, pk=pk)
    return page(request, row.screening, {prefix: form})


@login_required
@posted_to("municipality_screening", "code", "pk")
def take_back(request: HttpRequest, code: str, pk: int, source: int) -> HttpResponse:
    """Take back a document that was sent. One that findings rest on stays."""
    screening = of_municipality(request, code, pk)
    require(rules.can_send_documents(request.user, screening))
    row = get_object_or_404(screening.sources.filter(is_from_municipality=True), pk=source)
    try:
        sources.remove(source=row, by=signed_in(request), at=timezone.now())
    except sources.SourceInUse:
        messages.error(
            request, f"Konsulenterne bruger “{row.title}” i vurderingen. Skriv til dem, hvis den skal trækkes tilbage."
        )
    except sources.ScreeningRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"“{row.title}” er trukket tilbage.")
    return redirect("municipality_screening", code=code, pk=pk)

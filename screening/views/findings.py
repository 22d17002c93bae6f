"""Findings on a lever: write, change, remove and reorder, each with the places it comes from."""

from copy import copy

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import signed_in
from partnerships.views.posted import revision_of
from screening import findings
from screening.forms.work import FindingForm, citation_forms
from screening.models import Finding, Lever, Screening
from screening.screenings import ScreeningRefused
from screening.views.found import lever_to_write
from screening.views.writing import writing_kept

MORE_ROWS = 2


def _finding(screening: Screening, lever: Lever, pk: int) -> Finding:
    rows = Finding.objects.select_related("assessment__screening")
    return get_object_or_404(rows, pk=pk, assessment__screening=screening, assessment__lever=lever)


@writing_kept
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Write a finding on a lever."""
    screening, lever = lever_to_write(request, pk, number)
    return _edit(request, screening, lever, None)


@writing_kept
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int, number: int, finding: int) -> HttpResponse:
    """Change a finding. A colleague's change is told, and what was typed is kept."""
    screening, lever = lever_to_write(request, pk, number)
    return _edit(request, screening, lever, _finding(screening, lever, finding))


def _edit(request: HttpRequest, screening: Screening, lever: Lever, row: Finding | None) -> HttpResponse:
    asks_more = "more" in request.POST
    form = FindingForm(request.POST or None, instance=copy(row) if row else Finding())
    lines = citation_forms(screening, row, request.POST or None)
    if asks_more:  # as many lines as were there, and some to write in; what was typed stays
        data = request.POST.copy()
        data["kilde-TOTAL_FORMS"] = str(min(len(lines.forms) + MORE_ROWS, findings.MAX_CITATIONS))
        had = len(lines.forms)
        lines = citation_forms(screening, row, data)
        for line in lines.forms[had : had + 1]:  # the page is new, and the keyboard goes on in the first new line
            line.fields["source"].widget.attrs["autofocus"] = True
    revision = revision_of(request) if request.method == "POST" else row.revision if row else 0
    theirs: findings.Words | None = None
    if request.method == "POST" and not asks_more and form.is_valid() & lines.is_valid():
        words = findings.Words(form.cleaned_data["kind"], form.cleaned_data["text"], lines.cited)
        by, at = signed_in(request), timezone.now()
        try:
            if row is None:
                row = findings.add(screening=screening, number=lever.number, words=words, by=by, at=at)
            else:
                row = findings.change(finding=row, words=words, revision=revision, by=by, at=at)
        except findings.FindingChanged as changed:
            form.add_error(None, str(changed))
            theirs, revision = findings.words_of(changed.finding), changed.finding.revision
        except ScreeningRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Fundet er gemt.")
            return redirect(f"{_lever_url(screening, lever)}#fund-{row.pk}")
    context = {
        "screening": screening,
        "lever": lever,
        "form": form,
        "lines": lines,
        "finding": row,
        "revision": revision,
        "theirs": theirs,
        "can_have_more": len(lines.forms) < findings.MAX_CITATIONS,
        "has_sources": screening.sources.exists(),
        "is_checked": request.method == "POST" and not asks_more,
    }
    return render(request, "screening/workspace/finding.html", context)


def _lever_url(screening: Screening, lever: Lever) -> str:
    return reverse("screening_lever", args=[screening.pk, lever.number])


@writing_kept
@require_POST
def delete(request: HttpRequest, pk: int, number: int, finding: int) -> HttpResponse:
    """Remove a finding; the log keeps what it said."""
    screening, lever = lever_to_write(request, pk, number)
    rows = Finding.objects.filter(assessment__screening=screening, assessment__lever=lever)
    row = rows.select_related("assessment__screening").filter(pk=finding).first()
    if row is not None:
        try:
            findings.remove(finding=row, by=signed_in(request), at=timezone.now())
            messages.success(request, "Fundet er slettet. Loggen gemmer, hvad der stod.")
        except ScreeningRefused as refusal:
            messages.error(request, str(refusal))
    return redirect("screening_lever", pk=pk, number=number)


@writing_kept
@require_POST
def move(request: HttpRequest, pk: int, number: int, finding: int) -> HttpResponse:
    """Move a finding one place; the order is the report's."""
    screening, lever = lever_to_write(request, pk, number)
    row = _finding(screening, lever, finding)
    try:
        up = request.POST.get("direction") == "up"
        findings.move(finding=row, up=up, by=signed_in(request), at=timezone.now())
    except ScreeningRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{_lever_url(screening, lever)}#fund")

"""Recommendations on a lever: write, change, remove and reorder."""

from copy import copy

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import signed_in
from partnerships.views.posted import revision_of
from screening import recommendations
from screening.forms.work import RecommendationForm
from screening.models import Lever, Recommendation, Screening
from screening.screenings import ScreeningRefused
from screening.views.found import lever_to_write
from screening.views.writing import writing_kept


def _row(screening: Screening, lever: Lever, pk: int) -> Recommendation:
    rows = Recommendation.objects.select_related("assessment__screening")
    return get_object_or_404(rows, pk=pk, assessment__screening=screening, assessment__lever=lever)


@writing_kept
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Write a recommendation on a lever."""
    screening, lever = lever_to_write(request, pk, number)
    return _edit(request, screening, lever, None)


@writing_kept
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int, number: int, recommendation: int) -> HttpResponse:
    """Change a recommendation. A colleague's change is told, and what was typed is kept."""
    screening, lever = lever_to_write(request, pk, number)
    return _edit(request, screening, lever, _row(screening, lever, recommendation))


def _edit(request: HttpRequest, screening: Screening, lever: Lever, row: Recommendation | None) -> HttpResponse:
    form = RecommendationForm(request.POST or None, instance=copy(row) if row else Recommendation())
    revision = revision_of(request) if request.method == "POST" else row.revision if row else 0
    theirs: Recommendation | None = None
    if request.method == "POST" and form.is_valid():
        by, at = signed_in(request), timezone.now()
        try:
            if row is None:
                recommendations.add(screening=screening, number=lever.number, words=form.words, by=by, at=at)
            else:
                recommendations.change(recommendation=row, words=form.words, revision=revision, by=by, at=at)
        except recommendations.RecommendationChanged as changed:
            form.add_error(None, str(changed))
            theirs, revision = changed.recommendation, changed.recommendation.revision
        except ScreeningRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Anbefalingen er gemt.")
            return redirect("screening_lever", pk=screening.pk, number=lever.number)
    context = {
        "screening": screening,
        "lever": lever,
        "form": form,
        "recommendation": row,
        "revision": revision,
        "theirs": theirs,
    }
    return render(request, "screening/workspace/recommendation.html", context)


@writing_kept
@require_POST
def delete(request: HttpRequest, pk: int, number: int, recommendation: int) -> HttpResponse:
    """Remove a recommendation; the log keeps its title."""
    screening, lever = lever_to_write(request, pk, number)
    rows = Recommendation.objects.filter(assessment__screening=screening, assessment__lever=lever)
    row = rows.select_related("assessment__screening").filter(pk=recommendation).first()
    if row is not None:
        try:
            recommendations.remove(recommendation=row, by=signed_in(request), at=timezone.now())
            messages.success(request, "Anbefalingen er slettet.")
        except ScreeningRefused as refusal:
            messages.error(request, str(refusal))
    return redirect("screening_lever", pk=pk, number=number)


@writing_kept
@require_POST
def move(request: HttpRequest, pk: int, number: int, recommendation: int) -> HttpResponse:
    """Move a recommendation one place; the order is the report's."""
    screening, lever = lever_to_write(request, pk, number)
    row = _row(screening, lever, recommendation)
    try:
        up = request.POST.get("direction") == "up"
        recommendations.move(recommendation=row, up=up, by=signed_in(request), at=timezone.now())
    except ScreeningRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("screening_lever", pk=pk, number=number)

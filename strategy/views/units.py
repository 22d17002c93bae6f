"""A municipality's units and their leaders."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import require, signed_in
from accounts.danish import DanishOrder
from partnerships.models import Municipality
from strategy import rules, units
from strategy.forms.units import UnitForm
from strategy.models import Unit

A_PAGE = 50


def _municipality(request: HttpRequest, code: str) -> Municipality:
    found = get_object_or_404(Municipality.objects.visible_to(request.user).distinct(), code=code)
    request.municipality = found  # type: ignore[attr-defined]
    return found


def _led(request: HttpRequest, code: str) -> Municipality:
    found = _municipality(request, code)
    require(rules.can_lead(request.user, found))
    return found


@login_required
@require_GET
def units_of(request: HttpRequest, code: str) -> HttpResponse:
    """The units, those in use first."""
    municipality = _municipality(request, code)
    rows = Unit.objects.filter(municipality=municipality).order_by("-is_active", DanishOrder("name"), "pk")
    context: dict[str, Any] = {
        "municipality": municipality,
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("side")),
        "may_lead": rules.can_lead(request.user, municipality),
    }
    return render(request, "strategy/units/list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Add a unit."""
    municipality = _led(request, code)
    form = UnitForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            row = units.add(municipality=municipality, details=form.details, by=signed_in(request), at=timezone.now())
        except units.UnitRefused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, f"{row.name} er tilføjet.")
            return redirect("units", code=code)
    context = {"municipality": municipality, "form": form}
    return render(request, "strategy/units/edit.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Change a unit, or who leads it."""
    municipality = _led(request, code)
    rows = Unit.objects.filter(municipality=municipality).select_related("municipality")
    row = get_object_or_404(rows, pk=pk)
    form = UnitForm(request.POST if request.method == "POST" else None, unit=units.details_of(row))
    if request.method == "POST" and form.is_valid():
        seen = request.POST.get("seen", "")
        try:
            units.change(unit=row, details=form.details, seen=seen, by=signed_in(request), at=timezone.now())
        except units.UnitRefused as refusal:
            form.add_error(None, str(refusal))
            row = get_object_or_404(rows, pk=pk)
        else:
            messages.success(request, "Enheden er gemt.")
            return redirect("units", code=code)
    context = {"municipality": municipality, "form": form, "unit": row, "seen": units.mark_of(row)}
    return render(request, "strategy/units/edit.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def set_active(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take a unit out of use, or into use again."""
    municipality = _led(request, code)
    row = get_object_or_404(Unit.objects.filter(municipality=municipality).select_related("municipality"), pk=pk)
    is_active = request.POST.get("aktiv") == "ja"
    units.set_active(unit=row, is_active=is_active, by=signed_in(request), at=timezone.now())
    messages.success(request, f"{row.name} er {'i brug igen' if is_active else 'taget ud af brug'}.")
    return redirect("units", code=code)

"""The days a municipality cannot meet (spærrede dage)."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import require, signed_in
from partnerships import municipality_days, networks, rules
from partnerships.forms.steering import BlockedDaysForm
from partnerships.models import BlockedDay, Municipality
from partnerships.views import posted

TAKE_BACK = "fjern"


@login_required
@require_http_methods(["GET", "POST"])
def blocked_days(request: HttpRequest, code: str) -> HttpResponse:
    """List, add and take back days the municipality cannot meet."""
    user = signed_in(request)
    municipality = get_object_or_404(Municipality.objects.visible_to(user), code=code)
    request.municipality = municipality  # type: ignore[attr-defined]
    may_edit = rules.can_edit_draft(user, municipality)
    form = BlockedDaysForm()
    if request.method == "POST":
        require(may_edit)
        if TAKE_BACK in request.POST:
            return _take_back(request, municipality)
        form = BlockedDaysForm(request.POST)
        if form.is_valid() and _blocked(request, municipality, form):
            return redirect("blocked_days", code=code)
    today = timezone.localdate()
    rows = municipality.blocked_days.all()
    parts = municipality_days.parts_of(municipality)
    context: dict[str, Any] = {
        "municipality": municipality,
        "form": form,
        "rows": [
            {"blocked": row, "hit": municipality_days.days_in(parts, row.start_date, row.end_date)}
            for row in rows
            if row.end_date >= today
        ],
        "earlier": [row for row in rows if row.end_date < today],
        "may_edit": may_edit,
    }
    return render(request, "network_days/blocked_days.html", context)


def _blocked(request: HttpRequest, municipality: Municipality, form: BlockedDaysForm) -> bool:
    data = form.cleaned_data
    start, end = data["start"], data["end"] or data["start"]
    try:
        networks.block_days(
            municipality=municipality,
            start=start,
            end=end,
            reason=data["reason"],
            by=signed_in(request),
            at=timezone.now(),
        )
    except networks.NetworkRefused as refusal:
        form.add_error("end" if data["end"] else "start", str(refusal))
        return False
    messages.success(request, "Dagene er spærret. De, der planlægger netværksdagene, kan se det.")
    return True


def _take_back(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    row: BlockedDay | None = municipality.blocked_days.filter(pk=posted.number(request, TAKE_BACK)).first()
    if row is not None:
        networks.unblock_days(blocked=row, by=signed_in(request), at=timezone.now())
        messages.success(request, "Spærringen er fjernet.")
    return redirect("blocked_days", code=municipality.code)

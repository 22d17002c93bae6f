"""The list at the door of a network day, made for a phone; the code for the screen; and what people thought of it."""

from itertools import groupby
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import require, signed_in
from partnerships import attendance, continuity, evaluations, rules
from partnerships.attendance import Place
from partnerships.forms.attendance import SCALE, SubstituteForm
from partnerships.models import NetworkDay, Seat

LABELS = dict(SCALE)


def visible(request: HttpRequest, pk: int) -> NetworkDay:
    """The day for administrators: 404 when the person may not see it, 403 when they may not manage it."""
    rows = NetworkDay.objects.visible_to(request.user).select_related("network__partnership__programme")
    day = get_object_or_404(rows, pk=pk)
    require(rules.can_manage_programmes(request.user))
    return day


@login_required
@require_GET
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    """Every seat by municipality, with who is here."""
    return _page(request, visible(request, pk), query=request.GET.get("q", ""))


def _page(
    request: HttpRequest,
    day: NetworkDay,
    *,
    query: str,
    refused: int | None = None,
    problem: str = "",
    typed: str = "",
    status: int = 200,
) -> HttpResponse:
    places = attendance.places(day)
    shown = [place for place in places if _matches(place, query)]
    held, figures = continuity.of_network(day.network)
    at = timezone.now()
    context = _counts(places) | {
        "day": day,
        "groups": [(name, list(rows)) for name, rows in groupby(shown, key=lambda place: place.municipality)],
        "query": query,
        "is_open": attendance.is_open(day, at=at),
        "is_under_way": attendance.is_under_way(day, at=at),
        "held": held,
        "continuity": figures,
        "refused": refused,
        "problem": problem,
        "typed": typed,
    }
    return render(request, "staff/days/attendance.html", context, status=status)


def _matches(place: Place, query: str) -> bool:
    wanted = query.casefold().split()
    substitute = place.attendance.substitute if place.attendance else ""
    text = f"{place.name} {substitute} {place.municipality}".casefold()
    return all(word in text for word in wanted)


def _counts(places: list[Place]) -> dict[str, Any]:
    states = [place.state for place in places]
    expected = sum(1 for place in places if place.holding or place.state)
    present = states.count("present") + states.count("substitute")
    return {
        "present": present,
        "expected": expected,
        "absent": states.count("absent"),
        "unknown": sum(1 for place in places if place.holding and not place.state),
    }


@login_required
@require_http_methods(["POST"])
def seat(request: HttpRequest, pk: int, seat_pk: int) -> HttpResponse:
    """Mark one seat: present, absent, somebody else, or nothing after all."""
    day = visible(request, pk)
    row = get_object_or_404(Seat, pk=seat_pk, participation__network_member__network=day.network_id)
    problem = _mark(request, day, row)
    query, typed = request.POST.get("q", ""), request.POST.get("name", "") if problem else ""
    if "HX-Request" in request.headers:
        return _row(request, day, row, query=query, problem=problem, typed=typed)
    if problem:
        return _page(request, day, query=query, refused=row.pk, problem=problem, typed=typed, status=422)
    address = reverse("staff_attendance", args=[pk])
    search = f"?{urlencode({'q': query})}" if query else ""
    return redirect(f"{address}{search}#plads-{row.pk}")


def _mark(request: HttpRequest, day: NetworkDay, row: Seat) -> str:
    """Do what was asked for; what is wrong with it, or ""."""
    by, at = signed_in(request), timezone.now()
    form = SubstituteForm(request.POST)
    try:
        match request.POST.get("mark"):
            case "present" | "absent" as mark:
                attendance.mark(day=day, seat=row, is_present=mark == "present", by=by, at=at)
            case "substitute" if form.is_valid():
                attendance.substitute(day=day, seat=row, name=form.cleaned_data["name"], by=by, at=at)
            case "substitute":
                return str(form.errors["name"][0])
            case "undo":
                attendance.undo(day=day, seat=row, by=by, at=at)
            case _:
                return "Vælg, om personen er mødt, ikke mødt eller har en stedfortræder."
    except attendance.AttendanceRefused as refusal:
        return str(refusal)
    return ""


def _row(request: HttpRequest, day: NetworkDay, row: Seat, *, query: str, problem: str, typed: str) -> HttpResponse:
    """Only the row, and the count above it."""
    places = attendance.places(day)
    found = next((place for place in places if place.seat.pk == row.pk), None)
    if found is None:
        raise Http404
    context = _counts(places) | {
        "day": day,
        "place": found,
        "is_open": True,
        "query": query,
        "refused": row.pk if problem else None,
        "problem": problem,
        "typed": typed,
        "with_count": True,
    }
    return render(request, "staff/days/_seat.html", context, status=422 if problem else 200)


@login_required
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest, pk: int) -> HttpResponse:
    """The check-in code, large enough for the screen in the room."""
    day = visible(request, pk)
    at, problem = timezone.now(), ""
    if request.method == "POST":
        try:
            attendance.new_code(day=day, by=signed_in(request), at=at)
        except attendance.AttendanceRefused as refusal:
            problem = str(refusal)
        else:
            return redirect("staff_attendance_code", pk=pk)
    context = {"day": day, "is_open": attendance.is_open(day, at=at), "problem": problem}
    return render(request, "staff/days/code.html", context, status=422 if problem else 200)


@login_required
@require_GET
def answers(request: HttpRequest, pk: int) -> HttpResponse:
    """What the participants thought, when there are enough answers to hide in."""
    day = visible(request, pk)
    found = evaluations.summary(day)
    context: dict[str, Any] = {"day": day}
    if isinstance(found, int):
        context["count"] = found
    else:
        rows = [(LABELS[number], chosen, round(100 * chosen / found.count)) for number, chosen in found.distribution]
        context |= {"summary": found, "count": found.count, "rows": rows}
    return render(request, "staff/days/evaluations.html", context)

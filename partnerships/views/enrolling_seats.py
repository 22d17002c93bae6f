"""Step 3 of the wizard: the seats that are bought, and who sits in them when it is known."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from partnerships import drafts, seats
from partnerships.forms.seats import SeatForm
from partnerships.models import Enrolment, Seat
from partnerships.seats import SeatRefused
from partnerships.views.enrolling_page import current_draft, deadline_passed, holder, page, step_url, to_step


def participants(request: HttpRequest, draft: Enrolment, at: datetime) -> HttpResponse:
    """The seats by area. Going on needs no names; they may come later."""
    if request.method == "POST":
        drafts.save_participants_seen(enrolment=draft, by=request.user, at=at)
        return to_step(draft, "regning")
    return page(request, draft, "deltagere", {"areas": _areas(draft)})


def _areas(draft: Enrolment) -> list[dict[str, Any]]:
    found = []
    for row in draft.participations.all():
        pairs = [(seat, holder(seat)) for seat in row.seats.all()]
        held = [holding for _, holding in pairs if holding is not None]
        found.append(
            {
                "key": row.partnership.area,
                "label": row.partnership.get_area_display(),
                "seats": [{"seat": seat, "holding": holding} for seat, holding in pairs],
                "named": len(held),
                "total": len(pairs),
                "filled": [holding is not None for _, holding in pairs],
                "has_manager": any(holding.is_relevant_manager for holding in held),
                "has_steering": any(holding.is_steering_representative for holding in held),
            }
        )
    return found


def enrol_seat(request: HttpRequest, slug: str, code: str, seat: int) -> HttpResponse:
    """Name, correct or remove the person on one of the draft's seats."""
    if not request.user.is_authenticated:
        messages.info(request, "Log ind for at fortsætte tilmeldingen.")
        return redirect_to_login(request.get_full_path())
    draft = current_draft(request, slug, code)
    at = timezone.now()
    if draft.is_binding:
        return redirect("participants", draft.pk)
    row = _seat_of(draft, seat)
    if row is None:
        return _seat_gone(request, draft, seat)
    if not draft.programme.accepts_enrolments_at(at):
        return deadline_passed(request, draft.programme, draft=draft, status=409 if request.method == "POST" else 200)
    if request.method == "POST" and "ryd" in request.POST:
        return _clear(request, draft, row, at)
    form = SeatForm(request.POST if request.method == "POST" else None, initial=SeatForm.values_of(holder(row)))
    if request.method == "POST" and form.is_valid():
        try:
            seats.name_person(seat=row, by=request.user, at=at, day=timezone.localdate(), **form.cleaned_data)
        except SeatRefused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            return _next(request, draft, row)
    context = {"form": form, "seat": row, "holding": holder(row), "list_url": step_url(draft, "deltagere")}
    return page(request, draft, "deltagere", context, template="enrolling/seat.html")


def _clear(request: HttpRequest, draft: Enrolment, seat: Seat, at: datetime) -> HttpResponse:
    try:
        seats.clear(seat=seat, by=request.user, at=at, day=timezone.localdate())
    except SeatRefused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "Pladsen er ledig igen.")
    return _back(draft, seat)


def _seat_of(draft: Enrolment, pk: int) -> Seat | None:
    for participation in draft.participations.all():
        for seat in participation.seats.all():
            if seat.pk == pk:
                seat.participation = participation
                return seat
    return None


def _seat_gone(request: HttpRequest, draft: Enrolment, pk: int) -> HttpResponse:
    """Back to the list with what was typed, when a colleague has removed the seat meanwhile; else no such page."""
    if request.method != "POST" or Seat.objects.filter(pk=pk).exists():
        raise Http404
    name = request.POST.get("name", "").strip()[:120]
    messages.warning(request, f"{seats.GONE} {name} er ikke gemt." if name else seats.GONE)
    return to_step(draft, "deltagere")


def _back(draft: Enrolment, seat: Seat) -> HttpResponse:
    return redirect(f"{step_url(draft, 'deltagere')}#plads-{seat.pk}")


def _next(request: HttpRequest, draft: Enrolment, seat: Seat) -> HttpResponse:
    """To the next seat without a name when that was asked for, else back to the list."""
    if "naeste" in request.POST:
        for participation in draft.participations.all():
            for other in participation.seats.all():
                if other.pk != seat.pk and holder(other) is None:
                    return redirect("enrol_seat", draft.programme.slug, draft.municipality.code, other.pk)
    return _back(draft, seat)

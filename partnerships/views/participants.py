"""The people on an enrolment's seats: name, correct, replace from a date, clear."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import require, signed_in
from partnerships import room, rules, seats
from partnerships.forms.seats import ReplaceForm, SeatForm
from partnerships.models import Enrolment, Seat, SeatHolding
from partnerships.views.enrolment import visible


@login_required
@require_GET
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    """All seats of the enrolment, by area."""
    enrolment = visible(request, pk)
    context = {
        "enrolment": enrolment,
        "areas": room.seats_by_area(enrolment),
        "may_name": rules.can_name_participants(signed_in(request), enrolment),
        "may_extend": enrolment.is_binding
        and rules.may_add_seats(enrolment.programme)
        and rules.can_bind(request.user, enrolment.municipality),
    }
    return render(request, "municipality/participants.html", context)


def _seat(request: HttpRequest, pk: int, seat_pk: int) -> tuple[Enrolment, Seat, SeatHolding | None]:
    """The enrolment, one of its seats and who holds it, for a person who may name people."""
    enrolment = visible(request, pk)
    require(rules.can_name_participants(signed_in(request), enrolment))
    rows = Seat.objects.select_related("participation__partnership")
    seat = get_object_or_404(rows, pk=seat_pk, participation__enrolment=enrolment)
    return enrolment, seat, SeatHolding.objects.open_ended().filter(seat=seat).first()


@login_required
@require_http_methods(["GET", "POST"])
def seat(request: HttpRequest, pk: int, seat_pk: int) -> HttpResponse:
    """Name the person on a seat, or correct who is there."""
    enrolment, place, holding = _seat(request, pk, seat_pk)
    form = SeatForm(request.POST or None, instance=holding)
    if request.method == "POST" and form.is_valid():
        try:
            named = seats.name_person(
                seat=place, by=signed_in(request), at=timezone.now(), day=timezone.localdate(), **form.cleaned_data
            )
        except seats.SeatRefused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, f"{named.name} har fået plads {place.number}.")
            return redirect("participants", pk=enrolment.pk)
    history = SeatHolding.objects.filter(seat=place, end_date__isnull=False).order_by("-start_date")
    context = {"enrolment": enrolment, "seat": place, "holding": holding, "form": form, "history": history}
    return render(request, "municipality/seat.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def replace(request: HttpRequest, pk: int, seat_pk: int) -> HttpResponse:
    """Let somebody else take over a seat from a date."""
    enrolment, place, holding = _seat(request, pk, seat_pk)
    if holding is None:
        return redirect("seat", pk=pk, seat_pk=seat_pk)
    form = ReplaceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            new = seats.replace(seat=place, by=signed_in(request), at=timezone.now(), **form.cleaned_data)
        except seats.SeatRefused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, f"{new.name} afløser {holding.name}. Prisen er uændret.")
            return redirect("participants", pk=enrolment.pk)
    context = {"enrolment": enrolment, "seat": place, "holding": holding, "form": form}
    return render(request, "municipality/seat_replace.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def clear(request: HttpRequest, pk: int, seat_pk: int) -> HttpResponse:
    """Take the person off the seat, after a question."""
    enrolment, place, holding = _seat(request, pk, seat_pk)
    if holding is None:
        return redirect("participants", pk=enrolment.pk)
    if request.method == "POST":
        try:
            seats.clear(seat=place, by=signed_in(request), at=timezone.now(), day=timezone.localdate())
        except seats.SeatRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request, f"{holding.name} er taget af plads {place.number}. Pladsen er jeres og kan navngives igen."
            )
        return redirect("participants", pk=enrolment.pk)
    return render(request, "municipality/seat_clear.html", {"enrolment": enrolment, "seat": place, "holding": holding})

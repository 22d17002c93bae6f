"""The people on an enrolment's seats: name, correct, replace from a date, clear."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import require, signed_in
from partnerships import room, rules, seats
from partnerships.forms.seats import ReplaceForm, SeatForm
from partnerships.models import Enrolment, Participant, Seat, SeatHolding
from partnerships.views.enrolment import visible


@login_required
@require_GET
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    """All seats of the enrolment, by area."""
    enrolment = visible(request, pk)
    areas = room.seats_by_area(enrolment, today=timezone.localdate())
    context = {
        "enrolment": enrolment,
        "areas": areas,
        "with_link": _with_link(areas) if rules.can_manage_programmes(request.user) else set(),
        "may_name": rules.can_name_participants(signed_in(request), enrolment),
        "may_extend": enrolment.is_binding
        and rules.may_add_seats(enrolment.programme)
        and rules.can_bind(request.user, enrolment.municipality),
    }
    return render(request, "municipality/participants.html", context)


def _with_link(areas: list[room.AreaSeats]) -> set[str]:
    """The mail addresses on the seats that have a personal link. One query."""
    addresses = {row.holding.email for area in areas for row in area.rows if row.holding is not None}
    return set(Participant.objects.filter(address__in=addresses).values_list("address", flat=True))


def _seat(request: HttpRequest, pk: int, seat_pk: int) -> tuple[Enrolment, Seat, SeatHolding | None]:
    """The enrolment, one of its seats and who is named on it for good, for a person who may name people."""
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
    form = SeatForm(request.POST if request.method == "POST" else None, initial=SeatForm.values_of(holding))
    if request.method == "POST" and form.is_valid():
        try:
            named = seats.name_person(
                seat=place, by=signed_in(request), at=timezone.now(), day=timezone.localdate(), **form.cleaned_data
            )
        except seats.SeatRefused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, f"{named.name} har fået plads {place.number}.")
            return _next(request, enrolment, place)
    today = timezone.localdate()
    context = {
        "enrolment": enrolment,
        "seat": place,
        "holding": holding,
        "replaced": _replaced_by(holding, today),
        "form": form,
        "history": place.holdings.filter(end_date__lt=today).order_by("-start_date"),
    }
    return render(request, "municipality/seat.html", context)


def _next(request: HttpRequest, enrolment: Enrolment, place: Seat) -> HttpResponse:
    """To the next seat without a name when that was asked for, else back to the participants."""
    if "naeste" in request.POST:
        for area in room.seats_by_area(enrolment, today=timezone.localdate()):
            for row in area.rows:
                if row.holding is None and row.seat.pk != place.pk:
                    return redirect("seat", pk=enrolment.pk, seat_pk=row.seat.pk)
    return redirect("participants", pk=enrolment.pk)


def _replaced_by(holding: SeatHolding | None, today: date) -> SeatHolding | None:
    """Who sits on the seat until `holding` takes over on a later day."""
    if holding is None or holding.start_date <= today:
        return None
    return SeatHolding.objects.on(today).filter(seat=holding.seat_id).first()


@login_required
@require_http_methods(["GET", "POST"])
def replace(request: HttpRequest, pk: int, seat_pk: int) -> HttpResponse:
    """Let somebody else take over a seat from a date."""
    enrolment, place, holding = _seat(request, pk, seat_pk)
    if holding is None:
        return redirect("seat", pk=pk, seat_pk=seat_pk)
    form = ReplaceForm(request.POST if request.method == "POST" else None)
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
    today = timezone.localdate()
    if request.method == "POST":
        try:
            kept = seats.clear(seat=place, by=signed_in(request), at=timezone.now(), day=today)
        except seats.SeatRefused as refusal:
            messages.error(request, str(refusal))
        else:
            words = f"{kept.name} beholder pladsen." if kept else "Pladsen er jeres og kan navngives igen."
            messages.success(request, f"{holding.name} er taget af plads {place.number}. {words}")
        return redirect("participants", pk=enrolment.pk)
    context = {"enrolment": enrolment, "seat": place, "holding": holding, "replaced": _replaced_by(holding, today)}
    return render(request, "municipality/seat_clear.html", context)

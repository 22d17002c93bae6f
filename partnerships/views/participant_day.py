"""One network day for a participant: programme, materials, arriving, and the three questions afterwards."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from documents import sending
from partnerships import attendance, certificates, evaluations, participant_days, participants
from partnerships.forms.attendance import CheckInForm, EvaluationForm
from partnerships.models import NetworkDay, Participant
from partnerships.views.participant import day_of, personal


@require_GET
@personal
def detail(request: HttpRequest, participant: Participant, pk: int) -> HttpResponse:
    """The day's page."""
    return _page(request, participant, day_of(participant, pk), CheckInForm())


def _page(
    request: HttpRequest, participant: Participant, day: NetworkDay, form: CheckInForm, status: int = 200
) -> HttpResponse:
    at = timezone.now()
    seats = [holding.seat_id for holding in attendance.holdings(day, participant.address)]
    notice = participant_days.notices(participant, [day]).get(day.pk)
    can_evaluate = evaluations.is_open(day, at=at) and not evaluations.was_away(day, participant)
    context = {
        "token": participants.token(participant),
        "row": participant_days.DayRow(day, notice, day.is_held or day.ends_at <= at),
        "day": day,
        "items": day.items.all(),
        "materials": day.materials.all(),
        "present": day.attendance.filter(seat__in=seats, is_present=True).first(),
        "takes_codes": attendance.takes_codes(day, at=at),
        "form": form,
        "can_evaluate": can_evaluate,
        "has_answered": can_evaluate and evaluations.has_answered(day, participant),
        "has_certificate": certificates.attended(participant).filter(day=day).exists(),
    }
    return render(request, "participant/day.html", context, status=status)


@require_http_methods(["GET", "POST"])
@personal
def check_in(request: HttpRequest, participant: Participant, pk: int) -> HttpResponse:
    """Arrive with the code that is shown in the room."""
    day = day_of(participant, pk)
    if request.method == "GET":  # the page of a wrong code, loaded again
        return redirect("participant_day", token=participants.token(participant), pk=pk)
    form = CheckInForm(request.POST)
    if form.is_valid():
        try:
            attendance.check_in(day=day, participant=participant, code=form.cleaned_data["code"], at=timezone.now())
        except attendance.AttendanceRefused as refusal:
            form.add_error("code", str(refusal))
        else:
            messages.success(request, "Velkommen. Du er registreret som mødt.")
            return redirect("participant_day", token=participants.token(participant), pk=pk)
    return _page(request, participant, day, form, status=422)


@require_http_methods(["GET", "POST"])
@personal
def evaluate(request: HttpRequest, participant: Participant, pk: int) -> HttpResponse:
    """Three questions, answered once and without a name."""
    day = day_of(participant, pk)
    token = participants.token(participant)
    if not evaluations.is_open(day, at=timezone.now()) or evaluations.has_answered(day, participant):
        messages.info(request, "Dagen kan evalueres én gang, når den er slut.")
        return redirect("participant_day", token=token, pk=pk)
    form = EvaluationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            evaluations.answer(day=day, participant=participant, at=timezone.now(), **form.cleaned_data)
        except evaluations.EvaluationRefused as refusal:
            messages.info(request, str(refusal))
        else:
            messages.success(request, "Tak for dit svar. Det er gemt uden dit navn.")
        return redirect("participant_day", token=token, pk=pk)
    context = {"token": token, "day": day, "form": form, "fewest": evaluations.FEWEST}
    return render(request, "participant/evaluate.html", context, status=422 if form.errors else 200)


@require_GET
@personal
def material(request: HttpRequest, participant: Participant, pk: int, material_pk: int) -> FileResponse:
    """A file from one of the person's days."""
    row = get_object_or_404(day_of(participant, pk).materials.exclude(file=""), pk=material_pk)
    return sending.as_file(row.file.open("rb"), filename=row.filename, media_type=row.media_type)

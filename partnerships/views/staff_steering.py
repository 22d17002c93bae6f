"""Staff: a day's steering-group meeting, the municipalities' answers to it, and its minutes (styregruppemødet)."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import require, signed_in
from accounts.danish import danish_key
from partnerships import rules, steering, steering_results
from partnerships.forms.steering import MeetingForm, MinutesForm
from partnerships.models import NetworkDay, SteeringMeeting
from partnerships.views.posted import revision_of

MEETING, DRAFT, MINUTES = "moede", "kladde", "referat"


@login_required
@require_http_methods(["GET", "POST"])
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the meeting, send the draft out, read the answers, write the minutes."""
    rows = NetworkDay.objects.visible_to(request.user)
    day = get_object_or_404(rows.select_related("network__partnership__programme", "steering_meeting"), pk=pk)
    require(rules.can_manage_programmes(request.user))
    row: SteeringMeeting | None = getattr(day, "steering_meeting", None)
    if row is not None:
        row.day = day
    what = request.POST.get("hvad", "") if request.method == "POST" else ""
    time_form = MeetingForm(request.POST if what == MEETING else None, initial=MeetingForm.facts(row))
    words = {"minutes": row.minutes, "decisions": row.decisions} if row else {}
    minutes_form = MinutesForm(request.POST if what == MINUTES else None, initial=words)
    context: dict[str, Any] = {"revision": revision_of(request) if what else row.revision if row else 0}
    try:
        if _done(request, day, row, what, time_form, minutes_form):
            return redirect("staff_steering", pk=pk)
    except steering.MeetingChanged as changed:
        context |= {"refusal": str(changed), "revision": changed.meeting.revision}
    except steering.SteeringRefused as refusal:
        if what == MEETING and refusal.field:
            time_form.add_error(refusal.field, str(refusal))
        else:
            context["refusal"] = str(refusal)
    at = timezone.now()
    results = steering_results.of(day, row)
    context |= {
        "day": day,
        "meeting": row,
        "programme": day.network.partnership.programme,
        "area": day.network.partnership.area,
        "form": time_form,
        "minutes_form": minutes_form,
        "results": results,
        "notices": _notices(row, results) if row and row.is_open else [],
        "has_items": day.items.exists(),
        "has_begun": row is not None and at >= row.starts_at,
        "may_send": row is not None and not row.is_open and day.is_ahead and at < row.starts_at,
        "is_after_the_day": row is not None and row.ends_at > day.starts_at,
    }
    return render(request, "network_days/staff_steering.html", context)


def _notices(meeting: SteeringMeeting, results: steering_results.Results) -> list[dict[str, Any]]:
    """Who has been told of the meeting, by municipality in Danish order."""
    names = {row.municipality.code: row.municipality.name for row in results.municipalities}
    told = [{"notice": row, "municipality": names.get(row.scope, "")} for row in meeting.notices.all()]
    return sorted(told, key=lambda row: (danish_key(row["municipality"]), row["notice"].pk))


def _done(
    request: HttpRequest,
    day: NetworkDay,
    row: SteeringMeeting | None,
    what: str,
    time_form: MeetingForm,
    minutes_form: MinutesForm,
) -> bool:
    """Whether what was asked for is done; a refusal goes through, a form with errors is False."""
    by, at, revision = signed_in(request), timezone.now(), revision_of(request)
    if what == MEETING and time_form.is_valid():
        saved = steering.set_meeting(day=day, **time_form.values, revision=revision, by=by, at=at)
        told = " Styregruppen får besked." if saved.is_open and saved.revision != revision else ""
        messages.success(request, f"Mødet er {steering.when(saved)}.{told}")
    elif what == DRAFT and row is not None:
        steering.send_draft(meeting=row, revision=revision, by=by, at=at)
        messages.success(request, "Kladden er sendt til styregruppen. Svarene kommer til at stå her.")
    elif what == MINUTES and row is not None and minutes_form.is_valid():
        data = minutes_form.cleaned_data
        steering.write_minutes(
            meeting=row, minutes=data["minutes"], decisions=data["decisions"], revision=revision, by=by, at=at
        )
        messages.success(request, "Referatet er gemt. Kommunerne kan læse det på dagens side.")
    else:
        return False
    return True

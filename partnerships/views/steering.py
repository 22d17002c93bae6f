"""A municipality's answer to the steering group before a day: points for themes, and input (styregruppen)."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import require, signed_in
from accounts.danish import in_danish_time
from accounts.models import User
from partnerships import rules, steering, steering_notices
from partnerships.forms.steering import AnswerForm
from partnerships.models import (
    DayItem,
    Municipality,
    Participation,
    SeatHolding,
    SteeringAnswer,
    SteeringMeeting,
)
from partnerships.models.programmes import lines
from partnerships.views.network_day import seen
from partnerships.views.posted import revision_of


@login_required
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft programme, and what the municipality says to it. Staff without a municipality go to their own page."""
    user = signed_in(request)
    day, municipalities = seen(request, pk)
    if not municipalities:
        return redirect("staff_steering", pk=pk)
    municipality = chosen(request, municipalities)
    request.municipality = municipality  # type: ignore[attr-defined]
    meeting = getattr(day, "steering_meeting", None)
    participation = Participation.objects.select_related("partnership").get(
        network_member__network=day.network_id, enrolment__municipality=municipality, enrolment__state="binding"
    )
    people = steering_notices.representatives(day.network_id, in_danish_time(day.starts_at).date())
    person = people.get(participation.pk)
    may_answer = rules.can_answer_steering(user, municipality, person)
    context: dict[str, Any] = {
        "day": day,
        "meeting": meeting,
        "programme": day.network.partnership.programme,
        "area": day.network.partnership.area,
        "municipality": municipality,
        "municipalities": municipalities,
        "representative": person,
        "is_representative": rules.is_representative(user, person),
        "items": list(day.items.all()),
        "at": timezone.now(),
    }
    if meeting is None or not meeting.is_open:
        require(request.method == "GET", "Der kan ikke svares endnu.")
        return render(request, "network_days/steering.html", context)
    meeting.day = day
    if request.method == "POST":
        require(may_answer)
    return respond(
        request,
        "network_days/steering.html",
        context | {"may_answer": may_answer},
        participation=participation,
        by=user,
    )


def respond(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    participation: Participation,
    by: User | None,
    representative: SeatHolding | None = None,
) -> HttpResponse:
    """The page of a meeting that is open, and the answer when one is sent.

    `context` has day, meeting, items and may_answer; whoever posts has been asked for permission.
    """
    meeting: SteeringMeeting = context["meeting"]
    given = _answer(meeting, participation)
    is_open = steering.takes_answers(meeting, timezone.now())
    context |= {
        "is_open": is_open,
        "may_answer": context["may_answer"] and is_open,
        "decisions": lines(meeting.decisions),
        "max_points": steering.MAX_POINTS,
        "at": timezone.now(),
    }
    form = AnswerForm(request.POST if request.method == "POST" else None, initial=AnswerForm.facts(given))
    revision = given.revision if given else 0
    if request.method == "POST" and form.is_valid():
        try:
            steering.answer(
                meeting=meeting,
                participation=participation,
                weights=form.weights,
                text=form.cleaned_data["input"],
                revision=revision_of(request),
                by=by,
                representative=representative,
                at=timezone.now(),
            )
        except steering.AnswerChanged as changed:
            form.add_error(None, str(changed))
            context["theirs"], revision = changed.answer, changed.answer.revision
        except steering.SteeringRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Jeres svar er gemt. I kan rette det, indtil mødet begynder.")
            return redirect(request.get_full_path())
    elif request.method == "POST":
        revision = revision_of(request)
    context |= {
        "form": form,
        "answer": given,
        "revision": revision,
        "given": _points(given),
        "their_points": _points(context.get("theirs")),
        "themes": _with_items(form, context["items"]),
    }
    return render(request, template, context)


def chosen(request: HttpRequest, municipalities: list[Municipality]) -> Municipality:
    """The municipality the page is about, for the few who work for more than one."""
    wanted = request.GET.get("kommune", "")
    return next((row for row in municipalities if row.code == wanted), municipalities[0])


def _answer(meeting: SteeringMeeting, participation: Participation) -> SteeringAnswer | None:
    rows = SteeringAnswer.objects.filter(meeting=meeting, participation=participation)
    return rows.select_related("by").prefetch_related("votes").first()


def _points(answer: SteeringAnswer | None) -> list[tuple[int, str, int]]:
    """Theme, name and points of an answer, the highest first."""
    if answer is None:
        return []
    given = steering.weights_of(answer)
    return [(theme, steering.THEMES[theme], given[theme]) for theme in sorted(given, key=lambda t: (-given[t], t))]


def _with_items(form: AnswerForm, items: list[DayItem]) -> list[dict[str, Any]]:
    """The form's themes, each with the items of the draft that touch it."""
    return [row | {"items": [item for item in items if _touches(item, row["number"])]} for row in form.themes]


def _touches(item: DayItem, theme: int) -> bool:
    if theme == steering.LEADERSHIP:
        return item.kind == DayItem.Kind.LEADERSHIP
    return theme in item.levers

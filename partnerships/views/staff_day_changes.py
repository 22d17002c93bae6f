"""What staff do to a network day: change, confirm, cancel, hold. Who will be told is shown before anybody is."""

import hashlib
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import signed_in
from accounts.danish import in_danish_time
from partnerships import day_calendar, day_notices, network_days, network_overview
from partnerships.day_notices import Recipient
from partnerships.forms.network_days import CancelDayForm, DayForm, MoveForm, values_of
from partnerships.models import Municipality, NetworkDay
from partnerships.views.posted import revision_of
from partnerships.views.staff_days import manageable, page_of
from partnerships.views.staff_networks import CHECK

State = NetworkDay.State
BACK = "tilbage"  # from the page that shows who will be told, back to the form
SEEN = "set"  # what that page showed, so that nobody is told of something else


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """When and where the day is. A confirmed day that moves shows who will be told, before it is saved."""
    day = manageable(request, pk)
    if not day.is_ahead:
        messages.info(request, f"Dagen er {day.get_state_display().lower()}, så den kan ikke flyttes.")
        return redirect("staff_day", pk=day.pk)
    is_post = request.method == "POST"
    form = MoveForm(request.POST if is_post else None, initial=values_of(day))
    form.needs_place = day.state == State.CONFIRMED
    _weigh(day, form)
    if CHECK in request.POST:
        return render(request, "staff/networks/_warnings_found.html", {"forms": [form]})
    context = page_of(day, form=form, revision=revision_of(request) if is_post else day.revision)
    if not is_post or BACK in request.POST:
        return render(request, "staff/networks/edit.html", context)
    try:
        answer = _changed(request, day, form, context)
    except network_days.ChangedMeanwhile as changed:
        context |= {"changed": str(changed), "revision": changed.day.revision}
        return render(request, "staff/networks/edit.html", context, status=409)
    except network_days.DayRefused as refusal:
        form.add_error(None, str(refusal))
        answer = None
    return answer or render(request, "staff/networks/edit.html", context, status=422)


def _changed(request: HttpRequest, day: NetworkDay, form: MoveForm, context: dict[str, Any]) -> HttpResponse | None:
    """Save what the form says, or show who will be told; None when the form is not ready for either."""
    if not form.is_valid():
        return None
    if revision_of(request) != day.revision:
        raise network_days.ChangedMeanwhile(day)
    if not form.has_consent:
        form.add_error(None, "Noget taler imod. Vælg en anden dato, eller sæt hak ved “Planlæg alligevel”.")
        return None
    plan = form.plan()
    if (
        day.state == State.CONFIRMED
        and network_days.moves(day, plan)
        and not network_days.is_over(plan, at=timezone.now())
    ):
        told = day_notices.told_if_moved(day, in_danish_time(plan.starts_at).date())
        mark = _mark(told, network_days.facts(plan), day.revision)
        if request.POST.get(SEEN) != mark:
            context |= audience(told) | {
                "mark": mark,
                "before": day_calendar.words(network_days.facts(day)),
                "after": day_calendar.words(network_days.facts(plan)),
                "misfits": network_overview.misfits(plan, day.items.all()),
                "typed": [(name, request.POST.get(name, "")) for name in form.fields],
            }
            return render(request, "staff/networks/move.html", context)
    _, change = network_days.change(
        day=day,
        plan=plan,
        revision=revision_of(request),
        by=signed_in(request),
        at=timezone.now(),
        reason=form.cleaned_data["reason"],
    )
    messages.success(request, "Dagen er flyttet. Deltagerne får besked nu." if change else "Dagen er gemt.")
    return redirect("staff_day", pk=day.pk)


def _weigh(day: NetworkDay, form: DayForm) -> None:
    """Find what speaks against the day as it is typed, or as it stands when nothing is."""
    draft = network_days.plan_of(day)
    if form.is_bound:
        form.is_valid()
        typed = form.draft()
        if typed is None:
            return
        draft = typed
    known = network_overview.facts([day.network_id], [in_danish_time(draft.starts_at).date()])
    occasion = network_overview.occasion_of(draft, title=day.title, speakers=network_overview.speakers_of(day))
    form.weigh(known.against(day.network_id, occasion, today=timezone.localdate(), own=day.pk))


def audience(told: Sequence[Recipient]) -> dict[str, Any]:
    """Who will be told, by municipality in Danish order. One query."""
    codes = {person.scope for person in told}
    places = Municipality.objects.filter(code__in=codes).in_danish_order().values_list("code", "name")
    groups = [(name, [person.name for person in told if person.scope == code]) for code, name in places]
    return {"told": told, "groups": groups}


def _mark(told: Sequence[Recipient], facts: dict[str, Any], revision: int) -> str:
    """Stands for what the person was shown: who is told, of what."""
    shown = (sorted(person.address for person in told), sorted(facts.items()), revision)
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:16]


@login_required
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm a tentative day, after reading how many will be invited."""
    day = manageable(request, pk)
    if day.state != State.TENTATIVE:
        messages.info(request, f"Dagen er {day.get_state_display().lower()}, så den kan ikke bekræftes.")
        return redirect("staff_day", pk=day.pk)
    is_over = network_days.is_over(day, at=timezone.now())
    told = [] if is_over else day_notices.recipients(day)
    mark = _mark(told, network_days.facts(day), day.revision)
    row = network_overview.day_row(day, today=timezone.localdate())
    misfits = network_overview.misfits(day, day.items.all())
    context = page_of(
        day, row=row, misfits=misfits, revision=day.revision, mark=mark, is_over=is_over, **audience(told)
    )
    status = 200
    if request.method == "POST":
        try:
            if request.POST.get(SEEN) != mark and revision_of(request) == day.revision:
                raise network_days.DayRefused("Der er kommet andre på pladserne. Se igen, hvem der får besked.")
            network_days.confirm(day=day, revision=revision_of(request), by=signed_in(request), at=timezone.now())
        except network_days.DayRefused as refusal:
            context["refusal"], status = str(refusal), 409
        else:
            words = " Deltagerne får en invitation til kalenderen nu." if told else ""
            messages.success(request, f"Dagen er bekræftet.{words}")
            return redirect("staff_day", pk=day.pk)
    return render(request, "staff/networks/confirm.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel a day with a reason, after reading how many will be told."""
    day = manageable(request, pk)
    if not day.is_ahead:
        messages.info(request, f"Dagen er {day.get_state_display().lower()}, så den kan ikke aflyses.")
        return redirect("staff_day", pk=day.pk)
    form = CancelDayForm(request.POST if request.method == "POST" else None)
    revision = revision_of(request) if request.method == "POST" else day.revision
    is_over = network_days.is_over(day, at=timezone.now())
    told = [] if is_over else day_notices.told_if_cancelled(day)
    context = page_of(day, form=form, revision=revision, is_over=is_over, **audience(told))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                network_days.cancel(
                    day=day,
                    revision=revision,
                    reason=form.cleaned_data["reason"],
                    by=signed_in(request),
                    at=timezone.now(),
                )
            except network_days.ChangedMeanwhile as changed:
                context |= {"changed": str(changed), "revision": changed.day.revision}
                status = 409
            except network_days.DayRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, "Dagen er aflyst.")
                return redirect("staff_day", pk=day.pk)
    return render(request, "staff/networks/cancel.html", context, status=status)


@login_required
@require_POST
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    """The day has been held: evaluation and certificates open."""
    day = manageable(request, pk)
    try:
        network_days.hold(day=day, by=signed_in(request), at=timezone.now())
    except network_days.DayRefused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "Dagen er sat til afholdt.")
    return redirect("staff_day", pk=day.pk)

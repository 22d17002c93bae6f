"""Measurements: typed on a phone, mended, deleted and brought back, pasted, and listed with the plan."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import signed_in
from accounts.danish import long_date
from partnerships.views.posted import number
from strategy import due_collections, measured, measurements, remarks, rules
from strategy.doing import MEASURED, DoingRefused
from strategy.forms.doing import SkipForm
from strategy.forms.measurements import MeasurementForm, PasteForm, said_in
from strategy.measurements import MeasuredAlready, MeasurementChanged, words_of
from strategy.models import Collection, Measure, Measurement, TrialAction
from strategy.pasted import Line
from strategy.views import removed
from strategy.views.doing_found import cleared, page, posted, seen, worked_on

A_PAGE = 50
LATE = 20
PROBLEMS = ("error", "other")


def _measure(trial_action: TrialAction, pk: int) -> Measure:
    rows = Measure.objects.select_related("agreed", "trial_action").filter(trial_action=trial_action)
    return get_object_or_404(rows, pk=pk)


def _back(trial_action: TrialAction, measure: Measure) -> str:
    return f"{reverse('trial_action', args=[trial_action.pk])}?maal={measure.pk}"


def _closed(request: HttpRequest, trial_action: TrialAction) -> HttpResponse | None:
    """Back to the trial action instead of a form that cannot be saved."""
    if request.method != "GET" or trial_action.state in MEASURED:
        return None
    is_early = trial_action.state == TrialAction.State.SELECTED
    messages.info(
        request,
        "Der kan måles, når begge parter har skrevet dataaftalen under."
        if is_early
        else "Prøvehandlingen er slut, så målingerne ligger fast.",
    )
    return redirect(trial_action)


@login_required
@require_GET
def listing(request: HttpRequest, pk: int, measure: int) -> HttpResponse:
    """All measurements of one measure, the newest first, and the planned days without one."""
    trial_action = seen(request, pk)
    row = _measure(trial_action, measure)
    rows = row.measurements.select_related("by").order_by("-on", "-pk")
    waiting = row.collections.filter(measurement__isnull=True, due_on__lte=timezone.localdate()).order_by("-due_on")
    if (ended_on := measured.ended_on_of(trial_action)) is not None:
        waiting = waiting.filter(due_on__lt=ended_on)
    works = rules.can_work(request.user, trial_action) and trial_action.state in MEASURED
    context = {
        "measure": row,
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("side")),
        "waiting": waiting[:LATE],
        "may_measure": works,
        "may_clear": rules.can_work(request.user, trial_action) or rules.can_clear(request.user, trial_action),
        "emptied": remarks.EMPTIED,
    }
    return page(request, "measurements", trial_action, **context)


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, pk: int, measure: int) -> HttpResponse:
    """Type a measurement; the one that is due, or another day's."""
    trial_action = worked_on(request, pk)
    row = _measure(trial_action, measure)
    if closed := _closed(request, trial_action):
        return closed
    latest = row.measurements.order_by("-on").first()
    due = _due(request, row)
    initial: dict[str, Any] = {"on": due.due_on if due else timezone.localdate()}
    if latest is not None and latest.denominator is not None:
        initial["denominator"] = latest.denominator
    form = MeasurementForm(posted(request), measure=row, latest=latest, initial=initial)
    already: Measurement | None = None
    if request.method == "POST" and form.is_valid():
        by, at = signed_in(request), timezone.now()
        try:
            made = measurements.add(measure=row, said=form.said, collection=due, by=by, at=at)
        except MeasuredAlready as refusal:
            form.add_error(None, str(refusal))
            already = refusal.measurement
        except DoingRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Gemt: {words_of(made)} for {long_date(made.on)}. Tak.")
            return redirect(_back(trial_action, row))
    context = {"form": form, "measure": row, "due": due, "already": already}
    return page(request, "measurement", trial_action, status=422 if form.errors else 200, **context)


def _due(request: HttpRequest, measure: Measure) -> Collection | None:
    """The planned day that the person was asked for."""
    asked = request.GET.get("indsamling", "")
    pk = number(request, "collection")
    if not pk and asked.isascii() and asked.isdigit() and len(asked) < 19:
        pk = int(asked)
    return measure.collections.filter(pk=pk, measurement__isnull=True, skipped_because="").first() if pk else None


def _measurement(trial_action: TrialAction, pk: int) -> Measurement:
    rows = Measurement.objects.select_related("measure__trial_action", "measure__agreed", "by")
    return get_object_or_404(rows, pk=pk, measure__trial_action=trial_action)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int, measurement: int) -> HttpResponse:
    """Mend a measurement. A colleague's change is told, and what was typed is kept."""
    trial_action = worked_on(request, pk)
    row = _measurement(trial_action, measurement)
    if closed := _closed(request, trial_action):
        return closed
    form = MeasurementForm(posted(request), measure=row.measure, initial=MeasurementForm.facts(row))
    form.latest = row
    mark = measurements.mark_of(row)
    marked = request.POST.get("seen", "") if request.method == "POST" else mark
    if request.method == "POST" and form.is_valid():
        by, at = signed_in(request), timezone.now()
        try:
            changed = measurements.change(measurement=row, said=form.said, seen=marked, by=by, at=at)
        except MeasurementChanged as refusal:
            form.add_error(None, str(refusal))
            marked = measurements.mark_of(refusal.measurement)
        except DoingRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Rettet: {words_of(changed)} for {long_date(changed.on)}.")
            return redirect(_back(trial_action, row.measure))
    context = {"form": form, "measure": row.measure, "measurement": row, "seen": marked, "mark": mark}
    return page(request, "measurement", trial_action, status=422 if form.errors else 200, **context)


@login_required
@require_POST
def delete(request: HttpRequest, pk: int, measurement: int) -> HttpResponse:
    """Delete a measurement; the page then offers to undo it."""
    trial_action = worked_on(request, pk)
    rows = Measurement.objects.select_related("measure__trial_action", "measure__agreed")
    row = rows.filter(pk=measurement, measure__trial_action=trial_action).first()
    if row is None:
        return redirect(trial_action)
    try:
        said = measurements.remove(
            measurement=row, seen=request.POST.get("seen", ""), by=signed_in(request), at=timezone.now()
        )
    except DoingRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("measurement_edit", pk=pk, measurement=measurement)
    if said is not None:
        removed.keep(request, trial_action, "measurement", said)
    return redirect(_back(trial_action, row.measure))


@login_required
@require_POST
def clear(request: HttpRequest, pk: int, measurement: int) -> HttpResponse:
    """Empty the remark of a measurement, also after the end."""
    trial_action = cleared(request, pk)
    row = _measurement(trial_action, measurement)
    try:
        remarks.clear(measurement=row, by=signed_in(request), at=timezone.now())
    except DoingRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Bemærkningen for {long_date(row.on)} er slettet.")
    return redirect("measurements", pk=pk, measure=row.measure_id)


@login_required
@require_http_methods(["GET", "POST"])
def skip(request: HttpRequest, pk: int, collection: int) -> HttpResponse:
    """Pass over a planned day with a reason, or plan it again."""
    trial_action = worked_on(request, pk)
    rows = Collection.objects.select_related("measure__trial_action").filter(measure__trial_action=trial_action)
    row = get_object_or_404(rows, pk=collection)
    form = SkipForm(request.POST if request.method == "POST" and "undo" not in request.POST else None)
    if request.method == "POST":
        by, at = signed_in(request), timezone.now()
        try:
            if "undo" in request.POST:
                due_collections.take_up(collection=row, by=by, at=at)
                messages.success(request, f"{long_date(row.due_on)} er med i planen igen.")
                return redirect("measurements", pk=pk, measure=row.measure_id)
            if form.is_valid():
                due_collections.skip(collection=row, reason=form.cleaned_data["reason"], by=by, at=at)
                messages.success(request, f"{long_date(row.due_on)} er sprunget over.")
                return redirect(_back(trial_action, row.measure))
        except DoingRefused as refusal:
            form = SkipForm(request.POST)
            form.add_error(None, str(refusal))
    status = 422 if form.errors else 200
    return page(request, "skip", trial_action, collection=row, measure=row.measure, form=form, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def paste(request: HttpRequest, pk: int, measure: int) -> HttpResponse:
    """Paste rows or send a file, see what each says, and save those that are right."""
    trial_action = worked_on(request, pk)
    row = _measure(trial_action, measure)
    if closed := _closed(request, trial_action):
        return closed
    weekday = row.agreed.first_on.weekday() if hasattr(row, "agreed") else 4
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PasteForm(*sent, measure=row, weekday=min(weekday, 4))
    checked: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        checked = _checked(row, form.lines)
        fresh = [said_in(one["line"]) for one in checked if one["kind"] == "new"]
        if "save" in request.POST and fresh:
            try:
                made = measurements.add_many(measure=row, said=fresh, by=signed_in(request), at=timezone.now())
            except DoingRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                many = "1 måling" if len(made) == 1 else f"{len(made)} målinger"
                messages.success(request, f"{many} er gemt.")
                return redirect(_back(trial_action, row))
    counts = {kind: sum(one["kind"] == kind for one in checked) for kind in ("new", "same", "other", "error")}
    context = {
        "form": form,
        "measure": row,
        "checked": checked,
        "problems": [one for one in checked if one["kind"] in PROBLEMS],
        "fine": [one for one in checked if one["kind"] not in PROBLEMS],
        "counts": counts,
        "text": form.read_text,
    }
    return page(request, "paste", trial_action, status=422 if form.errors else 200, **context)


def _checked(measure: Measure, lines: list[Line]) -> list[dict[str, Any]]:
    """Each line with what will become of it: new, the same as is there, other than is there, or an error."""
    there = {row.on: row for row in measure.measurements.all()}
    today = timezone.localdate()
    found = []
    for line in lines:
        error, kind = line.error or (measurements.refused_day(measure, line.on, today) if line.on else ""), "new"
        kept = there.get(line.on) if line.on else None
        if error:
            kind = "error"
        elif kept is not None:
            kind = "same" if measurements.said_of(kept) == said_in(line) else "other"
        found.append({"line": line, "kind": kind, "error": error, "kept": words_of(kept) if kept else ""})
    return found

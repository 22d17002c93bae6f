"""Improvement cycles: planned, tried, reflected on and adjusted, each part on the cycle's one page."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import require, signed_in
from partnerships.views.posted import revision_of
from strategy import cycles, rules
from strategy.cycles import PARTS, STEPS, Part
from strategy.doing import DoingRefused, State
from strategy.forms.doing import PlanForm, part_form
from strategy.models import ImprovementCycle
from strategy.views import removed
from strategy.views.doing_found import NOT_YOURS, page, posted, seen, worked_on

TITLES = {Part.PLAN: "Planlæg", Part.TRY: "Afprøv", Part.REFLECT: "Reflektér", Part.ADJUST: "Justér"}
DONE = {
    Part.PLAN: "Planen er gemt.",
    Part.TRY: "Afprøvningen er gemt.",
    Part.REFLECT: "Refleksionen er gemt.",
    Part.ADJUST: "Beslutningen er gemt. Cyklussen er afsluttet.",
}


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan a new cycle."""
    trial_action = worked_on(request, pk)
    form = PlanForm(posted(request), initial={"planned_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            row = cycles.begin(trial_action=trial_action, plan=form.said, by=signed_in(request), at=timezone.now())
        except DoingRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Cyklus {row.number} er planlagt.")
            return redirect("cycle", pk=pk, number=row.number)
    is_running = trial_action.state == State.RUNNING
    context = {"form": form, "is_running": is_running}
    return page(request, "cycle_new", trial_action, status=422 if form.errors else 200, **context)


@login_required
@require_http_methods(["GET", "POST"])
def detail(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A cycle: what is written, the next part to write, and mending of what was written."""
    trial_action = seen(request, pk)
    row = get_object_or_404(ImprovementCycle.objects.select_related("trial_action"), trial_action=pk, number=number)
    works = rules.can_work(request.user, trial_action)
    reached = STEPS.index(row.step)
    asked = request.POST.get("part") or request.GET.get("del", "")
    part = Part(asked) if asked in PARTS and PARTS.index(Part(asked)) <= reached + 1 else None
    revision, form, theirs = row.revision, None, None
    if request.method == "POST":
        require(works, NOT_YOURS)
        part = part or PARTS[min(reached + 1, len(PARTS) - 1)]
        form, revision = part_form(part, row, timezone.localdate(), request.POST), revision_of(request)
        if form.is_valid():
            try:
                cycles.write(cycle=row, content=form.said, revision=revision, by=signed_in(request), at=timezone.now())
            except cycles.CycleChanged as changed:
                form.add_error(None, str(changed))
                theirs, revision = _theirs(form, changed.cycle), changed.cycle.revision
            except DoingRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, DONE[part])
                return redirect("cycle", pk=pk, number=number)
    may_write = works and trial_action.state == State.RUNNING
    if form is None and may_write and (part is not None or reached + 1 < len(PARTS)):
        part = part or PARTS[reached + 1]
        form = part_form(part, row, timezone.localdate())
    context = {
        "cycle": row,
        "form": form,
        "part": part,
        "part_title": TITLES[part] if part else "",
        "revision": revision,
        "theirs": theirs,
        "may_write": may_write,
        "may_delete": may_write and row.step == cycles.Step.PLAN,
        "written": [(one, TITLES[one]) for one in PARTS[: reached + 1]],
    }
    return page(request, "cycle", trial_action, status=422 if form is not None and form.errors else 200, **context)


@login_required
@require_POST
def delete(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Delete a cycle that was only planned; the trial action's page then offers to undo it."""
    trial_action = worked_on(request, pk)
    row = trial_action.cycles.select_related("trial_action").filter(number=number).first()
    if row is None:
        return redirect(trial_action)
    try:
        said = cycles.discard(cycle=row, revision=revision_of(request), by=signed_in(request), at=timezone.now())
    except DoingRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("cycle", pk=pk, number=number)
    if said is not None:
        removed.keep(request, trial_action, "cycle", said)
    return redirect(trial_action)


def _theirs(form: Any, row: ImprovementCycle) -> list[tuple[str, str]]:
    """What the saved cycle says where the form says something else."""
    shown = dict(row._meta.get_field("decision").flatchoices or [])
    return [
        (str(field.label), str(shown.get(getattr(row, name), getattr(row, name)) or "–"))
        for name, field in form.fields.items()
        if getattr(row, name) != form.cleaned_data.get(name)
    ]

"""A municipality's development process: read it, write it, follow it up, and bring its one page to the next day."""

from copy import copy
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import require, signed_in
from partnerships import development, development_overview, development_pages, rules
from partnerships.development_overview import ProcessState
from partnerships.forms.development import MilestoneForm, NoteForm, ProcessForm
from partnerships.models import DevelopmentProcess, Milestone, Municipality, Participation, Programme
from partnerships.views.posted import revision_of

SHOWN_NOTES = 50


def _seen(request: HttpRequest, pk: int) -> ProcessState:
    """The process as it stands; 404 when the participation is not the person's. Sets the room."""
    participation = get_object_or_404(development_overview.visible_to(signed_in(request)), pk=pk)
    request.municipality = participation.enrolment.municipality  # type: ignore[attr-defined]
    return development_overview.states_of([participation], at=timezone.now(), today=timezone.localdate())[0]


def _may_write(request: HttpRequest, participation: Participation) -> bool:
    return rules.can_write_development(request.user, participation.enrolment)


def _page(request: HttpRequest, template: str, state: ProcessState, **context: Any) -> HttpResponse:
    context = {
        "state": state,
        "process": state.process,
        "participation": state.participation,
        "programme": state.participation.enrolment.programme,
        **context,
    }
    return render(request, f"development/{template}.html", context)


@login_required
@require_GET
def municipality(request: HttpRequest, code: str) -> HttpResponse:
    """The municipality's processes; its only one at once."""
    found = get_object_or_404(Municipality.objects.visible_to(request.user), code=code)
    request.municipality = found  # type: ignore[attr-defined]
    rows = development_overview.visible_to(request.user).filter(enrolment__municipality=found)
    rows = rows.exclude(development_process=None, enrolment__programme__state=Programme.State.FINISHED)
    newest_first = ("-enrolment__programme__year", "-enrolment__programme__pk", "-partnership__area")
    participations = list(rows.order_by(*newest_first))
    if len(participations) == 1:
        return redirect("development_process", pk=participations[0].pk)
    states = development_overview.states_of(participations, at=timezone.now(), today=timezone.localdate())
    may_write = rules.can_edit_draft(request.user, found)
    return render(request, "development/list.html", {"municipality": found, "states": states, "may_write": may_write})


@login_required
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole process: what it is about, milestones, notes, and what is missing before the next day."""
    state = _seen(request, pk)
    notes = state.process.notes.select_related("by", "day")[:SHOWN_NOTES] if state.process else []
    return _page(request, "process", state, notes=notes, may_write=_may_write(request, state.participation))


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the process, or write what it is about. A colleague's change is told and what was typed is kept."""
    state = _seen(request, pk)
    require(_may_write(request, state.participation))
    process = state.process
    form = ProcessForm(request.POST or None, instance=copy(process) if process else DevelopmentProcess())
    revision = revision_of(request) if request.method == "POST" else process.revision if process else 0
    theirs: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            development.save(
                participation=state.participation,
                content=form.content,
                revision=revision,
                by=signed_in(request),
                at=timezone.now(),
            )
        except development.ProcessChanged as changed:
            form.add_error(None, str(changed))
            theirs, revision = _different(form, changed.process), changed.process.revision
        except development.DevelopmentRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Gemt." if process else "Processen er begyndt. Skriv de første milepæle.")
            return redirect("development_process", pk=pk)
    return _page(request, "edit", state, form=form, revision=revision, theirs=theirs)


def _different(form: ProcessForm, process: DevelopmentProcess) -> list[tuple[str, str]]:
    """Label and text of the fields where what is saved is not what was typed."""
    rows = []
    for name in form.Meta.fields:
        if getattr(process, name) != form.cleaned_data[name]:
            shown = process.get_phase_display() if name == "phase" else getattr(process, name)
            rows.append((str(form[name].label), shown or "Tomt"))
    return rows


@login_required
@require_http_methods(["GET", "POST"])
def milestones(request: HttpRequest, pk: int) -> HttpResponse:
    """List the milestones, add one, and say that one is reached, or not after all."""
    state = _seen(request, pk)
    require(_may_write(request, state.participation))
    if state.process is None:
        return redirect("development_edit", pk=pk)
    form = MilestoneForm()
    if request.method == "POST":
        if "reached" in request.POST or "reopened" in request.POST:
            return _reach(request, state)
        form = MilestoneForm(request.POST)
        if form.is_valid():
            try:
                development.add_milestone(
                    participation=state.participation, by=signed_in(request), at=timezone.now(), **form.cleaned_data
                )
            except development.DevelopmentRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, "Milepælen er skrevet.")
                return redirect("milestones", pk=pk)
    return _page(request, "milestones", state, form=form)


def _own_milestone(state: ProcessState, given: str) -> Milestone:
    for row in state.milestones:
        if str(row.pk) == given:
            return row
    raise Http404


def _reach(request: HttpRequest, state: ProcessState) -> HttpResponse:
    is_reached = "reached" in request.POST
    row = _own_milestone(state, request.POST["reached" if is_reached else "reopened"])
    day = state.today if is_reached else None
    try:
        development.reach_milestone(milestone=row, day=day, by=signed_in(request), at=timezone.now())
    except development.DevelopmentRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("milestones", pk=state.participation.pk)


@login_required
@require_http_methods(["GET", "POST"])
def milestone(request: HttpRequest, pk: int, milestone_pk: int) -> HttpResponse:
    """Change a milestone, or remove it."""
    state = _seen(request, pk)
    require(_may_write(request, state.participation))
    row = _own_milestone(state, str(milestone_pk))
    by, at, seen = signed_in(request), timezone.now(), request.POST.get("seen", "")
    form = MilestoneForm(request.POST or None, instance=copy(row))
    if request.method == "POST":
        try:
            if "remove" in request.POST:
                development.remove_milestone(milestone=row, by=by, at=at)
                messages.success(request, "Milepælen er fjernet.")
                return redirect("milestones", pk=pk)
            if form.is_valid():
                development.change_milestone(milestone=row, seen=seen, by=by, at=at, **form.cleaned_data)
                messages.success(request, "Milepælen er gemt.")
                return redirect("milestones", pk=pk)
        except development.DevelopmentRefused as refusal:
            form.add_error(None, str(refusal))
    return _page(request, "milestone", state, form=form, milestone=row, seen=development.mark_of(row))


@login_required
@require_http_methods(["GET", "POST"])
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a status note. It cannot be changed afterwards; a new one can follow."""
    state = _seen(request, pk)
    require(_may_write(request, state.participation))
    if state.process is None:
        return redirect("development_edit", pk=pk)
    form = NoteForm(request.POST or None, day=state.coming)
    if request.method == "POST" and form.is_valid():
        try:
            _moved_on(request, state)
            development.write_note(
                participation=state.participation,
                note=form.note,
                day=state.coming,
                by=signed_in(request),
                at=timezone.now(),
            )
        except development.DevelopmentRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Statusnoten er gemt.")
            return redirect("development_process", pk=pk)
    return _page(request, "note", state, form=form)


def _moved_on(request: HttpRequest, state: ProcessState) -> None:
    """Refuse what was written for a day that is no longer the next."""
    given = request.POST.get("day", "")
    if request.POST.get("brings", "").strip() and given != str(state.coming.pk if state.coming else ""):
        words = f"Nu er det næste {state.coming.title}." if state.coming else "Der er ingen dag lige nu."
        raise development.DevelopmentRefused(
            f"Dagen, I skrev til, er holdt, flyttet eller aflyst imens. {words} Gem igen, hvis noten stadig passer."
        )


@login_required
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """The process on one page, for print; POST orders it as PDF."""
    state = _seen(request, pk)
    if state.process is None:
        return redirect("development_process", pk=pk)
    if request.method == "POST":
        development_pages.order(
            participation=state.participation, by=signed_in(request), at=timezone.now(), today=state.today
        )
        return redirect("development_page", pk=pk)
    content = development_pages.snapshot(state, at=timezone.now())
    newest = development_pages.of(state.participation).first()
    return _page(
        request,
        "page",
        state,
        page=content,
        document=newest,
        is_current=newest is not None and newest.snapshot == content,
    )

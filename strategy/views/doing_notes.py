"""Practice tracks, what children say, and the leaders' notes."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import require, signed_in
from strategy import child_voices, leader_notes, practice_tracks, rules
from strategy.doing import MEASURED, DoingRefused
from strategy.forms.doing import LeaderNoteForm, PracticeForm, VoiceForm
from strategy.models import TrialAction, Unit
from strategy.views import removed
from strategy.views.doing_found import cleared, page, posted, seen, worked_on

A_PAGE = 50


def _written(
    request: HttpRequest, trial_action: TrialAction, form: Any, save: Callable[[], object], done: str, anchor: str
) -> HttpResponse | None:
    """Save what a valid form says; None when it is not valid or was refused."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        save()
    except DoingRefused as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, done)
    return redirect(f"{reverse('trial_action', args=[trial_action.pk])}#{anchor}")


def _asked(request: HttpRequest, trial_action: TrialAction, template: str, form: Any, **context: Any) -> HttpResponse:
    """The page with the form."""
    return page(request, template, trial_action, form=form, status=422 if form.errors else 200, **context)


def _gone(request: HttpRequest, trial_action: TrialAction, kind: str, said: dict[str, Any] | None) -> None:
    """Offer to undo a deletion, unless a colleague was first."""
    if said is not None:
        removed.keep(request, trial_action, kind, said)


@login_required
@require_http_methods(["GET", "POST"])
def practice_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan an exercise, or tell of one that was held."""
    trial_action = worked_on(request, pk)
    form = PracticeForm(posted(request), initial={"on": timezone.localdate()})

    def save() -> object:
        by, at = signed_in(request), timezone.now()
        return practice_tracks.add(trial_action=trial_action, said=form.said, by=by, at=at)

    answer = _written(request, trial_action, form, save, "Øvebanen er gemt.", "oevebaner")
    return answer or _asked(request, trial_action, "practice", form)


@login_required
@require_http_methods(["GET", "POST"])
def practice_edit(request: HttpRequest, pk: int, track: int) -> HttpResponse:
    """Mend an exercise, or write what it taught."""
    trial_action = worked_on(request, pk)
    row = get_object_or_404(trial_action.practice_tracks.select_related("trial_action"), pk=track)
    initial = {name: getattr(row, name) for name in PracticeForm.base_fields}
    form = PracticeForm(posted(request), initial=initial)
    mark = practice_tracks.mark_of(row)
    marked = request.POST.get("seen", "") if request.method == "POST" else mark

    def save() -> object:
        by, at = signed_in(request), timezone.now()
        return practice_tracks.change(track=row, said=form.said, seen=marked, by=by, at=at)

    answer = _written(request, trial_action, form, save, "Øvebanen er rettet.", "oevebaner")
    return answer or _asked(request, trial_action, "practice", form, track=row, seen=mark if form.errors else marked)


@login_required
@require_POST
def practice_delete(request: HttpRequest, pk: int, track: int) -> HttpResponse:
    """Remove an exercise."""
    trial_action = worked_on(request, pk)
    row = trial_action.practice_tracks.select_related("trial_action").filter(pk=track).first()
    if row is not None:
        try:
            said = practice_tracks.remove(track=row, by=signed_in(request), at=timezone.now())
        except DoingRefused as refusal:
            messages.error(request, str(refusal))
        else:
            _gone(request, trial_action, "practice", said)
    return redirect(trial_action)


@login_required
@require_GET
def voices(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that children have said."""
    trial_action = seen(request, pk)
    require(trial_action.is_chosen)
    rows = Paginator(trial_action.child_voices.all(), A_PAGE).get_page(request.GET.get("side"))
    works = rules.can_work(request.user, trial_action)
    context = {
        "page": rows,
        "may_write": works and trial_action.state in MEASURED,
        "may_remove": works or rules.can_clear(request.user, trial_action),
    }
    return page(request, "voices", trial_action, **context)


@login_required
@require_http_methods(["GET", "POST"])
def voice_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Write what a child said."""
    trial_action = worked_on(request, pk)
    form = VoiceForm(posted(request), initial={"on": timezone.localdate()})

    def save() -> object:
        by, at = signed_in(request), timezone.now()
        return child_voices.add(trial_action=trial_action, said=form.said, by=by, at=at)

    answer = _written(request, trial_action, form, save, "Citatet er gemt.", "boernene")
    return answer or _asked(request, trial_action, "voice", form)


@login_required
@require_http_methods(["GET", "POST"])
def voice_edit(request: HttpRequest, pk: int, voice: int) -> HttpResponse:
    """Mend what was written, or remove it; removing is all that coordinators do, and all there is after the end."""
    trial_action = cleared(request, pk)
    row = get_object_or_404(trial_action.child_voices.select_related("trial_action"), pk=voice)
    if not rules.can_work(request.user, trial_action) or trial_action.state not in MEASURED:
        require(request.method != "POST", "Citatet kan ikke rettes, kun slettes.")
        return page(request, "voice", trial_action, voice=row)
    initial = {name: getattr(row, name) for name in VoiceForm.base_fields}
    form = VoiceForm(posted(request), initial=initial)
    mark = child_voices.mark_of(row)
    marked = request.POST.get("seen", "") if request.method == "POST" else mark

    def save() -> object:
        by, at = signed_in(request), timezone.now()
        return child_voices.change(voice=row, said=form.said, seen=marked, by=by, at=at)

    answer = _written(request, trial_action, form, save, "Citatet er rettet.", "boernene")
    return answer or _asked(request, trial_action, "voice", form, voice=row, seen=mark if form.errors else marked)


@login_required
@require_POST
def voice_delete(request: HttpRequest, pk: int, voice: int) -> HttpResponse:
    """Remove a quote."""
    trial_action = cleared(request, pk)
    row = trial_action.child_voices.select_related("trial_action").filter(pk=voice).first()
    if row is not None:
        try:
            said = child_voices.remove(voice=row, by=signed_in(request), at=timezone.now())
        except DoingRefused as refusal:
            messages.error(request, str(refusal))
        else:
            _gone(request, trial_action, "voice", said)
    return redirect(trial_action)


@login_required
@require_http_methods(["GET", "POST"])
def leader_note(request: HttpRequest, pk: int) -> HttpResponse:
    """A leader notes what was done or agreed locally."""
    trial_action = seen(request, pk)
    require(rules.leads_a_unit_of(request.user, trial_action), "Lederne af de enheder, der er med, skriver her.")
    units = Unit.objects.led_by(request.user).filter(partners__trial_action=trial_action).order_by("name", "pk")
    form = LeaderNoteForm(posted(request), units=units, initial={"on": timezone.localdate()})

    def save() -> object:
        data = form.cleaned_data
        return leader_notes.write(
            trial_action=trial_action,
            unit=data["unit"],
            on=data["on"],
            text=data["text"],
            by=signed_in(request),
            at=timezone.now(),
        )

    answer = _written(request, trial_action, form, save, "Noten er gemt.", "leder")
    return answer or _asked(request, trial_action, "leader_note", form)

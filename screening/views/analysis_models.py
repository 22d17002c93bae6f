"""The analysis models: read a version, make the next, write it, and take it into use."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import require, signed_in
from accounts.models import AuditEvent
from partnerships.models.areas import AREA_ORDER
from partnerships.views.posted import revision_of
from screening import analysis_models, rules
from screening.analysis_models import LeverText, ModelText, mark_of
from screening.forms.analysis_models import LeverForm, ModelForm, PublishForm
from screening.models import AnalysisModel

SHOWN_EVENTS = 20


def _found(request: HttpRequest, pk: int) -> AnalysisModel:
    require(rules.can_read_models(request.user))
    return get_object_or_404(AnalysisModel.objects.select_related("created_by"), pk=pk)


def _draft(request: HttpRequest, pk: int) -> AnalysisModel:
    row = _found(request, pk)
    require(rules.can_manage(request.user), "Kun administratorer kan rette i analysemodellen.")
    return row


@login_required
@require_GET
def model_list(request: HttpRequest) -> HttpResponse:
    """The versions of each area: the one in use, its draft, and those before it."""
    require(rules.can_read_models(request.user))
    rows = list(AnalysisModel.objects.annotate(used=Count("screening")).order_by("-version"))
    areas = []
    for area in AREA_ORDER:
        versions = [row for row in rows if row.area == area]
        in_use = next((row for row in versions if row.is_published), None)
        draft = next((row for row in versions if not row.is_published), None)
        areas.append({"key": area, "versions": versions, "in_use": in_use, "draft": draft})
    context = {"areas": areas, "may_manage": rules.can_manage(request.user)}
    return render(request, "screening/analysis_models/list.html", context)


@login_required
@require_POST
def new(request: HttpRequest, area: str) -> HttpResponse:
    """Begin the next version of an area, or go on with the draft there is."""
    require(rules.can_manage(request.user))
    if area not in AREA_ORDER:
        raise Http404
    try:
        row = analysis_models.begin_draft(area=area, by=signed_in(request), at=timezone.now())
    except analysis_models.ModelRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("analysis_models")
    return redirect(row)


@login_required
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A version, to read from end to end."""
    return _page(request, _found(request, pk), PublishForm())


def _page(request: HttpRequest, row: AnalysisModel, form: PublishForm) -> HttpResponse:
    levers = list(row.levers.prefetch_related("levels"))
    before = AnalysisModel.objects.published().filter(area=row.area, version__lt=row.version).first()
    changed = set()
    if before is not None:
        old = {lever.number: analysis_models.text_of(lever) for lever in before.levers.prefetch_related("levels")}
        changed = {lever.number for lever in levers if old.get(lever.number) != analysis_models.text_of(lever)}
    events = AuditEvent.objects.filter(subject_type="analysismodel", subject_id=str(row.pk)).select_related("actor")
    scale = list(row.maturity_levels.all())
    names = [level.name for level in scale]
    context = {
        "model": row,
        "levels": scale,
        "levers": [
            {"lever": lever, "levels": list(zip(names, lever.levels.all(), strict=True)), "is_changed": is_changed}
            for lever, is_changed in ((lever, lever.number in changed) for lever in levers)
        ],
        "before": before,
        "is_newest": not AnalysisModel.objects.published().filter(area=row.area, version__gt=row.version).exists(),
        "screenings": row.screening_set.count(),
        "events": [
            {"at": event.at, "text": event.summary, "by": event.actor.display_name if event.actor else ""}
            for event in events.order_by("-pk")[:SHOWN_EVENTS]
        ],
        "form": form,
        "may_write": rules.can_manage(request.user) and not row.is_published,
    }
    return render(request, "screening/analysis_models/model.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write what a draft says of itself. A colleague's change is told and what was typed is kept."""
    row = _draft(request, pk)
    saved = analysis_models.model_text_of(row)
    form = ModelForm(request.POST or None, text=saved)
    context: dict[str, Any] = {"model": row, "form": form, "heading": "Indledning og niveauer"}

    def save(seen: str) -> None:
        analysis_models.save_text(model=row, text=form.text, seen=seen, by=signed_in(request), at=timezone.now())

    return _edited(request, row, form, saved, save, reverse("analysis_model", args=[pk]), context)


@login_required
@require_http_methods(["GET", "POST"])
def edit_lever(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Write a lever of a draft. A colleague's change is told and what was typed is kept."""
    row = _draft(request, pk)
    lever = get_object_or_404(row.levers.select_related("analysis_model").prefetch_related("levels"), number=number)
    saved = analysis_models.text_of(lever)
    form = LeverForm(request.POST or None, text=saved)
    heading = f"Greb {lever.number}: {lever.short_title}"
    context = {"model": row, "lever": lever, "form": form, "heading": heading}

    def save(seen: str) -> None:
        analysis_models.save_lever(lever=lever, text=form.text, seen=seen, by=signed_in(request), at=timezone.now())

    done = f"{reverse('analysis_model', args=[pk])}#greb-{number}"
    return _edited(request, row, form, saved, save, done, context)


def _edited(
    request: HttpRequest,
    row: AnalysisModel,
    form: LeverForm | ModelForm,
    saved: LeverText | ModelText,
    save: Any,
    done: str,
    context: dict[str, Any],
) -> HttpResponse:
    """What both editing pages do: save, or show the form again with what is wrong or what a colleague saved."""
    if row.is_published:
        messages.error(request, f"{row} er taget i brug og kan ikke rettes. Lav en ny version.")
        return redirect(row)
    seen = request.POST.get("seen", "") if request.method == "POST" else mark_of(saved)
    theirs: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            save(seen)
        except analysis_models.TextChanged as changed:
            form.add_error(None, str(changed))
            theirs, seen = form.different(form.values(changed.saved)), mark_of(changed.saved)
        except analysis_models.ModelRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("analysis_models")
        else:
            messages.success(request, "Gemt i kladden.")
            return redirect(done)
    return render(request, "screening/analysis_models/edit.html", context | {"seen": seen, "theirs": theirs})


@login_required
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a draft into use."""
    row = _draft(request, pk)
    form = PublishForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form)
    note = form.cleaned_data["change_note"]
    try:
        row = analysis_models.publish(
            model=row, change_note=note, revision=revision_of(request), by=signed_in(request), at=timezone.now()
        )
    except analysis_models.ModelRefused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, row, form)
    messages.success(request, f"{row} er taget i brug. Nye screeninger begynder på den.")
    return redirect(row)


@login_required
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    row = _draft(request, pk)
    try:
        analysis_models.discard(model=row, by=signed_in(request), at=timezone.now())
    except analysis_models.ModelRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(row)
    messages.success(request, "Kladden er kasseret.")
    return redirect("analysis_models")

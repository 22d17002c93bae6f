"""The rows of an application, each on a small page of its own: partners, measures, success criteria."""

from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import require, signed_in
from strategy import application_rows, rules, starter_measures
from strategy.application_rows import FIELDS, Row, RowChanged, mark_of
from strategy.applications import ApplicationRefused
from strategy.forms.application_rows import FORMS, RowForm
from strategy.models import Measure, Partner, SuccessTarget, TrialAction
from strategy.views.applications import page, seen
from strategy.views.kept_writing import writing_kept


@dataclass(frozen=True)
class Kind:
    """A kind of row, as pages call it."""

    model: type[Row]
    section: str
    new: str
    edit: str
    remove: str
    lead: str


KINDS = {
    "part": Kind(
        Partner,
        "parter",
        "Tilføj en part",
        "Ret parten",
        "Fjern parten",
        "En enhed i kommunen eller en anden aktør, som har en rigtig opgave i prøvehandlingen.",
    ),
    "maal": Kind(
        Measure,
        "maalinger",
        "Tilføj et mål at følge",
        "Ret målet",
        "Fjern målet",
        "Vælg noget, I kan samle ind på få minutter, igen og igen på samme måde.",
    ),
    "kriterium": Kind(
        SuccessTarget,
        "maalinger",
        "Tilføj et succeskriterium",
        "Ret succeskriteriet",
        "Fjern succeskriteriet",
        "Hvad skal flytte sig, fra hvad, til hvad og hvornår?",
    ),
}


def _writable(request: HttpRequest, pk: int, kind: str) -> tuple[TrialAction, Kind]:
    row = seen(request, pk)
    require(rules.can_write_application(request.user, row))
    found = KINDS.get(kind)
    if found is None:
        raise Http404
    return row, found


def _back(trial_action: TrialAction, kind: Kind) -> str:
    return f"{reverse('application', args=[trial_action.pk])}?afsnit={kind.section}"


@login_required
@require_GET
def starters(request: HttpRequest, pk: int) -> HttpResponse:
    """Measures to begin from, by theme, or one of one's own."""
    row, _ = _writable(request, pk, "maal")
    return page(request, "starters", row, themes=starter_measures.by_theme())


@writing_kept
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Add a row; a measure may begin from the starter list (`efter`)."""
    owner, what = _writable(request, pk, kind)
    initial = starter_measures.initial(request.GET.get("efter", "")) if what.model is Measure else {}
    form = FORMS[what.model](owner, request.POST if request.method == "POST" else None, initial)
    if request.method == "POST" and form.is_valid():
        try:
            application_rows.add(
                trial_action=owner, kind=what.model, said=form.said, by=signed_in(request), at=timezone.now()
            )
        except ApplicationRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(_back(owner, what))
    return page(request, "row", owner, form=form, kind=what, back=_back(owner, what))


@writing_kept
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int, kind: str, row: int) -> HttpResponse:
    """Change a row, or remove it. A colleague's words are shown before they are replaced."""
    owner, what = _writable(request, pk, kind)
    rows = what.model.objects.filter(trial_action=owner).select_related("trial_action")
    found = cast("Row", get_object_or_404(rows, pk=row))
    mark = request.POST.get("seen", "") if request.method == "POST" else mark_of(found)
    form = FORMS[what.model](owner, request.POST if request.method == "POST" else None, _initial(found))
    theirs: list[tuple[str, str]] = []
    by, at = signed_in(request), timezone.now()
    try:
        if "remove" in request.POST:
            application_rows.remove(row=found, by=by, at=at)
            return redirect(_back(owner, what))
        if request.method == "POST" and form.is_valid():
            application_rows.change(row=found, said=form.said, seen=mark, by=by, at=at)
            messages.success(request, "Gemt.")
            return redirect(_back(owner, what))
    except RowChanged as changed:
        form.add_error(None, str(changed))
        theirs, mark = _different(form, changed.row), mark_of(changed.row)
    except ApplicationRefused as refusal:
        form.add_error(None, str(refusal))
    return page(
        request, "row", owner, form=form, kind=what, edited=found, mark=mark, theirs=theirs, back=_back(owner, what)
    )


def _initial(row: Row) -> dict[str, Any]:
    found = {name.removesuffix("_id"): getattr(row, name) for name in FIELDS[type(row)]}
    return {**found, "pk": row.pk}


def _different(form: RowForm, theirs: Row) -> list[tuple[str, str]]:
    """Label and text of the fields where what is saved is not what was typed."""
    rows = []
    for name, mine in form.said.items():
        saved = getattr(theirs, name)
        if saved != mine:
            display = getattr(theirs, f"get_{name}_display", None)
            rows.append((str(form[name].label), str((display() if display else saved) or "Tomt")))
    return rows

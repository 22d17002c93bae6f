"""The workspace: one lever at a time, saved while it is written, with both versions shown when two write at once."""

from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import require, signed_in
from partnerships.views.posted import number as posted_number
from partnerships.views.posted import revision_of
from screening import assessments, columns, rules, workspace
from screening.forms.work import AssessmentForm
from screening.models import Assessment, Comment, Finding, MaturityLevel, Recommendation, Screening, Source
from screening.scales import FEASIBILITY, POTENTIAL
from screening.screenings import ScreeningRefused
from screening.views.found import worked_on
from screening.views.writing import writing_kept
from screening.workspace import LeverState, Workspace

UNSAVED = 422


@dataclass(frozen=True)
class Difference:
    """A field in which two colleagues wrote different things."""

    name: str
    label: str
    mine: str
    theirs: str
    picked: str  # "mine" when this person has written in the field, otherwise "theirs"

    @property
    def can_have_both(self) -> bool:
        return self.name == "reasons" and bool(self.mine and self.theirs)


@dataclass
class Saving:
    """What came of trying to save."""

    form: AssessmentForm
    revision: int
    is_saved: bool = False
    refusal: str = ""
    theirs: Assessment | None = None
    differences: list[Difference] = field(default_factory=list)

    @property
    def why_not(self) -> str:
        """The refusal, or the first thing that is wrong with a field."""
        return self.refusal or next((str(lines[0]) for lines in self.form.errors.values()), "")


@writing_kept
@require_http_methods(["GET", "POST"])
def lever(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A lever: read the levels, choose one, say why. POST saves; htmx gets back only the parts that change."""
    screening = worked_on(request, pk)
    space = workspace.of(screening)
    state = _lever(space, number)
    if request.method == "GET":
        form = AssessmentForm(instance=state.assessment or Assessment())
        return _page(request, space, state, Saving(form, state.assessment.revision if state.assessment else 0))
    require(rules.is_assigned(request.user, screening))
    saving = _save(request, screening, state)
    if request.headers.get("HX-Request"):
        return _parts(request, screening, number, saving)
    if saving.is_saved:
        return redirect("screening_lever", pk=pk, number=number)
    return _page(request, space, state, saving)


@writing_kept
@require_GET
def presence(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Who else is in the workspace, asked by the page while it is open."""
    screening = worked_on(request, pk)
    others = workspace.colleagues(screening, but=signed_in(request), at=timezone.now())
    return render(request, "screening/workspace/_colleagues.html", {"colleagues": others, "number": number})


def _lever(space: Workspace, number: int) -> LeverState:
    state = space.lever(number)
    if state is None:
        raise Http404
    return state


def _save(request: HttpRequest, screening: Screening, state: LeverState) -> Saving:
    """Try to save what was posted, or what was chosen of two versions."""
    data: QueryDict = request.POST
    revision = revision_of(request)
    if "choose" in data:
        data, revision = _chosen(data, state.assessment), posted_number(request, "theirs")
    form = AssessmentForm(data, instance=copy(state.assessment) if state.assessment else Assessment())
    saving = Saving(form, revision)
    if not form.is_valid():
        return saving
    by, at = signed_in(request), timezone.now()
    try:
        row = assessments.save(
            screening=screening, number=state.number, content=form.content, revision=revision, by=by, at=at
        )
    except assessments.AssessmentChanged as changed:
        saving.refusal, saving.theirs = str(changed), changed.assessment
        saving.differences = _differences(form, changed.assessment)
    except ScreeningRefused as refusal:
        saving.refusal = str(refusal)
    else:
        saving.is_saved, saving.revision = True, row.revision if row else 0
        workspace.see(screening=screening, number=state.number, by=by, at=at)
    return saving


def _chosen(posted: QueryDict, theirs: Assessment | None) -> QueryDict:
    """What was posted, with the colleague's words in the fields where they were chosen."""
    data = posted.copy()
    for name in assessments.FIELDS:
        saved = getattr(theirs, name, None)
        saved = "" if saved is None else str(saved)
        if posted.get(f"pick-{name}") == "theirs":
            data[name] = saved
        elif posted.get(f"pick-{name}") == "both":
            data[name] = f"{posted.get(name, '').rstrip()}\n\n{saved}"
    return data


def _differences(form: AssessmentForm, theirs: Assessment) -> list[Difference]:
    found = []
    for name in assessments.FIELDS:
        mine, saved = form.cleaned_data[name], getattr(theirs, name)
        if mine != saved:
            picked = "mine" if name in form.changed_data else "theirs"
            label = str(form[name].label)
            found.append(Difference(name, label, _shown(name, mine), _shown(name, saved), picked))
    return found


def _shown(name: str, value: Any) -> str:
    words = {"potential": POTENTIAL, "feasibility": FEASIBILITY}.get(name)
    if words and value:
        return words[value]
    return f"Niveau {value}" if name == "level" and value else str(value or "")


def _parts(request: HttpRequest, screening: Screening, number: int, saving: Saving) -> HttpResponse:
    """The parts of the page that a save changes; 204 when the page already shows this very conflict."""
    if saving.theirs is not None and posted_number(request, "theirs") == saving.theirs.revision:
        return HttpResponse(status=204)
    space = workspace.of(screening)
    state = _lever(space, number)
    if saving.is_saved:  # what the person has now seen is what stands
        saving.form = AssessmentForm(instance=state.assessment or Assessment())
    context = {**_about(space, state, saving), "at": timezone.now()}
    template = "screening/workspace/_parts.html"
    return render(request, template, context, status=200 if saving.is_saved else UNSAVED)


def _about(space: Workspace, state: LeverState, saving: Saving) -> dict[str, Any]:
    """What the page and its parts both show."""
    shown = state.facts.workshop
    return {
        "screening": space.screening,
        "space": space,
        "state": state,
        "saving": saving,
        "form": saving.form,
        "elsewhere": [caution for caution in space.cautions if caution.number != state.number],
        "here": state.cautions,
        "workshop": shown,
        "columns": columns.columns(shown) if shown else [],
        "median_x": columns.middle_of(shown.median or 0) if shown else 0,
        "level_x": columns.middle_of(state.facts.level) if state.facts.level else 0,
    }


def _page(request: HttpRequest, space: Workspace, state: LeverState, saving: Saving) -> HttpResponse:
    screening, person, at = space.screening, signed_in(request), timezone.now()
    is_assigned = rules.is_assigned(person, screening)
    # What was typed stays on the page even when the screening was sent to a colleague meanwhile.
    may_write = is_assigned and (screening.is_being_worked_on or request.method == "POST")
    if may_write:
        workspace.see(screening=screening, number=state.number, by=person, at=at)
    findings = _findings(state)
    names = dict(MaturityLevel.objects.filter(analysis_model=screening.analysis_model_id).values_list("level", "name"))
    context = {
        **_about(space, state, saving),
        "may_write": may_write,
        "potential_words": POTENTIAL.get(state.assessment.potential or 0) if state.assessment else None,
        "feasibility_words": FEASIBILITY.get(state.assessment.feasibility or 0) if state.assessment else None,
        "may_comment": rules.can_review(person, screening),
        "levels": [(row, names.get(row.level, "")) for row in state.lever.levels.order_by("level")],
        "chosen_level": _chosen_level(saving.form),
        "findings": findings,
        "sources": _sources(findings),
        "recommendations": Recommendation.objects.filter(assessment=state.assessment) if state.assessment else [],
        "comments": _comments(screening, state.number),
        "colleagues": workspace.colleagues(screening, but=person, at=at),
        "workshop_source": screening.sources.filter(kind=Source.Kind.WORKSHOP).first()
        if state.facts.workshop
        else None,
        "before": space.lever(state.number - 1),
        "after": space.lever(state.number + 1),
        "at": state.assessment.updated_at if state.assessment else None,
        "person": person,
    }
    return render(request, "screening/workspace/lever.html", context)


def _chosen_level(form: AssessmentForm) -> str:
    return str(form["level"].value() or "")


def _findings(state: LeverState) -> list[Finding]:
    if state.assessment is None:
        return []
    return list(Finding.objects.filter(assessment=state.assessment).prefetch_related("citations__source"))


def _sources(findings: list[Finding]) -> list[tuple[Source, list[str], int]]:
    """The sources the findings cite: each with its places, and how many findings cite it."""
    cited: dict[int, tuple[Source, list[str], set[int]]] = {}
    for finding in findings:
        for citation in finding.citations.all():
            _, places, citing = cited.setdefault(citation.source_id, (citation.source, [], set()))
            if citation.place and citation.place not in places:
                places.append(citation.place)
            citing.add(finding.pk)
    rows = sorted(cited.values(), key=lambda row: (row[0].kind, row[0].number))
    return [(source, places, len(citing)) for source, places, citing in rows]


def _comments(screening: Screening, number: int) -> list[Comment]:
    rows = Comment.objects.filter(screening=screening, side=Comment.Side.REVIEW, lever_number=number)
    return list(rows.filter(settled_at__isnull=True).select_related("by"))

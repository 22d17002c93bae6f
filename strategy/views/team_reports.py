"""What a team hands in of its trial action: the half-year status and the evaluation, prefilled, saved, handed in."""

from collections.abc import Callable, Sequence
from copy import copy
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import require, signed_in
from partnerships.views.posted import revision_of
from strategy import evaluations, navigation, rules, standing, statuses
from strategy.forms.evaluations import EvaluationForm, StatusForm, TeamReportForm
from strategy.models import CatalogueEntry, Evaluation, HalfYearStatus, TrialAction
from strategy.team_reports import ReportChanged, ReportIncomplete, ReportRefused

Report = HalfYearStatus | Evaluation


def _found(request: HttpRequest, pk: int) -> TrialAction:
    """The trial action, from its selection on; 404 before that, and for those who may not know of it."""
    rows = TrialAction.objects.visible_to(request.user).select_related("round__strategy__municipality")
    row = get_object_or_404(rows, pk=pk)
    if not row.is_chosen:
        raise Http404
    return row


def _may_write(request: HttpRequest, row: TrialAction) -> bool:
    return row.state == TrialAction.State.RUNNING and rules.can_work(request.user, row)


@login_required
@require_http_methods(["GET", "POST"])
def half_year_status(request: HttpRequest, pk: int) -> HttpResponse:
    """The team writes its half-year status and hands it in; the others read it then."""
    row = _found(request, pk)
    report = HalfYearStatus.objects.select_related("handed_in_by").filter(trial_action=row).first()
    now = standing.of(row, today=timezone.localdate())

    def blank() -> HalfYearStatus:
        said = statuses.prefilled(now)
        return HalfYearStatus(revision=0, **vars(said))

    def keep(form: Any, revision: int, is_last: bool) -> None:
        common = _common(request, row, form, revision)
        statuses.hand_in(**common, today=timezone.localdate()) if is_last else statuses.save(**common)

    sent = "Status er sendt. Koordinatoren og udvalget har fået besked."
    context = {"standing": report.figures if report and report.handed_in_at else now}
    return _written(request, row, report, StatusForm, blank, keep, "status", sent, context)


@login_required
@require_http_methods(["GET", "POST"])
def evaluation(request: HttpRequest, pk: int) -> HttpResponse:
    """The team writes its evaluation beside the strength of its evidence, and hands it in."""
    row = _found(request, pk)
    report = Evaluation.objects.select_related("handed_in_by").filter(trial_action=row).first()
    now = standing.of(row, today=timezone.localdate())
    evidence = report.evidence if report and report.handed_in_at else evaluations.evidence_of(now)

    def blank() -> Evaluation:
        status = HalfYearStatus.objects.filter(trial_action=row).first()
        return Evaluation(revision=0, **vars(evaluations.prefilled(row, now, status)))

    def keep(form: Any, revision: int, is_last: bool) -> None:
        common = _common(request, row, form, revision)
        evaluations.hand_in(**common, today=timezone.localdate()) if is_last else evaluations.save(**common)

    sent = "Evalueringen er sendt. Udvalget er bedt om sit råd."
    entry = CatalogueEntry.objects.visible_to(request.user).filter(trial_action=row).first()
    context = {"evidence": evidence, "standing": evidence.get("standing", now), "entry": entry}
    return _written(request, row, report, EvaluationForm, blank, keep, "evaluation", sent, context)


def _common(request: HttpRequest, row: TrialAction, form: Any, revision: int) -> dict[str, Any]:
    return {
        "trial_action": row,
        "content": form.content,
        "revision": revision,
        "by": signed_in(request),
        "at": timezone.now(),
    }


def _written(
    request: HttpRequest,
    row: TrialAction,
    report: Report | None,
    form_class: type[TeamReportForm],
    blank: Callable[[], Report],
    keep: Callable[[Any, int, bool], None],
    name: str,
    sent: str,
    context: dict[str, Any],
) -> HttpResponse:
    """What both pages do: show it, save it, or hand it in; what was typed is kept when it is refused."""
    may_write = _may_write(request, row) and (report is None or report.handed_in_at is None)
    form: TeamReportForm | None = None
    theirs: list[tuple[str, str]] = []
    revision = report.revision if report else 0
    if request.method == "POST":
        require(rules.can_work(request.user, row), "Kun teamet kan skrive her.")
        form = form_class(request.POST, instance=copy(report) if report else blank())
        revision, is_last = revision_of(request), "hand_in" in request.POST
        if form.is_valid():
            try:
                keep(form, revision, is_last)
            except ReportChanged as changed:
                form.add_error(None, str(changed))
                theirs, revision = different(form, changed.report), changed.report.revision
            except ReportIncomplete as incomplete:
                form.mark_missing(incomplete.fields)
            except ReportRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, sent if is_last else "Kladden er gemt.")
                return redirect(request.path)
    elif may_write:
        form = form_class(instance=report or blank())
    shown = form if may_write or (form is not None and form.errors) else None
    page = {
        "trial_action": row,
        "report": report,
        "form": shown,
        "revision": revision,
        "theirs": theirs,
        "is_prefilled": report is None,
        "rows": said(form_class, report) if report and report.handed_in_at else [],
        **context,
        **navigation.context(request, row.round.strategy, "trial_actions"),
    }
    return render(request, f"strategy/learning/{name}.html", page, status=422 if form and form.errors else 200)


def said(form_class: type[TeamReportForm], report: Report) -> Sequence[tuple[str, str]]:
    """What was handed in, as question and answer."""
    labels = form_class.Meta.labels  # type: ignore[attr-defined]
    return [(label, getattr(report, name)) for name, label in labels.items() if getattr(report, name)]


def different(form: Any, saved: Any) -> list[tuple[str, str]]:
    """Label and text of the fields where what is saved is not what was typed."""
    rows = []
    for name in form.Meta.fields:
        if getattr(saved, name) != form.cleaned_data.get(name):
            choice = getattr(saved, f"get_{name}_display", None)
            rows.append((str(form[name].label), str(choice() if choice else getattr(saved, name)) or "Tomt"))
    return rows

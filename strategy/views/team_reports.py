"""What a team writes of its trial action: the half-year status and the evaluation, prefilled and saved.

It is read through and handed in on a page of its own; see `views/handing_in.py`.
"""

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
from strategy import evaluations, navigation, rules, standing, statuses, team_reports
from strategy.forms.evaluations import EvaluationForm, StatusForm, TeamReportForm
from strategy.models import CatalogueEntry, Evaluation, HalfYearStatus, TrialAction
from strategy.team_reports import ReportChanged, ReportIncomplete, ReportRefused

Report = HalfYearStatus | Evaluation
URLS: dict[type[TeamReportForm], str] = {StatusForm: "half_year_status", EvaluationForm: "evaluation"}


def found(request: HttpRequest, pk: int) -> TrialAction:
    """The trial action, from its selection on; 404 before that, and for those who may not know of it."""
    rows = TrialAction.objects.visible_to(request.user).select_related("round__strategy__municipality")
    row = get_object_or_404(rows, pk=pk)
    if not row.is_chosen:
        raise Http404
    return row


def may_write(request: HttpRequest, row: TrialAction, report: Report | None) -> bool:
    """The team, until it is handed in, while the trial action is under way; afterwards, when it has got it back."""
    if report is not None and report.handed_in_at is not None:
        return False
    is_back = report is not None and report.handed_back_at is not None
    return (is_back or row.state == TrialAction.State.RUNNING) and rules.can_work(request.user, row)


@login_required
@require_http_methods(["GET", "POST"])
def half_year_status(request: HttpRequest, pk: int) -> HttpResponse:
    """The team writes its half-year status and hands it in; the others read it then."""
    row = found(request, pk)
    report = HalfYearStatus.objects.select_related("handed_in_by", "handed_back_by").filter(trial_action=row).first()
    now = standing.of(row, today=timezone.localdate())

    def blank() -> HalfYearStatus:
        said = statuses.prefilled(now)
        return HalfYearStatus(revision=0, **vars(said))

    def keep(form: Any, revision: int, is_last: bool) -> None:
        if is_last:
            team_reports.require_all(form.content, statuses.NEEDED)
        statuses.save(**_common(request, row, form, revision))

    context = {"standing": report.figures if report and report.figures else now}
    return _written(request, row, report, StatusForm, blank, keep, "status", context)


@login_required
@require_http_methods(["GET", "POST"])
def evaluation(request: HttpRequest, pk: int) -> HttpResponse:
    """The team writes its evaluation beside the strength of its evidence, and hands it in."""
    row = found(request, pk)
    report = Evaluation.objects.select_related("handed_in_by", "handed_back_by").filter(trial_action=row).first()
    now = standing.of(row, today=timezone.localdate())
    evidence = report.evidence if report and report.evidence else evaluations.evidence_of(now)

    def blank() -> Evaluation:
        status = HalfYearStatus.objects.filter(trial_action=row).first()
        return Evaluation(revision=0, **vars(evaluations.prefilled(row, now, status)))

    def keep(form: Any, revision: int, is_last: bool) -> None:
        if is_last:
            team_reports.require_all(form.content, evaluations.NEEDED)
        evaluations.save(**_common(request, row, form, revision))

    entry = CatalogueEntry.objects.visible_to(request.user).filter(trial_action=row).first()
    context = {"evidence": evidence, "standing": evidence.get("standing", now), "entry": entry}
    is_judge = TrialAction.objects.for_committee(request.user).filter(pk=row.pk).exists()
    context["may_advise"] = is_judge and row.state == TrialAction.State.EVALUATED
    return _written(request, row, report, EvaluationForm, blank, keep, "evaluation", context)


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
    context: dict[str, Any],
) -> HttpResponse:
    """What both pages do: show it, save it, or hand it in; what was typed is kept when it is refused."""
    is_writing = may_write(request, row, report)
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
                if is_last:
                    return redirect(f"{URLS[form_class]}_send", pk=row.pk)
                messages.success(request, "Kladden er gemt.")
                return redirect(request.path)
    elif is_writing:
        form = form_class(instance=report or blank())
    shown = form if is_writing or (form is not None and form.errors) else None
    page = {
        "trial_action": row,
        "report": report,
        "form": shown,
        "revision": revision,
        "theirs": theirs,
        "is_prefilled": report is None,
        "may_work": rules.can_work(request.user, row),
        "may_hand_back": bool(report and report.handed_in_at) and rules.can_lead(request.user, row.municipality),
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

"""Handing in what a team has written, once it has been read through, and handing it back to the team."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import require, signed_in
from partnerships.views.posted import revision_of
from strategy import evaluations, navigation, rules, statuses, team_reports
from strategy.forms.evaluations import EvaluationForm, HandBackForm, StatusForm, TeamReportForm
from strategy.models import Evaluation, HalfYearStatus, TrialAction
from strategy.team_reports import ReportIncomplete, ReportRefused
from strategy.views.team_reports import found, may_write, said


@dataclass(frozen=True)
class Kind:
    """One of the two reports: what it is, says, and is called."""

    model: type[HalfYearStatus] | type[Evaluation]
    form: type[TeamReportForm]
    content: Callable[..., Any]
    needed: tuple[str, ...]
    hand_in: Callable[..., object]
    cautions: Callable[..., list[str]]
    title: str
    sent: str


KINDS = {
    "half_year_status": Kind(
        HalfYearStatus,
        StatusForm,
        statuses.Content,
        statuses.NEEDED,
        statuses.hand_in,
        statuses.cautions,
        "Halvårsstatus",
        "Status er sendt. Koordinatoren og udvalget har fået besked.",
    ),
    "evaluation": Kind(
        Evaluation,
        EvaluationForm,
        evaluations.Content,
        evaluations.NEEDED,
        evaluations.hand_in,
        evaluations.cautions,
        "Evaluering",
        "Evalueringen er sendt. Udvalget er bedt om sit råd.",
    ),
}


@login_required
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Read the draft through, with what happens when it is sent, and send it."""
    kind, row = KINDS[name], found(request, pk)
    require(rules.can_work(request.user, row), "Kun teamet kan sende her.")
    report = kind.model._default_manager.filter(trial_action=row).first()
    if report is None or not may_write(request, row, report):
        return redirect(name, pk=pk)
    content = kind.content(**{field: getattr(report, field) for field in kind.form.Meta.fields})  # type: ignore[attr-defined]
    today = timezone.localdate()
    if request.method == "POST" and revision_of(request) == report.revision:
        return _sent(request, row, kind, name, content, report.revision, today)
    try:
        team_reports.require_all(content, kind.needed)
    except ReportIncomplete as incomplete:
        messages.error(request, str(incomplete))
        return redirect(name, pk=pk)
    context = {
        "report": report,
        "is_changed": request.method == "POST",
        "rows": said(kind.form, report),
        "cautions": kind.cautions(row, today=today),
        "is_over": row.state != TrialAction.State.RUNNING,
        **_about(request, row, kind, name),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "strategy/learning/send.html", context, status=status)


def _sent(
    request: HttpRequest, row: TrialAction, kind: Kind, name: str, content: Any, revision: int, today: date
) -> HttpResponse:
    by, at = signed_in(request), timezone.now()
    try:
        kind.hand_in(trial_action=row, content=content, revision=revision, by=by, at=at, today=today)
    except ReportRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, kind.sent)
    return redirect(name, pk=row.pk)


@login_required
@require_http_methods(["GET", "POST"])
def hand_back(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """A coordinator says what the team must mend, and the report is the team's again."""
    kind, row = KINDS[name], found(request, pk)
    require(rules.can_lead(request.user, row.municipality), "Kun kommunens koordinatorer sender tilbage til teamet.")
    form = HandBackForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        by, at, reason = signed_in(request), timezone.now(), form.cleaned_data["reason"].replace("\r\n", "\n")
        try:
            team_reports.hand_back(kind.model, trial_action=row, reason=reason, by=by, at=at)
        except ReportRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "Sendt tilbage. Teamet har fået besked.")
        return redirect(name, pk=pk)
    context = {"form": form, **_about(request, row, kind, name)}
    return render(request, "strategy/learning/hand_back.html", context, status=422 if form.errors else 200)


def _about(request: HttpRequest, row: TrialAction, kind: Kind, name: str) -> dict[str, Any]:
    return {
        "trial_action": row,
        "name": name,
        "title": kind.title,
        "is_status": kind.model is HalfYearStatus,
        **navigation.context(request, row.round.strategy, "trial_actions"),
    }

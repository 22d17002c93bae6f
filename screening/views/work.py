"""The screenings of a consultant, the overview of one, its plan and its checklist."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import require, signed_in
from partnerships.views.posted import revision_of
from screening import checklists, overview, progress, rules, screenings, workspace
from screening.forms.planning import ChecklistRows, PlanForm
from screening.models import Screening
from screening.views.found import worked_on

PAGE_SIZE = 50


@login_required
@require_GET
def screening_list(request: HttpRequest) -> HttpResponse:
    """A consultant's screenings, or all of them for administrators: those under way, or those delivered."""
    user = signed_in(request)
    require(user.is_administrator or user.is_consultant)
    rows = Screening.objects.worked_on_by(user)
    is_over = request.GET.get("vis") == "leveret"
    shown = progress.with_counts(rows.delivered() if is_over else rows.under_way().live())
    shown = shown.order_by("-delivered_at", "pk") if is_over else progress.nearest_first(shown)
    page = Paginator(shown, PAGE_SIZE).get_page(request.GET.get("side"))
    today = timezone.localdate()
    under_way, delivered = rows.under_way().live().count(), rows.delivered().count()
    tabs = [("I gang", "?", not is_over, under_way), ("Leveret", "?vis=leveret", is_over, delivered)]
    context = {
        "page": page,
        "rows": [progress.row_of(row, today=today) for row in page.object_list],
        "is_over": is_over,
        "tabs": tabs if under_way or delivered else [],
        "is_administrator": user.is_administrator,
    }
    return render(request, "screening/list.html", context)


@login_required
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """How one screening stands: what comes next, plan, people, levers, sources and what is missing."""
    user = signed_in(request)
    screening = worked_on(request, pk)
    may_manage, may_assess = rules.can_manage(user), rules.can_assess(user, screening)
    work = workspace.of(screening)
    context = {
        "screening": screening,
        "state": overview.of(screening, user=user, work=work, today=timezone.localdate()),
        "work": work,
        "may_manage": may_manage,
        "may_assess": may_assess,
        "may_send": _may_send(screening, may_manage=may_manage, may_assess=may_assess),
    }
    return render(request, "screening/overview.html", context)


def _may_send(screening: Screening, *, may_manage: bool, may_assess: bool) -> bool:
    return (may_manage or may_assess) and screening.is_being_worked_on


@login_required
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who works on it, when, and on which model."""
    screening = worked_on(request, pk)
    require(rules.can_manage(request.user))
    typed = request.POST if request.method == "POST" else None  # sent empty, it is wrong too
    form = PlanForm(typed, screening=screening, initial=PlanForm.facts(screening))
    revision = revision_of(request) if request.method == "POST" else screening.revision
    standing: Screening | None = None
    if request.method == "POST" and form.is_valid():
        try:
            screenings.plan(
                screening=screening, plan=form.plan, revision=revision, by=signed_in(request), at=timezone.now()
            )
        except screenings.ChangedMeanwhile as changed:
            form.add_error(None, str(changed))
            standing, revision = changed.screening, changed.screening.revision
        except screenings.ScreeningRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Planen er gemt.")
            return redirect("screening", pk=pk)
    context = {"screening": screening, "form": form, "revision": revision, "standing": standing}
    return render(request, "screening/plan.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def send_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Mail the plan to the municipality."""
    user = signed_in(request)
    screening = worked_on(request, pk)
    require(rules.can_manage(user) or rules.can_assess(user, screening))
    try:
        screenings.send_plan(screening=screening, revision=revision_of(request), by=user, at=timezone.now())
    except screenings.ScreeningRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Planen er sendt til {screening.municipality}.")
    return redirect("screening", pk=pk)


@login_required
@require_http_methods(["GET", "POST"])
def checklist(request: HttpRequest, pk: int) -> HttpResponse:
    """The documents the municipality is asked for; those who assess change them."""
    user = signed_in(request)
    screening = worked_on(request, pk)
    may_edit = rules.can_assess(user, screening) or (rules.can_manage(user) and screening.is_being_worked_on)
    if request.method == "POST":
        require(may_edit)
    requests = list(screening.requests.prefetch_related("sources"))
    initial = [{"pk": row.pk, "title": row.title, "why": row.why} for row in requests]
    rows = ChecklistRows.asked_for(request, prefix="punkt", initial=initial)
    seen = request.POST.get("seen", "") if request.method == "POST" else checklists.mark_of(screening)
    refusal = ""
    if request.method == "POST" and not {"add-row", "remove-row"} & set(request.POST) and rows.is_valid():
        try:
            checklists.set_items(screening=screening, items=rows.items, seen=seen, by=user, at=timezone.now())
        except checklists.ChecklistRefused as refused:
            refusal, seen = str(refused), checklists.mark_of(screening)
        else:
            messages.success(request, "Tjeklisten er gemt.")
            return redirect("screening", pk=pk)
    context: dict[str, Any] = {
        "screening": screening,
        "rows": rows,
        "requests": requests,
        "seen": seen,
        "refusal": refusal,
        "may_edit": may_edit,
    }
    failed = bool(refusal) or (rows.is_bound and bool(rows.total_error_count()))
    return render(request, "screening/checklist.html", context, status=422 if failed else 200)

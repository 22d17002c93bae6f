"""The work behind a strategy: the hub, the log of involvement, and the plan for communication."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import signed_in
from accounts.models import AuditEvent
from strategy import communications as plan
from strategy import involvement as log
from strategy import navigation, room, rules
from strategy import waiting as waiting_for
from strategy.forms.involvement import MessageForm, OccasionForm
from strategy.models import Communication, Involvement, OnboardingProgress, Strategy, Unit
from strategy.views.found import strategy_led, strategy_work

A_PAGE = 30
ON_THE_HUB = 4


def page(request: HttpRequest, template: str, strategy: Strategy, status: int = 200, **context: Any) -> HttpResponse:
    """A page of the work, in the strategy's room."""
    context |= navigation.context(request, strategy, "work")
    context |= {"may_lead": rules.can_lead(request.user, strategy.municipality), "today": timezone.localdate()}
    return render(request, f"strategy/work/{template}.html", context, status=status)


@login_required
@require_GET
def hub(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything behind the strategy, and what is next."""
    strategy, now = strategy_work(request, slug), timezone.now()
    versions = list(strategy.versions.order_by("-number"))
    steps = list(strategy.onboarding.values_list("pk", flat=True))
    waiting = strategy.communications.filter(done_at=None)
    reviews = list(strategy.reviews.all()[:5])
    year = timezone.localdate().year
    published = next((row for row in versions if row.state == "published"), None)
    units = Unit.objects.filter(municipality=strategy.municipality, is_active=True).count()
    events = AuditEvent.objects.filter(subject_type="strategy", subject_id=str(strategy.pk)).select_related("actor")
    return page(
        request,
        "hub",
        strategy,
        going_on=room.going_on(strategy.municipality, request.user, now).get(strategy.pk),
        own=waiting_for.of(request.user, strategy.municipality, now)[:ON_THE_HUB],
        now=now,
        versions=versions,
        draft=next((row for row in versions if row.is_draft), None),
        published=published,
        next_step="" if published is None else "units" if not units else "" if strategy.rounds.exists() else "round",
        heard=log.total_of(strategy),
        occasions=list(strategy.involvements.order_by("-held_on", "-pk")[:ON_THE_HUB]),
        waiting=list(waiting[:ON_THE_HUB]),
        waiting_count=waiting.count(),
        told_count=strategy.communications.exclude(done_at=None).count(),
        step_count=len(steps),
        my_steps=OnboardingProgress.objects.filter(step__in=steps, user=signed_in(request)).count(),
        through=OnboardingProgress.objects.filter(step__in=steps).values("user").distinct().count(),
        reviews=reviews,
        year=year,
        this_year=next((row for row in reviews if row.year == year), None),
        units=units,
        events=[
            {"at": event.at, "text": event.summary, "by": event.actor.display_name if event.actor else ""}
            for event in events.order_by("-at", "-pk")[:5]
        ],
    )


@login_required
@require_http_methods(["GET", "POST"])
def involvement(request: HttpRequest, slug: str) -> HttpResponse:
    """The log: who has been heard, when, and what came of it. POST adds an occasion."""
    strategy = strategy_led(request, slug) if request.method == "POST" else strategy_work(request, slug)
    form = OccasionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        log.add(strategy=strategy, occasion=form.occasion, by=signed_in(request), at=timezone.now())
        messages.success(request, "Inddragelsen er skrevet.")
        return redirect("involvement", slug=slug)
    rows = strategy.involvements.order_by("-held_on", "-pk")
    shown = Paginator(rows, A_PAGE).get_page(request.GET.get("side"))
    status = 422 if form.errors else 200
    return page(request, "involvement", strategy, status, page=shown, total=log.total_of(strategy), form=form)


@login_required
@require_http_methods(["GET", "POST"])
def involvement_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Correct a row of the log, or delete it."""
    strategy = strategy_led(request, slug)
    row = get_object_or_404(Involvement.objects.select_related("strategy"), pk=pk, strategy=strategy)
    by, at, seen = signed_in(request), timezone.now(), request.POST.get("seen", "")
    initial = {name: getattr(row, name) for name in OccasionForm.base_fields}
    form = OccasionForm(request.POST if request.method == "POST" else None, initial=initial)
    if "remove" in request.POST:
        log.remove(involvement=row, by=by, at=at)
        messages.success(request, "Inddragelsen er slettet.")
        return redirect("involvement", slug=slug)
    if request.method == "POST" and form.is_valid():
        try:
            log.change(involvement=row, occasion=form.occasion, seen=seen, by=by, at=at)
        except log.InvolvementRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Inddragelsen er gemt.")
            return redirect("involvement", slug=slug)
    row = Involvement.objects.filter(pk=pk).first() or row
    status = 422 if form.errors else 200
    return page(request, "involvement_edit", strategy, status, row=row, form=form, seen=log.mark_of(row))


@login_required
@require_http_methods(["GET", "POST"])
def communications(request: HttpRequest, slug: str) -> HttpResponse:
    """The plan: who is told what, when and how, and what has been done. POST adds an entry."""
    strategy = strategy_led(request, slug) if request.method == "POST" else strategy_work(request, slug)
    form = MessageForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        plan.add(strategy=strategy, message=form.typed, by=signed_in(request), at=timezone.now())
        messages.success(request, "Punktet er lagt i planen.")
        return redirect("communications", slug=slug)
    is_done = request.GET.get("vis") == "gjort"
    rows = strategy.communications.filter(done_at__isnull=not is_done).select_related("done_by")
    ordered = rows.order_by("-done_at", "-pk") if is_done else rows.order_by("due_on", "pk")
    shown = Paginator(ordered, A_PAGE).get_page(request.GET.get("side"))
    counts = strategy.communications.filter(done_at__isnull=is_done).count()
    status = 422 if form.errors else 200
    return page(request, "communications", strategy, status, page=shown, is_done=is_done, other=counts, form=form)


@login_required
@require_http_methods(["GET", "POST"])
def communication_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Correct an entry of the plan, or delete it."""
    strategy = strategy_led(request, slug)
    row = get_object_or_404(Communication.objects.select_related("strategy"), pk=pk, strategy=strategy)
    by, at, seen = signed_in(request), timezone.now(), request.POST.get("seen", "")
    initial = {name: getattr(row, name) for name in MessageForm.base_fields}
    form = MessageForm(request.POST if request.method == "POST" else None, initial=initial)
    if "remove" in request.POST:
        plan.remove(communication=row, by=by, at=at)
        messages.success(request, "Punktet er slettet.")
        return redirect("communications", slug=slug)
    if request.method == "POST" and form.is_valid():
        try:
            plan.change(communication=row, message=form.typed, seen=seen, by=by, at=at)
        except plan.CommunicationRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Punktet er gemt.")
            return redirect("communications", slug=slug)
    row = Communication.objects.filter(pk=pk).first() or row
    status = 422 if form.errors else 200
    return page(request, "communication_edit", strategy, status, row=row, form=form, seen=plan.mark_of(row))


@login_required
@require_POST
def communication_done(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say that it has been told, or not after all."""
    strategy = strategy_led(request, slug)
    row = get_object_or_404(Communication.objects.select_related("strategy"), pk=pk, strategy=strategy)
    is_done = "undo" not in request.POST
    plan.mark_done(communication=row, is_done=is_done, by=signed_in(request), at=timezone.now())
    messages.success(request, "Skrevet som gjort." if is_done else "Sat tilbage i planen.")
    return redirect("communications", slug=slug)

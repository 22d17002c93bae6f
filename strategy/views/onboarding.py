"""The short path through the strategy for somebody new."""

from dataclasses import asdict

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import signed_in
from partnerships.forms.rows import ADD, REMOVE
from strategy import onboarding
from strategy.forms.involvement import StepRows
from strategy.models import OnboardingProgress, OnboardingStep
from strategy.onboarding import OnboardingRefused, StepsChanged
from strategy.views.found import strategy_led, strategy_work
from strategy.views.strategy_work import page


@login_required
@require_GET
def path_of(request: HttpRequest, slug: str) -> HttpResponse:
    """The steps, and which of them the person has been through."""
    strategy = strategy_work(request, slug)
    steps = list(strategy.onboarding.all())
    taken = OnboardingProgress.objects.filter(step__in=steps, user=signed_in(request))
    done = dict(taken.values_list("step", "at"))
    shown = [{"step": step, "at": done.get(step.pk)} for step in steps]
    here = next((row["step"] for row in shown if row["at"] is None), None)
    left = sum(step.minutes for step in steps if step.pk not in done)
    return page(request, "onboarding", strategy, steps=shown, here=here, done_count=len(done), minutes_left=left)


@login_required
@require_POST
def take(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say that one has been through a step, or not after all."""
    strategy = strategy_work(request, slug)
    step = get_object_or_404(OnboardingStep.objects.select_related("strategy"), pk=pk, strategy=strategy)
    onboarding.take(step=step, is_done="undo" not in request.POST, by=signed_in(request), at=timezone.now())
    return redirect("onboarding", slug=slug)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Write the steps. Those who have been through one still have when it is rewritten or moved."""
    strategy = strategy_led(request, slug)
    saved = onboarding.steps_of(strategy)
    initial = [asdict(step) | {"ORDER": place} for place, step in enumerate(saved, start=1)]
    rows = StepRows.asked_for(request, prefix="r", initial=initial)
    seen = request.POST.get("seen", "") if request.method == "POST" else onboarding.mark_of(saved)
    theirs: list[str] = []
    refused = ""
    is_saving = request.method == "POST" and ADD not in request.POST and REMOVE not in request.POST
    if is_saving and rows.is_valid():
        try:
            onboarding.save(strategy=strategy, steps=rows.steps, seen=seen, by=signed_in(request), at=timezone.now())
        except StepsChanged as changed:
            refused, seen = str(changed), onboarding.mark_of(changed.saved)
            theirs = [f"{step.title}: {step.text}" for step in changed.saved]
        except OnboardingRefused as refusal:
            refused = str(refusal)
        else:
            messages.success(request, "Introduktionen er gemt.")
            return redirect("onboarding", slug=slug)
    is_wrong = bool(refused) or (is_saving and not rows.is_valid())
    status = 422 if is_wrong else 200
    return page(request, "onboarding_edit", strategy, status, rows=rows, seen=seen, theirs=theirs, refused=refused)

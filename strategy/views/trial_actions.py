"""A strategy's trial actions, and each one's page: what is measured, what it shows, what is next."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import require, signed_in
from strategy import agreements, committee, navigation, rules, stopping, trial_action_pages
from strategy.doing import MEASURED, DoingRefused
from strategy.forms.doing import StopForm
from strategy.forms.measurements import MeasurementForm
from strategy.measured import Measured
from strategy.models import Strategy, TrialAction
from strategy.trial_action_pages import LATE, State
from strategy.views import removed
from strategy.views.doing_found import page, posted, seen, worked_on

A_PAGE = 30
ORDER = {
    "alle": TrialAction.CHOSEN,
    "mine": TrialAction.CHOSEN,
    "i-gang": ("running",),
    "foer-start": ("selected", "agreed"),
    "afsluttet": ("evaluated", "in_catalogue", "stopped"),
}
EMPTY = {"mine": "Du er ikke på et team, hvis ansøgning er udvalgt."}
FILTERS = [
    ("alle", "Alle"),
    ("mine", "Mine"),
    ("i-gang", "I gang"),
    ("foer-start", "Før start"),
    ("afsluttet", "Afsluttet"),
]


@login_required
@require_GET
def listing(request: HttpRequest, slug: str) -> HttpResponse:
    """The strategy's trial actions that the person may know of: how they go, and what they lack."""
    strategies = Strategy.objects.visible_to(request.user).select_related("municipality").distinct()
    strategy = get_object_or_404(strategies, slug=slug)
    request.municipality = strategy.municipality  # type: ignore[attr-defined]
    wanted = request.GET.get("vis", "alle")
    wanted = wanted if wanted in ORDER else "alle"
    rows = TrialAction.objects.visible_to(request.user).filter(round__strategy=strategy, state__in=ORDER[wanted])
    rows = rows.of_team(request.user) if wanted == "mine" else rows
    listed = trial_action_pages.listed(rows.select_related("round"), today=timezone.localdate())
    paginator = Paginator(listed.order_by("-round__opens_at", "title", "pk"), A_PAGE)
    context = {
        "page": paginator.get_page(request.GET.get("side")),
        "filters": FILTERS,
        "wanted": wanted,
        "empty_text": EMPTY.get(wanted, "De kommer, når udvalget har valgt blandt ansøgningerne."),
        **navigation.context(request, strategy, "trial_actions"),
    }
    return render(request, "strategy/doing/list.html", context)


@login_required
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The trial action: the next measurement first, then what the numbers show, cycles, voices and the plan."""
    trial_action = seen(request, pk)
    asked = request.GET.get("maal", "")
    chosen = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else 0
    found = trial_action_pages.of(trial_action, today=timezone.localdate(), chosen=chosen)
    works = rules.can_work(request.user, trial_action)
    context = {
        "page": found,
        "may_work": works,
        "may_measure": works and trial_action.state in MEASURED,
        "may_lead": rules.can_lead(request.user, trial_action.municipality),
        "leads": rules.leads_a_unit_of(request.user, trial_action),
        "removed": removed.offered(request, trial_action),
        "shows_rank": _may_know_rank(request, trial_action),
        **_form(found.chosen, works and trial_action.state in MEASURED),
    }
    if not trial_action.is_chosen:
        context["may_take_out"] = rules.can_take_words_out(request.user, trial_action)
    return page(request, "trial_action" if trial_action.is_chosen else "application", trial_action, **context)


def _may_know_rank(request: HttpRequest, trial_action: TrialAction) -> bool:
    """The place on the list of reserves is the team's; to others it tells what became of those before it."""
    if trial_action.state != State.RESERVE:
        return False
    person = signed_in(request)
    return rules.is_on_team(person, trial_action) or not committee.hidden_from(person, trial_action.round)


def _form(chosen: Measured | None, may_measure: bool) -> dict[str, Any]:
    """The form for the measurement that is due, or for today."""
    if chosen is None or not may_measure:
        return {}
    due = next(iter(chosen.overdue), None)
    on = due.due_on if due else timezone.localdate()
    initial: dict[str, Any] = {"on": on}
    if chosen.latest is not None and chosen.latest.denominator is not None:
        initial["denominator"] = chosen.latest.denominator
    return {
        "form": MeasurementForm(measure=chosen.measure, latest=chosen.latest, initial=initial),
        "due": due,
        "earlier": chosen.overdue[1 : LATE + 1],
        "earlier_more": max(len(chosen.overdue) - LATE - 1, 0),
    }


@login_required
@require_GET
def printed(request: HttpRequest, pk: int) -> HttpResponse:
    """The trial action on one page, for a meeting or a wall."""
    trial_action = seen(request, pk)
    require(trial_action.is_chosen, "Prøvehandlingen kan udskrives, når den er udvalgt.")
    found = trial_action_pages.of(trial_action, today=timezone.localdate())
    return page(request, "print", trial_action, page=found, today=timezone.localdate())


@login_required
@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the trial action, once the agreement has both signatures."""
    trial_action = worked_on(request, pk)
    try:
        agreements.start(trial_action=trial_action, by=signed_in(request), at=timezone.now())
        messages.success(request, "Prøvehandlingen er i gang. Planlæg jeres første cyklus, når I er klar.")
    except DoingRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(trial_action)


@login_required
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop it before its time, with what was learnt; it is read through and asked about first."""
    trial_action = seen(request, pk)
    allowed = rules.can_work(request.user, trial_action) or rules.can_lead(request.user, trial_action.municipality)
    require(allowed and trial_action.is_chosen, "Teamet og kommunens koordinatorer kan stoppe en prøvehandling.")
    can_stop = trial_action.state in stopping.STOPPABLE or trial_action.state == State.STOPPED
    if "mend" in request.POST:
        return page(request, "stop", trial_action, form=StopForm(initial=request.POST.dict()), can_stop=can_stop)
    form = StopForm(posted(request))
    is_asked = "sure" not in request.POST and trial_action.state in stopping.STOPPABLE
    if request.method == "POST" and form.is_valid() and is_asked:
        return page(request, "stop_asked", trial_action, learnt=form.cleaned_data["learnt"])
    if request.method == "POST" and form.is_valid():
        try:
            learnt = form.cleaned_data["learnt"]
            stopping.stop(trial_action=trial_action, learnt=learnt, by=signed_in(request), at=timezone.now())
        except DoingRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Prøvehandlingen er stoppet. Det, I har lært, kan læses af de andre.")
            return redirect(trial_action)
    return page(request, "stop", trial_action, form=form, can_stop=can_stop, status=422 if form.errors else 200)

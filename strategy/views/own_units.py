"""The leader's page: the trial actions in one's own units, and what is due in them."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import signed_in
from partnerships.models import Municipality
from strategy import confirmations, navigation, trial_action_pages
from strategy.models import Unit

A_PAGE = 20
WAITING = 30


@login_required
@require_GET
def own_units(request: HttpRequest) -> HttpResponse:
    """What is due in the person's units; says so when the person leads none."""
    person, today = signed_in(request), timezone.localdate()
    units = list(Unit.objects.led_by(person).select_related("municipality").order_by("name", "pk"))
    if units and Municipality.objects.visible_to(person).filter(pk=units[0].municipality_id).exists():
        request.municipality = units[0].municipality  # type: ignore[attr-defined]
    rows = trial_action_pages.of_units_led_by(person).select_related("round__strategy__municipality")
    rows = trial_action_pages.by_need(trial_action_pages.listed(rows, today=today), today=today)
    paginator = Paginator(rows, A_PAGE)
    shown = paginator.get_page(request.GET.get("side"))
    due = trial_action_pages.due_in(list(shown), today=today)
    waiting = [(row, confirmations.path(row)) for row in confirmations.waiting_for(person)[:WAITING]]
    context = navigation.context(request, shown[0].round.strategy, "units") if shown.object_list else {}
    context |= {
        "backings": waiting,
        "units": units,
        "page": shown,
        "rows": [(row, due[row.pk]) for row in shown],
    }
    return render(request, "strategy/doing/own_units.html", context)

"""Finding a trial action that is being done, and what its pages have in common (fundet prøvehandling)."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from accounts.access import require, signed_in
from strategy import navigation, rules
from strategy.models import TrialAction

OVER = (TrialAction.State.EVALUATED, TrialAction.State.IN_CATALOGUE, TrialAction.State.STOPPED)
NOT_YOURS = "Det gør teamet bag prøvehandlingen."


def seen(request: HttpRequest, pk: int) -> TrialAction:
    """The trial action, when the person may know of it; else 404. Sets the room."""
    rows = TrialAction.objects.visible_to(signed_in(request))
    rows = rows.select_related("round__strategy__municipality", "half_year_status", "stopped_by")
    found = get_object_or_404(rows, pk=pk)
    request.municipality = found.municipality  # type: ignore[attr-defined]
    return found


def worked_on(request: HttpRequest, pk: int) -> TrialAction:
    """The trial action that the person carries out; 403 for those who only read it."""
    found = seen(request, pk)
    require(rules.can_work(request.user, found), NOT_YOURS)
    return found


def cleared(request: HttpRequest, pk: int) -> TrialAction:
    """The trial action in which the person may remove what a child can be recognised by: the team, and coordinators."""
    found = seen(request, pk)
    require(rules.can_work(request.user, found) or rules.can_clear(request.user, found), NOT_YOURS)
    return found


def page(
    request: HttpRequest, template: str, trial_action: TrialAction, *, status: int = 200, **context: Any
) -> HttpResponse:
    """A page of the trial action, in the strategy's room."""
    context |= navigation.context(request, trial_action.round.strategy, "trial_actions")
    if not any(item["current"] for item in context["strategy_nav"]):  # a leader from outside the municipality's room
        own = reverse("own_units")
        context["strategy_nav"] = [item | {"current": item["url"] == own} for item in context["strategy_nav"]]
    context["trial_action"] = trial_action
    context["is_over"] = trial_action.state in OVER
    return render(request, f"strategy/doing/{template}.html", context, status=status)


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, also when it is nothing; None when the page is only asked for."""
    return request.POST if request.method == "POST" else None

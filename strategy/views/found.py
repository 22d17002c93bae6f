"""Finding what addresses name, as the person may know of it (fundne rækker)."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.access import require
from strategy import rules
from strategy.models import Strategy


def strategy_work(request: HttpRequest, slug: str) -> Strategy:
    """The strategy whose work the person may read; else 404, or 403 for a seat in a committee. Sets the room."""
    found = get_object_or_404(Strategy.objects.visible_to(request.user).select_related("municipality"), slug=slug)
    require(rules.can_read_strategy_work(request.user, found))
    request.municipality = found.municipality  # type: ignore[attr-defined]
    return found


def strategy_led(request: HttpRequest, slug: str) -> Strategy:
    """The strategy that the person keeps; 403 for those who only read it."""
    found = strategy_work(request, slug)
    require(rules.can_lead(request.user, found.municipality))
    return found

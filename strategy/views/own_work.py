"""A person's own page: what waits, the committees the person sits in, and the trial actions the person is part of."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import signed_in
from strategy import waiting
from strategy.models import CommitteeSeat, TrialAction, Unit

SHOWN = 50


@login_required
@require_GET
def own_work(request: HttpRequest) -> HttpResponse:
    """Everything that is the person's own, in every municipality. Eight queries at most."""
    person, now = signed_in(request), timezone.now()
    seats = CommitteeSeat.objects.present().filter(user=person, round__announced_at__isnull=False)
    teams = TrialAction.objects.of_team(person).exclude(state=TrialAction.State.WITHDRAWN)
    context = {
        "waiting": waiting.of(person, None, now),
        "seats": seats.select_related("round__strategy__municipality").order_by("-round__closes_at", "pk")[:SHOWN],
        "teams": teams.select_related("round__strategy__municipality").order_by("-updated_at", "pk")[:SHOWN],
        "units": list(Unit.objects.led_by(person).order_by("name", "pk")),
        "now": now,
    }
    return render(request, "strategy/own_work.html", context)

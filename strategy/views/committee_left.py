"""A member has left the committee, and may come back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import require, signed_in
from strategy import committee_seats, navigation, rules
from strategy.models import CommitteeReview
from strategy.rounds import RoundRefused
from strategy.views.committee import seated_round


@login_required
@require_http_methods(["GET", "POST"])
def left(request: HttpRequest, pk: int, seat: int) -> HttpResponse:
    """Say what it means, and note it; or put the member back."""
    round_, _ = seated_round(request, pk)
    require(rules.can_decide(request.user, round_), "Det skriver udvalgets formand og kommunens koordinatorer.")
    held = get_object_or_404(round_.seats.select_related("user"), pk=seat)
    held.round = round_
    if request.method == "POST":
        is_back = "back" in request.POST
        change = committee_seats.come_back if is_back else committee_seats.leave
        try:
            change(seat=held, by=signed_in(request), at=timezone.now())
        except RoundRefused as refusal:
            messages.error(request, str(refusal))
        else:
            name = held.display_name
            messages.success(request, f"{name} sidder i udvalget igen." if is_back else f"{name} har forladt udvalget.")
        return redirect("committee", pk=pk)
    given = CommitteeReview.objects.filter(seat=held, state=CommitteeReview.State.GIVEN)
    context = {
        "round": round_,
        "seat": held,
        # What the reader is too close to is not counted.
        "given": given.exclude(trial_action__conflicts__seat__user=request.user).count(),
        **navigation.context(request, round_.strategy, "board"),
    }
    return render(request, "strategy/committee/left.html", context)

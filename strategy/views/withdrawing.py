"""A selected team gives its place away before the agreement; the first reserve gets it (trække sig)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import require, signed_in
from strategy import decisions, navigation, rules
from strategy.committee import CommitteeRefused
from strategy.forms.decisions import WithdrawForm
from strategy.models import TrialAction
from strategy.views.doing_found import posted


@login_required
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask first, then withdraw."""
    rows = TrialAction.objects.visible_to(signed_in(request)).filter(state=TrialAction.State.SELECTED)
    row = get_object_or_404(rows.select_related("round__strategy__municipality"), pk=pk)
    require(rules.is_on_team(request.user, row), "Kun teamet bag prøvehandlingen kan trække den tilbage.")
    request.municipality = row.municipality  # type: ignore[attr-defined]
    form = WithdrawForm(posted(request))
    if request.method == "POST" and form.is_valid():
        because = form.cleaned_data["because"]
        try:
            decisions.withdraw_selected(trial_action=row, because=because, by=signed_in(request), at=timezone.now())
        except CommitteeRefused as refusal:
            messages.error(request, str(refusal))
            return redirect(row)
        messages.success(
            request, "Prøvehandlingen er trukket tilbage. Udvalgets formand og koordinatoren har fået besked."
        )
        return redirect("application", pk=pk)
    context = {"trial_action": row, "form": form, **navigation.context(request, row.round.strategy, "trial_actions")}
    return render(request, "strategy/committee/withdraw.html", context, status=422 if form.errors else 200)

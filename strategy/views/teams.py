"""The team behind an application: put a colleague on it, take one off, choose who answers for it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import require, signed_in
from partnerships.views.posted import number
from strategy import rules, teams
from strategy.applications import ApplicationRefused
from strategy.models import TrialAction
from strategy.views.applications import seen


def may_change_team(request: HttpRequest, row: TrialAction) -> bool:
    """The team itself, and the municipality's coordinators when people have left."""
    return rules.is_on_team(request.user, row) or rules.can_lead(request.user, row.municipality)


@login_required
@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """`add` a colleague, `remove` a member, or make one `responsible`."""
    row = seen(request, pk)
    require(may_change_team(request, row))
    by, at = signed_in(request), timezone.now()
    try:
        if "add" in request.POST:
            person = next((one for one in teams.candidates(row) if one.pk == number(request, "add")), None)
            if person is None:
                raise ApplicationRefused("Vælg en kollega, der ikke er på teamet i forvejen.")
            teams.add(trial_action=row, person=person, by=by, at=at)
            messages.success(request, f"{person.display_name} er på teamet og har fået en mail.")
        elif "remove" in request.POST:
            member = get_object_or_404(row.team.select_related("trial_action"), pk=number(request, "remove"))
            teams.remove(member=member, by=by, at=at)
            if member.user_id == by.pk:
                return redirect("round", pk=row.round_id)
        elif "responsible" in request.POST:
            member = get_object_or_404(row.team.select_related("trial_action"), pk=number(request, "responsible"))
            teams.make_responsible(member=member, by=by, at=at)
        else:
            raise Http404
    except ApplicationRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{reverse('application', args=[pk])}?afsnit=hold")

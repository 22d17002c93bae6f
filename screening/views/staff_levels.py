"""The levels across a programme's municipalities, for administrators."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from accounts.access import require, signed_in
from partnerships.models import Programme
from screening import programme_levels, rules


@login_required
@require_GET
def levels(request: HttpRequest, slug: str) -> HttpResponse:
    """Every delivered report's levels, and which levers to build the network days on."""
    user = signed_in(request)
    found = get_object_or_404(Programme.objects.visible_to(user), slug=slug)
    require(rules.can_manage(user))
    sort = request.GET.get("sort", "navn")
    areas = programme_levels.across(found, sort=sort)
    return render(request, "screening/levels.html", {"programme": found, "areas": areas, "sort": sort})

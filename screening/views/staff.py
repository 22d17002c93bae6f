"""The screenings of a programme, for administrators: what is ordered, planned, under way, and late."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import require, signed_in
from partnerships.models import Programme
from screening import progress, rules
from screening.models import Screening

PAGE_SIZE = 50


@login_required
@require_GET
def programme(request: HttpRequest, slug: str) -> HttpResponse:
    """Every screening of the programme, those without a plan first."""
    user = signed_in(request)
    found = get_object_or_404(Programme.objects.visible_to(user), slug=slug)
    require(rules.can_manage(user))
    rows = Screening.objects.live().filter(participation__partnership__programme=found)
    page = Paginator(progress.nearest_first(progress.with_counts(rows)), PAGE_SIZE).get_page(request.GET.get("side"))
    today = timezone.localdate()
    context = {
        "programme": found,
        "page": page,
        "rows": [progress.row_of(row, today=today) for row in page.object_list],
        "figures": progress.figures(rows, today=today),
    }
    return render(request, "screening/programme.html", context)

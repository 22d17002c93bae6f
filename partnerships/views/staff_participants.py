"""What staff do for one participant: a new personal link."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import require, signed_in
from partnerships import participants, rules
from partnerships.models import Participant, SeatHolding
from partnerships.views.enrolment import visible


@login_required
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, pk: int, seat_pk: int) -> HttpResponse:
    """Give the person on a seat a new personal link, after reading what it ends. 404 for one who has none yet."""
    enrolment = visible(request, pk)
    require(rules.can_manage_programmes(request.user))
    sitting = SeatHolding.objects.not_over(timezone.localdate()).order_by("start_date")
    holding = sitting.filter(seat=seat_pk, seat__participation__enrolment=enrolment).first()
    row = get_object_or_404(Participant, address=holding.email if holding else "")
    name = holding.name if holding else ""
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        participants.renew_link(participant=row, seen=seen, by=signed_in(request), at=timezone.now())
        messages.success(request, f"{name} får en mail med et nyt link.")
        return redirect("participants", pk=pk)
    context = {"enrolment": enrolment, "participant": row, "name": name, "seen": participants.mark_of(row)}
    return render(request, "staff/participants/link.html", context)

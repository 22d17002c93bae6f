"""What one person was told of a day, sent again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import signed_in
from partnerships import day_notices
from partnerships.models import DayNotice
from partnerships.views.staff_days import manageable, page_of


@login_required
@require_http_methods(["GET", "POST"])
def send_again(request: HttpRequest, pk: int, notice_pk: int) -> HttpResponse:
    """Send one person the day's notice again, after reading what they get."""
    day = manageable(request, pk)
    notice = get_object_or_404(DayNotice.objects.select_related("change"), pk=notice_pk, change__day=day)
    if request.method == "GET":
        context = page_of(day, notice=notice, seen=day_notices.mark_of(notice))
        return render(request, "staff/networks/send_again.html", context)
    seen = request.POST.get("seen", "")
    try:
        day_notices.send_again(notice=notice, seen=seen, by=signed_in(request), at=timezone.now())
    except day_notices.NoticeRefused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, f"{notice.name} får beskeden igen.")
    return redirect("staff_day", pk=pk)

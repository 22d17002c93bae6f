"""What the pages of the workspace share: who may read the work, and that nothing typed is lost when a session ends."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.access import signed_in
from screening import rules
from screening.models import Screening

NOT_TYPED = ("csrfmiddlewaretoken", "revision", "seen")
SIGNED_OUT = 401


def work(request: HttpRequest, pk: int) -> Screening:
    """The screening for those who may read the work on it; 404 for everybody else, the municipality too."""
    rows = Screening.objects.visible_to(signed_in(request)).select_related(
        "participation__enrolment__municipality", "participation__partnership", "analysis_model", "reviewer"
    )
    screening = get_object_or_404(rows, pk=pk)
    if not rules.can_read_work(request.user, screening):
        raise Http404
    return screening


def writing_kept(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """As login_required, but who was signed out while writing gets the text back instead of a form to sign in.

    A page that saves by itself gets 401 and says so in its place.
    """
    guarded = login_required(view)

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.headers.get("HX-Request"):
            return HttpResponse(status=SIGNED_OUT)
        typed = [
            text
            for name, values in request.POST.lists()
            if name not in NOT_TYPED and not name.startswith("initial-")
            for text in values
            if len(text.split()) > 1
        ]
        if typed:
            context = {"typed": typed, "path": request.path}
            return render(request, "screening/signed_out.html", context, status=SIGNED_OUT)
        return guarded(request, *args, **kwargs)

    return answer

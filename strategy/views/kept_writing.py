"""Nothing typed in an application is lost when a session ends."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

NOT_TYPED = ("csrfmiddlewaretoken", "pick")
SIGNED_OUT = 401


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
            if name not in NOT_TYPED and not name.startswith(("seen-", "theirs-"))
            for text in values
            if len(text.split()) > 1
        ]
        if typed:
            context = {"typed": typed, "path": request.get_full_path()}
            return render(request, "strategy/application/signed_out.html", context, status=SIGNED_OUT)
        return guarded(request, *args, **kwargs)

    return answer

"""Nothing typed in the workspace is lost when a session ends, and no address is a blind alley."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

NOT_TYPED = ("csrfmiddlewaretoken", "revision", "seen")
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
            if name not in NOT_TYPED and not name.startswith("initial-")
            for text in values
            if len(text.split()) > 1
        ]
        if typed:
            context = {"typed": typed, "path": request.path}
            return render(request, "screening/signed_out.html", context, status=SIGNED_OUT)
        return guarded(request, *args, **kwargs)

    return answer


def posted_to(route: str, *named: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """As require_POST, but who comes there without sending anything is shown the page the form stands on.

    People do: they load a page again that said what was wrong, or sign in on the way. `route` is the page's, and
    `named` the parts of the address that it shares.
    """

    def guard(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        posted = require_POST(view)

        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method == "GET":
                return redirect(route, **{name: kwargs[name] for name in named})
            return posted(request, *args, **kwargs)

        return answer

    return guard

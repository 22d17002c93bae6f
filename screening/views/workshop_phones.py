"""The phones' side of a workshop: without signing in, and without anybody knowing whose phone it is (workshop)."""

from functools import wraps
from typing import Any, Protocol

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from partnerships.views.posted import number as posted_number
from screening import workshop_pages, workshops
from screening.forms.workshops import JoinForm
from screening.models import Workshop

COOKIE = "workshop"
COOKIE_SECONDS = 12 * 60 * 60
NOTHING_NEW, NOT_FOUND, REFUSED, TOO_MANY = 204, 404, 422, 429


class PhoneView(Protocol):
    """A view of a phone whose code is right."""

    def __call__(self, request: HttpRequest, workshop: Workshop, mark: str) -> HttpResponse: ...


def phone_page(view: PhoneView) -> Any:
    """A page behind a workshop's code: the view gets the workshop, and the phone's mark ("" for a new phone).

    A phone that has been here before is let in without counting wrong codes, whoever else tries them from the room.
    No cache keeps the page and no search engine lists it.
    """

    @wraps(view)
    def answer(request: HttpRequest, code: str) -> HttpResponse:
        mark = _mark(request, code)
        try:
            found = workshops.by_code(code) if mark else None
            response = view(request, found or workshops.find(code, address=_address(request)), mark if found else "")
        except (workshops.NoSuchCode, workshops.TooManyTries) as refusal:
            response = _wrong(request, code, refusal)
        return _unkept(response)

    return answer


def _unkept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _address(request: HttpRequest) -> str:
    return str(get_adapter().get_client_ip(request))


def _salt(code: str) -> str:
    return f"screening.workshops.{code}"


def _mark(request: HttpRequest, code: str) -> str:
    """The phone's own mark in this workshop, if it has one that we made; else ""."""
    mark = request.get_signed_cookie(COOKIE, default="", salt=_salt(code), max_age=COOKIE_SECONDS)
    return str(mark)


def _give_mark(response: HttpResponse, workshop: Workshop) -> None:
    """Give a new phone a mark of its own, for this workshop's address only and no longer than the day."""
    response.set_signed_cookie(
        COOKIE,
        workshops.new_mark(),
        salt=_salt(workshop.code),
        max_age=COOKIE_SECONDS,
        path=reverse("workshop_phone", args=[workshop.code]),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _wrong(request: HttpRequest, code: str, refusal: workshops.WorkshopRefused) -> HttpResponse:
    """The page to type a code on, with what was typed and why it was refused."""
    form = JoinForm({"kode": code})
    form.is_valid()
    form.add_error("kode", str(refusal))
    status = TOO_MANY if isinstance(refusal, workshops.TooManyTries) else NOT_FOUND
    return render(request, "screening/workshop/join.html", {"form": form}, status=status)


@require_GET
def join(request: HttpRequest) -> HttpResponse:
    """Type the code; a right one leads to the workshop's own address."""
    form = JoinForm(request.GET if "kode" in request.GET else None)
    if not form.is_valid():
        return render(request, "screening/workshop/join.html", {"form": form})
    code = form.cleaned_data["kode"]
    try:
        found = workshops.find(code, address=_address(request))
    except (workshops.NoSuchCode, workshops.TooManyTries) as refusal:
        return _wrong(request, code, refusal)
    return redirect("workshop_phone", code=found.code)


@require_http_methods(["GET", "POST"])
@phone_page
def phone(request: HttpRequest, workshop: Workshop, mark: str) -> HttpResponse:
    """The lever on the big screen, and one's own level for it; one tap answers, another changes it."""
    if request.method == "POST":
        return _answer(request, workshop, mark)
    if request.path != reverse("workshop_phone", args=[workshop.code]):
        return redirect("workshop_phone", code=workshop.code)
    response = render(request, "screening/workshop/phone.html", _context(workshop, mark))
    if not mark:
        _give_mark(response, workshop)
    return response


def _context(workshop: Workshop, mark: str) -> dict[str, Any]:
    return {
        "workshop": workshop,
        "lever": workshop_pages.lever_on_screen(workshop) if workshops.takes_answers(workshop) else None,
        "own_level": workshops.own_level(workshop, mark) if mark and workshop.lever_number else None,
    }


def _answer(request: HttpRequest, workshop: Workshop, mark: str) -> HttpResponse:
    is_htmx = "HX-Request" in request.headers
    refusal = ""
    if not mark:
        refusal = "Telefonen har ikke husket siden. Tillad cookies, og vælg igen: uden dem kan svar tælle dobbelt."
    else:
        try:
            level, lever = posted_number(request, "level"), posted_number(request, "lever")
            workshops.answer(workshop=workshop, mark=mark, lever_number=lever, level=level)
        except workshops.WorkshopRefused as refused:
            refusal = str(refused)
    if not refusal and not is_htmx:
        return redirect("workshop_phone", code=workshop.code)
    context = _context(workshop, mark) | {"refusal": refusal, "is_fragment": is_htmx}
    page = "_phone" if is_htmx else "phone"
    response = render(request, f"screening/workshop/{page}.html", context, status=REFUSED if refusal else 200)
    if not mark:
        _give_mark(response, workshop)
    return response


@require_GET
def state(request: HttpRequest, code: str) -> HttpResponse:
    """What is new since the phone last heard: mostly nothing, which costs one small query."""
    if _mark(request, code) and workshops.is_at(code, request.GET.get("revision", "")):
        return _unkept(HttpResponse(status=NOTHING_NEW))
    response: HttpResponse = _news(request, code=code)
    return response


@phone_page
def _news(request: HttpRequest, workshop: Workshop, mark: str) -> HttpResponse:
    return render(request, "screening/workshop/_phone.html", _context(workshop, mark) | {"is_fragment": True})

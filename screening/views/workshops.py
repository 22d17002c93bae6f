"""The consultants' side of a workshop: the page they lead it from, and the big screen (workshop)."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import require, signed_in
from partnerships.views.posted import number as posted_number
from screening import rules, workshop_pages, workshops
from screening.models import Screening, Workshop
from screening.screenings import ScreeningRefused
from screening.views.found import worked_on
from screening.views.writing import writing_kept

NOTHING_NEW = 204


@login_required
@require_http_methods(["GET", "POST"])
def workshop(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the workshop, lead it lever by lever, close it; then its result."""
    screening = worked_on(request, pk)
    may_lead = rules.can_assess(request.user, screening)
    if request.method == "POST":
        require(may_lead, "Workshoppen styres af de konsulenter, der laver screeningen, mens den er i gang.")
        return _act(request, screening)
    return render(request, "screening/workshop/lead.html", _context(screening) | {"may_lead": may_lead})


def _act(request: HttpRequest, screening: Screening) -> HttpResponse:
    """Do what the button says, and go back to the page it stood on."""
    lever = posted_number(request, "lever")
    facts: dict[str, Any] = {"screening": screening, "by": signed_in(request), "at": timezone.now()}
    action = request.POST.get("action", "")
    try:
        if action == "open":
            workshops.open_workshop(**facts)
        elif action == "lever":
            workshops.choose_lever(lever_number=lever, **facts)
        elif action in ("show", "hide"):
            workshops.show_answers(lever_number=lever, is_shown=action == "show", **facts)
        elif action == "close":
            workshops.close(**facts)
            messages.success(request, "Workshoppen er lukket. Tak deltagerne, og skriv den som kilde.")
        elif action == "reopen":
            workshops.reopen(**facts)
        elif action == "clear":
            count = workshops.clear(**facts)
            messages.success(request, f"{count} svar er slettet. Koden er den samme.")
        elif action == "source":
            source = workshops.add_source(**facts)
            messages.success(request, f"Workshoppen er kilde {source.code}. Skriv, hvem der var med.")
            return redirect(source)
    except ScreeningRefused as refusal:
        messages.error(request, str(refusal))
    page = "screening_workshop_screen" if request.POST.get("page") == "screen" else "screening_workshop"
    return redirect(page, pk=screening.pk)


def _workshop(screening: Screening) -> Workshop | None:
    row = Workshop.objects.filter(screening=screening).first()
    if row is not None:
        row.screening = screening
    return row


def _context(screening: Screening) -> dict[str, Any]:
    """Everything about the workshop as it stands. The same queries however many have answered."""
    row = _workshop(screening)
    context: dict[str, Any] = {"screening": screening, "workshop": row, "address": workshop_pages.address()}
    if row is None:
        return context
    counted = workshops.counted(row)
    levers = workshop_pages.lever_rows(screening, row, counted)
    return context | {
        "code": workshop_pages.spaced(row.code),
        "lever": workshop_pages.lever_on_screen(row),
        "next": next((lever for lever in levers if lever.number == row.lever_number + 1), None),
        "previous": next((lever for lever in levers if lever.number == row.lever_number - 1), None),
        "levers": levers,
        "live": workshop_pages.live(row, counted),
        "participants": workshops.participants(row),
        "source": None if row.is_open else workshops.source_of(row),
    }


@writing_kept
@require_GET
def live(request: HttpRequest, pk: int) -> HttpResponse:
    """How many have answered, for both pages: only when it is new, and the whole page when the lever is."""
    screening = worked_on(request, pk)
    row = _workshop(screening)
    if row is None or request.GET.get("revision") != str(row.revision):
        return _whole_page_again()
    now = workshop_pages.live(row)
    if request.GET.get("mark") == now.mark:
        return HttpResponse(status=NOTHING_NEW)
    context = {"screening": screening, "workshop": row, "live": now, "is_screen": request.GET.get("page") == "screen"}
    return render(request, "screening/workshop/_live.html", context)


def _whole_page_again() -> HttpResponse:
    return HttpResponse(headers={"HX-Refresh": "true"})


@login_required
@require_GET
def screen(request: HttpRequest, pk: int) -> HttpResponse:
    """The big screen: where to go and with which code, the lever and its five levels, and the answers when shown."""
    screening = worked_on(request, pk)
    context = _context(screening)
    row = context["workshop"]
    if row is None:
        return redirect("screening_workshop", pk=pk)
    context |= {"qr": workshop_pages.qr_code(row), "may_lead": rules.can_assess(request.user, screening)}
    return render(request, "screening/workshop/screen.html", context)

"""What the steps of the enrolment wizard share: the draft, the frame around a step, and the closed door."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.access import require
from accounts.danish import clock, short_date
from partnerships import drafts, enrolments, rules
from partnerships.models import Enrolment, Programme, Seat

TITLES = {
    "kontakt": "Kontakt",
    "valg": "Hvad vi køber",
    "deltagere": "Deltagere",
    "regning": "Regning",
    "bekraeft": "Læs og bind",
}


SHOWN = (
    "programme__price_list__products",
    "programme__price_list__bundles",
    "programme__partnerships",
    "programme__contacts",
    "programme__timeline",
    "participations__partnership",
    "participations__seats__holdings",
)


def current_draft(request: HttpRequest, slug: str, code: str, *, binds: bool = False) -> Enrolment:
    """The municipality's enrolment in the programme, for those who may fill it in. Strangers get 404, readers 403.

    Everything a step shows comes with it. When the request `binds`, only the row: the use case reads the rest again
    under its lock, and only coordinators come through.
    """
    rows = Enrolment.objects.visible_to(request.user).current().filter(programme__slug=slug, municipality__code=code)
    rows = rows.select_related("programme", "municipality", "updated_by")
    enrolment = get_object_or_404(rows if binds else rows.prefetch_related(*SHOWN))
    request.municipality = enrolment.municipality  # type: ignore[attr-defined]
    if binds:
        require(rules.can_bind(request.user, enrolment.municipality), "Kun en koordinator kan binde kommunen.")
        return enrolment
    require(
        rules.can_edit_draft(request.user, enrolment.municipality),
        f"En koordinator eller medarbejder i {enrolment.municipality} udfylder tilmeldingen.",
    )
    return enrolment


def step_url(enrolment: Enrolment, step: str) -> str:
    """The address of one of the draft's steps."""
    return reverse("enrol_step", args=[enrolment.programme.slug, enrolment.municipality.code, step])


def to_step(enrolment: Enrolment, step: str) -> HttpResponse:
    """On to another step."""
    return redirect(step_url(enrolment, step))


def page(
    request: HttpRequest, draft: Enrolment, step: str, context: dict[str, Any], *, template: str = "", status: int = 200
) -> HttpResponse:
    """A step's page in its frame: where we are, when it was saved and by whom."""
    context = frame(request, draft, step) | context
    if request.method == "POST" and step in ("kontakt", "valg", "regning") and not template:
        form = context["form"]
        context["not_saved"] = "Ikke gemt: ret felterne" if form.is_bound and form.errors else "Ikke gemt endnu"
    return render(request, template or f"enrolling/{step}.html", context, status=status)


def frame(request: HttpRequest, draft: Enrolment, step: str) -> dict[str, Any]:
    """What every step shows around its own."""
    number = drafts.STEPS.index(step)
    back = drafts.STEPS[number - 1] if number else ""
    return {
        "draft": draft,
        "programme": draft.programme,
        "municipality": draft.municipality,
        "crumbs": [
            {"label": draft.programme.title, "url": draft.programme.get_absolute_url()},
            {"label": f"Tilmelding for {draft.municipality}"},
        ],
        "steps": indicator(draft, step),
        "saved": saved_words(draft, request.user),
        "back_url": step_url(draft, back) if back else "",
        "back_title": TITLES[back].lower() if back else "",
        "contacts": [contact for contact in draft.programme.contacts.all() if not contact.area],
        "at": timezone.now(),
    }


def indicator(draft: Enrolment, current: str) -> list[dict[str, Any]]:
    """The step indicator: what is done, with a word about it, and what is not reached yet."""
    lacking = {step for step, _ in enrolments.missing_for_submission(draft)}
    info = _info(draft)
    found = []
    for number, step in enumerate(drafts.STEPS, start=1):
        reached = number <= draft.furthest_step
        if step == current:
            state = "current"
        elif not reached:
            state = "disabled"
        elif step in lacking:
            state = "error"
        else:
            state = "done" if number < draft.furthest_step else ""
        found.append(
            {
                "number": number,
                "title": TITLES[step],
                "info": info.get(step, "") if state == "done" else "",
                "state": state,
                "url": step_url(draft, step) if reached else "",
            }
        )
    return found


def _info(draft: Enrolment) -> dict[str, str]:
    seats = [seat for row in draft.participations.all() for seat in row.seats.all()]
    areas = [row.partnership.get_area_display().lower() for row in draft.participations.all()]
    return {
        "kontakt": draft.contact_name,
        "valg": " og ".join(areas).capitalize(),
        "deltagere": f"{sum(holder(seat) is not None for seat in seats)} af {len(seats)} navngivet",
        "regning": "EAN-nummer" if draft.ean_number else "EAN-nummer senere",
    }


def holder(seat: Seat) -> Any:
    """Who is named on the seat, from what is prefetched; None when nobody is."""
    return next((holding for holding in seat.holdings.all() if holding.end_date is None), None)


def saved_words(draft: Enrolment, user: Any) -> str:
    """ "Anders Friis gemte kladden kl. 10.42"; with the day when it was not today."""
    today = timezone.localdate()
    when = (
        "" if timezone.localdate(draft.updated_at) == today else f"{short_date(draft.updated_at, today)} "
    ) + f"kl. {clock(draft.updated_at)}"
    if draft.updated_by_id == user.pk:
        return f"Kladden er gemt {when}"
    return f"{draft.updated_by.display_name} gemte kladden {when}"


def deadline_passed(
    request: HttpRequest, programme: Programme, *, draft: Enrolment | None = None, status: int = 200
) -> HttpResponse:
    """The door is closed: since when, and whom to write to."""
    if draft is not None:
        request.municipality = draft.municipality  # type: ignore[attr-defined]
    context = {
        "programme": programme,
        "draft": draft,
        "is_past": programme.is_open and programme.deadline_is_over_at(timezone.now()),
        "contacts": [contact for contact in programme.contacts.all() if not contact.area],
    }
    return render(request, "enrolling/deadline_passed.html", context, status=status)

"""The enrolment wizard: where it begins, and its five steps (tilmelding)."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import require
from accounts.danish import DanishOrder
from partnerships import drafts, enrolments, rules
from partnerships.drafts import DraftRefused
from partnerships.forms.enrolling import ContactForm
from partnerships.forms.seats import DraftInvoicingForm
from partnerships.models import Enrolment, Membership, Municipality, Programme
from partnerships.models.memberships import Role
from partnerships.views import enrolling_binding, enrolling_choice, enrolling_seats
from partnerships.views.enrolling_page import current_draft, deadline_passed, page, to_step

INVOICING = ("ean_number", "person_reference", "requisition_number", "case_id", "note", "revision")
EDITORS = (Role.COORDINATOR, Role.CONTRIBUTOR)


def enrol(request: HttpRequest, slug: str) -> HttpResponse:
    """Where an enrolment begins: chooses the municipality, and goes on with the draft there is or begins one."""
    programme = get_object_or_404(Programme.objects.visible_to(request.user), slug=slug)
    at = timezone.now()
    if not request.user.is_authenticated:
        if not programme.accepts_enrolments_at(at):
            return deadline_passed(request, programme)
        messages.info(request, f"Log ind for at tilmelde jeres kommune til {programme.title}.")
        return redirect_to_login(request.get_full_path())
    rows = list(
        Membership.objects.filter(user=request.user)
        .select_related("municipality")
        .order_by(DanishOrder("municipality__name"))
    )
    own = [row for row in rows if row.is_active]
    wanted = request.GET.get("kommune", "")
    chosen = [row for row in own if row.municipality.code == wanted] or own
    if request.method == "POST":
        return _begin(request, programme, own, at)
    if len(chosen) == 1 and (onward := _go_on(chosen[0], programme, at)) is not None:
        return onward
    if not programme.accepts_enrolments_at(at):
        return deadline_passed(request, programme)
    return _start_page(request, programme, rows, chosen)


def _begin(request: HttpRequest, programme: Programme, own: list[Membership], at: datetime) -> HttpResponse:
    """Begin the draft of the municipality that was chosen, or go on with the one there is."""
    code = request.POST.get("kommune", "")
    membership = next((row for row in own if row.municipality.code == code), None)
    if membership is None:
        raise Http404
    require(membership.role in EDITORS, "Du kan læse med, men ikke udfylde tilmeldingen.")
    try:
        draft = drafts.begin(programme=programme, municipality=membership.municipality, by=request.user, at=at)
    except DraftRefused:
        return deadline_passed(request, programme, status=409)
    return redirect(draft) if draft.is_binding else to_step(draft, drafts.STEPS[_furthest(draft)])


def _go_on(membership: Membership, programme: Programme, at: datetime) -> HttpResponse | None:
    """To the binding enrolment or the draft there is already; None when there is none to go on with."""
    existing = Enrolment.objects.current().filter(programme=programme, municipality=membership.municipality).first()
    if existing is None:
        return None
    if existing.is_binding:
        return redirect(existing)
    if membership.role in EDITORS and programme.accepts_enrolments_at(at):
        existing.programme, existing.municipality = programme, membership.municipality
        return to_step(existing, drafts.STEPS[_furthest(existing)])
    return None


def _furthest(enrolment: Enrolment) -> int:
    return min(max(enrolment.furthest_step, 1), len(drafts.STEPS)) - 1


def _start_page(
    request: HttpRequest, programme: Programme, rows: list[Membership], chosen: list[Membership]
) -> HttpResponse:
    """The page before there is a draft: one button for each municipality, or why there is none."""
    editing = [row for row in chosen if row.role in EDITORS]
    if len(chosen) == 1:
        request.municipality = chosen[0].municipality  # type: ignore[attr-defined]
    context = {
        "programme": programme,
        "editing": editing,
        "reading": [row for row in chosen if row.role not in EDITORS],
        "pending": [row for row in rows if not row.is_active],
        "contacts": [contact for contact in programme.contacts.all() if not contact.area],
        "is_staff": rules.can_manage_programmes(request.user),
        "at": timezone.now(),
    }
    return render(request, "enrolling/start.html", context)


def enrol_step(request: HttpRequest, slug: str, code: str, step: str) -> HttpResponse:
    """One of the five steps. Strangers get 404, readers 403; what is bound already is shown where it lives."""
    if step not in STEPS:
        raise Http404
    if not request.user.is_authenticated:
        messages.info(request, "Log ind for at fortsætte tilmeldingen.")
        return redirect_to_login(request.get_full_path())
    binds = step == "bekraeft" and request.method == "POST" and "besked" not in request.POST
    draft = current_draft(request, slug, code, binds=binds)
    if draft.is_binding:
        return enrolling_binding.already_binding(request, draft)
    at = timezone.now()
    # Whether it is too late to bind is decided by the use case, under its lock.
    if not binds and not draft.programme.accepts_enrolments_at(at):
        return deadline_passed(request, draft.programme, draft=draft, status=409 if request.method == "POST" else 200)
    try:
        return STEPS[step](request, draft, at)
    except DraftRefused as refusal:  # a colleague bound it meanwhile
        messages.warning(request, str(refusal))
        return redirect("enrol", slug)


def contact(request: HttpRequest, draft: Enrolment, at: datetime) -> HttpResponse:
    """Step 1: whom we write to; the person at hand unless somebody is written already."""
    user = request.user
    initial = {
        "name": draft.contact_name or user.name,
        "title": draft.contact_title or ("" if draft.contact_name else user.title),
        "email": draft.contact_email or user.email,
        "phone": draft.contact_phone or ("" if draft.contact_name else user.phone),
    }
    form = ContactForm(
        request.POST if request.method == "POST" else None, initial=initial | {"revision": draft.revision}
    )
    if request.method != "POST" or not form.is_valid():
        return page(request, draft, "kontakt", {"form": form})
    try:
        drafts.save_contact(enrolment=draft, by=user, at=at, **form.cleaned_data)
    except drafts.DraftChanged as refusal:
        typed = {f"contact_{name}": value for name, value in form.cleaned_data.items()}
        merged = {name.removeprefix("contact_"): value for name, value in refusal.merged(typed).items()}
        context = {"form": ContactForm(initial=merged), "alert": str(refusal)}
        return page(request, draft, "kontakt", context, status=409)
    return to_step(draft, "valg")


def invoicing(request: HttpRequest, draft: Enrolment, at: datetime) -> HttpResponse:
    """Step 4: where the invoice goes. Everything may be written later."""
    municipality = draft.municipality
    initial = _invoicing_values({name: getattr(draft, name) for name in INVOICING}, municipality)
    data = request.POST if request.method == "POST" else None
    form = DraftInvoicingForm(data, municipality=municipality, initial=initial)
    context: dict[str, Any] = {"missing_for_invoice": enrolments.missing_for_invoice(draft)}
    if request.method != "POST" or not form.is_valid():
        return page(request, draft, "regning", context | {"form": form})
    typed = {name: form.cleaned_data[name] for name in INVOICING}
    try:
        drafts.save_invoicing(enrolment=draft, by=request.user, at=at, **typed)
    except drafts.DraftChanged as refusal:
        merged = _invoicing_values(refusal.merged(typed), municipality)
        context |= {"form": DraftInvoicingForm(municipality=municipality, initial=merged), "alert": str(refusal)}
        return page(request, draft, "regning", context, status=409)
    return to_step(draft, "bekraeft")


def _invoicing_values(values: dict[str, Any], municipality: Municipality) -> dict[str, Any]:
    """The form's initial values: an EAN number is one of the register's, or typed."""
    return values | DraftInvoicingForm.choice_of(values["ean_number"], municipality)


STEPS: dict[str, Callable[[HttpRequest, Enrolment, datetime], HttpResponse]] = {
    "kontakt": contact,
    "valg": enrolling_choice.choice,
    "deltagere": enrolling_seats.participants,
    "regning": invoicing,
    "bekraeft": enrolling_binding.bind,
}

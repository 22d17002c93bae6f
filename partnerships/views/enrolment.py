"""One enrolment, as the municipality sees it: what is bound, for how much, by whom, and what it may still write."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import require, signed_in
from accounts.models import AuditEvent
from partnerships import enrolments, room, rules
from partnerships.forms.seats import InvoicingCorrectionForm, InvoicingForm
from partnerships.models import Enrolment, EnrolmentChange, Municipality, OrderLine

DETAILS = (*enrolments.CORRECTABLE, "revision")


def visible(request: HttpRequest, pk: int) -> Enrolment:
    """The enrolment with its seats, when the person may see it; else 404. Sets the room."""
    rows = room.with_seats(Enrolment.objects.visible_to(request.user))
    enrolment = get_object_or_404(rows, pk=pk)
    request.municipality = enrolment.municipality  # type: ignore[attr-defined]
    return enrolment


@login_required
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about one enrolment; a draft goes on where it was left."""
    enrolment = visible(request, pk)
    if enrolment.is_draft:
        return redirect("enrol", slug=enrolment.programme.slug)
    user, programme = signed_in(request), enrolment.programme
    lines = Prefetch("lines", OrderLine.objects.order_by("position"))
    changes = EnrolmentChange.objects.filter(enrolment=enrolment).select_related("receipt", "by", "terms")
    todo = room.todo(enrolment, today=timezone.localdate(), at=timezone.now())
    may_edit = rules.can_edit_draft(user, enrolment.municipality)
    context = {
        "enrolment": enrolment,
        "programme": programme,
        "municipality": enrolment.municipality,
        "areas": room.seats_by_area(enrolment, today=timezone.localdate()),
        "changes": list(changes.prefetch_related(lines).order_by("number")),
        "standing": enrolments.standing_quote(enrolment),
        "vat_words": programme.price_list.vat_words,
        "todo": todo if may_edit else room.without_links(todo),
        "events": AuditEvent.objects.filter(subject_type="enrolment", subject_id=str(pk))
        .select_related("actor")
        .order_by("-id")[:8],
        "may_name": rules.can_name_participants(user, enrolment),
        "may_extend": enrolment.is_binding
        and rules.may_add_seats(programme)
        and rules.can_bind(user, enrolment.municipality),
        "may_write_invoicing": enrolment.is_binding and may_edit,
    }
    return render(request, "municipality/enrolment.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def invoicing(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom we write to and where the invoice goes; may be written or corrected after the binding."""
    enrolment = visible(request, pk)
    user = signed_in(request)
    require(rules.can_edit_draft(user, enrolment.municipality))
    municipality, alert = enrolment.municipality, ""
    initial = _invoicing_values({name: getattr(enrolment, name) for name in DETAILS}, municipality)
    data = request.POST if request.method == "POST" else None
    form = InvoicingCorrectionForm(data, municipality=municipality, initial=initial)
    if request.method == "POST" and form.is_valid():
        typed = {name: form.cleaned_data[name] for name in DETAILS}
        try:
            enrolments.correct_details(enrolment=enrolment, by=user, at=timezone.now(), **typed)
        except enrolments.ChangedMeanwhile as refusal:
            initial, alert = _invoicing_values(refusal.merged(typed), municipality), str(refusal)
            form = InvoicingCorrectionForm(municipality=municipality, initial=initial)
        except enrolments.EnrolmentRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Kontakt og oplysninger til regningen er gemt.")
            return redirect("enrolment", pk=pk)
    context = {"enrolment": enrolment, "form": form, "alert": alert}
    return render(request, "municipality/invoicing.html", context, status=409 if alert else 200)


def _invoicing_values(values: dict[str, Any], municipality: Municipality) -> dict[str, Any]:
    """The form's initial values: an EAN number is one of the register's, or typed."""
    return values | InvoicingForm.choice_of(values["ean_number"], municipality)

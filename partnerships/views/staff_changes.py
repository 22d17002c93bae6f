"""What staff do with a binding enrolment: correct details, cancel, add on behalf of the municipality."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import require, signed_in
from accounts.danish import kr
from partnerships import enrolment_emails, enrolments, orders, pricing, rules
from partnerships.forms.staff_enrolments import CancelForm, CorrectionForm, OnBehalfForm, StaffAdditionForm
from partnerships.models import Enrolment, EnrolmentChange
from partnerships.views import posted
from partnerships.views.additions import alert_if_unlike_shown, bound_already, preview, typed_signature
from partnerships.views.staff_enrolment import visible


def manageable(request: HttpRequest, pk: int) -> Enrolment:
    """The enrolment, for administrators; finance reads but does not change."""
    enrolment = visible(request, pk)
    require(rules.can_manage_programmes(request.user), "Kun en administrator kan ændre en tilmelding.")
    return enrolment


def _posted(request: HttpRequest) -> QueryDict | None:
    """What was posted, even when it is nothing."""
    return request.POST if request.method == "POST" else None


def _not_binding(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    messages.info(request, f"Tilmeldingen er ikke bindende ({enrolment.get_state_display().lower()}).")
    return redirect("staff_enrolment", pk=enrolment.pk)


@login_required
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Contact and invoicing details. What is bought is never touched."""
    enrolment = manageable(request, pk)
    if not enrolment.is_binding:
        return _not_binding(request, enrolment)
    initial = {name: getattr(enrolment, name) for name in enrolments.CORRECTABLE}
    form = CorrectionForm(_posted(request), initial=initial | {"revision": enrolment.revision})
    alert = ""
    if request.method == "POST" and form.is_valid():
        try:
            enrolments.correct_details(
                enrolment=enrolment, by=signed_in(request), at=timezone.now(), **form.cleaned_data
            )
        except enrolments.ChangedMeanwhile as refusal:
            form, alert = CorrectionForm(initial=refusal.merged(form.cleaned_data)), str(refusal)
        except enrolments.EnrolmentRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Oplysningerne er rettet.")
            return redirect("staff_enrolment", pk=pk)
    context = {"enrolment": enrolment, "form": form, "alert": alert}
    return render(request, "staff/enrolments/correct.html", context, status=409 if alert else 200)


@login_required
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel with a reason, after reading what it means and who is told."""
    enrolment = manageable(request, pk)
    if not enrolment.is_binding:
        return _not_binding(request, enrolment)
    form = CancelForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            enrolments.cancel(
                enrolment=enrolment, by=signed_in(request), at=timezone.now(), reason=form.cleaned_data["reason"]
            )
        except enrolments.EnrolmentRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{enrolment.municipality}s tilmelding er annulleret.")
            return redirect("staff_enrolment", pk=pk)
    context = {
        "enrolment": enrolment,
        "form": form,
        "recipients": enrolment_emails.cancellation_recipients(enrolment),
        "vat_words": enrolment.programme.price_list.vat_words,
        "may_enrol_again": enrolment.programme.accepts_enrolments_at(timezone.now()),
    }
    return render(request, "staff/enrolments/cancel.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Add on behalf of the municipality: choose, see the difference, bind it with a reason."""
    return _addition(request, pk)


def _addition(request: HttpRequest, pk: int, *, alert: str = "") -> HttpResponse:
    """The page as everything stands now. With an `alert`, why what was typed is shown again instead of bound."""
    acts = EnrolmentChange.objects.filter(enrolment=pk).select_related("by").order_by("-number")
    last = acts.first()  # read before the price is worked out, so that a price is never older than its number
    enrolment = manageable(request, pk)
    if last is None or not enrolment.is_binding or not rules.may_add_seats(enrolment.programme):
        messages.info(request, "Der kan ikke tilføjes mere til denne tilmelding.")
        return redirect("staff_enrolment", pk=pk)
    addition = StaffAdditionForm(_posted(request), programme=enrolment.programme, before=orders.order_of(enrolment))
    if words := bound_already(request, addition, last):
        messages.info(request, f"{words} Kommunen har kun købt det én gang.")
        return redirect("staff_enrolment", pk=pk)
    binds = "bind" in request.POST and not alert
    on_behalf = OnBehalfForm(request.POST if binds else None, initial=typed_signature(request) if alert else {})
    context = {
        "enrolment": enrolment,
        "form": addition,
        "on_behalf": on_behalf,
        "programme": enrolment.programme,
        "base_number": last.number,
        "alert": alert,
    }
    if request.method == "POST" and addition.is_valid():
        context |= preview(enrolment, addition, nothing="Vælg det, kommunen vil have mere af.")
        if binds and "difference" in context and on_behalf.is_valid():
            try:
                change = _extend(request, enrolment, addition, on_behalf)
            except (enrolments.EnrolmentRefused, pricing.PricingError) as refusal:
                return _addition(request, pk, alert=str(refusal))
            messages.success(request, f"Tilføjelsen er bindende: {kr(change.net)} Kommunen får en kvittering.")
            return redirect("staff_enrolment", pk=pk)
        if binds:
            context |= alert_if_unlike_shown(request, context)
    return render(request, "staff/enrolments/extend.html", context, status=409 if alert else 200)


def _extend(
    request: HttpRequest, enrolment: Enrolment, addition: StaffAdditionForm, on_behalf: OnBehalfForm
) -> EnrolmentChange:
    data = on_behalf.cleaned_data
    return enrolments.extend(
        enrolment=enrolment,
        after=addition.order(),
        by=signed_in(request),
        at=timezone.now(),
        signature=enrolments.Signature(data["name"], data["title"], data["authority"]),
        base_number=posted.number(request, "base_number"),
        shown=request.POST.get("shown", ""),
        reason=data["reason"],
    )

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
from partnerships.forms.staff_enrolments import CancelForm, DetailsForm, OnBehalfForm, StaffAdditionForm
from partnerships.models import Enrolment
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
    form = DetailsForm(_posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            enrolments.correct_details(
                enrolment=enrolment, by=signed_in(request), at=timezone.now(), **form.cleaned_data
            )
        except enrolments.EnrolmentRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Oplysningerne er rettet.")
            return redirect("staff_enrolment", pk=pk)
    return render(request, "staff/enrolments/correct.html", {"enrolment": enrolment, "form": form})


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
    enrolment = manageable(request, pk)
    if not enrolment.is_binding or not rules.may_add_seats(enrolment.programme):
        messages.info(request, "Der kan ikke lægges mere til denne tilmelding.")
        return redirect("staff_enrolment", pk=pk)
    addition = StaffAdditionForm(_posted(request), programme=enrolment.programme, before=orders.order_of(enrolment))
    on_behalf = OnBehalfForm(request.POST if "bind" in request.POST else None)
    context = {"enrolment": enrolment, "form": addition, "on_behalf": on_behalf, "programme": enrolment.programme}
    if request.method == "POST" and addition.is_valid():
        _preview(context, enrolment, addition)
        if "bind" in request.POST and "difference" in context and on_behalf.is_valid():
            try:
                change = _extend(request, enrolment, addition, on_behalf)
            except (enrolments.EnrolmentRefused, pricing.PricingError) as refusal:
                messages.warning(request, str(refusal))
                return redirect("staff_extend", pk=pk)
            messages.success(request, f"Tilføjelsen er bindende: {kr(change.net)} Kommunen får en kvittering.")
            return redirect("staff_enrolment", pk=pk)
    context["base_number"] = enrolment.changes.latest("number").number
    return render(request, "staff/enrolments/extend.html", context)


def _preview(context: dict[str, object], enrolment: Enrolment, addition: StaffAdditionForm) -> None:
    """Put the difference and the new whole in the context, or the refusal by its field."""
    after = addition.order()
    if after.participants == dict(addition.before.participants) and len(after.screenings) == len(
        addition.before.screenings
    ):
        addition.add_error(None, "Vælg det, kommunen vil have mere af.")
        return
    try:
        difference, whole = enrolments.preview_extension(enrolment, after)
    except pricing.PricingError as error:
        addition.add_error(addition.field_of(error.area), error.message)
        return
    lines = [(orders.describe(line.key), line) for line in difference.lines]
    standing = enrolments.standing_quote(enrolment)
    context |= {"difference": difference, "whole": whole, "lines": lines, "standing": standing}


def _extend(
    request: HttpRequest, enrolment: Enrolment, addition: StaffAdditionForm, on_behalf: OnBehalfForm
) -> enrolments.EnrolmentChange:
    base, data = request.POST.get("base_number", ""), on_behalf.cleaned_data
    return enrolments.extend(
        enrolment=enrolment,
        after=addition.order(),
        by=signed_in(request),
        at=timezone.now(),
        signature=enrolments.Signature(data["name"], data["title"], data["authority"]),
        base_number=int(base) if base.isascii() and base.isdigit() and len(base) < 6 else 0,
        reason=data["reason"],
    )

"""Adding to a binding enrolment: choose, see the difference, bind it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import require, signed_in
from partnerships import enrolments, orders, pricing, rules
from partnerships.forms.extending import AdditionForm, AdditionSignatureForm
from partnerships.models import Enrolment, EnrolmentChange
from partnerships.views import posted
from partnerships.views.additions import alert_if_unlike_shown, bound_already, preview, typed_signature
from partnerships.views.enrolment import visible


@login_required
@require_http_methods(["GET", "POST"])
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Two stages on one address: `preview` shows the difference, `bind` appends it."""
    return _page(request, pk)


def _page(request: HttpRequest, pk: int, *, alert: str = "") -> HttpResponse:
    """The page as everything stands now. With an `alert`, why what was typed is shown again instead of bound."""
    acts = EnrolmentChange.objects.filter(enrolment=pk).select_related("by").order_by("-number")
    last = acts.first()  # read before the price is worked out, so that a price is never older than its number
    enrolment = visible(request, pk)
    user, now = signed_in(request), timezone.now()
    require(rules.can_bind(user, enrolment.municipality), "Kun en koordinator kan binde kommunen.")
    if last is None or not enrolment.is_binding or not rules.may_add_seats(enrolment.programme):
        messages.info(request, "Der kan ikke tilføjes mere til denne tilmelding.")
        return redirect("enrolment", pk=pk)
    may_add_products = rules.may_add_products(enrolment.programme, now)
    addition = AdditionForm(
        request.POST or None,
        programme=enrolment.programme,
        before=orders.order_of(enrolment),
        may_add_products=may_add_products,
    )
    if words := bound_already(request, addition, last):
        messages.info(request, f"{words} I har kun købt det én gang.")
        return _to_receipt(last)
    binds = "bind" in request.POST and not alert
    initial = {"name": user.name, "title": user.title}
    signature = AdditionSignatureForm(
        request.POST if binds else None, initial=typed_signature(request) if alert else initial
    )
    context = {
        "enrolment": enrolment,
        "form": addition,
        "signature": signature,
        "programme": enrolment.programme,
        "base_number": last.number,
        "terms": enrolments.latest_terms(enrolment.programme),
        "may_add_products": may_add_products,
        "contact": next((row for row in enrolment.programme.contacts.all() if not row.area), None),
        "alert": alert,
    }
    if request.method == "POST" and addition.is_valid():
        context |= preview(enrolment, addition, nothing="Vælg det, I vil have mere af.")
        if binds and "difference" in context and signature.is_valid():
            try:
                return _to_receipt(_bind(request, enrolment, addition, signature))
            except (enrolments.EnrolmentRefused, pricing.PricingError) as refusal:
                return _page(request, pk, alert=str(refusal))
        if binds:
            context |= alert_if_unlike_shown(request, context)
    return render(request, "municipality/extend.html", context, status=409 if alert else 200)


def _to_receipt(change: EnrolmentChange) -> HttpResponse:
    return redirect(f"{reverse('receipt', args=[change.enrolment_id])}?nr={change.number}")


def _bind(
    request: HttpRequest, enrolment: Enrolment, addition: AdditionForm, signature: AdditionSignatureForm
) -> EnrolmentChange:
    data = signature.cleaned_data
    return enrolments.extend(
        enrolment=enrolment,
        after=addition.order(),
        by=signed_in(request),
        at=timezone.now(),
        signature=enrolments.Signature(data["name"], data["title"], data["authority"]),
        base_number=posted.number(request, "base_number"),
        shown=request.POST.get("shown", ""),
        terms_version=posted.number(request, "terms_version"),
    )

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
from partnerships.forms.extending import AdditionForm, SignatureForm
from partnerships.models import Enrolment
from partnerships.views.enrolment import visible


@login_required
@require_http_methods(["GET", "POST"])
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Two stages on one address: `preview` shows the difference, `bind` appends it."""
    enrolment = visible(request, pk)
    user, now = signed_in(request), timezone.now()
    require(rules.can_bind(user, enrolment.municipality), "Kun en koordinator kan binde kommunen.")
    if not enrolment.is_binding or not rules.may_add_seats(enrolment.programme):
        messages.info(request, "Der kan ikke lægges mere til denne tilmelding.")
        return redirect("enrolment", pk=pk)
    addition = AdditionForm(
        request.POST or None,
        programme=enrolment.programme,
        before=orders.order_of(enrolment),
        may_add_products=rules.may_add_products(enrolment.programme, now),
    )
    signature = SignatureForm(
        request.POST if "bind" in request.POST else None,
        initial={"name": user.name, "title": user.title, "authority": "Efter bemyndigelse fra "},
    )
    context = {"enrolment": enrolment, "form": addition, "signature": signature, "programme": enrolment.programme}
    if request.method == "POST" and addition.is_valid():
        _preview(context, enrolment, addition)
        if "bind" in request.POST and context.get("difference") and signature.is_valid():
            answer = _bind(request, enrolment, addition, signature)
            if answer is not None:
                return answer
            enrolment = visible(request, pk)
            context["enrolment"] = enrolment
    context["base_number"] = enrolment.changes.latest("number").number
    context["may_add_products"] = rules.may_add_products(enrolment.programme, now)
    context["contact"] = next((c for c in enrolment.programme.contacts.all() if not c.area), None)
    return render(request, "municipality/extend.html", context)


def _preview(context: dict[str, object], enrolment: Enrolment, addition: AdditionForm) -> None:
    """Put the difference and the new whole in the context, or the refusal by its field."""
    after = addition.order()
    try:
        difference, whole = enrolments.preview_extension(enrolment, after)
    except pricing.PricingError as error:
        addition.add_error(addition.field_of(error.area), error.message)
        return
    if not difference.lines and after.participants == dict(addition.before.participants):
        addition.add_error(None, "Vælg det, I vil have mere af.")
        return
    context["difference"], context["whole"] = difference, whole
    context["lines"] = [(orders.describe(line.key), line) for line in difference.lines]
    context["standing"] = enrolments.standing_quote(enrolment)


def _bind(
    request: HttpRequest, enrolment: Enrolment, addition: AdditionForm, signature: SignatureForm
) -> HttpResponse | None:
    base = request.POST.get("base_number", "")
    data = signature.cleaned_data
    try:
        change = enrolments.extend(
            enrolment=enrolment,
            after=addition.order(),
            by=signed_in(request),
            at=timezone.now(),
            signature=enrolments.Signature(data["name"], data["title"], data["authority"]),
            base_number=int(base) if base.isascii() and base.isdigit() and len(base) < 6 else 0,
        )
    except (enrolments.EnrolmentRefused, pricing.PricingError) as refusal:
        messages.warning(request, str(refusal))
        return None
    return redirect(f"{reverse('receipt', args=[enrolment.pk])}?nr={change.number}")

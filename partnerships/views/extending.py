"""Adding to a binding enrolment: choose, see the difference, bind it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import require, signed_in
from accounts.danish import date_time
from partnerships import enrolments, orders, pricing, rules
from partnerships.forms.extending import AdditionForm, SignatureForm
from partnerships.models import Enrolment, EnrolmentChange
from partnerships.views.enrolment import visible


@login_required
@require_http_methods(["GET", "POST"])
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Two stages on one address: `preview` shows the difference, `bind` appends it."""
    acts = EnrolmentChange.objects.filter(enrolment=pk).select_related("by").order_by("-number")
    last = acts.first()  # read before the price is worked out, so that a price is never older than its number
    enrolment = visible(request, pk)
    user, now = signed_in(request), timezone.now()
    require(rules.can_bind(user, enrolment.municipality), "Kun en koordinator kan binde kommunen.")
    if last is None or not enrolment.is_binding or not rules.may_add_seats(enrolment.programme):
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
    if "bind" in request.POST and (answer := _bound_already(request, addition, last)) is not None:
        return answer
    context = {"enrolment": enrolment, "form": addition, "signature": signature, "programme": enrolment.programme}
    context["base_number"] = last.number
    context["terms"] = enrolment.programme.terms.order_by("-version").first()
    if request.method == "POST" and addition.is_valid():
        _preview(context, enrolment, addition)
        if "bind" in request.POST and context.get("difference") and signature.is_valid():
            answer = _bind(request, enrolment, addition, signature)
            if answer is not None:
                return answer
            return redirect("extend", pk=pk)
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


def _bound_already(request: HttpRequest, addition: AdditionForm, last: EnrolmentChange) -> HttpResponse | None:
    """To the receipt, when what is asked for is bound since the page was read: a second click, or a colleague."""
    if _base_number(request) >= last.number or not addition.is_valid():
        return None
    after, before = addition.order(), addition.before
    if dict(after.participants) != dict(before.participants) or set(after.screenings) != set(before.screenings):
        return None
    words = f"Det er allerede lagt til. {last.by.display_name} gjorde det {date_time(last.at)}."
    messages.info(request, f"{words} I har kun købt det én gang.")
    return redirect(f"{reverse('receipt', args=[last.enrolment_id])}?nr={last.number}")


def _base_number(request: HttpRequest) -> int:
    """The number of the last binding act the person saw; 0 when it cannot be read."""
    text = request.POST.get("base_number", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _bind(
    request: HttpRequest, enrolment: Enrolment, addition: AdditionForm, signature: SignatureForm
) -> HttpResponse | None:
    data = signature.cleaned_data
    try:
        change = enrolments.extend(
            enrolment=enrolment,
            after=addition.order(),
            by=signed_in(request),
            at=timezone.now(),
            signature=enrolments.Signature(data["name"], data["title"], data["authority"]),
            base_number=_base_number(request),
        )
    except (enrolments.EnrolmentRefused, pricing.PricingError) as refusal:
        messages.warning(request, str(refusal))
        return None
    return redirect(f"{reverse('receipt', args=[enrolment.pk])}?nr={change.number}")

"""Enrolling on behalf of a municipality, before or after the deadline, with a reason."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import require, signed_in
from accounts.danish import kr
from partnerships import drafts, enrolments, orders, price_summary, pricing, rules
from partnerships.forms.staff_enrolments import DetailsForm, MunicipalityForm, OnBehalfForm, StaffAdditionForm
from partnerships.models import Enrolment, Municipality, Programme
from partnerships.views.staff_enrolments import programme_for

NOTHING = orders.Order(participants={})
FORMS = ("choice", "order", "details", "on_behalf")


class FormsTogether(list[forms.Form]):
    """Several forms on one page, with one summary of what is wrong (as `components/error_summary.html` takes it)."""

    @property
    def total_error_count(self) -> int:
        return sum(len(form.errors) for form in self)


@login_required
@require_http_methods(["GET", "POST"])
def enrol(request: HttpRequest, slug: str) -> HttpResponse:
    """One page: which municipality, what, for how much, on whose word. htmx asks for the price only."""
    user, now = signed_in(request), timezone.now()
    require(rules.can_read_administration(user))
    require(rules.can_manage_programmes(user), "Kun en administrator kan tilmelde en kommune.")
    programme = programme_for(user, slug)
    if programme.state in (Programme.State.DRAFT, Programme.State.FINISHED):
        messages.info(request, "Programmet tager ikke imod tilmeldinger.")
        return redirect("staff_programme_enrolments", slug=slug)
    asks_price = "HX-Request" in request.headers or "price" in request.POST
    context = _forms(request, programme, asks_price=asks_price)
    context["is_late"] = not programme.accepts_enrolments_at(now)
    if request.method == "POST":
        _price(context, programme)
        if "HX-Request" in request.headers:
            return render(request, "staff/enrolments/_price.html", context)
        valid = [context[name].is_valid() for name in ("choice", "details", "on_behalf")] if not asks_price else [False]
        if all(valid) and "price" in context:
            answer = _enrol(request, programme, context)
            if answer is not None:
                return answer
    context["all_forms"] = FormsTogether(context[name] for name in FORMS)
    return render(request, "staff/enrolments/late.html", context)


def _forms(request: HttpRequest, programme: Programme, *, asks_price: bool) -> dict[str, Any]:
    posted = request.POST if request.method == "POST" else None
    judged = None if asks_price else posted
    typed = dict(request.POST.items()) if asks_price else {}
    code = request.GET.get("kommune", "")
    choice = MunicipalityForm(judged, programme=programme, initial=typed or {"kommune": code})
    chosen = choice.rows.get(code)
    known = _known(programme, chosen) if chosen is not None and not typed else {}
    details = DetailsForm(judged, initial=typed or known.get("details"))
    picked = choice.rows.get(posted.get("kommune", "")) if posted is not None else None
    if picked is not None and picked.code != code:  # its draft and the register were not on the page to be emptied
        details.fill_in(_known(programme, picked)["details"])
    return {
        "programme": programme,
        "vat_words": programme.price_list.vat_words,
        "choice": choice,
        "details": details,
        "order": StaffAdditionForm(posted, programme=programme, before=NOTHING, initial=known.get("order")),
        "on_behalf": OnBehalfForm(judged, initial=typed),
    }


def _known(programme: Programme, municipality: Municipality) -> dict[str, dict[str, Any]]:
    """What the municipality's draft or the register says already."""
    draft = Enrolment.objects.drafts().filter(programme=programme, municipality=municipality).first()
    if draft is None:
        default = municipality.ean_numbers.filter(is_default=True).first()
        return {"details": {"ean_number": default.number if default else ""}, "order": {}}
    order = orders.order_of(draft)
    wish: dict[str, Any] = {f"participants_{area}": count for area, count in order.participants.items()}
    wish |= {f"screening_{area}": True for area in order.screenings}
    return {"details": {name: getattr(draft, name) for name in enrolments.CORRECTABLE}, "order": wish}


def _price(context: dict[str, Any], programme: Programme) -> None:
    """The server's own price in the context, or the refusal by its field."""
    form: StaffAdditionForm = context["order"]
    if not form.is_valid():
        return
    wish = form.order()
    if not wish.participants:
        form.add_error(None, "Skriv, hvor mange der deltager fra mindst ét område.")
        return
    try:
        quote = orders.quote(programme, wish)
    except pricing.PricingError as error:
        form.add_error(form.field_of(error.area), error.message)
        return
    context["price"] = price_summary.summary(programme, wish, quote)


def _enrol(request: HttpRequest, programme: Programme, context: dict[str, Any]) -> HttpResponse | None:
    municipality: Municipality = context["choice"].municipality
    signed = context["on_behalf"].cleaned_data
    try:
        change = enrolments.enrol_late(
            programme=programme,
            municipality=municipality,
            details=context["details"].cleaned_data,
            order=context["order"].order(),
            by=signed_in(request),
            at=timezone.now(),
            signature=enrolments.Signature(signed["name"], signed["title"], signed["authority"]),
            reason=signed["reason"],
            drop_names="slet_navne" in request.POST,
        )
    except drafts.NamesLost as refusal:
        context["names_lost"] = refusal.names
        return None
    except (enrolments.EnrolmentRefused, drafts.DraftRefused, pricing.PricingError) as refusal:
        missing = [text for _, text in getattr(refusal, "missing", [])]
        context["choice"].add_error(None, " ".join([str(refusal), *missing]))
        return None
    messages.success(
        request, f"{municipality} er tilmeldt for {kr(change.net)} Kvittering {change.receipt_number} er på vej."
    )
    return redirect("staff_enrolment", pk=change.enrolment_id)

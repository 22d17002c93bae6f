"""Step 5 of the wizard, and the receipt: everything is read, a coordinator binds, and is told what happened."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.danish import date_time
from documents import maillog
from partnerships import drafts, enrolments, orders, price_summary, pricing, programme_days, queries, rules
from partnerships.enrolments import AlreadyBinding, ChangedMeanwhile, DeadlinePassed, EnrolmentRefused, Incomplete
from partnerships.forms.enrolling import BindForm
from partnerships.models import Enrolment, EnrolmentChange
from partnerships.views.enrolling_page import TITLES, current_draft, deadline_passed, holder, page, step_url


def bind(request: HttpRequest, draft: Enrolment, at: datetime) -> HttpResponse:
    """Show everything and what is bound; a coordinator submits."""
    if request.method != "POST":
        return _page(request, draft, BindForm(initial=_initial(request, draft)))
    if "besked" in request.POST:
        return _ask(request, draft, at)
    form = BindForm(request.POST)
    if not form.is_valid():
        return _page(request, current_draft(request, draft.programme.slug, draft.municipality.code), form)
    signature = enrolments.Signature(*(form.cleaned_data[name] for name in ("name", "title", "authority")))
    revision = form.cleaned_data["revision"]
    try:
        change = enrolments.submit(enrolment=draft, by=request.user, at=at, signature=signature, revision=revision)
    except AlreadyBinding as refusal:
        return _to_receipt(request, refusal.change)
    except DeadlinePassed:
        return deadline_passed(request, draft.programme, draft=draft, status=409)
    except (ChangedMeanwhile, Incomplete) as refusal:
        fresh = current_draft(request, draft.programme.slug, draft.municipality.code)
        typed = request.POST.copy()
        typed["revision"] = str(fresh.revision)
        typed.pop("accepts", None)
        form = BindForm(initial=typed.dict())
        return _page(request, fresh, form, alert=str(refusal), status=409)
    except EnrolmentRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("enrol", draft.programme.slug)
    return redirect("receipt", change.enrolment_id)


def _ask(request: HttpRequest, draft: Enrolment, at: datetime) -> HttpResponse:
    """A person who may not bind asks those who may."""
    if not draft.programme.accepts_enrolments_at(at):
        return deadline_passed(request, draft.programme, draft=draft, status=409)
    try:
        drafts.ask_coordinators(enrolment=draft, by=request.user, at=at)
    except drafts.DraftRefused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "Koordinatorerne har fået en mail med et link hertil.")
    return redirect(step_url(draft, "bekraeft"))


def _initial(request: HttpRequest, draft: Enrolment) -> dict[str, Any]:
    return {
        "name": request.user.name,
        "title": request.user.title,
        "revision": draft.revision,
    }


def _page(
    request: HttpRequest, draft: Enrolment, form: BindForm, *, alert: str = "", status: int = 200
) -> HttpResponse:
    missing = list(enrolments.missing_for_submission(draft))
    price = None
    try:
        order = orders.order_of(draft)
        price = price_summary.summary(draft.programme, order, orders.quote(draft.programme, order))
    except pricing.PricingError as error:
        if not any(step == "valg" for step, _ in missing):
            missing.append(("valg", error.message))
    can_bind = rules.can_bind(request.user, draft.municipality)
    seats = [seat for row in draft.participations.all() for seat in row.seats.all()]
    context: dict[str, Any] = {
        "form": form,
        "alert": alert,
        "missing": [{"text": text, "url": step_url(draft, step), "title": TITLES[step]} for step, text in missing],
        "missing_for_invoice": enrolments.missing_for_invoice(draft),
        "price": price,
        "participations": [
            {
                "row": row,
                "total": len(row.seats.all()),
                "holdings": [holding for seat in row.seats.all() if (holding := holder(seat)) is not None],
            }
            for row in draft.participations.all()
        ],
        "unnamed": sum(holder(seat) is None for seat in seats),
        "without_manager": [
            row.partnership.get_area_display().lower()
            for row in draft.participations.all()
            if not any((held := holder(seat)) and held.is_relevant_manager for seat in row.seats.all())
        ],
        "terms": draft.programme.terms.order_by("-version").first(),
        "can_bind": can_bind,
        "coordinators": [] if can_bind else queries.coordinator_names(draft.municipality),
        "urls": {step: step_url(draft, step) for step in TITLES},
    }
    context["manager_words"] = (
        f"I har ikke sat en chef for området på en plads i {' og '.join(context['without_manager'])}. "
        "Chefen skal være blandt deltagerne. I kan godt binde jer nu og skrive navnet senere."
    )
    return page(request, draft, "bekraeft", context, status=status)


def already_binding(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """A step of what is bound already: who resends the last form is told who bound it and when."""
    if request.method == "POST":
        return _to_receipt(request, enrolment.changes.select_related("by").get(number=1))
    return redirect(enrolment)


def _to_receipt(request: HttpRequest, change: EnrolmentChange) -> HttpResponse:
    words = f"{change.enrolment.municipality} er allerede tilmeldt. {change.by.display_name} gjorde det"
    messages.info(request, f"{words} {date_time(change.at)}. I er kun tilmeldt én gang.")
    return redirect("receipt", change.enrolment_id)


@login_required
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """What a binding act did, its document, and what comes next. `?nr=` chooses among several; else the latest."""
    enrolment = get_object_or_404(
        Enrolment.objects.visible_to(request.user)
        .select_related("programme__price_list", "municipality")
        .prefetch_related("programme__timeline", "participations__partnership", "participations__seats__holdings"),
        pk=pk,
    )
    request.municipality = enrolment.municipality  # type: ignore[attr-defined]
    changes = list(enrolment.changes.select_related("receipt", "by", "terms").prefetch_related("lines"))
    number = request.GET.get("nr", "")
    change = next((row for row in reversed(changes) if number in ("", str(row.number))), None)
    if change is None:
        raise Http404
    seats = [seat for row in enrolment.participations.all() for seat in row.seats.all()]
    today = timezone.localdate()
    days = [row for row in enrolment.programme.timeline.all() if row.start_date >= today]
    context = {
        "enrolment": enrolment,
        "programme": enrolment.programme,
        "municipality": enrolment.municipality,
        "change": change,
        "others": [row for row in changes if row.pk != change.pk],
        "unnamed": sum(holder(seat) is None for seat in seats),
        "missing_for_invoice": enrolments.missing_for_invoice(enrolment),
        "first_days": programme_days.first_days(days, orders.order_of(enrolment).participants),
        "sent_to": maillog.sent_with(change.receipt.filename, kind="receipt", about=enrolment),
        "crumbs": [
            {"label": str(enrolment.municipality), "url": reverse("municipality", args=[enrolment.municipality.code])}
        ],
    }
    return render(request, "enrolling/receipt.html", context)

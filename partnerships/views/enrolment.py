"""One enrolment, as the municipality sees it: what is bound, for how much, by whom, and what it may still write."""

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
from partnerships.forms.seats import InvoicingForm
from partnerships.models import Enrolment, EnrolmentChange, OrderLine


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
    """Where the invoice goes; may be written or corrected after the binding."""
    enrolment = visible(request, pk)
    user = signed_in(request)
    require(rules.can_edit_draft(user, enrolment.municipality))
    form = InvoicingForm(request.POST or None, enrolment=enrolment)
    if request.method == "POST" and form.is_valid():
        try:
            enrolments.correct_details(enrolment=enrolment, by=user, at=timezone.now(), **form.cleaned_data)
        except enrolments.EnrolmentRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Oplysningerne til regningen er gemt.")
            return redirect("enrolment", pk=pk)
    return render(request, "municipality/invoicing.html", {"enrolment": enrolment, "form": form})

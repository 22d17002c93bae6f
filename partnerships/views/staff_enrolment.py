"""One enrolment, as staff see it: what is bound, who takes part, papers, mails and history."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET
from post_office.models import Email

from accounts.access import require
from accounts.models import AuditEvent
from documents import maillog
from partnerships import enrolments, room, rules
from partnerships.models import Enrolment, EnrolmentChange, Membership, OrderLine

MAILS_SHOWN = 8


def visible(request: HttpRequest, pk: int) -> Enrolment:
    """The enrolment with its seats: 403 for those who are not staff, 404 when there is none they may see."""
    require(rules.can_read_administration(request.user))
    return get_object_or_404(room.with_seats(Enrolment.objects.visible_to(request.user)), pk=pk)


@login_required
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about one enrolment on one page."""
    enrolment = visible(request, pk)
    programme = enrolment.programme
    lines = Prefetch("lines", OrderLine.objects.order_by("position"))
    changes = EnrolmentChange.objects.filter(enrolment=enrolment).select_related("receipt", "by", "terms")
    events = AuditEvent.objects.filter(subject_type="enrolment", subject_id=str(pk)).select_related("actor")
    members = Membership.objects.active().filter(municipality=enrolment.municipality)
    context = {
        "enrolment": enrolment,
        "programme": programme,
        "municipality": enrolment.municipality,
        "areas": room.seats_by_area(enrolment, today=timezone.localdate()),
        "changes": list(changes.prefetch_related(lines).order_by("number")),
        "standing": enrolments.standing_quote(enrolment) if not enrolment.is_draft else None,
        "vat_words": programme.price_list.vat_words,
        "missing": enrolments.missing_for_invoice(enrolment) if enrolment.is_binding else [],
        "members": list(members.select_related("user").order_by("role", "user__name")),
        "events": list(events.order_by("-pk")[:10]),
        "mails": _mails(pk) if request.user.is_administrator else None,
        "actions": _actions(request, enrolment),
    }
    return render(request, "staff/enrolments/enrolment.html", context)


def _mails(pk: int) -> list[dict[str, Any]]:
    """The mails about the enrolment, newest first."""
    rows = Email.objects.filter(record__subject_type="enrolment", record__subject_id=str(pk)).order_by("-pk")
    return [{"email": row, "state": maillog.state_of(row)} for row in rows[:MAILS_SHOWN]]


def _actions(request: HttpRequest, enrolment: Enrolment) -> dict[str, bool]:
    """What this person may do with the enrolment now."""
    manages = rules.can_manage_programmes(request.user)
    programme = enrolment.programme
    return {
        "correct": manages and enrolment.is_binding,
        "cancel": manages and enrolment.is_binding,
        "extend": manages and enrolment.is_binding and rules.may_add_seats(programme),
        "name": rules.can_name_participants(request.user, enrolment) and not enrolment.is_draft,
        "discard": manages and enrolment.is_draft,
        "take_over": manages and enrolment.is_draft and programme.state not in ("draft", "finished"),
        "again": manages and enrolment.is_cancelled and programme.accepts_enrolments_at(timezone.now()),
    }

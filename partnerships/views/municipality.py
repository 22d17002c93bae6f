"""A municipality's own room: what is next, what is missing, and what has been."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import signed_in
from accounts.danish import DanishOrder
from documents.models import Document
from partnerships import development_overview, municipality_days, queries, room, room_cards, rules
from partnerships.models import Enrolment, EnrolmentChange, Membership, Municipality, Programme


@login_required
@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    """Straight to the only municipality, a choice between several, or where those without one begin."""
    user = signed_in(request)
    memberships = Membership.objects.active().filter(user=user).select_related("municipality")
    municipalities = [membership.municipality for membership in memberships.order_by(DanishOrder("municipality__name"))]
    if len(municipalities) == 1:
        return redirect("municipality", code=municipalities[0].code)
    if not municipalities:
        return redirect("start")
    return render(request, "municipality/choose.html", {"municipalities": municipalities})


@login_required
@require_GET
def home(request: HttpRequest, code: str) -> HttpResponse:
    """The municipality's overview."""
    user = signed_in(request)
    municipality = get_object_or_404(Municipality.objects.visible_to(user), code=code)
    request.municipality = municipality  # type: ignore[attr-defined]
    now, today = timezone.now(), timezone.localdate()
    enrolments = room.history_of(municipality, Enrolment.objects.visible_to(user))
    current = [row for row in enrolments if not row.is_cancelled and row.programme.state != Programme.State.FINISHED]
    todo = [item for row in current for item in room.todo(row, today=today, at=now)]
    role = rules.role_in(user, municipality)
    may_edit = role in ("coordinator", "contributor")
    if not may_edit:
        todo = room.without_links(todo)
    parts = municipality_days.parts_of(municipality)
    todo += room.steering_todo(parts, user, may_edit=may_edit, today=today, at=now)
    bound = [part.participation for part in parts if part.programme.state != Programme.State.FINISHED]
    processes = development_overview.states_of(bound, at=now, today=today)
    todo += room.development_todo(processes, may_edit=may_edit, today=today)
    cards = room_cards.cards_of(municipality, user, at=now)
    asked = [item for card in cards for item in card.todo]
    todo += asked if may_edit else room.without_links(asked)
    taken = {row.programme_id for row in current}
    context = {
        "municipality": municipality,
        "current": [
            {"enrolment": row, "areas": room.seats_by_area(row, today=today)} for row in current if row.is_binding
        ],
        "drafts": [row for row in current if row.is_draft],
        "earlier": [row for row in enrolments if row not in current],
        "invitations": Programme.objects.accepting_at(now).exclude(pk__in=taken).order_by("deadline_at"),
        "todo": room.by_date(todo),
        "next": municipality_days.next_day(parts, at=now),
        "processes": processes,
        "cards": cards,
        "may_open": role is not None or user.is_administrator,
        "documents": receipts(enrolments),
        "events": sorted(queries.events_of(municipality, user)[:6], key=lambda event: event.at, reverse=True),
        "role": role,
        "may_edit": may_edit,
    }
    return render(request, "municipality/home.html", context)


def receipts(enrolments: list[Enrolment]) -> list[Document]:
    """The newest receipts of the enrolments."""
    changes = EnrolmentChange.objects.filter(enrolment__in=enrolments).select_related("receipt")
    return [change.receipt for change in changes.order_by("-at")[:5]]

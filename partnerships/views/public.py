"""The pages everybody may read: the front page, and a programme's invitation."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from partnerships import invitation_actions, price_lists, price_table, programme_days
from partnerships.levers import LEVERS
from partnerships.models import Programme

BINDING = Count("enrolments", filter=Q(enrolments__state="binding"))


def home(request: HttpRequest) -> HttpResponse:
    """Programmes to enrol in, what the partnerships are, and the earlier ones."""
    at = timezone.now()
    programmes = list(
        Programme.objects.published()
        .annotate(enrolled=BINDING)
        .prefetch_related("partnerships", "timeline")
        .select_related("price_list")
        .prefetch_related("price_list__products", "price_list__bundles")
        .order_by("-year", "-deadline_at", "-pk")
    )
    accepting = [programme for programme in programmes if programme.accepts_enrolments_at(at)]
    context = {
        "at": at,
        "open": [_card(request, programme, at) for programme in sorted(accepting, key=lambda one: one.deadline_at)],
        "several": len(accepting) > 1,
        "earlier": [programme for programme in programmes if programme not in accepting],
        "levers": LEVERS,
    }
    return render(request, "public/home.html", context)


def _card(request: HttpRequest, programme: Programme, at: datetime) -> dict[str, Any]:
    entries = list(programme.timeline.all())
    actions = invitation_actions.actions_for(request.user, programme, at)
    return {
        "programme": programme,
        "days": programme_days.count_words(days) if (days := programme_days.network_days(entries)) else "",
        "span": programme_days.span(entries),
        "prices": price_table.price_table(programme.price_list, [row.area for row in programme.partnerships.all()]),
        "action": actions[0] if actions else None,
    }


def programme(request: HttpRequest, slug: str) -> HttpResponse:
    """The invitation as a web page."""
    found = get_object_or_404(Programme.objects.visible_to(request.user), slug=slug)
    if found.is_draft:
        return redirect("staff_programme_preview", slug=found.slug)
    return render(request, "public/programme.html", invitation(request, found, timezone.now()))


def invitation(request: HttpRequest, programme: Programme, at: datetime) -> dict[str, Any]:
    """Everything the invitation page shows. The preview of a draft shows the same."""
    partnerships = list(programme.partnerships.all())
    entries = list(programme.timeline.all())
    days = programme_days.network_days(entries)
    price_list = price_lists.price_list_of(programme)
    contacts = list(programme.contacts.all())
    criteria = list(programme.success_criteria.all())
    return {
        "programme": programme,
        "at": at,
        "accepting": programme.accepts_enrolments_at(at),
        "partnerships": partnerships,
        "criteria": criteria,
        "criteria_count": "Ét succeskriterium"
        if len(criteria) == 1
        else f"{programme_days.number_word(len(criteria))} succeskriterier",
        "days": days,
        "days_heading": programme_days.count_words(days),
        "span": programme_days.span(entries),
        "other_dates": programme_days.other_dates(entries),
        "price_list": price_list,
        "prices": price_table.price_table(price_list, [row.area for row in partnerships])
        if price_list and partnerships
        else None,
        "contacts": contacts,
        "practical_contacts": [contact for contact in contacts if not contact.area],
        "terms": programme.terms.order_by("-version").first(),
        "levers": LEVERS,
        "uses_levers": "7 greb" in programme.content,
        "enrolled": programme.enrolments.filter(state="binding").count(),
        "actions": invitation_actions.actions_for(request.user, programme, at),
        "colleague_mail": invitation_actions.colleague_mail(programme),
    }

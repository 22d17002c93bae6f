"""Programmes for staff: the list, one programme and its life."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import require, signed_in
from accounts.danish import weekday_date_time
from accounts.models import AuditEvent
from partnerships import price_lists, price_table, programme_contents, programme_days, programmes, recipients, rules
from partnerships.forms.programmes import MoveDeadlineForm, NewProgrammeForm
from partnerships.invitation_actions import Action
from partnerships.models import Municipality, Programme
from partnerships.programme_sections import BY_KEY, SECTIONS
from partnerships.views.public import invitation

STATE_KINDS = {"draft": "", "open": "info", "closed": "warn", "running": "part", "finished": "ok"}


def for_manager(request: HttpRequest, slug: str) -> Programme:
    """The programme, for those who may change it."""
    programme = get_object_or_404(Programme.objects.visible_to(request.user), slug=slug)
    require(rules.can_manage_programmes(request.user), "Kun administratorer kan ændre programmer.")
    return programme


@login_required
def programme_list(request: HttpRequest) -> HttpResponse:
    """Every programme, the newest first, with its state."""
    require(rules.can_read_administration(request.user))
    rows = (
        Programme.objects.visible_to(request.user)
        .annotate(
            binding=Count("enrolments", filter=Q(enrolments__state="binding"), distinct=True),
            drafts=Count("enrolments", filter=Q(enrolments__state="draft"), distinct=True),
        )
        .prefetch_related("partnerships")
        .order_by("-year", "-deadline_at", "-pk")
    )
    context = {"programmes": rows, "kinds": STATE_KINDS, "may_manage": rules.can_manage_programmes(request.user)}
    return render(request, "staff/programmes/list.html", context)


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Begin a draft."""
    require(rules.can_manage_programmes(request.user))
    form = NewProgrammeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        programme = programmes.create(**form.cleaned_data, by=signed_in(request), at=timezone.now())
        messages.success(request, "Kladden er oprettet. Nu kan I skrive resten.")
        return redirect("staff_programme", slug=programme.slug)
    return render(request, "staff/programmes/new.html", {"form": form}, status=422 if form.errors else 200)


@login_required
def programme(request: HttpRequest, slug: str) -> HttpResponse:
    """One programme: what is missing, what it says, and what can happen next."""
    found = get_object_or_404(Programme.objects.visible_to(request.user), slug=slug)
    require(rules.can_read_administration(request.user))
    at = timezone.now()
    missing = programmes.missing_to_open(found, at) if found.is_draft else []
    prices = price_lists.price_list_of(found)
    areas = [row.area for row in found.partnerships.all()]
    entries = list(found.timeline.all())
    context = {
        "programme": found,
        "at": at,
        "kind": STATE_KINDS[found.state],
        "may_manage": rules.can_manage_programmes(request.user),
        "todo": [_todo(found, item) for item in missing],
        "sections": [section for section in SECTIONS if found.is_draft or section.key != "deadline"],
        "criteria": list(found.success_criteria.all()),
        "partnerships": list(found.partnerships.all()),
        "days": programme_days.network_days(entries),
        "contacts": list(found.contacts.all()),
        "terms": found.terms.order_by("-version").first(),
        "price_list": prices,
        "prices": price_table.price_table(prices, areas) if prices and areas else None,
        "locked": price_lists.prices_are_locked(found),
        "binding": found.enrolments.filter(state="binding").count(),
        "events": _events(found),
    }
    return render(request, "staff/programmes/programme.html", context)


def _todo(programme: Programme, missing: programmes.Missing) -> dict[str, Any]:
    section = BY_KEY.get(missing.section)
    return {
        "when": section.label if section else "Register",
        "relative": "før det kan åbne",
        "urgency": "soon",
        "title": missing.title,
        "text": missing.text,
        "url": section.url(programme) if section else "",
        "button": "Skriv",
    }


def _events(programme: Programme) -> list[dict[str, Any]]:
    rows = AuditEvent.objects.filter(subject_type="programme", subject_id=str(programme.pk)).select_related("actor")
    return [
        {"at": row.at, "text": row.summary[:1].upper() + row.summary[1:], "by": row.actor or "Portalen"}
        for row in rows.order_by("-id")[:8]
    ]


@login_required
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """A draft as the public will see it."""
    found = for_manager(request, slug)
    context = invitation(request, found, timezone.now())
    if found.is_draft:
        context |= {
            "preview": True,
            "accepting": True,
            "actions": [Action("Tilmeld jeres kommune", "#forhaandsvisning")],
        }
    return render(request, "public/programme.html", context)


@login_required
def open_programme(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask, and then open and invite every municipality."""
    found = for_manager(request, slug)
    at = timezone.now()
    if request.method == "POST":
        return _do(request, found, programmes.open_programme, "Programmet er åbent, og alle kommuner er inviteret.")
    missing = programmes.missing_to_open(found, at)
    if not found.is_draft or missing:
        return redirect("staff_programme", slug=found.slug)
    municipalities = Municipality.objects.all()
    addresses = recipients.of_municipalities(municipalities)
    context = {
        "programme": found,
        "municipalities": municipalities.count(),
        "addresses": len(addresses),
        "reached": len(set(addresses.values())),
    }
    return render(request, "staff/programmes/open.html", context)


@login_required
def move_deadline(request: HttpRequest, slug: str) -> HttpResponse:
    """Move the deadline with a reason; those who will be told stand on the page."""
    found = for_manager(request, slug)
    if found.state not in (Programme.State.OPEN, Programme.State.CLOSED):
        messages.warning(request, "Fristen kan kun flyttes, mens programmet er åbent eller lige er lukket.")
        return redirect("staff_programme", slug=found.slug)
    form = MoveDeadlineForm(request.POST or None, initial={"deadline_at": found.deadline_at})
    if request.method == "POST" and form.is_valid():
        try:
            moved = programmes.move_deadline(
                programme=found, **form.cleaned_data, by=signed_in(request), at=timezone.now()
            )
        except programmes.ProgrammeRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Fristen er nu {weekday_date_time(moved.deadline_at)}. Alle har fået en mail.")
            return redirect("staff_programme", slug=found.slug)
    context = {"programme": found, "form": form, "addresses": sorted(recipients.of_deadline(found))}
    return render(request, "staff/programmes/deadline.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def close(request: HttpRequest, slug: str) -> HttpResponse:
    """Close a programme whose deadline is over, if the clock has not done it."""
    found = for_manager(request, slug)
    return _do(request, found, programmes.close, "Programmet er lukket.")


@require_POST
@login_required
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """The partnerships begin."""
    found = for_manager(request, slug)
    return _do(request, found, programmes.start, "Programmet er i gang.")


@require_POST
@login_required
def finish(request: HttpRequest, slug: str) -> HttpResponse:
    """The partnerships are over."""
    found = for_manager(request, slug)
    return _do(request, found, programmes.finish, "Programmet er afsluttet.")


@login_required
def delete(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask, and then throw a draft away."""
    found = for_manager(request, slug)
    if request.method == "POST":
        try:
            programmes.discard(programme=found, by=signed_in(request), at=timezone.now())
        except programmes.ProgrammeRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"Kladden {found.title} er slettet.")
            return redirect("staff_programmes")
    if request.method == "POST" or not found.is_draft:
        return redirect("staff_programme", slug=found.slug)
    return render(request, "staff/programmes/delete.html", {"programme": found})


@require_POST
@login_required
def roll_forward(request: HttpRequest, slug: str) -> HttpResponse:
    """Next year's draft, copied from this programme."""
    found = for_manager(request, slug)
    try:
        copy = programme_contents.roll_forward(programme=found, by=signed_in(request), at=timezone.now())
    except programmes.ProgrammeRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("staff_programme", slug=found.slug)
    messages.success(request, f"Kladden er lavet ud fra {found.title}. Se datoer og tekster efter.")
    return redirect("staff_programme", slug=copy.slug)


def _do(request: HttpRequest, programme: Programme, act: Callable[..., Programme], done: str) -> HttpResponse:
    try:
        act(programme=programme, by=signed_in(request), at=timezone.now())
    except programmes.ProgrammeRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("staff_programme", slug=programme.slug)

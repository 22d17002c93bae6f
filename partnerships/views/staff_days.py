"""A network day for staff: where it stands, who knows, and its programme."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import require, signed_in
from accounts.models import AuditEvent
from documents import maillog
from partnerships import attendance, coverage, day_calendar, day_notices, network_days, network_overview, rules
from partnerships.forms.network_days import ItemRows, items_of
from partnerships.forms.rows import ADD, REMOVE
from partnerships.models import DayItem, DayNotice, Municipality, NetworkDay
from partnerships.views import posted
from partnerships.views.posted import revision_of

PAGE_SIZE = 25
EVENTS_SHOWN = 12
UNSEEN = "usete"  # what ?vis= asks for
SOURCES_SHOWN = 12


def manageable(request: HttpRequest, pk: int) -> NetworkDay:
    """The day with its programme: 404 when the person may not see it, 403 when they are not administrators."""
    rows = network_overview.with_counts(NetworkDay.objects.visible_to(request.user))
    day = get_object_or_404(rows.select_related("network__partnership__programme", "updated_by"), pk=pk)
    require(rules.can_manage_programmes(request.user))
    return day


def page_of(day: NetworkDay, **context: Any) -> dict[str, Any]:
    """What every page about a day shows."""
    return {"day": day, "network": day.network, "programme": day.network.partnership.programme, **context}


@login_required
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about one day on one page."""
    day = manageable(request, pk)
    notices = day_notices.latest_notices(day)
    rows = Municipality.objects.filter(code__in={row.scope for row in notices}).order_by("sort_key")
    places = dict(rows.values_list("code", "name"))
    ranks = {code: rank for rank, code in enumerate(places, start=1)}
    notices.sort(key=lambda row: ranks.get(row.scope, 0))
    only_unseen = request.GET.get("vis") == UNSEEN
    shown = [row for row in notices if row.acknowledged_at is None] if only_unseen else notices
    page = Paginator(shown, PAGE_SIZE).get_page(request.GET.get("side"))
    events = AuditEvent.objects.filter(subject_type="networkday", subject_id=str(day.pk)).select_related("actor")
    events = events.exclude(action__in=attendance.ACTIONS)  # hundreds on the day itself; the whole log has them
    items = list(day.items.all())
    now = timezone.now()
    may_be_told = day.is_ahead and day.ends_at > now
    context = page_of(
        day,
        row=network_overview.day_row(day, today=timezone.localdate()),
        items=[(item, themes_of(item)) for item in items],
        misfits=network_overview.misfits(day, items) if day.is_ahead else [],
        told=_told(notices),
        page=page,
        only_unseen=only_unseen,
        notices=[
            (notice, places.get(notice.scope, ""), day_notices.label_of(notice), _mail_state(notice)) for notice in page
        ],
        will_be_told=len(day_notices.recipients(day)) if may_be_told and not notices else 0,
        changes=_changes(day),
        events=list(events.order_by("-id")[:EVENTS_SHOWN]),
        may_send_again=day_notices.may_send_again(day, at=now),
        may_hold=day.state == NetworkDay.State.CONFIRMED and day.starts_at <= now,
    )
    return render(request, "staff/networks/day.html", context)


def themes_of(item: DayItem) -> list[tuple[str, str]]:
    """The themes an item touches, each as a mark and its name."""
    found = [(str(lever), coverage.TITLES[lever]) for lever in item.levers]
    return found + ([("L", "Ledelse")] if item.kind == DayItem.Kind.LEADERSHIP else [])


def _told(notices: list[DayNotice]) -> dict[str, int]:
    """How many have a notice of the latest change, how many have seen it, and how many mails went wrong."""
    states = [_mail_state(notice)[0] for notice in notices]
    return {
        "all": len(notices),
        "sent": states.count("ok"),
        "failed": states.count("bad"),
        "seen": sum(notice.acknowledged_at is not None for notice in notices),
        "unseen": sum(notice.acknowledged_at is None for notice in notices),
    }


def _mail_state(notice: DayNotice) -> tuple[str, str]:
    if notice.email is None:
        return ("", "Mailen er slettet") if notice.queued_at else ("part", "På vej i udbakken")
    return maillog.state_of(notice.email)


def _changes(day: NetworkDay) -> list[dict[str, Any]]:
    """What people have been told of the day, newest first: the old time beside the new."""
    rows = day.changes.select_related("by").annotate(told=Count("notices")).order_by("-sequence")
    return [
        {"change": row, "before": day_calendar.words(row.before), "after": day_calendar.words(row.after)}
        for row in rows
    ]


@login_required
@require_http_methods(["GET", "POST"])
def items(request: HttpRequest, pk: int) -> HttpResponse:
    """The programme of the day, saved as a whole."""
    day = manageable(request, pk)
    if day.is_cancelled:
        messages.info(request, "Dagen er aflyst, så programmet kan ikke ændres.")
        return redirect("staff_day", pk=day.pk)
    names = ("starts", "ends", "kind", "title", "speaker", "levers")
    rows = ItemRows.asked_for(request, prefix="punkter", initial=list(day.items.values(*names)))
    context = page_of(day, rows=rows, revision=day.revision, speakers=network_overview.known_speakers())
    status = 200
    if request.method == "POST":
        context["revision"] = revision_of(request)
        if ADD not in request.POST and REMOVE not in request.POST:
            status = 422
            if rows.is_valid():
                try:
                    _save_items(request, day, rows)
                except network_days.ChangedMeanwhile as changed:
                    context |= {"changed": str(changed), "revision": changed.day.revision, "standing": day.items.all()}
                    status = 409
                except network_days.DayRefused as refusal:
                    context["refusal"] = str(refusal)
                else:
                    messages.success(request, "Programmet er gemt.")
                    return redirect("staff_day", pk=day.pk)
    return render(request, "staff/networks/items.html", context, status=status)


def _save_items(request: HttpRequest, day: NetworkDay, rows: Any) -> None:
    network_days.set_items(
        day=day,
        items=items_of(rows.kept()),
        revision=revision_of(request),
        by=signed_in(request),
        at=timezone.now(),
    )


@login_required
@require_http_methods(["GET", "POST"])
def reuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Take over the programme of another network's day, or of an earlier programme's."""
    day = manageable(request, pk)
    if day.is_cancelled or day.items.exists():
        messages.info(request, "Et program kan kun hentes til en dag, der ikke har noget endnu.")
        return redirect("staff_day", pk=day.pk)
    sources = network_overview.reusable(day, NetworkDay.objects.visible_to(request.user))
    context = page_of(day, revision=day.revision)
    status = 200
    if request.method == "POST":
        source = sources.filter(pk=posted.number(request, "fra")).first()
        if source is None:
            context["refusal"] = "Vælg en af dagene på listen."
            status = 422
        else:
            try:
                network_days.reuse_items(
                    day=day, source=source, revision=revision_of(request), by=signed_in(request), at=timezone.now()
                )
            except network_days.DayRefused as refusal:
                context["refusal"] = str(refusal)
                status = 409
            else:
                messages.success(request, f"Programmet er hentet fra {source.network}, {source}. Ret det til her.")
                return redirect("staff_day_items", pk=day.pk)
    context["page"] = Paginator(sources, SOURCES_SHOWN).get_page(request.GET.get("side"))
    return render(request, "staff/networks/reuse.html", context, status=status)

"""Development processes for staff: who is stuck or silent, and what is brought to the coming day."""

from collections.abc import Iterable

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import require
from accounts.danish import danish_key
from partnerships import development_overview, rules
from partnerships.development_overview import SILENT, URGENT_FIRST, ProcessState
from partnerships.models import Network, NetworkDay, ProcessNote, Programme
from partnerships.models.areas import Area

STATUSES = {SILENT: "Intet siden sidst"} | dict(ProcessNote.Status.choices)


@login_required
@require_GET
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """Every municipality in the programme's networks: phase, status and its age, the urgent ones first."""
    programme = get_object_or_404(Programme.objects.visible_to(request.user), slug=slug)
    require(rules.can_manage_programmes(request.user))
    rows = development_overview.visible_to(request.user).filter(
        enrolment__programme=programme, enrolment__state="binding", network_member__isnull=False
    )
    states = development_overview.states_of(list(rows), at=timezone.now(), today=timezone.localdate())
    networks = list(Network.objects.filter(partnership__programme=programme).select_related("partnership"))
    networks.sort(key=lambda row: (-list(Area.values).index(row.partnership.area), row.number))
    names = {row.pk: row.name for row in networks}
    area, network, status = (request.GET.get(name, "") for name in ("omraade", "netvaerk", "status"))
    found = [row for row in states if _fits(row, area, network)]
    shown = [row for row in found if status not in STATUSES or row.status == status]
    context = {
        "programme": programme,
        "rows": [
            {"state": row, "network": names[row.participation.network_member.network_id]}
            for row in development_overview.urgent_first(shown, danish_key)
        ],
        "total": len(states),
        "networks": networks,
        "areas": Area.choices,
        "statuses": [{"key": key, "label": STATUSES[key], "count": _count(found, key)} for key in URGENT_FIRST],
        "area": area,
        "network": network,
        "status": status,
        "found": len(found),
        "days": _coming(states),
    }
    return render(request, "development/staff.html", context)


def _fits(row: ProcessState, area: str, network: str) -> bool:
    in_area = area not in Area.values or row.area == area
    return in_area and (not network.isdecimal() or str(row.participation.network_member.network_id) == network)


def _count(rows: Iterable[ProcessState], status: str) -> int:
    return sum(row.status == status for row in rows)


def _coming(states: Iterable[ProcessState]) -> list[dict[str, object]]:
    """Each network's coming day, with how many bring something."""
    found: dict[int, tuple[NetworkDay, list[ProcessState]]] = {}
    for row in states:
        if row.coming is not None:
            found.setdefault(row.coming.pk, (row.coming, []))[1].append(row)
    days = sorted(found.values(), key=lambda pair: (pair[0].starts_at, pair[0].pk))
    return [
        {"day": day, "label": rows[0].label, "area": rows[0].area, "total": len(rows), "ready": _ready(rows)}
        for day, rows in days
    ]


def _ready(rows: Iterable[ProcessState]) -> int:
    return sum(row.brought is not None for row in rows)


@login_required
@require_GET
def brought(request: HttpRequest, pk: int) -> HttpResponse:
    """What each municipality brings to one day, for print."""
    days = NetworkDay.objects.visible_to(request.user).select_related("network__partnership__programme")
    day = get_object_or_404(days, pk=pk)
    require(rules.can_manage_programmes(request.user))
    rows = development_overview.visible_to(request.user).filter(
        enrolment__state="binding", network_member__network=day.network_id
    )
    states = development_overview.states_of(list(rows), at=timezone.now(), today=timezone.localdate())
    states.sort(key=lambda row: danish_key(row.municipality.name))
    notes = ProcessNote.objects.filter(day=day).exclude(brings="").select_related("by").order_by("process", "at", "pk")
    by_process: dict[int, ProcessNote] = {row.process_id: row for row in notes}
    found = []
    for row in states:
        own = by_process.get(row.process.pk) if row.process else None
        found.append({"state": row, "note": own or (row.brought if row.coming == day else None)})
    context = {
        "day": day,
        "programme": day.network.partnership.programme,
        "area": day.network.partnership.area,
        "bringing": [row for row in found if row["note"]],
        "silent": [row["state"] for row in found if not row["note"]],
    }
    return render(request, "development/staff_day.html", context)

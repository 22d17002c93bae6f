"""Certificates of participation: for staff in a network, and for a municipality its own people."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import require, signed_in
from partnerships import certificates, certificates_overview, participants, rules
from partnerships.certificates_overview import Earned
from partnerships.models import Municipality
from partnerships.views.staff_networks import visible

PAGE_SIZE = 50


@login_required
@require_http_methods(["GET", "POST"])
def network(request: HttpRequest, pk: int) -> HttpResponse:
    """Who in the network has earned a certificate; POST makes one person's."""
    found = visible(request, pk)
    rows = certificates_overview.of_network(found)
    if request.method == "POST":
        _order(request, rows)
        return redirect(request.get_full_path())
    context = {"network": found, "programme": found.partnership.programme, "may_order": True}
    return render(request, "staff/networks/certificates.html", context | _page(request, rows))


@login_required
@require_http_methods(["GET", "POST"])
def municipality(request: HttpRequest, code: str) -> HttpResponse:
    """Who of the municipality's own people has earned a certificate; POST makes one person's."""
    user = signed_in(request)
    found = get_object_or_404(Municipality.objects.visible_to(user), code=code)
    request.municipality = found  # type: ignore[attr-defined]
    role = rules.role_in(user, found)
    require(role is not None or rules.can_manage_programmes(user))
    may_order = rules.can_manage_programmes(user) or role in ("coordinator", "contributor")
    rows = certificates_overview.of_municipality(found)
    if request.method == "POST":
        require(may_order)
        _order(request, rows)
        return redirect(request.get_full_path())
    context = {"municipality": found, "may_order": may_order}
    return render(request, "municipality/certificates.html", context | _page(request, rows))


def _order(request: HttpRequest, rows: list[Earned]) -> None:
    """Make the certificate of the person on the list who was asked for; 404 for anybody else."""
    row = next((row for row in rows if str(row.holding.pk) == request.POST.get("person", "")), None)
    if row is None:
        raise Http404
    at = timezone.now()
    person = participants.of_addresses([row.holding.email], at=at)[row.holding.email]
    try:
        certificates.order(participant=person, network=row.network, by=signed_in(request), at=at)
    except certificates.CertificateRefused as refusal:  # the attendance was undone meanwhile
        messages.warning(request, str(refusal))
        return
    messages.success(request, f"Beviset til {row.holding.name} laves nu. Hent det her om lidt.")


def _page(request: HttpRequest, rows: list[Earned]) -> dict[str, Any]:
    return {
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("side")),
        "earned": len(rows),
        "fetched": sum(row.fetched is not None for row in rows),
    }

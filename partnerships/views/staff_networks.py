"""Networks for staff: those of a programme, one of them, and planning its days."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import require, signed_in
from accounts.danish import in_danish_time
from partnerships import continuity, coverage, network_days, network_overview, queries, rules
from partnerships.forms.network_days import ENDS, PHYSICAL, STARTS, DayForm
from partnerships.models import Network, NetworkDay, Programme

CHECK = "kontrol"  # what htmx sends while somebody types: only the warnings are wanted


@login_required
@require_GET
def current(request: HttpRequest) -> HttpResponse:
    """The networks of the programme people work with now."""
    require(rules.can_manage_programmes(request.user))
    programme = queries.current_programme(request.user)
    if programme is None:
        return render(request, "staff/networks/no_programme.html")
    return redirect("staff_programme_networks", slug=programme.slug)


@login_required
@require_GET
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """Every network of a programme: its municipalities, its days, and what is missing."""
    programme = get_object_or_404(Programme.objects.visible_to(request.user), slug=slug)
    require(rules.can_manage_programmes(request.user))
    partnerships = network_overview.partnerships_of(programme)
    networks = [network for partnership in partnerships for network in partnership.networks.all()]
    rows = {row.network.pk: row for row in network_overview.network_rows(networks, today=timezone.localdate())}
    context = {
        "programme": programme,
        "areas": [(row, [rows[network.pk] for network in row.networks.all()]) for row in partnerships],
        "has_networks": bool(networks),
        "programmes": Programme.objects.visible_to(request.user).exclude(pk=programme.pk).order_by("-year", "-pk")[:8],
    }
    return render(request, "staff/networks/list.html", context)


def visible(request: HttpRequest, pk: int) -> Network:
    """The network with its programme: 404 when the person may not see it, 403 when they are not administrators."""
    rows = Network.objects.visible_to(request.user).select_related("partnership__programme")
    network = get_object_or_404(rows, pk=pk)
    require(rules.can_manage_programmes(request.user))
    return network


@login_required
@require_GET
def network(request: HttpRequest, pk: int) -> HttpResponse:
    """A network's days side by side, and what they touch beside what its municipalities want."""
    found = visible(request, pk)
    prefetch_related_objects([found], Prefetch("days", network_overview.with_counts(NetworkDay.objects.all())))
    row = network_overview.network_rows([found], today=timezone.localdate())[0]
    standing = [day.day for day in row.days if not day.day.is_cancelled]
    themes = network_overview.coverage_of(found, standing)
    held, came = continuity.of_network(found)
    context = {
        "network": found,
        "programme": found.partnership.programme,
        "row": row,
        "standing": standing,
        "themes": themes,
        "gaps": coverage.gaps(themes),
        "top": max(theme.weight for theme in themes),
        "has_items": any(theme.total for theme in themes),
        "screened": max(theme.screened for theme in themes),
        "held": held,
        "continuity": came,
    }
    return render(request, "staff/networks/network.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan the days that are missing, all at once. Days without a date wait."""
    found = visible(request, pk)
    days = list(found.days.order_by("number"))
    numbers = network_overview.free_numbers(days)
    if not numbers:
        messages.info(request, "Alle fire dage er planlagt. Ret dem én ad gangen.")
        return redirect("staff_network", pk=found.pk)
    suggested = network_overview.suggestions(found, numbers, days)
    forms = {number: _form(request, number, suggested[number]) for number in numbers}
    problem, status = "", 200
    if request.method == "POST":
        _weigh(found, forms)
        if CHECK in request.POST:
            return render(request, "staff/networks/_warnings_found.html", {"forms": forms.values()})
        problem = _planned(request, found, forms)
        if not problem:
            return redirect("staff_network", pk=found.pk)
        status = 422
    else:
        _weigh(found, {number: _as_if_posted(number, form.initial) for number, form in forms.items()}, shown=forms)
    context = {
        "network": found,
        "programme": found.partnership.programme,
        "planned": [day for day in days if not day.is_cancelled],
        "forms": forms,
        "problem": problem if problem != ERRORS else "",
        "has_suggestions": any("date" in values for values in suggested.values()),
    }
    return render(request, "staff/networks/plan.html", context, status=status)


ERRORS = "errors at the fields"


def _form(request: HttpRequest, number: int, suggested: dict[str, Any]) -> DayForm:
    """The form of one day: bound when its date was posted, with what was typed when it was not."""
    prefix = f"dag{number}"
    initial = {"starts": STARTS, "ends": ENDS, "where": PHYSICAL} | suggested
    if request.method != "POST":
        return DayForm(prefix=prefix, initial=initial)
    if request.POST.get(f"{prefix}-date", "").strip():
        return DayForm(request.POST, prefix=prefix)
    typed = {name: request.POST.get(f"{prefix}-{name}", "") for name in DayForm.base_fields}
    return DayForm(prefix=prefix, initial=typed)


def _as_if_posted(number: int, initial: dict[str, Any]) -> DayForm:
    """The suggested values as a bound form, so that their warnings show before anything is sent."""
    if "date" not in initial:
        return DayForm(prefix=f"dag{number}")
    data = QueryDict(mutable=True)
    for name, value in initial.items():
        data[f"dag{number}-{name}"] = str(value)
    return DayForm(data, prefix=f"dag{number}")


def _weigh(network: Network, forms: dict[int, DayForm], *, shown: dict[int, DayForm] | None = None) -> None:
    """Find what speaks against each day that has a date, and keep it on the forms that are shown."""
    drafts = {}
    for number, form in forms.items():
        form.is_valid()
        if (draft := form.draft()) is not None:
            drafts[number] = draft
    dates = [in_danish_time(draft.starts_at).date() for draft in drafts.values()]
    known = network_overview.facts([network.pk], dates)
    for number, draft in drafts.items():
        occasion = network_overview.occasion_of(draft, title=draft.title)
        warnings = known.against(network.pk, occasion, today=timezone.localdate())
        same = [one.title or f"Netværksdag {n}" for n, one in drafts.items() if n != number and _same_date(one, draft)]
        (shown or forms)[number].weigh([*warnings, *(f"{title} ligger på samme dato." for title in same)])


def _same_date(one: network_days.Plan, other: network_days.Plan) -> bool:
    return in_danish_time(one.starts_at).date() == in_danish_time(other.starts_at).date()


def _planned(request: HttpRequest, network: Network, forms: dict[int, DayForm]) -> str:
    """Plan the days that have a date; empty when they are planned, else what is wrong."""
    wanted = {number: form for number, form in forms.items() if form.is_bound}
    if not wanted:
        return "Skriv datoen for mindst én af dagene."
    if not all(form.is_valid() for form in wanted.values()):
        return ERRORS
    if not all(form.has_consent for form in wanted.values()):
        return "Noget taler imod. Vælg en anden dato, eller sæt hak ved “Planlæg alligevel” ud for dagen."
    plans = [(number, form.plan()) for number, form in wanted.items()]
    try:
        days = network_days.plan_days(network=network, plans=plans, by=signed_in(request), at=timezone.now())
    except network_days.DayRefused as refusal:
        return str(refusal)
    count = "1 dag" if len(days) == 1 else f"{len(days)} dage"
    messages.success(request, f"{count} er planlagt foreløbigt. Ingen har fået besked endnu.")
    return ""

"""Strategies as everybody reads them: the list, the version that holds, and those before it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from partnerships.models import Municipality
from strategy import navigation, rules, strategy_pages
from strategy.models import Strategy, StrategyVersion

A_PAGE = 24
State = StrategyVersion.State


@require_GET
def strategies(request: HttpRequest) -> HttpResponse:
    """All published strategies, by municipality."""
    rows = StrategyVersion.objects.filter(state=State.PUBLISHED).select_related("strategy__municipality")
    ordered = rows.order_by("strategy__municipality__sort_key", "title", "pk")
    page = Paginator(ordered, A_PAGE).get_page(request.GET.get("side"))
    return render(request, "strategy/list.html", {"page": page})


@login_required
@require_GET
def of_municipality(request: HttpRequest, code: str) -> HttpResponse:
    """The municipality's strategies; its only one at once."""
    municipality = get_object_or_404(Municipality.objects.visible_to(request.user).distinct(), code=code)
    request.municipality = municipality  # type: ignore[attr-defined]
    may_lead = rules.can_lead(request.user, municipality)
    visible = Strategy.objects.visible_to(request.user).values("pk")
    versions = StrategyVersion.objects.filter(strategy__municipality=municipality, strategy__in=visible)
    rows = list(versions.exclude(state=State.REPLACED).select_related("strategy").order_by("strategy", "state"))
    found: dict[int, list[StrategyVersion]] = {}
    for row in rows:
        found.setdefault(row.strategy_id, []).append(row)
    if len(found) == 1:
        return redirect("strategy_work", slug=rows[0].strategy.slug)
    context = {"municipality": municipality, "found": list(found.values()), "may_lead": may_lead}
    return render(request, "strategy/of_municipality.html", context)


@require_GET
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The version that holds, for everybody; the draft for members as long as none does."""
    version = strategy_pages.with_parts(StrategyVersion.objects.filter(strategy__slug=slug, state=State.PUBLISHED))
    found = version.first()
    if found is None:
        strategy = get_object_or_404(Strategy.objects.visible_to(request.user), slug=slug)
        draft = strategy.versions.filter(state=State.DRAFT).first()
        if draft is None:
            raise Http404
        return redirect("strategy_version", slug=slug, number=draft.number)
    return _page(request, found)


@require_GET
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One version: those that hold or have held for everybody, a draft for the municipality's members."""
    rows = strategy_pages.with_parts(StrategyVersion.objects.filter(strategy__slug=slug, number=number))
    found = get_object_or_404(rows)
    if found.is_draft and not rules.can_read_strategy_work(request.user, found.strategy):
        raise Http404
    return _page(request, found)


def _page(request: HttpRequest, found: StrategyVersion) -> HttpResponse:
    strategy = found.strategy
    others = strategy.versions.exclude(pk=found.pk).exclude(state=State.DRAFT).order_by("-number")
    open_rounds = strategy.rounds.none() if found.is_draft else strategy.rounds.open_at(timezone.now())
    context: dict[str, Any] = {
        **strategy_pages.page_of(found, today=timezone.localdate()),
        **navigation.context(request, strategy, "strategy"),
        "others": list(others),
        "open_rounds": list(open_rounds.order_by("closes_at")),
        "rounds_to_open": list(open_rounds.visible_to(request.user)),
        "may_lead": rules.can_lead(request.user, strategy.municipality),
        "is_member": rules.can_read_strategy_work(request.user, strategy),
    }
    return render(request, "strategy/public.html", context)

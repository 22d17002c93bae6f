"""Reading the catalogue: a municipality's own, one entry, and the knowledge portal with what all have released."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import signed_in
from partnerships.levers import LEVERS
from partnerships.models import Municipality
from strategy import catalogue, catalogue_pages, catalogue_search, navigation, rules
from strategy.forms.catalogue import CatalogueFilter
from strategy.models import CatalogueEntry, Strategy

PAGE_SIZE = 20
IN_CATALOGUE = ("tema", "alder", "element", "styrke")
IN_PORTAL = ("tema", "alder", "greb", "styrke", "kommune")


@login_required
@require_GET
def catalogue_list(request: HttpRequest, slug: str) -> HttpResponse:
    """A municipality's catalogue: what is in it, and drafts for those who write them."""
    strategy = get_object_or_404(Strategy.objects.visible_to(request.user).select_related("municipality"), slug=slug)
    visible = CatalogueEntry.objects.visible_to(request.user).filter(strategy=strategy)
    rows = visible.filter(state=CatalogueEntry.State.PUBLISHED)
    form = CatalogueFilter(request.GET, shows=IN_CATALOGUE, elements=catalogue_search.element_titles(rows))
    others = visible.exclude(state=CatalogueEntry.State.PUBLISHED).order_by("state", "-updated_at")
    may_lead = rules.can_lead(request.user, strategy.municipality)
    context = {
        "form": form,
        "page": _page(request, rows, form),
        "is_searched": any(request.GET.get(name) for name in ("q", *IN_CATALOGUE)),
        "drafts": list(others[:50]) if may_lead else [],
        "may_lead": may_lead,
        "may_advise": Strategy.seats_of(signed_in(request)).filter(round__strategy=strategy).exists(),
        **navigation.context(request, strategy, "catalogue"),
    }
    return render(request, "strategy/catalogue/list.html", context)


@require_GET
def knowledge(request: HttpRequest) -> HttpResponse:
    """The knowledge portal: what municipalities have tried and released, for everybody."""
    rows = CatalogueEntry.objects.released()
    owners = Municipality.objects.filter(strategies__entries__released_at__isnull=False).distinct().order_by("name")
    form = CatalogueFilter(request.GET, shows=IN_PORTAL, municipalities=list(owners.values_list("code", "name")))
    context = {
        "form": form,
        "page": _page(request, rows, form),
        "is_searched": any(request.GET.get(name) for name in ("q", *IN_PORTAL)),
        "lever": LEVERS[form.wish.lever - 1] if form.wish.lever else "",
    }
    return render(request, "strategy/catalogue/knowledge.html", context)


def _page(request: HttpRequest, rows: QuerySet[CatalogueEntry], form: CatalogueFilter) -> Page[Any]:
    found = catalogue_search.search(rows, form.wish)
    shown = catalogue_search.with_what_a_card_shows(found).order_by("-strength", "title", "pk")
    return Paginator(shown, PAGE_SIZE).get_page(request.GET.get("side"))


@require_GET
def entry(request: HttpRequest, slug: str) -> HttpResponse:
    """One entry, to read, to print, and to begin an application from."""
    rows = CatalogueEntry.objects.visible_to(request.user)
    row = get_object_or_404(catalogue_search.with_what_a_card_shows(rows), slug=slug)
    owner = row.strategy
    may_lead = rules.can_lead(request.user, owner.municipality)
    is_inside = rules.can_read_strategy_work(request.user, owner)
    rounds = catalogue_pages.rounds_to_apply_in(request.user, at=timezone.now())
    effect = catalogue_pages.effect_of(row)
    context: dict[str, Any] = {
        "entry": row,
        "levers": [(number, LEVERS[number - 1]) for number in sorted(row.levers) if 1 <= number <= len(LEVERS)],
        "effect": effect,
        # The evaluation is prefilled with the graph's own words; they are not said twice.
        "is_effect_told": effect is not None and effect.words in row.effect,
        "may_lead": may_lead,
        "is_inside": is_inside,
        "missing": catalogue.missing_in(row) if may_lead and row.state == CatalogueEntry.State.DRAFT else [],
        "revisions": list(row.revisions.select_related("by")) if is_inside else list(row.revisions.all()),
        "rounds": rounds,
        "beginning": None if rounds else catalogue_pages.beginning(request.user),
    }
    context |= navigation.context(request, owner, "catalogue") if is_inside else {}
    return render(request, "strategy/catalogue/entry.html", context)

"""The catalogue's yearly editions: the list, a draft's foreword, and a published one with its PDF."""

from collections.abc import Callable
from copy import copy

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import require, signed_in
from strategy import edition_snapshot, editions, navigation, rules
from strategy.forms.catalogue import ForewordForm, YearForm
from strategy.models import CatalogueEdition, Strategy


def _strategy(request: HttpRequest, slug: str) -> Strategy:
    return get_object_or_404(Strategy.objects.visible_to(request.user).select_related("municipality"), slug=slug)


@login_required
@require_http_methods(["GET", "POST"])
def edition_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The editions, newest first; coordinators begin the next."""
    strategy = _strategy(request, slug)
    may_lead = rules.can_lead(request.user, strategy.municipality)
    years = editions.years_to_begin(strategy, at=timezone.now()) if may_lead else []
    form = YearForm(request.POST if request.method == "POST" else None, years=years)
    if request.method == "POST":
        require(may_lead, "Kun kommunens koordinatorer laver en årgang.")
        if form.is_valid():
            year = form.cleaned_data["year"]
            try:
                editions.begin(strategy=strategy, year=year, by=signed_in(request), at=timezone.now())
            except editions.EditionRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                return redirect("edition", slug=slug, year=year)
    rows = strategy.editions.select_related("document").defer("content")
    context = {
        "editions": list(rows if may_lead else rows.filter(published_at__isnull=False)),
        "form": form,
        "years": years,
        "next_year": timezone.localdate().year + 1,
        "may_lead": may_lead,
        **navigation.context(request, strategy, "catalogue"),
    }
    return render(request, "strategy/catalogue/editions.html", context, status=422 if form.errors else 200)


def _edition(request: HttpRequest, slug: str, year: int) -> tuple[CatalogueEdition, bool]:
    """The edition and whether the person makes it; a draft is seen by those who do only."""
    strategy = _strategy(request, slug)
    may_lead = rules.can_lead(request.user, strategy.municipality)
    rows = CatalogueEdition.objects.filter(strategy=strategy).select_related("document", "published_by")
    row = get_object_or_404(rows if may_lead else rows.filter(published_at__isnull=False), year=year)
    row.strategy = strategy
    return row, may_lead


@login_required
@require_http_methods(["GET", "POST"])
def edition(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """A draft: its foreword and what it would hold. A published one: what it holds, and the PDF."""
    row, may_lead = _edition(request, slug, year)
    if request.method == "GET":
        return _shown(request, row, ForewordForm(instance=copy(row)), may_lead, seen=row.foreword)
    require(may_lead, "Kun kommunens koordinatorer skriver forordet.")
    return _kept(request, row, editions.save, "Forordet er gemt.")


@login_required
@require_POST
def publish(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Write the foreword as it stands in the form, freeze the edition, and order its PDF: all of it, or nothing."""
    row, may_lead = _edition(request, slug, year)
    require(may_lead, "Kun kommunens koordinatorer udgiver kataloget.")
    return _kept(request, row, editions.publish, f"Kataloget {year} er udgivet. PDF'en laves nu.")


def _kept(request: HttpRequest, row: CatalogueEdition, act: Callable[..., object], done: str) -> HttpResponse:
    """Do it with the foreword that was typed; when it is refused, what was typed stands in the form still."""
    form = ForewordForm({"foreword": request.POST.get("foreword", row.foreword)}, instance=copy(row))
    seen, theirs = request.POST.get("seen", row.foreword).replace("\r\n", "\n"), ""
    if form.is_valid():
        foreword = form.cleaned_data["foreword"].replace("\r\n", "\n")
        try:
            act(edition=row, foreword=foreword, seen=seen, by=signed_in(request), at=timezone.now())
        except editions.ForewordChanged as changed:
            form.add_error(None, str(changed))
            theirs = seen = changed.foreword
        except editions.EditionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return redirect("edition", slug=row.strategy.slug, year=row.year)
    return _shown(request, row, form, True, seen=seen, theirs=theirs)


def _shown(
    request: HttpRequest, row: CatalogueEdition, form: ForewordForm, may_lead: bool, *, seen: str, theirs: str = ""
) -> HttpResponse:
    is_draft = row.published_at is None
    context = {
        "edition": row,
        "form": form,
        "seen": seen,
        "theirs": theirs,
        "may_lead": may_lead,
        "entries": editions.entries_now(row.strategy).order_by("title") if is_draft else row.content["entries"],
        "code": edition_snapshot.short(row.sha256),
        **navigation.context(request, row.strategy, "catalogue"),
    }
    return render(request, "strategy/catalogue/edition.html", context, status=422 if form.errors else 200)

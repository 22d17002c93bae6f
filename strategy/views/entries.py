"""Making the catalogue: the committee's advice, and an entry begun, written, published, shared, taken out."""

from copy import copy
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import require, signed_in
from partnerships.views.posted import number
from strategy import catalogue, catalogue_pages, catalogue_votes, navigation, rules
from strategy.forms.catalogue import EntryForm
from strategy.forms.evaluations import VoteForm
from strategy.models import CatalogueEntry, CommitteeSeat, Strategy, TrialAction

PAGE_SIZE = 20
ACTS = {
    "publish": (catalogue.publish, "Indsatsen er i kataloget. Teamet har fået besked."),
    "retire": (catalogue.retire, "Indsatsen er taget ud af kataloget."),
    "release": (catalogue.release, "Indsatsen er delt i vidensportalen. Alle kommuner kan læse den nu."),
    "take_back": (catalogue.take_back, "Indsatsen er taget ud af vidensportalen. Kun jeres egen kommune ser den."),
}


@login_required
@require_http_methods(["GET", "POST"])
def votes(request: HttpRequest, slug: str) -> HttpResponse:
    """What has been evaluated: the committee gives its advice, and the coordinators see it and choose."""
    strategy = get_object_or_404(Strategy.objects.visible_to(request.user).select_related("municipality"), slug=slug)
    user = signed_in(request)
    may_lead = rules.can_lead(user, strategy.municipality)
    has_seat = CommitteeSeat.objects.present().filter(round__strategy=strategy, user=user).exists()
    require(may_lead or has_seat or user.is_administrator, "Siden er for udvalget og kommunens koordinatorer.")
    rows = catalogue_votes.of_strategy(strategy, user)
    failed: dict[int, VoteForm] = {}
    if request.method == "POST":
        chosen = next((row for row in rows if row.evaluation.pk == number(request, "evaluation")), None)
        if chosen is None:
            raise Http404
        require(chosen.seat is not None, "Kun udvalgets medlemmer kan give råd.")
        form = _vote_form(chosen, request.POST)
        if form.is_valid() and chosen.seat is not None:
            try:
                catalogue_votes.vote(
                    evaluation=chosen.evaluation, seat=chosen.seat, by=user, at=timezone.now(), **form.cleaned_data
                )
            except catalogue_votes.VoteRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, f"Dit råd om “{chosen.trial_action}” er givet.")
                return redirect("catalogue_votes", slug=slug)
        failed[chosen.evaluation.pk] = form
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("side"))
    context = {
        "rows": [(row, failed.get(row.evaluation.pk) or (_vote_form(row) if row.seat else None)) for row in page],
        "page": page,
        "failed": list(failed.values()),
        "may_lead": may_lead,
        **navigation.context(request, strategy, "catalogue"),
    }
    return render(request, "strategy/catalogue/votes.html", context, status=422 if failed else 200)


def _vote_form(row: catalogue_votes.Advised, data: Any = None) -> VoteForm:
    return VoteForm(data, instance=copy(row.own) if row.own else None, prefix=f"raad-{row.evaluation.pk}")


@login_required
@require_POST
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin an entry from the evaluation, or go on with the one there is."""
    rows = TrialAction.objects.visible_to(request.user).select_related("round__strategy__municipality")
    row = get_object_or_404(rows, pk=pk)
    require(rules.can_lead(request.user, row.municipality), "Kun kommunens koordinatorer laver kataloget.")
    try:
        entry = catalogue.begin(trial_action=row, by=signed_in(request), at=timezone.now())
    except catalogue.EntryRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("catalogue_votes", slug=row.round.strategy.slug)
    return redirect("entry_edit", slug=entry.slug)


def _own(request: HttpRequest, slug: str) -> CatalogueEntry:
    """An entry that the person may write: 404 when it is not seen, 403 when it is read only."""
    rows = CatalogueEntry.objects.visible_to(request.user).select_related(
        "strategy__municipality", "trial_action__round", "updated_by"
    )
    row = get_object_or_404(rows, slug=slug)
    require(rules.can_lead(request.user, row.strategy.municipality), "Kun kommunens koordinatorer retter i kataloget.")
    return row


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Write an entry. A colleague's change is told and what was typed is kept."""
    row = _own(request, slug)
    elements = catalogue_pages.elements_for(row)
    form = EntryForm(request.POST if request.method == "POST" else None, instance=copy(row), elements=elements)
    seen = request.POST.get("seen", "") if request.method == "POST" else catalogue.mark_of(row)
    theirs: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            saved = catalogue.save(
                entry=row,
                content=form.content,
                seen=seen,
                why=form.cleaned_data.get("why", ""),
                by=signed_in(request),
                at=timezone.now(),
            )
        except catalogue.EntryChanged as changed:
            form.add_error(None, str(changed))
            theirs, seen = catalogue_pages.different(form, changed.entry), catalogue.mark_of(changed.entry)
        except catalogue.EntryRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            more = " Den tidligere udgave står i historikken." if saved.revision > 1 else ""
            messages.success(request, f"Gemt.{more}")
            return redirect(saved)
    context = {
        "entry": row,
        "form": form,
        "seen": seen,
        "theirs": theirs,
        **navigation.context(request, row.strategy, "catalogue"),
    }
    return render(request, "strategy/catalogue/edit.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def act(request: HttpRequest, slug: str) -> HttpResponse:
    """Publish, take out, share with all, take back: what the button said."""
    row = _own(request, slug)
    if request.POST.get("act", "") not in ACTS:
        raise Http404
    does, words = ACTS[request.POST["act"]]
    try:
        does(entry=row, by=signed_in(request), at=timezone.now())
    except catalogue.EntryRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect(row)


@login_required
@require_GET
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """How an entry has read: each change with who, why, and what stood there before."""
    rows = CatalogueEntry.objects.visible_to(request.user).select_related("strategy__municipality", "updated_by")
    row = get_object_or_404(rows.prefetch_related("elements"), slug=slug)
    require(rules.can_read_strategy_work(request.user, row.strategy), "Historikken er for kommunens egne.")
    context = {
        "entry": row,
        "changes": catalogue_pages.changes(row),
        "url": reverse("catalogue_entry", args=[slug]),
        **navigation.context(request, row.strategy, "catalogue"),
    }
    return render(request, "strategy/catalogue/history.html", context)

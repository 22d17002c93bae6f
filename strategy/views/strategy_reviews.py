"""The yearly review of the strategy itself, and the next version it yields."""

from dataclasses import asdict

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms.utils import ErrorDict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import require, signed_in
from partnerships.forms.rows import ADD, REMOVE
from partnerships.views.posted import revision_of
from strategy import rules
from strategy import strategy_reviews as reviews
from strategy.forms.involvement import PointRows, SummaryForm
from strategy.models import Strategy, StrategyReview, StrategyVersion
from strategy.strategy_reviews import Content, ReviewChanged, ReviewRefused
from strategy.views.found import strategy_led, strategy_work
from strategy.views.strategy_work import page

YEARS = range(2000, 2101)


def _of_year(strategy: Strategy, year: int) -> StrategyReview | None:
    if year not in YEARS:
        raise Http404
    rows = strategy.reviews.select_related("reviewed", "next_version", "decided_by", "strategy")
    return rows.filter(year=year).first()


@login_required
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Write a year's review while it is open; read it through before it is closed, and after."""
    strategy = strategy_work(request, slug)
    row = _of_year(strategy, year)
    may_write = rules.can_lead(request.user, strategy.municipality) and (row is None or row.decided_at is None)
    saved = reviews.content_of(row)
    if request.method == "POST":
        require(may_write)
        return _write(request, strategy, year, row, saved)
    if not may_write:
        if row is None:
            raise Http404
        kinds = reviews.by_kind(saved)
        return page(request, "review", strategy, review=row, year=year, summary=saved.summary, kinds=kinds)
    if row is not None and "afslut" in request.GET:
        context = {"summary": saved.summary, "kinds": reviews.by_kind(saved), "is_closing": True}
        return page(request, "review", strategy, review=row, year=year, **context)
    if row is None and not strategy.versions.filter(state=StrategyVersion.State.PUBLISHED).exists():
        messages.info(request, "Strategien er ikke offentliggjort endnu, så der er intet at evaluere.")
        return redirect("strategy_work", slug=slug)
    return _write(request, strategy, year, row, saved)


def _write(
    request: HttpRequest, strategy: Strategy, year: int, row: StrategyReview | None, saved: Content
) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    form = SummaryForm(posted, initial={"summary": saved.summary})
    rows = PointRows.asked_for(request, prefix="r", initial=[asdict(point) for point in saved.points])
    revision = revision_of(request) if posted is not None else row.revision if row else 0
    theirs: Content | None = None
    refused = ""
    is_saving = posted is not None and ADD not in posted and REMOVE not in posted
    if is_saving and form.is_valid() and rows.is_valid():
        content = Content(form.cleaned_data["summary"], rows.points)
        by, at = signed_in(request), timezone.now()
        try:
            reviews.save(strategy=strategy, year=year, content=content, revision=revision, by=by, at=at)
        except ReviewChanged as changed:
            refused, theirs, revision = str(changed), changed.saved, changed.review.revision
        except ReviewRefused as refusal:
            refused = str(refusal)
        else:
            url = reverse("strategy_review", args=[strategy.slug, year])
            if "finish" in request.POST:
                return redirect(f"{url}?afslut=1")
            messages.success(request, "Evalueringen er gemt.")
            return redirect(url)
    elif not is_saving and posted is not None:
        form._errors = ErrorDict()  # type: ignore[attr-defined]  # typed so far, not judged yet
    is_wrong = bool(refused) or (is_saving and not (form.is_valid() and rows.is_valid()))
    return page(
        request,
        "review_edit",
        strategy,
        422 if is_wrong else 200,
        review=row,
        year=year,
        form=form,
        rows=rows,
        revision=revision,
        refused=refused,
        theirs=theirs,
        their_kinds=reviews.by_kind(theirs) if theirs else [],
    )


@login_required
@require_POST
def decide(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Close the year's review as it was read; the next version begins as a draft."""
    strategy = strategy_led(request, slug)
    row = get_object_or_404(StrategyReview.objects.select_related("strategy"), strategy=strategy, year=year)
    try:
        draft = reviews.decide(review=row, revision=revision_of(request), by=signed_in(request), at=timezone.now())
    except ReviewRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("strategy_review", slug=slug, year=year)
    messages.success(request, f"Evalueringen er afsluttet. Udgave {draft.number} er begyndt som kladde.")
    return redirect("strategy_edit", slug=slug)

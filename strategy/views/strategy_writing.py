"""Writing a strategy: begin it, write its texts and parts, publish it, and begin the next version."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import require, signed_in
from partnerships.forms.rows import ADD, REMOVE
from partnerships.models import Municipality
from strategy import navigation, rules, strategies, strategy_reviews
from strategy.forms.strategies import FORMS, BeginForm, TextsForm, in_lines, initial_of, marks, typed
from strategy.models import Strategy, StrategyVersion
from strategy.strategies import StrategyRefused, TextChanged
from strategy.strategy_texts import mark_of, rows_of, texts_of
from strategy.views.found import strategy_led


@dataclass(frozen=True)
class Part:
    """A part of the strategy as its page calls it."""

    name: str
    title: str
    lead: str
    row_name: str
    add_label: str


# By the word in the address.
PAGES = {
    "pejlemaerker": Part(
        "guiding_marks",
        "Pejlemærker",
        "Det, I styrer efter. Fem til syv er nok til, at de bliver husket.",
        "Pejlemærke",
        "Tilføj et pejlemærke",
    ),
    "elementer": Part(
        "elements",
        "Modellens elementer",
        "Det, alle prøvehandlinger skal arbejde med. Ét af dem kan stå i midten.",
        "Element",
        "Tilføj et element",
    ),
    "aarshjul": Part(
        "cycle",
        "Årshjul",
        "Hvad der sker hvornår, hvert år. Faser kan ligge oven i hinanden og gå hen over nytår.",
        "Fase",
        "Tilføj en fase",
    ),
    "tidsplan": Part(
        "timeline", "Tidsplan", "Hvad der sker i denne periode, i rækkefølge.", "Punkt", "Tilføj et punkt"
    ),
    "spoergsmaal": Part(
        "improvement_questions",
        "Spørgsmål i forbedringsmodellen",
        "Det, et team spørger sig selv om, før det går i gang.",
        "Spørgsmål",
        "Tilføj et spørgsmål",
    ),
}


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Begin a strategy with its title."""
    municipality = get_object_or_404(Municipality.objects.visible_to(request.user).distinct(), code=code)
    request.municipality = municipality  # type: ignore[attr-defined]
    require(rules.can_lead(request.user, municipality))
    form = BeginForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            row = strategies.begin(
                municipality=municipality, title=form.cleaned_data["title"], by=signed_in(request), at=timezone.now()
            )
        except StrategyRefused as refusal:
            form.add_error("title", str(refusal))
        else:
            return redirect("strategy_edit", slug=row.slug)
    status = 422 if form.errors else 200
    return render(request, "strategy/new.html", {"municipality": municipality, "form": form}, status=status)


@login_required
@require_GET
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """What has been written of the draft, what is missing, and the way to publish it."""
    strategy = strategy_led(request, slug)
    draft = strategies.draft_of(strategy)
    if draft is None:
        return redirect("strategy_work", slug=slug)
    counts = {key: getattr(draft, page.name).count() for key, page in PAGES.items()}
    filled = [
        name
        for name in ("vision", "goal", "introduction", "value_base", "model_text", "improvement_text")
        if getattr(draft, name)
    ]
    context = {
        "draft": draft,
        "filled": len(filled),
        "parts": [{"key": key, "page": page, "count": counts[key]} for key, page in PAGES.items()],
        "missing": strategies.missing_in(draft),
        "before": strategy.versions.filter(state=StrategyVersion.State.PUBLISHED).first(),
        "held": strategies.held_by(strategy) if draft.number == 1 else [],
        "kinds": strategy_reviews.leading_to(draft),
        "rounds": strategy.rounds.filter(decided_at=None).select_related("version").order_by("closes_at", "pk"),
        "now": timezone.now(),
    }
    return _page(request, "edit", strategy, context)


def _page(
    request: HttpRequest, template: str, strategy: Strategy, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    context |= navigation.context(request, strategy, "work")
    return render(request, f"strategy/work/{template}.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def part(request: HttpRequest, slug: str, part: str) -> HttpResponse:
    """Write one part of the draft. A colleague's change is told and what was typed is kept."""
    strategy = strategy_led(request, slug)
    if part != "tekster" and part not in PAGES:
        raise Http404
    draft = strategies.draft_of(strategy)
    if draft is None:
        messages.info(request, "Udgaven er offentliggjort og kan ikke rettes. Begynd den næste udgave.")
        return redirect("strategy_work", slug=slug)
    return _texts(request, strategy, draft) if part == "tekster" else _rows(request, strategy, draft, PAGES[part])


def _seen(request: HttpRequest, now: str) -> str:
    """The mark of what the person read: what the page gives now, or gave when it was filled in."""
    return request.POST.get("seen", "") if request.method == "POST" else now


def _texts(request: HttpRequest, strategy: Strategy, draft: StrategyVersion) -> HttpResponse:
    saved = texts_of(draft)
    form = TextsForm(request.POST if request.method == "POST" else None, texts=saved)
    seen, theirs = _seen(request, mark_of(saved)), []
    was = request.POST.get("was", "") if request.method == "POST" else marks(saved)
    if request.method == "POST" and form.is_valid():
        try:
            strategies.save_texts(
                strategy=strategy, texts=form.texts, seen=seen, by=signed_in(request), at=timezone.now()
            )
        except TextChanged as changed:
            now = texts_of(strategies.draft_of(strategy) or draft)
            form = form.with_theirs(now, was)
            form.add_error(None, str(changed))
            theirs, seen, was = form.different(now), mark_of(now), marks(now)
        except StrategyRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Teksterne er gemt.")
            return redirect("strategy_edit", slug=strategy.slug)
    context = {"draft": draft, "form": form, "seen": seen, "was": was, "theirs": theirs}
    return _page(request, "texts", strategy, context, 422 if form.errors else 200)


def _rows(request: HttpRequest, strategy: Strategy, draft: StrategyVersion, page: Part) -> HttpResponse:
    saved = rows_of(draft, page.name)
    rows = FORMS[page.name][0].asked_for(request, prefix="r", initial=initial_of(saved))
    seen, theirs, refused = _seen(request, mark_of(saved)), [], ""
    is_saving = request.method == "POST" and ADD not in request.POST and REMOVE not in request.POST
    if is_saving and rows.is_valid():
        try:
            strategies.save_part(
                strategy=strategy,
                part=page.name,
                rows=typed(page.name, rows),
                seen=seen,
                by=signed_in(request),
                at=timezone.now(),
            )
        except TextChanged as changed:
            now = rows_of(strategies.draft_of(strategy) or draft, page.name)
            refused, theirs, seen = str(changed), in_lines(now), mark_of(now)
        except StrategyRefused as refusal:
            refused = str(refusal)
        else:
            messages.success(request, f"{page.title}: gemt.")
            return redirect("strategy_edit", slug=strategy.slug)
    context = {"draft": draft, "rows": rows, "part": page, "seen": seen, "theirs": theirs, "refused": refused}
    is_wrong = refused or (is_saving and not rows.is_valid())
    return _page(request, "rows", strategy, context, 422 if is_wrong else 200)


@login_required
@require_POST
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Make the draft the version that holds."""
    strategy = strategy_led(request, slug)
    try:
        strategies.publish(strategy=strategy, by=signed_in(request), at=timezone.now())
    except StrategyRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("strategy_edit", slug=slug)
    address = reverse("strategy", args=[slug])
    messages.success(
        request, format_html('Strategien er offentliggjort. <a href="{}">Se den, som alle kan læse den</a>.', address)
    )
    return redirect("strategy_work", slug=slug)


@login_required
@require_POST
def next_version(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin the next version as a copy of the one that holds."""
    strategy = strategy_led(request, slug)
    try:
        strategies.next_version(strategy=strategy, by=signed_in(request), at=timezone.now())
    except StrategyRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("strategy_work", slug=slug)
    return redirect("strategy_edit", slug=slug)


@login_required
@require_POST
def discard(request: HttpRequest, slug: str) -> HttpResponse:
    """Throw the draft of the next version away, or the first one with the strategy."""
    strategy = strategy_led(request, slug)
    is_first = not strategy.versions.exclude(state=StrategyVersion.State.DRAFT).exists()
    try:
        strategies.discard(strategy=strategy, by=signed_in(request), at=timezone.now())
    except StrategyRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("strategy_edit", slug=slug)
    if is_first:
        messages.success(request, "Kladden er slettet, og strategien med den.")
        return redirect("municipality_strategies", code=strategy.municipality.code)
    messages.success(request, "Kladden er slettet. Den gældende udgave er uændret.")
    return redirect("strategy_work", slug=slug)

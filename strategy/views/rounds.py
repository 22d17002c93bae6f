"""Rounds: what is asked for and when, the criteria, the committee, and one's own applications."""

from dataclasses import fields
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import require, signed_in
from accounts.danish import date_time
from partnerships.views.posted import number as posted_number
from partnerships.views.posted import revision_of
from strategy import committee_seats, navigation, round_pages, rounds, rules
from strategy.committee import members as committee_of
from strategy.forms.rounds import CriterionRows, RoundForm, SeatForm
from strategy.models import CommitteeSeat, Round, Strategy
from strategy.rounds import Plan, RoundRefused, Weighed

A_PAGE = 20
ANNOUNCED = (
    "Runden er meldt ud, og kommunens medlemmer i portalen har fået en mail. Den står også på strategiens side, "
    "som I kan dele med resten."
)
LABELS = {
    "title": "Titel",
    "text": "Til dem, der søger",
    "opens_at": "Åbner",
    "closes_at": "Lukker",
    "meets_at": "Udvalget mødes",
    "target": "Antal",
}


def _strategy(request: HttpRequest, slug: str) -> Strategy:
    found = get_object_or_404(
        Strategy.objects.visible_to(request.user).select_related("municipality").distinct(), slug=slug
    )
    request.municipality = found.municipality  # type: ignore[attr-defined]
    return found


def seen(request: HttpRequest, pk: int) -> Round:
    """The round, when the person may know of it; else 404. Sets the room."""
    rows = Round.objects.visible_to(request.user).select_related("strategy__municipality", "version").distinct()
    found = get_object_or_404(rows, pk=pk)
    request.municipality = found.municipality  # type: ignore[attr-defined]
    return found


def _led(request: HttpRequest, pk: int) -> Round:
    found = seen(request, pk)
    require(rules.can_lead(request.user, found.municipality))
    return found


def _page(request: HttpRequest, template: str, strategy: Strategy, **context: Any) -> HttpResponse:
    context |= navigation.context(request, strategy, "rounds")
    return render(request, f"strategy/rounds/{template}.html", context)


@login_required
@require_GET
def rounds_of(request: HttpRequest, slug: str) -> HttpResponse:
    """The strategy's rounds, newest first, with how many have applied."""
    strategy = _strategy(request, slug)
    rows = Round.objects.visible_to(request.user).filter(strategy=strategy).distinct()
    handed_in = Count("trial_actions", filter=~Q(trial_actions__state__in=("draft", "withdrawn")), distinct=True)
    page = Paginator(rows.annotate(handed_in=handed_in).order_by("-opens_at", "-pk"), A_PAGE).get_page(
        request.GET.get("side")
    )
    may_lead = rules.can_lead(request.user, strategy.municipality)
    return _page(request, "list", strategy, page=page, may_lead=may_lead, now=timezone.now())


@login_required
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One round: what is asked for, until when, by which criteria, my applications, and how to begin one."""
    round_ = seen(request, pk)
    now = timezone.now()
    person = signed_in(request)
    may_begin, may_apply = round_pages.may_begin(round_, now), rules.can_apply(person, round_.municipality)
    context = {
        "round": round_,
        "criteria": round_pages.weighed(round_),
        "mine": round_pages.applications_of(round_, person),
        "seat": rules.seat_of(person, round_),
        "is_open": round_.takes_applications_at(now),
        "is_over": round_pages.is_over(round_, now),
        "may_begin": may_begin and may_apply,
        "to_ask": round_pages.coordinators_to_ask(round_, person) if may_begin and not may_apply else "",
        "may_lead": rules.can_lead(person, round_.municipality),
        "committee": committee_of(round_),
        "now": now,
        "entry": round_pages.entry_to_begin_from(person, request.GET.get("efter", "")),
    }
    return _page(request, "round", round_.strategy, **context)


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a round."""
    strategy = _strategy(request, slug)
    require(rules.can_lead(request.user, strategy.municipality))
    form = RoundForm(data=request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = rounds.begin(strategy=strategy, plan=form.plan, by=signed_in(request), at=timezone.now())
        except RoundRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Runden er begyndt. Se kriterierne igennem, og sæt udvalget.")
            return redirect("round", pk=made.pk)
    return _page(request, "edit", strategy, form=form)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a round. A colleague's change is told, and what was typed is kept."""
    round_ = _led(request, pk)
    form = RoundForm(rounds.plan_of(round_), request.POST if request.method == "POST" else None)
    revision = revision_of(request) if request.method == "POST" else round_.revision
    theirs: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            rounds.change(round_=round_, plan=form.plan, revision=revision, by=signed_in(request), at=timezone.now())
        except rounds.RoundChanged as changed:
            form.add_error(None, str(changed))
            theirs, revision = _different(form.plan, rounds.plan_of(changed.round)), changed.round.revision
        except rounds.DeadlinePassed as passed:
            form.add_error("closes_at", str(passed))
        except RoundRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            is_moved = round_.announced_at is not None and round_.closes_at != form.plan.closes_at
            told = " Fristen er flyttet, og de, der skriver på en ansøgning, får en mail." if is_moved else ""
            messages.success(request, f"Runden er gemt.{told}")
            return redirect("round", pk=pk)
    return _page(request, "edit", round_.strategy, round=round_, form=form, revision=revision, theirs=theirs)


def _different(mine: Plan, theirs: Plan) -> list[tuple[str, str]]:
    rows = []
    for one in fields(Plan):
        saved = getattr(theirs, one.name)
        if saved != getattr(mine, one.name):
            shown = date_time(saved) if one.name.endswith("_at") and saved else str(saved or "Tomt")
            rows.append((LABELS[one.name], shown))
    return rows


@login_required
@require_http_methods(["GET", "POST"])
def criteria(request: HttpRequest, pk: int) -> HttpResponse:
    """What points are given by, with weights."""
    round_ = _led(request, pk)
    now = rounds.criteria_of(round_)
    rows = CriterionRows.asked_for(request, prefix="kriterium", initial=[vars(one) for one in now])
    revision = revision_of(request) if request.method == "POST" else round_.revision
    refused = ""
    theirs: tuple[Weighed, ...] = ()
    is_sent = request.method == "POST" and not {"add-row", "remove-row"} & request.POST.keys()
    if is_sent and rows.is_valid():
        try:
            rounds.set_criteria(
                round_=round_, criteria=rows.weighed, revision=revision, by=signed_in(request), at=timezone.now()
            )
        except rounds.RoundChanged as changed:
            refused, revision, theirs = str(changed), changed.round.revision, rounds.criteria_of(changed.round)
        except RoundRefused as refusal:
            refused = str(refusal)
        else:
            messages.success(request, "Kriterierne er gemt.")
            return redirect("round", pk=pk)
    context = {"round": round_, "rows": rows, "revision": revision, "refused": refused, "theirs": theirs}
    return _page(request, "criteria", round_.strategy, **context)


@login_required
@require_http_methods(["GET", "POST"])
def committee(request: HttpRequest, pk: int) -> HttpResponse:
    """Who sits in the committee; give a seat, take one, choose who leads."""
    round_ = _led(request, pk)
    by, at = signed_in(request), timezone.now()
    form = SeatForm()
    chair = committee_seats.chair_of(round_)
    if request.method == "POST":
        try:
            if "take" in request.POST or "chair" in request.POST:
                _change_seat(request, round_, chair)
                return redirect("round_committee", pk=pk)
            form = SeatForm(request.POST)
            if form.is_valid():
                seat = committee_seats.give(round_=round_, by=by, at=at, **form.cleaned_data)
                told = "har fået en plads og en mail" if round_.announced_at else "får en mail, når runden meldes ud"
                messages.success(request, f"{seat.display_name} {told}.")
                if seat.is_chair:
                    messages.info(request, _new_chair(seat, chair))
                return redirect("round_committee", pk=pk)
        except RoundRefused as refusal:
            if form.is_bound and not round_.is_decided:
                form.add_error(None, str(refusal))
            else:
                messages.error(request, str(refusal))
                return redirect("round_committee", pk=pk)
    seats = list(round_.seats.select_related("user"))
    present = [seat for seat in seats if seat.left_at is None]
    counts = [(label, sum(seat.kind == kind for seat in present)) for kind, label in CommitteeSeat.Kind.choices]
    form.say_who_leads(chair.display_name if chair else "")
    context = {"round": round_, "form": form, "seats": seats, "counts": counts, "has_chair": chair is not None}
    context["present"] = len(present)
    return _page(request, "committee", round_.strategy, **context)


def _change_seat(request: HttpRequest, round_: Round, chair: CommitteeSeat | None) -> None:
    name = "take" if "take" in request.POST else "chair"
    seat = get_object_or_404(round_.seats.select_related("round", "user"), pk=posted_number(request, name))
    change = committee_seats.take if name == "take" else committee_seats.make_chair
    change(seat=seat, by=signed_in(request), at=timezone.now())
    if name == "take":
        messages.success(request, f"{seat.display_name} er fjernet fra udvalget.")
    else:
        messages.success(request, _new_chair(seat, chair))


def _new_chair(seat: CommitteeSeat, before: CommitteeSeat | None) -> str:
    instead = f" i stedet for {before.display_name}" if before and before.user_id != seat.user_id else ""
    return f"{seat.display_name} er formand for udvalget{instead}."


@login_required
@require_POST
def announce(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell the municipality's members of the round."""
    round_ = _led(request, pk)
    try:
        rounds.announce(round_=round_, by=signed_in(request), at=timezone.now())
        messages.success(request, ANNOUNCED)
    except RoundRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("round", pk=pk)


@login_required
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a round that was never announced."""
    round_ = _led(request, pk)
    try:
        rounds.discard(round_=round_, by=signed_in(request), at=timezone.now())
    except RoundRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("round", pk=pk)
    messages.success(request, "Runden er slettet.")
    return redirect("rounds", slug=round_.strategy.slug)

"""The municipality's answer to its report: comments, acceptance, release, and its levels beside others'."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import require, signed_in
from partnerships.models import Municipality
from partnerships.views.posted import number
from screening import acceptance, delivered_levels, releases, result_pages, rules
from screening.forms.results import CommentForm, ReplyForm
from screening.models import Comment, Screening
from screening.screenings import ScreeningRefused
from screening.views.found import of_municipality, worked_on


def _page(request: HttpRequest, template: str, screening: Screening, status: int = 200, **context: Any) -> HttpResponse:
    context = {"screening": screening, "municipality": screening.municipality, **context}
    return render(request, f"screening/result/{template}.html", context, status=status)


def _back(screening: Screening, place: str = "") -> HttpResponse:
    response = redirect("municipality_screening", code=screening.municipality.code, pk=screening.pk)
    response["Location"] += f"#{place}" if place else ""
    return response


@login_required
@require_http_methods(["GET", "POST"])
def comment(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Write a comment on a lever or on the whole."""
    screening = of_municipality(request, code, pk)
    require(rules.can_answer_report(request.user, screening))
    if screening.state == Screening.State.ACCEPTED:
        messages.info(request, "Rapporten er godkendt og ligger fast. Skriv til konsulenterne, hvis der er noget.")
        return _back(screening)
    levers = list(result_pages.short_names(screening).items())
    chosen = next((lever for lever, _ in levers if str(lever) == request.GET.get("greb")), 0)
    form = CommentForm(request.POST or None, levers=levers, initial={"lever_number": chosen})
    if request.method == "POST" and form.is_valid():
        about = form.cleaned_data["lever_number"]
        try:
            acceptance.comment(
                screening=screening,
                number=about,
                text=form.cleaned_data["text"],
                by=signed_in(request),
                at=timezone.now(),
            )
        except ScreeningRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Kommentaren er sendt til konsulenterne.")
            return _back(screening, f"greb-{about}" if about else "kommentarer")
    return _page(request, "comment", screening, form=form)


@login_required
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Say yes to the version one has read. It lies fast from then on."""
    screening = of_municipality(request, code, pk)
    require(rules.can_accept(request.user, screening))
    if request.method == "POST":
        version = number(request, "version")
        try:
            acceptance.accept(screening=screening, version=version, by=signed_in(request), at=timezone.now())
        except ScreeningRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "Rapporten er godkendt. Konsulenterne har fået besked.")
        return _back(screening)
    result = result_pages.result_of(screening, user=signed_in(request))
    if result is None or result.is_accepted or result.is_being_changed:
        return _back(screening)
    return _page(request, "accept", screening, result=result)


@login_required
@require_http_methods(["GET", "POST"])
def release(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Who would see what, and a button that shows it to them, or to nobody any more."""
    screening = of_municipality(request, code, pk)
    require(rules.can_accept(request.user, screening))
    if request.method == "POST":
        is_shown = "take_back" not in request.POST
        act = releases.release if is_shown else releases.take_back
        try:
            act(screening=screening, by=signed_in(request), at=timezone.now())
        except ScreeningRefused as refusal:
            messages.error(request, str(refusal))
        else:
            words = "Jeres netværk kan se niveauerne nu." if is_shown else "Ingen andre kommuner kan se niveauerne nu."
            messages.success(request, words)
        return redirect("screening_release", code=code, pk=pk)
    own = delivered_levels.delivered([screening]).get(screening.pk)
    if own is None or screening.state != Screening.State.ACCEPTED:
        messages.info(request, "Godkend rapporten først. Så kan I vise niveauerne for netværket.")
        return _back(screening)
    network = releases.network_of(screening)
    names = result_pages.short_names(screening)
    context = {
        "network": network,
        "others": releases.others_in(network, but=screening.municipality) if network else [],
        "levers": [(lever, names[lever], level) for lever, level in enumerate(own.levels, 1)],
    }
    return _page(request, "release", screening, **context)


@login_required
@require_GET
def compare(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One's own levels beside the screening before, the benchmark and the network."""
    screening = of_municipality(request, code, pk)
    require(rules.can_read_result(request.user, screening))
    beside = result_pages.beside(screening, user=signed_in(request))
    if beside is None:
        return _back(screening)
    may_release = rules.can_accept(request.user, screening) and screening.state == Screening.State.ACCEPTED
    return _page(request, "compare", screening, beside=beside, may_release=may_release)


@login_required
@require_GET
def network_profiles(request: HttpRequest, code: str) -> HttpResponse:
    """What the municipalities of one's networks have chosen to show: levels, and nothing else."""
    municipality = get_object_or_404(Municipality.objects.visible_to(request.user).distinct(), code=code)
    require(rules.can_read_network(request.user, municipality))
    request.municipality = municipality  # type: ignore[attr-defined]
    context = {"municipality": municipality, "networks": releases.shown_to(municipality)}
    return render(request, "screening/result/profiles.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def comments(request: HttpRequest, pk: int) -> HttpResponse:
    """The municipality's comments for those who work on the screening, who answer them."""
    screening = worked_on(request, pk)
    rows = list(result_pages.comments_of(screening))
    may_reply = rules.is_assigned(request.user, screening) and screening.is_delivered
    refused: dict[int, ReplyForm] = {}
    if request.method == "POST":
        require(may_reply)
        own = screening.comments.filter(side=Comment.Side.MUNICIPALITY)
        row = get_object_or_404(own.select_related("by"), pk=number(request, "comment"))
        form = ReplyForm(request.POST, instance=row, prefix=f"svar-{row.pk}")
        if form.is_valid():
            try:
                acceptance.reply(comment=row, text=form.cleaned_data["reply"], by=signed_in(request), at=timezone.now())
            except ScreeningRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, f"Svaret er sendt til {row.by.display_name}.")
                return redirect("screening_comments", pk=pk)
        refused[row.pk] = form
    pairs = [(row, refused.get(row.pk) or ReplyForm(instance=row, prefix=f"svar-{row.pk}")) for row in rows]
    context = {"screening": screening, "rows": pairs, "may_reply": may_reply, "refused": list(refused.values())}
    return render(request, "screening/result/comments.html", context, status=422 if refused else 200)

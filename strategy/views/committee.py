"""The committee's reading: what there is to read, one application with one's points, and being too close to judge."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import require, signed_in
from strategy import committee, committee_reviews, conflicts, navigation, reading, returns, rules
from strategy.committee import CommitteeRefused
from strategy.forms.committee import AbstainForm, ConflictForm, JudgementForm, QuestionsForm
from strategy.models import CommitteeReview, CommitteeSeat, ElementAnswer, Partner, Round, TrialAction
from strategy.views.withdrawn import Withdrawn, withdrawn_told

PAGE_SIZE = 50


def seated_round(request: HttpRequest, pk: int) -> tuple[Round, CommitteeSeat | None]:
    """The round and the person's seat in it; 404 for strangers, 403 for those who neither sit there nor decide."""
    rows = Round.objects.visible_to(signed_in(request)).select_related(
        "strategy__municipality", "version", "decided_by"
    )
    round_ = get_object_or_404(rows, pk=pk)
    seat = rules.seat_of(request.user, round_)
    require(seat is not None or rules.can_lead(request.user, round_.municipality))
    request.municipality = round_.municipality  # type: ignore[attr-defined]
    if seat is not None:
        seat.round = round_
    return round_, seat


def query_of(request: HttpRequest) -> str:
    """What is searched for."""
    return request.GET.get("soeg", "").replace("\x00", "").strip()[:100]


@login_required
@require_GET
def reading_list(request: HttpRequest, pk: int) -> HttpResponse:
    """What the member has to read, nearest first what waits for points, and how far everybody is."""
    round_, seat = seated_round(request, pk)
    person, query = signed_in(request), query_of(request)
    items = reading.items_of(person, round_, seat, query)
    every = items if not query else reading.items_of(person, round_, seat)
    waiting = [one for one in every if one.status in reading.WAITING]
    applications = [one.application for one in every]
    seats = list(round_.seats.select_related("user"))
    only_waiting = request.GET.get("vis") == "mangler" and not round_.is_decided
    shown = [one for one in items if one.status in reading.WAITING] if only_waiting else items
    page = Paginator(shown, PAGE_SIZE).get_page(request.GET.get("side"))
    context = {
        "round": round_,
        "seat": seat,
        "page": page,
        "rows": [(one, reading.names_of(one.application)) for one in page.object_list],
        "query": query,
        "only_waiting": only_waiting,
        "total": len(every),
        "done": len(every) - len(waiting),
        "judged": sum(one.status in reading.JUDGED for one in every),
        "waiting": len(waiting),
        "next": waiting[0] if waiting else None,
        "may_decide": seat is None or seat.is_chair or rules.can_lead(person, round_.municipality),
        "own_conflicts": _own_conflicts(seat),
        "hidden": committee.hidden_from(person, round_),
        "withdrawn": committee.withdrawn_from(person, round_).order_by("number"),
        "progress": reading.progress_of(seats, applications, committee.judged(applications)),
        **navigation.context(request, round_.strategy, "board"),
    }
    return render(request, "strategy/committee/list.html", context)


def _own_conflicts(seat: CommitteeSeat | None) -> Any:
    """What the member has declared: number, reason and time, nothing else of the application."""
    if seat is None:
        return []
    rows = seat.conflicts.exclude(trial_action__state="draft")
    return rows.order_by("trial_action__number").values("trial_action__number", "reason", "declared_at")


def _found(request: HttpRequest, round_: Round, number: int) -> TrialAction:
    """The application with everything that is read; 404 when the person may not know of it.

    Raises:
        Withdrawn: its team has taken it away, for good or to mend it, which `withdrawn_told` tells.
    """
    partners = Partner.objects.select_related("unit")
    answers = ElementAnswer.objects.select_related("element").order_by("element__position")
    read = (Prefetch("partners", partners), Prefetch("element_answers", answers), "measures", "targets", "questions")
    row = committee.shown_to(signed_in(request), round_).filter(number=number).prefetch_related(*read).first()
    if row is None:
        mended = committee.taken_back_from(signed_in(request), round_).filter(number=number).first()
        if mended is not None:
            raise Withdrawn(round_, mended)
        gone = committee.withdrawn_from(signed_in(request), round_).prefetch_related(*read)
        raise Withdrawn(round_, get_object_or_404(gone, number=number))
    row.round = round_
    return row


def _page(
    request: HttpRequest,
    round_: Round,
    seat: CommitteeSeat | None,
    application: TrialAction,
    *,
    form: JudgementForm | None = None,
    abstain_form: AbstainForm | None = None,
    questions_form: QuestionsForm | None = None,
    refused: str = "",
    kept: Sequence[str] = (),
) -> HttpResponse:
    person = signed_in(request)
    own = _own_review(seat, application)
    status = reading.status_of(own, application)
    may_judge = seat is not None and not round_.is_decided and status in reading.WAITING
    criteria = list(round_.criteria.all())
    heard = reading.others_on(person, application, seat)
    if form is None and may_judge:
        form = JudgementForm(criteria=criteria, review=own)
    before_us = application.state in TrialAction.BEFORE_THE_COMMITTEE and not round_.is_decided
    context = {
        "round": round_,
        "seat": seat,
        "trial_action": application,
        "names": reading.names_of(application),
        "own": own,
        "own_points": _points(own, criteria) if own and not may_judge else [],
        "after_conflict": own is not None and own.abstained_because == conflicts.SEEN_OTHERS,
        "heading": "Kladden er ikke gemt" if "save" in request.POST else "Bedømmelsen er ikke afgivet",
        "stands": own is not None and own.state != CommitteeReview.State.DRAFT,
        "status": reading.LABELS[status] if seat else None,
        "is_changed": status == reading.CHANGED,
        "came_at": None if application.state == TrialAction.State.RETURNED else _came_at(application),
        "mark": committee.read_mark(application),
        "may_judge": may_judge,
        "may_decide": application.state == TrialAction.State.RETURNED and rules.can_decide(request.user, round_),
        "form": form if may_judge else None,
        "refused": refused,
        "kept": kept,
        "abstain_form": (abstain_form or AbstainForm()) if may_judge else None,
        "heard": heard,
        "standing": reading.standing_on(application) if heard is not None else None,
        "questions_form": (questions_form or QuestionsForm()) if before_us else None,
        "next": reading.next_after(reading.items_of(person, round_, seat), application.number) if seat else None,
        **navigation.context(request, round_.strategy, "board"),
    }
    return render(request, "strategy/committee/read.html", context, status=409 if refused else 200)


def _came_at(application: TrialAction) -> datetime | None:
    """When the answers to the committee's questions came; None when it has not asked."""
    answered = any(question.answered_at for question in application.questions.all())
    return application.submitted_at if answered else None


def _own_review(seat: CommitteeSeat | None, application: TrialAction) -> CommitteeReview | None:
    if seat is None:
        return None
    reviews = CommitteeReview.objects.filter(seat=seat, trial_action=application)
    return reviews.prefetch_related("scores").first()


def _points(review: CommitteeReview, criteria: list[Any]) -> list[tuple[Any, int | None]]:
    given = {row.criterion_id: row.points for row in review.scores.all()}
    return [(one, given.get(one.pk)) for one in criteria] if given else []


@login_required
@require_http_methods(["GET", "POST"])
@withdrawn_told
def read(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One application beside one's points; the others' are shown when one's own are in."""
    round_, seat = seated_round(request, pk)
    application = _found(request, round_, number)
    if request.method == "GET":
        return _page(request, round_, seat, application)
    require(seat is not None)
    form = JudgementForm(request.POST, criteria=list(round_.criteria.all()))
    is_giving = "give" in request.POST
    if form.is_valid() and (not is_giving or form.require_points()):
        use_case = committee_reviews.give if is_giving else committee_reviews.save
        try:
            use_case(
                seat=seat,
                trial_action=application,
                judgement=form.judgement,
                by=signed_in(request),
                at=timezone.now(),
            )
        except CommitteeRefused as refusal:
            return _refused(request, round_, number, str(refusal), form.judgement.comment)
        if is_giving:
            messages.success(request, "Din bedømmelse er afgivet. Nu kan du se de andres.")
        else:
            messages.success(request, "Kladden er gemt. Kun du kan se den.")
        return redirect("committee_read", pk=pk, number=number)
    return _page(request, round_, seat, application, form=form)


def _refused(request: HttpRequest, round_: Round, number: int, why: str, *typed: str) -> HttpResponse:
    """Say why, where the person can go on: the application with the words typed, or the list when it is gone."""
    is_there = committee.shown_to(signed_in(request), round_).filter(number=number).exists()
    kept = [text for text in typed if text.strip()]
    if is_there and kept:
        round_, seat = seated_round(request, round_.pk)
        return _page(request, round_, seat, _found(request, round_, number), refused=why, kept=kept)
    messages.error(request, why)
    if is_there:
        return redirect("committee_read", pk=round_.pk, number=number)
    return redirect("committee", pk=round_.pk)


@login_required
@require_POST
@withdrawn_told
def abstain(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Give no points, and say why."""
    round_, seat = seated_round(request, pk)
    application = _found(request, round_, number)
    require(seat is not None)
    form = AbstainForm(request.POST)
    if not form.is_valid():
        return _page(request, round_, seat, application, abstain_form=form)
    try:
        committee_reviews.abstain(
            seat=seat,
            trial_action=application,
            because=form.cleaned_data["abstained_because"],
            seen=request.POST.get("seen", ""),
            by=signed_in(request),
            at=timezone.now(),
        )
    except CommitteeRefused as refusal:
        return _refused(request, round_, number, str(refusal), form.cleaned_data["abstained_because"])
    messages.success(request, "Du har undladt at give point.")
    return redirect("committee_read", pk=pk, number=number)


@login_required
@require_POST
@withdrawn_told
def ask(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Send the application back to the team with questions."""
    round_, seat = seated_round(request, pk)
    application = _found(request, round_, number)
    form = QuestionsForm(request.POST)
    if not form.is_valid():
        return _page(request, round_, seat, application, questions_form=form)
    try:
        returns.ask(trial_action=application, questions=form.texts, by=signed_in(request), at=timezone.now())
    except CommitteeRefused as refusal:
        return _refused(request, round_, number, str(refusal), *form.texts)
    messages.success(request, "Ansøgerne har fået spørgsmålene på mail.")
    return redirect("committee_read", pk=pk, number=number)


@login_required
@require_POST
@withdrawn_told
def take_back(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Judge an application that was sent back without waiting for the answer."""
    round_, _ = seated_round(request, pk)
    require(rules.can_decide(request.user, round_), "Formanden og kommunens koordinatorer kan tage den tilbage.")
    application = _found(request, round_, number)
    try:
        returns.take_back(trial_action=application, by=signed_in(request), at=timezone.now())
    except CommitteeRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Ansøgningen er hos udvalget igen, og ansøgerne har fået besked.")
    return redirect("committee_read", pk=pk, number=number)


@login_required
@require_http_methods(["GET", "POST"])
@withdrawn_told
def conflict(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Declare that one is too close to an application, or take it back. The reason stays the member's own."""
    round_, seat = seated_round(request, pk)
    require(seat is not None)
    person = signed_in(request)
    if request.method == "POST" and "take_back" in request.POST:
        try:
            conflicts.take_back(seat=seat, number=number, by=person, at=timezone.now())
        except CommitteeRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"Ansøgning nr. {number} er på din liste igen.")
        return redirect("committee", pk=pk)
    application = _found(request, round_, number)
    if round_.is_decided and request.method == "GET":
        messages.info(request, "Runden er afgjort, så ingen kan melde sig inhabil mere.")
        return redirect("committee_read", pk=pk, number=number)
    form = ConflictForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            conflicts.declare(
                seat=seat,
                trial_action=application,
                reason=reason,
                by=person,
                at=timezone.now(),
            )
        except CommitteeRefused as refusal:
            return _refused(request, round_, number, str(refusal))
        messages.success(request, f"Du er meldt inhabil. Ansøgning nr. {number} er væk fra dine lister.")
        return redirect("committee", pk=pk)
    own = _own_review(seat, application)
    context = {
        "round": round_,
        "trial_action": application,
        "names": reading.names_of(application),
        "form": form,
        "has_judged": own is not None and own.state != CommitteeReview.State.DRAFT,
        "has_draft": own is not None and own.state == CommitteeReview.State.DRAFT,
        **navigation.context(request, round_.strategy, "board"),
    }
    return render(request, "strategy/committee/conflict.html", context)

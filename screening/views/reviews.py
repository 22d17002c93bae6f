"""The second consultant's reading, the delivery, and opening a delivered report for a newer version."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import require, signed_in
from partnerships.views.posted import revision_of
from screening import reviews, rules, second_thoughts, workspace
from screening.forms.reviews import AnswerForm, CommentForm, ReopenForm, SubmitForm
from screening.models import Comment, Report, Screening
from screening.screenings import ScreeningRefused
from screening.views.found import worked_on
from screening.views.writing import posted_to, writing_kept
from screening.workspace import Workspace

REOPENED = (Screening.State.DELIVERED, Screening.State.ACCEPTED)


@writing_kept
@require_GET
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Where it is, what is missing, what the colleague says, and what can be done next."""
    return _page(request, worked_on(request, pk))


def _page(request: HttpRequest, screening: Screening, **forms: Any) -> HttpResponse:
    person, space = request.user, workspace.of(screening)
    levers = _levers(space)
    asked = request.GET.get("greb", "")
    first = int(asked) if asked in {str(number) for number, _ in levers} else 0
    titles = dict(levers)
    comments = Comment.objects.filter(screening=screening, side=Comment.Side.REVIEW).select_related("by", "settled_by")
    may_answer = rules.can_answer_review(person, screening)
    is_assigned = rules.is_assigned(person, screening)
    is_in_review = screening.state == Screening.State.IN_REVIEW
    answered = forms.pop("answered", None)
    context = {
        "screening": screening,
        "space": space,
        "missing": [(one, titles[one.number]) for one in space.missing],
        "lacks_overall": not screening.headlines.exists(),
        "open_comments": sum(row.settled_at is None for row in comments),
        "comments": [
            (row, titles.get(row.lever_number, "Det hele"), _answer_form(row, answered) if may_answer else None)
            for row in comments
        ],
        "report": Report.objects.filter(screening=screening, delivered_at__isnull=False).first(),
        "may_submit": is_assigned and screening.is_being_worked_on,
        "may_review": rules.can_review(person, screening),
        "may_deliver": rules.can_deliver(person, screening) and is_in_review and screening.approved_at is not None,
        "may_take_back": rules.can_take_back(person, screening),
        "may_reopen": screening.state in REOPENED and rules.can_reopen(person, screening),
        "may_answer": may_answer,
        "submit_form": SubmitForm(screening=screening),
        "comment_form": CommentForm(levers=levers, initial={"lever_number": first}),
        "reopen_form": ReopenForm(),
        **forms,
    }
    return render(request, "screening/workspace/review.html", context)


def _levers(space: Workspace) -> list[tuple[int, str]]:
    return [(state.number, f"Greb {state.number}: {state.lever.short_title}") for state in space.levers]


def _answer_form(row: Comment, answered: AnswerForm | None) -> AnswerForm:
    if answered is not None and answered.instance.pk == row.pk:
        return answered
    return AnswerForm(initial={"reply": row.reply}, auto_id=f"svar-{row.pk}-%s")


@writing_kept
@posted_to("screening_review", "pk")
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Send it to a second consultant."""
    screening = worked_on(request, pk)
    require(rules.is_assigned(request.user, screening))
    form = SubmitForm(request.POST, screening=screening)
    if not form.is_valid():
        return _page(request, screening, submit_form=form)
    try:
        reviews.submit(
            screening=screening, reviewer=form.cleaned_data["reviewer"], by=signed_in(request), at=timezone.now()
        )
    except ScreeningRefused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, screening, submit_form=form)
    messages.success(request, "Sendt til kollegalæsning. Din kollega har fået en mail.")
    return redirect("screening_review", pk=pk)


@writing_kept
@posted_to("screening_review", "pk")
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a comment on a lever or on the whole."""
    screening = worked_on(request, pk)
    require(rules.is_reviewer(request.user, screening))
    form = CommentForm(request.POST, levers=_levers(workspace.of(screening)))
    if form.is_valid():
        try:
            reviews.comment(
                screening=screening,
                number=form.cleaned_data["lever_number"],
                text=form.cleaned_data["text"],
                by=signed_in(request),
                at=timezone.now(),
            )
        except ScreeningRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Kommentaren er gemt.")
            return redirect("screening_review", pk=pk)
    return _page(request, screening, comment_form=form, may_review=True)


@writing_kept
@posted_to("screening_review", "pk")
def answer(request: HttpRequest, pk: int, comment: int) -> HttpResponse:
    """Reply to a comment, settle it, or open it again."""
    screening = worked_on(request, pk)
    require(rules.is_assigned(request.user, screening))
    rows = Comment.objects.filter(screening=screening, side=Comment.Side.REVIEW).select_related("screening")
    row = get_object_or_404(rows, pk=comment)
    form = AnswerForm(request.POST, instance=row, auto_id=f"svar-{row.pk}-%s")
    if form.is_valid():
        is_settled = "settle" in request.POST or (row.settled_at is not None and "reopen" not in request.POST)
        try:
            reviews.answer(
                comment=row,
                reply=form.cleaned_data["reply"],
                is_settled=is_settled,
                by=signed_in(request),
                at=timezone.now(),
            )
        except ScreeningRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("screening_review", pk=pk)
    return _page(request, screening, answered=form)


@writing_kept
@posted_to("screening_review", "pk")
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Give it back to those who work on it."""
    screening = worked_on(request, pk)
    require(rules.is_reviewer(request.user, screening))
    try:
        reviews.send_back(screening=screening, by=signed_in(request), at=timezone.now())
        messages.success(request, "Sendt tilbage. Konsulenterne har fået en mail.")
    except ScreeningRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("screening_review", pk=pk)


@writing_kept
@posted_to("screening_review", "pk")
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Write in it again, though a colleague is reading or has approved it."""
    screening = worked_on(request, pk)
    require(rules.can_deliver(request.user, screening))
    try:
        second_thoughts.take_back(screening=screening, by=signed_in(request), at=timezone.now())
        messages.success(request, "Taget tilbage. I kan skrive i den igen, og jeres kollega har fået en mail.")
    except ScreeningRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("screening_review", pk=pk)


@writing_kept
@posted_to("screening_review", "pk")
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """It has been read: it can be delivered."""
    screening = worked_on(request, pk)
    require(rules.is_reviewer(request.user, screening))
    try:
        reviews.approve(screening=screening, by=signed_in(request), at=timezone.now())
        messages.success(request, "Godkendt. Nu kan rapporten leveres.")
    except ScreeningRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("screening_review", pk=pk)


@writing_kept
@posted_to("screening_review", "pk")
def deliver(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the report and give it to the municipality."""
    screening = worked_on(request, pk)
    require(rules.can_deliver(request.user, screening))
    at = timezone.now()
    try:
        report = reviews.deliver(screening=screening, revision=revision_of(request), by=signed_in(request), at=at)
        is_new = report.delivered_at == at
        words = "er leveret" if is_new else "gælder stadig, for intet er ændret i den"
        messages.success(request, f"Rapporten, version {report.version}, {words}. Kommunen har fået en mail.")
    except ScreeningRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("screening_review", pk=pk)


@writing_kept
@posted_to("screening_review", "pk")
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Work on a delivered report again, for a newer version; on an accepted one, for administrators."""
    screening = worked_on(request, pk)
    require(rules.can_reopen(request.user, screening))
    form = ReopenForm(request.POST)
    if not form.is_valid():
        return _page(request, screening, reopen_form=form, may_reopen=True)
    try:
        is_accepted = screening.state == Screening.State.ACCEPTED
        open_again = second_thoughts.open_accepted if is_accepted else reviews.reopen
        open_again(screening=screening, reason=form.cleaned_data["reason"], by=signed_in(request), at=timezone.now())
        told = " Kommunen og konsulenterne har fået en mail." if is_accepted else ""
        messages.success(request, f"Åbnet igen. Kommunen beholder den leverede rapport, til den nye er klar.{told}")
    except ScreeningRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("screening_review", pk=pk)

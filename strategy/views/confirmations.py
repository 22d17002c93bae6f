"""Partners and leaders say yes by a personal link; the team asks them, and answers the committee's questions."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import require, signed_in
from accounts.models import User
from strategy import application_contents, application_facts, applications, confirmations, questions, rules
from strategy.applications import ApplicationRefused
from strategy.forms.application import AnswerForm, ConfirmForm
from strategy.models import PartnerConfirmation, TrialAction
from strategy.views.applications import page, seen
from strategy.views.kept_writing import writing_kept


@login_required
@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask every partner and leader who has not answered this version."""
    row = seen(request, pk)
    require(rules.is_on_team(request.user, row))
    try:
        sent = confirmations.ask(trial_action=row, by=signed_in(request), at=timezone.now())
    except ApplicationRefused as refusal:
        messages.error(request, str(refusal))
    else:
        if sent:
            messages.success(request, f"Vi har sendt {sent} {'mail' if sent == 1 else 'mails'} med personlige links.")
        else:
            messages.info(request, "Alle har svaret eller er spurgt inden for de sidste tolv timer.")
    return redirect(f"{reverse('application', args=[pk])}?afsnit=parter")


@require_http_methods(["GET", "POST"])
def confirmation(request: HttpRequest, token: str) -> HttpResponse:
    """Read the application, and answer for one's own part. The link is the key: nobody signs in."""
    row = confirmations.by_token(token)
    if row is None:
        raise Http404
    asked = confirmations.together(row)
    trial_action = row.partner.trial_action
    form = ConfirmForm(request.POST if request.method == "POST" else None, initial=_initial(asked))
    refused = ""
    if request.method == "POST" and form.is_valid():
        by = request.user if isinstance(request.user, User) and request.user.email == row.email else None
        try:
            confirmations.answer(confirmation=row, by=by, at=timezone.now(), **form.cleaned_data)
        except ApplicationRefused as refusal:
            refused = str(refusal)
        else:
            messages.success(request, "Tak. Dit svar er gemt, og teamet har fået besked.")
            return redirect("confirmation", token=token)
    is_lapsed = row.version != trial_action.version
    is_withdrawn = trial_action.state == TrialAction.State.WITHDRAWN
    context = {
        "trial_action": trial_action,
        "round": trial_action.round,
        "partner": row.partner,
        "asked": asked,
        "row": row,
        "role": application_facts.role_of(row, row.partner.unit),
        "asked_name": row.name or row.partner.name,
        "before": confirmations.before(row),
        "other": request.user if request.user.is_authenticated and request.user.email != row.email else None,
        "asks_backing": any(one.kind == PartnerConfirmation.Kind.BACKING for one in asked),
        "asks_part": any(one.kind == PartnerConfirmation.Kind.PART for one in asked),
        "is_lapsed": is_lapsed,
        "is_open": trial_action.may_be_written,
        # The link opens what the person was asked about, and nothing that came after.
        "content": None if is_lapsed or is_withdrawn else application_contents.content_of(trial_action),
        "form": form,
        "refused": refused,
    }
    response = render(request, "strategy/application/confirmation.html", context, status=200 if not refused else 409)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _initial(asked: list[PartnerConfirmation]) -> dict[str, str]:
    one = asked[0]
    if one.is_given is None:
        return {}
    return {"is_given": "ja" if one.is_given else "nej", "comment": one.comment}


@writing_kept
@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, pk: int, question: int) -> HttpResponse:
    """Answer one of the committee's questions."""
    row = seen(request, pk)
    require(rules.can_write_application(request.user, row))
    asked = get_object_or_404(row.questions.select_related("trial_action", "answered_by"), pk=question)
    seen_answer = request.POST.get("seen", "") if request.method == "POST" else asked.answer
    form = AnswerForm(request.POST if request.method == "POST" else None, initial={"answer": asked.answer})
    theirs = ""
    if request.method == "POST" and form.is_valid():
        text = applications.plain(form.cleaned_data["answer"])
        try:
            questions.answer(
                question=asked,
                text=text,
                seen=applications.plain(seen_answer),
                by=signed_in(request),
                at=timezone.now(),
            )
        except questions.AnswerChanged as changed:
            form.add_error(None, str(changed))
            theirs = seen_answer = changed.question.answer
        except ApplicationRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Svaret er gemt. Indsend ansøgningen igen, når I er færdige.")
            return redirect("application_check", pk=pk)
    return page(request, "question", row, question=asked, form=form, seen=seen_answer, theirs=theirs)

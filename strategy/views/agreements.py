"""The data agreement: read, written and signed by both parties."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import require, signed_in
from partnerships.views.posted import number
from strategy import agreements, rules, schedule, trial_action_pages
from strategy.agreement_hints import hints_on
from strategy.doing import DoingRefused
from strategy.forms.doing import AgreementForm, agreement_forms, content_of
from strategy.models import DataAgreement, TrialAction
from strategy.views.doing_found import page, seen

SHOWN_DAYS = 8
PARTY_OF = {"team": "team", "kommune": "municipality"}


def _chosen(request: HttpRequest, pk: int) -> TrialAction:
    trial_action = seen(request, pk)
    require(trial_action.is_chosen, "Dataaftalen laves, når prøvehandlingen er udvalgt.")
    return trial_action


def _may_write(request: HttpRequest, trial_action: TrialAction) -> bool:
    """The team writes it, and the municipality's coordinators may help."""
    return rules.can_work(request.user, trial_action) or rules.can_lead(request.user, trial_action.municipality)


def _days(agreement: DataAgreement, is_open: bool) -> list[dict[str, Any]]:
    """When each measure is going to be due, and what is worth a second look while it can be changed."""
    found, today = [], timezone.localdate()
    for row in agreement.measures.all():
        plan = {"first_on": row.first_on, "frequency": row.frequency, "until": agreement.ends_on}
        days, gone = schedule.due_days(**plan), schedule.left_out(**plan)
        shown = {"agreed": row, "count": len(days), "days": days[:SHOWN_DAYS], "gone": gone}
        found.append(shown | {"hints": hints_on(row, agreement, today) if is_open else []})
    return found


@login_required
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What is agreed, when is measured, and who has signed."""
    trial_action = _chosen(request, pk)
    agreement = trial_action_pages.agreement_of(trial_action)
    is_open = trial_action.state in agreements.BEFORE_THE_START
    context = {
        "agreement": agreement,
        "plan": _days(agreement, is_open) if agreement else [],
        "is_open": is_open,
        "may_write": is_open and _may_write(request, trial_action),
        "may_sign_team": rules.can_work(request.user, trial_action),
        "may_sign_municipality": rules.can_lead(request.user, trial_action.municipality),
    }
    return page(request, "agreement", trial_action, **context)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the agreement. A colleague's change is told, and what was typed is kept."""
    trial_action = _chosen(request, pk)
    require(_may_write(request, trial_action))
    if request.method == "GET" and trial_action.state not in agreements.BEFORE_THE_START:
        return redirect("agreement", pk=pk)
    agreement = trial_action_pages.agreement_of(trial_action)
    posted = request.POST if request.method == "POST" else None
    form, measures = agreement_forms(trial_action, agreement, posted)
    version = number(request, "version") if posted is not None else agreement.version if agreement else 0
    theirs: list[tuple[str, str]] = []
    for one in measures if posted is None else ():
        one.look_twice(form.initial, timezone.localdate())
    if posted is not None and all([form.is_valid(), *(one.is_valid() for one in measures)]):
        content = content_of(form, measures)
        try:
            agreements.save(
                trial_action=trial_action, content=content, version=version, by=signed_in(request), at=timezone.now()
            )
        except agreements.AgreementChanged as changed:
            form.add_error(None, str(changed))
            theirs, version = _theirs(changed.agreement, content), changed.agreement.version
        except DoingRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Aftalen er gemt. Nu skal begge parter skrive under.")
            return redirect("agreement", pk=pk)
    wrong = [one for one in (*measures, form) if one.errors]
    context = {"form": form, "measures": measures, "agreement": agreement, "version": version, "theirs": theirs}
    return page(request, "agreement_edit", trial_action, wrong=wrong, status=422 if wrong else 200, **context)


def _theirs(agreement: DataAgreement, mine: agreements.Content) -> list[tuple[str, str]]:
    """What the saved agreement says where mine says something else."""
    said = agreements.content_of(agreement)
    found = [
        (str(AgreementForm.base_fields[name].label), str(getattr(said, name)))
        for name in ("starts_on", "status_on", "ends_on", "handling")
        if getattr(said, name) != getattr(mine, name)
    ]
    own = {words.measure: words for words in mine.measures}
    for row in agreement.measures.select_related("measure").order_by("measure__position", "pk"):
        words = next(one for one in said.measures if one.measure == row.measure_id)
        if words != own.get(words.measure):
            told = f"{row.instrument}, {row.collector}, {row.get_frequency_display().lower()} fra {row.first_on}"
            found.append((row.measure.title, f"{told}, {row.baseline_points} målinger i udgangspunktet"))
    return found


@login_required
@require_POST
def sign(request: HttpRequest, pk: int, party: str) -> HttpResponse:
    """Sign for the team, or for the municipality."""
    trial_action = _chosen(request, pk)
    if party not in PARTY_OF:
        raise Http404
    is_team = party == "team"
    if is_team:
        require(rules.can_work(request.user, trial_action), "Kun teamet kan skrive under for teamet.")
    else:
        allowed = rules.can_lead(request.user, trial_action.municipality)
        require(allowed, "Kun kommunens koordinatorer kan skrive under for kommunen.")
    try:
        agreement = agreements.sign(
            trial_action=trial_action,
            party="team" if is_team else "municipality",
            version=number(request, "version"),
            by=signed_in(request),
            at=timezone.now(),
        )
    except DoingRefused as refusal:
        messages.error(request, str(refusal))
    else:
        done = "Begge har skrevet under. Målingerne står i planen." if agreement.is_signed else "Du har skrevet under."
        messages.success(request, done)
    return redirect("agreement", pk=pk)

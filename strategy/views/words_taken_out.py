"""Taking a child's name out of everything a trial action has left behind: first shown, then done."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import require, signed_in
from strategy import rules, words_taken_out
from strategy.forms.doing import TakeOutForm
from strategy.models import TrialAction
from strategy.views.doing_found import NOT_YOURS, page, posted, seen
from strategy.words_taken_out import TakingOutRefused


@login_required
@require_http_methods(["GET", "POST"])
def take_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the words, show where they stand, and take them out when that is confirmed."""
    trial_action = seen(request, pk)
    require(rules.can_take_words_out(request.user, trial_action), NOT_YOURS)
    form = TakeOutForm(posted(request))
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        try:
            if "sure" not in request.POST:
                return _asked(request, trial_action, form, words)
            found = words_taken_out.take_out(
                trial_action=trial_action, words=words, by=signed_in(request), at=timezone.now()
            )
        except TakingOutRefused as refusal:
            form.add_error("words", str(refusal))
        else:
            times = "1 sted" if found == 1 else f"{found} steder"
            messages.success(request, f"Ordene er fjernet {times}. Der står nu {words_taken_out.REPLACEMENT}.")
            return redirect(trial_action)
    return page(request, "take_out", trial_action, form=form, status=422 if form.errors else 200)


def _asked(request: HttpRequest, trial_action: TrialAction, form: TakeOutForm, words: str) -> HttpResponse:
    """The page that shows each place; of what the person may not read yet, only that there is one."""
    places = words_taken_out.find(trial_action, words)
    if not places:
        form.add_error("words", "Ordene står ikke i prøvehandlingen, i det frosne eller i kataloget.")
        return page(request, "take_out", trial_action, form=form, status=422)
    hidden = {
        "team": not rules.is_on_team(request.user, trial_action),
        "coordinators": not rules.can_lead(request.user, trial_action.municipality),
    }
    shown = [(place, not hidden.get(place.draft_of, False)) for place in places]
    count = sum(len(place.hits) for place in places)
    context = {
        "places": shown,
        "count": count,
        "words": words,
        "replacement": words_taken_out.REPLACEMENT,
        "stays_in_log": words_taken_out.stays_in_log(trial_action, words),
    }
    return page(request, "take_out_asked", trial_action, **context)

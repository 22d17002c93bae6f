"""An application that its team has taken away while the committee had it, for good or to mend it (trukket tilbage)."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from strategy import committee, navigation, reading, rules
from strategy.models import Round, TrialAction

TYPED = ("comment", "abstained_because", "questions", "reason")


class Withdrawn(Exception):
    """The application that was asked for has been taken away by its team; the person may know that."""

    def __init__(self, round_: Round, trial_action: TrialAction) -> None:
        super().__init__(f"Nr. {trial_action.number} er trukket tilbage.")
        self.round, self.trial_action = round_, trial_action


def withdrawn_told(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer with a page that says so, and with what was typed meanwhile."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Withdrawn as gone:
            return _told(request, gone.round, gone.trial_action)

    return answer


def _told(request: HttpRequest, round_: Round, row: TrialAction) -> HttpResponse:
    status = 409 if request.method == "POST" else 200
    kept = [text for name in TYPED if (text := request.POST.get(name, "").strip())]
    context = {"round": round_, "kept": kept, **navigation.context(request, round_.strategy, "board")}
    if row.state == TrialAction.State.DRAFT:  # its number is all of the draft that the committee may know
        context |= {"number": row.number}
        return render(request, "strategy/committee/taken_back.html", context, status=status)
    was_selected = committee.withdrawn_since(round_).filter(pk=row.pk).exists()
    context |= {
        "trial_action": row,
        "names": reading.names_of(row),
        "was_selected": was_selected,
        # The team was told who gets to know why.
        "because": row.withdrawn_because if rules.can_decide(request.user, round_) else "",
    }
    return render(request, "strategy/committee/withdrawn.html", context, status=status)

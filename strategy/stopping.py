"""Stopping a trial action before its time, with what was learnt (stoppet).

The round is locked first: a place that is given up before anything is agreed goes to a reserve.
"""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from strategy import decisions, doing, doing_emails, partner_emails, rounds
from strategy.doing import DoingRefused, State
from strategy.models import TrialAction

STOPPABLE = (State.SELECTED, State.AGREED, State.RUNNING)
FEWEST = 20  # letters that say anything of what was learnt
TOO_SHORT = "Skriv lidt mere om, hvad I har lært, så andre kan få gavn af det."


@transaction.atomic
def stop(*, trial_action: TrialAction, learnt: str, by: User, at: datetime) -> TrialAction:
    """Stop it; what was learnt is kept for others. Stopping it twice is stopping it once.

    One that nothing was agreed on yet leaves its place to the first reserve.

    Raises:
        DoingRefused: too little is said of what was learnt, or it is over already.
    """
    round_ = rounds.lock(trial_action.round)
    owner = doing.lock(trial_action, states=State.values)
    if owner.state == State.STOPPED:
        if owner.learnt == learnt:
            return owner
        raise DoingRefused(f"Prøvehandlingen er stoppet imens. Der står: “{owner.learnt}”")
    if owner.state not in STOPPABLE:
        raise DoingRefused(f"Prøvehandlingen er nu “{owner.get_state_display().lower()}” og kan ikke stoppes.")
    if len(learnt.strip()) < FEWEST:
        raise DoingRefused(TOO_SHORT)
    is_place_free = owner.state == State.SELECTED
    owner.learnt, owner.stopped_at, owner.stopped_by = learnt, at, by
    doing.move(owner, State.STOPPED, by=by, at=at, fields=["learnt", "stopped_at", "stopped_by"])
    doing.record("stopped", "stoppede prøvehandlingen", owner, by=by, at=at)
    doing_emails.stopped(owner, by=by)
    partner_emails.tell(round_, [owner])
    if is_place_free:
        decisions.move_up(round_, at=at)
    return owner

"""What a unit's leader notes on following up locally; only ever added (ledelsens opfølgning)."""

from datetime import date, datetime

from django.db import transaction

from accounts.danish import in_danish_time
from accounts.models import User
from strategy import doing
from strategy.doing import DoingRefused, State
from strategy.models import LeaderNote, TrialAction, Unit

STATES = (State.SELECTED, State.AGREED, State.RUNNING, State.EVALUATED, State.IN_CATALOGUE)


@transaction.atomic
def write(*, trial_action: TrialAction, unit: Unit, on: date, text: str, by: User, at: datetime) -> LeaderNote:
    """Add a note for one of the units the person leads. Sending it twice is once.

    Raises:
        DoingRefused: the unit is not the person's or takes no part, the day has not come, or it is over.
    """
    owner = doing.lock(trial_action, states=STATES)
    if not Unit.objects.led_by(by).filter(pk=unit.pk, partners__trial_action=owner).exists():
        raise DoingRefused("Du kan kun skrive for en enhed, du leder, og som er med i prøvehandlingen.")
    if on > in_danish_time(at).date():
        raise DoingRefused("Dagen er ikke kommet endnu.")
    same = owner.leader_notes.filter(unit=unit, on=on, text=text, by=by).first()
    if same is not None:
        return same
    row = LeaderNote.objects.create(trial_action=owner, unit=unit, on=on, text=text, at=at, by=by)
    doing.record("leader_note", f"skrev en ledernote for {unit.name}", owner, by=by, at=at)
    return row

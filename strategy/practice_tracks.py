"""Practice tracks: smaller exercises in which staff practise a new way of working (øvebaner)."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.danish import long_date
from accounts.models import User
from strategy import doing
from strategy.doing import DoingRefused, State
from strategy.models import PracticeTrack, TrialAction

MOST = 100
STATES = (State.AGREED, State.RUNNING)


@dataclass(frozen=True)
class Said:
    """What is practised, when, by whom, and what it taught."""

    title: str
    on: date
    who: str = ""
    learnt: str = ""


@transaction.atomic
def add(*, trial_action: TrialAction, said: Said, by: User, at: datetime) -> PracticeTrack:
    """Keep an exercise, planned or held. The same twice is one.

    Raises:
        DoingRefused: the trial action is not under way, or there are too many.
    """
    owner = doing.lock(trial_action, states=STATES)
    same = owner.practice_tracks.filter(**asdict(said)).first()
    if same is not None:
        return same
    if owner.practice_tracks.count() >= MOST:
        raise DoingRefused(f"Der er {MOST} øvebaner. Flere kan der ikke være.")
    row = PracticeTrack.objects.create(trial_action=owner, **asdict(said))
    words = f"skrev øvebanen “{doing.short(row.title)}”, {long_date(row.on)}"
    doing.record("practice_added", words, owner, by=by, at=at)
    return row


@transaction.atomic
def change(*, track: PracticeTrack, said: Said, seen: str, by: User, at: datetime) -> PracticeTrack:
    """Mend it, or write what it taught; `seen` is `mark_of` it as the person read it.

    Raises:
        DoingRefused: a colleague changed or removed it meanwhile, or the trial action is over.
    """
    owner = doing.lock(track.trial_action, states=STATES)
    row = owner.practice_tracks.filter(pk=track.pk).first()
    if row is None:
        raise DoingRefused("En kollega har slettet øvebanen imens. Skriv den igen, hvis den stadig gælder.")
    if mark_of(row) == _mark(said):
        return row
    if mark_of(row) != seen:
        raise DoingRefused(
            f"En kollega har rettet øvebanen imens. Nu står der “{row.title}”, {long_date(row.on)}, "
            f"{row.who or 'uden navngiven gruppe'}: {row.learnt or 'intet skrevet om læring'}. "
            "Gem igen, hvis din skal erstatte den."
        )
    for name, value in asdict(said).items():
        setattr(row, name, value)
    row.save()
    doing.record("practice_changed", f"rettede øvebanen “{doing.short(row.title)}”", owner, by=by, at=at)
    return row


@transaction.atomic
def remove(*, track: PracticeTrack, by: User, at: datetime) -> None:
    """Remove an exercise. Doing it twice changes nothing; the log keeps its title."""
    owner = doing.lock(track.trial_action, states=STATES)
    row = owner.practice_tracks.filter(pk=track.pk).first()
    if row is not None:
        words = f"slettede øvebanen “{doing.short(row.title)}”, {long_date(row.on)}"
        doing.record("practice_removed", words, owner, by=by, at=at)
        row.delete()


def mark_of(row: PracticeTrack) -> str:
    """Stands for what it says."""
    return _mark(Said(row.title, row.on, row.who, row.learnt))


def _mark(said: Said) -> str:
    return f"{said.on.isoformat()}|{said.title}|{said.who}|{said.learnt}"

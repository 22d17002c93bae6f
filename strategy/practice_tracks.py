"""Practice tracks: smaller exercises in which staff practise a new way of working (øvebaner)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

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
    return _add(trial_action, said, by, at, action="practice_added", words="skrev en øvebane for {}")


def _add(trial_action: TrialAction, said: Said, by: User, at: datetime, *, action: str, words: str) -> PracticeTrack:
    owner = doing.lock(trial_action, states=STATES)
    same = owner.practice_tracks.filter(**asdict(said)).first()
    if same is not None:
        return same
    if owner.practice_tracks.count() >= MOST:
        raise DoingRefused(f"Der er {MOST} øvebaner. Flere kan der ikke være.")
    row = PracticeTrack.objects.create(trial_action=owner, **asdict(said))
    doing.record(action, words.format(long_date(row.on)), owner, by=by, at=at)
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
    doing.record("practice_changed", f"rettede øvebanen for {long_date(row.on)}", owner, by=by, at=at)
    return row


@transaction.atomic
def remove(*, track: PracticeTrack, by: User, at: datetime) -> dict[str, Any] | None:
    """Remove an exercise; what is returned can bring it back. None when it was gone already.

    The log keeps its day only.
    """
    owner = doing.lock(track.trial_action, states=STATES)
    row = owner.practice_tracks.filter(pk=track.pk).first()
    if row is None:
        return None
    row.delete()
    doing.record("practice_removed", f"slettede øvebanen for {long_date(row.on)}", owner, by=by, at=at)
    return {"title": row.title, "on": row.on.isoformat(), "who": row.who, "learnt": row.learnt}


@transaction.atomic
def bring_back(*, trial_action: TrialAction, removed: Mapping[str, Any], by: User, at: datetime) -> PracticeTrack:
    """Undo a deletion; `removed` is what `remove` returned. Twice is once.

    Raises:
        DoingRefused: the trial action is over, or there are too many.
    """
    said = Said(**{**removed, "on": date.fromisoformat(removed["on"])})
    return _add(trial_action, said, by, at, action="practice_restored", words="bragte øvebanen for {} tilbage")


def mark_of(row: PracticeTrack) -> str:
    """Stands for what it says."""
    return _mark(Said(row.title, row.on, row.who, row.learnt))


def _mark(said: Said) -> str:
    return f"{said.on.isoformat()}|{said.title}|{said.who}|{said.learnt}"

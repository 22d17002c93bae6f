"""What children say, without their names: written, mended and removed (børnenes stemmer)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.danish import in_danish_time, long_date
from accounts.models import User
from strategy import doing, standing
from strategy.doing import DoingRefused
from strategy.models import CatalogueEntry, ChildVoice, Evaluation, HalfYearStatus, TrialAction

MOST = 500
REMOVED_WORDS = "(et citat er slettet)"
# What holds copies of quotes: the model, its frozen figures, and the text that was begun from them.
FROZEN = (
    (HalfYearStatus, "figures", "children_say"),
    (Evaluation, "evidence", "children_say"),
    (CatalogueEntry, "evidence", "effect"),
)
State = TrialAction.State
# A quote in which a child can be recognised is removed also when the trial action is over.
REMOVED = (*doing.MEASURED, State.EVALUATED, State.IN_CATALOGUE, State.STOPPED)


@dataclass(frozen=True)
class Said:
    """A quote, on a day, by a child or a group told by its age only."""

    on: date
    quote: str
    said_by: str


@transaction.atomic
def add(*, trial_action: TrialAction, said: Said, by: User, at: datetime) -> ChildVoice:
    """Keep what was said. The same twice is one.

    Raises:
        DoingRefused: the trial action is not under way, the day has not come, or there are too many.
    """
    owner = doing.lock(trial_action, states=doing.MEASURED)
    return _add(owner, said, by, at, action="voice_added", words="skrev et citat fra {}")


def _add(owner: TrialAction, said: Said, by: User, at: datetime, *, action: str, words: str) -> ChildVoice:
    _check(said, at)
    same = owner.child_voices.filter(**asdict(said)).first()
    if same is not None:
        return same
    if owner.child_voices.count() >= MOST:
        raise DoingRefused(f"Der er {MOST} citater. Slet nogle, før I skriver flere.")
    row = ChildVoice.objects.create(trial_action=owner, at=at, by=by, **asdict(said))
    doing.record(action, words.format(long_date(row.on)), owner, by=by, at=at)
    return row


@transaction.atomic
def change(*, voice: ChildVoice, said: Said, seen: str, by: User, at: datetime) -> ChildVoice:
    """Mend what was written; `seen` is `mark_of` it as the person read it.

    Raises:
        DoingRefused: a colleague changed or removed it meanwhile, or the trial action is over.
    """
    owner = doing.lock(voice.trial_action, states=doing.MEASURED)
    _check(said, at)
    row = owner.child_voices.filter(pk=voice.pk).first()
    if row is None:
        raise DoingRefused("En kollega har slettet citatet imens. Skriv det igen, hvis det stadig skal stå der.")
    if mark_of(row) == _mark(said):
        return row
    if mark_of(row) != seen:
        raise DoingRefused(
            f"En kollega har rettet citatet imens. Nu står der “{row.quote}” ({row.said_by}). "
            "Gem igen, hvis dit skal erstatte det."
        )
    before = standing.voice_of(row)
    row.on, row.quote, row.said_by = said.on, said.quote, said.said_by
    row.save(update_fields=["on", "quote", "said_by"])
    _put_right(owner, before, standing.voice_of(row))
    doing.record("voice_changed", f"rettede et citat fra {long_date(row.on)}", owner, by=by, at=at)
    return row


@transaction.atomic
def remove(*, voice: ChildVoice, by: User, at: datetime) -> dict[str, Any] | None:
    """Remove a quote; what is returned can bring it back. None when it was gone already.

    The log keeps neither what a child said nor who it was, and it goes out of what was frozen with the status, the
    evaluation and the entry in the catalogue. Editions that were published keep it.
    """
    owner = doing.lock(voice.trial_action, states=REMOVED)
    row = owner.child_voices.filter(pk=voice.pk).first()
    if row is None:
        return None
    row.delete()
    _put_right(owner, standing.voice_of(row), None)
    doing.record("voice_removed", f"slettede et citat fra {long_date(row.on)}", owner, by=by, at=at)
    return {"on": row.on.isoformat(), "quote": row.quote, "said_by": row.said_by}


@transaction.atomic
def bring_back(*, trial_action: TrialAction, removed: Mapping[str, Any], by: User, at: datetime) -> ChildVoice:
    """Undo a deletion; `removed` is what `remove` returned. Twice is once. What was frozen stays without it.

    Raises:
        DoingRefused: there are too many.
    """
    owner = doing.lock(trial_action, states=REMOVED)
    said = Said(date.fromisoformat(removed["on"]), removed["quote"], removed["said_by"])
    return _add(owner, said, by, at, action="voice_restored", words="bragte et citat fra {} tilbage")


def _put_right(owner: TrialAction, before: dict[str, str], now: dict[str, str] | None) -> None:
    """Mend a quote, or take it out, in the copies that were frozen, and in what was written on from them."""
    words = standing.voice_words(now) if now else REMOVED_WORDS
    for model, name, text in FROZEN:
        for kept in model._default_manager.select_for_update(no_key=True, of=("self",)).filter(trial_action=owner):
            frozen = getattr(kept, name) or {}
            shown = frozen.get("standing", frozen)
            if "voices" in shown:
                found = ((now if one == before else one) for one in shown["voices"])
                shown["voices"] = [one for one in found if one is not None]
            setattr(kept, text, getattr(kept, text).replace(standing.voice_words(before), words))
            kept.save(update_fields=[name, text])


def mark_of(row: ChildVoice) -> str:
    """Stands for what it says."""
    return _mark(Said(row.on, row.quote, row.said_by))


def _mark(said: Said) -> str:
    return f"{said.on.isoformat()}|{said.said_by}|{said.quote}"


def _check(said: Said, at: datetime) -> None:
    if said.on > in_danish_time(at).date():
        raise DoingRefused("Dagen er ikke kommet endnu.")

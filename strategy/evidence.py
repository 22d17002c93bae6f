"""How strong the evidence of a trial action is, from 1 to 4, with its reasons openly (evidensens styrke).

Four things are asked: was it measured before, often enough, is there more than chance in it, and do several kinds of
source tell of it? One step for a promising start, two for a sure sign, three when all of it is there; a sure sign the
wrong way takes one step off. Each reason is shown with the figures behind it, met or not, so that nobody has to believe
a number. The steps are our own; the rules behind the signal are in `strategy/run_chart.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from strategy.run_chart import ENOUGH
from strategy.run_chart_words import Finding

# So many measurements before the start can tell what was usual.
ENOUGH_BEFORE = 6
# So many kinds of source tell of the same from different sides (triangulering).
ENOUGH_SOURCES = 3


class Strength(IntEnum):
    """The steps, as they are kept with an entry of the catalogue."""

    EXPERIENCE = 1
    PROMISING = 2
    LIKELY = 3
    CLEAR = 4


NAMES = {
    Strength.EXPERIENCE: "Erfaring",
    Strength.PROMISING: "Lovende",
    Strength.LIKELY: "Sandsynlig virkning",
    Strength.CLEAR: "Tydelig virkning",
}


@dataclass(frozen=True)
class MeasureFacts:
    """What one measure gives: how many measurements before the start and in all, and what they show."""

    title: str
    before: int
    count: int
    finding: Finding


@dataclass(frozen=True)
class Sources:
    """How much there is from others than the figures."""

    child_voices: int = 0
    notes: int = 0
    leader_notes: int = 0
    cycles: int = 0


@dataclass(frozen=True)
class Reason:
    """One thing that was asked, whether it is met, and by what."""

    key: str
    title: str
    is_met: bool
    text: str


@dataclass(frozen=True)
class Evidence:
    """The strength and what it rests on."""

    strength: Strength
    reasons: tuple[Reason, ...]

    @property
    def name(self) -> str:
        """The step in words: "Lovende"."""
        return NAMES[self.strength]

    def as_dict(self) -> dict[str, Any]:
        """For keeping with the evaluation as it stood."""
        return {
            "strength": int(self.strength),
            "name": self.name,
            "reasons": [
                {"key": reason.key, "title": reason.title, "is_met": reason.is_met, "text": reason.text}
                for reason in self.reasons
            ],
        }


def assess(measures: Sequence[MeasureFacts], sources: Sources) -> Evidence:
    """The strength of the evidence, and the reasons in the order they are shown."""
    worse = [measure for measure in measures if measure.finding is Finding.WORSE]
    reasons = [_baseline(measures), _often(measures), _sign(measures), _told_by_several(measures, sources)]
    met = {reason.key for reason in reasons if reason.is_met}
    strength = _strength(met)
    if worse:
        strength = Strength(max(strength - 1, Strength.EXPERIENCE))
        reasons.append(_wrong_way(worse))
    return Evidence(strength, tuple(reasons))


def _strength(met: set[str]) -> Strength:
    if "signal" in met:
        return Strength.CLEAR if "sources" in met else Strength.LIKELY
    return Strength.PROMISING if len(met) >= 2 else Strength.EXPERIENCE


def _baseline(measures: Sequence[MeasureFacts]) -> Reason:
    most = max((measure.before for measure in measures), default=0)
    text = f"{_measurements(most)} før start. Mindst {ENOUGH_BEFORE} viser, hvordan det plejede at være."
    return Reason("baseline", "Udgangspunkt", most >= ENOUGH_BEFORE, text)


def _often(measures: Sequence[MeasureFacts]) -> Reason:
    most = max((measure.count for measure in measures), default=0)
    text = f"{_measurements(most)} af det, der er målt oftest. Der skal mindst {ENOUGH} til."
    return Reason("measurements", "Antal målinger", most >= ENOUGH, text)


def _sign(measures: Sequence[MeasureFacts]) -> Reason:
    """A sure sign counts only beside what was usual before, and on enough measurements."""
    better = [measure for measure in measures if measure.finding is Finding.BETTER]
    sure = [measure for measure in better if measure.before >= ENOUGH_BEFORE and measure.count >= ENOUGH]
    if sure:
        text = f"Forbedringen er ikke tilfældig: {_titles(sure)}."
    elif better:
        text = f"Der er en forbedring, men for lidt at holde den op imod: {_titles(better)}."
    else:
        text = "Målingerne viser ingen forbedring, der er mere end tilfældig."
    return Reason("signal", "Tegn på forbedring", bool(sure), text)


def _told_by_several(measures: Sequence[MeasureFacts], sources: Sources) -> Reason:
    kinds = [
        name
        for name, is_there in (
            ("målinger", any(measure.count for measure in measures)),
            ("børnenes stemmer", sources.child_voices > 0),
            ("teamets iagttagelser", sources.notes > 0 or sources.cycles > 0),
            ("ledelsens opfølgning", sources.leader_notes > 0),
        )
        if is_there
    ]
    told = _listed(kinds).capitalize() if kinds else "Ingen kilder endnu"
    text = f"{told}. Mindst {ENOUGH_SOURCES} slags kilder skal fortælle om det."
    return Reason("sources", "Flere slags kilder", len(kinds) >= ENOUGH_SOURCES, text)


def _wrong_way(worse: Sequence[MeasureFacts]) -> Reason:
    text = f"Der er en sikker tilbagegang, som trækker et trin fra: {_titles(worse)}."
    return Reason("worse", "Noget gik den anden vej", False, text)


def _titles(measures: Sequence[MeasureFacts]) -> str:
    return _listed([measure.title for measure in measures])


def _listed(words: Sequence[str]) -> str:
    return " og ".join(words) if len(words) < 3 else f"{', '.join(words[:-1])} og {words[-1]}"


def _measurements(count: int) -> str:
    return f"{count} måling{'er' if count != 1 else ''}"

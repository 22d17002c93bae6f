"""What does not hang together in an assessment yet, and what it lacks before a colleague can read it (advarsler).

Plain Python: facts about the seven levers in, sentences out. A caution says what it is of three readers: `short` stands
under the lever's name at the side, `text` goes after "Greb 3 …", and `note`, when there is one, is fit for the report.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from screening.distributions import Distribution, in_danish

GAP = 1.0  # levels between the consultants and the workshop's median or mean that must be explained


class Kind(StrEnum):
    """What a caution is about."""

    GAP = "gap"
    NO_LEVEL = "no_level"
    NO_FINDING = "no_finding"
    NO_REASONS = "no_reasons"
    SINGLE_SOURCE = "single_source"
    ONE_KIND = "one_kind"


@dataclass(frozen=True)
class LeverFacts:
    """What is said of one lever so far. `sources` are the codes its findings cite."""

    number: int
    level: int | None = None
    has_reasons: bool = False
    strengths: int = 0
    challenges: int = 0
    sources: frozenset[str] = field(default_factory=frozenset)
    workshop: Distribution | None = None

    @property
    def findings(self) -> int:
        return self.strengths + self.challenges

    @property
    def has_begun(self) -> bool:
        return self.level is not None or self.has_reasons or self.findings > 0


@dataclass(frozen=True)
class Caution:
    """Something about a lever that somebody should look at before the report is made."""

    number: int
    kind: Kind
    short: str
    text: str
    note: str = ""

    @property
    def on_its_own(self) -> str:
        """The text as a sentence under a heading that says what it is."""
        sentence = self.text.removeprefix("har stort spænd: ") if self.kind == Kind.GAP else f"grebet {self.text}"
        return f"{sentence[:1].upper()}{sentence[1:]}"


@dataclass(frozen=True)
class Missing:
    """What a lever lacks before a colleague can read it: "niveau", "begrundelse", "fund"."""

    number: int
    what: tuple[str, ...]


def of_lever(facts: LeverFacts) -> list[Caution]:
    """The cautions of one lever, the most important first. A lever that nobody has begun has none."""
    checks = (_gap, _levelless, _findingless, _reasonless, _single_source, _one_kind)
    return [caution for check in checks if (caution := check(facts)) is not None]


def missing(levers: Iterable[LeverFacts]) -> list[Missing]:
    """What must be written before a colleague can read it: each lever needs a level, reasons and a finding."""
    found = []
    for facts in sorted(levers, key=lambda facts: facts.number):
        wanted = (("niveau", facts.level is not None), ("begrundelse", facts.has_reasons), ("fund", facts.findings > 0))
        what = tuple(name for name, is_there in wanted if not is_there)
        if what:
            found.append(Missing(facts.number, what))
    return found


def missing_in_words(found: Sequence[Missing]) -> str:
    """The first thing to do about it: "niveau på 3 greb", "fund på 1 greb". Empty when nothing is missing."""
    for what in ("niveau", "begrundelse", "fund"):
        count = sum(what in one.what for one in found)
        if count:
            return f"{what} på {count} greb"
    return ""


def has_gap(level: int, workshop: Distribution) -> bool:
    """Whether consultants and workshop see the lever so differently that the reasons must say why."""
    return any(abs(figure) >= GAP for figure in _apart(level, workshop))


def _apart(level: int, workshop: Distribution) -> list[float]:
    """How far the workshop's median and mean lie above the level, rounded so that no binary fraction hides a whole."""
    return [round(figure - level, 6) for figure in (workshop.median, workshop.mean) if figure is not None]


def _gap(facts: LeverFacts) -> Caution | None:
    workshop, level = facts.workshop, facts.level
    if workshop is None or not workshop.count or level is None or not has_gap(level, workshop):
        return None
    higher = max(_apart(level, workshop), key=abs) > 0
    number = sum(answer > level if higher else answer < level for answer in workshop.levels)
    direction = "højere" if higher else "lavere"
    figures = f"medianen er {in_danish(workshop.median or 0)} og gennemsnittet {in_danish(workshop.mean or 0)}"
    return Caution(
        facts.number,
        Kind.GAP,
        "stort spænd",
        f"har stort spænd: jeres niveau er {level}. {_share(number, workshop.count)} i workshoppen valgte et "
        f"{direction} niveau; {figures}. Skriv i begrundelsen, hvorfor I vurderer {'lavere' if higher else 'højere'}.",
        f"Konsulenternes niveau er {level}. {_share(number, workshop.count)} i workshoppen valgte et {direction} "
        f"niveau; {figures}.",
    )


def _share(number: int, count: int) -> str:
    if number == count:
        return "Alle" if count > 1 else "Den eneste"
    return "Halvdelen" if number * 2 == count else f"{number} af {count}"


def _levelless(facts: LeverFacts) -> Caution | None:
    if facts.level is not None or not facts.has_begun:
        return None
    what = "fund" if facts.findings else "en begrundelse"
    return Caution(facts.number, Kind.NO_LEVEL, "mangler niveau", f"har {what}, men intet niveau.")


def _findingless(facts: LeverFacts) -> Caution | None:
    if facts.findings or not facts.has_begun:
        return None
    what = "et niveau" if facts.level is not None else "en begrundelse"
    return Caution(facts.number, Kind.NO_FINDING, "ingen fund", f"har {what}, men ingen fund.")


def _reasonless(facts: LeverFacts) -> Caution | None:
    if facts.level is None or facts.has_reasons:
        return None
    return Caution(facts.number, Kind.NO_REASONS, "mangler begrundelse", "har et niveau, men ingen begrundelse.")


def _single_source(facts: LeverFacts) -> Caution | None:
    if len(facts.sources) != 1:
        return None
    only = f"bygger på én kilde ({next(iter(facts.sources))})."
    return Caution(facts.number, Kind.SINGLE_SOURCE, "kun 1 kilde", only, f"Grebet {only}")


def _one_kind(facts: LeverFacts) -> Caution | None:
    if not facts.findings or (facts.strengths and facts.challenges):
        return None
    there, gone = ("styrker", "udfordringer") if facts.strengths else ("udfordringer", "styrker")
    return Caution(facts.number, Kind.ONE_KIND, f"kun {there}", f"har {there}, men ingen {gone}.")

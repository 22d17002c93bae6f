"""Whether an application has what it must have to be handed in, point by point and with reasons (adgangskrav).

Pure: what the application holds goes in, a checklist comes out. The same list is shown while it is written and decides
when it is handed in.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

LEAST_PARTNERS = 2
# Fewer letters than these say too little to be judged by.
SHORTEST = 10
BETTER = {"higher": "højere", "lower": "lavere"}


@dataclass(frozen=True)
class PartnerFacts:
    """A partner, and what it has said to the application as it stands. `is_backed` is None where nobody must back."""

    name: str
    has_part: bool
    has_contact: bool
    accepted: bool | None = None
    is_unit: bool = True
    backed: bool | None = None
    asked: bool = False
    lapsed: bool = False


@dataclass(frozen=True)
class MeasureFacts:
    """A measure's own requirements."""

    title: str
    has_baseline: bool
    has_source: bool
    has_collector: bool
    is_counted: bool = True
    has_parts: bool = True


@dataclass(frozen=True)
class TargetFacts:
    """A success criterion: what, from, to, by when; the direction is the measure's, and a share is in per cent."""

    what: str
    from_value: Decimal | None
    to_value: Decimal | None
    by_date: date | None
    direction: str = ""
    is_share: bool = False


@dataclass(frozen=True)
class Facts:
    """What the checklist is made from. `texts` are the application's own fields by name."""

    texts: dict[str, str]
    has_age_group: bool
    starts_on: date | None
    ends_on: date | None
    elements: Sequence[tuple[str, str]]
    has_leading: bool
    partners: Sequence[PartnerFacts] = ()
    measures: Sequence[MeasureFacts] = ()
    targets: Sequence[TargetFacts] = ()
    questions: int = 0
    open_questions: int = 0


@dataclass(frozen=True)
class Check:
    """One requirement: whether it is met, why it is asked for, and what is missing."""

    key: str
    section: str
    label: str
    why: str
    missing: tuple[str, ...] = ()

    @property
    def is_met(self) -> bool:
        return not self.missing


@dataclass(frozen=True)
class Checklist:
    """All requirements of an application."""

    checks: tuple[Check, ...] = field(default=())

    @property
    def may_submit(self) -> bool:
        return all(check.is_met for check in self.checks)

    @property
    def met(self) -> int:
        return sum(check.is_met for check in self.checks)

    @property
    def missing(self) -> list[Check]:
        return [check for check in self.checks if not check.is_met]

    def of(self, section: str) -> list[Check]:
        """What is asked for in one section."""
        return [check for check in self.checks if check.section == section]

    def get(self, key: str) -> Check:
        return next(check for check in self.checks if check.key == key)


def check(facts: Facts) -> Checklist:
    """The checklist, in the order of the form; the committee's questions only when it has asked any."""
    return Checklist(
        (
            Check("idea", "ide", "Titel og idé", "Udvalget skal kunne se, hvad I vil gøre.", _idea(facts)),
            Check(
                "where",
                "ide",
                "Hvor, hvornår og for hvem",
                "En prøvehandling er lille og afgrænset: ét sted, én gruppe, en begyndelse og en slutning.",
                _where(facts),
            ),
            Check(
                "goal",
                "maal",
                "Mål, metoder og forventet effekt",
                "Andre skal kunne følge tanken fra det, I gør, til det, I håber på.",
                _texts(facts, goal="målet", methods="metoderne", expected_effect="den effekt, I forventer"),
            ),
            Check(
                "children",
                "boern",
                "Børnenes perspektiv og stemme",
                "Børnene skal høres både nu og undervejs.",
                _texts(facts, child_perspective="børnenes perspektiv", child_voice="hvordan I hører børnene"),
            ),
            Check(
                "elements",
                "elementer",
                "Strategiens elementer",
                "Elementerne hænger sammen: prøvehandlingen skal røre dem alle og have ét, der bærer.",
                _elements(facts),
            ),
            Check(
                "measures",
                "maalinger",
                "Mål at følge, med udgangspunkt",
                "Uden et udgangspunkt kan ingen se, om noget er blevet anderledes.",
                _measures(facts),
            ),
            Check(
                "targets",
                "maalinger",
                "Succeskriterier, der kan måles",
                "Hvad skal flytte sig, fra hvad, til hvad og hvornår?",
                _targets(facts),
            ),
            Check(
                "practical",
                "ressourcer",
                "Ressourcer og risici",
                "Det skal kunne lade sig gøre i hverdagen.",
                _texts(facts, resources="ressourcerne", risks="det, der kan gå galt"),
            ),
            Check(
                "partners",
                "parter",
                "Mindst to enheder eller aktører",
                "En prøvehandling er altid et samarbejde.",
                _partners(facts),
            ),
            Check(
                "accepted",
                "parter",
                "Hver part siger ja til sin del",
                "Ingen skal være skrevet ind uden at vide det.",
                _accepted(facts),
            ),
            Check(
                "backing",
                "parter",
                "Hver enheds leder bakker op",
                "Lederen bakker op om ansøgningen, som den står. Retter I den, spørger I igen.",
                _backing(facts),
            ),
            *_questions(facts),
        )
    )


def _texts(facts: Facts, **wanted: str) -> tuple[str, ...]:
    found = []
    for name, words in wanted.items():
        text = " ".join(facts.texts.get(name, "").split())
        if not text:
            found.append(f"Skriv {words}.")
        elif len(text) < SHORTEST:
            found.append(f"Skriv lidt mere om {words}: mindst {SHORTEST} tegn.")
    return tuple(found)


def _idea(facts: Facts) -> tuple[str, ...]:
    title = () if facts.texts.get("title", "").strip() else ("Giv prøvehandlingen en titel.",)
    return (*title, *_texts(facts, intervention="hvad I vil gøre"))


def _where(facts: Facts) -> tuple[str, ...]:
    found = []
    if not facts.texts.get("place", "").strip():
        found.append("Skriv, hvor det foregår.")
    if not facts.texts.get("group", "").strip():
        found.append("Skriv, hvem det er for, uden navne.")
    if not facts.has_age_group:
        found.append("Vælg en aldersgruppe.")
    if facts.starts_on is None or facts.ends_on is None:
        found.append("Vælg, hvornår I begynder og slutter.")
    elif facts.ends_on < facts.starts_on:
        found.append("Slut efter, at I er begyndt.")
    return tuple(found)


def _elements(facts: Facts) -> tuple[str, ...]:
    found = [f"Skriv, hvordan I arbejder med “{title}”." for title, text in facts.elements if not text.strip()]
    if facts.elements and not facts.has_leading:
        found.append("Vælg det element, der bærer prøvehandlingen.")
    return tuple(found)


def _measures(facts: Facts) -> tuple[str, ...]:
    if not facts.measures:
        return ("Vælg mindst ét mål at følge.",)
    found = []
    for one in facts.measures:
        wanted = [
            *(() if one.has_baseline else ("udgangspunkt",)),
            *(() if one.has_source else ("hvor tallene kommer fra",)),
            *(() if one.has_collector else ("hvem der samler ind",)),
            *(() if one.has_parts else ("hvad I tæller, og ud af hvor mange",)),
        ]
        if wanted:
            found.append(f"“{one.title}” mangler {_and(wanted)}.")
    return tuple(found)


def _targets(facts: Facts) -> tuple[str, ...]:
    if not facts.targets:
        return ("Skriv mindst ét succeskriterium.",)
    return tuple(words for one in facts.targets for words in _target(one, facts.starts_on, facts.ends_on))


def _target(one: TargetFacts, starts_on: date | None, ends_on: date | None) -> list[str]:
    wanted = [
        *(() if one.from_value is not None else ("fra hvad",)),
        *(() if one.to_value is not None else ("til hvad",)),
        *(() if one.by_date is not None else ("hvornår",)),
    ]
    if one.from_value is None or one.to_value is None or one.by_date is None:
        return [f"“{one.what}” mangler {_and(wanted)}."]
    found = []
    if one.from_value == one.to_value:
        found.append(f"“{one.what}” flytter sig ikke: fra og til er det samme.")
    elif one.direction in BETTER and (one.to_value > one.from_value) != (one.direction == "higher"):
        way = "op" if one.to_value > one.from_value else "ned"
        numbers = f"fra {_number(one.from_value)} til {_number(one.to_value)}"
        found.append(
            f"“{one.what}” går {way}, {numbers}, men for det mål, I følger, er {BETTER[one.direction]} bedre. "
            "Ret tallene eller målets retning."
        )
    if one.is_share and not all(0 <= value <= 100 for value in (one.from_value, one.to_value)):
        found.append(f"“{one.what}” er en andel, og en andel er mellem 0 og 100 %.")
    if starts_on is None or ends_on is None or ends_on < starts_on:
        return found
    if one.by_date < starts_on:
        found.append(f"“{one.what}” skal være nået, før I begynder. Vælg en dag, mens I prøver af.")
    if one.by_date > ends_on:
        found.append(f"“{one.what}” skal først være nået, når prøvehandlingen er slut. Vælg en dag, mens I prøver af.")
    return found


def _partners(facts: Facts) -> tuple[str, ...]:
    found = []
    here = len({" ".join(one.name.casefold().split()) for one in facts.partners})  # one school twice is one
    if here < LEAST_PARTNERS:
        words = "Tilføj to parter." if not here else "I er kun én part. Tilføj mindst én enhed eller aktør mere."
        found.append(words)
    if facts.partners and not any(one.is_unit for one in facts.partners):
        found.append("Mindst én af parterne skal være en af kommunens enheder.")
    found += [f"Skriv, hvad {one.name} gør." for one in facts.partners if not one.has_part]
    found += [f"Skriv en kontakt hos {one.name}." for one in facts.partners if not one.has_contact]
    return tuple(found)


def _accepted(facts: Facts) -> tuple[str, ...]:
    if not facts.partners:
        return ("Der er ingen parter endnu.",)
    return tuple(_answer(one, one.accepted, "sagt ja til sin del") for one in facts.partners if not one.accepted)


def _backing(facts: Facts) -> tuple[str, ...]:
    units = [one for one in facts.partners if one.is_unit]
    if not units:
        return ("Der er ingen enheder endnu.",)
    return tuple(_answer(one, one.backed, "fået lederens opbakning") for one in units if not one.backed)


def _questions(facts: Facts) -> tuple[Check, ...]:
    if not facts.questions:
        return ()
    missing = (f"Svar på {facts.open_questions} spørgsmål.",) if facts.open_questions else ()
    why = "Udvalget læser svarene sammen med ansøgningen."
    return (Check("questions", "spoergsmaal", "Udvalgets spørgsmål er besvaret", why, missing),)


def _answer(one: PartnerFacts, said: bool | None, what: str) -> str:
    if said is False:
        return f"{one.name} har sagt nej. Tal sammen, ret ansøgningen, og spørg igen."
    if one.asked:
        return f"{one.name} har ikke {what} endnu. Der er spurgt."
    if one.lapsed:
        return f"{one.name} svarede på en tidligere udgave. Spørg igen."
    return f"{one.name} har ikke {what}. Spørg, når I er færdige med at skrive."


def _and(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} og {words[-1]}"


def _number(value: Decimal) -> str:
    return f"{value.normalize():f}".replace(".", ",")

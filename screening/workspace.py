"""How far the consultants are: the seven levers with what is said of each, what is wrong, and who is where.

Everything is read in a fixed number of queries, however much has been written.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from accounts.models import User
from screening import warnings, workshops
from screening.models import Assessment, Assignment, Citation, Finding, Lever, Screening, Source
from screening.warnings import Caution, Kind, LeverFacts, Missing

# A colleague's place is written this often at most, and believed this long.
SEEN_EVERY = timedelta(seconds=20)
SEEN_FOR = timedelta(minutes=3)


@dataclass(frozen=True)
class LeverState:
    """A lever, what is said of it, and what is wrong."""

    lever: Lever
    assessment: Assessment | None
    facts: LeverFacts
    cautions: list[Caution]

    @property
    def number(self) -> int:
        return self.lever.number

    @property
    def worst(self) -> Caution | None:
        """The caution to show first: one that is about more than the level still to come, when there is one."""
        return next((one for one in self.cautions if one.kind != Kind.NO_LEVEL), next(iter(self.cautions), None))

    @property
    def is_warned(self) -> bool:
        """Something other than the level still to come."""
        return self.worst is not None and self.worst.kind != Kind.NO_LEVEL

    @property
    def note(self) -> str:
        """ "4 fund · stort spænd", "2 fund, mangler niveau", "Ikke begyndt"."""
        if not self.facts.has_begun:
            return "Ikke begyndt"
        words = [f"{self.facts.findings} fund"] if self.facts.findings else []
        if self.worst is not None:
            words.append(self.worst.short)
        return (" · " if self.is_warned else ", ").join(words).capitalize()


@dataclass(frozen=True)
class Workspace:
    """The seven levers of a screening."""

    screening: Screening
    levers: list[LeverState]

    @property
    def assessed(self) -> int:
        """How many levers have a level."""
        return sum(state.facts.level is not None for state in self.levers)

    @property
    def missing(self) -> list[Missing]:
        """What must be written before a colleague can read it."""
        return warnings.missing(state.facts for state in self.levers)

    @property
    def missing_in_words(self) -> str:
        return warnings.missing_in_words(self.missing)

    @property
    def cautions(self) -> list[Caution]:
        return [caution for state in self.levers for caution in state.cautions]

    def lever(self, number: int) -> LeverState | None:
        return next((state for state in self.levers if state.number == number), None)


def of(screening: Screening) -> Workspace:
    """The workspace of a planned screening; without a model it has no levers. Five queries."""
    levers = list(Lever.objects.filter(analysis_model=screening.analysis_model_id).order_by("number"))
    assessments = {
        row.lever_id: row for row in Assessment.objects.filter(screening=screening).select_related("updated_by")
    }
    findings = Finding.objects.filter(assessment__screening=screening).order_by()
    kinds: Counter[tuple[int, str]] = Counter()
    for lever, kind, count in findings.values_list("assessment__lever", "kind").annotate(Count("pk")):
        kinds[lever, kind] += count
    cited = Citation.objects.filter(finding__assessment__screening=screening).order_by()
    codes: dict[int, set[str]] = {}
    for lever, kind, number in cited.values_list(
        "finding__assessment__lever", "source__kind", "source__number"
    ).distinct():
        codes.setdefault(lever, set()).add(f"{Source.LETTERS[kind]}{number}")
    answers = workshops.results(screening)
    states = []
    for lever in levers:
        assessment = assessments.get(lever.pk)
        facts = LeverFacts(
            number=lever.number,
            level=assessment.level if assessment else None,
            has_reasons=bool(assessment and assessment.reasons),
            strengths=kinds[lever.pk, Finding.Kind.STRENGTH],
            challenges=kinds[lever.pk, Finding.Kind.CHALLENGE],
            sources=frozenset(codes.get(lever.pk, ())),
            workshop=answers.get(lever.number),
        )
        states.append(LeverState(lever, assessment, facts, warnings.of_lever(facts)))
    return Workspace(screening, states)


def facts_of(screening: Screening) -> list[LeverFacts]:
    """What is said of each lever, as the warnings weigh it."""
    return [state.facts for state in of(screening).levers]


def see(*, screening: Screening, number: int, by: User, at: datetime) -> None:
    """Remember that a consultant is at lever `number`; the same place is written every 20 seconds at most."""
    is_news = Q(seen_at__isnull=True) | Q(seen_at__lte=at - SEEN_EVERY) | ~Q(seen_lever=number)
    mine = Assignment.objects.filter(is_news, screening=screening, consultant=by)
    mine.update(seen_lever=number, seen_at=at)


def colleagues(screening: Screening, *, but: User, at: datetime) -> list[Assignment]:
    """The other consultants who are in the workspace now, with their lever."""
    rows = Assignment.objects.filter(screening=screening, seen_at__gt=at - SEEN_FOR, seen_lever__isnull=False)
    return list(rows.exclude(consultant=but).select_related("consultant").order_by("pk"))

"""What the workshop's three pages show: the consultants' own, the big screen, and the phones'."""

import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString

from screening import distribution_chart, qr, workshops
from screening.distributions import FEWEST_SHOWN, Distribution, of
from screening.models import Lever, MaturityLevel, Screening, Workshop


@dataclass(frozen=True)
class LevelWords:
    """One of the five levels of a lever."""

    level: int
    name: str
    description: str


@dataclass(frozen=True)
class OnScreen:
    """The lever on the big screen."""

    number: int
    title: str
    question: str
    workshop_questions: list[str]
    levels: list[LevelWords]


@dataclass(frozen=True)
class Live:
    """How many have answered to the lever on the screen, and how the answers lie where that is shown."""

    count: int
    is_shown: bool
    distribution: Distribution | None
    mark: str

    @property
    def lacks_answers(self) -> bool:
        """The consultant shows the answers, but so few have come that they could be told apart."""
        return self.is_shown and self.distribution is None

    @property
    def chart(self) -> SafeString | None:
        """The distribution as a picture over the big screen's columns."""
        return self._chart(is_over_columns=True)

    @property
    def small_chart(self) -> SafeString | None:
        """The distribution as a picture in a panel."""
        return self._chart(is_over_columns=False)

    def _chart(self, *, is_over_columns: bool) -> SafeString | None:
        if self.distribution is None:
            return None
        return distribution_chart.svg(self.distribution, key="fordeling", is_over_columns=is_over_columns)

    @property
    def fewest(self) -> int:
        """From how many answers on they can be shown."""
        return FEWEST_SHOWN


@dataclass(frozen=True)
class LeverRow:
    """A lever in the list a consultant leads the workshop from."""

    number: int
    title: str
    count: int
    distribution: Distribution | None
    is_current: bool


def lever_on_screen(workshop: Workshop) -> OnScreen | None:
    """The lever with its levels in words. Three queries, none between levers."""
    if not workshop.lever_number:
        return None
    model = workshop.screening.analysis_model_id
    lever = Lever.objects.filter(analysis_model=model, number=workshop.lever_number).prefetch_related("levels").get()
    names = dict(MaturityLevel.objects.filter(analysis_model=model).values_list("level", "name"))
    levels = [LevelWords(row.level, names.get(row.level, ""), row.description) for row in lever.levels.all()]
    return OnScreen(lever.number, lever.title, lever.question, lever.workshop_questions.splitlines(), levels)


def live(workshop: Workshop, counted: dict[int, Distribution] | None = None) -> Live:
    """The answers to the lever on the screen. One query, unless they are counted already.

    The mark changes when what is shown does. What is not shown yet is not in it either.
    """
    found = workshops.counted(workshop) if counted is None else counted
    distribution = found.get(workshop.lever_number, of([]))
    is_shown = workshop.shows_answers and distribution.is_shown
    facts = (workshop.revision, distribution.count, distribution.counts if is_shown else ())
    mark = hashlib.sha256(repr(facts).encode()).hexdigest()[:12]
    return Live(distribution.count, workshop.shows_answers, distribution if is_shown else None, mark)


def lever_rows(screening: Screening, workshop: Workshop, counted: dict[int, Distribution]) -> list[LeverRow]:
    """The seven levers. One query. Distributions are there once the workshop is closed, where enough answered."""
    rows = Lever.objects.filter(analysis_model=screening.analysis_model_id).values_list("number", "title")
    levers = []
    for number, title in rows:
        given = counted.get(number, of([]))
        shown = given if given.is_shown and not workshop.is_open else None
        levers.append(LeverRow(number, title, given.count, shown, is_current=number == workshop.lever_number))
    return levers


def spaced(code: str) -> str:
    """A code as it is read aloud: "KMT 4R7"."""
    return f"{code[:3]} {code[3:]}"


def address() -> str:
    """Where phones go, as people type it: "portal.example/workshop"."""
    return f"{settings.PORTAL_URL}{reverse('workshop_join')}".split("://")[-1].rstrip("/")


def qr_code(workshop: Workshop) -> SafeString:
    """The workshop's own address as a picture for phones."""
    link = f"{settings.PORTAL_URL}{reverse('workshop_phone', args=[workshop.code])}"
    return qr.svg(link, label=f"QR-kode til {address()} med koden {spaced(workshop.code)}")

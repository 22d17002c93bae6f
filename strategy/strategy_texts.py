"""What a version of a strategy says, as values that can be compared, copied and saved (strategiens tekster)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from strategy.marks import digest
from strategy.models import Bearing, CyclePhase, Element, GuidingMark, ImprovementQuestion, StrategyPeriod
from strategy.models.strategies import StrategyVersion


@dataclass(frozen=True)
class Texts:
    """What a version says of itself."""

    title: str
    subtitle: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    introduction: str = ""
    value_base: str = ""
    vision: str = ""
    goal: str = ""
    model_name: str = ""
    model_text: str = ""
    improvement_text: str = ""
    sources: str = ""


@dataclass(frozen=True)
class MarkText:
    """A guiding mark."""

    title: str
    text: str = ""


@dataclass(frozen=True)
class PeriodText:
    """An entry of the timeline."""

    period: str
    text: str


@dataclass(frozen=True)
class PhaseText:
    """A phase of the annual cycle, from one month to another, 1 to 12."""

    title: str
    from_month: int
    to_month: int
    text: str = ""


@dataclass(frozen=True)
class ElementText:
    """An element of the model with its bearings."""

    title: str
    text: str = ""
    question: str = ""
    is_centre: bool = False
    bearings: tuple[str, ...] = ()


@dataclass(frozen=True)
class QuestionText:
    """A question of the improvement model."""

    title: str
    question: str


Row = MarkText | PeriodText | PhaseText | ElementText | QuestionText
# By the part's name on the version: what its rows are kept as, and as what they are read.
PARTS: dict[str, tuple[Any, type[Row]]] = {
    "guiding_marks": (GuidingMark, MarkText),
    "timeline": (StrategyPeriod, PeriodText),
    "cycle": (CyclePhase, PhaseText),
    "elements": (Element, ElementText),
    "improvement_questions": (ImprovementQuestion, QuestionText),
}


def texts_of(version: StrategyVersion) -> Texts:
    """What is saved of the version itself. No query."""
    return Texts(**{field.name: getattr(version, field.name) for field in fields(Texts)})


def rows_of(version: StrategyVersion, part: str) -> list[Row]:
    """What is saved of one part. One query, two for the elements, none when they are prefetched."""
    rows = getattr(version, part).all()
    if part != "elements":
        kind = PARTS[part][1]
        return [kind(**{field.name: getattr(row, field.name) for field in fields(kind)}) for row in rows]
    rows = (
        rows if "elements" in getattr(version, "_prefetched_objects_cache", {}) else rows.prefetch_related("bearings")
    )
    return [
        ElementText(row.title, row.text, row.question, row.is_centre, tuple(one.text for one in row.bearings.all()))
        for row in rows
    ]


def replace_rows(version: StrategyVersion, part: str, rows: Sequence[Row]) -> None:
    """Put the rows in place of those of a draft, which nothing points at yet."""
    getattr(version, part).all().delete()
    model = PARTS[part][0]
    made = model.objects.bulk_create(
        model(
            version=version,
            position=position,
            **{name: value for name, value in asdict(row).items() if name != "bearings"},
        )
        for position, row in enumerate(rows, start=1)
    )
    if part == "elements":
        Bearing.objects.bulk_create(
            Bearing(element=element, position=position, text=text)
            for element, row in zip(made, rows, strict=True)
            for position, text in enumerate(getattr(row, "bearings", ()), start=1)
        )


def mark_of(content: Texts | Sequence[Row]) -> str:
    """Stands for what a text or a part says, so that a form can tell which one the person saw."""
    return digest(content)

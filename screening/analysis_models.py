"""The analysis model in versions: loaded the first time, copied to a draft, written, and taken into use (analysemodel).

A draft's row is locked first; to begin one, all versions of the area are, oldest first. A draft belongs to all
administrators: each save says which text the person saw, so that two who write at once are told of each other. A
published version never changes.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from accounts import audit
from accounts.danish import date_time, in_words
from accounts.models import AuditEvent, User
from partnerships.levers import LEVERS
from partnerships.models.areas import AREA_ORDER, AREA_WORDS, Area
from screening.models import AnalysisModel, Lever, LeverLevel, MaturityLevel

DATA = Path(__file__).resolve().parent / "data"
LEVEL_COUNT = 5
# Any number nobody else locks on: loading is one at a time.
_LOADING = 7_207_001


class ModelRefused(Exception):
    """What was asked for cannot be done; the message is for the person."""


@dataclass(frozen=True)
class LeverText:
    """All that a version says of a lever. Lists are one item a line; `levels` are the five descriptions."""

    title: str
    short_title: str
    question: str
    purpose: str
    indicators: str
    document_questions: str
    interview_questions: str
    workshop_questions: str
    levels: tuple[str, ...]


@dataclass(frozen=True)
class ModelText:
    """What a version says of itself; `levels` are the five names, each with its general description."""

    title: str
    introduction: str
    source: str
    levels: tuple[tuple[str, str], ...]


class TextChanged(ModelRefused):
    """A colleague saved the same text after this person read it; `saved` is as it stands now."""

    def __init__(self, saved: LeverText | ModelText, who: str) -> None:
        super().__init__(
            f"{who}, mens du skrev. Det, der er anderledes, står herunder. "
            "Din tekst er ikke gemt: gem igen, hvis den skal erstatte det."
        )
        self.saved = saved


# --- read ---------------------------------------------------------------------------------------------------------


def text_of(lever: Lever) -> LeverText:
    """What is saved of a lever. One query unless the levels are prefetched."""
    values = {name: getattr(lever, name) for name in _lever_fields()}
    return LeverText(**values, levels=tuple(row.description for row in lever.levels.all()))


def model_text_of(model: AnalysisModel) -> ModelText:
    """What is saved of the version itself. One query unless the levels are prefetched."""
    levels = tuple((row.name, row.description) for row in model.maturity_levels.all())
    return ModelText(model.title, model.introduction, model.source, levels)


def mark_of(text: LeverText | ModelText) -> str:
    """Stands for what a text says, so that a form can tell which one the person saw."""
    return hashlib.sha256(json.dumps(asdict(text), ensure_ascii=False).encode()).hexdigest()[:16]


def _lever_fields() -> list[str]:
    return [name for name in LeverText.__dataclass_fields__ if name != "levels"]


# --- load ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def load(*, at: datetime) -> list[AnalysisModel]:
    """Publish version 1 of each area that has no version, from our files; those made. Again, it does nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOADING])
    missing = [area for area in AREA_ORDER if not AnalysisModel.objects.filter(area=area).exists()]
    return [_load(area, at) for area in missing]


def _load(area: Area, at: datetime) -> AnalysisModel:
    data = json.loads((DATA / f"seven_levers_{area}.json").read_text(encoding="utf-8"))
    levers = [
        LeverText(
            title=title,
            **{name: data_of[name] for name in ("short_title", "question", "purpose")},
            **{
                name: "\n".join(data_of[name])
                for name in ("indicators", "document_questions", "interview_questions", "workshop_questions")
            },
            levels=tuple(data_of["levels"]),
        )
        for title, data_of in zip(LEVERS, data["levers"], strict=True)
    ]
    levels = tuple((name, description) for name, description in data["levels"])
    text = ModelText(data["title"], data["introduction"], data["source"], levels)
    row = _create(area, 1, text, levers, by=None, at=at)
    row.published_at = at
    row.save(update_fields=["published_at"])
    _record("published", f"tog {row} i brug", row, None, at)
    return row


def _create(
    area: str, version: int, text: ModelText, levers: list[LeverText], *, by: User | None, at: datetime
) -> AnalysisModel:
    row = AnalysisModel.objects.create(
        area=area,
        version=version,
        title=text.title,
        introduction=text.introduction,
        source=text.source,
        created_at=at,
        created_by=by,
    )
    MaturityLevel.objects.bulk_create(
        MaturityLevel(analysis_model=row, level=level, name=name, description=description)
        for level, (name, description) in enumerate(text.levels, start=1)
    )
    made = Lever.objects.bulk_create(
        Lever(analysis_model=row, number=number, **{name: getattr(lever, name) for name in _lever_fields()})
        for number, lever in enumerate(levers, start=1)
    )
    LeverLevel.objects.bulk_create(
        LeverLevel(lever=saved, level=level, description=description)
        for saved, lever in zip(made, levers, strict=True)
        for level, description in enumerate(lever.levels, start=1)
    )
    return row


# --- write --------------------------------------------------------------------------------------------------------


@transaction.atomic
def begin_draft(*, area: str, by: User, at: datetime) -> AnalysisModel:
    """A draft of the next version, as a copy of the one in use. There is one draft an area: asked again, it is that.

    Raises:
        ModelRefused: there is no version to begin from.
    """
    versions = list(AnalysisModel.objects.select_for_update().filter(area=area).order_by("version"))
    draft = next((row for row in versions if not row.is_published), None)
    if draft is not None:
        return draft
    if not versions:
        raise ModelRefused("Der er ingen analysemodel for området at begynde fra.")
    current = versions[-1]
    levers = [text_of(lever) for lever in current.levers.prefetch_related("levels")]
    row = _create(area, current.version + 1, model_text_of(current), levers, by=by, at=at)
    _record("drafted", f"begyndte en kladde til {row}", row, by, at)
    return row


@transaction.atomic
def save_text(*, model: AnalysisModel, text: ModelText, seen: str, by: User, at: datetime) -> AnalysisModel:
    """Save what a draft says of itself; `seen` is `mark_of` the text the person read. The same again changes nothing.

    Raises:
        TextChanged, ModelRefused: nothing is saved.
    """
    row = _draft(model)
    saved = model_text_of(row)
    if saved == text:
        return row
    if mark_of(saved) != seen:
        raise TextChanged(saved, _who(row, 0))
    row.title, row.introduction, row.source = text.title, text.introduction, text.source
    _save(row)
    levels = list(row.maturity_levels.all())
    for level, (name, description) in zip(levels, text.levels, strict=True):
        level.name, level.description = name, description
    MaturityLevel.objects.bulk_update(levels, ["name", "description"])
    _record("changed", f"rettede indledning og niveauer i {row}", row, by, at, lever=0)
    return row


@transaction.atomic
def save_lever(*, lever: Lever, text: LeverText, seen: str, by: User, at: datetime) -> Lever:
    """Save what a draft says of a lever; `seen` is `mark_of` the text the person read. The same again changes nothing.

    Raises:
        TextChanged, ModelRefused: nothing is saved.
    """
    model = _draft(lever.analysis_model)
    row = model.levers.get(pk=lever.pk)
    saved = text_of(row)
    if saved == text:
        return row
    if mark_of(saved) != seen:
        raise TextChanged(saved, _who(model, row.number))
    for name in _lever_fields():
        setattr(row, name, getattr(text, name))
    row.save()
    levels = list(row.levels.all())
    for level, description in zip(levels, text.levels, strict=True):
        level.description = description
    LeverLevel.objects.bulk_update(levels, ["description"])
    _save(model)
    _record("changed", f"rettede greb {row.number} i {model}", model, by, at, lever=row.number)
    return row


@transaction.atomic
def publish(*, model: AnalysisModel, change_note: str, revision: int, by: User, at: datetime) -> AnalysisModel:
    """Take a draft into use: new screenings begin on it, and it can never change again. Publishing twice is once.

    Raises:
        ModelRefused: it is empty somewhere, like the version in use, or changed since the person saw it.
    """
    row = _lock(model)
    if row.is_published:
        return row
    if row.revision != revision:
        raise ModelRefused(f"{_who(row)}, mens du læste. Læs kladden igen, før du tager den i brug.")
    if not change_note.strip():
        raise ModelRefused("Skriv, hvad der er nyt i forhold til den forrige version.")
    if unfinished := [lever.number for lever in row.levers.prefetch_related("levels") if _is_unfinished(lever)]:
        numbers = in_words([str(number) for number in unfinished])
        raise ModelRefused(f"Der mangler tekst i greb {numbers}. Skriv den, før versionen tages i brug.")
    before = AnalysisModel.objects.current(row.area)
    if before is not None and _all_of(before) == _all_of(row):
        raise ModelRefused(f"Kladden siger det samme som {before}. Ret den først, eller lad den ligge.")
    row.change_note, row.published_at = change_note.strip(), at
    row.save(update_fields=["change_note", "published_at"])
    _record("published", f"tog {row} i brug: {row.change_note}", row, by, at)
    return row


@transaction.atomic
def discard(*, model: AnalysisModel, by: User, at: datetime) -> None:
    """Throw a draft away. Doing it twice changes nothing.

    Raises:
        ModelRefused: it has been taken into use.
    """
    row = AnalysisModel.objects.select_for_update().filter(pk=model.pk).first()
    if row is None:
        return
    if row.is_published:
        raise ModelRefused(f"{row} er taget i brug og bliver stående.")
    _record("discarded", f"kasserede kladden til {row}", row, by, at)
    row.delete()


def _is_unfinished(lever: Lever) -> bool:
    text = text_of(lever)
    return len(text.levels) != LEVEL_COUNT or not all([*text.levels, *(getattr(text, n) for n in _lever_fields())])


def _all_of(model: AnalysisModel) -> tuple[Any, ...]:
    return model_text_of(model), *(text_of(lever) for lever in model.levers.prefetch_related("levels"))


def _lock(model: AnalysisModel) -> AnalysisModel:
    row = AnalysisModel.objects.select_for_update().filter(pk=model.pk).first()
    if row is None:
        raise ModelRefused("Kladden er kasseret imens.")
    return row


def _draft(model: AnalysisModel) -> AnalysisModel:
    row = _lock(model)
    if row.is_published:
        raise ModelRefused(f"{row} er taget i brug og kan ikke rettes. Lav en ny version.")
    return row


def _save(row: AnalysisModel) -> None:
    row.revision += 1
    row.save(update_fields=["title", "introduction", "source", "revision"])


def _who(model: AnalysisModel, lever: int | None = None) -> str:
    """ "Signe Dam gemte kl. 10.42": the latest change of a lever, of the version's own text (0), or of either."""
    events = AuditEvent.objects.select_related("actor").filter(
        action="analysis_model.changed", subject_type="analysismodel", subject_id=str(model.pk)
    )
    event = (events if lever is None else events.filter(data__lever=lever)).order_by("-pk").first()
    if event is None or event.actor is None:
        return "En kollega gemte"
    return f"{event.actor.display_name} gemte {date_time(event.at)}"


def _record(action: str, summary: str, row: AnalysisModel, by: User | None, at: datetime, **data: Any) -> None:
    summary = f"{summary} ({AREA_WORDS[Area(row.area)]})"
    audit.record(action=f"analysis_model.{action}", summary=summary, subject=row, at=at, by=by, data=data)

"""Taking words out of everything a trial action has left behind, also of what is frozen (ord, der fjernes).

A name that slipped in must be removable at any time. Wherever it was written, and wherever that was copied to since, it
becomes "[fjernet]": in what the team wrote, in reports and figures that were handed in, in the entry in the catalogue,
its earlier revisions and the editions that hold it, whose PDFs are made again. The line it leaves in the log does not
hold the words; older lines, which nobody can change, may name a title as it was, and `stays_in_log` tells.

The strategy is locked first, then the entry and the trial action, as when the catalogue is made.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Q

from accounts.danish import in_danish_time, long_date
from accounts.models import AuditEvent, User
from documents import jobs
from strategy import application_contents, catalogue, doing, edition_snapshot, strategies
from strategy.models import (
    AgreedMeasure,
    ApplicationVersion,
    CatalogueEdition,
    CatalogueEntry,
    CatalogueRevision,
    ChildVoice,
    Collection,
    CommitteeQuestion,
    DataAgreement,
    ElementAnswer,
    Evaluation,
    HalfYearStatus,
    ImprovementCycle,
    LeaderNote,
    Measure,
    Measurement,
    Partner,
    PartnerConfirmation,
    PracticeTrack,
    SuccessTarget,
    TrialAction,
)

REPLACEMENT = "[fjernet]"
FEWEST_LETTERS = 2
MOST_HITS = 300
AROUND = 60  # letters shown on each side
# What is written of a trial action, with the way to it. What committee members judge by is their own to mend.
WRITTEN: tuple[tuple[type[models.Model], str], ...] = (
    (TrialAction, "pk"),
    (ElementAnswer, "trial_action"),
    (Measure, "trial_action"),
    (SuccessTarget, "trial_action"),
    (Partner, "trial_action"),
    (PartnerConfirmation, "partner__trial_action"),
    (ApplicationVersion, "trial_action"),
    (CommitteeQuestion, "trial_action"),
    (DataAgreement, "trial_action"),
    (AgreedMeasure, "agreement__trial_action"),
    (Collection, "measure__trial_action"),
    (Measurement, "measure__trial_action"),
    (ChildVoice, "trial_action"),
    (ImprovementCycle, "trial_action"),
    (PracticeTrack, "trial_action"),
    (LeaderNote, "trial_action"),
    (HalfYearStatus, "trial_action"),
    (Evaluation, "trial_action"),
    (CatalogueEntry, "trial_action"),
    (CatalogueRevision, "entry__trial_action"),
)
# Where people's words stand in what is frozen; the rest of it is codes, numbers and names of elements and units.
SAID = frozenset(
    "title lead what for_whom how conditions effect did_not_work contacts sources baseline question result against "
    "adjustment quote said_by words text source collector part counted measure unit contact".split()
)


class TakingOutRefused(doing.DoingRefused):
    """The words cannot be taken out; the message is for the person."""


@dataclass(frozen=True)
class Hit:
    """The words where they stand, with what is before and after them."""

    before: str
    words: str
    after: str


@dataclass
class Place:
    """A row in which the words stand, and as what. `draft_of` is whose unfinished writing it is, if anybody's."""

    row: models.Model
    where: str
    draft_of: str = ""
    changed: dict[str, Any] = field(default_factory=dict)
    hits: list[Hit] = field(default_factory=list)


def find(trial_action: TrialAction, words: str) -> list[Place]:
    """Where the words stand, capital letters or not, as whole words and with an s after them. Some 25 queries.

    Raises:
        TakingOutRefused: they are too few letters, or stand in too many places to be a name.
    """
    return [place for place in _searched(trial_action, words) if place.hits]


def stays_in_log(trial_action: TrialAction, words: str) -> bool:
    """A line of the log holds the words, mostly in a title as it was; nobody can change it. Two queries."""
    entries = CatalogueEntry.objects.filter(trial_action=trial_action).values_list("pk", flat=True)
    subjects = Q(subject_type="trialaction", subject_id=str(trial_action.pk))
    subjects |= Q(subject_type="catalogueentry", subject_id__in=[str(pk) for pk in entries])
    pattern = _pattern(words)
    return any(pattern.search(text) for text in AuditEvent.objects.filter(subjects).values_list("summary", flat=True))


def _pattern(words: str) -> re.Pattern[str]:
    spaced = r"\s+".join(re.escape(word) for word in words.split())
    return re.compile(rf"(?<!\w){spaced}(?=(?:['’]?s)?(?!\w))", re.IGNORECASE)


def _searched(trial_action: TrialAction, words: str) -> list[Place]:
    if sum(letter.isalnum() for letter in words) < FEWEST_LETTERS:
        raise TakingOutRefused("Skriv mindst to bogstaver.")
    places = list(_places(trial_action, _pattern(words)))
    if _count(places) > MOST_HITS:
        raise TakingOutRefused(f"Det står mere end {MOST_HITS} steder. Skriv noget mere præcist.")
    return places


def _count(places: list[Place]) -> int:
    return sum(len(place.hits) for place in places)


@transaction.atomic
def take_out(*, trial_action: TrialAction, words: str, by: User, at: datetime) -> int:
    """Replace the words wherever they stand; returns in how many places. It cannot be undone, and twice is once.

    Raises:
        TakingOutRefused: see `find`.
    """
    strategies.lock(trial_action.round.strategy)
    list(CatalogueEntry.objects.select_for_update(no_key=True).filter(trial_action=trial_action))
    owner = doing.lock(trial_action, states=TrialAction.State.values)
    places = _searched(owner, words)
    address: dict[str, str] = {}
    for place in places:
        row = place.row
        if place.hits and isinstance(row, CatalogueEntry):
            if "title" in place.changed:  # its address was made of the title
                address[row.slug] = catalogue.free_slug(place.changed["title"])
            place.changed |= {"slug": address.get(row.slug, row.slug), "updated_at": at, "updated_by": by}
        if place.hits or (address and isinstance(row, CatalogueEdition)):
            _save(place, address, at)
    if found := _count(places):
        owner.refresh_from_db(fields=["title"])
        steder = "1 sted" if found == 1 else f"{found} steder"
        doing.record("words_taken_out", f"fjernede ord, et barn kan kendes på, {steder}", owner, by=by, at=at)
    return found


def _save(place: Place, address: dict[str, str], at: datetime) -> None:
    row, now = place.row, place.changed
    if isinstance(row, HalfYearStatus | Evaluation | ImprovementCycle):
        # Who has the page open is told, and does not write the words back.
        now["revision"] = row.revision + 1
    if isinstance(row, ApplicationVersion):
        now["sha256"] = application_contents.digest(now["content"])
    if isinstance(row, CatalogueEdition):
        for entry in now["content"]["entries"]:
            entry["slug"] = address.get(entry["slug"], entry["slug"])
        now["content"]["words_taken_out"] = long_date(in_danish_time(at))  # why its fingerprint is another
        now["sha256"] = edition_snapshot.sha256(now["content"])
        if row.document is not None:
            snapshot = {"edition": now["content"], "hash": edition_snapshot.short(now["sha256"])}
            jobs.make_again(document=row.document, snapshot=snapshot, at=at)
    for name, value in now.items():
        setattr(row, name, value)
    row.save(update_fields=list(now))


def _places(trial_action: TrialAction, pattern: re.Pattern[str]) -> Iterator[Place]:
    for model, way in WRITTEN:
        for row in model._default_manager.filter(**{way: trial_action.pk}).order_by("pk"):
            yield _place(row, pattern)
    slug = CatalogueEntry.objects.filter(trial_action=trial_action).values_list("slug", flat=True).first()
    actors = set(Partner.objects.filter(trial_action=trial_action, unit=None).values_list("actor", flat=True))
    editions = CatalogueEdition.objects.select_related("document").filter(content__entries__contains=[{"slug": slug}])
    for edition in editions.filter(strategy=trial_action.round.strategy_id).order_by("year"):
        yield _in_edition(edition, str(slug), actors, pattern)


def _place(row: models.Model, pattern: re.Pattern[str]) -> Place:
    place = Place(row, _where(row), _draft_of(row))
    for one in row._meta.concrete_fields:
        before = getattr(row, one.name) if _is_said(one) else None
        if before is None:
            continue
        now = _in_json(before, place, pattern) if isinstance(before, dict) else _in_text(before, place, pattern)
        if now != before:
            place.changed[one.name] = now[: one.max_length] if isinstance(one, models.CharField) else now
    return place


def _is_said(one: Any) -> bool:
    if isinstance(one, models.SlugField | models.EmailField) or one.choices or one.name == "sha256":
        return False
    return isinstance(one, models.CharField | models.TextField | models.JSONField)


def _in_edition(edition: CatalogueEdition, slug: str, actors: set[str], pattern: re.Pattern[str]) -> Place:
    """The entry in a frozen edition with the actors among those who tried it, and the edition's foreword."""
    place = Place(edition, f"Kataloget {edition.year}, som er udgivet")

    def without(entry: dict[str, Any]) -> dict[str, Any]:
        units = [_in_text(name, place, pattern) if name in actors else name for name in entry["units"]]
        return {**_in_json(entry, place, pattern), "units": units}

    entries = [without(entry) if entry["slug"] == slug else entry for entry in edition.content["entries"]]
    foreword = _in_text(edition.content["foreword"], place, pattern)
    place.changed = {"content": {**edition.content, "entries": entries, "foreword": foreword}, "foreword": foreword}
    return place


def _in_json(value: Any, place: Place, pattern: re.Pattern[str], *, is_said: bool = False) -> Any:
    """The value without the words, where people's words stand."""
    if isinstance(value, dict):
        said = SAID | {"name"} if value.get("kind") == application_contents.ACTOR else SAID
        return {key: _in_json(one, place, pattern, is_said=key in said) for key, one in value.items()}
    if isinstance(value, list):
        return [_in_json(one, place, pattern, is_said=is_said) for one in value]
    return _in_text(value, place, pattern) if is_said and isinstance(value, str) else value


def _in_text(text: str, place: Place, pattern: re.Pattern[str]) -> str:
    """The text without the words; where they stood is kept with the place."""
    for match in pattern.finditer(text):
        start, end = match.span()
        before = ("…" if start > AROUND else "") + text[max(start - AROUND, 0) : start]
        after = text[end : end + AROUND] + ("…" if text[end + AROUND :] else "")
        place.hits.append(Hit(before, match[0], after))
    return pattern.sub(REPLACEMENT, text)


def _where(row: models.Model) -> str:
    name = str(row._meta.verbose_name)
    if isinstance(row, ImprovementCycle | CatalogueRevision):
        name = f"{name} nr. {row.number}"
    elif isinstance(row, ApplicationVersion):
        name = f"{name} {row.version} af ansøgningen"
    return name[:1].upper() + name[1:]


def _draft_of(row: models.Model) -> str:
    """Whose unfinished writing it is, which others do not read: the team's, the coordinators', or nobody's."""
    if isinstance(row, HalfYearStatus | Evaluation) and row.handed_in_at is None:
        return "team"
    return "coordinators" if isinstance(row, CatalogueEntry) and row.state == CatalogueEntry.State.DRAFT else ""

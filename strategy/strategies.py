"""A strategy in versions: begun as a draft, written, published, and copied to the next (strategier).

The strategy's row is locked first; it owns its versions. A draft belongs to all coordinators: each save says what the
person saw, so that two who write at once are told of each other. A published version never changes.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from accounts import audit
from accounts.danish import date_time, in_words
from accounts.models import User
from partnerships.models import Municipality
from strategy.models import Strategy, StrategyVersion
from strategy.strategy_texts import PARTS, Row, Texts, mark_of, replace_rows, rows_of, texts_of

MAX_ROWS = {"guiding_marks": 12, "timeline": 20, "cycle": 12, "elements": 9, "improvement_questions": 8}
PART_WORDS = {
    "guiding_marks": "pejlemærkerne",
    "timeline": "tidsplanen",
    "cycle": "årshjulet",
    "elements": "modellens elementer",
    "improvement_questions": "spørgsmålene",
}
# Addresses that pages next to the strategies have.
TAKEN = frozenset(("runder", "proevehandlinger", "mine-enheder", "ny", "katalog", "udvalg"))


class StrategyRefused(Exception):
    """What was asked for cannot be done; the message is for the person."""


class StrategyGone(StrategyRefused):
    """A colleague has deleted the strategy meanwhile."""

    def __init__(self) -> None:
        super().__init__("En kollega har slettet strategien imens. Det, du skrev, er ikke gemt.")


class TextChanged(StrategyRefused):
    """A colleague saved after this person read; `saved` is as it stands now."""

    def __init__(self, version: StrategyVersion, saved: Texts | list[Row]) -> None:
        super().__init__(
            f"{version.updated_by.display_name} gemte {date_time(version.updated_at)}, mens du skrev. "
            "Det, der er gemt, står herunder. Din tekst er ikke gemt: gem igen, hvis den skal erstatte det."
        )
        self.saved = saved


class NotReady(StrategyRefused):
    """The draft lacks something to be published; `missing` says what."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(f"Strategien kan ikke offentliggøres endnu. Den mangler {in_words(list(missing))}.")
        self.missing = list(missing)


def lock(strategy: Strategy) -> Strategy:
    """The strategy's row, locked, with its municipality; whatever belongs to a strategy waits here.

    Raises:
        StrategyGone: a colleague has deleted it with its first draft.
    """
    rows = Strategy.objects.select_for_update(no_key=True, of=("self",)).select_related("municipality")
    row = rows.filter(pk=strategy.pk).first()
    if row is None:
        raise StrategyGone
    return row


@transaction.atomic
def begin(*, municipality: Municipality, title: str, by: User, at: datetime) -> Strategy:
    """Begin a municipality's strategy with a draft. The same title again is the strategy begun before.

    Raises:
        StrategyRefused: the title has no letters or digits to make an address of.
    """
    owner = Municipality.objects.select_for_update(no_key=True, of=("self",)).get(pk=municipality.pk)
    same = Strategy.objects.filter(municipality=owner, versions__title__iexact=title, versions__number=1).first()
    if same is not None:
        return same
    row = Strategy.objects.create(municipality=owner, slug=_slug(title, owner), created_at=at, created_by=by)
    StrategyVersion.objects.create(strategy=row, number=1, title=title, updated_at=at, updated_by=by)
    _record("begun", f"begyndte strategien “{title}”", row, by, at)
    return row


def _slug(title: str, municipality: Municipality) -> str:
    base = slugify(_ascii(title))[:60].strip("-")
    if not base:
        raise StrategyRefused("Titlen skal have bogstaver, så strategien kan få en adresse.")
    candidates = [base, f"{base}-{slugify(_ascii(municipality.name))}"[:74]]
    candidates += [f"{candidates[1]}-{number}" for number in range(2, 100)]
    known = set(Strategy.objects.filter(slug__in=candidates).values_list("slug", flat=True)) | TAKEN
    return next(slug for slug in candidates if slug not in known)


def _ascii(words: str) -> str:
    return words.lower().replace("–", "-").replace("æ", "ae").replace("ø", "oe").replace("å", "aa")


def draft_of(strategy: Strategy) -> StrategyVersion | None:
    """The version that is being written, or None. One query."""
    return strategy.versions.filter(state=StrategyVersion.State.DRAFT).select_related("updated_by").first()


@transaction.atomic
def save_texts(*, strategy: Strategy, texts: Texts, seen: str, by: User, at: datetime) -> StrategyVersion:
    """Save what the draft says of itself. The same again changes nothing.

    Raises:
        TextChanged, StrategyRefused: nothing is saved.
    """
    version = _locked_draft(strategy)
    saved = texts_of(version)
    if texts == saved:
        return version
    if mark_of(saved) != seen:
        raise TextChanged(version, saved)
    for name, value in vars(texts).items():
        setattr(version, name, value)
    return _touch(version, by, at)


@transaction.atomic
def save_part(
    *, strategy: Strategy, part: str, rows: Sequence[Row], seen: str, by: User, at: datetime
) -> StrategyVersion:
    """Save all rows of one part of the draft, in their order. The same again changes nothing.

    Raises:
        TextChanged, StrategyRefused: nothing is saved.
    """
    version = _locked_draft(strategy)
    saved = rows_of(version, part)
    rows = sorted(rows, key=lambda row: getattr(row, "is_centre", False))  # the centre stands last
    if rows == saved:
        return version
    if mark_of(saved) != seen:
        raise TextChanged(version, saved)
    if len(rows) > MAX_ROWS[part]:
        raise StrategyRefused(f"Der kan højst være {MAX_ROWS[part]} rækker i {PART_WORDS[part]}.")
    if part == "elements" and sum(getattr(row, "is_centre", False) for row in rows) > 1:
        raise StrategyRefused("Kun ét element kan være i midten.")
    replace_rows(version, part, rows)
    return _touch(version, by, at)


def missing_in(version: StrategyVersion) -> list[str]:
    """What a draft lacks to be published, in words."""
    found = [
        (version.starts_on and version.ends_on, "en periode"),
        (version.vision, "en vision"),
        (version.goal, "et mål"),
        (version.cycle.exists(), "et årshjul"),
        (version.elements.filter(is_centre=False).count() >= 2, "mindst to elementer i modellen"),
    ]
    return [words for is_there, words in found if not is_there]


@transaction.atomic
def publish(*, strategy: Strategy, by: User, at: datetime) -> StrategyVersion:
    """Make the draft the version that holds; the one before is replaced.

    Raises:
        NotReady, StrategyRefused: there is no draft, or it lacks something.
    """
    draft = _locked_draft(strategy)
    if missing := missing_in(draft):
        raise NotReady(missing)
    strategy.versions.filter(state=StrategyVersion.State.PUBLISHED).update(state=StrategyVersion.State.REPLACED)
    draft.state, draft.published_at = StrategyVersion.State.PUBLISHED, at
    _touch(draft, by, at)
    _record("published", f"offentliggjorde “{draft.title}”, udgave {draft.number}", strategy, by, at)
    return draft


@transaction.atomic
def next_version(*, strategy: Strategy, by: User, at: datetime) -> StrategyVersion:
    """Copy the version that holds to a draft. When there is a draft, it is that one.

    Raises:
        StrategyRefused: no version holds yet.
    """
    lock(strategy)
    draft = draft_of(strategy)
    if draft is not None:
        return draft
    before = strategy.versions.filter(state=StrategyVersion.State.PUBLISHED).first()
    if before is None:
        raise StrategyRefused("Strategien er ikke offentliggjort endnu, så der er intet at bygge videre på.")
    row = StrategyVersion.objects.create(
        strategy=strategy, number=before.number + 1, updated_at=at, updated_by=by, **vars(texts_of(before))
    )
    for part in PARTS:
        replace_rows(row, part, rows_of(before, part))
    _record("next_version", f"begyndte udgave {row.number} af “{row.title}”", strategy, by, at)
    return row


@transaction.atomic
def discard(*, strategy: Strategy, by: User, at: datetime) -> None:
    """Throw away the draft of a next version; with the first one goes the strategy. Doing it twice changes nothing.

    Raises:
        StrategyRefused: it is the first, and something else belongs to the strategy.
    """
    try:
        lock(strategy)
    except StrategyGone:
        return
    draft = draft_of(strategy)
    if draft is None:
        return
    number, title = draft.number, draft.title
    words = f"slettede kladden til udgave {number} af “{title}”"
    if strategy.versions.exclude(pk=draft.pk).exists():
        draft.delete()
        _record("draft_discarded", words, strategy, by, at)
        return
    if held := held_by(strategy):
        raise StrategyRefused(f"Strategien kan ikke slettes, for den har {in_words(held)}.")
    _record("draft_discarded", f"{words}, og dermed strategien", strategy, by, at)
    strategy.delete()


def held_by(strategy: Strategy) -> list[str]:
    """What belongs to a strategy beside its versions, in words; it is not deleted with a first draft. Six queries."""
    found = {
        "runder": strategy.rounds,
        "inddragelse": strategy.involvements,
        "en kommunikationsplan": strategy.communications,
        "en introduktion": strategy.onboarding,
        "evalueringer": strategy.reviews,
        "kataloger": strategy.editions,
    }
    return [words for words, rows in found.items() if rows.exists()]


def _locked_draft(strategy: Strategy) -> StrategyVersion:
    lock(strategy)
    draft = draft_of(strategy)
    if draft is None:
        raise StrategyRefused("Udgaven er offentliggjort imens og kan ikke rettes. Begynd den næste udgave.")
    return draft


def _touch(version: StrategyVersion, by: User, at: datetime) -> StrategyVersion:
    version.revision, version.updated_at, version.updated_by = version.revision + 1, at, by
    version.save()
    return version


def _record(action: str, summary: str, strategy: Strategy, by: User, at: datetime, **data: Any) -> None:
    scope = strategy.municipality.code
    audit.record(action=f"strategy.{action}", summary=summary, subject=strategy, at=at, by=by, scope=scope, data=data)

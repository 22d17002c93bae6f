"""The catalogue's entries: made from an evaluation, written, published, passed on to all, taken out (kataloget)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.text import slugify

from accounts import audit
from accounts.danish import date_time
from accounts.models import User
from strategy import catalogue_emails
from strategy.models import CatalogueEntry, CatalogueRevision, Element, Evaluation, TrialAction

State = CatalogueEntry.State
# What an entry must say before it is passed on, by field.
NEEDED = ("lead", "what", "for_whom", "how", "conditions", "effect", "did_not_work", "contacts")
EFFECT_LENGTH = 2000
ADDRESS_LOCK = 5_005_001  # of PostgreSQL's advisory locks
LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


class EntryRefused(Exception):
    """What was asked for cannot be done now; the message is for the person."""


class EntryChanged(EntryRefused):
    """A colleague has saved the entry meanwhile. `entry` is as it stands now; nothing was saved."""

    def __init__(self, entry: CatalogueEntry) -> None:
        super().__init__(
            f"{entry.updated_by.display_name} gemte {date_time(entry.updated_at)}, mens du skrev. Det, der er "
            "anderledes, står herunder. Din tekst er ikke gemt: gem igen, hvis den skal erstatte det."
        )
        self.entry = entry


@dataclass(frozen=True)
class Content:
    """What an entry says. `elements` are the ids of the model's elements."""

    title: str
    theme: str
    lead: str = ""
    age_group: str = ""
    what: str = ""
    for_whom: str = ""
    how: str = ""
    conditions: str = ""
    effect: str = ""
    did_not_work: str = ""
    contacts: str = ""
    sources: str = ""
    levers: tuple[int, ...] = ()
    elements: frozenset[int] = frozenset()


TEXTS = tuple(name for name in Content.__dataclass_fields__ if name not in ("levers", "elements"))


def content_of(entry: CatalogueEntry) -> Content:
    """What an entry says now. One query for its elements."""
    elements = frozenset(element.pk for element in entry.elements.all())
    texts = {name: getattr(entry, name) for name in TEXTS}
    return Content(**texts, levers=tuple(entry.levers), elements=elements)


def mark_of(entry: CatalogueEntry) -> str:
    """Stands for an entry as it reads."""
    return f"{entry.revision} {entry.updated_at.timestamp():.6f}"


def lock(entry: CatalogueEntry) -> CatalogueEntry:
    """The entry, locked, with what its log needs.

    Who changed it last is not joined: a row that another transaction gave a new editor meanwhile would not be found.
    """
    rows = CatalogueEntry.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("strategy__municipality", "trial_action__round__strategy").get(pk=entry.pk)


@transaction.atomic
def begin(*, trial_action: TrialAction, by: User, at: datetime) -> CatalogueEntry:
    """Begin an entry from the evaluation, as a draft; the one there is when somebody has begun it.

    Raises:
        EntryRefused: the trial action has not been evaluated.
    """
    rows = TrialAction.objects.select_for_update(no_key=True, of=("self",))
    owner = rows.select_related("round__strategy__municipality").get(pk=trial_action.pk)
    found = CatalogueEntry.objects.filter(trial_action=owner).first()
    if found is not None:
        return found
    evaluation = Evaluation.objects.filter(trial_action=owner, handed_in_at__isnull=False).first()
    if owner.state != TrialAction.State.EVALUATED or evaluation is None:
        raise EntryRefused("Prøvehandlingen skal være evalueret, før den kan komme i kataloget.")
    entry = CatalogueEntry.objects.create(
        strategy=owner.round.strategy,
        trial_action=owner,
        slug=free_slug(owner.title),
        strength=evaluation.evidence["strength"],
        evidence=evaluation.evidence,
        updated_at=at,
        updated_by=by,
        **_from(owner, evaluation),
    )
    entry.elements.set(owner.element_answers.filter(is_leading=True).values_list("element", flat=True))
    _record("begun", f"begyndte på “{entry}” til kataloget", entry, by, at)
    return entry


def _from(owner: TrialAction, evaluation: Evaluation) -> dict[str, Any]:
    """What an entry can take from the evaluation and the application. Two queries."""
    measure = owner.measures.first()
    units = [partner.unit for partner in owner.partners.select_related("unit") if partner.unit]
    return {
        "title": owner.title,
        "lead": owner.goal[:400],
        "age_group": owner.age_group,
        "theme": measure.theme if measure else "other",
        "what": evaluation.what,
        "for_whom": evaluation.for_whom,
        "how": evaluation.how,
        "conditions": evaluation.conditions,
        "effect": _with_children(evaluation),
        "did_not_work": evaluation.did_not_work,
        "contacts": "\n".join(f"{unit.leader_title or 'Leder'}, {unit.name}" for unit in units)[:600],
    }


def _with_children(evaluation: Evaluation) -> str:
    """What came of it, with what the children say, when there is room for both."""
    both = f"{evaluation.effect}\n\nBørnene siger:\n{evaluation.children_say}"
    return both if evaluation.children_say and len(both) <= EFFECT_LENGTH else evaluation.effect


def free_slug(title: str) -> str:
    """An address nobody has: of the title, with a number when it is taken. One address is given at a time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ADDRESS_LOCK])
    stem = slugify(title.lower().translate(LETTERS))[:80].strip("-") or "indsats"
    taken = set(CatalogueEntry.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(slug for slug in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)


@transaction.atomic
def save(*, entry: CatalogueEntry, content: Content, seen: str, why: str, by: User, at: datetime) -> CatalogueEntry:
    """Write an entry; `seen` is `mark_of` it as the person read it. The same again changes nothing.

    A published entry keeps how it read before, with why it was changed, and what it says may not become nothing.

    Raises:
        EntryChanged, EntryRefused: nothing is saved.
    """
    row = lock(entry)
    before = content_of(row)
    if before == content:
        return row
    if mark_of(row) != seen:
        raise EntryChanged(row)
    if row.state == State.RETIRED:
        raise EntryRefused("Indsatsen er taget ud af kataloget. Udgiv den igen, før I retter i den.")
    if row.state == State.PUBLISHED:
        if not why.strip():
            raise EntryRefused("Skriv, hvad der er nyt. Det står i historikken.")
        _may_be_read(content)
        _keep(row, before, why=why, by=by, at=at)
        row.revision += 1
    for name in TEXTS:
        setattr(row, name, getattr(content, name))
    row.levers, row.updated_at, row.updated_by = list(content.levers), at, by
    row.save()
    row.elements.set(content.elements)
    words = f"rettede “{row}” i kataloget" if row.state == State.PUBLISHED else f"skrev på “{row}” til kataloget"
    _record("changed", words, row, by, at)
    return row


def _may_be_read(content: Content | CatalogueEntry) -> None:
    missing = [name for name in NEEDED if not getattr(content, name).strip()]
    if missing:
        labels = [str(CatalogueEntry._meta.get_field(name).verbose_name) for name in missing]  # type: ignore[union-attr]
        raise EntryRefused(f"Skriv først: {', '.join(labels)}. Andre skal kunne bruge det uden at spørge jer.")


def _keep(row: CatalogueEntry, before: Content, *, why: str, by: User, at: datetime) -> None:
    titles = Element.objects.filter(pk__in=before.elements).order_by("position").values_list("title", flat=True)
    said = {name: getattr(before, name) for name in TEXTS}
    CatalogueRevision.objects.create(
        entry=row,
        number=row.revision,
        content={**said, "levers": list(before.levers), "elements": list(titles)},
        why=why,
        at=at,
        by=by,
    )


@transaction.atomic
def publish(*, entry: CatalogueEntry, by: User, at: datetime) -> CatalogueEntry:
    """Put an entry into the municipality's catalogue; its team is told. Twice is once.

    Raises:
        EntryRefused: it does not say all that others need.
    """
    row = lock(entry)
    if row.state == State.PUBLISHED:
        return row
    _may_be_read(row)
    row.state, row.published_at = State.PUBLISHED, row.published_at or at
    row.save(update_fields=["state", "published_at"])
    _move(row, TrialAction.State.IN_CATALOGUE, by, at)
    audit.record(
        action="trial_action.in_catalogue",
        summary=f"satte “{row}” i kataloget",
        subject=row.trial_action,
        scope=row.strategy.municipality.code,
        by=by,
        at=at,
    )
    catalogue_emails.published(row, by=by)
    return row


@transaction.atomic
def retire(*, entry: CatalogueEntry, by: User, at: datetime) -> CatalogueEntry:
    """Take an entry out, of the knowledge portal too; editions that hold it keep it. Twice is once.

    Raises:
        EntryRefused: it is not in the catalogue.
    """
    row = lock(entry)
    if row.state == State.RETIRED:
        return row
    if row.state != State.PUBLISHED:
        raise EntryRefused("Indsatsen er ikke i kataloget.")
    row.state, row.released_at, row.released_by = State.RETIRED, None, None
    row.save(update_fields=["state", "released_at", "released_by"])
    _move(row, TrialAction.State.EVALUATED, by, at)
    _record("retired", f"tog “{row}” ud af kataloget", row, by, at)
    return row


@transaction.atomic
def release(*, entry: CatalogueEntry, by: User, at: datetime) -> CatalogueEntry:
    """Pass an entry on to everybody in the knowledge portal; its team is told. Twice is once.

    Raises:
        EntryRefused: it is not in the catalogue.
    """
    row = lock(entry)
    if row.released_at is not None:
        return row
    if row.state != State.PUBLISHED:
        raise EntryRefused("Sæt indsatsen i jeres eget katalog, før I deler den med alle.")
    row.released_at, row.released_by = at, by
    row.save(update_fields=["released_at", "released_by"])
    _record("released", f"delte “{row}” med alle i vidensportalen", row, by, at)
    catalogue_emails.released(row, by=by)
    return row


@transaction.atomic
def take_back(*, entry: CatalogueEntry, by: User, at: datetime) -> CatalogueEntry:
    """Show it to one's own municipality only from now on. Twice is once."""
    row = lock(entry)
    if row.released_at is None:
        return row
    row.released_at, row.released_by = None, None
    row.save(update_fields=["released_at", "released_by"])
    _record("taken_back", f"tog “{row}” ud af vidensportalen", row, by, at)
    return row


def _move(row: CatalogueEntry, state: str, by: User, at: datetime) -> None:
    """The trial action follows its entry."""
    owner = TrialAction.objects.select_for_update(no_key=True).get(pk=row.trial_action_id)
    if owner.state in (TrialAction.State.EVALUATED, TrialAction.State.IN_CATALOGUE) and owner.state != state:
        owner.state, owner.updated_at, owner.updated_by = state, at, by
        owner.save(update_fields=["state", "updated_at", "updated_by"])


def missing_in(entry: CatalogueEntry) -> Sequence[str]:
    """What an entry lacks before it can be published, by label."""
    empty = (name for name in NEEDED if not getattr(entry, name).strip())
    return [str(CatalogueEntry._meta.get_field(name).verbose_name) for name in empty]  # type: ignore[union-attr]


def _record(action: str, summary: str, row: CatalogueEntry, by: User, at: datetime) -> None:
    audit.record(
        action=f"catalogue_entry.{action}",
        summary=summary,
        subject=row,
        scope=row.strategy.municipality.code,
        by=by,
        at=at,
    )

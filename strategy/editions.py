"""Yearly editions of the catalogue: a foreword, what it holds that day, frozen with a hash and printed (årgange)."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts import audit
from accounts.danish import in_danish_time
from accounts.models import User
from documents import jobs, kinds
from documents.models import Document
from strategy import catalogue_emails, edition_pdf, edition_snapshot, strategies
from strategy.models import CatalogueEdition, CatalogueEntry, Strategy, StrategyVersion

PDF = "catalogue_pdf"
FIRST_YEAR = 2020


class EditionRefused(Exception):
    """What was asked for cannot be done now; the message is for the person."""


class ForewordChanged(EditionRefused):
    """A colleague has saved the foreword meanwhile. `foreword` is as it stands now; nothing was saved."""

    def __init__(self, foreword: str) -> None:
        super().__init__(
            "En kollega gemte forordet, mens du skrev. Det står herunder. Gem igen, hvis dit skal erstatte det."
        )
        self.foreword = foreword


def years_to_begin(strategy: Strategy, *, at: datetime) -> list[int]:
    """The years that have no edition yet, newest first: this one and those before it. One query."""
    taken = set(CatalogueEdition.objects.filter(strategy=strategy).values_list("year", flat=True))
    return [year for year in range(in_danish_time(at).year, FIRST_YEAR - 1, -1) if year not in taken]


@transaction.atomic
def begin(*, strategy: Strategy, year: int, by: User, at: datetime) -> CatalogueEdition:
    """Begin the edition of a year; the one there is when somebody has begun it.

    Raises:
        EditionRefused: the year has not begun, or its edition is out.
    """
    owner = strategies.lock(strategy)
    _has_begun(year, at)
    found = CatalogueEdition.objects.filter(strategy=owner, year=year).first()
    if found is not None and found.published_at is not None:
        raise EditionRefused(f"Kataloget {year} er udgivet.")
    if found is not None:
        return found
    row = CatalogueEdition.objects.create(strategy=owner, year=year)
    _record("edition_begun", f"begyndte på kataloget {year}", owner, by, at)
    return row


def _has_begun(year: int, at: datetime) -> None:
    if year > in_danish_time(at).year:
        raise EditionRefused(f"{year} er ikke begyndt. Kataloget {year} kan laves fra 1. januar {year}.")


def _draft(owner: Strategy, edition: CatalogueEdition) -> CatalogueEdition:
    row = CatalogueEdition.objects.select_related("strategy__municipality").get(pk=edition.pk, strategy=owner)
    if row.published_at is not None:
        raise EditionRefused(f"Kataloget {row.year} er udgivet og kan ikke ændres.")
    return row


@transaction.atomic
def save(*, edition: CatalogueEdition, foreword: str, seen: str, by: User, at: datetime) -> CatalogueEdition:
    """Write the foreword; `seen` is what it said when the person began. The same again changes nothing.

    Raises:
        ForewordChanged, EditionRefused: nothing is saved.
    """
    owner = strategies.lock(edition.strategy)
    row = _draft(owner, edition)
    _write(row, owner, foreword, seen=seen, by=by, at=at)
    return row


def _write(row: CatalogueEdition, owner: Strategy, foreword: str, *, seen: str, by: User, at: datetime) -> None:
    if row.foreword == foreword:
        return
    if row.foreword != seen:
        raise ForewordChanged(row.foreword)
    row.foreword = foreword
    row.save(update_fields=["foreword"])
    _record("edition_written", f"skrev forord til kataloget {row.year}", owner, by, at)


@transaction.atomic
def publish(
    *, edition: CatalogueEdition, by: User, at: datetime, foreword: str | None = None, seen: str = ""
) -> CatalogueEdition:
    """Freeze what the catalogue holds now, order the PDF, and tell coordinators and teams. Twice is once.

    `foreword` is what stands in the form, written first; `seen` is what it said when the person began. Without it the
    edition has the foreword it has.

    Raises:
        ForewordChanged, EditionRefused: nothing is published: a colleague has written another foreword, it is out
            with another one, the catalogue is empty, or the year has not begun.
    """
    owner = strategies.lock(edition.strategy)
    row = CatalogueEdition.objects.get(pk=edition.pk, strategy=owner)
    if row.published_at is not None:
        if foreword not in (None, row.foreword):
            raise EditionRefused(f"Kataloget {row.year} er udgivet imens, og det ændres ikke mere.")
        return row
    _has_begun(row.year, at)
    if foreword is not None:
        _write(row, owner, foreword, seen=seen, by=by, at=at)
    # Nobody changes an entry while it is written into the edition.
    list(owner.entries.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    entries = edition_snapshot.entries_of(owner)
    if not entries:
        raise EditionRefused("Der er ingen indsatser i kataloget endnu, så der er intet at udgive.")
    row.content = edition_snapshot.build(
        owner, entries, version=version_of(owner), year=row.year, foreword=row.foreword, at=at
    )
    row.sha256 = edition_snapshot.sha256(row.content)
    row.published_at, row.published_by = at, by
    row.document = jobs.order(
        kind=PDF,
        title=f"Metode- og indsatskatalog {row.year}: {row.content['municipality']}",
        filename=f"katalog-{owner.municipality.code}-{row.year}.pdf",
        snapshot={"edition": row.content, "hash": edition_snapshot.short(row.sha256)},
        by=by,
        at=at,
    )
    row.save()
    count = len(entries)
    words = "1 indsats" if count == 1 else f"{count} indsatser"
    _record("edition_published", f"udgav kataloget {row.year} med {words}", owner, by, at, sha256=row.sha256)
    catalogue_emails.edition_published(row, trial_actions=[entry.trial_action_id for entry in entries], by=by)
    return row


def version_of(strategy: Strategy) -> StrategyVersion | None:
    """The version of the strategy that holds now."""
    return strategy.versions.filter(state=StrategyVersion.State.PUBLISHED).first()


def readable(user: Any) -> QuerySet[CatalogueEdition]:
    """Published editions for those who may see the strategy's room."""
    return CatalogueEdition.objects.filter(
        published_at__isnull=False, strategy__in=Strategy.objects.visible_to(user).values("pk")
    )


def entries_now(strategy: Strategy) -> QuerySet[CatalogueEntry]:
    """What an edition made now would hold."""
    return strategy.entries.filter(state=CatalogueEntry.State.PUBLISHED)


def render_pdf(document: Document, report: Callable[[int, str], None]) -> bytes:
    """The edition as PDF."""
    return edition_pdf.render(document.snapshot["edition"], document.snapshot["hash"], report)


def register() -> None:
    """Make the edition known to the documents."""
    kinds.register(
        kinds.DocumentKind(
            key=PDF,
            label="Metode- og indsatskatalog",
            render=render_pdf,
            visible_documents=lambda user: readable(user).values("document"),
        )
    )


def _record(action: str, summary: str, owner: Strategy, by: User, at: datetime, **data: Any) -> None:
    audit.record(
        action=f"strategy.{action}",
        summary=summary,
        subject=owner,
        scope=owner.municipality.code,
        by=by,
        at=at,
        data=data,
    )

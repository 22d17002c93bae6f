"""Findings on a lever: strengths and challenges, each citing at least one source (fund).

The screening's row is locked first. A finding has a revision of its own.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from accounts.models import User
from screening import assessments, positions, screenings
from screening.assessments import WorkRefused
from screening.models import Citation, Finding, Screening, Source

MAX_FINDINGS = 20
MAX_CITATIONS = 8
LOGGED = 420  # letters of a removed finding that the log tells


class FindingChanged(WorkRefused):
    """A colleague changed the finding after this person read it; `finding` is as it stands now."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(
            f"{finding.updated_by.display_name} har ændret fundet, mens du skrev. Det, der er gemt, står herunder. "
            "Din tekst er ikke gemt: gem igen, hvis den skal erstatte det."
        )
        self.finding = finding


@dataclass(frozen=True)
class Cited:
    """A place in a source."""

    source: Source
    place: str = ""
    quote: str = ""


@dataclass(frozen=True)
class Words:
    """What a finding says, and where it comes from."""

    kind: str
    text: str
    citations: tuple[Cited, ...]


@transaction.atomic
def add(*, screening: Screening, number: int, words: Words, by: User, at: datetime) -> Finding:
    """Add a finding to lever `number`, as the last. The same twice is one.

    Raises:
        WorkRefused: it cites nothing, or somebody else's source, or there are too many.
    """
    owner, words = assessments.lock(screening), _ordered(words)
    _check(owner, words)
    assessment = assessments.begun(owner, number, by=by, at=at)
    same = assessment.findings.filter(kind=words.kind, text=words.text).first()
    if same is not None and words_of(same) == words:
        return same
    if assessment.findings.count() >= MAX_FINDINGS:
        raise WorkRefused(f"Der er {MAX_FINDINGS} fund på grebet. Saml nogle af dem, før du skriver et nyt.")
    row = Finding.objects.create(
        assessment=assessment,
        kind=words.kind,
        text=words.text,
        position=positions.last(assessment.findings.all()) + 1,
        updated_at=at,
        updated_by=by,
    )
    _cite(row, words)
    screenings.record("finding_added", f"skrev et fund på greb {number}: “{_short(words.text)}”", owner, by, at)
    return row


@transaction.atomic
def change(*, finding: Finding, words: Words, revision: int, by: User, at: datetime) -> Finding:
    """Change what a finding says or cites. The same again changes nothing.

    Raises:
        FindingChanged: a colleague changed it meanwhile.
        WorkRefused: a colleague removed it, or it cites what it cannot.
    """
    owner, words = assessments.lock(finding.assessment.screening), _ordered(words)
    _check(owner, words)
    row = _own(owner, finding)
    if row is None:
        raise WorkRefused("En kollega har fjernet fundet imens. Skriv det som et nyt fund, hvis det stadig gælder.")
    if words_of(row) == words:
        return row
    if row.revision != revision:
        raise FindingChanged(row)
    row.kind, row.text = words.kind, words.text
    row.revision, row.updated_at, row.updated_by = row.revision + 1, at, by
    row.save()
    row.citations.all().delete()
    _cite(row, words)
    number = row.assessment.lever.number
    screenings.record("finding_changed", f"ændrede et fund på greb {number}: “{_short(words.text)}”", owner, by, at)
    return row


@transaction.atomic
def remove(*, finding: Finding, by: User, at: datetime) -> None:
    """Remove a finding. Doing it twice changes nothing; the log keeps what it said, and tells all that fits a line."""
    owner = assessments.lock(finding.assessment.screening)
    row = _own(owner, finding)
    if row is None:
        return
    summary = f"slettede et fund på greb {row.assessment.lever.number}: “{_short(row.text, LOGGED)}”"
    cited = [f"{one} {one.quote}".strip() for one in row.citations.select_related("source")]
    kind, text = row.kind, row.text
    row.delete()
    screenings.record("finding_removed", summary, owner, by, at, kind=kind, text=text, cited=cited)


@transaction.atomic
def move(*, finding: Finding, up: bool, by: User, at: datetime) -> None:
    """Move a finding one place up or down on its lever. The order is the report's."""
    owner = assessments.lock(finding.assessment.screening)
    row = _own(owner, finding)
    if row is not None:
        positions.move(row, row.assessment.findings.all(), up=up)


def words_of(row: Finding) -> Words:
    """What a finding says, in the order its citations are shown."""
    cited = row.citations.select_related("source").all()
    return Words(row.kind, row.text, tuple(Cited(one.source, one.place, one.quote) for one in cited))


def _own(owner: Screening, finding: Finding) -> Finding | None:
    rows = Finding.objects.select_related("assessment__lever", "updated_by")
    return rows.filter(pk=finding.pk, assessment__screening=owner).first()


def _ordered(words: Words) -> Words:
    """The same with its citations in the order they are shown, so that words can be compared."""
    return replace(
        words, citations=tuple(sorted(words.citations, key=lambda one: (one.source.kind, one.source.number)))
    )


def _check(owner: Screening, words: Words) -> None:
    if not words.citations:
        raise WorkRefused("Henvis til mindst én kilde.")
    if len(words.citations) > MAX_CITATIONS:
        raise WorkRefused(f"Henvis til højst {MAX_CITATIONS} steder.")
    places = [(cited.source.pk, cited.place) for cited in words.citations]
    if len(set(places)) < len(places):
        raise WorkRefused("Der er to henvisninger til det samme sted i en kilde. Slet den ene, eller skriv stedet.")
    wanted = {cited.source.pk for cited in words.citations}
    if Source.objects.filter(screening=owner, pk__in=wanted).count() < len(wanted):
        raise WorkRefused("En af kilderne er slettet imens. Vælg en anden.")


def _cite(row: Finding, words: Words) -> None:
    Citation.objects.bulk_create(
        Citation(finding=row, source=cited.source, place=cited.place, quote=cited.quote) for cited in words.citations
    )


def _short(text: str, most: int = 80) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"

"""What a screening rests on: documents, interviews and workshops, each with a number of its own (kilder).

The screening's row is locked first, so that two who add at once get different numbers. A number in use is never
another source's: findings and reports cite it.
"""

import uuid
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max

from accounts.models import User
from documents.uploads import Checked
from screening import emails, screenings
from screening.models import Citation, DocumentRequest, Screening, Source
from screening.screenings import ScreeningRefused

Kind = Source.Kind
MOST = 200
KIND_WORDS = {Kind.DOCUMENT: "dokumentet", Kind.INTERVIEW: "interviewet", Kind.WORKSHOP: "workshoppen"}


class SourceRefused(ScreeningRefused):
    """What was asked for cannot be done; the message is for the person."""


class SourceInUse(SourceRefused):
    """Findings rest on the source."""


@dataclass(frozen=True)
class Upload:
    """A file that has been looked into and through; `unread` says why it could not be read through, if so."""

    file: "UploadedFile[Any]"
    checked: Checked
    unread: str = ""


@dataclass(frozen=True)
class Document:
    """What is said of a document. It is a file or a link; the file is given beside."""

    title: str
    dated: str = ""
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class Meeting:
    """What is said of an interview or a workshop. People stand by role and number, never by name.

    `participants` are pairs of role and number, for a workshop.
    """

    title: str
    held_on: date
    role: str = ""
    people: int | None = None
    participants: list[list[Any]] = field(default_factory=list)
    note: str = ""


def _lock_open(screening: Screening) -> Screening:
    row = screenings.lock(screening)
    if not row.is_being_worked_on:
        raise SourceRefused("Kilderne kan kun ændres, mens screeningen er i gang.")
    return row


def _new(row: Screening, kind: str, by: User, at: datetime) -> Source:
    taken = Source.objects.filter(screening=row)
    if taken.count() >= MOST:
        raise SourceRefused(f"Der er {MOST} kilder. Fjern en, før du tilføjer en ny.")
    last: int | None = taken.filter(kind=kind).aggregate(last=Max("number"))["last"]
    return Source(screening=row, kind=kind, number=(last or 0) + 1, added_at=at, added_by=by)


def _fill(source: Source, said: Document | Meeting) -> None:
    for name, value in asdict(said).items():
        setattr(source, name, value)


def _keep(source: Source, upload: Upload) -> None:
    """Keep the file under a name of our own."""
    checked = upload.checked
    source.filename, source.media_type, source.size = checked.filename, checked.media_type, checked.size
    source.unread = upload.unread
    source.file.save(f"{uuid.uuid4()}{checked.extension}", upload.file, save=False)


def _forget_file(source: Source) -> None:
    """The file goes once that is settled."""
    if source.file:
        storage, name = source.file.storage, str(source.file.name)
        transaction.on_commit(lambda: storage.delete(name))
        source.file, source.filename, source.media_type, source.size, source.unread = "", "", "", 0, ""


@transaction.atomic
def add_document(*, screening: Screening, said: Document, upload: Upload | None, by: User, at: datetime) -> Source:
    """Add a document that consultants have found or been given: a file or a link.

    Raises:
        SourceRefused: it is neither or both, or the screening is not being worked on.
    """
    row = _lock_open(screening)
    if (upload is None) == (said.url == ""):
        raise SourceRefused("Vælg en fil, eller skriv et link. Ikke begge dele.")
    source = _new(row, Kind.DOCUMENT, by, at)
    _fill(source, said)
    if upload is not None:
        _keep(source, upload)
    source.save()
    screenings.record("source_added", f"tilføjede {_words(source)}", row, by, at)
    return source


@transaction.atomic
def answer_request(*, request: DocumentRequest, title: str, upload: Upload, by: User, at: datetime) -> Source:
    """The municipality sends a file for the checklist; the consultants are told.

    Raises:
        SourceRefused: the request is gone, or the screening is not being worked on.
    """
    row = _lock_open(request.screening)
    wanted = DocumentRequest.objects.filter(screening=row, pk=request.pk).first()
    if wanted is None:
        raise SourceRefused("Konsulenterne har taget punktet af listen imens.")
    source = _new(row, Kind.DOCUMENT, by, at)
    source.title, source.request, source.is_from_municipality = title or upload.checked.filename, wanted, True
    _keep(source, upload)
    source.save()
    if wanted.not_available:
        wanted.not_available = ""
        wanted.save(update_fields=["not_available"])
    screenings.record("document_sent", f"sendte {_words(source)}", row, by, at)
    emails.document_arrived(source, by=by)
    return source


@transaction.atomic
def send_unasked(*, screening: Screening, title: str, upload: Upload, by: User, at: datetime) -> Source:
    """The municipality sends a document nobody asked for; the consultants are told.

    Raises:
        SourceRefused: there are too many sources, or the screening is not being worked on.
    """
    row = _lock_open(screening)
    source = _new(row, Kind.DOCUMENT, by, at)
    source.title, source.is_from_municipality = title, True
    _keep(source, upload)
    source.save()
    screenings.record("document_sent", f"sendte {_words(source)}, som der ikke var bedt om", row, by, at)
    emails.document_arrived(source, by=by)
    return source


@transaction.atomic
def add_meeting(*, screening: Screening, kind: str, said: Meeting, by: User, at: datetime) -> Source:
    """Add an interview or a workshop.

    Raises:
        SourceRefused: the screening is not being worked on.
    """
    row = _lock_open(screening)
    source = _new(row, kind, by, at)
    _fill(source, said)
    source.save()
    screenings.record("source_added", f"tilføjede {_words(source)}", row, by, at)
    return source


@transaction.atomic
def change(
    *, source: Source, said: Document | Meeting, upload: Upload | None = None, seen: str, by: User, at: datetime
) -> Source:
    """Change what is said of a source; a new file takes the old one's place. The same again changes nothing.

    `seen` is `mark_of` the source as the person read it.

    Raises:
        SourceRefused: a colleague changed or removed it meanwhile, or the screening is not being worked on.
    """
    row = _lock_open(source.screening)
    kept = Source.objects.filter(screening=row, pk=source.pk).first()
    if kept is None:
        raise SourceRefused("En kollega har fjernet kilden imens.")
    if upload is None and all(getattr(kept, name) == value for name, value in asdict(said).items()):
        return kept
    if mark_of(kept) != seen:
        raise SourceRefused(
            "En kollega har ændret kilden imens. Se, hvad der står nu, og gem igen, hvis dit skal gælde."
        )
    _fill(kept, said)
    if upload is not None or kept.url:
        _forget_file(kept)
    if upload is not None:
        kept.url = ""
        _keep(kept, upload)
    if kept.kind == Kind.DOCUMENT and not kept.file and not kept.url:
        raise SourceRefused("Vælg en fil, eller skriv et link.")
    kept.save()
    screenings.record("source_changed", f"ændrede {_words(kept)}", row, by, at)
    return kept


def mark_of(source: Source) -> str:
    """Stands for what is said of the source, and for its file."""
    names = ("title", "dated", "url", "note", "held_on", "role", "people", "participants", "file")
    return screenings.mark_of_rows([tuple(getattr(source, name) for name in names)])


@transaction.atomic
def remove(*, source: Source, by: User, at: datetime) -> None:
    """Remove a source and its file. Twice is once.

    Raises:
        SourceInUse: findings rest on it.
        SourceRefused: the screening is not being worked on.
    """
    row = _lock_open(source.screening)
    kept = Source.objects.filter(screening=row, pk=source.pk).first()
    if kept is None:
        return
    cited = Citation.objects.filter(source=kept).count()
    if cited:
        words = "et fund" if cited == 1 else f"{cited} fund"
        raise SourceInUse(f"{words[:1].upper()}{words[1:]} henviser til {kept.code}. Fjern henvisningerne først.")
    words, action = _words(kept), "document_taken_back" if kept.is_from_municipality else "source_removed"
    _forget_file(kept)
    Source.objects.filter(pk=kept.pk).delete()
    screenings.record(action, f"fjernede {words}", row, by, at)


def _words(source: Source) -> str:
    return f"{KIND_WORDS[Kind(source.kind)]} {source.code} “{source.title}”"

"""Measurements in a file that somebody sends: a spreadsheet or a CSV file, as text to read on (ark)."""

import json
from pathlib import PurePosixPath

from django.core.files.uploadedfile import UploadedFile

from documents import reading_apart, uploads
from documents.uploads import UploadRefused

SECONDS = 15  # from start to end
LARGEST = 2_000_000  # bytes
TEXT_KINDS = (".csv", ".txt", ".tsv")
ACCEPT = ".xlsx,.csv,.txt,.tsv"
DAMAGED = "Regnearket kan ikke læses. Gem det igen som .xlsx, eller kopiér cellerne ind i feltet."


def text_of(file: UploadedFile) -> str:
    """The file's rows as text, cells cut by tabs.

    Raises:
        UploadRefused: it is of another kind, too large, or cannot be read; the message is for the person.
    """
    extension = PurePosixPath(uploads.clean_name(file.name or "")).suffix
    if extension not in (".xlsx", *TEXT_KINDS):
        raise UploadRefused("Vælg et regneark (.xlsx) eller en CSV-fil.", code="kind")
    if (file.size or 0) > LARGEST:
        raise UploadRefused("Filen er for stor til målinger. Den må højst fylde 2 MB.", code="size")
    if extension == ".xlsx":
        uploads.check(file)
        return _sheet(file.read())
    return _decoded(file.read())


def _decoded(data: bytes) -> str:
    """UTF-8, or what Excel in Danish writes."""
    if b"\x00" in data:
        raise UploadRefused("Filen er ikke tekst. Gem den som CSV, og vælg den igen.", code="content")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _sheet(data: bytes) -> str:
    told = reading_apart.read("strategy.sheet_reader", data, seconds=SECONDS)
    if not told.is_whole:
        raise UploadRefused(DAMAGED, code="damaged")
    rows: list[list[str]] = json.loads(told.output)
    return "\n".join("\t".join(cell.replace("\t", " ") for cell in row) for row in rows)

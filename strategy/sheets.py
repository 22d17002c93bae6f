"""Measurements in a file that somebody sends: a spreadsheet or a CSV file, as text to read on (ark)."""

import json
import os
import subprocess
import sys
from pathlib import PurePosixPath

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from documents import uploads
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
    command = [sys.executable, "-m", "strategy.sheet_reader"]
    environment = {
        "PYTHONPATH": str(settings.BASE_DIR),
        "PATH": os.environ.get("PATH", ""),
        "PYTHONIOENCODING": "utf-8",
    }
    try:
        done = subprocess.run(  # noqa: S603 our own program
            command,
            input=data,
            capture_output=True,
            timeout=SECONDS,
            cwd=settings.BASE_DIR,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise UploadRefused(DAMAGED, code="damaged") from late
    if done.returncode:
        raise UploadRefused(DAMAGED, code="damaged")
    rows: list[list[str]] = json.loads(done.stdout)
    return "\n".join("\t".join(cell.replace("\t", " ") for cell in row) for row in rows)

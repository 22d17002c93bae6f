"""What stands in a file people send: refused when there are CPR numbers in it (filers tekst).

The text is read by a process of its own (file_text_reader.py) within bounds of time and memory. A file that cannot be
read through, such as a scan, is taken; why it could not is kept with it, so that somebody looks.
"""

import json
from dataclasses import dataclass
from typing import IO, Any, cast

from django.core.files.uploadedfile import UploadedFile

from accounts.danish import in_words
from accounts.validators import NoCprIn
from documents import reading_apart
from documents.uploads import Checked, UploadRefused
from screening.file_text_reader import READERS

SECONDS = 20  # from start to end
SHOWN = 3
no_cpr_in_filename = NoCprIn("Filens navn")

UNREAD = {
    "empty": "Filen har ingen tekst, der kan læses. Måske er den scannet.",
    "long": "Filen er så lang, at kun en del af den er læst.",
    "password": "Filen er beskyttet med adgangskode.",
    "picture": "Det er et billede, så der er ingen tekst at læse.",
    "failed": "Filen kunne ikke læses.",
}


@dataclass(frozen=True)
class Reading:
    """What was found: CPR numbers, masked and with their place, and why it could not be read to its end, if so."""

    hits: tuple[tuple[str, str], ...] = ()
    unread: str = ""


def read(stream: IO[bytes], extension: str) -> Reading:
    """Read the file through. The stream is left at its beginning."""
    if extension not in READERS:
        return Reading(unread=UNREAD["picture"])
    stream.seek(0)
    data = stream.read()
    stream.seek(0)
    return _reading(_lines(data, extension))


def _lines(data: bytes, extension: str) -> list[dict[str, Any]]:
    """What the reader told before it was done, or ended."""
    told = reading_apart.read("screening.file_text_reader", data, extension, seconds=SECONDS)
    return [json.loads(line) for line in told.output.splitlines(keepends=True) if line.endswith(b"\n")]


def _reading(lines: list[dict[str, Any]]) -> Reading:
    hits = tuple((line["cpr"], line["place"]) for line in lines if "cpr" in line)
    reasons = [line for line in lines if "unread" in line]
    if not any("done" in line for line in lines):
        reasons = [{"unread": "failed"}]
    return Reading(hits=hits, unread=_why(reasons[0]) if reasons else "")


def _why(reason: dict[str, Any]) -> str:
    if reason["unread"] == "pages" and reason["silent"] < reason["pages"]:
        return f"{reason['silent']} af {reason['pages']} sider har ingen tekst, der kan læses. Måske er de scannet."
    return UNREAD.get(reason["unread"], UNREAD["empty"])


def refuse_cpr(file: "UploadedFile[Any]", checked: Checked) -> str:
    """Look a file through before it is taken; why it could not be read, or nothing.

    Raises:
        UploadRefused: there are CPR numbers in it, or in its name.
    """
    no_cpr_in_filename(checked.filename)
    reading = read(cast("IO[bytes]", file.file), checked.extension)
    if reading.hits:
        raise UploadRefused(_refusal(reading.hits), code="cpr")
    return reading.unread


def _refusal(hits: tuple[tuple[str, str], ...]) -> str:
    places = [f"{number} {place}" for number, place in dict.fromkeys(hits)]
    shown = [*places[:SHOWN], f"{len(places) - SHOWN} til"] if len(places) > SHOWN else places
    one = len(places) == 1
    return (
        f"Filen ser ud til at indeholde {'et CPR-nummer' if one else 'CPR-numre'}: {in_words(shown)}. "
        "Portalen må ikke rumme CPR-numre. "
        f"Fjern {'nummeret' if one else 'numrene'} i filen, gem den, og vælg den igen."
    )

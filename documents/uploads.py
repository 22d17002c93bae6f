"""Files that people send us: only kinds we know, only what the name says, and never too much (uploads).

`SizeLimit` stands first among the upload handlers: a file that is too large is thrown away while it arrives and never
touches the disk. `check` looks inside what is left. Every refusal is a sentence for the person, to stand at the field.
"""

import re
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from accounts.danish import file_size

NAME_LENGTH = 120
CHUNK = 64 * 1024
OFFICE = "application/vnd.openxmlformats-officedocument."
CONTENTS = "[Content_Types].xml"


class UploadRefused(ValidationError):
    """The file is not taken in; the message is for the person."""


@dataclass(frozen=True)
class Checked:
    """A file that has been looked into: a clean name, and what it is."""

    filename: str
    extension: str
    media_type: str
    size: int


@dataclass(frozen=True)
class Kind:
    """A kind of file we take: what it is called, its media type, and how its content is told."""

    label: str
    media_type: str
    check: Callable[[IO[bytes], str], None]


@dataclass(frozen=True)
class ZipLimits:
    """How much a zip file may hold: bytes unpacked, bytes in its list of contents, times larger than packed, files."""

    unpacked: int = 250_000_000
    contents: int = 1_000_000  # this one is read as a whole
    ratio: int = 200
    entries: int = 5_000


LIMITS = ZipLimits()


class SizeLimit(FileUploadHandler):
    """Throws files away that are larger than UPLOAD_MAX_BYTES, and leaves word of it on the request."""

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *args: Any, **kwargs: Any) -> None:  # noqa: N803
        """Everything that is sent is known to be too much before any of it is read."""
        self.is_too_much = content_length > settings.UPLOAD_MAX_BYTES + CHUNK * 4  # the other fields, and the frame

    def new_file(self, field_name: str, file_name: str, *args: Any, **kwargs: Any) -> None:
        """A file begins."""
        super().new_file(field_name, file_name, *args, **kwargs)
        self.received = 0
        if self.is_too_much:
            self._refuse()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Count, and pass on."""
        self.received += len(raw_data)
        if self.received > settings.UPLOAD_MAX_BYTES:
            self._refuse()
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Keeping the file is the next handlers' work."""

    def _refuse(self) -> None:
        self.request.uploads_too_large = {*too_large(self.request), self.field_name}  # type: ignore[union-attr]
        raise SkipFile


def too_large(request: HttpRequest | None) -> set[str]:
    """The names of the fields whose file was thrown away because of its size."""
    found: set[str] = getattr(request, "uploads_too_large", set())
    return found


class UploadField(forms.FileField):
    """A file of a kind we know. `cleaned_data` holds the file; what it was found to be is its `checked`."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": ",".join(KINDS)}))
        kwargs.setdefault("help_text", f"{NAMES}. Højst {limit_words()}.")
        kwargs.setdefault(
            "error_messages",
            {
                "required": "Vælg en fil.",
                "invalid": "Filen kom ikke med. Vælg den igen.",
                "missing": "Filen kom ikke med. Vælg den igen.",
                "empty": "Filen er tom. Vælg en fil med indhold.",
            },
        )
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """The browser can say that a file is too large before it is sent (portal.js)."""
        return super().widget_attrs(widget) | {
            "data-max-bytes": str(settings.UPLOAD_MAX_BYTES),
            "data-too-large": size_words(),
        }

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The file, looked into."""
        file = super().clean(data, initial)
        if isinstance(file, UploadedFile):
            file.checked = check(file)  # type: ignore[attr-defined]
        return file


def limit_words() -> str:
    """ "25 MB"."""
    return file_size(settings.UPLOAD_MAX_BYTES).replace(",0 ", " ")


def size_words() -> str:
    """What is said of a file that is too large."""
    return f"Filen er for stor. Den må højst fylde {limit_words()}. Gør den mindre, eller skriv et link til den."


def clean_name(name: str) -> str:
    """The file's own name: no folders, no characters that hide or turn text, and not too long."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C")
    plain = re.sub(r'[\s<>:"|?*]+', " ", plain).strip(" .")
    path = PurePosixPath(plain or "fil")
    return f"{path.stem[: NAME_LENGTH - len(path.suffix)].rstrip()}{path.suffix[:12].lower()}"


def check(file: UploadedFile) -> Checked:
    """Look into a file that was sent.

    Raises:
        UploadRefused: it is too large, of a kind we do not take, or not what its name says.
    """
    size = file.size or 0
    if size > settings.UPLOAD_MAX_BYTES:
        raise UploadRefused(size_words(), code="size")
    if size == 0:
        raise UploadRefused("Filen er tom. Vælg en fil med indhold.", code="empty")
    name = clean_name(file.name or "")
    extension = PurePosixPath(name).suffix
    if extension in MACRO_KINDS:
        raise UploadRefused(_macro_words(extension), code="macro")
    if extension in OLD_KINDS:
        raise UploadRefused(
            f"{extension} er et gammelt format, som kan rumme makroer. Gem filen som {OLD_KINDS[extension]} eller PDF, "
            "og vælg den igen.",
            code="old",
        )
    if extension not in KINDS:
        what = f"{extension}-filer" if extension else "filer uden endelse"
        raise UploadRefused(f"Vi tager ikke imod {what}. Vælg en fil af en af disse slags: {NAMES}.", code="kind")
    kind = KINDS[extension]
    stream = cast("IO[bytes]", file.file)
    stream.seek(0)
    try:
        kind.check(stream, extension)
    finally:
        stream.seek(0)
    return Checked(filename=name, extension=extension, media_type=kind.media_type, size=size)


def _not_what_it_says(extension: str, start: bytes) -> UploadRefused:
    if start.startswith((b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")):
        found = "Indholdet er et program, som har fået et andet navn."
    elif start.startswith(b"\xd0\xcf\x11\xe0"):
        found = "Filen er i et gammelt format eller beskyttet med adgangskode. Gem den igen uden adgangskode."
    else:
        found = "Måske er den blevet omdøbt eller ødelagt. Gem den igen fra det program, den er lavet i."
    return UploadRefused(f"Filen hedder {extension}, men indholdet er noget andet. {found}", code="content")


def _damaged(extension: str) -> UploadRefused:
    return UploadRefused(
        f"{extension}-filen er ødelagt og kan ikke læses. Gem den igen, og vælg den på ny.", code="damaged"
    )


# --- PDF and pictures ---------------------------------------------------------------------------------------------


def _check_pdf(stream: IO[bytes], extension: str) -> None:
    start = stream.read(16)
    if not start.startswith((b"%PDF-1.", b"%PDF-2.")):
        raise _not_what_it_says(extension, start)
    stream.seek(0, 2)
    stream.seek(max(0, stream.tell() - 2048))
    if b"%%EOF" not in stream.read():
        raise _damaged(extension)


def _check_png(stream: IO[bytes], extension: str) -> None:
    start = stream.read(24)
    if not (start.startswith(b"\x89PNG\r\n\x1a\n") and start[12:16] == b"IHDR"):
        raise _not_what_it_says(extension, start)


def _check_jpeg(stream: IO[bytes], extension: str) -> None:
    start = stream.read(16)
    if not start.startswith(b"\xff\xd8\xff"):
        raise _not_what_it_says(extension, start)


# --- Office files: zip files with known parts ----------------------------------------------------------------------


def _office(main_type: str, folder: str) -> Callable[[IO[bytes], str], None]:
    """A check that the file is an Office file whose main part is of `main_type`, in `folder`, and has no macros."""

    def check_office(stream: IO[bytes], extension: str) -> None:
        start = stream.read(4)
        if start != b"PK\x03\x04":
            raise _not_what_it_says(extension, start)
        try:
            with zipfile.ZipFile(stream) as archive:
                entries = archive.infolist()
                _check_entries(entries, extension)
                _check_sizes(stream, entries, extension)
                if CONTENTS not in archive.namelist():
                    raise _not_what_it_says(extension, start)
                if archive.getinfo(CONTENTS).file_size > LIMITS.contents:
                    raise UploadRefused(_bomb_words(extension), code="bomb")
                types = archive.read(CONTENTS)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as error:
            raise _damaged(extension) from error
        names = [entry.filename.lower() for entry in entries]
        if b"macroEnabled" in types or any("vbaproject" in name or name.endswith(".bas") for name in names):
            raise UploadRefused(_macro_words(extension), code="macro")
        if f"{OFFICE}{main_type}.main+xml".encode() not in types or not any(n.startswith(folder) for n in names):
            raise _not_what_it_says(extension, start)

    return check_office


def _macro_words(extension: str) -> str:
    kept = OLD_KINDS.get(f".{extension[1:-1]}", "en fil uden makroer")
    return f"Filen rummer makroer, og dem tager vi ikke imod. Gem den som {kept} uden makroer eller som PDF."


def _check_entries(entries: list[zipfile.ZipInfo], extension: str) -> None:
    """The table of contents: how many, where they point, and what they say they hold."""
    if len(entries) > LIMITS.entries:
        raise UploadRefused(_bomb_words(extension), code="bomb")
    names = [entry.orig_filename for entry in entries]
    if any(_points_out(name) for name in names):
        raise UploadRefused(
            f"{extension}-filen rummer filer med stier, der peger ud af den. Den slags tager vi ikke imod. "
            "Gem den igen fra det program, den er lavet i.",
            code="path",
        )
    if len({name.lower() for name in names}) < len(names) or any(
        entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries
    ):
        raise _damaged(extension)
    if any(entry.flag_bits & 1 for entry in entries):
        raise UploadRefused("Filen er beskyttet med adgangskode. Gem den uden, og vælg den igen.", code="password")


def _points_out(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return (
        name.startswith(("/", "\\"))
        or ".." in parts
        or ":" in parts[0]
        or any(unicodedata.category(letter) == "Cc" for letter in name)
    )


def _check_sizes(stream: IO[bytes], entries: list[zipfile.ZipInfo], extension: str) -> None:
    """How much there really is in it, whatever the table of contents says: each entry is unpacked and thrown away."""
    packed = sum(entry.compress_size for entry in entries)
    left = min(LIMITS.unpacked, max(packed * LIMITS.ratio, 1_000_000))
    if sum(entry.file_size for entry in entries) > left:
        raise UploadRefused(_bomb_words(extension), code="bomb")
    for entry in entries:
        size = _unpacked_size(stream, entry, left)
        left -= size
        if left < 0:
            raise UploadRefused(_bomb_words(extension), code="bomb")
        if size != entry.file_size:
            raise _damaged(extension)


def _unpacked_size(stream: IO[bytes], entry: zipfile.ZipInfo, limit: int) -> int:
    """The entry's bytes when unpacked; counting stops when there are more than `limit`."""
    stream.seek(entry.header_offset)
    header = stream.read(30)
    if len(header) != 30 or header[:4] != b"PK\x03\x04":
        raise zipfile.BadZipFile
    stream.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
    if entry.compress_type == zipfile.ZIP_STORED:
        return entry.compress_size
    unpack, waiting, total = zlib.decompressobj(-15), entry.compress_size, 0
    while not unpack.eof and total <= limit:
        data = unpack.unconsumed_tail
        if not data:
            data = stream.read(min(CHUNK, waiting))
            waiting -= len(data)
        if not data:
            raise zipfile.BadZipFile
        total += len(unpack.decompress(data, CHUNK * 16))
    return total


def _bomb_words(extension: str) -> str:
    return (
        f"{extension}-filen fylder alt for meget, når den pakkes ud, så vi tager ikke imod den. "
        "Gem den igen med mindre billeder, eller gem den som PDF."
    )


KINDS = {
    ".pdf": Kind("PDF", "application/pdf", _check_pdf),
    ".pptx": Kind("PowerPoint", f"{OFFICE}presentationml.presentation", _office("presentationml.presentation", "ppt/")),
    ".docx": Kind("Word", f"{OFFICE}wordprocessingml.document", _office("wordprocessingml.document", "word/")),
    ".xlsx": Kind("Excel", f"{OFFICE}spreadsheetml.sheet", _office("spreadsheetml.sheet", "xl/")),
    ".png": Kind("PNG", "image/png", _check_png),
    ".jpg": Kind("JPEG", "image/jpeg", _check_jpeg),
    ".jpeg": Kind("JPEG", "image/jpeg", _check_jpeg),
}
OLD_KINDS = {".ppt": "PowerPoint (.pptx)", ".doc": "Word (.docx)", ".xls": "Excel (.xlsx)"}
MACRO_KINDS = {".pptm", ".docm", ".xlsm", ".ppsm", ".dotm", ".xltm", ".potm"}
NAMES = "PDF, PowerPoint (.pptx), Word (.docx), Excel (.xlsx), PNG eller JPEG"


def type_words(media_type: str) -> str:
    """What a file is, in a word: "PDF", "PowerPoint"."""
    return next((kind.label for kind in KINDS.values() if kind.media_type == media_type), "Fil")

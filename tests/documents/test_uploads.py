"""What people send us is what its name says, small enough, and harmless; every refusal says what to do."""

import io
import random
import zipfile
import zlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import RequestFactory

from documents import uploads
from documents.uploads import UploadRefused, check, clean_name

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 20
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\x00" * 20
EXE = b"MZ\x90\x00" + b"\x00" * 200
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 200
OFFICE = "application/vnd.openxmlformats-officedocument."
MAIN = {
    ".docx": (f"{OFFICE}wordprocessingml.document.main+xml", "word/document.xml"),
    ".xlsx": (f"{OFFICE}spreadsheetml.sheet.main+xml", "xl/workbook.xml"),
    ".pptx": (f"{OFFICE}presentationml.presentation.main+xml", "ppt/presentation.xml"),
}


def office(extension: str = ".docx", *, types: str | None = None, **more: bytes) -> bytes:
    """An Office file with its content types and main part, and `more` parts (names with / as __)."""
    main, part = MAIN[extension]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types><Override ContentType="{types or main}"/></Types>')
        archive.writestr(part, "<w/>")
        for name, content in more.items():
            archive.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


def zipped(*entries: tuple[str, bytes]) -> bytes:
    """An Office file with entries under names as they stand."""
    buffer = io.BytesIO(office())
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            entry = zipfile.ZipInfo("x")
            entry.filename, entry.compress_type = name, zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return buffer.getvalue()


def refused(name: str, content: bytes) -> tuple[str, str]:
    """The code and the words of the refusal."""
    with pytest.raises(UploadRefused) as refusal:
        check(SimpleUploadedFile(name, content))
    return str(refusal.value.code), str(refusal.value.message)


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("Oplæg.PDF", PDF, "application/pdf"),
        ("billede.png", PNG, "image/png"),
        ("foto.jpeg", JPEG, "image/jpeg"),
        ("brev.docx", office(".docx"), f"{OFFICE}wordprocessingml.document"),
        ("tal.xlsx", office(".xlsx"), f"{OFFICE}spreadsheetml.sheet"),
        ("vis.pptx", office(".pptx", ppt__slides__slide1_xml=b"<p/>" * 5000), f"{OFFICE}presentationml.presentation"),
    ],
)
def test_what_we_know_is_taken_and_read_from_its_beginning(name: str, content: bytes, media_type: str) -> None:
    file = SimpleUploadedFile(name, content, content_type="text/html")
    found = check(file)
    assert (found.media_type, found.size, file.read(4)) == (media_type, len(content), content[:4])


def test_the_libraries_own_files_are_taken() -> None:
    from openpyxl import Workbook

    buffer = io.BytesIO()
    book = Workbook()
    for number in range(2000):
        book.active.append([number, "samme tekst i hver række"])
    book.save(buffer)
    assert check(SimpleUploadedFile("tal.xlsx", buffer.getvalue())).extension == ".xlsx"


@pytest.mark.parametrize(
    ("name", "content", "code", "words"),
    [
        ("program.exe", EXE, "kind", "Vi tager ikke imod .exe-filer."),
        ("rapport.pdf.exe", EXE, "kind", "Vi tager ikke imod .exe-filer."),
        ("side.html", b"<script>", "kind", "Vi tager ikke imod .html-filer."),
        ("tegning.svg", b"<svg/>", "kind", "Vi tager ikke imod .svg-filer."),
        ("arkiv.zip", office(), "kind", "Vi tager ikke imod .zip-filer."),
        ("uden", PDF, "kind", "Vi tager ikke imod filer uden endelse."),
        ("oplæg.pdf", EXE, "content", "Indholdet er et program, som har fået et andet navn."),
        ("oplæg.docx", EXE, "content", "Indholdet er et program"),
        ("oplæg.pptx", EXE + office(".pptx"), "content", "Indholdet er et program"),
        ("billede.png", JPEG, "content", "Filen hedder .png, men indholdet er noget andet."),
        ("foto.jpg", PDF, "content", "Filen hedder .jpg, men indholdet er noget andet."),
        ("oplæg.pdf", PDF[:20], "damaged", ".pdf-filen er ødelagt"),
        ("brev.docx", OLD_OFFICE, "content", "gammelt format eller beskyttet med adgangskode"),
        ("brev.doc", OLD_OFFICE, "old", "Gem filen som Word (.docx) eller PDF"),
        ("brev.docm", office(), "macro", "Gem den som Word (.docx) uden makroer"),
        (
            "brev.docx",
            office(word__vbaProject_bin=b"x").replace(b"vbaProject_bin", b"vbaProject.bin"),
            "macro",
            "makroer",
        ),
        ("brev.docx", office(types="application/vnd.ms-word.document.macroEnabled.main+xml"), "macro", "makroer"),
        ("tal.xlsx", office(".docx"), "content", "Filen hedder .xlsx, men indholdet er noget andet."),
        ("brev.docx", office()[:-30], "damaged", ".docx-filen er ødelagt"),
        ("brev.docx", zipped(("../../etc/passwd", b"x")), "path", "peger ud af den"),
        ("brev.docx", zipped(("/etc/passwd", b"x")), "path", "peger ud af den"),
        ("brev.docx", zipped(("C:/a.txt", b"x")), "path", "peger ud af den"),
        ("brev.docx", zipped(("a\\..\\..\\b", b"x")), "path", "peger ud af den"),
        ("brev.docx", zipped(("Word/Document.xml", b"x")), "damaged", "ødelagt"),
        ("tom.pdf", b"", "empty", "Filen er tom."),
    ],
)
def test_everything_else_is_refused_in_words(name: str, content: bytes, code: str, words: str) -> None:
    assert refused(name, content)[0] == code
    assert words in refused(name, content)[1]


def test_a_file_that_says_it_is_a_zip_but_is_not() -> None:
    assert refused("brev.docx", b"PK\x03\x04" + b"\x00" * 100)[0] == "damaged"


def test_a_zip_bomb_is_refused_by_what_it_says_it_holds() -> None:
    code, words = refused("brev.docx", office(word__media__a=b"\x00" * 20_000_000))
    assert (code, words.startswith(".docx-filen fylder alt for meget, når den pakkes ud")) == ("bomb", True)


def test_a_zip_bomb_is_refused_although_it_lies_about_its_size() -> None:
    """The sizes in both the local header and the table of contents say four bytes."""
    content = bytearray(office(word__media__a=b"\x00" * 20_000_000))
    true = (20_000_000).to_bytes(4, "little")
    assert content.count(true) == 2
    assert refused("brev.docx", bytes(content.replace(true, (4).to_bytes(4, "little"))))[0] == "bomb"


def test_too_many_files_in_one_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "LIMITS", uploads.ZipLimits(entries=2))
    assert refused("brev.docx", office(word__a=b"x"))[0] == "bomb"


def test_a_list_of_contents_too_large_to_read_is_refused() -> None:
    main = MAIN[".docx"][0]
    assert refused("brev.docx", office(types=main + random.Random(7).randbytes(600_000).hex()))[0] == "bomb"


def test_all_of_it_together_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "LIMITS", uploads.ZipLimits(unpacked=10_000))
    assert refused("brev.docx", office(word__a=b"ab" * 3_000, word__b=b"cd" * 3_000))[0] == "bomb"


def test_a_password_is_said_to_be_one() -> None:
    content = bytearray(office())
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + at] |= 1
    assert refused("brev.docx", bytes(content))[0] == "password"


def test_an_unknown_way_of_packing_is_damaged() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("[Content_Types].xml", "x")
    assert refused("brev.docx", buffer.getvalue())[0] == "damaged"


def test_broken_packing_is_damaged() -> None:
    content = office(word__a=zlib.compress(bytes(range(256)) * 40))
    middle = content.index(b"word/a") + 40
    assert refused("brev.docx", content[:middle] + b"\xff" * 40 + content[middle + 40 :])[0] == "damaged"


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/oplæg.pdf", "oplæg.pdf"),
        ("C:\\Users\\mette\\Oplæg 1.PDF", "Oplæg 1.pdf"),
        ("oplæg\x00\n.pdf", "oplæg.pdf"),
        ("oplæg\u202efdp.exe", "oplægfdp.exe"),
        ('a"b<c>:d.png', "a b c d.png"),
        ("..", "fil"),
        ("", "fil"),
        (" .pdf", "pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_names_are_cleaned(name: str, clean: str) -> None:
    assert clean_name(name) == clean


# --- too large ------------------------------------------------------------------------------------------------------


class Endless(io.RawIOBase):
    """A body of `size` bytes that is never in memory; counts what is read of it."""

    def __init__(self, start: bytes, size: int, end: bytes) -> None:
        self.parts, self.left, self.end, self.given = start, size, end, 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        size = 65536 if size is None or size < 0 else size
        if self.parts:
            part, self.parts = self.parts[:size], self.parts[size:]
        elif self.left:
            part = b"\x00" * min(size, self.left)
            self.left -= len(part)
        else:
            part, self.end = self.end[:size], self.end[size:]
        self.given += len(part)
        return part


def posted(size: int, *, says: int | None = None, title: str = "Oplæg") -> tuple[HttpRequest, Endless]:
    """A request with a file of `size` bytes, which `says` how long it is."""
    start = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="stor.pdf"\r\n'
        b"Content-Type: application/pdf\r\n\r\n"
    )
    end = f'\r\n--x\r\nContent-Disposition: form-data; name="title"\r\n\r\n{title}\r\n--x--\r\n'.encode()
    body = Endless(start, size, end)
    length = len(start) + size + len(end)
    request = RequestFactory().generic("POST", "/", b"x", content_type="multipart/form-data; boundary=x")
    request.META["CONTENT_LENGTH"] = request.environ["CONTENT_LENGTH"] = str(length if says is None else says)
    request._stream = body
    return request, body


def handlers_that_keep(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the handlers that keep files are given."""
    from django.core.files import uploadhandler

    kept: list[Any] = []
    for handler in (uploadhandler.MemoryFileUploadHandler, uploadhandler.TemporaryFileUploadHandler):
        monkeypatch.setattr(handler, "receive_data_chunk", lambda self, data, start: kept.append(len(data)))
    return kept


def test_a_gigabyte_is_never_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its length is told before it: none of it reaches a disk, and the rest of the form is read as typed."""
    kept = handlers_that_keep(monkeypatch)
    request, _ = posted(60_000_000, says=1_000_000_000)
    assert (request.POST["title"], dict(request.FILES), kept) == ("Oplæg", {}, [])
    assert uploads.too_large(request) == {"file"}


def test_a_file_is_thrown_away_where_it_becomes_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = handlers_that_keep(monkeypatch)
    request, _ = posted(25_100_000)
    assert (request.POST["title"], dict(request.FILES)) == ("Oplæg", {})
    assert uploads.too_large(request) == {"file"}
    assert sum(kept) <= 25_000_000


def test_a_file_just_small_enough_is_let_in() -> None:
    request, _ = posted(24_999_990)
    assert request.FILES["file"].size == 24_999_990
    assert uploads.too_large(request) == set()
    request.FILES["file"].close()


def test_the_words_about_size() -> None:
    assert (
        uploads.size_words()
        == "Filen er for stor. Den må højst fylde 25 MB. Gør den mindre, eller skriv et link til den."
    )

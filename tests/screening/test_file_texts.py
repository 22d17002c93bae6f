"""CPR numbers are found wherever they stand in a file; what cannot be read through is said, never waited for."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from documents import uploads
from screening import file_text_reader, file_texts
from screening.file_texts import Reading, read
from tests.screening import files
from tests.screening.files import CPR, MASKED


@pytest.mark.parametrize(
    ("content", "extension", "place"),
    [
        (lambda: files.pdf("Politik", f"Elev {CPR} i 3. klasse"), ".pdf", "på side 2"),
        (lambda: files.docx("Intet her", f"Elev {CPR}"), ".docx", "i afsnit 2"),
        (lambda: files.docx("A", table=CPR), ".docx", "i tabel 1, række 2"),
        (lambda: files.docx("A", footer=CPR), ".docx", "i sidefoden"),
        (lambda: files.docx("A", comment=CPR), ".docx", "i en kommentar"),
        (lambda: files.pptx("Hej", f"Elev {CPR}"), ".pptx", "på dias 2"),
        (lambda: files.pptx("Hej", table=CPR), ".pptx", "på dias 1"),
        (lambda: files.pptx("Hej", "To", notes=CPR), ".pptx", "i noterne til dias 2"),
        (
            lambda: files.xlsx({"Budget": [["A"]], "Elever": [["Navn"], ["x", CPR]]}),
            ".xlsx",
            "i arket “Elever”, celle B2",
        ),
        (lambda: files.xlsx({"Ark": [["A"]]}, comment=CPR), ".xlsx", "i en kommentar eller figur"),
        (lambda: files.xlsx({CPR: [["A"]]}), ".xlsx", "i navnet på et ark"),
    ],
)
def test_a_number_is_found_masked_and_with_its_place(content, extension: str, place: str) -> None:
    assert read(io.BytesIO(content()), extension) == Reading(hits=((MASKED, place),))


@pytest.mark.parametrize(
    ("rows", "formats", "found"),
    [
        ([["Navn", "CPR"], ["A", 101901234]], {}, ["i arket “Ark”, celle B2"]),
        ([["Navn", "Nr."], ["A", 101901234]], {"Ark!B2": "000000-0000"}, ["i arket “Ark”, celle B2"]),
        ([["A"], [3112991234]], {}, ["i arket “Ark”, celle A2"]),
        ([["Udgift"], [2105348112]], {"Ark!A2": "#,##0"}, []),
        ([["Udgift"], [2105348000]], {}, []),
        ([["Udgift"], [101901234]], {}, []),
        ([["Dato og år"], [310124, 2023]], {}, []),
    ],
)
def test_numbers_in_a_sheet_are_told_from_amounts(rows, formats, found) -> None:
    reading = read(io.BytesIO(files.xlsx({"Ark": rows}, formats)), ".xlsx")
    assert [place for _, place in reading.hits] == found
    assert reading.unread == ""


@pytest.mark.parametrize(
    ("content", "extension", "unread"),
    [
        (lambda: files.pdf("", ""), ".pdf", "Filen har ingen tekst, der kan læses. Måske er den scannet."),
        (
            lambda: files.pdf("Tekst", "", "Tekst"),
            ".pdf",
            "1 af 3 sider har ingen tekst, der kan læses. Måske er de scannet.",
        ),
        (lambda: files.pdf("Tekst", password="x"), ".pdf", "Filen er beskyttet med adgangskode."),
        (lambda: b"%PDF-1.7\n%%EOF\n", ".pdf", "Filen kunne ikke læses."),
        (lambda: b"PK", ".xlsx", "Filen kunne ikke læses."),
        (lambda: b"x", ".png", "Det er et billede, så der er ingen tekst at læse."),
        (lambda: files.pdf("Almindelig tekst"), ".pdf", ""),
    ],
)
def test_what_cannot_be_read_is_said(content, extension: str, unread: str) -> None:
    assert read(io.BytesIO(content()), extension) == Reading(unread=unread)


def test_a_number_before_the_damage_is_still_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the reader told before it was ended counts."""
    lines = [{"cpr": MASKED, "place": "på side 1"}]
    assert file_texts._reading(lines) == Reading(hits=((MASKED, "på side 1"),), unread="Filen kunne ikke læses.")


def test_reading_takes_no_more_time_than_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_texts, "SECONDS", 0.001)
    assert read(io.BytesIO(files.docx(CPR)), ".docx") == Reading(unread="Filen kunne ikke læses.")


def test_reading_takes_no_more_memory_than_it_may() -> None:
    """A sheet whose one text unpacks to 700 MB ends the reader, not the portal."""
    out = io.BytesIO()
    name, start = "xl/worksheets/sheet1.xml", b'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>'
    with zipfile.ZipFile(io.BytesIO(files.xlsx({"Ark": [["A"]]}))) as whole, zipfile.ZipFile(out, "w") as archive:
        for part in whole.namelist():
            if part != name:
                archive.writestr(part, whole.read(part))
        entry = zipfile.ZipInfo(name)
        entry.compress_type = zipfile.ZIP_DEFLATED
        with archive.open(entry, "w") as sheet:
            sheet.write(b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' + start)
            for _ in range(700):
                sheet.write(b"a" * 1_000_000)
            sheet.write(b"</t></is></c></row></sheetData></worksheet>")
    assert read(out, ".xlsx").unread == "Filen kunne ikke læses."


@pytest.mark.parametrize(("limit", "value"), [("MOST_PAGES", 1), ("MOST_LETTERS", 3)])
def test_a_long_file_is_read_in_part(limit: str, value: int, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    monkeypatch.setattr(file_text_reader, limit, value)
    file_text_reader.look_through(files.pdf("Første", "Anden"), ".pdf")
    assert '{"unread": "long"}' in capsys.readouterr().out


def test_a_long_sheet_is_read_in_part(monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    monkeypatch.setattr(file_text_reader, "MOST_CELLS", 1)
    file_text_reader.look_through(files.xlsx({"Ark": [["tekst"], ["tekst"]]}), ".xlsx")
    assert '{"unread": "long"}' in capsys.readouterr().out


def refusal(name: str, content: bytes) -> str:
    file = SimpleUploadedFile(name, content)
    with pytest.raises(ValidationError) as refused:
        file_texts.refuse_cpr(file, uploads.check(file))
    return str(refused.value.messages[0])


def test_the_refusal_shows_numbers_masked_and_where() -> None:
    assert refusal("elever.docx", files.docx(f"Elev {CPR}")) == (
        f"Filen ser ud til at indeholde et CPR-nummer: {MASKED} i afsnit 1. Portalen må ikke rumme CPR-numre. "
        "Fjern nummeret i filen, gem den, og vælg den igen."
    )
    words = refusal("elever.docx", files.docx(*files.MANY))
    assert words.startswith(
        "Filen ser ud til at indeholde CPR-numre: 0101••-•••• i afsnit 1, 0202••-•••• i afsnit 2, "
        "0303••-•••• i afsnit 3 og 2 til."
    )
    assert not any(number in words for number in files.MANY)


def test_a_number_in_the_file_s_name_is_refused() -> None:
    assert "Filens navn må ikke indeholde et CPR-nummer" in refusal(f"{CPR}.docx", files.docx("Ren"))

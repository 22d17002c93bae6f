"""Reads the text of one file and tells where there are CPR numbers: a program of its own (file_texts.py starts it).

What people send can be built to take all time and memory there is, so it is read by a process that may have little of
either and can be ended at any moment. It takes the file on its standard input and writes a line of JSON for each thing
it finds, at once, so that what was found before an end is not lost: {"cpr": masked, "place": …}, {"unread": why} and,
last, {"done": true}. Plain Python: it starts in a third of a second.
"""

import io
import json
import re
import resource
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from accounts.personal_data import find_cpr_numbers

MEMORY = 1_200_000_000  # bytes of address space
SECONDS = 15  # of computing
MOST_PAGES = 600
MOST_CELLS = 600_000
MOST_LETTERS = 20_000_000
MOST_HITS = 20
SHORTEST = 10  # digits of a CPR number

Part = tuple[str, str]  # where, and what it says
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
CPR_FORMAT = re.compile(r'^(?:0{6}(?:\\?["-]*)0{4}|0{10})$')
CPR_HEADING = re.compile(r"cpr|person-?(?:nr|nummer)", re.IGNORECASE)


def tell(**line: Any) -> None:
    """Write a line to the one who asked."""
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def too_long() -> None:
    tell(unread="long")


# --- PDF --------------------------------------------------------------------------------------------------------------


def pdf(data: bytes) -> Iterator[Part]:
    """Each page's text and remarks. Says which pages are pictures only."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        tell(unread="password")
        return
    pages, silent = len(reader.pages), 0
    for number, page in enumerate(reader.pages, 1):
        if number > MOST_PAGES:
            too_long()
            break
        text = page.extract_text()
        silent += not text.strip() and "/XObject" in inside(page, "/Resources")
        yield f"på side {number}", text
        for remark in inside(page, "/Annots"):
            entry = remark.get_object()
            yield f"i en kommentar på side {number}", f"{entry.get('/Contents', '')} {entry.get('/V', '')}"
    if silent:
        tell(unread="pages", silent=silent, pages=pages)


def inside(page: Any, name: str) -> Any:
    return page[name] if name in page else ()  # noqa: SIM401 `get` does not follow references


# --- Word and PowerPoint ----------------------------------------------------------------------------------------------


def paragraphs(root: Any, space: str) -> Iterator[tuple[Any, str]]:
    """Each paragraph of a part and its own text, with what was deleted but is still in the file."""
    texts: dict[Any, list[str]] = defaultdict(list)
    for bit in root.iter(f"{space}t", f"{space}delText", f"{space}tab", f"{space}br", f"{space}noBreakHyphen"):
        paragraph = next(bit.iterancestors(f"{space}p"), None)
        if paragraph is not None:
            kind = bit.tag.removeprefix(space)
            texts[paragraph].append({"tab": "\t", "br": "\n", "noBreakHyphen": "-"}.get(kind, bit.text or ""))
    for paragraph in root.iter(f"{space}p"):
        if paragraph in texts:
            yield paragraph, "".join(texts[paragraph])


def docx(data: bytes) -> Iterator[Part]:
    """Paragraphs, tables, headers, footers, notes and comments."""
    from docx import Document
    from docx.oxml import parse_xml

    document = Document(io.BytesIO(data))
    body = document.element.body
    tables = {table: number for number, table in enumerate(body.iter(f"{WORD}tbl"), 1)}
    for number, (paragraph, text) in enumerate(paragraphs(body, WORD), 1):
        row = next(paragraph.iterancestors(f"{WORD}tr"), None)
        if row is None:
            yield f"i afsnit {number}", text
        else:
            table = row.getparent()
            place = len(list(row.itersiblings(f"{WORD}tr", preceding=True))) + 1
            yield f"i tabel {tables.get(table, 1)}, række {place}", text
    names = {
        "header": "i sidehovedet",
        "footer": "i sidefoden",
        "footnotes": "i en fodnote",
        "endnotes": "i en slutnote",
    }
    for part in document.part.package.iter_parts():
        stem = re.sub(r"\d*\.xml$", "", str(part.partname).rsplit("/", 1)[-1])
        if stem in names or stem.startswith("comments"):
            for _, text in paragraphs(parse_xml(part.blob), WORD):
                yield names.get(stem, "i en kommentar"), text


def pptx(data: bytes) -> Iterator[Part]:
    """Slides with their tables, diagrams and charts, and the notes."""
    from pptx import Presentation
    from pptx.oxml import parse_xml

    for number, slide in enumerate(Presentation(io.BytesIO(data)).slides, 1):
        for _, text in paragraphs(slide._element, DRAWING):
            yield f"på dias {number}", text
        for related in slide.part.rels.values():
            if related.is_external:
                continue
            name = str(related.target_part.partname)
            if "/notesSlide" in name:
                for _, text in paragraphs(parse_xml(related.target_part.blob), DRAWING):
                    yield f"i noterne til dias {number}", text
            elif name.endswith(".xml") and ("/diagrams/" in name or "/charts/" in name or "/comments/" in name):
                root = parse_xml(related.target_part.blob)
                for bit in root.iter(f"{DRAWING}t", f"{CHART}v", "{*}text"):
                    yield f"på dias {number}", bit.text or ""


# --- Excel ------------------------------------------------------------------------------------------------------------


def xlsx(data: bytes) -> Iterator[Part]:
    """Cells, and the text of comments and figures."""
    from openpyxl import load_workbook
    from openpyxl.utils import get_column_letter

    cells = 0
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    for sheet in book.worksheets:
        yield "i navnet på et ark", sheet.title
        name = "et ark" if find_cpr_numbers(sheet.title) else f"arket “{sheet.title}”"
        cpr_columns: set[int] = set()
        for row in sheet.iter_rows():
            cells += len(row)
            if cells > MOST_CELLS:
                too_long()
                return
            for cell in row:
                value = cell.value
                if value is None or isinstance(value, bool):
                    continue
                if isinstance(value, str) and CPR_HEADING.search(value):
                    cpr_columns.add(cell.column)
                text = number_text(value, cell, cpr_columns) if isinstance(value, int | float) else str(value)
                if len(text) >= SHORTEST:
                    yield f"i {name}, celle {get_column_letter(cell.column)}{cell.row}", text
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        yield from xlsx_remarks(archive)


def number_text(value: float, cell: Any, cpr_columns: set[int]) -> str:
    """A number as it would be written if it is a CPR number, whose first zero Excel drops; else nothing.

    Amounts have as many digits: a number that is shown with thousands or decimals is none.
    """
    if value != int(value) or not 0 < value < 10**SHORTEST:
        return ""
    digits = str(int(value))
    shown = str(cell.number_format or "")
    if CPR_FORMAT.match(shown) or (cell.column in cpr_columns and len(digits) >= SHORTEST - 1):
        return digits.zfill(SHORTEST)
    is_amount = "," in shown or "." in shown or "kr" in shown.lower() or digits.endswith("000")
    return "" if is_amount else digits


def xlsx_remarks(archive: zipfile.ZipFile) -> Iterator[Part]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    for name in archive.namelist():
        if re.match(r"xl/(?:comments|threadedComments/|drawings/)[^.]*\.xml$", name):
            root = etree.fromstring(archive.read(name), parser)
            text = " ".join(piece for piece in root.itertext() if piece.strip())
            yield "i en kommentar eller figur", text


READERS = {".pdf": pdf, ".docx": docx, ".pptx": pptx, ".xlsx": xlsx}


def look_through(data: bytes, extension: str) -> None:
    """Tell of every CPR number, until there are many."""
    letters = hits = 0
    for place, text in READERS[extension](data):
        letters += len(text)
        for hit in find_cpr_numbers(text):
            tell(cpr=hit.masked, place=place)
            hits += 1
        if hits >= MOST_HITS:
            break
        if letters > MOST_LETTERS:
            too_long()
            break
    if not letters:
        tell(unread="empty")
    tell(done=True)


def main() -> None:
    """Read standard input as a file of the kind given as argument."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    look_through(sys.stdin.buffer.read(), sys.argv[1])


if __name__ == "__main__":
    main()

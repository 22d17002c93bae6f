"""Files as people send them: PDF, Word, Excel and PowerPoint with a text somewhere in them."""

import io
from typing import Any

CPR = "010190-1234"
MASKED = "0101••-••••"
MANY = ("010190-1234", "020290-1234", "030390-1234", "040490-1234", "050590-1234")


def pdf(*pages: str, password: str = "") -> bytes:
    """A PDF with a text on each page; a page without one is a picture."""
    from weasyprint import HTML

    picture = '<img src="data:image/png;base64,{}">'.format(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    )
    body = "".join(f'<p style="break-after: page">{text or picture}</p>' for text in pages[:-1])
    content: bytes = HTML(string=f"{body}<p>{pages[-1] or picture}</p>").write_pdf()
    if password:
        from pypdf import PdfWriter

        writer = PdfWriter(clone_from=io.BytesIO(content))
        writer.encrypt(password)
        buffer = io.BytesIO()
        writer.write(buffer)
        return buffer.getvalue()
    return content


def docx(*paragraphs: str, table: str = "", footer: str = "", comment: str = "") -> bytes:
    """A Word file with paragraphs, and a text in the second row of a table, the footer or a comment."""
    from docx import Document

    document = Document()
    for text in paragraphs:
        paragraph = document.add_paragraph()
        half = len(text) // 2
        paragraph.add_run(text[:half])
        paragraph.add_run(text[half:]).bold = True
        if comment:
            document.add_comment(paragraph.runs, text=comment, author="A")
    if table:
        document.add_table(rows=3, cols=2).cell(1, 1).text = table
    document.sections[0].footer.paragraphs[0].text = footer
    return _saved(document)


def xlsx(sheets: dict[str, list[list[Any]]], formats: dict[str, str] | None = None, comment: str = "") -> bytes:
    """An Excel file; `formats` are number formats by "Ark!B2"."""
    from openpyxl import Workbook
    from openpyxl.comments import Comment

    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        if comment:
            sheet["A1"].comment = Comment(comment, "A")
    for place, shown in (formats or {}).items():
        title, cell = place.split("!")
        book[title][cell].number_format = shown
    return _saved(book)


def pptx(*slides: str, notes: str = "", table: str = "") -> bytes:
    """A PowerPoint file; `notes` and `table` are on its last slide."""
    from pptx import Presentation
    from pptx.util import Inches

    deck = Presentation()
    for text in slides:
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = text
    if notes:
        slide.notes_slide.notes_text_frame.text = notes
    if table:
        area = (Inches(1), Inches(2), Inches(4), Inches(1))
        slide.shapes.add_table(2, 2, *area).table.cell(1, 1).text = table
    return _saved(deck)


def _saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()

"""Lists of enrolments as CSV and Excel files (udtræk)."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from accounts import audit
from accounts.danish import in_danish_time
from accounts.models import User
from documents import jobs, kinds
from documents.models import Document
from partnerships.enrolment_table import EnrolmentTable, Filters, Row
from partnerships.models import Enrolment, Export, Programme
from partnerships.models.areas import Area

KIND = "enrolment_export"
AT_ONCE = 1000  # rows; more than that are written in the background
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Cell = str | int | Decimal | datetime | None


def _areas(keys: Iterable[str]) -> str:
    return " og ".join(str(Area(key).label) for key in keys)


def _time(value: datetime | None) -> datetime | None:
    """Danish time without a zone, to the minute, as spreadsheets want it."""
    return in_danish_time(value).replace(tzinfo=None, second=0, microsecond=0) if value is not None else None


COLUMNS: tuple[tuple[str, int, Callable[[Row], Cell]], ...] = (
    ("Kommunekode", 13, lambda row: row.enrolment.municipality.code),
    ("Kommune", 22, lambda row: row.municipality),
    ("Region", 16, lambda row: row.region),
    ("Status", 12, lambda row: row.enrolment.get_state_display()),
    ("Områder", 20, lambda row: _areas(row.areas)),
    ("Pladser", 9, lambda row: row.enrolment.seat_count),
    ("Navngivet", 11, lambda row: row.enrolment.named_count),
    ("Foranalyse", 20, lambda row: _areas(row.screenings)),
    ("Beløb, kr.", 14, lambda row: row.enrolment.net_amount),
    ("Tilmeldt", 18, lambda row: _time(row.enrolment.submitted_at)),
    ("EAN-nummer", 16, lambda row: row.enrolment.ean_number),
    ("Personreference", 22, lambda row: row.enrolment.person_reference),
    ("Rekvisitionsnummer", 20, lambda row: row.enrolment.requisition_number),
    ("Sags-id", 18, lambda row: row.enrolment.case_id),
    ("Kontakt", 24, lambda row: row.enrolment.contact_name),
    ("Titel", 24, lambda row: row.enrolment.contact_title),
    ("Mailadresse", 30, lambda row: row.enrolment.contact_email),
    ("Telefon", 16, lambda row: row.enrolment.contact_phone),
    ("Grund til sen tilmelding", 40, lambda row: row.enrolment.late_reason),
    ("Annulleret", 18, lambda row: _time(row.enrolment.cancelled_at)),
    ("Grund til annullering", 40, lambda row: row.enrolment.cancel_reason),
)


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula: a leading = + - @, tab or return gets an apostrophe."""
    is_formula = text.lstrip()[:1] in tuple("=+-@") or text[:1] in tuple("\t\r\n")
    return f"'{text}" if is_formula and text else text


def _csv_text(value: Cell) -> str:
    match value:
        case None:
            return ""
        case Decimal():
            return f"{value:.2f}".replace(".", ",")
        case datetime():
            return f"{value:%d-%m-%Y %H:%M}"
        case str():
            return harmless(value)
    return str(value)


def csv_lines(chunks: Iterable[Sequence[Row]]) -> Iterator[bytes]:
    """A CSV file piece by piece: UTF-8 with BOM, semicolons and decimal commas, as Danish Excel opens it."""
    yield "\ufeff".encode()
    yield _csv_part([[title for title, _, _ in COLUMNS]])
    for chunk in chunks:
        yield _csv_part([_csv_text(read(row)) for _, _, read in COLUMNS] for row in chunk)


def _csv_part(rows: Iterable[Sequence[str]]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";", lineterminator="\r\n").writerows(rows)
    return buffer.getvalue().encode()


def xlsx(chunks: Iterable[Sequence[Row]]) -> bytes:
    """An Excel file with real numbers and dates, and the head and the names frozen."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Tilmeldinger")
    sheet.freeze_panes = "C2"
    for number, (_, width, _read) in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([_head(sheet, name) for name, _, _ in COLUMNS])
    for chunk in chunks:
        for row in chunk:
            sheet.append([_xlsx_cell(sheet, read(row)) for _, _, read in COLUMNS])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _head(sheet: Any, name: str) -> Any:
    cell = WriteOnlyCell(sheet, value=name)
    cell.font = Font(bold=True)
    return cell


def _xlsx_cell(sheet: Any, value: Cell) -> Any:
    if isinstance(value, str):
        cell = WriteOnlyCell(sheet, value="".join(c for c in value if c in "\t\n\r" or ord(c) >= 32))
        cell.data_type = "s"  # a text stays a text, whatever it begins with
        return cell
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, Decimal):
        cell.number_format = "#,##0.00"
    elif isinstance(value, datetime):
        cell.number_format = "dd-mm-yyyy hh:mm"
    return cell


def filename(programme: Programme, extension: str, day: date) -> str:
    """ "tilmeldinger-boernefaellesskaber-2027-2026-12-18.xlsx"."""
    return f"tilmeldinger-{programme.slug}-{day:%Y-%m-%d}.{extension}"


@transaction.atomic
def order(*, programme: Programme, filters: Filters, extension: str, by: User, at: datetime, day: date) -> Document:
    """Have a list written in the background."""
    document = jobs.order(
        kind=KIND,
        title=f"Tilmeldinger, {programme.title}",
        filename=filename(programme, extension, day),
        snapshot={"filters": filters.as_dict(), "extension": extension, "day": day.isoformat()},
        by=by,
        at=at,
        media_type=MEDIA_TYPES[extension],
    )
    Export.objects.create(document=document, programme=programme)
    record(programme=programme, filters=filters, extension=extension, by=by, at=at)
    return document


def record(*, programme: Programme, filters: Filters, extension: str, by: User, at: datetime) -> None:
    """The list holds names and addresses, so the log tells who took it."""
    audit.record(
        action="enrolments.exported",
        summary=f"hentede listen over tilmeldinger til {programme.title} som {extension.upper()}",
        subject=programme,
        at=at,
        by=by,
        data={"filters": filters.query},
    )


def render(document: Document, report: Callable[[int, str], None]) -> bytes:
    """The file an ordered export asks for, with what its orderer may see."""
    snapshot, export = document.snapshot, Export.objects.select_related("programme").get(document=document)
    table = EnrolmentTable(
        export.programme,
        Enrolment.objects.visible_to(document.created_by),
        Filters.of(snapshot["filters"]),
        today=date.fromisoformat(snapshot["day"]),
    )
    total = table.rows.count()

    def told() -> Iterator[list[Row]]:
        done = 0
        for chunk in table.all_rows():
            yield chunk
            done += len(chunk)
            report(min(95, done * 95 // max(1, total)), f"{done} af {total} tilmeldinger er skrevet.")

    return b"".join(csv_lines(told())) if snapshot["extension"] == "csv" else xlsx(told())


def visible_documents(user: Any) -> Any:
    """Administrators see every export; finance its own, because drafts are not for finance."""
    rows = Export.objects.order_by()
    if not user.is_administrator:
        rows = rows.filter(document__created_by=user) if user.is_finance else rows.none()
    return rows.values("document")


def register() -> None:
    """Make exports known to the documents."""
    kinds.register(
        kinds.DocumentKind(key=KIND, label="Udtræk af tilmeldinger", render=render, visible_documents=visible_documents)
    )

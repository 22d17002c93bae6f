"""Exports: files that Danish Excel opens, with real numbers and dates, and no formulas from others."""

import csv
import io
from datetime import datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from accounts.models import User
from documents import jobs
from documents.models import Document
from partnerships import exports
from partnerships.enrolment_table import EnrolmentTable, Filters
from partnerships.models import Enrolment, Programme
from tests.factories import world
from tests.factories.world import NOW

pytestmark = pytest.mark.django_db
TITLES = [title for title, _, _ in exports.COLUMNS]


@pytest.fixture
def table(programme: Programme, signe: User) -> EnrolmentTable:
    """Rødovre with a person reference that wants to be a formula, and Aabenraa."""
    for code, name in (("0175", "Rødovre"), ("0580", "Aabenraa")):
        world.binding(world.municipality(code, name), programme, signe, school=6)
    Enrolment.objects.filter(municipality__code="0175").update(
        person_reference="=HYPERLINK(1;2)", case_id='æøå; "citat"', requisition_number=" +45"
    )
    return EnrolmentTable(programme, Enrolment.objects.visible_to(signe), Filters(), today=NOW.date())


def test_csv_as_danish_excel_reads_it(table: EnrolmentTable) -> None:
    content = b"".join(exports.csv_lines(table.all_rows()))
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert list(rows[0]) == TITLES
    assert [row["Kommune"] for row in rows] == ["Rødovre", "Aabenraa"]
    first = rows[0]
    assert first["Beløb, kr."] == "69995,00"
    assert first["Tilmeldt"] == "24-11-2026 10:00"
    assert first["Personreference"] == "'=HYPERLINK(1;2)"
    assert first["Rekvisitionsnummer"] == "' +45"
    assert first["Sags-id"] == 'æøå; "citat"'
    assert (first["Pladser"], first["Navngivet"]) == ("6", "0")


@pytest.mark.parametrize("text", ["=1+1", "+45", "-2", "@SUM(A1)", "  =1", "\t=1", "\r=1"])
def test_formulas_become_texts(text: str) -> None:
    assert exports.harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Stevns", "a=b", "5-3"])
def test_ordinary_texts_stay(text: str) -> None:
    assert exports.harmless(text) == text


def test_xlsx_has_real_numbers_dates_and_a_frozen_head(table: EnrolmentTable) -> None:
    sheet = load_workbook(io.BytesIO(exports.xlsx(table.all_rows()))).active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]] == TITLES
    assert sheet.freeze_panes == "C2"
    cells = dict(zip(TITLES, sheet[2], strict=True))
    assert (cells["Beløb, kr."].value, cells["Beløb, kr."].data_type) == (69995, "n")
    assert cells["Tilmeldt"].value == datetime(2026, 11, 24, 10, 0)  # noqa: DTZ001 - a spreadsheet has no zones
    assert (cells["Personreference"].value, cells["Personreference"].data_type) == ("=HYPERLINK(1;2)", "s")
    assert (cells["EAN-nummer"].value, cells["EAN-nummer"].data_type) == (world.GLN, "s")
    assert sheet.column_dimensions["B"].width == 22


def test_a_background_export_writes_what_its_orderer_may_see(
    table: EnrolmentTable, programme: Programme, signe: User, finn: User, mette: User, jonas: User
) -> None:
    world.draft(world.municipality("0779", "Skive"), programme, signe)
    written = {}
    for person in (signe, finn):
        document = exports.order(
            programme=programme, filters=Filters(), extension="csv", by=person, at=NOW, day=NOW.date()
        )
        told: list[int] = []
        content = exports.render(document, lambda percent, _text, told=told: told.append(percent))
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
        written[person.name] = [row["Kommune"] for row in rows]
        assert told == [95]
    assert written == {"Signe Dam": ["Rødovre", "Skive", "Aabenraa"], "Finn Borg": ["Rødovre", "Aabenraa"]}
    seen = {
        person.name: Document.objects.visible_to(person).filter(kind=exports.KIND).count()
        for person in (signe, finn, mette, jonas)
    }
    assert seen == {"Signe Dam": 2, "Finn Borg": 1, "Mette Holm": 0, "Jonas Krog": 0}


def test_a_background_export_becomes_ready(table: EnrolmentTable, programme: Programme, signe: User) -> None:
    document = exports.order(programme=programme, filters=Filters(), extension="xlsx", by=signe, at=NOW, day=NOW.date())
    claimed = jobs.claim(document.pk, at=NOW)
    assert claimed is not None
    assert jobs.run(claimed)
    document.refresh_from_db()
    with document.file.open("rb") as file:
        sheet = load_workbook(file).active
    assert sheet is not None
    assert sheet.max_row == 3
    assert Decimal(str(sheet["I2"].value)) == Decimal(69995)

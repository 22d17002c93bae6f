"""The report as slides: native charts, real placeholders, every sentence, nothing cut and nothing outside the slide."""

from __future__ import annotations

import copy
import io
import re
import zipfile
from collections.abc import Iterator
from functools import cache
from typing import Any

import openpyxl
import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageFont
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml.ns import qn
from pptx.util import Emu

from screening import deck
from screening.deck import fit, levers, package, priorities
from tests.factories import snapshots

LENGTHS = ("short", "normal", "overlong")
HASH = "9f3c 41d7 0ab2"
FONTS = settings.NODE_MODULES / "dkfds" / "dist" / "fonts" / "IBMPlexSans" / "complete" / "ttf"
DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"


def no_report(percent: int, words: str) -> None:
    """Nobody watches."""


@cache
def content(length: str) -> bytes:
    return deck.render(getattr(snapshots, length)(), no_report, hash=HASH)


def slides_of(data: bytes) -> list[Any]:
    return list(Presentation(io.BytesIO(data)).slides)


@cache
def slides(length: str) -> list[Any]:
    return slides_of(content(length))


def made_of(**changes: Any) -> list[Any]:
    """The slides of the normal report with something else in it."""
    return slides_of(deck.render(snapshots.normal() | changes, no_report))


def titles(found: list[Any]) -> list[str]:
    return [slide.shapes.title.text_frame.text.replace("\v", " ") for slide in found]


def shapes_in(shapes: Any) -> Iterator[Any]:
    """Every shape, those in groups too."""
    for shape in shapes:
        yield shape
        if shape.shape_type == 6:
            yield from shapes_in(shape.shapes)


def text_on(slide: Any) -> Iterator[str]:
    """All text of a slide and its notes, paragraph by paragraph."""
    for shape in shapes_in(slide.shapes):
        if shape.has_text_frame:
            yield from (paragraph.text for paragraph in shape.text_frame.paragraphs)
        if getattr(shape, "has_table", False) and shape.has_table:
            for row in shape.table.rows:
                for cell in row.cells:
                    yield from (paragraph.text for paragraph in cell.text_frame.paragraphs)
    yield from (paragraph.text for paragraph in slide.notes_slide.notes_text_frame.paragraphs)


def chart_frames(found: list[Any]) -> list[Any]:
    return [
        shape for slide in found for shape in slide.shapes if getattr(shape, "has_chart", False) and shape.has_chart
    ]


def words_of(text: str) -> str:
    return re.sub(r"[\s\u2060]+", " ", text)


# ---------------------------------------------------------------- what is said


def test_the_slides_of_a_normal_report_come_in_this_order() -> None:
    assert titles(slides("normal")) == [
        "Screening på de syv greb",
        "Samlet vurdering",
        "Højest niveau på ambition og retning, lavest på tre greb",
        *[lever["title"] for lever in snapshots.normal()["levers"]],
        "Størst potentiale: tildelingsmodel og tilbudsvifte",
        "Anbefalinger",
        "Metode og kilder",
        "Næste skridt",
    ]


def test_a_short_report_has_the_same_slides_and_says_what_is_missing() -> None:
    found = slides("short")
    assert len(found) == 14
    fourth = " ".join(text_on(found[6]))
    for words in (
        "Niveauet er ikke vurderet.",
        "Konsulenterne har ikke vurderet niveauet",
        "Ingen svar fra en workshop",
        "Der er ikke noteret styrker.",
        "Der er ikke noteret udfordringer.",
        "Der er ingen anbefaling på dette greb.",
        "Potentiale ikke vurderet",
    ):
        assert words in fourth
    assert "Ikke vurderet" in " ".join(text_on(found[1]))
    assert "Der er ikke svar fra en workshop." in " ".join(text_on(found[2]))
    assert "Ikke vurderet: greb 4 Tilbudsvifte." in " ".join(text_on(found[2]))


def test_a_report_with_nothing_in_it_is_still_a_deck() -> None:
    bare = snapshots.short()
    for lever in bare["levers"]:
        lever |= {
            "level": None,
            "level_name": "",
            "reasons": "",
            "strengths": [],
            "challenges": [],
            "recommendations": [],
        }
        lever |= {"potential": None, "feasibility": None}
    bare |= {"overall": [], "sources": [], "consultants": [], "notice": "", "programme": ""}
    found = slides_of(deck.render(bare, no_report))
    assert titles(found)[2] == "Billedet af de syv greb"
    assert "Konsulenterne har ikke vurderet potentiale og gennemførlighed." in " ".join(text_on(found[10]))
    assert "Der er ingen anbefalinger endnu." in " ".join(text_on(found[11]))
    assert "Næste skridt aftales, når I har set billedet." in " ".join(text_on(found[-1]))


@pytest.mark.parametrize("length", LENGTHS)
def test_every_sentence_of_the_report_is_on_a_slide_or_in_its_notes(length: str) -> None:
    said = words_of(" ".join(text for slide in slides(length) for text in text_on(slide)))
    whole = list(snapshots.sentences(getattr(snapshots, length)()))
    assert len(whole) > {"short": 20, "normal": 100, "overlong": 300}[length]
    parts = [part for text in whole for part in fit.SENTENCE.split(text) if part]
    assert [part for part in parts if words_of(part) not in said] == []


def test_the_overlong_findings_are_on_the_slides_themselves_and_not_only_in_notes() -> None:
    shown = words_of(
        " ".join(
            paragraph.text
            for slide in slides("overlong")
            for shape in slide.shapes
            if shape.has_text_frame
            for paragraph in shape.text_frame.paragraphs
        )
    )
    for lever in snapshots.overlong()["levers"]:
        for item in (*lever["strengths"], *lever["challenges"]):
            assert [part for part in fit.SENTENCE.split(item["text"]) if words_of(part) not in shown] == []


def test_what_does_not_fit_is_continued_under_the_same_title() -> None:
    found = titles(slides("overlong"))
    first = found.index("Visitationsprocessen")
    assert found[first + 1] == "Visitationsprocessen (fortsat)"
    assert "Fortsættes på næste slide." in " ".join(text_on(slides("overlong")[first]))
    assert slides("overlong")[first + 1].notes_slide.notes_text_frame.text.startswith("Fortsat fra forrige slide.")
    assert not any("(fortsat)" in title for title in titles(slides("normal")))


def test_one_overlong_lever_gives_further_slides_for_that_lever_only() -> None:
    rows = snapshots.normal()["levers"]
    rows[3]["challenges"] *= 4
    found = titles(made_of(levers=rows))
    assert [title for title in found if "(fortsat)" in title] == ["Nuanceret tilbudsvifte inkl. mellemformer (fortsat)"]
    assert len(found) == 15


def test_every_slide_has_notes() -> None:
    for length in LENGTHS:
        assert all(len(slide.notes_slide.notes_text_frame.text) > 30 for slide in slides(length))


def test_quotes_and_the_workshops_answers_are_in_the_notes() -> None:
    notes = slides("normal")[4].notes_slide.notes_text_frame.text
    assert "Citat, D5 s. 14: »Det giver ro til at planlægge sammen.«" in notes
    assert "Workshop: 18 svar, gennemsnit 3,1" in notes
    assert "4 på niveau 2, 8 på niveau 3, 6 på niveau 4." in notes


def test_a_later_version_says_what_changed() -> None:
    changes = ["Greb 3: niveauet er rettet fra 3 til 2.", "Greb 5 har fået en anbefaling."]
    found = made_of(version="2", changes=changes)
    assert titles(found)[3] == "Ændret siden sidst: version 2"
    assert set(changes) <= set(text_on(found[3]))
    compared = made_of(changes=changes, previous={"date": "3. marts 2026", "levels": {"1": 3, "2": 4, "3": 2}})[3]
    table = next(shape.table for shape in compared.shapes if getattr(shape, "has_table", False) and shape.has_table)
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[:5] == [
        ["Greb", "Sidst", "Nu", "Forskel"],
        ["1 Ambition og retning", "3", "4", "+1"],
        ["2 Inklusionspraksis", "4", "3", "−1"],
        ["3 Aktiv brug af data", "2", "2", "0"],
        ["4 Tilbudsvifte", "–", "2", "–"],
    ]
    again = made_of(previous={"date": "3. marts 2026", "levels": {"1": 3, "2": 4, "3": 2}})[3]
    assert again.shapes.title.text == "Siden sidste screening"
    moved = {
        "Højere niveau: greb 1 Ambition og retning.",
        "Lavere niveau: greb 2 Inklusionspraksis.",
        "Samme niveau: 1 greb.",
    }
    assert moved <= set(text_on(again))


def test_the_kind_of_copy_is_said_on_the_front_page_and_in_every_footer() -> None:
    front, *rest = slides("short")
    assert "Kladde til kollegalæsning" in " ".join(text_on(front))
    assert all("Kladde til kollegalæsning" in " ".join(text_on(slide)) for slide in rest)


def test_recommendations_are_split_in_adjust_and_investigate_with_most_to_win_first() -> None:
    page = slides("normal")[11]
    spots = {spot.name: spot.text_frame for spot in page.placeholders}
    assert (spots["Overskrift 1"].text, spots["Overskrift 2"].text) == ("Justér praksis", "Undersøg nærmere")
    assert [text.text for text in spots["Spalte 2"].paragraphs[::3]] == [
        "6\tRegn på to andre modeller",
        "4\tTegn hele tilbudsviften",
        "7\tFølg ti afsluttede forløb",
    ]


def test_progress_is_told_slide_by_slide_and_only_rises() -> None:
    told: list[tuple[int, str]] = []
    deck.render(snapshots.normal(), lambda percent, words: told.append((percent, words)))
    assert [percent for percent, _ in told] == sorted(percent for percent, _ in told)
    assert told[0] == (5, "Måler teksten op.")
    assert told[5][1] == "Slide 5 af 14."
    assert told[-1] == (95, "Gemmer filen.")


# ---------------------------------------------------------------- charts, pictures and tables


def test_the_picture_is_two_native_charts_with_the_workshop_beside_the_consultants() -> None:
    rows = snapshots.normal()["levers"]
    frames = chart_frames(slides("normal"))
    assert [frame.chart.chart_type for frame in frames] == [XL_CHART_TYPE.RADAR_MARKERS, XL_CHART_TYPE.BAR_CLUSTERED]
    for frame in frames:
        plot = frame.chart.plots[0]
        assert list(plot.categories) == [f"{lever['number']} {lever['short']}" for lever in rows]
        assert {series.name: list(series.values) for series in plot.series} == {
            "Konsulenter": [lever["level"] for lever in rows],
            "Workshop, gennemsnit": [lever["workshop"]["mean"] for lever in rows],
        }
        book = openpyxl.load_workbook(io.BytesIO(frame.chart.part.chart_workbook.xlsx_part.blob))
        assert [cell.value for cell in book.active["B"]] == ["Konsulenter", *[lever["level"] for lever in rows]]


def test_a_lever_without_a_level_is_a_gap_and_no_workshop_is_no_series() -> None:
    for frame in chart_frames(slides("short")):
        (series,) = frame.chart.plots[0].series
        assert list(series.values) == [3, 2, 2, None, 3, 1, 3]


@pytest.mark.parametrize("length", LENGTHS)
def test_everything_seen_has_words_or_is_marked_as_ornament(length: str) -> None:
    silent = []
    for slide in slides(length):
        for shape in slide.shapes:
            properties = shape._element.xpath(".//p:cNvPr")[0]
            ornament = next(properties.iter(DECORATIVE), None) is not None
            described = len(properties.get("descr", "")) > 20
            read = shape.has_text_frame and bool(shape.text_frame.text.strip())
            needs_words = shape.shape_type == 6 or not shape.has_text_frame
            if not (described if needs_words else ornament or read):
                silent.append((slide.shapes.title.text, shape.name))
    assert silent == []


def test_charts_say_their_numbers_in_words() -> None:
    for frame in chart_frames(slides("normal")):
        words = frame._element.xpath(".//p:cNvPr")[0].get("descr")
        assert "6 Tildelingsmodel: konsulenter 2, workshop 3,6" in words


# ---------------------------------------------------------------- the look


@pytest.mark.parametrize("length", LENGTHS)
def test_no_shape_is_outside_the_slide(length: str) -> None:
    size = Presentation(io.BytesIO(content(length)))
    outside = [
        (slide.shapes.title.text, shape.name)
        for slide in slides(length)
        for shape in shapes_in(slide.shapes)
        if min(shape.left, shape.top) < 0
        or shape.left + shape.width > size.slide_width
        or shape.top + shape.height > size.slide_height
    ]
    assert outside == []
    assert (size.slide_width, size.slide_height) == (Emu(12191695), Emu(6858000))


@cache
def font(bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / f"IBMPlexSans-{'Bold' if bold else 'Regular'}.ttf"), 200)


@cache
def em(letter: str, bold: bool) -> float:
    """A letter's width as a part of its size."""
    return 0.0 if letter == "\n" else font(bold).getlength(letter) / 200


def letters_of(paragraph: Any) -> Iterator[tuple[str, float, bool]]:
    """(letter, points, bold), a line break as a letter of its own."""
    runs = iter(paragraph.runs)
    for child in paragraph._p:
        if child.tag == qn("a:br"):
            yield "\n", 0, False
        elif child.tag == qn("a:r"):
            run = next(runs)
            yield from ((letter, run.font.size.pt, bool(run.font.bold)) for letter in run.text)


def lines_of(paragraph: Any, inches: float) -> tuple[int, float]:
    """(lines, points of the largest letter), wrapped word for word: another way of counting than the deck's own."""
    properties = paragraph._p.pPr
    room = inches - (int(properties.get("marL", 0)) / 914400 if properties is not None else 0)
    letters = list(letters_of(paragraph))
    at, count, word = 0.0, 1, 0.0
    for letter, points, bold in [*letters, (" ", 1, False)]:
        if letter == "\t":  # a number that hangs in the margin
            at = word = 0.0
            continue
        wide = em(letter, bold) * points / 72
        if letter not in " \n":
            word += wide
            continue
        if at and at + word > room:
            count, at = count + 1, 0.0
        at, word = at + word + wide, 0.0
        if letter == "\n":
            count, at = count + 1, 0.0
    return count, max((points for _, points, _ in letters), default=0)


def text_height(frame: Any, inches: float) -> float:
    """Inches of all paragraphs at 1.3 em × 95 %, the last one's space after left out."""
    total, after = 0.0, 0.0
    for paragraph in frame.paragraphs:
        count, points = lines_of(paragraph, inches)
        total += after + count * points * 1.3 * 0.95 / 72
        after = (paragraph.space_after.pt if paragraph.space_after else 0) / 72
    return total


def inset(shape: Any) -> float:
    body = shape.text_frame._txBody.bodyPr
    if shape.is_placeholder and body.get("lIns") is None:
        theirs = shape._base_placeholder
        body = theirs.text_frame._txBody.bodyPr
    return (int(body.get("lIns", 91440)) + int(body.get("rIns", 91440))) / 914400


@pytest.mark.parametrize("length", LENGTHS)
def test_no_text_is_higher_than_its_box(length: str) -> None:
    over = []
    for slide in slides(length):
        for shape in shapes_in(slide.shapes):
            fixed = shape.is_placeholder and shape._element.ph.get("type") in {"ftr", "sldNum"}
            if not shape.has_text_frame or not shape.text_frame.text.strip() or fixed:
                continue
            if shape.text_frame._txBody.bodyPr.get("vert"):
                continue
            high = text_height(shape.text_frame, shape.width / 914400 - inset(shape))
            if high > shape.height / 914400 + 0.01:
                over.append((slide.shapes.title.text, shape.name, round(high, 2), round(shape.height / 914400, 2)))
    assert over == []


@pytest.mark.parametrize("length", LENGTHS)
def test_no_table_row_needs_more_than_its_height(length: str) -> None:
    over, seen = [], 0
    for slide in slides(length):
        for shape in slide.shapes:
            if not (getattr(shape, "has_table", False) and shape.has_table):
                continue
            seen += 1
            assert (shape.top + shape.height) / 914400 < 6.95
            for row in shape.table.rows:
                for column, cell in zip(shape.table.columns, row.cells, strict=True):
                    room = (column.width - cell.margin_left - cell.margin_right) / 914400
                    high = text_height(cell.text_frame, room) + (cell.margin_top + cell.margin_bottom) / 914400
                    if high > row.height / 914400 + 0.01:
                        over.append((slide.shapes.title.text, cell.text))
    assert over == []
    assert seen >= 2


def test_the_footer_is_short_enough_for_its_line() -> None:
    footer = next(s for s in slides("overlong")[1].placeholders if s._element.ph.get("type") == "ftr")
    assert font(bold=False).getlength(footer.text_frame.text) * 10 / 200 / 72 < footer.width / 914400


def test_all_lever_slides_have_one_text_size_and_the_scale_at_the_same_place() -> None:
    for length in LENGTHS:
        pages = [slide for slide in slides(length) if slide.slide_layout.name == "Greb"]
        assert len(pages) == 7
        places = set()
        for page in pages:
            group = next(shape for shape in page.shapes if shape.shape_type == 6)
            tiles = [
                shape for shape in group.shapes if shape.has_text_frame and re.match(r"\d  ", shape.text_frame.text)
            ]
            places.add(tuple((tile.left, tile.top, tile.width, tile.height) for tile in tiles))
            assert len(tiles) == 5
        assert len(places) == 1
        sizes = {
            paragraph.runs[0].font.size.pt
            for slide in slides(length)
            if slide.slide_layout.name in {"Greb", "Greb, fortsat"}
            for spot in slide.placeholders
            if spot.name in {"Styrker", "Udfordringer", "Spalte 1", "Spalte 2"}
            for paragraph in spot.text_frame.paragraphs
            if not paragraph.runs[0].font.bold and not paragraph.text.startswith("Der er ikke noteret")
        }
        assert len(sizes) == 1
        assert sizes <= ({14} if length == "overlong" else {15, 16})


# ---------------------------------------------------------------- the file


@pytest.mark.parametrize("length", LENGTHS)
def test_titles_footers_and_numbers_are_real_placeholders_and_none_is_empty(length: str) -> None:
    front, *rest = slides(length)
    assert front.shapes.title.is_placeholder
    for slide in rest:
        kinds = [spot._element.ph.get("type") for spot in slide.placeholders]
        assert slide.shapes.title.text_frame.text.strip()
        assert kinds.count("ftr") == kinds.count("sldNum") == 1
        number = next(spot for spot in slide.placeholders if spot._element.ph.get("type") == "sldNum")
        assert number._element.xpath(".//a:fld/@type") == ["slidenum"]
        first, last = next(iter(slide.shapes)), list(slide.shapes)[-1]
        assert last._element is number._element
        assert first.is_placeholder or next(first._element.iter(DECORATIVE), None) is not None
    for slide in (front, *rest):
        empty = [s.name for s in slide.placeholders if s.has_text_frame and not s.text_frame.text.strip()]
        assert empty == []
        ids = slide.shapes._spTree.xpath(".//p:cNvPr/@id")
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize("length", LENGTHS)
def test_only_our_own_layouts_that_are_used_are_left(length: str) -> None:
    presentation = Presentation(io.BytesIO(content(length)))
    names = [layout.name for layout in presentation.slide_layouts]
    assert sorted(names) == sorted({slide.slide_layout.name for slide in presentation.slides})
    assert "Greb" in names
    with zipfile.ZipFile(io.BytesIO(content(length))) as archive:
        files = archive.namelist()
    assert len([name for name in files if re.fullmatch(r"ppt/slideLayouts/\w+\.xml", name)]) == len(names)
    assert not [name for name in files if "thumbnail" in name or "printerSettings" in name]


@pytest.mark.parametrize("length", LENGTHS)
def test_all_text_is_danish(length: str) -> None:
    with zipfile.ZipFile(io.BytesIO(content(length))) as archive:
        for name in archive.namelist():
            if re.match(r"ppt/(slides|notesSlides|slideLayouts|charts)/\w+\.xml", name):
                xml = archive.read(name).decode()
                assert set(re.findall(r' lang="([^"]+)"', xml)) <= {"da-DK"}, name
                runs = len(re.findall(r"<a:r>", xml))
                assert runs == len(re.findall(r'<a:r><a:rPr lang="da-DK"', xml)), name


def test_a_pc_without_our_type_is_told_which_kind_to_take() -> None:
    with zipfile.ZipFile(io.BytesIO(content("normal"))) as archive:
        theme = archive.read("ppt/theme/theme1.xml").decode()
        every = b"".join(archive.read(name) for name in archive.namelist() if name.startswith("ppt/slides/"))
    assert theme.count('<a:latin typeface="IBM Plex Sans" panose="020B0503050203000203" pitchFamily="34"') == 2
    assert b"Plex" not in every  # slides follow the theme, so another theme's type takes over at once


def test_the_same_snapshot_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    again = deck.render(copy.deepcopy(snapshots.normal()), no_report, hash=HASH)
    assert again == content("normal")
    core = Presentation(io.BytesIO(again)).core_properties
    assert (core.title, core.language) == ("Screening på de syv greb: Stevns Kommune, skoleområdet", "da-DK")
    assert core.created.isoformat()[:10] == core.modified.isoformat()[:10] == "2027-03-12"
    with zipfile.ZipFile(io.BytesIO(again)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2027, 3, 12, 12, 0, 0)}


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("12. marts 2027", "2027-03-12"),
        ("1. Maj 2028", "2028-05-01"),
        ("31. februar 2027", "2020-01-01"),
        ("", "2020-01-01"),
    ],
)
def test_the_files_date_is_the_reports(words: str, day: str) -> None:
    assert package.dated(words).date().isoformat() == day


def test_odd_characters_and_markup_are_text() -> None:
    rows = snapshots.normal()["levers"]
    rows[0]["strengths"][0]["text"] = "Første linje\n\tanden <b>linje</b> & \x0bslut\x01."
    found = made_of(levers=rows, municipality="Bræk & Søn <Kommune>")
    assert any("Første linje anden <b>linje</b> & slut." in text for text in text_on(found[3]))
    assert any("Bræk & Søn <Kommune>" in text for text in text_on(found[3]))


# ---------------------------------------------------------------- measuring


def test_wide_words_take_several_lines_and_bold_is_wider() -> None:
    assert fit.width("Specialundervisning", 16, bold=True) > fit.width("Specialundervisning", 16) > 1
    assert fit.lines(fit.para("Specialundervisning", 16), 0.8) >= 2
    assert fit.lines(fit.para("to ord", 16), 5) == 1
    assert fit.lines(fit.para(" ".join(["ord"] * 40), 16), 3) > 3


TEXTS = st.lists(st.text(alphabet="abcæøå ABC.!?", min_size=1, max_size=200).filter(str.strip), min_size=1, max_size=8)


@given(texts=TEXTS, inches=st.floats(1, 6), high=st.floats(0.5, 3))
def test_nothing_is_lost_when_text_is_shared_between_slides(texts: list[str], inches: float, high: float) -> None:
    left = [(fit.para(" ".join(text.split()), 14, after=5),) for text in texts]
    shown = []
    for _ in range(200):
        taken, left = fit.take(left, inches, high)
        shown += taken
        if not left:
            break
    assert " ".join(fit.flat(shown)[at].text for at in range(len(shown))).split() == " ".join(texts).split()


@given(texts=TEXTS)
def test_what_is_taken_fits(texts: list[str]) -> None:
    blocks = [(fit.para(" ".join(text.split()), 14),) for text in texts]
    taken, _ = fit.take(blocks, 3, 1.5)
    assert fit.height(fit.flat(taken), 3) <= 1.5


def test_titles_are_broken_where_the_lines_are_most_alike() -> None:
    assert fit.balanced("Screening på de syv greb", 2, 48) == ["Screening på", "de syv greb"]
    assert fit.balanced("Screening", 2, 48) == ["Screening"]


def test_several_levers_in_one_cell_of_the_map_are_all_there() -> None:
    for count in (2, 3, 7):
        rows = snapshots.normal()["levers"]
        for lever in rows[:count]:
            lever |= {"potential": 4, "feasibility": 4}
        page = next(slide for slide in made_of(levers=rows) if slide.slide_layout.name == "Figur og tekst")
        group = next(shape for shape in page.shapes if shape.shape_type == 6)
        dots = [s for s in group.shapes if s.auto_shape_type == 9]
        assert sorted(dot.text_frame.text for dot in dots) == list("1234567")
        places = {(dot.left, dot.top) for dot in dots}
        assert len(places) == 7


def test_modules_share_their_kinds() -> None:
    assert set(levers.SIGNS) == {"strengths", "challenges"}
    assert set(priorities.KINDS) == {"adjust", "investigate"}

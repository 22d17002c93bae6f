"""Text on slides is measured: nothing is cut, nothing is higher than its box, nothing is outside the slide."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageFont
from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Emu

from screening.deck import fit, levers, priorities
from tests.factories import snapshots
from tests.screening.decks import (
    LENGTHS,
    content,
    made_of,
    shapes_in,
    slides,
)

FONTS = settings.NODE_MODULES / "dkfds" / "dist" / "fonts" / "IBMPlexSans" / "complete" / "ttf"


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

"""Rendered decks for tests, each length made once, and ways to read them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from pptx import Presentation

from screening import deck
from tests.factories import snapshots

LENGTHS = ("short", "normal", "overlong")
HASH = "9f3c 41d7 0ab2"
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

"""Measures text before it is placed, so that nothing is cut: what does not fit is handed back for a further slide.

Widths come from the very font the deck names. Arial is as wide within two hundredths and lower, so a PC without our
type breaks its lines no later and needs no more height.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import groupby

from django.conf import settings
from PIL import ImageFont

from documents.rendering import FONTS

SPACING = 0.95  # of a line, as the master sets it
LINE = 1.3 * SPACING  # of the size: Plex reaches 1.025 above and 0.275 below
SLACK = 1.03  # other programs round letters to whole pixels
SENTENCE = re.compile(r"(?<=[.!?…]) +(?=[^a-zæøå0-9])")


@dataclass(frozen=True)
class Run:
    """Words of one look. `size` in points."""

    text: str
    size: float
    bold: bool = False
    color: str = "ink"


@dataclass(frozen=True)
class Para:
    """A paragraph; `after` in points. A bullet, or a number, hangs in a margin of its own, `indent` inches wide."""

    runs: tuple[Run, ...]
    after: float = 0
    bullet: str = ""
    bullet_color: str = "ink"
    indent: float = 0
    number: str = ""

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


Block = tuple[Para, ...]  # paragraphs that stay on one slide if they can


def para(text: str, size: float, *, bold: bool = False, color: str = "ink", after: float = 0) -> Para:
    """A paragraph of one look."""
    return Para((Run(text, size, bold, color),), after)


@cache
def _face(bold: bool) -> ImageFont.FreeTypeFont:
    name = f"IBMPlexSans-{'Bold' if bold else 'Regular'}.ttf"
    return ImageFont.truetype(str(settings.NODE_MODULES / FONTS / name), 100)


@lru_cache(maxsize=50_000)
def width(text: str, size: float, bold: bool = False) -> float:
    """Inches of one line."""
    return _face(bold).getlength(text) * size / 100 / 72 * SLACK


def lines(paragraph: Para, inches: float) -> int:
    """How many lines a paragraph takes, filled greedily as PowerPoint and LibreOffice do."""
    room, count, at, pending = inches - paragraph.indent, 1, 0.0, 0.0
    for run in paragraph.runs:
        space = width(" ", run.size, run.bold)
        for place, word in enumerate(run.text.split(" ")):
            if place:
                pending = space
            if not word:
                continue
            wide = width(word, run.size, run.bold)
            if at and at + pending + wide > room and (pending or place):
                count, at, pending = count + 1, 0.0, 0.0
            at, pending = at + pending + wide, 0.0
            if at > room:  # one word wider than the line is broken inside
                extra = math.ceil(at / room) - 1
                count, at = count + extra, at - extra * room
    return count


def height(paragraphs: Sequence[Para], inches: float) -> float:
    """Inches from the top of the first line to the end of the last paragraph, its space after included."""
    return sum(_height(paragraph, inches) for paragraph in paragraphs)


def _height(paragraph: Para, inches: float) -> float:
    size = max((run.size for run in paragraph.runs), default=0)
    return (lines(paragraph, inches) * size * LINE + paragraph.after) / 72


def flat(blocks: Sequence[Block]) -> list[Para]:
    """The paragraphs of blocks, one after the other."""
    return [paragraph for block in blocks for paragraph in block]


def take(blocks: Sequence[Block], inches: float, high: float) -> tuple[list[Block], list[Block]]:
    """(what fits, what is left). A block too tall for an empty box is parted between sentences."""
    taken: list[Block] = []
    room = high
    for place, block in enumerate(blocks):
        tall = height(block, inches)
        if tall > room + 1e-6:
            if taken:
                return taken, list(blocks[place:])
            first, rest = part(block, inches, high)
            return [first], [*([rest] if rest else []), *blocks[place + 1 :]]
        taken.append(block)
        room -= tall
    return taken, []


def part(block: Block, inches: float, high: float) -> tuple[Block, Block]:
    """A block in two, the first as much as fits: between sentences, or between words where a sentence is too long."""
    for pattern in (SENTENCE, re.compile(" +")):
        atoms: list[tuple[int, Run]] = []
        cuts: list[int] = []
        for at, paragraph in enumerate(block):
            for place, run in enumerate(paragraph.runs):
                pieces = pattern.split(run.text)
                for number, piece in enumerate(pieces):
                    if number or not place:  # source marks stay with the sentence before them
                        cuts.append(len(atoms))
                    atoms.append((at, replace(run, text=piece + (" " if number < len(pieces) - 1 else ""))))
        for cut in reversed(cuts[1:]):
            first = _join(block, atoms[:cut])
            if first[-1].text.strip() and height(first, inches) <= high + 1e-6:
                return first, _join(block, atoms[cut:], within=atoms[cut][0] == atoms[cut - 1][0])
    return block, ()  # one word higher than its box: nothing can be parted


def _join(block: Block, atoms: Sequence[tuple[int, Run]], *, within: bool = False) -> Block:
    """The paragraphs again. What begins `within` one has no bullet of its own."""
    joined: list[Para] = []
    for at, group in groupby(atoms, key=lambda atom: atom[0]):
        runs = [run for _, run in group]
        whole: list[Run] = []
        for run in runs:
            if whole and replace(whole[-1], text="") == replace(run, text=""):
                whole[-1] = replace(run, text=whole[-1].text + run.text)
            else:
                whole.append(run)
        whole[0] = replace(whole[0], text=whole[0].text.lstrip(" "))
        whole[-1] = replace(whole[-1], text=whole[-1].text.rstrip(" "))
        begun = within and not joined
        bullet, number = ("", "") if begun else (block[at].bullet, block[at].number)
        joined.append(replace(block[at], runs=tuple(whole), bullet=bullet, number=number))
    return tuple(joined)


def size_for(text: str, sizes: Sequence[float], inches: float, *, bold: bool = False, most: int = 1) -> float:
    """The largest size that keeps a text on `most` lines without breaking a word, else the smallest."""

    def fits(size: float) -> bool:
        whole = all(width(word, size, bold) <= inches for word in text.split(" "))
        return whole and lines(para(text, size, bold=bold), inches) <= most

    return next((size for size in sizes if fits(size)), sizes[-1])


def balanced(text: str, count: int, size: float) -> list[str]:
    """A short title in `count` lines of nearly the same length."""
    words = text.split(" ")
    if count < 2 or len(words) < count:
        return [text]

    def widest(parts: Sequence[str]) -> float:
        return max(width(words, size, bold=True) for words in parts)

    ways = [
        [" ".join(words[:cut]), *balanced(" ".join(words[cut:]), count - 1, size)]
        for cut in range(1, len(words) - count + 2)
    ]
    return min(ways, key=widest)

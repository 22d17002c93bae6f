"""Pieces of pictures as SVG text, for pages and for printed documents alike.

Only presentation attributes are written, so the pictures keep to the content security policy. Lengths are CSS pixels.
WeasyPrint takes a picture's alternative text from its <title>, so the title says what the picture shows, with its
numbers; the numbers also belong in a table beside it. Nothing here knows Django.
"""

import math
import re
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from pyphen import Pyphen

from accounts.danish import MINUS

TOKENS = Path(__file__).resolve().parent.parent / "static" / "css" / "tokens.css"
COLOURS: dict[str, str] = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", TOKENS.read_text(encoding="utf-8")))
HYPHENS = Pyphen(lang="da_DK")
FONT = "IBM Plex Sans, system-ui, sans-serif"
WHITE = COLOURS["paper"]

Point = tuple[float, float]


def number(value: float) -> str:
    """A length without needless digits: 12, 12.5."""
    return f"{value:.1f}".removesuffix(".0")


def decimal(value: float) -> str:
    """A number with one decimal in Danish: 3,7; −0,3."""
    return f"{value:.1f}".replace(".", ",").replace("-", MINUS)


def text(
    x: float,
    y: float,
    words: object,
    *,
    size: float = 11,
    fill: str = COLOURS["ink"],
    anchor: str = "start",
    is_strong: bool = False,
) -> str:
    """One line of text; `anchor` is start, middle or end."""
    weight = 600 if is_strong else 400
    return (
        f'<text x="{number(x)}" y="{number(y)}" font-family="{FONT}" font-size="{size}" font-weight="{weight}" '
        f'fill="{fill}" text-anchor="{anchor}">{escape(str(words))}</text>'
    )


def lines(
    x: float,
    y: float,
    words: Sequence[str],
    *,
    step: float,
    size: float = 11,
    fill: str = COLOURS["ink"],
    anchor: str = "start",
    is_strong: bool = False,
) -> str:
    """Several lines of text below each other, the first on `y`."""
    return "".join(
        text(x, y + step * place, line, size=size, fill=fill, anchor=anchor, is_strong=is_strong)
        for place, line in enumerate(words)
    )


def line(
    start: Point, end: Point, *, stroke: str = COLOURS["line"], width: float = 1, dashes: str = "", cap: str = ""
) -> str:
    """A straight line."""
    extra = (f' stroke-dasharray="{dashes}"' if dashes else "") + (f' stroke-linecap="{cap}"' if cap else "")
    return (
        f'<line x1="{number(start[0])}" y1="{number(start[1])}" x2="{number(end[0])}" y2="{number(end[1])}" '
        f'stroke="{stroke}" stroke-width="{width}"{extra}/>'
    )


def box(
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    fill: str = "none",
    stroke: str = "",
    stroke_width: float = 1,
    radius: float = 0,
    opacity: float = 1,
) -> str:
    """A rectangle."""
    extra = f' stroke="{stroke}" stroke-width="{stroke_width}"' if stroke else ""
    extra += f' rx="{number(radius)}"' if radius else ""
    extra += f' fill-opacity="{opacity:.2f}"' if opacity < 1 else ""
    place = f'x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
    return f'<rect {place} fill="{fill}"{extra}/>'


def polygon(
    points: Iterable[Point], *, fill: str = "none", stroke: str, width: float, opacity: float = 1, dashes: str = ""
) -> str:
    """A closed figure through `points`."""
    corners = " ".join(f"{number(x)},{number(y)}" for x, y in points)
    extra = (f' fill-opacity="{opacity:.2f}"' if opacity < 1 else "") + (
        f' stroke-dasharray="{dashes}"' if dashes else ""
    )
    return (
        f'<polygon points="{corners}" fill="{fill}" stroke="{stroke}" stroke-width="{width}" '
        f'stroke-linejoin="round"{extra}/>'
    )


def disc(at: Point, radius: float, *, fill: str, stroke: str, width: float) -> str:
    """A circle with an edge."""
    return (
        f'<circle cx="{number(at[0])}" cy="{number(at[1])}" r="{number(radius)}" fill="{fill}" '
        f'stroke="{stroke}" stroke-width="{width}"/>'
    )


def diamond(at: Point, radius: float, *, fill: str, stroke: str, width: float) -> str:
    """A square on its corner."""
    x, y = at
    return polygon(
        [(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)], fill=fill, stroke=stroke, width=width
    )


def around(centre: Point, radius: float, place: int, count: int) -> Point:
    """The place-th of `count` points on a circle, the first at the top, clockwise."""
    angle = -math.pi / 2 + 2 * math.pi * place / count
    return centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)


def rows(words: str, width: int) -> list[str]:
    """A label on as many rows as it needs, of about `width` letters; a word of far more is divided as Danish is."""
    found: list[str] = []
    for word in words.split():
        rest = word
        while len(rest) > width + 2 and (parts := HYPHENS.wrap(rest, width)):
            found.append(parts[0])
            rest = parts[1]
        if found and not found[-1].endswith("-") and len(found[-1]) + 1 + len(rest) <= width:
            found[-1] += f" {rest}"
        else:
            found.append(rest)
    return found


def picture(width: float, height: float, *, title: str, key: str, body: str) -> str:
    """The whole picture. `key` is unlike any other picture's on the page."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number(width)} {number(height)}" '
        f'width="{number(width)}" height="{number(height)}" role="img" aria-labelledby="{key}">'
        f'<title id="{key}">{escape(title)}</title>{body}</svg>'
    )

"""The report's pictures from its snapshot, as SVG text for the page and the PDF (figurer).

Consultants are a filled fjord circle everywhere, the workshop a hollow amber diamond.
"""

from typing import Any

from documents.charts import (
    COLOURS,
    WHITE,
    Point,
    around,
    box,
    decimal,
    diamond,
    disc,
    line,
    lines,
    picture,
    polygon,
    rows,
    text,
)
from screening.distributions import LEVELS

Snapshot = dict[str, Any]
Lever = dict[str, Any]

INK, SOFT, LINE = COLOURS["ink"], COLOURS["ink-soft"], COLOURS["line"]
GREY = "#8b999c"  # an edge that says nothing
FJORD, AMBER = COLOURS["fjord"], COLOURS["amber"]
LEVEL_FILLS = [COLOURS[f"level-{level}"] for level in LEVELS]
# From this gap between consultants and workshop on, the report speaks of it.
WIDE_GAP = 1.0


def mean(lever: Lever) -> float | None:
    """The workshop's mean on a lever."""
    return lever["workshop"]["mean"] if lever["workshop"] else None


def gap(lever: Lever) -> float | None:
    """How far the workshop is above (or below) the consultants."""
    level, other = lever["level"], mean(lever)
    return None if level is None or other is None else round(other - level, 1)


def is_wide(lever: Lever) -> bool:
    """The gap is one that the report speaks of."""
    found = gap(lever)
    return found is not None and abs(found) >= WIDE_GAP


def consultants_mark(at: Point, radius: float = 5.5) -> str:
    """Where the consultants are."""
    return disc(at, radius, fill=FJORD, stroke=WHITE, width=1.2)


def workshop_mark(at: Point, radius: float = 6) -> str:
    """Where the workshop is."""
    return diamond(at, radius, fill=WHITE, stroke=AMBER, width=1.8)


def _levels_in_words(lever: Lever) -> str:
    level = "intet niveau" if lever["level"] is None else f"konsulenter {lever['level']}"
    other = mean(lever)
    return f"greb {lever['number']} {lever['short']}: {level}" + (
        "" if other is None else f", workshop {decimal(other)}"
    )


def radar(snapshot: Snapshot) -> str:
    """The seven levers around a circle."""
    width, height, unit = 330.0, 292.0, 19.0
    centre = (width / 2, 150.0)
    levers = snapshot["levers"]
    count = len(levers)
    body = ""
    for level in reversed(LEVELS):
        ring = [around(centre, level * unit, place, count) for place in range(count)]
        body += polygon(ring, fill=WHITE if level % 2 else COLOURS["ground"], stroke=LINE, width=0.8)
    body += "".join(line(centre, around(centre, 5 * unit, place, count), width=0.8) for place in range(count))
    body += _around_the_clock([mean(row) for row in levers], centre, unit, stroke=AMBER, width=1.6, dashes="4 3")
    body += _around_the_clock([row["level"] for row in levers], centre, unit, stroke=FJORD, width=2.2, is_filled=True)
    for place, lever in enumerate(levers):
        if (other := mean(lever)) is not None:
            body += workshop_mark(around(centre, other * unit, place, count), 4.6)
        if lever["level"] is not None:
            body += consultants_mark(around(centre, lever["level"] * unit, place, count), 4.8)
        body += _corner_label(lever, around(centre, 5.35 * unit, place, count), centre)
    body += "".join(text(centre[0] + 4, centre[1] - level * unit + 3.5, level, size=8.5, fill=SOFT) for level in LEVELS)
    title = f"Niveau på de syv greb, fra 1 til 5: {'; '.join(_levels_in_words(row) for row in levers)}."
    return picture(width, height, title=title, key="radar", body=body)


def _around_the_clock(
    values: list[float | None],
    centre: Point,
    unit: float,
    *,
    stroke: str,
    width: float,
    dashes: str = "",
    is_filled: bool = False,
) -> str:
    """A closed figure through the values; where one is missing, only the sides between neighbours that are there."""
    count = len(values)
    points = [
        None if value is None else around(centre, value * unit, place, count) for place, value in enumerate(values)
    ]
    known = [point for point in points if point is not None]
    if len(known) == count:
        fill, opacity = (FJORD, 0.13) if is_filled else ("none", 1)
        return polygon(known, fill=fill, opacity=opacity, stroke=stroke, width=width, dashes=dashes)
    pairs = zip(points, points[1:] + points[:1], strict=True)
    return "".join(line(one, two, stroke=stroke, width=width, dashes=dashes) for one, two in pairs if one and two)


def _corner_label(lever: Lever, at: Point, centre: Point) -> str:
    """The lever's number and short title outside its corner."""
    x, y = at
    words = rows(lever["short"], 12)
    words[0] = f"{lever['number']} {words[0]}"
    if abs(x - centre[0]) < 12:  # at the top: the last row stands on the corner
        return lines(x, y - 13 * (len(words) - 1) - 2, words, step=13, size=10.5, anchor="middle")
    anchor = "start" if x > centre[0] else "end"
    return lines(x, y + 4 - 6.5 * (len(words) - 1), words, step=13, size=10.5, anchor=anchor)


def dots(snapshot: Snapshot) -> str:
    """The consultants beside the workshop, a row for each lever, with the middle half of the answers behind."""
    width, row_height, left, unit, top = 288.0, 41.0, 128.0, 36.0, 28.0
    levers = snapshot["levers"]
    foot = top + row_height * len(levers)

    def across(value: float) -> float:
        return left + (value - 1) * unit

    body = ""
    for level in LEVELS:
        body += line((across(level), top - 6), (across(level), foot - 4), width=0.8)
        body += text(across(level), top - 12, level, size=10, fill=SOFT, anchor="middle")
    for place, lever in enumerate(levers):
        y = top + row_height * place + 18
        words = rows(f"{lever['number']} {lever['short']}", 21)
        body += lines(0, y + 4 - 6.5 * (len(words) - 1), words, step=13, size=11, is_strong=is_wide(lever))
        body += _dots_of(lever, y, across)
    title = f"Konsulenter og workshop på hvert greb, fra 1 til 5: {'; '.join(_levels_in_words(row) for row in levers)}."
    return picture(width, foot + 4, title=title, key="prikker", body=body)


def _dots_of(lever: Lever, y: float, across: Any) -> str:
    answers, level, other = lever["workshop"], lever["level"], mean(lever)
    body = ""
    if answers:
        start, end = across(answers["q1"]), across(answers["q3"])
        body += box(start - 4, y - 4, end - start + 8, 8, fill=LEVEL_FILLS[0], radius=4)
    if level is not None and other is not None:
        stroke = AMBER if is_wide(lever) else SOFT
        body += line((across(level), y), (across(other), y), stroke=stroke, width=1.6)
    if other is not None:
        body += workshop_mark((across(other), y))
    if level is not None:
        body += consultants_mark((across(level), y))
    if is_wide(lever):
        middle = (across(level) + across(other)) / 2
        body += box(middle - 42, y - 20, 84, 12, fill=WHITE)
        body += text(
            middle,
            y - 10.5,
            f"{decimal(abs(gap(lever) or 0))} fra hinanden",
            size=9.5,
            fill=AMBER,
            anchor="middle",
            is_strong=True,
        )
    return body


def scale(snapshot: Snapshot, lever: Lever) -> str:
    """The five levels as one strip, the consultants above it and the workshop below."""
    width, y, tall = 624.0, 30.0, 36.0
    unit = width / 5
    names, level, other = snapshot["level_names"], lever["level"], mean(lever)
    body = ""
    for place, name in enumerate(names):
        is_here = place + 1 == level
        ink = WHITE if place == 4 else INK
        body += box(place * unit + 1, y, unit - 2, tall, fill=LEVEL_FILLS[place])
        if is_here:
            body += box(place * unit + 2.2, y + 1.2, unit - 4.4, tall - 2.4, stroke=FJORD, stroke_width=2.4)
        body += text(place * unit + 12, y + 23.5, place + 1, size=15, fill=ink, is_strong=True)
        body += text(place * unit + 29, y + 23, name, size=12, fill=ink, is_strong=is_here)
    if level is None:
        body += text(0, y - 10, "Konsulenterne har ikke sat et niveau.", size=12, fill=SOFT)
    else:
        body += _mark_with_words((level - 0.5) * unit, y - 14, f"Konsulenter: {level}", FJORD, level > 4)
        body += consultants_mark(((level - 0.5) * unit, y - 14), 6.5)
    if other is not None:
        x, under = (other - 0.5) * unit, y + tall + 15
        body += line((x, y + tall), (x, under - 6), stroke=AMBER, width=1.2)
        body += _mark_with_words(x, under, f"Workshop: {decimal(other)}", AMBER, other > 4.2)
        body += workshop_mark((x, under), 6.5)
    return picture(width, 90, title=_scale_in_words(lever), key=f"skala-{lever['number']}", body=body)


def _mark_with_words(x: float, y: float, words: str, fill: str, is_left: bool) -> str:
    """The words beside a mark; to its left where there is no room to the right."""
    anchor, away = ("end", -13) if is_left else ("start", 13)
    return text(x + away, y + 4.2, words, size=12, fill=fill, is_strong=True, anchor=anchor)


def _scale_in_words(lever: Lever) -> str:
    level, other = lever["level"], mean(lever)
    words = f"Greb {lever['number']}: konsulenterne har ikke sat et niveau."
    if level is not None:
        words = f"Greb {lever['number']}: konsulenternes niveau er {level} af 5, {lever['level_name']}."
    if other is not None:
        words += f" Workshoppens gennemsnit er {decimal(other)} af {lever['workshop']['count']} svar."
    return words


def is_placed(lever: Lever) -> bool:
    """The lever has both potential and feasibility."""
    return lever["potential"] is not None and lever["feasibility"] is not None


def _look(lever: Lever) -> tuple[str, str, str]:
    """Fill, edge and figure of a lever in the matrix: filled to act on now, hollow to look deeper, grey without advice.

    Where there is both, there is something to act on now.
    """
    kinds = {row["kind"] for row in lever["recommendations"]}
    if "adjust" in kinds:
        return FJORD, FJORD, WHITE
    return (WHITE, FJORD, FJORD) if kinds else (WHITE, GREY, SOFT)


MATRIX_LEFT, MATRIX_TOP, SQUARE_WIDE, SQUARE_TALL = 62.0, 8.0, 110.0, 66.0


def matrix(snapshot: Snapshot) -> str:
    """Potential upwards, feasibility to the right, a mark with its number for each lever; several share a square."""
    squares: dict[tuple[int, int], list[Lever]] = {}
    for lever in filter(is_placed, snapshot["levers"]):
        squares.setdefault((lever["feasibility"], lever["potential"]), []).append(lever)
    body = "".join(_ground(column, row) for column in LEVELS for row in LEVELS) + _axes()
    for (column, row), there in squares.items():
        centre = (MATRIX_LEFT + (column - 0.5) * SQUARE_WIDE, MATRIX_TOP + (5.5 - row) * SQUARE_TALL)
        body += _square(there, centre)
    told = [
        f"greb {row['number']} {row['short']}: potentiale {row['potential']}, gennemførlighed {row['feasibility']}"
        for row in snapshot["levers"]
        if is_placed(row)
    ]
    title = f"Potentiale og gennemførlighed, fra 1 til 5: {'; '.join(told) or 'ingen greb er placeret endnu'}."
    return picture(624, MATRIX_TOP + 5 * SQUARE_TALL + 42, title=title, key="matrix", body=body)


def _ground(column: int, row: int) -> str:
    """A square of the matrix: the more there is to win, and the easier, the darker."""
    best = column + row
    fill = COLOURS["level-3"] if best >= 8 else COLOURS["fjord-tint"] if best >= 6 else COLOURS["ground"]
    opacity = 0.55 + 0.2 * (best - 8) if best >= 8 else 1
    x, y = MATRIX_LEFT + (column - 1) * SQUARE_WIDE, MATRIX_TOP + (5 - row) * SQUARE_TALL
    return box(x, y, SQUARE_WIDE - 2, SQUARE_TALL - 2, fill=fill, opacity=opacity)


def _axes() -> str:
    """The levels along two sides, what they are, and what the corners mean."""
    foot, right = MATRIX_TOP + 5 * SQUARE_TALL, MATRIX_LEFT + 5 * SQUARE_WIDE
    body = ""
    for level in LEVELS:
        up, across = MATRIX_TOP + (5.5 - level) * SQUARE_TALL + 4, MATRIX_LEFT + (level - 0.5) * SQUARE_WIDE
        body += text(MATRIX_LEFT - 12, up, level, size=11, fill=SOFT, anchor="end")
        body += text(across, foot + 16, level, size=11, fill=SOFT, anchor="middle")
    body += text(right - 11, MATRIX_TOP + 16, "Begynd her", size=10.5, fill=FJORD, anchor="end", is_strong=True)
    body += text(MATRIX_LEFT + 9, MATRIX_TOP + 16, "Kræver forarbejde", size=10.5, fill=SOFT, is_strong=True)
    body += text(right - 11, foot - 10, "Lille gevinst", size=10.5, fill=SOFT, anchor="end", is_strong=True)
    body += text(MATRIX_LEFT + 9, foot - 10, "Lad ligge", size=10.5, fill=SOFT, is_strong=True)
    middle = MATRIX_TOP + 2.5 * SQUARE_TALL
    across = (MATRIX_LEFT + right) / 2
    body += text(across, foot + 36, "Gennemførlighed: hvor let er det?", anchor="middle", is_strong=True)
    words = text(16, middle, "Potentiale: hvor meget kan I vinde?", anchor="middle", is_strong=True)
    return body + f'<g transform="rotate(-90 16 {middle:.0f})">{words}</g>'


def _square(levers: list[Lever], centre: Point) -> str:
    """The marks of the levers in one square, beside each other; the title below when there is only one."""
    step = 34.0 if len(levers) < 4 else 26.0
    per_row = 3 if len(levers) < 4 else 4
    body = ""
    for place, lever in enumerate(levers):
        row, column = divmod(place, per_row)
        in_row = min(per_row, len(levers) - row * per_row)
        x = centre[0] + (column - (in_row - 1) / 2) * step
        y = centre[1] + (0 if len(levers) <= per_row else (row - 0.5) * 30)
        if len(levers) == 1:
            y -= 8
            body += lines(x, y + 26, rows(lever["short"], 20), step=12, size=10, anchor="middle")
        fill, edge, ink = _look(lever)
        body += disc((x, y), 13 if step > 30 else 11.5, fill=fill, stroke=edge, width=2)
        body += text(x, y + 4.5, lever["number"], size=13, fill=ink, anchor="middle", is_strong=True)
    return body


def columns(snapshot: Snapshot) -> str:
    """The front page: seven columns of up to five steps, as high as the consultants' level."""
    unit, wide, space = 40.0, 72.0, 20.0
    levers = snapshot["levers"]
    body = ""
    for place, lever in enumerate(levers):
        x = place * (wide + space)
        for step in range(5):
            is_on = lever["level"] is not None and step < lever["level"]
            fill, opacity = (COLOURS["level-3"], 0.5 + 0.11 * step) if is_on else (WHITE, 0.07)
            body += box(x, (4 - step) * unit, wide, unit - 5, fill=fill, opacity=opacity)
        body += text(x, 5 * unit + 20, lever["number"], size=15, fill=WHITE, is_strong=True)
        body += lines(x, 5 * unit + 39, rows(lever["short"], 12), step=14, size=11, fill="#cfe0e0")
    told = "; ".join(f"greb {row['number']} {row['short']}: {row['level'] or 'intet niveau'}" for row in levers)
    title = f"Konsulenternes niveau på de syv greb, fra 1 til 5: {told}."
    return picture(624, 5 * unit + 76, title=title, key="forside", body=body)

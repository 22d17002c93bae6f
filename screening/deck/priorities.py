"""Where to begin: potential × feasibility, and the recommendations, those to act on beside those to look into."""

from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from typing import Any

from screening import report_contents
from screening.deck.fit import Block, Para, Run, flat, height, para, size_for, take
from screening.deck.master import COLUMN, COLUMNS, LEFT, RIGHT, WIDE
from screening.deck.opening import Make, lead_of, title_of
from screening.deck.page import (
    CIRCLE,
    RECTANGLE,
    Page,
    clean,
    continued,
    draw,
    label,
    listed,
    lower_first,
    ornament,
)

Lever = dict[str, Any]
Snapshot = dict[str, Any]
KINDS = {key: label for key, label, _ in report_contents.ADVICE}
GRID_LEFT, GRID_TOP, CELL, CELL_HIGH = LEFT + 0.62, 1.86, 1.42, 0.84
# From little to much to win, in steps along the diagonal.
TINTS = ("paper", "paper", "paper", "ground", "ground", "EEF4F3", "fjord-tint", "D3E5E5", "C3DCDB")


def product(lever: Lever) -> int:
    """Potential × feasibility; 0 where nobody judged them."""
    return (lever["potential"] or 0) * (lever["feasibility"] or 0)


def _placed(snapshot: Snapshot) -> list[Lever]:
    """The levers that were judged, those with most to win for the least first."""
    judged = [lever for lever in snapshot["levers"] if product(lever)]
    return sorted(judged, key=lambda lever: (-product(lever), -lever["potential"]))


def potentials(snapshot: Snapshot) -> list[Make]:
    """The map of potential and feasibility, and three places to begin."""
    placed = _placed(snapshot)
    loose = [lever for lever in snapshot["levers"] if lever not in placed]
    words = "; ".join(
        f"greb {lever['number']} {lever['short']}: potentiale {lever['potential']}, "
        f"gennemførlighed {lever['feasibility']}"
        for lever in sorted(placed, key=lambda lever: lever["number"])
    )
    title = "Største potentialer"
    if placed:
        most = max(lever["potential"] for lever in placed)
        names = [lower_first(clean(lever["short"])) for lever in placed if lever["potential"] == most]
        title = f"Størst potentiale: {listed(names)}" if len(names) < 4 else f"Størst potentiale på {len(names)} greb"
    lead = "Jo højere oppe, jo mere kan I vinde. Jo længere til højre, jo lettere er det at gøre."
    foot = "Fyldt cirkel: justér praksis. Åben cirkel: undersøg nærmere. Rangeret efter potentiale × gennemførlighed."
    if not all(lever["recommendations"] for lever in placed):
        foot += " Stiplet cirkel: uden anbefaling."
    if loose:
        unplaced = listed([f"{lever['number']} {clean(lever['short'])}" for lever in loose])
        foot += f" Ikke vurderet: greb {unplaced}."

    def make(deck: Any) -> None:
        page = Page(
            deck,
            "Figur og tekst",
            title_of(title),
            ["Begynd i det mørkeste hjørne, øverst til højre.", foot, f"Placeringen: {words}." if words else ""],
        )
        page_lead = page.fill(10, lead_of(lead))
        page.after(_map(page, placed, words), page_lead)
        page.fill(11, _three(placed))
        page.fill(19, [para(foot, size_for(foot, (11, 10), WIDE, most=2), color="ink-soft")])
        page.finish()

    return [make]


def _three(placed: Sequence[Lever]) -> list[Para]:
    if not placed:
        return [para("Konsulenterne har ikke vurderet potentiale og gennemførlighed.", 16, color="ink-soft")]
    count = ("Ét sted", "To steder", "Tre steder")[min(3, len(placed)) - 1]
    body = [para(f"{count} at begynde", 18, bold=True, color="fjord-dark", after=8)]
    for lever in placed[:3]:
        body.append(para(f"{lever['number']}  {clean(lever['short'])}", 16, bold=True, color="fjord", after=1))
        if lever["recommendations"]:
            advice = lever["recommendations"][0]
            kind = Run(f"{clean(advice['kind_label'])}: ", 14, color="ink-soft")
            body.append(Para((kind, Run(clean(advice["title"]), 14)), after=1))
        chances = f"Potentiale {lever['potential']}, gennemførlighed {lever['feasibility']}"
        body.append(para(chances, 12, color="ink-soft", after=12))
    return body


def _map(page: Page, placed: Sequence[Lever], words: str) -> Any:
    told = f"{words}." if words else "Ingen af de syv greb er placeret."
    with page.figure("Potentiale og gennemførlighed", told) as made:
        _grid(page.shapes)
        cells: dict[tuple[int, int], list[Lever]] = defaultdict(list)
        for lever in sorted(placed, key=lambda lever: lever["number"]):
            cells[lever["feasibility"], lever["potential"]].append(lever)
        for (across, up), levers in cells.items():
            _cell(page.shapes, GRID_LEFT + (across - 1) * CELL, GRID_TOP + (5 - up) * CELL_HIGH, levers)
    return made[0]


def _grid(shapes: Any) -> None:
    for across in range(5):
        for up in range(5):
            box = (GRID_LEFT + across * CELL, GRID_TOP + (4 - up) * CELL_HIGH, CELL, CELL_HIGH)
            draw(shapes, RECTANGLE, box, fill=TINTS[across + up], line="line", weight=0.75)
    for step in range(5):
        number = str(step + 1)
        side = (GRID_LEFT - 0.3, GRID_TOP + (4 - step) * CELL_HIGH, 0.25, CELL_HIGH)
        label(shapes, side, number, 12, color="ink-soft", align="ctr")
        under = (GRID_LEFT + step * CELL, GRID_TOP + 5 * CELL_HIGH + 0.02, CELL, 0.22)
        label(shapes, under, number, 12, color="ink-soft", align="ctr")
    axis = (GRID_LEFT, GRID_TOP + 5 * CELL_HIGH + 0.22, 5 * CELL, 0.22)
    label(shapes, axis, "Gennemførlighed", 12, bold=True, align="ctr")
    side = label(shapes, (LEFT, GRID_TOP, 0.26, 5 * CELL_HIGH), "Potentiale", 12, bold=True, align="ctr")
    # Turned text, not a turned shape: that would stretch the group beyond the slide.
    side.text_frame._txBody.bodyPr.set("vert", "vert270")


def _cell(shapes: Any, left: float, top: float, levers: Sequence[Lever]) -> None:
    """One lever stands with its name; more of them share the place, two or four in a row."""
    if len(levers) <= 2:
        high = CELL_HIGH / len(levers)
        small = min(size_for(clean(lever["short"]), (11, 10, 9, 8), CELL - 0.42, most=2) for lever in levers)
        for place, lever in enumerate(levers):
            y = top + place * high
            if len(levers) == 1:
                _dot(shapes, left + CELL / 2, y + 0.29, 0.19, lever)
                name = clean(lever["short"])
                size = size_for(name, (11, 10, 9, 8), CELL - 0.04)
                label(shapes, (left, y + 0.52, CELL, 0.26), name, size, align="ctr")
            else:
                _dot(shapes, left + 0.2, y + high / 2, 0.15, lever)
                label(shapes, (left + 0.39, y, CELL - 0.4, high), clean(lever["short"]), small)
        return
    rows = 2
    across = -(-len(levers) // rows)
    for place, lever in enumerate(levers):
        row, column = divmod(place, across)
        x = left + CELL / (across + 1) * (column + 1)
        _dot(shapes, x, top + CELL_HIGH / rows * (row + 0.5), 0.14, lever)


def _dot(shapes: Any, x: float, y: float, radius: float, lever: Lever) -> None:
    kinds = {each["kind"] for each in lever["recommendations"]}
    full = "adjust" in kinds
    draw(
        shapes,
        CIRCLE,
        (x - radius, y - radius, 2 * radius, 2 * radius),
        fill="fjord" if full else "paper",
        line="fjord" if kinds else "edge",
        weight=2,
        dash=not kinds,
        text=para(
            str(lever["number"]),
            14 if radius > 0.16 else 12,
            bold=True,
            color="paper" if full else "fjord" if kinds else "ink-soft",
        ),
    )


def _advice(lever: Lever, advice: dict[str, str], size: float) -> Block:
    who = ", ".join(filter(None, [clean(advice["owner"]), clean(advice["when"])]))
    title = Run(clean(advice["title"]), size, bold=True, color="fjord-dark")
    return (
        Para((title,), after=1, indent=0.3, number=str(lever["number"])),
        Para((Run(clean(advice["text"]), size - 2),), after=1 if who else 11, indent=0.3),
        *([Para((Run(who, size - 4, color="ink-soft"),), after=11, indent=0.3)] if who else []),
    )


def recommendations(snapshot: Snapshot) -> list[Make]:
    """What to adjust beside what to look deeper into, those with most to win first."""
    ranked = sorted(snapshot["levers"], key=lambda lever: (-product(lever), lever["number"]))
    pairs = [(lever, advice) for lever in ranked for advice in lever["recommendations"]]
    for size in (18, 17, 16, 15):
        piles = [[_advice(lever, each, size) for lever, each in pairs if each["kind"] == kind] for kind in KINDS]
        if all(height(flat(pile), COLUMN) <= COLUMNS for pile in piles):
            break
    sheets = pour(piles)
    lead = report_contents.advice_lead([{"rows": pile} for pile in piles])
    said = [
        f"Greb {lever['number']}, {KINDS[advice['kind']]}: {advice['title']}. {advice['text']} "
        + ", ".join(filter(None, [advice["owner"], advice["when"]]))
        for lever, advice in pairs
    ]

    def make(deck: Any, number: int) -> None:
        columns = sheets[number]
        notes = ["Til venstre det, I kan gå i gang med. Til højre det, der kræver mere viden.", *said]
        if number:
            notes = [
                "Fortsat fra forrige slide.",
                *(paragraph.text for _, blocks in columns for paragraph in flat(blocks)),
            ]
        page = Page(deck, "To spalter", continued("Anbefalinger", number), notes)
        page.fill(10, lead_of(lead))
        for place, (kind, blocks) in enumerate(columns):
            fill_column(
                page,
                place,
                KINDS[kind],
                flat(blocks) or [para("Ingen anbefalinger af denne slags.", 14, color="ink-soft")],
            )
        page.finish()

    return [partial(make, number=number) for number in range(len(sheets))]


def fill_column(page: Page, place: int, heading: str, body: Sequence[Para], color: str = "fjord") -> None:
    """A column of the layout To spalter: heading, line and text."""
    page.fill(11 + place, [para(heading, 18, bold=True, color="fjord-dark")])
    page.fill(13 + place, body)
    line = draw(page.shapes, RECTANGLE, ((LEFT, RIGHT)[place], 2.28, COLUMN, 0.03), fill=color)
    ornament(line)
    page.behind(line)


def pour(piles: Sequence[Sequence[Block]]) -> list[list[tuple[str, list[Block]]]]:
    """The two kinds side by side as long as both last, then what is left of one in both columns."""
    left = {kind: list(pile) for kind, pile in zip(KINDS, piles, strict=True)}
    sheets: list[list[tuple[str, list[Block]]]] = []
    while not sheets or any(left.values()):
        going = [kind for kind in KINDS if left[kind]]
        columns = list(KINDS) if not sheets or len(going) == 2 else going * 2
        sheet = []
        for kind in columns:
            taken, left[kind] = take(left[kind], COLUMN, COLUMNS)
            if taken or not sheets:
                sheet.append((kind, taken))
        sheets.append(sheet)
    return sheets

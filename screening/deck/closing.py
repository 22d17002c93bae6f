"""The last slides: what changed, method and sources, next steps."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches

from screening import report_contents
from screening.deck.fit import Block, Para, Run, flat, height, para, take
from screening.deck.master import COLUMN, COLUMNS, LEFT
from screening.deck.opening import Make, lead_of, title_of
from screening.deck.page import CIRCLE, RECTANGLE, Page, clean, continued, describe, draw, listed, ornament, put
from screening.deck.priorities import fill_column
from screening.deck.tokens import solid_xml

Snapshot = dict[str, Any]
NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # PowerPoint's table style without colours or lines
PAD = 0.09  # inches above and below a cell's text
BESIDE = (0.68, 2.72, 1.3, 1.0)  # widths of the sources' columns beside the method
LOW_PAD, MOST_PAD = 0.06, 0.17
Row = tuple[tuple[Para, ...], ...]


def _row_height(row: Row, widths: Sequence[float], pad: float = PAD) -> float:
    return max(height(cell, wide - 0.12) for cell, wide in zip(row, widths, strict=True)) + 2 * pad


def table(
    spot: Any,
    rows: Sequence[Row],
    widths: Sequence[float],
    title: str,
    words: str,
    *,
    lined: bool = True,
    pad: float = PAD,
) -> Any:
    """A real table: its first row is its header. Rows are as high as their text."""
    frame = spot.insert_table(rows=len(rows), cols=len(widths))
    grid = frame.table
    grid._tbl.tblPr.find(qn("a:tableStyleId")).text = NO_STYLE
    grid.horz_banding = False
    grid.first_row = lined
    for column, wide in zip(grid.columns, widths, strict=True):
        column.width = Inches(wide)
    for number, row in enumerate(rows):
        grid.rows[number].height = Inches(_row_height(row, widths, pad))
        for place, text in enumerate(row):
            cell = grid.cell(number, place)
            cell.margin_left, cell.margin_right = Inches(0), Inches(0.12)
            cell.margin_top = cell.margin_bottom = Inches(pad)
            cell.vertical_anchor = MSO_ANCHOR.TOP
            put(cell.text_frame, text)
            for paragraph in cell._tc.txBody.findall(qn("a:p")):
                _tight(paragraph)
            if lined:
                weight, color = (6350, "line") if number else (19050, "fjord")
                edge = f'<a:lnB {nsdecls("a")} w="{weight}">{solid_xml(color)}</a:lnB>'
                cell._tc.get_or_add_tcPr().insert(0, parse_xml(edge))
    frame.height = sum(row.height for row in grid.rows)
    describe(frame, title, words)
    return frame


def _tight(paragraph: Any) -> None:
    """Text in tables does not inherit the master's line spacing."""
    properties = paragraph.get_or_add_pPr()
    properties.insert(0, parse_xml(f'<a:lnSpc {nsdecls("a")}><a:spcPct val="95000"/></a:lnSpc>'))


def _cell(text: str, size: float, *, bold: bool = False, color: str = "ink") -> tuple[Para, ...]:
    return (para(clean(text), size, bold=bold, color=color),)


def _head(*words: str) -> Row:
    return tuple(_cell(word, 11, bold=True, color="ink-soft") for word in words)


def _rows_that_fit(rows: Sequence[Row], widths: Sequence[float], high: float, pad: float = PAD) -> int:
    count = 0
    for row in rows:
        high -= _row_height(row, widths, pad)
        if high < 0:
            break
        count += 1
    return max(1, count)


# ---------------------------------------------------------------- method and sources


def method(snapshot: Snapshot) -> list[Make]:
    """How we worked and what the screening cannot say; the sources beside it, or on slides of their own."""
    how = _how(snapshot)
    limits: list[Block] = [(_bullet(limit),) for limit in snapshot["limits"]]
    beside = _sources(snapshot, 11, kind=False)
    cannot = para("Det kan screeningen ikke sige", 18, bold=True, color="fjord-dark", after=6)
    parted = [*how[:-1], (replace(how[-1][0], after=16),)]  # some air before the next heading
    together = [*parted, (cannot,), *limits] if limits else how
    pad = next((pad for pad in (PAD, 0.07, 0.05) if sum(_row_height(row, BESIDE, pad) for row in beside) <= 4.5), 0.0)
    if pad and len(beside) > 1 and height(flat(together), COLUMN) <= COLUMNS:
        return [lambda deck: _method_with_table(deck, snapshot, flat(together), beside, pad)]
    makes: list[Make] = []
    left, right, first = list(how), list(limits), True
    while first or left or right:
        body, left = take(left, COLUMN, COLUMNS) if left else ([], [])
        headings = ["Sådan har vi gjort", "Det kan screeningen ikke sige"]
        columns: list[tuple[str, list[Block]]] = [(headings[0], body)] if body else []
        while right and len(columns) < 2:
            taken, right = take(right, COLUMN, COLUMNS)
            columns.append((headings[1], taken))
        title = continued("Metode", len(makes))
        makes.append(partial(_text_columns, title=title, lead=_method_lead(snapshot), columns=columns))
        first = False
    return makes + _source_slides(snapshot)


def _method_lead(snapshot: Snapshot) -> str:
    kinds = len({source["kind"] for source in snapshot["sources"]})
    if kinds < 2:
        return "Det bygger screeningen på"
    return f"{'To' if kinds == 2 else 'Tre'} slags kilder, der kan bekræfte eller modsige hinanden"


def _bullet(text: str, size: float = 15, color: str = "fjord") -> Para:
    return Para((Run(clean(text), size),), after=6, bullet="•", bullet_color=color, indent=0.22)


def _how(snapshot: Snapshot) -> list[Block]:
    return [
        (
            Para(
                (
                    Run(f"{row['count'] or 'Ingen'} {row['label'].lower()}. ", 16, bold=True, color="fjord-dark"),
                    Run(row["text"], 15),
                ),
                after=7,
            ),
        )
        for row in report_contents.method(snapshot["method"])
    ]


def _sources(snapshot: Snapshot, size: float, *, kind: bool) -> list[Row]:
    head = _head("Mærke", *(["Slags"] if kind else []), "Kilde", "Fra", "Omfang")
    rows = [head]
    for source in snapshot["sources"]:
        kinds = [_cell(report_contents.KIND_WORDS[source["kind"]], size, color="ink-soft")] if kind else []
        rows.append(
            (
                _cell(source["code"], size, bold=True, color="school"),
                *kinds,
                _cell(source["title"], size),
                _cell(source["dated"], size, color="ink-soft"),
                _cell(source["detail"], size, color="ink-soft"),
            )
        )
    return rows


def _in_words(rows: Sequence[dict[str, str]]) -> str:
    return "; ".join(f"{each['code']}: {clean(each['title'])}, {each['dated']}, {each['detail']}" for each in rows)


def _method_with_table(deck: Any, snapshot: Snapshot, body: list[Para], rows: list[Row], pad: float) -> None:
    notes = [*(paragraph.text for paragraph in body), f"Kilderne: {_in_words(snapshot['sources'])}."]
    page = Page(deck, "To spalter og tabel", "Metode og kilder", notes)
    page.fill(10, lead_of(_method_lead(snapshot)))
    fill_column(page, 0, "Sådan har vi gjort", body)
    page.fill(12, [para("Kilder", 18, bold=True, color="fjord-dark")])
    words = f"Tabel over kilderne: {_in_words(snapshot['sources'])}."
    table(page.spot(14), rows, BESIDE, "Kilder", words, pad=pad)
    page.finish()


def _text_columns(deck: Any, title: str, lead: str, columns: Sequence[tuple[str, list[Block]]]) -> None:
    notes = [f"{heading}: {' '.join(each.text for each in flat(blocks))}" for heading, blocks in columns]
    page = Page(deck, "To spalter", title, notes)
    page.fill(10, lead_of(lead))
    for place, (heading, blocks) in enumerate(columns):
        fill_column(page, place, heading, flat(blocks))
    page.finish()


def _source_slides(snapshot: Snapshot) -> list[Make]:
    widths = (0.7, 1.3, 6.0, 2.4, 1.43)
    head, *rows = _sources(snapshot, 13, kind=True)
    makes: list[Make] = []
    at = 0
    while at < len(rows):
        count = _rows_that_fit(rows[at:], widths, 4.9 - _row_height(head, widths, LOW_PAD), LOW_PAD)
        told = snapshot["sources"][at : at + count]
        some = [head, *rows[at : at + count]]
        title = continued("Kilder", len(makes))
        makes.append(partial(_source_slide, title=title, rows=some, widths=widths, told=told))
        at += count
    return makes


def _source_slide(deck: Any, title: str, rows: list[Row], widths: Sequence[float], told: list[dict[str, str]]) -> None:
    words = _in_words(told)
    page = Page(deck, "Tabel", title, [f"Kilderne: {words}."])
    page.fill(10, lead_of("Mærkerne i oplægget, for eksempel [D1 s. 4], viser hen til denne liste"))
    table(page.spot(11), rows, widths, "Kilder", f"Tabel over kilderne: {words}.", pad=LOW_PAD)
    page.finish()


# ---------------------------------------------------------------- next steps


def steps(snapshot: Snapshot, hash_words: str) -> list[Make]:
    """A line of time with what happens when; three questions to talk about beside the first of it."""
    rows: list[Row] = [
        (
            _cell(step["when"], 14, bold=True, color="fjord"),
            (
                para(clean(step["title"]), 16, bold=True, color="fjord-dark", after=1),
                *([para(clean(step["text"]), 13, color="ink-soft")] if step["text"] else []),
            ),
        )
        for step in snapshot["next_steps"]
    ] or [(_cell("Aftales", 14, bold=True, color="fjord"), _cell("Næste skridt aftales, når I har set billedet.", 16))]
    told = [f"{step['when']}: {step['title']}. {step['text']}" for step in snapshot["next_steps"]]
    foot = f"Analysemodel: {snapshot['model']}. Rapport: version {snapshot['version']}, {snapshot['date']}."
    if hash_words:
        foot += f" Slides og rapport er dannet af det samme låste indhold ({hash_words})."
    makes: list[Make] = []
    at = 0
    while at < len(rows):
        widths = (2.2, 9.0) if at else (2.0, 5.2)  # the questions stand beside the first
        count = _rows_that_fit(rows[at:], widths, 4.55)
        some, notes = rows[at : at + count], told[at : at + count]
        makes.append(partial(_steps, rows=some, widths=widths, told=notes, foot=foot, number=len(makes)))
        at += count
    return makes


def _steps(deck: Any, rows: list[Row], widths: Sequence[float], told: list[str], foot: str, number: int) -> None:
    first = number == 0
    opening = (
        ["Aftal allerede nu datoen for drøftelsen.", *report_contents.QUESTIONS]
        if first
        else ["Fortsat fra forrige slide."]
    )
    page = Page(deck, "Næste skridt", continued("Næste skridt", number), [*opening, *told])
    page.fill(10, lead_of("Nu er det jeres tur: Vælg, hvor I begynder, og hvem der skal læse med."))
    words = "; ".join(told) or "Næste skridt er ikke aftalt endnu."
    spare = 4.4 - sum(_row_height(row, widths) for row in rows)
    pad = min(MOST_PAD, PAD + max(0, spare) / 2 / len(rows))
    words = f"Tabel over næste skridt: {words}"
    frame = table(page.spot(12), rows, widths, "Næste skridt", words, lined=False, pad=pad)
    top = frame.top / Inches(1)
    heights = [_row_height(row, widths, pad) for row in rows]
    if len(rows) > 1:
        line = draw(page.shapes, RECTANGLE, (LEFT + 0.085, top + pad + 0.1, 0.03, sum(heights[:-1])), fill="fjord")
        ornament(line)
        page.behind(line)
    for row in range(len(rows)):
        box = (LEFT, top + sum(heights[:row]) + pad + 0.03, 0.2, 0.2)
        dot = draw(page.shapes, CIRCLE, box, fill="fjord" if first and not row else "paper", line="fjord", weight=2)
        ornament(dot)
    if first:
        body = [para("Tre spørgsmål til jer", 18, bold=True, color="fjord-dark", after=8)]
        body += [
            Para((Run(question, 16),), after=8, indent=0.3, number=str(number))
            for number, question in enumerate(report_contents.QUESTIONS, 1)
        ]
        page.fill(11, body)
    page.fill(19, [para(clean(foot), 10, color="ink-soft")])
    page.finish()


# ---------------------------------------------------------------- what changed


def changes(snapshot: Snapshot) -> list[Make]:
    """What is new since the version before, and the levels of the last screening beside those of now."""
    previous = snapshot["previous"]
    if not snapshot["changes"] and not previous:
        return []
    blocks: list[Block] = [(_bullet(change, 15),) for change in snapshot["changes"]]
    makes: list[Make] = []
    title = f"Ændret siden sidst: version {snapshot['version']}" if blocks else "Siden sidste screening"
    lead = f"Sidste screening er fra {previous['date']}" if previous else "Det er nyt i forhold til versionen før"
    rest = blocks
    if previous:
        taken, rest = take(blocks or _moves(snapshot), COLUMN, COLUMNS)
        heading = "Ændringer" if blocks else "Det har flyttet sig"
        rest = rest if blocks else []
        makes.append(partial(_compared, snapshot=snapshot, title=title, lead=lead, heading=heading, body=flat(taken)))
    while rest:
        columns: list[tuple[str, list[Block]]] = []
        while rest and len(columns) < 2:
            some, rest = take(rest, COLUMN, COLUMNS)
            columns.append(("Ændringer", some))
        words = continued(title, len(makes))
        makes.append(partial(_text_columns, title=words, lead=lead, columns=columns))
    return makes


def _moves(snapshot: Snapshot) -> list[Block]:
    """Which levers stand higher and lower than at the last screening."""
    before = snapshot["previous"]["levels"]
    both = [(lever, before.get(str(lever["number"])), lever["level"]) for lever in snapshot["levers"]]
    known = [(lever, was, now) for lever, was, now in both if was and now]
    higher = [f"{lever['number']} {clean(lever['short'])}" for lever, was, now in known if now > was]
    lower = [f"{lever['number']} {clean(lever['short'])}" for lever, was, now in known if now < was]
    same = len(known) - len(higher) - len(lower)
    words = [
        f"Højere niveau: greb {listed(higher)}." if higher else "Ingen greb har fået et højere niveau.",
        f"Lavere niveau: greb {listed(lower)}." if lower else "Ingen greb har fået et lavere niveau.",
        *([f"Samme niveau: {same} greb."] if same else []),
    ]
    return [(_bullet(each, 16),) for each in words]


def _compared(deck: Any, snapshot: Snapshot, title: str, lead: str, heading: str, body: list[Para]) -> None:
    before = snapshot["previous"]["levels"]
    widths = (3.3, 0.8, 0.8, 0.8)
    rows, told = [_head("Greb", "Sidst", "Nu", "Forskel")], []
    for lever in snapshot["levers"]:
        was, now = before.get(str(lever["number"])), lever["level"]
        step = now - was if was and now else None
        moved = "–" if step is None else f"{step:+d}".replace("-", "−") if step else "0"
        told.append(
            f"greb {lever['number']} {lever['short']}: fra {was or 'ikke vurderet'} til {now or 'ikke vurderet'}"
        )
        color = "good" if step and step > 0 else "amber" if step and step < 0 else "ink-soft"
        rows.append(
            (
                _cell(f"{lever['number']} {lever['short']}", 14),
                _cell(str(was or "–"), 14, color="ink-soft"),
                _cell(str(now or "–"), 14, bold=True, color="fjord"),
                _cell(moved, 14, bold=bool(step), color=color),
            )
        )
    words = "; ".join(told)
    page = Page(
        deck, "To spalter og tabel", title_of(title), [lead, *(each.text for each in body), f"Niveauerne: {words}."]
    )
    page.fill(10, lead_of(lead))
    fill_column(page, 0, heading, body)
    page.fill(12, [para("Niveau sidst og nu", 18, bold=True, color="fjord-dark")])
    table(page.spot(14), rows, widths, "Niveau sidst og nu", f"Tabel: {words}.")
    page.finish()

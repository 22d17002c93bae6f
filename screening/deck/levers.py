"""One slide for each lever, all of one text size; what does not fit is continued on slides of a roomier layout."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from screening import scales
from screening.deck.fit import Block, Para, Run, flat, height, lines, para, take, width
from screening.deck.master import COLUMN, FINDINGS, LEFT, MORE, MORE_TOP, RIGHT, STRIP, STRIP_TOP, WIDE
from screening.deck.opening import Make, lead_of, title_of
from screening.deck.page import (
    CIRCLE,
    DIAMOND,
    RECTANGLE,
    Page,
    clean,
    comma,
    continued,
    draw,
    label,
    listed,
    lower_first,
    ornament,
)
from screening.deck.tokens import level_token, on_level
from screening.distributions import in_danish

Lever = dict[str, Any]
Snapshot = dict[str, Any]

SIZES = (16, 15, 14)  # of findings: the largest that keeps every lever on one slide, else the smallest
MARK = 10  # points of a source mark
REASONS_BOX = (4.08, 1.14)
PANEL_BOX = (COLUMN - 0.4, STRIP - 0.1)
SCALE_TOP, SCALE_LEFT, TILE, TILE_HIGH = 2.08, LEFT, 1.47, 0.46
SIGNS = {"strengths": ("+", "good", "Styrker"), "challenges": ("–", "amber", "Udfordringer")}
NONE_SAID = {"strengths": "Der er ikke noteret styrker.", "challenges": "Der er ikke noteret udfordringer."}


@dataclass
class Section:
    """What goes on under one heading on a further slide."""

    heading: str
    color: str
    blocks: list[Block]


@dataclass
class Sheet:
    """What the first slide of a lever holds, and what is left for further ones."""

    reasons: Block
    findings: dict[str, list[Block]]
    panels: list[tuple[str, list[Block]]]  # (placeholder's colour, text), left to right
    rest: list[Section] = field(default_factory=list)


def mark_words(marks: Sequence[dict[str, str]]) -> str:
    """ "[D1 s. 4–6] [I3]", each kept on one line."""
    words = [f"[{clean(mark['code'] + ' ' + mark['place'])}]" for mark in marks]
    return " ".join(word.replace(" ", "\u00a0").replace("–", "–\u2060") for word in words)


def finding(item: dict[str, Any], kind: str, size: float) -> Block:
    """A finding that ends in its marks."""
    sign, color, _ = SIGNS[kind]
    marks = mark_words(item["marks"])
    runs = [Run(clean(item["text"]) + (" " if marks else ""), size)]
    if marks:
        runs.append(Run(marks, MARK, color="school"))
    return (Para(tuple(runs), after=5, bullet=sign, bullet_color=color, indent=0.25),)


@dataclass(frozen=True)
class Sizes:
    """Points of a lever's three texts: the same on all of them, for slides that are leafed through must not jump."""

    findings: float
    reasons: float
    panels: float


def common_sizes(snapshot: Snapshot) -> Sizes:
    """The largest that keep every lever on one slide, else the smallest."""
    levers = snapshot["levers"]

    def largest(sizes: Sequence[float], fits: Callable[[Lever, float], bool]) -> float:
        return next((size for size in sizes if all(fits(lever, size) for lever in levers)), sizes[-1])

    def findings_fit(lever: Lever, size: float) -> bool:
        return all(
            height(flat([finding(each, kind, size) for each in lever[kind]]), COLUMN) <= FINDINGS for kind in SIGNS
        )

    def reasons_fit(lever: Lever, size: float) -> bool:
        return height(reasons(lever, size), REASONS_BOX[0]) <= REASONS_BOX[1]

    def panels_fit(lever: Lever, size: float) -> bool:
        advice, notes = lever["recommendations"], lever["notes"]
        wide = COLUMN if notes or len(advice) == 2 else WIDE
        told = [recommended(each, size) for each in advice] if len(advice) < 3 else []
        return all(_panel_fits(block, wide) for block in (*told, *([_warned(notes, size)] if notes else [])))

    return Sizes(largest(SIZES, findings_fit), largest((15, 14, 13), reasons_fit), largest((15, 14, 13), panels_fit))


def reasons(lever: Lever, size: float) -> Block:
    """The level and why."""
    level = (
        f"Niveau {lever['level']}, {clean(lever['level_name'])}. " if lever["level"] else "Niveauet er ikke vurderet. "
    )
    return (Para((Run(level, size, bold=True), Run(clean(lever["reasons"]), size))),)


def pages(snapshot: Snapshot) -> list[Make]:
    """The slides of all levers."""
    sizes = common_sizes(snapshot)
    makes: list[Make] = []
    for lever in snapshot["levers"]:
        sheet = plan(lever, sizes)
        makes.append(partial(_first, snapshot=snapshot, lever=lever, sheet=sheet))
        further = flow(sheet.rest, COLUMN, MORE)
        makes += [
            partial(
                _more, snapshot=snapshot, lever=lever, columns=columns, number=number, goes_on=number < len(further)
            )
            for number, columns in enumerate(further, 1)
        ]
    return makes


def plan(lever: Lever, sizes: Sizes) -> Sheet:
    """Share a lever's text between its first slide and what follows."""
    (said,), unsaid = take([reasons(lever, sizes.reasons)], *REASONS_BOX)
    sheet = Sheet(said, {}, [])
    if unsaid:
        sheet.rest.append(Section("Begrundelse", "fjord-dark", [_sized(unsaid[0], sizes.findings)]))
    for kind, (_, color, heading) in SIGNS.items():
        taken, left = take([finding(item, kind, sizes.findings) for item in lever[kind]], COLUMN, FINDINGS)
        sheet.findings[kind] = taken or [(para(NONE_SAID[kind], 13, color="ink-soft"),)]
        if left:
            sheet.rest.append(Section(heading, color, left))
    _panels(lever, sheet, sizes)
    return sheet


def _sized(block: Block, size: float) -> Block:
    return tuple(replace(each, runs=tuple(replace(run, size=size) for run in each.runs), after=5) for each in block)


def _panels(lever: Lever, sheet: Sheet, sizes: Sizes) -> None:
    """The strip at the foot: recommendations, and what to be careful about. In full if they fit, else what they are."""
    size, advice, notes = sizes.panels, lever["recommendations"], lever["notes"]
    told = [recommended(each, size) for each in advice]
    if len(told) == 2 and not notes and all(_panel_fits(block, COLUMN) for block in told):
        sheet.panels = [("fjord-tint", [block]) for block in told]
        return
    wide = COLUMN if notes else WIDE
    said = told[0] if len(told) == 1 and _panel_fits(told[0], wide) else _only_titles(advice, wide)
    sheet.panels = [("fjord-tint" if advice else "ground", [said])]
    if notes:
        head, *warnings = ((each,) for each in _warned(notes, size))
        room = PANEL_BOX[1] - height(head, PANEL_BOX[0])
        taken, left = take(warnings, PANEL_BOX[0], room)
        sheet.panels.append(("amber-tint", [head, *taken]))
        if left:
            sheet.rest.append(Section("Vær opmærksom", "amber", [_sized(block, sizes.findings) for block in left]))


def _panel_fits(block: Block, wide: float) -> bool:
    return height(block, wide - 0.4) <= PANEL_BOX[1]


def _warned(notes: Sequence[str], size: float) -> Block:
    head = para("Vær opmærksom", 11, bold=True, color="amber", after=2)
    return (head, *(para(clean(note), size, after=2) for note in notes))


def recommended(advice: dict[str, str], size: float) -> Block:
    """A recommendation in full."""
    who = " · ".join(filter(None, [clean(advice["owner"]), clean(advice["when"])]))
    kind = [Run(clean(advice["kind_label"]), 11, bold=True, color="fjord")]
    if who:
        kind.append(Run(f"   {who}", 11, color="ink-soft"))
    title = clean(advice["title"])
    stop = "" if title.endswith((".", "!", "?")) else "."
    words = (Run(f"{title}{stop} ", size, bold=True, color="fjord-dark"), Run(clean(advice["text"]), size))
    return (Para(tuple(kind), after=2), Para(words))


def _only_titles(advice: Sequence[dict[str, str]], wide: float) -> Block:
    """The titles, or how many there are; their words stand under Anbefalinger."""
    if not advice:
        return (para("Der er ingen anbefaling på dette greb.", 13, color="ink-soft"),)
    head = para("Anbefalinger, uddybet sidst i oplægget", 11, bold=True, color="fjord", after=2)
    titles = tuple(
        Para((Run(f"{clean(each['kind_label'])}: ", 13), Run(clean(each["title"]), 13, bold=True, color="fjord-dark")))
        for each in advice
    )
    if _panel_fits((head, *titles), wide):
        return (head, *titles)
    kinds = [clean(each["kind_label"]) for each in advice]
    counted = listed([f"{kinds.count(kind)} × {lower_first(kind)}" for kind in dict.fromkeys(kinds)])
    return (head, para(f"{len(advice)} anbefalinger: {counted}.", 13))


def flow(sections: Sequence[Section], wide: float, high: float) -> list[list[list[Section]]]:
    """Sections poured into columns, two to a slide. Where a section ends early, the next one may begin."""
    columns: list[list[Section]] = []
    room = 0.0
    for section in sections:
        blocks = section.blocks
        head = height([heading(section)], wide)
        while blocks:
            free = room - head
            if columns and height(blocks[0], wide) <= free:
                taken, blocks = take(blocks, wide, free)
                columns[-1].append(Section(section.heading, section.color, taken))
                room = free - height(flat(taken), wide)
            else:
                taken, blocks = take(blocks, wide, high)
                columns.append([Section(section.heading, section.color, taken)])
                room = high - height(flat(taken), wide)
    return [columns[place : place + 2] for place in range(0, len(columns), 2)]


def heading(section: Section) -> Para:
    """A heading inside a column."""
    return para(section.heading, 16, bold=True, color=section.color, after=4)


def _notes(snapshot: Snapshot, lever: Lever) -> list[str]:
    """What to say, and what stands behind it."""
    words = [lever["question"]]
    if lever["level"]:
        words.append(f"Konsulenternes niveau: {lever['level']} af 5, {lever['level_name']}. {lever['reasons']}")
    else:
        words.append(f"Konsulenterne har ikke vurderet niveauet. {lever['reasons']}")
    if shop := lever["workshop"]:
        spread = ", ".join(f"{count} på niveau {level}" for level, count in enumerate(shop["counts"], 1) if count)
        words.append(
            f"Workshop: {shop['count']} svar, gennemsnit {comma(shop['mean'])}, den midterste halvdel "
            f"fra {in_danish(shop['q1'])} til {in_danish(shop['q3'])}. Svarene: {spread}."
        )
    for advice in lever["recommendations"]:
        who = ", ".join(filter(None, [advice["owner"], advice["when"]]))
        words.append(f"{advice['kind_label']}: {advice['title']}. {advice['text']} {who}")
    words += [f"Vær opmærksom: {note}" for note in lever["notes"]]
    words += [
        f"Citat, {mark['code']} {mark['place']}: »{mark['quote']}«"
        for kind in SIGNS
        for item in lever[kind]
        for mark in item["marks"]
        if mark["quote"]
    ]
    return words


def _kicker(page: Page, snapshot: Snapshot, lever: Lever, more: str = "") -> None:
    page.fill(20, [para(f"Greb {lever['number']} af {len(snapshot['levers'])}{more}", 13, bold=True, color="fjord")])


def _first(deck: Any, snapshot: Snapshot, lever: Lever, sheet: Sheet) -> None:
    page = Page(deck, "Greb", title_of(lever["title"]), _notes(snapshot, lever))
    _kicker(page, snapshot, lever)
    chances = [
        f"{word}: {scale[lever[key]].lower()}, {lever[key]} af 5" if lever[key] else f"{word} ikke vurderet"
        for word, key, scale in (
            ("Potentiale", "potential", scales.POTENTIAL),
            ("Gennemførlighed", "feasibility", scales.FEASIBILITY),
        )
    ]
    page.fill(21, [para("     ".join(chances), 12, color="ink-soft")])
    lead = page.fill(10, lead_of(lever["question"]))
    page.after(_scale(page, snapshot, lever), lead)
    page.fill(12, sheet.reasons)
    for place, (kind, (_, color, word)) in enumerate(SIGNS.items()):
        page.fill(13 + place, [para(word, 16, bold=True, color=color)])
        page.fill(15 + place, flat(sheet.findings[kind]))
    _strip(page, sheet)
    used = flat(sheet.findings["strengths"] + sheet.findings["challenges"])
    page.fill(19, sources_line(snapshot, used, goes_on=bool(sheet.rest)))
    page.finish()


def _strip(page: Page, sheet: Sheet) -> None:
    two = len(sheet.panels) == 2
    for place, (fill, blocks) in enumerate(sheet.panels):
        left, wide = ((LEFT, RIGHT)[place], COLUMN) if two else (LEFT, WIDE)
        box = (left, STRIP_TOP, wide, STRIP)
        spot = page.fill(17 + place, flat(blocks), box)
        if fill != ("fjord-tint", "amber-tint")[place]:
            surface = draw(page.shapes, RECTANGLE, box, fill=fill)
            ornament(surface)
            page.behind(surface)
            spot.fill.background()
        if fill != "ground":
            edge = draw(page.shapes, RECTANGLE, (left, STRIP_TOP, 0.05, STRIP), fill=fill.removesuffix("-tint"))
            ornament(edge)
            page.after(edge, spot)


def sources_line(snapshot: Snapshot, paragraphs: Sequence[Para], *, goes_on: bool, most: int = 2) -> list[Para]:
    """The sources cited on the slide, with titles if there is room, and whether the lever goes on."""
    words = " ".join(run.text for paragraph in paragraphs for run in paragraph.runs if run.size == MARK)
    cited = {part.split("\u00a0")[0].strip("[]") for part in words.split(" ")}
    used = [source for source in snapshot["sources"] if source["code"] in cited]
    on = Run("Fortsættes på næste slide.  ", 10, bold=True, color="fjord") if goes_on else Run("", 10)
    if not used:
        return [Para((on,))] if goes_on else []
    full = "  ·  ".join(f"{source['code']} {clean(source['title'])}".replace(" ", "\u00a0") for source in used)
    codes = ", ".join(source["code"] for source in used)
    long = Para((on, Run(f"Kilder: {full}", 10, color="ink-soft")))
    fits = lines(long, WIDE) <= most and all(width(word, 10) < WIDE for word in full.split(" "))
    return [long if fits else Para((on, Run(f"Kilder: {codes}. Titlerne står under Kilder.", 10, color="ink-soft")))]


def _scale(page: Page, snapshot: Snapshot, lever: Lever) -> Any:
    """The five levels with the consultants above and the workshop below, at the same place on every lever's slide."""
    said = []
    if lever["level"]:
        said.append(f"Konsulenterne vurderer niveau {lever['level']} af 5, {lever['level_name']}.")
    else:
        said.append("Konsulenterne har ikke vurderet niveauet.")
    if shop := lever["workshop"]:
        said.append(f"Workshoppens gennemsnit er {comma(shop['mean'])} ud fra {shop['count']} svar.")
    else:
        said.append("Der er ingen svar fra en workshop.")
    with page.figure(f"Niveau på greb {lever['number']}", " ".join(said)) as made:
        _tiles(page.shapes, snapshot, lever)
        _markers(page.shapes, lever)
    return made[0]


def _tiles(shapes: Any, snapshot: Snapshot, lever: Lever) -> None:
    for place, name in enumerate(snapshot["level_names"]):
        level = place + 1
        chosen = level == lever["level"]
        box = (SCALE_LEFT + place * TILE + 0.02, SCALE_TOP, TILE - 0.06, TILE_HIGH)
        text = f"{level}  {clean(name)}"
        size = next((size for size in (12, 11, 10, 9) if width(text, size, chosen) <= TILE - 0.2), 8)
        draw(
            shapes,
            RECTANGLE,
            box,
            fill=level_token(level),
            line="fjord-dark" if chosen else "",
            weight=2.5,
            text=para(text, size, bold=chosen, color=on_level(level)),
            align="l",
            inset=0.08,
        )


def _markers(shapes: Any, lever: Lever) -> None:
    above, below = SCALE_TOP - 0.3, SCALE_TOP + TILE_HIGH + 0.07
    if lever["level"]:
        _marker(shapes, CIRCLE, lever["level"], above, f"Konsulenter: {lever['level']}", "fjord")
    else:
        label(shapes, (SCALE_LEFT, above, 5, 0.26), "Konsulenterne har ikke vurderet niveauet", 12, color="ink-soft")
    if shop := lever["workshop"]:
        words = f"Workshop: {comma(shop['mean'])}"
        _marker(shapes, DIAMOND, shop["mean"], below, words, "amber", f"  {shop['count']} svar")
    else:
        label(shapes, (SCALE_LEFT, below, 5, 0.26), "Ingen svar fra en workshop", 12, color="ink-soft")


def _marker(shapes: Any, kind: Any, level: float, top: float, words: str, color: str, more: str = "") -> None:
    """A mark on the scale with its words beside it, on the side where there is room."""
    middle = SCALE_LEFT + (level - 0.5) * TILE
    radius = 0.09 if kind == CIRCLE else 0.11
    fill = color if kind == CIRCLE else "paper"
    draw(
        shapes, kind, (middle - radius, top + 0.13 - radius, 2 * radius, 2 * radius), fill=fill, line=color, weight=1.75
    )
    text = Para((Run(words, 13, bold=True, color=color), *([Run(more, 12, color="ink-soft")] if more else [])))
    wide = sum(width(run.text, run.size, run.bold) for run in text.runs) + 0.1
    to_left = middle + 0.18 + wide > SCALE_LEFT + 5 * TILE
    box = (middle - 0.18 - wide if to_left else middle + 0.18, top, wide, 0.26)
    draw(shapes, RECTANGLE, box, text=text, align="r" if to_left else "l")


def _more(
    deck: Any, snapshot: Snapshot, lever: Lever, columns: Sequence[Sequence[Section]], *, number: int, goes_on: bool
) -> None:
    """A further slide."""
    said = [
        f"{section.heading}: {' '.join(paragraph.text for paragraph in flat(section.blocks))}"
        for column in columns
        for section in column
    ]
    title = title_of(continued(clean(lever["title"]), number))
    page = Page(deck, "Greb, fortsat", title, ["Fortsat fra forrige slide.", *said])
    level = f"Niveau {lever['level']}, {clean(lever['level_name'])}" if lever["level"] else "Niveauet er ikke vurderet"
    _kicker(page, snapshot, lever, f"  ·  {level}")
    used: list[Para] = []
    for place, column in enumerate(columns):
        left = (LEFT, RIGHT)[place]
        page.fill(11 + place, [para(column[0].heading, 16, bold=True, color=column[0].color)])
        body: list[Para] = []
        for number, section in enumerate(column):
            body += [heading(section)] if number else []
            body += flat(section.blocks)
        page.fill(13 + place, body)
        used += body
        line = draw(page.shapes, RECTANGLE, (left, MORE_TOP - 0.09, COLUMN, 0.02), fill=column[0].color)
        ornament(line)
        page.behind(line)
    page.fill(19, sources_line(snapshot, used, goes_on=goes_on, most=1))
    page.finish()

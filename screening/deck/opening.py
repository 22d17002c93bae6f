"""The first slides: front page, overall assessment, and the picture of the seven levers."""

from collections.abc import Callable
from functools import partial
from typing import Any

from screening.deck import charts
from screening.deck.fit import Block, Para, balanced, flat, height, lines, para, size_for, take, width
from screening.deck.master import LEFT, THIRD, WIDE
from screening.deck.page import RECTANGLE, Page, clean, comma, continued, draw, label, listed, lower_first, ornament
from screening.deck.tokens import level_token, on_level

Snapshot = dict[str, Any]
Make = Callable[[Any], None]
LIT = ("7AA3A1", "85ADAA", "97BCB7", "B0D0CA", "CBE3DE")  # from the lowest level to the highest, on dark fjord
UNLIT = "1D4A53"
SEVEN_TOP = 4.85
ABOVE_SEVEN, TALL = 2.4, 4.9  # inches for the sentences: above the seven levels, and without them


def title_of(text: str, sizes: tuple[float, ...] = (28, 26, 24, 22)) -> Para:
    """A slide's title: on one line if it can, else smaller on two."""
    text = clean(text)
    size = next((size for size in sizes if lines(para(text, size, bold=True), WIDE) == 1), 18)
    return para(text, size, bold=True, color="fjord-dark")


def lead_of(text: str) -> list[Para]:
    """The line under a title: 16 points, or smaller on two lines."""
    size = size_for(clean(text), (16, 15, 14), WIDE)
    return [para(clean(text), size if lines(para(clean(text), size), WIDE) == 1 else 12, color="ink-soft")]


def whose(snapshot: Snapshot) -> str:
    """ "Stevns Kommune, skoleområdet"."""
    return f"{clean(snapshot['municipality'])}, {lower_first(clean(snapshot['area']))}"


def levels_in_words(snapshot: Snapshot) -> str:
    return "; ".join(
        f"greb {lever['number']} {lever['short']}: "
        + (f"niveau {lever['level']}, {lever['level_name']}" if lever["level"] else "ikke vurderet")
        for lever in snapshot["levers"]
    )


def front(snapshot: Snapshot) -> list[Make]:
    """The front page."""
    title = clean(snapshot["title"])
    size = size_for(title, (48, 44, 40, 36, 32), 7.0, bold=True, most=2)
    short = lines(para(title, size, bold=True), 7.0) <= 2
    words = "\v".join(balanced(title, 2, size)) if short else title
    who = whose(snapshot)
    under: list[Para] = [
        para(who, size_for(who, (22, 20, 18), 6.9, most=2), color="paper", after=8),
        para(
            clean(snapshot["subtitle"]),
            size_for(clean(snapshot["subtitle"]), (15, 14, 13), 6.9, most=2),
            color="level-3",
        ),
    ]
    by = f"Konsulenter: {listed([clean(each) for each in snapshot['consultants']])}" if snapshot["consultants"] else ""
    edition = " · ".join(filter(None, [f"Version {snapshot['version']}, {snapshot['date']}", by]))

    def make(deck: Any) -> None:
        page = Page(
            deck,
            "Forside",
            para(words, size, bold=True, color="paper"),
            [
                f"Velkommen. Det her er {lower_first(clean(snapshot['subtitle']))} i {who}.",
                snapshot["notice"],
                f"Niveau på de syv greb: {levels_in_words(snapshot)}.",
            ],
        )
        page.fill(1, under)
        page.fill(10, [para(clean(snapshot["programme"]), 14, color="D9E8E8")])
        page.fill(11, [para(edition, size_for(edition, (13, 12, 11), WIDE), color="D9E8E8")])
        with page.figure("Niveau på de syv greb", f"Syv søjler, én for hvert greb. {levels_in_words(snapshot)}."):
            _towers(page.shapes, snapshot)
        if snapshot["notice"]:
            _notice(page, clean(snapshot["notice"]))
        page.finish()

    return [make]


def _towers(shapes: Any, snapshot: Snapshot) -> None:
    for place, lever in enumerate(snapshot["levers"]):
        left = 8.25 + place * 0.63
        for step in range(5):
            lit = lever["level"] is not None and step < lever["level"]
            draw(shapes, RECTANGLE, (left, 4.55 - step * 0.6, 0.5, 0.52), fill=LIT[step] if lit else UNLIT)
        label(shapes, (left, 5.16, 0.5, 0.3), str(lever["number"]), 13, bold=True, color="paper", align="ctr")
    label(shapes, (8.25, 5.5, 4.3, 0.26), "Niveau på de syv greb", 12, color="level-3")


def _notice(page: Page, notice: str) -> None:
    """What kind of copy this is, where nobody can overlook it."""
    size = size_for(notice, (14, 13, 12), 11.4, bold=True)
    wide = min(width(notice, size, bold=True) + 0.4, WIDE)
    draw(
        page.shapes,
        RECTANGLE,
        (LEFT, 5.62, wide, 0.42),
        fill="amber-tint",
        text=para(notice, size, bold=True, color="amber"),
    )


def overall(snapshot: Snapshot) -> list[Make]:
    """The assessment in a few sentences above the seven levels; sentences that need it have slides to themselves."""
    rows = snapshot["overall"] or [
        {"heading": "Samlet vurdering", "text": "Den samlede vurdering er ikke skrevet endnu."}
    ]
    for size in (20, 18, 16):
        sheet = [(_sentence(row, size, wide), wide) for row in rows for wide in [_column(len(rows))]]
        if len(rows) <= 3 and all(height(block, wide) <= ABOVE_SEVEN for block, wide in sheet):
            return [partial(_sentences, snapshot=snapshot, sheet=sheet, number=0, levels=True)]
    makes: list[Make] = []
    blocks = [_sentence(row, 16, THIRD) for row in rows]
    while blocks:
        taken, left = [], []
        wide = _column(min(3, len(blocks)))
        for block in blocks[:3]:
            some, rest = take([block], wide, TALL)
            taken.append((some[0], wide))
            left += rest
        makes.append(partial(_sentences, snapshot=snapshot, sheet=taken, number=len(makes), levels=False))
        blocks = left + blocks[3:]
    return makes


def _column(count: int) -> float:
    return (WIDE - 0.35 * (count - 1)) / count


def _sentence(row: dict[str, str], size: float, wide: float) -> Block:
    text = clean(row["heading"])
    large = size_for(text, (size + 4, size + 2, size), wide, bold=True, most=2)
    return (para(text, large, bold=True, color="fjord-dark", after=4), para(clean(row["text"]), size))


def _sentences(deck: Any, snapshot: Snapshot, sheet: list[tuple[Block, float]], *, number: int, levels: bool) -> None:
    said = [" ".join(each.text for each in block) for block, _ in sheet]
    opening_words = "Sig sætningerne med jeres egne ord, og vent med tallene til det næste billede."
    title = continued("Samlet vurdering", number)
    page = Page(deck, "Udsagn", title, ["Fortsat fra forrige slide." if number else opening_words, *said])
    for place, (block, wide) in enumerate(sheet):
        left = LEFT + place * (wide + 0.35)
        page.fill(10 + place, flat([block]), (left, 1.86, wide, ABOVE_SEVEN if levels else TALL))
        line = draw(page.shapes, RECTANGLE, (left, 1.66, wide, 0.03), fill="fjord")
        ornament(line)
        page.behind(line)
    if levels:
        _seven(page, snapshot)
    page.finish()


def _seven(page: Page, snapshot: Snapshot) -> None:
    heading = label(
        page.shapes,
        (LEFT, SEVEN_TOP - 0.42, 8, 0.3),
        "Konsulenternes niveau på hvert greb",
        14,
        bold=True,
        color="fjord-dark",
    )
    heading.name = "Overskrift til niveauer"
    with page.figure("Niveau på de syv greb", f"{levels_in_words(snapshot)}."):
        step = (WIDE + 0.1) / 7
        for place, lever in enumerate(snapshot["levers"]):
            _tile(page.shapes, lever, LEFT + place * step, step - 0.1)


def _tile(shapes: Any, lever: dict[str, Any], left: float, wide: float) -> None:
    if level := lever["level"]:
        color = on_level(level)
        draw(shapes, RECTANGLE, (left, SEVEN_TOP, wide, 0.92), fill=level_token(level))
        label(shapes, (left + 0.13, SEVEN_TOP, 0.4, 0.92), str(level), 30, bold=True, color=color)
        name = clean(lever["level_name"])
        size = size_for(name, (12, 11, 10), wide - 0.55)
        label(shapes, (left + 0.5, SEVEN_TOP, wide - 0.52, 0.92), name, size, color=color)
    else:
        edge = (left + 0.01, SEVEN_TOP + 0.01, wide - 0.02, 0.9)
        draw(shapes, RECTANGLE, edge, line="edge", dash=True, text=para("Ikke vurderet", 12, color="ink-soft"))
    label(shapes, (left, SEVEN_TOP + 1.0, wide, 0.5), f"{lever['number']} {clean(lever['short'])}", 12, anchor="t")


def picture(snapshot: Snapshot) -> list[Make]:
    """The seven levers at a glance, with the workshop beside the consultants."""
    method = snapshot["method"]
    unknown = [f"{lever['number']} {clean(lever['short'])}" for lever in snapshot["levers"] if not lever["level"]]
    sources = listed(
        [
            f"{method['documents']} {'dokument' if method['documents'] == 1 else 'dokumenter'}",
            f"{method['interviews']} interview",
            *([f"workshop med {method['workshop_people']} deltagere"] if method["workshops"] else []),
        ]
    )
    foot = f"Konsulenternes vurdering bygger på {sources}."
    if unknown:
        foot += f" Ikke vurderet: greb {listed(unknown)}."

    def make(deck: Any) -> None:
        page = Page(
            deck,
            "To diagrammer",
            title_of(headline(snapshot)),
            [
                "Begge diagrammer kan redigeres i PowerPoint: højreklik, og vælg Rediger data.",
                gap_sentence(snapshot),
                f"Tallene: {charts.numbers(snapshot)}.",
            ],
        )
        page.fill(10, lead_of(gap_sentence(snapshot)))
        charts.radar(page.spot(11), snapshot)
        charts.bars(page.spot(12), snapshot)
        page.fill(19, [para(foot, 10 if lines(para(foot, 10), WIDE) <= 2 else 9, color="ink-soft")])
        page.finish()

    return [make]


def headline(snapshot: Snapshot) -> str:
    """What the picture shows, as a sentence."""
    known = [lever for lever in snapshot["levers"] if lever["level"]]
    if not known:
        return "Billedet af de syv greb"
    levels = [lever["level"] for lever in known]
    if min(levels) == max(levels):
        return (
            f"Samme niveau på {'alle' if len(known) == len(snapshot['levers']) else 'de vurderede'} greb: {levels[0]}"
        )

    def those(level: int) -> str:
        names = [lower_first(clean(lever["short"])) for lever in known if lever["level"] == level]
        return listed(names) if len(names) < 3 else f"{('tre', 'fire', 'fem', 'seks')[len(names) - 3]} greb"

    return f"Højest niveau på {those(max(levels))}, lavest på {those(min(levels))}"


def gap_sentence(snapshot: Snapshot) -> str:
    """Where consultants and workshop see differently; a gap of one level or more is worth saying."""
    both = [lever for lever in snapshot["levers"] if lever["level"] and lever["workshop"]]
    if not charts.has_workshop(snapshot):
        return "Niveau 1 til 5 efter konsulenternes vurdering. Der er ikke svar fra en workshop."
    if not both:
        return "Niveau 1 til 5: konsulenternes vurdering ved siden af workshoppens egen"
    most = max(both, key=lambda lever: abs(lever["workshop"]["mean"] - lever["level"]))
    gap = round(most["workshop"]["mean"] - most["level"], 1)
    if abs(gap) < 1:
        return "Konsulenter og workshop ser det samme billede: i gennemsnit under ét niveaus forskel på alle greb"
    side = "over" if gap > 0 else "under"
    return (
        f"Størst forskel på greb {most['number']}, {lower_first(clean(most['short']))}: "
        f"workshoppen ligger {comma(abs(gap))} {side} konsulenterne"
    )

"""The deck's own master: theme, one slide master and seven layouts with real placeholders, in 16:9."""

from dataclasses import dataclass, replace
from typing import Any
from xml.sax.saxutils import escape

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches

from screening.deck.fit import SPACING
from screening.deck.tokens import FONT, LANG, PANOSE, PITCH, THEME, hexadecimal, solid_xml

NAME = "Partnerskabsportalen"
EMU = 914_400  # of an inch
WIDTH, HEIGHT = 13.333, 7.5
LEFT, WIDE = 0.75, 11.83
COLUMN, GAP = 5.7, 0.43
RIGHT = LEFT + COLUMN + GAP
THIRD = 3.71
Box = tuple[float, float, float, float]  # left, top, width and height in inches


@dataclass(frozen=True)
class Spot:
    """A placeholder of a layout."""

    kind: str
    idx: int | None
    name: str
    box: Box
    size: float = 16
    color: str = "ink"
    bold: bool = False
    anchor: str = "t"
    align: str = "l"
    inset: float = 0
    fill: str = ""


TITLE = Spot("title", None, "Titel", (LEFT, 0.6, WIDE, 0.64), 28, "fjord-dark", bold=True, anchor="b")
LEAD = Spot("body", 10, "Manchet", (LEFT, 1.29, WIDE, 0.42), 16, "ink-soft")
FOOT = Spot("body", 19, "Kilder", (LEFT, 6.52, WIDE, 0.42), 10, "ink-soft")
LOW_FOOT = Spot("body", 19, "Kilder", (LEFT, 6.79, WIDE, 0.2), 10, "ink-soft")
FOOTER = Spot("ftr", 30, "Sidefod", (LEFT, 7.02, 10.4, 0.25), 10, "ink-soft", anchor="ctr")
NUMBER = Spot("sldNum", 31, "Sidetal", (LEFT + WIDE - 1, 7.02, 1, 0.25), 10, "ink-soft", anchor="ctr", align="r")
KICKER = Spot("body", 20, "Nummer", (LEFT, 0.34, 2.9, 0.26), 13, "fjord", bold=True)

HEADS_TOP, FINDINGS_TOP, FINDINGS = 3.02, 3.48, 1.8
STRIP_TOP, STRIP = 5.36, 1.1
MORE_TOP, MORE = 1.76, 4.98
COLUMNS_TOP, COLUMNS = 2.42, 4.4


def _columns(top: float, body_top: float, high: float, size: float) -> list[Spot]:
    spots = []
    for place, left in enumerate((LEFT, RIGHT)):
        spots += [
            Spot(
                "body",
                11 + place,
                f"Overskrift {place + 1}",
                (left, top, COLUMN, 0.34),
                size + 2,
                "fjord-dark",
                True,
                "b",
            ),
            Spot("body", 13 + place, f"Spalte {place + 1}", (left, body_top, COLUMN, high), size),
        ]
    return spots


def _spots() -> dict[str, list[Spot]]:
    """Each layout's placeholders, in the order in which they are read."""
    usual = [FOOTER, NUMBER]
    return {
        "Forside": [
            Spot("ctrTitle", None, "Titel", (LEFT, 1.3, 7.0, 1.85), 48, "paper", True, "b"),
            Spot("subTitle", 1, "Undertitel", (LEFT, 3.4, 6.9, 2.0), 22, "paper"),
            Spot("body", 10, "Mærke", (LEFT, 0.7, WIDE, 0.4), 14, "D9E8E8"),
            Spot("body", 11, "Udgave", (LEFT, 6.3, WIDE, 0.6), 13, "D9E8E8", anchor="b"),
        ],
        "Udsagn": [
            TITLE,
            *(
                Spot("body", 10 + place, f"Udsagn {place + 1}", (LEFT + place * (THIRD + 0.35), 1.86, THIRD, 2.45), 18)
                for place in range(3)
            ),
            *usual,
        ],
        "To diagrammer": [
            TITLE,
            LEAD,
            Spot("chart", 11, "Diagram venstre", (LEFT - 0.1, 1.75, 6.2, 4.7), 12),
            Spot("chart", 12, "Diagram højre", (LEFT + 6.25, 1.75, 5.58, 4.7), 12),
            FOOT,
            *usual,
        ],
        "Greb": [
            TITLE,
            KICKER,
            Spot("body", 21, "Potentiale", (LEFT + 3, 0.34, WIDE - 3, 0.26), 12, "ink-soft", align="r"),
            LEAD,
            Spot("body", 12, "Niveau", (8.5, 1.8, 4.08, 1.14), 13, anchor="ctr"),
            *(
                spot
                for place, (word, color) in enumerate((("Styrker", "good"), ("Udfordringer", "amber")))
                for left in [(LEFT, RIGHT)[place]]
                for spot in (
                    Spot(
                        "body", 13 + place, f"Overskrift {word}", (left, HEADS_TOP, COLUMN, 0.34), 16, color, True, "b"
                    ),
                    Spot("body", 15 + place, word, (left, FINDINGS_TOP, COLUMN, FINDINGS), 14),
                )
            ),
            Spot(
                "body",
                17,
                "Anbefaling",
                (LEFT, STRIP_TOP, COLUMN, STRIP),
                14,
                anchor="ctr",
                inset=0.2,
                fill="fjord-tint",
            ),
            Spot(
                "body",
                18,
                "Bemærkning",
                (RIGHT, STRIP_TOP, COLUMN, STRIP),
                13,
                anchor="ctr",
                inset=0.2,
                fill="amber-tint",
            ),
            FOOT,
            *usual,
        ],
        "Greb, fortsat": [
            TITLE,
            replace(KICKER, box=(LEFT, 0.34, WIDE, 0.26)),
            *_columns(1.3, MORE_TOP, MORE, 14),
            LOW_FOOT,
            *usual,
        ],
        "Figur og tekst": [TITLE, LEAD, Spot("body", 11, "Til højre", (8.95, 1.9, 3.63, 4.5), 16), FOOT, *usual],
        "To spalter": [TITLE, LEAD, *_columns(1.9, COLUMNS_TOP, COLUMNS, 16), *usual],
        "To spalter og tabel": [
            TITLE,
            LEAD,
            *_columns(1.9, COLUMNS_TOP, COLUMNS, 16)[:3],
            Spot("tbl", 14, "Tabel", (RIGHT, 2.3, COLUMN, 4.5), 12),
            *usual,
        ],
        "Næste skridt": [
            TITLE,
            LEAD,
            Spot("tbl", 12, "Tidslinje", (LEFT + 0.45, 1.86, 7.2, 4.55), 14),
            Spot("body", 11, "Spørgsmål", (8.75, 1.9, 3.83, 3.4), 16, anchor="ctr", inset=0.3, fill="fjord-tint"),
            FOOT,
            *usual,
        ],
        "Tabel": [TITLE, LEAD, Spot("tbl", 11, "Tabel", (LEFT, 1.9, WIDE, 4.5), 13), FOOT, *usual],
    }


_RULES: dict[str, list[tuple[Box, str]]] = {
    "Greb": [((LEFT, 3.39, COLUMN, 0.02), "good"), ((RIGHT, 3.39, COLUMN, 0.02), "amber")],
}


def _area(box: Box) -> str:
    left, top, wide, high = (round(value * EMU) for value in box)
    return (
        f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    )


def _level(number: int, spot: Spot, *, font: str = "+mn") -> str:
    return (
        f'<a:lvl{number}pPr marL="0" indent="0" algn="{spot.align}" defTabSz="914400" rtl="0" eaLnBrk="1"'
        f' latinLnBrk="0" hangingPunct="1"><a:lnSpc><a:spcPct val="{round(SPACING * 100_000)}"/></a:lnSpc>'
        f'<a:spcBef><a:spcPts val="0"/></a:spcBef><a:spcAft><a:spcPts val="0"/></a:spcAft><a:buNone/>'
        f'<a:defRPr lang="{LANG}" sz="{round(spot.size * 100)}" b="{int(spot.bold)}" kern="1200">'
        f"{solid_xml(spot.color)}"
        f'<a:latin typeface="{font}-lt"/><a:ea typeface="{font}-ea"/><a:cs typeface="{font}-cs"/></a:defRPr>'
        f"</a:lvl{number}pPr>"
    )


def _place(tree: Any, spot: Spot, prompt: str = "") -> None:
    """Put a placeholder into a layout or the master."""
    number = 2 + len(tree.xpath("./p:sp"))
    idx = "" if spot.idx is None else f' idx="{spot.idx}"'
    field = '<a:fld id="{6B1F0C59-31C1-4F0F-9F0B-6E3E0B7A2C01}" type="slidenum">'
    run = f'<a:rPr lang="{LANG}"/><a:t>'
    number_field = f"{field}{run}‹nr.›</a:t></a:fld>"
    text = number_field if spot.kind == "sldNum" else f"<a:r>{run}{escape(prompt or spot.name)}</a:t></a:r>"
    inset = round(spot.inset * EMU)
    tree.append(
        parse_xml(
            f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{number}" name="{spot.name}"/>'
            f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="{spot.kind}"{idx}/></p:nvPr></p:nvSpPr>'
            f"<p:spPr>{_area(spot.box)}{solid_xml(spot.fill) if spot.fill else ''}</p:spPr>"
            f'<p:txBody><a:bodyPr lIns="{inset}" tIns="0" rIns="{inset}" bIns="0" anchor="{spot.anchor}"><a:noAutofit/>'
            f"</a:bodyPr><a:lstStyle>{_level(1, spot)}</a:lstStyle><a:p>"
            f"{text}</a:p></p:txBody></p:sp>"
        )
    )


def _rule(tree: Any, box: Box, token: str) -> None:
    """A fixed line of a layout: a thin rectangle, which prints the same everywhere."""
    number = 2 + len(tree.xpath("./p:sp"))
    tree.append(
        parse_xml(
            f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{number}" name="Streg {number}"/><p:cNvSpPr/>'
            f'<p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>{_area(box)}{solid_xml(token)}<a:ln><a:noFill/></a:ln></p:spPr>'
            "</p:sp>"
        )
    )


def _clear(tree: Any) -> None:
    for child in list(tree)[2:]:
        tree.remove(child)


def _theme(master: Any) -> None:
    """Our colours and type in the theme's part, which python-pptx keeps as bytes."""
    colors = "".join(
        f'<a:{place}><a:srgbClr val="{hexadecimal(token)}"/></a:{place}>' for place, token in THEME.items()
    )
    latin = f'<a:latin typeface="{FONT}" panose="{PANOSE}" pitchFamily="{PITCH}" charset="0"/>'
    others = '<a:ea typeface=""/><a:cs typeface=""/>'
    fonts = "".join(f"<a:{kind}>{latin}{others}</a:{kind}>" for kind in ("majorFont", "minorFont"))
    part = master.part.part_related_by(RT.THEME)
    theme = parse_xml(part.blob)
    theme.set("name", NAME)
    elements = theme.find(qn("a:themeElements"))
    for tag, inside in (("clrScheme", colors), ("fontScheme", fonts)):
        scheme = parse_xml(f'<a:{tag} {nsdecls("a")} name="{NAME}">{inside}</a:{tag}>')
        elements.replace(elements.find(qn(f"a:{tag}")), scheme)
    part._blob = serialize_part_xml(theme)


def _text_styles(master: Any) -> None:
    """What every text inherits: no bullets, our sizes, Danish."""
    styles = master._element.find(qn("p:txStyles"))
    body = "".join(_level(number, Spot("body", None, "", FOOT.box)) for number in range(1, 10))
    for tag, xml in (("p:titleStyle", _level(1, TITLE, font="+mj")), ("p:bodyStyle", body)):
        style = styles.find(qn(tag))
        for child in list(style):
            style.remove(child)
        for child in list(parse_xml(f"<p:x {nsdecls('p', 'a')}>{xml}</p:x>")):
            style.append(child)


def house(footer: str) -> Any:
    """An empty presentation with our master. python-pptx's own template is 4:3 in Calibri, and is rebuilt."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    deck.element.sldSz.attrib.pop("type", None)
    master = deck.slide_master
    for default in (*deck.element.iter(qn("a:defRPr")), *master._element.iter(qn("a:defRPr"))):
        default.set("lang", LANG)
    _theme(master)
    tree = master.shapes._spTree
    _clear(tree)
    body = Spot("body", 1, "Tekst", (LEFT, 1.9, WIDE, 4.5))
    for spot, idx in ((TITLE, None), (body, 1), (FOOTER, 3), (NUMBER, 4)):
        _place(tree, Spot(spot.kind, idx, *list(vars(spot).values())[2:]), footer if spot is FOOTER else "")
    _text_styles(master)
    for layout in list(deck.slide_layouts)[len(_spots()) :]:
        deck.slide_layouts.remove(layout)
    for layout, (name, spots) in zip(deck.slide_layouts, _spots().items(), strict=True):
        _lay_out(layout, name, spots, footer)
    return deck


def _lay_out(layout: Any, name: str, spots: list[Spot], footer: str) -> None:
    layout.name = name
    layout._element.attrib.pop("type", None)
    layout._element.set("preserve", "1")
    tree = layout.shapes._spTree
    _clear(tree)
    if name == "Forside":
        xml = f"<p:bg {nsdecls('p', 'a')}><p:bgPr>{solid_xml('fjord-dark')}<a:effectLst/></p:bgPr></p:bg>"
        layout._element.cSld.insert(0, parse_xml(xml))
    for box, token in _RULES.get(name, []):
        _rule(tree, box, token)
    for spot in spots:
        _place(tree, spot, footer if spot is FOOTER else "")

"""Writing on a slide: text into placeholders, shapes, alternative texts and notes."""

import copy
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from pptx.enum.shapes import MSO_SHAPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches, Pt

from screening.deck.fit import SPACING, Para, Run, para
from screening.deck.master import EMU, FOOTER, NUMBER, TITLE, Box
from screening.deck.tokens import LANG, color_xml, solid_xml

BLANKS = re.compile(r"[ \t\r\n\v\f]+")
UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\ufffe\uffff]")
RECTANGLE, CIRCLE, DIAMOND = MSO_SHAPE.RECTANGLE, MSO_SHAPE.OVAL, MSO_SHAPE.DIAMOND
DASHED = '<a:prstDash val="dash"/>'
FIXED = {FOOTER.kind, NUMBER.kind}
_DECORATIVE = (
    f'<a:extLst {nsdecls("a")}><a:ext uri="{{C183D7F6-B498-43B3-948B-1728B52AA6E4}}"><adec:decorative'
    ' xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)


def clean(text: str) -> str:
    """One line of text: a line break that somebody typed would be a paragraph of its own on a slide."""
    return BLANKS.sub(" ", UNPRINTABLE.sub("", text)).strip(" ")


def comma(value: float) -> str:
    """ "3,7"."""
    return f"{value:.1f}".replace(".", ",")


def listed(words: Sequence[str]) -> str:
    """ "a, b og c"."""
    return " og ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def lower_first(text: str) -> str:
    """ "Visitation" as it stands inside a sentence; "PPR" stays."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def continued(title: str, number: int) -> str:
    """The title of the `number`th slide of the same, counted from 0. All titles of a deck are different."""
    return title + ("", " (fortsat)")[number > 0] if number < 2 else f"{title} (fortsat {number})"


class Page:
    """A slide of one of our layouts."""

    def __init__(self, deck: Any, layout: str, title: Para | str, notes: Sequence[str]) -> None:
        self.slide = deck.slides.add_slide(next(each for each in deck.slide_layouts if each.name == layout))
        names = {spot.placeholder_format.idx: spot.name for spot in self.slide.slide_layout.placeholders}
        self._spots = {spot.placeholder_format.idx: spot for spot in self.slide.placeholders}
        for idx, spot in self._spots.items():
            spot.name = names[idx]
        write(
            self.slide.shapes.title,
            [para(title, TITLE.size, bold=True, color=TITLE.color)] if isinstance(title, str) else [title],
        )
        self._notes(notes)

    @property
    def shapes(self) -> Any:
        return self.slide.shapes

    def spot(self, idx: int) -> Any:
        """A placeholder of the layout by its number."""
        return self._spots[idx]

    def fill(self, idx: int, paragraphs: Sequence[Para], box: Box | None = None) -> Any:
        """Write into a placeholder, moved if `box` is given."""
        spot = self.spot(idx)
        if box:
            spot.left, spot.top, spot.width, spot.height = (Inches(value) for value in box)
        write(spot, paragraphs)
        return spot

    def finish(self) -> None:
        """Take away placeholders that nothing stands in, else their prompts show; then footer and number, read last."""
        for spot in list(self.slide.placeholders):
            if spot.has_text_frame and not spot.text_frame.text.strip():
                spot._element.getparent().remove(spot._element)
        for spot in self.slide.slide_layout.placeholders:
            if spot.element.ph.get("type") in FIXED:
                element = copy.deepcopy(spot.element)
                element.xpath(".//p:cNvPr")[0].set("id", str(self._next_id()))
                style = element.find(".//" + qn("a:lstStyle"))
                for child in [*style, *element.spPr]:  # place and look stay with the layout
                    child.getparent().remove(child)
                self.shapes._spTree.append(element)

    @contextmanager
    def figure(self, title: str, words: str) -> Iterator[list[Any]]:
        """A picture made of shapes: what is drawn inside becomes one group, described in words.

        Gives a list that holds the group afterwards.
        """
        before = len(self.shapes)
        made: list[Any] = []
        yield made
        group = self.shapes.add_group_shape(list(self.shapes)[before:])
        describe(group, title, words)
        made.append(group)

    def behind(self, shape: Any) -> None:
        """Move a shape to the back."""
        self.shapes._spTree.insert(2, shape._element)

    def after(self, shape: Any, other: Any) -> None:
        """Have `shape` read after `other`."""
        other._element.addnext(shape._element)

    def _next_id(self) -> int:
        return max(int(each) for each in self.shapes._spTree.xpath(".//p:cNvPr/@id")) + 1

    def _notes(self, notes: Sequence[str]) -> None:
        frame = self.slide.notes_slide.notes_text_frame
        put(frame, [Para((Run(clean(text), 0),)) for text in notes if text.strip()])


def write(shape: Any, paragraphs: Sequence[Para]) -> None:
    """Replace a shape's text."""
    put(shape.text_frame, paragraphs)


def put(frame: Any, paragraphs: Sequence[Para]) -> None:
    """Replace a frame's or a cell's text. A size of 0 is inherited."""
    body = frame._txBody
    for old in body.findall(qn("a:p")):
        body.remove(old)
    for paragraph in paragraphs:
        body.append(_paragraph(paragraph))
    if not paragraphs:
        body.append(parse_xml(f'<a:p {nsdecls("a")}><a:endParaRPr lang="{LANG}"/></a:p>'))


def _paragraph(paragraph: Para) -> Any:
    element = parse_xml(f"<a:p {nsdecls('a')}>{_properties(paragraph)}</a:p>")
    first = paragraph.runs[:1]
    hung = [Run(f"{paragraph.number}\t", each.size, bold=True, color="fjord") for each in first if paragraph.number]
    for run in (*hung, *paragraph.runs):
        for place, line in enumerate(run.text.split("\v")):
            if place:
                element.append(parse_xml(f'<a:br {nsdecls("a")}><a:rPr lang="{LANG}"/></a:br>'))
            look = f' sz="{round(run.size * 100)}" b="{int(run.bold)}"' if run.size else ""
            color = solid_xml(run.color) if run.size else ""
            one = parse_xml(f'<a:r {nsdecls("a")}><a:rPr lang="{LANG}"{look}>{color}</a:rPr><a:t/></a:r>')
            one.find(qn("a:t")).text = UNPRINTABLE.sub("", line)
            element.append(one)
    return element


def _properties(paragraph: Para) -> str:
    attributes, inside = "", ""
    if paragraph.indent:
        margin = round(paragraph.indent * EMU)
        attributes = f' marL="{margin}" indent="{-margin if paragraph.bullet or paragraph.number else 0}"'
    if paragraph.after:
        inside += f'<a:spcAft><a:spcPts val="{round(paragraph.after * 100)}"/></a:spcAft>'
    if paragraph.bullet:
        inside += (
            f'<a:buClr>{color_xml(paragraph.bullet_color)}</a:buClr><a:buFont typeface="+mj-lt"/>'
            f'<a:buChar char="{paragraph.bullet}"/>'
        )
    return f"<a:pPr{attributes}>{inside}</a:pPr>" if attributes or inside else ""


def draw(
    shapes: Any,
    kind: Any,
    box: Box,
    *,
    fill: str = "",
    line: str = "",
    weight: float = 1,
    dash: bool = False,
    text: Para | None = None,
    align: str = "ctr",
    anchor: str = "ctr",
    inset: float = 0,
) -> Any:
    """Add a shape, in a group or on a slide. Without our theme's shadow, which the template's style would bring."""
    shape = shapes.add_shape(kind, *(Inches(value) for value in box))
    element = shape._element
    element.remove(element.find(qn("p:style")))
    properties = element.spPr
    edge = f"{solid_xml(line)}{DASHED if dash else ''}" if line else "<a:noFill/>"
    properties.append(parse_xml(f"<p:x {nsdecls('p', 'a')}>{solid_xml(fill) if fill else '<a:noFill/>'}</p:x>")[0])
    properties.append(
        parse_xml(f'<p:x {nsdecls("p", "a")}><a:ln w="{Pt(weight) if line else 0}">{edge}</a:ln></p:x>')[0]
    )
    frame = element.txBody.find(qn("a:bodyPr"))
    margin = str(round(inset * EMU))
    for name, value in (("lIns", margin), ("rIns", margin), ("tIns", "0"), ("bIns", "0"), ("anchor", anchor)):
        frame.set(name, value)
    frame.set("wrap", "square")
    put(shape.text_frame, [text] if text else [])
    if text:
        spacing = f'<a:lnSpc><a:spcPct val="{round(SPACING * 100_000)}"/></a:lnSpc>'
        properties = parse_xml(f'<a:pPr {nsdecls("a")} algn="{align}">{spacing}</a:pPr>')
        element.txBody.find(qn("a:p")).insert(0, properties)
    return shape


def label(shapes: Any, box: Box, text: str, size: float, **look: Any) -> Any:
    """Words without a surface."""
    bold, color = look.pop("bold", False), look.pop("color", "ink")
    return draw(shapes, RECTANGLE, box, text=para(text, size, bold=bold, color=color), **{"align": "l", **look})


def _properties_of(shape: Any) -> Any:
    return shape._element.xpath(".//p:cNvPr")[0]


def describe(shape: Any, title: str, words: str) -> None:
    """What a picture says, for those who do not see it."""
    element = _properties_of(shape)
    element.set("name", title)
    element.set("title", title)
    element.set("descr", words)


def ornament(shape: Any) -> None:
    """Mark a shape as one that says nothing."""
    _properties_of(shape).append(parse_xml(_DECORATIVE))

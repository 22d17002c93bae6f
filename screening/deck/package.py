"""Turns a presentation into bytes that are the same for the same snapshot: no clock, no names of programs."""

import io
import re
import zipfile
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml

from screening.deck.tokens import LANG

MONTHS = "januar februar marts april maj juni juli august september oktober november december".split()
EPOCH = datetime(2020, 1, 1, 12, tzinfo=UTC)
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_APP = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Microsoft Office PowerPoint</Application><PresentationFormat>Widescreen</PresentationFormat>"
    "<AppVersion>16.0000</AppVersion></Properties>"
)


def dated(words: str) -> datetime:
    """Noon of a day written as "12. marts 2027"; a fixed day if it is written otherwise."""
    found = re.search(r"(\d{1,2})\. (\w+) (\d{4})", words)
    if not found or found[2].lower() not in MONTHS:
        return EPOCH
    try:
        return datetime(int(found[3]), MONTHS.index(found[2].lower()) + 1, int(found[1]), 12, tzinfo=UTC)
    except ValueError:
        return EPOCH


def label(deck: Any, title: str, subject: str, version: str, at: datetime) -> None:
    """What the file says about itself."""
    core = deck.core_properties
    core.title, core.subject, core.author, core.language = title, subject, "KL og Komponent", LANG
    core.category, core.keywords, core.comments = "Foranalyse", "", ""
    core.last_modified_by, core.revision, core.version = "Partnerskabsportalen", 1, version
    core.created = core.modified = at.replace(tzinfo=None)


def sections(deck: Any, names: list[tuple[str, int]]) -> None:
    """Name groups of slides in PowerPoint's list: (name, how many slides), in order."""
    ids = [each.get("id") for each in deck.slides._sldIdLst]
    xml, at = "", 0
    for name, count in names:
        inside = "".join(f'<p14:sldId id="{each}"/>' for each in ids[at : at + count])
        key = str(uuid5(NAMESPACE_URL, f"deck section {name}")).upper()
        xml += f'<p14:section name="{name}" id="{{{key}}}"><p14:sldIdLst>{inside}</p14:sldIdLst></p14:section>'
        at += count
    space = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    deck.element.append(
        parse_xml(
            f'<p:extLst {space}><p:ext uri="{{521415D9-36F7-43E2-AB2F-B90AF26B5E84}}"><p14:sectionLst'
            f' xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main">{xml}</p14:sectionLst></p:ext></p:extLst>'
        )
    )


def to_bytes(deck: Any, at: datetime) -> bytes:
    """The file. What belongs to python-pptx's template (a thumbnail, a printer's settings) is left out."""
    package = deck.part.package
    for holder, kinds in ((package, {RT.THUMBNAIL}), (deck.part, {RT.PRINTER_SETTINGS})):
        for key, relation in list(holder._rels.items()):
            if relation.reltype in kinds:
                holder._rels.pop(key)
    for part in package.iter_parts():
        if part.partname == "/docProps/app.xml":
            part._blob = _APP.encode()
    raw = io.BytesIO()
    deck.save(raw)
    return steady(raw.getvalue(), at)


def steady(content: bytes, at: datetime) -> bytes:
    """The same archive with every clock in it set to `at`, the workbooks behind the charts included."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename.endswith(".xlsx"):
                data = steady(data, at)
            elif entry.filename == "docProps/core.xml":
                data = _STAMP.sub(rb"\g<1>" + at.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), data)
            when = (at.year, at.month, at.day, at.hour, 0, 0)
            info = zipfile.ZipInfo(entry.filename, when)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            info.create_system = 3
            target.writestr(info, data)
    return result.getvalue()

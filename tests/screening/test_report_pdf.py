"""The printed report: tagged, Danish, with bookmarks and page numbers, and with every sentence in it."""

import io
import itertools
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from documents import rendering
from screening import report_contents, report_pdf
from tests.factories import snapshots

LENGTHS: dict[str, Callable[[], dict[str, Any]]] = {
    "short": snapshots.short,
    "normal": snapshots.normal,
    "overlong": snapshots.overlong,
}
CODE = "9f3c 41d7 0ab2"

# One process prints each length once.
pytestmark = pytest.mark.xdist_group("printed report")


@cache
def printed(length: str) -> tuple[bytes, tuple[tuple[int, str], ...]]:
    """The PDF, and what was told while it was made."""
    told: list[tuple[int, str]] = []
    content = report_pdf.render(LENGTHS[length](), CODE, lambda percent, words: told.append((percent, words)))
    return content, tuple(told)


def reader(length: str) -> PdfReader:
    return PdfReader(io.BytesIO(printed(length)[0]))


@cache
def pages(length: str) -> tuple[str, ...]:
    """The text of each page without any space: a line may break anywhere."""
    return tuple(squeezed(page.extract_text()) for page in reader(length).pages)


def squeezed(text: str) -> str:
    return "".join(text.split()).replace("\N{WORD JOINER}", "")


def is_there(text: str, found: tuple[str, ...]) -> bool:
    """On a page, or from the end of one page's column to the beginning of the next's."""
    wanted = squeezed(text)
    if any(wanted in page for page in found):
        return True
    cuts = range(1, len(wanted))
    pairs = list(itertools.pairwise(found))
    return any(wanted[:cut] in one and wanted[cut:] in two for one, two in pairs for cut in cuts)


def texts(length: str) -> Iterator[str]:
    """Every sentence by itself."""
    for text in snapshots.sentences(LENGTHS[length]()):
        yield from filter(None, re.split(r"(?<=\.) (?=[A-ZÆØÅ])", text))


@pytest.mark.parametrize("length", LENGTHS)
def test_every_sentence_is_in_it(length: str) -> None:
    found = pages(length)
    assert [text for text in texts(length) if not is_there(text, found)] == []


@pytest.mark.parametrize("length", LENGTHS)
def test_it_is_tagged_danish_and_has_a_title(length: str) -> None:
    root = reader(length).trailer["/Root"]
    snapshot = LENGTHS[length]()
    assert root["/Lang"] == "da"
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - a BooleanObject
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert reader(length).metadata.title == f"Screening på de syv greb: {snapshot['municipality']}, skoleområdet"


def elements(node: Any) -> Iterator[DictionaryObject]:
    """Every structure element."""
    node = node.get_object()
    if isinstance(node, ArrayObject):
        for child in node:
            yield from elements(child)
    elif isinstance(node, DictionaryObject):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from elements(node["/K"])


def tags(length: str) -> list[DictionaryObject]:
    return list(elements(reader(length).trailer["/Root"]["/StructTreeRoot"]))


def test_every_picture_has_its_numbers_in_words() -> None:
    alternatives = [str(tag.get("/Alt", "")) for tag in tags("normal") if tag["/S"] == "/Figure"]
    snapshot = snapshots.normal()
    assert len(alternatives) == 11  # the front page, radar, dots, seven scales, matrix
    assert all(words.endswith(".") for words in alternatives)
    for number, lever in enumerate(snapshot["levers"], 1):
        mean = f"{lever['workshop']['mean']:.1f}".replace(".", ",")
        assert f"greb {number} {lever['short']}: konsulenter {lever['level']}, workshop {mean}" in alternatives[1]
        scale = f"Greb {number}: konsulenternes niveau er {lever['level']} af 5, {lever['level_name']}."
        assert any(words.startswith(scale) for words in alternatives)
        place = f"potentiale {lever['potential']}, gennemførlighed {lever['feasibility']}"
        assert f"greb {number} {lever['short']}: {place}" in alternatives[-1]


def test_tables_have_heads() -> None:
    kinds = [tag["/S"] for tag in tags("normal")]
    assert kinds.count("/Table") >= 4
    assert {"/TH", "/TD", "/H1", "/H2"} <= set(kinds)


def bookmarks(outline: list[Any]) -> list[str]:
    return [str(item.title) for item in outline if not isinstance(item, list)]


def test_bookmarks_are_the_contents() -> None:
    levers = [f"Greb {row['number']}: {row['short']}" for row in snapshots.normal()["levers"]]
    after = ["Største potentialer", "Anbefalinger", "Metode og kilder", "Næste skridt"]
    assert bookmarks(reader("normal").outline) == ["Indhold", "Samlet vurdering", *levers, *after]
    assert bookmarks(reader("overlong").outline)[-1] == "Ændret siden sidste version"


@pytest.mark.parametrize("length", LENGTHS)
def test_the_contents_have_the_pages(length: str) -> None:
    found = pages(length)
    for lever in LENGTHS[length]()["levers"]:
        page = next(place for place, text in enumerate(found, 1) if f"Greb{lever['number']}af7" in text)
        assert f"Greb{lever['number']}{squeezed(lever['title'])}{page}" in found[1]


@pytest.mark.parametrize("length", LENGTHS)
def test_every_page_but_the_first_has_its_number(length: str) -> None:
    found = pages(length)
    assert [place for place, text in enumerate(found, 1) if f"Side{place}af{len(found)}" not in text] == [1]


@pytest.mark.parametrize(("length", "count"), [("short", 14), ("normal", 14)])
def test_a_lever_is_a_page(length: str, count: int) -> None:
    assert len(pages(length)) == count


def test_the_scale_stands_at_one_height() -> None:
    heights = set()
    for page in reader("normal").pages[3:10]:
        found: list[float] = []

        def visit(text: str, _: Any, matrix: Any, *__: Any, found: list[float] = found) -> None:
            if text.strip() == "Begyndende":
                found.append(round(matrix[5]))

        page.extract_text(visitor_text=visit)
        heights.update(found)
    assert len(heights) == 1


def test_sources_stand_at_the_foot_of_their_lever() -> None:
    page = pages("normal")[3]
    assert "Kildertilgreb1:D1Strategiforbørnogunge0–18år,2024." in page
    assert "D2" not in page
    assert "Helelistenstårpåside13." in page


def test_the_last_page_has_the_code() -> None:
    assert squeezed(CODE) in pages("normal")[-1]


def test_a_draft_says_so_on_every_page() -> None:
    assert all("Kladdetilkollegalæsning" in page for page in pages("short"))


def test_progress_goes_from_page_to_page() -> None:
    told = printed("normal")[1]
    percents = [percent for percent, _ in told]
    assert percents == sorted(percents)
    assert (percents[0], percents[-1]) == (15, 95)
    words = [words for _, words in told]
    assert "5 af 14 sider" in words
    assert all(len(words) <= 80 for words in words)


@pytest.mark.parametrize("length", ["short", "normal"])
def test_how_many_pages_is_known_beforehand(length: str) -> None:
    assert report_pdf.expected_pages(LENGTHS[length]()) == len(pages(length))


def test_the_same_report_twice_says_the_same() -> None:
    again = PdfReader(io.BytesIO(report_pdf.render(snapshots.short(), CODE, lambda *_: None)))
    assert tuple(squeezed(page.extract_text()) for page in again.pages) == pages("short")


def test_what_people_type_is_text() -> None:
    snapshot = snapshots.short()
    snapshot["levers"][0] |= {"reasons": "<script>x</script> & \"y\" 'z'", "short": "<b>&"}
    snapshot["municipality"] = '"><img src=x> Kommune'
    html = rendering.to_html(report_pdf.TEMPLATE, report_contents.contents(snapshot))
    assert "<script" not in html
    assert "<img" not in html
    assert "<b>&" not in html

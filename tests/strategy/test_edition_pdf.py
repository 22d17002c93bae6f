"""The printed catalogue: tagged, Danish, with bookmarks, page numbers and an index, and every sentence in it."""

import io
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from pypdf import PageObject, PdfReader

from documents import rendering
from strategy import edition_contents, edition_pdf
from strategy.edition_contents import AFTER, SECTIONS
from tests.factories import editions
from tests.screening.test_report_pdf import elements, is_there, squeezed

LENGTHS: dict[str, Callable[[], dict[str, Any]]] = {
    "short": editions.short,
    "normal": editions.normal,
    "overlong": editions.overlong,
}
FOOT = 55  # points from the bottom edge, over the page's number
CODE = "9f3c 41d7 0ab2"

# One process prints each length once.
pytestmark = pytest.mark.xdist_group("printed edition")


@cache
def printed(length: str) -> tuple[bytes, tuple[tuple[int, str], ...]]:
    """The PDF, and what was told while it was made."""
    told: list[tuple[int, str]] = []
    content = edition_pdf.render(LENGTHS[length](), CODE, lambda percent, words: told.append((percent, words)))
    return content, tuple(told)


def reader(length: str) -> PdfReader:
    return PdfReader(io.BytesIO(printed(length)[0]))


@cache
def pages(length: str) -> tuple[str, ...]:
    """The text of each page without any space: a line may break anywhere."""
    return tuple(squeezed(page.extract_text()) for page in reader(length).pages)


def texts(length: str) -> Iterator[str]:
    """Every sentence of every entry, and of the foreword, by itself."""
    snapshot = LENGTHS[length]()
    found = [snapshot["foreword"]]
    for row in snapshot["entries"]:
        found += [row["title"], row["lead"], row["strength_label"], *(row[key] for key, _ in (*SECTIONS, *AFTER))]
        found += [*row["units"], *row["elements"], *row["levers"], *(reason["text"] for reason in row["reasons"])]
    for text in found:
        for line in text.splitlines():
            yield from filter(None, re.split(r"(?<=\.) (?=[A-ZÆØÅ])", line.removeprefix("- ")))


@pytest.mark.parametrize("length", LENGTHS)
def test_every_sentence_is_in_it(length: str) -> None:
    found = pages(length)
    assert [text for text in texts(length) if not is_there(text, found)] == []


@pytest.mark.parametrize("length", LENGTHS)
def test_it_is_tagged_danish_and_has_a_title(length: str) -> None:
    root = reader(length).trailer["/Root"]
    assert root["/Lang"] == "da"
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - a BooleanObject
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert reader(length).metadata.title == "Metode- og indsatskatalog 2026: Stevns Kommune"  # type: ignore[union-attr]


def test_every_picture_has_its_numbers_in_words() -> None:
    tags = list(elements(reader("normal").trailer["/Root"]["/StructTreeRoot"]))
    alternatives = [str(tag.get("/Alt", "")) for tag in tags if tag["/S"] == "/Figure"]
    assert len(alternatives) == 1 + 5  # the front page, and a graph for each of the five that are well documented
    assert alternatives[0].endswith(": trivsel 4; fravær 2; venskaber 3; fagligt udbytte 2; andet 1.")
    assert alternatives[1].startswith("Havde nogen at være sammen med, uge 6–29 2026: 22 målinger på 62 % til 83 %")
    assert {"/H1", "/H2", "/H3", "/TH", "/TD", "/L", "/LI", "/TOC"} - {str(tag["/S"]) for tag in tags} <= {"/TOC"}


def bookmarks(outline: list[Any]) -> list[Any]:
    return [bookmarks(item) if isinstance(item, list) else str(item.title) for item in outline]


def test_bookmarks_are_themes_with_their_entries() -> None:
    found = bookmarks(reader("normal").outline)
    assert found[:5] == [
        "Indhold",
        "Forord",
        "Sådan bruger I kataloget",
        "Trivsel",
        [
            "Børnene vælger ugens fællesskab",
            "Fælles morgenmøde på tværs af årgange",
            "Ro på kl. 10",
            "Små grupper i garderoben",
        ],
    ]
    assert [row for row in found if isinstance(row, str)][3:] == [*editions.THEMES, "Register"]


@pytest.mark.parametrize("length", LENGTHS)
def test_contents_and_index_have_the_pages(length: str) -> None:
    found = pages(length)
    contents = found[1]
    index = "".join(found[next(place for place, text in enumerate(found) if "RegisterEfterelement" in text) :])
    for row in LENGTHS[length]()["entries"]:
        title, lead = squeezed(row["title"]), squeezed(row["lead"])[:60]
        page = next(place for place, text in enumerate(found, 1) if title in text and lead in text)
        assert f"{title}{squeezed(row['age_group'])}{page}" in contents
        # Once for its theme, once for its age group, and once for each of its elements and levers.
        assert index.count(f"{title}{page}") == 2 + len(row["elements"]) + len(row["levers"])


def test_a_page_is_headed_by_the_theme_it_begins_in() -> None:
    theme, further_down = "Trivsel", 0
    for text in pages("normal"):
        opens = re.search(r"(Trivsel|Fravær|Venskaber|Fagligtudbytte|Andet)\dindsats", text)
        if opens and opens.start() == 0:
            theme = opens[1]
        if "Hvadgårdetudpå?" in text:
            assert f"indsatskatalog2026{theme}StevnsKommune" in text
        if opens:
            further_down += opens.start() > 0
            theme = opens[1]
    assert further_down > 1


@pytest.mark.parametrize("length", LENGTHS)
def test_every_page_but_the_first_has_its_number(length: str) -> None:
    found = pages(length)
    assert [place for place, text in enumerate(found, 1) if f"Side{place}af{len(found)}" not in text] == [1]


def lowest(page: PageObject) -> float:
    """How far down a page its text goes, over the page's foot, in points from the bottom edge."""
    found: list[float] = []

    def see(text: str, matrix: list[float], own: list[float], *_: object) -> None:
        y = own[5] * matrix[3] + matrix[5]
        if text.strip() and y > FOOT:
            found.append(y)

    page.extract_text(visitor_text=see)
    return min(found)


def test_no_page_of_entries_but_the_last_is_half_empty() -> None:
    found = pages("normal")
    first = next(place for place, text in enumerate(found) if "4indsatser" in text and "Hvadgårdetudpå?" in text)
    last = next(place for place, text in enumerate(found) if "RegisterEfterelement" in text) - 1
    sheets = reader("normal").pages
    height = float(sheets[0].mediabox.height)
    assert last - first == 13  # fourteen pages for twelve entries, five of them with a graph
    assert [place for place in range(first, last) if lowest(sheets[place]) > height / 3] == []


def test_a_short_foreword_shares_its_page() -> None:
    snapshot = editions.short() | {"foreword": "Kære læser. Tag det, I kan bruge."}
    content = edition_pdf.render(snapshot, CODE, lambda *_: None)
    found = [squeezed(page.extract_text()) for page in PdfReader(io.BytesIO(content)).pages]
    assert ["Kærelæser." in text for text in found] == ["1.Find" in text for text in found]


def test_an_edition_without_foreword_has_none() -> None:
    assert "Forord" not in "".join(pages("short"))
    assert "Forord" in pages("normal")[1]


def test_the_last_page_has_the_code() -> None:
    assert squeezed(CODE) in pages("normal")[-1]


def test_progress_goes_from_page_to_page() -> None:
    told = printed("normal")[1]
    percents = [percent for percent, _ in told]
    assert percents == sorted(percents)
    assert (percents[0], percents[-1]) == (15, 95)
    assert any(words.startswith("5 af ") for _, words in told)


def test_what_people_type_is_text() -> None:
    snapshot = editions.short()
    snapshot["entries"][0] |= {"title": "<script>x</script> & \"y\" 'z'", "what": "- <b>&", "lead": '"><img src=x>'}
    snapshot["municipality"] = '"><img src=x> Kommune'
    html = rendering.to_html(edition_pdf.TEMPLATE, edition_contents.contents(snapshot))
    assert [mark for mark in ("<script", "<img", "<b>&") if mark in html] == []

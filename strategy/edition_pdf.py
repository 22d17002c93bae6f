"""A yearly edition of the catalogue as PDF, from its snapshot."""

from collections.abc import Callable
from typing import Any

from documents import rendering
from strategy import edition_contents

TEMPLATE = "documents/catalogue_edition.html"
# Front page, contents, foreword, how to read it, index.
OTHER_PAGES = 5
LETTERS_A_PAGE = 2300
LINES_A_PAGE = 38
CHART_LETTERS = 900
HEAD_LETTERS = 900  # title, facts and the evidence


def render(snapshot: dict[str, Any], code: str, report: Callable[[int, str], None]) -> bytes:
    """The PDF's bytes; tells "5 af 14 sider" along the way. `code` is the snapshot's hash in words."""
    context = edition_contents.contents(snapshot, code=code)
    return rendering.render_pdf(TEMPLATE, context, report, expected_pages=expected_pages(snapshot))


def expected_pages(snapshot: dict[str, Any]) -> int:
    """About how many pages it will be; entries follow each other."""
    entries = snapshot["entries"]
    letters = 0
    for row in entries:
        letters += HEAD_LETTERS + (CHART_LETTERS if row.get("chart") else 0)
        letters += sum(len(row[key]) for key, _ in (*edition_contents.SECTIONS, *edition_contents.AFTER))
    return OTHER_PAGES + (len(entries) * 2) // LINES_A_PAGE + -(-letters // LETTERS_A_PAGE)

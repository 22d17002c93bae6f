"""The report as PDF, from its snapshot."""

from collections.abc import Callable
from typing import Any

from documents import rendering
from screening import report_contents

TEMPLATE = "documents/screening_report.html"
# Front page, contents, overall, potentials, recommendations, sources, next steps.
OTHER_PAGES = 7
LETTERS_A_PAGE = 2600


def render(snapshot: dict[str, Any], code: str, report: Callable[[int, str], None]) -> bytes:
    """The PDF's bytes; tells "5 af 14 sider" along the way. `code` is the snapshot's hash in words."""
    context = report_contents.contents(snapshot, code=code)
    return rendering.render_pdf(TEMPLATE, context, report, expected_pages=expected_pages(snapshot))


def expected_pages(snapshot: dict[str, Any]) -> int:
    """About how many pages it will be: exact for a report as most are."""
    pages = OTHER_PAGES + bool(snapshot["changes"])
    for lever in snapshot["levers"]:
        found = (*lever["strengths"], *lever["challenges"], *lever["recommendations"])
        letters = len(lever["reasons"]) + sum(len(row["text"]) for row in found)
        pages += 1 + letters // LETTERS_A_PAGE
    return pages

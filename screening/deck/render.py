"""From a frozen snapshot to the file."""

from collections.abc import Callable
from typing import Any

from screening.deck import closing, levers, opening, package, priorities
from screening.deck.master import house
from screening.deck.page import clean

Report = Callable[[int, str], None]


def render(snapshot: dict[str, Any], report: Report, *, hash: str = "") -> bytes:  # noqa: A002 (named as on the report)
    """The deck, telling `report(percent, words)` slide by slide. The same snapshot gives the same bytes.

    `snapshot` is a report's frozen content; `hash` its fingerprint in words ("9f3c 41d7 0ab2"), on the last slide.
    """
    report(5, "Måler teksten op.")
    parts = [
        (
            "Overblik",
            [
                *opening.front(snapshot),
                *opening.overall(snapshot),
                *opening.picture(snapshot),
                *closing.changes(snapshot),
            ],
        ),
        ("De syv greb", levers.pages(snapshot)),
        ("Hvor I kan begynde", [*priorities.potentials(snapshot), *priorities.recommendations(snapshot)]),
        ("Grundlag og næste skridt", [*closing.method(snapshot), *closing.steps(snapshot, hash)]),
    ]
    makes = [make for _, some in parts for make in some]
    deck = house(_footer(snapshot))
    for number, make in enumerate(makes, 1):
        make(deck)
        report(10 + 80 * number // len(makes), f"Slide {number} af {len(makes)}.")
    _remove_unused_layouts(deck)
    package.sections(deck, [(name, len(some)) for name, some in parts])
    at = package.dated(snapshot["date"])
    title = f"{clean(snapshot['title'])}: {opening.whose(snapshot)}"
    package.label(deck, title, clean(snapshot["subtitle"]), f"{snapshot['version']}", at)
    content = package.to_bytes(deck, at)
    report(95, "Gemmer filen.")
    return content


def _footer(snapshot: dict[str, Any]) -> str:
    words = [
        clean(snapshot["title"]),
        opening.whose(snapshot),
        f"version {snapshot['version']}",
        clean(snapshot["notice"]),
    ]
    return "  ·  ".join(filter(None, words))


def _remove_unused_layouts(deck: Any) -> None:
    used = {slide.slide_layout.name for slide in deck.slides}
    for layout in [layout for layout in deck.slide_layouts if layout.name not in used]:
        deck.slide_layouts.remove(layout)

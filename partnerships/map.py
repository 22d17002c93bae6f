"""The shapes of the municipalities on the map of Denmark (kortet)."""

from functools import cache
from pathlib import Path
from xml.etree import ElementTree

SHAPES = Path(__file__).parent / "data" / "municipalities.svg"
# The municipalities of Greater Copenhagen, too small to point at: they are drawn larger too, in a box of their own.
CAPITAL_CODES = "01"
ATTRIBUTION = "Kort: Indeholder data fra Geodatastyrelsen og Danske Kommuner, FOT/DAGI, 13. februar 2014."


@cache
def shapes() -> dict[str, str]:
    """Municipality code to the "d" of its shape in a 600 × 715 drawing. The file is the project's own."""
    tree = ElementTree.parse(SHAPES)  # noqa: S314 - our own file, not a visitor's
    paths = tree.iter("{http://www.w3.org/2000/svg}path")
    return {path.attrib["data-code"]: path.attrib["d"] for path in paths if "data-code" in path.attrib}

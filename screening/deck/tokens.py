"""The portal's colours in a deck: the same tokens as on the screen, by the theme where it has a place for them."""

import re
from functools import cache

from django.conf import settings

LANG = "da-DK"
FONT = "IBM Plex Sans"
# With these a PC that has not our type chooses another upright sans-serif by itself, and never a serif.
PANOSE, PITCH = "020B0503050203000203", "34"

# The theme's twelve places. A municipality that puts the slides into its own theme gets its own colours.
THEME = {
    "dk1": "ink",
    "lt1": "paper",
    "dk2": "fjord-dark",
    "lt2": "ground",
    "accent1": "fjord",
    "accent2": "amber",
    "accent3": "level-4",
    "accent4": "level-3",
    "accent5": "school",
    "accent6": "good",
    "hlink": "school",
    "folHlink": "ink-soft",
}
_SLIDE_NAMES = {"dk1": "tx1", "lt1": "bg1", "dk2": "tx2", "lt2": "bg2"}  # what slides call the theme's places
_PLACES = {token: _SLIDE_NAMES.get(place, place) for place, token in reversed(THEME.items())}


@cache
def tokens() -> dict[str, str]:
    """Token → six hexadecimal digits, from the stylesheet that the screens use."""
    css = (settings.BASE_DIR / "static" / "css" / "tokens.css").read_text()
    return {name: value.upper() for name, value in re.findall(r"--([\w-]+):\s*#([0-9a-f]{6})", css)}


def hexadecimal(token: str) -> str:
    """Six digits for a token, or for digits as they are."""
    return tokens().get(token, token)


def color_xml(token: str) -> str:
    """The token as a colour in DrawingML: the theme's place for it, else its digits."""
    place = _PLACES.get(token)
    return f'<a:schemeClr val="{place}"/>' if place else f'<a:srgbClr val="{hexadecimal(token)}"/>'


def solid_xml(token: str) -> str:
    """A filled surface of the token's colour."""
    return f"<a:solidFill>{color_xml(token)}</a:solidFill>"


def level_token(level: int) -> str:
    """The colour of a level; the fifth is the theme's own fjord."""
    return "fjord" if level == 5 else f"level-{level}"


def on_level(level: int) -> str:
    """The colour of text on a level's own colour."""
    return "paper" if level == 5 else "ink"

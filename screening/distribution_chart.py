"""A picture of how answers lie: a column for each level, and a hollow amber diamond for the mean (fordeling)."""

from django.utils.safestring import SafeString, mark_safe

from documents.charts import COLOURS, WHITE, box, decimal, diamond, line, picture, text
from screening.distributions import LEVELS, Distribution

# Low, so that all of it fits over the levels on a big screen.
HEIGHT, TOP, FLOOR = 186.0, 34.0, 144.0
WIDE, NARROW = 200.0, 104.0  # from one level to the next: as wide as the screen's columns, or for a panel
NUMBERS = 26.0  # of height for the levels' numbers, where no columns under the picture say them
INK, SOFT, AMBER = COLOURS["ink"], COLOURS["ink-soft"], COLOURS["amber-dark"]


def in_words(distribution: Distribution) -> str:
    """ "Niveau 1: 0 svar, niveau 2: 3 svar, … Gennemsnit 3,7"."""
    counts = ", ".join(
        f"niveau {level}: {count} svar" for level, count in zip(LEVELS, distribution.counts, strict=True)
    )
    mean = "" if distribution.mean is None else f" Gennemsnit {decimal(distribution.mean)}."
    return f"{counts.capitalize()}.{mean}"


def svg(distribution: Distribution, *, key: str, is_over_columns: bool = False) -> SafeString:
    """The picture: wide and without the levels' numbers when it stands over the five columns of a screen.

    `key` is unlike any other picture's on the page. Nothing in it comes from people.
    """
    column, below = (WIDE, 0.0) if is_over_columns else (NARROW, NUMBERS)
    width = column * len(LEVELS)
    body = line((0, FLOOR), (width, FLOOR), stroke=COLOURS["edge"], width=1.5)
    most = max(*distribution.counts, 1)
    for level, count in zip(LEVELS, distribution.counts, strict=True):
        middle, height = (level - 0.5) * column, (FLOOR - TOP) * count / most
        if count:
            left, colour = middle - column * 0.29, COLOURS[f"level-{level}"]
            body += box(left, FLOOR - height, column * 0.58, height, fill=colour, stroke=COLOURS["edge"])
        fill = INK if count else SOFT
        body += text(middle, FLOOR - height - 9, count, size=26, anchor="middle", is_strong=True, fill=fill)
        if below:
            body += text(middle, FLOOR + 31, level, size=19, anchor="middle", fill=SOFT)
    if distribution.mean is not None:
        x = (distribution.mean - 0.5) * column
        body += diamond((x, FLOOR), 10, fill=WHITE, stroke=AMBER, width=3)
        words, inside = f"gennemsnit {decimal(distribution.mean)}", min(max(x, 105), width - 105)
        body += text(inside, FLOOR + below + 35, words, size=21, anchor="middle", is_strong=True, fill=AMBER)
    return mark_safe(picture(width, HEIGHT + below, title=in_words(distribution), key=key, body=body))  # noqa: S308

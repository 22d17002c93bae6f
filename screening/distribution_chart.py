"""A picture of how answers lie: a column for each level, and a hollow amber diamond for the mean (fordeling)."""

from django.utils.safestring import SafeString, mark_safe

from documents.charts import COLOURS, WHITE, box, decimal, diamond, disc, line, picture, text
from screening.distributions import LEVELS, Distribution

WIDTH, HEIGHT, COLUMN = 1000.0, 286.0, 200.0
TOP, FLOOR = 46.0, 232.0  # of the columns
INK, SOFT, AMBER, FJORD = COLOURS["ink"], COLOURS["ink-soft"], COLOURS["amber-dark"], COLOURS["fjord"]


def in_words(distribution: Distribution) -> str:
    """ "Niveau 1: 0 svar, niveau 2: 3 svar, … Gennemsnit 3,7"."""
    counts = ", ".join(
        f"niveau {level}: {count} svar" for level, count in zip(LEVELS, distribution.counts, strict=True)
    )
    mean = "" if distribution.mean is None else f" Gennemsnit {decimal(distribution.mean)}."
    return f"{counts.capitalize()}.{mean}"


def svg(distribution: Distribution, *, key: str, own_level: int | None = None) -> SafeString:
    """The picture, as wide as the five columns under it. `own_level` is the consultants', a filled circle.

    `key` is unlike any other picture's on the page. Nothing in it comes from people.
    """
    body = line((0, FLOOR), (WIDTH, FLOOR), stroke=COLOURS["edge"], width=1.5)
    most = max(*distribution.counts, 1)
    for level, count in zip(LEVELS, distribution.counts, strict=True):
        middle, height = _middle(level), (FLOOR - TOP) * count / most
        if count:
            fill = COLOURS[f"level-{level}"]
            edge = COLOURS["edge"]
            body += box(middle - 58, FLOOR - height, 116, height, fill=fill, stroke=edge, stroke_width=1)
        body += text(
            middle, FLOOR - height - 12, count, size=34, anchor="middle", is_strong=True, fill=INK if count else SOFT
        )
    if distribution.mean is not None:
        x = _middle(distribution.mean)
        body += diamond((x, FLOOR), 12, fill=WHITE, stroke=AMBER, width=3.5)
        words = f"gennemsnit {decimal(distribution.mean)}"
        body += text(
            min(max(x, 120), WIDTH - 120), FLOOR + 42, words, size=26, anchor="middle", is_strong=True, fill=AMBER
        )
    if own_level is not None:
        body += disc((_middle(own_level), FLOOR), 9, fill=FJORD, stroke=WHITE, width=2)
    return mark_safe(picture(WIDTH, HEIGHT, title=in_words(distribution), key=key, body=body))  # noqa: S308


def _middle(level: float) -> float:
    """Where on the breadth a level lies."""
    return (level - 0.5) * COLUMN

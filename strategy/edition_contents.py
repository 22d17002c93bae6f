"""What a printed edition of the catalogue shows, from its snapshot (den trykte årgangs indhold).

A kernel: plain values in, plain values out. Nothing is said here that does not follow from the snapshot.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.safestring import mark_safe

from accounts.danish import in_words
from documents.charts import COLOURS, WHITE, disc, picture, text
from strategy import effect_chart

Snapshot = dict[str, Any]
Row = dict[str, Any]

STRENGTHS = (
    (
        4,
        "Tydelig virkning",
        "Målt før og efter, en ændring, der ikke er tilfældig, og flere slags kilder siger det samme.",
    ),
    (
        3,
        "Sandsynlig virkning",
        "Tallene viser en ændring, der ikke er tilfældig, men kun én eller to slags kilder fortæller om den.",
    ),
    (2, "Lovende", "Der er et udgangspunkt eller mange målinger, men endnu ingen sikker ændring."),
    (1, "Erfaring", "Teamet har prøvet det og fortæller, hvad de så. Der er for få målinger til at sige mere."),
)
SECTIONS = (
    ("what", "Hvad går det ud på?"),
    ("for_whom", "For hvem?"),
    ("how", "Hvordan gør man?"),
    ("conditions", "Hvad kræver det?"),
    ("effect", "Hvad kom der ud af det?"),
    ("did_not_work", "Hvad virkede ikke?"),
)
# A text of more letters may go on over the page; a shorter one is kept together.
LONG = 700
# An index group of no more entries is kept on one page.
SHORT = 12
AFTER = (("contacts", "Hvem kan man spørge?"), ("sources", "Kilder"))
# How the discs of the front page are coloured, by strength.
ON_FRONT = {
    1: (COLOURS["fjord-dark"], "#5f9fa0"),
    2: ("#2f6871", "#5f9fa0"),
    3: ("#7fb3b1", "#7fb3b1"),
    4: (WHITE, WHITE),
}


def contents(snapshot: Snapshot, *, code: str = "") -> dict[str, Any]:
    """Everything a template needs. `code` is the snapshot's hash in words."""
    entries = [_entry(place, row) for place, row in enumerate(snapshot["entries"], 1)]
    themes = _by(entries, snapshot["themes"], lambda row: [row["theme"]])
    return {
        "edition": snapshot,
        "code": code,
        "count": _counted(len(entries)),
        "cover": mark_safe(cover(snapshot)),  # noqa: S308 - charts escape every word they are given
        "foreword": [part for part in snapshot["foreword"].split("\n") if part.strip()],
        "themes": themes,
        "strengths": [
            {
                "level": level,
                "name": name,
                "text": words,
                "dots": _dots(level),
                "count": sum(row["strength"] == level for row in entries),
            }
            for level, name, words in STRENGTHS
        ],
        "registers": [
            register
            for register in (
                {"title": "Efter element", "groups": _by(entries, snapshot["elements"], lambda row: row["elements"])},
                {"title": "Efter tema", "groups": themes},
                {"title": "Efter aldersgruppe", "groups": _by(entries, _ages(entries), lambda row: [row["age_group"]])},
                {
                    "title": "Efter greb i foranalysen",
                    "groups": _by(entries, _levers(entries), lambda row: row["levers"]),
                },
            )
            if register["groups"]
        ],
    }


def _entry(place: int, row: Row) -> Row:
    shown = effect_chart.effect(row.get("chart"), key=f"graf-{place}")
    numbers = [lever.partition(".")[0] for lever in row["levers"]]
    return row | {
        "id": f"indsats-{place}",
        "dots": _dots(row["strength"]),
        "sections": [
            {"label": label, "text": row[key], "is_long": len(row[key]) > LONG} for key, label in SECTIONS if row[key]
        ],
        "after": [{"label": label, "text": row[key]} for key, label in AFTER if row[key]],
        "reason_columns": _in_two(row["reasons"]),
        "lever_words": f"Greb {in_words(numbers)} i foranalysen" if numbers else "",
        "chart_words": shown,
        # A team's own words hold the graph's when the evaluation was prefilled; they are not said twice.
        "is_chart_told": shown is not None and shown.words in row["effect"],
        "svg": mark_safe(shown.picture) if shown else "",  # noqa: S308
        "is_long_title": len(row["title"]) > 60,
    }


def _dots(strength: int) -> list[bool]:
    """Four dots, filled up to the strength."""
    return [place <= strength for place in range(1, 5)]


def _in_two(rows: Sequence[Row]) -> list[Sequence[Row]]:
    """The rows side by side, the first half to the left. Balanced CSS columns would lay the page out many times."""
    middle = -(-len(rows) // 2)
    return [rows[:middle], rows[middle:]] if rows else []


def _by(entries: Sequence[Row], groups: Iterable[str], of: Any) -> list[Row]:
    """Entries under each of the groups that have any, in the groups' order."""
    found = [{"title": group, "entries": [row for row in entries if group in of(row)]} for group in groups]
    return [
        group
        | {
            "count": _counted(len(group["entries"])),
            "id": f"gruppe-{place}",
            "is_short": len(group["entries"]) <= SHORT,
        }
        for place, group in enumerate(found, 1)
        if group["entries"] and group["title"]
    ]


def _ages(entries: Iterable[Row]) -> list[str]:
    order = ["0–3 år", "3–6 år", "Overgang", "Indskoling", "Mellemtrin", "Udskoling", "På tværs"]
    return [age for age in order if any(row["age_group"] == age for row in entries)]


def _levers(entries: Iterable[Row]) -> list[str]:
    return sorted({lever for row in entries for lever in row["levers"]})


def _counted(count: int) -> str:
    return "1 indsats" if count == 1 else f"{count} indsatser"


def cover(snapshot: Snapshot) -> str:
    """The front page's picture: a line for each theme, a disc for each entry, fuller the better it is documented."""
    themes = [
        (theme, sorted((row["strength"] for row in snapshot["entries"] if row["theme"] == theme), reverse=True))
        for theme in snapshot["themes"]
    ]
    themes = [(theme, found) for theme, found in themes if found]
    left, width, high = 150.0, 474.0, 46.0
    most = max((len(found) for _, found in themes), default=1)
    step = min(40.0, width / most)
    body = ""
    for place, (theme, found) in enumerate(themes):
        y = 24 + place * high
        body += text(0, y + 5, theme, size=15, fill=WHITE, is_strong=True)
        for number, strength in enumerate(found):
            fill, edge = ON_FRONT[strength]
            radius = min(15.0, step * 0.42)
            body += disc((left + radius + number * step, y), radius, fill=fill, stroke=edge, width=1.6)
    told = "; ".join(f"{theme.lower()} {len(found)}" for theme, found in themes)
    title = f"En prik for hver indsats i kataloget, lysere jo bedre den er dokumenteret: {told}."
    return picture(624, max(24 + len(themes) * high, 60), title=title, key="forside", body=body)

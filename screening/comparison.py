"""What is different in a report from the one before it, in Danish sentences (ændret siden sidst).

A kernel: two snapshots in, sentences out. Levers are known by number, sources by code, texts by themselves.
"""

from collections.abc import Iterator, Sequence
from typing import Any

Snapshot = dict[str, Any]
Row = dict[str, Any]

FINDINGS = (("strengths", "styrke", "styrker"), ("challenges", "udfordring", "udfordringer"))
# What is about the edition: which it is, and whether it is a draft.
EDITION = ("version", "date", "changes", "notice")
SMALL = "Der er mindre rettelser."
SCALES = (("potential", "Potentialet"), ("feasibility", "Gennemførligheden"))


def changes(before: Snapshot, after: Snapshot) -> list[str]:
    """Sentences in the order of the report. Empty when they say the same, and only then."""
    told = list(_changes(before, after))
    return told or ([] if _content(before) == _content(after) else [SMALL])


def _content(snapshot: Snapshot) -> Snapshot:
    return {key: value for key, value in snapshot.items() if key not in EDITION}


def _changes(before: Snapshot, after: Snapshot) -> Iterator[str]:
    if before["model"] != after["model"]:
        yield f"Analysemodellen er nu {after['model']}. Før var den {before['model']}."
    if before["overall"] != after["overall"]:
        yield "Den samlede vurdering er skrevet om."
    old = {row["number"]: row for row in before["levers"]}
    for lever in after["levers"]:
        yield from _lever(old.get(lever["number"]), lever)
    yield from _sources(before["sources"], after["sources"])
    if before["limits"] != after["limits"]:
        yield "Det, screeningen ikke kan sige, er skrevet om."
    if before["next_steps"] != after["next_steps"]:
        yield "De næste skridt er ændret."
    if before["consultants"] != after["consultants"]:
        yield "Det er ændret, hvem der har skrevet rapporten."


def _lever(before: Row | None, after: Row) -> Iterator[str]:
    where = f"Greb {after['number']}, {after['short']}"
    if before is None:
        yield f"{where}: Grebet er nyt."
        return
    if (before["title"], before["question"]) != (after["title"], after["question"]):
        yield f"{where}: Grebets titel eller spørgsmål er ændret."
    if before["level"] != after["level"]:
        yield f"{where}: {_moved('Niveauet', before['level'], after['level'])}"
    if before["reasons"] != after["reasons"]:
        yield f"{where}: Begrundelsen er skrevet om."
    for key, name in SCALES:
        if before[key] != after[key]:
            yield f"{where}: {_moved(name, before[key], after[key])}"
    for key, one, more in FINDINGS:
        yield from (f"{where}: {words}" for words in _findings(before[key], after[key], one, more))
    yield from (f"{where}: {words}" for words in _advice(before["recommendations"], after["recommendations"]))
    if before["workshop"] != after["workshop"]:
        yield f"{where}: Workshoppens svar er ændret."


def _moved(name: str, before: int | None, after: int | None) -> str:
    if after is None:
        return f"{name} er taget ud. Det var {before}."
    return f"{name} er {after}." if before is None else f"{name} er ændret fra {before} til {after}."


def _findings(before: Sequence[Row], after: Sequence[Row], one: str, more: str) -> Iterator[str]:
    """How many came and went; the same words with other marks are told as such."""
    old, new = {row["text"]: row["marks"] for row in before}, {row["text"]: row["marks"] for row in after}
    came, went = len(new.keys() - old.keys()), len(old.keys() - new.keys())
    if came and went:
        yield f"{_count(came, one, more)} er {_new(came)} eller skrevet om, og {_count(went, one, more)} er taget ud."
    elif came:
        yield f"{_count(came, one, more)} er {_new(came)}."
    elif went:
        yield f"{_count(went, one, more)} er taget ud."
    cited = sum(old[text] != new[text] for text in old.keys() & new.keys())
    if cited:
        yield f"Kilderne til {_count(cited, one, more)} er ændret."
    if is_reordered(list(old), list(new)):
        yield f"{more.capitalize()}ne står i en anden rækkefølge."


def is_reordered(before: Sequence[str], after: Sequence[str]) -> bool:
    """What is in both comes in another order."""
    return [one for one in before if one in after] != [one for one in after if one in before]


def _new(count: int) -> str:
    return "ny" if count == 1 else "nye"


def _count(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"


def _advice(before: Sequence[Row], after: Sequence[Row]) -> Iterator[str]:
    """Recommendations are known by their title."""
    old, new = {row["title"]: row for row in before}, {row["title"]: row for row in after}
    for title, row in new.items():
        if title not in old:
            yield f"Anbefalingen »{title}« er ny."
        elif old[title]["kind"] != row["kind"]:
            yield f"Anbefalingen »{title}« er flyttet til »{row['kind_label']}«."
        elif old[title] != row:
            yield f"Anbefalingen »{title}« er ændret."
    yield from (f"Anbefalingen »{title}« er taget ud." for title in old if title not in new)
    if is_reordered(list(old), list(new)):
        yield "Anbefalingerne står i en anden rækkefølge."


def _sources(before: Sequence[Row], after: Sequence[Row]) -> Iterator[str]:
    old, new = {row["code"]: row for row in before}, {row["code"]: row for row in after}
    for code, row in new.items():
        if code not in old:
            yield f"Kilden {code}, {row['title']}, er ny."
        elif old[code] != row:
            yield f"Kilden {code}, {row['title']}, er beskrevet på en anden måde."
    yield from (f"Kilden {code}, {row['title']}, er taget ud." for code, row in old.items() if code not in new)

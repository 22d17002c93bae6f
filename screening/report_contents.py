"""What a report shows, from its snapshot: the same for the PDF and for the preview on the page (rapportens indhold).

A kernel: plain values in, plain values out. Nothing is said here that does not follow from the snapshot.
"""

from collections.abc import Iterable
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from documents.charts import decimal
from screening import report_charts as charts
from screening import scales
from screening.distributions import in_danish

Snapshot = dict[str, Any]
Row = dict[str, Any]

NBSP, WORD_JOINER = "\N{NO-BREAK SPACE}", "\N{WORD JOINER}"
# So many sources, with so many letters, stand at the foot of a lever's page; of more there are the marks only.
FOOT_SOURCES, FOOT_LETTERS = 8, 520
KIND_WORDS = {"document": "Dokument", "interview": "Interview", "workshop": "Workshop"}
ADVICE = (
    ("adjust", "Justér praksis", "I ved nok til at gå i gang."),
    ("investigate", "Undersøg nærmere", "Få mere at vide, før I beslutter."),
)
COUNTED = ("", "én", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve", "tolv")
QUESTIONS = (
    "Kan I kende jer selv i billedet, og hvor ser I anderledes på det?",
    "Hvilke to greb vil I arbejde med i partnerskabet?",
    "Hvem tager sig af hver anbefaling, og hvornår ser I på den igen?",
)


def contents(snapshot: Snapshot, *, code: str = "") -> dict[str, Any]:
    """Everything a template needs. `code` is the snapshot's hash in words, for the last page."""
    sources = {row["code"]: row for row in snapshot["sources"]}
    levers = [_lever(snapshot, row, sources) for row in snapshot["levers"]]
    placed = sorted((row for row in levers if row["product"]), key=lambda row: (-row["product"], -row["potential"]))
    advice = [_advice(key, label, lead, levers) for key, label, lead in ADVICE]
    has_workshop = any(row["workshop"] for row in levers)
    return {
        "report": snapshot,
        "code": code,
        "area_lower": snapshot["area"].lower(),
        "running": _running(snapshot),
        "foot": _foot(snapshot),
        "cover": _safe(charts.columns(snapshot)),
        "radar": _safe(charts.radar(snapshot)),
        "dots": _safe(charts.dots(snapshot)),
        "matrix": _safe(charts.matrix(snapshot)) if placed else "",
        "levels": [
            {"level": place, "name": name, "text": words}
            for place, (name, words) in enumerate(zip(snapshot["level_names"], snapshot["level_texts"], strict=True), 1)
        ],
        "levers": levers,
        "has_workshop": has_workshop,
        "answers": max((row["workshop"]["count"] for row in levers if row["workshop"]), default=0),
        "placed": placed,
        "has_unadvised": any(not row["recommendations"] for row in placed),
        "not_placed": [row for row in levers if not row["product"]],
        "advice": advice,
        "advice_lead": advice_lead(advice),
        "method": method(snapshot["method"]),
        "sources": [row | {"kind_label": KIND_WORDS[row["kind"]]} for row in snapshot["sources"]],
        "questions": QUESTIONS,
        "previous": snapshot["previous"],
    }


def _safe(svg: str) -> SafeString:
    return mark_safe(svg)  # noqa: S308 - charts escape every word they are given


def _foot(snapshot: Snapshot) -> str:
    """What stands at the bottom of every page: whose it is, and which edition."""
    whose = f"{snapshot['municipality']} · {snapshot['area'].lower()}"
    return f"{whose} · version {snapshot['version']}, {snapshot['date']}"


def _running(snapshot: Snapshot) -> str:
    """What stands at the top of every page: the title, and what must be known of the edition."""
    return f"{snapshot['title']} · {snapshot['notice']}" if snapshot["notice"] else str(snapshot["title"])


def marked(finding: Row) -> Row:
    """A finding with its marks as "[D1 s. 4–6]", which stay on one line, and its quotes."""
    marks = [
        {"code": mark["code"], "label": _label(mark["code"], mark["place"]), "quote": mark["quote"]}
        for mark in finding["marks"]
    ]
    return {"text": finding["text"], "marks": marks, "quotes": [row for row in marks if row["quote"]]}


def _label(code: str, place: str) -> str:
    words = f"[{code} {place}]" if place else f"[{code}]"
    return words.replace(" ", NBSP).replace("–", f"–{WORD_JOINER}")


def _lever(snapshot: Snapshot, lever: Row, sources: dict[str, Row]) -> Row:
    found = (*lever["strengths"], *lever["challenges"])
    used = {mark["code"] for finding in found for mark in finding["marks"]}
    own = [row for code, row in sources.items() if code in used]
    previous = snapshot["previous"]
    gap = charts.gap(lever)
    return lever | {
        "scale": _safe(charts.scale(snapshot, lever)),
        "strengths": [marked(finding) for finding in lever["strengths"]],
        "challenges": [marked(finding) for finding in lever["challenges"]],
        "sources": own,
        "is_foot": 0 < len(own) <= FOOT_SOURCES
        and sum(len(row["title"] + row["dated"]) for row in own) <= FOOT_LETTERS,
        "is_long_title": len(lever["title"]) > 70,
        "mean": decimal(lever["workshop"]["mean"]) if lever["workshop"] else "",
        "gap": "" if gap is None else f"{'+' if gap > 0 else ''}{decimal(gap)}",
        "is_wide": charts.is_wide(lever),
        "previous": previous["levels"].get(str(lever["number"])) if previous else None,
        "middle": _middle(lever["workshop"]),
        "facts": _facts(lever, previous),
        "product": (lever["potential"] or 0) * (lever["feasibility"] or 0),
    }


def _middle(answers: Row | None) -> str:
    """Where the middle half of the answers lies: "3–4"."""
    return f"{in_danish(answers['q1'])}–{in_danish(answers['q3'])}" if answers else ""


def _facts(lever: Row, previous: Row | None) -> list[Row]:
    """What stands beside the reasons."""
    rows = []
    if potential := lever["potential"]:
        rows.append(("Potentiale", f"{scales.POTENTIAL[potential]}, {potential} af 5"))
    if feasibility := lever["feasibility"]:
        rows.append(("Gennemførlighed", f"{scales.FEASIBILITY[feasibility]}, {feasibility} af 5"))
    if answers := lever["workshop"]:
        rows.append(("Workshoppen", f"{answers['count']} svar, halvdelen {_middle(answers)}"))
    if previous and (level := previous["levels"].get(str(lever["number"]))):
        rows.append((f"Sidst, {previous['date']}", f"Niveau {level}"))
    return [{"label": label, "value": value} for label, value in rows]


def _advice(key: str, label: str, lead: str, levers: list[Row]) -> Row:
    """The recommendations of one kind: those on the levers with most to gain, and easily, first."""
    rows = [
        advice | {"number": lever["number"], "short": lever["short"]}
        for lever in sorted(levers, key=lambda row: (-row["product"], row["number"]))
        for advice in lever["recommendations"]
        if advice["kind"] == key
    ]
    return {"key": key, "label": label, "lead": lead, "rows": rows}


def counted(count: int, one: str, more: str) -> str:
    """ "én anbefaling", "fire anbefalinger", "14 anbefalinger"."""
    if one == "dokument" and count == 1:
        return "ét dokument"
    words = COUNTED[count] if 0 < count < len(COUNTED) else str(count)
    return f"{words} {one if count == 1 else more}"


def advice_lead(advice: Iterable[Row]) -> str:
    """How many recommendations there are of each kind."""
    adjust, investigate = (len(row["rows"]) for row in advice)
    now = f"{counted(adjust, 'anbefaling', 'anbefalinger')} kan I gå i gang med nu."
    rest = counted(investigate, "", "").strip() if adjust else counted(investigate, "anbefaling", "anbefalinger")
    later = f"{rest} kræver mere viden, før I beslutter."
    told = [words[:1].upper() + words[1:] for words, count in ((now, adjust), (later, investigate)) if count]
    return " ".join(told) or "Der er ingen anbefalinger endnu."


def method(count: Row) -> list[Row]:
    """The three kinds of sources: how many, and what was done."""
    documents, interviews, workshops = count["documents"], count["interviews"], count["workshops"]
    people = count["people_interviewed"]
    read = counted(documents, "dokument", "dokumenter")
    talked = f"{people} {'person' if people == 1 else 'personer'}"
    return [
        {
            "count": documents,
            "label": "Dokument" if documents == 1 else "Dokumenter",
            "text": f"Vi har læst {read} fra jer. Vores tjekliste viste, hvad vi ledte efter."
            if documents
            else "Ingen dokumenter indgår.",
        },
        {
            "count": interviews,
            "label": "Interview",
            "text": f"Vi har talt med {talked}. De står ved deres rolle og aldrig ved navn."
            if interviews
            else "Ingen interview indgår.",
        },
        {
            "count": workshops,
            "label": "Workshop" if workshops == 1 else "Workshopper",
            "text": _workshop(count) if workshops else "Ingen workshop er holdt, så jeres eget billede mangler.",
        },
    ]


def _workshop(count: Row) -> str:
    """What the participants did. Snapshots from before answers were counted say only how many took part."""
    people = count["workshop_people"]
    answers = count.get("workshop_answers", people)
    words = f"{people} {'deltager' if people == 1 else 'deltagere'}"
    if not answers:
        return f"{words} talte om de syv greb. De gav ikke selv grebene et niveau."
    who = words if answers >= people else f"{answers} af {words}"
    return f"{who} satte anonymt et niveau på hvert greb, inden de kendte konsulenternes."

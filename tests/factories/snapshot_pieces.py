"""The pieces that reports for tests are made of: findings, marks, levers, sources."""

from typing import Any

LEVEL_NAMES = ["Begyndende", "På vej", "Etableret", "Systematisk", "Lærende"]
LEVEL_TEXTS = [
    "Det afhænger af den enkelte.",
    "Noget er aftalt, men følges forskelligt.",
    "Aftalt og i brug de fleste steder.",
    "I brug overalt og fulgt op.",
    "Forbedres løbende ud fra viden.",
]
TITLES = [
    ("Tydelig politisk ambition og retning for området", "Ambition og retning"),
    ("Inklusionspraksis i de almene børnefællesskaber", "Inklusionspraksis"),
    ("Aktiv brug af data – overbliksgivende styringscockpit", "Aktiv brug af data"),
    ("Nuanceret tilbudsvifte inkl. mellemformer", "Tilbudsvifte"),
    ("Visitationsprocessen", "Visitation"),
    ("Tildelingsmodellen", "Tildelingsmodel"),
    ("Samarbejdet mellem fagligheder – professionel relationel kapacitet", "Samarbejde"),
]
QUESTIONS = [
    "Ved alle på området, hvor I vil hen, og hvad I måler jer selv på?",
    "Kan de almene klasser rumme flere børn, og får de voksne hjælp til det?",
    "Kan ledelsen se børn, tilbud og økonomi i ét samlet billede?",
    "Findes der hjælp imellem støtte i klassen og et specialtilbud?",
    "Er vejen til et tilbud kendt, kort og ens for alle børn?",
    "Gør pengene det let at hjælpe barnet, dér hvor det er?",
    "Arbejder fagligheder sammen om barnet med fælles mål?",
]
KINDS = {"adjust": "Justér praksis", "investigate": "Undersøg nærmere"}

Finding = dict[str, Any]
Snapshot = dict[str, Any]


def mark(words: str, quote: str = "") -> dict[str, str]:
    """A source mark from "D1 s. 4"."""
    code, _, place = words.partition(" ")
    return {"code": code, "place": place, "quote": quote}


def finding(text: str, *marks: str, quote: str = "") -> Finding:
    """A finding with its marks; the quote belongs to the first of them."""
    return {"text": text, "marks": [mark(words, quote if not place else "") for place, words in enumerate(marks)]}


def recommendation(kind: str, title: str, text: str, owner: str = "", when: str = "") -> dict[str, str]:
    """A recommendation: "adjust" or "investigate"."""
    return {"kind": kind, "kind_label": KINDS[kind], "title": title, "text": text, "owner": owner, "when": when}


def answers(*counts: int) -> dict[str, Any]:
    """The workshop's answers on one lever from how many gave each of the five levels."""
    levels = [level for level, count in enumerate(counts, 1) for _ in range(count)]
    total = len(levels)

    def quarter(part: float) -> int:
        return levels[round(part * (total - 1))]

    return {
        "count": total,
        "mean": round(sum(levels) / total, 1),
        "median": quarter(0.5),
        "q1": quarter(0.25),
        "q3": quarter(0.75),
        "counts": list(counts),
    }


def lever(number: int, level: int | None, **values: Any) -> dict[str, Any]:
    """One lever; what is not told is empty."""
    title, short_title = TITLES[number - 1]
    row: dict[str, Any] = {
        "number": number,
        "title": title,
        "short": short_title,
        "question": QUESTIONS[number - 1],
        "level": level,
        "level_name": LEVEL_NAMES[level - 1] if level else "",
        "reasons": "",
        "workshop": None,
        "potential": None,
        "feasibility": None,
        "strengths": [],
        "challenges": [],
        "recommendations": [],
        "notes": [],
    }
    return row | values


def source(code: str, title: str, dated: str, detail: str = "") -> dict[str, str]:
    """A source by its mark."""
    kind = {"D": "document", "I": "interview", "W": "workshop"}[code[0]]
    return {"code": code, "kind": kind, "title": title, "dated": dated, "detail": detail}


def frame() -> Snapshot:
    return {
        "format": 1,
        "municipality": "Stevns Kommune",
        "code": "0336",
        "area": "Skoleområdet",
        "area_key": "school",
        "title": "Screening på de syv greb",
        "subtitle": "Foranalyse af ledelse og styring af inklusion og specialundervisning",
        "programme": "Partnerskab om inkluderende børnefællesskaber",
        "version": "1",
        "date": "12. marts 2027",
        "model": "7 greb, skole, version 1",
        "notice": "",
        "level_names": list(LEVEL_NAMES),
        "level_texts": list(LEVEL_TEXTS),
        "overall": [],
        "levers": [],
        "sources": [],
        "method": {"documents": 0, "interviews": 0, "people_interviewed": 0, "workshops": 0, "workshop_people": 0},
        "limits": [],
        "next_steps": [],
        "changes": [],
        "previous": None,
        "consultants": ["Konsulent, Komponent"],
    }

"""Snapshots of yearly editions of the catalogue: short, normal, overlong, and with as many entries as wanted."""

from datetime import date, timedelta
from typing import Any

THEMES = ["Trivsel", "Fravær", "Venskaber", "Fagligt udbytte", "Andet"]
ELEMENTS = [
    "Vi arbejder fællesskabende",
    "Pædagogiske og didaktiske metoder",
    "Ressourcer følger børnefællesskabet",
    "Aldrig alene – altid kompetent",
]
LEVERS = [
    "2. Inklusionspraksis i de almene børnefællesskaber",
    "7. Samarbejdet mellem fagligheder – professionel relationel kapacitet",
]
NAMES = {1: "Erfaring", 2: "Lovende", 3: "Sandsynlig virkning", 4: "Tydelig virkning"}
TITLES = [
    ("Legepatruljen, der inviterer ind", "Venskaber", "Indskoling", 4),
    ("To voksne på legepladsen", "Venskaber", "3–6 år", 3),
    ("Fælles morgenmøde på tværs af årgange", "Trivsel", "Mellemtrin", 2),
    ("Ro på kl. 10", "Trivsel", "Indskoling", 3),
    ("Hjemme hos: et besøg før skolestart", "Fravær", "Overgang", 2),
    ("Den korte vej tilbage efter sygdom", "Fravær", "Udskoling", 4),
    ("Læsemakkere fra 7. årgang", "Fagligt udbytte", "Mellemtrin", 3),
    ("PPR med i klassen om mandagen", "Fagligt udbytte", "Mellemtrin", 1),
    ("Børnene vælger ugens fællesskab", "Trivsel", "3–6 år", 1),
    ("Små grupper i garderoben", "Trivsel", "0–3 år", 2),
    ("Fritidsvejviseren", "Venskaber", "Udskoling", 2),
    ("Åben dør mellem SFO og skole", "Andet", "På tværs", 1),
]
DAYS = [(date(2026, 2, 6) + timedelta(days=7 * week)).isoformat() for week in range(24) if week not in (2, 20)]
SHARES = "66 64 72 70 70 62 67 72 65 65 71 72 64 72 74 73 78 76 82 78 83 82"  # per cent
POINTS = [int(share) / 100 for share in SHARES.split()]


def chart(title: str = "Havde nogen at være sammen med") -> dict[str, Any]:
    """22 weekly shares with a frozen median and two cycles."""
    return {
        "title": title,
        "direction": "higher",
        "unit": "",
        "is_share": True,
        "baseline": 9,
        "days": DAYS,
        "points": POINTS,
        "marks": [
            {"number": 1, "on": DAYS[9], "title": "legepatrulje"},
            {"number": 2, "on": DAYS[13], "title": "fast voksen"},
        ],
    }


def reasons(strength: int) -> list[dict[str, Any]]:
    """Four reasons, as many met as fits the strength."""
    asked = (
        ("sources", "Flere slags kilder", "Målinger, børnenes stemmer og teamets iagttagelser fortæller om det."),
        ("measurements", "Antal målinger", "22 målinger af det, der er målt oftest. Der skal mindst 12 til."),
        ("baseline", "Udgangspunkt", "8 målinger før start. Mindst 6 viser, hvordan det plejede at være."),
        ("signal", "Tegn på forbedring", "Forbedringen er ikke tilfældig: Havde nogen at være sammen med."),
    )
    return [
        {"key": key, "title": title, "text": text, "is_met": place < strength}
        for place, (key, title, text) in enumerate(asked)
    ]


def entry(title: str, theme: str, age: str, strength: int, place: int = 0) -> dict[str, Any]:
    """An entry as a team would write it."""
    return {
        "slug": f"indsats-{place}",
        "revision": 1 + place % 3,
        "title": title,
        "theme": theme,
        "age_group": age,
        "elements": [ELEMENTS[place % 4], ELEMENTS[(place + 1) % 4]],
        "levers": LEVERS[: place % 3],
        "units": ["Klintskolen", "SFO Klinten"],
        "tried": "2. februar 2026 – 11. december 2026",
        "strength": strength,
        "strength_label": NAMES[strength],
        "reasons": reasons(strength),
        "chart": chart() if strength >= 3 else None,
        "lead": "Store børn i gule veste åbner legen for dem, der står alene, sammen med en fast voksen.",
        "what": "Seks børn fra 6. årgang har en uge ad gangen til opgave at sætte lege i gang og spørge, om nogen vil "
        "være med. En fast voksen fra SFO går sammen med dem og holder øje med, hvem der ikke bliver spurgt.",
        "for_whom": "Børn på 3. årgang, der fortæller, at frikvarteret er svært. Legen er åben for alle, så ingen "
        "bliver peget ud.",
        "how": "Vi begyndte i det små:\n- Børnene på 3. årgang pegede selv på de steder, hvor det er svært.\n- "
        "Patruljen øvede sig i tre uger i at spørge på en god måde.\n- En fast voksen var med i gården fire dage om "
        "ugen.\n- Hver fredag svarede alle på ét spørgsmål: Havde du nogen at være sammen med?",
        "conditions": "Fire timer om ugen fra SFO, en time om ugen til at forberede, og en leder, der finder en vikar, "
        "når den faste voksen er syg.",
        "effect": "Flere børn havde nogen at være sammen med: fra 67 procent i foråret til omkring 80 procent i "
        "efteråret. Børnene siger selv, at der nu altid er en, der spørger.",
        "did_not_work": "Legepatruljen alene flyttede ikke noget de første fire uger. Først da en voksen gik med, "
        "kom de børn med, der plejer at stå alene.",
        "contacts": "Skoleleder, Klintskolen\nLeder, SFO Klinten",
        "sources": "Teamets egne erfaringer og et kursus i legegrupper.",
    }


def snapshot(entries: list[dict[str, Any]], *, foreword: str = "") -> dict[str, Any]:
    """An edition with these entries."""
    return {
        "municipality": "Stevns Kommune",
        "strategy": "Sammen MED børnene",
        "model": "Kvintetmodellen",
        "year": 2026,
        "date": "18. december 2026",
        "foreword": foreword,
        "elements": ELEMENTS,
        "themes": THEMES,
        "entries": entries,
    }


FOREWORD = (
    "Da vi begyndte, var der mange gode idéer og få tal. Et år efter har tolv team prøvet noget af i det små, målt, om "
    "det hjalp, og skrevet ned, hvad de lærte.\n"
    "Noget virkede. Noget virkede ikke, og det står her også, for det er der mest at hente i.\n"
    "Brug kataloget til at finde en indsats, der ligner jeres egen hverdag. Spørg dem, der har gjort det. Og mål igen: "
    "Det, der hjælper ét sted, skal vise sit værd det næste.\n"
    "Styregruppen for strategien"
)


def short() -> dict[str, Any]:
    """One entry, no foreword."""
    return snapshot([entry(*TITLES[7])])


def normal() -> dict[str, Any]:
    """Twelve entries in all themes."""
    rows = [entry(*row, place) for place, row in enumerate(TITLES)]
    return snapshot(sorted(rows, key=lambda row: row["title"]), foreword=FOREWORD)


def overlong() -> dict[str, Any]:
    """Every text as long as it may be, with every sentence numbered so that none can be lost unseen."""
    limits = {
        "lead": 400,
        "what": 3000,
        "for_whom": 1000,
        "how": 3000,
        "conditions": 2000,
        "effect": 2000,
        "did_not_work": 2000,
        "contacts": 600,
        "sources": 1500,
    }
    rows = []
    for place in range(3):
        title = f"En titel {place}, der fylder alt det, en titel må fylde i kataloget, så den går på flere linjer her"
        row = entry(title, "Trivsel", "På tværs", 4, place)
        for name, limit in limits.items():
            row[name] = numbered(f"{name} {place}", limit)
        row["units"] = [f"Enheden med det lange navn nummer {number}" for number in range(8)]
        row["elements"] = ELEMENTS
        row["levers"] = LEVERS
        rows.append(row)
    rows[1]["how"] = "\n".join(f"- Trin {number} i den lange rækkefølge af skridt." for number in range(60))
    return snapshot(rows, foreword=numbered("forord", 3000))


def numbered(what: str, limit: int) -> str:
    """Sentences up to `limit` letters, each unlike any other."""
    found = ""
    for number in range(1000):
        sentence = f"Sætning {number} af {what} siger noget om børnefællesskabet og de voksne omkring det. "
        if len(found) + len(sentence) > limit:
            return found.strip()
        found += sentence
    return found.strip()


def many(count: int) -> dict[str, Any]:
    """As many entries as wanted."""
    rows = []
    for place in range(count):
        title, theme, age, strength = TITLES[place % len(TITLES)]
        rows.append(entry(f"{title} {place + 1}", theme, age, strength, place))
    return snapshot(rows, foreword=FOREWORD)

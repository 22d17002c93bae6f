"""What a report says, in three lengths: short, normal and overlong. Built anew at each call, so tests may change it."""

from collections.abc import Iterator
from typing import Any

from tests.factories.overlong_snapshot import overlong
from tests.factories.snapshot_pieces import Snapshot, answers, finding, frame, lever, recommendation, source

__all__ = ["normal", "overlong", "sentences", "short"]


def short() -> Snapshot:
    """The least a report can be: few words, no workshop, a lever without a level, one recommendation."""
    levels = [3, 2, 2, None, 3, 1, 3]
    levers = [
        lever(
            number,
            level,
            reasons="Praksis er aftalt, men ikke skrevet ned." if level else "",
            strengths=[finding(f"Ledelsen kender opgaven på greb {number}.", "I1")] if level else [],
        )
        for number, level in enumerate(levels, 1)
    ]
    levers[5] |= {
        "potential": 4,
        "feasibility": 3,
        "challenges": [finding("Modellen er ikke beskrevet.", "D1 s. 2", "I1")],
        "recommendations": [recommendation("adjust", "Beskriv modellen", "Skriv på to sider, hvordan pengene følger.")],
    }
    return frame() | {
        "notice": "Kladde til kollegalæsning",
        "overall": [{"heading": "I er i gang.", "text": "Meget er på vej, lidt er skrevet ned."}],
        "levers": levers,
        "sources": [
            source("D1", "Budget for specialundervisning", "2026", "6 sider"),
            source("I1", "Skoleledere", "20. januar 2027", "3 personer"),
        ],
        "method": {"documents": 1, "interviews": 1, "people_interviewed": 3, "workshops": 0, "workshop_people": 0},
    }


def normal() -> Snapshot:
    """A report as most will be: two or three findings each way, one recommendation for each lever, a workshop."""
    return frame() | {
        "overall": [
            {"heading": "Retningen er klar.", "text": "Politikere og ledere siger det samme om, hvor I vil hen."},
            {"heading": "Hverdagen er ulig.", "text": "Data, tilbud og penge støtter endnu ikke retningen ens."},
            {"heading": "Begynd to steder.", "text": "Mest at vinde på tilbud og tildeling, hurtigst på visitation."},
        ],
        "levers": _normal_levers(),
        "sources": [
            source("D1", "Strategi for børn og unge 0–18 år", "2024", "16 sider"),
            source("D2", "Budgetopfølgning, specialundervisning", "oktober 2026", "12 sider"),
            source("D3", "Vejledning om visitation", "august 2025", "9 sider"),
            source("D4", "Notat om tildeling til skolerne", "januar 2026", "8 sider"),
            source("D5", "Kvalitetsrapport for skolerne", "juni 2026", "30 sider"),
            source("D6", "Oversigt over tilbud", "november 2026", "10 sider"),
            source("I1", "Skoleledere", "20. januar 2027", "4 personer"),
            source("I2", "PPR, leder og psykologer", "21. januar 2027", "4 personer"),
            source("I3", "Forvaltning og økonomi", "21. januar 2027", "3 personer"),
            source("I4", "Formænd for skolebestyrelser", "27. januar 2027", "3 personer"),
            source("W1", "Workshop: ledere, PPR, lærere, forvaltning", "10. februar 2027", "18 personer"),
        ],
        "method": {"documents": 6, "interviews": 4, "people_interviewed": 14, "workshops": 1, "workshop_people": 18},
        "limits": [
            "Vi har ikke talt med elever; deres stemme kommer kun fra kvalitetsrapporten (D5).",
            "Greb 7 bygger på samtaler alene; ingen af jeres dokumenter handler om det.",
            "Screeningen peger på, hvor I bør se nærmere. Den måler ikke den enkelte skole.",
        ],
        "next_steps": [
            {"when": "26. marts 2027", "title": "Send jeres bemærkninger", "text": "Sidste frist for bemærkninger."},
            {"when": "7. april 2027", "title": "Tal billedet igennem i ledelsen", "text": "Vi lægger op, I vælger."},
            {"when": "16. april 2027", "title": "Godkend rapporten", "text": "Så ligger version 1 fast."},
            {"when": "12. maj 2027", "title": "Tag to greb med på netværksdagen", "text": "Vælg dem inden 1. maj."},
            {"when": "Marts 2028", "title": "Se, hvad der har flyttet sig", "text": "Ny screening på de samme greb."},
        ],
    }


def _normal_levers() -> list[dict[str, Any]]:
    return [
        lever(
            1,
            4,
            reasons="Udvalget har vedtaget en strategi, skolerne kender den, og den drøftes hvert år. I mangler at "
            "vise, om den virker.",
            workshop=answers(0, 1, 6, 9, 2),
            potential=2,
            feasibility=4,
            strengths=[
                finding("Strategien har én vision, og udvalget vender tilbage til den hvert forår.", "D1 s. 4", "I3"),
                finding("Skolelederne fortæller om visionen med næsten de samme ord.", "I1"),
                finding("De kommende to års skridt er lagt fast.", "D1 s. 6"),
            ],
            challenges=[
                finding("Ingen af pejlemærkerne har et tal, I kan holde jer op imod.", "D1 s. 4–6", "W1"),
                finding("Bestyrelserne ved ikke, hvad visionen kræver af deres egen skole.", "I4"),
            ],
            recommendations=[
                recommendation(
                    "adjust",
                    "Sæt tal på pejlemærkerne",
                    "Vælg ét eller to måltal til hvert pejlemærke, og læg udviklingen frem for udvalget hvert år.",
                    "Skolechef",
                    "3. kvartal 2027",
                )
            ],
        ),
        lever(
            2,
            3,
            reasons="De fleste skoler bruger de aftalte metoder. Kvaliteten hviler stadig på enkelte ildsjæle.",
            workshop=answers(0, 4, 8, 6, 0),
            potential=4,
            feasibility=3,
            strengths=[
                finding("Klassekonferencer med PPR holdes fast på de fleste skoler.", "D5 s. 11", "I2"),
                finding(
                    "To voksne i undervisningen er prøvet på 12 årgange med godt udbytte.",
                    "D5 s. 14",
                    "I1",
                    quote="Det giver ro til at planlægge sammen.",
                ),
            ],
            challenges=[
                finding("Metoderne følger personer: Når en vejleder rejser, stopper arbejdet.", "I1", "W1"),
                finding("Trivslen falder fra 6. til 8. klasse, og ingen indsats er fælles.", "D5 s. 19"),
                finding("Kun én skole spørger eleverne fast.", "D5 s. 9", "I4"),
            ],
            recommendations=[
                recommendation(
                    "adjust",
                    "Aftal tre fælles metoder",
                    "Vælg tre metoder, som alle skoler bruger, og følg dem på ledernes møder.",
                    "Skoleledere og PPR",
                    "4. kvartal 2027",
                )
            ],
        ),
        lever(
            3,
            2,
            reasons="Tallene findes og er gode nok, men de ligger hver for sig og samles kun ved særlige anledninger.",
            workshop=answers(4, 8, 5, 1, 0),
            potential=4,
            feasibility=4,
            strengths=[
                finding("Økonomi og elevtal gøres op hver måned på samme måde.", "D2 s. 3", "I3"),
                finding("PPR har én fælles liste over henvendelser og ventetid.", "I2"),
            ],
            challenges=[
                finding("Fravær, trivsel, støtte og udgifter ses aldrig i samme billede.", "D2 s. 7", "I1", "W1"),
                finding("Lederne ser først skolens egen andel i specialtilbud, når året er omme.", "I1"),
                finding("Ingen følger, hvad de enkelte tilbud fører til.", "D6 s. 2", "I3"),
            ],
            recommendations=[
                recommendation(
                    "adjust",
                    "Saml otte nøgletal hvert kvartal",
                    "Vis de samme otte tal for hver skole, og tal dem igennem på ledermødet.",
                    "Økonomi og skolechef",
                    "3. kvartal 2027",
                )
            ],
        ),
        lever(
            4,
            2,
            reasons="Enkelte mellemformer virker godt, men viften er vokset uden en samlet plan.",
            workshop=answers(1, 5, 9, 3, 0),
            potential=5,
            feasibility=2,
            strengths=[
                finding("I 2026 fik 31 elever støtte i en mellemform og blev i deres klasse.", "D6 s. 5", "I2"),
                finding("Skolerne har lyst til at udvikle tilbud sammen.", "D1 s. 12", "I1"),
            ],
            challenges=[
                finding("Der mangler trin mellem støtte i klassen og specialtilbud.", "D6 s. 3", "I2", "W1"),
                finding("Hver skole har sin model, så et barn, der flytter, begynder forfra.", "I1", "I4"),
                finding("Det er ikke aftalt, hvordan et barn kommer tilbage til sin klasse.", "D3 s. 4", "D6 s. 8"),
            ],
            recommendations=[
                recommendation(
                    "investigate",
                    "Tegn hele tilbudsviften",
                    "Beskriv hvert trin fra klassen til specialskolen: hvem det er til, prisen, og vejen tilbage.",
                    "Skolechef og PPR",
                    "2.–4. kvartal 2027",
                )
            ],
        ),
        lever(
            5,
            3,
            reasons="Vejen og kriterierne er beskrevet og bliver fulgt. Fristerne skrider, og forældre får for lidt at "
            "vide undervejs.",
            workshop=answers(2, 9, 6, 1, 0),
            potential=3,
            feasibility=5,
            strengths=[
                finding("Ét udvalg visiterer på faste møder efter skrevne kriterier.", "D3 s. 2"),
                finding("Lederne finder afgørelserne fagligt velbegrundede.", "I1"),
            ],
            challenges=[
                finding("Der går fra tre til elleve uger fra indstilling til afgørelse.", "D3 s. 7", "I2"),
                finding("Forældre ved sjældent, hvor langt sagen er.", "I4", "W1"),
            ],
            recommendations=[
                recommendation(
                    "adjust",
                    "Lov svar inden for seks uger",
                    "Giv skole og forældre besked ved hvert trin, og vis ventetiden hvert halvår.",
                    "Visitationsudvalget",
                    "2. kvartal 2027",
                )
            ],
        ),
        lever(
            6,
            2,
            reasons="Modellen er let at gennemskue, men den gør det ikke til en fordel at løse opgaven i egen klasse.",
            workshop=answers(0, 2, 5, 9, 2),
            potential=5,
            feasibility=3,
            strengths=[
                finding("Modellen fylder fire sider og er kendt af alle skoleledere.", "D4 s. 1–4", "I1"),
                finding("Budgettet drøftes med skolerne hver måned.", "D2 s. 3", "I3"),
            ],
            challenges=[
                finding("Et specialtilbud koster skolen mindre end en indsats i klassen.", "D4 s. 6", "I3"),
                finding("Penge til forebyggelse står ikke for sig selv og bliver derfor brugt først.", "D2 s. 9", "I1"),
            ],
            recommendations=[
                recommendation(
                    "investigate",
                    "Regn på to andre modeller",
                    "Brug skolernes tal fra de seneste tre år, før I beslutter noget.",
                    "Økonomi",
                    "2.–3. kvartal 2027",
                )
            ],
            notes=["Workshoppen ligger 1,6 niveau over konsulenterne. Tal om forskellen, før I går videre."],
        ),
        lever(
            7,
            3,
            reasons="Fagligheder mødes fast og kender hinanden. Det er mindre klart, hvem der har ansvaret, når flere "
            "er inde over samme barn.",
            workshop=answers(0, 2, 8, 7, 1),
            potential=3,
            feasibility=3,
            strengths=[
                finding("Hver skole har et tværfagligt møde hver sjette uge.", "I1", "I2"),
                finding("PPR er tæt på og til at bruge i hverdagen.", "I1", "W1"),
            ],
            challenges=[
                finding("Familieafdelingen er sjældent med, og planer skrives hver for sig.", "I2", "W1"),
                finding("Overgangen fra dagtilbud til skole er ny fra distrikt til distrikt.", "I4", "W1"),
            ],
            recommendations=[
                recommendation(
                    "investigate",
                    "Se tilbage på ti forløb",
                    "Se uden navne på, hvor ansvaret skiftede hænder, og hvad det førte til.",
                    "PPR og familieafdeling",
                    "4. kvartal 2027",
                )
            ],
            notes=["Her har vi kun interview og workshop at gå ud fra, ingen dokumenter."],
        ),
    ]


def sentences(snapshot: Snapshot) -> Iterator[str]:
    """Every text a reader must find again in what is made from `snapshot`."""
    for row in snapshot["overall"]:
        yield from (row["heading"], row["text"])
    for row in snapshot["levers"]:
        yield from (row["title"], row["question"], row["reasons"], *row["notes"])
        for found in (*row["strengths"], *row["challenges"]):
            yield found["text"]
            yield from (mark["quote"] for mark in found["marks"] if mark["quote"])
        for advice in row["recommendations"]:
            yield from (advice["title"], advice["text"], advice["owner"], advice["when"])
    for row in snapshot["sources"]:
        yield from (row["title"], row["dated"], row["detail"])
    for row in snapshot["next_steps"]:
        yield from (row["when"], row["title"], row["text"])
    yield from snapshot["limits"]
    yield from snapshot["changes"]

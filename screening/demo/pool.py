"""What the demo's other screenings say of each lever, in words that fit both areas."""

from collections.abc import Sequence
from dataclasses import replace

from screening.demo.story import Advice, LeverStory, Paper, Story, Talk, Told

PAPERS = (
    Paper("Børne- og ungepolitik", "2024"),
    Paper("Regnskab for special- og almenområdet", "seneste tre år"),
    Paper("Beskrivelse af visitation og tilbud", "gældende"),
)
TALKS = (
    Talk("Ledere", "Ledere af skoler og dagtilbud", 5, 1),
    Talk("PPR", "Leder og psykologer i PPR", 3, 2),
)
PARTICIPANTS = (("Ledere", 7), ("Lærere og pædagoger", 6), ("PPR og forvaltning", 5))

# Two strengths, two challenges and a recommendation for each lever.
FINDINGS: tuple[tuple[tuple[Told, Told], tuple[Told, Told], Advice], ...] = (
    (
        (
            ("Politikken beskriver, hvad kommunen vil med fællesskaberne, og er vedtaget i byrådet.", ("D1 s. 3",)),
            ("Lederne henviser selv til politikken, når de begrunder prioriteringer.", ("I1",)),
        ),
        (
            ("Målene er formuleret, så det ikke kan ses, om de er nået.", ("D1 s. 5",)),
            ("Medarbejderne kender overskrifterne, men ikke hvad de betyder for hverdagen.", ("I1", "I2")),
        ),
        Advice(
            "adjust",
            "Oversæt ambitionen til hverdagen",
            "Lad hver ledergruppe skrive tre sætninger om, hvad ambitionen betyder hos dem, og følg op efter et år.",
            "Fagchef",
            "Næste halvår",
        ),
    ),
    (
        (
            ("Mange steder planlægger de voksne sammen og deler gruppen op i løbet af dagen.", ("I1",)),
            ("PPR observerer i hverdagen, før der bliver talt om det enkelte barn.", ("I2",)),
        ),
        (
            ("Metoderne er forskellige fra sted til sted, og få er beskrevet.", ("I1", "I2")),
            ("Tid til fælles forberedelse falder væk, når der er sygdom.", ("I1",)),
        ),
        Advice(
            "adjust",
            "Vælg få metoder og hold fast",
            "Aftal to metoder, som alle bruger i et år, og giv dem en fast plads på ledermøderne.",
            "Ledere",
            "Fra næste skoleår",
        ),
    ),
    (
        (
            ("Økonomien følges hver måned og er opdelt på almen- og specialområdet.", ("D2 s. 2",)),
            ("Lederne får de samme tal på samme tid.", ("I1",)),
        ),
        (
            ("Trivsel og fravær ses ikke sammen med tilbud og udgifter.", ("D2 s. 6", "I1")),
            ("Det er ikke aftalt, hvem der handler, når tallene ændrer sig.", ("I1",)),
        ),
        Advice(
            "adjust",
            "Saml tallene på én side",
            "Begynd med seks tal, vis dem hvert kvartal, og brug det første kvarter af ledermødet på dem.",
            "Økonomi og fagchef",
            "Næste kvartal",
        ),
    ),
    (
        (
            (
                "Der er mellemformer flere steder, og personalet fortæller om børn, der er blevet i fællesskabet.",
                ("I1",),
            ),
            ("Specialtilbuddene deler deres viden, når nogen spørger.", ("I2",)),
        ),
        (
            ("Der er intet samlet overblik over tilbud, målgrupper og pladser.", ("D3 s. 9",)),
            ("Vejen tilbage til det almene er ikke beskrevet.", ("D3 s. 11", "I2")),
        ),
        Advice(
            "investigate",
            "Tegn den samlede tilbudsvifte",
            "Beskriv trinene, hvem de er for, hvad de koster, og hvordan et barn kommer videre fra dem.",
            "Fagchef og PPR",
            "Over det næste år",
        ),
    ),
    (
        (
            ("Forløbet er beskrevet trin for trin, og alle bruger samme skema.", ("D3 s. 2",)),
            ("Afgørelserne opleves som fagligt begrundede.", ("I1",)),
        ),
        (
            ("Ventetiden er ikke kendt, og forældre må selv spørge.", ("I1", "I2")),
            ("Skemaet handler mest om barnet og lidt om det, der er prøvet i fællesskabet.", ("D3 s. 4",)),
        ),
        Advice(
            "adjust",
            "Spørg til fællesskabet først",
            "Ret skemaet, så det begynder med, hvad der er prøvet, og hvad det gav. Giv besked ved hvert trin.",
            "Visitationsudvalget",
            "Dette kvartal",
        ),
    ),
    (
        (
            ("Modellen er beskrevet, og lederne kan forklare deres eget budget.", ("D2 s. 8", "I1")),
            ("Der er sat penge af til tidlige indsatser.", ("D2 s. 9",)),
        ),
        (
            ("Det kan bedre betale sig at søge om støtte end at løse opgaven selv.", ("I1",)),
            ("Ingen har set på, hvad modellen får ledere til at gøre.", ("I1", "D2 s. 8")),
        ),
        Advice(
            "investigate",
            "Se på modellens virkning",
            "Følg ti afgørelser baglæns, og se, hvad økonomien betød for valget.",
            "Økonomi",
            "Næste halvår",
        ),
    ),
    (
        (
            ("Faggrupperne mødes fast og kender hinanden.", ("I1", "I2")),
            ("PPR er til at få fat på, når der er brug for hurtig sparring.", ("I1",)),
        ),
        (
            ("Når flere er inde over, er det uklart, hvem der har ansvaret.", ("I2",)),
            ("Viden om barnet går tabt ved overgange.", ("I1", "I2")),
        ),
        Advice(
            "adjust",
            "Udpeg én ansvarlig i hvert forløb",
            "Skriv på første møde, hvem der har ansvaret, og hvornår I ser på det igen.",
            "PPR og ledere",
            "Næste kvartal",
        ),
    ),
)


def lever(number: int, level: int, workshop: tuple[int, ...] = ()) -> LeverStory:
    """A lever at a level: strengths weigh more the higher it is. The reasons are the model's own words for it."""
    strengths, challenges, advice = FINDINGS[number - 1]
    return LeverStory(
        level=level,
        reasons="",
        potential=min(5, max(1, 7 - level - number % 2)),
        feasibility=2 + (number + level) % 4,
        strengths=strengths if level > 2 else strengths[:1],
        challenges=challenges if level < 4 else challenges[:1],
        advice=(advice,),
        workshop=workshop,
    )


def brief(number: int, level: int, *, is_weak: bool) -> LeverStory:
    """A lever with its one most telling finding, and a recommendation where it is weak."""
    part = lever(number, level)
    first = (part.strengths[:1], ()) if level > 2 else ((), part.challenges[:1])
    return replace(part, strengths=first[0], challenges=first[1], advice=part.advice if is_weak else ())


def story(levels: Sequence[int]) -> Story:
    """A whole screening from its seven levels, told briefly."""
    order = sorted(range(1, 8), key=lambda number: levels[number - 1])
    areas = ("retningen", "inklusionspraksis", "data", "tilbudsviften", "visitationen", "tildelingen", "samarbejdet")
    weak, strong = areas[order[0] - 1], areas[order[-1] - 1]
    return Story(
        papers=PAPERS,
        talks=TALKS,
        participants=(),
        levers=tuple(brief(number, level, is_weak=number in order[:2]) for number, level in enumerate(levels, start=1)),
        headlines=(
            (f"I er længst med {strong}.", "Her er praksis aftalt og kendt, og det kan I bygge videre på."),
            (f"Begynd med {weak}.", "Her er der størst afstand mellem det, I vil, og det, I gør i dag."),
        ),
        limits="Screeningen bygger på få interview. Børnenes egne perspektiver indgår ikke.",
        next_steps=(
            ("Næste måned", "Drøft billedet i ledergruppen", "Vælg ét greb at begynde med."),
            ("Første netværksdag", "Tag jeres greb med", ""),
        ),
    )

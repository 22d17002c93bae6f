"""Stevns' strategy in the demo: its units, its texts, and the work behind it.

The names of the elements, bearings and guiding marks are Stevns Kommune's own, from "Sammen MED børnene" (2023); every
sentence around them, the units and the people are ours.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from accounts.models import User
from partnerships.models import Municipality
from strategy import communications, involvement, onboarding, strategies, strategy_reviews, units
from strategy.communications import Message
from strategy.involvement import Occasion
from strategy.models import Strategy, Unit
from strategy.onboarding import Step
from strategy.strategy_reviews import Content, Point
from strategy.strategy_texts import (
    ElementText,
    MarkText,
    PeriodText,
    PhaseText,
    QuestionText,
    Row,
    Texts,
    mark_of,
    rows_of,
    texts_of,
)
from strategy.units import Details

TITLE = "Sammen MED børnene"
BEGUN, PUBLISHED = timedelta(days=900), timedelta(days=790)  # before today
# Name, kind, part of the municipality, leader, the leader's title and address.
UNITS = (
    ("Klintskolen", "school", "Nord", "Karen Toft", "Skoleleder", "leder@stevns.example"),
    ("Åskolen", "school", "Midt", "Vibeke Molin", "Skoleleder", "vibeke.molin@stevns.example"),
    ("Strandskolen", "school", "Syd", "Erik Damsø", "Skoleleder", "erik.damsoe@stevns.example"),
    ("SFO Klinten", "after_school", "Nord", "Ole Birk", "SFO-leder", "ole.birk@stevns.example"),
    ("Klub Havnen", "after_school", "Syd", "Gitte Rønne", "Klubleder", "gitte.roenne@stevns.example"),
    ("Børnehuset Kridtet", "daycare", "Nord", "Anne Lund", "Dagtilbudsleder", "anne.lund@stevns.example"),
    ("Børnehuset Bøgen", "daycare", "Midt", "Susan Vang", "Dagtilbudsleder", "susan.vang@stevns.example"),
    ("Vuggestuen Mågen", "daycare", "Syd", "Per Ask", "Dagtilbudsleder", "per.ask@stevns.example"),
    ("PPR og Sundhed", "ppr", "", "Inge Holt", "Leder af PPR", "inge.holt@stevns.example"),
    ("Familiehuset", "family", "", "Lars Eng", "Afdelingsleder", "lars.eng@stevns.example"),
    ("Specialklasserne ved Åskolen", "special", "Midt", "Maja Skov", "Afdelingsleder", "maja.skov@stevns.example"),
    ("Ungdomsskolen", "youth", "", "Tom Reved", "Ungdomsskoleleder", "tom.reved@stevns.example"),
)
MARKS = (
    MarkText("Rettidig og forebyggende indsats", "Vi handler, mens det er småt, og venter ikke på en diagnose."),
    MarkText("Stærk faglighed", "Vi bygger på det, vi ved virker, og undersøger resten."),
    MarkText(
        "Mødes af ambitiøse voksne, der ser potentialet hos alle børn og unge",
        "Vi spørger først, hvad barnet kan, og hvad der skal til for, at det lykkes.",
    ),
    MarkText("Et liv i fællesskab", "Alle børn har nogen at være sammen med, også i pauserne."),
    MarkText("Høj mental trivsel", "Børnene har det godt, og vi hører det fra dem selv."),
)
ELEMENTS = (
    ElementText(
        "Vi arbejder fællesskabende",
        "Et barn lykkes ikke alene. Derfor ser vi på gruppen før barnet: Hvem leger med hvem, hvem står udenfor, og "
        "hvad kan vi voksne ændre, så flere kan være med?",
        "Hvordan styrker I fællesskabet om børnene?",
        False,
        (
            "Alle børn har et ønske om at lykkes og trives, og de gør det bedste, de kan",
            (
                "Alle børn ønsker at være en del af fællesskabet, og alle børn har forskellige styrker og "
                "udfordringer, som bidrager til fællesskabet"
            ),
            (
                "Setup for succes i fællesskabet, hvor vi justerer forventninger og krav i forhold til børnegruppens "
                "og de enkelte børns dagsform"
            ),
            "Vi er sammen om at lykkes og øver os i fællesskab; både børn, forældre og fagpersoner",
        ),
    ),
    ElementText(
        "Pædagogiske og didaktiske metoder",
        "Vi vælger metode efter børnene, ikke omvendt. Det begynder med at forstå, hvordan dagen ser ud fra barnets "
        "plads, og det slutter med, at vi ved, om metoden hjalp.",
        "Hvilke metoder prøver I af, og hvordan hører I børnene?",
        False,
        (
            "Børn skal have lige muligheder for at blive hørt og have reel mulighed for inddragelse",
            "Mere anerkendelse af mangfoldighed i fællesskabet, som bl.a. handler om at høre til og blive holdt af",
            "Vi skal arbejde med færre regler og mere forudsigelighed",
            (
                "Der skal skabes højere grad af sammenhæng og overlap mellem forskellige aktiviteter i børnenes "
                "hverdag, mellem dagtilbud og skole mm."
            ),
        ),
    ),
    ElementText(
        "Ressourcer følger børnefællesskabet",
        "Tid, penge og specialviden skal ud, hvor børnene er. Når to enheder lægger ressourcer sammen, kan de mere "
        "end hver for sig, og ledelsen holder fast, også når hverdagen trækker.",
        "Hvilke ressourcer lægger I sammen, og hvordan bakker ledelsen op?",
        False,
        (
            "Ledelsesmæssig opbakning og vedholdenhed",
            (
                "Vi går mod det integrative samarbejde, hvor vi investerer ressourcer i hinanden for at nå det fælles "
                "mål omkring børnene"
            ),
            "Vi arbejder med strategisk kompetenceudvikling",
            "Onboarding af nye medarbejdere i “sammen MED børnene” sker løbende fra lokalt og centralt hold",
        ),
    ),
    ElementText(
        "Aldrig alene – Altid kompetent",
        "Ingen skal stå alene med en svær opgave. Vi kender hinanden på tværs, vi deler det, vi kan, og to voksne "
        "med samme gruppe har en aftale om, hvem der gør hvad.",
        "Hvem er I sammen med, og hvad lærer I af hinanden?",
        False,
        (
            "Udbygning af kendskab og netværk på tværs",
            "Udvikling af sam-praksis / co-teaching",
            "Udvikling og afprøvning af fælles tværgående modeller",
        ),
    ),
    ElementText(
        "Prøvehandlinger og øvebaner",
        "Her bliver de fire elementer til handling. Vi prøver noget af i det små, måler, hører børnene og beslutter, "
        "om det skal beholdes, tilpasses eller lægges væk. En øvebane er et sted, hvor vi øver os, før det gælder.",
        "",
        True,
    ),
)
CYCLE = (
    PhaseText("Ansøg og udvælg", 10, 12, "Medarbejdere søger sammen på tværs, og udvalget vælger omkring tyve."),
    PhaseText("Aftal og begynd", 1, 2, "Teamene aftaler, hvad de måler, og tager et udgangspunkt."),
    PhaseText("Prøv af og mål", 2, 12, "Små cyklusser: planlæg, afprøv, reflektér, justér. Status efter et halvt år."),
    PhaseText("Evaluér strategien", 5, 6, "Hvad beholder, justerer og lægger vi væk? Det bliver til næste udgave."),
    PhaseText("Udbred det, der virker", 8, 9, "Årets katalog udkommer, og enhederne vælger noget at tage med hjem."),
)
QUESTIONS = (
    QuestionText("Mål", "Hvad skal være bedre for børnene?"),
    QuestionText("Succeskriterier", "Hvordan ser vi, at det er blevet bedre?"),
    QuestionText("Metoder", "Hvad vil vi gøre anderledes for at nå det?"),
)
STEPS = (
    Step("Hvad vil vi?", "Læs visionen og målet. Tænk på ét barn, du kender, som kunne få glæde af det.", "", 5),
    Step(
        "Modellen på fem minutter",
        "Se de fire elementer og det i midten. Hvilket af dem arbejder din gruppe mest med lige nu?",
        "",
        5,
    ),
    Step("Se en prøvehandling", "Åbn en, der er i gang. Læs, hvad de måler, og hvad børnene siger.", "", 10),
    Step(
        "Find din makker",
        "Aftal med din leder, hvem du kan spørge på din egen enhed og på en anden. Aldrig alene, altid kompetent.",
        "",
        5,
    ),
    Step("Kom med en idé", "Skriv en ting ned, du gerne vil prøve af. Tag den med til næste teammøde.", "", 5),
)


def build(municipality: Municipality, *, by: User, today: datetime) -> Strategy:
    """The units, the published strategy, and the work behind it up to `today`."""
    begun = today - BEGUN
    add_units(municipality, by=by, at=begun)
    strategy = strategies.begin(municipality=municipality, title=TITLE, by=by, at=begun)
    _write(strategy, by=by, at=begun + timedelta(days=60), year=(today - PUBLISHED).year)
    strategies.publish(strategy=strategy, by=by, at=today - PUBLISHED)
    _involve(strategy, by=by, today=today)
    _tell(strategy, by=by, today=today)
    onboarding.save(strategy=strategy, steps=STEPS, seen=onboarding.mark_of([]), by=by, at=today - PUBLISHED)
    _review(strategy, by=by, today=today)
    return strategy


def add_units(municipality: Municipality, *, by: User, at: datetime) -> list[Unit]:
    """Twelve units in three parts of the municipality."""
    return [
        units.add(municipality=municipality, details=Details(name, kind, leader, email, title, part), by=by, at=at)
        for name, kind, part, leader, title, email in UNITS
    ]


def _texts(year: int) -> Texts:
    return Texts(
        title=TITLE,
        subtitle="Sådan skaber vi fællesskaber, som flere børn og unge mellem 0 og 18 år er en del af",
        starts_on=date(year, 8, 1),
        ends_on=date(year + 3, 7, 31),
        vision="Alle børn og unge hører til i et bæredygtigt fællesskab, og så vidt muligt i det almene.",
        goal="Vi vil finde løsningerne sammen på tværs af almen og special, så flere børn får udbytte af de almene "
        "fællesskaber og tilbud. Det skal kunne ses i børnenes trivsel, fravær og venskaber og i det, de lærer.",
        introduction="Udgiften til specialundervisning voksede med omkring halvdelen på tre år. En analyse af "
        "skolerne blev behandlet politisk, og udvalget besluttede, at kommunen skulle have en strategi for inklusion. "
        "Arbejdet blev udvidet til hele området fra 0 til 18 år, fordi fællesskaber begynder i vuggestuen.\n\n"
        "Mere end 200 medarbejdere, ledere, forældre, børn og politikere har været med. Børnenes egne ord har "
        "fyldt meget, og derfor hedder strategien, som den gør.",
        value_base="At være med er mere end at være til stede. Det er at betyde noget for de andre, at blive mødt og "
        "at have noget at bidrage med. Børnekonventionen og Salamanca-erklæringen giver alle børn ret til at lære der, "
        "hvor de fleste er. Det kan ingen løse alene: Det er børn, forældre og fagfolk, der gør det sammen.",
        model_name="Kvintetmodellen",
        model_text="Modellen er vores fælles sprog. Fire elementer bærer arbejdet, og det femte i midten er der, hvor "
        "de bliver til handling. Hvert element har pejlinger: korte sætninger, der viser retningen, når vi er i tvivl.",
        improvement_text="Vi ved ikke på forhånd, hvad der virker hos os. Derfor prøver vi af i det små: Vi planlægger "
        "og siger højt, hvad vi tror, der sker. Vi afprøver, ser på tallene og hører børnene. Så justerer vi. "
        "To enheder eller aktører er altid sammen om en prøvehandling.",
        sources="Stevns Kommune: Sammen MED børnene. Inklusionsstrategi (2023). Navne på elementer, pejlinger og "
        "pejlemærker er derfra.\n"
        "Stevns Kommune: Sammenhængende Børne- og ungepolitik 2021–2024.\n"
        "Socialstyrelsen: Håndbog i lovende praksis, hæfte 4: Forbedringsarbejde gennem prøvehandlinger.",
    )


def _write(strategy: Strategy, *, by: User, at: datetime, year: int) -> None:
    draft = strategy.versions.get()
    strategies.save_texts(strategy=strategy, texts=_texts(year), seen=mark_of(texts_of(draft)), by=by, at=at)
    timeline = (
        PeriodText(f"Forår og sommer {year}", "Workshops, temamøder og interviews. Strategien bliver skrevet."),
        PeriodText(f"Efterår {year}", "Udvalget og kommunalbestyrelsen behandler strategien. Første runde åbner."),
        PeriodText(f"Forår {year + 1}", "De første prøvehandlinger begynder. Status efter et halvt år."),
        PeriodText(f"Efterår {year + 1}", "Prøvehandlingerne bliver evalueret, og det første katalog udkommer."),
        PeriodText(f"Forår {year + 2}", "Kataloget bliver brugt i enhederne, og en ny runde prøver mere af."),
        PeriodText(f"August {year + 3}", "Kataloget bliver udbygget, og næste udgave af strategien er klar."),
    )
    parts: dict[str, Sequence[Row]] = {
        "guiding_marks": MARKS,
        "timeline": timeline,
        "cycle": CYCLE,
        "elements": ELEMENTS,
        "improvement_questions": QUESTIONS,
    }
    for part, rows in parts.items():
        strategies.save_part(strategy=strategy, part=part, rows=rows, seen=mark_of(rows_of(draft, part)), by=by, at=at)


def _involve(strategy: Strategy, *, by: User, today: datetime) -> None:
    begun = (today - BEGUN).date()
    told = (
        (0, "workshop", "medarbejdere, ledere og faglige organisationer", 62, "Det fælles sprog blev det vigtigste."),
        (18, "interview", "børn fra 2. til 8. klasse", 24, "“De voksne skal spørge, før de bestemmer.”"),
        (30, "theme_meeting", "forældrebestyrelser", 38, "Ønske om færre overgange mellem dagtilbud og skole."),
        (41, "interview", "unge i specialtilbud", 7, "De savner venner i den skole, de kom fra."),
        (55, "workshop", "PPR, familieafdeling og specialklasser", 31, "Fire elementer blev til fem: det i midten."),
        (70, "theme_meeting", "kommunalbestyrelsen", 19, "Målet skal kunne ses hos børnene, ikke kun i budgettet."),
        (84, "theme_meeting", "medarbejdere efter fyraften", 46, "Idéer til de første prøvehandlinger."),
    )
    for days, kind, group, people, text in told:
        held = begun + timedelta(days=days)
        at = today - BEGUN + timedelta(days=days + 1)
        involvement.add(strategy=strategy, occasion=Occasion(held, kind, group, people, text), by=by, at=at)


def _tell(strategy: Strategy, *, by: User, today: datetime) -> None:
    day = today.date()
    plan = (
        (-760, "Alle ansatte på 0–18-årsområdet", "Strategien er vedtaget. Her er den på én side.", "mail", "Centret"),
        (-380, "Forældre", "De første prøvehandlinger er i gang. Det mærker jeres børn.", "aula", "Lederne"),
        (-75, "Alle enheder", "Årets katalog er udkommet. Vælg én indsats at prøve.", "meeting", "Lederne"),
        (-5, "Udvalget for børn og unge", "Status på runden: hvor mange har søgt, og om hvad.", "meeting", "Centret"),
        (24, "Ansøgerne", "Afgørelsen, med udvalgets begrundelse, til alle på samme tid.", "mail", "Udvalget"),
        (80, "Børn i elevrådene", "Hvad der skete med det, I sagde.", "meeting", "Skolelederne"),
        (150, "Lokalavisen", "Tre prøvehandlinger fortalt af børnene.", "press", "Centret"),
    )
    for days, audience, message, channel, responsible in plan:
        due = day + timedelta(days=days)
        row = communications.add(
            strategy=strategy,
            message=Message(due, audience, message, channel, responsible),
            by=by,
            at=today - PUBLISHED,
        )
        if days < -30:
            communications.mark_done(communication=row, is_done=True, by=by, at=today + timedelta(days=days))


def _review(strategy: Strategy, *, by: User, today: datetime) -> None:
    content = Content(
        "Retningen holder. Modellen bliver brugt på møderne, men pejlingerne er svære at huske. Prøvehandlingerne har "
        "givet mod til at prøve noget småt, og samarbejdet mellem skole og SFO er blevet tættere.",
        (
            Point("keep", "To enheder er altid sammen om en prøvehandling."),
            Point("keep", "Børnenes stemmer er med fra begyndelsen."),
            Point("adjust", "Færre pejlinger, skrevet så nye kolleger forstår dem."),
            Point("adjust", "Målingerne skal kunne tastes på telefonen på under et minut."),
            Point("drop", "Det lange skema til status. Tallene er der allerede."),
        ),
    )
    at = today - timedelta(days=12)
    strategy_reviews.save(strategy=strategy, year=today.year, content=content, revision=0, by=by, at=at)

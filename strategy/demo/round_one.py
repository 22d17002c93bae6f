"""The demo's first round: what came of each application, with the measurements it was judged by. All invented."""

from dataclasses import dataclass, field

from strategy.demo.ideas import Idea


@dataclass(frozen=True)
class Turn:
    """An improvement cycle: after how many weeks it began, how long it was tried, and what was decided."""

    week: int
    weeks: int
    title: str
    question: str
    prediction: str
    tried: str
    result: str = ""
    against: str = ""
    decision: str = ""
    adjustment: str = ""


@dataclass(frozen=True)
class Level:
    """What the measurements lie around, before the start and from so many weeks after it; `spread` is how wide.

    `out_of` is how many are asked, for rates.
    """

    before: float
    after: float
    spread: float
    turns_at: int = 4
    out_of: int = 0
    last: int | None = None


@dataclass(frozen=True)
class Words:
    """What the team says in status and evaluation."""

    works: str
    hard: str
    children: str
    effect: str
    conditions: str = ""
    lead: str = ""
    levers: tuple[int, ...] = ()
    sources: str = ""


@dataclass(frozen=True)
class Life:
    """An application of the first round, and how far it came. `weeks` is how long ago it began; 0 never did."""

    idea: Idea
    ends: str
    weeks: int = 0
    level: Level | None = None
    turns: tuple[Turn, ...] = ()
    voices: tuple[tuple[int, str, str], ...] = ()
    notes: tuple[tuple[int, str], ...] = ()
    words: Words | None = None
    status: str = ""
    grounds: str = ""
    learnt: str = ""
    advice: tuple[bool, ...] = field(default=())


RECESS = Life(
    Idea(
        "Sammen om frikvarteret", "lower_primary", "Skolegården mod nord", "Børnene på 3. årgang",
        "Hvert frikvarter begynder med en leg, som alle kan gå ind i, og slutter med to minutters snak i klassen.",
        "Alle børn skal have nogen at være sammen med i frikvarteret.",
        "Hvert tredje barn sagde, at frikvarteret er dagens sværeste tid.",
        "together", (67, 80), ("school 0", "after_school 0"), 1, 4.6,
    ),
    ends="running", weeks=15, level=Level(0.66, 0.81, 0.03, turns_at=9, out_of=46),
    turns=(
        Turn(
            0, 4, "Legepatrulje fra 6. årgang", "Kan store børn få flere med i legen?",
            "De store kan invitere ind i legen. Vi venter 75 procent.", "To frikvarterer om dagen i fire uger.",
            "De store var gode til at begynde en leg og gik, når den kørte.", "68 procent mod ventet 75.",
            "adapt", "Der går nu en voksen med rundt.",
        ),
        Turn(
            5, 5, "En kendt voksen ude hver dag", "Gør en kendt voksen det lettere at spørge?",
            "Flere tør spørge. Vi venter 75 procent.", "Fire frikvarterer om ugen.",
            "Børnene gik hen til den voksne først og til hinanden bagefter.", "76 procent mod ventet 75.",
            "adopt", "Det fortsætter vi med.",
        ),
        Turn(
            11, 6, "Børnene vælger ugens lege", "Er flere med, når børnene selv har valgt?",
            "Flere deltager, når de selv vælger. Vi venter 80 procent.", "Vi er nået til den tredje uge.",
        ),
    ),
    voices=(
        (13, "Der kommer næsten altid nogen hen til en nu.", "Barn i 3. årgang"),
        (11, "Vi kan godt finde på legene selv. De bliver sjovere.", "Børnerådet"),
        (6, "Jeg ved godt, hvem jeg kan gå hen til.", "Barn i 3. årgang"),
    ),
    notes=(
        (8, "Teamet har fået en time om ugen til planlægning. Vi ser på det igen efter ferien."),
        (13, "Ved sygdom sender vi en anden end den, børnene regner med ude."),
    ),
)  # fmt: skip

OTHERS: tuple[Life, ...] = (
    Life(
        Idea(
            "Rolig begyndelse på dagen", "lower_primary", "Klasserne på 2. årgang", "Børnene i 2. klasse",
            "De første ti minutter er de samme hver dag: læs, tegn eller byg ved sin plads, mens musikken spiller.",
            "Dagen skal gå i gang uden at vente.",
            "Børnene siger, at man ikke ved, om man er kommet for sent eller for tidligt.",
            "calm", (12, 7), ("school 1", "ppr 0"), 2, 4.0,
        ),
        ends="running", weeks=18, level=Level(12, 12, 1.5),
        turns=(
            Turn(
                1, 5, "Musik som signal", "Går vi hurtigere i gang med musik?", "Vi kommer ned på 9 minutter.",
                "Hver morgen i fem uger.", "Musikken var rar, men vi ventede stadig på de sidste.",
                "12 minutter mod ventet 9.", "abandon", "Vi prøver i stedet to døre.",
            ),
            Turn(
                7, 8, "To døre ind", "Er det køen, der tager tiden?", "Vi kommer ned på 8 minutter.",
                "Begge døre er åbne, og jakkerne hænger i klassen.",
            ),
        ),
        voices=((9, "Jeg kan godt lide at bygge, men så skal vi altid stoppe.", "Barn i 2. klasse"),),
    ),
    Life(
        Idea(
            "Børnene leder samtalen", "upper_primary", "Mødelokalet", "Elever i 5. klasse og deres forældre",
            "Eleven leder sin egen skole-hjem-samtale med tre kort: det kan jeg, det øver jeg, det vil "
            "jeg have hjælp til.",
            "Samtalen skal handle om det, eleven vil.",
            "Eleverne siger, at de andre taler om dem, mens de sidder der.",
            "parents", (60, 80), ("school 2", "family 0"), 1, 4.1,
        ),
        ends="running", weeks=6, level=Level(0.6, 0.72, 0.05, turns_at=1, out_of=22),
        voices=((4, "Jeg sagde noget, de ikke vidste.", "Elev i 5. klasse"),),
    ),
    Life(
        Idea(
            "Én tavle for ugen", "upper_primary", "Specialklassen og naboklassen", "To klasser, der deler gang",
            "De to klasser har samme ugetavle, og eleverne vælger, hvor de vil løse to af opgaverne.",
            "Døren mellem klasserne skal bruges.",
            "Eleverne siger, at døren er åben, men at man ikke går igennem den.",
            "joined", (62, 78), ("school 3", "special 0"), 3, 3.9,
        ),
        ends="running", weeks=30, level=Level(0.7, 0.56, 0.03, turns_at=6, out_of=38),
        turns=(
            Turn(
                0, 6, "Fælles opgaver om onsdagen", "Bruger eleverne døren, når opgaven er fælles?",
                "Mindst halvdelen går igennem.", "Seks onsdage.", "De samme fire elever gik frem og tilbage.",
                "Færre end halvdelen.", "adapt", "Vi gør det på faste hold.",
            ),
        ),
        words=Words(
            works="De voksne planlægger sammen og har fået øje på hinandens elever.",
            hard="Der er blevet mere uro i begge klasser i de åbne timer, og færre er med hele timen.",
            children="Eleverne synes om at vælge, men siger, at der er for mange i rummet.",
            effect="",
        ),
        status="adjust",
    ),
    Life(
        Idea(
            "Makkerlæsning i indskolingen", "lower_primary", "Biblioteket", "Børnene i 1. og 3. klasse",
            "To børn læser for hinanden efter samme opskrift fire gange om ugen i ti minutter.",
            "Alle skal læse højt hver dag for én, der lytter.",
            "De yngste siger, at de store lytter bedre end de voksne, for de har bedre tid.",
            "reading", (38, 52), ("school 2", "after_school 1"), 2, 4.2,
        ),
        ends="agreed", level=Level(38, 38, 2),
    ),
    Life(
        Idea(
            "Fælles frokost hver torsdag", "kindergarten", "Alrummet", "De tre ældste grupper",
            "De tre stuer spiser sammen en gang om ugen, og børnene går selv rundt med fadene.",
            "Børnene skal kende andre end dem på stuen.",
            "Børnene ved ikke, hvad de andre stuers børn hedder.",
            "known", (45, 70), ("daycare 2", "family 0"), 1, 3.4,
        ),
        ends="reserve", grounds="God og enkel. Vi mangler at se, hvordan I hører de børn, der siger mindst.",
    ),
    Life(
        Idea(
            "Tryg aflevering", "nursery", "Garderoben i vuggestuen", "Familier til de nye børn",
            "De samme to voksne tager imod hver morgen i tre måneder. Forældrene får et billede af den første leg.",
            "Afskeden skal være kort og tryg for både børn og voksne.",
            "De mindste ser efter den voksne, de kender, før de slipper hånden.",
            "glad", (66, 84), ("daycare 0", "ppr 0"), 1, 4.7,
        ),
        ends="in_catalogue", weeks=52, level=Level(0.66, 0.86, 0.03, turns_at=3, out_of=30, last=40),
        turns=(
            Turn(
                0, 5, "To faste voksne om morgenen", "Bliver afskeden kortere med kendte voksne?",
                "Otte ud af ti lægger en glad brik.", "Fem uger med byttede vagter.",
                "Flere børn gik selv ind. Nogle forældre blev længere, fordi det var rart.", "78 procent "
                "mod ventet 80.",
                "adopt", "Vagtplanen er lavet om til sommer.",
            ),
            Turn(
                7, 6, "Et billede af den første leg", "Hjælper billedet forældrene til at gå?",
                "Afskeden varer under fem minutter.", "Billeder på skærmen i garderoben.",
                "Forældrene så billedet på vej ud i stedet for at blive.", "Fire ud af fem gik inden for fem minutter.",
                "adopt", "Billedet er en fast del.",
            ),
            Turn(
                15, 3, "Sang ved døren", "Gør en sang afskeden lettere?", "Alle børn er med.", "Tre uger.",
                "Det blev en forestilling, som børnene ventede på.", "Halvdelen var med.", "abandon",
                "Vi synger i samlingen i stedet.",
            ),
        ),
        voices=(
            (6, "Farvel ved vinduet og så lege.", "Barn på to år, fortalt af pædagogen"),
            (20, "Den samme siger godmorgen.", "Barn på to år, fortalt af pædagogen"),
        ),
        notes=((10, "Vagtplanen holder også i ferieugerne. Vi har talt med de to andre huse om at prøve det."),),
        words=Words(
            works="De faste voksne. Børnene går selv ind, og forældrene spørger mindre.",
            hard="Ferie og sygdom. Vi har nu en tredje voksen, som børnene også kender.",
            children="De peger på billedet af den voksne og går derhen.",
            effect="Andelen af glade morgener gik fra omkring to ud af tre til mere end fire ud af fem, og den "
            "er blevet der i over et halvt år. Personalet bruger mindre tid på trøst og mere på leg.",
            conditions="To voksne, der møder på samme tid i tre måneder, og en leder, der holder fast, når der mangler "
            "nogen andre steder.",
            lead="To kendte voksne tager imod hver morgen. Det giver korte, trygge afskeder, og det koster kun "
            "en ny vagtplan.",
            levers=(3, 5),
            sources="Egne målinger gennem 40 uger, samtaler med forældre og ledelsens noter.",
        ),
        status="go_on", advice=(True, True, True, True),
    ),
    Life(
        Idea(
            "Legegrupper før skolestart", "transition", "SFO'ens store rum", "Børn, der skal begynde i skole",
            "Seks lørdage før sommerferien leger de nye børn i grupper med dem, de skal gå i klasse med.",
            "Ingen skal møde en helt ukendt klasse.",
            "Børnene tegner skolen uden børn i, før de har været der.",
            "together", (48, 75), ("daycare 1", "school 0", "after_school 0"), 1, 4.4,
        ),
        ends="in_catalogue", weeks=46, level=Level(0.5, 0.73, 0.04, turns_at=4, out_of=24, last=34),
        turns=(
            Turn(
                0, 6, "Faste grupper på fire", "Finder flere en makker i små grupper?", "Seks ud af ti.",
                "Seks lørdage med de samme fire.", "Grupperne holdt også i august.", "64 procent mod ventet 60.",
                "adopt", "Grupperne følges ad de første tre uger i skolen.",
            ),
        ),
        words=Words(
            works="Grupper på fire, som mødes flere gange, og som klassens lærer kender.",
            hard="Lørdage passer ikke alle familier. Vi holdt to eftermiddage i stedet for de sidste to.",
            children="Børnene kunne navnene på dem i gruppen i august.",
            effect="Knap tre ud af fire havde nogen at være sammen med i pauserne efter seks uger mod halvdelen "
            "året før.",
            conditions="En pædagog, der går med over i skolen, og en lærer, der er med to af gangene.",
            lead="De kommende skolebørn leger i grupper på fire før ferien. Det giver dem kammerater fra første dag.",
            levers=(3, 4),
            sources="Egne målinger gennem 34 uger.",
        ),
        advice=(True, True, False),
    ),
    Life(
        Idea(
            "Forældremøder i øjenhøjde", "kindergarten", "Stuen", "Forældre til børn på mellemgruppen",
            "Mødet holdes på stuen, mens børnene leger. Hvert barn viser sine forældre et sted, de er glade for.",
            "Flere forældre skal kende børnenes hverdag.",
            "Børnene valgte steder, vi ikke vidste betød noget.",
            "parents", (60, 78), ("daycare 2", "family 0"), 3, 3.8,
        ),
        ends="in_catalogue", weeks=40, level=Level(0.62, 0.63, 0.05, out_of=26, last=34),
        voices=((8, "Her sidder jeg, når jeg bygger.", "Barn på fire år"),),
        words=Words(
            works="At børnene viser frem. Forældrene taler med hinanden bagefter.",
            hard="De forældre, vi ser mindst til, kom heller ikke denne gang.",
            children="De vil gerne gøre det igen og har nye steder klar.",
            effect="Forældrene fortæller, at de ved mere, men tallene viser ingen sikker ændring endnu.",
            conditions="Én voksen mere på mødedagen og en invitation, som børnene selv afleverer.",
            lead="Børnene viser deres forældre rundt. Det giver gode samtaler, men tallene er ikke flyttet endnu.",
            levers=(5,),
            sources="Egne målinger og samtaler med 14 familier.",
        ),
        advice=(True, False, True),
    ),
    Life(
        Idea(
            "To voksne i læsetimen", "upper_primary", "Klasserne på 4. årgang", "Eleverne i 4. klasse",
            "Læsevejlederen og dansklæreren underviser sammen i tre timer om ugen og bytter roller undervejs.",
            "Flere skal komme i gang selv.",
            "Eleverne siger, at man lærer af at se to voksne være uenige om en bog.",
            "calm", (13, 8), ("school 3", "ppr 0"), 2, 4.3,
        ),
        ends="evaluated", weeks=36, level=Level(13, 8, 1.2, turns_at=4, last=30),
        turns=(
            Turn(
                1, 6, "Den ene leder, den anden ser på", "Ser vi det samme?", "Vi kommer ned på 10 minutter.",
                "Seks uger.", "Vi så, at de samme fem elever ventede på os.", "10 minutter mod ventet 10.", "adopt",
                "De fem får første trin på kort.",
            ),
        ),
        voices=((12, "Man kan spørge den ene, mens den anden taler.", "Elev i 4. klasse"),),
        words=Words(
            works="At bytte roller og at se på de samme elever.",
            hard="Den fælles forberedelse. Uden den blev det to voksne i samme rum.",
            children="De siger, at der er mindre ventetid.",
            effect="Klassen er i gang efter omkring otte minutter mod tretten før, og det har holdt siden.",
            conditions="Tre fælles timer i skemaet og en halv times forberedelse.",
        ),
        advice=(True, True),
    ),
    Life(
        Idea(
            "Fælles aktiviteter efter klubtid", "lower_secondary", "Ungdomsklubben", "Unge i 7. og 8. klasse",
            "En aften om ugen vælger de unge selv, hvad der skal ske, og inviterer én, der ikke plejer at komme.",
            "Flere unge skal have et sted at gå hen.",
            "De unge siger, at man ikke går i klub alene.",
            "together", (40, 60), ("youth 0", "school 1"), 1, 3.5,
        ),
        ends="evaluated", weeks=34, level=Level(0.45, 0.55, 0.1, turns_at=2, out_of=12, last=9),
        words=Words(
            works="Invitationerne. Der kom nye hver gang.",
            hard="De nye kom én gang. Vi målte for sjældent til at sige mere.",
            children="De unge vil hellere mødes om noget bestemt.",
            effect="Vi kan ikke sige det sikkert: vi fik kun målt ni gange.",
            conditions="En ungdomsmedarbejder, der kender de unge fra skolen.",
        ),
    ),
    Life(
        Idea(
            "Hvilerum i udskolingen", "lower_secondary", "Et rum ved trappen", "Elever i 7. til 9. klasse",
            "Et rum uden skærme, hvor man kan være ti minutter og komme tilbage uden at skulle forklare sig.",
            "Færre skal gå hjem midt på dagen.",
            "De unge siger, at det er flovt at bede om en pause.",
            "absence", (30, 20), ("school 2", "ppr 0"), 4, 3.6,
        ),
        ends="stopped", weeks=26, level=Level(0.3, 0.3, 0.03, out_of=44, last=14),
        turns=(
            Turn(
                1, 6, "Rummet er åbent hele dagen", "Bruger de elever det, som har brug for det?",
                "Fem elever om dagen.", "Seks uger.", "Det blev et sted at være sammen i stedet for at hvile.",
                "Femten om dagen, men ikke dem, vi tænkte på.", "adapt", "Åbent i timerne og med en voksen.",
            ),
        ),
        learnt=(
            "Et rum gør ingen forskel uden en voksen, der ser, hvem der trænger. De elever, det var tænkt til, kom "
            "ikke, fordi de andre kunne se dem gå. Næste gang begynder vi med en fast voksen i klassen."
        ),
    ),
    Life(
        Idea(
            "Udeskole hver uge", "upper_primary", "Skoven ved åen", "Eleverne i 4. årgang",
            "En hel dag om ugen ude med matematik, natur og mad over bål.",
            "Flere elever skal opleve, at de kan noget i matematik.",
            "Eleverne siger, at tal er nemmere, når man kan bære dem.",
            "joined", (60, 80), ("school 1", "after_school 1"), 2, 3.0,
        ),
        ends="declined",
        grounds="En god idé, men den er for stor til en prøvehandling: begynd med én klasse og seks uger, og søg igen.",
    ),
    Life(
        Idea(
            "Nabosprog i pausen", "upper_primary", "Aulaen", "Eleverne i 5. klasse",
            "Pauselege på norsk og svensk, ledet af eleverne.",
            "Flere skal have lyst til at lege på tværs af klasser.",
            "Eleverne synes, at det er sjovt at sige noget forkert sammen.",
            "together", (70, 74), ("school 3", "youth 0"), 2, 2.4,
        ),
        ends="declined",
        grounds="Vi kan ikke se, hvilke børn der får noget ud af det, som de ikke har i dag, eller hvordan det måles.",
    ),
    Life(
        Idea(
            "Samlet morgenmøde for hele skolen", "across", "Aulaen", "Alle elever",
            "Hele skolen mødes ti minutter hver mandag om en sang og en historie, som en klasse har valgt.",
            "Skolen skal have noget fælles.",
            "De yngste siger, at de gerne vil vide, hvem de store er.",
            "glad", (72, 82), ("school 0", "after_school 0"), 1, 3.7,
        ),
        ends="withdrawn",
    ),
)  # fmt: skip

LIVES: tuple[Life, ...] = (RECESS, *OTHERS)
MINUTES = (
    "Udvalget havde læst alle ansøgninger hver for sig. Vi var enige om de fleste og brugte tiden på dem, hvor vi så "
    "forskelligt på det. Vi lagde vægt på, at børnene bliver hørt, at to enheder har hver sin rigtige opgave, og at "
    "man kan se bagefter, om det hjalp. Vi valgte med vilje også prøvehandlinger for de mindste og for de unge."
)

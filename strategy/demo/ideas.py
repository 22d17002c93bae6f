"""What an application of the demo is made of, and the texts that many of them share, in our own words."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Idea:
    """A trial action somebody applies with. `units` are kinds with a place among the municipality's: "school 0".

    `goal` is followed by the target's figures; `quality`, 1 to 5, is what a committee tends to think of it, and `apart`
    says that it does not agree.
    """

    title: str
    age: str
    place: str
    group: str
    what: str
    goal: str
    seen: str
    measure: str
    target: tuple[float, float]
    units: tuple[str, ...]
    leading: int
    quality: float
    actor: str = ""
    apart: bool = False
    second: str = ""


@dataclass(frozen=True)
class Theme:
    """What goes with a measure: how it is worked with, what is hoped for, and what stands in the way."""

    methods: str
    effect: str
    risks: str


MEASURES: dict[str, dict[str, Any]] = {
    "together": {
        "theme": "friendships",
        "title": "Havde nogen at være sammen med i pausen",
        "kind": "rate",
        "direction": "higher",
        "numerator_label": "Hvor mange svarede ja?",
        "denominator_label": "Hvor mange børn spurgte I?",
        "baseline": "Målt i otte uger før start. Omkring to ud af tre svarede ja.",
        "source": "Ét spørgsmål med smileyer fredag før frokost",
        "frequency": "weekly",
        "collector": "Klassens pædagog",
    },
    "glad": {
        "theme": "wellbeing",
        "title": "Var glade for at komme i dag",
        "kind": "rate",
        "direction": "higher",
        "numerator_label": "Hvor mange satte en glad brik?",
        "denominator_label": "Hvor mange børn satte en brik?",
        "baseline": "Talt op i seks uger: i gennemsnit syv ud af ti.",
        "source": "Brikker ved garderoben, talt op om fredagen",
        "frequency": "weekly",
        "collector": "Den pædagog, der lukker",
    },
    "absence": {
        "theme": "absence",
        "title": "Elever med fravær i ugen",
        "kind": "rate",
        "direction": "lower",
        "numerator_label": "Hvor mange var fraværende mindst én dag?",
        "denominator_label": "Hvor mange elever er der?",
        "baseline": "Trukket fra fraværssystemet for sidste halvår.",
        "source": "Skolens fraværsregistrering",
        "frequency": "weekly",
        "collector": "Skolens sekretær",
    },
    "calm": {
        "theme": "learning",
        "title": "Minutter, før alle er i gang",
        "kind": "value",
        "direction": "lower",
        "unit": "minutter",
        "baseline": "Taget på tid i otte uger: omkring 12 minutter.",
        "source": "Stopur i første lektion om torsdagen",
        "frequency": "weekly",
        "collector": "Læreren i første lektion",
    },
    "conflicts": {
        "theme": "wellbeing",
        "title": "Konflikter, der krævede en voksen",
        "kind": "value",
        "direction": "lower",
        "unit": "om ugen",
        "baseline": "Talt med streger i seks uger: omkring 14 om ugen.",
        "source": "Stregliste i gården",
        "frequency": "weekly",
        "collector": "Gårdvagten",
    },
    "reading": {
        "theme": "learning",
        "title": "Ord læst rigtigt på et minut",
        "kind": "value",
        "direction": "higher",
        "unit": "ord",
        "baseline": "Læst i september: 41 ord i gennemsnit for gruppen.",
        "source": "Kort læseprøve med kendt tekst",
        "frequency": "fortnightly",
        "collector": "Læsevejlederen",
    },
    "joined": {
        "theme": "learning",
        "title": "Deltog i hele fællestimen",
        "kind": "rate",
        "direction": "higher",
        "numerator_label": "Hvor mange var med hele timen?",
        "denominator_label": "Hvor mange var til stede?",
        "baseline": "Set efter i fem uger: omkring tre ud af fem.",
        "source": "Afkrydsning på klasselisten, uden navne i tallene",
        "frequency": "weekly",
        "collector": "Kontaktlæreren",
    },
    "spoke": {
        "theme": "learning",
        "title": "Sagde noget i samlingen",
        "kind": "rate",
        "direction": "higher",
        "numerator_label": "Hvor mange sagde noget?",
        "denominator_label": "Hvor mange var med?",
        "baseline": "Talt i seks uger: omkring halvdelen.",
        "source": "Talt med perler i en krukke",
        "frequency": "weekly",
        "collector": "Den voksne, der ikke leder samlingen",
    },
    "known": {
        "theme": "friendships",
        "title": "Kendte en voksen og et barn det nye sted",
        "kind": "rate",
        "direction": "higher",
        "numerator_label": "Hvor mange kunne pege på begge?",
        "denominator_label": "Hvor mange børn talte I med?",
        "baseline": "Spurgt sidste forår: fire ud af ti kunne pege på begge.",
        "source": "Samtale med billeder",
        "frequency": "monthly",
        "collector": "Stuens pædagog",
    },
    "parents": {
        "theme": "other",
        "title": "Forældre, der var trygge ved ugen",
        "kind": "rate",
        "direction": "higher",
        "numerator_label": "Hvor mange svarede tryg eller meget tryg?",
        "denominator_label": "Hvor mange svarede?",
        "baseline": "Spurgt to gange i foråret: omkring to ud af tre.",
        "source": "Ét spørgsmål sendt ud hver anden torsdag",
        "frequency": "fortnightly",
        "collector": "Kontaktpædagogen",
    },
}

STORIES: dict[str, Any] = {
    "theme": "wellbeing",
    "title": "Børnenes egne fortællinger",
    "kind": "qualitative",
    "direction": "neutral",
    "baseline": "Tegninger og samtaler fra før start er gemt, uden navne.",
    "source": "Tegn og fortæl i små grupper",
    "frequency": "monthly",
    "collector": "Stuens eller klassens pædagog",
}

THEMES: dict[str, Theme] = {
    "friendships": Theme(
        "Vi sætter små grupper sammen på forhånd, giver hver gruppe en fælles opgave, og en voksen bliver i nærheden, "
        "til legen kan selv. Hver anden uge ser vi på, hvem der ikke fik en plads, og ændrer grupperne.",
        "Flere børn bliver inviteret med, og færre voksne skal finde en leg til dem, der står alene.",
        "De samme børn kan komme til at bære grupperne. Vi skifter derfor roller og holder øje med, hvem der "
        "bliver træt.",
    ),
    "wellbeing": Theme(
        "Vi begynder dagen ens hver dag, viser med billeder, hvad der skal ske, og aftaler ét tegn, børnene kan bruge, "
        "når det bliver for meget. De voksne øver det sammen, før det prøves med børnene.",
        "Dagen bliver til at overskue, og børnene bruger kræfterne på at lege og lære i stedet for på at passe på.",
        "Når en af de faste voksne er syg, falder rammen fra hinanden. Vikaren får derfor en side med det vigtigste.",
    ),
    "absence": Theme(
        "Vi ringer hjem samme dag, laver en plan med barnet og familien inden for en uge, og én voksen følger "
        "planen til dørs. PPR sidder med ved bordet fra begyndelsen og ikke først, når det er gået galt.",
        "Fravær bliver opdaget, mens det endnu er lille, og vejen tilbage bliver kortere.",
        "Familierne kan opleve opringningen som kontrol. Den begynder derfor altid med, hvad vi kan gøre.",
    ),
    "learning": Theme(
        "Vi underviser to og to i udvalgte timer, deler timen i korte trin og lader børnene vælge mellem to "
        "måder at vise, hvad de kan. Hver uge ser vi på ét klip eller én opgave og retter næste uges timer til.",
        "Flere kommer i gang uden at vente på en voksen, og flere når at vise, hvad de kan.",
        "Fælles forberedelse er det første, der ryger i en travl uge. Lederen har derfor lagt den fast i skemaet.",
    ),
    "other": Theme(
        "Vi holder korte møder, hvor forældre og fagfolk ser på det samme: hvad barnet kan, hvad der er svært, "
        "og hvad vi prøver næste gang. Der skrives kun tre linjer, og alle får dem med hjem.",
        "Hjem og institution siger det samme til barnet, og forældrene skal ikke fortælle deres historie forfra.",
        "Det kan være de samme forældre, der kommer hver gang. Vi ringer til dem, vi ikke har set.",
    ),
}

VOICES = (
    "Børnene tegner deres uge hver fjerde fredag, og en voksen, de kender, spørger til tegningen.",
    "Børnerådet spørger de andre børn om tre ting hver måned og fortæller os, hvad vi skal lave om.",
    "Vi går en tur med to børn ad gangen, og de fotograferer steder, hvor det er rart, og steder, hvor det er svært.",
    "Hvert barn lægger en sten i en af tre krukker om fredagen, og vi taler om krukkerne om mandagen.",
    "En pædagog fra en anden stue taler med fem børn hver måned, så de kan sige det, som det er.",
    "Eleverne skriver en linje uden navn hver torsdag, og elevrådet læser dem op for teamet.",
)

RESOURCES = (
    "Fire timer om ugen, som findes ved at slå to tilsyn sammen, og to halve dage til at øve os før start.",
    "En pædagog i seks timer om ugen flyttes fra eftermiddagen til formiddagen. Der skal ikke bruges flere penge.",
    "Vikarer til fire fælles eftermiddage og 3.000 kr. til materialer, som børnene er med til at vælge.",
    "PPR bruger to timer hver anden uge, som ellers ville være gået til enkeltsager.",
    "Lederne sætter en time af om ugen til fælles forberedelse, og rummet er der i forvejen.",
)

PARTS: dict[str, tuple[str, ...]] = {
    "school": (
        "Stiller med to lærere, lægger timen fast i skemaet og samler tallene ind.",
        "Lægger lokale og klasser til, og lederen følger op hver fjerde uge.",
    ),
    "daycare": (
        "Stiller med to pædagoger, planlægger ugen og taler med forældrene.",
        "Lægger stue og legeplads til og holder fast i de faste voksne.",
    ),
    "after_school": (
        "Stiller med en pædagog i skoletiden og følger op om eftermiddagen.",
        "Tager legene med over i fritiden, så børnene møder det samme to steder.",
    ),
    "ppr": ("Er med til at planlægge, ser med én gang om måneden og hjælper med at forstå tallene.",),
    "family": ("Holder forbindelsen til familierne og er med, når der lægges en plan.",),
    "special": ("Deler metoder fra specialområdet og lader to medarbejdere undervise sammen med skolens.",),
    "youth": ("Lægger værksted og aftener til og stiller med en ungdomsmedarbejder.",),
    "other": ("Er med til at prøve af og giver plads i hverdagen til det.",),
}
ACTOR_PART = "Åbner dørene en eftermiddag om ugen og stiller med to frivillige, som børnene lærer at kende."

ANSWERS: tuple[tuple[str, ...], ...] = (
    (
        "Hele gruppen er med. Vi ser på, hvad fællesskabet kan gøre anderledes, før vi ser på det enkelte barn.",
        "Børnene får opgaver, som de kun kan løse sammen, og vi øver os på at give hinanden plads.",
        "Vi bruger ordet vi om klassen og taler om, hvad der skal til, for at alle har en plads.",
    ),
    (
        "Trinene er de samme hver gang og vist med billeder, så børnene kan følge med uden at spørge.",
        "Vi prøver én metode ad gangen og skriver ned, hvad vi så, før vi vælger den næste.",
        "De voksne underviser sammen og skifter mellem at lede og at se på.",
    ),
    (
        "Timerne følger gruppen og ikke det enkelte barn, og de flyttes, når behovet flytter sig.",
        "Vi samler de timer, der før lå hver for sig, om de steder på dagen, hvor det er sværest.",
        "Lederne bytter timer på tværs, så en kendt voksen kan blive, til det virker.",
    ),
    (
        "Den, der står i det, kan ringe til en kollega samme dag og får altid et møde inden for en uge.",
        "Vi øver os sammen, før vi prøver det med børnene, og vi ser på hinandens timer.",
        "PPR er med ved bordet fra begyndelsen, så ingen skal stå alene med en svær uge.",
    ),
)

"""The demo's screening of Stevns, from sources to next steps."""

from screening.demo.story import Advice, LeverStory, Paper, Story, Talk

PAPERS = (
    Paper("Inklusionsstrategi for 0–18-årsområdet", "2023"),
    Paper("Budgetopfølgning på specialundervisning", "oktober 2025"),
    Paper("Procedure for visitation", "august 2025"),
    Paper("Notat om tildelingsmodellen", "januar 2026"),
    Paper("Kvalitets- og trivselsoverblik for skolerne", "juni 2025"),
    Paper("Oversigt over tilbud og mellemformer", "maj 2025"),
)
TALKS = (
    Talk("Skoleledere", "Skoleledere", 4, 0),
    Talk("PPR: leder og psykologer", "Leder og psykologer i PPR", 4, 1),
    Talk("Forvaltning og økonomi", "Skolechef, økonomikonsulent, konsulent", 3, 1),
    Talk("Formænd for skolebestyrelser", "Formænd for skolebestyrelser", 3, 7),
)
PARTICIPANTS = (("Skoleledere", 6), ("Lærere og pædagoger", 5), ("PPR", 4), ("Forvaltning", 3))

LEVERS = (
    LeverStory(
        level=4,
        reasons=(
            "Politikerne har besluttet en retning og vender tilbage til den hvert år, og skolerne kan fortælle om den. "
            "For at nå et niveau højere mangler I at kunne dokumentere, hvad den fører til."
        ),
        potential=2,
        feasibility=4,
        strengths=(
            (
                "Udvalget tager strategien op en gang om året og holder fast i dens fem pejlemærker.",
                ("D1 s. 4", "I3"),
            ),
            ("Skolelederne forklarer retningen ens, når de bliver spurgt hver for sig.", ("I1",)),
            ("Der er en plan for, hvad der skal ske i de to kommende år.", ("D1 s. 6",)),
        ),
        challenges=(
            ("I kan ikke aflæse fremdriften, for pejlemærkerne er ikke gjort målbare.", ("D1 s. 4–6", "W1")),
            ("Bestyrelserne mangler en oversættelse af strategien til den enkelte skole.", ("I4",)),
        ),
        advice=(
            Advice(
                "adjust",
                "Gør pejlemærkerne målbare",
                "Find højst to tal for hvert pejlemærke, og lad udvalget se dem en gang om året.",
                "Skolechef",
                "Næste kvartal",
            ),
        ),
        workshop=(0, 2, 5, 8, 3),
    ),
    LeverStory(
        level=3,
        reasons=("Skolerne deler metoder, men udbyttet svinger med, hvem der leder og vejleder."),
        potential=4,
        feasibility=3,
        strengths=(
            ("PPR er med, når skolerne gennemgår deres klasser efter en fast plan.", ("D5 s. 11", "I2")),
            (
                "To voksne om undervisningen er prøvet af på 12 årgange og giver lærerne mere fælles planlægning.",
                ("D5 s. 14", "I1"),
            ),
        ),
        challenges=(
            ("Indsatser bæres af enkelte vejledere og overlever ikke, at de rejser.", ("I1", "W1")),
            ("Ingen har ansvar for, at de ældste elever trives dårligere år for år.", ("D5 s. 19",)),
            ("Kun én skole spørger eleverne selv som en fast vane.", ("D5 s. 9", "I4")),
        ),
        advice=(
            Advice(
                "adjust",
                "Aftal tre fælles metoder",
                "Bliv enige om tre, som alle bruger, og tag dem op på ledernes sparringsmøder.",
                "Skoleledere og PPR",
                "Om et halvt år",
            ),
        ),
        workshop=(1, 4, 7, 5, 1),
    ),
    LeverStory(
        level=2,
        reasons=(
            "Tallene er gode nok, men nogen skal hente dem sammen, hver gang de skal bruges. "
            "Skolerne efterspørger selv et fælles billede."
        ),
        potential=4,
        feasibility=4,
        strengths=(
            ("Elevtal og forbrug bliver talt op ens i alle måneder.", ("D2 s. 3", "I3")),
            ("Henvendelser til PPR og ventetiden på dem står ét sted.", ("I2",)),
        ),
        challenges=(
            ("Fravær, trivsel, støtte og penge kan ikke ses ved siden af hinanden.", ("D2 s. 7", "I1", "W1")),
            ("Skolelederne får tallet for henvisninger, når det er for sent at handle på det.", ("I1",)),
            ("Hvad børnene får ud af et tilbud, bliver ikke undersøgt bagefter.", ("D6 s. 2", "I3")),
        ),
        advice=(
            Advice(
                "adjust",
                "Lav én oversigt med otte tal",
                "Send den til alle skoler hver tredje måned, og tal om den på ledermødet.",
                "Økonomi og skolechef",
                "Næste kvartal",
            ),
        ),
        workshop=(4, 8, 4, 2, 0),
    ),
    LeverStory(
        level=2,
        reasons="Mellemformerne er gode hver for sig, men ingen har tegnet helheden.",
        potential=5,
        feasibility=2,
        strengths=(
            (
                "Sidste år fik 31 elever støtte i en af de to mellemformer og blev ved med at høre til i klassen.",
                ("D6 s. 5", "I2"),
            ),
            ("Skolerne finder sammen om at prøve nyt gennem prøvehandlinger.", ("D1 s. 12", "I1")),
        ),
        challenges=(
            (
                "Der er for langt fra hjælp i klassen til en plads i et specialtilbud.",
                ("D6 s. 3", "I2", "W1"),
            ),
            ("Et barn, der flytter, møder en helt ny måde at gøre det på.", ("I1", "I4")),
            (
                "Vejen tilbage til almen klasse er ikke beskrevet for nogen af tilbuddene.",
                ("D3 s. 4", "D6 s. 8"),
            ),
        ),
        advice=(
            Advice(
                "investigate",
                "Tegn alle tilbud på ét kort",
                "Skriv for hvert tilbud, hvem det er til, hvad det koster, og hvornår det slutter.",
                "Skolechef og PPR",
                "Over det næste år",
            ),
        ),
        workshop=(2, 5, 6, 4, 1),
    ),
    LeverStory(
        level=3,
        reasons=("Alle kender gangen i en sag. Men svaret kan trække ud, og forældrene venter uden nyt."),
        potential=3,
        feasibility=5,
        strengths=(
            ("Alle sager går gennem samme visitationsudvalg, som har mødeplan og kriterier på skrift.", ("D3 s. 2",)),
            ("Skolelederne er sjældent uenige i det, udvalget beslutter.", ("I1",)),
        ),
        challenges=(
            ("Nogle får svar på tre uger, andre må vente i elleve.", ("D3 s. 7", "I2")),
            ("Som forælder er det svært at følge med i, hvor langt sagen er.", ("I4", "W1")),
        ),
        advice=(
            Advice(
                "adjust",
                "Lov svar inden for seks uger",
                "Skriv til skole og forældre undervejs, og fortæl udvalget om ventetiden to gange om året.",
                "Visitationsudvalget",
                "Dette kvartal",
            ),
        ),
        workshop=(3, 8, 5, 2, 0),
    ),
    LeverStory(
        level=2,
        reasons=(
            "Alle kan se, hvordan pengene fordeles. Men en skole får intet ud af at løse opgaven hos sig selv. "
            "Workshoppen vægtede, at modellen er kendt; vi vægter, hvad den tilskynder til."
        ),
        potential=5,
        feasibility=3,
        strengths=(
            ("Fire sider forklarer modellen, og skolelederne har læst dem.", ("D4 s. 1–4", "I1")),
            ("Økonomien taler med skolerne om deres budget hver måned.", ("D2 s. 3", "I3")),
        ),
        challenges=(
            (
                "Det er billigere for skolen at henvise et barn end at hjælpe det i klassen.",
                ("D4 s. 6", "I3"),
            ),
            ("Penge til forebyggelse ligger i driften og er brugt, før året er halvt.", ("D2 s. 9", "I1")),
        ),
        advice=(
            Advice(
                "investigate",
                "Sammenlign med to andre modeller",
                "Regn tre år tilbage på jeres egne skoler, og beslut jer først derefter.",
                "Økonomi",
                "Næste halvår",
            ),
        ),
        workshop=(0, 3, 5, 7, 3),
    ),
    LeverStory(
        level=3,
        reasons=("Fagfolk kender hinanden og mødes. Er mange med om ét barn, er det uklart, hvem der samler trådene."),
        potential=3,
        feasibility=3,
        strengths=(
            ("Hver sjette uge mødes faggrupperne på hver skole.", ("I1", "I2")),
            ("Skolerne kan få fat i PPR, når de har brug for det.", ("I1", "W1")),
        ),
        challenges=(
            ("Familieafdelingen mangler ved bordet, og det samme barn får flere planer.", ("I2", "W1")),
            ("Skolestarten bliver forberedt på hver sin måde i distrikterne.", ("I4", "W1")),
        ),
        advice=(
            Advice(
                "investigate",
                "Se tilbage på ti forløb",
                "Find uden navne de steder, hvor ansvaret gik videre, og hvad der så skete.",
                "PPR og familieafdeling",
                "Om et halvt år",
            ),
        ),
        workshop=(0, 3, 7, 6, 2),
    ),
)

STORY = Story(
    papers=PAPERS,
    talks=TALKS,
    participants=PARTICIPANTS,
    levers=LEVERS,
    headlines=(
        (
            "I står godt på retning.",
            "Retningen er vedtaget, og skolerne kan gengive den. Udvalget vender tilbage til den.",
        ),
        (
            "Omsætningen halter.",
            "Tal, tilbud og penge støtter endnu ikke det, strategien vil.",
        ),
        (
            "Begynd to steder.",
            "I vinder mest på tilbud og tildeling, men hurtigst på visitationen.",
        ),
    ),
    limits=(
        "Vi har ikke talt med elever; deres syn kender vi kun fra trivselstallene (D5).\n"
        "Til greb 7 har vi ingen dokumenter.\n"
        "Resultatet peger på steder at se efter. Det rangordner ikke skolerne."
    ),
    next_steps=(
        ("Inden 14 dage", "Skriv jeres kommentarer", "Kommentarerne gemmes sammen med rapporten."),
        (
            "Næste måned",
            "Tag resultatet op i ledergruppen",
            "Konsulenterne fortæller, og I vælger, hvad I går videre med. Sæt to timer af.",
        ),
        ("Derefter", "Godkend rapporten", "En senere version viser, hvad der er ændret."),
        (
            "Første netværksdag",
            "Tag jeres to greb med",
            "De bliver udgangspunkt for arbejdet i sparringsgruppen.",
        ),
        ("Om et år", "Vurdér jer selv igen", "Bestil en ny screening, og hold den op mod denne."),
    ),
)

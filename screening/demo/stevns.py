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
            "Ambitionen er vedtaget, kendt på skolerne og drøftet politisk hvert år. "
            "Næste niveau kræver, at I kan vise, om retningen virker."
        ),
        potential=2,
        feasibility=4,
        strengths=(
            (
                "Inklusionsstrategien har én vision og fem pejlemærker, og udvalget drøfter den hvert år.",
                ("D1 s. 4", "I3"),
            ),
            ("Alle interviewede skoleledere gengiver visionen med næsten samme ord.", ("I1",)),
            ("De næste to års skridt står i strategiens tidsplan.", ("D1 s. 6",)),
        ),
        challenges=(
            ("Pejlemærkerne har ingen måltal, så det er svært at se, om I er på rette vej.", ("D1 s. 4–6", "W1")),
            ("Skolebestyrelserne kender visionen, men ikke hvad den betyder for deres egen skole.", ("I4",)),
        ),
        advice=(
            Advice(
                "adjust",
                "Knyt måltal til pejlemærkerne",
                "Vælg ét eller to måltal til hvert pejlemærke, og vis udviklingen i udvalgets årlige drøftelse.",
                "Skolechef",
                "Næste kvartal",
            ),
        ),
        workshop=(0, 2, 5, 8, 3),
    ),
    LeverStory(
        level=3,
        reasons=(
            "Fælles metoder er aftalt og bruges på de fleste skoler. "
            "Kvaliteten afhænger stadig af den enkelte leder og vejleder."
        ),
        potential=4,
        feasibility=3,
        strengths=(
            ("De fleste skoler holder faste klassekonferencer, hvor PPR deltager.", ("D5 s. 11", "I2")),
            (
                "To voksne om undervisningen er prøvet af på 12 årgange og giver lærerne mere fælles planlægning.",
                ("D5 s. 14", "I1"),
            ),
        ),
        challenges=(
            ("Metoderne følger personer: Når en vejleder skifter job, stopper indsatsen.", ("I1", "W1")),
            ("Trivslen falder fra 6. til 8. klasse, uden at der er en fælles indsats.", ("D5 s. 19",)),
            ("Elevernes egen stemme indgår kun fast på én skole.", ("D5 s. 9", "I4")),
        ),
        advice=(
            Advice(
                "adjust",
                "Aftal tre fælles metoder",
                "Vælg tre metoder, som alle skoler bruger, og følg dem i skoleledernes faste sparring.",
                "Skoleledere og PPR",
                "Om et halvt år",
            ),
        ),
        workshop=(1, 4, 7, 5, 1),
    ),
    LeverStory(
        level=2,
        reasons=(
            "Data findes og er til at stole på, men ligger hver for sig og samles kun ved særlige lejligheder. "
            "Skolerne efterspørger selv et fælles billede."
        ),
        potential=4,
        feasibility=4,
        strengths=(
            ("Økonomi og elevtal opgøres hver måned med ens definitioner.", ("D2 s. 3", "I3")),
            ("PPR fører én liste over henvendelser og ventetid.", ("I2",)),
        ),
        challenges=(
            ("Intet billede viser fravær, trivsel, støtte og udgifter sammen.", ("D2 s. 7", "I1", "W1")),
            ("Skolelederne ser først deres egen segregeringsgrad, når året er gået.", ("I1",)),
            ("Effekten af de enkelte tilbud bliver ikke fulgt.", ("D6 s. 2", "I3")),
        ),
        advice=(
            Advice(
                "adjust",
                "Saml otte nøgletal i ét kvartalsbillede",
                "Vis de samme otte nøgletal for hver skole hvert kvartal, og drøft dem på ledermødet.",
                "Økonomi og skolechef",
                "Næste kvartal",
            ),
        ),
        workshop=(4, 8, 4, 2, 0),
    ),
    LeverStory(
        level=2,
        reasons="Der er enkelte gode mellemformer, men tilbudsviften er vokset uden en samlet plan.",
        potential=5,
        feasibility=2,
        strengths=(
            ("To mellemformer holdt 31 elever tæt på deres egen klasse sidste år.", ("D6 s. 5", "I2")),
            ("Prøvehandlingerne giver skolerne lyst til at udvikle nyt sammen.", ("D1 s. 12", "I1")),
        ),
        challenges=(
            (
                "Springet fra støtte i klassen til specialtilbud er stort; der mangler trin imellem.",
                ("D6 s. 3", "I2", "W1"),
            ),
            ("Hver skole har sin egen model, så et barn, der flytter skole, begynder forfra.", ("I1", "I4")),
            (
                "Det er ikke aftalt, hvornår og hvordan et barn vender tilbage til almen klasse.",
                ("D3 s. 4", "D6 s. 8"),
            ),
        ),
        advice=(
            Advice(
                "investigate",
                "Kortlæg hele tilbudsviften",
                "Beskriv hvert trin fra støtte i klassen til specialskole: målgruppe, pris, varighed og vejen tilbage.",
                "Skolechef og PPR",
                "Over det næste år",
            ),
        ),
        workshop=(2, 5, 6, 4, 1),
    ),
    LeverStory(
        level=3,
        reasons=(
            "Forløb og kriterier er beskrevet og bliver fulgt. "
            "Fristerne holder ikke altid, og forældre mangler besked undervejs."
        ),
        potential=3,
        feasibility=5,
        strengths=(
            ("Der er ét visitationsudvalg med faste møder og skriftlige kriterier.", ("D3 s. 2",)),
            ("Skolelederne oplever afgørelserne som fagligt velbegrundede.", ("I1",)),
        ),
        challenges=(
            ("Tiden fra indstilling til afgørelse svinger fra tre til elleve uger.", ("D3 s. 7", "I2")),
            ("Forældre ved sjældent, hvor i forløbet sagen er.", ("I4", "W1")),
        ),
        advice=(
            Advice(
                "adjust",
                "Sæt en frist på seks uger",
                "Giv skole og forældre besked ved hvert trin, og vis ventetiden for udvalget hvert halvår.",
                "Visitationsudvalget",
                "Dette kvartal",
            ),
        ),
        workshop=(3, 8, 5, 2, 0),
    ),
    LeverStory(
        level=2,
        reasons=(
            "Modellen er til at gennemskue, men den belønner ikke, at skolen løser opgaven i egne klasser. "
            "Workshoppen vægtede, at modellen er kendt; vi vægter, hvad den tilskynder til."
        ),
        potential=5,
        feasibility=3,
        strengths=(
            ("Modellen er beskrevet på fire sider og kendt af alle skoleledere.", ("D4 s. 1–4", "I1")),
            ("Budgettet følges op hver måned i dialog med skolerne.", ("D2 s. 3", "I3")),
        ),
        challenges=(
            (
                "En plads i et specialtilbud belaster skolens budget mindre end en indsats i klassen.",
                ("D4 s. 6", "I3"),
            ),
            ("Midler til forebyggelse er ikke adskilt fra driften og bruges derfor først.", ("D2 s. 9", "I1")),
        ),
        advice=(
            Advice(
                "investigate",
                "Regn på to alternative modeller",
                "Brug skolernes egne tal fra de seneste tre år, før I beslutter at ændre noget.",
                "Økonomi",
                "Næste halvår",
            ),
        ),
        workshop=(0, 3, 5, 7, 3),
    ),
    LeverStory(
        level=3,
        reasons=(
            "Fagligheder mødes fast og kender hinandens opgaver. "
            "Ansvaret er mindre klart, når flere er inde i samme forløb."
        ),
        potential=3,
        feasibility=3,
        strengths=(
            ("Alle skoler holder et fast tværfagligt møde hver sjette uge.", ("I1", "I2")),
            ("PPR opleves som nær og brugbar i hverdagen.", ("I1", "W1")),
        ),
        challenges=(
            ("Familieafdelingen deltager sjældent, og planer for samme forløb skrives hver for sig.", ("I2", "W1")),
            ("Overgangen fra dagtilbud til skole aftales forskelligt fra distrikt til distrikt.", ("I4", "W1")),
        ),
        advice=(
            Advice(
                "investigate",
                "Følg ti afsluttede forløb",
                "Se i anonym form, hvor ansvaret skiftede mellem fagligheder, og hvad det betød.",
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
        ("I står godt på retning.", "Den politiske ambition er tydelig, kendt på skolerne og følges op hvert år."),
        (
            "Omsætningen halter.",
            "Data, tilbudsvifte og tildelingsmodel trækker endnu ikke samme vej som strategien.",
        ),
        (
            "Begynd to steder.",
            "Det største potentiale ligger i tilbudsvifte og tildelingsmodel, den hurtigste gevinst i visitationen.",
        ),
    ),
    limits=(
        "Elevernes egne perspektiver indgår kun gennem trivselsoverblikket (D5).\n"
        "Greb 7 er ikke belyst af dokumenter.\n"
        "Screeningen viser, hvor I bør se nærmere. Den er ikke en måling af enkelte skoler."
    ),
    next_steps=(
        ("Inden 14 dage", "Skriv jeres kommentarer", "Kommentarerne gemmes sammen med rapporten."),
        ("Næste måned", "Drøft billedet med ledergruppen", "To timer, hvor konsulenterne lægger op, og I vælger greb."),
        ("Derefter", "Godkend rapporten", "En senere version viser, hvad der er ændret."),
        (
            "Første netværksdag",
            "Tag jeres to greb med",
            "De bliver udgangspunkt for arbejdet i sparringsgruppen.",
        ),
        ("Om et år", "Se, om det har flyttet sig", "En ny screening på de samme greb, sammenlignet med denne."),
    ),
)

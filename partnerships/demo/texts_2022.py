"""What the programmes of 2022 and 2027 say, in our own words; facts from the invitation of June 2022."""

BACKGROUND = (
    "Flere og flere børn forlader de almene fællesskaber, både i dagtilbud og i skole. Det presser kommunerne fagligt, "
    "fordi fællesskaberne skal kunne rumme mere, og fordi behovene kræver flere slags mellemformer og tilbud. Og det "
    "presser økonomien på hele området for de 0-15-årige.\n\n"
    "Ledelse og styring må derfor have tre ting for øje på samme tid: det enkelte barns tarv, alle børns læring og "
    "trivsel, og økonomien."
)
PURPOSE = (
    "Partnerskaberne støtter jeres arbejde med inkluderende læringsfællesskaber på både almen- og specialområdet. Vi "
    "arbejder også med, hvordan tilbuddene organiseres, og hvad de koster. Hver kommune arbejder med én lang og "
    "konkret udviklingsproces med sit eget indhold og får sparring fra andre kommuner undervejs."
)
CONTENT = (
    "Hvert partnerskab har fire netværksdage med oplæg fra eksperter og tid til at tænke sammen. Dagene bygger på de "
    "7 greb og på, hvad ledelse betyder for området.\n\n"
    "Formen lægges fast, når vi ved, hvor mange I er, og hvor I ligger. Efter fristen spørger vi jer om behov, ønsker "
    "og gode idéer, før dagene planlægges i detaljer."
)
COMMITMENTS = """\
Den relevante chef for området er med, og det er de samme personer hver gang.
I sætter en udviklingsproces i gang og sørger for en lokal organisering, der bærer den mellem dagene.
I giver og modtager sparring fra de andre kommuner.
Én fra kommunen deltager i styregruppens korte virtuelle møde før hver netværksdag."""
SCREENING = (
    "Foranalysen består af en dokumentanalyse, interview og en workshop, før partnerskabet begynder. I får en kort "
    "rapport om, hvor I står godt på de 7 greb, hvor I er udfordret, og hvor de største muligheder for at gøre det "
    "bedre er."
)
PRACTICAL = (
    "Deltagerne kan være centerchefer, ledere, konsulenter og medarbejdere fra skoler, dagtilbud, PPR og "
    "familieafdeling. I vælger selv sammensætningen."
)
CRITERIA = [
    "I får formuleret et grundlag for jeres videre arbejde med inkluderende fællesskaber på almen- og specialområdet.",
    "I får indsigt i den nyeste forskning på området.",
    "I får viden og inspiration fra oplæg og sparring til arbejdet med inklusion og specialtilbud.",
    "I får indsigt i, hvordan andre kommuner gør og organiserer sig.",
    "I får viden om muligheder og udfordringer i økonomi og organisering.",
]
SCHOOL = "For kommuner, der vil styrke fællesskaberne og tilbuddene i folkeskolen."
DAYCARE = "For kommuner, der vil forebygge segregering, før børnene begynder i skole."
SCHOOL_HIGHLIGHTS = """\
4 netværksdage med eksperter og fælles refleksion
Bygget op om de 7 greb
Særligt fokus på, hvad ledelse betyder
Sparringsgruppe med kommuner, der ligner jer"""
DAYCARE_HIGHLIGHTS = """\
4 netværksdage med eksperter og fælles refleksion
De 7 greb, tilpasset dagtilbud
Særligt fokus på, hvad ledelse betyder
Sparringsgruppe med kommuner, der ligner jer"""
TERMS = """\
Tilmeldingen er bindende.
Prisen dækker fire netværksdage for fem deltagere i hvert partnerskab. Ekstra deltagere koster 9.995 kr. hver.
En foranalyse, I har bestilt, gennemføres, før partnerskabet begynder.
Den relevante chef for området er blandt deltagerne, og det er de samme personer på alle dage.
Bliver nogen forhindret, kan en anden overtage pladsen; prisen er den samme.
Kommunen sætter en udviklingsproces i gang, sørger for den lokale organisering og giver og modtager sparring.
Datoerne er foreløbige og kan blive ændret."""

"""What the programme of 2021 says, in our own words; facts from the invitation of 14 June 2021."""

LEAD = (
    "KL inviterer alle kommuner til et partnerskab om stærke børnefællesskaber i dagtilbud. Sammen vil vi blive bedre "
    "til at forebygge, at børn senere må forlade de almene fællesskaber."
)
BACKGROUND = (
    "Inklusion har længe været et tema i folkeskolen. Men tallene for de fire skoleår frem til 2018/19 siger, at vi "
    "skal begynde før skolestart: 24 procent segregeres i indskolingen, 8 procent på mellemtrinnet og 4 procent i "
    "udskolingen.\n\n"
    "Loven kræver nu, at den pædagogiske læreplan forholder sig til børn i udsatte positioner. Alligevel er emnet "
    "ungt i dagtilbud, både politisk og fagligt. Det rummer pædagogik, styring og økonomi på én gang."
)
PURPOSE = (
    "Partnerskabet støtter jer i arbejdet med stærke børnefællesskaber for de 0-6-årige. Det giver samtidig KL viden "
    "at bruge i interessevaretagelsen og modner emnet politisk og i praksis, blandt andet mellemformer i dagtilbud."
)
CONTENT = (
    "I får fire heldagsmøder med oplæg fra forskning og praksis og tid til at lære af hinanden. Mellem møderne "
    "arbejder I med én lang udviklingsproces, som I selv vælger indholdet af, og I får sparring fra andre kommuner.\n\n"
    "Indholdet formes af det, I har brug for. Erfaringerne samles i en vidensportal, som alle kan bruge bagefter."
)
THEMES = """\
Mellemformer i dagtilbud og kommunens samlede tilbudsvifte
Co-teaching i dagtilbud
Pædagogisk praksis, der virker for børn i udsatte positioner
Støtte fra blandt andre PPR, og hvordan fagene arbejder sammen
Samtalen mellem forvaltning og institution
Et godt forældresamarbejde, tilpasset den enkelte familie
Lederens rolle i stærke børnefællesskaber
Sammenhæng mellem læringsmiljøet i dagtilbud og i skole"""
COMMITMENTS = """\
I sætter en udviklingsproces i gang og afprøver noget nyt mellem møderne.
I sørger for en lokal organisering, der kan bære arbejdet.
I kommer med tre til fem personer, og det er de samme hver gang."""
PRACTICAL = (
    "Målgruppen er dagtilbudschefer, konsulenter i forvaltningen og eventuelt dagtilbudsledere. Melder mange sig til, "
    "deler vi jer i flere netværk efter afstand, størrelse og geografi. Datoerne er foreløbige."
)
CRITERIA = [
    "I kortlægger, hvad der udfordrer stærke børnefællesskaber i jeres dagtilbud og forebyggelsen af segregering.",
    "I udvikler arbejdet med børnefællesskaber for de 0-6-årige videre ud fra jeres eget udfordringsbillede.",
    "Partnerskabet opbygger viden om stærke børnefællesskaber for de 0-6-årige.",
]
DAYCARE = "For kommuner, der vil forebygge segregering, længe før børnene begynder i skole."
HIGHLIGHTS = """\
Fire heldagsmøder, to fysiske og to virtuelle
Oplæg fra forskning og praksis
Sparringsgruppe med andre kommuner"""
TERMS = """\
Tilmeldingen er bindende.
Prisen er 55.000 kr. uden moms for en kommune og dækker fire partnerskabsmøder.
Kommunen deltager med mindst tre og højst fem personer. Der kan ikke købes ekstra pladser.
Kommunen sætter en udviklingsproces i gang mellem møderne og sørger for den lokale organisering.
Datoerne er foreløbige og kan blive ændret."""

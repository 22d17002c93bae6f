"""The documents consultants usually ask for, by area: title, and what it is used for. A screening changes its own."""

from partnerships.models.areas import Area
from screening.models import DocumentRequest, Screening

COMMON = (
    (
        "Politik eller strategi for børn og unge",
        "Viser, hvad I vil med inklusion og fællesskaber, og hvem der har besluttet det.",
    ),
    (
        "Budget og regnskab for special- og almenområdet, seneste tre år",
        "Viser, hvordan pengene fordeler sig, og hvordan de har flyttet sig.",
    ),
    (
        "Ledelsesinformation om tilbud, trivsel og fravær",
        "Viser, hvilke data I følger, hvor tit, og hvem der ser dem. Kun samlede tal, aldrig tal om enkelte børn.",
    ),
    (
        "Oversigt over tilbud fra det almene til det specialiserede",
        "Viser tilbudsviften og mellemformerne.",
    ),
    (
        "Beskrivelse af visitationen: trin, kriterier og hvem der afgør",
        "Viser, hvordan det afgøres, hvilken støtte et barn får.",
    ),
    (
        "Tildelingsmodel for almen- og specialområdet",
        "Viser, hvad modellen tilskynder til.",
    ),
    (
        "Beskrivelse af samarbejdet med PPR og andre fagligheder",
        "Viser, hvornår og hvordan fagligheder arbejder sammen om børn i fællesskabet.",
    ),
)

STANDARD: dict[str, tuple[tuple[str, str], ...]] = {
    Area.SCHOOL: (*COMMON, ("Seneste kvalitetsrapport for skolevæsenet", "Viser resultater og trivsel på skolerne.")),
    Area.DAYCARE: (
        *COMMON,
        ("Seneste tilsynsrapporter for dagtilbuddene", "Viser læringsmiljøet og det, tilsynet har set efter."),
    ),
}


def begin(screening: Screening) -> None:
    """Give a newly planned screening the usual checklist of its area."""
    DocumentRequest.objects.bulk_create(
        DocumentRequest(screening=screening, position=position, title=title, why=why)
        for position, (title, why) in enumerate(STANDARD[screening.area], 1)
    )

"""The demo's development processes: one on its way, one that is stuck, one that has written nothing for long."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import User
from partnerships import development
from partnerships.demo.people import coordinator
from partnerships.development import Content, Note
from partnerships.models import DevelopmentProcess, Network, NetworkDay, Participation, ProcessNote

Phase = DevelopmentProcess.Phase
Status = ProcessNote.Status


@dataclass(frozen=True)
class Story:
    """What a municipality works on, and its notes as (days ago, status, text, learning, what it brings)."""

    content: Content
    milestones: tuple[tuple[str, int, bool], ...]
    notes: tuple[tuple[int, Status, str, str, str], ...]


STORIES = {
    "0336": Story(
        Content(
            phase=Phase.TRY,
            title="Flere veje i det almene: mellemformer på mellemtrinnet",
            focus="Elever på mellemtrinnet, som i dag visiteres ud, skal kunne blive i klassens fællesskab.",
            aim="Inden udgangen af næste skoleår har hver skole en mellemform, som PPR og lærere driver sammen.",
            organisation="Skolechefen leder. To skoleledere, PPR og en konsulent mødes hver tredje uge.",
            responsible="Anders Friis",
        ),
        (
            ("Alle skoler har valgt en mellemform", -60, True),
            ("PPR er fast med på de fire første skoler", -10, False),
            ("Forældre på de fire skoler er spurgt", 45, False),
        ),
        (
            (95, Status.MOVING, "Fire skoler er gået i gang.", "Lærerne vil have PPR ind i timen, ikke til møder.", ""),
            (
                12,
                Status.SLOW,
                "To skoler mangler timer til fælles forberedelse.",
                "Uden fast tid falder samarbejdet fra hinanden.",
                "Hvordan finder I fast tid til fælles forberedelse?",
            ),
        ),
    ),
    "0320": Story(
        Content(
            phase=Phase.PLAN,
            title="En visitation, der begynder i klassen",
            focus="Visitationen skal se på fællesskabet, før den ser på barnet alene.",
            aim="Hver indstilling beskriver, hvad der er prøvet i klassen, og hvad det gav.",
            organisation="Visitationsudvalget og tre skoleledere.",
            responsible="Lone Vind",
        ),
        (("Ny skabelon til indstillinger er prøvet af", 20, False),),
        (
            (
                8,
                Status.STUCK,
                "Udvalget er uenigt om, hvem der afgør, om der er prøvet nok.",
                "",
                "Hvem afgør hos jer, om der er prøvet nok?",
            ),
        ),
    ),
    "0259": Story(
        Content(
            phase=Phase.FOCUS,
            title="Data, der kan bruges på skolen",
            focus="Skolerne skal kunne se fravær og trivsel samlet.",
            aim="",
            organisation="",
            responsible="Skolechefen",
        ),
        (),
        (),
    ),
}


def tell(network: Network, *, day: NetworkDay, by: User, today: datetime) -> None:
    """Let the network's municipalities write what they do, some more than others; `day` is the one ahead."""
    rows = Participation.objects.filter(network_member__network=network).select_related("enrolment__municipality")
    for participation in rows.order_by("pk"):
        municipality = participation.enrolment.municipality
        if (story := STORIES.get(municipality.code)) is None:
            continue
        writer = coordinator(municipality, by=by, at=today)
        _write(story, participation, day=day, by=writer, today=today)


def _write(story: Story, participation: Participation, *, day: NetworkDay, by: User, today: datetime) -> None:
    begun = today - timedelta(days=190)
    development.save(participation=participation, content=story.content, revision=0, by=by, at=begun)
    for text, days, is_reached in story.milestones:
        due = (today + timedelta(days=days)).date()
        row = development.add_milestone(participation=participation, text=text, due_date=due, by=by, at=begun)
        if is_reached:
            development.reach_milestone(milestone=row, day=due, by=by, at=today - timedelta(days=-days))
    for days_ago, status, text, learning, brings in story.notes:
        development.write_note(
            participation=participation,
            note=Note(status=status, text=text, learning=learning, brings=brings),
            day=day if brings else None,
            by=by,
            at=today - timedelta(days=days_ago),
        )

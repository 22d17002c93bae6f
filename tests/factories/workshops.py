"""A screening being worked on by a consultant, with a model of seven levers, and answers to its workshop."""

from datetime import date

from accounts.models import User
from partnerships.models import Enrolment, Participation
from screening import workshops
from screening.models import AnalysisModel, Assignment, Lever, LeverLevel, MaturityLevel, Screening, Workshop
from screening.models.analysis import LEVERS
from tests.factories import world

AT = world.NOW
LEVEL_NAMES = ("Ikke i gang", "Begyndende", "På vej", "Etableret", "Forankret")


def model(area: str = "school") -> AnalysisModel:
    """A published version with seven levers of five levels."""
    row = AnalysisModel.objects.create(area=area, version=9, title="7 greb, skole", created_at=AT)
    for level, name in enumerate(LEVEL_NAMES, start=1):
        MaturityLevel.objects.create(analysis_model=row, level=level, name=name, description=f"Det er {name.lower()}.")
    for number in LEVERS:
        lever = Lever.objects.create(
            analysis_model=row,
            number=number,
            title=f"Greb nummer {number}",
            short_title=f"Greb {number}",
            question=f"Hvor langt er I med greb {number}?",
            purpose="At komme videre.",
            indicators="Et tegn\nEt andet tegn",
        )
        LeverLevel.objects.bulk_create(
            LeverLevel(lever=lever, level=level, description=f"Sådan ser greb {number} ud på niveau {level}.")
            for level in range(1, 6)
        )
    row.published_at = AT
    row.save()
    return row


def screening(binding: Enrolment, consultant: User, *, analysis_model: AnalysisModel | None = None) -> Screening:
    """A screening that `consultant` collects sources for."""
    row = Screening.objects.create(
        participation=Participation.objects.get(enrolment=binding, partnership__area="school"),
        analysis_model=analysis_model or model(),
        state=Screening.State.COLLECTING,
        workshop_on=date(2027, 2, 11),
        created_at=AT,
        updated_at=AT,
    )
    Assignment.objects.create(screening=row, consultant=consultant, at=AT)
    return row


def opened(row: Screening, by: User, lever_number: int = 3) -> Workshop:
    """An open workshop with a lever on the screen."""
    workshops.open_workshop(screening=row, by=by, at=AT)
    return workshops.choose_lever(screening=row, lever_number=lever_number, by=by, at=AT)


def answers(workshop: Workshop, *levels: int) -> None:
    """A phone for each level; the same phones every time."""
    fresh = Workshop.objects.select_related("screening").get(pk=workshop.pk)
    for number, level in enumerate(levels):
        workshops.answer(workshop=fresh, mark=f"telefon-{number}", lever_number=fresh.lever_number, level=level)

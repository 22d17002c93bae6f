"""What the consultants say of a lever: level, reasons, potential and feasibility (vurdering).

The screening's row is locked first. `revision` is the one the person saw (0 when nothing was written yet), so that two
consultants who write at once are shown each other's words and choose; nobody's are lost.
"""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.db import transaction

from accounts.danish import date_time
from accounts.models import User
from screening import screenings
from screening.models import Assessment, Lever, Screening
from screening.screenings import ScreeningRefused

FIELDS = ("level", "reasons", "potential", "feasibility")
# Reasons are saved as they are written: the log has one line for a sitting, not one for each pause.
SITTING = timedelta(minutes=30)


class WorkRefused(ScreeningRefused):
    """What was written cannot be saved; the message is for the person."""


class AssessmentChanged(WorkRefused):
    """A colleague wrote after this person read; `assessment` is as it stands now."""

    def __init__(self, assessment: Assessment) -> None:
        who = assessment.updated_by.display_name if assessment.updated_by else "En kollega"
        super().__init__(
            f"{who} gemte {date_time(assessment.updated_at)}, mens du skrev. Din tekst er ikke gemt endnu."
        )
        self.assessment = assessment


@dataclass(frozen=True)
class Content:
    """What is said of a lever. Levels, potential and feasibility go from 1 to 5, or are not said yet."""

    level: int | None = None
    reasons: str = ""
    potential: int | None = None
    feasibility: int | None = None


def content_of(row: Assessment | None) -> Content:
    """What stands in a row."""
    return Content(row.level, row.reasons, row.potential, row.feasibility) if row else Content()


@transaction.atomic
def save(
    *, screening: Screening, number: int, content: Content, revision: int, by: User, at: datetime
) -> Assessment | None:
    """Save what is said of lever `number`. The same again changes nothing; None when nothing was ever said.

    Raises:
        AssessmentChanged: a colleague saved something else meanwhile.
        WorkRefused: the screening is not being worked on.
    """
    owner = lock(screening)
    lever = lever_of(owner, number)
    row = Assessment.objects.select_related("updated_by").filter(screening=owner, lever=lever).first()
    if content_of(row) == content:
        return row
    if (row.revision if row else 0) != revision:
        raise AssessmentChanged(row) if row else WorkRefused("Vurderingen er slettet imens. Gem igen.")
    before = content_of(row)
    was_at, was_by = (row.updated_at, row.updated_by_id) if row and row.revision else (None, None)
    row = row or Assessment(screening=owner, lever=lever, revision=0)
    for name, value in asdict(content).items():
        setattr(row, name, value)
    row.revision, row.updated_at, row.updated_by = row.revision + 1, at, by
    row.save()
    screenings.touch_assessing(owner, by=by, at=at)
    words = changes(before, content)
    is_same_sitting = was_at is not None and was_by == by.pk and at - was_at < SITTING
    if words != ["begrundelsen"] or not is_same_sitting:
        summary = f"skrev i greb {number}: {', '.join(words)}"
        screenings.record("assessed", summary, owner, by, at)
    return row


def changes(before: Content, after: Content) -> list[str]:
    """What became different, as the log says it."""
    words = []
    if before.level != after.level:
        words.append(f"niveau {after.level}" if after.level else "intet niveau")
    if before.reasons != after.reasons:
        words.append("begrundelsen")
    if before.potential != after.potential:
        words.append(f"potentiale {after.potential}" if after.potential else "intet potentiale")
    if before.feasibility != after.feasibility:
        words.append(f"gennemførlighed {after.feasibility}" if after.feasibility else "ingen gennemførlighed")
    return words


def lock(screening: Screening) -> Screening:
    """The screening's row, locked, while consultants may write in it.

    Raises:
        WorkRefused: it is not being worked on.
    """
    row = screenings.lock(screening)
    if not row.is_being_worked_on:
        state = row.get_state_display().lower()
        raise WorkRefused(f"Screeningen er “{state}” nu, så der kan ikke skrives i den. Din tekst er ikke gemt.")
    return row


def lever_of(screening: Screening, number: int) -> Lever:
    """Lever `number` of the model the screening keeps.

    Raises:
        WorkRefused: the model has no such lever.
    """
    found = Lever.objects.filter(analysis_model=screening.analysis_model_id, number=number).first()
    if found is None:
        raise WorkRefused("Grebet findes ikke i screeningens analysemodel.")
    return found


def begun(screening: Screening, number: int, *, by: User, at: datetime) -> Assessment:
    """The assessment of a lever in a locked screening; findings and recommendations begin one that says nothing yet.

    Its revision is then 0, as for those who have the page open without one.
    """
    lever = lever_of(screening, number)
    row, is_new = Assessment.objects.get_or_create(
        screening=screening, lever=lever, defaults={"revision": 0, "updated_at": at, "updated_by": by}
    )
    if is_new:
        screenings.touch_assessing(screening, by=by, at=at)
    return row

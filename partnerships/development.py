"""A municipality's development process: focus and aim, milestones, and notes between the days (udviklingsproces).

The participation's row is locked first. `revision` is the one the person saw (0 when nothing was written yet), so
that two colleagues who write at once are told of each other. Notes are only ever added.
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from accounts import audit
from accounts.danish import date_time, long_date
from accounts.models import User
from partnerships.models import DevelopmentProcess, Milestone, NetworkDay, Participation, ProcessNote

MAX_MILESTONES = 40


class DevelopmentRefused(Exception):
    """What was asked for cannot be done; the message is for the person."""


class ProcessChanged(DevelopmentRefused):
    """A colleague wrote after this person read; `process` is as it stands now."""

    def __init__(self, process: DevelopmentProcess) -> None:
        super().__init__(
            f"{process.updated_by.display_name} gemte {date_time(process.updated_at)}, mens du skrev. "
            "Det, der er anderledes, står herunder. Din tekst er ikke gemt: gem igen, hvis den skal erstatte det."
        )
        self.process = process


@dataclass(frozen=True)
class Content:
    """What a municipality says of its process."""

    title: str
    phase: str = DevelopmentProcess.Phase.FOCUS
    focus: str = ""
    aim: str = ""
    organisation: str = ""
    responsible: str = ""


@dataclass(frozen=True)
class Note:
    """What is said in a status note. `brings` is for the coming day."""

    status: str
    text: str
    learning: str = ""
    brings: str = ""


def _lock(participation: Participation) -> Participation:
    rows = Participation.objects.select_for_update(no_key=True, of=("self",))
    row = rows.select_related("enrolment__municipality", "partnership").get(pk=participation.pk)
    if not row.enrolment.is_binding:
        raise DevelopmentRefused("I er ikke længere tilmeldt, så der kan ikke skrives i processen.")
    return row


def _process(participation: Participation) -> DevelopmentProcess:
    """The process of the locked participation. Raises DevelopmentRefused when nobody has begun it."""
    found = DevelopmentProcess.objects.select_related("updated_by").filter(participation=participation).first()
    if found is None:
        raise DevelopmentRefused("Begynd processen først: skriv en titel.")
    return found


@transaction.atomic
def save(
    *, participation: Participation, content: Content, revision: int, by: User, at: datetime
) -> DevelopmentProcess:
    """Save what the process is about; the first save begins it. The same again changes nothing.

    Raises:
        ProcessChanged, DevelopmentRefused: nothing is saved.
    """
    owner = _lock(participation)
    row = DevelopmentProcess.objects.select_related("updated_by").filter(participation=owner).first()
    if row is not None and all(getattr(row, name) == value for name, value in asdict(content).items()):
        return row
    if (row.revision if row else 0) != revision:
        raise ProcessChanged(row) if row else DevelopmentRefused("Processen er slettet imens. Gem igen.")
    is_new = row is None
    phase_before = row.phase if row else ""
    row = row or DevelopmentProcess(participation=owner, revision=0)
    for name, value in asdict(content).items():
        setattr(row, name, value)
    row.revision, row.updated_at, row.updated_by = row.revision + 1, at, by
    row.save()
    words = "begyndte" if is_new else "ændrede"
    phase = f", fase {row.get_phase_display().lower()}" if row.phase != phase_before else ""
    action = "development.begun" if is_new else "development.changed"
    _record(action, f"{words} udviklingsprocessen", row, owner, by, at, phase)
    return row


@transaction.atomic
def add_milestone(*, participation: Participation, text: str, due_date: date, by: User, at: datetime) -> Milestone:
    """Add a step on the way. The same step twice is one.

    Raises:
        DevelopmentRefused: the process has not begun, or has too many milestones.
    """
    owner = _lock(participation)
    process = _process(owner)
    same = process.milestones.filter(text=text, due_date=due_date).first()
    if same is not None:
        return same
    if process.milestones.count() >= MAX_MILESTONES:
        raise DevelopmentRefused(f"Der er {MAX_MILESTONES} milepæle. Fjern en, før I skriver en ny.")
    row = Milestone.objects.create(process=process, text=text, due_date=due_date)
    words = f"skrev milepælen “{_short(text)}”, {long_date(due_date)}"
    _record("development.milestone_added", words, process, owner, by, at)
    return row


@transaction.atomic
def change_milestone(
    *, milestone: Milestone, text: str, due_date: date, seen: str, by: User, at: datetime
) -> Milestone:
    """Change what a milestone says; `seen` is `mark_of` the milestone as the person read it.

    Raises:
        DevelopmentRefused: a colleague changed or removed it meanwhile.
    """
    owner = _lock(milestone.process.participation)
    row = _process(owner).milestones.filter(pk=milestone.pk).first()
    if row is None:
        raise DevelopmentRefused("En kollega har fjernet milepælen imens. Skriv den igen, hvis den stadig gælder.")
    if (row.text, row.due_date) == (text, due_date):
        return row
    if mark_of(row) != seen:
        raise DevelopmentRefused(
            f"En kollega har ændret milepælen imens. Nu er den “{row.text}”, {long_date(row.due_date)}. "
            "Gem igen, hvis din skal erstatte den."
        )
    row.text, row.due_date = text, due_date
    row.save(update_fields=["text", "due_date"])
    words = f"ændrede en milepæl til “{_short(text)}”, {long_date(due_date)}"
    _record("development.milestone_changed", words, row.process, owner, by, at)
    return row


def mark_of(milestone: Milestone) -> str:
    """Stands for what the milestone says."""
    return f"{milestone.due_date.isoformat()} {milestone.text}"


@transaction.atomic
def reach_milestone(*, milestone: Milestone, day: date | None, by: User, at: datetime) -> None:
    """Mark a milestone as reached on `day`; None takes it back. Doing it twice changes nothing."""
    owner = _lock(milestone.process.participation)
    row = _process(owner).milestones.filter(pk=milestone.pk).first()
    if row is None or (row.done_date is None) == (day is None):
        return
    row.done_date = day
    row.save(update_fields=["done_date"])
    words = "nåede milepælen" if day else "åbnede igen milepælen"
    _record("development.milestone_reached", f"{words} “{_short(row.text)}”", row.process, owner, by, at)


@transaction.atomic
def remove_milestone(*, milestone: Milestone, by: User, at: datetime) -> None:
    """Remove a milestone. Doing it twice changes nothing; the log keeps what it said."""
    owner = _lock(milestone.process.participation)
    row = _process(owner).milestones.filter(pk=milestone.pk).first()
    if row is None:
        return
    words = f"fjernede milepælen “{_short(row.text)}”, {long_date(row.due_date)}"
    _record("development.milestone_removed", words, row.process, owner, by, at)
    row.delete()


@transaction.atomic
def write_note(
    *, participation: Participation, note: Note, day: NetworkDay | None, by: User, at: datetime
) -> ProcessNote:
    """Add a status note; it is never changed. What it brings belongs to `day`. Sending it twice is once.

    Raises:
        DevelopmentRefused: the process has not begun, or the day is over, cancelled or somebody else's.
    """
    owner = _lock(participation)
    process = _process(owner)
    values = asdict(note) | {"day": _bringable(owner, day, at) if note.brings else None}
    latest = process.notes.first()
    if latest is not None and latest.by_id == by.pk and all(getattr(latest, k) == v for k, v in values.items()):
        return latest
    row = ProcessNote.objects.create(process=process, at=at, by=by, **values)
    _record("development.note", f"skrev en statusnote: {row.get_status_display().lower()}", process, owner, by, at)
    return row


def _bringable(participation: Participation, day: NetworkDay | None, at: datetime) -> NetworkDay:
    mine = NetworkDay.objects.filter(network__members__participation=participation)
    row = mine.filter(pk=day.pk).first() if day else None
    if row is None or not row.is_ahead or row.ends_at <= at:
        raise DevelopmentRefused("Dagen er holdt eller aflyst imens. Se siden igen, før I skriver, hvad I tager med.")
    return row


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"


def _record(
    action: str,
    summary: str,
    process: DevelopmentProcess,
    owner: Participation,
    by: User,
    at: datetime,
    more: str = "",
) -> None:
    area = owner.partnership.get_area_display().lower()
    audit.record(
        action=action,
        summary=f"{summary} ({area}){more}",
        subject=process,
        at=at,
        by=by,
        scope=owner.enrolment.municipality.code,
    )

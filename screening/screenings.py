"""The life of a screening: ordered, planned, collecting, assessed, read by a colleague, delivered, accepted.

The screening's row is locked first. `revision` is the one the person saw, so that two who plan at once are told of
each other; what is written in the workspace has revisions of its own.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from accounts import audit
from accounts.danish import date_time, in_words, weekday_date
from accounts.models import User
from partnerships.models import Enrolment, Participation, Programme
from screening import emails, standard_checklists
from screening.models import AnalysisModel, Assessment, Assignment, Screening, Workshop

State = Screening.State

# From each state to those that may follow it.
TRANSITIONS: dict[str, tuple[str, ...]] = {
    State.ORDERED: (State.PLANNED,),
    State.PLANNED: (State.COLLECTING, State.ASSESSING),
    State.COLLECTING: (State.ASSESSING,),
    State.ASSESSING: (State.IN_REVIEW,),
    State.IN_REVIEW: (State.ASSESSING, State.DELIVERED),
    State.DELIVERED: (State.ASSESSING, State.ACCEPTED),
    State.ACCEPTED: (State.ASSESSING,),  # by an administrator only
}
PLANNABLE = (State.ORDERED, State.PLANNED, State.COLLECTING, State.ASSESSING, State.IN_REVIEW)
SAME_REVIEWER = "Kollegalæseren skal være en anden end dem, der laver screeningen."
FRIDAY = 5
LONGEST = timedelta(days=366)


class ScreeningRefused(Exception):
    """What was asked for cannot be done; the message is for the person."""


class ChangedMeanwhile(ScreeningRefused):
    """Somebody changed the screening after this person read it; `screening` is as it stands now."""

    def __init__(self, screening: Screening) -> None:
        who = screening.updated_by.display_name if screening.updated_by else "En kollega"
        super().__init__(
            f"{who} ændrede screeningen {date_time(screening.updated_at)}, mens du skrev. "
            "Se, hvad der står nu, og gem igen, hvis dit skal gælde."
        )
        self.screening = screening


@dataclass(frozen=True)
class Plan:
    """Who works on a screening, when, and on which version of the analysis model."""

    analysis_model: AnalysisModel
    consultants: Sequence[User]
    starts_on: date
    documents_due: date
    report_due: date
    workshop_on: date | None = None
    reviewer: User | None = None


def lock(screening: Screening, revision: int | None = None) -> Screening:
    """The screening's row, locked and fresh.

    It is locked alone: PostgreSQL forgets a row whose `updated_by` changed while a join with it waited.

    Raises:
        ChangedMeanwhile: it is not the revision the person saw.
        ScreeningRefused: the municipality's enrolment has been cancelled.
    """
    Screening.objects.select_for_update(no_key=True).get(pk=screening.pk)
    row = Screening.objects.select_related(
        "participation__enrolment__municipality",
        "participation__partnership__programme",
        "analysis_model",
        "reviewer",
        "updated_by",
    ).get(pk=screening.pk)
    if not row.participation.enrolment.is_binding:
        raise ScreeningRefused("Kommunens tilmelding er annulleret, så screeningen kan ikke ændres.")
    if revision is not None and row.revision != revision:
        raise ChangedMeanwhile(row)
    return row


def move(row: Screening, to: str) -> None:
    """Set the state of a locked screening; the caller saves.

    Raises:
        ScreeningRefused: it cannot go there from where it is.
    """
    if to not in TRANSITIONS[row.state]:
        raise ScreeningRefused(
            f"Screeningen er “{row.get_state_display().lower()}” nu og kan ikke blive “{State(to).label.lower()}”."
        )
    row.state = to


def save(row: Screening, *, by: User, at: datetime) -> None:
    """Save a locked screening as a new revision."""
    row.revision, row.updated_at, row.updated_by = row.revision + 1, at, by
    row.save()


def record(action: str, summary: str, row: Screening, by: User | None, at: datetime, **data: Any) -> None:
    """Write a step in the log: `summary` and which screening, "… (foranalyse af skoleområdet)". `data` must be JSON."""
    audit.record(
        action=f"screening.{action}",
        summary=f"{summary} (foranalyse af {row.area_words})",
        subject=row,
        at=at,
        by=by,
        scope=row.municipality.code,
        data=data,
    )


def mark_of_rows(rows: Iterable[tuple[Any, ...]]) -> str:
    """Stands for what the rows hold, so that a person can say which version of them they read."""
    text = json.dumps([[str(value) for value in row] for row in rows], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


# --- ordered --------------------------------------------------------------------------------------------------------


def take_orders(*, at: datetime) -> int:
    """A screening for each pre-analysis that a municipality has bound itself to and that has none; how many came.

    Programmes that are over keep the pre-analyses they had outside the portal. Running it twice changes nothing.
    """
    ordered = Participation.objects.filter(
        has_screening=True, enrolment__state=Enrolment.State.BINDING, screening__isnull=True
    ).exclude(partnership__programme__state=Programme.State.FINISHED)
    return sum(_take(pk, at) for pk in ordered.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _take(participation: int, at: datetime) -> bool:
    row = Participation.objects.select_for_update(no_key=True).get(pk=participation)
    if Screening.objects.filter(participation=row).exists():
        return False
    screening = Screening.objects.create(participation=row, created_at=at, updated_at=at)
    record("ordered", "tog imod bestillingen", screening, None, at)
    return True


# --- planned --------------------------------------------------------------------------------------------------------


@transaction.atomic
def plan(*, screening: Screening, plan: Plan, revision: int, by: User, at: datetime) -> Screening:
    """Say who works on it, when, and on which model; the first time it gets the usual checklist.

    Those who are new to it are mailed. The municipality is told by `send_plan`. While a colleague reads it there is
    always one who does, and another has to read it afresh.

    Raises:
        ChangedMeanwhile, ScreeningRefused: nothing is saved.
    """
    row = lock(screening, revision)
    if row.state not in PLANNABLE:
        raise ScreeningRefused("Rapporten er leveret, så planen ligger fast.")
    check(plan, row)
    if row.state == State.IN_REVIEW and plan.reviewer != row.reviewer:
        row.approved_at = None  # who reads it now has not said yes
    is_new = row.state == State.ORDERED
    if is_new:
        move(row, State.PLANNED)
    for name in ("analysis_model", "starts_on", "documents_due", "workshop_on", "report_due"):
        setattr(row, name, getattr(plan, name))
    told = _assign(row, plan, at)
    save(row, by=by, at=at)
    if is_new:
        standard_checklists.begin(row)
    names = in_words([person.display_name for person in plan.consultants])
    record("planned" if is_new else "plan_changed", f"{'lagde' if is_new else 'ændrede'} planen: {names}", row, by, at)
    emails.assigned(row, [person for person in told if person != by])
    return row


def check(plan: Plan, row: Screening) -> None:
    """Whether the plan can be carried out.

    Raises:
        ScreeningRefused: the people, the dates or the model do not fit.
    """
    if not plan.consultants:
        raise ScreeningRefused("Vælg mindst én konsulent.")
    people = [*plan.consultants, *([plan.reviewer] if plan.reviewer else [])]
    if any(not (person.is_consultant and person.is_active) for person in people):
        raise ScreeningRefused("Vælg kun personer, der har rollen som konsulent.")
    if plan.reviewer in plan.consultants:
        raise ScreeningRefused(SAME_REVIEWER)
    if plan.reviewer is None and row.state == State.IN_REVIEW:
        raise ScreeningRefused("Screeningen er til kollegalæsning. Vælg, hvem der læser den.")
    faults = faults_of_dates(
        starts_on=plan.starts_on,
        documents_due=plan.documents_due,
        workshop_on=plan.workshop_on,
        report_due=plan.report_due,
    )
    if faults:
        raise ScreeningRefused(faults[0][1])
    if not plan.analysis_model.is_published or plan.analysis_model.area != row.area:
        raise ScreeningRefused(f"Vælg en analysemodel, der er taget i brug til {row.area_words}.")
    if row.analysis_model_id not in (None, plan.analysis_model.pk) and has_begun(row):
        raise ScreeningRefused("Vurderingen er begyndt, så screeningen beholder sin version af analysemodellen.")


def faults_of_dates(
    *, starts_on: date | None, documents_due: date | None, workshop_on: date | None, report_due: date | None
) -> list[tuple[str, str]]:
    """What is wrong with the dates: which of them, and why. A date that is not there is not judged."""
    steps = (
        ("documents_due", documents_due, starts_on, "Dokumenterne kan ikke ligge, før screeningen begynder."),
        ("workshop_on", workshop_on, starts_on, "Workshoppen kan ikke ligge, før screeningen begynder."),
        ("report_due", report_due, documents_due, "Rapporten kan ikke ligge, før dokumenterne er kommet."),
        ("report_due", report_due, workshop_on, "Rapporten kan ikke ligge, før workshoppen er holdt."),
    )
    found = [(name, words) for name, day, other, words in steps if day and other and day < other]
    if workshop_on and workshop_on.isoweekday() > FRIDAY:
        found.append(("workshop_on", f"Workshoppen ligger på en {weekday_date(workshop_on).split()[0]}."))
    if starts_on and report_due and report_due - starts_on > LONGEST:
        found.append(("report_due", "Rapporten ligger mere end et år efter begyndelsen."))
    return found


def has_begun(row: Screening) -> bool:
    """Whether somebody has assessed a lever or opened the workshop, so that the model can no longer be another."""
    return Assessment.objects.filter(screening=row).exists() or Workshop.objects.filter(screening=row).exists()


def _assign(row: Screening, plan: Plan, at: datetime) -> list[User]:
    """Make the plan's people those of the screening; who is new to it."""
    had = set(Assignment.objects.filter(screening=row).values_list("consultant", flat=True))
    wanted = {person.pk for person in plan.consultants}
    Assignment.objects.filter(screening=row).exclude(consultant__in=wanted).delete()
    knew = had | {row.reviewer_id}
    new = [person for person in plan.consultants if person.pk not in had]
    Assignment.objects.bulk_create(Assignment(screening=row, consultant=person, at=at) for person in new)
    row.reviewer = plan.reviewer
    return [person for person in (*new, plan.reviewer) if person is not None and person.pk not in knew]


@transaction.atomic
def send_plan(*, screening: Screening, revision: int, by: User, at: datetime) -> Screening:
    """Mail the municipality the plan and open its checklist. Once it is sent, a changed plan can be sent again.

    Raises:
        ChangedMeanwhile, ScreeningRefused: nothing is sent.
    """
    row = lock(screening, revision)
    if not row.is_being_worked_on:
        raise ScreeningRefused("Planen kan først sendes, når der er lagt en, og ikke når vurderingen er færdig.")
    if row.state == State.PLANNED:
        move(row, State.COLLECTING)
    is_first, row.plan_sent_at = row.plan_sent_at is None, at
    save(row, by=by, at=at)
    count = emails.plan_sent(row, is_changed=not is_first)
    words = "sendte planen til kommunen" if is_first else "sendte den ændrede plan til kommunen"
    record("plan_sent", f"{words}, {count} {'modtager' if count == 1 else 'modtagere'}", row, by, at)
    return row


# --- assessed -------------------------------------------------------------------------------------------------------


def touch_assessing(row: Screening, *, by: User, at: datetime) -> None:
    """The first assessment of a locked screening moves it on; later ones change nothing."""
    if row.state in (State.PLANNED, State.COLLECTING):
        move(row, State.ASSESSING)
        row.save(update_fields=["state"])
        record("assessing", "begyndte at vurdere", row, by, at)

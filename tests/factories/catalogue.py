"""What comes after a trial action: measured well, evaluated, advised on, in the catalogue."""

from datetime import date, datetime, timedelta
from typing import Any

from accounts.models import User
from strategy import catalogue, editions, evaluations, statuses
from strategy.models import (
    CatalogueEdition,
    CatalogueEntry,
    ChildVoice,
    Evaluation,
    HalfYearStatus,
    ImprovementCycle,
    LeaderNote,
    TrialAction,
)
from tests.factories import trial_actions as make

AT = make.AT
TODAY = date(2026, 12, 14)
# Eight weeks as it used to be, then fourteen that are better.
BEFORE = [(31, 47), (29, 45), (33, 46), (31, 44), (32, 46), (28, 45), (30, 45), (34, 47)]
AFTER = [(yes, 46) for yes in (35, 36, 36, 37, 36, 38, 37, 38, 37, 38, 39, 38, 39, 38)]

STATUS = statuses.Content(
    works="En fast voksen i gården.",
    hard="Sygdom blandt de voksne.",
    children_say="Der er altid en, der spørger.",
    course="go_on",
    next_text="Vi lader børnene vælge legen.",
)
EVALUATION = evaluations.Content(
    what="Legepatruljen inviterer ind i legen, og en fast voksen går med.",
    for_whom="Børnene på 3. årgang.",
    how="- En uge ad gangen.\n- Fire frikvarterer.",
    conditions="Fire timer om ugen.",
    effect="Flere børn har nogen at være sammen med.",
    did_not_work="Patruljen alene flyttede ikke noget.",
    children_say="Der kommer altid nogen hen til en nu.",
)


def measured(row: TrialAction, by: User) -> TrialAction:
    """The running trial action with 22 measurements that show an improvement, cycles, a voice and a leader's note."""
    make.measured(row.measures.get(), [*BEFORE, *AFTER], by)
    first = make.STARTS + timedelta(days=7 * 8)
    cycle(row, 1, "Legepatrulje", "adapt", first, result="68 % mod forventet 75 %.", adjustment="En voksen går med.")
    cycle(row, 2, "Fast voksen", "adopt", first + timedelta(days=28), result="75 % som ventet.", adjustment="Fast.")
    cycle(row, 3, "Børnene vælger", "", first + timedelta(days=70))
    ChildVoice.objects.create(
        trial_action=row,
        on=date(2026, 6, 5),
        quote="Nu er der altid en, der spørger.",
        said_by="Barn i 3. årgang",
        at=AT,
        by=by,
    )
    unit = row.partners.first().unit  # type: ignore[union-attr]
    LeaderNote.objects.create(trial_action=row, unit=unit, on=date(2026, 5, 1), text="Vikar aftalt.", at=AT, by=by)
    return row


def cycle(row: TrialAction, number: int, title: str, decision: str, day: date, **said: Any) -> ImprovementCycle:
    """A cycle tried from `day`; over when there is a decision."""
    done = (
        {"step": "done", "decision": decision, "adjusted_on": day + timedelta(days=20)} if decision else {"step": "try"}
    )
    return ImprovementCycle.objects.create(
        trial_action=row,
        number=number,
        title=title,
        planned_on=day - timedelta(days=7),
        question="Hjælper det?",
        prediction="75 %",
        tried_from=day,
        **done,
        **said,
    )


def status(row: TrialAction, by: User, at: datetime = AT) -> HalfYearStatus:
    """A half-year status that has been handed in."""
    return statuses.hand_in(trial_action=row, content=STATUS, revision=0, by=by, at=at, today=TODAY)


def evaluated(row: TrialAction, by: User, at: datetime = AT) -> Evaluation:
    """A running trial action's evaluation, handed in."""
    return evaluations.hand_in(trial_action=row, content=EVALUATION, revision=0, by=by, at=at, today=TODAY)


def draft(row: TrialAction, team: User, coordinator: User, at: datetime = AT) -> CatalogueEntry:
    """An entry begun from the evaluation of a running trial action."""
    evaluated(row, team, at)
    return catalogue.begin(trial_action=row, by=coordinator, at=at)


def published(row: TrialAction, team: User, coordinator: User, at: datetime = AT) -> CatalogueEntry:
    """An entry in the municipality's catalogue."""
    return catalogue.publish(entry=draft(row, team, coordinator, at), by=coordinator, at=at)


def released(row: TrialAction, team: User, coordinator: User, at: datetime = AT) -> CatalogueEntry:
    """An entry that everybody may read."""
    return catalogue.release(entry=published(row, team, coordinator, at), by=coordinator, at=at)


def edition(entry: CatalogueEntry, by: User, year: int = 2026, at: datetime = AT) -> CatalogueEdition:
    """A published edition of the entry's catalogue."""
    row = editions.begin(strategy=entry.strategy, year=year, by=by, at=at)
    return editions.publish(edition=row, by=by, at=at)

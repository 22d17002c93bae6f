"""Rounds of applications: begun, changed, announced to the municipality (runder).

The strategy's row is locked to begin one, the round's own to change it. `revision` is the one the person saw, so that
two coordinators who write at once are told of each other.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.danish import date_time
from accounts.models import User
from strategy import round_emails as emails
from strategy import strategies
from strategy.models import Criterion, CriterionScore, Round, Strategy, StrategyVersion, TrialAction

MAX_CRITERIA = 8


class RoundRefused(Exception):
    """What was asked for cannot be done with the round; the message is for the person."""


class DeadlinePassed(RoundRefused):
    """The deadline that was asked for has passed, and the round would close at once."""


class RoundChanged(RoundRefused):
    """A colleague changed the round after this person read it; `round` is as it stands now."""

    def __init__(self, round_: Round) -> None:
        super().__init__(
            "En kollega har rettet runden, mens du skrev. Det, der er anderledes, står herunder. "
            "Din tekst er ikke gemt: gem igen, hvis den skal erstatte det."
        )
        self.round = round_


@dataclass(frozen=True)
class Plan:
    """What a round is: when, for how many, and what is said to those who apply."""

    title: str
    text: str
    opens_at: datetime
    closes_at: datetime
    meets_at: datetime | None
    target: int


@dataclass(frozen=True)
class Weighed:
    """A criterion with its weight, 1 to 10."""

    title: str
    text: str
    weight: int


# What most committees look for; the municipality changes it as it likes.
FIRST_CRITERIA = (
    Weighed("Børnenes udbytte", "Er det tydeligt, hvad børnene får ud af det, og at de selv bliver hørt?", 3),
    Weighed("Samarbejde på tværs", "Har hver part en rigtig opgave, og er lederne med?", 2),
    Weighed("Sammenhæng med strategien", "Er alle elementer tænkt med, og peger de samme vej?", 2),
    Weighed("Til at måle", "Kan vi se bagefter, om det hjalp?", 2),
    Weighed("Til at udbrede", "Kan andre gøre det samme med de ressourcer, de har?", 1),
)


def lock(round_: Round) -> Round:
    """The round's row, locked, with its strategy and municipality; whatever is done to its applications waits here.

    Who decided is not joined: a row waited for comes back new, and what is joined to it old.
    """
    rows = Round.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("strategy__municipality", "version").get(pk=round_.pk)


@transaction.atomic
def begin(*, strategy: Strategy, plan: Plan, by: User, at: datetime) -> Round:
    """Begin a round under the published version, with criteria to begin from. The same plan twice is one round.

    Raises:
        RoundRefused: the strategy is not published, or closing comes before opening.
    """
    owner = strategies.lock(strategy)
    version = owner.versions.filter(state=StrategyVersion.State.PUBLISHED).first()
    if version is None:
        raise RoundRefused("Offentliggør strategien, før I åbner en runde: ansøgningerne svarer på dens elementer.")
    _check(plan)
    same = owner.rounds.filter(announced_at=None, decided_at=None, **asdict(plan)).first()
    if same is not None:
        return same
    row = Round.objects.create(strategy=owner, version=version, created_at=at, created_by=by, **asdict(plan))
    _write_criteria(row, FIRST_CRITERIA)
    _record("begun", f"begyndte runden {row.title}", row, by, at)
    return row


@transaction.atomic
def change(*, round_: Round, plan: Plan, revision: int, by: User, at: datetime) -> Round:
    """Change when, for how many and what is said. The same again changes nothing.

    Raises:
        RoundChanged: a colleague changed it meanwhile.
        DeadlinePassed: it has been announced, and the new deadline has passed.
        RoundRefused: it is decided, or closing comes before opening.
    """
    row = lock(round_)
    _check_open(row)
    _check(plan)
    if plan_of(row) == plan:
        return row
    if row.revision != revision:
        raise RoundChanged(row)
    before = row.closes_at
    moved = row.announced_at is not None and before != plan.closes_at
    if moved and plan.closes_at <= at:
        raise DeadlinePassed("Fristen er passeret, og runden ville lukke nu. Vælg et tidspunkt, der ikke er gået.")
    for name, value in asdict(plan).items():
        setattr(row, name, value)
    row.revision += 1
    row.save()
    words = f", nu med frist {date_time(row.closes_at)}" if moved else ""
    _record("changed", f"rettede runden {row.title}{words}", row, by, at)
    if moved:
        emails.deadline_moved(row, before=before)
    return row


@transaction.atomic
def set_criteria(*, round_: Round, criteria: Sequence[Weighed], revision: int, by: User, at: datetime) -> Round:
    """Say what points are given by. The same again changes nothing.

    Raises:
        RoundChanged: a colleague changed the round meanwhile.
        RoundRefused: there are none or too many, two have one name, or a member has given points by the old ones.
    """
    row = lock(round_)
    _check_open(row)
    if criteria_of(row) == tuple(criteria):
        return row
    if row.revision != revision:
        raise RoundChanged(row)
    if not criteria:
        raise RoundRefused("Skriv mindst ét kriterium: det er dem, udvalget giver point efter.")
    if len(criteria) > MAX_CRITERIA:
        raise RoundRefused(f"Skriv højst {MAX_CRITERIA} kriterier, så udvalget kan overskue dem.")
    if len({one.title.casefold() for one in criteria}) < len(criteria):
        raise RoundRefused("To kriterier hedder det samme. Giv dem hver sit navn.")
    if CriterionScore.objects.filter(criterion__round=row).exists():
        raise RoundRefused("Udvalget har givet point efter kriterierne, så de kan ikke ændres.")
    row.criteria.all().delete()
    _write_criteria(row, criteria)
    row.revision += 1
    row.save()
    _record("criteria_set", f"rettede kriterierne i {row.title}", row, by, at)
    return row


@transaction.atomic
def announce(*, round_: Round, by: User, at: datetime) -> Round:
    """Tell the municipality's members of the round by mail. Doing it twice tells once.

    Raises:
        RoundRefused: it has no criteria, or has closed already.
    """
    row = lock(round_)
    if row.announced_at is not None:
        return row
    if not row.criteria.exists():
        raise RoundRefused("Skriv kriterierne, før runden meldes ud.")
    if row.closes_at <= at:
        raise RoundRefused("Fristen er passeret. Ret den, før runden meldes ud.")
    row.announced_at = at
    row.save()
    _record("announced", f"meldte runden {row.title} ud med frist {date_time(row.closes_at)}", row, by, at)
    emails.announced(row)
    for seat in row.seats.present().select_related("user", "round__strategy__municipality").order_by("pk"):
        emails.seat_given(seat, by=by)
    return row


@transaction.atomic
def discard(*, round_: Round, by: User, at: datetime) -> None:
    """Delete a round that was never announced.

    Raises:
        RoundRefused: it has been announced, or somebody has begun an application.
    """
    row = lock(round_)
    if row.announced_at is not None or TrialAction.objects.filter(round=row).exists():
        raise RoundRefused("Runden er meldt ud og kan ikke slettes.")
    _record("discarded", f"slettede runden {row.title}, før den blev meldt ud", row, by, at)
    row.delete()


def plan_of(row: Round) -> Plan:
    """What the round is now."""
    return Plan(row.title, row.text, row.opens_at, row.closes_at, row.meets_at, row.target)


def criteria_of(row: Round) -> tuple[Weighed, ...]:
    """Its criteria in order. One query."""
    return tuple(Weighed(one.title, one.text, one.weight) for one in row.criteria.all())


def _check(plan: Plan) -> None:
    if plan.closes_at <= plan.opens_at:
        raise RoundRefused("Runden skal lukke, efter at den er åbnet.")
    if plan.meets_at is not None and plan.meets_at < plan.closes_at:
        raise RoundRefused("Udvalget kan først mødes, når runden er lukket.")


def _check_open(row: Round) -> None:
    if row.is_decided:
        raise RoundRefused("Runden er afgjort og kan ikke ændres.")


def _write_criteria(row: Round, criteria: Sequence[Weighed]) -> None:
    Criterion.objects.bulk_create(
        Criterion(round=row, position=position, **asdict(one)) for position, one in enumerate(criteria, start=1)
    )


def _record(action: str, summary: str, row: Round, by: User, at: datetime) -> None:
    audit.record(
        action=f"round.{action}", summary=summary, subject=row, by=by, at=at, scope=row.strategy.municipality.code
    )

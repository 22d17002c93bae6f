"""How screenings stand: what comes next and when, and how far they are (fremdrift).

The questions take many screenings at a time, so that a page asks a constant number of times.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.danish import calendar_days, days_left, short_date
from screening.models import Assessment, Assignment, DocumentRequest, Screening, Source

State = Screening.State
UNDER_WAY = (State.ORDERED, State.PLANNED, State.COLLECTING, State.ASSESSING, State.IN_REVIEW)


@dataclass(frozen=True)
class Step:
    """What comes next for a screening, and by when, seen on a day."""

    text: str
    today: date
    due: date | None = None

    @property
    def is_late(self) -> bool:
        return self.due is not None and self.due < self.today

    @property
    def when(self) -> str:
        """ "9. feb.", or nothing when there is no date."""
        return short_date(self.due, self.today) if self.due else ""

    @property
    def relative(self) -> str:
        """ "om 3 dage", "i dag", "2 dage over tid"."""
        if self.due is None:
            return ""
        days = calendar_days(self.today, self.due)
        return f"om {days_left(days)}" if days > 0 else days_left(days)


@dataclass(frozen=True)
class Row:
    """A screening in a list."""

    screening: Screening
    step: Step
    names: Sequence[str]
    assessed: int
    asked: int
    answered: int
    late: Sequence[str]


@dataclass(frozen=True)
class Figures:
    """How many of a programme's screenings stand where."""

    ordered: int
    under_way: int
    delivered: int
    late: int


def figures(rows: QuerySet[Screening, Any], *, today: date) -> Figures:
    """The figures of these screenings, late when the report should have been delivered. One query."""
    is_waiting = Q(state=State.ORDERED)
    is_under_way = Q(state__in=UNDER_WAY) & ~is_waiting
    counts = rows.aggregate(
        ordered=Count("pk", filter=is_waiting),
        under_way=Count("pk", filter=is_under_way),
        delivered=Count("pk", filter=Q(state__in=(State.DELIVERED, State.ACCEPTED))),
        late=Count("pk", filter=is_under_way & Q(report_due__lt=today)),
    )
    return Figures(**counts)


def with_counts(rows: QuerySet[Screening, Any]) -> QuerySet[Screening, Any]:
    """Screenings with who works on them, and how much is assessed, asked for and answered. Two queries."""
    assessed = Assessment.objects.filter(screening=OuterRef("pk"), level__isnull=False)
    asked = DocumentRequest.objects.filter(screening=OuterRef("pk"))
    answered = asked.filter(~Q(not_available="") | Q(pk__in=Source.objects.values("request")))
    return (
        rows.select_related(
            "participation__enrolment__municipality",
            "participation__partnership__programme",
            "analysis_model",
            "reviewer",
            "updated_by",
        )
        .prefetch_related(Prefetch("assignments", Assignment.objects.select_related("consultant")))
        .annotate(assessed_count=_count(assessed), asked_count=_count(asked), answered_count=_count(answered))
    )


def _count(rows: QuerySet[Any, Any]) -> Any:
    """How many `rows` a screening has, as a subquery."""
    counted = rows.order_by().values("screening").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)


def nearest_first(rows: QuerySet[Screening, Any]) -> QuerySet[Screening, Any]:
    """Those without a plan first, then by when the report is due."""
    return rows.order_by(F("report_due").asc(nulls_first=True), "created_at", "pk")


def row_of(screening: Any, *, today: date) -> Row:
    """A row of a screening that has come `with_counts`. No queries."""
    return Row(
        screening=screening,
        step=next_step(screening, answered=screening.answered_count, asked=screening.asked_count, today=today),
        names=[assignment.consultant.display_name for assignment in screening.assignments.all()],
        assessed=screening.assessed_count,
        asked=screening.asked_count,
        answered=screening.answered_count,
        late=late(screening, answered=screening.answered_count, asked=screening.asked_count, today=today),
    )


def next_step(screening: Screening, *, answered: int, asked: int, today: date) -> Step:
    """What comes next, in the words of the staff."""
    if screening.state == State.ORDERED:
        return Step("Læg en plan", today)
    if screening.is_being_worked_on and screening.plan_sent_at is None:
        return Step("Send planen til kommunen", today, screening.starts_on)
    if screening.state == State.COLLECTING and answered < asked:
        return Step(f"Kommunen mangler {asked - answered} af {asked} dokumenter", today, screening.documents_due)
    if screening.state in (State.COLLECTING, State.ASSESSING):
        return Step("Vurdér de syv greb", today, screening.report_due)
    if screening.state == State.IN_REVIEW:
        return Step("Kollegalæs og levér", today, screening.report_due)
    if screening.state == State.DELIVERED:
        return Step("Kommunen godkender rapporten", today)
    return Step("", today)


def late(screening: Screening, *, answered: int, asked: int, today: date) -> list[str]:
    """What should have happened by now, in words; empty when all is in time."""
    found: list[str] = []
    if screening.state not in UNDER_WAY:
        return found
    if screening.is_being_worked_on and screening.plan_sent_at is None:
        if screening.starts_on and screening.starts_on < today:
            found.append("Planen er ikke sendt")
    elif (
        screening.is_being_worked_on
        and screening.documents_due
        and screening.documents_due < today
        and answered < asked
    ):
        missing = asked - answered
        found.append(f"{missing} {'dokument' if missing == 1 else 'dokumenter'} mangler")
    if screening.report_due and screening.report_due < today:
        found.append("Rapporten er ikke leveret")
    return found

"""How one screening stands, for those who work on it: stages, what is to be done, what has come (overblik)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count
from django.urls import reverse

from accounts.danish import calendar_days, days_left, short_date, weekday_date
from accounts.models import User
from screening import progress
from screening.models import DocumentRequest, Screening, Source

State = Screening.State
STAGES = (State.ORDERED, State.PLANNED, State.COLLECTING, State.ASSESSING, State.IN_REVIEW, State.DELIVERED)
SHORT = {State.IN_REVIEW: "Kollegalæses"}


@dataclass(frozen=True)
class Stage:
    """A step on the way, for the stepper."""

    label: str
    is_done: bool
    is_current: bool


@dataclass(frozen=True)
class Overview:
    """What the overview of a screening shows."""

    stages: list[Stage]
    todo: list[dict[str, Any]]
    late: list[str]
    consultants: list[User]
    requests: list[DocumentRequest]
    answered: int
    sources: dict[str, int]

    @property
    def unanswered(self) -> list[DocumentRequest]:
        return [row for row in self.requests if not is_answered(row)]


def is_answered(request: DocumentRequest) -> bool:
    """Whether a document has come, or is said not to exist; needs the request's sources."""
    return bool(request.not_available) or bool(request.sources.all())


def stages_of(screening: Screening) -> list[Stage]:
    """The stages; acceptance is the last one's other name."""
    order = list(State.values)
    now = order.index(screening.state)
    found = [
        Stage(SHORT.get(state, str(state.label)), order.index(state) < now, order.index(state) == now)
        for state in (*STAGES, State.ACCEPTED)
    ]
    if screening.state == State.ACCEPTED:
        found[-1] = Stage(found[-1].label, is_done=True, is_current=True)
    return found


def of(screening: Screening, *, today: date, may_manage: bool, may_assess: bool) -> Overview:
    """Everything but the levers. Four queries."""
    requests = list(screening.requests.prefetch_related("sources"))
    answered = sum(is_answered(row) for row in requests)
    counts = Source.objects.filter(screening=screening).order_by().values_list("kind").annotate(Count("pk"))
    return Overview(
        stages=stages_of(screening),
        todo=todo(
            screening,
            missing=len(requests) - answered,
            today=today,
            may_manage=may_manage,
            may_assess=may_assess,
        ),
        late=progress.late(screening, answered=answered, asked=len(requests), today=today),
        consultants=[row.consultant for row in screening.assignments.select_related("consultant")],
        requests=requests,
        answered=answered,
        sources=dict(counts),
    )


def todo(
    screening: Screening, *, missing: int, today: date, may_manage: bool, may_assess: bool
) -> list[dict[str, Any]]:
    """What is to be done before it is delivered, nearest first, as `components/todo.html` takes it."""
    key = [screening.pk]
    if screening.state == State.ORDERED:
        text = f"Bestilt {short_date(screening.created_at, today)}. Kommunen hører fra os, når planen er sendt."
        return [_item("Læg en plan", text, reverse("screening_plan", args=key) if may_manage else "", None, today)]
    items = []
    if screening.is_being_worked_on and screening.plan_sent_at is None:
        items.append(
            _item(
                "Send planen til kommunen",
                "Først da ser kommunen planen og tjeklisten.",
                "",
                screening.starts_on,
                today,
            )
        )
    elif screening.is_being_worked_on and missing:
        words = "1 dokument" if missing == 1 else f"{missing} dokumenter"
        url = reverse("screening_checklist", args=key)
        items.append(_item(f"{words} mangler fra kommunen", "", url, screening.documents_due, today, "Se tjeklisten"))
    if screening.is_being_worked_on and screening.reviewer is None:
        url = reverse("screening_plan", args=key) if may_manage else ""
        items.append(_item("Find en kollegalæser", "", url, screening.report_due, today, "Vælg"))
    return items


def _item(title: str, text: str, url: str, due: date | None, today: date, button: str = "Begynd") -> dict[str, Any]:
    item = {"title": title, "text": text, "url": url, "button": button, "due": due}
    if due is None:
        return item | {"when": "Snarest", "relative": "", "urgency": ""}
    days = calendar_days(today, due)
    relative = days_left(days) if days <= 0 else f"om {days_left(days)}"
    urgency = "late" if days < 0 else "soon" if days <= 7 else ""
    when = f"{weekday_date(due)[:3].capitalize()}. {short_date(due, today)}"
    return item | {"when": when, "relative": relative, "urgency": urgency}

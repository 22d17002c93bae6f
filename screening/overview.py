"""How one screening stands, for those who work on it: stages, what is to be done, what has come (overblik)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count
from django.urls import reverse

from accounts.danish import in_danish_time, long_date
from accounts.models import User
from partnerships.todo_items import todo_item
from screening import progress, rules
from screening.models import Comment, DocumentRequest, Screening, Source
from screening.workspace import Workspace

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


def of(screening: Screening, *, user: User, work: Workspace, today: date) -> Overview:
    """Everything but the levers, which are `work`. Six queries."""
    requests = list(screening.requests.prefetch_related("sources"))
    answered = sum(is_answered(row) for row in requests)
    counts = Source.objects.filter(screening=screening).order_by().values_list("kind").annotate(Count("pk"))
    return Overview(
        stages=stages_of(screening),
        todo=todo(screening, user=user, work=work, missing=len(requests) - answered, today=today),
        late=progress.late(screening, answered=answered, asked=len(requests), today=today),
        consultants=[row.consultant for row in screening.assignments.select_related("consultant")],
        requests=requests,
        answered=answered,
        sources=dict(counts),
    )


def todo(screening: Screening, *, user: User, work: Workspace, missing: int, today: date) -> list[dict[str, Any]]:
    """What is to be done next, nearest first, as `components/todo.html` takes it; the button is for whom it is for."""
    if screening.state == State.ORDERED:
        text = f"Bestilt {long_date(in_danish_time(screening.created_at))}. Kommunen hører fra os, når planen er sendt."
        url = reverse("screening_plan", args=[screening.pk]) if rules.can_manage(user) else ""
        return [_item("Læg en plan", text, url, None, today)]
    comments = screening.comments.filter(settled_at__isnull=True).order_by()
    waiting = dict(comments.values_list("side").annotate(Count("pk")))
    if screening.state == State.IN_REVIEW:
        return [_reading(screening, user, today)]
    if screening.state == State.DELIVERED:
        return [_delivered(screening, waiting.get(Comment.Side.MUNICIPALITY, 0), today)]
    if screening.is_being_worked_on:
        from_colleague = waiting.get(Comment.Side.REVIEW, 0)
        return [*_plan(screening, user, missing, today), *_writing(screening, user, work, from_colleague, today)]
    return []


def _plan(screening: Screening, user: User, missing: int, today: date) -> list[dict[str, Any]]:
    items = []
    if screening.plan_sent_at is None:
        text = "Først da ser kommunen planen og tjeklisten."
        items.append(_item("Send planen til kommunen", text, "", screening.starts_on, today))
    elif missing:
        words = "1 dokument" if missing == 1 else f"{missing} dokumenter"
        url = reverse("screening_checklist", args=[screening.pk])
        items.append(_item(f"{words} mangler fra kommunen", "", url, screening.documents_due, today, "Se tjeklisten"))
    if screening.reviewer is None:
        url = reverse("screening_plan", args=[screening.pk]) if rules.can_manage(user) else ""
        items.append(_item("Find en kollegalæser", "", url, screening.report_due, today, "Vælg"))
    return items


def _writing(screening: Screening, user: User, work: Workspace, comments: int, today: date) -> list[dict[str, Any]]:
    """What those who assess it do before a colleague reads, when the plan is sent."""
    if screening.plan_sent_at is None:
        return []
    may_write, review = rules.can_assess(user, screening), reverse("screening_review", args=[screening.pk])
    if comments:
        words = "1 kommentar" if comments == 1 else f"{comments} kommentarer"
        url = f"{review}#kommentarer" if may_write else ""
        return [_item(f"Svar på {words} fra kollegaen", "", url, screening.report_due, today, "Se dem")]
    if work.missing:
        first = reverse("screening_lever", args=[screening.pk, work.missing[0].number]) if may_write else ""
        text = f"Der mangler {work.missing_in_words}."
        return [_item("Vurdér de syv greb", text, first, screening.report_due, today, "Vurdér")]
    if not screening.headlines.exists():
        url = reverse("screening_overall", args=[screening.pk]) if may_write else ""
        return [_item("Skriv den samlede vurdering", "", url, screening.report_due, today, "Skriv")]
    return [_item("Send til kollegalæsning", "", review if may_write else "", screening.report_due, today, "Send")]


def _reading(screening: Screening, user: User, today: date) -> dict[str, Any]:
    url, due = reverse("screening_review", args=[screening.pk]), screening.report_due
    if screening.approved_at is not None:
        may = rules.can_deliver(user, screening)
        return _item("Levér rapporten", "En kollega har læst og godkendt.", url if may else "", due, today, "Levér")
    if rules.can_review(user, screening):
        return _item("Læs som kollega", "Godkend den, eller send den tilbage med kommentarer.", url, due, today, "Læs")
    name = screening.reviewer.display_name if screening.reviewer else "En kollega"
    return _item(f"{name} læser som kollega", "", url, due, today, "Se kollegalæsningen")


def _delivered(screening: Screening, comments: int, today: date) -> dict[str, Any]:
    url = reverse("screening_comments", args=[screening.pk])
    if comments:
        words = "1 kommentar" if comments == 1 else f"{comments} kommentarer"
        return _item(f"Svar på {words} fra kommunen", "", url, None, today, "Svar")
    return _item(
        "Kommunen læser rapporten", "Det næste er, at den godkender eller skriver kommentarer.", "", None, today
    )


def _item(title: str, text: str, url: str, due: date | None, today: date, button: str = "Begynd") -> dict[str, Any]:
    return todo_item(title, text, url, button, due, today)

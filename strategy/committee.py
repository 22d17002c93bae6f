"""What a committee's use cases share: the round is locked first, and nothing is done after the decision (udvalget).

An application is never named in the committee's own log: who has declared a conflict of interest may read that log.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from accounts import audit
from accounts.danish import date_time
from accounts.models import User
from strategy import rounds
from strategy.models import ApplicationVersion, CommitteeReview, CommitteeSeat, Round, TrialAction

State = TrialAction.State
NOT_BEFORE_US = (State.DRAFT, State.WITHDRAWN)


class CommitteeRefused(Exception):
    """What was asked for cannot be done; the message is for the person."""


def lock_undecided(round_: Round) -> Round:
    """The round, locked. Raises CommitteeRefused when it has been decided."""
    row = rounds.lock(round_)
    if row.decided_by is not None and row.decided_at is not None:
        by = row.decided_by.display_name
        raise CommitteeRefused(f"{by} har truffet afgørelsen {date_time(row.decided_at)}. Der kan ikke ændres mere.")
    return row


def lock_application(trial_action: TrialAction, *, judged_by: User | None = None) -> TrialAction:
    """The application, locked. With `judged_by`: CommitteeRefused unless the person's seat gives it to judge."""
    rows = TrialAction.objects.select_for_update(no_key=True, of=("self",)).select_related("round")
    row = rows.get(pk=trial_action.pk)
    if judged_by is not None and not TrialAction.objects.for_committee(judged_by).filter(pk=row.pk).exists():
        raise CommitteeRefused("Du kan ikke bedømme ansøgningen: den er trukket tilbage, eller du er inhabil.")
    return row


def take_over(*, at: datetime) -> int:
    """What is submitted to a round that has closed is the committee's; how many became so. Twice changes nothing."""
    rows = TrialAction.objects.filter(state=State.SUBMITTED, round__closes_at__lte=at, round__decided_at=None)
    return rows.update(state=State.IN_REVIEW)


def begin_review(trial_action: TrialAction) -> None:
    """A submitted application is the committee's from the moment somebody judges it. The row is locked."""
    if trial_action.state == State.SUBMITTED:
        trial_action.state = State.IN_REVIEW
        trial_action.save(update_fields=["state"])


class Judged(NamedTuple):
    """A member's judgement of an application, without its words."""

    seat_id: int
    trial_action_id: int
    state: str
    total: Decimal | None
    given_at: datetime | None


def judged(applications: Iterable[TrialAction]) -> list[Judged]:
    """Every judgement of the applications that is no draft. One query, and light: there may be thousands."""
    rows = CommitteeReview.objects.filter(trial_action__in=applications).exclude(state=CommitteeReview.State.DRAFT)
    return [Judged(*row) for row in rows.values_list(*Judged._fields)]


def is_in(review: CommitteeReview | Judged | None, trial_action: TrialAction) -> bool:
    """The member's own judgement is in, of the application as it was last handed in."""
    if review is None or review.state == CommitteeReview.State.DRAFT or review.given_at is None:
        return False
    return trial_action.submitted_at is None or review.given_at >= trial_action.submitted_at


def read_mark(trial_action: TrialAction) -> str:
    """What tells the application as it was last handed in from what it was before."""
    return f"{trial_action.submitted_at.timestamp():.6f}" if trial_action.submitted_at else ""


def record(
    action: str, summary: str, subject: Model, round_: Round, by: User | None, at: datetime, **data: Any
) -> None:
    """One event of the committee's log; `by` nobody when it follows from what somebody did elsewhere."""
    scope = round_.municipality.code
    audit.record(action=action, summary=summary, subject=subject, scope=scope, by=by, at=at, data=data)


@dataclass(frozen=True)
class Hidden:
    """Why some of a round's applications are not shown to a person: how many, and which of the two reasons."""

    conflicts: int = 0
    own: int = 0

    def __bool__(self) -> bool:
        return bool(self.conflicts or self.own)

    @property
    def total(self) -> int:
        return self.conflicts + self.own


def withdrawn_since(round_: Round) -> QuerySet[TrialAction]:
    """What was selected, and has withdrawn since the decision. No query yet."""
    gone = TrialAction.objects.filter(round=round_, state=State.WITHDRAWN, submitted_at__isnull=False)
    if round_.decided_at is None:
        return gone.none()
    return gone.exclude(withdrawn_at__lte=round_.decided_at)


def withdrawn_from(user: User, round_: Round) -> QuerySet[TrialAction]:
    """What was handed in and has been withdrawn, and the person would otherwise judge or decide on."""
    gone = TrialAction.objects.filter(round=round_, state=State.WITHDRAWN, submitted_at__isnull=False)
    return gone.not_near(user).exclude(conflicts__seat__user=user)


def taken_back_from(user: User, round_: Round) -> QuerySet[TrialAction]:
    """What was handed in and is being mended by its team, and the person would otherwise judge or decide on."""
    frozen = ApplicationVersion.objects.filter(trial_action=OuterRef("pk"))
    drafts = TrialAction.objects.filter(Exists(frozen), round=round_, state=State.DRAFT)
    return drafts.not_near(user).exclude(conflicts__seat__user=user)


def hidden_from(user: User, round_: Round) -> Hidden:
    """Applications the person is too close to: submitted, or withdrawn since the decision. Two queries.

    Were those not counted, the count would tell that one was selected and has withdrawn.
    """
    rows = TrialAction.objects.filter(Q(pk__in=withdrawn_since(round_)) | ~Q(state__in=NOT_BEFORE_US), round=round_)
    in_conflict = rows.filter(conflicts__seat__user=user)
    conflicts = in_conflict.count()
    near = rows.exclude(pk__in=rows.not_near(user).values("pk")).exclude(pk__in=in_conflict.values("pk"))
    return Hidden(conflicts, near.count())


def shown_to(user: User, round_: Round) -> Any:
    """The round's applications that the person judges or decides on: a queryset, by number."""
    rows = TrialAction.objects.visible_to(user).submitted().filter(round=round_).not_near(user)
    return rows.order_by("number")


def members(round_: Round) -> list[CommitteeSeat]:
    """Who sits in the committee; of a decided round, who sat there when it was decided. One query."""
    seats = round_.seats.select_related("user")
    return [
        seat
        for seat in seats
        if seat.left_at is None or (round_.decided_at is not None and seat.left_at > round_.decided_at)
    ]


def judges(trial_action: TrialAction) -> Iterable[CommitteeSeat]:
    """The members who judge an application: without conflicts of interest, and not from its own team or units."""
    seats = CommitteeSeat.objects.present().filter(round=trial_action.round_id).select_related("user")
    seats = seats.exclude(conflicts__trial_action=trial_action).exclude(
        user__in=trial_action.team.values("user"),
    )
    leaders = {row.unit.leader_email for row in trial_action.partners.select_related("unit") if row.unit is not None}
    return [seat for seat in seats if seat.user.email not in leaders]

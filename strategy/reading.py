"""What a committee member has to read, and what may be seen of the others' judgements (læselisten)."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from strategy import committee, selection
from strategy.committee import Judged
from strategy.models import (
    CommitteeQuestion,
    CommitteeReview,
    CommitteeSeat,
    ConflictOfInterest,
    Partner,
    Round,
    TeamMember,
    TrialAction,
)

State = CommitteeReview.State
# What a member still has to do with an application, and how the list says it.
TODO, STARTED, CHANGED, AWAY, GIVEN, ABSTAINED = "todo", "started", "changed", "away", "given", "abstained"
# The same once the round is decided, and nothing is waited for.
NOT_GIVEN = "not_given"
WAITING = (TODO, STARTED, CHANGED)
JUDGED = (GIVEN, ABSTAINED)
LABELS = {
    TODO: ("warn", "Mangler dine point"),
    STARTED: ("part", "Kladde"),
    CHANGED: ("warn", "Svar er kommet"),
    AWAY: ("info", "Hos ansøgerne"),
    GIVEN: ("ok", "Afgivet"),
    ABSTAINED: ("", "Undladt"),
    NOT_GIVEN: ("", "Ingen point fra dig"),
}


def status_of(review: CommitteeReview | None, trial_action: TrialAction) -> str:
    """What a member still has to do with the application; nothing once the round is decided."""
    is_decided = trial_action.round.is_decided
    if review is not None and review.state != State.DRAFT and (is_decided or committee.is_in(review, trial_action)):
        return GIVEN if review.state == State.GIVEN else ABSTAINED
    if is_decided:
        return NOT_GIVEN
    if trial_action.state == TrialAction.State.RETURNED:
        return AWAY
    if review is None:
        return TODO
    return STARTED if review.state == State.DRAFT else CHANGED


@dataclass(frozen=True)
class Item:
    """One application in a member's list."""

    application: TrialAction
    status: str
    total: Decimal | None
    # When the team's answers to the committee came, if it has been asked.
    answered_at: datetime | None = None

    @property
    def kind(self) -> str:
        return LABELS[self.status][0]

    @property
    def label(self) -> str:
        return LABELS[self.status][1]


def searched(rows: QuerySet[TrialAction], query: str) -> QuerySet[TrialAction]:
    """Those whose number, title, place, units or actors have the words in them."""
    for word in query.split()[:6]:
        found = Q(title__icontains=word) | Q(place__icontains=word)
        found |= Q(partners__unit__name__icontains=word) | Q(partners__actor__icontains=word)
        if word.isascii() and word.isdigit() and len(word) <= 4:
            found |= Q(number=int(word))
        rows = rows.filter(pk__in=TrialAction.objects.filter(found).values("pk"))
    return rows


def items_of(user: User, round_: Round, seat: CommitteeSeat | None, query: str = "") -> list[Item]:
    """The round's applications that the person may judge or decide on, with what is left to do. Four queries."""
    answered = CommitteeQuestion.objects.filter(trial_action=OuterRef("pk"), answered_at__isnull=False)
    rows = searched(committee.shown_to(user, round_), query).annotate(has_answers=Exists(answered))
    own = {row.trial_action_id: row for row in CommitteeReview.objects.filter(seat=seat)} if seat else {}
    found = []
    for row in rows.prefetch_related("partners__unit"):
        row.round = round_
        review = own.get(row.pk)
        status = status_of(review, row)
        came = row.submitted_at if row.has_answers and row.state != TrialAction.State.RETURNED else None
        found.append(Item(row, status, review.total if review and status == GIVEN else None, came))
    return found


def names_of(application: TrialAction) -> str:
    """Units, actors and age group on one line. The partners and their units must have been fetched."""
    return on_one_line([row.name for row in application.partners.all()], application)


def on_one_line(names: Sequence[str], application: TrialAction) -> str:
    """The partners' names and the age group."""
    return " · ".join([*names, application.get_age_group_display()] if application.age_group else names)


def next_after(items: Sequence[Item], number: int) -> Item | None:
    """The next one that waits for the member's points, from `number` on and round again."""
    waiting = [one for one in items if one.status in WAITING and one.application.number != number]
    later = [one for one in waiting if one.application.number > number]
    return next(iter([*later, *waiting]), None)


def unread_numbers(seat: CommitteeSeat) -> set[int]:
    """The numbers of the applications whose points are hidden, because the member's own are not in. Two queries."""
    rows = TrialAction.objects.for_committee(seat.user).filter(round=seat.round_id)
    own = {row.trial_action_id: row for row in CommitteeReview.objects.filter(seat=seat)}
    return {row.number for row in rows if not committee.is_in(own.get(row.pk), row)}


@dataclass(frozen=True)
class Heard:
    """Another member's judgement, once one's own is in."""

    name: str
    seat: str
    review: CommitteeReview


def others_on(user: User, trial_action: TrialAction, seat: CommitteeSeat | None) -> list[Heard] | None:
    """What the others say, by name; None while one's own judgement is not in and counts. At most two queries."""
    reviews = CommitteeReview.objects.filter(trial_action=trial_action).exclude(state=State.DRAFT)
    if seat is not None:
        own = CommitteeReview.objects.filter(seat=seat, trial_action=trial_action).first()
        if not committee.is_in(own, trial_action) and not trial_action.round.is_decided:
            return None
        reviews = reviews.exclude(seat=seat)
    rows = reviews.select_related("seat__user").order_by("seat__user__name", "pk")
    return [Heard(row.seat.display_name, row.seat.get_kind_display(), row) for row in rows]


def standing_on(trial_action: TrialAction) -> selection.Standing | None:
    """How the whole committee's points stand. One query."""
    given = trial_action.reviews.filter(state=State.GIVEN).values_list("total", flat=True)
    return selection.standing(total for total in given if total is not None)


@dataclass(frozen=True)
class Progress:
    """How far one member is."""

    seat: CommitteeSeat
    done: int
    of: int

    @property
    def left(self) -> int:
        """What is waited for: nothing of one who has left the committee."""
        return 0 if self.seat.left_at else self.of - self.done


def progress_of(
    seats: Sequence[CommitteeSeat], applications: Sequence[TrialAction], judged: Iterable[Judged]
) -> list[Progress]:
    """How far every member is with these applications. Three queries, however many there are."""
    found = {row.pk: row for row in applications}
    taken = _not_theirs(seats, found)
    done: Counter[int] = Counter()
    for review in judged:
        if (review.seat_id, review.trial_action_id) not in taken:
            done[review.seat_id] += committee.is_in(review, found[review.trial_action_id])
    away = Counter(seat for seat, _ in taken)
    return [Progress(seat, done[seat.pk], len(found) - away[seat.pk]) for seat in seats]


def _not_theirs(seats: Sequence[CommitteeSeat], found: Collection[int]) -> set[tuple[int, int]]:
    """Seats and the applications they do not judge: in conflict, or from their own team or unit. Three queries."""
    by_user = {seat.user_id: seat.pk for seat in seats}
    by_email = {seat.user.email: seat.pk for seat in seats}
    conflicts = ConflictOfInterest.objects.filter(seat__in=seats, trial_action__in=found)
    team = TeamMember.objects.filter(user__in=by_user, trial_action__in=found)
    led = Partner.objects.filter(unit__leader_email__in=by_email, trial_action__in=found).values_list(
        "unit__leader_email", "trial_action"
    )
    return {
        *conflicts.values_list("seat", "trial_action"),
        *((by_user[user], pk) for user, pk in team.values_list("user", "trial_action")),
        *((by_email[email], pk) for email, pk in led),
    }

"""Declaring a conflict of interest, which takes an application away from a committee member (inhabilitet).

The round is locked first, so that nobody gives points while declaring, and nobody decides meanwhile.
"""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from strategy import committee
from strategy.committee import CommitteeRefused
from strategy.models import CommitteeReview, CommitteeSeat, ConflictOfInterest, CriterionScore, TrialAction

SEEN_OTHERS = "Inhabil, meldt efter at have set de andres point."


@transaction.atomic
def declare(
    *, seat: CommitteeSeat, trial_action: TrialAction, reason: str, by: User, at: datetime
) -> ConflictOfInterest:
    """Declare that one is too close. Points already given are deleted, and cannot be given anew when it is taken back,
    because the others' were shown from then on. Doing it twice is once.

    Raises:
        CommitteeRefused: the round is decided, or the application is not before this committee.
    """
    round_ = committee.lock_undecided(seat.round)
    _own(seat, by)
    if not TrialAction.objects.filter(pk=trial_action.pk, round=round_).submitted().exists():
        raise CommitteeRefused("Ansøgningen er ikke hos udvalget længere.")
    row, is_new = ConflictOfInterest.objects.get_or_create(
        seat=seat, trial_action=trial_action, defaults={"reason": reason, "declared_at": at}
    )
    if is_new:
        _clear(seat, trial_action, at)
        summary = f"meldte sig inhabil i ansøgning nr. {trial_action.number} i {round_.title}"
        committee.record("conflict.declared", summary, row, round_, by, at)
    return row


@transaction.atomic
def take_back(*, seat: CommitteeSeat, number: int, by: User, at: datetime) -> None:
    """Take it back: the application is in the member's lists again. Doing it twice changes nothing.

    Raises:
        CommitteeRefused: the round is decided.
    """
    round_ = committee.lock_undecided(seat.round)
    _own(seat, by)
    row = ConflictOfInterest.objects.filter(seat=seat, trial_action__number=number).first()
    if row is None:
        return
    summary = f"tog sin inhabilitet tilbage i ansøgning nr. {number} i {round_.title}"
    committee.record("conflict.taken_back", summary, row, round_, by, at)
    row.delete()


def _clear(seat: CommitteeSeat, trial_action: TrialAction, at: datetime) -> None:
    """Delete what was kept and given; who has seen the others' points has abstained."""
    own = CommitteeReview.objects.filter(seat=seat, trial_action=trial_action)
    own.filter(state=CommitteeReview.State.DRAFT).delete()
    CriterionScore.objects.filter(review__in=own).delete()
    abstained = CommitteeReview.State.ABSTAINED
    own.update(state=abstained, total=None, comment="", abstained_because=SEEN_OTHERS, updated_at=at)


def _own(seat: CommitteeSeat, by: User) -> None:
    if not CommitteeSeat.objects.present().filter(pk=seat.pk, user=by).exists():
        raise CommitteeRefused("Kun den, der sidder på pladsen, kan melde sig inhabil.")

"""A committee member's judgement: kept while it is written, then given, or abstained from (bedømmelser).

It stands once it is in, because the others' points are shown from then on; only when the team has answered the
committee's questions and handed the application in again is it given anew. What was given before counts until then.
The round is locked first.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from accounts.models import User
from strategy import committee, selection
from strategy.committee import CommitteeRefused
from strategy.models import CommitteeReview, CommitteeSeat, CriterionScore, TrialAction

State = CommitteeReview.State


class ReviewStands(CommitteeRefused):
    """The member's judgement is in already."""

    def __init__(self) -> None:
        super().__init__("Din bedømmelse er afgivet og ligger fast, fordi du nu kan se de andres.")


@dataclass(frozen=True)
class Judgement:
    """Points by the criteria's ids, and the words for them; `seen` marks what was read (`committee.read_mark`)."""

    points: Mapping[int, int] = field(default_factory=dict)
    comment: str = ""
    seen: str = ""


@transaction.atomic
def save(
    *, seat: CommitteeSeat, trial_action: TrialAction, judgement: Judgement, by: User, at: datetime
) -> CommitteeReview:
    """Keep what has been thought so far; nobody else sees it, and nothing need be complete.

    Raises:
        CommitteeRefused: it is in already or counts from before, or the application is not the member's to judge.
    """
    return _write(seat, trial_action, judgement, by, at, is_draft=True)[0]


@transaction.atomic
def give(
    *, seat: CommitteeSeat, trial_action: TrialAction, judgement: Judgement, by: User, at: datetime
) -> CommitteeReview:
    """Give points on every criterion. The same twice is once.

    Raises:
        CommitteeRefused: as in `save`, or points are missing.
    """
    if not seat.round.criteria.exists():
        raise CommitteeRefused("Runden har ingen kriterier at give point efter.")
    try:
        review, application = _write(seat, trial_action, judgement, by, at)
    except ReviewStands:
        own = CommitteeReview.objects.get(seat=seat, trial_action=trial_action)
        if own.state == State.GIVEN and (_points(own), own.comment) == (dict(judgement.points), judgement.comment):
            return own
        raise
    weights = dict(application.round.criteria.values_list("pk", "weight"))
    try:
        review.total = selection.weighted_mean(_points(review), weights)
    except selection.SelectionError:
        raise CommitteeRefused("Giv point på alle kriterier, før du afgiver din bedømmelse.") from None
    _hand_in(review, application, State.GIVEN, at)
    summary = f"afgav sin bedømmelse af ansøgning nr. {application.number} i {application.round.title}"
    committee.record("committee_review.given", summary, review, application.round, by, at)
    return review


@transaction.atomic
def abstain(
    *, seat: CommitteeSeat, trial_action: TrialAction, because: str, by: User, at: datetime, seen: str = ""
) -> CommitteeReview:
    """Give no points, and say why. Points that were kept are deleted. The same twice is once.

    Raises:
        CommitteeRefused: as in `save`.
    """
    try:
        review, application = _write(seat, trial_action, Judgement(seen=seen), by, at)
    except ReviewStands:
        own = CommitteeReview.objects.get(seat=seat, trial_action=trial_action)
        if own.state == State.ABSTAINED and own.abstained_because == because:
            return own
        raise
    review.abstained_because = because
    _hand_in(review, application, State.ABSTAINED, at)
    summary = f"undlod at give point til ansøgning nr. {application.number} i {application.round.title}"
    committee.record("committee_review.abstained", summary, review, application.round, by, at)
    return review


def _write(
    seat: CommitteeSeat,
    trial_action: TrialAction,
    judgement: Judgement,
    by: User,
    at: datetime,
    *,
    is_draft: bool = False,
) -> tuple[CommitteeReview, TrialAction]:
    """The review as a draft with these points, and its application; both locked by the round's lock."""
    round_ = committee.lock_undecided(seat.round)
    if not round_.seats.present().filter(pk=seat.pk, user=by).exists():
        raise CommitteeRefused("Kun den, der sidder på pladsen, kan bedømme.")
    application = committee.lock_application(trial_action, judged_by=by)
    application.round = round_
    if application.state == TrialAction.State.RETURNED:
        raise CommitteeRefused("Ansøgningen er hos ansøgerne. Giv point, når den er tilbage.")
    if judgement.seen and judgement.seen != committee.read_mark(application):
        raise CommitteeRefused("Ansøgerne har indsendt igen, mens du læste. Læs den, som den er nu, og afgiv så.")
    review = CommitteeReview.objects.filter(seat=seat, trial_action=application).first()
    if committee.is_in(review, application):
        raise ReviewStands
    if is_draft and review is not None and review.state != State.DRAFT:
        raise CommitteeRefused("Det, du afgav før, gælder, indtil du afgiver igen, så der kan ikke gemmes en kladde.")
    review = review or CommitteeReview(seat=seat, trial_action=application)
    review.state, review.total, review.given_at, review.abstained_because = State.DRAFT, None, None, ""
    review.comment, review.updated_at = judgement.comment, at
    review.save()
    criteria = set(round_.criteria.values_list("pk", flat=True))
    points = {key: value for key, value in judgement.points.items() if key in criteria}
    review.scores.exclude(criterion__in=points).delete()
    CriterionScore.objects.bulk_create(
        [CriterionScore(review=review, criterion_id=key, points=value) for key, value in points.items()],
        update_conflicts=True,
        unique_fields=["review", "criterion"],
        update_fields=["points"],
    )
    return review, application


def _hand_in(review: CommitteeReview, application: TrialAction, state: str, at: datetime) -> None:
    review.state, review.given_at = state, at
    review.save()
    committee.begin_review(application)


def _points(review: CommitteeReview) -> dict[int, int]:
    return dict(review.scores.values_list("criterion", "points"))

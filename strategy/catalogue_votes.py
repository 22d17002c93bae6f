"""The committee's advice: does an evaluated trial action belong in the catalogue? (udvalgets råd)."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Prefetch

from accounts import audit
from accounts.models import User
from strategy.models import CatalogueVote, CommitteeSeat, ConflictOfInterest, Evaluation, Strategy, TrialAction


class VoteRefused(Exception):
    """Advice cannot be given now; the message is for the person."""


@dataclass
class Advised:
    """An evaluated trial action, and what the committee says of it as one person may see it."""

    evaluation: Evaluation
    seat: CommitteeSeat | None
    own: CatalogueVote | None = None
    votes: list[CatalogueVote] = field(default_factory=list)
    seats: int = 0
    # The member is on its team or leads one of its units: nobody advises on one's own.
    is_own: bool = False

    @property
    def trial_action(self) -> TrialAction:
        return self.evaluation.trial_action

    @property
    def may_see_others(self) -> bool:
        """A member sees the others' advice when the own is in; those without a seat see it at once."""
        return not self.is_own and (self.seat is None or self.own is not None)

    @property
    def recommending(self) -> int:
        return sum(vote.recommends for vote in self.votes)


def of_strategy(strategy: Strategy, user: Any) -> list[Advised]:
    """What has been evaluated and is not in the catalogue, as far as the person may know, and the advice."""
    visible = TrialAction.objects.visible_to(user).filter(round__strategy=strategy, state=TrialAction.State.EVALUATED)
    votes = CatalogueVote.objects.select_related("seat__user").order_by("at", "pk")
    rows = (
        Evaluation.objects.filter(handed_in_at__isnull=False, trial_action__in=visible)
        .select_related("trial_action__round", "trial_action__entry")
        .prefetch_related(Prefetch("votes", votes))
        .order_by("-handed_in_at", "-pk")
    )
    others = set(visible.not_near(user).values_list("pk", flat=True))
    seats = CommitteeSeat.objects.present().filter(round__strategy=strategy)
    mine: dict[int, CommitteeSeat] = {seat.round_id: seat for seat in seats if seat.user_id == user.pk}
    counts: dict[int, int] = {}
    for seat in seats:
        counts[seat.round_id] = counts.get(seat.round_id, 0) + 1
    return [_advised(row, mine, counts, is_near=row.trial_action_id not in others) for row in rows]


def _advised(row: Evaluation, mine: dict[int, CommitteeSeat], counts: dict[int, int], *, is_near: bool) -> Advised:
    seat = mine.get(row.trial_action.round_id)
    if seat is not None and is_near:
        return Advised(row, None, seats=counts[seat.round_id], is_own=True)
    votes = list(row.votes.all())
    own = next((vote for vote in votes if seat is not None and vote.seat_id == seat.pk), None)
    left = sum(vote.seat.left_at is not None for vote in votes)  # what they said stands
    return Advised(row, seat, own, votes, counts.get(row.trial_action.round_id, 0) + left)


@transaction.atomic
def vote(
    *, evaluation: Evaluation, seat: CommitteeSeat, recommends: bool, comment: str, by: User, at: datetime
) -> CatalogueVote:
    """Say yes or no, with a reason; it may be said anew until the trial action is in the catalogue.

    Raises:
        VoteRefused: it is in the catalogue already, it is the member's own, or the member has declared a conflict of
            interest.
    """
    rows = TrialAction.objects.select_for_update(no_key=True, of=("self",))
    owner = rows.select_related("round__strategy__municipality").get(pk=evaluation.trial_action_id)
    is_present = CommitteeSeat.objects.present().filter(pk=seat.pk, user=by, round=owner.round_id).exists()
    if not is_present:
        raise VoteRefused("Du sidder ikke i udvalget for den runde.")
    if ConflictOfInterest.objects.filter(seat=seat, trial_action=owner).exists():
        raise VoteRefused("Du har meldt dig inhabil.")
    if not TrialAction.objects.filter(pk=owner.pk).not_near(by).exists():
        raise VoteRefused("Du er selv med i prøvehandlingen.")
    if owner.state != TrialAction.State.EVALUATED or evaluation.handed_in_at is None:
        raise VoteRefused("Der er truffet en beslutning imens, så rådet kan ikke ændres.")
    before = CatalogueVote.objects.filter(evaluation=evaluation, seat=seat).first()
    if before is not None and (before.recommends, before.comment) == (recommends, comment):
        return before
    row = before or CatalogueVote(evaluation=evaluation, seat=seat)
    row.recommends, row.comment, row.at = recommends, comment, at
    row.save()
    audit.record(
        action="catalogue_vote.given",
        summary=f"gav udvalget sit råd om “{owner}”",
        subject=owner,
        scope=owner.municipality.code,
        by=by,
        at=at,
    )
    return row

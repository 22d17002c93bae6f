"""Whose log of the committee's work a person may read, and what is kept from one in conflict (udvalgets log)."""

from typing import Any

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast

from accounts import kept_apart
from partnerships import log_subjects
from strategy.models import BoardChoice, CatalogueEntry, CommitteeReview, ConflictOfInterest, TrialAction


def register() -> None:
    """Make the logs, and what is kept apart, known to the rooms below."""
    log_subjects.register("committeereview", _reviews, told=())
    log_subjects.register("boardchoice", _choices, told=())
    log_subjects.register("conflictofinterest", _conflicts, told=())
    kept_apart.register("conflicts of interest", kept_from)


def _reviews(user: Any) -> QuerySet[CommitteeReview]:
    """One's own only: what the others gave is read on the application."""
    return CommitteeReview.objects.filter(seat__user=user, trial_action__in=TrialAction.objects.for_committee(user))


def _choices(user: Any) -> QuerySet[BoardChoice]:
    """As on the board: when one's own judgement is in."""
    judged = CommitteeReview.objects.filter(seat__user=user).exclude(state=CommitteeReview.State.DRAFT)
    mine = TrialAction.objects.for_committee(user).filter(pk__in=judged.values("trial_action"))
    return BoardChoice.objects.filter(trial_action__in=mine)


def _conflicts(user: Any) -> QuerySet[ConflictOfInterest]:
    return ConflictOfInterest.objects.filter(seat__user=user)


def kept_from(user: Any, prefix: str) -> Q:
    """Events and mails about applications the person has declared a conflict of interest in. No query of its own."""
    mine = ConflictOfInterest.objects.filter(seat__user=user).values("trial_action")
    reviews = CommitteeReview.objects.filter(trial_action__in=mine)
    choices = BoardChoice.objects.filter(trial_action__in=mine)
    # What is in the catalogue everybody of the municipality reads.
    entries = CatalogueEntry.objects.filter(trial_action__in=mine).exclude(state=CatalogueEntry.State.PUBLISHED)
    hidden = Q()
    for kind, rows in (
        ("trialaction", TrialAction.objects.filter(pk__in=mine)),
        ("committeereview", reviews),
        ("boardchoice", choices),
        ("catalogueentry", entries),
    ):
        ids = rows.annotate(as_text=Cast("pk", CharField())).values("as_text")
        hidden |= Q(**{f"{prefix}subject_type": kind, f"{prefix}subject_id__in": ids})
    return hidden

"""Sending an application back to its team with questions (sendt tilbage)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import User
from strategy import committee, committee_emails
from strategy.committee import CommitteeRefused
from strategy.models import CommitteeQuestion, TrialAction

MAX_QUESTIONS = 20


@transaction.atomic
def ask(*, trial_action: TrialAction, questions: Sequence[str], by: User, at: datetime) -> list[CommitteeQuestion]:
    """Ask the team, who may then write in the application again. The same questions twice are asked once.

    Raises:
        CommitteeRefused: the round is decided, the application is not before the committee, or nothing is asked.
    """
    round_ = committee.lock_undecided(trial_action.round)
    row = committee.lock_application(trial_action)
    row.round = round_
    if row.state not in TrialAction.BEFORE_THE_COMMITTEE:
        raise CommitteeRefused("Ansøgningen er ikke hos udvalget længere.")
    texts = list(dict.fromkeys(text.strip() for text in questions if text.strip()))
    if not texts:
        raise CommitteeRefused("Skriv mindst ét spørgsmål.")
    waiting = set(row.questions.filter(answered_at__isnull=True).values_list("text", flat=True))
    asked = [text for text in texts if text not in waiting]
    if not asked:
        return []
    if row.questions.count() + len(asked) > MAX_QUESTIONS:
        raise CommitteeRefused(f"Der kan stilles {MAX_QUESTIONS} spørgsmål til en ansøgning.")
    made = CommitteeQuestion.objects.bulk_create(
        CommitteeQuestion(trial_action=row, text=text, asked_at=at, asked_by=by) for text in asked
    )
    row.state = TrialAction.State.RETURNED
    row.save(update_fields=["state"])
    summary = f"sendte ansøgning nr. {row.number} i {round_.title} tilbage med {len(made)} spørgsmål"
    committee.record("trial_action.returned", summary, row, round_, by, at)
    committee_emails.returned(row, made)
    return made


@transaction.atomic
def take_back(*, trial_action: TrialAction, by: User, at: datetime) -> TrialAction:
    """Take an application that was sent back before the committee again, without an answer. Twice is once.

    Raises:
        CommitteeRefused: the round is decided, or the team has begun to change the application.
    """
    round_ = committee.lock_undecided(trial_action.round)
    row = committee.lock_application(trial_action)
    row.round = round_
    if row.state != TrialAction.State.RETURNED:
        return row
    if not row.handed_in.filter(version=row.version).exists():
        raise CommitteeRefused("Teamet er begyndt at rette ansøgningen. Vent, til den er indsendt igen.")
    row.questions.filter(answered_at__isnull=True).delete()
    row.state = TrialAction.State.IN_REVIEW
    row.save(update_fields=["state"])
    summary = f"tog ansøgning nr. {row.number} i {round_.title} tilbage fra ansøgerne uden svar"
    committee.record("trial_action.taken_back", summary, row, round_, by, at)
    committee_emails.taken_back(row)
    return row

"""The team's answers to what the committee asks when it sends an application back (spørgsmål til ansøgerne)."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from strategy import applications
from strategy.applications import ApplicationRefused
from strategy.models import CommitteeQuestion


class AnswerChanged(ApplicationRefused):
    """A colleague answered after this person read; `question` is as it stands now."""

    def __init__(self, question: CommitteeQuestion) -> None:
        super().__init__(
            "En kollega har svaret, mens du skrev. Det svar, der er gemt, står herunder. "
            "Dit er ikke gemt: gem igen, hvis det skal erstatte det."
        )
        self.question = question


@transaction.atomic
def answer(*, question: CommitteeQuestion, text: str, seen: str, by: User, at: datetime) -> CommitteeQuestion:
    """Answer a question; `seen` is the answer the person saw. The same again changes nothing; empty takes it back.

    Raises:
        AnswerChanged: a colleague answered meanwhile.
        ApplicationRefused: the application has been handed in again.
    """
    row = applications.lock_to_write(question.trial_action)
    found = CommitteeQuestion.objects.get(pk=question.pk, trial_action=row)
    if found.answer == text:
        return found
    if found.answer != seen:
        raise AnswerChanged(found)
    found.answer = text
    found.answered_at, found.answered_by = (at, by) if text else (None, None)
    found.save()
    applications.record("question_answered", f"svarede udvalget om “{row}”", row, by=by, at=at)
    return found

"""The municipality's answer to a delivered report: comments, the consultants' replies, and acceptance (godkendelse).

The screening's row is locked first. A person accepts the version they have read; once accepted it lies fast.
"""

from datetime import datetime

from django.db import transaction

from accounts.danish import date_time
from accounts.models import User
from screening import result_emails, screenings
from screening.models import Comment, Report, Screening
from screening.models.analysis import LEVERS
from screening.screenings import ScreeningRefused

State = Screening.State


class AnswerRefused(ScreeningRefused):
    """What was asked for cannot be done now; the message is for the person."""


class AlreadyAccepted(AnswerRefused):
    """Somebody accepted the report before."""

    def __init__(self, screening: Screening) -> None:
        who = screening.accepted_by.display_name if screening.accepted_by else "En kollega"
        when = date_time(screening.accepted_at) if screening.accepted_at else "tidligere"
        super().__init__(f"{who} godkendte rapporten {when}.")


def newest_delivered(screening: Screening) -> Report | None:
    """The version the municipality holds in its hands."""
    return Report.objects.filter(screening=screening, delivered_at__isnull=False).order_by("-version").first()


@transaction.atomic
def comment(*, screening: Screening, number: int, text: str, by: User, at: datetime) -> Comment:
    """The municipality remarks on lever `number`, or on the whole (0); the consultants are mailed. Twice is one.

    Raises:
        AnswerRefused: it is not delivered, or the report has been accepted.
    """
    row = _answerable(screening)
    if number not in (0, *LEVERS):
        raise AnswerRefused("Vælg et greb fra 1 til 7, eller det hele.")
    kept = {"screening": row, "side": Comment.Side.MUNICIPALITY, "lever_number": number, "text": text, "by": by}
    same = Comment.objects.filter(**kept, settled_at__isnull=True).first()
    if same is not None:
        return same
    made = Comment.objects.create(at=at, **kept)
    screenings.record("commented", f"kommenterede {what_of(made)}", row, by, at)
    result_emails.commented(made, by=by)
    return made


@transaction.atomic
def reply(*, comment: Comment, text: str, by: User, at: datetime) -> Comment:
    """The consultants answer a comment, which settles it; who wrote it is mailed. The same again changes nothing.

    Raises:
        AnswerRefused: the enrolment has been cancelled.
    """
    owner = screenings.lock(comment.screening)
    row = Comment.objects.select_related("by", "settled_by").get(pk=comment.pk, side=Comment.Side.MUNICIPALITY)
    if row.reply == text:
        return row
    if row.settled_by is not None and row.settled_by != by:
        raise AnswerRefused(f"{row.settled_by.display_name} har svaret imens. Læs svaret, før du selv svarer.")
    row.reply, row.settled_at, row.settled_by = text, at, by
    row.save(update_fields=["reply", "settled_at", "settled_by"])
    screenings.record("comment_answered", f"svarede på kommunens kommentar til {what_of(row)}", owner, by, at)
    result_emails.answered(row, by=by)
    return row


@transaction.atomic
def accept(*, screening: Screening, version: int, by: User, at: datetime) -> Screening:
    """The municipality accepts the report it has read, which then lies fast; the consultants are mailed.

    Raises:
        AlreadyAccepted: a colleague did.
        AnswerRefused: it is not delivered, is being changed, or `version` is not the newest.
    """
    row = _answerable(screening)
    if row.state != State.DELIVERED:
        raise AnswerRefused("Konsulenterne er i gang med en ny udgave af rapporten. Godkend, når I har fået den.")
    report = newest_delivered(row)
    if report is None or report.version != version:
        number = f", version {report.version}" if report else ""
        raise AnswerRefused(f"Der er kommet en ny udgave af rapporten{number}. Læs den, før I godkender.")
    screenings.move(row, State.ACCEPTED)
    row.accepted_at, row.accepted_by = at, by
    screenings.save(row, by=by, at=at)
    screenings.record("accepted", f"godkendte rapporten, version {version}", row, by, at)
    result_emails.accepted(row, version=version, by=by)
    return row


def what_of(comment: Comment) -> str:
    """What a comment is about, inside a sentence: "greb 5", "det hele"."""
    return f"greb {comment.lever_number}" if comment.lever_number else "det hele"


def _answerable(screening: Screening) -> Screening:
    row = screenings.lock(screening)
    if row.state == State.ACCEPTED:
        raise AlreadyAccepted(row)
    if not row.is_delivered:
        raise AnswerRefused("Rapporten er ikke leveret endnu.")
    return row

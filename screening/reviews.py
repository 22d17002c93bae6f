"""A second consultant reads before it is delivered; then delivery, and newer versions (kollegalæsning).

The screening's row is locked first, so that two who act at once do it one after the other.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import User
from screening import reports, review_emails, screenings, warnings, workspace
from screening.models import Assignment, Comment, Report, Screening, Workshop
from screening.screenings import ScreeningRefused
from screening.warnings import Missing

State = Screening.State


class ReviewRefused(ScreeningRefused):
    """What was asked for cannot be done now; the message is for the person."""


class NotWhole(ReviewRefused):
    """A lever lacks something a colleague needs to read it; `missing` says what, lever by lever."""

    def __init__(self, missing: Sequence[Missing]) -> None:
        super().__init__("Skriv det, der mangler, før en kollega kan læse.")
        self.missing = list(missing)


@transaction.atomic
def submit(*, screening: Screening, reviewer: User, by: User, at: datetime) -> Screening:
    """Give the whole to a second consultant, who is mailed. Nobody writes in it meanwhile.

    Raises:
        NotWhole: a lever has no level, no reasons or no finding.
        ReviewRefused: it is not being assessed, nothing is said of the whole, its workshop is open, or the colleague
            has worked on it or is no consultant.
    """
    row = screenings.lock(screening)
    if row.state != State.ASSESSING:
        raise ReviewRefused(f"Screeningen er “{row.get_state_display().lower()}” nu, så den kan ikke sendes.")
    if Workshop.objects.filter(screening=row, closed_at__isnull=True).exists():
        raise ReviewRefused("Workshoppen er åben, så dens svar er ikke med. Luk den, før en kollega læser.")
    missing = warnings.missing(workspace.facts_of(row))
    if missing:
        raise NotWhole(missing)
    if not row.headlines.exists():
        raise ReviewRefused("Skriv den samlede vurdering først, mindst én overskrift. Den læses før alt andet.")
    if not (reviewer.is_consultant and reviewer.is_active):
        raise ReviewRefused("Vælg en kollega, der er konsulent.")
    if Assignment.objects.filter(screening=row, consultant=reviewer).exists():
        raise ReviewRefused("Vælg en anden end dem, der selv har lavet screeningen.")
    screenings.move(row, State.IN_REVIEW)
    row.reviewer, row.approved_at = reviewer, None
    screenings.save(row, by=by, at=at)
    screenings.record("submitted", f"sendte til kollegalæsning hos {reviewer.display_name}", row, by, at)
    review_emails.submitted(row, by=by)
    return row


@transaction.atomic
def comment(*, screening: Screening, number: int, text: str, by: User, at: datetime) -> Comment:
    """The reviewing colleague remarks on lever `number`, or on the whole (0). The same twice is one.

    Raises:
        ReviewRefused: it is not being read.
    """
    row = _in_review(screening)
    if not 0 <= number <= 7:
        raise ReviewRefused("Vælg et greb fra 1 til 7, eller det hele.")
    kept = {"screening": row, "side": Comment.Side.REVIEW, "lever_number": number, "text": text, "by": by}
    same = Comment.objects.filter(**kept, settled_at__isnull=True).first()
    if same is not None:
        return same
    what = f"greb {number}" if number else "det hele"
    screenings.record("review_commented", f"skrev en kommentar til {what}", row, by, at)
    return Comment.objects.create(at=at, **kept)


@transaction.atomic
def answer(*, comment: Comment, reply: str, is_settled: bool, by: User, at: datetime) -> Comment:
    """Reply to a colleague's comment, settle it, or open it again. The same again changes nothing.

    Raises:
        ReviewRefused: the report is delivered.
    """
    owner = screenings.lock(comment.screening)
    if not (owner.is_being_worked_on or owner.state == State.IN_REVIEW):
        raise ReviewRefused("Rapporten er leveret, så kollegalæsningen er slut.")
    row = Comment.objects.get(pk=comment.pk, side=Comment.Side.REVIEW)
    if (row.reply, row.settled_at is not None) == (reply, is_settled):
        return row
    row.reply = reply
    if is_settled != (row.settled_at is not None):
        row.settled_at, row.settled_by = (at, by) if is_settled else (None, None)
    row.save(update_fields=["reply", "settled_at", "settled_by"])
    what = f"greb {row.lever_number}" if row.lever_number else "det hele"
    words = "afsluttede" if is_settled else "svarede på"
    screenings.record("review_answered", f"{words} en kommentar til {what}", owner, by, at)
    return row


@transaction.atomic
def send_back(*, screening: Screening, by: User, at: datetime) -> Screening:
    """The reviewing colleague gives it back to be worked on; those assigned are mailed.

    Raises:
        ReviewRefused: it is not being read, or nothing says what to look at.
    """
    row = _in_review(screening)
    unsettled = Comment.objects.filter(screening=row, side=Comment.Side.REVIEW, settled_at__isnull=True).count()
    if not unsettled:
        raise ReviewRefused("Skriv mindst én kommentar, før du sender den tilbage.")
    screenings.move(row, State.ASSESSING)
    row.approved_at = None
    screenings.save(row, by=by, at=at)
    screenings.record("sent_back", f"sendte tilbage med kommentarer ({unsettled} åbne)", row, by, at)
    review_emails.sent_back(row, by=by, comments=unsettled)
    return row


@transaction.atomic
def approve(*, screening: Screening, by: User, at: datetime) -> Screening:
    """The reviewing colleague has read it: it can be delivered. Twice is once.

    Raises:
        ReviewRefused: it is not being read.
    """
    row = _in_review(screening)
    if row.approved_at is not None:
        return row
    row.approved_at = at
    screenings.save(row, by=by, at=at)
    screenings.record("approved", "læste og godkendte", row, by, at)
    review_emails.approved(row, by=by)
    return row


@transaction.atomic
def deliver(*, screening: Screening, revision: int, by: User, at: datetime) -> Report:
    """Make the report of what stands now, and give it to the municipality, who is mailed also when nothing has changed.

    Raises:
        ChangedMeanwhile: somebody changed the screening after this person read it.
        ReviewRefused: a colleague has not read and approved it.
    """
    row = screenings.lock(screening, revision)
    if row.state != State.IN_REVIEW or row.approved_at is None:
        raise ReviewRefused("En kollega skal læse og godkende, før rapporten kan leveres.")
    screenings.move(row, State.DELIVERED)
    row.delivered_at = at
    screenings.save(row, by=by, at=at)
    report = reports.make(screening=row, by=by, at=at)
    is_new = report.delivered_at is None
    if is_new:
        report.delivered_at = at
        report.save(update_fields=["delivered_at"])
    review_emails.delivered(row, report, is_new=is_new)
    words = f"leverede rapporten, version {report.version}"
    screenings.record("delivered", words if is_new else f"{words}, igen uden ændringer", row, by, at)
    return report


@transaction.atomic
def reopen(*, screening: Screening, reason: str, by: User, at: datetime) -> Screening:
    """Work on it again for a newer version. The municipality keeps the delivered one until then.

    Raises:
        ReviewRefused: it is not delivered, or the municipality has accepted it.
    """
    row = screenings.lock(screening)
    if row.state == State.ACCEPTED:
        raise ReviewRefused("Kommunen har godkendt rapporten, så den ligger fast. Kun en administrator kan åbne den.")
    if row.state != State.DELIVERED:
        raise ReviewRefused("Kun en leveret rapport kan åbnes igen.")
    screenings.move(row, State.ASSESSING)
    row.approved_at = None
    screenings.save(row, by=by, at=at)
    screenings.record("reopened", f"åbnede igen for en ny version: {reason}", row, by, at)
    return row


def _in_review(screening: Screening) -> Screening:
    row = screenings.lock(screening)
    if row.state != State.IN_REVIEW:
        raise ReviewRefused(f"Screeningen er “{row.get_state_display().lower()}” nu, ikke til kollegalæsning.")
    return row

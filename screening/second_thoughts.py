"""Going back: a screening taken back from its reader, and an accepted report opened again (fortryd, genåbning).

The screening's row is locked first. A delivered report that is not accepted is opened again by `reviews.reopen`.
"""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from screening import result_emails, review_emails, screenings
from screening.models import Screening
from screening.reviews import ReviewRefused

State = Screening.State


@transaction.atomic
def take_back(*, screening: Screening, by: User, at: datetime) -> Screening:
    """Write in it again, though a colleague is reading or has approved it; the colleague is mailed.

    Raises:
        ReviewRefused: it is not with a colleague.
    """
    row = screenings.lock(screening)
    if row.state != State.IN_REVIEW:
        raise ReviewRefused(f"Screeningen er “{row.get_state_display().lower()}” nu, så den kan ikke tages tilbage.")
    was_approved = row.approved_at is not None
    screenings.move(row, State.ASSESSING)
    row.approved_at = None
    screenings.save(row, by=by, at=at)
    screenings.record("taken_back", "tog den tilbage fra kollegalæsning", row, by, at)
    review_emails.taken_back(row, by=by, was_approved=was_approved)
    return row


@transaction.atomic
def open_accepted(*, screening: Screening, reason: str, by: User, at: datetime) -> Screening:
    """Work again on what the municipality has accepted, for a newer version; the municipality and the consultants are
    told why.

    The acceptance lapses, and with it the showing of the levels: both were of a report that is no longer the last word.
    The municipality keeps the delivered report. A benchmark edition that is made stays as it is.

    Raises:
        ReviewRefused: it is not accepted.
    """
    row = screenings.lock(screening)
    if row.state != State.ACCEPTED:
        raise ReviewRefused(f"Screeningen er “{row.get_state_display().lower()}” nu, ikke godkendt af kommunen.")
    was_shown = row.released_at is not None
    screenings.move(row, State.ASSESSING)
    row.approved_at, row.accepted_at, row.accepted_by, row.released_at, row.released_by = None, None, None, None, None
    screenings.save(row, by=by, at=at)
    screenings.record("acceptance_lapsed", f"åbnede den godkendte rapport igen: {reason}", row, by, at)
    if was_shown:
        screenings.record("withdrawn", "holdt op med at vise de syv niveauer for netværket", row, by, at)
    result_emails.opened_again(row, reason=reason, was_shown=was_shown, by=by)
    return row

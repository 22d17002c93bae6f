"""The mails of the review and the delivery: one function for each, called inside the use case's transaction."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from accounts.models import User
from screening.mailing import consultants_of, municipality_of, queue
from screening.models import Report, Screening


def submitted(screening: Screening, *, by: User) -> None:
    """Ask the second consultant to read."""
    if screening.reviewer is not None:
        subject = f"Læs med på {screening}"
        _queue(screening, "screening_submitted", [screening.reviewer.email], subject, by=by)


def sent_back(screening: Screening, *, by: User, comments: int) -> None:
    """Tell those who work on it that a colleague has comments."""
    subject = f"Kommentarer til {screening}"
    _queue(screening, "screening_sent_back", consultants_of(screening), subject, by=by, comments=comments)


def approved(screening: Screening, *, by: User) -> None:
    """Tell those who work on it that it can be delivered."""
    subject = f"Klar til levering: {screening}"
    _queue(screening, "screening_approved", consultants_of(screening), subject, by=by)


def taken_back(screening: Screening, *, by: User, was_approved: bool) -> None:
    """Tell the colleague that there is nothing to read for now."""
    if screening.reviewer is not None and screening.reviewer != by:
        subject = f"Taget tilbage: {screening}"
        to = [screening.reviewer.email]
        _queue(screening, "screening_taken_back", to, subject, by=by, was_approved=was_approved)


def delivered(screening: Screening, report: Report, *, is_new: bool) -> None:
    """The report is there, or has been looked at again and stands: to those in the municipality who answer for it, and
    the enrolment's contact.
    """
    first = report.version == 1 or not Report.objects.filter(
        screening=screening, delivered_at__isnull=False, version__lt=report.version
    )
    words = "Ny udgave af rapporten om" if is_new and not first else "Rapporten om"
    subject = f"{words} jeres foranalyse af {screening.area_words}{'' if is_new else ' er ikke ændret'}"
    url = reverse("municipality_screening", args=[screening.municipality.code, screening.pk])
    said = {"report": report, "is_new": is_new, "is_first": first, "url": url}
    queue(screening, "screening_delivered", municipality_of(screening), subject, **said)


def _queue(screening: Screening, name: str, to: Sequence[str], subject: str, **context: Any) -> None:
    queue(screening, name, to, subject, review_url=reverse("screening_review", args=[screening.pk]), **context)

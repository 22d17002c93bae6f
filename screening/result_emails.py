"""The mails about a delivered report: one function for each, called inside the use case's transaction."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from accounts.models import User
from documents import mail
from screening.models import Assignment, Comment, Screening


def commented(comment: Comment, *, by: User) -> None:
    """Tell the consultants that the municipality has written a comment."""
    screening = comment.screening
    subject = f"Kommentar fra {screening.municipality.official_name} til foranalysen af {screening.area_words}"
    url = reverse("screening_comments", args=[screening.pk])
    _queue(screening, "screening_commented", _consultants(screening), subject, comment=comment, by=by, url=url)


def answered(comment: Comment, *, by: User) -> None:
    """Tell who wrote the comment that it has been answered."""
    screening = comment.screening
    subject = f"Svar på jeres kommentar til foranalysen af {screening.area_words}"
    url = reverse("municipality_screening", args=[screening.municipality.code, screening.pk])
    to = [comment.by.email] if comment.by.is_active else []
    _queue(screening, "screening_comment_answered", to, subject, comment=comment, by=by, url=url)


def accepted(screening: Screening, *, version: int, by: User) -> None:
    """Tell the consultants that the municipality has accepted."""
    subject = f"{screening.municipality.official_name} har godkendt foranalysen af {screening.area_words}"
    to = _consultants(screening)
    url = screening.get_absolute_url()
    _queue(screening, "screening_accepted", to, subject, version=version, by=by, url=url)


def _consultants(screening: Screening) -> list[str]:
    rows = Assignment.objects.filter(screening=screening, consultant__is_active=True)
    return list(rows.order_by("pk").values_list("consultant__email", flat=True))


def _queue(screening: Screening, name: str, to: Sequence[str], subject: str, **context: Any) -> None:
    mail.queue(
        to=to,
        subject=subject,
        template=f"emails/{name}",
        context={"screening": screening, **context},
        kind=name,
        about=screening,
        scope=screening.municipality.code,
    )

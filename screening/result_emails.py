"""The mails about a delivered report: one function for each, called inside the use case's transaction."""

from collections.abc import Iterable

from django.urls import reverse

from accounts.models import User
from documents import mail
from partnerships.models import Membership, Municipality, Network
from partnerships.models.memberships import Role
from screening.mailing import consultants_of, municipality_of, queue
from screening.models import Comment, Screening


def commented(comment: Comment, *, by: User) -> None:
    """Tell the consultants that the municipality has written a comment."""
    screening = comment.screening
    subject = f"Kommentar fra {screening.municipality.official_name} til foranalysen af {screening.area_words}"
    url = reverse("screening_comments", args=[screening.pk])
    queue(screening, "screening_commented", consultants_of(screening), subject, comment=comment, by=by, url=url)


def answered(comment: Comment, *, by: User) -> None:
    """Tell who wrote the comment that it has been answered."""
    screening = comment.screening
    subject = f"Svar på jeres kommentar til foranalysen af {screening.area_words}"
    url = reverse("municipality_screening", args=[screening.municipality.code, screening.pk])
    to = [comment.by.email] if comment.by.is_active else []
    queue(screening, "screening_comment_answered", to, subject, comment=comment, by=by, url=url)


def accepted(screening: Screening, *, version: int, by: User) -> None:
    """Tell the consultants that the municipality has accepted."""
    subject = f"{screening.municipality.official_name} har godkendt foranalysen af {screening.area_words}"
    to = consultants_of(screening)
    url = screening.get_absolute_url()
    queue(screening, "screening_accepted", to, subject, version=version, by=by, url=url)


def opened_again(screening: Screening, *, reason: str, was_shown: bool, by: User) -> None:
    """Tell the municipality, and the consultants, that what was accepted is worked on again."""
    subject = f"Rapporten om jeres foranalyse af {screening.area_words} er åbnet igen"
    url = reverse("municipality_screening", args=[screening.municipality.code, screening.pk])
    told = {"reason": reason, "was_shown": was_shown, "by": by}
    queue(screening, "screening_reopened", municipality_of(screening), subject, url=url, to_consultants=False, **told)
    own, subject = screening.get_absolute_url(), f"Åbnet igen: {screening}"
    queue(screening, "screening_reopened", consultants_of(screening), subject, url=own, to_consultants=True, **told)


def released(screening: Screening, *, network: Network, others: Iterable[Municipality], by: User) -> None:
    """Tell the coordinators of the others in the network where they can see the levels. The mail holds none."""
    others = list(others)
    people = Membership.objects.active().filter(municipality__in=others, role=Role.COORDINATOR, user__is_active=True)
    addresses: dict[int, list[str]] = {}
    for municipality, address in people.order_by("pk").values_list("municipality", "user__email"):
        addresses.setdefault(municipality, []).append(address)
    for other in others:
        mail.queue(
            to=addresses.get(other.pk, []),
            subject=f"{screening.municipality.official_name} viser sine niveauer for {network}",
            template="emails/screening_released",
            context={
                "screening": screening,
                "network": network,
                "other": other,
                "by": by,
                "url": reverse("network_profiles", args=[other.code]),
            },
            kind="screening_released",
            about=screening,
            scope=other.code,
        )

"""What waits for staff: each thing with a way to the rows behind it (det venter på os)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from post_office.models import STATUS, Email

from accounts.danish import calendar_days, days_left, in_danish_time
from documents.models import Document
from partnerships.models import Membership, Municipality, Programme
from partnerships.queries import Overview

SOON = 7  # days to the deadline


@dataclass(frozen=True)
class Work:
    """A number of things that wait, in one and many words, and where they are shown."""

    count: int
    one: str
    many: str
    text: str
    url: str
    urgency: str = ""
    relative: str = ""

    def as_item(self) -> dict[str, Any]:
        """As `components/todo.html` takes it."""
        return {
            "when": "Nu",
            "relative": self.relative,
            "urgency": self.urgency,
            "title": f"{self.count} {self.one if self.count == 1 else self.many}",
            "text": self.text,
            "url": self.url,
            "button": "Vis dem",
        }


def waiting(programme: Programme, found: Overview, *, today: date) -> list[dict[str, Any]]:
    """Work waiting for staff, as `components/todo.html` takes it. Four counting queries."""
    work = [*_broken(), *_drafts(programme, found, today=today), *_people(programme), *_missing(programme, found)]
    return [item.as_item() for item in work if item.count]


def _broken() -> list[Work]:
    """What the portal could not do. A mail that has been sent again is no longer waiting."""
    mails = Email.objects.filter(status=STATUS.failed, record__resent_as__isnull=True)
    return [
        Work(
            Document.objects.failed().count(),
            "dokument kunne ikke laves",
            "dokumenter kunne ikke laves",
            "Se dem, og prøv igen.",
            reverse("failed_documents"),
            urgency="late",
        ),
        Work(
            mails.count(),
            "mail kom ikke frem",
            "mails kom ikke frem",
            "Ret adressen, eller send dem igen.",
            f"{reverse('staff_mails')}?tilstand=fejlet",
            urgency="late",
        ),
    ]


def _drafts(programme: Programme, found: Overview, *, today: date) -> list[Work]:
    """Drafts that are not bound, when the deadline is near."""
    days = calendar_days(today, in_danish_time(programme.deadline_at).date())
    if not programme.is_open or not 0 <= days <= SOON:
        return []
    return [
        Work(
            found.counts["draft"],
            "kladde er ikke bundet endnu",
            "kladder er ikke bundet endnu",
            "Kommunerne når måske ikke fristen. Ring til dem.",
            f"{_table(programme)}?status=draft",
            urgency="soon",
            relative=f"frist {days_left(days)}" if days == 0 else f"frist om {days_left(days)}",
        )
    ]


def _people(programme: Programme) -> list[Work]:
    without = Municipality.objects.without_coordinator().filter(invitations__programme=programme)
    return [
        Work(
            Membership.objects.filter(state=Membership.State.PENDING).count(),
            "person venter på adgang",
            "personer venter på adgang",
            "Ingen har godkendt dem endnu.",
            reverse("staff_people"),
        ),
        Work(
            without.count(),
            "inviteret kommune har ingen koordinator",
            "inviterede kommuner har ingen koordinator",
            "De kan ikke tilmelde sig, før nogen er inviteret ind.",
            f"{reverse('staff_municipalities')}?mangler=koordinator",
        ),
    ]


def _missing(programme: Programme, found: Overview) -> list[Work]:
    return [
        Work(
            found.missing_ean,
            "kommune mangler EAN-nummer",
            "kommuner mangler EAN-nummer",
            "Regningen kan ikke sendes.",
            f"{_table(programme)}?mangler=ean",
        ),
        Work(
            found.missing_names,
            "kommune mangler navne",
            "kommuner mangler navne",
            "Nogle pladser har ingen deltager.",
            f"{_table(programme)}?mangler=deltagere",
        ),
    ]


def _table(programme: Programme) -> str:
    return reverse("staff_programme_enrolments", args=[programme.slug])

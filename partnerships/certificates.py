"""Certificates of participation (deltagerbeviser): what they say is frozen when they are ordered."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts.danish import long_date, weekday_date
from documents import jobs, kinds, rendering
from documents.models import Document
from partnerships import scoped_documents
from partnerships.models import Attendance, Network, NetworkDay, Participant

KIND = "certificate"


class CertificateRefused(Exception):
    """There is nothing to certify; the message is for the person."""


def attended(participant: Participant) -> QuerySet[Attendance]:
    """The held days the person came to, in order of time."""
    rows = Attendance.objects.filter(
        holding__email=participant.address, is_present=True, substitute="", day__state=NetworkDay.State.HELD
    )
    rows = rows.select_related(
        "day__network__partnership__programme", "holding", "seat__participation__enrolment__municipality"
    )
    return rows.order_by("day__starts_at", "seat")


def snapshot(participant: Participant, network: Network, *, at: datetime) -> dict[str, Any]:
    """Everything the certificate says.

    Raises:
        CertificateRefused: the person has not been at a day that has been held.
    """
    rows = list({row.day_id: row for row in attended(participant).filter(day__network=network)}.values())
    if not rows:
        raise CertificateRefused("Beviset kan laves, når du har været med på en dag, der er holdt.")
    last, partnership = rows[-1], rows[-1].day.network.partnership
    municipality = last.seat.participation.enrolment.municipality
    return {
        "participant": participant.pk,
        "network": network.pk,
        "scope": municipality.code,
        "name": last.holding.name if last.holding else participant.address,
        "title": last.holding.title if last.holding else "",
        "municipality": municipality.official_name,
        "programme": partnership.programme.title,
        "area": partnership.get_area_display(),
        "days": [
            {
                "title": row.day.title,
                "date": weekday_date(row.day.starts_at),
                "place": "Virtuelt" if row.day.is_virtual else row.day.venue,
            }
            for row in rows
        ],
        "date": long_date(at),
    }


@transaction.atomic
def order(*, participant: Participant, network: Network, at: datetime) -> Document:
    """Order the person's certificate, or find the one that says the same; one that failed is tried again.

    Raises:
        CertificateRefused: the person has not been at a day that has been held.
    """
    Participant.objects.select_for_update().get(pk=participant.pk)
    content = snapshot(participant, network, at=at)
    same = of_participant(participant).filter(snapshot__network=network.pk, snapshot__days=content["days"])
    found = same.filter(snapshot__name=content["name"], snapshot__title=content["title"]).first()
    if found is not None:
        return jobs.retry(document=found, by=None, at=at) if found.is_failed else found
    programme = network.partnership.programme
    return jobs.order(
        kind=KIND,
        title=f"Deltagerbevis, {programme.title}",
        filename=f"deltagerbevis-{programme.slug}.pdf",
        snapshot=content,
        by=None,
        at=at,
    )


def of_participant(participant: Participant) -> QuerySet[Document]:
    """The person's certificates, newest first."""
    return Document.objects.filter(kind=KIND, snapshot__participant=participant.pk).order_by("-created_at")


def render(document: Document, report: Callable[[int, str], None]) -> bytes:
    """The certificate as PDF."""
    return rendering.render_pdf("documents/certificate.html", {"certificate": document.snapshot}, report)


def visible_documents(user: Any) -> QuerySet[Document, Any]:
    """The certificates the person may see."""
    return scoped_documents.visible(KIND, user)


def register() -> None:
    """Make certificates known to the documents."""
    kinds.register(
        kinds.DocumentKind(key=KIND, label="Deltagerbevis", render=render, visible_documents=visible_documents)
    )

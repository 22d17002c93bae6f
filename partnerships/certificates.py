"""Certificates of participation (deltagerbeviser): what they say is frozen when they are ordered."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts import audit
from accounts.danish import long_date, weekday_date
from accounts.models import User
from documents import jobs, kinds, rendering
from documents.models import Document
from partnerships import scoped_documents
from partnerships.models import Attendance, Network, NetworkDay, Participant

KIND = "certificate"


class CertificateRefused(Exception):
    """There is nothing to certify; the message is for the person."""


def presence() -> QuerySet[Attendance]:
    """Everybody who came to a held day themselves, in order of time."""
    rows = Attendance.objects.filter(
        holding__isnull=False, is_present=True, substitute="", day__state=NetworkDay.State.HELD
    )
    rows = rows.select_related(
        "day__network__partnership__programme", "holding", "seat__participation__enrolment__municipality"
    )
    return rows.order_by("day__starts_at", "seat")


def attended(participant: Participant) -> QuerySet[Attendance]:
    """The held days the person came to, in order of time."""
    return presence().filter(holding__email=participant.address)


def days_of(rows: Sequence[Attendance]) -> list[dict[str, str]]:
    """The days as the certificate lists them, each once."""
    days = {row.day_id: row.day for row in rows}
    return [
        {
            "title": day.title,
            "date": weekday_date(day.starts_at),
            "place": "Virtuelt" if day.is_virtual else day.venue,
        }
        for day in days.values()
    ]


def snapshot(participant: Participant, network: Network, *, at: datetime) -> dict[str, Any]:
    """Everything the certificate says.

    Raises:
        CertificateRefused: the person has not been at a day that has been held.
    """
    rows = list(attended(participant).filter(day__network=network))
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
        "days": days_of(rows),
        "date": long_date(at),
    }


@transaction.atomic
def order(*, participant: Participant, network: Network, by: User | None = None, at: datetime) -> Document:
    """Order the person's certificate, or find the one that says the same; one that failed is tried again.

    `by` is None for the person's own wish, by personal link.

    Raises:
        CertificateRefused: the person has not been at a day that has been held.
    """
    Participant.objects.select_for_update().get(pk=participant.pk)
    content = snapshot(participant, network, at=at)
    same = of_participant(participant).filter(snapshot__network=network.pk, snapshot__days=content["days"])
    found = same.filter(snapshot__name=content["name"], snapshot__title=content["title"]).first()
    if found is not None:
        return jobs.retry(document=found, by=by, at=at) if found.is_failed else found
    programme = network.partnership.programme
    document = jobs.order(
        kind=KIND,
        title=f"Deltagerbevis, {programme.title}",
        filename=f"deltagerbevis-{programme.slug}.pdf",
        snapshot=content,
        by=by,
        at=at,
    )
    if by is not None:
        audit.record(
            action="certificate.ordered",
            summary=f"lavede et deltagerbevis til {content['name']}",
            subject=document,
            at=at,
            by=by,
            scope=content["scope"],
        )
    return document


def fetched(*, document: Document, at: datetime) -> None:
    """The person has fetched their own certificate; the first time is kept."""
    Document.objects.filter(pk=document.pk, fetched_at__isnull=True).update(fetched_at=at)


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

"""Participants: people on seats, known by their mail address, each with a private link (deltagernes sider).

The link is signed, so a copy of the database opens no door; changing a participant's key ends the old link.
"""

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.urls import reverse

from accounts import audit
from accounts.models import User
from documents import mail
from partnerships.models import Participant, SeatHolding

KIND = "participant_link"
_signer = Signer(sep="~", salt="partnerships.participants")


def token(participant: Participant) -> str:
    """The part of the participant's addresses that only they know."""
    return _signer.sign(participant.key)


def by_token(given: str) -> Participant | None:
    """Whose token it is; None for a forged, an old or an unknown one."""
    try:
        key = _signer.unsign(given)
    except BadSignature:
        return None
    return Participant.objects.filter(key=key).first()


def link(participant: Participant) -> str:
    """The participant's own page, as it stands in mails."""
    return f"{settings.PORTAL_URL}{reverse('participant', args=[token(participant)])}"


def steering_link(participant: Participant, day: int) -> str:
    """Where a representative answers before the day's steering-group meeting, as it stands in mails."""
    return f"{settings.PORTAL_URL}{reverse('participant_steering', args=[token(participant), day])}"


def feed_link(participant: Participant) -> str:
    """The participant's calendar to subscribe to."""
    return f"{settings.PORTAL_URL}{reverse('calendar_feed', args=[token(participant)])}"


def of_addresses(addresses: Collection[str], *, at: datetime) -> dict[str, Participant]:
    """The participants with these mail addresses, made when they are not there. Two queries, or three."""
    wanted = {address.lower() for address in addresses}
    found = {row.address: row for row in Participant.objects.filter(address__in=wanted)}
    if missing := sorted(wanted - found.keys()):
        Participant.objects.bulk_create(
            [Participant(address=address, key=new_key(), created_at=at) for address in missing], ignore_conflicts=True
        )
        found |= {row.address: row for row in Participant.objects.filter(address__in=missing)}
    return found


def new_key() -> str:
    """A key nobody can guess (144 bits)."""
    return secrets.token_urlsafe(18)


def mark_of(participant: Participant) -> str:
    """Stands for the link the participant has now, and opens nothing."""
    return hashlib.sha256(participant.key.encode()).hexdigest()[:16]


def seat_of(participant: Participant) -> SeatHolding | None:
    """The person's latest seat, with its municipality; None when the address is on none any more. One query."""
    rows = SeatHolding.objects.filter(email=participant.address).order_by("-start_date", "-pk")
    return rows.select_related("seat__participation__enrolment__municipality").first()


@transaction.atomic
def renew_link(*, participant: Participant, seen: str, by: User, at: datetime) -> Participant:
    """Give the participant a new link by mail; the old one, and the calendar behind it, stops working.

    `seen` is `mark_of` the participant as the person who asks read it, so that asking twice is asking once.
    """
    row = Participant.objects.select_for_update().get(pk=participant.pk)
    if mark_of(row) != seen:
        return row
    row.key = new_key()
    row.save(update_fields=["key"])
    holding = seat_of(row)
    scope = holding.seat.participation.enrolment.municipality.code if holding else ""
    mail.queue(
        to=[row.address],
        subject="Dit nye link til netværksdagene",
        template="emails/participant_link",
        context={"name": holding.name if holding else "", "link": link(row)},
        kind=KIND,
        about=row,
        scope=scope,
        is_private=True,
    )
    audit.record(
        action="participant.link_renewed",
        summary=f"gav {row.address} et nyt personligt link",
        subject=row,
        at=at,
        by=by,
        scope=scope,
    )
    return row

"""Participants: people on seats, known by their mail address, each with a private link (deltagernes sider).

The link is signed, so a copy of the database opens no door; changing a participant's key ends the old link.
"""

import secrets
from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.urls import reverse

from accounts import audit
from accounts.models import User
from partnerships.models import Participant

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


@transaction.atomic
def renew_link(*, participant: Participant, by: User | None, at: datetime) -> Participant:
    """Give the participant a new link; the old one, and the calendar behind it, stops working."""
    row = Participant.objects.select_for_update().get(pk=participant.pk)
    row.key = new_key()
    row.save(update_fields=["key"])
    audit.record(
        action="participant.link_renewed",
        summary=f"gav {row.address} et nyt personligt link",
        subject=row,
        at=at,
        by=by,
    )
    return row

"""Delivered screenings with a report, as rows: what municipalities hold in their hands."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from accounts.models import User
from documents.models import Document
from partnerships.models import Enrolment, Municipality, Programme
from screening.models import Report, Screening
from tests.factories import screenings, snapshots, world

AT = world.NOW
LEVELS = (4, 3, 2, 2, 3, 2, 3)  # those of snapshots.normal()


def enrolled(name: str, code: str, programme: Programme) -> tuple[Enrolment, User]:
    """A municipality bound to the programme's school partnership, and its coordinator."""
    row = Municipality.objects.filter(code=code).first() or world.municipality(code, name)
    by = world.member(row, f"leder{programme.pk}@{code}.example", name=f"Leder {name}")
    return world.binding(row, programme, by, school=5), by


def delivered(
    enrolment: Enrolment,
    *consultants: User,
    levels: Sequence[int | None] = LEVELS,
    accepted_by: User | None = None,
    released: bool = False,
    area: str = "school",
    at: datetime = AT,
) -> Screening:
    """A screening whose report says `levels`; accepted when somebody did, and shown to the network if `released`."""
    state = Screening.State.ACCEPTED if accepted_by else Screening.State.DELIVERED
    row = screenings.planned(enrolment, *consultants, area=area, state=state, at=at)
    row.approved_at = row.delivered_at = at
    if accepted_by:
        row.accepted_at, row.accepted_by = at, accepted_by
    if released:
        row.released_at, row.released_by = at, accepted_by
    row.save()
    report(row, by=consultants[0], levels=levels, at=at)
    return row


def report(
    row: Screening,
    *,
    by: User,
    version: int = 1,
    levels: Sequence[int | None] = LEVELS,
    at: datetime = AT,
    **facts: Any,
) -> Report:
    """A delivered version of its report."""
    at += timedelta(hours=version - 1)
    snapshot = snapshots.normal() | {
        "code": row.municipality.code,
        "municipality": row.municipality.official_name,
        "version": str(version),
        **facts,
    }
    for lever, level in zip(snapshot["levers"], levels, strict=True):
        lever["level"], lever["level_name"] = level, snapshot["level_names"][level - 1] if level else ""
    kinds = (("screening_pdf", "pdf"), ("screening_deck", "pptx"))
    pdf, deck = (
        Document.objects.create(
            kind=kind, title=f"Rapport {row.pk}", filename=f"rapport.{suffix}", created_at=at, next_attempt_at=at
        )
        for kind, suffix in kinds
    )
    return Report.objects.create(
        screening=row,
        version=version,
        snapshot=snapshot,
        sha256=f"{row.pk:032d}{version:032d}",
        changes=facts.get("changes", []),
        created_at=at,
        created_by=by,
        delivered_at=at,
        pdf=pdf,
        deck=deck,
    )

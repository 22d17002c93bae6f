"""Files and links from a network day, for its participants (materialer)."""

import uuid
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max

from accounts import audit
from accounts.models import User
from documents.uploads import Checked
from partnerships import network_days
from partnerships.models import DayMaterial, NetworkDay


class MaterialRefused(Exception):
    """What was asked for cannot be done; the message is for the person."""


def _lock(day: NetworkDay) -> NetworkDay:
    row = network_days.lock(day, None)
    if row.is_cancelled:
        raise MaterialRefused("Dagen er aflyst, så der kan ikke lægges materialer op.")
    return row


def _last(day: NetworkDay) -> int:
    last: int | None = day.materials.aggregate(last=Max("position"))["last"]
    return last or 0


@transaction.atomic
def add_file(
    *, day: NetworkDay, title: str, file: UploadedFile, checked: Checked, by: User, at: datetime
) -> DayMaterial:
    """Put a file up; `checked` is what documents.uploads found it to be. It is kept under a name of our own.

    Raises:
        MaterialRefused: the day is cancelled.
    """
    row = _lock(day)
    material = DayMaterial(
        day=row,
        position=_last(row) + 1,
        title=title or checked.filename,
        filename=checked.filename,
        media_type=checked.media_type,
        size=checked.size,
        at=at,
        by=by,
    )
    material.file.save(f"{uuid.uuid4()}{checked.extension}", file, save=False)
    material.save()
    _record("network_day.material_added", f"lagde “{material}” op til {row}", row, by, at)
    return material


@transaction.atomic
def add_link(*, day: NetworkDay, title: str, url: str, by: User, at: datetime) -> DayMaterial:
    """Put a link up.

    Raises:
        MaterialRefused: the day is cancelled.
    """
    row = _lock(day)
    material = DayMaterial.objects.create(day=row, position=_last(row) + 1, title=title, url=url, at=at, by=by)
    _record("network_day.material_added", f"lagde linket “{material}” op til {row}", row, by, at)
    return material


@transaction.atomic
def move(*, material: DayMaterial, up: bool, by: User, at: datetime) -> None:
    """Move the material one place up or down among the day's. At the end it stays."""
    day = network_days.lock(material.day, None)
    rows = list(day.materials.all())
    old = next((place for place, row in enumerate(rows) if row.pk == material.pk), None)
    if old is None:
        return
    new = old - 1 if up else old + 1
    if not 0 <= new < len(rows):
        return
    rows[old], rows[new] = rows[new], rows[old]
    for position, row in enumerate(rows, 1):
        row.position = position
    DayMaterial.objects.bulk_update(rows, ["position"])
    _record("network_day.material_moved", f"flyttede “{material}” {'op' if up else 'ned'} på {day}", day, by, at)


@transaction.atomic
def delete(*, material: DayMaterial, by: User, at: datetime) -> None:
    """Take the material down; its file is deleted once that is settled. Twice is once."""
    day = network_days.lock(material.day, None)
    row = day.materials.filter(pk=material.pk).first()
    if row is None:
        return
    if row.file:
        storage, name = row.file.storage, str(row.file.name)
        transaction.on_commit(lambda: storage.delete(name))
    _record("network_day.material_deleted", f"slettede “{row}” fra {day}", day, by, at)
    row.delete()


def _record(action: str, summary: str, day: NetworkDay, by: User, at: datetime) -> None:
    audit.record(action=action, summary=summary, subject=day, at=at, by=by)

"""What the use cases of a trial action's doing have in common: the lock, the refusal and the log."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from accounts import audit
from accounts.models import AuditEvent, User
from strategy.models import TrialAction

State = TrialAction.State
# Baselines are measured before the start, but never before both have signed.
MEASURED = (State.AGREED, State.RUNNING)


class DoingRefused(Exception):
    """What was asked for cannot be done now; the message is for the person."""


def lock(trial_action: TrialAction, *, states: Collection[str], refusal: str = "") -> TrialAction:
    """The trial action, locked, in one of the states.

    Raises:
        DoingRefused: it is in another one.
    """
    rows = TrialAction.objects.select_for_update(no_key=True, of=("self",))
    row = rows.select_related("round__strategy__municipality").get(pk=trial_action.pk)
    if row.state not in states:
        words = f"Prøvehandlingen er nu “{row.get_state_display().lower()}”, så det kan ikke gemmes."
        raise DoingRefused(refusal or words)
    return row


def move(row: TrialAction, state: str, *, by: User, at: datetime, fields: Collection[str] = ()) -> None:
    """Give the locked trial action its next state, and save it with `fields` of it that were changed too."""
    row.state, row.updated_at, row.updated_by = state, at, by
    row.save(update_fields=["state", "updated_at", "updated_by", *fields])


def record(
    action: str, summary: str, row: TrialAction, *, by: User | None, at: datetime, data: dict[str, Any] | None = None
) -> AuditEvent:
    """Write in the log that `by` did it to the trial action."""
    return audit.record(
        action=f"trial_action.{action}",
        summary=f"{summary} (“{row}”)",
        subject=row,
        scope=row.municipality.code,
        by=by,
        at=at,
        data=data,
    )


def short(text: str, length: int = 60) -> str:
    """The beginning of a text, for the log."""
    plain = " ".join(text.split())
    return plain if len(plain) <= length else f"{plain[: length - 1]}…"

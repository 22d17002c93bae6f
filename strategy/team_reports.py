"""What a team writes of its trial action and hands in: kept with a revision, and frozen when handed in.

The half-year status and the evaluation are both such reports; their own modules say what is in them. A name that
slipped in must be removable at any time, so a coordinator can hand a report back, and the team then mends its words
and hands it in again, also when the trial action is over. Only the words: the state of the trial action, the figures,
the strength of the evidence and the committee's advice stay as they are.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction

from accounts import audit
from accounts.danish import date_time
from accounts.models import User
from strategy import catalogue_emails
from strategy.models import Evaluation, HalfYearStatus, TrialAction

Report = TypeVar("Report", HalfYearStatus, Evaluation)
NAMES: dict[type[HalfYearStatus | Evaluation], tuple[str, str]] = {
    HalfYearStatus: ("status", "halvårsstatus"),
    Evaluation: ("evaluation", "evalueringen"),
}


class ReportRefused(Exception):
    """What was asked for cannot be done now; the message is for the person."""


class ReportChanged(ReportRefused):
    """A colleague has saved it meanwhile. `report` is as it stands now; nothing was saved."""

    def __init__(self, report: HalfYearStatus | Evaluation) -> None:
        super().__init__(
            f"{report.updated_by.display_name} gemte {date_time(report.updated_at)}, mens du skrev. Det, der er "
            "anderledes, står herunder. Din tekst er ikke gemt: gem igen, hvis den skal erstatte det."
        )
        self.report = report


class ReportIncomplete(ReportRefused):
    """It cannot be handed in as it stands; `fields` are those that say nothing."""

    def __init__(self, fields: list[str]) -> None:
        super().__init__("Der mangler noget, før I kan sende det. Felterne er mærket herunder.")
        self.fields = fields


def lock(trial_action: TrialAction, model: type[HalfYearStatus | Evaluation]) -> TrialAction:
    """The trial action, locked, while it is under way, or its report has been handed back.

    Raises:
        ReportRefused: it has not begun, or is over.
    """
    row = _locked(trial_action)
    if row.state != TrialAction.State.RUNNING and not is_handed_back(row, model):
        raise ReportRefused(
            f"Prøvehandlingen er ikke i gang ({row.get_state_display().lower()}), så der er intet gemt."
        )
    return row


def _locked(trial_action: TrialAction) -> TrialAction:
    rows = TrialAction.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("round__strategy__municipality").get(pk=trial_action.pk)


def is_handed_back(trial_action: TrialAction, model: type[HalfYearStatus | Evaluation]) -> bool:
    """The team has got its report back and may mend it. One query."""
    rows = model._default_manager.filter(trial_action=trial_action)
    return rows.filter(handed_back_at__isnull=False).exists()


@transaction.atomic
def hand_back(
    model: type[HalfYearStatus] | type[Evaluation], *, trial_action: TrialAction, reason: str, by: User, at: datetime
) -> HalfYearStatus | Evaluation:
    """Give a report that was handed in back to its team, with why; nobody else reads it until it comes again.

    The log does not hold the reason, which may repeat what must go. Twice is once.

    Raises:
        ReportRefused: nothing has been handed in, or no reason is given.
    """
    owner = _locked(trial_action)
    row = model._default_manager.filter(trial_action=owner).first()
    if row is not None and row.handed_back_at is not None:
        return row
    if row is None or row.handed_in_at is None:
        raise ReportRefused("Der er ikke sendt noget, der kan sendes tilbage.")
    if not reason.strip():
        raise ReportRefused("Skriv, hvad teamet skal rette.")
    row.handed_in_at = row.handed_in_by = None
    row.handed_back_at, row.handed_back_by, row.handed_back_because = at, by, reason
    row.save()
    name, label = NAMES[model]
    audit.record(
        action=f"trial_action.{name}_handed_back",
        summary=f"sendte {label} for “{owner}” tilbage til teamet",
        subject=owner,
        scope=owner.municipality.code,
        by=by,
        at=at,
    )
    catalogue_emails.handed_back(row, owner, by=by)
    return row


def require_all(content: object, needed: Collection[str]) -> None:
    """Refuse a report in which one of the fields says nothing.

    Raises:
        ReportIncomplete: with those fields.
    """
    if missing := [name for name in needed if not getattr(content, name).strip()]:
        raise ReportIncomplete(missing)


def sign(row: HalfYearStatus | Evaluation, *, by: User, at: datetime) -> None:
    """Mark a report as handed in, now, and no longer as handed back. It is not saved."""
    row.handed_in_at, row.handed_in_by = at, by
    row.handed_back_at = row.handed_back_by = None
    row.handed_back_because = ""


def write(
    model: type[Report],
    owner: TrialAction,
    content: Mapping[str, Any],
    *,
    revision: int,
    by: User,
    at: datetime,
) -> tuple[Report, bool]:
    """The report of the locked trial action with what was written, saved, and whether that changed it.

    Raises:
        ReportChanged, ReportRefused: nothing is saved.
    """
    found = model._default_manager.select_related("updated_by").filter(trial_action=owner).first()
    if found is not None and found.handed_in_at is not None:
        raise ReportRefused("Den er sendt og kan ikke ændres. En koordinator kan sende den tilbage til jer.")
    if found is not None and all(getattr(found, name) == value for name, value in content.items()):
        return found, False
    if (found.revision if found else 0) != revision:
        if found is None:
            raise ReportRefused("Den er slettet imens. Gem igen.")
        raise ReportChanged(found)
    row = found or model(trial_action=owner, revision=0)
    for name, value in content.items():
        setattr(row, name, value)
    row.revision, row.updated_at, row.updated_by = row.revision + 1, at, by
    row.save()
    return row, True

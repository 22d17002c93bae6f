"""What a team writes of its trial action and hands in once: kept with a revision, and frozen when handed in.

The half-year status and the evaluation are both such reports; their own modules say what is in them.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from accounts.danish import date_time
from accounts.models import User
from strategy.models import Evaluation, HalfYearStatus, TrialAction

Report = TypeVar("Report", HalfYearStatus, Evaluation)


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


def lock(trial_action: TrialAction) -> TrialAction:
    """The trial action, locked, while it is under way.

    Raises:
        ReportRefused: it has not begun, or is over.
    """
    rows = TrialAction.objects.select_for_update(no_key=True, of=("self",))
    row = rows.select_related("round__strategy__municipality").get(pk=trial_action.pk)
    if row.state != TrialAction.State.RUNNING:
        raise ReportRefused(
            f"Prøvehandlingen er ikke i gang ({row.get_state_display().lower()}), så der er intet gemt."
        )
    return row


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
        raise ReportRefused("Den er sendt og kan ikke ændres.")
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

"""The evaluation of a trial action, with the strength of its evidence frozen when it is handed in (evaluering)."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts import audit
from accounts.danish import long_date
from accounts.models import User
from strategy import catalogue_emails, standing, team_reports
from strategy.models import Collection, DataAgreement, Evaluation, HalfYearStatus, ImprovementCycle, TrialAction
from strategy.standing import Standing

Decision = ImprovementCycle.Decision
NEEDED = ("what", "for_whom", "how", "effect", "did_not_work", "children_say")


@dataclass(frozen=True)
class Content:
    """What a team says when it is over."""

    what: str = ""
    for_whom: str = ""
    how: str = ""
    conditions: str = ""
    effect: str = ""
    did_not_work: str = ""
    children_say: str = ""


def prefilled(trial_action: TrialAction, found: Standing, status: HalfYearStatus | None) -> Content:
    """What the application, the cycles and the status say already; the team writes on from there."""
    kept = [row for row in found["cycles"] if row["decision"] == Decision.ADOPT]
    dropped = [row for row in found["cycles"] if row["decision"] == Decision.ABANDON]
    measured = [
        f"{row['title']}: {row['signal'].lower()}. {row['words']}" for row in found["measures"] if row["values"]
    ]
    how = [trial_action.methods, *(f"- {row['title']}. {row['adjustment']}".strip() for row in kept)]
    return Content(
        what=trial_action.intervention,
        for_whom=trial_action.group,
        how="\n".join(part for part in how if part)[:3000],
        conditions=trial_action.resources,
        effect="\n".join(measured)[:2000],
        did_not_work="\n".join(f"- {row['title']}. {row['result']}".strip() for row in dropped)[:2000],
        children_say=status.children_say if status and status.handed_in_at else "",
    )


@transaction.atomic
def save(*, trial_action: TrialAction, content: Content, revision: int, by: User, at: datetime) -> Evaluation:
    """Keep what has been written so far. The same again changes nothing.

    Raises:
        ReportRefused, ReportChanged: nothing is saved.
    """
    owner = team_reports.lock(trial_action, Evaluation)
    return team_reports.write(Evaluation, owner, asdict(content), revision=revision, by=by, at=at)[0]


@transaction.atomic
def hand_in(
    *, trial_action: TrialAction, content: Content, revision: int, by: User, at: datetime, today: date
) -> Evaluation:
    """Hand it in with its evidence; the trial action is evaluated, and the committee is asked for its advice.

    One that was handed back comes again with new words alone: its evidence stays, and so does the trial action.

    Raises:
        ReportRefused, ReportChanged, ReportIncomplete: nothing is saved.
    """
    owner = team_reports.lock(trial_action, Evaluation)
    team_reports.require_all(content, NEEDED)
    row, _ = team_reports.write(Evaluation, owner, asdict(content), revision=revision, by=by, at=at)
    row.evidence = row.evidence or evidence_of(standing.of(owner, today=today))
    team_reports.sign(row, by=by, at=at)
    row.save()
    if owner.state == TrialAction.State.RUNNING:
        owner.state, owner.updated_at, owner.updated_by = TrialAction.State.EVALUATED, at, by
        owner.save(update_fields=["state", "updated_at", "updated_by"])
    audit.record(
        action="trial_action.evaluated",
        summary=f"evaluerede “{owner}”: {row.evidence['name'].lower()}",
        subject=owner,
        scope=owner.municipality.code,
        by=by,
        at=at,
        data={"strength": row.evidence["strength"]},
    )
    if owner.state == TrialAction.State.EVALUATED:
        catalogue_emails.evaluated(row, owner, by=by)
    return row


def cautions(trial_action: TrialAction, *, today: date) -> list[str]:
    """What the team should know before it ends the trial action now. Three queries."""
    if trial_action.state != TrialAction.State.RUNNING:
        return []
    found = []
    agreement = DataAgreement.objects.filter(trial_action=trial_action).first()
    if agreement is not None and agreement.ends_on > today:
        found.append(f"Den skulle slutte {long_date(agreement.ends_on)}. Sender I nu, slutter den i dag.")
    cycles = trial_action.cycles.exclude(step=ImprovementCycle.Step.DONE).count()
    if cycles:
        found.append("1 cyklus er ikke afsluttet." if cycles == 1 else f"{cycles} cyklusser er ikke afsluttet.")
    open_days = Collection.objects.filter(measure__trial_action=trial_action, measurement=None, skipped_because="")
    coming = list(open_days.filter(due_on__gte=today).order_by("due_on").values_list("due_on", flat=True))
    if coming:
        many = "1 aftalt måling falder væk" if len(coming) == 1 else f"{len(coming)} aftalte målinger falder væk"
        found.append(f"{many}. Den næste er {long_date(coming[0])}.")
    return found


def evidence_of(found: Standing) -> dict[str, Any]:
    """The strength of the evidence with its reasons, and the figures behind it."""
    return {**standing.strength_of(found), "standing": found}

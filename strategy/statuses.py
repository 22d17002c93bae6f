"""The half-year status: how it goes, prefilled from measurements and cycles, handed in to the committee (status)."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from accounts import audit
from accounts.danish import long_date
from accounts.models import User
from strategy import catalogue_emails, standing, team_reports
from strategy.models import DataAgreement, HalfYearStatus, ImprovementCycle, TrialAction
from strategy.standing import Standing

Decision, Step = ImprovementCycle.Decision, ImprovementCycle.Step
NEEDED = ("works", "hard", "children_say", "course", "next_text")


@dataclass(frozen=True)
class Content:
    """What a team says half way."""

    works: str = ""
    hard: str = ""
    children_say: str = ""
    course: str = ""
    next_text: str = ""


def prefilled(found: Standing) -> Content:
    """What can be said from measurements, cycles and voices alone; the team writes on from there."""
    kept = [row for row in found["cycles"] if row["decision"] == Decision.ADOPT]
    hard = [row for row in found["cycles"] if row["decision"] in (Decision.ABANDON, Decision.ADAPT)]
    waiting = [row for row in found["cycles"] if row["step"] != Step.DONE]
    works = [
        f"{row['title']}: {row['signal'].lower()}. Seneste: {row['latest']}."
        for row in found["measures"]
        if row["values"]
    ]
    return Content(
        works=_lines([*works, *(f"Vi beholder “{row['title']}”. {_told(row)}" for row in kept)]),
        hard=_lines([f"“{row['title']}”: {row['decision_label'].lower()}. {_told(row)}" for row in hard]),
        children_say=_lines([f"“{row['quote']}” ({row['said_by']}, {row['on']})" for row in found["voices"]]),
        next_text=_lines(
            [f"Cyklus {row['number']}, “{row['title']}”: {row['step_label'].lower()}." for row in waiting]
        ),
    )


def cautions(trial_action: TrialAction, *, today: date) -> list[str]:
    """What the team should know before it hands in now. One query."""
    agreement = DataAgreement.objects.filter(trial_action=trial_action).first()
    if trial_action.state != TrialAction.State.RUNNING or agreement is None or agreement.status_on <= today:
        return []
    return [f"Status er aftalt til {long_date(agreement.status_on)}. Tallene fryses, som de står i dag."]


def _told(cycle: dict[str, str]) -> str:
    return " ".join(text for text in (cycle["result"], cycle["adjustment"]) if text)


def _lines(rows: list[str]) -> str:
    return "\n".join(f"- {row.strip()}" for row in rows)[:2000]


@transaction.atomic
def save(*, trial_action: TrialAction, content: Content, revision: int, by: User, at: datetime) -> HalfYearStatus:
    """Keep what has been written so far. The same again changes nothing.

    Raises:
        ReportRefused, ReportChanged: nothing is saved.
    """
    owner = team_reports.lock(trial_action, HalfYearStatus)
    return team_reports.write(HalfYearStatus, owner, asdict(content), revision=revision, by=by, at=at)[0]


@transaction.atomic
def hand_in(
    *, trial_action: TrialAction, content: Content, revision: int, by: User, at: datetime, today: date
) -> HalfYearStatus:
    """Hand it in with the figures as they stand; coordinators and committee are told.

    It is not changed afterwards, but when it is handed back: then the words are new, and the figures stay.

    Raises:
        ReportRefused, ReportChanged, ReportIncomplete: nothing is saved.
    """
    owner = team_reports.lock(trial_action, HalfYearStatus)
    team_reports.require_all(content, NEEDED)
    row, _ = team_reports.write(HalfYearStatus, owner, asdict(content), revision=revision, by=by, at=at)
    row.figures = row.figures or standing.of(owner, today=today)
    team_reports.sign(row, by=by, at=at)
    row.save()
    audit.record(
        action="trial_action.status_handed_in",
        summary=f"sendte halvårsstatus for “{owner}”: {row.get_course_display().lower()}",
        subject=owner,
        scope=owner.municipality.code,
        by=by,
        at=at,
    )
    catalogue_emails.status_handed_in(row, owner, by=by)
    return row

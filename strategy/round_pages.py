"""What a round's page shows: its criteria as shares, a person's own applications, what one may begin from."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.danish import date_time, in_words, weekday_date
from partnerships import rules as partnership_rules
from partnerships.models import Membership
from partnerships.models.memberships import Role
from strategy import application_facts
from strategy.models import CatalogueEntry, Criterion, Round, TrialAction

MOST = 20
SLUG = re.compile(r"[a-zA-Z0-9_-]{1,100}")


@dataclass(frozen=True)
class Share:
    """A criterion and how much of the total it makes, in per cent."""

    criterion: Criterion
    percent: int


@dataclass(frozen=True)
class Mine:
    """One of the person's applications, with how much is still missing while it is written."""

    trial_action: TrialAction
    missing: int = 0
    asked: int = 0


def weighed(round_: Round) -> list[Share]:
    """The criteria with their share of the points. One query."""
    rows = list(round_.criteria.all())
    total = sum(row.weight for row in rows) or 1
    return [Share(row, round(100 * row.weight / total)) for row in rows]


def may_begin(round_: Round, at: datetime) -> bool:
    """Applications can be begun from the announcement until the round closes."""
    return round_.announced_at is not None and not round_.is_decided and at < round_.closes_at


def is_over(round_: Round, at: datetime) -> bool:
    """No application that is a draft can be handed in any more, unless the deadline is moved."""
    return round_.is_decided or at >= round_.closes_at


def coordinators_to_ask(round_: Round, user: Any) -> str:
    """Whom one who only reads in the municipality asks for leave to apply, by name; empty for others. Two queries."""
    if partnership_rules.role_in(user, round_.municipality) != Role.READER:
        return ""
    rows = Membership.objects.coordinators().filter(municipality=round_.municipality, user__is_active=True)
    found = rows.select_related("user").order_by("user__name", "pk")
    return in_words([row.user.display_name for row in found])


def deadline_words(trial_action: TrialAction, at: datetime) -> str:
    """Until when the team may hand in; for one sent back with questions, when the committee needs the answers."""
    round_ = trial_action.round
    if trial_action.state == TrialAction.State.RETURNED:
        if round_.meets_at and at < round_.meets_at:
            return f"Svar inden udvalgets møde {weekday_date(round_.meets_at)}."
        return "Svar, så snart I kan. Udvalget venter på jer."
    return f"Fristen {'er' if at < round_.closes_at else 'var'} {date_time(round_.closes_at)}."


def applications_of(round_: Round, user: Any) -> list[Mine]:
    """The person's own applications in the round; what is missing is counted for those still being written."""
    rows = list(TrialAction.objects.of_team(user).filter(round=round_).select_related("round__version")[:MOST])
    written = [row for row in rows if row.may_be_written]
    lists = dict(zip((row.pk for row in written), application_facts.checklists(written), strict=True))
    return [
        Mine(row, len(lists[row.pk].missing), len(lists[row.pk].checks)) if row.pk in lists else Mine(row)
        for row in rows
    ]


def entry_to_begin_from(user: Any, slug: str) -> CatalogueEntry | None:
    """The entry of a catalogue that a new application is made after, when the person may read it."""
    if not SLUG.fullmatch(slug):
        return None
    return CatalogueEntry.objects.visible_to(user).filter(slug=slug).distinct().first()

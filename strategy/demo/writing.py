"""Writing the demo's applications: field by field, partner by partner, asked, answered and handed in."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from accounts.models import User
from strategy import application_rows, applications, confirmations, teams
from strategy.demo.ideas import ACTOR_PART, ANSWERS, MEASURES, PARTS, RESOURCES, STORIES, THEMES, VOICES, Idea
from strategy.models import Element, Measure, Partner, PartnerConfirmation, Round, SuccessTarget, TrialAction, Unit

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
Units = Mapping[str, Sequence[Unit]]


def units_of(rows: Sequence[Unit]) -> Units:
    """The municipality's units by kind."""
    found: dict[str, list[Unit]] = defaultdict(list)
    for row in rows:
        found[row.kind].append(row)
    return found


def apply(
    idea: Idea, round_: Round, *, team: Sequence[User], units: Units, period: tuple[date, date], at: datetime
) -> TrialAction:
    """From an empty form to an application handed in `at`, by the first of the team."""
    row = write(idea, round_, team=team, units=units, period=period, at=at - 6 * DAY)
    confirm(row, by=team[0], at=at - 4 * DAY)
    return applications.submit(trial_action=row, by=team[0], at=at)


def write(
    idea: Idea, round_: Round, *, team: Sequence[User], units: Units, period: tuple[date, date], at: datetime
) -> TrialAction:
    """Everything an application needs but the yes of others."""
    by = team[0]
    row = applications.begin(round_=round_, title=idea.title, by=by, at=at)
    for person in team[1:]:
        teams.add(trial_action=row, person=person, by=by, at=at + HOUR)
    fill(row, texts(idea, row, period), by=by, at=at + DAY)
    _rows(idea, row, units, period, by=by, at=at + DAY + HOUR)
    return row


def texts(idea: Idea, row: TrialAction, period: tuple[date, date]) -> dict[str, str]:
    """What is written in each field."""
    measure = MEASURES[idea.measure]
    theme = THEMES[measure["theme"]]
    said = {
        "age_group": idea.age,
        "intervention": idea.what,
        "place": idea.place,
        "group": idea.group,
        "goal": f"{idea.goal} {_figures(idea)}",
        "methods": theme.methods,
        "child_perspective": idea.seen,
        "child_voice": VOICES[row.number % len(VOICES)],
        "expected_effect": theme.effect,
        "resources": RESOURCES[row.number % len(RESOURCES)],
        "risks": theme.risks,
        "starts_on": period[0].isoformat(),
        "ends_on": period[1].isoformat(),
    }
    elements = Element.objects.filter(version=row.round.version_id, is_centre=False).order_by("position")
    for place, element in enumerate(elements):
        answers = ANSWERS[place % len(ANSWERS)]
        said[f"{applications.ELEMENT}{element.pk}"] = answers[row.number % len(answers)]
        if place + 1 == idea.leading:
            said[applications.LEADING] = str(element.pk)
    return said


def _figures(idea: Idea) -> str:
    measure = MEASURES[idea.measure]
    unit = "procent" if measure["kind"] == "rate" else measure["unit"]
    before, after = (f"{value:g}".replace(".", ",") for value in idea.target)
    return f"Vi følger “{measure['title'].lower()}” og vil fra {before} til {after} {unit}."


def fill(row: TrialAction, said: Mapping[str, str], *, by: User, at: datetime) -> None:
    """Write in some of the fields, as somebody who has just read them."""
    now = applications.values_of(row)
    changes = {name: applications.Change(value, applications.mark(now[name])) for name, value in said.items()}
    written = applications.write(trial_action=row, changes=changes, by=by, at=at)
    if written.conflicts:
        raise ValueError(f"nobody else writes in the demo: {sorted(written.conflicts)}")


def _rows(idea: Idea, row: TrialAction, units: Units, period: tuple[date, date], *, by: User, at: datetime) -> None:
    for place, name in enumerate(idea.units):
        kind, number = name.split()
        of_kind = units.get(kind) or units["school"]
        part = PARTS[kind][(row.number + place) % len(PARTS[kind])]
        said: dict[str, Any] = {"unit": of_kind[int(number) % len(of_kind)], "part": part}
        application_rows.add(trial_action=row, kind=Partner, said=said, by=by, at=at)
    if idea.actor:
        said = {"actor": idea.actor, "part": ACTOR_PART, "contact_email": "kontakt@forening.example"}
        application_rows.add(trial_action=row, kind=Partner, said=said, by=by, at=at)
    followed = MEASURES[idea.measure]
    measure = application_rows.add(trial_action=row, kind=Measure, said=followed, by=by, at=at)
    if idea.second:
        application_rows.add(trial_action=row, kind=Measure, said=STORIES, by=by, at=at)
    before, after = (Decimal(str(value)) for value in idea.target)
    target = {
        "measure": measure,
        "what": followed["title"],
        "from_value": before,
        "to_value": after,
        "unit": "%" if followed["kind"] == "rate" else followed["unit"],
        "by_date": period[1] - 30 * DAY,
    }
    application_rows.add(trial_action=row, kind=SuccessTarget, said=target, by=by, at=at)


def confirm(row: TrialAction, *, by: User, at: datetime) -> None:
    """Ask partners and leaders, who all say yes."""
    confirmations.ask(trial_action=row, by=by, at=at)
    asked = PartnerConfirmation.objects.filter(partner__trial_action=row, answered_at=None).order_by("pk")
    done: set[tuple[int, str]] = set()
    for one in asked.select_related("partner__trial_action"):
        if (one.partner_id, one.email) not in done:
            done.add((one.partner_id, one.email))
            confirmations.answer(confirmation=one, is_given=True, comment="", by=None, at=at + 5 * HOUR)

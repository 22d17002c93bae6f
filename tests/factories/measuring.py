"""A trial action that is being measured, made through the use cases."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from accounts.models import User
from strategy import agreements
from strategy.agreements import Content, MeasureWords
from strategy.models import Measure, TrialAction
from tests.factories import trial_actions as make
from tests.factories.world import COPENHAGEN

MONDAY = date(2026, 2, 2)
STATUS, ENDS = date(2026, 8, 10), date(2027, 1, 29)
SIGNED_AT = datetime(2026, 1, 12, 9, 0, tzinfo=COPENHAGEN)


def content(trial_action: TrialAction, **changes: object) -> Content:
    """An agreement on every measure, each Monday."""
    measures = tuple(
        MeasureWords(row.pk, "Ét spørgsmål", "Klassens pædagog", "weekly", MONDAY, 8)
        for row in trial_action.measures.order_by("position", "pk")
    )
    return replace(Content(MONDAY, STATUS, ENDS, "Tallene ligger i et ark uden navne.", measures), **changes)


def agreed(trial_action: TrialAction, member: User, coordinator: User) -> TrialAction:
    """Written and signed by both."""
    said = content(trial_action)
    row = agreements.save(trial_action=trial_action, content=said, version=0, by=member, at=SIGNED_AT)
    for party, person in (("team", member), ("municipality", coordinator)):
        agreements.sign(trial_action=trial_action, party=party, version=row.version, by=person, at=SIGNED_AT)
    trial_action.refresh_from_db()
    return trial_action


def running(room: make.Room, member: User, coordinator: User, **fields: object) -> TrialAction:
    """Selected, agreed and begun; measured on Mondays."""
    selected = make.submitted(room.round, member, units=room.units, state="selected", **fields)
    agreed(selected, member, coordinator)
    agreements.start(trial_action=selected, by=member, at=SIGNED_AT + timedelta(days=20))
    selected.refresh_from_db()
    return selected


def measure_of(trial_action: TrialAction) -> Measure:
    """Its first measure."""
    return trial_action.measures.order_by("position")[0]

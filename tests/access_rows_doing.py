"""What the routes of a trial action's doing answer every role; the roles stand in access_rows.py.

It is running, and of the contributor's team. What hangs on it is written for the occasion: the trial is rolled back.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from strategy.models import Collection, Measurement, TrialAction
from tests.factories.world import NOW

Row = tuple[Callable[[Any], dict[str, Any]], str]
DAY = date(2026, 3, 2)
READ = "302 200 200 200 404 404 200 404 404"
TEAM = "302 403 200 403 404 404 403 404 404"
TEAM_ANSWERS = "302 403 302 403 404 404 403 404 404"
TEAM_REFUSED = "302 403 422 403 404 404 403 404 404"


def one(world: Any) -> dict[str, Any]:
    """The one that is under way."""
    return {"pk": world.ids["trial_action"]}


def measure(world: Any) -> dict[str, Any]:
    """What it measures."""
    return one(world) | {"measure": world.ids["measure"]}


def measurement(world: Any) -> dict[str, Any]:
    """What was measured one day."""
    said = {"on": DAY, "numerator": 1, "denominator": 2, "at": NOW, "by": world.people["contributor"]}
    return one(world) | {"measurement": Measurement.objects.create(measure_id=world.ids["measure"], **said).pk}


def collection(world: Any) -> dict[str, Any]:
    """A planned day."""
    return one(world) | {"collection": Collection.objects.create(measure_id=world.ids["measure"], due_on=DAY).pk}


def _of(world: Any) -> TrialAction:
    return TrialAction.objects.get(pk=world.ids["trial_action"])


def cycle(world: Any) -> dict[str, Any]:
    """An improvement cycle."""
    _of(world).cycles.create(number=1, title="Legepatrulje", planned_on=DAY)
    return one(world) | {"number": 1}


def track(world: Any) -> dict[str, Any]:
    """A practice track."""
    return one(world) | {"track": _of(world).practice_tracks.create(title="Invitér", on=DAY).pk}


def voice(world: Any) -> dict[str, Any]:
    """What a child said."""
    said = {"on": DAY, "quote": "Ja.", "said_by": "Et barn", "at": NOW, "by": world.people["contributor"]}
    return one(world) | {"voice": _of(world).child_voices.create(**said).pk}


ROWS: dict[str, Row] = {
    "own_work": (lambda _: {}, "302 200 200 200 200 200 200 200 200"),
    "own_units": (lambda _: {}, "302 200 200 200 200 200 200 200 200"),
    "trial_actions": (lambda w: {"slug": w.ids["strategy_slug"]}, READ),
    "trial_action": (one, READ),
    "trial_action_print": (one, READ),
    "POST trial_action_start": (one, TEAM_ANSWERS),
    "trial_action_stop": (one, "302 200 200 403 404 404 403 404 404"),
    "POST trial_action_stop": (one, "302 422 422 403 404 404 403 404 404"),
    "take_out": (one, "302 200 200 403 404 404 403 404 404"),
    "POST take_out": (one, "302 422 422 403 404 404 403 404 404"),
    "POST doing_restore": (one, "302 302 302 403 404 404 403 404 404"),
    "agreement": (one, READ),
    "agreement_edit": (one, "302 302 302 403 404 404 403 404 404"),
    "POST agreement_sign": (lambda w: one(w) | {"party": "kommune"}, "302 302 403 403 404 404 403 404 404"),
    "agreement_sign": (lambda w: one(w) | {"party": "team"}, "302 405 405 405 405 405 405 405 405"),
    "measurements": (measure, READ),
    "measurement_new": (measure, TEAM),
    "POST measurement_new": (measure, TEAM_REFUSED),
    "measurements_paste": (measure, TEAM),
    "POST measurements_paste": (measure, TEAM_REFUSED),
    "measurement_edit": (measurement, TEAM),
    "POST measurement_edit": (measurement, TEAM_REFUSED),
    "POST measurement_delete": (measurement, TEAM_ANSWERS),
    "POST remark_clear": (measurement, "302 302 302 403 404 404 403 404 404"),
    "collection_skip": (collection, TEAM),
    "POST collection_skip": (collection, TEAM_REFUSED),
    "cycle_new": (one, TEAM),
    "POST cycle_new": (one, TEAM_REFUSED),
    "cycle": (cycle, READ),
    "POST cycle": (cycle, TEAM_REFUSED),
    "POST cycle_delete": (cycle, TEAM_ANSWERS),
    "practice_new": (one, TEAM),
    "practice_edit": (track, TEAM),
    "POST practice_delete": (track, TEAM_ANSWERS),
    "voices": (one, READ),
    "voice_new": (one, TEAM),
    "voice_edit": (voice, "302 200 200 403 404 404 403 404 404"),
    "POST voice_edit": (voice, TEAM_REFUSED),
    "POST voice_delete": (voice, "302 302 302 403 404 404 403 404 404"),
    "leader_note": (one, "302 403 403 403 404 404 403 404 404"),
}

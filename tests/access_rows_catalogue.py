"""What the routes of status, evaluation, catalogue and knowledge portal answer every role; roles: access_rows.py."""

from collections.abc import Callable
from typing import Any

from strategy import editions
from strategy.models import CatalogueEdition, Strategy
from tests.factories.world import NOW

Row = tuple[Callable[[Any], dict[str, Any]], str]


def room(world: Any) -> dict[str, Any]:
    """The published strategy."""
    return {"slug": world.ids["strategy_slug"]}


def running(world: Any) -> dict[str, Any]:
    """The trial action that is under way, of the contributor's team."""
    return {"pk": world.ids["trial_action"]}


def entry(world: Any) -> dict[str, Any]:
    """The published entry of the catalogue."""
    return {"slug": world.ids["entry_slug"]}


def draft_edition(world: Any) -> dict[str, Any]:
    """An edition that is being made."""
    strategy = Strategy.objects.get(slug=world.ids["strategy_slug"])
    editions.begin(strategy=strategy, year=2026, by=world.people["coordinator"], at=NOW)
    return room(world) | {"year": 2026}


def edition(world: Any) -> dict[str, Any]:
    """A published edition."""
    draft_edition(world)
    editions.publish(edition=CatalogueEdition.objects.get(), by=world.people["coordinator"], at=NOW)
    return room(world) | {"year": 2026}


ROWS: dict[str, Row] = {
    "half_year_status": (running, "302 200 200 200 404 404 200 404 404"),
    "POST half_year_status": (running, "302 403 302 403 404 404 403 404 404"),
    "evaluation": (running, "302 200 200 200 404 404 200 404 404"),
    "POST evaluation": (running, "302 403 302 403 404 404 403 404 404"),
    "half_year_status_send": (running, "302 403 302 403 404 404 403 404 404"),
    "POST half_year_status_send": (running, "302 403 302 403 404 404 403 404 404"),
    "half_year_status_back": (running, "302 200 403 403 404 404 403 404 404"),
    "POST half_year_status_back": (running, "302 422 403 403 404 404 403 404 404"),
    "evaluation_send": (running, "302 403 302 403 404 404 403 404 404"),
    "POST evaluation_send": (running, "302 403 302 403 404 404 403 404 404"),
    "evaluation_back": (running, "302 200 403 403 404 404 403 404 404"),
    "POST evaluation_back": (running, "302 422 403 403 404 404 403 404 404"),
    "POST entry_new": (running, "302 302 403 403 404 404 403 404 404"),
    "catalogue_votes": (room, "302 200 403 403 404 404 200 404 404"),
    "POST catalogue_votes": (room, "302 404 403 403 404 404 404 404 404"),
    "catalogue": (room, "302 200 200 200 404 404 200 404 404"),
    "catalogue_entry": (entry, "404 200 200 200 404 404 200 404 404"),
    "entry_edit": (entry, "302 200 403 403 404 404 403 404 404"),
    "POST entry_edit": (entry, "302 422 403 403 404 404 403 404 404"),
    "POST entry_act": (entry, "302 404 403 403 404 404 403 404 404"),
    "entry_history": (entry, "302 200 200 200 404 404 200 404 404"),
    "editions": (room, "302 200 200 200 404 404 200 404 404"),
    "POST editions": (room, "302 422 403 403 404 404 403 404 404"),
    "edition": (edition, "302 200 200 200 404 404 200 404 404"),
    "POST edition": (draft_edition, "302 302 404 404 404 404 404 404 404"),
    "POST edition_publish": (draft_edition, "302 302 404 404 404 404 404 404 404"),
    "knowledge": (lambda _: {}, "200 200 200 200 200 200 200 200 200"),
}

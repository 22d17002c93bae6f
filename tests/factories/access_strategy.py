"""The rows of strategies and trial actions that the access matrix makes addresses from."""

from typing import Any

from accounts.models import User
from partnerships.models import Municipality
from strategy.models import CatalogueEntry, TrialAction
from tests.factories import trial_actions as make


def entry(row: TrialAction, slug: str = "legepatruljen") -> CatalogueEntry:
    """A published entry of the catalogue, made of a trial action."""
    return CatalogueEntry.objects.create(
        strategy=row.round.strategy,
        trial_action=row,
        slug=slug,
        state="published",
        title=row.title,
        lead="Store børn inviterer til leg.",
        age_group=row.age_group,
        theme="friendships",
        strength=2,
        published_at=make.AT,
        updated_at=make.AT,
        updated_by=row.created_by,
    )


def ids(municipality: Municipality, coordinator: User, contributor: User) -> dict[str, Any]:
    """One of each, all of the contributor's team; see access_rows_strategy.py for what they are."""
    room = make.room(municipality, coordinator)
    draft = make.draft(room.round, contributor, title="Kladden")
    running = make.running(room.round, contributor, units=room.units)
    evaluated = make.submitted(room.round, contributor, units=room.units, state="evaluated", title="Legepatruljen")
    published = entry(evaluated)
    return {
        "strategy": room.strategy.pk,
        "strategy_slug": room.strategy.slug,
        "round": room.round.pk,
        "unit": room.units[0].pk,
        "application": draft.pk,
        "trial_action": running.pk,
        "agreement": running.agreement.pk,
        "measure": running.measures.get().pk,
        "evaluated": evaluated.pk,
        "entry": published.pk,
        "entry_slug": published.slug,
    }

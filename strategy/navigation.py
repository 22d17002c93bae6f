"""What a strategy's room is called and where one can go in it (strategiens rum)."""

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from strategy import rules
from strategy.models import Round, Strategy, StrategyVersion

# Published first, then a draft nobody has published yet.
_ORDER = {StrategyVersion.State.PUBLISHED: 0, StrategyVersion.State.DRAFT: 1, StrategyVersion.State.REPLACED: 2}


def newest_of(strategy: Strategy) -> StrategyVersion | None:
    """The version that holds, or the draft when none has been published. One query."""
    rows = sorted(strategy.versions.all(), key=lambda row: (_ORDER[StrategyVersion.State(row.state)], -row.number))
    return rows[0] if rows else None


def context(request: HttpRequest, strategy: Strategy, current: str) -> dict[str, Any]:
    """What every page of the room gives its template: `strategy`, `strategy_title`, `strategy_nav` and `room`.

    `current` is the key of the item the page belongs to: strategy, rounds, board, trial_actions, catalogue or work.
    At most four queries, whatever there is.
    """
    version = newest_of(strategy)
    title = version.title if version else "Inklusionsstrategi"
    return {
        "strategy": strategy,
        "strategy_title": title,
        "strategy_nav": items(request, strategy, current),
        "room": f"{strategy.municipality.official_name} · {title}",
    }


def items(request: HttpRequest, strategy: Strategy, current: str) -> list[dict[str, Any]]:
    """The room's own menu, as the person may use it: {label, url, current}. At most three queries."""
    user = request.user
    found = [("strategy", "Strategien", _url("strategy", strategy.slug))]
    is_member = rules.can_read_strategy_work(user, strategy)
    seats = _round_with_seat(user, strategy)
    if is_member or seats is not None:
        found.append(("rounds", "Runder", _url("rounds", strategy.slug)))
        found.append(("board", "Udvælgelse", _selection(user, strategy, seats)))
        found.append(("trial_actions", "Prøvehandlinger", _url("trial_actions", strategy.slug)))
        found.append(("catalogue", "Katalog", _url("catalogue", strategy.slug)))
    if is_member:
        found.append(("work", "Arbejdet bag", _url("strategy_work", strategy.slug)))
        found.append(("municipality", "Kommunens rum", _url("municipality", strategy.municipality.code)))
    return [{"label": label, "url": url, "current": key == current} for key, label, url in found if url]


def _round_with_seat(user: Any, strategy: Strategy) -> Round | None:
    """The newest announced round in whose committee the person sits. One query, none for the anonymous."""
    if not user.is_authenticated:
        return None
    rounds = Round.objects.filter(strategy=strategy, announced_at__isnull=False, seats__user=user)
    return rounds.order_by("-opens_at", "-pk").first()


def _selection(user: Any, strategy: Strategy, seated: Round | None) -> str:
    """The reading list for those with a seat, the board of the newest round for coordinators, else nothing."""
    if seated is not None:
        return _url("committee", seated.pk)
    if not rules.can_lead(user, strategy.municipality):
        return ""
    newest = strategy.rounds.filter(announced_at__isnull=False).order_by("-opens_at", "-pk").first()
    return _url("board", newest.pk) if newest else ""


def _url(name: str, *args: Any) -> str:
    """The address, or "" for a page there is not."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""

"""What a strategy's room is called and where one can go in it (strategiens rum)."""

from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from strategy import rules
from strategy.models import Round, Strategy, StrategyVersion, Unit

# Published first, then a draft nobody has published yet.
_ORDER = {StrategyVersion.State.PUBLISHED: 0, StrategyVersion.State.DRAFT: 1, StrategyVersion.State.REPLACED: 2}


def context(request: HttpRequest, strategy: Strategy, current: str) -> dict[str, Any]:
    """What every page of the room gives its template: `strategy`, `strategy_title`, `strategy_nav` and `room`.

    `current` is the key of the item the page belongs to: strategy, rounds, board, trial_actions, units, catalogue or
    work. At most five queries, whatever there is.
    """
    led = Unit.objects.led_by(request.user).filter(municipality=OuterRef("strategy__municipality"))
    versions = strategy.versions.annotate(leads=Exists(led))
    found = sorted(versions, key=lambda row: (_ORDER[StrategyVersion.State(row.state)], -row.number))
    title = found[0].title if found else "Inklusionsstrategi"
    leads = bool(found and found[0].leads)
    return {
        "strategy": strategy,
        "strategy_title": title,
        "strategy_nav": _items(request, strategy, current, leads=leads),
        "room": f"{strategy.municipality.official_name} · {title}",
    }


def _items(request: HttpRequest, strategy: Strategy, current: str, *, leads: bool) -> list[dict[str, Any]]:
    """The room's own menu, with what the person may open only: {label, url, current}. At most four queries."""
    user, slug = request.user, strategy.slug
    found = [("strategy", "Strategien", reverse("strategy", args=[slug]))]
    is_member = rules.can_read_strategy_work(user, strategy)
    seated = _round_with_seat(user, strategy)
    if is_member or seated is not None:
        found.append(("rounds", "Runder", reverse("rounds", args=[slug])))
        if selection := _selection(user, strategy, seated):
            found.append(("board", "Udvælgelse", selection))
        found.append(("trial_actions", "Prøvehandlinger", reverse("trial_actions", args=[slug])))
    if leads:
        found.append(("units", "Mine enheder", reverse("own_units")))
    if is_member or seated is not None:
        found.append(("catalogue", "Katalog", reverse("catalogue", args=[slug])))
    if is_member:
        found.append(("work", "Arbejdet bag", reverse("strategy_work", args=[slug])))
        found.append(("municipality", "Kommunens rum", reverse("municipality", args=[strategy.municipality.code])))
    else:
        if user.is_authenticated and not user.has_global_role:
            found.append(("own_work", "Det venter på dig", reverse("own_work")))
        found.append(("strategies", "Alle strategier", reverse("strategies")))
        found.append(("knowledge", "Vidensportal", reverse("knowledge")))
    return [{"label": label, "url": url, "current": key == current} for key, label, url in found]


def _round_with_seat(user: Any, strategy: Strategy) -> Round | None:
    """The round in whose committee the person sits that `_before_us` puts first. One query, none for the anonymous."""
    if not user.is_authenticated:
        return None
    seats = {"seats__user": user, "seats__left_at": None}
    rounds = Round.objects.filter(strategy=strategy, announced_at__isnull=False, **seats)
    return _before_us(rounds)


def _before_us(rounds: QuerySet[Round]) -> Round | None:
    """What is before the committee now: closed and not decided; if there is none, the newest. One query."""
    waits = Q(closes_at__lte=timezone.now(), decided_at=None)
    return rounds.order_by(Case(When(waits, then=0), default=1), "-opens_at", "-pk").first()


def _selection(user: Any, strategy: Strategy, seated: Round | None) -> str:
    """The reading list for those with a seat, the board for coordinators, else nothing."""
    if seated is not None:
        return reverse("committee", args=[seated.pk])
    if not rules.can_lead(user, strategy.municipality):
        return ""
    found = _before_us(Round.objects.filter(strategy=strategy, announced_at__isnull=False))
    return reverse("board", args=[found.pk]) if found else ""

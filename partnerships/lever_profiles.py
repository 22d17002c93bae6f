"""Where municipalities stand strong and where they are challenged, levers 1 to 7, as far as anybody knows (profiler).

Pre-analyses are made by an app above this one, which registers who can say it; until then nobody is known. Networks and
their days read it here.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class LeverProfile:
    """The levers a participation's delivered pre-analysis calls strong, and those it calls challenged."""

    strong: frozenset[int] = frozenset()
    challenged: frozenset[int] = frozenset()


Provider = Callable[[Collection[int]], Mapping[int, LeverProfile]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Let `provider` answer from now on. It must ask a constant number of times, however many it is asked about."""
    if provider not in _providers:
        _providers.append(provider)


def of(participation_ids: Collection[int]) -> Mapping[int, LeverProfile]:
    """The profiles of the participations that have one, by participation."""
    found: dict[int, LeverProfile] = {}
    for provider in _providers:
        found |= provider(participation_ids)
    return found

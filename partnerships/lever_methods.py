"""Methods that have been tried and released, by the lever they work on, as far as anybody knows (metoder til et greb).

Catalogues are kept by an app above this one, which registers who can say it; until then there are none. Screenings show
them beside the levers where a municipality is challenged.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class LeverMethod:
    """A method worth reading for a lever: what it is called, in short, whose it is, and how well it is documented.

    `all_url` is where all methods for the lever are.
    """

    title: str
    lead: str
    whose: str
    strength: int
    strength_words: str
    url: str
    all_url: str


Provider = Callable[[Collection[int]], Mapping[int, Sequence[LeverMethod]]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Let `provider` answer from now on. It must ask a constant number of times, however many it is asked about."""
    if provider not in _providers:
        _providers.append(provider)


def of(levers: Collection[int]) -> Mapping[int, Sequence[LeverMethod]]:
    """What everybody may read of methods for each of the levers 1 to 7 that has any, the best documented first."""
    found: dict[int, list[LeverMethod]] = {}
    for provider in _providers:
        for lever, methods in provider(levers).items():
            found.setdefault(lever, []).extend(methods)
    return {lever: sorted(rows, key=lambda row: (-row.strength, row.title)) for lever, rows in sorted(found.items())}

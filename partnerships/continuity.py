"""Do the same people come to all days? (kontinuitet). The share is of those who came to the first day that was held."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from accounts.danish import danish_key
from partnerships.models import Attendance, Network, NetworkDay


@dataclass(frozen=True)
class Continuity:
    """One municipality: how many came to the first held day, and how many of them to all held days."""

    municipality: str
    first: int
    all: int

    @property
    def percent(self) -> int | None:
        """None when nobody came to the first day."""
        return round(100 * self.all / self.first) if self.first else None


def figures(present: Iterable[tuple[str, str, int]], days: Sequence[int]) -> list[Continuity]:
    """Continuity of each municipality. `present`: (municipality, person, day); `days`: the held days, first first."""
    came: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for municipality, person, day in present:
        came[municipality][day].add(person)
    rows = []
    for municipality in sorted(came, key=danish_key):
        by_day = [came[municipality][day] for day in days]
        first = by_day[0] if by_day else set()
        rows.append(Continuity(municipality, len(first), len(first.intersection(*by_day)) if first else 0))
    return rows


def of_network(network: Network) -> tuple[int, list[Continuity]]:
    """How many days the network has held, and each municipality's continuity. Two queries.

    A substitute is not the same person; a person is known by mail address.
    """
    days = list(network.days.filter(state=NetworkDay.State.HELD).order_by("starts_at").values_list("pk", flat=True))
    rows = Attendance.objects.filter(day__in=days, is_present=True, substitute="", holding__isnull=False)
    present = rows.values_list("seat__participation__enrolment__municipality__name", "holding__email", "day")
    return len(days), figures(present, days)

"""Timing: alternating runs of ours and its floor, so that both meet the same weather."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Pair:
    """One row of the table: what we do beside the least it could cost, in milliseconds (or operations a second)."""

    name: str
    size: str
    ours: float
    floor: float
    unit: str
    aim: str

    @property
    def ratio(self) -> float:
        """How many times the floor we cost; for rates, how many times fewer we manage."""
        return self.ours / self.floor if self.unit == "ms" else self.floor / self.ours

    def as_row(self) -> str:
        """A row of a Markdown table."""
        cells = (self.name, self.size, f"{self.ours:,.1f}", f"{self.floor:,.1f}", self.unit, f"{self.ratio:.2f}")
        return f"| {' | '.join((*cells, self.aim))} |"


def call_ms(function: Callable[[], object]) -> float:
    """One timed call, in milliseconds."""
    started = time.perf_counter()
    function()
    return (time.perf_counter() - started) * 1000


def alternate(ours: Callable[[], object], floor: Callable[[], object], *, rounds: int) -> tuple[float, float]:
    """The medians of `rounds` alternating calls, in milliseconds, after one warm-up of each."""
    ours()
    floor()
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        times[0].append(call_ms(ours))
        times[1].append(call_ms(floor))
    return statistics.median(times[0]), statistics.median(times[1])


def per_second(function: Callable[[], object], *, seconds: float) -> float:
    """Calls a second over `seconds`."""
    count, started = 0, time.perf_counter()
    while (elapsed := time.perf_counter() - started) < seconds:
        function()
        count += 1
    return count / elapsed

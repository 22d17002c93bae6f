"""Run charts: is there more than chance in a row of measurements? (seriediagram)

The Anhøj rules look only at which side of the centre line a measurement falls: a run is unusually long when it is
longer than round(log2(useful)) + 3, and crossings are unusually few under the 5 % quantile of Binomial(useful - 1, ½).
Useful are the measurements that do not lie on the line (Anhøj and Olesen 2014, doi:10.1371/journal.pone.0113825; limits
as tabulated in qicharts2). The individuals chart sets natural limits 2.66 mean moving ranges from the mean, as NHS
England's "Making data count" does. Values in, frozen values out; nothing here knows Django.
"""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise
from typing import Literal

# Under so many measurements nothing is said of them.
ENOUGH = 12
# 3 / d2 for two measurements, and D4: Montgomery's and the NHS's constants for individuals charts.
TO_LIMIT = 2.66
TO_OUTLYING_RANGE = 3.267

Centre = Literal["median", "mean"]


@dataclass(frozen=True)
class Run:
    """Useful points in a row on one side of the line: first and last place among all points, how many, which side."""

    first: int
    last: int
    length: int
    side: int


@dataclass(frozen=True)
class RunChart:
    """What a run chart shows. `sides` is 1 above the line, -1 below and 0 on it; `baseline` points made the line."""

    points: tuple[float, ...]
    centre: float
    centre_is: Centre
    baseline: int
    sides: tuple[int, ...]
    runs: tuple[Run, ...]
    useful: int
    longest_run: int
    longest_run_max: int
    crossings: int
    crossings_min: int

    @property
    def has_long_run(self) -> bool:
        """A run is longer than chance makes them."""
        return self.longest_run > self.longest_run_max

    @property
    def has_few_crossings(self) -> bool:
        """The line is crossed more seldom than by chance."""
        return self.crossings < self.crossings_min

    @property
    def signal(self) -> bool:
        """There is more than chance in it, by either rule. Whether there are `enough` is another question."""
        return self.has_long_run or self.has_few_crossings

    @property
    def enough(self) -> bool:
        """So many measurements that something can be said of them."""
        return len(self.points) >= ENOUGH

    @property
    def is_frozen(self) -> bool:
        """The line comes from the first points only."""
        return self.baseline < len(self.points)

    @property
    def last_long_run(self) -> Run | None:
        """The latest of the runs that are too long for chance."""
        return next((run for run in reversed(self.runs) if run.length > self.longest_run_max), None)


@dataclass(frozen=True)
class Limits:
    """Natural limits of an individuals chart (XmR)."""

    centre: float
    lower: float
    upper: float
    mean_range: float


def analyse(
    values: Sequence[float],
    *,
    denominators: Sequence[float] | None = None,
    baseline: int | None = None,
    centre: Centre = "median",
) -> RunChart:
    """Judge the values in their order; with `denominators` the points are value / denominator.

    The centre line comes from the first `baseline` points, or all there are when they are fewer or it is not given. A
    mean of rates is weighted: the sum of values over the sum of denominators.

    Raises:
        ValueError: no values, one that is no number, denominators that do not match or are not positive, baseline < 1.
    """
    points = _points(values, denominators)
    if baseline is not None and baseline < 1:
        raise ValueError("a baseline has at least one point")
    frozen = len(points) if baseline is None else min(baseline, len(points))
    line = _centre(points[:frozen], values[:frozen], denominators and denominators[:frozen], centre)
    sides = tuple(_side(point, line) for point in points)
    runs = _runs(sides)
    useful = sum(run.length for run in runs)
    return RunChart(
        points=points,
        centre=line,
        centre_is=centre,
        baseline=frozen,
        sides=sides,
        runs=runs,
        useful=useful,
        longest_run=max((run.length for run in runs), default=0),
        longest_run_max=longest_run_max(useful),
        crossings=max(len(runs) - 1, 0),
        crossings_min=crossings_min(useful),
    )


def longest_run_max(useful: int) -> int:
    """The longest run that chance still makes; 0 when nothing lies off the line."""
    return round(math.log2(useful)) + 3 if useful else 0


@lru_cache(maxsize=4096)
def crossings_min(useful: int) -> int:
    """The fewest crossings that chance still makes: the smallest k with P(X ≤ k) ≥ 5 %, in whole numbers throughout."""
    trials = max(useful - 1, 0)
    found, ways, added = 0, 1, 1
    while 20 * added < 2**trials:
        ways = ways * (trials - found) // (found + 1)
        found += 1
        added += ways
    return found


def xmr_limits(values: Sequence[float], *, baseline: int | None = None, screened: bool = False) -> Limits:
    """Natural limits of single measurements: mean ± 2.66 mean moving ranges.

    Both come from the first `baseline` values when given. `screened` leaves out, once, moving ranges of 3.267 times
    their mean or more (Nelson 1982, J. Qual. Technol. 14(3): 172-173), so that one odd value does not widen the limits.

    Raises:
        ValueError: fewer than two values to reckon from, or one that is no number.
    """
    points = _points(values, None)
    if baseline is not None:
        points = points[: max(baseline, 0)]
    if len(points) < 2:
        raise ValueError("limits need at least two values")
    ranges = [abs(later - earlier) for earlier, later in pairwise(points)]
    mean_range = statistics.fmean(ranges)
    if screened and mean_range > 0:
        mean_range = statistics.fmean(size for size in ranges if size < TO_OUTLYING_RANGE * mean_range)
    mean = statistics.fmean(points)
    away = TO_LIMIT * mean_range
    return Limits(centre=mean, lower=mean - away, upper=mean + away, mean_range=mean_range)


def _points(values: Sequence[float], denominators: Sequence[float] | None) -> tuple[float, ...]:
    if not values:
        raise ValueError("a run chart needs measurements")
    if denominators is not None:
        if len(denominators) != len(values):
            raise ValueError("there must be one denominator for each value")
        if not all(size > 0 for size in denominators):
            raise ValueError("a denominator must be above nought")
        points = tuple(float(value) / float(size) for value, size in zip(values, denominators, strict=True))
    else:
        points = tuple(float(value) for value in values)
    if not all(math.isfinite(point) for point in points):
        raise ValueError("a measurement must be a number")
    return points


def _centre(
    points: Sequence[float], values: Sequence[float], denominators: Sequence[float] | None, centre: Centre
) -> float:
    if centre == "median":
        return statistics.median(points)
    if denominators is not None:
        return math.fsum(map(float, values)) / math.fsum(map(float, denominators))
    return math.fsum(points) / len(points)


def _side(point: float, line: float) -> int:
    """On which side a point lies. What differs by less than the arithmetic can tell lies on the line."""
    if math.isclose(point, line, rel_tol=1e-12):
        return 0
    return 1 if point > line else -1


def _runs(sides: Sequence[int]) -> tuple[Run, ...]:
    useful = [(place, side) for place, side in enumerate(sides) if side]
    runs = []
    for side, group in groupby(useful, key=lambda pair: pair[1]):
        places = [place for place, _ in group]
        runs.append(Run(first=places[0], last=places[-1], length=len(places), side=side))
    return tuple(runs)

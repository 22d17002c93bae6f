"""What a run chart shows, in a few plain Danish sentences (signalet i ord).

Nothing is claimed on fewer than twelve measurements, and never that the trial action is the cause.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from strategy.run_chart import ENOUGH, Run, RunChart

# So many useful points are the fewest that the published limits are tabulated for.
FEWEST_USEFUL = 10
# A run goes on still when at most so many useful points lie after it.
STRAY = 2
CAUSE = "Det viser ikke i sig selv, at prøvehandlingen er årsagen. Hold det op mod det, I og børnene oplever."
NEEDED = f"Der skal {ENOUGH} målinger til, før man kan skelne en ændring fra tilfældige udsving."


class Finding(StrEnum):
    """What the measurements show, in one word."""

    FEW = "few"
    CHANCE = "chance"
    BETTER = "better"
    WORSE = "worse"
    CHANGED = "changed"


@dataclass(frozen=True)
class Signal:
    """What the measurements show: a heading and the reasons for it."""

    finding: Finding
    title: str
    text: str


TITLES = {
    Finding.FEW: "For få målinger til at sige noget",
    Finding.CHANCE: "Ingen sikker ændring endnu",
    Finding.BETTER: "Forbedringen er ikke tilfældig",
    Finding.WORSE: "Tilbagegangen er ikke tilfældig",
    Finding.CHANGED: "Ændringen er ikke tilfældig",
}


def explain(chart: RunChart, *, direction: str = "neutral", is_over: bool = False) -> Signal:
    """Say what the chart shows; `direction` is what is wanted: "higher", "lower" or "neutral".

    `is_over` says that no more measurements will come.
    """
    if not chart.enough:
        return _signal(Finding.FEW, _too_few(len(chart.points), is_over))
    if chart.useful < FEWEST_USEFUL:
        return _signal(Finding.FEW, _too_many_on_the_line(chart))
    if not chart.signal:
        found = _signal(Finding.CHANCE, _by_chance(chart))
        return replace(found, title="Ingen sikker ændring") if is_over else found
    run = chart.last_long_run
    told = [_long_run(chart, run)] if run else []
    if chart.has_few_crossings:
        told.append(_few_crossings(chart))
    if run and not _is_current(chart, run):
        told.append("Det er ikke de seneste målinger, så spørg, om ændringen holdt.")
    return _signal(_finding(chart, run, direction), " ".join([*told, CAUSE]))


def none_yet(*, is_over: bool = False) -> Signal:
    """Before the first measurement, or after the end when none came."""
    if is_over:
        return Signal(Finding.FEW, "Ingen målinger", f"Der blev ikke målt. {NEEDED}")
    return Signal(Finding.FEW, "Ingen målinger endnu", f"Grafen kommer med den første måling. {NEEDED}")


def _signal(finding: Finding, text: str) -> Signal:
    return Signal(finding, TITLES[finding], text)


def _too_few(count: int, is_over: bool) -> str:
    if is_over:
        return f"Der blev kun {_measurements(count)}. {NEEDED}"
    missing = ENOUGH - count
    return f"I har {_measurements(count)}. {NEEDED} I mangler {missing}."


def _too_many_on_the_line(chart: RunChart) -> str:
    on_it = len(chart.points) - chart.useful
    return (
        f"{on_it} af jeres {len(chart.points)} målinger ligger præcis på {_line(chart)} og tæller ikke med. "
        f"Der skal mindst {FEWEST_USEFUL} til, som ligger over eller under."
    )


def _by_chance(chart: RunChart) -> str:
    return (
        f"Målingerne svinger om {_line(chart)}, som de ville gøre tilfældigt. Højst {chart.longest_run} i træk ligger "
        f"på samme side. Med {_counting(chart)}, skal det være mere end {chart.longest_run_max}, før det er et tegn."
    )


def _long_run(chart: RunChart, run: Run) -> str:
    side = "over" if run.side > 0 else "under"
    return (
        f"{_measurements(run.length)} i træk ligger {side} {_line(chart)}. Med {_counting(chart)}, er mere end "
        f"{chart.longest_run_max} i træk ikke tilfældigt."
    )


def _few_crossings(chart: RunChart) -> str:
    return (
        f"Målingerne krydser kun {_line(chart)} {_times(chart.crossings)}; tilfældige udsving gør det mindst "
        f"{_times(chart.crossings_min)}."
    )


def _finding(chart: RunChart, run: Run | None, direction: str) -> Finding:
    if direction == "neutral" or run is None or not _is_current(chart, run):
        return Finding.CHANGED
    return Finding.BETTER if (run.side > 0) == (direction == "higher") else Finding.WORSE


def _is_current(chart: RunChart, run: Run) -> bool:
    """The run goes on still, but for a stray measurement or two."""
    return sum(other.length for other in chart.runs if other.first > run.last) <= STRAY


def _line(chart: RunChart) -> str:
    return "medianen" if chart.centre_is == "median" else "gennemsnittet"


def _counting(chart: RunChart) -> str:
    return f"{chart.useful} målinger, der tæller"


def _measurements(count: int) -> str:
    return f"{count} måling{'er' if count != 1 else ''}"


def _times(count: int) -> str:
    return f"{count} gang{'e' if count != 1 else ''}"

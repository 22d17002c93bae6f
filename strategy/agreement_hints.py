"""What is worth a second look before an agreement is signed (råd til dataaftalen). Nothing is refused for it."""

from datetime import date

from accounts.danish import long_date
from strategy import schedule
from strategy.models import AgreedMeasure, DataAgreement
from strategy.run_chart import ENOUGH


def hints(
    *, first_on: date, frequency: str, baseline_points: int, starts_on: date, ends_on: date, today: date, counted: bool
) -> list[str]:
    """What the plan of one measure will lead to that the parties may not have thought of.

    `counted` is false for what is told in words, which has neither a baseline nor a chart.
    """
    if not first_on <= ends_on or ends_on - first_on > schedule.LONGEST:
        return []
    days = schedule.due_days(first_on=first_on, frequency=frequency, until=ends_on)
    return [*_past(days, today), *(_baseline(days, baseline_points, starts_on) + _few(days) if counted else [])]


def hints_on(row: AgreedMeasure, agreement: DataAgreement, today: date) -> list[str]:
    """The hints on a measure as it is agreed; `row` has its measure at hand."""
    return hints(
        first_on=row.first_on,
        frequency=row.frequency,
        baseline_points=row.baseline_points,
        starts_on=agreement.starts_on,
        ends_on=agreement.ends_on,
        today=today,
        counted=row.measure.is_counted,
    )


def _past(days: tuple[date, ...], today: date) -> list[str]:
    gone = [day for day in days if day < today]
    if not gone:
        return []
    many = "den dag" if len(gone) == 1 else f"de {len(gone)} dage, der er gået,"
    told = (
        f"Den første måling ligger i fortiden, {long_date(gone[0])}. Når I har skrevet under, mangler {many} en "
        "måling. Har I ikke målt, så vælg en senere dag."
    )
    return [told]


def _baseline(days: tuple[date, ...], points: int, starts_on: date) -> list[str]:
    before = sum(day < starts_on for day in days[:points])
    if before == points:
        return []
    if len(days) <= points:
        return [f"Der bliver {_measurements(len(days))}, så efter udgangspunktets {points} er der ingen tilbage."]
    those = "Ingen af dem" if before == 0 else f"Kun {before} af dem"
    told = (
        f"Udgangspunktet er de første {_measurements(points)}. {those} ligger før begyndelsen {long_date(starts_on)}, "
        "så I får ikke vist, hvordan det var før. Mål først, eller begynd senere."
    )
    return [told]


def _few(days: tuple[date, ...]) -> list[str]:
    if len(days) >= ENOUGH:
        return []
    told = (
        f"Planen giver kun {_measurements(len(days))} i alt. Der skal {ENOUGH} til, før grafen kan skelne en ændring "
        "fra tilfældige udsving. Mål oftere eller i længere tid, hvis I vil kunne se en."
    )
    return [told]


def _measurements(count: int) -> str:
    return f"{count} måling{'er' if count != 1 else ''}"

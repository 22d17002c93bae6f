"""A workshop's own levels: a code, one lever at a time, and anonymous answers from phones (workshop)."""

from django.db.models import Count

from screening import distributions
from screening.models import Screening, WorkshopAnswer


def results(screening: Screening) -> dict[int, distributions.Distribution]:
    """How the workshop's answers lie, by lever number. One query.

    A lever with fewer than `distributions.FEWEST_SHOWN` answers is left out, so that nobody who reads it can tell who
    said what. Without a workshop it is empty.
    """
    rows = WorkshopAnswer.objects.filter(workshop__screening=screening).values_list("lever_number", "level")
    counts: dict[int, dict[int, int]] = {}
    for lever, level, count in rows.annotate(Count("pk")).order_by("lever_number"):
        counts.setdefault(lever, {})[level] = count
    found = {lever: distributions.of_counts(by_level) for lever, by_level in counts.items()}
    return {lever: row for lever, row in found.items() if row.is_shown}

"""The order that people give rows: findings and recommendations on a lever (rækkefølge)."""

from typing import TypeVar

from django.db.models import Max, QuerySet

from screening.models import Finding, Recommendation

Row = TypeVar("Row", Finding, Recommendation)


def last(rows: QuerySet[Row]) -> int:
    """The place of the last row; 0 when there is none."""
    return rows.aggregate(last=Max("position"))["last"] or 0


def move(row: Row, rows: QuerySet[Row], *, up: bool) -> None:
    """Change places with the neighbour before or after; at the end nothing happens. The parent is locked."""
    order = list(rows)
    place = next(index for index, one in enumerate(order) if one.pk == row.pk)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(order):
        return
    order[place], order[other] = order[other], order[place]
    for position, one in enumerate(order, 1):
        if one.position != position:
            one.position = position
            one.save(update_fields=["position"])

"""Emptying the remark of a measurement in which a child can be recognised, also when all is over (bemærkninger)."""

from datetime import datetime

from django.db import transaction

from accounts.danish import long_date
from accounts.models import User
from strategy import doing
from strategy.child_voices import REMOVED
from strategy.models import Measurement

# An observation that is words alone cannot be without any.
EMPTIED = "(iagttagelsen er slettet)"


@transaction.atomic
def clear(*, measurement: Measurement, by: User, at: datetime) -> Measurement | None:
    """Empty the remark; the number stays. None when the measurement is gone. Twice is once.

    The log does not hold what stood there, and it cannot be undone.

    Raises:
        DoingRefused: the trial action has not begun.
    """
    owner = doing.lock(measurement.measure.trial_action, states=REMOVED)
    row = Measurement.objects.filter(pk=measurement.pk, measure=measurement.measure_id).first()
    if row is None:
        return None
    emptied = EMPTIED if row.value is None and row.numerator is None else ""
    if row.note != emptied:
        row.note = emptied
        row.save(update_fields=["note"])
        words = f"slettede bemærkningen til målingen for {long_date(row.on)}: {measurement.measure.title}"
        doing.record("remark_cleared", words, owner, by=by, at=at)
    return row

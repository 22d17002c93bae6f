"""The planned days of measuring: passed over with a reason, and reminded of once (indsamlinger)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from accounts.danish import in_danish_time, long_date
from accounts.models import User
from strategy import doing, doing_emails
from strategy.doing import DoingRefused
from strategy.models import Collection, TrialAction

# What is older is no news: after a stand-still of the worker nobody is told of last month.
REMIND_WITHIN = timedelta(days=7)


@transaction.atomic
def skip(*, collection: Collection, reason: str, by: User, at: datetime) -> Collection:
    """Pass over a planned day, because of one's own break or a trip. The same reason twice changes nothing.

    Raises:
        DoingRefused: it has been measured meanwhile, no reason is given, or the trial action is over.
    """
    owner, row = _lock(collection)
    if row.skipped_because == reason:
        return row
    if not reason.strip():
        raise DoingRefused("Skriv kort hvorfor, fx “planlægningsdag”.")
    if hasattr(row, "measurement"):
        raise DoingRefused("En kollega har tastet målingen imens, så dagen springes ikke over.")
    row.skipped_because = reason
    row.save(update_fields=["skipped_because"])
    doing.record("collection_skipped", f"sprang målingen {long_date(row.due_on)} over", owner, by=by, at=at)
    return row


@transaction.atomic
def take_up(*, collection: Collection, by: User, at: datetime) -> Collection:
    """Plan a day again that was passed over. Twice is once.

    Raises:
        DoingRefused: the trial action is over.
    """
    owner, row = _lock(collection)
    if row.skipped_because:
        row.skipped_because = ""
        row.save(update_fields=["skipped_because"])
        words = f"tog målingen {long_date(row.due_on)} med i planen igen"
        doing.record("collection_taken_up", words, owner, by=by, at=at)
    return row


def _lock(collection: Collection) -> tuple[TrialAction, Collection]:
    owner = doing.lock(collection.measure.trial_action, states=doing.MEASURED)
    row = Collection.objects.select_related("measure", "measurement").filter(pk=collection.pk).first()
    if row is None:
        raise DoingRefused("Planen er ændret imens. Genindlæs siden.")
    return owner, row


def remind_due(*, at: datetime) -> int:
    """Remind teams of what is due and not measured, each collection once. How many teams were told."""
    due = _unmeasured(at)
    waiting = TrialAction.objects.filter(
        Exists(due.filter(measure__trial_action=OuterRef("pk"))), state__in=doing.MEASURED
    )
    return sum(_remind(pk, at=at) for pk in waiting.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _remind(pk: int, *, at: datetime) -> bool:
    """Remind one team. The row is locked, so that two clocks at once remind once."""
    rows = TrialAction.objects.select_for_update(no_key=True, of=("self",))
    owner = rows.select_related("round__strategy__municipality").get(pk=pk)
    if owner.state not in doing.MEASURED:
        return False
    due = _unmeasured(at).filter(measure__trial_action=owner)
    found = list(due.select_related("measure").order_by("due_on", "measure__position", "pk"))
    if not found:
        return False
    Collection.objects.filter(pk__in=[row.pk for row in found]).update(reminded_at=at)
    doing_emails.due(owner, found)
    return True


def _unmeasured(at: datetime) -> QuerySet[Collection]:
    """What is due now, not measured, and not yet told of."""
    today = in_danish_time(at).date()
    return Collection.objects.filter(
        due_on__range=(today - REMIND_WITHIN, today),
        reminded_at__isnull=True,
        skipped_because="",
        measurement__isnull=True,
    )

"""What a participant takes part in (deltagerens dage)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import DateTimeField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from accounts.danish import DANISH_TIME, in_danish_time
from partnerships import day_calendar, day_notices
from partnerships.models import DayChange, DayNotice, NetworkDay, Participant, SeatHolding, SteeringMeeting


def _holdings(participant: Participant, network: str, day: str) -> QuerySet[SeatHolding]:
    """The person's seats in the outer row's network on the outer row's date."""
    date = TruncDate(ExpressionWrapper(OuterRef(day), output_field=DateTimeField()), tzinfo=DANISH_TIME)
    return SeatHolding.objects.filter(
        Q(end_date__isnull=True) | Q(end_date__gte=date),
        start_date__lte=date,
        email=participant.address,
        seat__participation__enrolment__state="binding",
        seat__participation__network_member__network=OuterRef(network),
    )


def days(participant: Participant) -> QuerySet[NetworkDay]:
    """The days the person has a seat on, cancelled ones too, in order of time."""
    rows = NetworkDay.objects.filter(Exists(_holdings(participant, "network", "starts_at")))
    return rows.select_related("network__partnership__programme").order_by("starts_at", "pk")


def meetings(participant: Participant) -> QuerySet[SteeringMeeting]:
    """The steering-group meetings the person represents the municipality at."""
    representative = _holdings(participant, "day__network", "day__starts_at").filter(is_steering_representative=True)
    rows = SteeringMeeting.objects.filter(Exists(representative), opened_at__isnull=False)
    return rows.select_related("day__network__partnership__programme").order_by(F("starts_at"), "pk")


def represented(participant: Participant, day: NetworkDay) -> list[SeatHolding]:
    """The person's seats on the day as a municipality's representative in the steering group. One query."""
    rows = day_notices.holdings_on(day.network_id, in_danish_time(day.starts_at).date())
    rows = rows.filter(email=participant.address, is_steering_representative=True).order_by("seat")
    return list(rows.select_related("seat__participation__enrolment__municipality", "seat__participation__partnership"))


def notices(participant: Participant, days: Iterable[NetworkDay]) -> dict[int, DayNotice]:
    """The latest the person was told of each day, by the day's id. One query."""
    rows = DayNotice.objects.filter(address=participant.address, change__day__in=[day.pk for day in days])
    return {row.change.day_id: row for row in rows.select_related("change").order_by("sequence", "pk")}


def name_of(participant: Participant) -> str:
    """What the person is called on the latest seat; "" when the address is on none any more."""
    rows = SeatHolding.objects.filter(email=participant.address).order_by("-start_date", "-pk")
    return rows.values_list("name", flat=True).first() or ""


@dataclass(frozen=True)
class DayRow:
    """A day as one participant sees it."""

    day: NetworkDay
    notice: DayNotice | None
    is_over: bool

    @property
    def old_time(self) -> str:
        """When and where the person thought the day was; "" when that still holds, or the day is over or cancelled."""
        if self.notice is None or self.is_over or self.notice.change.kind != DayChange.Kind.MOVED:
            return ""
        before, now = (day_calendar.words(facts) for facts in (self.notice.before, self.notice.change.after))
        return before if before != now else ""

    @property
    def is_unseen(self) -> bool:
        """Whether the person has been told something they have not said that they have seen."""
        return self.notice is not None and self.notice.acknowledged_at is None and not self.is_over


def rows(participant: Participant, *, at: datetime) -> list[DayRow]:
    """The person's days with what they have been told of each. Two queries."""
    found = list(days(participant))
    told = notices(participant, found)
    return [DayRow(day, told.get(day.pk), day.is_held or day.ends_at <= at) for day in found]


def next_of(found: Iterable[DayRow]) -> DayRow | None:
    """The first day that is still to come or going on."""
    return next((row for row in found if row.day.is_ahead and not row.is_over), None)

"""What a participant takes part in (deltagerens dage)."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from accounts.danish import DANISH_TIME
from partnerships.models import NetworkDay, Participant, SeatHolding, SteeringMeeting


def _holdings(participant: Participant, network: str, day: str) -> QuerySet[SeatHolding]:
    """The person's seats in the outer row's network on the outer row's date."""
    date = TruncDate(OuterRef(day), tzinfo=DANISH_TIME)
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

"""Three questions after a network day, answered once by each participant; nobody sees whose (evaluering).

The answer carries a mark made from the participant and the day with the portal's secret key: enough to refuse a second
answer, and of no use to anybody who only has the database. Nothing is written in the log, which has names and times.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from partnerships import attendance
from partnerships.models import DayEvaluation, NetworkDay, Participant

FEWEST = 3
SCALE = (5, 4, 3, 2, 1)


class EvaluationRefused(Exception):
    """The answer is not taken; the message is for the person."""


def mark(day: NetworkDay, participant: Participant) -> str:
    """What tells the participant's answer from others', and not whose it is."""
    return salted_hmac("partnerships.evaluations", f"{participant.pk}:{day.pk}", algorithm="sha256").hexdigest()


def is_open(day: NetworkDay, *, at: datetime) -> bool:
    """Whether the day can be evaluated: it has been held, or is confirmed and over."""
    return day.is_held or (day.state == NetworkDay.State.CONFIRMED and at >= day.ends_at)


def has_answered(day: NetworkDay, participant: Participant) -> bool:
    """Whether the participant's answer is in."""
    return day.evaluations.filter(respondent=mark(day, participant)).exists()


def was_away(day: NetworkDay, participant: Participant) -> bool:
    """Whether somebody has noted that the participant did not come, or that another came instead."""
    seats = [holding.seat_id for holding in attendance.holdings(day, participant.address)]
    rows = list(day.attendance.filter(seat__in=seats))
    return bool(rows) and not any(row.is_present and not row.substitute for row in rows)


def answer(
    *, day: NetworkDay, participant: Participant, usefulness: int, takeaway: str, suggestion: str, at: datetime
) -> None:
    """Take the participant's answer, once.

    Raises:
        EvaluationRefused: the day is not over, the participant was not there, or has answered before.
    """
    if not is_open(day, at=at):
        raise EvaluationRefused("Dagen kan evalueres, når den er slut.")
    if was_away(day, participant):
        raise EvaluationRefused("Du er noteret som ikke mødt. Evalueringen er for dem, der var med.")
    try:
        with transaction.atomic():
            DayEvaluation.objects.create(
                day=day,
                respondent=mark(day, participant),
                usefulness=usefulness,
                takeaway=takeaway,
                suggestion=suggestion,
            )
    except IntegrityError:
        raise EvaluationRefused("Du har allerede svaret. Tak for det.") from None


@dataclass(frozen=True)
class Summary:
    """All answers of a day, mixed: average, how many chose each number, and the texts in no telling order."""

    count: int
    average: float
    distribution: list[tuple[int, int]]
    takeaways: list[str]
    suggestions: list[str]


def summary(day: NetworkDay) -> Summary | int:
    """The day's answers; only their number when they are too few to hide in. One query."""
    rows = list(day.evaluations.values_list("usefulness", "takeaway", "suggestion"))
    if len(rows) < FEWEST:
        return len(rows)
    chosen = Counter(usefulness for usefulness, _, _ in rows)
    return Summary(
        count=len(rows),
        average=sum(usefulness for usefulness, _, _ in rows) / len(rows),
        distribution=[(number, chosen[number]) for number in SCALE],
        takeaways=sorted(text for _, text, _ in rows if text),
        suggestions=sorted(text for _, _, text in rows if text),
    )

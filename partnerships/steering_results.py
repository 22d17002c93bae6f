"""What the municipalities answered before a steering-group meeting, added up (svar til styregruppen)."""

from dataclasses import dataclass

from django.db.models import Prefetch

from accounts.danish import DanishOrder, in_danish_time
from partnerships import steering, steering_notices
from partnerships.models import (
    Municipality,
    NetworkDay,
    Participation,
    SeatHolding,
    SteeringAnswer,
    SteeringMeeting,
)


@dataclass(frozen=True)
class ThemeRow:
    """One theme: its points in all, how many municipalities gave it any, and its part of the highest in percent."""

    number: int
    name: str
    points: int
    municipalities: int
    share: float

    @property
    def is_leadership(self) -> bool:
        return self.number == steering.LEADERSHIP


@dataclass(frozen=True)
class MunicipalityRow:
    """One municipality in the network: its representative on the day, and its answer when there is one."""

    municipality: Municipality
    representative: SeatHolding | None
    answer: SteeringAnswer | None

    @property
    def points(self) -> list[tuple[int, str, int]]:
        """Theme, name and points, the highest first."""
        if self.answer is None:
            return []
        given = steering.weights_of(self.answer)
        return [(theme, steering.THEMES[theme], given[theme]) for theme in sorted(given, key=lambda t: (-given[t], t))]


@dataclass(frozen=True)
class Results:
    """All answers before a meeting, by theme (highest first) and by municipality (in Danish order)."""

    themes: list[ThemeRow]
    municipalities: list[MunicipalityRow]

    @property
    def answered(self) -> int:
        return sum(row.answer is not None for row in self.municipalities)

    @property
    def with_input(self) -> list[MunicipalityRow]:
        return [row for row in self.municipalities if row.answer is not None and row.answer.input]

    @property
    def without_representative(self) -> list[MunicipalityRow]:
        return [row for row in self.municipalities if row.representative is None]


def of(day: NetworkDay, meeting: SteeringMeeting | None) -> Results:
    """The answers before the day's meeting, in four queries at most."""
    rows = Participation.objects.filter(network_member__network=day.network_id, enrolment__state="binding")
    rows = rows.select_related("enrolment__municipality").order_by(DanishOrder("enrolment__municipality__name"))
    answers: dict[int, SteeringAnswer] = {}
    if meeting is not None:
        given = meeting.answers.select_related("by").prefetch_related(Prefetch("votes"))
        answers = {answer.participation_id: answer for answer in given}
    people = steering_notices.representatives(day.network_id, in_danish_time(day.starts_at).date())
    found = [MunicipalityRow(row.enrolment.municipality, people.get(row.pk), answers.get(row.pk)) for row in rows]
    return Results(_themes(found), found)


def _themes(rows: list[MunicipalityRow]) -> list[ThemeRow]:
    votes = [vote for row in rows if row.answer is not None for vote in row.answer.votes.all()]
    sums = {theme: sum(vote.weight for vote in votes if vote.theme == theme) for theme in steering.THEMES}
    most = max(sums.values()) or 1
    return [
        ThemeRow(
            theme,
            steering.THEMES[theme],
            sums[theme],
            sum(vote.theme == theme for vote in votes),
            round(100 * sums[theme] / most, 2),
        )
        for theme in sorted(sums, key=lambda number: (-sums[number], number))
    ]

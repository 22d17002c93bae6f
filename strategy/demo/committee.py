"""The demo's committee: points in their own minds, a conflict of interest, a draft on the board, and a decision."""

import random
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from accounts.models import User
from strategy import boards, committee_reviews, conflicts, decisions, rounds
from strategy.committee_reviews import Judgement
from strategy.demo import staff
from strategy.demo.ideas import Idea
from strategy.models import CommitteeSeat, Criterion, Round, TrialAction

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# What a member writes, by how much the member gave.
COMMENTS: dict[int, tuple[str, ...]] = {
    2: (
        "Jeg kan ikke se, hvad børnene får ud af det, som de ikke har i dag.",
        "Det ligner mere et indkøb end en prøvehandling.",
        "Parterne står ved siden af hinanden. Hvem gør hvad, når det bliver svært?",
    ),
    3: (
        "God tanke, men målet er svært at måle med det, I foreslår.",
        "Jeg mangler, at de børn, der siger mindst, også bliver hørt.",
        "Det kan blive godt, hvis timerne bliver lagt fast fra begyndelsen.",
    ),
    4: (
        "Klar og lille nok til at lære noget af. Lederne er tydeligt med.",
        "Børnenes ord har fået lov at forme den. Det kan mærkes.",
        "Begge enheder har en rigtig opgave, og det er til at gå til for andre.",
    ),
    5: (
        "Den her vil jeg gerne se prøvet: enkel, målbar og lavet sammen med børnene.",
        "Et problem, børnene selv har sat ord på, og et svar, der ikke koster mere, end vi har.",
    ),
}
GROUNDS = {
    "reserve": "Vi tror på den og har den med, hvis der bliver plads. Gør det tydeligere, hvordan I ser, om det hjalp.",
    "declined": "Vi valgte andre i denne runde. Begynd mindre, vælg ét mål, og søg gerne igen.",
}


def judge(
    seats: Sequence[CommitteeSeat],
    applications: Mapping[Idea, TrialAction],
    *,
    at: datetime,
    at_most: Mapping[str, int] | None = None,
) -> None:
    """The chair reads them all, the others two of three by turns; some, by address, only the first so many."""
    criteria = list(Criterion.objects.filter(round=seats[0].round_id).order_by("position"))
    for place, seat in enumerate(seats):
        mine = set(TrialAction.objects.for_committee(seat.user).values_list("pk", flat=True))
        turn = [pair for number, pair in enumerate(applications.items()) if seat.is_chair or (number + place) % 3]
        read = [(idea, row) for idea, row in turn if row.pk in mine]
        for number, (idea, row) in enumerate(read[: (at_most or {}).get(seat.user.email)]):
            judgement = _judgement(idea, seat, criteria)
            when = at + place * HOUR + number * DAY / 4
            committee_reviews.give(seat=seat, trial_action=row, judgement=judgement, by=seat.user, at=when)


def _judgement(idea: Idea, seat: CommitteeSeat, criteria: Sequence[Criterion]) -> Judgement:
    """The same member thinks the same of an idea each time the demo is made."""
    mind = random.Random(f"{idea.title} {seat.user.email}")  # noqa: S311 - opinions, not secrets
    leaning = idea.quality + staff.strictness(seat)
    if idea.apart:
        leaning += 1.2 if mind.random() < 0.5 else -1.6
    points = {row.pk: _points(leaning + mind.gauss(0, 0.55)) for row in criteria}
    overall = _points(sum(points.values()) / len(points))
    return Judgement(points, mind.choice(COMMENTS[max(overall, 2)]))


def _points(value: float) -> int:
    return min(5, max(1, round(value)))


def step_aside(seats: Sequence[CommitteeSeat], row: TrialAction, *, at: datetime) -> None:
    """The parent is too close to one application."""
    seat = next(seat for seat in seats if seat.user.email == staff.PARENT)
    reason = "Mit eget barn går i klassen."
    conflicts.declare(seat=seat, trial_action=row, reason=reason, by=seat.user, at=at)


def draft(round_: Round, choices: Mapping[int, str], *, by: User, at: datetime) -> None:
    """Set the board's draft, by the applications' numbers."""
    wanted = [boards.Wanted(number, choice, "") for number, choice in choices.items()]
    boards.choose(round_=round_, wanted=wanted, by=by, at=at)


def decide(
    round_: Round, choices: Mapping[int, str], grounds: Mapping[int, str], minutes: str, *, by: User, at: datetime
) -> None:
    """Set the draft with its grounds, and decide."""
    draft(round_, choices, by=by, at=at - HOUR)
    given = {
        number: boards.Text("", grounds.get(number) or GROUNDS[choice])
        for number, choice in choices.items()
        if choice in GROUNDS
    }
    words = boards.Words(boards.Text("", minutes), given)
    seen = decisions.draft_of(decisions.applications_of(rounds.lock(round_)))
    decisions.decide(round_=round_, words=words, seen=seen, by=by, at=at)

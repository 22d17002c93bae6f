"""A committee and many applications with points, as rows; quickly."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal

from accounts.models import User
from strategy import selection
from strategy.models import (
    CommitteeReview,
    CommitteeSeat,
    CriterionScore,
    ElementAnswer,
    Partner,
    Round,
    TeamMember,
    TrialAction,
    Unit,
)
from tests.factories import world
from tests.factories.trial_actions import AT, DAY, seat

KINDS = ("leader", "staff", "parent", "staff", "leader", "parent", "staff", "leader", "other")
AGES = [value for value in TrialAction.AgeGroup.values if value != "across"]
TITLES = (
    "Alle med i pausen",
    "Broen fra børnehave til skole",
    "Det lille værksted",
    "Rolige starter",
    "Legegrupper med vejleder",
    "Børnerådet tester skoledagen",
    "Fravær tages i opløbet",
    "Makkerlærere på tværs",
)
NAMES = (
    "Lone Vind",
    "Karen Lund",
    "Peter Bæk",
    "Ida Møller",
    "Omar Said",
    "Tine Krag",
    "Bo Dal",
    "Eva Holt",
    "Jens Kær",
)


def members(in_round: Round, count: int = 9) -> list[CommitteeSeat]:
    """So many members; the first is a leader and the chair, the third a parent."""
    found = []
    for place in range(count):
        person = world.user(f"udvalg{place + 1}@udvalg.example", NAMES[place % len(NAMES)])
        found.append(seat(in_round, person, KINDS[place % len(KINDS)], is_chair=place == 0))
    return found


def applications(in_round: Round, by: User, units: Sequence[Unit], count: int = 34) -> list[TrialAction]:
    """So many submitted applications, each with two units, an age group and a leading element or two."""
    first = in_round.trial_actions.count() + 1
    rows = TrialAction.objects.bulk_create(
        TrialAction(
            round=in_round,
            number=number,
            title=f"{TITLES[number % len(TITLES)]} {number}",
            state="submitted",
            age_group=AGES[number % len(AGES)],
            submitted_at=AT,
            submitted_by=by,
            created_at=AT,
            created_by=by,
            updated_at=AT,
            updated_by=by,
        )
        for number in range(first, first + count)
    )
    TeamMember.objects.bulk_create(
        TeamMember(trial_action=row, user=by, is_responsible=True, added_at=AT) for row in rows
    )
    Partner.objects.bulk_create(
        Partner(trial_action=row, position=place, unit=units[(row.number + place * 3) % len(units)], part="Er med.")
        for row in rows
        for place in (1, 2)
        if place == 1 or (row.number + 6) % len(units) != (row.number + 3) % len(units)
    )
    elements = list(in_round.version.elements.filter(is_centre=False))
    ElementAnswer.objects.bulk_create(
        ElementAnswer(
            trial_action=row,
            element=element,
            text="Sådan.",
            is_leading=place == 0 or (row.number + place) % (2 + place) == 0,
        )
        for row in rows
        for place, element in enumerate(elements)
    )
    return list(rows)


def points(seats: Sequence[CommitteeSeat], rows: Sequence[TrialAction]) -> None:
    """Every member's points to every application: high for low numbers, with a quarrel over each seventh."""
    criteria = list(seats[0].round.criteria.all())
    weights = {one.pk: one.weight for one in criteria}
    reviews, scores = [], []
    for row in rows:
        for place, one in enumerate(seats):
            given = {criterion.pk: _points(row.number, place, at) for at, criterion in enumerate(criteria)}
            reviews.append(given_review(one, row, selection.weighted_mean(given, weights)))
            scores.append(given)
    made = CommitteeReview.objects.bulk_create(reviews)
    CriterionScore.objects.bulk_create(
        CriterionScore(review=review, criterion_id=key, points=value)
        for review, given in zip(made, scores, strict=True)
        for key, value in given.items()
    )
    TrialAction.objects.filter(pk__in=[row.pk for row in rows], state="submitted").update(state="in_review")


def _points(number: int, place: int, criterion: int) -> int:
    if number % 7 == 0 and place % 3 == 0:
        return 1
    return max(1, min(5, 5 - number // 10 + (number * 7 + place * 5 + criterion * 3 + place * criterion) % 3 - 1))


def given_review(seat_: CommitteeSeat, row: TrialAction, total: Decimal, comment: str = "") -> CommitteeReview:
    """A review that is in, not written yet."""
    return CommitteeReview(
        seat=seat_,
        trial_action=row,
        state="given",
        total=total,
        comment=comment,
        updated_at=AT + DAY,
        given_at=AT + DAY,
    )


def totals(seats: Sequence[CommitteeSeat], row: TrialAction, *given: str) -> None:
    """These totals to one application, one from each of the first members."""
    CommitteeReview.objects.bulk_create(
        given_review(one, row, Decimal(total), f"Skrevet af {one.user.name}.")
        for one, total in zip(seats, given, strict=False)
    )


def same_points(in_round: Round, points_: int) -> Mapping[int, int]:
    """These points on every criterion."""
    return {one.pk: points_ for one in in_round.criteria.all()}


LATER = AT + DAY + timedelta(hours=1)

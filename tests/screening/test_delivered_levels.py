"""What networks are told of delivered screenings: where the municipalities are strong and where challenged."""

from typing import Any

import pytest

from accounts.models import User
from partnerships import lever_profiles
from partnerships.lever_profiles import LeverProfile
from partnerships.models import Enrolment, Programme
from screening.delivered_levels import delivered
from screening.models import Screening
from tests.factories import results, screenings

pytestmark = pytest.mark.django_db


def test_strong_from_level_four_and_challenged_to_level_two(binding: Enrolment, jonas: User) -> None:
    row = results.delivered(binding, jonas, levels=(5, 4, 3, 2, 1, None, 3))
    assert lever_profiles.of([row.participation_id, 0]) == {
        row.participation_id: LeverProfile(strong=frozenset({1, 2}), challenged=frozenset({4, 5}))
    }


def test_only_what_is_delivered_is_told_and_the_newest_of_it(binding: Enrolment, jonas: User) -> None:
    row = screenings.assessed(binding, jonas)
    assert lever_profiles.of([row.participation_id]) == {}
    results.report(row, by=jonas, levels=(1,) * 7)
    results.report(row, by=jonas, version=2, levels=(3, 3, 3, 3, 3, 3, 5))
    draft = results.report(row, by=jonas, version=3, levels=(1,) * 7)
    type(draft).objects.filter(pk=draft.pk).update(delivered_at=None)
    found = delivered(Screening.objects.all())[row.pk]
    assert (found.version, found.levels, found.potentials[3], found.feasibilities[4]) == (
        2,
        (3, 3, 3, 3, 3, 3, 5),
        5,
        5,
    )
    assert lever_profiles.of([row.participation_id])[row.participation_id].strong == {7}


def test_a_cancelled_enrolment_is_told_of_no_more(binding: Enrolment, jonas: User) -> None:
    row = results.delivered(binding, jonas)
    Enrolment.objects.filter(pk=binding.pk).update(
        state="cancelled", cancelled_at=results.AT, cancelled_by=jonas, cancel_reason="Prøve"
    )
    assert lever_profiles.of([row.participation_id]) == {}


@pytest.mark.parametrize("count", [1, 4])
def test_many_are_asked_about_in_one_query(
    programme: Programme, jonas: User, django_assert_num_queries: Any, count: int
) -> None:
    rows = [results.delivered(results.enrolled(f"By{n}", f"9{n:02}", programme)[0], jonas) for n in range(count)]
    with django_assert_num_queries(1):
        found = lever_profiles.of([row.participation_id for row in rows])
    assert len(found) == count

"""Editions are made of accepted screenings, once, and shown to those who have five unknown others behind them."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest

from accounts.models import User
from partnerships.models import Programme
from screening import benchmarks, releases, tasks
from screening.benchmark import Quartiles
from screening.models import BenchmarkEdition, Screening
from tests.factories import results, world

pytestmark = pytest.mark.django_db
AT = world.NOW
Make = Callable[..., Screening]


@pytest.fixture
def accepted(programme: Programme, jonas: User) -> Make:
    """`accepted(number, levels)`: municipality 9<number> has accepted its school screening."""

    def make(number: int, levels: Sequence[int | None] = results.LEVELS, *, into: Programme = programme, **facts: Any):
        enrolment, by = results.enrolled(f"By{number}", f"9{number:02}", into)
        return results.delivered(enrolment, jonas, levels=levels, accepted_by=by, **facts)

    return make


def editions() -> list[tuple[str, int, int]]:
    rows = BenchmarkEdition.objects.order_by("area", "number")
    return [(row.area, row.number, row.members.count()) for row in rows]


def test_editions_come_with_five_and_then_with_five_more(accepted: Make) -> None:
    for number in range(4):
        accepted(number, (number + 1, *results.LEVELS[1:]))
    assert (tasks.publish_benchmarks(), editions()) == (0, [])
    accepted(4, (5, *results.LEVELS[1:]))
    assert (benchmarks.publish_due(at=AT), benchmarks.publish_due(at=AT)) == (1, 0)
    first = BenchmarkEdition.objects.get()
    assert (editions(), first.figures["1"], first.figures["2"]) == ([("school", 1, 5)], [2, 3, 4], [3, 3, 3])
    for number in range(5, 9):
        accepted(number)
    assert benchmarks.publish_due(at=AT) == 0
    accepted(9)
    assert benchmarks.publish_due(at=AT + timedelta(days=1)) == 1
    assert editions() == [("school", 1, 5), ("school", 2, 10)]


def test_what_is_not_accepted_or_not_whole_or_cancelled_is_left_out(
    accepted: Make, programme: Programme, jonas: User
) -> None:
    rows = [accepted(number) for number in range(5)]
    enrolment, _ = results.enrolled("By8", "908", programme)
    results.delivered(enrolment, jonas)
    accepted(9, (None, *results.LEVELS[1:]))
    assert {member.screening for member in benchmarks.members_of("school")} == {row.pk for row in rows}
    cancelled = rows[0].participation.enrolment
    type(cancelled).objects.filter(pk=cancelled.pk).update(
        state="cancelled", cancelled_at=AT, cancelled_by=jonas, cancel_reason="Prøve"
    )
    assert (len(benchmarks.members_of("school")), benchmarks.publish_due(at=AT)) == (4, 0)


def test_a_municipality_screened_again_counts_with_its_newest(accepted: Make) -> None:
    later = world.programme("senere")
    again = []
    for number in range(5):
        accepted(number)
        again.append(accepted(number, (1,) * 7, into=later, at=AT + timedelta(days=700)))
        if number == 0:
            assert benchmarks.members_of("school")[0].screening == again[0].pk
    assert benchmarks.publish_due(at=AT) == 1
    assert BenchmarkEdition.objects.get().figures["7"] == [1, 1, 1]


def test_the_newest_version_of_the_report_counts(accepted: Make, jonas: User) -> None:
    row = accepted(1)
    results.report(row, by=jonas, version=2, levels=(5,) * 7)
    assert [member.levels for member in benchmarks.members_of("school")] == [(5,) * 7]


def test_only_who_has_five_unknown_others_behind_it_is_shown_it(accepted: Make) -> None:
    rows = [accepted(number) for number in range(5)]
    benchmarks.publish_due(at=AT)
    own = {rows[0].municipality.pk}
    shown = benchmarks.shown_to(area="school", known={0})
    assert shown is not None
    assert (shown.number, list(shown.figures), shown.figures[1]) == (1, [1, 2, 3, 4, 5, 6, 7], Quartiles(4, 4, 4))
    assert benchmarks.shown_to(area="school", known=own) is None
    assert benchmarks.shown_to(area="daycare", known={0}) is None


def test_a_newcomer_stays_on_the_edition_before_until_five_others_are_new(accepted: Make) -> None:
    rows = []
    for until in (5, 10, 15):
        rows += [accepted(number) for number in range(len(rows), until)]
        benchmarks.publish_due(at=AT)
        numbers = [benchmarks.shown_to(area="school", known={rows[n].municipality.pk}) for n in range(0, until, 5)]
        if until == 10:
            assert [shown and shown.number for shown in numbers] == [2, 1]
    assert [shown and shown.number for shown in numbers] == [3, 3, 2]


def test_who_is_known_by_name_in_the_network_does_not_count(
    accepted: Make, mette: User, programme: Programme, django_assert_num_queries: Any
) -> None:
    own = world.binding(mette.memberships.get().municipality, programme, mette, school=5).municipality
    rows = [accepted(number) for number in range(5)]
    benchmarks.publish_due(at=AT)
    with django_assert_num_queries(4):
        known = releases.known_to({own.pk}, area="school")
        assert benchmarks.shown_to(area="school", known=known) is not None
    releases.release(screening=rows[0], by=rows[0].accepted_by, at=AT)
    known = releases.known_to({own.pk}, area="school")
    assert known == {own.pk, rows[0].municipality.pk}
    assert benchmarks.shown_to(area="school", known=known) is None

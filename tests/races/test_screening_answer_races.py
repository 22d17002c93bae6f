"""Two in the municipality, or two consultants, answer a delivered report at the same second."""

from datetime import timedelta

import pytest
from post_office.models import Email

from accounts.models import AuditEvent, User
from partnerships.models import Enrolment
from screening import acceptance, benchmarks, releases
from screening.models import BenchmarkEdition, Comment, Screening
from tests.factories import results, world
from tests.races.two import Held, run_both

pytestmark = pytest.mark.django_db(transaction=True)
AT = results.AT


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Held:
    """The first transaction stops where it writes the log, with everything before it done."""
    held = Held()
    record = held.around(acceptance.screenings.record)
    monkeypatch.setattr(acceptance.screenings, "record", record)
    return held


@pytest.fixture
def birgit(binding: Enrolment) -> User:
    """A second coordinator of Stevns."""
    return world.member(binding.municipality, "birgit@stevns.example", "coordinator", "Birgit Juhl")


def test_two_accept_and_one_is_told_of_the_other(
    held: Held, binding: Enrolment, jonas: User, mette: User, birgit: User
) -> None:
    row = results.delivered(binding, jonas)
    one, two = run_both(
        held,
        lambda: acceptance.accept(screening=row, version=1, by=mette, at=AT),
        lambda: acceptance.accept(screening=row, version=1, by=birgit, at=AT + timedelta(seconds=1)),
    )
    assert (one.name, two.name) == ("done", "AlreadyAccepted")
    assert str(two.refusal) == "Mette Holm godkendte rapporten 24. november 2026 kl. 10.00."
    assert Screening.objects.get().accepted_by == mette
    assert AuditEvent.objects.filter(action="screening.accepted").count() == 1
    assert Email.objects.filter(record__kind="screening_accepted").count() == 1


def test_the_same_comment_sent_twice_is_one(held: Held, binding: Enrolment, jonas: User, mette: User) -> None:
    row = results.delivered(binding, jonas)

    def write() -> Comment:
        return acceptance.comment(screening=row, number=3, text="Tallene er fra 2024.", by=mette, at=AT)

    one, two = run_both(held, write, write)
    assert (one.name, two.name, one.result) == ("done", "done", two.result)
    assert Comment.objects.count() == 1


def test_release_and_take_back_at_once_come_one_after_the_other(
    held: Held, binding: Enrolment, jonas: User, mette: User, birgit: User
) -> None:
    row = results.delivered(binding, jonas, accepted_by=mette)
    run_both(
        held,
        lambda: releases.release(screening=row, by=mette, at=AT),
        lambda: releases.take_back(screening=row, by=birgit, at=AT),
    )
    assert Screening.objects.get().released_at is None
    events = AuditEvent.objects.filter(subject_type="screening").order_by("pk")
    assert [event.action for event in events] == ["screening.released", "screening.withdrawn"]


def test_two_workers_make_one_edition(
    monkeypatch: pytest.MonkeyPatch, binding: Enrolment, jonas: User, mette: User
) -> None:
    results.delivered(binding, jonas, accepted_by=mette)
    for number in range(4):
        enrolment, by = results.enrolled(f"By{number}", f"9{number:02}", binding.programme)
        results.delivered(enrolment, jonas, accepted_by=by)
    held = Held()
    monkeypatch.setattr(benchmarks.benchmark, "figures", held.around(benchmarks.benchmark.figures))
    one, two = run_both(
        held, lambda: benchmarks.publish(area="school", at=AT), lambda: benchmarks.publish(area="school", at=AT)
    )
    assert (one.name, two.name, two.result) == ("done", "done", None)
    assert [(row.number, row.members.count()) for row in BenchmarkEdition.objects.all()] == [(1, 5)]

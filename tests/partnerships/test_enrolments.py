"""Binding enrolments: what freezes, what is refused, and what is appended."""

from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.models import AuditEvent, User
from partnerships import enrolments, orders, programmes, receipts
from partnerships.models import Enrolment, OrderLine, Programme, Seat
from tests.factories.world import DEADLINE, NOW

SIGNATURE = enrolments.Signature("Mette Holm", "Centerchef", "Efter bemyndigelse fra direktøren")


def test_submit_binds_both_areas_for_110000(draft: Enrolment, mette: User) -> None:
    change = enrolments.submit(enrolment=draft, by=mette, at=NOW, signature=SIGNATURE)

    draft.refresh_from_db()
    assert draft.is_binding
    assert (change.net, change.vat, change.total) == (Decimal(110_000), Decimal(27_500), Decimal(137_500))
    assert list(OrderLine.objects.filter(change=change).values_list("description", "quantity", "amount")) == [
        ("Deltagelse, skole og dagtilbud, samlet pris", 1, Decimal("110000.00"))
    ]
    assert Seat.objects.filter(participation__enrolment=draft, bought_in=change).count() == 10
    assert AuditEvent.objects.filter(subject_type="enrolment", action="enrolment.submitted").count() == 1


def test_a_second_submission_is_told_of_the_first(binding: Enrolment, mette: User) -> None:
    with pytest.raises(enrolments.AlreadyBinding) as refusal:
        enrolments.submit(enrolment=binding, by=mette, at=NOW, signature=SIGNATURE)
    assert refusal.value.change == binding.changes.get()


@pytest.mark.parametrize(("seconds", "accepted"), [(0, True), (0.3, True), (0.999999, True), (1, False)])
def test_the_deadline_counts_to_the_second(draft: Enrolment, mette: User, seconds: float, accepted: bool) -> None:
    at = DEADLINE + timedelta(seconds=seconds)
    if accepted:
        assert enrolments.submit(enrolment=draft, by=mette, at=at, signature=SIGNATURE).number == 1
    else:
        with pytest.raises(enrolments.DeadlinePassed):
            enrolments.submit(enrolment=draft, by=mette, at=at, signature=SIGNATURE)
        assert Enrolment.objects.get().is_draft


def test_the_deadlines_last_second_is_one_to_lists_and_to_the_clock_too(programme: Programme) -> None:
    last, next_one = DEADLINE + timedelta(seconds=0.3), DEADLINE + timedelta(seconds=1)
    assert [list(Programme.objects.accepting_at(at)) for at in (last, next_one)] == [[programme], []]
    with pytest.raises(programmes.ProgrammeRefused):
        programmes.close(programme=programme, by=None, at=last)
    assert [programmes.close_due(at=at) for at in (last, next_one)] == [0, 1]


@pytest.mark.parametrize(("seconds", "accepted"), [(-1, True), (0.3, True), (1, False), (5, False)])
def test_a_programme_closed_by_the_clock_while_somebody_waits_is_judged_by_its_deadline(
    draft: Enrolment, mette: User, seconds: float, accepted: bool
) -> None:
    assert programmes.close_due(at=DEADLINE + timedelta(seconds=2)) == 1
    arguments = {"enrolment": draft, "by": mette, "signature": SIGNATURE}
    if accepted:
        assert enrolments.submit(**arguments, at=DEADLINE + timedelta(seconds=seconds)).number == 1
    else:
        with pytest.raises(enrolments.DeadlinePassed):
            enrolments.submit(**arguments, at=DEADLINE + timedelta(seconds=seconds))


def test_a_programme_that_staff_closed_before_the_request_stays_closed(draft: Enrolment, mette: User) -> None:
    Programme.objects.update(state="closed", closed_at=NOW - timedelta(minutes=1))
    with pytest.raises(enrolments.DeadlinePassed):
        enrolments.submit(enrolment=draft, by=mette, at=NOW, signature=SIGNATURE)


def test_adding_the_second_area_costs_50000_more(stevns, programme: Programme, mette: User) -> None:
    from tests.factories import world

    enrolment = world.binding(stevns, programme, mette, school=5)
    after = orders.Order(participants={"school": 5, "daycare": 5})
    change = enrolments.extend(enrolment=enrolment, after=after, by=mette, at=NOW, signature=SIGNATURE, base_number=1)

    assert change.net == Decimal(50_000)
    assert list(change.lines.values_list("key", "quantity", "amount")) == [
        ("bundle:participation:daycare+participation:school", 1, Decimal(110_000)),
        ("participation:school", -1, Decimal(-60_000)),
    ]
    enrolment.refresh_from_db()
    assert enrolment.net_amount == Decimal(110_000)
    assert enrolments.standing_quote(enrolment).net == Decimal(110_000)


def test_the_same_addition_twice_is_refused(binding: Enrolment, mette: User) -> None:
    after = orders.Order(participants={"school": 6, "daycare": 5})
    arguments = {"enrolment": binding, "after": after, "by": mette, "at": NOW, "signature": SIGNATURE}
    enrolments.extend(**arguments, base_number=1)
    with pytest.raises(enrolments.ChangedMeanwhile):
        enrolments.extend(**arguments, base_number=1)
    assert binding.changes.count() == 2


def test_nothing_bound_can_become_less(binding: Enrolment, mette: User) -> None:
    with pytest.raises(enrolments.EnrolmentRefused):
        enrolments.extend(
            enrolment=binding,
            after=orders.Order(participants={"school": 4, "daycare": 5}),
            by=mette,
            at=NOW,
            signature=SIGNATURE,
            base_number=1,
        )


def test_cancelling_keeps_what_was_bound(binding: Enrolment, signe: User) -> None:
    enrolments.cancel(enrolment=binding, by=signe, at=NOW, reason="Kommunen er lagt i et andet forløb")
    binding.refresh_from_db()
    assert binding.is_cancelled
    assert binding.changes.get().net == Decimal(110_000)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (orders.Order({"school": 3}), orders.Order({"school": 5}), ["2 pladser, skole, inden for prisen"]),
        (orders.Order({"school": 4}), orders.Order({"school": 7}), ["3 pladser, skole, heraf 1 inden for prisen"]),
        (orders.Order({"school": 6}), orders.Order({"school": 7}), ["1 plads, skole"]),
        (
            orders.Order({"school": 5}),
            orders.Order({"school": 5, "daycare": 4}, ["daycare"]),
            ["4 pladser, dagtilbud", "Foranalyse, dagtilbud"],
        ),
    ],
)
def test_an_addition_says_what_it_gives(before: orders.Order, after: orders.Order, words: list[str]) -> None:
    assert receipts.added(before, after, included=5) == words

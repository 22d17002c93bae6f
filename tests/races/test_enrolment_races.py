"""Two people at the same second. The second waits for the first's lock; without the lock these tests fail."""

import pytest

from accounts.models import User
from documents.models import Document
from partnerships import enrolments, orders, receipts
from partnerships.models import Enrolment, Municipality, Programme
from tests.factories import world
from tests.factories.world import NOW
from tests.races.two import Held, run_both

pytestmark = pytest.mark.django_db(transaction=True)
SIGNATURE = enrolments.Signature("Mette Holm", "Centerchef", "Efter bemyndigelse fra direktøren")


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Held:
    """The first transaction stops where it orders its receipt, with everything before it done."""
    held = Held()
    monkeypatch.setattr(receipts, "order_receipt", held.around(receipts.order_receipt))
    return held


def test_two_coordinators_submit_at_once(held: Held, draft: Enrolment, mette: User) -> None:
    colleague = world.member(draft.municipality, "lone.vind@stevns.example")

    def submit_as(person: User):
        return lambda: enrolments.submit(enrolment=draft, by=person, at=NOW, signature=SIGNATURE)

    one, two = run_both(held, submit_as(mette), submit_as(colleague))

    assert (one.name, two.name) == ("done", "AlreadyBinding")
    assert two.refusal.change == one.result
    assert one.result.by == mette
    assert (draft.changes.count(), Document.objects.count()) == (1, 1)


def test_the_same_addition_twice_at_once(
    held: Held, stevns: Municipality, programme: Programme, mette: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    held.armed = False
    binding = world.binding(stevns, programme, mette, school=5)
    held.armed = True

    def extend():
        return enrolments.extend(
            enrolment=binding,
            after=orders.Order(participants={"school": 6}),
            by=mette,
            at=NOW,
            signature=SIGNATURE,
            base_number=1,
        )

    one, two = run_both(held, extend, extend)

    assert (one.name, two.name) == ("done", "ChangedMeanwhile")
    binding.refresh_from_db()
    assert binding.changes.count() == 2
    assert binding.participations.get().seats.count() == 6
    assert binding.net_amount == enrolments.standing_quote(binding).net


def test_staff_cancel_while_the_municipality_extends(
    held: Held, stevns: Municipality, programme: Programme, mette: User, signe: User
) -> None:
    held.armed = False
    binding = world.binding(stevns, programme, mette, school=5)
    held.armed = True

    one, two = run_both(
        held,
        lambda: enrolments.extend(
            enrolment=binding,
            after=orders.Order(participants={"school": 6}),
            by=mette,
            at=NOW,
            signature=SIGNATURE,
            base_number=1,
        ),
        lambda: enrolments.cancel(enrolment=binding, by=signe, at=NOW, reason="Efter aftale"),
    )

    assert (one.name, two.name) == ("done", "done")
    binding.refresh_from_db()
    assert binding.is_cancelled
    assert binding.changes.count() == 2
    assert binding.net_amount == enrolments.standing_quote(binding).net

"""Staff change a programme at the second a municipality enrols. Without the programme's lock these tests fail."""

from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.models import User
from partnerships import drafts, enrolments, orders, price_lists, programme_emails, programmes, receipts
from partnerships.models import Enrolment
from tests.factories.world import NOW
from tests.partnerships.test_programmes import prices
from tests.races.two import Held, run_both

pytestmark = pytest.mark.django_db(transaction=True)
SIGNATURE = enrolments.Signature("Mette Holm", "Centerchef", "Efter bemyndigelse fra direktøren")


def submit(draft: Enrolment, by: User):
    return lambda: enrolments.submit(enrolment=draft, by=by, at=NOW, signature=SIGNATURE, revision=draft.revision)


def set_prices(draft: Enrolment, by: User):
    return lambda: price_lists.set_prices(programme=draft.programme, prices=prices(70_000, bundles=[]), by=by, at=NOW)


def move_deadline(draft: Enrolment, by: User, **step: int):
    return lambda: programmes.move_deadline(
        programme=draft.programme, deadline_at=NOW + timedelta(**step), reason="Efter aftale", by=by, at=NOW
    )


def test_prices_cannot_change_while_somebody_binds(
    monkeypatch: pytest.MonkeyPatch, draft: Enrolment, mette: User, signe: User
) -> None:
    held = Held()
    monkeypatch.setattr(receipts, "order_receipt", held.around(receipts.order_receipt))

    one, two = run_both(held, submit(draft, mette), set_prices(draft, signe))

    assert (one.name, two.name) == ("done", "PricesLocked")
    draft.refresh_from_db()
    assert draft.net_amount == one.result.net == Decimal(110_000)


def test_nobody_binds_on_the_old_price_while_staff_write_the_new(
    monkeypatch: pytest.MonkeyPatch, draft: Enrolment, mette: User, signe: User
) -> None:
    held = Held()
    monkeypatch.setattr(price_lists, "renew_drafts", held.around(price_lists.renew_drafts))

    one, two = run_both(held, set_prices(draft, signe), submit(draft, mette))

    assert (one.name, two.name) == ("done", "ChangedMeanwhile")
    draft.refresh_from_db()
    assert (draft.state, draft.net_amount) == ("draft", Decimal(140_000))


def test_staff_enrol_while_other_staff_write_the_prices(
    monkeypatch: pytest.MonkeyPatch, draft: Enrolment, signe: User
) -> None:
    """Programme before enrolment, both of them; the other way round they would wait for each other."""
    held = Held()
    monkeypatch.setattr(drafts.seats, "recount", held.around(drafts.seats.recount))

    def enrol_late():
        return enrolments.enrol_late(
            programme=draft.programme,
            municipality=draft.municipality,
            details={"contact_name": "Mette Holm", "contact_email": "mette.holm@stevns.example"},
            order=orders.Order({"school": 5}),
            by=signe,
            at=NOW,
            signature=SIGNATURE,
            reason="Efter aftale",
        )

    one, two = run_both(held, enrol_late, set_prices(draft, signe))

    assert (one.name, two.name) == ("done", "PricesLocked")
    assert one.result.net == Decimal(60_000)


def test_a_deadline_moved_into_the_past_stops_the_one_who_comes_second(
    monkeypatch: pytest.MonkeyPatch, draft: Enrolment, mette: User, signe: User
) -> None:
    held = Held()
    monkeypatch.setattr(programmes, "_close", held.around(programmes._close))

    one, two = run_both(held, move_deadline(draft, signe, seconds=-1), submit(draft, mette))

    assert (one.name, two.name) == ("done", "DeadlinePassed")
    draft.refresh_from_db()
    assert draft.is_draft


def test_an_enrolment_that_came_first_stands_when_the_deadline_moves(
    monkeypatch: pytest.MonkeyPatch, draft: Enrolment, mette: User, signe: User
) -> None:
    held = Held()
    monkeypatch.setattr(receipts, "order_receipt", held.around(receipts.order_receipt))

    one, two = run_both(held, submit(draft, mette), move_deadline(draft, signe, seconds=-1))

    assert (one.name, two.name) == ("done", "done")
    draft.refresh_from_db()
    draft.programme.refresh_from_db()
    assert (draft.state, draft.programme.state) == ("binding", "closed")


def test_two_administrators_close_and_move_at_once(
    monkeypatch: pytest.MonkeyPatch, draft: Enrolment, signe: User
) -> None:
    held = Held()
    monkeypatch.setattr(programme_emails, "deadline_moved", held.around(programme_emails.deadline_moved))

    one, two = run_both(
        held, move_deadline(draft, signe, seconds=-1), lambda: programmes.close_due(at=NOW + timedelta(days=200))
    )

    assert (one.name, two.name, two.result) == ("done", "done", 0)
    draft.programme.refresh_from_db()
    assert draft.programme.closed_at == NOW

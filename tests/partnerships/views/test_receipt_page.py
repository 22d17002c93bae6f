"""The receipt page: whose it is, and one for each binding act."""

from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from partnerships import enrolments, orders
from partnerships.models import Enrolment, Municipality, Programme
from tests.factories import world


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stands still at NOW."""
    monkeypatch.setattr(timezone, "now", lambda: world.NOW)


# --- the receipt --------------------------------------------------------------------------------------------------


def test_the_receipt_is_for_the_municipality_and_staff(
    as_user, client: Client, binding: Enrolment, mette: User, rikke: User, stranger: User, signe: User, finn: User
) -> None:
    address = f"/tilmeldinger/{binding.pk}/kvittering/"
    found = [as_user(person).get(address).status_code for person in (mette, rikke, signe, finn, stranger)]
    assert found == [200, 200, 200, 200, 404]
    assert client.get(address).url == f"/konto/login/?next={address}"
    person = as_user(mette)
    assert [person.get(f"{address}?nr={nr}").status_code for nr in ("1", "2", "x", "%00")] == [200, 404, 404, 404]
    assert "10 pladser har ikke et navn endnu" in person.get(address).content.decode()


def test_a_receipt_among_others_says_of_which_programme_and_year(
    binding: Enrolment, faxe: Municipality, mette: User
) -> None:
    number = binding.changes.get().receipt_number
    assert binding.changes.get().receipt.title == f"Kvittering {number}, Inkluderende børnefællesskaber 2027"
    Programme.objects.update(title="Uden år")
    other = world.binding(faxe, Programme.objects.get(), mette)
    assert other.changes.get().receipt.title == f"Kvittering T{other.pk}-1, Uden år 2027"


def test_a_draft_has_no_receipt(as_user, mette: User, draft: Enrolment) -> None:
    assert as_user(mette).get(f"/tilmeldinger/{draft.pk}/kvittering/").status_code == 404


def test_each_addition_has_its_own_receipt(as_user, mette: User, stevns: Municipality, programme: Programme) -> None:
    bound = world.binding(stevns, programme, mette, school=5)
    enrolments.extend(
        enrolment=bound,
        after=orders.Order({"school": 5, "daycare": 5}),
        by=mette,
        at=world.NOW,
        signature=enrolments.Signature("Mette Holm", "Centerchef", "Efter bemyndigelse"),
        base_number=1,
    )
    person, address = as_user(mette), f"/tilmeldinger/{bound.pk}/kvittering/"
    assert person.get(address).context["change"].net == Decimal(50_000)
    assert person.get(f"{address}?nr=1").context["change"].net == Decimal(60_000)

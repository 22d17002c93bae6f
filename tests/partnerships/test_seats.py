"""People on seats over time: who sits today, who takes over later, and undoing it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import AuditEvent, User
from partnerships import room, seats
from partnerships.models import Enrolment, Seat, SeatHolding
from tests.factories import world

TODAY = world.NOW.date()
LATER = TODAY + timedelta(days=60)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stands still at NOW."""
    monkeypatch.setattr(timezone, "now", lambda: world.NOW)


def person(name: str, *, steering: bool = False) -> dict[str, Any]:
    return {
        "name": name,
        "title": "Skolechef",
        "email": f"{name.lower()}@stevns.example",
        "is_relevant_manager": False,
        "is_steering_representative": steering,
    }


def seat_number(enrolment: Enrolment, number: int) -> Seat:
    return Seat.objects.get(
        participation__enrolment=enrolment, participation__partnership__area="school", number=number
    )


@pytest.fixture
def seat(binding: Enrolment, mette: User) -> Seat:
    """Jens sits since ten days, in the steering group; Ida takes over in two months."""
    row = seat_number(binding, 1)
    seats.name_person(seat=row, **person("Jens", steering=True), by=mette, at=world.NOW, day=TODAY - timedelta(days=10))
    seats.replace(seat=row, **person("Ida"), by=mette, at=world.NOW, from_date=LATER)
    return row


def shown(enrolment: Enrolment, day: date) -> tuple[str, str]:
    """Who the room shows on the first seat in school, and who takes over."""
    row = room.seats_by_area(room.with_seats(Enrolment.objects.filter(pk=enrolment.pk)).get(), today=day)[0].rows[0]
    return (row.holding.name if row.holding else "", row.successor.name if row.successor else "")


def test_the_one_who_sits_is_shown_until_the_other_takes_over(seat: Seat, binding: Enrolment, as_user, mette) -> None:
    days = (TODAY, LATER - timedelta(days=1), LATER)
    assert [shown(binding, day) for day in days] == [("Jens", "Ida"), ("Jens", "Ida"), ("Ida", "")]
    page = " ".join(as_user(mette).get(f"/tilmeldinger/{binding.pk}/deltagere/").content.decode().split())
    assert "Jens<small>Skolechef" in page
    assert "Afløses af Ida, Skolechef, fra 23. januar 2027" in page
    assert "1 af 5 navngivet" in page


def test_staff_find_both_by_name(seat: Seat, binding: Enrolment, as_user, signe: User) -> None:
    client, address = as_user(signe), f"/administration/programmer/{binding.programme.slug}/tilmeldinger/"
    assert [client.get(f"{address}?q={name}").context["figures"].found for name in ("Jens", "Ida", "Per")] == [1, 1, 0]
    page = client.get(f"/administration/tilmeldinger/{binding.pk}/").content.decode()
    assert "Jens afløses af Ida fra 23. januar 2027" in page


def test_a_takeover_that_is_undone_leaves_the_one_who_sits(seat: Seat, binding: Enrolment, as_user, mette) -> None:
    address = f"/tilmeldinger/{binding.pk}/deltagere/{seat.pk}/"
    assert "Nu beholder Jens pladsen." in as_user(mette).get(f"{address}fjern/").content.decode()
    answer = as_user(mette).post(f"{address}fjern/", follow=True)
    assert "Ida er taget af plads 1. Jens beholder pladsen." in answer.content.decode()
    started = TODAY - timedelta(days=10)
    assert list(seat.holdings.values_list("name", "start_date", "end_date")) == [("Jens", started, None)]
    assert AuditEvent.objects.latest("pk").summary == "lod Jens beholde plads 1, skole i stedet for Ida"
    binding.refresh_from_db()
    assert binding.named_count == 1
    as_user(mette).post(address, person("Jens") | {"is_relevant_manager": "on"})
    assert seat.holdings.get().is_relevant_manager


def test_the_steering_group_keeps_one_when_a_takeover_is_undone(seat: Seat, binding: Enrolment, mette: User) -> None:
    second = seat_number(binding, 2)
    seats.name_person(seat=second, **person("Per", steering=True), by=mette, at=world.NOW, day=TODAY)
    kept = seats.clear(seat=seat, by=mette, at=world.NOW, day=TODAY)
    assert kept is not None
    rows = SeatHolding.objects.filter(is_steering_representative=True)
    assert (kept.name, list(rows.values_list("name", flat=True))) == ("Jens", ["Per"])


def test_who_has_got_another_seat_meanwhile_cannot_keep_the_old(seat: Seat, binding: Enrolment, mette: User) -> None:
    second = seat_number(binding, 2)
    with pytest.raises(seats.SeatRefused, match="allerede på en anden plads"):
        seats.name_person(seat=second, **person("Jens"), by=mette, at=world.NOW, day=TODAY)
    seats.name_person(seat=second, **person("Jens"), by=mette, at=world.NOW, day=LATER)
    with pytest.raises(seats.SeatRefused, match="Jens har fået en anden plads"):
        seats.clear(seat=seat, by=mette, at=world.NOW, day=TODAY)
    assert list(seat.holdings.values_list("name", flat=True)) == ["Jens", "Ida"]


def test_a_seat_somebody_holds_some_days_yet_is_not_given_away(seat: Seat, mette: User) -> None:
    SeatHolding.objects.filter(name="Ida").delete()
    with pytest.raises(seats.SeatRefused, match="Jens har pladsen til og med 22. januar 2027"):
        seats.name_person(seat=seat, **person("Per"), by=mette, at=world.NOW, day=TODAY)
    assert seats.name_person(seat=seat, **person("Per"), by=mette, at=world.NOW, day=LATER).name == "Per"


def test_a_seat_that_is_removed_meanwhile_is_said(draft: Enrolment, mette: User) -> None:
    row = seat_number(draft, 5)
    Seat.objects.filter(pk=row.pk).delete()
    for change in (
        lambda: seats.clear(seat=row, by=mette, at=world.NOW, day=TODAY),
        lambda: seats.name_person(seat=row, **person("Per"), by=mette, at=world.NOW, day=TODAY),
    ):
        with pytest.raises(seats.SeatRefused, match="Pladsen er fjernet imens"):
            change()

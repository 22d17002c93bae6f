"""Two at the same second at the door, at the materials and at a certificate. Without the lock these tests fail."""

from typing import Any

import pytest
from django.core.cache import cache

from accounts.models import User
from documents import jobs
from documents.models import Document
from partnerships import attendance, certificates, materials, network_days
from partnerships.models import Attendance, DayMaterial, Enrolment, NetworkDay, Seat
from tests.factories import days
from tests.factories.participants import person
from tests.races.two import Held, run_both

pytestmark = pytest.mark.django_db(transaction=True)
AT = days.START


@pytest.fixture
def seat(binding: Enrolment, mette: User) -> Seat:
    return days.represent(binding, "Lone", mette, steering=False)


@pytest.fixture
def day(seat: Seat, signe: User) -> NetworkDay:
    row = days.day(signe)
    return network_days.confirm(day=row, revision=row.revision, by=signe, at=days.AT)


@pytest.fixture
def held_at(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The first stops where it calls the function, with the row locked."""

    def hold(module: Any, name: str) -> Held:
        held = Held()
        monkeypatch.setattr(module, name, held.around(getattr(module, name)))
        return held

    return hold


def test_staff_mark_absent_while_the_person_checks_in(held_at: Any, day: NetworkDay, seat: Seat, signe: User) -> None:
    cache.clear()
    code = attendance.new_code(day=day, by=signe, at=AT)
    lone = person()
    one, two = run_both(
        held_at(attendance, "_write"),
        lambda: attendance.check_in(day=day, participant=lone, code=code, at=AT),
        lambda: attendance.mark(day=day, seat=seat, is_present=False, by=signe, at=AT),
    )
    assert (one.name, two.name) == ("done", "done")
    assert list(Attendance.objects.values_list("is_present", "by")) == [(False, signe.pk)]


def test_two_put_up_a_link_at_once(held_at: Any, day: NetworkDay, signe: User) -> None:
    def add(title: str) -> Any:
        return lambda: materials.add_link(day=day, title=title, url="https://x.example/", by=signe, at=AT)

    run_both(held_at(materials, "_last"), add("A"), add("B"))
    assert list(DayMaterial.objects.values_list("title", "position")) == [("A", 1), ("B", 2)]


def test_a_certificate_asked_for_twice_at_once(held_at: Any, day: NetworkDay, seat: Seat, signe: User) -> None:
    attendance.mark(day=day, seat=seat, is_present=True, by=signe, at=AT)
    network_days.hold(day=day, by=signe, at=day.ends_at)
    lone = person()

    def order() -> Document:
        return certificates.order(participant=lone, network=day.network, at=AT)

    one, two = run_both(held_at(jobs, "order"), order, order)
    assert (one.result, Document.objects.filter(kind="certificate").count()) == (two.result, 1)

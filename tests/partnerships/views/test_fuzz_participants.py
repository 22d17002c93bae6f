"""Whatever stands in an address or a field of a participant's pages, or at the door: never a 500, nothing written."""

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from partnerships import attendance
from partnerships.models import Attendance, DayEvaluation, DayMaterial, Enrolment
from tests.factories import days
from tests.factories.participants import LONG_AGO, day_on, person, url
from tests.partnerships.views.test_fuzz_people import NASTY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_limits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def test_a_participant_s_forms(client: Client, binding: Enrolment, mette: User, signe: User) -> None:
    days.represent(binding, "Lone", mette, steering=False, day=LONG_AGO)
    lone, day, over = person(), day_on(0, signe), day_on(-1, signe, number=2)
    attendance.new_code(day=day, by=signe, at=timezone.now())
    for value in NASTY:
        cache.clear()
        assert client.post(url("participant_check_in", lone, pk=day.pk), {"code": value}).status_code == 422
        assert client.post(url("participant_acknowledge", lone, pk=day.pk), {"notice": value}).status_code == 302
        answer = {"usefulness": value, "takeaway": value, "suggestion": value}
        assert client.post(url("participant_evaluate", lone, pk=over.pk), answer).status_code == 422
        assert client.post(url("participant_certificate", lone), {"network": value}).status_code == 404
        assert not Attendance.objects.exists()
        assert not DayEvaluation.objects.exists()


def test_staff_s_forms(as_user: Callable[[User], Client], binding: Enrolment, mette: User, signe: User) -> None:
    seat = days.represent(binding, "Lone", mette, steering=False, day=LONG_AGO)
    staff, day = as_user(signe), day_on(0, signe)
    page = reverse("staff_attendance", args=[day.pk])
    for value in NASTY:
        cache.clear()
        assert staff.get(page, {"q": value}).status_code == 200
        row = reverse("staff_attendance_seat", args=[day.pk, seat.pk])
        assert staff.post(row, {"mark": value, "q": value, "name": value}).status_code == 422
        assert not Attendance.objects.exists()
        put_up = reverse("staff_materials", args=[day.pk])
        link = {"what": "link", "link-url": value, "link-title": value}
        assert staff.post(put_up, link).status_code == 422
        file = SimpleUploadedFile(value[:200].replace("\x00", "") or "x", b"x")
        assert staff.post(put_up, {"what": value, "file": file, "title": value}).status_code == 422
        assert not DayMaterial.objects.exists()


@pytest.mark.parametrize("token", ["x", "~", "a~b", "%00", "..", "x" * 5_000])
def test_links_that_cannot_be(client: Client, db: None, token: str) -> None:
    assert client.get(f"/deltager/{token}/").status_code == 404
    assert client.get(f"/kalender/{token}.ics").status_code == 404


def test_rows_that_cannot_be(client: Client, as_user: Callable[[User], Client], signe: User, db: None) -> None:
    lone, staff = person(), as_user(signe)
    for pk in (0, 10**18, 10**40):
        assert client.get(url("participant_day", lone, pk=pk)).status_code == 404
        for name in ("staff_attendance", "staff_materials", "staff_evaluations", "staff_material_delete", "material"):
            assert staff.get(reverse(name, args=[pk])).status_code == 404

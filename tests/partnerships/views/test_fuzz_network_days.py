"""Whatever stands in an address or a field of the network days: never a 500, and nothing is saved."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from partnerships.models import BlockedDay, Enrolment, NetworkDay, SteeringAnswer, SteeringMeeting
from tests.factories import days
from tests.factories.participants import person, url
from tests.partnerships.views.test_fuzz_people import NASTY

pytestmark = pytest.mark.django_db


@pytest.fixture
def day(binding: Enrolment, signe: User) -> NetworkDay:
    return days.day(signe)


def test_what_a_municipality_writes(as_user: Any, day: NetworkDay, mette: User, signe: User) -> None:
    days.sent(day, signe)
    client: Client = as_user(mette)
    for value in NASTY:
        themes = {f"theme_{number}": value or "4" for number in range(1, 9)}
        steering = f"/netvaerksdage/{day.pk}/styregruppe/"
        assert client.post(steering, {"input": value, "revision": value, **themes}).status_code == 200
        assert client.get(steering, {"kommune": value}).status_code == 200
        blocked = {"start": value, "end": value, "reason": value}
        assert client.post("/kommune/0336/spaerrede-dage/", blocked).status_code == 200
        assert client.post("/kommune/0336/spaerrede-dage/", {"fjern": value}).status_code == 302
        assert (SteeringAnswer.objects.count(), BlockedDay.objects.count()) == (0, 0)


def test_what_a_representative_writes_by_link(
    client: Client, day: NetworkDay, binding: Enrolment, mette: User, signe: User
) -> None:
    days.represent(binding, "Lone", mette)
    days.sent(day, signe)
    for value in NASTY:
        themes = {f"theme_{number}": value or "4" for number in range(1, 9)}
        address = url("participant_steering", person(), pk=day.pk)
        assert client.post(address, {"input": value, "revision": value, **themes}).status_code == 200
        assert client.get(address, {"kommune": value}).status_code == 200
        assert SteeringAnswer.objects.count() == 0


def test_what_staff_write(as_user: Any, day: NetworkDay, signe: User) -> None:
    client: Client = as_user(signe)
    path = f"/administration/netvaerksdage/{day.pk}/styregruppe/"
    for value in NASTY:
        fields = dict.fromkeys(("revision", "date", "starts", "ends", "link", "minutes", "decisions"), value)
        for what in ("moede", "kladde", "referat", value):
            assert client.post(path, {"hvad": what, **fields}).status_code == 200
        assert SteeringMeeting.objects.count() == 0


def test_days_that_cannot_be(as_user: Any, client: Client, mette: User) -> None:
    for pk in (0, 10**18, 10**40):
        assert client.get(url("participant_steering", person(), pk=pk)).status_code == 404
        for path in ("", "styregruppe/", "kalender.ics"):
            assert as_user(mette).get(f"/netvaerksdage/{pk}/{path}").status_code == 404

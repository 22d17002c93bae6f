"""The result page points from weak levers to methods that others have tried and released."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from partnerships.models import Enrolment
from strategy import catalogue
from tests.factories import catalogue as after
from tests.factories import results
from tests.factories import trial_actions as make

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]


def test_a_weak_lever_leads_to_what_others_have_tried(
    as_user: As, binding: Enrolment, jonas: User, mette: User, anders: User
) -> None:
    row = results.delivered(binding, jonas)
    page = f"/kommune/{row.municipality.code}/foranalyser/{row.pk}/"
    latest = row.reports.order_by("-version")[0]
    levels = {lever["number"]: lever["level"] for lever in latest.snapshot["levers"]}
    weak = min(number for number, level in levels.items() if level and level <= 2)
    strong = min(number for number, level in levels.items() if level and level > 2)
    room = make.room(row.municipality, mette)
    for number, title in ((weak, "Til det svage greb"), (strong, "Til det stærke greb")):
        entry = after.released(make.running(room.round, anders, units=room.units, title=title), anders, mette)
        entry.levers = [number]
        entry.save()
    text = as_user(mette).get(page).content.decode()
    assert "Metoder, andre har prøvet" in text
    assert ("Til det svage greb" in text, "Til det stærke greb" in text) == (True, False)
    assert 'href="/katalog/til-det-svage-greb/"' in text
    assert f'href="/vidensportal/?greb={weak}"' in text
    for entry in room.strategy.entries.all():
        catalogue.take_back(entry=entry, by=mette, at=after.AT)
    assert "Metoder, andre har prøvet" not in as_user(mette).get(page).content.decode()

"""Whatever staff post to the pages of days: never a 500, and never a day of another network changed."""

from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from partnerships.models import Enrolment, Network, NetworkDay
from tests.factories import planning
from tests.partnerships.views.test_fuzz_enrolling import NAUGHTY

PLAIN = ("title", "date", "starts", "ends", "where", "venue", "address", "room", "link", "anyway", "reason", "revision")
ROWS = ("TOTAL_FORMS", "INITIAL_FORMS", *(f"{n}-{name}" for n in (0, 1, 40) for name in ("starts", "title", "levers")))
FIELDS = (
    *PLAIN,
    *(f"dag{number}-{name}" for number in (1, 2, 9) for name in PLAIN[:10]),
    *(f"punkter-{name}" for name in (*ROWS, "0-ends", "0-kind", "0-speaker", "0-DELETE")),
    *("add-row", "remove-row", "kontrol", "tilbage", "set", "fra", "side"),
)
SENSIBLE = ("2027-03-10", "9:30", "15.30", "physical", "virtual", "expert", "https://x.example", "9999-12-31", "24:00")
VALUES = st.one_of(
    st.sampled_from((*NAUGHTY, *SENSIBLE)), st.text(st.characters(exclude_categories=("Cs",)), max_size=40)
)
POSTS = st.dictionaries(st.sampled_from(FIELDS), st.one_of(VALUES, st.lists(VALUES, max_size=3)), max_size=12)
ACTIONS = st.sampled_from(("rediger/", "bekraeft/", "aflys/", "afholdt/", "program/", "genbrug/", "planlaeg"))
FUZZ = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def staff(as_user, signe: User) -> Client:
    return as_user(signe)


@pytest.fixture
def day(binding: Enrolment, signe: User) -> NetworkDay:
    return planning.planned(Network.objects.get(partnership__area="school"), signe)


@pytest.fixture
def foreign(binding: Enrolment, signe: User) -> NetworkDay:
    return planning.planned(Network.objects.get(partnership__area="daycare"), signe)


@FUZZ
@given(action=ACTIONS, data=POSTS, sees=st.booleans())
def test_any_post_is_answered_and_touches_no_other_day(
    staff: Client, day: NetworkDay, foreign: NetworkDay, action: str, data: dict[str, Any], sees: bool
) -> None:
    before = NetworkDay.objects.filter(pk=foreign.pk).values().get()
    if sees:
        data = data | {"revision": NetworkDay.objects.get(pk=day.pk).revision}
    address = f"/administration/netvaerksdage/{day.pk}/{action}"
    if action == "planlaeg":
        address = f"/administration/netvaerk/{day.network_id}/planlaeg/"
    assert staff.post(address, data).status_code in (200, 302, 409, 422)
    assert NetworkDay.objects.filter(pk=foreign.pk).values().get() == before


@pytest.mark.django_db
@pytest.mark.parametrize("side", ["0", "x", "-1", "9" * 400, "²"])
def test_any_page_number_is_answered(staff: Client, day: NetworkDay, side: str) -> None:
    for action in ("", "genbrug/"):
        assert staff.get(f"/administration/netvaerksdage/{day.pk}/{action}", {"side": side}).status_code == 200

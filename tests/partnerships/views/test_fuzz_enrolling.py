"""Whatever is posted to the wizard: never a 500, and never a row of another municipality."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from partnerships.models import Enrolment, Municipality, Programme, Seat, SeatHolding
from tests.factories import world

ROOT = "/programmer/boernefaellesskaber-2027/tilmelding/"
FIELDS = (
    *("name", "title", "email", "phone", "areas", "screenings", "participants_school", "participants_daycare"),
    *("participants_school-plus", "participants_daycare-minus", "beregn", "ean", "ean_typed", "person_reference"),
    *("requisition_number", "case_id", "note", "authority", "accepts", "revision", "kommune", "ryd", "naeste"),
    *("is_relevant_manager", "is_steering_representative"),
)
NAUGHTY = (
    *(
        "",
        "\0",
        "a\0b",
        "-1",
        "0",
        "7",
        "1e9",
        str(10**9),
        str(10**40),
        "9" * 5000,
        "NaN",
        "½",
        "٣",
        "５",
        "on",
        "true",
    ),
    *("school", "daycare", "0336", "0320", "senere", "andet", "1", "2", world.GLN, "579800000000X", "x" * 3000),
    *(
        "010190-1234",
        "<script>alert(1)</script>",
        "{{ 7*7 }}",
        "' OR 1=1 --",
        "../../etc/passwd",
        "%00",
        "\u202e",
        "🦆" * 40,
    ),
    *("mette@stevns.example", "a@b", "@", "Åse Ærø Ødegård", "\r\nBcc: a@b.example", "T1-1", "None", "[]", "{}"),
)
VALUES = st.one_of(st.sampled_from(NAUGHTY), st.text(st.characters(exclude_categories=("Cs",)), max_size=40))
POSTS = st.dictionaries(st.sampled_from(FIELDS), st.one_of(VALUES, st.lists(VALUES, max_size=3)), max_size=10)
STEPS = st.sampled_from(("kontakt", "valg", "deltagere", "regning", "bekraeft", "andet", "plads"))
FUZZ = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: world.NOW)


@pytest.fixture
def foreign(faxe: Municipality, programme: Programme, stranger: User) -> Enrolment:
    return world.draft(faxe, programme, stranger)


def state_of(enrolment: Enrolment) -> tuple[Any, ...]:
    row = Enrolment.objects.filter(pk=enrolment.pk).values().get()
    seats = list(Seat.objects.filter(participation__enrolment=enrolment).order_by("pk").values_list("pk", "number"))
    held = list(SeatHolding.objects.filter(seat__participation__enrolment=enrolment).values_list("pk", "name"))
    return row, seats, held


@FUZZ
@given(step=STEPS, data=POSTS, htmx=st.booleans(), whose=st.sampled_from(("0336", "0320")))
def test_any_post_is_answered_and_touches_no_foreign_row(
    as_user, mette: User, draft: Enrolment, foreign: Enrolment, step: str, data: dict[str, Any], htmx: bool, whose: str
) -> None:
    before = state_of(foreign)
    seat = Seat.objects.filter(participation__enrolment=draft).order_by("pk").first()
    address = f"{ROOT}{whose}/{step}/" if step != "plads" else f"{ROOT}{whose}/deltagere/{seat.pk if seat else 0}/"
    answer = as_user(mette).post(address, data, headers={"HX-Request": "true"} if htmx else {})
    assert answer.status_code in ({404} if whose == "0320" or step == "andet" else {200, 302, 409})
    assert state_of(foreign) == before
    assert Enrolment.objects.filter(programme=draft.programme).count() == 2


@FUZZ
@given(data=POSTS)
def test_any_start_is_answered_and_begins_only_ones_own(
    as_user, mette: User, faxe: Municipality, programme: Programme, data: dict[str, Any]
) -> None:
    answer = as_user(mette).post(ROOT, data)
    code = data.get("kommune", "")
    code = code[-1] if isinstance(code, list) and code else code
    assert answer.status_code == (302 if code == "0336" else 404)
    assert not Enrolment.objects.filter(municipality=faxe).exists()


@FUZZ
@given(seat=st.integers(min_value=0, max_value=10**30), number=VALUES)
def test_foreign_and_impossible_ids_do_not_exist(
    as_user, mette: User, draft: Enrolment, foreign: Enrolment, seat: int, number: str
) -> None:
    person = as_user(mette)
    own = set(Seat.objects.filter(participation__enrolment=draft).values_list("pk", flat=True))
    theirs = Seat.objects.filter(participation__enrolment=foreign).values_list("pk", flat=True).first()
    assert person.get(f"{ROOT}0336/deltagere/{seat}/").status_code == (200 if seat in own else 404)
    assert person.get(f"{ROOT}0336/deltagere/{theirs}/").status_code == 404
    assert person.get(f"/tilmeldinger/{seat}/kvittering/", {"nr": number}).status_code == 404
    assert person.get(ROOT, {"kommune": number}).status_code == 302

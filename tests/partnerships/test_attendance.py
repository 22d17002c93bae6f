"""Who came: by the room's code, by staff's mark, by somebody else's name; and who came every time."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import AuditEvent, User
from partnerships import attendance, continuity, evaluations, network_days, participants
from partnerships.attendance import AttendanceRefused, TooManyTries
from partnerships.continuity import Continuity
from partnerships.models import Attendance, DayEvaluation, Enrolment, NetworkDay, Participant, Seat
from tests.factories import days

DAY = days.START
EVENING = DAY + timedelta(hours=10)


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    cache.clear()


@pytest.fixture
def lone(binding: Enrolment, mette: User) -> Seat:
    return days.represent(binding, "Lone", mette, steering=False)


@pytest.fixture
def peter(binding: Enrolment, mette: User) -> Seat:
    return days.represent(binding, "Peter", mette, number=2, steering=False)


@pytest.fixture
def day(lone: Seat, peter: Seat, signe: User) -> NetworkDay:
    """A confirmed day with Lone and Peter on two of five seats."""
    row = days.day(signe)
    return network_days.confirm(day=row, revision=row.revision, by=signe, at=days.AT)


def person(name: str = "lone") -> Participant:
    address = f"{name}@stevns.example"
    return participants.of_addresses([address], at=days.AT)[address]


def written(day: NetworkDay) -> list[tuple[str, bool, str]]:
    rows = Attendance.objects.filter(day=day).select_related("holding").order_by("seat__number")
    return [(row.holding.name if row.holding else "", row.is_present, row.substitute) for row in rows]


def test_the_code_of_the_room_checks_a_person_in_once(day: NetworkDay, signe: User) -> None:
    code = attendance.new_code(day=day, by=signe, at=DAY)
    assert (len(code), code.isdecimal()) == (6, True)
    for minutes in (0, 20):
        at = DAY + timedelta(minutes=minutes)
        attendance.check_in(day=day, participant=person(), code=f" {code[:3]} {code[3:]} ", at=at)
    assert written(day) == [("Lone", True, "")]
    assert Attendance.objects.get().at == DAY
    assert [event.summary for event in AuditEvent.objects.filter(action="network_day.checked_in")] == [
        "Lone meldte sig ankommet til Netværksdag 1"
    ]


def test_a_new_code_ends_the_old(day: NetworkDay, signe: User, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = iter([1, 123456])
    monkeypatch.setattr(attendance.secrets, "randbelow", lambda top: next(numbers))
    assert [attendance.new_code(day=day, by=signe, at=DAY) for _ in range(2)] == ["000001", "123456"]
    with pytest.raises(AttendanceRefused, match="Koden passer ikke"):
        attendance.check_in(day=day, participant=person(), code="000001", at=DAY)
    assert written(day) == []


def test_codes_cannot_be_guessed_for_long(day: NetworkDay, signe: User) -> None:
    code = attendance.new_code(day=day, by=signe, at=DAY)
    wrong = "000000" if code != "000000" else "000001"
    for _ in range(attendance.TRIES):
        with pytest.raises(AttendanceRefused, match="Koden passer ikke"):
            attendance.check_in(day=day, participant=person(), code=wrong, at=DAY)
    with pytest.raises(TooManyTries, match="Vent en time"):
        attendance.check_in(day=day, participant=person(), code=code, at=DAY)
    attendance.check_in(day=day, participant=person("peter"), code=code, at=DAY)
    assert written(day) == [("Peter", True, "")]


@pytest.mark.parametrize("at", [DAY - timedelta(days=1), DAY + timedelta(days=1)])
def test_a_code_is_for_the_day_itself(day: NetworkDay, signe: User, at: Any) -> None:
    code = attendance.new_code(day=day, by=signe, at=DAY)
    with pytest.raises(AttendanceRefused):
        attendance.check_in(day=day, participant=person(), code=code, at=at)
    assert written(day) == []


def test_without_a_code_nobody_gets_in(day: NetworkDay) -> None:
    with pytest.raises(AttendanceRefused, match="Sig til ved indgangen"):
        attendance.check_in(day=day, participant=person(), code="", at=DAY)


def test_staff_mark_replace_and_undo(day: NetworkDay, lone: Seat, peter: Seat, signe: User) -> None:
    attendance.mark(day=day, seat=lone, is_present=True, by=signe, at=DAY)
    attendance.mark(day=day, seat=lone, is_present=True, by=signe, at=DAY)
    attendance.mark(day=day, seat=peter, is_present=False, by=signe, at=DAY)
    assert written(day) == [("Lone", True, ""), ("Peter", False, "")]
    attendance.substitute(day=day, seat=peter, name="Ida Holm", by=signe, at=DAY)
    assert written(day) == [("Lone", True, ""), ("Peter", True, "Ida Holm")]
    for _ in range(2):
        attendance.undo(day=day, seat=lone, by=signe, at=EVENING)
    assert written(day) == [("Peter", True, "Ida Holm")]
    said = AuditEvent.objects.filter(subject_type="networkday", action__contains="attendance")
    assert [event.summary for event in said.order_by("pk")] == [
        "satte Lone til mødt på Netværksdag 1",
        "satte Peter til ikke mødt på Netværksdag 1",
        "fortrød registreringen af Lone på Netværksdag 1",
    ]


def test_an_empty_seat_takes_only_a_substitute(day: NetworkDay, binding: Enrolment, signe: User) -> None:
    empty = Seat.objects.get(participation__enrolment=binding, participation__partnership__area="school", number=3)
    with pytest.raises(AttendanceRefused, match="Der er ingen på pladsen"):
        attendance.mark(day=day, seat=empty, is_present=True, by=signe, at=DAY)
    attendance.substitute(day=day, seat=empty, name="Ida Holm", by=signe, at=DAY)
    assert written(day) == [("", True, "Ida Holm")]


def test_another_network_s_seat_is_refused(day: NetworkDay, binding: Enrolment, signe: User) -> None:
    other = Seat.objects.filter(participation__partnership__area="daycare")[0]
    with pytest.raises(AttendanceRefused, match="ikke længere med i netværket"):
        attendance.substitute(day=day, seat=other, name="Ida Holm", by=signe, at=DAY)


def test_attendance_waits_for_the_day(day: NetworkDay, lone: Seat, signe: User) -> None:
    with pytest.raises(AttendanceRefused, match=r"fra dagen selv, 3\. marts 2027"):
        attendance.mark(day=day, seat=lone, is_present=True, by=signe, at=DAY - timedelta(days=1))
    with pytest.raises(AttendanceRefused):
        attendance.new_code(day=day, by=signe, at=DAY - timedelta(days=1))


def test_a_cancelled_day_has_no_attendance(day: NetworkDay, lone: Seat, signe: User) -> None:
    network_days.cancel(day=day, revision=day.revision, reason="Sne", by=signe, at=days.AT)
    with pytest.raises(AttendanceRefused, match="Dagen er aflyst"):
        attendance.mark(day=day, seat=lone, is_present=True, by=signe, at=DAY)


def test_the_list_says_who_should_be_where(
    day: NetworkDay, lone: Seat, signe: User, django_assert_num_queries: Callable[..., Any]
) -> None:
    attendance.mark(day=day, seat=lone, is_present=True, by=signe, at=DAY)
    with django_assert_num_queries(3):
        rows = attendance.places(day)
    assert [(row.municipality, row.name, row.state) for row in rows] == [
        ("Stevns", "Lone", "present"),
        ("Stevns", "Peter", ""),
        *[("Stevns", "Ledig plads", "")] * 3,
    ]


# --- continuity -----------------------------------------------------------------------------------------------------


def test_continuity_is_of_those_who_came_first() -> None:
    present = [
        *[("Stevns", person, 1) for person in "abcd"],
        *[("Stevns", person, 2) for person in "abcx"],
        *[("Stevns", person, 3) for person in "abx"],
        ("Aarhus", "z", 2),
        ("Faxe", "y", 1),
    ]
    assert continuity.figures(present, [1, 2, 3]) == [
        Continuity("Faxe", 1, 0),
        Continuity("Stevns", 4, 2),
        Continuity("Aarhus", 0, 0),
    ]
    assert [row.percent for row in continuity.figures(present, [1, 2, 3])] == [0, 50, None]


@given(st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from("abcdef"), st.integers(1, 4))), st.integers(1, 4))
def test_more_days_never_give_more_who_came_to_all(present: list[tuple[str, str, int]], many: int) -> None:
    fewer = {row.municipality: row for row in continuity.figures(present, range(1, many + 1))}
    for row in continuity.figures(present, range(1, 5)):
        assert 0 <= row.all <= fewer[row.municipality].all <= row.first


def test_a_substitute_is_not_the_same_person(
    day: NetworkDay, lone: Seat, peter: Seat, signe: User, django_assert_num_queries: Callable[..., Any]
) -> None:
    second = days.day(signe, number=2, start=DAY + timedelta(days=30))
    second = network_days.confirm(day=second, revision=second.revision, by=signe, at=days.AT)
    for row in (day, second):
        for seat in (lone, peter):
            attendance.mark(day=row, seat=seat, is_present=True, by=signe, at=second.starts_at)
        network_days.hold(day=row, by=signe, at=second.ends_at)
    attendance.substitute(day=second, seat=peter, name="Ida Holm", by=signe, at=second.ends_at)
    with django_assert_num_queries(2):
        assert continuity.of_network(day.network) == (2, [Continuity("Stevns", 2, 1)])


# --- evaluation -----------------------------------------------------------------------------------------------------


def answer(day: NetworkDay, name: str = "lone", usefulness: int = 4, at: Any = EVENING) -> None:
    evaluations.answer(
        day=day, participant=person(name), usefulness=usefulness, takeaway=f"{name} {usefulness}", suggestion="", at=at
    )


def test_each_answers_once_and_nobody_is_named(day: NetworkDay) -> None:
    answer(day)
    with pytest.raises(evaluations.EvaluationRefused, match="Du har allerede svaret"):
        answer(day, usefulness=1)
    row = DayEvaluation.objects.get()
    assert (row.usefulness, len(row.respondent), AuditEvent.objects.filter(action__contains="evalu").count()) == (
        4,
        64,
        0,
    )
    assert (evaluations.has_answered(day, person()), evaluations.has_answered(day, person("peter"))) == (True, False)


def test_the_mark_is_of_no_use_without_the_secret_key(day: NetworkDay, settings: Any) -> None:
    mark = evaluations.mark(day, person())
    settings.SECRET_KEY = "another"
    assert evaluations.mark(day, person()) != mark


def test_a_day_is_evaluated_when_it_is_over(day: NetworkDay) -> None:
    with pytest.raises(evaluations.EvaluationRefused, match="når den er slut"):
        answer(day, at=DAY)


def test_who_was_away_does_not_evaluate(day: NetworkDay, lone: Seat, peter: Seat, signe: User) -> None:
    attendance.mark(day=day, seat=lone, is_present=False, by=signe, at=DAY)
    attendance.substitute(day=day, seat=peter, name="Ida Holm", by=signe, at=DAY)
    for name in ("lone", "peter"):
        with pytest.raises(evaluations.EvaluationRefused, match="ikke mødt"):
            answer(day, name)


def test_answers_are_shown_when_there_are_enough_to_hide_in(day: NetworkDay) -> None:
    answer(day, "lone", 5)
    answer(day, "peter", 3)
    assert evaluations.summary(day) == 2
    answer(day, "ida", 4)
    found = evaluations.summary(day)
    assert found == evaluations.Summary(
        count=3,
        average=4.0,
        distribution=[(5, 1), (4, 1), (3, 1), (2, 0), (1, 0)],
        takeaways=["ida 4", "lone 5", "peter 3"],
        suggestions=[],
    )

"""A workshop is opened, led lever by lever, answered by phones, closed and opened again."""

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import AuditEvent, User
from partnerships.models import Enrolment
from screening import distributions, workshops
from screening.models import Screening, Workshop, WorkshopAnswer
from tests.factories import workshops as make

AT = make.AT


@pytest.fixture
def screening(binding: Enrolment, jonas: User) -> Screening:
    return make.screening(binding, jonas)


@pytest.fixture
def do(screening: Screening, jonas: User) -> Callable[..., Any]:
    """`do(workshops.close)`: the use case on the screening, by Jonas."""
    return lambda use_case, **facts: use_case(screening=screening, by=jonas, at=AT, **facts)


def summaries() -> list[str]:
    rows = AuditEvent.objects.filter(action__startswith="screening.workshop").order_by("pk")
    return [row.summary.removesuffix(" (foranalyse af skoleområdet)") for row in rows]


def test_open_is_once(do: Callable[..., Any], screening: Screening, jonas: User) -> None:
    first, second = do(workshops.open_workshop), do(workshops.open_workshop)
    assert (first.pk, first.code) == (second.pk, second.code)
    assert (first.lever_number, first.shows_answers, first.is_open, first.opened_by) == (0, False, True, jonas)
    assert summaries() == ["åbnede workshoppen"]


def test_codes_are_readable_and_differ(db: None) -> None:
    assert not set(workshops.ALPHABET) & set("0OQ1IL2Z5S8BGUVAEY")
    codes = {workshops.new_code() for _ in range(100)}
    assert len(codes) == 100


def test_a_code_in_use_is_not_given_again(monkeypatch: pytest.MonkeyPatch, do: Callable[..., Any]) -> None:
    taken = do(workshops.open_workshop).code
    letters = iter([*taken, *"CDFHJK"])
    monkeypatch.setattr(workshops.secrets, "choice", lambda _: next(letters))
    assert workshops.new_code() == "CDFHJK"


def test_a_code_is_found_however_it_is_typed(do: Callable[..., Any]) -> None:
    row = do(workshops.open_workshop)
    code = row.code
    assert re.fullmatch(f"[{workshops.ALPHABET}]{{6}}", code)
    for typed in (code, code.lower(), f" {code[:3]} {code[3:]} ", f"{code[:3]}-{code[3:].lower()}"):
        assert workshops.by_code(typed) == row
    for wrong in ("", "x", code[:5], code + "C", "OOOOOO", "ÆØÅÆØÅ", "\x00" * 6):
        assert workshops.by_code(wrong) is None


def test_levers_are_led_one_at_a_time(do: Callable[..., Any]) -> None:
    do(workshops.open_workshop)
    row = do(workshops.choose_lever, lever_number=3)
    assert (row.lever_number, row.shows_answers, row.revision) == (3, False, 2)
    row = do(workshops.show_answers, lever_number=3, is_shown=True)
    assert (row.shows_answers, row.revision) == (True, 3)
    assert do(workshops.show_answers, lever_number=3, is_shown=True).revision == 3
    row = do(workshops.choose_lever, lever_number=4)
    assert (row.lever_number, row.shows_answers, row.revision) == (4, False, 4)
    assert do(workshops.choose_lever, lever_number=4).revision == 4
    row = do(workshops.choose_lever, lever_number=0)
    assert (row.lever_number, row.revision) == (0, 5)
    assert summaries() == [
        "åbnede workshoppen",
        "satte greb 3 på skærmen i workshoppen",
        "viste workshoppens svar på greb 3",
        "satte greb 4 på skærmen i workshoppen",
        "tog grebet af skærmen i workshoppen",
    ]


def test_answers_are_never_shown_for_a_lever_the_consultant_did_not_see(do: Callable[..., Any]) -> None:
    do(workshops.open_workshop)
    do(workshops.choose_lever, lever_number=4)
    with pytest.raises(workshops.WorkshopRefused, match="andet greb"):
        do(workshops.show_answers, lever_number=3, is_shown=True)
    do(workshops.choose_lever, lever_number=0)
    with pytest.raises(workshops.WorkshopRefused, match="andet greb"):
        do(workshops.show_answers, lever_number=0, is_shown=True)


@pytest.mark.parametrize("number", [-1, 8, 300])
def test_there_are_seven_levers(do: Callable[..., Any], number: int) -> None:
    do(workshops.open_workshop)
    with pytest.raises(workshops.WorkshopRefused, match="syv greb"):
        do(workshops.choose_lever, lever_number=number)


def test_a_phone_answers_and_changes_its_answer(do: Callable[..., Any], screening: Screening, jonas: User) -> None:
    row = make.opened(screening, jonas)
    make.answers(row, 2, 4, 4)
    make.answers(row, 5)  # the first phone changes its mind
    assert workshops.counted(row) == {3: distributions.of([5, 4, 4])}
    fresh = Workshop.objects.select_related("screening").get()
    assert (workshops.own_level(fresh, "telefon-0"), workshops.own_level(fresh, "telefon-9")) == (5, None)
    assert workshops.participants(fresh) == 3


def test_answers_are_anonymous(screening: Screening, jonas: User) -> None:
    before = AuditEvent.objects.count()
    row = make.opened(screening, jonas)
    logged = AuditEvent.objects.count()
    make.answers(row, 3)
    assert (logged - before, AuditEvent.objects.count() - logged) == (2, 0)
    kept = WorkshopAnswer.objects.get()
    assert re.fullmatch("[0-9a-f]{64}", kept.respondent)
    assert {field.name for field in WorkshopAnswer._meta.concrete_fields} == {
        "id",
        "workshop",
        "respondent",
        "lever_number",
        "level",
    }
    other = Workshop(pk=row.pk + 1)
    assert workshops.respondent(other, "telefon-0") != kept.respondent == workshops.respondent(row, "telefon-0")


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"lever_number": 2, "level": 3}, "videre til et andet greb"),
        ({"lever_number": 0, "level": 3}, "videre til et andet greb"),
        ({"lever_number": 3, "level": 0}, "fem niveauer"),
        ({"lever_number": 3, "level": 6}, "fem niveauer"),
    ],
)
def test_what_is_no_answer(screening: Screening, jonas: User, facts: dict[str, int], words: str) -> None:
    row = make.opened(screening, jonas)
    with pytest.raises(workshops.WorkshopRefused, match=words):
        workshops.answer(workshop=row, mark="a", **facts)
    assert WorkshopAnswer.objects.count() == 0


def test_no_answers_between_levers_when_closed_or_when_the_work_is_done(
    do: Callable[..., Any], screening: Screening, jonas: User
) -> None:
    row = make.opened(screening, jonas)

    def refused() -> None:
        fresh = Workshop.objects.select_related("screening").get()
        with pytest.raises(workshops.WorkshopRefused, match="ikke svares lige nu"):
            workshops.answer(workshop=fresh, mark="a", lever_number=3, level=3)

    Screening.objects.update(state="in_review")
    refused()
    Screening.objects.update(state="assessing")
    do(workshops.choose_lever, lever_number=0)
    refused()
    do(workshops.choose_lever, lever_number=3)
    make.answers(row, 3)
    do(workshops.close)
    refused()
    assert WorkshopAnswer.objects.count() == 1


def test_a_machine_that_sends_answers_is_stopped(
    monkeypatch: pytest.MonkeyPatch, screening: Screening, jonas: User
) -> None:
    monkeypatch.setattr(workshops, "MOST_ANSWERS", 2)
    row = make.opened(screening, jonas)
    make.answers(row, 1, 2)
    make.answers(row, 5)  # those who are in may still change
    with pytest.raises(workshops.WorkshopRefused, match="flere svar"):
        workshops.answer(workshop=row, mark="ny", lever_number=3, level=3)
    assert workshops.counted(row) == {3: distributions.of([5, 2])}


def test_close_and_reopen(do: Callable[..., Any], screening: Screening, jonas: User) -> None:
    code = make.opened(screening, jonas).code
    row = Workshop.objects.get()
    make.answers(row, 1, 2, 3)
    row = do(workshops.close)
    assert (row.closed_at, row.lever_number, row.shows_answers, row.is_open) == (AT, 0, False, False)
    assert do(workshops.close).revision == row.revision
    for use_case, facts in (
        (workshops.open_workshop, {}),
        (workshops.choose_lever, {"lever_number": 1}),
        (workshops.show_answers, {"lever_number": 1, "is_shown": True}),
        (workshops.clear, {}),
    ):
        with pytest.raises(workshops.WorkshopRefused, match="er lukket"):
            do(use_case, **facts)
    again = do(workshops.reopen)
    assert (again.code, again.closed_at, again.answers.count()) == (code, None, 3)
    assert do(workshops.reopen).revision == again.revision
    assert summaries()[2:] == ["lukkede workshoppen, 3 deltagere", "åbnede workshoppen igen"]


def test_a_rehearsal_is_cleared(do: Callable[..., Any], screening: Screening, jonas: User) -> None:
    row = make.opened(screening, jonas)
    make.answers(row, 1, 2)
    assert do(workshops.clear) == 2
    assert (WorkshopAnswer.objects.count(), Workshop.objects.get().lever_number) == (0, 0)
    assert summaries()[-1] == "slettede workshoppens 2 svar"


def test_nothing_to_close_before_it_is_opened(do: Callable[..., Any]) -> None:
    for use_case in (workshops.close, workshops.reopen):
        with pytest.raises(workshops.WorkshopRefused, match="ikke åbnet"):
            do(use_case)


@pytest.mark.parametrize("state", ["ordered", "in_review", "delivered", "accepted"])
def test_only_while_the_screening_is_worked_on(do: Callable[..., Any], state: str) -> None:
    Screening.objects.update(state=state)
    for use_case in (workshops.open_workshop, workshops.close, workshops.reopen):
        with pytest.raises(workshops.WorkshopRefused, match="kan ikke ændres"):
            do(use_case)


def test_results_leave_out_levers_with_few_answers(
    screening: Screening, jonas: User, django_assert_num_queries: Any
) -> None:
    assert workshops.results(screening) == {}
    row = make.opened(screening, jonas, 1)
    make.answers(row, 1, 2)
    for number, levels in ((2, [4, 4, 5]), (3, [1, 2, 3, 4, 5, 5])):
        workshops.choose_lever(screening=screening, lever_number=number, by=jonas, at=AT)
        make.answers(row, *levels)
    assert workshops.results(screening) == {}  # while it is open they are for the screen in the room
    workshops.close(screening=screening, by=jonas, at=AT)
    with django_assert_num_queries(1):
        found = workshops.results(screening)
    assert found == {2: distributions.of([4, 4, 5]), 3: distributions.of([1, 2, 3, 4, 5, 5])}
    assert Counter(WorkshopAnswer.objects.values_list("lever_number", flat=True)) == {1: 2, 2: 3, 3: 6}

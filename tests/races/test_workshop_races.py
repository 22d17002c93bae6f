"""Sixty phones at the same second, and consultants who lead at the same second. Real connections, real rows."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from accounts.models import AuditEvent, User
from partnerships.models import Enrolment
from screening import screenings, workshops
from screening.models import Screening, Source, Workshop, WorkshopAnswer
from tests.factories import workshops as make
from tests.races.two import Held, run_both

pytestmark = pytest.mark.django_db(transaction=True)
PHONES = 60
WAIT = 60


@pytest.fixture
def screening(binding: Enrolment, jonas: User) -> Screening:
    cache.clear()
    return make.screening(binding, jonas)


@pytest.fixture
def lead(screening: Screening, jonas: User) -> Callable[..., Any]:
    return lambda use_case, **facts: lambda: use_case(screening=screening, by=jonas, at=make.AT, **facts)


def at_once(count: int, action: Callable[[int], Any]) -> list[Any]:
    """What came of `action` by `count` threads, each on its own connection, all let go at the same moment."""
    gate = threading.Barrier(count)

    def one(number: int) -> Any:
        try:
            connection.ensure_connection()
            gate.wait(WAIT)
            return action(number)
        except Exception:
            gate.abort()  # the others wait for nobody
            raise
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=count) as pool:
        threads = [pool.submit(one, number) for number in range(count)]
    failures = [failure for thread in threads if (failure := thread.exception())]
    for failure in sorted(failures, key=lambda one: isinstance(one, threading.BrokenBarrierError)):
        raise failure  # what broke the barrier before those it broke for
    return [thread.result() for thread in threads]


def test_sixty_phones_answer_at_once_and_change_their_answers(screening: Screening, jonas: User) -> None:
    workshop = make.opened(screening, jonas)
    address = f"/workshop/{workshop.code}/"
    phones = [Client() for _ in range(PHONES)]
    opened = at_once(PHONES, lambda number: phones[number].get(address).status_code)

    def answer(add: int) -> Callable[[int], int]:
        return lambda number: (
            phones[number].post(address, {"lever": "3", "level": str((number + add) % 5 + 1)}).status_code
        )

    assert (opened, at_once(PHONES, answer(0))) == ([200] * PHONES, [302] * PHONES)
    assert WorkshopAnswer.objects.count() == PHONES
    assert workshops.counted(workshop)[3].counts == (12, 12, 12, 12, 12)
    assert at_once(PHONES, answer(1)) == [302] * PHONES
    rows = WorkshopAnswer.objects.values_list("respondent", "lever_number", "level")
    assert len({respondent for respondent, _, _ in rows}) == len(rows) == PHONES
    assert Counter(level for _, _, level in rows) == dict.fromkeys(range(1, 6), 12)


def test_one_phone_that_taps_sixty_times_has_one_answer(screening: Screening, jonas: User) -> None:
    workshop = make.opened(screening, jonas)
    fresh = Workshop.objects.select_related("screening").get(pk=workshop.pk)

    def answer(number: int) -> None:
        workshops.answer(workshop=fresh, mark="telefon", lever_number=3, level=number % 5 + 1)

    assert at_once(PHONES, answer) == [None] * PHONES
    assert WorkshopAnswer.objects.count() == 1


def test_phones_do_not_wait_for_a_consultant(
    monkeypatch: pytest.MonkeyPatch, screening: Screening, jonas: User, lead: Callable[..., Any]
) -> None:
    workshop = make.opened(screening, jonas)
    held = Held()
    monkeypatch.setattr(screenings, "record", held.around(screenings.record))
    with ThreadPoolExecutor(max_workers=1) as pool:

        def choose() -> Any:
            try:
                return lead(workshops.choose_lever, lever_number=4)()
            finally:
                connection.close()

        changing = pool.submit(choose)
        assert held.reached.wait(10)
        make.answers(workshop, 4, 5, 5)  # the rows of screening and workshop are locked, and written
        held.released.set()
        assert changing.result(10).lever_number == 4
    assert sorted(WorkshopAnswer.objects.values_list("lever_number", "level")) == [(3, 4), (3, 5), (3, 5)]


def test_two_consultants_open_at_once(monkeypatch: pytest.MonkeyPatch, lead: Callable[..., Any]) -> None:
    held = Held()
    monkeypatch.setattr(workshops, "new_code", held.around(workshops.new_code))
    one, two = run_both(held, lead(workshops.open_workshop), lead(workshops.open_workshop))
    assert (one.name, two.name, one.result.code) == ("done", "done", two.result.code)
    assert Workshop.objects.count() == 1


def test_one_shows_the_answers_while_the_other_goes_on(
    monkeypatch: pytest.MonkeyPatch, screening: Screening, jonas: User, lead: Callable[..., Any]
) -> None:
    make.opened(screening, jonas)
    held = Held()
    monkeypatch.setattr(workshops, "_save", held.around(workshops._save))
    one, two = run_both(
        held, lead(workshops.choose_lever, lever_number=4), lead(workshops.show_answers, lever_number=3, is_shown=True)
    )
    assert (one.name, two.name) == ("done", "WorkshopRefused")
    assert Workshop.objects.values_list("lever_number", "shows_answers").get() == (4, False)


def test_the_source_is_written_once(
    monkeypatch: pytest.MonkeyPatch, screening: Screening, jonas: User, lead: Callable[..., Any]
) -> None:
    workshop = make.opened(screening, jonas)
    make.answers(workshop, 1, 2, 3)
    lead(workshops.close)()
    held = Held()
    monkeypatch.setattr(workshops, "participants", held.around(workshops.participants))
    one, two = run_both(held, lead(workshops.add_source), lead(workshops.add_source))
    assert (one.result, Source.objects.count()) == (two.result, 1)
    assert AuditEvent.objects.filter(action="screening.source_added").count() == 1

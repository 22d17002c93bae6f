"""A room of phones answering and following the screen, each beside a bare view with the same query."""

import secrets
from collections.abc import Iterator

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, reverse

from partnerships.models import Enrolment
from screening.models import WorkshopAnswer
from tests.bench import world
from tests.bench.timing import Pair, alternate
from tests.factories import workshops
from tests.factories import world as make

PHONES = 60
UPSERT = """
    INSERT INTO screening_workshopanswer (workshop_id, respondent, lever_number, level) VALUES (%s, %s, %s, %s)
    ON CONFLICT (workshop_id, respondent, lever_number) DO UPDATE SET level = excluded.level
"""


def floor_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The same row written, with nothing read, checked or hashed."""
    with connection.cursor() as cursor:
        cursor.execute(UPSERT, [pk, request.POST["phone"], request.POST["lever"], request.POST["level"]])
    return HttpResponse(status=302, headers={"Location": "/"})


def floor_state(request: HttpRequest, code: str) -> HttpResponse:
    """The same row read, and nothing said."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT revision FROM screening_workshop WHERE code = %s", [code])
        cursor.fetchone()
    return HttpResponse(status=204)


urlpatterns = [
    path("floor/answer/<int:pk>/", floor_answer, name="floor_answer"),
    path("floor/state/<str:code>/", floor_state, name="floor_state"),
]


def phones() -> Iterator[Pair]:
    """Sixty phones that answer, and sixty that ask whether the screen has moved on."""
    by = make.user("bench-workshop@komponent.example", "Jonas Krog", is_consultant=True)
    enrolment: Enrolment = world.bindings(world.programme("workshop"), world.municipalities(1, first=350_000), by)[0]
    row = workshops.opened(workshops.screening(enrolment, by), by)
    address, state = (reverse(name, args=[row.code]) for name in ("workshop_phone", "workshop_state"))
    ours, floor = [Client() for _ in range(PHONES)], [Client() for _ in range(PHONES)]
    for client in ours:
        assert client.get(address).status_code == 200
    marks = [secrets.token_hex(32) for _ in range(PHONES)]
    said = {"lever": "3", "level": "4"}

    def answer() -> None:
        assert {client.post(address, said).status_code for client in ours} == {302}

    def bare_answer() -> None:
        at = reverse("floor_answer", args=[row.pk])
        for client, mark in zip(floor, marks, strict=True):
            client.post(at, said | {"phone": mark})

    times = alternate(answer, bare_answer, rounds=9)
    assert WorkshopAnswer.objects.filter(workshop=row).count() == 2 * PHONES
    yield Pair("workshop answers", f"{PHONES} phones", *times, "ms", "≤ 3")

    def ask() -> None:
        query = {"revision": row.revision}
        assert {client.get(state, query).status_code for client in ours} == {204}

    def bare_ask() -> None:
        at = reverse("floor_state", args=[row.code])
        for client in floor:
            client.get(at)

    yield Pair("workshop polling", f"{PHONES} phones", *alternate(ask, bare_ask, rounds=9), "ms", "≤ 2")

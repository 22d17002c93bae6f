"""The pages of a development process: owner, colleague, reader, stranger and staff."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from partnerships import development, development_overview, network_days
from partnerships.models import (
    DevelopmentProcess,
    Enrolment,
    Milestone,
    Municipality,
    Network,
    NetworkDay,
    Participation,
    ProcessNote,
    Programme,
)
from tests.factories import world

As = Callable[[User], Client]
CONTENT = development.Content(title="Flere veje i det almene", focus="Mellemformer", aim="Alle skoler har en.")
TYPED = {"title": "Vores vej", "focus": "Fokus", "aim": "Mål", "phase": "plan", "organisation": "", "responsible": ""}


@pytest.fixture
def school(binding: Enrolment) -> Participation:
    rows = Participation.objects.select_related("enrolment__municipality", "partnership", "network_member")
    return rows.get(enrolment=binding, partnership__area="school")


@pytest.fixture
def process(school: Participation, mette: User) -> DevelopmentProcess:
    return development.save(participation=school, content=CONTENT, revision=0, by=mette, at=timezone.now())


@pytest.fixture
def day(school: Participation, signe: User) -> NetworkDay:
    return plan(school.network_member.network, signe, timezone.now() + timedelta(days=20))


def plan(network: Network, by: User, start: datetime, number: int = 1) -> NetworkDay:
    start = start.replace(hour=9, minute=0)
    wanted = network_days.Plan(f"Netværksdag {number}", start, start + timedelta(hours=3), venue="Huset")
    return network_days.plan_days(network=network, plans=[(number, wanted)], by=by, at=timezone.now())[0]


def url(school: Participation, rest: str = "") -> str:
    return f"/udviklingsproces/{school.pk}/{rest}"


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_before_it_begins_the_page_explains_and_only_writers_may_begin(
    as_user: As, school: Participation, mette: User, rikke: User, stranger: User, signe: User
) -> None:
    assert "Begynd processen" in text_of(as_user(mette).get(url(school)))
    for person in (rikke, signe):
        text = text_of(as_user(person).get(url(school)))
        assert ("Det, I selv udvikler mellem dagene" in text, "Begynd processen" in text) == (True, False)
        assert as_user(person).get(url(school, "rediger/")).status_code == 403
    assert as_user(stranger).get(url(school)).status_code == 404
    assert DevelopmentProcess.objects.count() == 0


def test_a_programme_that_is_over_asks_nobody_to_begin(as_user: As, school: Participation, mette: User) -> None:
    address = "/kommune/0336/udviklingsproces/"
    begin = f'href="{url(school, "rediger/")}"'
    other = [row.pk for row in Participation.objects.exclude(pk=school.pk)]
    assert (len(other), begin in text_of(as_user(mette).get(address))) == (1, True)
    Programme.objects.update(state=Programme.State.FINISHED)
    assert "I har ingen udviklingsproces endnu" in text_of(as_user(mette).get(address))
    development.save(participation=school, content=CONTENT, revision=0, by=mette, at=timezone.now())
    assert as_user(mette).get(address).url == url(school)


def test_a_contributor_begins_the_process(as_user: As, school: Participation, anders: User) -> None:
    response = as_user(anders).post(url(school, "rediger/"), TYPED | {"revision": "0"})
    assert (response.status_code, response["Location"]) == (302, url(school))
    row = DevelopmentProcess.objects.get()
    assert (row.title, row.phase, row.updated_by) == ("Vores vej", "plan", anders)


def test_two_colleagues_at_once_the_second_keeps_what_was_typed(
    as_user: As, school: Participation, process: DevelopmentProcess, mette: User, anders: User
) -> None:
    development.save(
        participation=school, content=replace(CONTENT, aim="Mettes mål"), revision=1, by=mette, at=timezone.now()
    )
    response = as_user(anders).post(url(school, "rediger/"), TYPED | {"revision": "1"})
    text = text_of(response)
    assert response.status_code == 200
    for words in ("Mette Holm gemte", "Mettes mål", 'value="Vores vej"', 'name="revision" value="2"'):
        assert words in text
    as_user(anders).post(url(school, "rediger/"), TYPED | {"revision": "2"})
    assert DevelopmentProcess.objects.get().aim == "Mål"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [("title", "", "Giv processen en titel"), ("aim", "x" * 1001, "Skriv højst 1.000 tegn"), ("phase", "x", "Vælg en")],
)
def test_what_cannot_be_saved_is_said_at_the_field(
    as_user: As, school: Participation, mette: User, field: str, value: str, words: str
) -> None:
    text = text_of(as_user(mette).post(url(school, "rediger/"), TYPED | {"revision": "0", field: value}))
    assert words in text
    assert DevelopmentProcess.objects.count() == 0


def test_milestones_on_their_page(
    as_user: As, school: Participation, process: DevelopmentProcess, anders: User, rikke: User
) -> None:
    client = as_user(anders)
    client.post(url(school, "milepaele/"), {"text": "Første møde", "due_date": "2026-01-05"})
    row = Milestone.objects.get()
    assert "Forsinket" in text_of(client.get(url(school)))
    client.post(url(school, "milepaele/"), {"reached": row.pk})
    assert Milestone.objects.get().done_date == timezone.localdate()
    client.post(url(school, "milepaele/"), {"reopened": row.pk})
    own = url(school, f"milepaele/{row.pk}/")
    seen = development.mark_of(row)
    client.post(own, {"text": "Andet møde", "due_date": "2026-02-05", "seen": seen})
    changed = Milestone.objects.get()
    assert (changed.text, changed.done_date) == ("Andet møde", None)
    late = text_of(client.post(own, {"text": "Tredje", "due_date": "2026-02-05", "seen": seen}))
    assert "En kollega har ændret milepælen imens" in late
    assert as_user(rikke).get(own).status_code == 403
    client.post(own, {"remove": "1"})
    assert Milestone.objects.count() == 0


def test_a_note_is_written_for_the_coming_day_and_stays(
    as_user: As, school: Participation, process: DevelopmentProcess, day: NetworkDay, anders: User, rikke: User
) -> None:
    typed = {"status": "stuck", "text": "Vi venter.", "learning": "Spørg før.", "brings": "Hvordan?", "day": day.pk}
    assert as_user(rikke).post(url(school, "note/"), typed).status_code == 403
    assert as_user(anders).post(url(school, "note/"), typed).status_code == 302
    note = ProcessNote.objects.get()
    assert (note.day, note.by, note.brings) == (day, anders, "Hvordan?")
    text = text_of(as_user(rikke).get(url(school)))
    assert ("Det tager vi med til Netværksdag 1" in text, "Vi sidder fast" in text) == (True, True)


def test_a_note_for_a_day_that_is_gone_is_told(
    as_user: As, school: Participation, process: DevelopmentProcess, day: NetworkDay, mette: User, signe: User
) -> None:
    network_days.cancel(day=day, revision=day.revision, reason="Sne", by=signe, at=timezone.now())
    typed = {"status": "slow", "text": "Vi venter.", "brings": "Hvordan?", "day": day.pk}
    text = text_of(as_user(mette).post(url(school, "note/"), typed))
    assert ("Der er ingen dag lige nu." in text, "Vi venter." in text) == (True, True)
    assert ProcessNote.objects.count() == 0


def test_the_page_for_print_and_its_file(
    as_user: As, school: Participation, process: DevelopmentProcess, day: NetworkDay, rikke: User, stranger: User
) -> None:
    client = as_user(rikke)
    assert "Det tager vi med til Netværksdag 1" in text_of(client.get(url(school, "side/")))
    assert client.post(url(school, "side/")).status_code == 302
    text = text_of(client.get(url(school, "side/")))
    assert ("Udviklingsproces, Stevns Kommune, skole laves" in text, "Lav siden som PDF" in text) == (True, False)
    assert as_user(stranger).post(url(school, "side/")).status_code == 404


def test_with_two_areas_both_are_listed_and_with_one_it_is_shown(
    as_user: As, process: DevelopmentProcess, mette: User, stranger: User, faxe: Municipality, programme: Programme
) -> None:
    text = text_of(as_user(mette).get("/kommune/0336/udviklingsproces/"))
    assert ("Flere veje i det almene" in text, "Ikke begyndt" in text) == (True, True)
    only = world.binding(faxe, programme, stranger, school=5).participations.get()
    response = as_user(stranger).get("/kommune/0320/udviklingsproces/")
    assert (response.status_code, response["Location"]) == (302, f"/udviklingsproces/{only.pk}/")


def test_the_room_shows_the_process_and_asks_for_what_is_missing(
    as_user: As, school: Participation, process: DevelopmentProcess, day: NetworkDay, mette: User, rikke: User
) -> None:
    text = text_of(as_user(mette).get("/kommune/0336/"))
    for words in ("Mål: Alle skoler har en.", "Gør udviklingsprocessens ene side klar, skole", "Skriv milepæle"):
        assert words in text
    assert "Skriv milepæle" not in text_of(as_user(rikke).get("/kommune/0336/"))


def test_staff_see_the_stuck_and_the_silent_first(
    as_user: As,
    school: Participation,
    process: DevelopmentProcess,
    day: NetworkDay,
    programme: Programme,
    signe: User,
    finn: User,
    mette: User,
) -> None:
    make_many(programme, signe, 3)
    states = development_overview.urgent_first(
        development_overview.states_of(
            list(development_overview.visible_to(signe)), at=timezone.now(), today=timezone.localdate()
        ),
        str,
    )
    assert [(row.municipality.name, row.area, row.status) for row in states] == [
        ("By02", "school", "stuck"),
        ("By01", "school", "silent"),
        ("Stevns", "daycare", "silent"),
        ("Stevns", "school", "silent"),
        ("By00", "school", "moving"),
    ]
    address = f"/administration/programmer/{programme.slug}/udviklingsprocesser/"
    text = text_of(as_user(signe).get(address))
    assert text.index("By02") < text.index("By01") < text.index("By00")
    only = text_of(as_user(signe).get(address, {"status": "stuck", "omraade": "school"}))
    assert ("By02" in only, "By00" in only) == (True, False)
    assert [as_user(person).get(address).status_code for person in (finn, mette)] == [403, 403]


def test_what_is_brought_to_a_day(
    as_user: As, school: Participation, day: NetworkDay, programme: Programme, signe: User, mette: User
) -> None:
    make_many(programme, signe, 3)
    address = f"/administration/netvaerksdage/{day.pk}/medbringer/"
    text = text_of(as_user(signe).get(address))
    assert "2 kommuner har skrevet, 2 mangler." in text
    assert as_user(mette).get(address).status_code == 403


def make_many(programme: Programme, by: User, count: int, first: int = 0) -> None:
    """More municipalities in the school area: moving, silent and stuck in turn."""
    for number in range(first, first + count):
        town = world.municipality(f"{900 + number:04}", f"By{number:02}")
        participation = world.binding(town, programme, by, school=5).participations.get()
        content = replace(CONTENT, title=f"Proces {number}")
        development.save(participation=participation, content=content, revision=0, by=by, at=timezone.now())
        development.add_milestone(
            participation=participation, text="Møde", due_date=timezone.localdate(), by=by, at=timezone.now()
        )
        if number % 3 != 1:
            status = "moving" if number % 3 == 0 else "stuck"
            note = development.Note(status, "Sket", brings="Et spørgsmål")
            coming = NetworkDay.objects.filter(network__members__participation=participation).first()
            development.write_note(participation=participation, note=note, day=coming, by=by, at=timezone.now())


@pytest.mark.parametrize("count", [1, 6])
def test_the_staff_lists_ask_a_constant_number_of_times(
    as_user: As,
    django_assert_num_queries: Any,
    school: Participation,
    process: DevelopmentProcess,
    day: NetworkDay,
    programme: Programme,
    signe: User,
    count: int,
) -> None:
    make_many(programme, signe, count)
    client = as_user(signe)
    with django_assert_num_queries(10):
        assert client.get(f"/administration/programmer/{programme.slug}/udviklingsprocesser/").status_code == 200
    with django_assert_num_queries(10):
        assert client.get(f"/administration/netvaerksdage/{day.pk}/medbringer/").status_code == 200


@pytest.mark.parametrize("count", [1, 6])
def test_a_process_asks_a_constant_number_of_times(
    as_user: As,
    django_assert_num_queries: Any,
    school: Participation,
    process: DevelopmentProcess,
    mette: User,
    count: int,
) -> None:
    for number in range(count):
        note = development.Note("moving", f"Note {number}")
        development.write_note(participation=school, note=note, day=None, by=mette, at=timezone.now())
    client = as_user(mette)
    with django_assert_num_queries(10):
        assert client.get(url(school)).status_code == 200

"""A development process: written by colleagues, followed up between the days, and brought on one page."""

import io
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from pypdf import PdfReader

from accounts.models import AuditEvent, User
from documents import jobs
from documents.models import Document
from partnerships import development, development_overview, development_pages, network_days
from partnerships.models import (
    DevelopmentProcess,
    Enrolment,
    Milestone,
    Network,
    NetworkDay,
    Participation,
    ProcessNote,
)
from tests.factories import world

AT = world.NOW
TODAY = AT.date()
START = datetime(2027, 3, 3, 9, 30, tzinfo=world.COPENHAGEN)
CONTENT = development.Content(title="Flere veje i det almene", focus="Mellemformer", aim="Alle skoler har en.")
NOTE = development.Note("stuck", "Vi mangler lokaler.", "Begynd med lederne.", "Hvordan fik I lokaler?")


@pytest.fixture
def school(binding: Enrolment) -> Participation:
    return development_overview.visible_to(_admin()).get(enrolment=binding, partnership__area="school")


def _admin() -> User:
    return world.user("admin@kl.example", "Ada Min", is_administrator=True)


@pytest.fixture
def day(school: Participation, signe: User) -> NetworkDay:
    network = Network.objects.get(partnership__area="school")
    plan = network_days.Plan("Netværksdag 1", START, START + timedelta(hours=6), venue="Huset")
    return network_days.plan_days(network=network, plans=[(1, plan)], by=signe, at=AT)[0]


def begin(school: Participation, by: User, **changes: Any) -> DevelopmentProcess:
    content = replace(CONTENT, **changes)
    return development.save(participation=school, content=content, revision=0, by=by, at=AT)


def state(school: Participation, at: datetime = AT) -> development_overview.ProcessState:
    return development_overview.states_of([school], at=at, today=at.date())[0]


def test_reading_begins_nothing_and_the_first_save_does(school: Participation, mette: User) -> None:
    assert state(school).process is None
    assert DevelopmentProcess.objects.count() == 0
    process = begin(school, mette)
    assert (process.revision, process.phase, process.updated_by) == (1, "focus", mette)
    assert begin(school, mette).revision == 1
    event = AuditEvent.objects.get(subject_type="developmentprocess")
    assert (event.summary, event.scope) == ("begyndte udviklingsprocessen (skole), fase fokus", "0336")


def test_who_saved_first_is_told_to_the_second(school: Participation, mette: User, anders: User) -> None:
    begin(school, mette)
    with pytest.raises(development.ProcessChanged) as told:
        development.save(participation=school, content=replace(CONTENT, aim="Andet"), revision=0, by=anders, at=AT)
    assert str(told.value) == (
        "Mette Holm gemte 24. november 2026 kl. 10.00, mens du skrev. "
        "Det, der er anderledes, står herunder. Din tekst er ikke gemt: gem igen, hvis den skal erstatte det."
    )
    assert DevelopmentProcess.objects.get().aim == "Alle skoler har en."


def test_nobody_writes_after_a_cancelled_enrolment(school: Participation, mette: User, signe: User) -> None:
    from partnerships import enrolments

    begin(school, mette)
    enrolments.cancel(enrolment=school.enrolment, by=signe, at=AT, reason="Aftalt")
    with pytest.raises(development.DevelopmentRefused, match="I er ikke længere tilmeldt"):
        begin(school, mette, aim="Nyt")


def test_milestones_are_added_reached_changed_and_removed(school: Participation, mette: User, anders: User) -> None:
    with pytest.raises(development.DevelopmentRefused, match="Begynd processen først"):
        development.add_milestone(participation=school, text="Møde", due_date=TODAY, by=mette, at=AT)
    begin(school, mette)
    row = development.add_milestone(participation=school, text="Møde", due_date=TODAY, by=mette, at=AT)
    assert development.add_milestone(participation=school, text="Møde", due_date=TODAY, by=mette, at=AT) == row
    assert [m.text for m in state(school, AT + timedelta(days=1)).late] == ["Møde"]
    development.reach_milestone(milestone=row, day=TODAY, by=mette, at=AT)
    assert (Milestone.objects.get().done_date, state(school, AT + timedelta(days=1)).late) == (TODAY, [])
    development.reach_milestone(milestone=row, day=None, by=mette, at=AT)
    assert Milestone.objects.get().done_date is None
    seen, later = development.mark_of(row), date(2027, 1, 4)
    development.change_milestone(milestone=row, text="Møde", due_date=later, seen=seen, by=anders, at=AT)
    with pytest.raises(development.DevelopmentRefused, match=r"Nu er den “Møde”, 4\. januar 2027"):
        development.change_milestone(milestone=row, text="To møder", due_date=TODAY, seen=seen, by=mette, at=AT)
    development.remove_milestone(milestone=row, by=mette, at=AT)
    development.remove_milestone(milestone=row, by=mette, at=AT)
    with pytest.raises(development.DevelopmentRefused, match="fjernet milepælen"):
        development.change_milestone(milestone=row, text="x", due_date=TODAY, seen=seen, by=mette, at=AT)


def test_a_note_is_written_once_and_brought_to_the_coming_day(
    school: Participation, day: NetworkDay, mette: User
) -> None:
    begin(school, mette)
    note = development.write_note(participation=school, note=NOTE, day=day, by=mette, at=AT)
    assert development.write_note(participation=school, note=NOTE, day=day, by=mette, at=AT) == note
    assert (note.day, ProcessNote.objects.count()) == (day, 1)
    now = state(school)
    assert (now.coming, now.brought, now.latest, now.status) == (day, note, note, "stuck")
    with pytest.raises(development.DevelopmentRefused, match="Dagen er holdt eller aflyst"):
        development.write_note(participation=school, note=NOTE, day=day, by=mette, at=START + timedelta(days=1))


def test_what_was_brought_to_a_cancelled_day_goes_to_the_next(
    school: Participation, day: NetworkDay, mette: User, signe: User
) -> None:
    begin(school, mette)
    note = development.write_note(participation=school, note=NOTE, day=day, by=mette, at=AT)
    network_days.cancel(day=day, revision=day.revision, reason="Sne", by=signe, at=AT)
    plan = network_days.Plan("Netværksdag 2", START + timedelta(days=30), START + timedelta(days=30, hours=5))
    second = network_days.plan_days(network=day.network, plans=[(2, plan)], by=signe, at=AT)[0]
    assert (state(school).coming, state(school).brought) == (second, note)


def test_what_is_missing_shrinks_as_it_is_written(school: Participation, day: NetworkDay, mette: User) -> None:
    assert state(school).missing == ["fokus", "mål", "lokal organisering", "en ansvarlig", "milepæle", "en status"]
    begin(school, mette, organisation="En gruppe", responsible="Anders Friis")
    assert state(school).missing == ["milepæle", "en status", "det, I tager med til dagen"]
    development.add_milestone(participation=school, text="Møde", due_date=date(2027, 2, 1), by=mette, at=AT)
    development.write_note(participation=school, note=NOTE, day=day, by=mette, at=AT)
    assert state(school).missing == []
    after = START + timedelta(days=1)
    assert (state(school, after).is_silent, state(school, after).status) == (True, "stuck")


def make(document: Document) -> PdfReader:
    """Render as the worker does."""
    claimed = jobs.claim(document.pk, at=timezone.now())
    assert claimed is not None
    assert jobs.run(claimed)
    document.refresh_from_db()
    with document.file.open("rb") as file:
        return PdfReader(io.BytesIO(file.read()))


def filled(school: Participation, day: NetworkDay, by: User, words: int) -> None:
    """A process whose every field has `words` numbered words of its own."""

    def text(name: str) -> str:
        return " ".join(f"{name}{number}." for number in range(words))

    begin(school, by, focus=text("Fokus"), aim=text("Formaal"), organisation=text("Gruppe"), responsible="Anders Friis")
    for number in range(3 if words < 50 else 30):
        due = date(2027, 1, 4) + timedelta(days=number)
        development.add_milestone(participation=school, text=f"Skridt{number}.", due_date=due, by=by, at=AT)
    note = development.Note("moving", text("Sket"), text("Laert"), text("Med"))
    development.write_note(participation=school, note=note, day=day, by=by, at=AT)


def test_normal_content_is_one_tagged_danish_page(school: Participation, day: NetworkDay, mette: User) -> None:
    filled(school, day, mette, 30)
    reader = make(development_pages.order(participation=school, by=mette, at=AT, today=TODAY))
    text = " ".join(reader.pages[0].extract_text().split())
    for words in (
        "Flere veje i det almene",
        "Stevns Kommune, skole. Ansvarlig: Anders Friis",
        "Fase: Fokus",
        "Status: det går fremad",
        "Det tager vi med til Netværksdag 1",
        "Onsdag 3. marts 2027",
        "4. januar 2027",
    ):
        assert words in text
    root = reader.trailer["/Root"]
    assert (len(reader.pages), root["/Lang"], bool(root["/MarkInfo"]["/Marked"])) == (1, "da", True)


def test_an_overlong_process_loses_nothing(school: Participation, day: NetworkDay, mette: User) -> None:
    filled(school, day, mette, 85)
    reader = make(development_pages.order(participation=school, by=mette, at=AT, today=TODAY))
    assert len(reader.pages) > 1
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    fields = ("Fokus", "Formaal", "Gruppe", "Sket", "Laert", "Med")
    wanted = [f"{name}{number}." for name in fields for number in range(85)]
    wanted += [f"Skridt{number}." for number in range(30)]
    assert [words for words in wanted if words not in text] == []


def test_the_same_page_is_made_once_and_a_new_one_after_a_change(
    school: Participation, day: NetworkDay, mette: User, anders: User
) -> None:
    filled(school, day, mette, 5)
    first = development_pages.order(participation=school, by=mette, at=AT, today=TODAY)
    assert development_pages.order(participation=school, by=anders, at=AT, today=TODAY) == first
    development.write_note(participation=school, note=replace(NOTE, brings=""), day=None, by=mette, at=AT)
    second = development_pages.order(participation=school, by=mette, at=AT + timedelta(minutes=1), today=TODAY)
    assert second != first
    first.refresh_from_db()
    assert first.snapshot["latest"]["status"] == "Det går fremad"


def test_only_those_who_may_see_the_process_get_its_page(
    school: Participation, day: NetworkDay, mette: User, rikke: User, stranger: User, signe: User, finn: User
) -> None:
    filled(school, day, mette, 5)
    document = development_pages.order(participation=school, by=mette, at=AT, today=TODAY)
    seen = {
        person.name
        for person in (mette, rikke, stranger, signe, finn)
        if Document.objects.visible_to(person).filter(pk=document.pk).exists()
    }
    assert seen == {"Mette Holm", "Rikke Sand", "Signe Dam"}

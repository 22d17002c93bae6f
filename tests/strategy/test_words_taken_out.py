"""A name that slipped in is taken out of everything, also of what is over, handed in, frozen or published."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.db.models import ForeignKey
from django.test import Client

from accounts.danish import long_date
from accounts.models import AuditEvent, User
from documents.models import Document
from partnerships.models import Municipality
from strategy import application_contents, catalogue, edition_snapshot, words_taken_out
from strategy.models import (
    ApplicationVersion,
    CatalogueEdition,
    CatalogueEntry,
    CatalogueRevision,
    Evaluation,
    ImprovementCycle,
    LeaderNote,
    Partner,
    PracticeTrack,
    TrialAction,
    Unit,
)
from strategy.words_taken_out import TakingOutRefused
from tests.factories import catalogue as after
from tests.factories import trial_actions as make

pytestmark = pytest.mark.django_db
AT = after.AT
LATER = AT + timedelta(days=1)
# What hangs on a trial action without being written by the team, or read by it.
NOT_WRITTEN = {"TeamMember", "BoardChoice", "CommitteeReview", "ConflictOfInterest"}


@pytest.fixture
def running(stevns: Municipality, mette: User, anders: User) -> TrialAction:
    room = make.room(stevns, mette)
    return after.measured(make.running(room.round, anders, units=room.units), anders)


def take(row: TrialAction, words: str, by: User) -> int:
    return words_taken_out.take_out(trial_action=row, words=words, by=by, at=LATER)


def test_everything_written_of_a_trial_action_is_searched() -> None:
    hanging = {
        model.__name__
        for model in apps.get_app_config("strategy").get_models()
        if any(isinstance(one, ForeignKey) and one.related_model is TrialAction for one in model._meta.fields)
    }
    assert hanging - {model.__name__ for model, _ in words_taken_out.WRITTEN} == NOT_WRITTEN


def test_what_is_over_loses_the_name(running: TrialAction, anders: User) -> None:
    cycle = running.cycles.get(number=1)
    cycle.tried, cycle.title = "Sofie gik med. Sofies ven også.", "Patrulje med SOFIE"
    cycle.save()
    track = PracticeTrack.objects.create(
        trial_action=running, title="Invitér", on=after.TODAY, learnt="sofie ville ikke."
    )
    LeaderNote.objects.update(text="Talt med Sofie, Sofieskolen.")
    TrialAction.objects.update(state="stopped", learnt="Det var for meget for Sofie.", stopped_at=AT, stopped_by=anders)
    assert take(running, " Sofie ", anders) == 6
    cycle.refresh_from_db()
    track.refresh_from_db()
    assert (cycle.title, cycle.tried) == ("Patrulje med [fjernet]", "[fjernet] gik med. [fjernet]s ven også.")
    assert (track.learnt, LeaderNote.objects.get().text) == (
        "[fjernet] ville ikke.",
        "Talt med [fjernet], Sofieskolen.",
    )
    assert TrialAction.objects.get().learnt == "Det var for meget for [fjernet]."
    assert ImprovementCycle.objects.get(number=1).revision == 2  # who has it open is told
    assert take(running, "Sofie", anders) == 0


def test_the_log_says_that_it_was_done_and_not_what(running: TrialAction, anders: User) -> None:
    TrialAction.objects.update(title="Legepatrulje med Sofie")
    assert take(running, "Sofie", anders) == 1
    event = AuditEvent.objects.get(action="trial_action.words_taken_out")
    assert event.summary == "fjernede ord, et barn kan kendes på, 1 sted (“Legepatrulje med [fjernet]”)"
    assert "Sofie" not in str(event.data)
    assert take(running, "Sofie", anders) == 0
    assert AuditEvent.objects.filter(action="trial_action.words_taken_out").count() == 1


def test_reports_the_entry_and_its_revisions_lose_the_name(running: TrialAction, anders: User, mette: User) -> None:
    cycle = running.cycles.get(number=1)
    cycle.result = "Sofie spurgte."
    cycle.save()
    entry = after.published(running, anders, mette)
    Evaluation.objects.update(did_not_work="Sofie blev væk.")
    said = catalogue.content_of(entry)
    changed = said.__class__(**{**vars(said), "what": "Spørg Sofie."})
    entry = catalogue.save(entry=entry, content=changed, seen=catalogue.mark_of(entry), why="Sofie", by=mette, at=AT)
    changed = said.__class__(**{**vars(said), "what": "Spørg."})
    entry = catalogue.save(entry=entry, content=changed, seen=catalogue.mark_of(entry), why="Rettet", by=mette, at=AT)
    before = Evaluation.objects.get()
    assert take(running, "Sofie", mette) == 6
    evaluation, entry = Evaluation.objects.get(), CatalogueEntry.objects.get()
    frozen = [row["result"] for row in evaluation.evidence["standing"]["cycles"]]
    assert (evaluation.did_not_work, frozen[0]) == ("[fjernet] blev væk.", "[fjernet] spurgte.")
    assert (evaluation.revision, evaluation.handed_in_at) == (before.revision + 1, before.handed_in_at)
    assert entry.evidence["standing"]["cycles"][0]["result"] == "[fjernet] spurgte."
    told = [(row.number, row.content["what"], row.why) for row in CatalogueRevision.objects.order_by("number")]
    assert told == [(1, EVALUATION, "[fjernet]"), (2, "Spørg [fjernet].", "Rettet")]


EVALUATION = after.EVALUATION.what


def test_a_published_edition_loses_the_name_and_its_pdf_is_made_again(
    running: TrialAction,
    anders: User,
    mette: User,
    settings: Any,
    tmp_path: Any,
    django_capture_on_commit_callbacks: Any,
    client: Client,
) -> None:
    settings.MEDIA_ROOT = tmp_path
    TrialAction.objects.update(title="Leg med Sofie")
    running.refresh_from_db()
    entry = after.published(running, anders, mette)
    edition = after.edition(entry, mette)
    document = edition.document
    assert document is not None
    document.file.save("a.pdf", ContentFile(b"Sofie"))
    kept = tmp_path / document.file.name
    Document.objects.update(state="ready", ready_at=AT, size=5, sha256="1" * 64)
    assert (entry.slug, kept.exists()) == ("leg-med-sofie", True)
    client.force_login(mette)
    with django_capture_on_commit_callbacks(execute=True):
        take(running, "Sofie", mette)
    now, made, entry = CatalogueEdition.objects.get(), Document.objects.get(), CatalogueEntry.objects.get()
    assert (entry.title, entry.slug) == ("Leg med [fjernet]", "leg-med-fjernet")
    assert [(row["title"], row["slug"]) for row in now.content["entries"]] == [(entry.title, entry.slug)]
    assert (now.sha256, now.sha256 == edition.sha256) == (edition_snapshot.sha256(now.content), False)
    assert (made.pk, made.state, made.file.name, made.sha256) == (document.pk, "queued", "", "")
    assert made.snapshot == {"edition": now.content, "hash": edition_snapshot.short(now.sha256)}
    assert ("Sofie" in str(made.snapshot), kept.exists()) == (False, False)
    assert now.content["words_taken_out"] == long_date(LATER)
    page = client.get(f"/strategi/{entry.strategy.slug}/katalog/aargange/{now.year}/").content.decode()
    assert f"er fjernet {long_date(LATER)}; derfor er aftrykket et andet" in page


def test_what_was_handed_in_keeps_a_true_fingerprint(running: TrialAction, anders: User) -> None:
    content = {"title": "Leg", "parts": [{"title": "Idéen", "rows": [{"label": "Hvad", "text": "Med Sofie."}]}]}
    ApplicationVersion.objects.create(trial_action=running, version=1, content=content, sha256="x", at=AT, by=anders)
    assert take(running, "Sofie", anders) == 1
    row = ApplicationVersion.objects.get()
    assert row.content["parts"][0]["rows"][0]["text"] == "Med [fjernet]."
    assert row.sha256 == application_contents.digest(row.content)


def test_an_actor_called_by_the_name_loses_it_where_it_is_frozen_and_a_unit_keeps_its_own(
    running: TrialAction, anders: User, mette: User
) -> None:
    partner = running.partners.get(position=2)
    Unit.objects.filter(pk=running.partners.get(position=1).unit_id).update(name="Børnehuset Sofie")
    Partner.objects.filter(pk=partner.pk).update(unit=None, actor="Familien om Sofie", contact_name="Sofies mor")
    User.objects.filter(pk=anders.pk).update(name="Sofie Friis")
    content = application_contents.content_of(TrialAction.objects.get())
    ApplicationVersion.objects.create(trial_action=running, version=1, content=content, sha256="x", at=AT, by=anders)
    edition = after.edition(after.published(running, anders, mette), mette)
    assert edition.content["entries"][0]["units"] == ["Børnehuset Sofie", "Familien om Sofie"]
    take(running, "Sofie", mette)
    frozen = ApplicationVersion.objects.get().content
    unit, actor = frozen["partners"]
    assert (actor["name"], actor["contact"]) == ("Familien om [fjernet]", "[fjernet]s mor")
    assert (unit["name"], frozen["team"][0]["name"]) == ("Børnehuset Sofie", "Sofie Friis")
    edition.refresh_from_db()
    assert edition.content["entries"][0]["units"] == ["Børnehuset Sofie", "Familien om [fjernet]"]


def test_another_trial_action_and_codes_are_left_alone(running: TrialAction, anders: User, mette: User) -> None:
    other = make.running(running.round, anders, units=[], title="Kor med Sofie")
    entry = after.published(running, anders, mette)
    take(running, "Sofie", mette)
    take(running, "higher", mette)
    assert TrialAction.objects.get(pk=other.pk).title == "Kor med Sofie"
    entry.refresh_from_db()
    assert entry.evidence["standing"]["measures"][0]["direction"] == "higher"


def test_too_little_and_too_much_is_refused(running: TrialAction, anders: User) -> None:
    for words in ("", "S", "?!"):
        with pytest.raises(TakingOutRefused, match="Skriv mindst to bogstaver"):
            take(running, words, anders)
    TrialAction.objects.update(goal="og " * 301)
    with pytest.raises(TakingOutRefused, match="Det står mere end 300 steder"):
        take(running, "og", anders)


def test_a_long_title_is_not_made_too_long(running: TrialAction, anders: User) -> None:
    TrialAction.objects.update(title="Bo " * 39 + "leg")
    assert take(running, "Bo", anders) == 39
    assert len(TrialAction.objects.get().title) == 120

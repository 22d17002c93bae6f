"""The analysis model in versions: loaded once, copied, written by two, taken into use and kept."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import InternalError, connections, transaction

from accounts.models import AuditEvent, User
from partnerships.levers import LEVERS
from partnerships.models import Enrolment
from screening import analysis_models
from screening.analysis_models import LeverText, mark_of, model_text_of, text_of
from screening.models import AnalysisModel, Assessment, Citation, Finding, Lever, LeverLevel, MaturityLevel
from tests.factories import screenings as make

AT = make.AT
LATER = AT + timedelta(days=100)


@pytest.fixture
def draft(signe: User) -> AnalysisModel:
    make.model()
    return analysis_models.begin_draft(area="school", by=signe, at=AT)


def first(model: AnalysisModel) -> Lever:
    return model.levers.get(number=1)


def changed(lever: Lever, **values: object) -> LeverText:
    return replace(text_of(lever), **values)  # type: ignore[arg-type]


def save(lever: Lever, by: User, seen: str = "", **values: object) -> Lever:
    seen = seen or mark_of(text_of(lever))
    return analysis_models.save_lever(lever=lever, text=changed(lever, **values), seen=seen, by=by, at=AT)


def publish(model: AnalysisModel, by: User, note: str = "Greb 1 er kortere.") -> AnalysisModel:
    model.refresh_from_db()
    return analysis_models.publish(model=model, change_note=note, revision=model.revision, by=by, at=LATER)


# --- loaded ---------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_both_areas_are_loaded_whole_and_once() -> None:
    call_command("load_analysis_models", verbosity=0)
    call_command("load_analysis_models", verbosity=0)
    assert [(str(row), row.area) for row in AnalysisModel.objects.all()] == [
        ("7 greb, skole, version 1", "school"),
        ("7 greb, dagtilbud, version 1", "daycare"),
    ]
    assert (MaturityLevel.objects.count(), Lever.objects.count(), LeverLevel.objects.count()) == (10, 14, 70)
    for row in AnalysisModel.objects.all():
        assert [lever.title for lever in row.levers.all()] == list(LEVERS)
        assert "udgangspunkt" in row.source
        assert "juni 2022" in row.source


@pytest.mark.django_db
def test_every_text_is_there_distinct_and_within_its_field() -> None:
    for area in ("school", "daycare"):
        row = make.model(area)
        row.full_clean(exclude=["created_by"])
        for lever in row.levers.all():
            lever.full_clean()
            text = text_of(lever)
            assert 4 <= len(text.indicators.splitlines()) <= 6
            for questions in (text.document_questions, text.interview_questions, text.workshop_questions):
                assert 3 <= len(questions.splitlines()) <= 4
            assert len(set(text.levels)) == 5
            for level in lever.levels.all():
                level.full_clean()


@pytest.mark.django_db
def test_daycare_speaks_of_daycare() -> None:
    for lever in make.model("daycare").levers.all():
        words = " ".join([*text_of(lever).levels, lever.question, lever.purpose, lever.indicators])
        assert not {"klasse", "klassen", "elev", "eleven", "elever", "skoleleder"} & set(words.lower().split())


def test_who_loads_at_once_gets_the_same(transactional_db: None) -> None:
    def load(_: int) -> int:
        try:
            return len(analysis_models.load(at=AT))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(load, range(2))) == [0, 2]


# --- written --------------------------------------------------------------------------------------------------------


def test_a_new_version_begins_as_a_copy_and_there_is_one_draft(draft: AnalysisModel, signe: User) -> None:
    current = make.model()
    assert (draft.version, draft.is_published, draft.created_by) == (2, False, signe)
    assert model_text_of(draft) == model_text_of(current)
    assert [text_of(row) for row in draft.levers.all()] == [text_of(row) for row in current.levers.all()]
    assert analysis_models.begin_draft(area="school", by=signe, at=LATER) == draft
    assert make.model() == current
    with pytest.raises(analysis_models.ModelRefused, match="ingen analysemodel"):
        analysis_models.begin_draft(area="other", by=signe, at=AT)


def test_a_lever_is_saved_with_its_levels_and_logged(draft: AnalysisModel, signe: User) -> None:
    levels = ("Et", "To", "Tre", "Fire", "Fem")
    save(first(draft), signe, question="Ved I, hvor I vil hen?", levels=levels)
    assert (first(draft).question, text_of(first(draft)).levels) == ("Ved I, hvor I vil hen?", levels)
    assert text_of(first(make.model())).levels != levels
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.summary) == (
        "analysis_model.changed",
        "rettede greb 1 i 7 greb, skole, version 2 (skoleområdet)",
    )


def test_the_same_again_changes_nothing(draft: AnalysisModel, signe: User) -> None:
    count = AuditEvent.objects.count()
    save(first(draft), signe, seen="old")
    draft.refresh_from_db()
    assert (draft.revision, AuditEvent.objects.count()) == (1, count)


def test_two_editors_of_a_lever_are_told_of_each_other(draft: AnalysisModel, signe: User, finn: User) -> None:
    seen = mark_of(text_of(first(draft)))
    save(first(draft), signe, question="Signes?")
    with pytest.raises(analysis_models.TextChanged, match=r"^Signe Dam gemte .*, mens du skrev") as conflict:
        save(first(draft), finn, seen=seen, question="Finns?")
    assert isinstance(conflict.value.saved, LeverText)
    assert conflict.value.saved.question == first(draft).question == "Signes?"
    save(first(draft), finn, seen=mark_of(conflict.value.saved), question="Finns?")
    assert first(draft).question == "Finns?"


def test_editors_of_two_levers_do_not_disturb_each_other(draft: AnalysisModel, signe: User, finn: User) -> None:
    second = draft.levers.get(number=2)
    seen = mark_of(text_of(second))
    save(first(draft), signe, question="Signes?")
    assert save(second, finn, seen=seen, question="Finns?").question == "Finns?"


def test_the_versions_own_text_is_saved_and_conflicts_are_told(draft: AnalysisModel, signe: User, finn: User) -> None:
    before = model_text_of(draft)
    ours = replace(before, introduction="Ny indledning.", levels=(("Først", "Kun hos nogle."), *before.levels[1:]))
    analysis_models.save_text(model=draft, text=ours, seen=mark_of(before), by=signe, at=AT)
    draft.refresh_from_db()
    assert model_text_of(draft) == ours
    theirs = replace(before, introduction="En anden.")
    with pytest.raises(analysis_models.TextChanged, match="Signe Dam gemte"):
        analysis_models.save_text(model=draft, text=theirs, seen=mark_of(before), by=finn, at=AT)
    draft.refresh_from_db()
    assert draft.introduction == "Ny indledning."


# --- taken into use -------------------------------------------------------------------------------------------------


def test_a_published_draft_is_the_one_in_use(draft: AnalysisModel, signe: User) -> None:
    save(first(draft), signe, question="Kortere?")
    assert publish(draft, signe).published_at == LATER
    assert AnalysisModel.objects.current("school") == draft
    assert AuditEvent.objects.latest("pk").summary == (
        "tog 7 greb, skole, version 2 i brug: Greb 1 er kortere. (skoleområdet)"
    )
    count = AuditEvent.objects.count()
    assert publish(draft, signe, "Igen").change_note == "Greb 1 er kortere."
    assert AuditEvent.objects.count() == count


def test_publishing_is_refused_until_there_is_something_new_and_whole(draft: AnalysisModel, signe: User) -> None:
    with pytest.raises(analysis_models.ModelRefused, match="siger det samme som 7 greb, skole, version 1"):
        publish(draft, signe)
    with pytest.raises(analysis_models.ModelRefused, match="hvad der er nyt"):
        publish(draft, signe, " ")
    save(first(draft), signe, workshop_questions="")
    save(draft.levers.get(number=4), signe, levels=("Et", "To", "", "Fire", "Fem"))
    with pytest.raises(analysis_models.ModelRefused, match="mangler tekst i greb 1 og 4"):
        publish(draft, signe)


def test_what_is_published_is_what_was_read(draft: AnalysisModel, signe: User) -> None:
    save(first(draft), signe, question="Ny?")
    with pytest.raises(analysis_models.ModelRefused, match=r"^Signe Dam gemte .*, mens du læste"):
        analysis_models.publish(model=draft, change_note="Nyt", revision=1, by=signe, at=AT)


def test_a_published_version_refuses_every_change(draft: AnalysisModel, signe: User) -> None:
    current = make.model()
    with pytest.raises(analysis_models.ModelRefused, match="er taget i brug og kan ikke rettes"):
        save(first(current), signe, question="Ny?")
    text = replace(model_text_of(current), title="Ny")
    with pytest.raises(analysis_models.ModelRefused, match="er taget i brug og kan ikke rettes"):
        analysis_models.save_text(model=current, text=text, seen="", by=signe, at=AT)
    with pytest.raises(analysis_models.ModelRefused, match="er taget i brug og bliver stående"):
        analysis_models.discard(model=current, by=signe, at=AT)


def test_the_database_keeps_a_published_version_too(db: None) -> None:
    row = make.model()
    level = MaturityLevel.objects.filter(analysis_model=row)[:1].get()
    lever_level = LeverLevel.objects.filter(lever__analysis_model=row)[:1].get()
    lever = first(row)
    new = MaturityLevel(analysis_model=row, level=5, name="x")
    spare = AnalysisModel.objects.create(area="school", version=9, title="x", created_at=AT)
    moved = Lever.objects.create(analysis_model=spare, number=7, title="x")
    attempts = [
        lambda: AnalysisModel.objects.filter(pk=row.pk).update(title="x"),
        lambda: AnalysisModel.objects.filter(pk=row.pk).update(published_at=None),
        lambda: Lever.objects.filter(pk=lever.pk).update(title="x"),
        lambda: LeverLevel.objects.filter(pk=lever_level.pk).update(description="x"),
        lambda: MaturityLevel.objects.filter(pk=level.pk).update(name="x"),
        lambda: Lever.objects.filter(pk=moved.pk).update(analysis_model=row),
        lever_level.delete,
        level.delete,
        row.delete,
        new.save,
    ]
    for attempt in attempts:
        with pytest.raises(InternalError, match="Cannot"), transaction.atomic():
            attempt()
    spare.delete()


def test_a_draft_can_be_thrown_away(draft: AnalysisModel, signe: User) -> None:
    analysis_models.discard(model=draft, by=signe, at=AT)
    analysis_models.discard(model=draft, by=signe, at=AT)
    assert AnalysisModel.objects.filter(area="school").count() == 1
    assert AuditEvent.objects.filter(action="analysis_model.discarded").count() == 1
    with pytest.raises(analysis_models.ModelRefused, match="kasseret imens"):
        analysis_models.publish(model=draft, change_note="x", revision=1, by=signe, at=AT)


# --- the factory ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "findings"), [("short", 7), ("normal", 32), ("overlong", 105)])
def test_screenings_for_tests_hold_what_their_fields_allow(
    binding: Enrolment, jonas: User, kind: str, findings: int
) -> None:
    row = make.delivered(binding, jonas, kind=kind)
    row.full_clean()
    assert (row.state, Assessment.objects.count(), Finding.objects.count()) == ("delivered", 7, findings)
    for model in (Assessment, Finding, Citation):
        for made in model.objects.all():
            made.full_clean()
    for rows in (row.sources, row.headlines, row.next_steps):
        for made in rows.all():
            made.full_clean()

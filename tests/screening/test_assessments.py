"""A lever's assessment: written by several, never overwritten unseen."""

from dataclasses import replace
from datetime import timedelta

import pytest

from accounts.models import AuditEvent, User
from screening import assessments, workspace
from screening.assessments import Content
from screening.models import Assessment, Screening
from tests.factories import screenings, world

AT = world.NOW
AREA = "(foranalyse af skoleområdet)"
CONTENT = Content(2, "Tallene findes, men spredt.", 4, 3)


def save(screening: Screening, content: Content, revision: int, by: User, minutes: int = 0) -> Assessment | None:
    at = AT + timedelta(minutes=minutes)
    return assessments.save(screening=screening, number=3, content=content, revision=revision, by=by, at=at)


def summaries() -> list[str]:
    return list(AuditEvent.objects.filter(subject_type="screening").order_by("pk").values_list("summary", flat=True))


def test_the_first_assessment_begins_the_assessing(planned: Screening, jonas: User) -> None:
    row = save(planned, CONTENT, 0, jonas)
    assert row is not None
    assert (row.lever.number, assessments.content_of(row), row.revision, row.updated_by) == (3, CONTENT, 1, jonas)
    planned.refresh_from_db()
    assert planned.state == "assessing"
    assert summaries() == [
        "begyndte at vurdere (foranalyse af skoleområdet)",
        "skrev i greb 3: niveau 2, begrundelsen, potentiale 4, gennemførlighed 3 (foranalyse af skoleområdet)",
    ]


def test_the_same_again_and_nothing_at_all_change_nothing(planned: Screening, jonas: User, helle: User) -> None:
    assert save(planned, Content(), 0, jonas) is None
    save(planned, CONTENT, 0, jonas)
    count = len(summaries())
    same = save(planned, CONTENT, 0, helle)
    assert same is not None
    assert (same.revision, same.updated_by, len(summaries())) == (1, jonas, count)


def test_who_saved_first_is_shown_to_the_second(planned: Screening, jonas: User, helle: User) -> None:
    save(planned, CONTENT, 0, jonas)
    with pytest.raises(assessments.AssessmentChanged) as told:
        save(planned, replace(CONTENT, level=4), 0, helle)
    assert str(told.value) == (
        "Jonas Krog gemte 24. november 2026 kl. 10.00, mens du skrev. Din tekst er ikke gemt endnu."
    )
    assert assessments.content_of(told.value.assessment) == CONTENT
    assert assessments.content_of(Assessment.objects.get()) == CONTENT


def test_a_sitting_is_one_line_in_the_log(planned: Screening, jonas: User, helle: User) -> None:
    save(planned, CONTENT, 0, jonas)
    for revision, text in enumerate(["a", "ab", "abc"], 1):
        save(planned, replace(CONTENT, reasons=text), revision, jonas, minutes=revision)
    assert len(summaries()) == 2
    save(planned, replace(CONTENT, reasons="d"), 4, helle, minutes=4)
    save(planned, replace(CONTENT, reasons="e"), 5, helle, minutes=50)
    save(planned, Content(), 6, helle, minutes=51)
    assert summaries()[2:] == [
        f"skrev i greb 3: begrundelsen {AREA}",
        f"skrev i greb 3: begrundelsen {AREA}",
        f"skrev i greb 3: intet niveau, begrundelsen, intet potentiale, ingen gennemførlighed {AREA}",
    ]


@pytest.mark.parametrize("state", ["in_review", "delivered", "accepted", "ordered"])
def test_nobody_writes_while_it_is_read_or_delivered(assessed: Screening, jonas: User, state: str) -> None:
    Screening.objects.update(state=state)
    with pytest.raises(assessments.WorkRefused, match=r"så der kan ikke skrives i den\. Din tekst er ikke gemt"):
        save(assessed, CONTENT, 1, jonas)


def test_there_is_no_eighth_lever(planned: Screening, jonas: User) -> None:
    with pytest.raises(assessments.WorkRefused, match="Grebet findes ikke"):
        assessments.save(screening=planned, number=8, content=CONTENT, revision=0, by=jonas, at=AT)


def test_the_side_says_how_far_they_are(assessed: Screening) -> None:
    space = workspace.of(assessed)
    assert (len(space.levers), space.assessed, space.missing) == (7, 7, [])
    first = space.lever(1)
    assert first is not None
    assert first.note.startswith(f"{first.facts.findings} fund")
    assert space.lever(8) is None


def test_the_side_says_what_is_not_begun_and_what_is_missing(planned: Screening, jonas: User) -> None:
    save(planned, Content(2), 0, jonas)
    space = workspace.of(planned)
    notes = {state.number: (state.note, state.is_warned) for state in space.levers}
    assert (notes[1], notes[3]) == (("Ikke begyndt", False), ("Ingen fund", True))
    assert (space.assessed, space.missing_in_words) == (1, "niveau på 6 greb")
    assert [caution.text for caution in space.cautions] == [
        "har et niveau, men ingen fund.",
        "har et niveau, men ingen begrundelse.",
    ]


@pytest.mark.parametrize("kind", ["short", "normal", "overlong"])
def test_the_side_asks_five_questions_however_much_is_written(
    binding: object, jonas: User, kind: str, django_assert_num_queries: object
) -> None:
    row = screenings.assessed(binding, jonas, kind=kind)  # type: ignore[arg-type]
    with django_assert_num_queries(5):  # type: ignore[operator]
        space = workspace.of(row)
        assert [state.note for state in space.levers] != []
        assert space.missing_in_words is not None


def test_a_place_is_written_every_twenty_seconds_and_believed_for_three_minutes(
    planned: Screening, jonas: User, helle: User
) -> None:
    planned.assignments.create(consultant=helle, at=AT)

    def seen(second: int, number: int = 3) -> tuple[int | None, int]:
        workspace.see(screening=planned, number=number, by=helle, at=AT + timedelta(seconds=second))
        row = planned.assignments.get(consultant=helle)
        assert row.seen_at is not None
        return row.seen_lever, int((row.seen_at - AT).total_seconds())

    def others(second: int) -> list[str]:
        found = workspace.colleagues(planned, but=jonas, at=AT + timedelta(seconds=second))
        return [f"{row.consultant.name} {row.seen_lever}" for row in found]

    assert [seen(0), seen(19), seen(20), seen(21, number=5)] == [(3, 0), (3, 0), (3, 20), (5, 21)]
    assert (others(30), others(21 + 180)) == (["Helle Lind 5"], [])
    assert workspace.colleagues(planned, but=helle, at=AT) == []

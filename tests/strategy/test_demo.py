"""The demo's strategy and rounds: every state, series that show what they should, and the same once more is nothing."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import models

from accounts.models import AuditEvent, User
from documents.models import Document
from partnerships.models import Municipality, Programme
from strategy import run_chart, run_chart_words, schedule, standing
from strategy.demo import build, doing, staff, tell
from strategy.demo.ideas import MEASURES
from strategy.demo.round_one import LIVES, Life
from strategy.demo.round_two import IDEAS
from strategy.models import (
    CatalogueEdition,
    CatalogueEntry,
    ChildVoice,
    CommitteeReview,
    CommitteeSeat,
    ConflictOfInterest,
    ElementAnswer,
    HalfYearStatus,
    ImprovementCycle,
    LeaderNote,
    Measure,
    Measurement,
    Partner,
    Round,
    Strategy,
    TrialAction,
)
from tests.factories import world

DAY = timedelta(days=1)
TODAY = world.NOW
FIRST = {
    "running": 4,
    "in_catalogue": 3,
    "evaluated": 2,
    "declined": 2,
    "agreed": 1,
    "selected": 1,
    "stopped": 1,
    "withdrawn": 1,
}
SHOWN = {
    "Sammen om frikvarteret": "better",
    "Rolig begyndelse på dagen": "chance",
    "Børnene leder samtalen": "few",
    "Én tavle for ugen": "worse",
}


@pytest.fixture
def told(programme: Programme, signe: User) -> Strategy:
    """Stevns' part of the demo, told twice."""
    world.municipality("0336", "Stevns")
    tell(programme, by=signe, today=TODAY)
    tell(programme, by=signe, today=TODAY)
    return Strategy.objects.get()


def states(name: str) -> Counter[str]:
    return Counter(TrialAction.objects.filter(round__title__startswith=name).values_list("state", flat=True))


def test_the_demo_of_stevns(told: Strategy) -> None:
    """One test, because the demo is dear to make: states, series, committee, catalogue, and nothing that is ahead."""
    assert states("Første") == FIRST
    assert states("Anden") == {"in_review": 33, "returned": 1}
    assert states("Tredje") == {"draft": 1}
    assert len(IDEAS) == len({idea.title for idea in IDEAS}) == 34

    running = TrialAction.objects.filter(state="running")
    found = {row.title: standing.of(row, today=TODAY.date())["measures"][0]["finding"] for row in running}
    assert found == SHOWN
    assert Counter(ImprovementCycle.objects.values_list("decision", flat=True)) == {
        "adopt": 5,
        "adapt": 3,
        "abandon": 2,
        "": 2,
    }
    assert (ChildVoice.objects.count(), LeaderNote.objects.count()) == (9, 2)
    assert sorted(HalfYearStatus.objects.values_list("course", flat=True)) == ["adjust", "go_on"]

    round_ = Round.objects.get(title__startswith="Anden")
    assert (round_.is_decided, round_.target, CommitteeSeat.objects.filter(round=round_).count()) == (False, 20, 9)
    assert CommitteeSeat.objects.get(round=round_, is_chair=True).user.email == staff.CHAIR
    conflict = ConflictOfInterest.objects.get()
    assert (conflict.seat.user.email, conflict.trial_action.title) == (staff.PARENT, build.CLOSE_TO_PARENT)
    given = CommitteeReview.objects.filter(trial_action__round=round_).values_list("trial_action")
    assert min(Counter(given).values()) >= 3
    assert told.rounds.open_at(TODAY).get().title.startswith("Tredje")

    entries = CatalogueEntry.objects.order_by("title").values_list("title", "strength", "state")
    assert list(entries) == [
        ("Forældremøder i øjenhøjde", 2, "published"),
        ("Legegrupper før skolestart", 3, "published"),
        ("Tryg aflevering", 4, "published"),
    ]
    assert CatalogueEntry.objects.released().count() == 2
    edition = CatalogueEdition.objects.get()
    assert (edition.year, len(edition.sha256), edition.document_id) == (TODAY.year, 64, Document.objects.get().pk)

    assert not AuditEvent.objects.filter(at__gt=TODAY).exists()
    assert not Measurement.objects.filter(on__gt=TODAY.date()).exists()
    assert refused() == []


def refused() -> list[str]:
    """Free text of the demo that a form would stop: CPR numbers and likely names of children."""
    found = []
    for model in (
        TrialAction,
        ElementAnswer,
        Partner,
        Measure,
        Measurement,
        ImprovementCycle,
        ChildVoice,
        CatalogueEntry,
    ):
        texts = [field for field in model._meta.fields if isinstance(field, models.CharField | models.TextField)]
        for row in model._default_manager.all():
            for field in texts:
                try:
                    field.run_validators(getattr(row, field.attname))
                except ValidationError as error:
                    found.append(f"{model.__name__}.{field.name}: {error.messages} {getattr(row, field.attname)}")
    return found


def test_a_programme_that_is_over_has_no_chapter(programme: Programme, signe: User) -> None:
    world.municipality("0336", "Stevns")
    tell(programme, by=signe, today=world.DEADLINE + DAY)
    assert not Strategy.objects.exists()


def test_without_stevns_there_is_no_chapter(programme: Programme, signe: User) -> None:
    Municipality.objects.filter(code="0336").delete()
    tell(programme, by=signe, today=TODAY)
    assert not Strategy.objects.exists()


@pytest.mark.parametrize("life", [life for life in LIVES if life.idea.title in SHOWN], ids=lambda life: life.ends)
def test_the_series_show_the_same_in_any_season(life: Life) -> None:
    """Breaks and New Year move the days of measuring and make them fewer; what is seen stays."""
    measure = Measure(**MEASURES[life.idea.measure])
    assert life.level is not None
    for number in range(0, 371, 7):
        today = date(2026, 1, 1) + number * DAY
        begins = doing.begins(life, today)
        first = doing.first_measured(begins, measure.frequency)
        days = schedule.due_days(first_on=first, frequency=measure.frequency, until=today - DAY)[:-1]
        said = [doing.said_of(measure, life.level, place, day, begins) for place, day in enumerate(days)]
        values = [float(one.value if one.value is not None else one.numerator or 0) for one in said]
        sizes = [one.denominator for one in said if one.denominator is not None]
        chart = run_chart.analyse(values, denominators=sizes or None, baseline=doing.BASELINE)
        signal = run_chart_words.explain(chart, direction=measure.direction)
        assert (today, signal.finding) == (today, SHOWN[life.idea.title])

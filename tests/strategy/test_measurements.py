"""Measurements: kept once, mended, removed and brought back, and many at once."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from accounts.models import AuditEvent, User
from partnerships.models import Municipality
from strategy import measurements, stopping
from strategy.doing import DoingRefused
from strategy.measurements import MeasuredAlready, MeasurementChanged, Said, mark_of
from strategy.models import Collection, Measure, Measurement, TrialAction
from tests.factories import measuring
from tests.factories import trial_actions as make
from tests.factories.world import NOW

pytestmark = pytest.mark.django_db
MONDAY = measuring.MONDAY


@pytest.fixture
def running(stevns: Municipality, mette: User, anders: User) -> TrialAction:
    return measuring.running(make.room(stevns, mette), anders, mette)


@pytest.fixture
def measure(running: TrialAction) -> Measure:
    return measuring.measure_of(running)


def add(measure: Measure, on: date, part: int, whole: int, by: User, note: str = "", **more: object) -> Measurement:
    return measurements.add(measure=measure, said=Said(on, None, part, whole, note), by=by, at=NOW, **more)


def test_it_answers_the_planned_day(measure: Measure, anders: User) -> None:
    row = add(measure, MONDAY, 31, 46, anders)
    assert row.collection == Collection.objects.get(measure=measure, due_on=MONDAY)
    same = add(measure, MONDAY, 31, 46, anders)
    assert (same.pk, Measurement.objects.count()) == (row.pk, 1)


def test_a_day_late_answers_the_nearest_or_the_one_it_was_typed_for(measure: Measure, anders: User) -> None:
    late = add(measure, MONDAY + timedelta(days=1), 31, 46, anders)
    assert late.collection == Collection.objects.get(measure=measure, due_on=MONDAY)
    wanted = Collection.objects.get(measure=measure, due_on=MONDAY + timedelta(days=14))
    typed = add(measure, MONDAY + timedelta(days=22), 30, 46, anders, collection=wanted)
    assert typed.collection == wanted
    between = add(measure, date(2026, 7, 15), 30, 46, anders)  # in the summer break
    assert between.collection is None


def test_another_one_the_same_day_is_told(measure: Measure, anders: User, mette: User) -> None:
    add(measure, MONDAY, 31, 46, anders)
    with pytest.raises(MeasuredAlready) as told:
        add(measure, MONDAY, 37, 46, mette)
    assert str(told.value) == (
        "Anders Friis har allerede tastet 31 ud af 46 for 2. februar 2026. Din måling er ikke gemt. "
        "Ret den, der er, hvis din skal gælde."
    )
    assert Measurement.objects.get().numerator == 31


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (Said(date(2026, 11, 25), None, 1, 2), "er ikke kommet endnu"),
        (Said(date(2021, 1, 4), None, 1, 2), "mere end fem år siden"),
        (Said(MONDAY, Decimal(3)), "det er ikke sådan"),
        (Said(MONDAY, None, 1, None), "det er ikke sådan"),
        (Said(MONDAY, None, None, None, "Ord"), "det er ikke sådan"),
        (Said(MONDAY, None, 3, 2), "3 kan ikke være ud af 2"),
        (Said(MONDAY, None, 0, 0), "mindst én"),
    ],
)
def test_what_cannot_be_measured(measure: Measure, anders: User, said: Said, words: str) -> None:
    for act in (
        lambda: measurements.add(measure=measure, said=said, by=anders, at=NOW),
        lambda: measurements.add_many(measure=measure, said=[Said(MONDAY, None, 1, 2), said], by=anders, at=NOW),
    ):
        with pytest.raises(DoingRefused, match=words):
            act()
    assert Measurement.objects.count() == 0


def test_values_and_words(running: TrialAction, anders: User) -> None:
    value = make.rate(running, "Fravær", kind="value", unit="dage")
    words = make.rate(running, "Iagttagelser", kind="qualitative")
    first = measurements.add(measure=value, said=Said(MONDAY, Decimal("12.5")), by=anders, at=NOW)
    second = measurements.add(measure=words, said=Said(MONDAY, note="Flere spørger selv."), by=anders, at=NOW)
    assert [measurements.words_of(row) for row in (first, second)] == ["12,5", "“Flere spørger selv.”"]
    with pytest.raises(DoingRefused, match="det er ikke sådan"):
        measurements.add(measure=words, said=Said(MONDAY), by=anders, at=NOW)


def test_many_at_once_leave_what_is_there(measure: Measure, anders: User) -> None:
    add(measure, MONDAY, 31, 46, anders)
    week = timedelta(days=7)
    said = [Said(MONDAY + place * week, None, 30 + place, 46) for place in range(5)]
    made = measurements.add_many(measure=measure, said=said, by=anders, at=NOW)
    assert [row.on for row in made] == [one.on for one in said[1:]]
    assert list(Measurement.objects.order_by("on").values_list("numerator", flat=True)) == [31, 31, 32, 33, 34]
    # The second week is the winter break, so nothing was planned for it.
    planned = [row.collection.due_on if row.collection else None for row in Measurement.objects.order_by("on")]
    assert planned == [MONDAY, None, MONDAY + 2 * week, MONDAY + 3 * week, MONDAY + 4 * week]
    assert measurements.add_many(measure=measure, said=said, by=anders, at=NOW) == []


def test_mended_by_two(measure: Measure, anders: User, mette: User) -> None:
    add(measure, MONDAY, 31, 46, anders)
    row = Measurement.objects.get()
    seen = mark_of(row)
    measurements.change(measurement=row, said=Said(MONDAY, None, 32, 46), seen=seen, by=mette, at=NOW)
    with pytest.raises(MeasurementChanged, match=r"Mette Holm har rettet målingen imens. Nu er den 32 ud af 46"):
        measurements.change(measurement=row, said=Said(MONDAY, None, 33, 46), seen=seen, by=anders, at=NOW)
    with pytest.raises(MeasurementChanged):
        measurements.remove(measurement=row, seen=seen, by=anders, at=NOW)
    assert Measurement.objects.get().numerator == 32


def test_moved_to_a_day_that_is_taken(measure: Measure, anders: User) -> None:
    add(measure, MONDAY, 31, 46, anders)
    add(measure, MONDAY + timedelta(days=14), 32, 46, anders)
    row = Measurement.objects.get(on=MONDAY)
    said = Said(MONDAY + timedelta(days=14), None, 31, 46)
    with pytest.raises(MeasuredAlready):
        measurements.change(measurement=row, said=said, seen=mark_of(row), by=anders, at=NOW)


def test_deleted_and_brought_back(running: TrialAction, measure: Measure, anders: User, mette: User) -> None:
    add(measure, MONDAY, 31, 46, anders, note="Regn")
    row = Measurement.objects.get()
    removed = measurements.remove(measurement=row, seen=mark_of(row), by=anders, at=NOW)
    assert removed is not None
    assert Measurement.objects.count() == 0
    assert measurements.remove(measurement=row, seen="", by=anders, at=NOW) is None
    with pytest.raises(DoingRefused, match="kan ikke fortrydes"):
        measurements.bring_back(trial_action=running, removed=removed | {"measure": 0}, by=anders, at=NOW)
    back = measurements.bring_back(trial_action=running, removed=removed, by=mette, at=NOW)
    assert (measurements.said_of(back), back.collection) == (measurements.said_of(row), row.collection)
    again = measurements.bring_back(trial_action=running, removed=removed, by=anders, at=NOW)
    assert (again.pk, Measurement.objects.count()) == (back.pk, 1)
    assert logged()[-2:] == [
        "slettede målingen 31 ud af 46 for 2. februar 2026: Havde nogen at være sammen med",
        "bragte målingen 31 ud af 46 for 2. februar 2026 tilbage: Havde nogen at være sammen med",
    ]


def logged() -> list[str]:
    """What the log says of trial actions, without their names."""
    events = AuditEvent.objects.filter(subject_type="trialaction").order_by("pk")
    assert not events.exclude(data={}).filter(action__startswith="trial_action.measure").exists()
    return [event.summary.rpartition(" (“")[0] for event in events]


def test_the_log_says_what_was_mended_and_nothing_that_was_written(
    running: TrialAction, measure: Measure, anders: User
) -> None:
    row = add(measure, MONDAY, 31, 46, anders, note="Sådan en dag")
    for said in (
        Said(MONDAY, None, 31, 46, "En anden dag"),
        Said(MONDAY, None, 32, 46, "En tredje dag"),
        Said(MONDAY + timedelta(days=1), None, 32, 46, "En tredje dag"),
    ):
        row = measurements.change(measurement=row, said=said, seen=mark_of(row), by=anders, at=NOW)
    told = measurements.add(
        measure=make.rate(running, "Iagttagelser", kind="qualitative"),
        said=Said(MONDAY, note="Flere spørger"),
        by=anders,
        at=NOW,
    )
    measurements.remove(measurement=told, seen=mark_of(told), by=anders, at=NOW)
    assert logged()[-6:] == [
        "tastede målingen 31 ud af 46 for 2. februar 2026: Havde nogen at være sammen med",
        "rettede bemærkningen til målingen for 2. februar 2026: Havde nogen at være sammen med",
        "rettede målingen for 2. februar 2026 fra 31 ud af 46 til 32 ud af 46: Havde nogen at være sammen med",
        "rettede målingen for 3. februar 2026 (før 2. februar 2026): Havde nogen at være sammen med",
        "tastede iagttagelsen for 2. februar 2026: Iagttagelser",
        "slettede iagttagelsen for 2. februar 2026: Iagttagelser",
    ]


def test_not_before_the_agreement_and_not_after_the_end(
    stevns: Municipality, running: TrialAction, measure: Measure, anders: User
) -> None:
    stopping.stop(trial_action=running, learnt="Det var for meget på én gang.", by=anders, at=NOW)
    with pytest.raises(DoingRefused, match="Der kan først måles"):
        add(measure, MONDAY, 31, 46, anders)
    TrialAction.objects.update(state="selected")
    with pytest.raises(DoingRefused, match="Der kan først måles"):
        add(measure, MONDAY, 31, 46, anders)
    TrialAction.objects.update(state="agreed")
    assert add(measure, MONDAY, 31, 46, anders).pk

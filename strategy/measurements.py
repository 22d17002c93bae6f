"""What a team measures: typed, mended, removed and brought back, and many at once (målinger).

The trial action's row is locked first, so that two who type the same measurement at once are told of each other. A
measurement belongs to one day; the planned collection it answers is the one it was typed for, or the nearest.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.danish import in_danish_time, long_date
from accounts.models import User
from strategy import doing, schedule
from strategy.doing import DoingRefused
from strategy.models import Collection, Measure, Measurement, TrialAction

MOST = 2000  # measurements of one measure
OLDEST = timedelta(days=5 * 366)
GONE = "En kollega har slettet målingen imens."


class MeasuredAlready(DoingRefused):
    """There is another measurement that day; `measurement` is as it stands."""

    def __init__(self, measurement: Measurement) -> None:
        super().__init__(
            f"{measurement.by.display_name} har allerede tastet {words_of(measurement)} for "
            f"{long_date(measurement.on)}. Din måling er ikke gemt. Ret den, der er, hvis din skal gælde."
        )
        self.measurement = measurement


class MeasurementChanged(DoingRefused):
    """A colleague changed it meanwhile; `measurement` is as it stands now."""

    def __init__(self, measurement: Measurement) -> None:
        super().__init__(
            f"{measurement.by.display_name} har rettet målingen imens. Nu er den {words_of(measurement)} "
            f"({long_date(measurement.on)}). Gem igen, hvis din skal erstatte den."
        )
        self.measurement = measurement


@dataclass(frozen=True)
class Said:
    """What was measured on a day: a value, or so many out of so many, or words alone."""

    on: date
    value: Decimal | None = None
    numerator: int | None = None
    denominator: int | None = None
    note: str = ""


def said_of(row: Measurement) -> Said:
    """What a measurement says."""
    return Said(row.on, row.value, row.numerator, row.denominator, row.note)


def words_of(row: Measurement | Said) -> str:
    """ "37 ud af 46", "12,5", or the first words of the note."""
    if row.numerator is not None:
        return f"{row.numerator} ud af {row.denominator}"
    if row.value is not None:
        return number_words(row.value)
    return f"“{doing.short(row.note, 40)}”"


def number_words(value: Decimal) -> str:
    """A number as Danes write it, without zeros at the end."""
    plain = f"{value:f}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return plain.replace(".", ",").replace("-", "\N{MINUS SIGN}") or "0"


def _log_words(row: Measurement) -> str:
    """The same for the log, which nobody can change: numbers, and never what was written."""
    is_number = row.numerator is not None or row.value is not None
    return f"målingen {words_of(row)}" if is_number else "iagttagelsen"


def mark_of(row: Measurement) -> str:
    """Stands for what a measurement says."""
    return "|".join(map(str, (row.on, row.value, row.numerator, row.denominator, row.note)))


@transaction.atomic
def add(*, measure: Measure, said: Said, collection: Collection | None = None, by: User, at: datetime) -> Measurement:
    """Keep a measurement. The same for the same day twice is one.

    Raises:
        MeasuredAlready, DoingRefused: nothing is saved.
    """
    return _add(measure, said, collection, by, at, action="measured", words="tastede {}")


def _add(
    measure: Measure, said: Said, collection: Collection | None, by: User, at: datetime, *, action: str, words: str
) -> Measurement:
    owner, row = _lock(measure)
    _check(owner, row, said, at)
    same_day = row.measurements.select_related("by").filter(on=said.on).first()
    if same_day is not None:
        if said_of(same_day) == said:
            return same_day
        raise MeasuredAlready(same_day)
    if row.measurements.count() >= MOST:
        raise DoingRefused(f"Der er {MOST} målinger af det samme. Flere kan der ikke være.")
    made = Measurement(measure=row, collection=_collection(row, said.on, collection), at=at, by=by)
    _put(made, said)
    made.save()
    told = words.format(f"{_log_words(made)} for {long_date(made.on)}")
    doing.record(action, f"{told}: {row.title}", owner, by=by, at=at)
    return made


@transaction.atomic
def add_many(*, measure: Measure, said: Sequence[Said], by: User, at: datetime) -> list[Measurement]:
    """Keep many measurements at once. Days that have one already are left as they are.

    Raises:
        DoingRefused: one of them cannot be kept, or they are too many; nothing is saved.
    """
    owner, row = _lock(measure)
    for one in said:
        _check(owner, row, one, at)
    taken = set(row.measurements.values_list("on", flat=True))
    fresh = [one for one in {one.on: one for one in said}.values() if one.on not in taken]
    if len(taken) + len(fresh) > MOST:
        raise DoingRefused(f"Det bliver til mere end {MOST} målinger af det samme. Så mange kan der ikke være.")
    open_days = dict(_open_collections(row).values_list("due_on", "pk"))
    agreed = _frequency(row)
    made = []
    for one in sorted(fresh, key=lambda one: one.on):
        day = schedule.nearest(one.on, open_days, frequency=agreed)
        measurement = Measurement(measure=row, collection_id=open_days.pop(day) if day else None, at=at, by=by)
        _put(measurement, one)
        made.append(measurement)
    Measurement.objects.bulk_create(made)
    if made:
        words = f"indsatte {len(made)} måling{'er' if len(made) > 1 else ''} af {row.title}"
        doing.record("measured_many", words, owner, by=by, at=at)
    return made


@transaction.atomic
def change(*, measurement: Measurement, said: Said, seen: str, by: User, at: datetime) -> Measurement:
    """Mend a measurement; `seen` is `mark_of` it as the person read it. The same again changes nothing.

    Raises:
        MeasurementChanged, MeasuredAlready, DoingRefused: nothing is saved.
    """
    owner, measure = _lock(measurement.measure)
    row = _found(measure, measurement)
    if row is None:
        raise DoingRefused(f"{GONE} Tast den igen, hvis den stadig gælder.")
    if said_of(row) == said:
        return row
    if mark_of(row) != seen:
        raise MeasurementChanged(row)
    _check(owner, measure, said, at)
    other = measure.measurements.select_related("by").filter(on=said.on).exclude(pk=row.pk).first()
    if other is not None:
        raise MeasuredAlready(other)
    before = said_of(row)
    _put(row, said)
    row.at, row.by = at, by
    row.save()
    words = f"rettede {_changed(before, said)}: {measure.title}"
    doing.record("measurement_changed", words, owner, by=by, at=at)
    return row


def _changed(before: Said, now: Said) -> str:
    """What was changed, in numbers and days and never in what was written."""
    day = long_date(now.on) if before.on == now.on else f"{long_date(now.on)} (før {long_date(before.on)})"
    if now.numerator is None and now.value is None:
        return f"iagttagelsen for {day}"
    old, new = words_of(before), words_of(now)
    if old != new:
        return f"målingen for {day} fra {old} til {new}"
    return f"målingen for {day}" if before.on != now.on else f"bemærkningen til målingen for {day}"


@transaction.atomic
def remove(*, measurement: Measurement, seen: str, by: User, at: datetime) -> dict[str, Any] | None:
    """Delete a measurement; what is returned can bring it back, and stands nowhere else. None when it was gone already.

    Raises:
        MeasurementChanged, DoingRefused: a colleague changed it meanwhile, or the trial action is over.
    """
    owner, measure = _lock(measurement.measure)
    row = _found(measure, measurement)
    if row is None:
        return None
    if mark_of(row) != seen:
        raise MeasurementChanged(row)
    data = {
        "measure": measure.pk,
        "collection": row.collection_id,
        "on": row.on.isoformat(),
        "value": str(row.value) if row.value is not None else None,
        "numerator": row.numerator,
        "denominator": row.denominator,
        "note": row.note,
    }
    words = f"slettede {_log_words(row)} for {long_date(row.on)}: {measure.title}"
    row.delete()
    doing.record("measurement_removed", words, owner, by=by, at=at)
    return data


@transaction.atomic
def bring_back(*, trial_action: TrialAction, removed: Mapping[str, Any], by: User, at: datetime) -> Measurement:
    """Undo a deletion; `removed` is what `remove` returned. Twice is once.

    Raises:
        MeasuredAlready, DoingRefused: its measure is gone, or another measurement came meanwhile.
    """
    measure = Measure.objects.filter(trial_action=trial_action, pk=removed["measure"]).first()
    if measure is None:
        raise DoingRefused("Sletningen kan ikke fortrydes.")
    collection = Collection.objects.filter(measure=measure, pk=removed["collection"]).first()
    said = _said_in(removed)
    return _add(measure, said, collection, by, at, action="measurement_restored", words="bragte {} tilbage")


def _said_in(data: Mapping[str, Any]) -> Said:
    value = data["value"]
    return Said(
        date.fromisoformat(data["on"]),
        Decimal(value) if value is not None else None,
        data["numerator"],
        data["denominator"],
        data["note"],
    )


def _lock(measure: Measure) -> tuple[TrialAction, Measure]:
    owner = doing.lock(
        measure.trial_action,
        states=doing.MEASURED,
        refusal="Der kan først måles, når dataaftalen er underskrevet af begge, og ikke når prøvehandlingen er slut.",
    )
    return owner, Measure.objects.select_related("agreed__agreement").get(pk=measure.pk, trial_action=owner)


def _found(measure: Measure, measurement: Measurement) -> Measurement | None:
    return measure.measurements.select_related("by").filter(pk=measurement.pk).first()


def _put(row: Measurement, said: Said) -> None:
    row.on, row.value, row.note = said.on, said.value, said.note
    row.numerator, row.denominator = said.numerator, said.denominator


def _check(owner: TrialAction, measure: Measure, said: Said, at: datetime) -> None:
    """That it is of the measure's kind, and of a day that can be."""
    if refused := refused_day(measure, said.on, in_danish_time(at).date()):
        raise DoingRefused(refused)
    wanted = {
        Measure.Kind.VALUE: said.value is not None and said.numerator is None and said.denominator is None,
        Measure.Kind.RATE: said.value is None and said.numerator is not None and said.denominator is not None,
        Measure.Kind.QUALITATIVE: said.value is None and said.numerator is None and bool(said.note.strip()),
    }
    if not wanted[Measure.Kind(measure.kind)]:
        raise DoingRefused(f"{long_date(said.on)}: det er ikke sådan, {measure.title} måles.")
    if said.numerator is not None and said.denominator is not None:
        if said.denominator < 1:
            raise DoingRefused(f"{long_date(said.on)}: der skal være mindst én, I har spurgt eller talt.")
        if said.numerator > said.denominator:
            raise DoingRefused(f"{long_date(said.on)}: {said.numerator} kan ikke være ud af {said.denominator}.")


def refused_day(measure: Measure, day: date, today: date) -> str:
    """Why nothing measured that day can be kept, or nothing.

    The first measurements make the frozen centre line, so none comes before the first one agreed. `measure` has its
    agreement at hand.
    """
    agreed = getattr(measure, "agreed", None)
    if day > today:
        return f"{long_date(day)} er ikke kommet endnu."
    if day < today - OLDEST:
        return f"{long_date(day)} er mere end fem år siden."
    if agreed and day < agreed.first_on - timedelta(days=schedule.NEAR[agreed.frequency]):
        return (
            f"{long_date(day)} er før den første måling i dataaftalen, {long_date(agreed.first_on)}. "
            "Ældre målinger ville flytte udgangspunktet."
        )
    return ""


def _frequency(measure: Measure) -> str:
    agreed = getattr(measure, "agreed", None)
    return agreed.frequency if agreed else measure.frequency


def _open_collections(measure: Measure) -> Any:
    return measure.collections.filter(measurement__isnull=True, skipped_because="")


def _collection(measure: Measure, day: date, wanted: Collection | None) -> Collection | None:
    """The collection a measurement answers: the wanted one if nobody has answered it, else the nearest open one."""
    rows: Iterable[Collection] = _open_collections(measure)
    by_day = {row.due_on: row for row in rows}
    if wanted is not None and wanted in by_day.values():
        return wanted
    near = schedule.nearest(day, by_day, frequency=_frequency(measure))
    return by_day[near] if near else None

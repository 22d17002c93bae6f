"""What a trial action's page shows: what to measure now, what comes next, and what is missing before the start."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, Exists, F, Max, OuterRef, Prefetch, Q, QuerySet, When

from accounts.danish import long_date, week
from strategy import measured
from strategy.measured import Measured
from strategy.models import (
    ChildVoice,
    Collection,
    DataAgreement,
    ImprovementCycle,
    LeaderNote,
    Measurement,
    Partner,
    PracticeTrack,
    TrialAction,
)

State, Step = TrialAction.State, ImprovementCycle.Step
SHOWN_VOICES = 6
SHOWN_NOTES = 8
LATE = 4  # earlier collections that are offered under the form


@dataclass(frozen=True)
class Coming:
    """Something that is going to happen, or should have."""

    on: date
    text: str
    is_late: bool = False


@dataclass
class Page:
    """A trial action with everything its page shows."""

    trial_action: TrialAction
    agreement: DataAgreement | None
    measures: list[Measured]
    cycles: list[ImprovementCycle]
    voices: list[ChildVoice]
    tracks: list[PracticeTrack]
    notes: list[LeaderNote]
    partners: list[Partner]
    chosen: Measured | None
    coming: list[Coming]

    @property
    def place(self) -> str:
        """Who takes part, in a line."""
        return " og ".join(partner.name for partner in self.partners[:2]) + (" m.fl." if len(self.partners) > 2 else "")

    @property
    def steps(self) -> list[tuple[str, bool]]:
        """What must be done before the start, and whether it is."""
        made = self.agreement
        return [
            ("Skriv dataaftalen", made is not None),
            ("Teamet skriver under", bool(made and made.team_signed_at)),
            ("Kommunen skriver under", bool(made and made.municipality_signed_at)),
            ("Begynd prøvehandlingen", self.trial_action.running_since is not None),
        ]


def of(trial_action: TrialAction, *, today: date, chosen: int = 0) -> Page:
    """The page. `chosen` is the measure asked for; else the one that is most overdue. Some fifteen queries."""
    cycles = list(trial_action.cycles.order_by("-number"))
    rows = measured.of(trial_action, cycles=cycles, today=today)
    agreement = agreement_of(trial_action)
    tracks = list(trial_action.practice_tracks.all())
    return Page(
        trial_action=trial_action,
        agreement=agreement,
        measures=rows,
        cycles=cycles,
        voices=list(trial_action.child_voices.all()[:SHOWN_VOICES]),
        tracks=tracks,
        notes=list(trial_action.leader_notes.select_related("unit", "by")[:SHOWN_NOTES]),
        partners=list(trial_action.partners.select_related("unit").order_by("position", "pk")),
        chosen=_chosen(rows, chosen),
        coming=_coming(trial_action, agreement, rows, cycles, tracks, today),
    )


def agreement_of(trial_action: TrialAction) -> DataAgreement | None:
    """The agreement with what it says of each measure, and who signed. Two queries."""
    rows = DataAgreement.objects.select_related("team_signed_by", "municipality_signed_by", "updated_by")
    rows = rows.prefetch_related("measures__measure")
    return rows.filter(trial_action=trial_action).first()


def _chosen(rows: Sequence[Measured], wanted: int) -> Measured | None:
    asked = next((row for row in rows if row.measure.pk == wanted), None)
    if asked is not None:
        return asked
    late = [row for row in rows if row.overdue]
    return max(late, key=lambda row: row.overdue[0].due_on, default=None) or next(iter(rows), None)


def _coming(
    trial_action: TrialAction,
    agreement: DataAgreement | None,
    rows: Sequence[Measured],
    cycles: Sequence[ImprovementCycle],
    tracks: Sequence[PracticeTrack],
    today: date,
) -> list[Coming]:
    """What comes next, nearest first."""
    if trial_action.state not in (State.AGREED, State.RUNNING):
        return []
    found = []
    for row in rows:
        if row.coming is not None:
            who = row.measure.agreed.collector if hasattr(row.measure, "agreed") else ""
            text = f"{row.measure.title}, {week(row.coming.due_on)}." + (f" Ansvarlig: {who}." if who else "")
            found.append(Coming(row.coming.due_on, text))
    found += [
        Coming(cycle.tried_to, f"Reflektér over cyklus {cycle.number}.", cycle.tried_to < today)
        for cycle in cycles
        if cycle.step == Step.TRY and cycle.tried_to
    ]
    found += [Coming(track.on, f"Øvebane: {track.title}.") for track in tracks if track.on >= today]
    if agreement is not None and agreement.is_signed:
        status = getattr(trial_action, "half_year_status", None)
        if status is None or status.handed_in_at is None:
            text = "Halvårsstatus til udvalget, udfyldt med tallene herfra."
            found.append(Coming(agreement.status_on, text, agreement.status_on < today))
        found.append(Coming(agreement.ends_on, "Prøvehandlingen slutter og evalueres.", agreement.ends_on < today))
    return sorted(found, key=lambda one: one.on)


# --- the list, and the leader's page ----------------------------------------------------------------------------------


def listed(rows: QuerySet[TrialAction], *, today: date) -> QuerySet[TrialAction]:
    """The trial actions with their units, and how many measurements they have, lack, and when the latest was."""
    measurements = (
        Measurement.objects.filter(measure__trial_action=OuterRef("pk")).order_by().values("measure__trial_action")
    )
    late = _late(today).filter(measure__trial_action=OuterRef("pk")).order_by().values("measure__trial_action")
    return rows.prefetch_related(
        Prefetch("partners", Partner.objects.select_related("unit").order_by("position", "pk"))
    ).annotate(
        measured_count=measurements.annotate(found=Count("pk")).values("found"),
        measured_last=measurements.annotate(found=Max("on")).values("found"),
        late_count=late.annotate(found=Count("pk")).values("found"),
    )


def _late(today: date) -> QuerySet[Collection]:
    return Collection.objects.filter(
        due_on__lt=today,
        skipped_because="",
        measurement__isnull=True,
        measure__trial_action__state__in=(State.AGREED, State.RUNNING),
    )


def lacks_measurements(*, today: date) -> Exists:
    """The trial action has a planned day behind it that is not measured."""
    return Exists(_late(today).filter(measure__trial_action=OuterRef("pk")))


def by_need(rows: QuerySet[TrialAction], *, today: date) -> QuerySet[TrialAction]:
    """What is late first, then running, agreed and selected, then the rest; the latest changed first in each."""
    unreflected = _unreflected(today).filter(trial_action=OuterRef("pk"))
    is_late = Q(state__in=(State.AGREED, State.RUNNING)) & (Q(late_count__gt=0) | Q(Exists(unreflected)))
    place = Case(
        When(is_late, then=0),
        When(state=State.RUNNING, then=1),
        When(state=State.AGREED, then=2),
        When(state=State.SELECTED, then=3),
        default=4,
    )
    return rows.order_by(place, "-updated_at", "pk")


def _unreflected(today: date) -> QuerySet[ImprovementCycle]:
    """The cycles that have been tried and wait for reflection."""
    return ImprovementCycle.objects.filter(step=Step.TRY, tried_to__isnull=False, tried_to__lt=today)


def due_in(trial_actions: Sequence[TrialAction], *, today: date) -> dict[int, list[dict[str, Any]]]:
    """What is late or due within a week in each, by trial action. Two queries."""
    found: dict[int, list[dict[str, Any]]] = {row.pk: [] for row in trial_actions}
    running = [row.pk for row in trial_actions if row.state in (State.AGREED, State.RUNNING)]
    rows = Collection.objects.filter(
        measure__trial_action__in=running, due_on__lte=today, skipped_because="", measurement__isnull=True
    )
    counted = rows.order_by().values(
        "measure", "measure__title", "measure__agreed__collector", owner=F("measure__trial_action")
    )
    for row in counted.annotate(late=Count("pk"), latest=Max("due_on")).order_by("measure__position", "measure"):
        many = f"{row['late']} målinger mangler" if row["late"] > 1 else "Målingen mangler"
        found[row["owner"]].append(
            {
                "text": f"{row['measure__title']}: {many}, senest {long_date(row['latest'])}.",
                "who": row["measure__agreed__collector"] or "",
            }
        )
    for cycle in _unreflected(today).filter(trial_action__in=running).order_by("number"):
        found[cycle.trial_action_id].append(
            {"text": f"Cyklus {cycle.number} “{cycle.title}” er afprøvet og venter på refleksion.", "who": ""}
        )
    return found


def of_units_led_by(user: Any) -> QuerySet[TrialAction]:
    """Those in which a unit takes part that the person leads, the ones under way first."""
    led = Partner.objects.filter(trial_action=OuterRef("pk"), unit__leader_email=user.email, unit__is_active=True)
    return TrialAction.objects.filter(Exists(led)).exclude(state=State.WITHDRAWN)

"""How development processes stand: what is missing before the next day, who is stuck, what is brought (overblik).

The questions take many participations at a time, so that a page asks a constant number of times.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from accounts.danish import calendar_days, in_danish_time
from partnerships.models import DevelopmentProcess, Milestone, Municipality, NetworkDay, Participation, ProcessNote

READY_BEFORE = timedelta(days=5)
SILENT = "silent"
URGENT_FIRST = (ProcessNote.Status.STUCK, SILENT, ProcessNote.Status.SLOW, ProcessNote.Status.MOVING)
FIELDS = (("focus", "fokus"), ("aim", "mål"), ("organisation", "lokal organisering"), ("responsible", "en ansvarlig"))


@dataclass
class Stage:
    """One phase of the process, for the stepper."""

    label: str
    is_done: bool
    is_current: bool


@dataclass
class ProcessState:
    """A participation's process as it stands on a day. `latest` is its newest note, `brought` what it brings next."""

    participation: Participation
    today: date
    process: DevelopmentProcess | None = None
    milestones: list[Milestone] = field(default_factory=list)
    latest: ProcessNote | None = None
    brought: ProcessNote | None = None
    coming: NetworkDay | None = None
    last: NetworkDay | None = None

    @property
    def municipality(self) -> Municipality:
        return self.participation.enrolment.municipality

    @property
    def area(self) -> str:
        return str(self.participation.partnership.area)

    @property
    def label(self) -> str:
        return str(self.participation.partnership.get_area_display())

    @property
    def stages(self) -> list[Stage]:
        phases = DevelopmentProcess.Phase
        now = list(phases.values).index(self.process.phase) if self.process else -1
        return [Stage(str(label), n < now, n == now) for n, label in enumerate(phases.labels)]

    @property
    def late(self) -> list[Milestone]:
        """The milestones that should have been reached."""
        return [row for row in self.milestones if row.done_date is None and row.due_date < self.today]

    @property
    def ahead(self) -> list[Milestone]:
        return [row for row in self.milestones if row.done_date is None and row.due_date >= self.today]

    @property
    def is_silent(self) -> bool:
        """Nothing has been written since the last day; or at all."""
        return self.latest is None or (self.last is not None and self.latest.at < self.last.ends_at)

    @property
    def status(self) -> str:
        """What staff look for: stuck before silent before the rest."""
        if self.latest is not None and self.latest.status == ProcessNote.Status.STUCK:
            return str(ProcessNote.Status.STUCK)
        if self.latest is None or self.is_silent:
            return SILENT
        return str(self.latest.status)

    @property
    def age(self) -> int | None:
        """Days since the latest note."""
        return None if self.latest is None else calendar_days(in_danish_time(self.latest.at), self.today)

    @property
    def ready_date(self) -> date | None:
        """When the page should be ready for the coming day."""
        return in_danish_time(self.coming.starts_at).date() - READY_BEFORE if self.coming else None

    @property
    def missing(self) -> list[str]:
        """What is missing before the next day, in words that follow "Der mangler"."""
        if self.process is None:
            return [*(words for _, words in FIELDS), "milepæle", "en status"]
        found = [words for name, words in FIELDS if not getattr(self.process, name)]
        found += [] if self.ahead else ["milepæle"]
        found += ["en status"] if self.is_silent else []
        return found + (["det, I tager med til dagen"] if self.coming and self.brought is None else [])


def visible_to(user: Any) -> QuerySet[Participation]:
    """The participations whose processes a person may read: bound ones, and ended ones where something is written."""
    rows = Participation.objects.filter(Q(enrolment__state="binding") | Q(development_process__isnull=False))
    rows = rows.select_related("enrolment__municipality", "enrolment__programme", "partnership", "network_member")
    if not user.is_authenticated:
        return rows.none()
    if user.is_administrator:
        return rows
    own = Municipality.objects.filter(memberships__user=user, memberships__state="active")
    return rows.filter(enrolment__municipality__in=own)


def states_of(participations: Sequence[Participation], *, at: datetime, today: date) -> list[ProcessState]:
    """How the processes stand, in the order asked for. Five queries."""
    networks = {row.pk: row.network_member.network_id for row in participations if hasattr(row, "network_member")}
    days = defaultdict(list)
    for day in NetworkDay.objects.standing().filter(network__in=set(networks.values())).order_by("starts_at", "pk"):
        days[day.network_id].append(day)
    rows = DevelopmentProcess.objects.filter(participation__in=participations).select_related("updated_by")
    processes = {row.participation_id: row for row in rows}
    milestones = _by_process(Milestone.objects.filter(process__in=processes.values()))
    latest, brought = _latest(processes.values()), _brought(processes.values(), days.values(), at)
    states = []
    for participation in participations:
        mine = days.get(networks.get(participation.pk, 0), [])
        process = processes.get(participation.pk)
        state = ProcessState(participation, today, process)
        state.coming = next((day for day in mine if day.is_ahead and day.ends_at > at), None)
        state.last = next((day for day in reversed(mine) if day.is_held or day.ends_at <= at), None)
        if process is not None:
            state.milestones, state.latest = milestones[process.pk], latest.get(process.pk)
            state.brought = _still_brought(state, brought.get(process.pk))
        states.append(state)
    return states


def _by_process(rows: Iterable[Milestone]) -> dict[int, list[Milestone]]:
    found: dict[int, list[Milestone]] = defaultdict(list)
    for row in rows:
        found[row.process_id].append(row)
    return found


def _newest(rows: QuerySet[ProcessNote]) -> dict[int, ProcessNote]:
    rows = rows.select_related("by", "day").order_by("process", "-at", "-pk").distinct("process")
    return {row.process_id: row for row in rows}


def _latest(processes: Iterable[DevelopmentProcess]) -> dict[int, ProcessNote]:
    return _newest(ProcessNote.objects.filter(process__in=list(processes)))


def _brought(
    processes: Iterable[DevelopmentProcess], days: Iterable[list[NetworkDay]], at: datetime
) -> dict[int, ProcessNote]:
    """The newest note of each process that brings something to a day to come, or to one that was cancelled."""
    ahead = [day.pk for rows in days for day in rows if day.is_ahead and day.ends_at > at]
    rows = ProcessNote.objects.filter(process__in=list(processes)).exclude(brings="")
    return _newest(rows.filter(Q(day__in=ahead) | Q(day__state=NetworkDay.State.CANCELLED)))


def _still_brought(state: ProcessState, note: ProcessNote | None) -> ProcessNote | None:
    """What was written for a cancelled day is brought to the next one, unless a day has been held since."""
    if note is None or state.coming is None or (state.last is not None and note.at < state.last.ends_at):
        return None
    return note


def urgent_first(states: Iterable[ProcessState], name_key: Any) -> list[ProcessState]:
    """Those who are stuck or silent first; then by name."""
    return sorted(states, key=lambda row: (URGENT_FIRST.index(row.status), name_key(row.municipality.name), row.area))

"""Cycles, practice tracks, child voices, leaders' notes, reminders, days passed over, and stopping."""

from datetime import date, datetime, timedelta

import pytest
from post_office.models import Email

from accounts.models import AuditEvent, User
from partnerships.models import Municipality
from strategy import (
    child_voices,
    cycles,
    due_collections,
    leader_notes,
    measurements,
    practice_tracks,
    stopping,
)
from strategy.cycles import Adjust, CycleChanged, Plan, Reflect, Try
from strategy.doing import DoingRefused
from strategy.models import (
    ChildVoice,
    Collection,
    ImprovementCycle,
    LeaderNote,
    Measure,
    PracticeTrack,
    TrialAction,
)
from strategy.tasks import remind_due
from tests.factories import measuring, world
from tests.factories import trial_actions as make
from tests.factories.world import COPENHAGEN, NOW

pytestmark = pytest.mark.django_db
DAY = date(2026, 10, 5)
PLAN = Plan("Legepatrulje", DAY, "Bliver flere inviteret?", "75 % har nogen at være sammen med.")
TRY = Try(DAY, DAY + timedelta(days=21), "To frikvarterer om dagen.")
REFLECT = Reflect(DAY + timedelta(days=22), "De store børn var glade for det.", "68 % mod forventet 75 %")
ADJUST = Adjust(DAY + timedelta(days=23), "adapt", "En voksen går med.")


@pytest.fixture
def room(stevns: Municipality, mette: User) -> make.Room:
    return make.room(stevns, mette)


@pytest.fixture
def running(room: make.Room, mette: User, anders: User) -> TrialAction:
    return measuring.running(room, anders, mette)


@pytest.fixture
def measure(running: TrialAction) -> Measure:
    return measuring.measure_of(running)


def test_a_cycle_from_plan_to_adjustment(running: TrialAction, anders: User) -> None:
    row = cycles.begin(trial_action=running, plan=PLAN, by=anders, at=NOW)
    assert cycles.begin(trial_action=running, plan=PLAN, by=anders, at=NOW).pk == row.pk
    steps = [row.step]
    for content in (TRY, REFLECT, ADJUST):
        row = cycles.write(cycle=row, content=content, revision=row.revision, by=anders, at=NOW)
        steps.append(row.step)
    assert steps == ["plan", "try", "reflect", "done"]
    assert (row.decision, row.revision, row.number) == ("adapt", 4, 1)
    mended = cycles.write(cycle=row, content=Try(DAY, None, "Tre frikvarterer."), revision=4, by=anders, at=NOW)
    assert (mended.step, mended.tried, mended.tried_to) == ("done", "Tre frikvarterer.", None)
    other = cycles.begin(trial_action=running, plan=Plan("Fast voksen", DAY, "Hjælper det?", "Ja."), by=anders, at=NOW)
    assert other.number == 2


def test_parts_come_in_order(running: TrialAction, anders: User) -> None:
    row = cycles.begin(trial_action=running, plan=PLAN, by=anders, at=NOW)
    for content in (REFLECT, ADJUST):
        with pytest.raises(DoingRefused, match="Skriv det, der kommer før, først"):
            cycles.write(cycle=row, content=content, revision=1, by=anders, at=NOW)
    row = cycles.write(cycle=row, content=TRY, revision=1, by=anders, at=NOW)
    early = Reflect(DAY - timedelta(days=1), "Hm", "Hm")
    with pytest.raises(DoingRefused, match="ikke er begyndt at prøve"):
        cycles.write(cycle=row, content=early, revision=2, by=anders, at=NOW)
    with pytest.raises(DoingRefused, match="før den begyndte"):
        cycles.write(cycle=row, content=Try(DAY, DAY - timedelta(days=1), ""), revision=2, by=anders, at=NOW)
    assert ImprovementCycle.objects.get().revision == 2


def test_nothing_has_been_done_in_the_future(running: TrialAction, anders: User) -> None:
    row = cycles.begin(trial_action=running, plan=PLAN, by=anders, at=NOW)
    tomorrow = NOW.date() + timedelta(days=1)
    with pytest.raises(DoingRefused, match="Dagen er ikke kommet endnu"):
        cycles.write(cycle=row, content=Try(tomorrow, None, ""), revision=1, by=anders, at=NOW)
    row = cycles.write(cycle=row, content=Try(NOW.date(), tomorrow, ""), revision=1, by=anders, at=NOW)
    with pytest.raises(DoingRefused, match="Dagen er ikke kommet endnu"):
        cycles.write(cycle=row, content=Reflect(tomorrow, "Hm", "Hm"), revision=2, by=anders, at=NOW)
    row = cycles.write(cycle=row, content=Reflect(NOW.date(), "Hm", "Hm"), revision=2, by=anders, at=NOW)
    with pytest.raises(DoingRefused, match="Dagen er ikke kommet endnu"):
        cycles.write(cycle=row, content=Adjust(tomorrow, "adopt", "Ja."), revision=3, by=anders, at=NOW)
    assert (row.step, ImprovementCycle.objects.get().revision) == ("reflect", 3)


def test_a_cycle_that_is_only_planned_is_deleted_and_brought_back(
    running: TrialAction, anders: User, mette: User
) -> None:
    first = cycles.begin(trial_action=running, plan=PLAN, by=anders, at=NOW)
    with pytest.raises(CycleChanged):
        cycles.discard(cycle=first, revision=0, by=mette, at=NOW)
    removed = cycles.discard(cycle=first, revision=1, by=anders, at=NOW)
    assert cycles.discard(cycle=first, revision=1, by=anders, at=NOW) is None
    with pytest.raises(DoingRefused, match="har slettet cyklussen imens"):
        cycles.write(cycle=first, content=TRY, revision=1, by=mette, at=NOW)
    assert (removed is not None, ImprovementCycle.objects.count()) == (True, 0)
    back = [cycles.bring_back(trial_action=running, removed=removed or {}, by=anders, at=NOW) for _ in "ab"]
    assert [(one.pk, one.number, one.title, one.planned_on) for one in back] == [
        (back[0].pk, 1, "Legepatrulje", DAY)
    ] * 2
    assert logged()[-3:] == [
        "planlagde cyklus 1",
        "slettede cyklus 1",
        "bragte cyklus 1 tilbage",
    ]
    tried = cycles.write(cycle=back[0], content=TRY, revision=1, by=anders, at=NOW)
    with pytest.raises(DoingRefused, match="er prøvet af og bliver stående"):
        cycles.discard(cycle=tried, revision=2, by=anders, at=NOW)
    assert ImprovementCycle.objects.count() == 1


def test_two_write_in_a_cycle(running: TrialAction, anders: User, mette: User) -> None:
    row = cycles.begin(trial_action=running, plan=PLAN, by=anders, at=NOW)
    cycles.write(cycle=row, content=TRY, revision=1, by=mette, at=NOW)
    with pytest.raises(CycleChanged) as told:
        cycles.write(cycle=row, content=Try(DAY, None, "Andet."), revision=1, by=anders, at=NOW)
    assert (told.value.cycle.tried, ImprovementCycle.objects.get().tried) == (TRY.tried, TRY.tried)
    same = cycles.write(cycle=row, content=TRY, revision=1, by=anders, at=NOW)
    assert same.revision == 2


def test_cycles_only_while_it_runs(running: TrialAction, anders: User) -> None:
    TrialAction.objects.update(state="agreed")
    with pytest.raises(DoingRefused, match="mens prøvehandlingen er i gang"):
        cycles.begin(trial_action=running, plan=PLAN, by=anders, at=NOW)


def test_practice_tracks(running: TrialAction, anders: User, mette: User) -> None:
    said = practice_tracks.Said("At invitere ind i en leg", DAY, "SFO")
    row = practice_tracks.add(trial_action=running, said=said, by=anders, at=NOW)
    assert practice_tracks.add(trial_action=running, said=said, by=anders, at=NOW).pk == row.pk
    seen = practice_tracks.mark_of(row)
    learnt = practice_tracks.Said("At invitere ind i en leg", DAY, "SFO", "Det skal øves.")
    practice_tracks.change(track=row, said=learnt, seen=seen, by=mette, at=NOW)
    with pytest.raises(DoingRefused, match=r"En kollega har rettet øvebanen imens.*Det skal øves"):
        practice_tracks.change(track=row, said=said.__class__("Andet", DAY), seen=seen, by=anders, at=NOW)
    assert PracticeTrack.objects.get().learnt == "Det skal øves."
    removed = practice_tracks.remove(track=row, by=anders, at=NOW)
    assert practice_tracks.remove(track=row, by=anders, at=NOW) is None
    assert (removed is not None, PracticeTrack.objects.count()) == (True, 0)
    back = [practice_tracks.bring_back(trial_action=running, removed=removed or {}, by=anders, at=NOW) for _ in "ab"]
    assert [practice_tracks.mark_of(one) for one in back] == [practice_tracks.mark_of(PracticeTrack.objects.get())] * 2
    assert PracticeTrack.objects.get().learnt == "Det skal øves."
    assert logged()[-2:] == [
        "slettede øvebanen for 5. oktober 2026",
        "bragte øvebanen for 5. oktober 2026 tilbage",
    ]


def test_child_voices(running: TrialAction, anders: User, mette: User) -> None:
    said = child_voices.Said(DAY, "Nu er der altid en, der spørger.", "Barn i 3. årgang")
    row = child_voices.add(trial_action=running, said=said, by=anders, at=NOW)
    assert child_voices.add(trial_action=running, said=said, by=anders, at=NOW).pk == row.pk
    seen = child_voices.mark_of(row)
    child_voices.change(voice=row, said=child_voices.Said(DAY, "Altid.", "Barn"), seen=seen, by=mette, at=NOW)
    with pytest.raises(DoingRefused, match="En kollega har rettet citatet imens"):
        child_voices.change(voice=row, said=child_voices.Said(DAY, "Aldrig.", "Barn"), seen=seen, by=anders, at=NOW)
    assert ChildVoice.objects.get().quote == "Altid."
    late = child_voices.Said(date(2026, 11, 25), "I morgen.", "Barn")
    with pytest.raises(DoingRefused, match="ikke kommet endnu"):
        child_voices.add(trial_action=running, said=late, by=anders, at=NOW)
    removed = child_voices.remove(voice=row, by=anders, at=NOW)
    assert child_voices.remove(voice=row, by=anders, at=NOW) is None
    assert (removed is not None, ChildVoice.objects.count()) == (True, 0)
    for _ in range(2):
        child_voices.bring_back(trial_action=running, removed=removed or {}, by=anders, at=NOW)
    assert list(ChildVoice.objects.values_list("quote", "said_by", "on")) == [("Altid.", "Barn", DAY)]
    assert logged()[-4:] == [
        "skrev et citat fra 5. oktober 2026",
        "rettede et citat fra 5. oktober 2026",
        "slettede et citat fra 5. oktober 2026",
        "bragte et citat fra 5. oktober 2026 tilbage",
    ]


def logged() -> list[str]:
    """What the log says of trial actions, without their names."""
    events = AuditEvent.objects.filter(subject_type="trialaction").order_by("pk")
    return [event.summary.rpartition(" (“")[0] for event in events]


def test_the_log_holds_neither_reasons_nor_what_was_learnt(
    running: TrialAction, measure: Measure, anders: User
) -> None:
    due = Collection.objects.filter(measure=measure).order_by("due_on")[0]
    due_collections.skip(collection=due, reason="Lejrskole", by=anders, at=NOW)
    stopping.stop(trial_action=running, learnt="Det var for meget for os.", by=anders, at=NOW)
    assert logged()[-2:] == ["sprang målingen 2. februar 2026 over", "stoppede prøvehandlingen"]


def test_a_leader_writes_for_own_units_that_take_part(running: TrialAction, room: make.Room) -> None:
    leader = world.user(room.units[0].leader_email, "Karen Toft")
    row = leader_notes.write(trial_action=running, unit=room.units[0], on=DAY, text="Vikar aftalt.", by=leader, at=NOW)
    again = leader_notes.write(
        trial_action=running, unit=room.units[0], on=DAY, text="Vikar aftalt.", by=leader, at=NOW
    )
    assert (again.pk, LeaderNote.objects.count()) == (row.pk, 1)
    for unit in (room.units[1], make.unit(running.municipality, "PPR", "ppr")):
        with pytest.raises(DoingRefused, match="en enhed, du leder"):
            leader_notes.write(trial_action=running, unit=unit, on=DAY, text="Hm", by=leader, at=NOW)


def test_reminded_once(running: TrialAction, measure: Measure, anders: User) -> None:
    monday = datetime(2026, 3, 2, 7, 5, tzinfo=COPENHAGEN)
    Email.objects.all().delete()
    assert due_collections.remind_due(at=monday - timedelta(days=6)) == 1  # Monday 23 February
    assert due_collections.remind_due(at=monday) == 1
    assert due_collections.remind_due(at=monday + timedelta(hours=1)) == 0
    mails = list(Email.objects.order_by("pk"))
    assert [mail.to for mail in mails] == [[anders.email]] * 2
    assert "Havde nogen at være sammen med: mandag 2. marts 2026" in mails[1].message
    told = Collection.objects.filter(reminded_at__isnull=False).values_list("due_on", flat=True)
    assert list(told) == [date(2026, 2, 23), date(2026, 3, 2)]


def test_nobody_is_reminded_of_what_is_measured_skipped_or_stopped(
    running: TrialAction, measure: Measure, anders: User
) -> None:
    at = datetime(2026, 3, 9, 7, 5, tzinfo=COPENHAGEN)
    measurements.add(measure=measure, said=measurements.Said(date(2026, 3, 9), None, 1, 2), by=anders, at=at)
    other = Collection.objects.get(due_on=date(2026, 3, 2))
    due_collections.skip(collection=other, reason="Lejrskole", by=anders, at=at)
    assert due_collections.remind_due(at=at) == 0
    due_collections.take_up(collection=other, by=anders, at=at)
    stopping.stop(trial_action=running, learnt="Nu har vi lært nok af det.", by=anders, at=at)
    assert due_collections.remind_due(at=at) == 0
    assert remind_due() == 0


def test_a_day_is_passed_over_with_a_reason(running: TrialAction, measure: Measure, anders: User) -> None:
    row = Collection.objects.get(due_on=date(2026, 3, 2))
    with pytest.raises(DoingRefused, match="Skriv kort hvorfor"):
        due_collections.skip(collection=row, reason=" ", by=anders, at=NOW)
    due_collections.skip(collection=row, reason="Lejrskole", by=anders, at=NOW)
    row.refresh_from_db()
    assert row.skipped_because == "Lejrskole"
    measured = Collection.objects.get(due_on=date(2026, 3, 9))
    measurements.add(measure=measure, said=measurements.Said(measured.due_on, None, 1, 2), by=anders, at=NOW)
    with pytest.raises(DoingRefused, match="har tastet målingen imens"):
        due_collections.skip(collection=measured, reason="Lejrskole", by=anders, at=NOW)


def test_stopped_with_what_was_learnt(running: TrialAction, anders: User, mette: User) -> None:
    Email.objects.all().delete()
    with pytest.raises(DoingRefused, match="Skriv lidt mere"):
        stopping.stop(trial_action=running, learnt="Det var for meget. ", by=anders, at=NOW)
    for _ in range(2):
        stopping.stop(trial_action=running, learnt="Det krævede flere voksne.", by=anders, at=NOW)
    running.refresh_from_db()
    assert (running.state, running.learnt, running.stopped_by) == ("stopped", "Det krævede flere voksne.", anders)
    leaders = list(running.partners.order_by("pk").values_list("unit__leader_email", flat=True))
    assert [mail.to for mail in Email.objects.order_by("pk")] == [[mette.email], *[[one] for one in leaders]]
    with pytest.raises(DoingRefused, match="stoppet imens"):
        stopping.stop(trial_action=running, learnt="Noget helt andet end det.", by=mette, at=NOW)


@pytest.mark.parametrize("state", ["evaluated", "in_catalogue", "declined", "draft"])
def test_what_is_over_is_not_stopped(running: TrialAction, anders: User, state: str) -> None:
    TrialAction.objects.update(state=state)
    with pytest.raises(DoingRefused, match="kan ikke stoppes"):
        stopping.stop(trial_action=running, learnt="Nu har vi lært nok af det.", by=anders, at=NOW)

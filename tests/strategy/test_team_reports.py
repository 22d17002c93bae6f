"""Half-year status and evaluation: prefilled, saved, handed in once, with what was measured frozen beside them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from post_office.models import Email

from accounts.models import AuditEvent, User
from partnerships.models import Municipality
from strategy import evaluations, standing, statuses, team_reports
from strategy.models import ConflictOfInterest, Evaluation, HalfYearStatus, Measurement, TrialAction
from strategy.team_reports import ReportChanged, ReportIncomplete, ReportRefused
from tests.factories import catalogue as after
from tests.factories import trial_actions as make
from tests.factories import world

pytestmark = pytest.mark.django_db
AT, TODAY = after.AT, after.TODAY


@pytest.fixture
def room(stevns: Municipality, mette: User) -> make.Room:
    return make.room(stevns, mette)


@pytest.fixture
def running(room: make.Room, anders: User) -> TrialAction:
    return after.measured(make.running(room.round, anders, units=room.units), anders)


# --- what it stands on ----------------------------------------------------------------------------------------------


def test_the_figures_are_those_of_the_run_chart(running: TrialAction) -> None:
    found = standing.of(running, today=TODAY)
    row = found["measures"][0]
    assert (row["count"], row["before"], row["centre"], row["latest"]) == (22, 8, "68 %", "83 %")
    assert (row["finding"], row["signal"]) == ("better", "Forbedringen er ikke tilfældig")
    assert row["targets"] == [
        {"what": "Børn, der har nogen at være sammen med", "words": "Fra 67 til 80 % senest 11. december 2026"}
    ]
    assert found["counts"] == {"measurements": 22, "missing": 0, "cycles": 3, "done": 2, "voices": 1, "notes": 1}


def test_the_figures_cost_the_same_however_much_is_measured(
    running: TrialAction, anders: User, django_assert_num_queries
) -> None:
    with django_assert_num_queries(7):
        standing.of(running, today=TODAY)
    for number in range(3):
        make.measured(make.rate(running, f"Nr. {number}"), [(1, 2), (2, 3)], anders)
    with django_assert_num_queries(7):
        assert len(standing.of(running, today=TODAY)["measures"]) == 4


def test_the_strength_follows_from_baseline_count_signal_and_sources(
    running: TrialAction, room: make.Room, anders: User
) -> None:
    evidence = standing.strength_of(standing.of(running, today=TODAY))
    assert (evidence["strength"], evidence["name"]) == (4, "Tydelig virkning")
    assert [reason["is_met"] for reason in evidence["reasons"]] == [True, True, True, True]
    empty = make.running(room.round, anders, units=room.units, title="Ny")
    evidence = standing.strength_of(standing.of(empty, today=TODAY))
    assert (evidence["strength"], evidence["name"]) == (1, "Erfaring")
    assert [reason["is_met"] for reason in evidence["reasons"]] == [False, False, False, False]


def test_what_was_tried_in_the_baseline_is_no_baseline(running: TrialAction) -> None:
    first = running.cycles.get(number=1)
    first.tried_from = make.STARTS + timedelta(days=7 * 3)
    first.save()
    assert standing.of(running, today=TODAY)["measures"][0]["before"] == 3


# --- status ---------------------------------------------------------------------------------------------------------


def test_the_status_is_prefilled_from_measurements_cycles_and_voices(running: TrialAction) -> None:
    said = statuses.prefilled(standing.of(running, today=TODAY))
    assert said.works.splitlines() == [
        "- Havde nogen at være sammen med: forbedringen er ikke tilfældig. Seneste: 83 %.",
        "- Vi beholder “Fast voksen”. 75 % som ventet. Fast.",
    ]
    assert said.hard == "- “Legepatrulje”: tilpasset. 68 % mod forventet 75 %. En voksen går med."
    assert said.children_say == "- “Nu er der altid en, der spørger.” (Barn i 3. årgang, 5. juni 2026)"
    assert said.next_text == "- Cyklus 3, “Børnene vælger”: vi afprøver."
    assert said.course == ""


def test_a_status_is_saved_and_the_same_again_changes_nothing(running: TrialAction, anders: User) -> None:
    first = statuses.save(trial_action=running, content=after.STATUS, revision=0, by=anders, at=AT)
    again = statuses.save(trial_action=running, content=after.STATUS, revision=0, by=anders, at=AT)
    assert (first, again.revision, HalfYearStatus.objects.count()) == (again, 1, 1)
    assert first.handed_in_at is None


def test_a_colleagues_status_is_not_overwritten(running: TrialAction, anders: User, mette: User) -> None:
    statuses.save(trial_action=running, content=after.STATUS, revision=0, by=mette, at=AT)
    mine = replace(after.STATUS, works="Noget andet.")
    with pytest.raises(ReportChanged) as refused:
        statuses.save(trial_action=running, content=mine, revision=0, by=anders, at=AT)
    assert refused.value.report.works == "En fast voksen i gården."
    assert "Mette Holm gemte" in str(refused.value)


def test_a_status_is_handed_in_with_the_figures_of_the_day(
    running: TrialAction, room: make.Room, anders: User, mette: User, rikke: User
) -> None:
    make.seat(room.round, rikke)
    near = make.seat(room.round, world.user("inhabil@stevns.example", "I"))
    ConflictOfInterest.objects.create(seat=near, trial_action=running, reason="Min egen", declared_at=AT)
    row = after.status(running, anders)
    Measurement.objects.all().delete()
    row.refresh_from_db()
    assert row.figures["measures"][0]["latest"] == "83 %"
    assert (row.handed_in_at, row.handed_in_by) == (AT, anders)
    event = AuditEvent.objects.get(action="trial_action.status_handed_in")
    assert event.summary == "sendte halvårsstatus for “Sammen om frikvarteret”: vi fortsætter"
    mails = Email.objects.filter(subject="Halvårsstatus: Sammen om frikvarteret")
    assert sorted(mail.to[0] for mail in mails) == [mette.email, rikke.email]


def test_a_status_with_gaps_is_not_handed_in(running: TrialAction, anders: User) -> None:
    with pytest.raises(ReportIncomplete) as refused:
        statuses.hand_in(
            trial_action=running,
            content=replace(after.STATUS, course="", hard=" "),
            revision=0,
            by=anders,
            at=AT,
            today=TODAY,
        )
    assert refused.value.fields == ["hard", "course"]
    assert HalfYearStatus.objects.count() == 0


def test_a_status_that_was_handed_in_is_not_changed(running: TrialAction, anders: User) -> None:
    after.status(running, anders)
    with pytest.raises(ReportRefused, match="kan ikke ændres"):
        statuses.save(trial_action=running, content=after.STATUS, revision=1, by=anders, at=AT)


@pytest.mark.parametrize("state", ["agreed", "evaluated", "stopped"])
def test_only_what_is_under_way_has_a_status(room: make.Room, anders: User, state: str) -> None:
    row = make.submitted(room.round, anders, units=room.units, state=state)
    with pytest.raises(ReportRefused, match="ikke i gang"):
        statuses.save(trial_action=row, content=after.STATUS, revision=0, by=anders, at=AT)


def test_a_status_that_was_handed_back_gets_new_words_and_keeps_its_figures(
    running: TrialAction, anders: User, mette: User
) -> None:
    first = after.status(running, anders)
    back = team_reports.hand_back(
        HalfYearStatus, trial_action=running, reason="Navnet i linje 2", by=mette, at=AT + timedelta(days=1)
    )
    assert (back.handed_in_at, back.handed_back_by, back.handed_back_because) == (None, mette, "Navnet i linje 2")
    event = AuditEvent.objects.get(action="trial_action.status_handed_back")
    assert event.summary == "sendte halvårsstatus for “Sammen om frikvarteret” tilbage til teamet"
    mail = Email.objects.get(subject="Sendt tilbage: halvårsstatus for Sammen om frikvarteret")
    assert (mail.to, "linje 2" in mail.message) == ([anders.email], False)
    after.evaluated(running, anders)  # the trial action is over; the words can be mended still
    Measurement.objects.all().delete()
    content = replace(after.STATUS, hard="Travlhed.")
    row = statuses.hand_in(trial_action=running, content=content, revision=1, by=anders, at=AT, today=TODAY)
    assert (row.hard, row.figures, row.handed_back_because) == ("Travlhed.", first.figures, "")
    with pytest.raises(ReportRefused, match="ikke i gang"):
        statuses.save(trial_action=running, content=after.STATUS, revision=2, by=anders, at=AT)


def test_only_what_was_handed_in_is_handed_back_and_once(running: TrialAction, anders: User, mette: User) -> None:
    with pytest.raises(ReportRefused, match="ikke sendt noget"):
        team_reports.hand_back(HalfYearStatus, trial_action=running, reason="X", by=mette, at=AT)
    after.status(running, anders)
    with pytest.raises(ReportRefused, match="Skriv, hvad"):
        team_reports.hand_back(HalfYearStatus, trial_action=running, reason=" ", by=mette, at=AT)
    for _ in range(2):
        team_reports.hand_back(HalfYearStatus, trial_action=running, reason="X", by=mette, at=AT)
    assert AuditEvent.objects.filter(action="trial_action.status_handed_back").count() == 1


# --- evaluation -----------------------------------------------------------------------------------------------------


def test_the_evaluation_is_prefilled_from_application_cycles_and_status(running: TrialAction, anders: User) -> None:
    status = after.status(running, anders)
    said = evaluations.prefilled(running, standing.of(running, today=TODAY), status)
    assert said.what == "To voksne åbner legen i hvert frikvarter."
    assert said.for_whom == "Børnene på 3. årgang"
    assert said.how == "Legepatrulje og en fast voksen.\n- Fast voksen. Fast."
    assert said.conditions == "Fire timer om ugen."
    assert said.effect.startswith("Havde nogen at være sammen med: forbedringen er ikke tilfældig. 1")
    assert said.children_say == "Der er altid en, der spørger."


def test_the_evaluation_ends_the_trial_action_and_asks_the_committee(
    running: TrialAction, room: make.Room, anders: User, mette: User, rikke: User
) -> None:
    make.seat(room.round, rikke)
    make.seat(room.round, mette, "leader")
    row = after.evaluated(running, anders)
    running.refresh_from_db()
    assert running.state == "evaluated"
    assert (row.evidence["strength"], row.evidence["standing"]["date"]) == (4, "2026-12-14")
    assert AuditEvent.objects.get(action="trial_action.evaluated").summary.endswith(": tydelig virkning")
    asked = Email.objects.filter(message__contains="giv jeres råd her")
    assert sorted(mail.to[0] for mail in asked) == [mette.email, rikke.email]
    assert Email.objects.filter(to=mette.email).count() == 1


def test_an_evaluation_with_gaps_leaves_the_trial_action_under_way(running: TrialAction, anders: User) -> None:
    with pytest.raises(ReportIncomplete) as refused:
        evaluations.hand_in(
            trial_action=running,
            content=replace(after.EVALUATION, did_not_work=""),
            revision=0,
            by=anders,
            at=AT,
            today=TODAY,
        )
    running.refresh_from_db()
    assert (refused.value.fields, running.state, Evaluation.objects.count()) == (["did_not_work"], "running", 0)


def test_an_evaluation_is_handed_back_from_the_catalogue_too_and_nothing_but_its_words_changes(
    running: TrialAction, anders: User, mette: User
) -> None:
    entry = after.published(running, anders, mette)
    first = Evaluation.objects.get()
    team_reports.hand_back(Evaluation, trial_action=running, reason="Navnet", by=mette, at=AT)
    running.refresh_from_db()
    assert (running.state, Evaluation.objects.get().handed_in_at) == ("in_catalogue", None)
    mails = Email.objects.count()
    content = replace(after.EVALUATION, did_not_work="Kun det ene.")
    row = evaluations.hand_in(trial_action=running, content=content, revision=1, by=anders, at=AT, today=TODAY)
    running.refresh_from_db()
    entry.refresh_from_db()
    assert (row.did_not_work, row.evidence, running.state) == ("Kun det ene.", first.evidence, "in_catalogue")
    assert (entry.state, Email.objects.count()) == ("published", mails)

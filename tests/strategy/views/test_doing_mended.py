"""What a team may not write, what it can undo, and what the agreement's form says of itself."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEvent, User
from partnerships.models import Municipality
from strategy import child_voices, measurements, remarks, standing, stopping
from strategy.models import (
    ChildVoice,
    Collection,
    Evaluation,
    HalfYearStatus,
    ImprovementCycle,
    Measure,
    Measurement,
    PracticeTrack,
    TrialAction,
)
from strategy.views import removed
from tests.factories import measuring, world
from tests.factories import trial_actions as make
from tests.strategy.views.test_doing import agreement_fields, typed, url, words

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
DAY = date(2026, 3, 2)
NAMED = "Teksten ser ud til at nævne et barn ved navn: “{}”."
VOICE = {"quote": "Nu spørger de.", "said_by": "Barn i 3. årgang", "on": "2026-10-05"}


@pytest.fixture
def room(stevns: Municipality, mette: User) -> make.Room:
    return make.room(stevns, mette)


@pytest.fixture
def running(room: make.Room, mette: User, anders: User) -> TrialAction:
    return measuring.running(room, anders, mette)


@pytest.fixture
def measure(running: TrialAction) -> Measure:
    return measuring.measure_of(running)


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"said_by": "Sofie, 3.b"}, "Sofie"),
        ({"said_by": "Maja"}, "Maja"),
        ({"quote": "Jeg leger med Maja hver dag"}, "Maja"),
        ({"quote": "jeg leger med oliver"}, "oliver"),
    ],
)
def test_no_name_in_what_children_say(
    as_user: As, running: TrialAction, anders: User, changes: dict[str, str], name: str
) -> None:
    answer = as_user(anders).post(url(running, "stemmer/ny/"), VOICE | changes)
    assert (answer.status_code, NAMED.format(name) in words(answer)) == (422, True)
    assert not ChildVoice.objects.exists()


def test_no_name_in_what_was_seen(as_user: As, running: TrialAction, measure: Measure, anders: User) -> None:
    client = as_user(anders)
    answer = client.post(url(running, f"maalinger/{measure.pk}/ny/"), typed(DAY, 31, 46, note="Sofie græd"))
    assert (answer.status_code, NAMED.format("Sofie") in words(answer)) == (422, True)
    pasted = client.post(url(running, f"maalinger/{measure.pk}/indsaet/"), {"text": "02.03.2026\t31\t46\tSofie græd"})
    assert "0 nye målinger, 1 linje med fejl" in words(pasted)
    assert not Measurement.objects.exists()


def test_no_name_in_what_the_status_says_children_say(as_user: As, running: TrialAction, anders: User) -> None:
    answer = as_user(anders).post(url(running, "status/"), {"children_say": "Maja er glad", "revision": "0"})
    assert NAMED.format("Maja") in words(answer)


def test_neither_half_of_pasting_is_voluntary(
    as_user: As, running: TrialAction, measure: Measure, anders: User
) -> None:
    page = words(as_user(anders).get(url(running, f"maalinger/{measure.pk}/indsaet/")))
    assert "Eller vælg et regneark" in page
    assert "frivilligt" not in page


def test_a_quote_and_an_exercise_are_brought_back(as_user: As, running: TrialAction, anders: User, mette: User) -> None:
    client = as_user(anders)
    client.post(url(running, "stemmer/ny/"), VOICE)
    page = words(client.post(url(running, f"stemmer/{ChildVoice.objects.get().pk}/slet/"), follow=True))
    assert "Citatet er slettet. Fortryd sletningen" in page
    assert not ChildVoice.objects.exists()
    assert "Citatet er tilbage." in words(client.post(url(running, "fortryd/"), follow=True))
    assert ChildVoice.objects.get().said_by == "Barn i 3. årgang"
    client.post(url(running, "oevebaner/ny/"), {"title": "At invitere", "on": "2026-10-05", "who": "SFO", "learnt": ""})
    page = words(client.post(url(running, f"oevebaner/{PracticeTrack.objects.get().pk}/slet/"), follow=True))
    assert "Øvebanen er slettet. Fortryd sletningen" in page
    assert "Øvebanen er tilbage." in words(client.post(url(running, "fortryd/"), follow=True))
    assert PracticeTrack.objects.get().who == "SFO"
    assert "kan ikke fortrydes mere" in words(client.post(url(running, "fortryd/"), follow=True))


def test_undone_for_a_quarter_of_an_hour(
    as_user: As, running: TrialAction, anders: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = as_user(anders)
    client.post(url(running, "stemmer/ny/"), VOICE)
    client.post(url(running, f"stemmer/{ChildVoice.objects.get().pk}/slet/"))
    monkeypatch.setattr(removed, "UNDO_FOR", timedelta(seconds=-1))
    assert "Fortryd sletningen" not in words(client.get(url(running)))
    assert removed.KEY not in client.session
    client.post(url(running, "fortryd/"))
    assert not ChildVoice.objects.exists()


def test_a_planned_cycle_is_deleted_and_brought_back(
    as_user: As, running: TrialAction, anders: User, rikke: User
) -> None:
    client, one = as_user(anders), url(running, "cyklusser/1/")
    plan = {"title": "Legepatrulje", "planned_on": "2026-10-05", "question": "Hjælper det?", "prediction": "75 %."}
    client.post(url(running, "cyklusser/ny/"), plan)
    assert "Slet cyklussen" in words(client.get(one))
    assert "Slet cyklussen" not in words(as_user(rikke).get(one))
    stale = words(client.post(f"{one}slet/", {"revision": "0"}, follow=True))
    assert "En kollega har skrevet i cyklussen imens" in stale
    page = words(client.post(f"{one}slet/", {"revision": "1"}, follow=True))
    assert "Cyklussen er slettet. Fortryd sletningen" in page
    assert not ImprovementCycle.objects.exists()
    assert "Cyklussen er tilbage." in words(client.post(url(running, "fortryd/"), follow=True))
    assert ImprovementCycle.objects.get().question == "Hjælper det?"


@pytest.mark.parametrize(
    ("part", "name"), [("try", "tried_from"), ("reflect", "reflected_on"), ("adjust", "adjusted_on")]
)
def test_a_day_to_come_is_refused_beside_the_field(
    as_user: As, running: TrialAction, anders: User, part: str, name: str
) -> None:
    steps = {"try": "plan", "reflect": "try", "adjust": "reflect"}
    said = {"number": 1, "title": "Leg", "planned_on": DAY, "tried_from": DAY, "reflected_on": DAY}
    running.cycles.create(step=steps[part], **said)
    tomorrow = timezone.localdate() + timedelta(days=1)
    fields = {"part": part, "revision": "1", f"{part}-{name}": tomorrow.isoformat()}
    fields |= {f"{part}-result": "Ja", f"{part}-against_prediction": "Ja"}
    fields |= {f"{part}-decision": "adopt", f"{part}-adjustment": "Ja"}
    answer = as_user(anders).post(url(running, "cyklusser/1/"), fields)
    assert answer.context["form"].errors == {name: ["Dagen er ikke kommet endnu."]}
    assert "Fejl: Cyklus 1: Leg" in words(answer)


def test_all_that_is_wrong_with_the_agreement_stands_at_the_top(as_user: As, room: make.Room, anders: User) -> None:
    row = make.submitted(room.round, anders, units=room.units, state="selected")
    measure = measuring.measure_of(row)
    wrong = {f"maal-{measure.pk}-baseline_points": "otte", f"maal-{measure.pk}-first_on": "1900-01-01"}
    answer = as_user(anders).post(url(row, "aftale/rediger/"), agreement_fields(measure, **wrong))
    html = answer.content.decode()
    assert re.search(r"<title>([^<]*)–", html)[1].strip() == f"Fejl: Skriv dataaftalen: {row}"  # type: ignore[index]
    summary = html[html.index("data-error-summary") : html.index("</ul>", html.index("data-error-summary"))]
    links = re.findall(r'<a href="#([^"]+)">([^<]+)</a>', summary)
    assert links == [
        (f"id_maal-{measure.pk}-first_on", "Skriv et år mellem 2020 og 2100."),
        (f"id_maal-{measure.pk}-baseline_points", "Skriv et helt tal."),
    ]
    both = as_user(anders).post(url(row, "aftale/rediger/"), agreement_fields(measure, **wrong, handling=""))
    assert both.content.decode().count("data-error-summary") == 1
    assert "Fejl: Fejl" not in words(both)


def test_the_agreement_says_what_is_worth_a_second_look(as_user: As, room: make.Room, anders: User) -> None:
    row = make.submitted(room.round, anders, units=room.units, state="selected")
    client, measure = as_user(anders), measuring.measure_of(row)
    assert "Ingen af dem ligger før begyndelsen" in words(client.get(url(row, "aftale/rediger/")))
    client.post(url(row, "aftale/rediger/"), agreement_fields(measure))
    page = words(client.get(url(row, "aftale/")))
    assert "Se efter, før I skriver under" in page
    assert "Ingen af dem ligger før begyndelsen 2. februar 2026" in page
    TrialAction.objects.update(state="running")
    assert "Se efter, før I skriver under" not in words(client.get(url(row, "aftale/")))


def test_the_leaders_page_shows_first_what_needs_the_leader(as_user: As, room: make.Room, anders: User) -> None:
    leader = world.user(room.units[0].leader_email, "Karen Toft")
    late = make.running(room.round, anders, units=room.units, title="Mangler")
    calm = make.running(room.round, anders, units=room.units, title="I ro")
    for title, state in (
        ("Valgt", "selected"),
        ("Aftalt", "agreed"),
        ("Nej", "declined"),
        ("Hos udvalget", "in_review"),
    ):
        make.submitted(room.round, anders, units=room.units, title=title, state=state)
    Collection.objects.filter(measure__trial_action=calm).delete()
    due = timezone.localdate() - timedelta(days=3)
    Collection.objects.get_or_create(measure=measuring.measure_of(late), due_on=due)
    rows = as_user(leader).get("/strategi/mine-enheder/").context["rows"]
    assert [str(row) for row, _ in rows] == ["Mangler", "I ro", "Aftalt", "Valgt", "Nej", "Hos udvalget"]
    reflect = {"number": 1, "title": "Leg", "planned_on": DAY, "step": "try", "tried_from": DAY, "tried_to": DAY}
    calm.cycles.create(**reflect)
    Collection.objects.filter(measure__trial_action=late).delete()
    rows = as_user(leader).get("/strategi/mine-enheder/").context["rows"]
    assert [str(row) for row, _ in rows][:2] == ["I ro", "Mangler"]


def test_nothing_is_missing_after_the_end(as_user: As, running: TrialAction, measure: Measure, anders: User) -> None:
    client, stopped = as_user(anders), datetime(2026, 4, 1, 12, tzinfo=UTC)
    make.measured(measure, [(30 + week * 7 % 5, 46) for week in range(16)], anders, first=make.STARTS)
    stopping.stop(trial_action=running, learnt="Det var for meget for os.", by=anders, at=stopped)
    found = client.get(url(running)).context["page"].chosen
    assert [row.due_on for row in found.overdue if row.due_on >= stopped.date()] == []
    assert (found.coming, found.signal.title) == (None, "Ingen sikker ændring")
    for path in ("", "udskriv/", "stemmer/", f"maalinger/{measure.pk}/"):
        shown = words(client.get(url(running, path)))
        assert "endnu" not in shown.lower()
    assert "Der blev ikke skrevet citater." in words(client.get(url(running)))
    waiting = client.get(url(running, f"maalinger/{measure.pk}/")).context["waiting"]
    assert [row for row in waiting if row.due_on >= stopped.date()] == []


def test_few_measurements_at_the_end_are_not_asked_for(as_user: As, running: TrialAction, anders: User) -> None:
    stopping.stop(trial_action=running, learnt="Det var for meget for os.", by=anders, at=timezone.now())
    page = words(as_user(anders).get(url(running)))
    assert "Ingen målinger Der blev ikke målt." in page
    assert "mangler" not in page.lower()


def test_a_quote_is_removed_after_the_end_and_out_of_what_was_frozen(
    as_user: As, running: TrialAction, measure: Measure, anders: User, mette: User, rikke: User
) -> None:
    team, coordinator = as_user(anders), as_user(mette)
    for quote in ("Nu spørger de.", "Vi leger mere."):
        team.post(url(running, "stemmer/ny/"), VOICE | {"quote": quote})
    row = ChildVoice.objects.get(quote="Nu spørger de.")
    found = standing.of(running, today=timezone.localdate())
    common = {"trial_action": running, "updated_at": timezone.now(), "updated_by": anders}
    words_of = " ".join(standing.voice_words(one) for one in found["voices"])
    HalfYearStatus.objects.create(figures=found, children_say=f"De siger: {words_of}", **common)
    Evaluation.objects.create(evidence={"strength": "strong", "standing": found}, **common)
    TrialAction.objects.update(state="evaluated")

    path = url(running, f"stemmer/{row.pk}/")
    for client in (team, coordinator):
        page = words(client.get(path))
        assert "Slet citatet" in page
        assert "Hvem sagde det?" not in page
        assert client.post(path, VOICE).status_code == 403
    assert as_user(rikke).get(path).status_code == 403
    assert "Slet citatet af" in words(coordinator.get(url(running, "stemmer/")))
    assert "Citatet er slettet. Fortryd" in words(coordinator.post(f"{path}slet/", follow=True))
    status, evaluation = HalfYearStatus.objects.get(), Evaluation.objects.get()
    for kept in (status.figures, evaluation.evidence["standing"]):
        assert [one["quote"] for one in kept["voices"]] == ["Vi leger mere."]
    assert status.children_say == (
        "De siger: “Vi leger mere.” (Barn i 3. årgang, 5. oktober 2026) (et citat er slettet)"
    )
    assert "Citatet er tilbage." in words(coordinator.post(url(running, "fortryd/"), follow=True))
    assert set(ChildVoice.objects.values_list("quote", flat=True)) == {"Nu spørger de.", "Vi leger mere."}
    assert "og ret alle citater" not in words(team.get(url(running)))


def test_an_odd_value_is_asked_about_once(as_user: As, running: TrialAction, anders: User) -> None:
    client, value = as_user(anders), make.rate(running, "Minutter", kind="value", unit="minutter")
    path = url(running, f"maalinger/{value.pk}/ny/")
    said = {"value": "12,8", "note": "", "on": "2026-03-02"}
    assert client.post(path, said).status_code == 302
    for odd, told in (("-5", "Tallet er under nul."), ("99999999", "mere end 10 gange så stort som sidst (12,8).")):
        asked = client.post(path, said | {"value": odd, "on": "2026-03-09"})
        assert (asked.status_code, told in words(asked), "Ja, tallet er rigtigt" in words(asked)) == (422, True, True)
    assert Measurement.objects.count() == 1
    assert "Ja, tallet er rigtigt" not in words(client.get(path))
    sure = said | {"value": "-5", "on": "2026-03-09", "sure": "on"}
    assert client.post(path, sure).status_code == 302
    row = Measurement.objects.get(on="2026-03-02")
    one = url(running, f"maaling/{row.pk}/")
    changed = client.post(one, said | {"value": "1280", "seen": measurements.mark_of(row)})
    assert (changed.status_code, "mere end 10 gange så stort" in words(changed)) == (422, True)
    same = client.post(one, said | {"note": "Regn", "seen": measurements.mark_of(row)})
    assert same.status_code == 302


def test_a_form_that_cannot_be_saved_is_not_shown(
    as_user: As, running: TrialAction, measure: Measure, anders: User
) -> None:
    make.measured(measure, [(31, 46)], anders)
    row = Measurement.objects.get()
    TrialAction.objects.update(state="evaluated")
    for path in (f"maalinger/{measure.pk}/ny/", f"maalinger/{measure.pk}/indsaet/", f"maaling/{row.pk}/"):
        answer = as_user(anders).get(url(running, path), follow=True)
        assert answer.redirect_chain == [(url(running), 302)]
        assert "Prøvehandlingen er slut, så målingerne ligger fast." in words(answer)


def test_a_quote_that_is_mended_is_mended_in_what_was_frozen(as_user: As, running: TrialAction, anders: User) -> None:
    team = as_user(anders)
    team.post(url(running, "stemmer/ny/"), VOICE)
    found = standing.of(running, today=timezone.localdate())
    said = f"De siger: {standing.voice_words(found['voices'][0])}"
    HalfYearStatus.objects.create(
        trial_action=running, figures=found, children_say=said, updated_at=timezone.now(), updated_by=anders
    )
    row = ChildVoice.objects.get()
    seen = child_voices.mark_of(row)
    team.post(url(running, f"stemmer/{row.pk}/"), VOICE | {"quote": "Vi leger mere.", "seen": seen})
    status = HalfYearStatus.objects.get()
    assert [one["quote"] for one in status.figures["voices"]] == ["Vi leger mere."]
    assert status.children_say == "De siger: “Vi leger mere.” (Barn i 3. årgang, 5. oktober 2026)"


@pytest.mark.parametrize("state", ["running", "evaluated", "in_catalogue", "stopped"])
def test_a_remark_is_emptied_at_any_time_and_the_number_stays(
    as_user: As, running: TrialAction, measure: Measure, anders: User, mette: User, rikke: User, state: str
) -> None:
    row = Measurement.objects.create(
        measure=measure, on=DAY, numerator=30, denominator=46, note="Bo", at=timezone.now(), by=anders
    )
    TrialAction.objects.update(state=state, stopped_at=timezone.now(), stopped_by=anders)
    path, listed = url(running, f"maaling/{row.pk}/bemaerkning/"), url(running, f"maalinger/{measure.pk}/")
    assert as_user(rikke).post(path).status_code == 403
    seen = ["Slet bemærkningen for" in words(as_user(who).get(listed)) for who in (anders, mette, rikke)]
    assert seen == [True, True, False]
    for who in (mette, anders):
        assert "Bemærkningen for 2. marts 2026 er slettet." in words(as_user(who).post(path, follow=True))
    row.refresh_from_db()
    assert (row.numerator, row.denominator, row.note) == (30, 46, "")
    event = AuditEvent.objects.get(action="trial_action.remark_cleared")
    assert ("Bo" in event.summary, event.actor) == (False, mette)


def test_an_observation_is_emptied_too(running: TrialAction, measure: Measure, anders: User) -> None:
    row = Measurement.objects.create(measure=measure, on=DAY, note="Bo græd", at=timezone.now(), by=anders)
    remarks.clear(measurement=row, by=anders, at=timezone.now())
    row.refresh_from_db()
    assert row.note == "(iagttagelsen er slettet)"


def test_stopping_is_asked_about(as_user: As, running: TrialAction, anders: User) -> None:
    client, learnt = as_user(anders), "Det krævede flere voksne."
    assert client.post(url(running, "stop/"), {"learnt": "x", "sure": "1"}).status_code == 422
    page = client.post(url(running, "stop/"), {"learnt": learnt}).content.decode()
    running.refresh_from_db()
    assert ("Stop prøvehandlingen?" in page, running.state) == (True, "running")
    page = client.post(url(running, "stop/"), {"learnt": learnt, "mend": "1"}).content.decode()
    assert f"{learnt}</textarea>" in page
    client.post(url(running, "stop/"), {"learnt": learnt, "sure": "1"})
    running.refresh_from_db()
    assert (running.state, running.learnt) == ("stopped", learnt)

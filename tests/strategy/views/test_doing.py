"""The pages of a trial action's doing: agreement, measurements, paste, cycles, voices, notes, stop."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import Workbook

from accounts.models import User
from partnerships.models import Municipality
from strategy import measurements
from strategy.models import ChildVoice, Collection, DataAgreement, Measure, Measurement, TrialAction
from tests.factories import measuring, world
from tests.factories import trial_actions as make

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
DAY = date(2026, 3, 2)


@pytest.fixture
def room(stevns: Municipality, mette: User) -> make.Room:
    return make.room(stevns, mette)


@pytest.fixture
def running(room: make.Room, mette: User, anders: User) -> TrialAction:
    return measuring.running(room, anders, mette)


@pytest.fixture
def measure(running: TrialAction) -> Measure:
    return measuring.measure_of(running)


def url(row: TrialAction, rest: str = "") -> str:
    return f"/strategi/proevehandlinger/{row.pk}/{rest}"


def words(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def agreement_fields(measure: Measure, **changes: str) -> dict[str, str]:
    said = {
        f"maal-{measure.pk}-instrument": "Ét spørgsmål",
        f"maal-{measure.pk}-collector": "Klassens pædagog",
        f"maal-{measure.pk}-frequency": "weekly",
        f"maal-{measure.pk}-first_on": "2026-02-02",
        f"maal-{measure.pk}-baseline_points": "8",
        "starts_on": "2026-02-02",
        "status_on": "2026-08-10",
        "ends_on": "2027-01-29",
        "handling": "I et ark uden navne.",
        "version": "0",
    }
    return said | changes


@pytest.mark.parametrize(
    ("state", "heading"),
    [("declined", "Udvalget valgte den ikke"), ("reserve", "På reserve som nr. 1"), ("in_review", "Udvalget har den")],
)
def test_before_it_is_selected(as_user: As, room: make.Room, anders: User, state: str, heading: str) -> None:
    row = make.submitted(room.round, anders, units=room.units, state=state, grounds="Den kan blive mindre.")
    page = words(as_user(anders).get(url(row)))
    assert f"{heading} Den kan blive mindre. Målinger, cyklusser og dataaftale kommer her" in page


def test_from_the_agreement_to_the_start(as_user: As, room: make.Room, anders: User, mette: User) -> None:
    row = make.submitted(room.round, anders, units=room.units, state="selected")
    team, municipality = as_user(anders), as_user(mette)
    page = words(team.get(url(row)))
    assert "Aftal, hvad I måler" in page
    assert "Gem måling" not in page
    assert "Ugentligt trivselstjek" in team.get(url(row, "aftale/rediger/")).content.decode()

    saved = team.post(url(row, "aftale/rediger/"), agreement_fields(measuring.measure_of(row)))
    assert saved["Location"] == url(row, "aftale/")
    shown = words(team.get(url(row, "aftale/")))
    assert "Hver uge, mandag, første gang 2. februar 2026" in shown
    assert "12 dage er sprunget over" in shown
    assert "Skriv under for kommunen" not in shown

    early = team.post(url(row, "begynd/"), follow=True)
    assert "når begge parter har skrevet dataaftalen under" in words(early)
    assert team.post(url(row, "aftale/underskriv/kommune/"), {"version": "1"}).status_code == 403
    assert "Du har skrevet under." in words(
        team.post(url(row, "aftale/underskriv/team/"), {"version": "1"}, follow=True)
    )
    done = municipality.post(url(row, "aftale/underskriv/kommune/"), {"version": "1"}, follow=True)
    assert "Begge har skrevet under. Målingerne står i planen." in words(done)
    assert municipality.post(url(row, "begynd/")).status_code == 403
    begun = words(team.post(url(row, "begynd/"), follow=True))
    assert "Prøvehandlingen er i gang." in begun
    row.refresh_from_db()
    assert row.state == "running"


def test_two_write_the_agreement(as_user: As, room: make.Room, anders: User, mette: User) -> None:
    row = make.submitted(room.round, anders, units=room.units, state="selected")
    measure = measuring.measure_of(row)
    as_user(mette).post(url(row, "aftale/rediger/"), agreement_fields(measure, handling="I en låst mappe."))
    said = agreement_fields(measure, **{f"maal-{measure.pk}-collector": "Skolelederen"})
    answer = as_user(anders).post(url(row, "aftale/rediger/"), said)
    page = words(answer)
    assert answer.status_code == 422
    assert "Mette Holm har ændret aftalen imens" in page
    assert "I en låst mappe." in page
    assert "Skolelederen" in answer.content.decode()
    assert DataAgreement.objects.get().handling == "I en låst mappe."
    assert as_user(anders).post(url(row, "aftale/rediger/"), said | {"version": "1"}).status_code == 302
    assert DataAgreement.objects.get().version == 2


def test_what_is_wrong_with_the_agreement_is_said(as_user: As, room: make.Room, anders: User) -> None:
    row = make.submitted(room.round, anders, units=room.units, state="selected")
    measure = measuring.measure_of(row)
    said = agreement_fields(measure, status_on="2025-08-10", handling="", **{f"maal-{measure.pk}-first_on": ""})
    answer = as_user(anders).post(url(row, "aftale/rediger/"), said)
    page = words(answer)
    assert answer.status_code == 422
    for told in ("Status skal ligge, efter at I er begyndt", "Skriv, hvor I samler tallene", "Vælg den første dag"):
        assert told in page
    assert not DataAgreement.objects.exists()


def typed(on: date, part: int, whole: int, **more: str) -> dict[str, str]:
    return {"on": on.isoformat(), "numerator": str(part), "denominator": str(whole), "note": "", **more}


def test_two_numbers_one_note_one_button(as_user: As, running: TrialAction, measure: Measure, anders: User) -> None:
    client = as_user(anders)
    due = Collection.objects.filter(due_on__lte=timezone.localdate()).order_by("-due_on")[0]
    page = client.get(url(running)).content.decode()
    assert f'name="collection" value="{due.pk}"' in page
    assert "Hvor mange svarede ja?" in page
    said = typed(due.due_on, 37, 46, note="Regn", collection=str(due.pk))
    answer = client.post(url(running, f"maalinger/{measure.pk}/ny/"), said, follow=True)
    assert "Gemt: 37 ud af 46 for" in words(answer)
    row = Measurement.objects.get()
    assert (row.collection, row.numerator, row.denominator, row.note) == (due, 37, 46, "Regn")
    page = words(client.get(url(running)))
    assert "For få målinger til at sige noget" in page
    assert "I har 1 måling." in page


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"numerator": ""}, "Skriv, hvor mange"),
        ({"numerator": "47"}, "47 kan ikke være ud af 46"),
        ({"numerator": "3,5"}, "ikke et helt antal"),
        ({"denominator": "0"}, "Skriv mindst 1."),
        ({"on": ""}, "Vælg, hvilken dag I målte"),
        ({"on": "2035-01-01"}, "er ikke kommet endnu"),
        ({"note": "Barnet 010100-1239"}, "CPR"),
        ({"note": "x" * 1001}, "Skriv højst 1.000 tegn"),
    ],
)
def test_what_cannot_be_saved_is_said_and_kept(
    as_user: As, running: TrialAction, measure: Measure, anders: User, changes: dict[str, str], told: str
) -> None:
    said = typed(DAY, 37, 46, note="Det gik godt") | changes
    answer = as_user(anders).post(url(running, f"maalinger/{measure.pk}/ny/"), said)
    assert answer.status_code == 422
    assert told in words(answer)
    assert f'value="{said["denominator"]}"' in answer.content.decode()
    assert not Measurement.objects.exists()


def test_a_colleague_typed_it_first(
    as_user: As, running: TrialAction, measure: Measure, anders: User, mette: User
) -> None:
    said = measurements.Said(DAY, None, 31, 46)
    row = measurements.add(measure=measure, said=said, by=mette, at=timezone.now())
    answer = as_user(anders).post(url(running, f"maalinger/{measure.pk}/ny/"), typed(DAY, 37, 46))
    assert answer.status_code == 422
    assert "Mette Holm har allerede tastet 31 ud af 46 for 2. marts 2026" in words(answer)
    assert url(running, f"maaling/{row.pk}/") in answer.content.decode()
    assert 'value="37"' in answer.content.decode()


def test_mended_deleted_and_brought_back(as_user: As, running: TrialAction, measure: Measure, anders: User) -> None:
    client = as_user(anders)
    client.post(url(running, f"maalinger/{measure.pk}/ny/"), typed(DAY, 31, 46))
    row = Measurement.objects.get()
    one = url(running, f"maaling/{row.pk}/")
    seen = re.search(r'name="seen" value="([^"]+)"', client.get(one).content.decode())[1]  # type: ignore[index]
    assert "Rettet: 32 ud af 46" in words(client.post(one, typed(DAY, 32, 46, seen=seen), follow=True))
    stale = client.post(one, typed(DAY, 33, 46, seen=seen))
    assert (stale.status_code, "Nu er den 32 ud af 46" in words(stale)) == (422, True)
    assert "Nu er den 32 ud af 46" in words(client.post(f"{one}slet/", {"seen": seen}, follow=True))

    row.refresh_from_db()
    page = words(client.post(f"{one}slet/", {"seen": measurements.mark_of(row)}, follow=True))
    assert "Målingen er slettet. Fortryd sletningen" in page
    assert not Measurement.objects.exists()
    page = words(client.post(url(running, "fortryd/"), follow=True))
    assert "Målingen er tilbage." in page
    assert "Fortryd sletningen" not in page
    assert Measurement.objects.get().numerator == 32


PASTED = "\n".join(
    (
        "Dato\tJa\tSpurgt",
        "02.03.2026\t31\t46",
        "09.03.2026\t60\t46",
        "uge 12 2026\t33\t46\tRegn",
        "23.03.2026\t34\t46\tCPR 010100-1239",
    )
)


def test_pasted_with_a_look_first(as_user: As, running: TrialAction, measure: Measure, anders: User) -> None:
    client = as_user(anders)
    path = url(running, f"maalinger/{measure.pk}/indsaet/")
    shown = words(client.post(path, {"text": PASTED}))
    assert "2 nye målinger, 2 linjer med fejl" in shown
    assert "60 kan ikke være ud af 46. Er tallene byttet om?" in shown
    assert not Measurement.objects.exists()
    done = client.post(path, {"text": PASTED, "save": "1"}, follow=True)
    assert "2 målinger er gemt." in words(done)
    kept = list(Measurement.objects.order_by("on").values_list("on", "numerator", "note"))
    assert kept == [(date(2026, 3, 2), 31, ""), (date(2026, 3, 16), 33, "Regn")]
    again = words(client.post(path, {"text": PASTED.replace("33", "35")}))
    assert "1 findes allerede og er de samme" in again
    assert "Beholder 33 ud af 46" in again
    assert Measurement.objects.count() == 2


def sheet(rows: list[list[Any]]) -> SimpleUploadedFile:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    data = BytesIO()
    book.save(data)
    return SimpleUploadedFile("maalinger.xlsx", data.getvalue())


def test_a_spreadsheet_and_a_csv_file(as_user: As, running: TrialAction, measure: Measure, anders: User) -> None:
    client = as_user(anders)
    path = url(running, f"maalinger/{measure.pk}/indsaet/")
    shown = words(
        client.post(path, {"file": sheet([["Dato", "Ja", "Spurgt"], [DAY, 31, 46], [date(2026, 3, 9), 32.0, 46]])})
    )
    assert "2 nye målinger" in shown
    assert "2. marts 2026 31 ud af 46" in shown
    csv = SimpleUploadedFile("maalinger.csv", "Dato;Ja;Spurgt;Note\n02.03.2026;31;46;Små børn\n".encode("cp1252"))
    assert "Små børn" in words(client.post(path, {"file": csv}))


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.xlsx", b"PK\x03\x04" + b"x" * 200, "ødelagt"),
        ("a.pdf", b"%PDF-1.7", "Vælg et regneark (.xlsx) eller en CSV-fil."),
        ("a.csv", b"\x00\x01\x02", "Filen er ikke tekst."),
        ("a.csv", b"", "Filen er tom."),
        ("a.csv", b"hej\nmed jer\n", "ikke en dato"),
        ("a.csv", b"x" * 2_000_001, "højst fylde 2 MB"),
    ],
)
def test_files_that_cannot_be_read(
    as_user: As, running: TrialAction, measure: Measure, anders: User, name: str, data: bytes, told: str
) -> None:
    path = url(running, f"maalinger/{measure.pk}/indsaet/")
    answer = as_user(anders).post(path, {"file": SimpleUploadedFile(name, data)})
    assert told in words(answer)
    assert not Measurement.objects.exists()


def test_a_cycle_is_written_on_its_page(as_user: As, running: TrialAction, anders: User, rikke: User) -> None:
    client = as_user(anders)
    plan = {"title": "Legepatrulje", "planned_on": "2026-10-05", "question": "Hjælper det?", "prediction": "75 %."}
    made = client.post(url(running, "cyklusser/ny/"), plan)
    assert made["Location"] == url(running, "cyklusser/1/")
    one = url(running, "cyklusser/1/")
    tried = {"part": "try", "revision": "1", "try-tried_from": "2026-10-06", "try-tried": "To gange om dagen."}
    assert client.post(one, tried).status_code == 302
    stale = client.post(one, tried | {"try-tried": "Noget andet."})
    assert (stale.status_code, "En kollega har skrevet i cyklussen imens" in words(stale)) == (422, True)
    reflect = {
        "part": "reflect",
        "revision": "2",
        "reflect-reflected_on": "2026-10-30",
        "reflect-result": "Flere legede.",
        "reflect-against_prediction": "68 % mod 75 %",
    }
    assert client.post(one, reflect).status_code == 302
    adjust = {"part": "adjust", "revision": "3", "adjust-adjusted_on": "2026-10-31"}
    missing = client.post(one, adjust)
    assert "Vælg, hvad I gør" in words(missing)
    adjust |= {"adjust-decision": "adopt", "adjust-adjustment": "Vi bliver ved."}
    assert client.post(one, adjust).status_code == 302
    page = words(as_user(rikke).get(url(running)))
    for told in ("Legepatrulje", "Beholdt", "68 % mod 75 %", "Vi bliver ved."):
        assert told in page
    assert as_user(rikke).post(one, adjust).status_code == 403


def test_voices_tracks_and_a_leaders_note(as_user: As, running: TrialAction, room: make.Room, anders: User) -> None:
    client = as_user(anders)
    voice = {"quote": "Nu spørger de.", "said_by": "Barn i 3. årgang", "on": "2026-10-05"}
    assert client.post(url(running, "stemmer/ny/"), voice)["Location"] == f"{url(running)}#boernene"
    row = ChildVoice.objects.get()
    path = url(running, f"stemmer/{row.pk}/")
    seen = re.search(r'name="seen" value="([^"]+)"', client.get(path).content.decode())[1]  # type: ignore[index]
    assert client.post(path, voice | {"quote": "Nu spørger de altid.", "seen": seen}).status_code == 302
    assert client.post(path, voice | {"quote": "Aldrig.", "seen": seen}).status_code == 422
    track = {"title": "At invitere", "on": "2026-10-05", "who": "SFO", "learnt": ""}
    assert client.post(url(running, "oevebaner/ny/"), track).status_code == 302
    leader = world.user(room.units[0].leader_email, "Karen Toft")
    note = {"unit": str(room.units[0].pk), "text": "Vikar aftalt.", "on": "2026-10-05"}
    assert as_user(leader).post(url(running, "ledernote/"), note).status_code == 302
    page = words(client.get(url(running)))
    for told in ("“Nu spørger de altid.”", "At invitere", "Karen Toft, Klintskolen: Vikar aftalt."):
        assert told in page


def test_a_days_pause(as_user: As, running: TrialAction, measure: Measure, anders: User) -> None:
    client = as_user(anders)
    row = Collection.objects.get(due_on=DAY)
    path = url(running, f"indsamling/{row.pk}/")
    assert client.post(path, {"reason": ""}).status_code == 422
    assert "er sprunget over" in words(client.post(path, {"reason": "Lejrskole"}, follow=True))
    listed = words(client.get(url(running, f"maalinger/{measure.pk}/")))
    assert "Mandag 2. marts 2026 sprunget over: Lejrskole" not in listed  # older than those shown
    client.post(path, {"undo": "1"})
    row.refresh_from_db()
    assert row.skipped_because == ""


def test_stopped(as_user: As, running: TrialAction, mette: User, anders: User) -> None:
    client = as_user(mette)
    assert client.post(url(running, "stop/"), {"learnt": " "}).status_code == 422
    page = words(client.post(url(running, "stop/"), {"learnt": "Det krævede flere voksne.", "sure": "1"}, follow=True))
    assert "Det lærte vi" in page
    assert "Det krævede flere voksne." in page
    assert "Gem måling" not in words(as_user(anders).get(url(running)))


def test_the_leaders_page(as_user: As, running: TrialAction, room: make.Room, measure: Measure, rikke: User) -> None:
    leader = world.user(room.units[0].leader_email, "Karen Toft")
    page = words(as_user(leader).get("/strategi/mine-enheder/"))
    assert "Klintskolen" in page
    assert "Havde nogen at være sammen med:" in page
    assert "målinger mangler, senest" in page
    crumbs = as_user(leader).get(url(running)).content.decode()
    assert '<a href="/strategi/mine-enheder/">Mine enheder</a>' in crumbs
    assert f'<a href="/strategi/{room.strategy.slug}/proevehandlinger/">' not in crumbs
    assert "Du står ikke som leder af en enhed" in words(as_user(rikke).get("/strategi/mine-enheder/"))


def test_the_leaders_page_asks_the_same_and_says_what_is_waited_for(
    as_user: As, room: make.Room, running: TrialAction, anders: User, django_assert_num_queries: Any
) -> None:
    leader = world.user(room.units[0].leader_email, "Karen Toft")
    client, path = as_user(leader), "/strategi/mine-enheder/"
    client.get(path)
    with django_assert_num_queries(LED):
        assert "Der er brug for dit svar" not in words(client.get(path))
    for place in range(3):
        make.running(room.round, anders, units=room.units, title=f"Nummer {place}")
    with django_assert_num_queries(LED):
        assert "Nummer 2" in words(client.get(path))
    asked = make.complete(room.round, anders, units=room.units, title="Morgenro")
    asked.partners.all()[0].confirmations.update(answered_at=None, is_given=None)
    page = words(client.get(path))
    assert "Der er brug for dit svar" in page
    assert "Morgenro" in page


def test_the_list_asks_the_same_whatever_it_shows(
    as_user: As, room: make.Room, running: TrialAction, anders: User, django_assert_num_queries: Any
) -> None:
    client, path = as_user(anders), f"/strategi/{room.strategy.slug}/proevehandlinger/"
    client.get(path)
    with django_assert_num_queries(LISTED):
        assert "Sammen om frikvarteret" in words(client.get(path))
    for place in range(4):
        make.submitted(room.round, anders, units=room.units, state="selected", title=f"Nummer {place}")
    with django_assert_num_queries(LISTED):
        assert "Nummer 3" in words(client.get(path))
    with django_assert_num_queries(LISTED):
        assert "Nummer 3" not in words(client.get(f"{path}?vis=i-gang"))


def test_the_page_asks_the_same_however_much_is_measured(
    as_user: As, running: TrialAction, measure: Measure, anders: User, django_assert_num_queries: Any
) -> None:
    client = as_user(anders)
    make.measured(measure, [(30, 46)] * 2, anders)
    client.get(url(running))
    with django_assert_num_queries(PAGE):
        client.get(url(running))
    make.measured(measure, [(30 + week % 7, 46) for week in range(30)], anders, first=make.STARTS + timedelta(days=14))
    with django_assert_num_queries(PAGE):
        assert "32 målinger" in words(client.get(url(running)))
    with django_assert_num_queries(SHEET):
        assert client.get(url(running, "udskriv/")).status_code == 200


LISTED, PAGE, SHEET, LED = 10, 22, 19, 13

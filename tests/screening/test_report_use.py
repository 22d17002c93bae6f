"""Reports: versions of what a screening says, made once however often they are asked for."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEvent, User
from documents import kinds
from documents.models import Document
from partnerships.models import Enrolment
from screening import report_contents, reports, snapshot
from screening.models import Assessment, Assignment, Report, Screening, Source
from tests.factories import screenings, world

AT = world.NOW
LATER = AT + timedelta(days=3)


@pytest.fixture(autouse=True)
def _no_demo(settings: Any) -> None:
    """What a demo adds to the notice is tested by itself."""
    settings.DEMO = False


@pytest.fixture
def helle(db: None) -> User:
    """The colleague who reviews."""
    return world.user("helle.lind@komponent.example", "Helle Lind", is_consultant=True)


@pytest.fixture
def assessed(binding: Enrolment, jonas: User, helle: User) -> Screening:
    return screenings.assessed(binding, jonas, reviewer=helle)


def deliver(row: Screening) -> None:
    Screening.objects.filter(pk=row.pk).update(state="delivered", delivered_at=AT)


def rewrite(row: Screening, number: int, **values: object) -> None:
    Assessment.objects.filter(screening=row, lever__number=number).update(**values)


def test_the_first_report_orders_both_documents(assessed: Screening, jonas: User) -> None:
    report = reports.make(screening=assessed, by=jonas, at=AT)
    assert (report.version, report.changes, report.snapshot["notice"]) == (1, [], snapshot.DRAFT_NOTICE)
    made = Document.objects.filter(kind__startswith="screening").order_by("kind")
    assert list(made.values_list("kind", "filename", "state")) == [
        ("screening_deck", "screening-0336-school-version-1.pptx", "queued"),
        ("screening_pdf", "screening-0336-school-version-1.pdf", "queued"),
    ]
    assert report.pdf.snapshot == report.deck.snapshot == {"report": report.snapshot, "hash": report.short_hash}
    event = AuditEvent.objects.get(action="screening.report_made")
    assert (event.summary, event.scope) == ("lavede rapporten, version 1 (foranalyse af skoleområdet)", "0336")


def test_the_same_content_twice_is_one_report(assessed: Screening, jonas: User, signe: User) -> None:
    first = reports.make(screening=assessed, by=jonas, at=AT)
    assert reports.make(screening=assessed, by=signe, at=LATER) == first
    assert (Report.objects.count(), Document.objects.filter(kind__startswith="screening").count()) == (1, 2)


def test_a_newer_version_says_what_changed(assessed: Screening, jonas: User) -> None:
    first = reports.make(screening=assessed, by=jonas, at=AT)
    was = first.snapshot["levers"][0]["level"]
    rewrite(assessed, 1, level=5)
    second = reports.make(screening=assessed, by=jonas, at=LATER)
    short = second.snapshot["levers"][0]["short"]
    assert second.version == 2
    assert second.changes == [f"Greb 1, {short}: Niveauet er ændret fra {was} til 5."]
    assert second.snapshot["changes"] == second.changes


def test_a_delivered_version_is_compared_with_the_last_delivered(assessed: Screening, jonas: User) -> None:
    reports.make(screening=assessed, by=jonas, at=AT)
    rewrite(assessed, 1, level=5)
    deliver(assessed)
    second = reports.make(screening=assessed, by=jonas, at=AT)
    assert (second.version, second.changes, second.snapshot["notice"]) == (2, [], "")
    Report.objects.filter(pk=second.pk).update(delivered_at=AT)
    Screening.objects.filter(pk=assessed.pk).update(state="assessing")
    rewrite(assessed, 1, level=3)
    assert reports.make(screening=assessed, by=jonas, at=AT).version == 3
    rewrite(assessed, 1, level=2)
    deliver(assessed)
    last = reports.make(screening=assessed, by=jonas, at=LATER)
    assert last.version == 4
    assert last.changes == [f"Greb 1, {last.snapshot['levers'][0]['short']}: Niveauet er ændret fra 5 til 2."]


def test_the_demo_says_so(assessed: Screening, jonas: User, settings: Any) -> None:
    settings.DEMO = True
    words = f"{snapshot.DRAFT_NOTICE}. {snapshot.DEMO_NOTICE}"
    assert reports.make(screening=assessed, by=jonas, at=AT).snapshot["notice"] == words


def test_the_hash_is_of_what_is_kept(assessed: Screening, jonas: User) -> None:
    report = reports.make(screening=assessed, by=jonas, at=AT)
    report.refresh_from_db()
    assert snapshot.sha256(report.snapshot) == report.sha256
    turned = json.loads(json.dumps(dict(reversed(report.snapshot.items()))))
    assert snapshot.sha256(turned) == report.sha256
    assert snapshot.sha256(report.snapshot | {"version": "2"}) != report.sha256


@pytest.mark.parametrize("field", ["snapshot", "sha256", "version"])
def test_what_a_report_says_stays(assessed: Screening, jonas: User, field: str) -> None:
    report = reports.make(screening=assessed, by=jonas, at=AT)
    value = {"snapshot": {}, "sha256": "0" * 64, "version": 9}[field]
    with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(**{field: value})


def test_nothing_to_report_before_the_plan(binding: Enrolment, jonas: User) -> None:
    row = screenings.ordered(binding)
    with pytest.raises(reports.ReportRefused):
        reports.make(screening=row, by=jonas, at=AT)
    assert Report.objects.count() == 0


def test_the_snapshot_costs_the_same_however_much_is_written(binding: Enrolment, jonas: User) -> None:
    row = screenings.assessed(binding, jonas, kind="short")
    with CaptureQueriesContext(
        connection,
    ) as short:
        snapshot.build(Screening.objects.get(pk=row.pk), version=1, at=AT)
    for assessment in Assessment.objects.filter(screening=row):
        for place in range(4):
            finding = assessment.findings.create(
                kind="challenge", text=f"Fund {place}", position=place, updated_at=AT, updated_by=jonas
            )
            finding.citations.create(source=row.sources.all()[0], place="s. 2")
    with CaptureQueriesContext(connection) as longer:
        snapshot.build(Screening.objects.get(pk=row.pk), version=1, at=AT)
    assert len(short) == len(longer)


def test_the_snapshot_says_what_stands(assessed: Screening, jonas: User) -> None:
    told = snapshot.build(assessed, version=1, at=AT)
    assert [row["number"] for row in told["levers"]] == [1, 2, 3, 4, 5, 6, 7]
    assert (told["municipality"], told["area"], told["area_key"]) == ("Stevns Kommune", "Skoleområdet", "school")
    assert (told["date"], told["version"], told["model"]) == ("24. november 2026", "1", "7 greb, skole, version 1")
    assert len(told["level_names"]) == len(told["level_texts"]) == 5
    cited = {
        mark["code"]
        for lever in told["levers"]
        for finding in (*lever["strengths"], *lever["challenges"])
        for mark in finding["marks"]
    }
    assert cited <= {row["code"] for row in told["sources"]}
    first = Assessment.objects.get(screening=assessed, lever__number=1)
    assert (told["levers"][0]["level"], told["levers"][0]["reasons"]) == (first.level, first.reasons)
    assert told["levers"][0]["workshop"]["count"] > 3
    assert told["consultants"] == ["Konsulent, KL/Komponent"]
    assert "jonas" not in snapshot.canonical(told).lower()


def test_too_few_answers_are_not_told(binding: Enrolment, jonas: User) -> None:
    row = screenings.assessed(binding, jonas, kind="short")
    screenings.workshop(row, [(1, 1, 0, 0, 0), (1, 1, 1, 0, 0), *[(0, 0, 0, 0, 0)] * 5], by=jonas)
    told = snapshot.build(row, version=1, at=AT)
    assert told["levers"][0]["workshop"] is None
    assert told["levers"][1]["workshop"] == {
        "count": 3,
        "mean": 2.0,
        "median": 2,
        "q1": 1.5,
        "q3": 2.5,
        "counts": [1, 1, 1, 0, 0],
    }


def workshop_told(told: snapshot.Snapshot) -> tuple[int, str]:
    row = report_contents.method(told["method"])[2]
    return row["count"], row["text"]


def test_what_is_said_of_the_workshop_is_what_was_done(binding: Enrolment, jonas: User) -> None:
    row = screenings.assessed(binding, jonas, kind="short")
    none = (0, "Ingen workshop er holdt, så jeres eget billede mangler.")
    assert workshop_told(snapshot.build(row, version=1, at=AT)) == none
    held = screenings.workshop(row, [(1, 1, 1, 0, 0), *[(0, 0, 0, 0, 0)] * 6], by=jonas)
    gave = "satte anonymt et niveau på hvert greb, inden de kendte konsulenternes."
    assert workshop_told(snapshot.build(row, version=1, at=AT)) == (1, f"3 deltagere {gave}")  # no source is written
    groups = [["Skoleledere", 4], ["PPR", 1]]
    facts = {"held_on": AT.date(), "people": 5, "participants": groups, "added_at": AT, "added_by": jonas}
    Source.objects.create(screening=row, kind="workshop", number=1, title="Workshop", **facts)
    told = snapshot.build(row, version=1, at=AT)
    assert workshop_told(told) == (1, f"3 af 5 deltagere {gave}")
    assert told["sources"][-1]["title"] == "Workshop: 4 skoleledere og 1 PPR"
    held.answers.all().delete()
    talked = "5 deltagere talte om de syv greb. De gav ikke selv grebene et niveau."
    assert workshop_told(snapshot.build(row, version=1, at=AT)) == (1, talked)


def test_the_last_screening_of_the_same_area_stands_beside(
    assessed: Screening, mette: User, jonas: User, binding: Enrolment
) -> None:
    earlier = world.binding(binding.municipality, world.programme("tidligere"), mette)
    before = screenings.delivered(earlier, jonas, at=AT - timedelta(days=400))
    report = reports.make(screening=before, by=jonas, at=AT - timedelta(days=400))
    Report.objects.filter(pk=report.pk).update(delivered_at=AT - timedelta(days=400))
    told = snapshot.build(assessed, version=1, at=AT)
    levels = {str(row["number"]): row["level"] for row in report.snapshot["levers"]}
    assert told["previous"] == {"date": report.snapshot["date"], "levels": levels}
    assert snapshot.build(before, version=1, at=AT)["previous"] is None


def documents_of(user: User) -> list[str]:
    seen = Document.objects.visible_to(user).filter(kind__startswith="screening")
    return sorted(seen.values_list("kind", flat=True))


def test_who_sees_the_documents(
    assessed: Screening, jonas: User, helle: User, signe: User, mette: User, rikke: User, stranger: User, finn: User
) -> None:
    other = world.user("en.anden@komponent.example", "En Anden", is_consultant=True)
    report = reports.make(screening=assessed, by=jonas, at=AT)
    both = ["screening_deck", "screening_pdf"]
    people = (jonas, helle, signe, other, finn, mette, rikke, stranger)
    assert [documents_of(person) for person in people] == [both, both, both, [], [], [], [], []]
    Report.objects.filter(pk=report.pk).update(delivered_at=AT)
    assert [documents_of(person) for person in people] == [both, both, both, [], [], both, both, []]
    Assignment.objects.all().delete()
    assert documents_of(jonas) == []


def test_a_consultant_no_longer_one_sees_nothing(assessed: Screening, jonas: User) -> None:
    reports.make(screening=assessed, by=jonas, at=AT)
    User.objects.filter(pk=jonas.pk).update(is_consultant=False)
    jonas.refresh_from_db()
    assert documents_of(jonas) == []


def test_both_kinds_are_known() -> None:
    assert [kinds.get(key).label for key in ("screening_pdf", "screening_deck")] == [
        "Screeningsrapport",
        "Præsentation af screening",
    ]

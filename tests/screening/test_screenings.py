"""The life of a screening: orders become screenings, are planned, sent to the municipality, and begun."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from post_office.models import Email

from accounts.models import AuditEvent, User
from partnerships import enrolments
from partnerships.models import Enrolment, Participation
from screening import screenings, workshops
from screening.models import AnalysisModel, Screening
from tests.factories import world

AT = world.NOW


@pytest.fixture
def helle(db: None) -> User:
    """A second consultant."""
    return world.user("helle.lind@komponent.example", "Helle Lind", is_consultant=True)


@pytest.fixture
def ordered(binding: Enrolment) -> Screening:
    Participation.objects.filter(enrolment=binding, partnership__area="school").update(has_screening=True)
    assert screenings.take_orders(at=AT) == 1
    return Screening.objects.get()


@pytest.fixture
def model(db: None) -> AnalysisModel:
    return AnalysisModel.objects.create(area="school", version=1, title="7 greb, skole", created_at=AT, published_at=AT)


@pytest.fixture
def plan(model: AnalysisModel, jonas: User, helle: User) -> screenings.Plan:
    return screenings.Plan(
        analysis_model=model,
        consultants=[jonas],
        reviewer=helle,
        starts_on=date(2027, 1, 11),
        documents_due=date(2027, 1, 25),
        workshop_on=date(2027, 2, 11),
        report_due=date(2027, 3, 1),
    )


def do_plan(ordered: Screening, plan: screenings.Plan, by: User) -> Screening:
    return screenings.plan(screening=ordered, plan=plan, revision=ordered.revision, by=by, at=AT)


def summaries() -> list[str]:
    return list(AuditEvent.objects.filter(subject_type="screening").order_by("pk").values_list("summary", flat=True))


def mails() -> list[tuple[str, str]]:
    return [
        (email.to[0], email.subject) for email in Email.objects.filter(subject__contains="foranalyse").order_by("pk")
    ]


def test_an_order_becomes_one_screening(ordered: Screening) -> None:
    assert screenings.take_orders(at=AT) == 0
    assert (str(ordered), ordered.state, ordered.area) == (
        "Stevns Kommune: foranalyse af skoleområdet",
        "ordered",
        "school",
    )
    assert summaries() == ["tog imod bestillingen (foranalyse af skoleområdet)"]


def test_what_is_not_bound_or_is_over_is_no_order(draft: Enrolment) -> None:
    Participation.objects.update(has_screening=True)
    assert screenings.take_orders(at=AT) == 0
    enrolments.submit(enrolment=draft, by=draft.created_by, at=AT, signature=enrolments.Signature("A", "B", "C"))
    draft.programme.state = "finished"
    draft.programme.save()
    assert screenings.take_orders(at=AT) == 0


def test_a_plan_names_people_dates_and_checklist(
    ordered: Screening, plan: screenings.Plan, signe: User, jonas: User, helle: User
) -> None:
    row = do_plan(ordered, plan, signe)
    assert (row.state, row.revision, row.report_due, row.reviewer) == ("planned", 2, date(2027, 3, 1), helle)
    assert [assignment.consultant for assignment in row.assignments.all()] == [jonas]
    assert row.requests.count() == 8
    assert row.requests.get(position=8).title == "Seneste kvalitetsrapport for skolevæsenet"
    assert mails() == [
        ("jonas.krog@komponent.example", "Du er sat på Stevns Kommune: foranalyse af skoleområdet"),
        ("helle.lind@komponent.example", "Du er sat på Stevns Kommune: foranalyse af skoleområdet"),
    ]
    assert summaries()[1:] == ["lagde planen: Jonas Krog (foranalyse af skoleområdet)"]


def test_a_changed_plan_mails_only_who_is_new(
    ordered: Screening, plan: screenings.Plan, signe: User, jonas: User, helle: User
) -> None:
    row = do_plan(ordered, plan, signe)
    row = do_plan(row, replace(plan, consultants=[helle], reviewer=jonas), signe)
    assert [assignment.consultant for assignment in row.assignments.all()] == [helle]
    assert (row.reviewer, row.requests.count(), len(mails())) == (jonas, 8, 2)


def test_two_who_plan_at_once_are_told(ordered: Screening, plan: screenings.Plan, signe: User) -> None:
    do_plan(ordered, plan, signe)
    with pytest.raises(screenings.ChangedMeanwhile, match=r"Signe Dam ændrede screeningen 24\. november 2026"):
        do_plan(ordered, plan, signe)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"consultants": []}, "Vælg mindst én konsulent"),
        ({"reviewer": "jonas"}, "en anden end dem"),
        ({"reviewer": "signe"}, "rollen som konsulent"),
        ({"documents_due": date(2027, 1, 10)}, "Dokumenterne kan ikke ligge, før screeningen begynder"),
        ({"workshop_on": date(2027, 1, 10)}, "Workshoppen kan ikke ligge, før screeningen begynder"),
        ({"report_due": date(2027, 2, 10)}, "Rapporten kan ikke ligge, før workshoppen er holdt"),
        ({"workshop_on": None, "report_due": date(2027, 1, 20)}, "før dokumenterne er kommet"),
    ],
)
def test_a_plan_that_cannot_be_carried_out(
    ordered: Screening, plan: screenings.Plan, signe: User, jonas: User, change: dict[str, Any], words: str
) -> None:
    people = {"jonas": jonas, "signe": signe}
    changed = replace(
        plan, **{key: people.get(value, value) if isinstance(value, str) else value for key, value in change.items()}
    )
    with pytest.raises(screenings.ScreeningRefused, match=words):
        do_plan(ordered, changed, signe)
    ordered.refresh_from_db()
    assert ordered.state == "ordered"


@pytest.mark.parametrize("values", [{"area": "daycare"}, {"published_at": None}])
def test_a_plan_needs_a_published_model_of_its_area(
    ordered: Screening, plan: screenings.Plan, signe: User, values: dict[str, Any]
) -> None:
    facts = {"area": "school", "version": 2, "title": "7 greb", "created_at": AT, "published_at": AT} | values
    with pytest.raises(screenings.ScreeningRefused, match="taget i brug til skoleområdet"):
        do_plan(ordered, replace(plan, analysis_model=AnalysisModel.objects.create(**facts)), signe)


def test_a_workshop_binds_to_the_model_it_was_opened_on(
    ordered: Screening, plan: screenings.Plan, signe: User, jonas: User
) -> None:
    row = do_plan(ordered, plan, signe)
    workshops.open_workshop(screening=row, by=jonas, at=AT)
    newer = AnalysisModel.objects.create(area="school", version=2, title="Ny", created_at=AT, published_at=AT)
    with pytest.raises(screenings.ScreeningRefused, match="beholder sin version af analysemodellen"):
        do_plan(row, replace(plan, analysis_model=newer), signe)


def test_sending_the_plan_opens_the_checklist(
    ordered: Screening, plan: screenings.Plan, signe: User, mette: User, anders: User, rikke: User
) -> None:
    row = do_plan(ordered, plan, signe)
    row = screenings.send_plan(screening=row, revision=row.revision, by=signe, at=AT)
    assert row.state == "collecting"
    told = mails()[2:]
    assert told == [
        ("mette.holm@stevns.example", "Plan for jeres foranalyse af skoleområdet"),
        ("anders.friis@stevns.example", "Plan for jeres foranalyse af skoleområdet"),
    ]
    text = Email.objects.latest("pk").message
    for words in (
        "Send dokumenter senest: mandag 25. januar 2027",
        "- Jonas Krog, jonas.krog@komponent.example",
        "- Tildelingsmodel for almen- og specialområdet",
        f"/kommune/0336/foranalyser/{row.pk}/",
    ):
        assert words in text
    row = screenings.send_plan(screening=row, revision=row.revision, by=signe, at=AT)
    assert mails()[-1][1] == "Ændret plan for jeres foranalyse af skoleområdet"
    assert row.state == "collecting"


def test_a_plan_is_sent_only_when_there_is_one(ordered: Screening, signe: User) -> None:
    with pytest.raises(screenings.ScreeningRefused, match="først sendes, når der er lagt en"):
        screenings.send_plan(screening=ordered, revision=1, by=signe, at=AT)


def test_the_first_assessment_moves_it_on(ordered: Screening, plan: screenings.Plan, signe: User, jonas: User) -> None:
    row = do_plan(ordered, plan, signe)
    for _ in range(2):
        screenings.touch_assessing(row, by=jonas, at=AT)
    row.refresh_from_db()
    assert row.state == "assessing"
    assert summaries()[2:] == ["begyndte at vurdere (foranalyse af skoleområdet)"]


def test_the_transitions_are_those_of_the_states() -> None:
    assert set(screenings.TRANSITIONS) == set(Screening.State)
    row = Screening(state="in_review")
    with pytest.raises(screenings.ScreeningRefused, match="“til kollegalæsning” nu og kan ikke blive “godkendt”"):
        screenings.move(row, "accepted")


def test_a_cancelled_enrolment_stops_the_work(ordered: Screening, binding: Enrolment, signe: User) -> None:
    enrolments.cancel(enrolment=binding, reason="Fortrudt", by=signe, at=AT)
    with pytest.raises(screenings.ScreeningRefused, match="annulleret"):
        screenings.lock(ordered)
    with pytest.raises(ObjectDoesNotExist):
        Screening.objects.live().get()

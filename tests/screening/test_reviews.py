"""From assessing through a colleague's reading to delivery, and open again for a newer version."""

from datetime import date

import pytest
from post_office.models import Email

from accounts.models import AuditEvent, User
from partnerships.models import Enrolment
from screening import acceptance, reports, reviews, screenings, workshops
from screening.models import Assessment, Comment, Finding, Report, Screening
from screening.reviews import NotWhole, ReviewRefused
from screening.warnings import Missing
from tests.factories import screenings as make
from tests.factories import world

AT = world.NOW
AREA = "(foranalyse af skoleområdet)"


@pytest.fixture
def read(assessed: Screening, jonas: User, helle: User) -> Screening:
    """Sent to Helle."""
    return reviews.submit(screening=assessed, reviewer=helle, by=jonas, at=AT)


@pytest.fixture
def delivered(read: Screening, jonas: User, helle: User) -> Screening:
    """Version 1 is with the municipality."""
    reviews.approve(screening=read, by=helle, at=AT)
    row = fresh(read)
    reviews.deliver(screening=row, revision=row.revision, by=jonas, at=AT)
    return fresh(row)


def fresh(screening: Screening) -> Screening:
    return Screening.objects.get(pk=screening.pk)


def replan(screening: Screening, *, by: User, reviewer: User | None, **days: date) -> Screening:
    row = fresh(screening)
    names = ("starts_on", "documents_due", "workshop_on", "report_due", "analysis_model")
    facts = {name: getattr(row, name) for name in names} | days
    people = [assignment.consultant for assignment in row.assignments.all()]
    changed = screenings.Plan(consultants=people, reviewer=reviewer, **facts)
    return screenings.plan(screening=row, plan=changed, revision=row.revision, by=by, at=AT)


def said() -> list[str]:
    return list(AuditEvent.objects.filter(subject_type="screening").order_by("pk").values_list("summary", flat=True))


def mails() -> list[tuple[str, str]]:
    return [(email.to[0], email.subject) for email in Email.objects.order_by("pk") if "foranalyse" in email.subject]


def test_a_whole_assessment_goes_to_a_colleague(read: Screening, helle: User) -> None:
    row = fresh(read)
    assert (row.state, row.reviewer, row.approved_at, row.revision) == ("in_review", helle, None, 3)
    assert said() == [f"sendte til kollegalæsning hos Helle Lind {AREA}"]
    assert mails() == [(helle.email, "Læs med på Stevns Kommune: foranalyse af skoleområdet")]


def test_what_is_missing_is_listed_and_nothing_is_sent(assessed: Screening, jonas: User, helle: User) -> None:
    Assessment.objects.filter(lever__number=2).update(level=None, reasons="")
    Finding.objects.filter(assessment__lever__number=5).delete()
    with pytest.raises(NotWhole, match="før en kollega kan læse") as told:
        reviews.submit(screening=assessed, reviewer=helle, by=jonas, at=AT)
    assert told.value.missing == [Missing(2, ("niveau", "begrundelse")), Missing(5, ("fund",))]
    assert (fresh(assessed).state, mails()) == ("assessing", [])


def test_the_colleague_is_another_consultant(assessed: Screening, jonas: User, mette: User, helle: User) -> None:
    for reviewer, why in ((jonas, "en anden end dem"), (mette, "der er konsulent")):
        with pytest.raises(ReviewRefused, match=why):
            reviews.submit(screening=assessed, reviewer=reviewer, by=jonas, at=AT)
    reviews.submit(screening=assessed, reviewer=helle, by=jonas, at=AT)
    with pytest.raises(ReviewRefused, match="kan ikke sendes"):
        reviews.submit(screening=assessed, reviewer=helle, by=jonas, at=AT)


def test_an_open_workshop_is_closed_first(assessed: Screening, jonas: User, helle: User) -> None:
    workshops.reopen(screening=assessed, by=jonas, at=AT)
    with pytest.raises(ReviewRefused, match="Workshoppen er åben"):
        reviews.submit(screening=assessed, reviewer=helle, by=jonas, at=AT)
    workshops.close(screening=assessed, by=jonas, at=AT)
    assert reviews.submit(screening=assessed, reviewer=helle, by=jonas, at=AT).state == "in_review"


def test_comments_are_written_answered_and_settled(read: Screening, jonas: User, helle: User) -> None:
    row = reviews.comment(screening=read, number=3, text="Hvorfor 2?", by=helle, at=AT)
    assert reviews.comment(screening=read, number=3, text="Hvorfor 2?", by=helle, at=AT) == row
    for settled in (False, True, True, False):
        row = reviews.answer(comment=row, reply="Se D1", is_settled=settled, by=jonas, at=AT)
        assert (row.reply, row.settled_at is not None, row.settled_by) == ("Se D1", settled, jonas if settled else None)
    with pytest.raises(ReviewRefused, match="Vælg et greb fra 1 til 7"):
        reviews.comment(screening=read, number=8, text="x", by=helle, at=AT)
    assert said()[1:] == [
        f"skrev en kommentar til greb 3 {AREA}",
        f"svarede på en kommentar til greb 3 {AREA}",
        f"afsluttede en kommentar til greb 3 {AREA}",
        f"svarede på en kommentar til greb 3 {AREA}",
    ]


def test_it_is_sent_back_only_with_something_to_look_at(read: Screening, jonas: User, helle: User) -> None:
    with pytest.raises(ReviewRefused, match="mindst én kommentar"):
        reviews.send_back(screening=read, by=helle, at=AT)
    reviews.comment(screening=read, number=0, text="Skriv kortere", by=helle, at=AT)
    reviews.approve(screening=read, by=helle, at=AT)
    reviews.send_back(screening=read, by=helle, at=AT)
    row = fresh(read)
    assert (row.state, row.approved_at) == ("assessing", None)
    assert mails()[-1] == (jonas.email, "Kommentarer til Stevns Kommune: foranalyse af skoleområdet")
    for again in (reviews.send_back, reviews.approve):
        with pytest.raises(ReviewRefused, match="ikke til kollegalæsning"):
            again(screening=read, by=helle, at=AT)


def test_nothing_is_delivered_before_a_colleague_approves(read: Screening, jonas: User, helle: User) -> None:
    with pytest.raises(ReviewRefused, match="En kollega skal læse og godkende"):
        reviews.deliver(screening=read, revision=fresh(read).revision, by=jonas, at=AT)
    reviews.approve(screening=read, by=helle, at=AT)
    assert reviews.approve(screening=read, by=helle, at=AT).revision == 4
    with pytest.raises(screenings.ChangedMeanwhile):
        reviews.deliver(screening=read, revision=3, by=jonas, at=AT)
    assert Report.objects.count() == 0


def test_another_reader_has_to_read_it_afresh(read: Screening, jonas: User, helle: User, signe: User) -> None:
    reviews.approve(screening=read, by=helle, at=AT)
    ida = world.user("ida.bech@komponent.example", "Ida Bech", is_consultant=True)
    row = replan(read, by=signe, reviewer=helle, report_due=date(2027, 3, 8))
    assert row.approved_at == AT
    with pytest.raises(screenings.ScreeningRefused, match="Vælg, hvem der læser den"):
        replan(read, by=signe, reviewer=None)
    row = replan(read, by=signe, reviewer=ida)
    assert (fresh(row).reviewer, fresh(row).approved_at) == (ida, None)
    with pytest.raises(ReviewRefused, match="skal læse og godkende"):
        reviews.deliver(screening=read, revision=row.revision, by=jonas, at=AT)


def test_the_delivered_report_is_the_municipality_s(delivered: Screening, jonas: User, mette: User) -> None:
    report = Report.objects.get()
    assert (delivered.state, delivered.delivered_at, report.delivered_at, report.version) == ("delivered", AT, AT, 1)
    assert ("Kladde" in report.snapshot["notice"], report.created_by) == (False, jonas)
    assert mails()[-1] == (mette.email, "Rapporten om jeres foranalyse af skoleområdet")
    assert f"leverede rapporten, version 1 {AREA}" in said()
    with pytest.raises(ReviewRefused, match="skal læse og godkende"):
        reviews.deliver(screening=delivered, revision=delivered.revision, by=jonas, at=AT)


def test_a_newer_version_says_what_changed(delivered: Screening, jonas: User, helle: User, mette: User) -> None:
    reviews.reopen(screening=delivered, reason="Et tal var forkert.", by=jonas, at=AT)
    row = fresh(delivered)
    assert (row.state, row.is_delivered, row.approved_at) == ("assessing", True, None)
    Assessment.objects.filter(screening=row, lever__number=1).update(level=5)
    reviews.submit(screening=row, reviewer=helle, by=jonas, at=AT)
    reviews.approve(screening=row, by=helle, at=AT)
    report = reviews.deliver(screening=row, revision=fresh(row).revision, by=jonas, at=AT)
    assert report.version == 2
    assert report.changes != []
    assert mails()[-1] == (mette.email, "Ny udgave af rapporten om jeres foranalyse af skoleområdet")
    assert report.changes[0] in Email.objects.latest("pk").message
    assert f"åbnede igen for en ny version: Et tal var forkert. {AREA}" in said()


def test_the_same_report_again_is_no_new_version(delivered: Screening, jonas: User, helle: User, mette: User) -> None:
    count = len(mails())
    reviews.reopen(screening=delivered, reason="Forkert.", by=jonas, at=AT)
    assert reports.make(screening=delivered, by=jonas, at=AT).version == 2  # a draft, to read meanwhile
    reviews.submit(screening=delivered, reviewer=helle, by=jonas, at=AT)
    reviews.approve(screening=delivered, by=helle, at=AT)
    reviews.deliver(screening=delivered, revision=fresh(delivered).revision, by=jonas, at=AT)
    assert (fresh(delivered).state, acceptance.newest_delivered(delivered).version) == ("delivered", 1)
    assert list(Report.objects.values_list("version", "delivered_at")) == [(2, None), (1, AT)]
    assert mails()[count:] == [
        (helle.email, "Læs med på Stevns Kommune: foranalyse af skoleområdet"),
        (jonas.email, "Klar til levering: Stevns Kommune: foranalyse af skoleområdet"),
        (mette.email, "Rapporten om jeres foranalyse af skoleområdet er ikke ændret"),
    ]
    assert "Intet er ændret i den, så version 1 gælder stadig." in Email.objects.latest("pk").message


def test_what_the_municipality_has_accepted_lies_fast(
    binding: Enrolment, jonas: User, helle: User, mette: User
) -> None:
    row = make.delivered(binding, jonas, reviewer=helle, accepted_by=mette)
    with pytest.raises(ReviewRefused, match="så den ligger fast"):
        reviews.reopen(screening=row, reason="x", by=jonas, at=AT)
    Screening.objects.update(state="assessing")
    with pytest.raises(ReviewRefused, match="Kun en leveret rapport"):
        reviews.reopen(screening=row, reason="x", by=jonas, at=AT)


def test_after_delivery_the_review_is_over(delivered: Screening, jonas: User, helle: User) -> None:
    row = Comment.objects.create(screening=delivered, side="review", text="Sent", at=AT, by=helle)
    with pytest.raises(ReviewRefused, match="kollegalæsningen er slut"):
        reviews.answer(comment=row, reply="x", is_settled=True, by=jonas, at=AT)
    with pytest.raises(ReviewRefused, match="ikke til kollegalæsning"):
        reviews.comment(screening=delivered, number=1, text="x", by=helle, at=AT)

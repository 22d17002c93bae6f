"""Two consultants in one workspace at the same second. Without the lock one's words would be lost, or doubled."""

import pytest

from accounts.models import User
from partnerships.models import Enrolment
from screening import assessments, findings, overall, reviews
from screening import screenings as use_cases
from screening.assessments import Content
from screening.models import Assessment, Finding, Headline, Report, Screening, Source
from tests.factories import screenings as make
from tests.factories import world
from tests.races.two import Held, run_both

pytestmark = pytest.mark.django_db(transaction=True)
AT = world.NOW


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Held:
    """The first transaction stops where it writes the log, with everything before it done."""
    held = Held()
    held.armed = False
    monkeypatch.setattr(use_cases.audit, "record", held.around(use_cases.audit.record))
    return held


@pytest.fixture
def helle(db: None) -> User:
    return world.user("helle.lind@komponent.example", "Helle Lind", is_consultant=True)


@pytest.fixture
def planned(binding: Enrolment, jonas: User, helle: User) -> Screening:
    return make.planned(binding, jonas, helle)


@pytest.fixture
def paper(planned: Screening, jonas: User) -> Source:
    return planned.sources.create(
        kind="document", number=1, title="R", url="https://stevns.example/r", added_at=AT, added_by=jonas
    )


def save(screening: Screening, text: str, revision: int, by: User) -> Assessment | None:
    content = Content(2, text)
    return assessments.save(screening=screening, number=3, content=content, revision=revision, by=by, at=AT)


def find(screening: Screening, paper: Source, text: str, by: User) -> Finding:
    words = findings.Words("strength", text, (findings.Cited(paper),))
    return findings.add(screening=screening, number=3, words=words, by=by, at=AT)


def test_two_begin_a_lever_and_one_is_shown_the_other_s(
    held: Held, planned: Screening, jonas: User, helle: User
) -> None:
    held.armed = True
    one, two = run_both(held, lambda: save(planned, "Hans", 0, jonas), lambda: save(planned, "Hendes", 0, helle))
    assert (one.name, two.name) == ("done", "AssessmentChanged")
    assert isinstance(two.refusal, assessments.AssessmentChanged)
    assert (two.refusal.assessment.reasons, two.refusal.assessment.updated_by) == ("Hans", jonas)
    assert Assessment.objects.get().reasons == "Hans"


def test_two_write_in_a_lever_and_one_is_shown_the_other_s(
    held: Held, planned: Screening, jonas: User, helle: User
) -> None:
    save(planned, "Fælles", 0, helle)  # so that Jonas' first words are a sitting of their own in the log
    held.armed = True
    one, two = run_both(held, lambda: save(planned, "Hans", 1, jonas), lambda: save(planned, "Hendes", 1, helle))
    row = Assessment.objects.get()
    assert (one.name, two.name, row.reasons, row.revision) == ("done", "AssessmentChanged", "Hans", 2)


def test_two_begin_with_a_finding_each_and_both_stand(
    held: Held, planned: Screening, paper: Source, jonas: User, helle: User
) -> None:
    held.armed = True
    one, two = run_both(held, lambda: find(planned, paper, "A", jonas), lambda: find(planned, paper, "B", helle))
    assert (one.name, two.name, Assessment.objects.count()) == ("done", "done", 1)
    assert list(Finding.objects.values_list("text", "position")) == [("A", 1), ("B", 2)]


def test_the_same_finding_sent_twice_is_one(held: Held, planned: Screening, paper: Source, jonas: User) -> None:
    held.armed = True
    one, two = run_both(held, lambda: find(planned, paper, "A", jonas), lambda: find(planned, paper, "A", jonas))
    assert (one.result, Finding.objects.count()) == (two.result, 1)


def test_a_finding_is_removed_while_it_is_changed(
    held: Held, planned: Screening, paper: Source, jonas: User, helle: User
) -> None:
    row = find(planned, paper, "A", jonas)
    words = findings.Words("strength", "B", (findings.Cited(paper),))
    held.armed = True
    one, two = run_both(
        held,
        lambda: findings.remove(finding=row, by=jonas, at=AT),
        lambda: findings.change(finding=row, words=words, revision=1, by=helle, at=AT),
    )
    assert (one.name, two.name, Finding.objects.count()) == ("done", "WorkRefused", 0)


def test_two_write_the_whole_and_one_is_shown_the_other_s(
    held: Held, planned: Screening, jonas: User, helle: User
) -> None:
    def write(heading: str, by: User) -> overall.Overall:
        said = overall.Overall((overall.Statement(heading, "Tekst"),))
        return overall.save(screening=planned, overall=said, seen=overall.Overall().mark, by=by, at=AT)

    held.armed = True
    one, two = run_both(held, lambda: write("Hans", jonas), lambda: write("Hendes", helle))
    assert (one.name, two.name) == ("done", "OverallChanged")
    assert Headline.objects.get().heading == "Hans"


def test_who_writes_while_it_is_sent_is_told(held: Held, binding: Enrolment, jonas: User, helle: User) -> None:
    screening = make.assessed(binding, jonas)
    held.armed = True
    one, two = run_both(
        held,
        lambda: reviews.submit(screening=screening, reviewer=helle, by=jonas, at=AT),
        lambda: save(screening, "Sent", 1, jonas),
    )
    assert (one.name, two.name) == ("done", "WorkRefused")
    assert not Assessment.objects.filter(reasons="Sent").exists()


def test_two_deliver_and_the_report_is_one(held: Held, binding: Enrolment, jonas: User, helle: User) -> None:
    screening = make.assessed(binding, jonas)
    reviews.submit(screening=screening, reviewer=helle, by=jonas, at=AT)
    revision = reviews.approve(screening=screening, by=helle, at=AT).revision

    def deliver() -> Report:
        return reviews.deliver(screening=screening, revision=revision, by=jonas, at=AT)

    held.armed = True
    one, two = run_both(held, deliver, deliver)
    assert (one.name, two.name, Report.objects.count()) == ("done", "ChangedMeanwhile", 1)

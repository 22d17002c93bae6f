"""Findings and recommendations: each finding cites a source, both are changed and ordered without loss."""

from dataclasses import asdict, replace

import pytest

from accounts.models import AuditEvent, User
from partnerships.models import Enrolment
from screening import findings, recommendations
from screening.assessments import WorkRefused
from screening.findings import Cited
from screening.models import Assessment, Citation, Finding, Recommendation, Screening, Source
from tests.factories import screenings, world

AT = world.NOW
ADVICE = recommendations.Words("adjust", "Saml tallene", "Brug ét sted.", "Skolechefen", "Inden sommer")


@pytest.fixture
def paper(planned: Screening, jonas: User) -> Source:
    return _source(planned, jonas, 1)


def _source(screening: Screening, by: User, number: int) -> Source:
    url = "https://stevns.example/rapport"
    return screening.sources.create(kind="document", number=number, title="Rapport", url=url, added_at=AT, added_by=by)


def words(*citations: Cited, text: str = "Skolerne ser tallene for sent.", kind: str = "challenge") -> findings.Words:
    return findings.Words(kind, text, citations)


def add(screening: Screening, by: User, given: findings.Words, number: int = 3) -> Finding:
    return findings.add(screening=screening, number=number, words=given, by=by, at=AT)


def texts() -> list[str]:
    return list(Finding.objects.values_list("text", flat=True))


def test_a_finding_is_written_once_with_where_it_comes_from(planned: Screening, paper: Source, jonas: User) -> None:
    given = words(Cited(paper, "s. 8", "Tallene kommer i marts."))
    row = add(planned, jonas, given)
    assert add(planned, jonas, given) == row
    assert (str(row.citations.get()), row.citations.get().quote) == ("D1 s. 8", "Tallene kommer i marts.")
    assert (Assessment.objects.get().revision, planned.assessments.get().lever.number) == (0, 3)
    planned.refresh_from_db()
    assert planned.state == "assessing"
    assert AuditEvent.objects.latest("pk").summary == (
        "skrev et fund på greb 3: “Skolerne ser tallene for sent.” (foranalyse af skoleområdet)"
    )


def test_the_log_keeps_all_that_a_removed_finding_said(planned: Screening, paper: Source, jonas: User) -> None:
    text = "Tallene kommer for sent til budgettet. " * 15
    row = add(planned, jonas, words(Cited(paper, "s. 8", "I marts."), text=text))
    findings.remove(finding=row, by=jonas, at=AT)
    event = AuditEvent.objects.latest("pk")
    assert text[:400] in event.summary
    assert event.summary.endswith("…” (foranalyse af skoleområdet)")
    assert event.data == {"kind": "challenge", "text": text, "cited": ["D1 s. 8 I marts."]}


def test_a_finding_must_cite_the_screening_s_own_sources(
    planned: Screening, paper: Source, jonas: User, binding: Enrolment
) -> None:
    other = screenings.planned(binding, jonas, area="daycare")
    theirs = _source(other, jonas, 1)
    twice = (Cited(paper, "s. 8"), Cited(paper, "s. 8", "Andet citat"))
    many = tuple(Cited(paper, f"s. {page}") for page in range(findings.MAX_CITATIONS + 1))
    for given, why in (
        (words(), "Henvis til mindst én kilde"),
        (words(Cited(theirs)), "slettet imens"),
        (words(*twice), "to henvisninger til det samme sted"),
        (words(*many), "højst 8 steder"),
    ):
        with pytest.raises(WorkRefused, match=why):
            add(planned, jonas, given)
    assert (texts(), Citation.objects.count()) == ([], 0)


def test_a_colleague_s_change_is_told(planned: Screening, paper: Source, jonas: User, helle: User) -> None:
    row = add(planned, jonas, words(Cited(paper, "s. 8")))
    second = _source(planned, jonas, 2)
    given = words(Cited(second), Cited(paper, "s. 9"), text="Nyt")
    changed = findings.change(finding=row, words=given, revision=1, by=helle, at=AT)
    assert [str(one) for one in changed.citations.all()] == ["D1 s. 9", "D2"]
    assert findings.change(finding=row, words=given, revision=1, by=jonas, at=AT).revision == 2
    with pytest.raises(findings.FindingChanged, match="Helle Lind har ændret fundet") as told:
        findings.change(finding=row, words=replace(given, text="Mit"), revision=1, by=jonas, at=AT)
    assert findings.words_of(told.value.finding).text == "Nyt"
    findings.remove(finding=row, by=helle, at=AT)
    findings.remove(finding=row, by=helle, at=AT)
    with pytest.raises(WorkRefused, match="har fjernet fundet imens"):
        findings.change(finding=row, words=given, revision=2, by=jonas, at=AT)
    assert AuditEvent.objects.latest("pk").summary == "slettede et fund på greb 3: “Nyt” (foranalyse af skoleområdet)"


def test_findings_are_put_in_order(planned: Screening, paper: Source, jonas: User) -> None:
    rows = [add(planned, jonas, words(Cited(paper), text=text)) for text in "abc"]
    findings.move(finding=rows[2], up=True, by=jonas, at=AT)
    assert texts() == ["a", "c", "b"]
    findings.move(finding=rows[0], up=True, by=jonas, at=AT)
    findings.move(finding=rows[1], up=False, by=jonas, at=AT)
    assert texts() == ["a", "c", "b"]
    findings.move(finding=rows[0], up=False, by=jonas, at=AT)
    assert texts() == ["c", "a", "b"]


def test_a_lever_holds_no_more_findings_than_can_be_read(planned: Screening, paper: Source, jonas: User) -> None:
    for number in range(findings.MAX_FINDINGS):
        add(planned, jonas, words(Cited(paper), text=f"Fund {number}"))
    with pytest.raises(WorkRefused, match="Der er 20 fund på grebet"):
        add(planned, jonas, words(Cited(paper), text="Ét til"))


def test_nothing_is_written_while_a_colleague_reads(assessed: Screening, jonas: User) -> None:
    finding, advice = Finding.objects.all()[0], Recommendation.objects.all()[0]
    Screening.objects.update(state="in_review")
    given = findings.words_of(finding)
    for attempt in (
        lambda: add(assessed, jonas, given),
        lambda: findings.change(finding=finding, words=replace(given, text="x"), revision=1, by=jonas, at=AT),
        lambda: findings.remove(finding=finding, by=jonas, at=AT),
        lambda: findings.move(finding=finding, up=False, by=jonas, at=AT),
        lambda: recommendations.add(screening=assessed, number=1, words=ADVICE, by=jonas, at=AT),
        lambda: recommendations.change(recommendation=advice, words=ADVICE, revision=1, by=jonas, at=AT),
        lambda: recommendations.remove(recommendation=advice, by=jonas, at=AT),
        lambda: recommendations.move(recommendation=advice, up=True, by=jonas, at=AT),
    ):
        with pytest.raises(WorkRefused, match="til kollegalæsning"):
            attempt()


def test_recommendations_are_written_changed_ordered_and_removed(planned: Screening, jonas: User, helle: User) -> None:
    first = recommendations.add(screening=planned, number=3, words=ADVICE, by=jonas, at=AT)
    assert recommendations.add(screening=planned, number=3, words=ADVICE, by=helle, at=AT) == first
    other = replace(ADVICE, kind="investigate", title="Undersøg tallene")
    second = recommendations.add(screening=planned, number=3, words=other, by=jonas, at=AT)
    recommendations.move(recommendation=second, up=True, by=jonas, at=AT)
    assert list(Recommendation.objects.values_list("title", flat=True)) == ["Undersøg tallene", "Saml tallene"]
    renamed = replace(ADVICE, title="Nyt")
    recommendations.change(recommendation=first, words=renamed, revision=1, by=helle, at=AT)
    with pytest.raises(recommendations.RecommendationChanged, match="Helle Lind har ændret anbefalingen"):
        recommendations.change(recommendation=first, words=ADVICE, revision=1, by=jonas, at=AT)
    recommendations.remove(recommendation=first, by=jonas, at=AT)
    recommendations.remove(recommendation=first, by=jonas, at=AT)
    removed = AuditEvent.objects.get(action="screening.recommendation_removed")
    assert removed.data == asdict(renamed)
    with pytest.raises(WorkRefused, match="slettet anbefalingen imens"):
        recommendations.change(recommendation=first, words=ADVICE, revision=2, by=jonas, at=AT)


def test_a_lever_holds_six_recommendations(planned: Screening, jonas: User) -> None:
    for number in range(recommendations.MAX_RECOMMENDATIONS):
        given = replace(ADVICE, title=f"Nr. {number}")
        recommendations.add(screening=planned, number=3, words=given, by=jonas, at=AT)
    with pytest.raises(WorkRefused, match="Vælg de vigtigste"):
        recommendations.add(screening=planned, number=3, words=ADVICE, by=jonas, at=AT)

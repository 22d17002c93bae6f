"""Screenings on their way, as rows: ordered, planned, assessed (short, normal or overlong) and delivered."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from accounts.models import User
from partnerships.models import Enrolment, Participation
from screening import analysis_models, reports, workshops
from screening.demo import stevns
from screening.demo.story import Advice, LeverStory, Paper, Story, Talk
from screening.models import (
    AnalysisModel,
    Assessment,
    Assignment,
    Citation,
    Finding,
    Headline,
    NextStep,
    Recommendation,
    Screening,
    Source,
    Workshop,
    WorkshopAnswer,
)
from tests.factories import world

AT = world.NOW
REPORT_DUE = date(2027, 3, 1)
State = Screening.State


def model(area: str = "school") -> AnalysisModel:
    """The version in use, loaded when it is not there."""
    analysis_models.load(at=AT)
    found = AnalysisModel.objects.current(area)
    assert found is not None
    return found


def ordered(enrolment: Enrolment, *, area: str = "school", at: datetime = AT) -> Screening:
    """The municipality has ordered it; nobody has planned it."""
    participation = Participation.objects.get(enrolment=enrolment, partnership__area=area)
    Participation.objects.filter(pk=participation.pk).update(has_screening=True)
    return Screening.objects.create(participation=participation, created_at=at, updated_at=at)


def planned(
    enrolment: Enrolment,
    *consultants: User,
    reviewer: User | None = None,
    area: str = "school",
    state: str = State.PLANNED,
    at: datetime = AT,
) -> Screening:
    """It has a model, dates and consultants (also given on as "collecting" or another state)."""
    row = ordered(enrolment, area=area, at=at)
    row.analysis_model, row.state, row.reviewer = model(area), state, reviewer
    row.starts_on, row.documents_due = date(2027, 1, 11), date(2027, 1, 25)
    row.workshop_on, row.report_due = date(2027, 2, 11), REPORT_DUE
    row.plan_sent_at = None if state == State.PLANNED else at
    row.revision += 1
    row.save()
    Assignment.objects.bulk_create(Assignment(screening=row, consultant=person, at=at) for person in consultants)
    return row


def assessed(
    enrolment: Enrolment,
    *consultants: User,
    kind: str = "normal",
    reviewer: User | None = None,
    area: str = "school",
    state: str = State.ASSESSING,
    at: datetime = AT,
) -> Screening:
    """All seven levers are assessed, with sources, a closed workshop, headlines and next steps.

    `kind`: "short" has one finding a lever and no workshop, "overlong" far more of everything than a page holds.
    """
    row = planned(enrolment, *consultants, reviewer=reviewer, area=area, state=state, at=at)
    told = {"short": short, "normal": lambda: stevns.STORY, "overlong": overlong}[kind]()
    write(row, told, by=consultants[0], at=at)
    return row


def delivered(
    enrolment: Enrolment,
    *consultants: User,
    kind: str = "normal",
    reviewer: User | None = None,
    area: str = "school",
    accepted_by: User | None = None,
    at: datetime = AT,
) -> Screening:
    """The municipality has the result with its report, and has accepted it if somebody did."""
    row = assessed(enrolment, *consultants, kind=kind, reviewer=reviewer, area=area, state=State.DELIVERED, at=at)
    row.approved_at = row.delivered_at = at
    row.save()
    report = reports.make(screening=row, by=consultants[0], at=at)
    report.delivered_at = at
    report.save(update_fields=["delivered_at"])
    if accepted_by:
        row.state, row.accepted_at, row.accepted_by = State.ACCEPTED, at, accepted_by
        row.save()
    return row


# --- what is written ------------------------------------------------------------------------------------------------


def write(row: Screening, told: Story, *, by: User, at: datetime = AT) -> None:
    """The rows of a story."""
    sources = {source.code: source for source in _sources(row, told, by, at)}
    assert row.analysis_model is not None
    for lever, part in zip(row.analysis_model.levers.all(), told.levers, strict=True):
        assessment = Assessment.objects.create(
            screening=row,
            lever=lever,
            level=part.level,
            reasons=part.reasons,
            potential=part.potential,
            feasibility=part.feasibility,
            updated_at=at,
            updated_by=by,
        )
        kinds = [("strength", item) for item in part.strengths] + [("challenge", item) for item in part.challenges]
        for position, (kind, (text, marks)) in enumerate(kinds):
            finding = Finding.objects.create(
                assessment=assessment, kind=kind, text=text, position=position, updated_at=at, updated_by=by
            )
            cited = [mark.partition(" ") for mark in marks]
            Citation.objects.bulk_create(
                Citation(finding=finding, source=sources[code], place=place) for code, _, place in cited
            )
        Recommendation.objects.bulk_create(
            Recommendation(assessment=assessment, position=position, updated_at=at, updated_by=by, **vars(advice))
            for position, advice in enumerate(part.advice)
        )
    Headline.objects.bulk_create(
        Headline(screening=row, position=position, heading=heading, text=text)
        for position, (heading, text) in enumerate(told.headlines, start=1)
    )
    NextStep.objects.bulk_create(
        NextStep(screening=row, position=position, when=when, title=title, text=text)
        for position, (when, title, text) in enumerate(told.next_steps, start=1)
    )
    row.limits = told.limits
    row.save(update_fields=["limits"])
    if told.participants:
        workshop(row, [part.workshop for part in told.levers], by=by, at=at)


def workshop(row: Screening, counts: list[tuple[int, ...]], *, by: User, at: datetime = AT) -> Workshop:
    """A closed workshop; `counts` say of each lever how many gave each of the five levels."""
    held = Workshop.objects.create(
        screening=row, code=workshops.new_code(), opened_at=at, opened_by=by, closed_at=at + timedelta(hours=2)
    )
    WorkshopAnswer.objects.bulk_create(
        WorkshopAnswer(workshop=held, respondent=f"telefon-{phone}", lever_number=number, level=level)
        for number, of_lever in enumerate(counts, start=1)
        for phone, level in enumerate(level for level, count in enumerate(of_lever, start=1) for _ in range(count))
    )
    return held


def _sources(row: Screening, told: Story, by: User, at: datetime) -> Iterator[Source]:
    facts = {"screening": row, "added_at": at, "added_by": by}
    for number, paper in enumerate(told.papers, start=1):
        url = f"https://kommunen.example/d{number}"
        yield Source.objects.create(
            kind="document", number=number, title=paper.title, dated=paper.dated, url=url, **facts
        )
    for number, talk in enumerate(told.talks, start=1):
        yield Source.objects.create(
            kind="interview",
            number=number,
            title=talk.title,
            role=talk.role,
            people=talk.people,
            held_on=REPORT_DUE - timedelta(days=42 - talk.day),
            **facts,
        )
    if told.participants:
        yield Source.objects.create(
            kind="workshop",
            number=1,
            title="Workshop om de syv greb",
            people=sum(count for _, count in told.participants),
            participants=[list(group) for group in told.participants],
            held_on=REPORT_DUE - timedelta(days=18),
            **facts,
        )


def short() -> Story:
    """As little as a report can hold: one document, one finding a lever, no workshop."""
    part = LeverStory(3, "Aftalt og brugt.", 3, 3, (("Det er skrevet ned.", ("D1 s. 1",)),), (), ())
    advice = Advice("adjust", "Skriv det kortere", "Ét ark er nok.", "Skolechef", "Næste år")
    return Story(
        papers=(Paper("Strategi", "2026"),),
        talks=(),
        participants=(),
        levers=(replace(part, advice=(advice,)), *[part] * 6),
        headlines=(("I er på vej.", "Det meste er aftalt."),),
        limits="Der er kun læst ét dokument.",
        next_steps=(("Maj 2027", "Drøft rapporten", ""),),
    )


def overlong() -> Story:
    """Texts as long as their fields, many findings on each lever, and a number in each so that a lost one is seen."""
    counter = iter(range(1, 10_000))

    def text(length: int) -> str:
        mark = f"Iagttagelse {next(counter)}: "
        words = mark + "tværprofessionelle samarbejdsaftaler følges ikke af alle distrikter, og ledelsen ser det sent; "
        return (words * (length // len(words) + 1))[: length - 1].rstrip(" ,;:") + "."

    codes = [f"D{number}" for number in range(1, 19)] + [f"I{number}" for number in range(1, 13)] + ["W1"]

    def told(count: int) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return tuple((text(600), (codes[number], f"{codes[number + 9]} s. 100–112")) for number in range(count))

    advice = [
        Advice(kind, text(80), text(600), text(80), "1.–4. kvartal 2027")
        for kind in ("adjust", "investigate", "adjust", "investigate")
    ]
    levers = [
        LeverStory(1 + number % 5, text(1200), 5, 5, told(6), told(9), tuple(advice), (7, 11, 13, 17, 12))
        for number in range(7)
    ]
    return Story(
        papers=tuple(Paper(text(160), "oktober–november 2026") for _ in range(18)),
        talks=tuple(Talk(text(160), text(160), 12, number) for number in range(12)),
        participants=(("Skoleledere og dagtilbudsledere", 30), ("Lærere, pædagoger og vejledere", 30)),
        levers=tuple(levers),
        headlines=tuple((text(60), text(400)) for _ in range(6)),
        limits="\n".join(text(290) for _ in range(5)),
        next_steps=tuple(("1.–4. kvartal 2027", text(80), text(300)) for _ in range(8)),
    )

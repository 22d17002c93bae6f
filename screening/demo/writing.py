"""Writing the demo's screenings as consultants do: sources, workshop, levers and the whole."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document as WordDocument

from accounts.danish import DANISH_TIME, in_danish_time
from accounts.models import User
from documents import uploads
from screening import assessments, findings, overall, recommendations, sources, workshops
from screening.demo.story import LeverStory, Paper, Story, Told
from screening.models import DocumentRequest, Finding, LeverLevel, Screening, Source

ANSWERED = (1, 2, 5)  # of the usual checklist: policy, accounts, referral


def collect(row: Screening, told: Story, *, by: User, at: datetime, sender: User | None = None) -> dict[str, Source]:
    """Documents, interviews, and the workshop when there is one; by code.

    Documents are files that `sender` answers the checklist with; without a sender, links that the consultant found.
    """
    found = []
    asked = list(row.requests.filter(position__in=ANSWERED))
    for number, paper in enumerate(told.papers, start=1):
        if sender is not None and number <= len(asked):
            found.append(_send(asked[number - 1], paper, sender=sender, by=by, at=at))
            continue
        url = f"https://{row.municipality.email_domains.all()[0].domain}/dokumenter/{number}"
        said = sources.Document(title=paper.title, dated=paper.dated, url=url)
        found.append(sources.add_document(screening=row, said=said, upload=None, by=by, at=at))
    day = in_danish_time(at).date()
    for talk in told.talks:
        held_on = day + timedelta(days=talk.day)
        meeting = sources.Meeting(title=talk.title, held_on=held_on, role=talk.role, people=talk.people)
        found.append(sources.add_meeting(screening=row, kind="interview", said=meeting, by=by, at=at))
    if told.participants:
        meeting = sources.Meeting(
            title="Workshop om de syv greb",
            held_on=row.workshop_on or day,
            people=sum(count for _, count in told.participants),
            participants=[list(group) for group in told.participants],
        )
        found.append(sources.add_meeting(screening=row, kind="workshop", said=meeting, by=by, at=at))
    return {source.code: source for source in found}


def _send(request: DocumentRequest, paper: Paper, *, sender: User, by: User, at: datetime) -> Source:
    """The municipality sends a document; the consultant writes what it is called."""
    document, buffer = WordDocument(), BytesIO()
    document.add_heading(paper.title)
    document.add_paragraph("Opdigtet dokument til demoen.")
    document.save(buffer)
    file = SimpleUploadedFile(f"{paper.title}.docx", buffer.getvalue())
    answer = sources.Upload(file, uploads.check(file))
    source = sources.answer_request(request=request, title=paper.title, upload=answer, by=sender, at=at)
    said = sources.Document(title=paper.title, dated=paper.dated)
    return sources.change(source=source, said=said, seen=sources.mark_of(source), by=by, at=at)


def hold_workshop(row: Screening, counts: Iterable[tuple[int, ...]], *, on: date, by: User) -> None:
    """The participants give their levels, one lever at a time, from ten o'clock on the day."""
    at = datetime.combine(on, time(10), tzinfo=DANISH_TIME)
    held = workshops.open_workshop(screening=row, by=by, at=at)
    for number, of_lever in enumerate(counts, start=1):
        held = workshops.choose_lever(screening=row, lever_number=number, by=by, at=at)
        levels = [level for level, count in enumerate(of_lever, start=1) for _ in range(count)]
        for phone, level in enumerate(levels):
            workshops.answer(workshop=held, mark=f"telefon-{phone}", lever_number=number, level=level)
    workshops.close(screening=row, by=by, at=at + timedelta(hours=2))


def assess(row: Screening, number: int, part: LeverStory, cited: dict[str, Source], *, by: User, at: datetime) -> None:
    """A lever's level with reasons, its findings and its recommendations."""
    find(row, number, part, cited, by=by, at=at)
    said = LeverLevel.objects.filter(
        lever__analysis_model=row.analysis_model_id, lever__number=number, level=part.level
    )
    content = assessments.Content(
        level=part.level,
        reasons=part.reasons or said.get().description,
        potential=part.potential,
        feasibility=part.feasibility,
    )
    assessments.save(screening=row, number=number, content=content, revision=0, by=by, at=at)
    for advice in part.advice:
        words = recommendations.Words(advice.kind, advice.title, advice.text, advice.owner, advice.when)
        recommendations.add(screening=row, number=number, words=words, by=by, at=at)


def find(row: Screening, number: int, part: LeverStory, cited: dict[str, Source], *, by: User, at: datetime) -> None:
    """A lever's findings only."""
    for kind, items in ((Finding.Kind.STRENGTH, part.strengths), (Finding.Kind.CHALLENGE, part.challenges)):
        for text, marks in items:
            words = findings.Words(kind, text, tuple(_cited((text, marks), cited)))
            findings.add(screening=row, number=number, words=words, by=by, at=at)


def _cited(told: Told, found: dict[str, Source]) -> Iterable[findings.Cited]:
    for mark in told[1]:
        code, _, place = mark.partition(" ")
        yield findings.Cited(found[code], place)


def conclude(row: Screening, told: Story, *, by: User, at: datetime) -> None:
    """The whole: headlines, limits and next steps."""
    said = overall.Overall(
        tuple(overall.Statement(*one) for one in told.headlines),
        told.limits,
        tuple(overall.Step(*one) for one in told.next_steps),
    )
    row.refresh_from_db()
    overall.save(screening=row, overall=said, seen=overall.of(row).mark, by=by, at=at)

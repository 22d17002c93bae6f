"""The demo's screenings: history to compare with, one accepted in Stevns, and some at every step of the way."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from accounts.danish import in_danish_time
from accounts.models import User
from partnerships.demo.people import coordinator
from partnerships.models import Participation, Programme
from screening import acceptance, analysis_models, benchmarks, releases, reviews, screenings
from screening.demo import pool, stevns, writing
from screening.demo.story import Story
from screening.models import AnalysisModel, Screening

CONSULTANT, COLLEAGUE = "konsulent@komponent.example", "kollega@komponent.example"
DAY = timedelta(days=1)
Levels = dict[tuple[str, str], tuple[int, ...]]

# Levels of the screenings that are accepted: in the programme that is over, and in the one that runs.
EARLIER: Levels = {
    ("0336", "school"): (3, 2, 2, 1, 3, 2, 3),
    ("0390", "school"): (2, 2, 1, 2, 3, 2, 2),
    ("0410", "school"): (3, 3, 2, 3, 3, 1, 4),
    ("0410", "daycare"): (3, 4, 2, 2, 3, 3, 4),
    ("0479", "school"): (4, 3, 3, 2, 4, 2, 3),
    ("0580", "school"): (2, 3, 2, 2, 2, 3, 3),
    ("0791", "school"): (4, 3, 4, 4, 3, 2, 3),
}
RUNNING: Levels = {
    ("0320", "school"): (3, 4, 2, 3, 2, 3, 4),
    ("0316", "school"): (4, 2, 3, 2, 3, 2, 3),
    ("0390", "school"): (3, 3, 2, 3, 3, 2, 3),
    ("0259", "school"): (2, 3, 3, 2, 4, 3, 2),
}
SHOWN = ("0336", "0320")  # to their network
# The one that is being assessed: no level for lever 4, nothing yet on 7, and a workshop that sees lever 3 otherwise.
BEGUN = {1: 4, 2: 3, 3: 2, 5: 3}
WORKSHOP = (
    (0, 2, 5, 8, 3),
    (1, 4, 7, 5, 1),
    (1, 3, 5, 7, 2),
    (2, 5, 6, 4, 1),
    (3, 8, 5, 2, 0),
    (0, 3, 5, 7, 3),
    (0, 3, 7, 6, 2),
)
IN_REVIEW = (3, 4, 2, 3, 3, 2, 4)


def tell(programme: Programme, *, by: User, today: datetime) -> None:
    """What happened to the programme's pre-analyses."""
    if not Participation.objects.filter(enrolment__programme=programme, has_screening=True).exists():
        return
    analysis_models.load(at=programme.opened_at or today)
    is_open = programme.deadline_at > today
    taken = today - 8 * DAY if is_open else programme.deadline_at + DAY
    screenings.take_orders(at=taken)
    rows = Screening.objects.filter(participation__enrolment__programme=programme).select_related(
        "participation__enrolment__municipality", "participation__partnership"
    )
    if is_open:
        for row in rows:
            _on_the_way(row, by=by, begun=taken, today=today)
        return
    for row in rows:
        _whole(row, levels=EARLIER if programme.year < today.year else RUNNING, by=by, begun=taken)
    benchmarks.publish_due(at=taken + 60 * DAY)


def _whole(row: Screening, *, levels: Levels, by: User, begun: datetime) -> None:
    """From plan to accepted in fifty days; in Stevns, the later one is told at length."""
    code = row.municipality.code
    is_long = levels is RUNNING and code == "0336"
    told = stevns.STORY if is_long else pool.story(levels[code, row.area])
    jonas, helle = _consultants()
    row = _plan(row, jonas, helle, by=by, at=begun + DAY, days=40, workshop=bool(told.participants))
    _write(row, told, by=jonas, begun=begun + 5 * DAY, done=begun + 35 * DAY)
    _review(row, jonas, helle, at=begun + 36 * DAY, remarks=is_long)
    theirs = coordinator(row.municipality, by=by, at=begun)
    if is_long:
        _discuss(row, jonas, theirs, at=begun + 43 * DAY)
    acceptance.accept(screening=row, version=1, by=theirs, at=begun + 50 * DAY)
    if code in SHOWN and levels is RUNNING:
        releases.release(screening=row, by=theirs, at=begun + 55 * DAY)


def _consultants() -> tuple[User, User]:
    people = User.objects.in_bulk([CONSULTANT, COLLEAGUE], field_name="email")
    return people[CONSULTANT], people[COLLEAGUE]


def _plan(row: Screening, jonas: User, helle: User, *, by: User, at: datetime, days: int, workshop: bool) -> Screening:
    """A plan over so many days, sent to the municipality the day after."""
    day = in_danish_time(at).date()
    plan = screenings.Plan(
        analysis_model=AnalysisModel.objects.published().filter(area=row.area).order_by("-version")[0],
        consultants=[jonas],
        reviewer=helle,
        starts_on=_workday(day + DAY),
        documents_due=_workday(day + days * DAY / 4),
        workshop_on=_workday(day + days * DAY / 2) if workshop else None,
        report_due=_workday(day + days * DAY),
    )
    row = screenings.plan(screening=row, plan=plan, revision=row.revision, by=by, at=at)
    return screenings.send_plan(screening=row, revision=row.revision, by=by, at=at + DAY)


def _workday(day: date) -> date:
    """The day, or the Friday before it."""
    return day - max(0, day.isoweekday() - 5) * DAY


def _write(
    row: Screening, told: Story, *, by: User, begun: datetime, done: datetime, sender: User | None = None
) -> None:
    """Sources first, then the workshop, then lever by lever."""
    part = (done - begun) / 10
    cited = writing.collect(row, told, by=by, at=begun, sender=sender)
    if row.workshop_on:
        writing.hold_workshop(row, [lever.workshop for lever in told.levers], on=row.workshop_on, by=by)
    for number, lever in enumerate(told.levers, start=1):
        writing.assess(row, number, lever, cited, by=by, at=begun + (2 + number) * part)
    writing.conclude(row, told, by=by, at=done)


def _review(row: Screening, jonas: User, helle: User, *, at: datetime, remarks: bool) -> None:
    """The colleague reads, and may have a remark, which is answered; then it is delivered."""
    reviews.submit(screening=row, reviewer=helle, by=jonas, at=at)
    if remarks:
        text = "Skriv i begrundelsen, hvad der skal til for at nå næste niveau."
        remark = reviews.comment(screening=row, number=1, text=text, by=helle, at=at + DAY)
        reviews.answer(comment=remark, reply="Det står der nu.", is_settled=True, by=jonas, at=at + 2 * DAY)
    row = reviews.approve(screening=row, by=helle, at=at + 3 * DAY)
    reviews.deliver(screening=row, revision=row.revision, by=jonas, at=at + 4 * DAY)


def _discuss(row: Screening, jonas: User, theirs: User, *, at: datetime) -> None:
    text = "Vi er enige om niveauet, men vil gerne have, at forældrenes venten kommer tydeligere frem."
    remark = acceptance.comment(screening=row, number=5, text=text, by=theirs, at=at)
    words = "Godt, at I siger det. Det står som den anden udfordring, og vi tager det op på det første møde."
    acceptance.reply(comment=remark, text=words, by=jonas, at=at + DAY)


def _on_the_way(row: Screening, *, by: User, begun: datetime, today: datetime) -> None:
    """In the open programme: one is being assessed, one is with a colleague, one is planned; the rest are ordered."""
    jonas, helle = _consultants()
    code = row.municipality.code
    if (code, row.area) == ("0101", "school"):
        row = _plan(row, jonas, helle, by=by, at=begun + DAY / 2, days=11, workshop=True)
        _begin(row, by=jonas, begun=today - 5 * DAY, today=today, sender=coordinator(row.municipality, by=by, at=begun))
    elif (code, row.area) == ("0101", "daycare"):
        _plan(row, jonas, helle, by=by, at=today - 2 * DAY, days=40, workshop=True)
    elif code == "0580":
        row = _plan(row, jonas, helle, by=by, at=begun + DAY / 2, days=12, workshop=False)
        theirs = coordinator(row.municipality, by=by, at=begun)
        times = {"begun": begun + 2 * DAY, "done": today - 2 * DAY}
        _write(row, pool.story(IN_REVIEW), by=jonas, sender=theirs, **times)
        reviews.submit(screening=row, reviewer=helle, by=jonas, at=today - DAY)
        text = "Skriv, hvad der skal til, før niveauet er 3."
        reviews.comment(screening=row, number=3, text=text, by=helle, at=today - DAY / 4)


def _begin(row: Screening, *, by: User, begun: datetime, today: datetime, sender: User) -> None:
    """Half of a screening: four levels, findings without a level, and a lever on a single source."""
    told = Story(pool.PAPERS, pool.TALKS, pool.PARTICIPANTS, ())
    cited = writing.collect(row, told, by=by, at=begun, sender=sender)
    writing.hold_workshop(row, WORKSHOP, on=row.workshop_on or today.date(), by=by)
    for number, level in BEGUN.items():
        at = today - (10 - number) * DAY / 8
        writing.assess(row, number, pool.lever(number, level), cited, by=by, at=at)
    writing.find(row, 4, pool.lever(4, 3), cited, by=by, at=today - DAY / 6)
    single = replace(pool.lever(6, 2), strengths=(pool.FINDINGS[5][0][1],), challenges=())
    writing.find(row, 6, single, cited, by=by, at=today - DAY / 8)

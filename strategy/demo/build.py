"""The demo's rounds: one a year old with trial actions in every state, one before its committee, and an open one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from accounts.models import User
from partnerships.demo.people import coordinator
from partnerships.models import Municipality
from strategy import applications, decisions, returns, rounds, schedule
from strategy.demo import catalogue, committee, doing, staff, stevns, writing
from strategy.demo.ideas import Idea
from strategy.demo.round_one import LIVES, MINUTES, Life
from strategy.demo.round_two import IDEAS
from strategy.models import CatalogueEntry, CommitteeSeat, Round, Strategy, TrialAction, Unit

DAY, WEEK = timedelta(days=1), timedelta(days=7)
TEXT = (
    "I kan søge med en lille, afgrænset prøvehandling, som mindst to enheder er sammen om. Skriv, hvad I vil prøve, "
    "hvad børnene selv siger, og hvordan I vil se, om det hjalp. Udvalget læser dem alle og svarer på samme dag."
)
# How the first round's applications were decided: those that came further than the decision were selected.
DECIDED = {"reserve": "reserve", "declined": "declined"}
# The board's draft of the second round before the meeting: the best are in, the weakest out, the rest are open.
SELECTED_FROM, DECLINED_UNDER = 4.3, 3.15
CLOSE_TO_PARENT = "Ankomst i tre tempi"
RETURNED = "Fredagscafé for forældre"
QUESTIONS = (
    "Hvordan når I de familier, der ikke kommer af sig selv?",
    "Hvem tager sig af de andre børn, mens caféen er åben?",
)
# Two with printed accounts have most left to read, so that there is something to try.
READ = {staff.PARENT: 8, staff.LEADER: 12}


@dataclass(frozen=True)
class Scene:
    """What every round of the demo needs."""

    strategy: Strategy
    units: writing.Units
    teams: Sequence[User]
    coordinator: User
    leader: User
    today: datetime

    def team(self, place: int) -> list[User]:
        """One or two who write together; the printed account begins every sixth application."""
        count = len(self.teams)
        return [self.teams[(place + step) % count] for step in range(2 if place % 3 == 0 else 1)]


def tell(municipality: Municipality, *, by: User, today: datetime) -> None:
    """The municipality's strategy and its three rounds."""
    lead = coordinator(municipality, by=by, at=today - stevns.BEGUN)
    strategy = stevns.build(municipality, by=lead, today=today)
    leader = staff.leader(municipality, by=lead, at=today - stevns.PUBLISHED)
    rounds_of(strategy, by=lead, leader=leader, today=today)


def rounds_of(strategy: Strategy, *, by: User, leader: User, today: datetime) -> None:
    """Tell all three rounds."""
    municipality = strategy.municipality
    units = writing.units_of(list(Unit.objects.filter(municipality=municipality, is_active=True).order_by("pk")))
    teams = staff.teams(municipality, by=by, at=_noon(today - 640 * DAY))
    scene = Scene(strategy, units, teams, by, leader, today)
    first_round(scene)
    second_round(scene)
    open_round(scene)


def first_round(scene: Scene) -> None:
    """Applied for, decided, tried, learnt from."""
    opens = _noon(scene.today - 86 * WEEK)
    decided = opens + 60 * DAY
    row = _round(scene, "Første runde", opens=opens, days=40, target=12)
    seats = staff.seat(row, 3, by=scene.coordinator, at=opens + 2 * DAY)
    made: dict[Idea, TrialAction] = {}
    for place, life in enumerate(LIVES):
        period = _period(scene, life)
        made[life.idea] = _apply(scene, life.idea, row, place, period, at=opens + (14 + place) * DAY)
    committee.judge(seats, made, at=opens + 42 * DAY)
    choices = {made[life.idea].number: DECIDED.get(life.ends, "selected") for life in LIVES}
    grounds = {made[life.idea].number: life.grounds for life in LIVES if life.grounds}
    chair = seats[0].user
    committee.decide(row, choices, grounds, MINUTES, by=chair, at=decided)
    for place, life in enumerate(LIVES):
        application = TrialAction.objects.get(pk=made[life.idea].pk)
        _tell(scene, application, life, place, decided)
    _into_the_catalogue(scene, made, seats)


def _tell(scene: Scene, row: TrialAction, life: Life, place: int, decided: datetime) -> None:
    """What the team did after the decision."""
    team, today = scene.team(place), scene.today.date()
    if life.ends == "withdrawn":
        decisions.withdraw_selected(trial_action=row, because="Vi får ny ledelse.", by=team[0], at=decided + 9 * DAY)
    if life.ends == "agreed":
        doing.agree(row, begins=doing.term_day(today + 2 * WEEK), by=team[0], municipality=scene.coordinator)
        doing.measure(row, life, begins=today, by=team[0], today=today)
    if not life.weeks:
        return
    begins = doing.begins(life, today)
    doing.agree(row, begins=begins, by=team[0], municipality=scene.coordinator)
    doing.live(row, life, begins=begins, team=team, leader=scene.leader, today=today)
    if life.words and life.status:
        doing.report(row, life.words, life.status, by=team[0], on=begins + 26 * WEEK)
    if life.ends in ("evaluated", "in_catalogue") and life.words:
        doing.evaluate(row, life.words, by=team[0], on=today - 4 * WEEK)
    if life.ends == "stopped":
        doing.stop(row, life.learnt, by=team[0], on=begins + 16 * WEEK)


def _into_the_catalogue(scene: Scene, made: dict[Idea, TrialAction], seats: Sequence[CommitteeSeat]) -> None:
    """The committee advises, three entries are made, and an edition is published."""
    at = _noon(scene.today - 26 * DAY)
    entered: list[CatalogueEntry] = []
    for life in LIVES:
        row = TrialAction.objects.get(pk=made[life.idea].pk)
        if life.advice:
            catalogue.advise(row, life, seats, at=at)
        if life.ends == "in_catalogue" and life.words:
            released = len(entered) < 2
            entered.append(
                catalogue.enter(row, life.words, is_released=released, by=scene.coordinator, at=at + 2 * DAY)
            )
    catalogue.publish(scene.strategy, year=scene.today.year, by=scene.coordinator, at=at + 12 * DAY)
    catalogue.mend(entered[0], by=scene.coordinator, at=at + 20 * DAY)


def second_round(scene: Scene) -> None:
    """Thirty-four applications, closed; the committee has read most of them and meets soon."""
    closes = _noon(scene.today - 20 * DAY)
    row = _round(scene, "Anden runde", opens=closes - 45 * DAY, days=45, target=20)
    seats = staff.seat(row, len(staff.SEATS), by=scene.coordinator, at=closes - 40 * DAY)
    made: dict[Idea, TrialAction] = {}
    begins = doing.term_day(scene.today.date() + 10 * WEEK)
    period = (begins, begins + 50 * WEEK)
    for place, idea in enumerate(IDEAS):
        made[idea] = _apply(scene, idea, row, place, period, at=closes - (34 - place) * DAY / 2)
    parents_own = next(application for idea, application in made.items() if idea.title == CLOSE_TO_PARENT)
    committee.step_aside(seats, parents_own, at=closes + DAY)
    committee.judge(seats, made, at=closes + 2 * DAY, at_most=READ)
    sent_back = next(application for idea, application in made.items() if idea.title == RETURNED)
    chair = seats[0].user
    returns.ask(trial_action=sent_back, questions=QUESTIONS, by=chair, at=scene.today - 3 * DAY)
    choices = {
        application.number: "selected" if idea.quality >= SELECTED_FROM else "declined"
        for idea, application in made.items()
        if idea.quality >= SELECTED_FROM or idea.quality < DECLINED_UNDER
    }
    committee.draft(row, choices, by=chair, at=scene.today - DAY)


def open_round(scene: Scene) -> None:
    """A round that takes applications now, with one begun."""
    opens = _noon(scene.today - 8 * DAY)
    row = _round(scene, "Tredje runde", opens=opens, days=50, target=8)
    idea = Idea(
        title="Vi byder op til fredag",
        age="upper_primary",
        place="Hallen",
        group="Eleverne i 4. og 5. klasse",
        what="Eleverne lærer hinanden en dans eller et spil hver fredag, og de, der helst ser på, styrer musikken.",
        goal="Flere skal være med i det, klasserne laver sammen.",
        seen="Eleverne siger, at man kun tør være med, når man ved, hvad man skal.",
        measure="joined",
        target=(58, 75),
        units=("school 0", "after_school 0"),
        leading=1,
        quality=4.0,
    )
    writer = User.objects.filter(email=staff.TEAM_MEMBER).first() or scene.teams[0]
    begun = applications.begin(round_=row, title=idea.title, by=writer, at=opens + 2 * DAY)
    begins = doing.term_day(scene.today.date() + 16 * WEEK)
    said = writing.texts(idea, begun, (begins, begins + 40 * WEEK))
    kept = {name: said[name] for name in ("age_group", "place", "group", "intervention", "goal", "child_perspective")}
    writing.fill(begun, kept, by=writer, at=opens + 3 * DAY)


def _round(scene: Scene, name: str, *, opens: datetime, days: int, target: int) -> Round:
    closes = doing.at_noon(schedule.next_open((opens + days * DAY).date()))
    meets = closes + 26 * DAY
    plan = rounds.Plan(f"{name} {opens.year}", TEXT, opens, closes, meets + (3 - meets.weekday()) * DAY, target)
    row = rounds.begin(strategy=scene.strategy, plan=plan, by=scene.coordinator, at=opens - 10 * DAY)
    return rounds.announce(round_=row, by=scene.coordinator, at=opens)


def _apply(scene: Scene, idea: Idea, row: Round, place: int, period: tuple[date, date], *, at: datetime) -> TrialAction:
    return writing.apply(idea, row, team=scene.team(place), units=scene.units, period=period, at=at)


def _period(scene: Scene, life: Life) -> tuple[date, date]:
    begins = doing.begins(life, scene.today.date()) if life.weeks else doing.term_day(scene.today.date())
    return begins, begins + 50 * WEEK


def _noon(moment: datetime) -> datetime:
    return doing.at_noon(moment.date())

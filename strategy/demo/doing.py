"""The demo's trial actions under way: agreement, measurements, cycles, voices, notes, status, evaluation."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from accounts.danish import DANISH_TIME
from accounts.models import User
from strategy import (
    agreements,
    child_voices,
    cycles,
    evaluations,
    leader_notes,
    measurements,
    schedule,
    standing,
    statuses,
    stopping,
)
from strategy.demo.round_one import Level, Life, Turn, Words
from strategy.models import Measure, Partner, TrialAction

DAY, WEEK = timedelta(days=1), timedelta(days=7)
BASELINE = 8
HANDLING = (
    "Tallene samles uden navne og ligger her på portalen. Optællingen på papir makuleres, når ugens tal er tastet. Kun "
    "teamet, lederne og kommunens koordinatorer kan se dem."
)
# Up and down about the level, so that chance looks like chance: never more than three in a row on one side.
SWING = (0.3, -0.6, 0.8, -0.2, -0.9, 0.5, 0.1, -0.4, 1.0, -0.7, 0.6, -0.1, 0.4, -0.8, 0.2, -0.3)


def at_noon(day: date) -> datetime:
    """Noon that day, Danish time."""
    return datetime.combine(day, time(12), tzinfo=DANISH_TIME)


def term_day(day: date) -> date:
    """The Monday of that week, or of the last week before it with school on Monday."""
    day -= timedelta(days=day.weekday())
    while schedule.free(day):
        day -= WEEK
    return day


def begins(life: Life, today: date) -> date:
    """When the trial action began."""
    return term_day(today - life.weeks * WEEK)


def first_measured(begins: date, frequency: str) -> date:
    """The Friday from which eight measurements fall before the start."""
    first = begins - 3 * DAY
    while len(schedule.due_days(first_on=first, frequency=frequency, until=begins)) < BASELINE:
        first -= WEEK
    return first


def agree(row: TrialAction, *, begins: date, by: User, municipality: User) -> None:
    """Write the agreement with its baseline before the start, and sign it for both."""
    measures = tuple(
        agreements.MeasureWords(
            measure=measure.pk,
            instrument=measure.source,
            collector=measure.collector,
            frequency=measure.frequency,
            first_on=first_measured(begins, measure.frequency),
            baseline_points=BASELINE,
        )
        for measure in row.measures.all()
    )
    content = agreements.Content(begins, begins + 26 * WEEK, begins + 52 * WEEK, HANDLING, measures)
    at = at_noon(min(words.first_on for words in measures) - 10 * DAY)
    agreements.save(trial_action=row, content=content, version=0, by=by, at=at)
    agreements.sign(trial_action=row, party="team", version=1, by=by, at=at)
    agreements.sign(trial_action=row, party="municipality", version=1, by=municipality, at=at + 2 * DAY)


def live(row: TrialAction, life: Life, *, begins: date, team: Sequence[User], leader: User, today: date) -> None:
    """From the start to where it is now."""
    by = team[0]
    row = agreements.start(trial_action=row, by=by, at=at_noon(begins))
    measure(row, life, begins=begins, by=by, today=today)
    for turn in life.turns:
        _turn(row, turn, begins=begins, by=by)
    for week, quote, said_by in life.voices:
        day = begins + week * WEEK
        said = child_voices.Said(day, quote, said_by)
        child_voices.add(trial_action=row, said=said, by=team[-1], at=at_noon(day))
    unit = Partner.objects.filter(trial_action=row, unit__leader_email=leader.email).select_related("unit").first()
    for week, text in life.notes:
        if unit is not None and unit.unit is not None:
            day = begins + week * WEEK
            leader_notes.write(trial_action=row, unit=unit.unit, on=day, text=text, by=leader, at=at_noon(day))


def measure(row: TrialAction, life: Life, *, begins: date, by: User, today: date) -> None:
    """Everything that was due is measured but the latest, unless it ended before."""
    level = life.level
    if level is None:
        return
    # Nothing is measured after the evaluation.
    until = today - 5 * WEEK if life.ends in ("evaluated", "in_catalogue") else today
    for one in row.measures.all():
        days = list(one.collections.filter(due_on__lt=until).values_list("due_on", flat=True))
        days = days[: level.last] if level.last else days[:-1]
        said = [said_of(one, level, place, day, begins) for place, day in enumerate(days)]
        if said:
            measurements.add_many(measure=one, said=said, by=by, at=at_noon(said[-1].on))


def said_of(measure: Measure, level: Level, place: int, day: date, begins: date) -> measurements.Said:
    """What is measured on a day, the `place`-th of them."""
    if measure.kind == Measure.Kind.QUALITATIVE:
        return measurements.Said(day, note="Børnene tegnede og fortalte i små grupper. Tegningerne hænger på gangen.")
    gone = (day - begins).days / 7
    share = min(1.0, max(0.0, gone / level.turns_at)) if gone > 0 else 0.0
    value = level.before + (level.after - level.before) * share + level.spread * SWING[place % len(SWING)]
    if level.out_of:
        asked = level.out_of - (place * 5) % 4
        return measurements.Said(day, numerator=min(asked, max(0, round(value * asked))), denominator=asked)
    return measurements.Said(day, value=Decimal(str(round(value, 1))))


def _turn(row: TrialAction, turn: Turn, *, begins: date, by: User) -> None:
    """A cycle through the steps it has words for."""
    first = schedule.next_open(begins + turn.week * WEEK)
    plan = cycles.Plan(turn.title, first, turn.question, turn.prediction)
    made = cycles.begin(trial_action=row, plan=plan, by=by, at=at_noon(first))
    last = schedule.next_open(first + turn.weeks * WEEK - 3 * DAY)
    parts: list[tuple[date, cycles.Content]] = [(first, cycles.Try(first, last if turn.decision else None, turn.tried))]
    if turn.decision:
        parts.append((last, cycles.Reflect(last, turn.result, turn.against)))
        parts.append((last + DAY, cycles.Adjust(last + DAY, turn.decision, turn.adjustment)))
    for day, content in parts:
        made = cycles.write(cycle=made, content=content, revision=made.revision, by=by, at=at_noon(day))


def report(row: TrialAction, words: Words, course: str, *, by: User, on: date) -> None:
    """Hand in the half-year status."""
    content = statuses.Content(words.works, words.hard, words.children, course, "Vi ser på tallene igen om otte uger.")
    statuses.hand_in(trial_action=row, content=content, revision=0, by=by, at=at_noon(on), today=on)


def evaluate(row: TrialAction, words: Words, *, by: User, on: date) -> None:
    """Hand in the evaluation, with the application's own words where nothing new was learnt."""
    found = standing.of(row, today=on)
    begun = evaluations.prefilled(row, found, None)
    content = evaluations.Content(
        what=begun.what,
        for_whom=begun.for_whom,
        how=begun.how,
        conditions=words.conditions,
        effect=words.effect,
        did_not_work=words.hard,
        children_say=words.children,
    )
    evaluations.hand_in(trial_action=row, content=content, revision=0, by=by, at=at_noon(on), today=on)


def stop(row: TrialAction, learnt: str, *, by: User, on: date) -> None:
    """Stop it with what was learnt."""
    stopping.stop(trial_action=row, learnt=learnt, by=by, at=at_noon(on))

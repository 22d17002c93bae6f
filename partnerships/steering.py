"""Steering-group meetings: set before a day, opened with its draft, answered, and minuted (styregruppemøder).

A meeting's row is locked first, an answer's participation; `revision` is the one the person saw (0 when there was
nothing yet), so that two who write at once are told of each other.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.danish import clock, date_time, in_danish_time, long_date
from accounts.models import AuditEvent, User
from partnerships import coverage, network_days, steering_notices
from partnerships.models import (
    NetworkDay,
    Participation,
    SeatHolding,
    SteeringAnswer,
    SteeringMeeting,
    SteeringVote,
)

LEADERSHIP, THEMES = coverage.LEADERSHIP, coverage.TITLES
MAX_WEIGHT, MAX_POINTS = 3, 8
ANSWERED = "steering.answered"  # a municipality's act, in the log of the meeting


class SteeringRefused(Exception):
    """What was asked for cannot be done; the message is for the person, `field` says where it belongs."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class MeetingChanged(SteeringRefused):
    """Somebody changed the meeting after this person read it; `meeting` is as it stands now."""

    def __init__(self, meeting: SteeringMeeting) -> None:
        log = AuditEvent.objects.filter(subject_type="steeringmeeting", subject_id=str(meeting.pk))
        done = log.exclude(action=ANSWERED).select_related("actor").order_by("-id").first()
        who = done.actor.display_name if done and done.actor else "En kollega"
        super().__init__(
            f"{who} har ændret mødet, siden du læste det. Nu er det {when(meeting)}. Se det igen, før du gemmer."
        )
        self.meeting = meeting


class AnswerChanged(SteeringRefused):
    """A colleague answered after this person read the answer; `answer` is the colleague's."""

    def __init__(self, answer: SteeringAnswer) -> None:
        super().__init__(
            f"{answer.who} gemte et svar {date_time(answer.at)}, mens du skrev. "
            "Det står herunder. Dit eget er ikke gemt: gem igen, hvis det skal erstatte det."
        )
        self.answer = answer


def when(meeting: SteeringMeeting) -> str:
    """ "25. februar 2027 kl. 13.00–13.45", in Danish time."""
    return f"{long_date(in_danish_time(meeting.starts_at))} kl. {clock(meeting.starts_at)}–{clock(meeting.ends_at)}"


def takes_answers(meeting: SteeringMeeting, at: datetime) -> bool:
    """Whether municipalities can answer at `at`: from the draft is sent until the meeting begins. Needs its day."""
    return meeting.is_open and not meeting.day.is_cancelled and at < meeting.starts_at


def _lock(meeting: SteeringMeeting, revision: int | None = None) -> SteeringMeeting:
    rows = SteeringMeeting.objects.select_for_update(no_key=True, of=("self",))
    row = rows.select_related("day__network__partnership__programme").get(pk=meeting.pk)
    if revision is not None and row.revision != revision:
        raise MeetingChanged(row)
    return row


@transaction.atomic
def set_meeting(
    *, day: NetworkDay, starts_at: datetime, ends_at: datetime, link: str, revision: int, by: User, at: datetime
) -> SteeringMeeting:
    """Set or move the steering group's meeting before a day. Representatives who know of it are told of a move.

    Raises:
        MeetingChanged: a colleague set or moved it meanwhile.
        SteeringRefused: the day is over, the meeting has begun, or its time does not fit.
    """
    day = network_days.lock(day, None)
    row = SteeringMeeting.objects.select_related("day__network__partnership__programme").filter(day=day).first()
    row = _lock(row) if row else None
    if row is not None and row.revision != revision:
        raise MeetingChanged(row)
    if not day.is_ahead:
        raise SteeringRefused(f"Dagen er {day.get_state_display().lower()}, så mødet kan ikke sættes eller flyttes.")
    if row is not None and row.is_open and at >= row.starts_at:
        raise SteeringRefused("Mødet er begyndt, så det kan ikke flyttes.")
    _check_time(day, starts_at, ends_at, at)
    if row is not None and (row.starts_at, row.ends_at, row.link) == (starts_at, ends_at, link):
        return row
    is_new, was = row is None, when(row) if row else ""
    row = row or SteeringMeeting(day=day, revision=0)
    row.starts_at, row.ends_at, row.link = starts_at, ends_at, link
    row.revision += 1
    row.sequence += row.is_open
    row.save()
    words = f"satte {_name(row)} til {when(row)}" if is_new else f"flyttede {_name(row)} fra {was} til {when(row)}"
    _record("steering.set" if is_new else "steering.moved", words, row, by, at)
    if row.is_open:
        steering_notices.tell(row, at=at)
    return row


def _check_time(day: NetworkDay, starts_at: datetime, ends_at: datetime, at: datetime) -> None:
    if ends_at <= starts_at:
        raise SteeringRefused("Mødet skal slutte, efter at det begynder.", field="ends")
    if starts_at <= at:
        raise SteeringRefused("Mødet skal ligge i fremtiden.", field="date")
    if ends_at > day.starts_at:
        raise SteeringRefused(f"Mødet skal ligge før dagen, som er {network_days.when(day)}.", field="date")


@transaction.atomic
def send_draft(*, meeting: SteeringMeeting, revision: int, by: User, at: datetime) -> SteeringMeeting:
    """Send the day's draft programme to the representatives, and let the municipalities answer. Twice is once.

    Raises:
        MeetingChanged, SteeringRefused: nothing is sent.
    """
    row = _lock(meeting)
    if row.is_open:
        return row
    if row.revision != revision:
        raise MeetingChanged(row)
    if not row.day.is_ahead:
        raise SteeringRefused(f"Dagen er {row.day.get_state_display().lower()}.")
    if at >= row.starts_at:
        raise SteeringRefused("Mødet er begyndt. Flyt det, før I sender kladden ud.")
    if not row.day.items.exists():
        raise SteeringRefused("Skriv dagens program, før I sender kladden ud.")
    row.opened_at, row.revision = at, row.revision + 1
    row.save(update_fields=["opened_at", "revision"])
    told = steering_notices.tell(row, at=at)
    _record("steering.draft_sent", f"sendte kladden til {row.day} ud til {told} i styregruppen", row, by, at)
    return row


@transaction.atomic
def answer(
    *,
    meeting: SteeringMeeting,
    participation: Participation,
    weights: Mapping[int, int],
    text: str,
    revision: int,
    by: User | None,
    representative: SeatHolding | None = None,
    at: datetime,
) -> SteeringAnswer:
    """Save the municipality's answer before a meeting: points for themes (0 to 3, at most 8 in all) and input.

    `by` is the member who answers; None for the `representative`, who comes by personal link.

    Raises:
        AnswerChanged: a colleague answered meanwhile.
        SteeringRefused: the meeting takes no answers, or the points do not add up.
    """
    owner = Participation.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "enrolment__municipality", "partnership"
    )
    row = owner.get(pk=participation.pk)
    meeting = SteeringMeeting.objects.select_related("day").get(pk=meeting.pk)
    old = meeting.answers.select_related("by").prefetch_related("votes").filter(participation=row).first()
    if (old.revision if old else 0) != revision:
        raise AnswerChanged(old) if old else SteeringRefused("Svaret er slettet imens. Gem igen.")
    if not takes_answers(meeting, at) or not row.enrolment.is_binding:
        raise SteeringRefused("Der kan ikke svares længere. Mødet er begyndt eller aflyst.")
    given = {theme: weight for theme, weight in sorted(weights.items()) if weight}
    text = text.strip()
    _check_points(given, text)
    if old is not None and (weights_of(old), old.input) == (given, text):
        return old
    saved = old or SteeringAnswer(meeting=meeting, participation=row, revision=0)
    saved.input, saved.revision, saved.at, saved.by = text, saved.revision + 1, at, by
    saved.representative = representative.name if by is None and representative is not None else ""
    saved.save()
    saved.votes.all().delete()
    SteeringVote.objects.bulk_create(SteeringVote(answer=saved, theme=t, weight=w) for t, w in given.items())
    who, area = f"{saved.representative} " if by is None else "", row.partnership.get_area_display().lower()
    audit.record(
        action=ANSWERED,
        summary=f"{who}svarede styregruppen før {meeting.day}, {area}: {sum(given.values())} point",
        subject=meeting,
        at=at,
        by=by,
        scope=row.enrolment.municipality.code,
        data={"weights": {str(theme): weight for theme, weight in given.items()}, "revision": saved.revision},
    )
    return saved


def weights_of(answer: SteeringAnswer) -> dict[int, int]:
    """The points of an answer by theme, in order of theme."""
    return {vote.theme: vote.weight for vote in sorted(answer.votes.all(), key=lambda vote: vote.theme)}


def _check_points(given: Mapping[int, int], text: str) -> None:
    if any(theme not in THEMES or not 0 < weight <= MAX_WEIGHT for theme, weight in given.items()):
        raise SteeringRefused(f"Giv hvert tema fra 0 til {MAX_WEIGHT} point.")
    total = sum(given.values())
    if total > MAX_POINTS:
        raise SteeringRefused(
            f"I har givet {total} point. Tag {total - MAX_POINTS} fra igen, så I har givet højst {MAX_POINTS}."
        )
    if not given and not text:
        raise SteeringRefused("Giv mindst ét point, eller skriv, hvad I vil have med.")


@transaction.atomic
def write_minutes(
    *, meeting: SteeringMeeting, minutes: str, decisions: str, revision: int, by: User, at: datetime
) -> SteeringMeeting:
    """Write the minutes and decisions of a meeting that has begun; the day's pages show them.

    Raises:
        MeetingChanged, SteeringRefused: nothing is changed.
    """
    row = _lock(meeting, revision)
    if at < row.starts_at:
        raise SteeringRefused("Referatet kan skrives, når mødet er begyndt.")
    if (row.minutes, row.decisions) == (minutes, decisions):
        return row
    row.minutes, row.decisions, row.minutes_at, row.revision = minutes, decisions, at, row.revision + 1
    row.save(update_fields=["minutes", "decisions", "minutes_at", "revision"])
    _record("steering.minutes", f"skrev referat af {_name(row)}", row, by, at)
    return row


def _name(meeting: SteeringMeeting) -> str:
    return f"styregruppemødet før {meeting.day}"


def _record(action: str, summary: str, meeting: SteeringMeeting, by: User, at: datetime) -> None:
    audit.record(action=action, summary=summary, subject=meeting, at=at, by=by)

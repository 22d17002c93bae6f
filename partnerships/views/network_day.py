"""The network days of a municipality, and one day, for its signed-in members (netværksdage)."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import signed_in
from accounts.danish import DanishOrder, danish_key, in_danish_time
from partnerships import day_calendar, municipality_days, room, rules
from partnerships.day_notices import holdings_on
from partnerships.models import (
    Attendance,
    DayChange,
    Enrolment,
    Municipality,
    NetworkDay,
    Programme,
    SeatHolding,
    SteeringAnswer,
    SteeringMeeting,
    TimelineEntry,
)
from partnerships.models.programmes import lines
from partnerships.programme_days import network_days as tentative_days


@login_required
@require_GET
def municipality_overview(request: HttpRequest, code: str) -> HttpResponse:
    """The municipality's days in all its partnerships: what comes next, what is missing, who comes."""
    user = signed_in(request)
    municipality = get_object_or_404(Municipality.objects.visible_to(user), code=code)
    request.municipality = municipality  # type: ignore[attr-defined]
    now, today = timezone.now(), timezone.localdate()
    role = rules.role_in(user, municipality)
    may_edit = role in ("coordinator", "contributor")
    parts = municipality_days.parts_of(municipality, with_attendance=True)
    todo = room.steering_todo(parts, user, may_edit=may_edit, today=today, at=now)
    names = [item for row in _current(municipality) for item in room.names_todo(row, today=today)]
    unplanned = [part.participation.partnership_id for part in parts if not part.days]
    context = {
        "municipality": municipality,
        "parts": [part for part in parts if part.days],
        "next": municipality_days.next_day(parts, at=now),
        "todo": room.by_date([*todo, *(names if may_edit else room.without_links(names))]),
        "waiting": _tentative(unplanned),
        "may_edit": may_edit,
        "may_open": role is not None or user.is_administrator,
        "has_held": any(part.held for part in parts),
        "at": now,
        "today": today,
    }
    return render(request, "network_days/municipality.html", context)


def _current(municipality: Municipality) -> list[Enrolment]:
    """The bindings whose programmes are not over, with their seats."""
    rows = Enrolment.objects.binding().filter(municipality=municipality)
    return list(room.with_seats(rows.exclude(programme__state=Programme.State.FINISHED)).order_by("pk"))


def _tentative(partnerships: list[int]) -> list[dict[str, Any]]:
    """The tentative dates of programmes whose partnerships have no days yet, by programme."""
    entries = TimelineEntry.objects.filter(programme__partnerships__in=partnerships).select_related("programme")
    wanted = entries.exclude(programme__state=Programme.State.FINISHED).distinct().order_by("start_date", "-area", "pk")
    by_programme: dict[Programme, list[TimelineEntry]] = {}
    for entry in wanted:
        by_programme.setdefault(entry.programme, []).append(entry)
    return [{"programme": programme, "days": tentative_days(rows)} for programme, rows in by_programme.items()]


def seen(request: HttpRequest, pk: int) -> tuple[NetworkDay, list[Municipality]]:
    """The day, and the person's own municipalities in its network; 404 when it is not theirs. Sets the room."""
    rows = NetworkDay.objects.visible_to(request.user)
    rows = rows.select_related("network__partnership__programme", "steering_meeting")
    day = get_object_or_404(rows, pk=pk)
    own = Municipality.objects.filter(
        memberships__user=signed_in(request),
        memberships__state="active",
        enrolments__state="binding",
        enrolments__participations__network_member__network=day.network_id,
    )
    municipalities = sorted(own.distinct(), key=lambda row: danish_key(row.name))
    if municipalities:
        request.municipality = municipalities[0]  # type: ignore[attr-defined]
    return day, municipalities


@login_required
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One day: when and where, programme, who comes, what the steering group decided, and materials."""
    user = signed_in(request)
    day, municipalities = seen(request, pk)
    date = in_danish_time(day.starts_at).date()
    coming = holdings_on(day.network_id, date)
    own = coming.filter(seat__participation__enrolment__municipality__in=municipalities)
    own = own.select_related("seat__participation__enrolment__municipality").order_by("seat")
    meeting = getattr(day, "steering_meeting", None)
    mine = _mine(user, day, list(own))
    context = {
        "day": day,
        "programme": day.network.partnership.programme,
        "area": day.network.partnership.area,
        "moved_from": _moved_from(day),
        "items": day.items.all(),
        "mine": mine,
        "may_replace": any(row["may_replace"] for row in mine),
        "municipalities": municipalities,
        "enrolments": _enrolments(day, municipalities),
        "others": _counts(coming, municipalities),
        "meeting": meeting,
        **_answering(user, meeting, municipalities, mine),
        "decisions": lines(meeting.decisions) if meeting else [],
        "materials": day.materials.all(),
        "is_staff": rules.can_manage_programmes(user),
        "at": timezone.now(),
    }
    return render(request, "network_days/detail.html", context)


def _answering(
    user: Any, meeting: SteeringMeeting | None, municipalities: list[Municipality], mine: list[dict[str, Any]]
) -> dict[str, bool]:
    """Whether the person may answer before the steering group's meeting, and whether the municipality has."""
    if meeting is None or not meeting.is_open:
        return {}
    is_theirs = any(rules.can_edit_draft(user, row) for row in municipalities)
    people = [row["holding"] for row in mine if row["holding"].is_steering_representative]
    answers = SteeringAnswer.objects.filter(meeting=meeting, participation__enrolment__municipality__in=municipalities)
    return {
        "may_answer": is_theirs or any(rules.is_representative(user, person) for person in people),
        "has_answered": answers.exists(),
    }


def _moved_from(day: NetworkDay) -> str:
    """When and where the day was before its latest move, in words; empty when no day to come was moved."""
    moved = day.changes.filter(kind=DayChange.Kind.MOVED).order_by("-sequence").first() if day.is_ahead else None
    if moved is None:
        return ""
    before, now = (day_calendar.words(facts) for facts in (moved.before, moved.after))
    return before if before != now else ""


def _enrolments(day: NetworkDay, municipalities: list[Municipality]) -> list[Enrolment]:
    rows = Enrolment.objects.binding().filter(municipality__in=municipalities)
    return list(rows.filter(participations__network_member__network=day.network_id).select_related("municipality"))


def _mine(user: Any, day: NetworkDay, holdings: list[SeatHolding]) -> list[dict[str, Any]]:
    """The own people on the day, whether they came, and whether somebody may take over from them."""
    rows = Attendance.objects.filter(day=day, seat__in=[row.seat_id for row in holdings])
    came = {row.seat_id: row for row in rows}
    enrolments = {row.seat.participation.enrolment for row in holdings}
    may = {row.pk: day.is_ahead and rules.can_name_participants(user, row) for row in enrolments}
    return [
        {
            "holding": row,
            "attendance": came.get(row.seat_id),
            "enrolment": row.seat.participation.enrolment,
            "may_replace": may[row.seat.participation.enrolment_id] and row.end_date is None,
        }
        for row in holdings
    ]


def _counts(coming: Any, own: list[Municipality]) -> list[dict[str, Any]]:
    """How many each of the other municipalities comes with; their names are their own business."""
    name = "seat__participation__enrolment__municipality__name"
    others = coming.exclude(seat__participation__enrolment__municipality__in=own)
    rows = others.order_by().values(name).annotate(people=Count("pk")).order_by(DanishOrder(name))
    return [{"name": row[name], "people": row["people"]} for row in rows]


@login_required
@require_GET
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """The day as a file for one's own calendar."""
    day, _ = seen(request, pk)
    link = request.build_absolute_uri(day.get_absolute_url())
    response = HttpResponse(day_calendar.single(day, link=link), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="netvaerksdag-{day.number}.ics"'
    return response

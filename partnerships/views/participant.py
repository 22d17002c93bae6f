"""A participant's own pages, by personal link and without signing in (deltagerens side)."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST, require_safe

from accounts.danish import calendar_days, days_left
from partnerships import certificates, day_calendar, day_notices, participant_days, participants
from partnerships.models import NetworkDay, Participant
from partnerships.views import posted


def whose(token: str) -> Participant:
    """The participant of the link, or 404 for a link that is forged or has been replaced."""
    participant = participants.by_token(token)
    if participant is None:
        raise Http404
    return participant


def personal(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page behind a personal link: the view gets the participant; no cache keeps it and no search engine lists it.

    The address is the key, so nobody else may learn it: the portal's Referrer-Policy names it to no other site.
    """

    @wraps(view)
    def answer(request: HttpRequest, token: str, **arguments: object) -> HttpResponse:
        response = view(request, whose(token), **arguments)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return answer


def day_of(participant: Participant, pk: int) -> NetworkDay:
    """The day, when the participant has a seat on it; else 404."""
    return get_object_or_404(participant_days.days(participant), pk=pk)


@require_GET
@personal
def home(request: HttpRequest, participant: Participant) -> HttpResponse:
    """All the person's days: what is next, and what they have seen."""
    at = timezone.now()
    rows = participant_days.rows(participant, at=at)
    coming, feed = participant_days.next_of(rows), participants.feed_link(participant)
    context = {
        "name": participant_days.name_of(participant),
        "token": participants.token(participant),
        "rows": rows,
        "next": coming,
        "countdown": _countdown(coming.day, at) if coming else "",
        "meetings": [
            meeting
            for meeting in participant_days.meetings(participant)
            if meeting.ends_at > at and not meeting.day.is_cancelled
        ],
        "has_certificate": certificates.attended(participant).exists(),
        "feed": feed,
        "subscribe": f"webcal://{feed.split('://', 1)[1]}",
    }
    return render(request, "participant/home.html", context)


def _countdown(day: NetworkDay, at: datetime) -> str:
    """ "om 22 dage", "i dag", "nu"."""
    if day.starts_at <= at:
        return "nu"
    days = calendar_days(at, day.starts_at)
    return f"om {days_left(days)}" if days else "i dag"


@require_safe
@personal
def calendar(request: HttpRequest, participant: Participant) -> HttpResponse:
    """The person's days as a calendar to subscribe to."""
    text = day_calendar.subscription(
        participant_days.days(participant),
        participant_days.meetings(participant),
        name="Netværksdage",
        link=participants.link(participant),
    )
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="netvaerksdage.ics"'
    return response


@require_POST
@personal
def acknowledge(request: HttpRequest, participant: Participant, pk: int) -> HttpResponse:
    """The person has seen what they were told of the day."""
    day = day_of(participant, pk)
    read = posted.number(request, "notice")
    if day_notices.acknowledge(day=day, address=participant.address, at=timezone.now(), sequence=read):
        messages.success(request, f"Tak. Nu kan KL og Komponent se, at du har set beskeden om {day.title}.")
    else:
        messages.warning(request, f"{day.title} er ændret, siden du åbnede siden. Se dagen igen.")
    return redirect("participant", token=participants.token(participant))

"""A participant's own pages, by personal link and without signing in (deltagerens side)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from partnerships import day_calendar, participant_days, participants
from partnerships.models import Participant


def whose(token: str) -> Participant:
    """The participant of the link, or 404 for a link that is forged or has been replaced."""
    participant = participants.by_token(token)
    if participant is None:
        raise Http404
    return participant


@require_GET
def home(request: HttpRequest, token: str) -> HttpResponse:
    """All the person's days: what is next, and what they have seen."""
    participant = whose(token)
    days = participant_days.days(participant)
    context = {
        "participant": participant,
        "token": token,
        "days": days,
        "feed": participants.feed_link(participant),
        "at": timezone.now(),
    }
    return render(request, "participant/home.html", context)


@require_GET
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The person's days as a calendar to subscribe to."""
    participant = whose(token)
    text = day_calendar.subscription(
        participant_days.days(participant),
        participant_days.meetings(participant),
        name="Netværksdage",
        link=participants.link(participant),
    )
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="netvaerksdage.ics"'
    return response

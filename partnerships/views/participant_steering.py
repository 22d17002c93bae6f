"""A representative's answer to the steering group before a day, by personal link and without signing in."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from partnerships import participant_days, participants
from partnerships.models import Participant
from partnerships.views.participant import personal
from partnerships.views.steering import chosen, respond


@require_http_methods(["GET", "POST"])
@personal
def answer(request: HttpRequest, participant: Participant, pk: int) -> HttpResponse:
    """The draft programme, and what the municipality says to it; 404 for who represents nobody on the day."""
    meeting = get_object_or_404(participant_days.meetings(participant), day=pk)
    seats = {
        row.seat.participation.enrolment.municipality: row
        for row in participant_days.represented(participant, meeting.day)
    }
    if not seats:
        raise Http404
    municipality = chosen(request, list(seats))
    seat, partnership = seats[municipality], meeting.day.network.partnership
    context = {
        "token": participants.token(participant),
        "day": meeting.day,
        "meeting": meeting,
        "programme": partnership.programme,
        "area": partnership.area,
        "municipality": municipality,
        "municipalities": list(seats),
        "is_representative": True,
        "items": list(meeting.day.items.all()),
        "may_answer": True,
    }
    template = "participant/steering.html"
    return respond(request, template, context, participation=seat.seat.participation, by=None, representative=seat)

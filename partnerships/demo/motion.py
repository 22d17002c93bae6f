"""The demo's partnership in motion: attendance, evaluations, materials and steering, made through the use cases."""

from datetime import datetime, timedelta

from accounts.danish import in_danish_time
from accounts.models import User
from partnerships import attendance, evaluations, materials, participants, steering
from partnerships.demo import development
from partnerships.demo.network_days import plan_year
from partnerships.demo.people import coordinator
from partnerships.models import Network, NetworkDay, Participation, Programme, SeatHolding

TAKEAWAYS = (
    "Vi går hjem og ser på, hvem der egentlig bestemmer retningen.",
    "Sparringen gav os et spørgsmål, vi ikke selv havde stillet.",
    "Modellen kan bruges på vores næste ledermøde.",
)
SUGGESTIONS = ("Mere tid til sparring.", "", "Kortere oplæg og flere eksempler.")
INPUT = {
    "0320": "Vi vil gerne høre, hvordan andre får PPR med ind i klasserne.",
    "0259": "Tag et eksempel med, hvor det ikke lykkedes.",
}


def show(programme: Programme, *, by: User, today: datetime) -> None:
    """A year of network days around `today`: three are held, and the fourth is ahead."""
    network = Network.objects.get(partnership__programme=programme)
    for day in plan_year(network, by=by, today=today):
        if day.is_held:
            _held(day, by=by)
        else:
            _ahead(day, by=by, today=today)
            development.tell(network, day=day, by=by, today=today)


def _held(day: NetworkDay, *, by: User) -> None:
    """Most came; one sent somebody else, and one stayed at home."""
    at = day.starts_at + timedelta(minutes=10)
    rows = SeatHolding.objects.on(in_danish_time(at).date()).filter(
        seat__participation__network_member__network=day.network_id
    )
    holdings = list(rows.select_related("seat").order_by("seat"))
    for number, holding in enumerate(holdings):
        if number % 17 == 3:
            attendance.substitute(day=day, seat=holding.seat, name="Vikar for dagen", by=by, at=at)
        else:
            attendance.mark(day=day, seat=holding.seat, is_present=(number + day.number) % 13 != 0, by=by, at=at)
    after = day.ends_at + timedelta(hours=2)
    people = participants.of_addresses([holding.email for holding in holdings[::4]], at=after)
    for number, participant in enumerate(people.values()):
        if evaluations.was_away(day, participant):
            continue
        evaluations.answer(
            day=day,
            participant=participant,
            usefulness=3 + (number + day.number) % 3,
            takeaway=TAKEAWAYS[number % len(TAKEAWAYS)],
            suggestion=SUGGESTIONS[number % len(SUGGESTIONS)],
            at=after,
        )
    url = f"https://video.example/dag-{day.number}"
    materials.add_link(day=day, title="Optagelse af oplægget", url=url, by=by, at=after)


def _ahead(day: NetworkDay, *, by: User, today: datetime) -> None:
    """The steering group has the draft; two municipalities have answered."""
    start = in_danish_time(day.starts_at).replace(hour=13, minute=0) - timedelta(days=8)
    meeting = steering.set_meeting(
        day=day,
        starts_at=start,
        ends_at=start + timedelta(minutes=45),
        link="https://video.example/styregruppe",
        revision=0,
        by=by,
        at=today - timedelta(days=20),
    )
    meeting = steering.send_draft(meeting=meeting, revision=meeting.revision, by=by, at=today - timedelta(days=6))
    rows = Participation.objects.filter(network_member__network=day.network_id)
    for participation in rows.select_related("enrolment__municipality"):
        municipality = participation.enrolment.municipality
        if municipality.code not in INPUT:
            continue
        steering.answer(
            meeting=meeting,
            participation=participation,
            weights={7: 3, 2: 2, 8: 1, int(municipality.code) % 5 + 1: 2},
            text=INPUT[municipality.code],
            revision=0,
            by=coordinator(municipality, by=by, at=today),
            at=today - timedelta(days=3),
        )

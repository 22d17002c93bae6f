"""What a municipality's room shows: what is missing, seats, and years of history (kommunens overblik)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse

from accounts.danish import calendar_days, clock, in_danish_time, weekday_date
from partnerships import development_overview, drafts, enrolments, municipality_days, rules
from partnerships.models import Enrolment, Municipality, Participation, Programme, Seat, SeatHolding
from partnerships.todo_items import todo_item

DEVELOPMENT_AHEAD = 56  # days before its page must be ready that a development process is asked for
STEP_NAMES = ("Kontakt", "Hvad I køber", "Deltagere", "Regning", "Læs og bind")


@dataclass(frozen=True)
class SeatRow:
    """A seat on a day: who sits there, and who takes over later."""

    seat: Seat
    holding: SeatHolding | None
    successor: SeatHolding | None = None


@dataclass
class AreaSeats:
    """The seats of one area. `holdings` are those nobody has ended: who is named for good, now or from a later day."""

    participation: Participation
    area: str
    label: str
    rows: list[SeatRow]

    @property
    def seats(self) -> list[Seat]:
        return [row.seat for row in self.rows]

    @property
    def holdings(self) -> list[SeatHolding]:
        last = [row.successor or row.holding for row in self.rows]
        return [holding for holding in last if holding is not None and holding.end_date is None]

    @property
    def named(self) -> int:
        return len(self.holdings)

    @property
    def missing(self) -> int:
        return len(self.seats) - self.named

    @property
    def drawn(self) -> list[bool]:
        """True for each named seat, named ones first."""
        return [True] * self.named + [False] * self.missing

    @property
    def has_manager(self) -> bool:
        return any(holding.is_relevant_manager for holding in self.holdings)

    @property
    def has_steering(self) -> bool:
        return any(holding.is_steering_representative for holding in self.holdings)


def with_seats(rows: QuerySet[Enrolment, Any]) -> QuerySet[Enrolment, Any]:
    """Enrolments with everything their seats need, in a constant number of queries."""
    seats = Prefetch("seats", Seat.objects.order_by("number").prefetch_related("holdings"))
    participations = Participation.objects.select_related("partnership").order_by("-partnership__area")
    return rows.select_related("programme__price_list", "municipality", "updated_by").prefetch_related(
        Prefetch("participations", participations.prefetch_related(seats))
    )


def seats_by_area(enrolment: Enrolment, *, today: date) -> list[AreaSeats]:
    """The enrolment's seats; needs `with_seats`."""
    return [
        AreaSeats(
            participation,
            participation.partnership.area,
            participation.partnership.get_area_display(),
            [_row(seat, today) for seat in participation.seats.all()],
        )
        for participation in enrolment.participations.all()
    ]


def _row(seat: Seat, today: date) -> SeatRow:
    """Who sits on the seat `today`, or will; and who takes over, when somebody sits there only until then."""
    left = [row for row in seat.holdings.all() if row.end_date is None or row.end_date >= today]
    return SeatRow(seat, *left[:2]) if left else SeatRow(seat, None)


def todo(enrolment: Enrolment, *, today: date, at: datetime) -> list[dict[str, Any]]:
    """What is missing from the municipality in this enrolment, nearest first; needs `with_seats`."""
    if enrolment.is_draft:
        return _draft_todo(enrolment, today=today, at=at)
    if not enrolment.is_binding or enrolment.programme.state == Programme.State.FINISHED:
        return []
    items = names_todo(enrolment, today=today)
    if missing := enrolments.missing_for_invoice(enrolment):
        title = f"Skriv {' og '.join(missing)} til regningen"
        url = reverse("enrolment_invoicing", args=[enrolment.pk])
        items.append(todo_item(title, "", url, "Skriv", enrolment.programme.invoice_date, today))
    return by_date(items)


def by_date(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The list with the nearest first; what has no date comes last."""
    return sorted(items, key=lambda item: item["due"] or date.max)


def names_todo(enrolment: Enrolment, *, today: date) -> list[dict[str, Any]]:
    """The seats that lack a name, or the manager; needs `with_seats`."""
    items = []
    due = enrolment.programme.names_due_date
    for area in seats_by_area(enrolment, today=today):
        text = "" if area.has_manager else "Chefen for området skal være en af dem."
        if area.missing:
            names = f"{area.missing} {'deltager' if area.missing == 1 else 'deltagere'}"
            title = f"Navngiv {names} fra {area.label.lower()}"
            items.append(todo_item(title, text, reverse("participants", args=[enrolment.pk]), "Navngiv", due, today))
        elif not area.has_manager:
            title = f"Sæt chefen for området på en plads i {area.label.lower()}"
            items.append(todo_item(title, "", reverse("participants", args=[enrolment.pk]), "Ret", due, today))
    return items


def steering_todo(
    parts: list[municipality_days.Part], user: Any, *, may_edit: bool, today: date, at: datetime
) -> list[dict[str, Any]]:
    """The answers the steering groups wait for; a link for those who may give them. No queries."""
    items = []
    for own in municipality_days.waiting_answers(parts, at=at):
        meeting, person = own.day.steering_meeting, own.representative
        words = f"Styregruppen mødes {weekday_date(in_danish_time(meeting.starts_at))} kl. {clock(meeting.starts_at)}."
        text = f"{words} {person.name} repræsenterer jer." if person else f"{words} I har ikke valgt en repræsentant."
        title = f"Prioritér temaerne for {_lower(own.day.title)}, {own.label.lower()}"
        item = todo_item(title, text, meeting.get_absolute_url(), "Læs kladden", _date(meeting.starts_at), today)
        items.append(item if may_edit or rules.is_representative(user, person) else without_links([item])[0])
    return items


def development_todo(
    states: list[development_overview.ProcessState], *, may_edit: bool, today: date
) -> list[dict[str, Any]]:
    """The development processes whose page is not ready for a day within DEVELOPMENT_AHEAD. No queries."""
    items = []
    for state in states:
        day, due = state.coming, state.ready_date
        if day is None or due is None or not state.missing or calendar_days(today, due) > DEVELOPMENT_AHEAD:
            continue
        names = [*state.missing[:-2], " og ".join(state.missing[-2:])]
        text = f"I tager den med på {_lower(day.title)}. Der mangler {', '.join(names)}."
        title, url, button = "Gør udviklingsprocessens ene side klar", state.participation.pk, "Udfyld"
        if state.process is None:
            name, button = "development_edit", "Begynd"
            title, text = "Begynd udviklingsprocessen", f"I tager den med på {_lower(day.title)}."
        elif "milepæle" in state.missing:
            name, button = "milestones", "Skriv milepæle"
        elif state.is_silent or state.brought is None:
            name, button = "development_note", "Skriv status"
        else:
            name = "development_edit"
        items.append(todo_item(f"{title}, {state.label.lower()}", text, reverse(name, args=[url]), button, due, today))
    return items if may_edit else without_links(items)


def _lower(title: str) -> str:
    """A title inside a sentence."""
    return title[:1].lower() + title[1:]


def _date(moment: datetime) -> date:
    return in_danish_time(moment).date()


def _draft_todo(enrolment: Enrolment, *, today: date, at: datetime) -> list[dict[str, Any]]:
    programme = enrolment.programme
    if not programme.accepts_enrolments_at(at):
        return []
    step = min(enrolment.furthest_step, len(drafts.STEPS))
    url = reverse("enrol_step", args=[programme.slug, enrolment.municipality.code, drafts.STEPS[step - 1]])
    text = f"Kladden er nået til trin {step} af {len(drafts.STEPS)}: {STEP_NAMES[step - 1]}. Den binder jer ikke endnu."
    day = in_danish_time(programme.deadline_at).date()
    return [todo_item(f"Gør tilmeldingen til {programme.title} færdig", text, url, "Fortsæt kladden", day, today)]


def without_links(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same list for a person who only reads: no buttons that would be refused."""
    return [item | {"url": "", "button": ""} for item in items]


def history_of(municipality: Municipality, visible: QuerySet[Enrolment, Any]) -> list[Enrolment]:
    """All the municipality's enrolments, newest programme first."""
    rows = visible.filter(municipality=municipality).filter(
        ~Q(state=Enrolment.State.DRAFT) | Q(programme__state="open")
    )
    return list(with_seats(rows).order_by("-programme__year", "-pk"))

"""Naming people on seats (deltagere)."""

from datetime import date, datetime, timedelta

from django.db import transaction

from accounts import audit
from accounts.danish import long_date
from accounts.models import User
from partnerships.models import Enrolment, Seat, SeatHolding

GONE = "Pladsen er fjernet imens. En kollega har ændret eller slettet kladden."


class SeatRefused(Exception):
    """The seat cannot be changed like that; the message is for the person, `field` says where it belongs."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


def _locked_seat(seat: Seat) -> tuple[Enrolment, Seat]:
    """Lock the enrolment that owns the seat, and return both fresh."""
    enrolment = Enrolment.objects.select_for_update(no_key=True).filter(participations__seats=seat).first()
    if enrolment is None:
        raise SeatRefused(GONE)
    if enrolment.is_cancelled:
        raise SeatRefused("Tilmeldingen er annulleret, så deltagerne kan ikke ændres.")
    fresh = Seat.objects.select_related("participation__partnership").filter(pk=seat.pk).first()
    if fresh is None:
        raise SeatRefused(GONE)
    return enrolment, fresh


def recount(enrolment: Enrolment) -> None:
    """Bring the enrolment's copies of its seat counts up to date. Its row must be locked."""
    every = Seat.objects.filter(participation__enrolment=enrolment)
    enrolment.seat_count = every.count()
    enrolment.named_count = every.filter(holdings__end_date__isnull=True, holdings__isnull=False).count()
    enrolment.save(update_fields=["seat_count", "named_count"])


def _where(seat: Seat) -> str:
    return f"plads {seat.number}, {seat.participation.partnership.get_area_display().lower()}"


def _release_steering(seat: Seat, keep: SeatHolding | None) -> None:
    """One steering representative for each participation: the newest choice takes over the task."""
    others = SeatHolding.objects.filter(
        seat__participation=seat.participation, is_steering_representative=True, end_date__isnull=True
    )
    if keep is not None:
        others = others.exclude(pk=keep.pk)
    others.update(is_steering_representative=False)


def _sits_elsewhere(seat: Seat, email: str, *, day: date) -> bool:
    """Whether the address holds another seat in the partnership on `day` or later."""
    held = SeatHolding.objects.not_over(day).filter(seat__participation=seat.participation, email=email)
    return held.exclude(seat=seat).exists()


def _refuse_taken(seat: Seat, email: str, *, day: date) -> None:
    """One person holds one seat in a partnership."""
    if _sits_elsewhere(seat, email, day=day):
        raise SeatRefused("Den e-mail er allerede på en anden plads i partnerskabet.", field="email")


@transaction.atomic
def name_person(
    *,
    seat: Seat,
    name: str,
    title: str,
    email: str,
    is_relevant_manager: bool,
    is_steering_representative: bool,
    by: User,
    at: datetime,
    day: date,
) -> SeatHolding:
    """Name the person on a seat from `day`, or correct the one who is named (same person, other details).

    Raises:
        SeatRefused: the same address already holds another seat in the partnership, somebody holds this one for some
            days yet, or the enrolment is cancelled.
    """
    enrolment, seat = _locked_seat(seat)
    email = email.strip().lower()
    holding = seat.holdings.open_ended().first()
    is_new = holding is None
    _refuse_taken(seat, email, day=max(day, holding.start_date) if holding else day)
    if is_new and (last := seat.holdings.not_over(day).first()) is not None:
        raise SeatRefused(f"{last.name} har pladsen til og med {long_date(last.end_date)}.")
    holding = holding or SeatHolding(seat=seat, start_date=day)
    if is_steering_representative:
        _release_steering(seat, holding if not is_new else None)
    holding.name, holding.title, holding.email = name, title, email
    holding.is_relevant_manager = is_relevant_manager
    holding.is_steering_representative = is_steering_representative
    holding.save()
    recount(enrolment)
    audit.record(
        action="seat.named" if is_new else "seat.corrected",
        summary=f"gav {name} {_where(seat)}" if is_new else f"rettede {name} på {_where(seat)}",
        subject=enrolment,
        at=at,
        by=by,
        scope=enrolment.municipality.code,
    )
    return holding


@transaction.atomic
def clear(*, seat: Seat, by: User, at: datetime, day: date) -> SeatHolding | None:
    """Nobody holds the seat from `day` on; who held it before stays in the history (a draft forgets).

    A takeover that has not begun is undone instead: the one who was to be replaced keeps the seat, and is returned.

    Raises:
        SeatRefused: the one who would keep the seat has got another, or the enrolment is cancelled.
    """
    enrolment, seat = _locked_seat(seat)
    holding = seat.holdings.open_ended().first()
    if holding is None:
        return None
    summary, kept = f"fjernede {holding.name} fra {_where(seat)}", None
    if holding.start_date > day:
        kept = seat.holdings.filter(end_date=holding.start_date - timedelta(days=1)).first()
    if enrolment.is_draft or holding.start_date >= day:
        holding.delete()
    else:
        holding.end_date = day - timedelta(days=1)
        holding.save(update_fields=["end_date"])
    if kept is not None:
        _reopen(kept)
        summary = f"lod {kept.name} beholde {_where(seat)} i stedet for {holding.name}"
    recount(enrolment)
    audit.record(
        action="seat.cleared" if kept is None else "seat.kept",
        summary=summary,
        subject=enrolment,
        at=at,
        by=by,
        scope=enrolment.municipality.code,
    )
    return kept


def _reopen(holding: SeatHolding) -> None:
    """The holder who was to be replaced stays, as a steering representative only when nobody else has become it."""
    seat = holding.seat
    if holding.end_date and _sits_elsewhere(seat, holding.email, day=holding.end_date + timedelta(days=1)):
        raise SeatRefused(f"{holding.name} har fået en anden plads i partnerskabet. Fjern {holding.name} dér først.")
    others = SeatHolding.objects.open_ended().filter(seat__participation=seat.participation)
    if others.filter(is_steering_representative=True).exists():
        holding.is_steering_representative = False
    holding.end_date = None
    holding.save(update_fields=["end_date", "is_steering_representative"])


@transaction.atomic
def replace(
    *,
    seat: Seat,
    name: str,
    title: str,
    email: str,
    is_relevant_manager: bool,
    is_steering_representative: bool,
    by: User,
    at: datetime,
    from_date: date,
) -> SeatHolding:
    """Another person takes over the seat from `from_date`; the price and the invoice do not change.

    Raises:
        SeatRefused: nobody holds the seat, or the takeover is not after the present holder began.
    """
    enrolment, seat = _locked_seat(seat)
    old = seat.holdings.open_ended().first()
    if old is None:
        raise SeatRefused("Der er ingen på pladsen at afløse.")
    if from_date <= old.start_date:
        raise SeatRefused(
            "Afløsningen skal begynde efter den dag, den nuværende deltager fik pladsen.", field="from_date"
        )
    email = email.strip().lower()
    _refuse_taken(seat, email, day=from_date)
    old.end_date = from_date - timedelta(days=1)
    old.save(update_fields=["end_date"])
    if is_steering_representative:
        _release_steering(seat, None)
    new = SeatHolding.objects.create(
        seat=seat,
        name=name,
        title=title,
        email=email,
        is_relevant_manager=is_relevant_manager,
        is_steering_representative=is_steering_representative,
        start_date=from_date,
    )
    audit.record(
        action="seat.replaced",
        summary=f"lod {name} afløse {old.name} på {_where(seat)}. Prisen er uændret",
        subject=enrolment,
        at=at,
        by=by,
        scope=enrolment.municipality.code,
    )
    return new

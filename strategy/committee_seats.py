"""Who sits in a round's committee, and as what (udvalgets pladser). The round's row is locked first."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts import audit
from accounts.models import User
from strategy import round_emails as emails
from strategy import rounds, rules
from strategy.models import CommitteeReview, CommitteeSeat, Round
from strategy.rounds import RoundRefused

MAX_SEATS = 25


@transaction.atomic
def give(*, round_: Round, email: str, name: str, kind: str, is_chair: bool, by: User, at: datetime) -> CommitteeSeat:
    """Give a person a seat, and tell by mail how to sign in; of a round not announced yet, when it is.

    The chair's seat goes from the one who had it.

    An account is made for an address that has none; it opens nothing but the committee's pages.

    Raises:
        RoundRefused: the person sits there already, the committee is full, or the round is decided.
    """
    row = rounds.lock(round_)
    if row.is_decided:
        raise RoundRefused("Runden er afgjort. Udvalget kan ikke ændres.")
    email = email.strip().lower()
    if row.seats.filter(user__email=email).exists():
        raise RoundRefused("Personen sidder allerede i udvalget.")
    if row.seats.count() >= MAX_SEATS:
        raise RoundRefused(f"Udvalget har {MAX_SEATS} medlemmer. Fjern et, før I tilføjer et nyt.")
    person = _person(email, name)
    before = _step_down(row) if is_chair else ""
    seat = CommitteeSeat.objects.create(
        round=row, user=person, kind=CommitteeSeat.Kind(kind), is_chair=is_chair, given_at=at
    )
    words = f"{seat.get_kind_display().lower()}{f' og formand{before}' if is_chair else ''}"
    _record("seat_given", f"gav {person.display_name} en plads i udvalget for {row.title} ({words})", row, by, at)
    if row.announced_at is not None:
        emails.seat_given(seat, by=by)
    return seat


@transaction.atomic
def make_chair(*, seat: CommitteeSeat, by: User, at: datetime) -> CommitteeSeat:
    """Let a member lead the committee instead of the one who does. Doing it twice changes nothing.

    Raises:
        RoundRefused: the member has left the committee, or the round is decided.
    """
    row = rounds.lock(seat.round)
    held = row.seats.select_related("user").filter(pk=seat.pk).first()
    if held is None:
        raise RoundRefused("Personen sidder ikke længere i udvalget.")
    if held.is_chair:
        return held
    if row.is_decided:
        raise RoundRefused("Runden er afgjort. Udvalget kan ikke ændres.")
    before = _step_down(row)
    held.is_chair = True
    held.save()
    summary = f"gjorde {held.user.display_name} til formand for udvalget i {row.title}{before}"
    _record("chair_chosen", summary, row, by, at)
    return held


@transaction.atomic
def take(*, seat: CommitteeSeat, by: User, at: datetime) -> None:
    """Take a seat away. Doing it twice changes nothing.

    Raises:
        RoundRefused: the member has written about an application or the round is decided, or the seat holds
            the conflict of interest of a person who would read the application without it.
    """
    row = rounds.lock(seat.round)
    held = row.seats.select_related("user").filter(pk=seat.pk).first()
    if held is None:
        return
    if row.is_decided:
        raise RoundRefused("Runden er afgjort. Udvalget kan ikke ændres.")
    if CommitteeReview.objects.filter(seat=held).exclude(state=CommitteeReview.State.DRAFT).exists():
        raise RoundRefused("Personen har afgivet bedømmelser, så pladsen kan ikke fjernes.")
    keeps_access = held.user.is_administrator or rules.can_lead(held.user, row.municipality)
    if keeps_access and held.conflicts.exists():
        raise RoundRefused(
            "Personen har meldt sig inhabil og ville ellers kunne læse ansøgningen som koordinator. Lad pladsen stå."
        )
    held.delete()
    _record("seat_taken", f"tog {held.user.display_name} ud af udvalget for {row.title}", row, by, at)


def chair_of(round_: Round) -> CommitteeSeat | None:
    """The seat that leads the committee. One query."""
    return round_.seats.select_related("user").filter(is_chair=True).first()


def _step_down(row: Round) -> str:
    """Take the chair from the one who has it, for another; " i stedet for" whom, empty when nobody had it."""
    before = chair_of(row)
    if before is None:
        return ""
    before.is_chair = False
    before.save(update_fields=["is_chair"])
    return f" i stedet for {before.user.display_name}"


def _person(email: str, name: str) -> User:
    known = User.objects.filter(email=email).first()
    if known is not None:
        if not known.is_active:
            raise RoundRefused("Personens konto er lukket.")
        return known
    if EmailAddress.objects.filter(email__iexact=email).exists():
        raise RoundRefused("Adressen hører til en konto med en anden adresse. Brug den, personen logger ind med.")
    person = User.objects.create_user(email, name=name.strip())
    EmailAddress.objects.create(user=person, email=email, primary=True, verified=False)
    return person


def _record(action: str, summary: str, row: Round, by: User, at: datetime) -> None:
    audit.record(
        action=f"round.{action}", summary=summary, subject=row, by=by, at=at, scope=row.strategy.municipality.code
    )

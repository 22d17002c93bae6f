"""Who sits in a round's committee, and as what (udvalgets pladser). The round's row is locked first."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts import audit
from accounts.models import User
from partnerships.models import Membership
from strategy import round_emails as emails
from strategy import rounds, rules
from strategy.models import CommitteeReview, CommitteeSeat, Round
from strategy.rounds import RoundRefused

MAX_SEATS = 25


@transaction.atomic
def give(*, round_: Round, email: str, name: str, kind: str, is_chair: bool, by: User, at: datetime) -> CommitteeSeat:
    """Give a person a seat, and tell by mail how to sign in; of a round not announced yet, when it is.

    The chair's seat goes from the one who had it.

    An account is made for an address that has none; it opens nothing but the committee's pages. Of an account that is
    none of the municipality's nothing is shown: in the committee the person is called `name`.

    Raises:
        RoundRefused: the person sits there already, the committee is full, or the round is decided.
    """
    row = rounds.lock(round_)
    if row.is_decided:
        raise RoundRefused("Runden er afgjort. Udvalget kan ikke ændres.")
    email = email.strip().lower()
    held = row.seats.filter(user__email=email).first()
    if held is not None and held.left_at is not None:
        raise RoundRefused("Personen har forladt udvalget. Sæt personen ind igen i listen over pladser.")
    if held is not None:
        raise RoundRefused("Personen sidder allerede i udvalget.")
    if row.seats.present().count() >= MAX_SEATS:
        raise RoundRefused(f"Udvalget har {MAX_SEATS} medlemmer. Fjern et, før I tilføjer et nyt.")
    person, called = _person(email, name, row)
    before = _step_down(row) if is_chair else ""
    seat = CommitteeSeat.objects.create(
        round=row, user=person, kind=CommitteeSeat.Kind(kind), is_chair=is_chair, given_at=at, name=called
    )
    words = f"{seat.get_kind_display().lower()}{f' og formand{before}' if is_chair else ''}"
    _record("seat_given", f"gav {seat.display_name} en plads i udvalget for {row.title} ({words})", row, by, at)
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
    held = row.seats.present().select_related("user").filter(pk=seat.pk).first()
    if held is None:
        raise RoundRefused("Personen sidder ikke længere i udvalget.")
    if held.is_chair:
        return held
    if row.is_decided:
        raise RoundRefused("Runden er afgjort. Udvalget kan ikke ændres.")
    before = _step_down(row)
    held.is_chair = True
    held.save()
    summary = f"gjorde {held.display_name} til formand for udvalget i {row.title}{before}"
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
        raise RoundRefused(
            "Personen har afgivet bedømmelser, så pladsen kan ikke fjernes. Vælg i stedet “Har forladt udvalget?”."
        )
    keeps_access = held.user.is_administrator or rules.can_lead(held.user, row.municipality)
    if keeps_access and held.conflicts.exists():
        raise RoundRefused(
            "Personen har meldt sig inhabil og ville ellers kunne læse ansøgningen som koordinator. Lad pladsen stå."
        )
    held.delete()
    _record("seat_taken", f"tog {held.display_name} ud af udvalget for {row.title}", row, by, at)


@transaction.atomic
def leave(*, seat: CommitteeSeat, by: User, at: datetime) -> CommitteeSeat:
    """Note that a member has left the committee, also after the decision. Doing it twice changes nothing.

    Points that were given stay and count. What is missing is not waited for, and the person reads, judges and is told
    nothing more. A conflict of interest holds on.

    Raises:
        RoundRefused: it is one's own seat, or it has been taken away.
    """
    row, held = _held(seat)
    if held.user_id == by.pk:
        raise RoundRefused("En anden må skrive, at du har forladt udvalget, for du kan ikke læse videre bagefter.")
    if held.left_at is None:
        held.left_at, held.is_chair = at, False
        held.save(update_fields=["left_at", "is_chair"])
        _record("seat_left", f"skrev, at {held.display_name} har forladt udvalget for {row.title}", row, by, at)
    return held


@transaction.atomic
def come_back(*, seat: CommitteeSeat, by: User, at: datetime) -> CommitteeSeat:
    """Let one who has left sit in the committee again, not as its chair. Doing it twice changes nothing.

    Raises:
        RoundRefused: the seat has been taken away, or the committee is full.
    """
    row, held = _held(seat)
    if held.left_at is None:
        return held
    if row.seats.present().count() >= MAX_SEATS:
        raise RoundRefused(f"Udvalget har {MAX_SEATS} medlemmer.")
    held.left_at = None
    held.save(update_fields=["left_at"])
    _record("seat_again", f"satte {held.display_name} ind i udvalget for {row.title} igen", row, by, at)
    return held


def _held(seat: CommitteeSeat) -> tuple[Round, CommitteeSeat]:
    """The round, locked, and the seat as it is now."""
    row = rounds.lock(seat.round)
    held = row.seats.select_related("user").filter(pk=seat.pk).first()
    if held is None:
        raise RoundRefused("Personen sidder ikke længere i udvalget.")
    return row, held


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
    return f" i stedet for {before.display_name}"


def _person(email: str, name: str, row: Round) -> tuple[User, str]:
    """The account of the address, and what it is called here; empty when it may go by its own name."""
    known = User.objects.filter(email=email).first()
    if known is None and not EmailAddress.objects.filter(email__iexact=email).exists():
        person = User.objects.create_user(email, name=name.strip())
        EmailAddress.objects.create(user=person, email=email, primary=True, verified=False)
        return person, ""
    if known is None or not known.is_active:
        # The same words, so that they do not tell what sort of account there is.
        raise RoundRefused("Adressen kan ikke bruges. Spørg personen, hvilken e-mail portalen skal skrive til.")
    own = Membership.objects.active().filter(user=known, municipality=row.municipality)
    return known, "" if own.exists() else name.strip()


def _record(action: str, summary: str, row: Round, by: User, at: datetime) -> None:
    audit.record(
        action=f"round.{action}", summary=summary, subject=row, by=by, at=at, scope=row.strategy.municipality.code
    )
